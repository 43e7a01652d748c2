"""The text search of the Advanced API: patients who have some words in one of their texts."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..answers import Answer, Json, failure, json_answer
from ..archive import Archive
from ..calls import Call
from ..queries import Search

_TEXTS = (
    "patient.patient_id",
    "collection.name",
    "study.description",
    "series.description",
    "series.protocol",
    "series.body_part",
    "series.manufacturer",
    "series.model",
)


@dataclass(kw_only=True)
class _Patient:
    """A patient with the keys of all visible series, by study."""

    key: int
    subject: str
    collection: str
    hit: str | None = None
    """The first text that has the words."""
    studies: dict[int, list[int]] = field(default_factory=dict)

    def shown(self) -> dict[str, Json]:
        studies: list[Json] = [
            {"seriesIdentifiers": series, "seriesAndModality": [], "studyIdentifier": study}
            for study, series in self.studies.items()
        ]
        return {
            "subjectId": self.subject,
            "project": self.collection,
            "id": self.key,
            "totalNumberOfStudies": len(self.studies),
            "totalNumberOfSeries": sum(map(len, self.studies.values())),
            "hit": self.hit,
            "studyIdentifiers": studies,
        }


def _patients(archive: Archive) -> Iterator[tuple[_Patient, tuple[str, ...]]]:
    """Yield the patient of each visible series, with the texts of the series."""
    columns = ("patient.id", "patient.patient_id", "collection.name", "study.id", "series.id", *_TEXTS)
    rows = Search({}, {}).run(archive, ", ".join(columns), "ORDER BY patient.id, study.id, series.id")
    known: dict[int, _Patient] = {}
    for key, subject, collection, study, series, *texts in rows:
        assert isinstance(key, int)
        assert isinstance(study, int)
        assert isinstance(series, int)
        patient = known.setdefault(key, _Patient(key=key, subject=str(subject), collection=str(collection)))
        patient.studies.setdefault(study, []).append(series)
        yield patient, tuple(str(text) for text in texts if text is not None)


def _found(archive: Archive, words: str) -> list[_Patient]:
    found: dict[int, _Patient] = {}
    for patient, texts in _patients(archive):
        hits = [text for text in texts if words.strip() and words.strip().lower() in text.lower()]
        if hits:
            patient.hit = patient.hit or hits[0]
            found[patient.key] = patient
    return list(found.values())


def found_series(call: Call) -> list[tuple[str, str]]:
    """Return the visible series of all patients who are found, each with the name of its licence."""
    patients = _found(call.archive, call.form.get("textValue", ""))
    keys = [series for patient in patients for study in patient.studies.values() for series in study]
    found = Search({}, {})
    found.add_any("series.id", keys)
    rows = found.run(call.archive, "series.uid, coalesce(series.licence_name, '')", "ORDER BY series.id")
    return [(str(uid), str(licence)) for uid, licence in rows]


def search(call: Call) -> Answer:
    """Answer with all patients who are found."""
    return json_answer([patient.shown() for patient in _found(call.archive, call.form.get("textValue", ""))])


_ORDERS = {
    "collection": lambda patient: patient.collection.lower(),
    "subject": lambda patient: patient.subject.lower(),
    # Said to sort by the hit, but it is the collection again.
    "hit": lambda patient: patient.collection.lower(),
}


def search_paged(call: Call) -> Answer:
    """Answer with some of the patients who are found, in an order."""
    patients = _found(call.archive, call.form.get("textValue", ""))
    start, size = call.form.get("start", ""), call.form.get("size", "")
    field_name, direction = call.form.get("sortField"), call.form.get("sortDirection")
    if not (start.isdecimal() and size.isdecimal()):
        return failure(f'For input string: "{start if not start.isdecimal() else size}"')
    if field_name is None or direction is None or field_name.lower() not in _ORDERS:
        return failure("null")
    if int(start) > len(patients):
        return failure(f"fromIndex({start}) > toIndex({len(patients)})")
    patients.sort(key=_ORDERS[field_name.lower()], reverse=direction.lower() != "ascending")
    shown = patients[int(start) : int(start) + int(size)]
    return json_answer(
        {
            "resultSet": [patient.shown() for patient in shown],
            "totalPatients": len(patients),
            "sort": f"{field_name}-{direction}",
        }
    )
