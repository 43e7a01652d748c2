"""The search of version 4: patients that fit numbered criteria, and manifests of their series."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..answers import Answer, Json, failure, json_answer, text_answer
from ..archive import Archive, Value
from ..calls import Call, Endpoint, Fields, Handler
from ..dates import MONTH_FIRST, parse_midnight
from ..image_files import voxel_size
from ..queries import Crash, Search
from .manifests import MANIFEST, PRODUCED, manifest
from .paths import JSON
from .summaries import HUMAN, whole_days

_Series = dict[str, Value]
_Test = Callable[[_Series], bool]
_GroupTest = Callable[[list[_Series]], bool]

_SOURCES = {
    "patient key": "patient.id",
    "study key": "study.id",
    "series key": "series.id",
    "series": "series.uid",
    "study": "study.uid",
    "patient": "patient.patient_id",
    "collection": "collection.name",
    "species": f"coalesce(patient.species_code, '{HUMAN}')",
    "sex": "coalesce(patient.sex, 'Null')",
    "phantom": "coalesce(patient.phantom, 'NO')",
    "age": "study.age",
    "date": "study.date",
    "event": "study.event_type",
    "offset": "study.event_offset",
    "texts": "coalesce(study.description, '') || ' ' || coalesce(series.description, '') || ' ' || coalesce(series.protocol, '')",
    "modality": "series.modality",
    "body part": "upper(series.body_part)",
    "manufacturer": "series.manufacturer",
    "model": "series.model",
    "software": "series.software",
    "released": "series.released",
    "third party": "coalesce(series.third_party, 'NO')",
    "licence": "coalesce(series.licence_name, '')",
}
"""What criteria look at, and SQL for it."""

_EQUAL = {
    "collectioncriteria": "collection",
    "speciescriteria": "species",
    "imagemodalitycriteria": "modality",
    "bodypartexaminedcriteria": "body part",
    "anatomicalsitecriteria": "body part",
    "manufacturercriteria": "manufacturer",
    "modelcriteria": "model",
    "softwareversioncriteria": "software",
    "patientcriteria": "patient",
    "patientsexcriteria": "sex",
    "studycriteria": "study",
    "seriescriteria": "series",
}
"""Criteria of which one value must fit, in any case; several of a kind are alternatives."""


# Criteria


def _given(form: Fields, name: str, number: int | str = "") -> str:
    if f"{name}{number}" not in form:
        raise Crash("null")
    return form[f"{name}{number}"]


def _integer(text: str) -> int:
    if re.fullmatch(r"[+-]?\d+", text) is None:
        raise Crash(f'For input string: "{text}"')
    return int(text)


def _real(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Crash(f'For input string: "{text}"') from None


def _midnight(text: str) -> str:
    midnight = parse_midnight(text, MONTH_FIRST)
    if midnight is None:
        raise Crash(f'Unparseable date: "{text}"')
    return midnight


def _released(form: Fields, number: int) -> _Test:
    first, last = (_midnight(_given(form, name, number))[:10] for name in ("fromDate", "toDate"))
    return lambda series: first <= str(series["released"] or "")[:10] <= last


def _range(measured: Callable[[Archive, _Series], Iterable[float]]) -> Callable[[Archive, Fields, int], _Test]:
    def criterion(archive: Archive, form: Fields, number: int) -> _Test:
        least, most = (_real(_given(form, name, number)) for name in ("from", "to"))
        return lambda series: any(least <= measure <= most for measure in measured(archive, series))

    return criterion


def _years(archive: Archive, series: _Series) -> Iterator[float]:
    found = re.fullmatch(r"(\d+)([YMWD]?)", str(series["age"]))
    if found is not None:
        yield int(found[1]) * {"M": 1 / 12, "W": 7 / 365, "D": 1 / 365}.get(found[2], 1.0)


def _spacings(archive: Archive, series: _Series) -> list[float]:
    sizes = (voxel_size(image.path) for image in archive.images(str(series["series"])))
    return [spacing for spacing, _thickness in sizes if spacing is not None]


def _thicknesses(archive: Archive, series: _Series) -> list[float]:
    sizes = (voxel_size(image.path) for image in archive.images(str(series["series"])))
    return [thickness for _spacing, thickness in sizes if thickness is not None]


def _described(form: Fields, number: int) -> _Test:
    words = [re.escape(word).replace(r"\*", r"\w*") for word in _given(form, "value", number).split()]
    patterns = [re.compile(rf"\b{word}\b", re.IGNORECASE) for word in words]
    return lambda series: all(pattern.search(str(series["texts"])) for pattern in patterns)


def _phantoms(form: Fields, number: int) -> _Test:
    wanted = {"1": "NO", "2": "YES"}.get(_given(form, "value", number))
    return lambda series: wanted is None or series["phantom"] == wanted


def _third_party(form: Fields, number: int) -> _Test:
    wanted = _given(form, "value", number).upper()
    return lambda series: series["third party"] == wanted


def _commercial(form: Fields, number: int) -> _Test:
    excluded = _given(form, "value", number).upper() == "YES"
    return lambda series: not (excluded and _is_restricted(series))


def _is_restricted(series: _Series) -> bool:
    return "NonCommercial" in str(series["licence"])


def _time_point(form: Fields, number: int) -> _Test:
    event, first, last = (form.get(f"{name}{number}", "") for name in ("eventType", "fromDay", "toDay"))
    if not event or not (first or last):
        raise Crash("null")
    least = _integer(first) if first else float("-inf")
    most = _integer(last) if last else float("inf")
    return lambda series: (
        series["event"] == event and series["offset"] is not None and least <= float(series["offset"]) <= most
    )


_TESTS: dict[str, Callable[[Fields, int], _Test]] = {
    "daterangecriteria": _released,
    "descriptioncriteria": _described,
    "phantomcriteria": _phantoms,
    "thirdpartyanalysis": _third_party,
    "excludecommercialcriteria": _commercial,
    "timepointcriteria": _time_point,
}
_RANGES = {
    "patientagerangecriteria": _range(_years),
    "pixelspacingrangecriteria": _range(_spacings),
    "slicethicknessrangecriteria": _range(_thicknesses),
}
_LEAST_NUMBERS = {"minnumberofstudiescriteria": "study key", "minnumberofstudydatescriteria": "date"}
_ALL_MODALITIES = "modalityandedsearchcriteria"


def _at_least(number: int, name: str) -> _GroupTest:
    return lambda hits: len({hit[name] for hit in hits} - {None}) >= number


@dataclass(frozen=True, kw_only=True)
class _Criteria:
    """What a search asks for."""

    equal: dict[str, set[str]]
    tests: list[_Test]
    group_tests: list[_GroupTest]
    all_modalities: bool

    def fits(self, series: _Series) -> bool:
        """Tell whether a series is a hit."""
        return all(
            series[name] is not None and str(series[name]).upper() in values for name, values in self.equal.items()
        ) and all(test(series) for test in self.tests)

    def fit(self, hits: list[_Series]) -> bool:
        """Tell whether a patient with these hits is one."""
        if self.all_modalities and not {str(hit["modality"]) for hit in hits} >= self.equal.get("modality", set()):
            return False
        return all(test(hits) for test in self.group_tests)


def _criteria(archive: Archive, form: Fields) -> _Criteria:
    """Read criteria up to the first gap in their numbers; names that nobody knows ask for nothing."""
    criteria = _Criteria(
        equal={}, tests=[], group_tests=[], all_modalities=_ALL_MODALITIES in {kind for kind, _ in _numbered(form)}
    )
    for kind, number in _numbered(form):
        if kind in _EQUAL:
            criteria.equal.setdefault(_EQUAL[kind], set()).add(_given(form, "value", number).upper())
        elif kind in _TESTS:
            criteria.tests.append(_TESTS[kind](form, number))
        elif kind in _RANGES:
            criteria.tests.append(_RANGES[kind](archive, form, number))
        elif kind in _LEAST_NUMBERS:
            least = _integer(_given(form, "value", number))
            criteria.group_tests.append(_at_least(least, _LEAST_NUMBERS[kind]))
    return criteria


def _numbered(form: Fields) -> Iterator[tuple[str, int]]:
    number = 0
    while f"criteriaType{number}" in form:
        kind = form[f"criteriaType{number}"].lower()
        if kind != _ALL_MODALITIES or _given(form, "value", number) == "all":
            yield kind, number
        number += 1


# Patients


@dataclass(frozen=True, kw_only=True)
class _Patient:
    """A patient with the series that are hits, and with all of them."""

    hits: list[_Series]
    every: list[_Series]

    def value(self, name: str) -> Value:
        return self.hits[0][name]

    def values(self, name: str) -> list[str]:
        return sorted({str(hit[name]) for hit in self.hits if hit[name] is not None})

    def total(self, name: str) -> int:
        return len({series[name] for series in self.every})

    def timepoints(self) -> dict[str, list[int]]:
        found: dict[str, set[int]] = {}
        for hit in self.hits:
            if hit["event"] is not None and hit["offset"] is not None:
                found.setdefault(str(hit["event"]), set()).add(whole_days(float(hit["offset"])))
        return {event: sorted(days) for event, days in found.items()}


def _patients(archive: Archive, criteria: _Criteria) -> list[_Patient]:
    rows = Search({}, {}).run(archive, ", ".join(_SOURCES.values()), "ORDER BY series.id")
    every: dict[Value, list[_Series]] = {}
    for row in rows:
        series = dict(zip(_SOURCES, row, strict=True))
        every.setdefault(series["patient key"], []).append(series)
    patients = (
        _Patient(hits=[series for series in group if criteria.fits(series)], every=group) for group in every.values()
    )
    return [patient for patient in patients if patient.hits and criteria.fit(patient.hits)]


_SORT_KEYS: dict[str, Callable[[_Patient], str | int]] = {
    "subject": lambda patient: str(patient.value("patient")),
    "study": lambda patient: patient.total("study key"),
    "totalNumberOfStudies": lambda patient: patient.total("study key"),
    "series": lambda patient: patient.total("series key"),
    "totalNumberOfSeries": lambda patient: patient.total("series key"),
}


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What a search finds, and the part of it that was asked for."""

    criteria: _Criteria
    patients: list[_Patient]
    page: list[_Patient]


