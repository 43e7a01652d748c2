"""Turns stored values into what is seen: shades of grey within a window of values, or colours (DICOM PS3.3, C.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy
from numpy.typing import NDArray

from .dataset import functional_group, items_of, numbers_of, text_of, whole_number_of

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

Window: TypeAlias = tuple[float, float]
"""Centre and width of the values that are seen, in the units of the image, such as Hounsfield units."""
Pixels: TypeAlias = NDArray[numpy.uint8]
"""What is seen: rows by columns in grey, or by columns by 3 in colour, from 0 to 255."""

_Values: TypeAlias = NDArray[Any]
_DARKEST, _BRIGHTEST = 1, 99
"""The percentiles of the values that become black and white where the header has no window."""
_ENOUGH: Final = 1_000_000
"""How many values tell these percentiles."""
_MONOCHROME_1: Final = "MONOCHROME1"
_PALETTE: Final = "PALETTE COLOR"


def windows_of(dataset: Dataset, frame: int) -> tuple[Window, ...]:
    """Return the windows that a header proposes for a frame; what has no width is none."""
    item = functional_group(dataset, frame, "FrameVOILUTSequence") or dataset
    pairs = zip(numbers_of(item, "WindowCenter"), numbers_of(item, "WindowWidth"), strict=False)
    return tuple((centre, width) for centre, width in pairs if width > 0)


def seen(values: _Values, dataset: Dataset, frame: int, window: Window | None) -> Pixels:
    """Return what is seen of the stored values of a frame.

    In grey, that is in this order: the padding is black; the modality's rescaling or table; the window, or the table of
    the header, or from the darkest to the brightest value; MONOCHROME1 is turned round.

    Args:
        values: the stored values.
        dataset: the header.
        frame: the frame, counted from 0.
        window: what is seen; None for what the header has.
    """
    interpretation = text_of(dataset, "PhotometricInterpretation")
    if interpretation == _PALETTE:
        from pydicom.pixels.processing import apply_color_lut

        values = apply_color_lut(values, dataset)
        return _eight_bits(values, values.dtype.itemsize * 8)
    if values.ndim == 3:
        return _eight_bits(values, whole_number_of(dataset, "BitsStored") or 8)
    padding = _padding(values, dataset)
    with numpy.errstate(all="ignore"):
        grey = _grey(_rescaled(values, dataset, frame), padding, dataset, frame, window)
    if interpretation == _MONOCHROME_1:
        grey = numpy.subtract(255, grey)
    if padding is not None:
        grey[padding] = 0
    return grey


def _eight_bits(values: _Values, bits: int) -> Pixels:
    """Return colours with the bits that a screen has, without what is no colour."""
    return (values[..., :3] >> max(bits - 8, 0)).astype(numpy.uint8)


def _padding(values: _Values, dataset: Dataset) -> NDArray[numpy.bool_] | None:
    """Return where there is no image: where the stored values are those of the padding (C.7.5.1.1.2)."""
    if values.dtype.kind not in "iu":
        return None
    first = whole_number_of(dataset, "PixelPaddingValue")
    if first is None:
        return None
    limit = whole_number_of(dataset, "PixelPaddingRangeLimit")
    ends = sorted(_as_stored(end, values) for end in (first, first if limit is None else limit))
    found: NDArray[numpy.bool_] = (values >= ends[0]) & (values <= ends[1])
    return found if found.any() and not found.all() else None


def _as_stored(number: int, values: _Values) -> int:
    """Return a number with the sign that stored values have: headers are written with the other one, too."""
    kinds = numpy.iinfo(values.dtype)
    if number > kinds.max:
        return number - (1 << kinds.bits)
    return number + (1 << kinds.bits) if number < kinds.min else number


def _rescaled(values: _Values, dataset: Dataset, frame: int) -> _Values:
    """Return the values in the units of the modality (C.11.1)."""
    item = functional_group(dataset, frame, "PixelValueTransformationSequence") or dataset
    if items_of(item, "ModalityLUTSequence"):
        from pydicom.pixels.processing import apply_modality_lut

        return apply_modality_lut(values, item)
    slope, intercept = numbers_of(item, "RescaleSlope")[:1], numbers_of(item, "RescaleIntercept")[:1]
    if not slope or not intercept or not slope[0]:
        return values
    scaled: _Values = _floats(values) * slope[0] + intercept[0]
    return scaled


def _floats(values: _Values) -> _Values:
    """Return values with decimals, in as little memory as keeps them exact."""
    return values.astype(numpy.float32 if values.dtype.itemsize <= 2 else numpy.float64)


def _grey(
    values: _Values, padding: NDArray[numpy.bool_] | None, dataset: Dataset, frame: int, window: Window | None
) -> Pixels:
    item = functional_group(dataset, frame, "FrameVOILUTSequence") or dataset
    if window is None:
        window = next(iter(windows_of(dataset, frame)), None)
    if window is not None:
        share = _windowed(values, window, text_of(item, "VOILUTFunction"))
    elif tables := items_of(item, "VOILUTSequence"):
        from pydicom.pixels.processing import apply_voi

        *_, bits = numbers_of(tables[0], "LUTDescriptor")
        share = apply_voi(values.astype(numpy.int64), item) / (2**bits - 1)
    else:
        share = _spread(values, padding)
    grey: Pixels = (numpy.nan_to_num(share).clip(0, 1) * 255 + 0.5).astype(numpy.uint8)
    return grey


def _windowed(values: _Values, window: Window, function: str | None) -> _Values:
    """Return the values from 0 to 1 within a window (C.11.2.1.2 and C.11.2.1.3)."""
    centre, width = window
    values = values if values.dtype.kind == "f" else _floats(values)
    share: _Values
    if function == "SIGMOID":
        share = 1 / (1 + numpy.exp(-4 * (values.astype(numpy.float64) - centre) / width))
    elif function == "LINEAR_EXACT":
        share = (values - centre) / width + 0.5
    elif width <= 1:
        share = (values > centre - 0.5).astype(numpy.float32)
    else:
        share = (values - (centre - 0.5)) / (width - 1) + 0.5
    return share


def _spread(values: _Values, padding: NDArray[numpy.bool_] | None) -> _Values:
    """Return the values from 0 to 1, from the darkest to the brightest, a few outliers left out."""
    known = values.ravel() if padding is None else values[~padding]
    known = known[:: len(known) // _ENOUGH + 1].astype(numpy.float64)
    known = known[numpy.isfinite(known)]
    if not known.size:
        return numpy.zeros(values.shape)
    low, high = numpy.percentile(known, (_DARKEST, _BRIGHTEST))
    if low == high:
        low, high = known.min(), known.max()
    return numpy.zeros(values.shape) if low == high else (values - float(low)) / float(high - low)
