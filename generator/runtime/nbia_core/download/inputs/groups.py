"""Studies and patients as inputs: all of their series are wanted."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from nbia_core.checks import check_text, check_uid
from nbia_core.errors import InvalidParameterError
from nbia_core.records.record import Record
from nbia_core.text import counted, shortened, some

from .headings import COLLECTION, PATIENT, SERIES, STUDY
from .values import plain, whole_number

_LONGEST_SHOWN: Final = 100
_MOST_NAMED: Final = 5


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A study or a patient, all of whose series are wanted.

    Raises:
        InvalidParameterError: it is neither, or both, which would be something else.
    """

    study_instance_uid: str | None = None
    """The study; None for a patient."""
    patient_id: str | None = None
    """The patient; None for a study."""
    collection: str | None = None
    """The collection in which the patient is; None if nobody says: a PatientID may occur in several."""

    def __post_init__(self) -> None:
        if (self.study_instance_uid is None) == (self.patient_id is None):
            raise InvalidParameterError("A group is either a study or a patient.", hint="name one of them")

    def __str__(self) -> str:
        if self.study_instance_uid is not None:
            return f"study {self.study_instance_uid}"
        where = "" if self.collection is None else f" of {self.collection}"
        return shortened(f"patient {self.patient_id}{where}", _LONGEST_SHOWN)

    @property
    def arguments(self) -> dict[str, str]:
        """What the service is asked with, by the Python names of parameters."""
        given = {STUDY: self.study_instance_uid, PATIENT: self.patient_id, COLLECTION: self.collection}
        return {name: value for name, value in given.items() if value is not None}

    def has(self, series: Record) -> bool:
        """Whether a series says that it is of this study or patient. The service compares texts without their case."""
        if self.study_instance_uid is not None:
            return bool(getattr(series, STUDY, None) == self.study_instance_uid)
        return all(
            str(getattr(series, name, None)).casefold() == value.casefold() for name, value in self.arguments.items()
        )


def group_of(values: Mapping[str, object], level: str, place: int) -> Group:
    """Return the study or patient that values name, by the Python names of attributes.

    Args:
        values: what is known.
        level: the attribute that names it, STUDY or PATIENT.
        place: the place among all inputs, counted from 0, for errors.

    Raises:
        InvalidParameterError: there is no value, or one that cannot be it.
    """
    value = plain(values.get(level))
    if level == PATIENT and isinstance(value, int | float) and isinstance(number := whole_number(value), int):
        value = str(number)  # as tables have what they took for a number
    if not isinstance(value, str):
        raise InvalidParameterError(
            f"what[{place}], counted from 0, names no {_KINDS[level]}: it has {value!r}.",
            hint="leave out rows without one",
        )
    if level == STUDY:
        return Group(study_instance_uid=check_uid(f"what[{place}]", value.strip()))
    collection = plain(values.get(COLLECTION))
    return Group(
        patient_id=check_text(f"what[{place}]", value.strip()),
        collection=collection.strip() or None if isinstance(collection, str) else None,
    )


_KINDS: Final = {STUDY: "study", PATIENT: "patient"}


def kinds(groups: Iterable[Group]) -> str:
    """Return how many studies and patients there are, as words."""
    studies = patients = 0
    for group in groups:
        if group.study_instance_uid is not None:
            studies += 1
        else:
            patients += 1
    parts = [counted(studies, "study", "studies")] if studies else []
    return " and ".join([*parts, counted(patients, "patient")] if patients else parts)


def resolution(found: Mapping[Group, Collection[Record]]) -> tuple[str, ...]:
    """Return the note on how many series the studies and patients have; `without_series` names those that have none."""
    if not found:
        return ()
    series = {getattr(row, SERIES, None) for rows in found.values() for row in rows}
    notes = [f"{kinds(found)}: {len(series):,} series"]
    for group, rows in found.items():
        collections = sorted({str(getattr(row, COLLECTION, None)) for row in rows})
        if group.patient_id is not None and group.collection is None and len(collections) > 1:
            listed = some(collections, _MOST_NAMED)
            notes.append(f"{group} is in {len(collections)} collections, and all of these were taken: {listed}")
    return tuple(notes)


def without_series(found: Mapping[Group, Collection[Record]]) -> tuple[str, ...]:
    """Return the studies and patients that have no series, as words; none if all have."""
    missing = [str(group) for group, rows in found.items() if not rows]
    return (f"no series: {some(missing, _MOST_NAMED)}",) if missing else ()


def is_study(uid: str, series: int) -> str:
    """Return the note on a UID that was given as one of a series and is that of a study."""
    return f"{uid} is a study: {series:,} series"