def _search(call: Call) -> _Found:
    archive, form = call.archive, call.form
    criteria = _criteria(archive, form)
    field, direction, start, size = (_given(form, name) for name in ("sortField", "sortDirection", "start", "size"))
    patients = sorted(
        _patients(archive, criteria),
        key=_SORT_KEYS.get(field, lambda patient: str(patient.value("collection"))),
        reverse=direction != "ascending",
    )
    first = _integer(start)
    end = min(first + _integer(size), len(patients))
    if not 0 <= first <= end:
        raise Crash(f"fromIndex({first}) > toIndex({end})")
    return _Found(criteria=criteria, patients=patients, page=patients[first:end])


# Answers


def _shown(patient: _Patient, criteria: _Criteria, *, authorized: bool) -> dict[str, Json]:
    studies = dict.fromkeys(hit["study key"] for hit in patient.hits)
    return {
        "subjectId": patient.value("patient"),
        "project": patient.value("collection"),
        "id": patient.value("patient key"),
        "modalities": patient.values("modality"),
        "bodyParts": patient.values("body part"),
        "species": patient.values("species"),
        "timepoints": patient.timepoints(),
        "totalNumberOfStudies": patient.total("study key"),
        "totalNumberOfSeries": patient.total("series key"),
        **({"authorized": 1} if authorized else {}),
        "studyIdentifiers": [
            _shown_study(study, [hit for hit in patient.hits if hit["study key"] == study], criteria)
            for study in studies
        ],
    }


