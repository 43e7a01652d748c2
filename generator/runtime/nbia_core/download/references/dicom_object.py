"""Reads from one DICOM file which series and images it refers to, where the modules of the standard have it."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.util
import io
import logging
import os
import threading
import warnings
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, Final

from nbia_core.checks import is_uid
from nbia_core.dicom_header import BIG_ENDIAN, DEFLATED
from nbia_core.text import one_line, shortened

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

REFERRING: Final = frozenset(
    {
        *("ANN", "FID", "KO", "M3D", "PLAN", "PR", "REG", "RTDOSE", "RTIMAGE", "RTPLAN", "RTRECORD", "RTSTRUCT", "RWV"),
        *("SEG", "SR", "TEXTUREMAP"),
    }
)
"""The modalities of series that say something of other series; all others are images that stand for themselves."""
_PARAMETRIC_MAP: Final = "1.2.840.10008.5.1.4.1.1.30"
"""The SOP class of maps, whose modality is that of the images that they were made from."""
_IMPLICIT: Final = "1.2.840.10008.1.2"
_PREAMBLE: Final = 128
_META_GROUP: Final = 0x0002
_LAST_FACT: Final = 0x0020000E
_UNDEFINED_LENGTH: Final = 0xFFFFFFFF
_LONGEST_INFLATED: Final = 64 * 1024 * 1024
"""Bytes of a deflated file that are looked at."""
_PIECE: Final = 16 * 1024
_LONGEST_SEQUENCE: Final = 16 * 1024 * 1024
"""Bytes; a quarter of a million images have room in it, and take some twenty seconds."""
_MOST_ITEMS: Final = 200_000
"""Items that are looked at for images without series; a report can have any number."""
_LONGEST_REASON: Final = 200
_CUT_OFF: Final = "it is cut off"
_SOP_INSTANCE: Final = "ReferencedSOPInstanceUID"
_ONE_AT_A_TIME: Final = threading.Lock()

_FACTS: Final = ("SOPClassUID", "SOPInstanceUID", "Modality", "StudyInstanceUID", "SeriesInstanceUID")
_SERIES: Final[Mapping[str, tuple[str, ...]]] = {
    # Common Instance Reference, and the older form of presentation states (PS3.3 C.12.2, C.11.11)
    "ReferencedSeriesSequence": (),
    "StudiesContainingOtherReferencedInstancesSequence": ("ReferencedSeriesSequence",),
    # SR Document General, Key Object Document (C.17.2, C.17.6.2)
    "CurrentRequestedProcedureEvidenceSequence": ("ReferencedSeriesSequence",),
    "PertinentOtherEvidenceSequence": ("ReferencedSeriesSequence",),
    # Structure Set (C.8.8.5)
    "ReferencedFrameOfReferenceSequence": ("RTReferencedStudySequence", "RTReferencedSeriesSequence"),
    # Presentation State Blending (C.11.14)
    "BlendingSequence": ("ReferencedSeriesSequence",),
}
"""Sequences of the dataset, each with those within it that lead to items with a SeriesInstanceUID."""
_IMAGES: Final = (
    "ReferencedInstanceSequence",
    "ReferencedSOPSequence",
    "ReferencedImageSequence",
    "ContourImageSequence",
)
"""Sequences beside a SeriesInstanceUID, with the images of that series."""
_PLANS: Final[Mapping[str, str]] = {
    "ReferencedRTPlanSequence": "RTPLAN",
    "ReferencedStructureSetSequence": "RTSTRUCT",
    "ReferencedDoseSequence": "RTDOSE",
    "ReferencedTreatmentRecordSequence": "RTRECORD",
}
"""Sequences of radiotherapy that name objects without their series (C.8.8.3, C.8.8.9), with the modality of these."""
_LEADING: Final = (
    *("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence", "DerivationImageSequence"),
    *("ROIContourSequence", "ContourSequence", "ContentSequence", "RegistrationSequence"),
)
"""Sequences that lead to images, where no series is named."""
_NAMING: Final = ("SourceImageSequence", "ReferencedImageSequence", "ReferencedSOPSequence", "ContourImageSequence")
"""Sequences of images without their series."""


class UnreadableError(ValueError):
    """A file cannot be read as DICOM."""


class CutOffError(UnreadableError):
    """The file ends before all of what it has to say."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class NamedSeries:
    """A series that an object names."""

    through: str
    """The sequence that names it, by its keyword."""
    images: frozenset[str]
    """The images of it that are named."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class NamedImage:
    """An image, plan or other object that is named without its series."""

    through: str
    """The sequence that names it, by its keyword."""
    modality: str | None
    """What it is, if the sequence says it."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class DicomObject:
    """What a DICOM file says of itself, and of others."""

    series_instance_uid: str
    """Its series."""
    sop_instance_uid: str | None
    """Its own UID."""
    study_instance_uid: str | None
    """Its study."""
    modality: str | None
    """What it is."""
    is_referring: bool
    """Whether it is of a kind that says something of other series."""
    series: Mapping[str, NamedSeries] = dataclasses.field(default_factory=dict)
    """The series that it names."""
    images: Mapping[str, NamedImage] = dataclasses.field(default_factory=dict)
    """The images that it names without their series."""


