"""DICOM files that tests of pictures are made of."""

from __future__ import annotations

import io
from typing import Any, Final

import numpy
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian

from nbia import ImagePreview
from nbia_core.imaging.preview import make_preview

SERIES: Final = "1.2.3"
IMAGE: Final = "1.2.3.4"
PHOTOMETRIC: Final = "MONOCHROME2"


def a_header(**attributes: object) -> FileDataset:
    """Return a header without pixels, with attributes by their keywords; None leaves one out."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = UID(IMAGE)
    dataset = FileDataset("", Dataset(), preamble=b"\0" * 128, file_meta=meta)
    known = {"SOPClassUID": CTImageStorage, "SOPInstanceUID": IMAGE, "SeriesInstanceUID": SERIES, "Modality": "CT"}
    for keyword, value in {**known, **attributes}.items():
        if value is not None:
            setattr(dataset, keyword, value)
    return dataset


def an_image(pixels: NDArray[Any], **attributes: object) -> FileDataset:
    """Return an image whose stored values are these: rows by columns, or frames by rows by columns, or by 3 at the end."""
    is_colour = pixels.ndim > 2 and pixels.shape[-1] == 3
    rows, columns = pixels.shape[-3:-1] if is_colour else pixels.shape[-2:]
    frames = pixels.shape[0] if pixels.ndim - is_colour == 3 else None
    bits = pixels.dtype.itemsize * 8
    known = {
        "Rows": rows,
        "Columns": columns,
        "NumberOfFrames": frames,
        "SamplesPerPixel": 3 if is_colour else 1,
        "PlanarConfiguration": 0 if is_colour else None,
        "PhotometricInterpretation": "RGB" if is_colour else PHOTOMETRIC,
        "BitsAllocated": bits,
        "BitsStored": bits,
        "HighBit": bits - 1,
        "PixelRepresentation": int(pixels.dtype.kind == "i"),
    }
    dataset = a_header(**{**known, **attributes})
    if "PixelData" not in dataset:
        data = pixels.tobytes()
        dataset.add_new("PixelData", "OB" if bits == 8 else "OW", data + b"\0" * (len(data) % 2))
    return dataset


def grey(*rows: list[int], kind: str = "i2", **attributes: Any) -> FileDataset:
    """Return an image with these stored values."""
    return an_image(numpy.array(rows, kind), **attributes)


def file_of(dataset: FileDataset) -> bytes:
    """Return an image as the bytes of its file."""
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def preview_of(
    dataset: FileDataset, *, frame: int | None = None, window: tuple[float, float] | None = None
) -> ImagePreview:
    """Return what is seen of an image."""
    return make_preview(
        file_of(dataset), series_instance_uid=SERIES, sop_instance_uid=IMAGE, place=None, frame=frame, window=window
    )


def seen(dataset: FileDataset, **choice: Any) -> list[Any]:
    """Return the shades or colours that are seen of an image, from 0 to 255."""
    shades: list[Any] = preview_of(dataset, **choice).pixels.tolist()
    return shades