def _shown_study(study: Value, hits: list[_Series], criteria: _Criteria) -> dict[str, Json]:
    modalities: list[Json] = [{"seriesId": hit["series key"], "modality": hit["modality"]} for hit in hits]
    return {
        "seriesIdentifiers": [hit["series key"] for hit in hits],
        "seriesAndModality": modalities if criteria.all_modalities else [],
        "studyIdentifier": study,
    }


def _counted(patients: list[_Patient], name: str) -> list[dict[str, Json]]:
    counts = Counter(value for patient in patients for value in patient.values(name))
    return [{"value": value, "count": count} for value, count in sorted(counts.items())]


def _extreme(patients: list[_Patient], choose: Callable[[list[int]], int]) -> dict[str, int]:
    found: dict[str, list[int]] = {}
    for patient in patients:
        for event, days in patient.timepoints().items():
            found.setdefault(event, []).extend(days)
    return {event: choose(days) for event, days in sorted(found.items())}


def simple_search(call: Call, *, authorized: bool = True) -> Answer:
    """Answer with the patients who fit; ``authorized`` tells of each that the user may see them."""
    found = _search(call)
    return json_answer(
        {
            "resultSet": [_shown(patient, found.criteria, authorized=authorized) for patient in found.page],
            "totalPatients": len(found.patients),
            "bodyParts": _counted(found.patients, "body part"),
            "modalities": _counted(found.patients, "modality"),
            "collections": _counted(found.patients, "collection"),
            "species": _counted(found.patients, "species"),
            "maxTimepoints": _extreme(found.patients, max),
            "minTimepoints": _extreme(found.patients, min),
            "sort": f"{call.form['sortField']}-{call.form['sortDirection']}",
        }
    )


def manifest_of_hits(call: Call) -> Answer:
    """Answer with a manifest of all series that fit."""
    page = _search(call).page
    return manifest(call, [str(hit["series"]) for patient in page for hit in patient.hits], annotated=False)


def restrictions_of_hits(call: Call) -> Answer:
    """Tell whether one of the series that fit may not be used commercially."""
    if any(_is_restricted(hit) for patient in _search(call).page for hit in patient.hits):
        return text_answer("yes", content_type="application/text")
    return text_answer("no", content_type=MANIFEST)


def search_path(name: str, handle: Callable[[Call], Answer], produced: tuple[str, ...]) -> Handler:
    """Return the path of a search."""

    def answer(call: Call) -> Answer:
        try:
            return handle(call)
        except Crash as crash:
            return failure(str(crash))

    return Handler(
        name=name,
        method="POST",
        parameters=("sortField", "sortDirection", "start", "size", "tool"),
        produced=produced,
        not_a_form="HTTP 415 Unsupported Media Type",
        handle=answer,
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    search_path("getSimpleSearch", simple_search, JSON),
    search_path("getManifestForSimpleSearch", manifest_of_hits, PRODUCED),
    search_path("getRestrictionsForSimpleSearch", restrictions_of_hits, PRODUCED),
)
