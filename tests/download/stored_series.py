"""Series on disk for tests: as a download leaves them, and what its state remembers of them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pydicom
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage

from nbia_core.download.disk.staging import Staging
from nbia_core.download.model import FileState, Layout, SeriesState
from tests.download.archives import hash_list, series

UID: Final = "1.3.6.1.4.1.9328.50.1.4"
NEW: Final = {"00000001.dcm": b"new", "00000002.dcm": b"new", "LICENSE": b"new"}
"""The files of a series; what is in them does not matter to those who move them."""
LAYOUT: Final = Layout(license="LICENSE", hashes="md5hashes.csv")


def finished(workplace: Staging, contents: Mapping[str, bytes] = NEW) -> Path:
    """Return a folder with a series that is ready to be put in place."""
    folder = workplace.new_folder()
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, without those for the work of processes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".nbia/work-" not in path.as_posix() and path.name != "exchange.lock"
    }


def series_tree(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what `tree` returns when these are the files of the series."""
    return {f"{UID}/{name}": data for name, data in contents.items()}


def store(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a new folder."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def downloaded(count: int = 3) -> dict[str, bytes]:
    """Return the files of a series as a download leaves them."""
    images = series(count)
    return {"LICENSE": b"CC BY 4.0", **images, "md5hashes.csv": hash_list(images)}


def real_images(series_instance_uid: str, count: int = 2) -> dict[str, bytes]:
    """Return images that say to which series they belong."""
    return {f"{number:08d}.dcm": _image(series_instance_uid, f"1.2.{number}") for number in range(1, count + 1)}


def _image(series_instance_uid: str, sop_instance_uid: str) -> bytes:
    image = pydicom.Dataset()
    image.SOPClassUID = SecondaryCaptureImageStorage
    image.SOPInstanceUID = sop_instance_uid
    image.SeriesInstanceUID = series_instance_uid
    file = io.BytesIO()
    image.file_meta = pydicom.dataset.FileMetaDataset()
    image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    pydicom.dcmwrite(file, image, enforce_file_format=True)
    return file.getvalue()


def remembered(root: Path, path: str, uid: str = UID) -> SeriesState:
    """Return what a download remembers of the folder or archive that it has put there."""
    place = root / path
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    images = [file for file in files if file.suffix == ".dcm"]
    return SeriesState(
        series_instance_uid=uid,
        path=path,
        is_archive=not place.is_dir(),
        images=len(images),
        size=sum(image.stat().st_size for image in images),
        expected_images=len(images),
        expected_size=sum(image.stat().st_size for image in images),
        verified=len(images),
        not_verifiable=(),
        checks=("archive end", "image count", "MD5", "DICOM"),
        files=tuple(_file_state(file) for file in files),
        attributes={"collection": "RIDER Pilot", "patient_id": "0012"},
    )


def _file_state(file: Path) -> FileState:
    found = file.stat()
    return FileState(
        name=file.name,
        size=found.st_size,
        mtime_ns=found.st_mtime_ns,
        md5=hashlib.md5(file.read_bytes()).hexdigest(),
        is_image=file.suffix == ".dcm",
    )
