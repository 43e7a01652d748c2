"""Builds the archives of the benchmarks of downloads: `python -m tests.bench.build FOLDER KIND...`."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian

from tests.reference_server.zip_stream import Member, hash_map_order, zip_pieces

from .series import KINDS, Kind, patient_id, study_uid
from .server import Sink

Pixels: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int16]]
_MOMENT: Final = datetime(2024, 1, 1)
_NOISE: Final = 25.0  # Hounsfield units: as a scan for everyday use; deflate then halves the images
_LICENSE: Final = b"The invented images of a benchmark. There never was a patient.\n" * 40


def _anatomy(edge: int) -> Pixels:
    """Return a body with lungs and a spine, in Hounsfield units."""
    y, x = np.mgrid[-1 : 1 : edge * 1j, -1 : 1 : edge * 1j]
    tissue = 40 + 30 * np.cos(7 * x) * np.cos(5 * y) + 15 * np.cos(23 * x + 17 * y)
    picture = np.full((edge, edge), -1000.0)
    body = (x / 0.92) ** 2 + (y / 0.72) ** 2 < 1
    picture[body] = tissue[body]
    for centre in (-0.42, 0.42):
        lung = ((x - centre) / 0.3) ** 2 + ((y + 0.05) / 0.45) ** 2 < 1
        picture[lung] = -820 + 0.6 * tissue[lung]
    spine = (x / 0.13) ** 2 + ((y - 0.45) / 0.15) ** 2 < 1
    picture[spine] = 420 + tissue[spine]
    return picture.astype(np.int16)


def _pictures(kind: Kind, archive: int) -> Iterator[bytes]:
    """Yield the pixels of each image: the same body, ever new noise."""
    anatomy = _anatomy(kind.edge)
    is_body = anatomy > -1000
    random = np.random.default_rng([kind.number, archive])
    for _ in range(kind.images):
        noise = random.normal(scale=_NOISE, size=anatomy.shape) * np.where(is_body, 1, 0.1)
        yield (anatomy + noise.astype(np.int16)).astype("<i2").tobytes()


def _images(kind: Kind, archive: int) -> Iterator[Member]:
    """Yield the DICOM files of a series."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID("2.25.302186193423950270118345927541370225611")
    image = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    image.SOPClassUID = CTImageStorage
    image.Modality, image.ImageType = "CT", ["ORIGINAL", "PRIMARY", "AXIAL"]
    image.PatientID = image.PatientName = patient_id(kind, archive)
    image.StudyInstanceUID, image.SeriesInstanceUID = study_uid(kind, archive), kind.uid(archive)
    image.StudyDate = image.SeriesDate = "20040517"
    image.SeriesNumber, image.SeriesDescription = archive + 1, "AXIAL 2.5 mm"
    image.PixelSpacing, image.SliceThickness = [0.7, 0.7], 2.5
    image.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    image.RescaleIntercept, image.RescaleSlope, image.RescaleType = 0, 1, "HU"
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.Rows = image.Columns = kind.edge
    image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 16, 16, 15, 1
    for number, pixels in enumerate(_pictures(kind, archive), start=1):
        meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID = UID(f"{kind.uid(archive)}.{1000 + number}")
        image.InstanceNumber = number
        image.ImagePositionPatient = [-180, -180, 1000 + 2.5 * number]
        image.PixelData = pixels
        file = io.BytesIO()
        image.save_as(file, enforce_file_format=True)
        yield Member(name=f"{number:08d}.dcm", content=file.getvalue())


def _with_hashes(images: Iterable[Member]) -> Iterator[Member]:
    """Yield images, then the list of their hashes as the server writes it: not in the order of the images."""
    digests: dict[str, str] = {}
    for image in images:
        digests[image.name] = hashlib.md5(image.content).hexdigest()
        yield image
    lines = ["Filename,MD5Hash", *(f"{name},{digests[name]}" for name in hash_map_order(digests))]
    yield Member(name="md5hashes.csv", content="".join(f"{line}\n" for line in lines).encode())


def _write_zip64(path: Path, members: Iterable[Member]) -> int:
    """Write an archive whose entries have sizes of 64 bits, behind their data as in all archives of the server.

    Returns:
        The bytes of its images.
    """
    sink = Sink()
    with path.open("wb") as file:
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in members:
                with archive.open(member.name, "w", force_zip64=True) as entry:
                    entry.write(member.content)
                file.write(sink.take())
        file.write(sink.take())
    return sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith(".dcm"))


def _build(kind: Kind, archive: int, folder: Path) -> int:
    """Write an archive and return the bytes of its images."""
    path, with_license = folder / f"{kind.name}-{archive}.zip", folder / f"{kind.name}-{archive}-license.zip"
    notice = Member(name="LICENSE", content=_LICENSE)
    if kind.is_zip64:
        with_license.write_bytes(b"".join(zip_pieces([notice], _MOMENT)))
        return _write_zip64(path, _with_hashes(_images(kind, archive)))
    images = list(_images(kind, archive))
    with path.open("wb") as file:
        file.writelines(zip_pieces(_with_hashes(images), _MOMENT))
    with with_license.open("wb") as file:
        file.writelines(zip_pieces([notice, *images], _MOMENT))
    return sum(len(image.content) for image in images)


def build(folder: Path, names: Sequence[str]) -> None:
    """Build the archives of some kinds; those of an earlier form, in folders beside, are removed."""
    for old in folder.parent.glob("series-*"):
        if old != folder:
            shutil.rmtree(old)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(kind, archive) for kind in KINDS if kind.name in names for archive in range(kind.archives)]
    with ProcessPoolExecutor() as pool:
        built = list(pool.map(_build, *zip(*wanted, strict=True), [folder] * len(wanted)))
    sizes = {kind.name: size for (kind, _), size in zip(wanted, built, strict=True)}
    if any(sizes[kind.name] != size for (kind, _), size in zip(wanted, built, strict=True)):
        raise AssertionError("Series of one kind differ in size, but getSeries gives one size for all of them.")
    for name, size in sizes.items():
        (folder / f"{name}-size.txt").write_text(str(size), encoding="ascii")


if __name__ == "__main__":
    build(Path(sys.argv[1]), sys.argv[2:])
