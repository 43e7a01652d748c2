"""The DICOM tags of series, with the names and arguments of tcia_utils."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from nbia_core.errors import InvalidParameterError, NotPublicError
from nbia_core.text import some

from .asking import ask, column, read_series, rows_of
from .tables import LOG, Answer, need_pandas

if TYPE_CHECKING:
    import pandas

_MODALITY: Final = "(0008,0060)"
_REFERENCES: Final = {
    "RTSTRUCT": (">>(3006,0014)", ">>>(0020,000E)"),
    "SEG": (">(0008,114A)", ">(0020,000E)"),
}
"""Two elements, one behind the other: the second one has the series that a series of this modality refers to."""
_NONE: Final = "N/A"
_SERIES: Final = "Series Instance UID"
_FEW: Final = 5
"""How many UIDs a warning names."""


class _Tag(NamedTuple):
    """An element of a DICOM header."""

    element: str
    name: str
    data: object


def getDicomTags(seriesUid: str, api_url: str = "", format: str = "df") -> Answer:
    """The DICOM header of the first image of a series.

    Args:
        seriesUid: The Series Instance UID.
        api_url: The server.
        format: The form of the rows; a DataFrame, if it is left out.

    Returns:
        Rows with element, name and data, as `format` says. Elements of sequences have a > for each level before them. None
        if the server has lost the image.

    Raises:
        NotPublicError: The series is unknown, not public, or on another server.
        NbiaError: As the module says.
    """
    return ask("tags", api_url, format, series_instance_uid=seriesUid)


def getSegRefSeries(uid: str, api_url: str = "") -> str:
    """The series that a segmentation (SEG) or a set of contours (RTSTRUCT) refers to.

    Args:
        uid: The Series Instance UID of the segmentation.
        api_url: The server.

    Returns:
        A Series Instance UID, the first one if there are several; "N/A" and a warning if the series refers to none, is no
        segmentation, or is not known.

    Raises:
        NbiaError: As the module says.
    """
    try:
        tags = _tags(uid, api_url)
    except NotPublicError:
        tags = []
    if not tags:
        LOG.warning("Unknown, not public, or on another server: %s", uid)
        return _NONE
    modality = next((tag.data for tag in tags if tag.element == _MODALITY), None)
    if modality not in _REFERENCES:
        LOG.warning("%s is no segmentation (SEG, RTSTRUCT); its modality is %s.", uid, modality)
        return _NONE
    wanted = _REFERENCES[str(modality)]
    pairs = ((before.element, tag) for before, tag in itertools.pairwise(tags))
    found = list(dict.fromkeys(str(tag.data) for before, tag in pairs if (before, tag.element) == wanted))
    if not found:
        LOG.warning("%s does not name the series that it refers to.", uid)
        return _NONE
    if len(found) > 1:
        LOG.warning("%s refers to %d series: %s", uid, len(found), some(found, _FEW))
    return found[0]


def reportDicomTags(series_uids: Iterable[str], elements: Iterable[str] | None = None) -> pandas.DataFrame | None:
    """The DICOM headers of the first images of series, a row for each. One request is sent for each series.

    Args:
        series_uids: The Series Instance UIDs.
        elements: The elements that are wanted, such as "(0018,0015)"; all of them, if there are none.

    Returns:
        A row for each series that is known, with a column for each element, called by its name and number; None if no series
        is known. A warning names those that are not.

    Raises:
        InvalidParameterError: An argument is wrong; nothing was sent.
        NbiaError: As the module says.
        ImportError: pandas is not installed.
    """
    need_pandas("reportDicomTags()")
    for name, given in (("series_uids", series_uids), ("elements", elements)):
        if isinstance(given, str):
            raise InvalidParameterError(f"{name}={given!r} must be a list.", hint="put it in brackets")
    wanted = None if elements is None else list(elements)
    rows = []
    unknown = []
    for series in read_series(series_uids):
        uid = series.series_instance_uid
        try:
            tags = _tags(uid, "")
        except NotPublicError:
            tags = []
        if tags:
            rows.append({f"{_SERIES} (0020,000E)": uid, **_summary(tags, wanted)})
        else:
            unknown.append(uid)
    if unknown:
        LOG.warning("Unknown, not public, or on another server: %s", some(unknown, _FEW))
    if not rows:
        return None
    import pandas

    return pandas.DataFrame(rows)


def _tags(uid: str, api_url: str) -> list[_Tag]:
    """Return the elements of the header of the first image of a series."""
    element, name, data = (column("tags", part) for part in _Tag._fields)
    rows = rows_of("tags", api_url, series_instance_uid=uid)
    return [_Tag(str(row[element]), str(row.get(name) or ""), row.get(data)) for row in rows]


def _summary(tags: list[_Tag], elements: list[str] | None) -> dict[str, object]:
    """Return the values of elements by their names and numbers."""
    if not elements:
        named = (tag for tag in tags if tag.name and tag.element and tag.name != _SERIES)
        return {f"{tag.name} {tag.element}": tag.data for tag in named}
    first: dict[str, _Tag] = {}
    for tag in tags:
        first.setdefault(tag.element, tag)
    found = (first[element] for element in elements if element in first)
    return {f"{tag.name} {tag.element}": tag.data for tag in found}
