"""Takes the stored values of one frame out of an image, whatever its header claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nbia_core.errors import PixelDataError

from .dataset import failures_told, text_of, whole_number_of

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset, FileDataset
    from pydicom.uid import UID

_MOST_PIXELS: Final = 8192 * 8192
"""How many pixels a frame may have; the largest mammograms have a third of that."""
_PIXELS: Final = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
_DECODERS: Final = {
    "JPEG 2000": "pylibjpeg-openjpeg",
    "High-Throughput JPEG 2000": "pylibjpeg-openjpeg",
    "RLE": "pylibjpeg-rle",
    "JPEG": "pylibjpeg-libjpeg",
}
"""Which package decodes a transfer syntax, by how its name begins; the first that fits counts."""


def check_pixels(dataset: Dataset) -> None:
    """Refuse an object that is no image.

    Raises:
        PixelDataError: it has no pixels.
    """
    if any(keyword in dataset for keyword in _PIXELS):
        return
    kind = getattr(dataset.get("SOPClassUID"), "name", None) or "of an unknown kind"
    raise PixelDataError(
        f"There are no pixels to show: this is {text_of(dataset, 'Modality') or 'an object'} ({kind}).",
        hint="preview the series that it refers to",
    )


def frame_count(dataset: Dataset) -> int:
    """Return how many frames an image claims to have; an image that does not say has one."""
    return max(whole_number_of(dataset, "NumberOfFrames") or 1, 1)


def stored_frame(dataset: FileDataset, index: int) -> NDArray[numpy.generic]:
    """Return the stored values of a frame, counted from 0: rows by columns, or by columns by 3 in colour (RGB).

    Nothing is decoded whose header claims more pixels than a picture has, or than there is data for.

    Raises:
        PixelDataError: that is so, or they cannot be decoded.
    """
    from pydicom.pixels.utils import pixel_array

    check_pixels(dataset)
    syntax = _transfer_syntax(dataset)
    _check_size(dataset, index, is_compressed=syntax is not None and syntax.is_encapsulated)
    hint = None
    if syntax is not None and syntax.is_encapsulated:
        hint = _check_decoder(syntax)
    with failures_told("The pixels cannot be decoded", hint):
        return pixel_array(dataset, index=index)


def _transfer_syntax(dataset: FileDataset) -> UID | None:
    """Return how the pixels are written; what a file without a word of it has is as plain as DICOM's default."""
    from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

    meta = getattr(dataset, "file_meta", None)
    syntax: UID | None = getattr(meta, "TransferSyntaxUID", None)
    if syntax is None and meta is not None:
        is_implicit = dataset.original_encoding[0]
        meta.TransferSyntaxUID = syntax = ImplicitVRLittleEndian if is_implicit else ExplicitVRLittleEndian
    return syntax


def _check_size(dataset: Dataset, index: int, *, is_compressed: bool) -> None:
    rows, columns = (whole_number_of(dataset, keyword) or 0 for keyword in ("Rows", "Columns"))
    if rows < 1 or columns < 1:
        raise PixelDataError(
            "The pixels cannot be decoded: the header does not say how many rows and columns there are."
        )
    if rows * columns > _MOST_PIXELS:
        raise PixelDataError(
            f"The image is too large for a preview: its header claims {rows:,} rows and {columns:,} columns.",
            hint="download the series and open it in a program for such images",
        )
    if is_compressed or "PixelData" not in dataset:
        return
    samples = whole_number_of(dataset, "SamplesPerPixel") or 1
    bits = whole_number_of(dataset, "BitsAllocated") or 0
    if "422" in (text_of(dataset, "PhotometricInterpretation") or ""):
        samples = 2  # neighbours share their colours
    needed, there = (rows * columns * samples * bits * (index + 1) + 7) // 8, len(dataset.PixelData)
    if there < needed:
        raise PixelDataError(
            f"The image is damaged: its header claims {needed:,} bytes of pixels up to the frame that is wanted, and "
            f"{there:,} are there."
        )


def _check_decoder(syntax: UID) -> str:
    """Return what to install if decoding fails; refuse what nothing here can decode."""
    from pydicom.pixels.decoders.base import get_decoder

    package = next((package for name, package in _DECODERS.items() if syntax.name.startswith(name)), None)
    try:
        is_available = get_decoder(syntax).is_available
    except NotImplementedError:
        is_available, package = False, None
    hint = "download the series and open it in another program"
    if package is not None:
        hint = f"pip install pylibjpeg {package}"
    if not is_available:
        raise PixelDataError(
            f"The pixels are compressed ({syntax.name}), and nothing that is installed can decode them.", hint=hint
        )
    return hint
