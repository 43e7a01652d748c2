"""Reads DICOM files that others made, whose headers are not to be trusted."""

from __future__ import annotations

import contextlib
import io
import math
import threading
import warnings
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from nbia_core.errors import NbiaError, PixelDataError
from nbia_core.records.tables.columns import missing_library
from nbia_core.text import one_line, shortened

if TYPE_CHECKING:
    from pydicom.dataset import Dataset, FileDataset

_META: Final = 144
"""Where the file meta information goes on behind its own length (DICOM PS3.10, section 7.1)."""
_DEFLATED: Final = b"1.2.840.10008.1.2.1.99"
_MOST_INFLATED: Final = 1024**3
_LONGEST: Final = 64
_QUIET: Final = threading.Lock()
"""Held while warnings are passed over: that is a setting of the whole process, which two threads would not set back."""


def check_libraries() -> None:
    """Raise ImportError if what reads and shows images is not installed."""
    try:
        import numpy  # noqa: F401
        import pydicom  # noqa: F401
    except ModuleNotFoundError as error:
        raise missing_library("preview()", "pydicom and numpy", "dicom") from error


@contextlib.contextmanager
def no_warnings() -> Iterator[None]:
    """Pass over what libraries warn of: values are converted, and warned of, whenever somebody looks at them."""
    with _QUIET, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def failures_told(what: str, hint: str | None = None) -> Iterator[None]:
    """Turn whatever a file does to the libraries into PixelDataError.

    They raise almost anything for a file that is damaged: ValueError, AttributeError, struct.error, IndexError and more.
    """
    try:
        yield
    except NbiaError:
        raise
    except Exception as error:
        reason = shortened(one_line(str(error)), 200) or type(error).__name__
        raise PixelDataError(f"{what}: {reason}", hint=hint) from error


def read_dataset(body: bytes) -> FileDataset:
    """Return what a DICOM file holds.

    Raises:
        PixelDataError: it cannot be read.
    """
    import pydicom

    with failures_told("The image cannot be read as DICOM"):
        _check_inflated(body)
        return pydicom.dcmread(io.BytesIO(body), force=True)


def _check_inflated(body: bytes) -> None:
    """Refuse a small file that inflates to one without end."""
    length = int.from_bytes(body[_META - 4 : _META], "little")
    if _DEFLATED not in body[_META : _META + length]:
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size, rest = 0, body[_META + length :]
    while rest and not inflater.eof:
        size += len(inflater.decompress(rest, 1024**2))
        rest = inflater.unconsumed_tail
        if size > _MOST_INFLATED:
            raise PixelDataError(f"The image inflates to more than {_MOST_INFLATED:,} bytes.")


def value_of(item: Dataset, keyword: str) -> object:
    """Return the value of an attribute; None if there is none, or none that can be read."""
    try:
        return item.get(keyword)
    except Exception:  # what cannot be converted raises almost anything
        return None


def text_of(item: Dataset, keyword: str) -> str | None:
    """Return the value of an attribute as a short text of one line."""
    value = value_of(item, keyword)
    text = "" if value is None else shortened(one_line(str(value)), _LONGEST)
    return text or None


def numbers_of(item: Dataset, keyword: str) -> list[float]:
    """Return the numbers that an attribute has, as far as they are numbers."""
    value = value_of(item, keyword)
    values = value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else [value]
    found = []
    for each in values:
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            number = float(each)  # type: ignore[arg-type]  # what is no number raises TypeError
            if math.isfinite(number):
                found.append(number)
    return found


def whole_number_of(item: Dataset, keyword: str) -> int | None:
    """Return the first number that an attribute has, if it is a whole one."""
    first = numbers_of(item, keyword)[:1]
    return int(first[0]) if first and first[0].is_integer() else None


def items_of(item: Dataset, keyword: str) -> Sequence[Dataset]:
    """Return the items of a sequence, none if there is no such sequence."""
    from pydicom.sequence import Sequence as Items

    value = value_of(item, keyword)
    return value if isinstance(value, Items) else ()


def functional_group(dataset: Dataset, frame: int, keyword: str) -> Dataset | None:
    """Return what an enhanced image says of one frame, counted from 0, or of all frames (DICOM PS3.3, C.7.6.16)."""
    per_frame = items_of(dataset, "PerFrameFunctionalGroupsSequence")
    for group in (*per_frame[frame : frame + 1], *items_of(dataset, "SharedFunctionalGroupsSequence")[:1]):
        found = items_of(group, keyword)
        if found:
            return found[0]
    return None