def need_pydicom(what: str) -> None:
    """Raise ImportError if pydicom is not installed."""
    if importlib.util.find_spec("pydicom") is None:
        from nbia_core.records.tables.columns import missing_library

        raise missing_library(what, "pydicom", "dicom")


def read_object(file: BinaryIO, *, is_whole: bool = True) -> DicomObject:
    """Read a DICOM file, as far as it says what it refers to.

    Args:
        file: the file, in which one can go back.
        is_whole: whether it is all of it, and not its beginning alone.

    Raises:
        CutOffError: it ends too early, or what is there of it does.
        UnreadableError: it is no DICOM file, or says something that cannot be.
    """
    try:
        with _without_complaints():
            return _read(_Reading(file, is_whole=is_whole))
    except UnreadableError:
        raise
    except (EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise UnreadableError(f"it cannot be read: {error.strerror}") from error
        raise CutOffError(_CUT_OFF) from error  # pydicom says so with an error of its own
    except Exception as error:  # pydicom raises whatever its parts raise where a file is not as it must be
        reason = shortened(one_line(str(error)), _LONGEST_REASON) or type(error).__name__
        raise UnreadableError(f"it cannot be read as DICOM ({reason})") from error


@contextlib.contextmanager
def _without_complaints() -> Iterator[None]:
    """Let pydicom tell nothing of values that are not as the standard has them: they are judged here.

    One thread reads at a time, since warnings are turned off for all of them.
    """
    log = logging.getLogger("pydicom")
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        was_disabled, log.disabled = log.disabled, True
        try:
            yield
        finally:
            log.disabled = was_disabled


class _Reading:
    """Reads parts of a file, each from its beginning."""

    def __init__(self, file: BinaryIO, *, is_whole: bool) -> None:
        from pydicom.filereader import read_dataset

        file.seek(0)
        if file.read(_PREAMBLE + 4)[_PREAMBLE:] != b"DICM":
            raise UnreadableError("it is no DICOM file")
        meta = read_dataset(file, False, True, stop_when=lambda tag, vr, length: tag >> 16 != _META_GROUP)
        syntax = str(meta.get("TransferSyntaxUID", ""))
        self._file, self._is_whole = file, is_whole
        if syntax == DEFLATED:
            self._file, self._is_whole = _inflated(file)
        self._start = self._file.tell()
        self._is_implicit, self._is_little = syntax in ("", _IMPLICIT), syntax != BIG_ENDIAN
        self._size = self._file.seek(0, os.SEEK_END)

    def dataset(self, keywords: Iterable[str], last: int) -> Dataset:
        """Return the elements with these keywords, as far as they stand before the last tag.

        Raises:
            CutOffError: the file ends before that.
        """
        from pydicom.datadict import tag_for_keyword
        from pydicom.dataelem import RawDataElement
        from pydicom.filereader import read_dataset
        from pydicom.tag import BaseTag

        has_ended = False

        def is_behind(tag: int, vr: str | None, length: int) -> bool:
            nonlocal has_ended
            has_ended = tag > last
            return has_ended

        tags: list[BaseTag | int] = [tag for name in keywords if (tag := tag_for_keyword(name)) is not None]
        self._file.seek(self._start)
        found = read_dataset(self._file, self._is_implicit, self._is_little, stop_when=is_behind, specific_tags=tags)
        raw = [each for each in found.values() if isinstance(each, RawDataElement)]
        is_short = any(len(each.value or b"") < each.length for each in raw if each.length != _UNDEFINED_LENGTH)
        if is_short or not (has_ended or (self._is_whole and self._file.tell() == self._size)):
            raise CutOffError(_CUT_OFF)
        if any(each.length > _LONGEST_SEQUENCE for each in raw):
            raise UnreadableError(f"a sequence in it has more than {_LONGEST_SEQUENCE:,} bytes")
        return found


def _inflated(file: BinaryIO) -> tuple[BinaryIO, bool]:
    """Return the beginning of a deflated dataset, and whether that is all of it."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    data = io.BytesIO()
    while not inflater.eof and data.tell() < _LONGEST_INFLATED and (piece := file.read(_PIECE)):
        data.write(inflater.decompress(piece))
    data.seek(0)
    return data, inflater.eof


def _read(reading: _Reading) -> DicomObject:
    facts = reading.dataset(_FACTS, _LAST_FACT)
    series = _uid(facts, "SeriesInstanceUID")
    if series is None:
        raise UnreadableError("it has no SeriesInstanceUID")
    modality = str(facts.get("Modality") or "").strip() or None
    found = DicomObject(
        series_instance_uid=series,
        sop_instance_uid=_uid(facts, "SOPInstanceUID"),
        study_instance_uid=_uid(facts, "StudyInstanceUID"),
        modality=modality,
        is_referring=modality in REFERRING or _uid(facts, "SOPClassUID") == _PARAMETRIC_MAP,
    )
    if not found.is_referring:
        return found
    for keywords, last, look in _PASSES:
        found = look(found, reading.dataset(keywords, last))
        if found.series or found.images:
            break
    return found


def _named_series(found: DicomObject, dataset: Dataset) -> DicomObject:
    series: dict[str, NamedSeries] = {}
    for through, inner in _SERIES.items():
        items = _items(dataset, through)
        for keyword in inner:
            items = [within for item in items for within in _items(item, keyword)]
        for item in items:
            uid = _uid(item, "SeriesInstanceUID")
            if uid is not None and uid != found.series_instance_uid:
                images = (_uid(image, _SOP_INSTANCE) for keyword in _IMAGES for image in _items(item, keyword))
                before = series.get(uid, NamedSeries(through=through, images=frozenset()))
                series[uid] = dataclasses.replace(before, images=before.images | set(filter(None, images)))
    return dataclasses.replace(found, series=series)


def _plans(found: DicomObject, dataset: Dataset) -> DicomObject:
    images = {
        uid: NamedImage(through=through, modality=modality)
        for through, modality in _PLANS.items()
        for item in _items(dataset, through)
        if (uid := _uid(item, _SOP_INSTANCE)) is not None and uid != found.sop_instance_uid
    }
    return dataclasses.replace(found, images=images)


def _named_images(found: DicomObject, dataset: Dataset) -> DicomObject:
    images: dict[str, NamedImage] = {}
    waiting, seen = [dataset], 0
    while waiting and seen < _MOST_ITEMS:
        each = waiting.pop()
        seen += 1
        for keyword in _LEADING:
            waiting += _items(each, keyword)
        for keyword in _NAMING:
            for item in _items(each, keyword):
                uid = _uid(item, _SOP_INSTANCE)
                if uid is not None and uid != found.sop_instance_uid:
                    images.setdefault(uid, NamedImage(through=keyword, modality=None))
    return dataclasses.replace(found, images=images)


_PASSES: Final = (
    (tuple(_SERIES), 0x30060010, _named_series),
    (tuple(_PLANS), 0x300C0080, _plans),
    ((*_LEADING, *_NAMING), 0x5FFFFFFF, _named_images),
)
"""What is looked for one after the other until something is found, each with the last tag that can hold it: most files say
all in their first kilobytes, while contours and frames take megabytes."""


def _items(dataset: Dataset, keyword: str) -> list[Dataset]:
    """Return the items of a sequence; none if there is no such sequence, or something else in its place."""
    from pydicom.sequence import Sequence

    value = dataset.get(keyword)
    return list(value) if isinstance(value, Sequence) else []


def _uid(dataset: Dataset, keyword: str) -> str | None:
    """Return the value of an element if it can be a UID."""
    text = str(dataset.get(keyword) or "").strip("\0 ")
    return text if is_uid(text) else None
