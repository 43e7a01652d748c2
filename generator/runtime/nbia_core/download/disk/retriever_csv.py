"""The columns of the metadata.csv of the NBIA Data Retriever, as this package fills them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Final

from nbia_core.download.model import SeriesState

from .sop_classes import sop_class_name

_UNITS: Final = ("KB", "MB", "GB", "TB")


def _attribute(python: str) -> Callable[[SeriesState], object]:
    return lambda state: state.attributes.get(python)


RETRIEVER_COLUMNS: Final[dict[str, Callable[[SeriesState], object]]] = {
    "Series UID": lambda state: state.series_instance_uid,
    "Collection": _attribute("collection"),
    "3rd Party Analysis": _attribute("third_party_analysis"),
    "Data Description URI": _attribute("collection_uri"),
    "Subject ID": _attribute("patient_id"),
    "Study UID": _attribute("study_instance_uid"),
    "Study Description": _attribute("study_description"),
    "Study Date": lambda state: _day(state.attributes.get("study_date")),
    "Series Description": _attribute("series_description"),
    "Manufacturer": _attribute("manufacturer"),
    "Modality": _attribute("modality"),
    "SOP Class Name": lambda state: sop_class_name(state.attributes.get("sop_class_uid")),
    "SOP Class UID": _attribute("sop_class_uid"),
    "Number of Images": lambda state: state.images,
    "File Size": lambda state: _size(state.size),
    "File Location": lambda state: f"./{state.path}",
    "Download Timestamp": lambda state: _newest(state),
}
"""What stands in each column, by its heading and in its order."""


def _day(value: object) -> object:
    """Return a date as the Retriever writes it, 12-24-2010; what is none stays as it is."""
    try:
        return datetime.datetime.fromisoformat(str(value)).strftime("%m-%d-%Y")
    except ValueError:
        return value


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} B"
    number = size / 1000
    for unit in _UNITS[:-1]:
        if number < 1000:
            return f"{number:.2f} {unit}"
        number /= 1000
    return f"{number:.2f} {_UNITS[-1]}"


def _newest(state: SeriesState) -> str:
    newest = max((file.mtime_ns for file in state.files), default=0)
    return datetime.datetime.fromtimestamp(newest / 1e9).isoformat(timespec="milliseconds")  # local, as there
