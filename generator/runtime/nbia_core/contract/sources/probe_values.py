"""Finds arguments that the service knows by asking it: collection, patient, study, series, image."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from nbia_core.contract.checks.columns import check_columns
from nbia_core.contract.checks.evidence import Seen, View
from nbia_core.contract.checks.outcomes import outcome
from nbia_core.contract.checks.tables import Row, UnreadableTableError, read_table
from nbia_core.contract.model import ApiContract, EndpointContract, ParameterContract
from nbia_core.contract.observations import Observation

Ask = Callable[[EndpointContract, Mapping[str, str]], Observation | None]
"""Asks an endpoint in its default format; None when no more requests are allowed."""

_MOST_COLLECTIONS: Final = 4
_MOST_PATIENTS: Final = 3
_SMALL: Final = 6_000_000
_BEARABLE: Final = 40_000_000
_USUAL_IMAGE: Final = 600_000
_DAYS_BACK: Final = (7, 60, 365, 4 * 365)
_UNKNOWN_UID: Final = "2.25.340282366920938463463374607431768211455"
_UNKNOWN_TEXT: Final = "No Such Thing"
_LAST_YEAR: Final = datetime.date(2099, 12, 31)
_DATE: Final = re.compile(r"([0-9]{1,4})([/-])([0-9]{1,2})\2([0-9]{1,4})")
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_UID: Final = re.compile(r"[0-9]+(\.[0-9]+)+")
_MOST_MONTHS: Final = 12


class Chain:
    """Values for parameters that fit each other, each found in the answer to a request with the ones before."""

    def __init__(self, contract: ApiContract, ask: Ask, today: datetime.date) -> None:
        self._contract = contract
        self._ask = ask
        self._today = today
        self._values: dict[str, str] = {}
        self._was_followed = False

    def value(self, endpoint: EndpointContract, parameter: ParameterContract) -> str | None:
        """Return a value for a parameter; None for an optional one of which nothing is known.

        What cannot be found is the example of the spec.
        """
        if not self._was_followed:
            self._was_followed = True
            self._follow()
        key = parameter.wire.lower()
        if _DATE.fullmatch(parameter.example):
            if not parameter.is_required:
                return self._recent(endpoint, parameter)
            day = self._values.get("date")
            return parameter.example if day is None else write_date(datetime.date.fromisoformat(day), parameter.example)
        known = self._values.get(key)
        if known is None and (parameter.is_required or key not in _OF_ROWS):
            return parameter.example
        return known

    def has_images(self) -> bool:
        """Whether a series was found that is small enough to be downloaded, or none was found at all."""
        return self._values.get("size") != "too large"

    def _follow(self) -> None:
        collection = self._collection()
        if collection is None:
            return
        self._values["collection"] = collection
        patients = self._patients("getPatient", collection) or self._patients("getPatientStudy", collection)
        best: Row | None = None
        for patient in self._preferred("PatientID", patients)[:_MOST_PATIENTS]:
            series = self._rows("getSeries", {"Collection": collection, "PatientID": patient})
            if not series:
                continue
            found = min(series, key=_badness)
            if best is None or _badness(found) < _badness(best):
                best = found
                self._take(series, found, patient)
            if _size(best) <= _SMALL:
                break
        if best is not None:
            images = self._rows("getSOPInstanceUIDs", {"SeriesInstanceUID": self._values.get("seriesinstanceuid", "")})
            self._keep("SOPInstanceUID", images[0] if images else {})

    def _patients(self, name: str, collection: str) -> list[str]:
        found = [_get(row, "PatientId") for row in self._rows(name, {"Collection": collection})]
        return list(dict.fromkeys(str(patient) for patient in found if patient is not None))

    def _take(self, series: list[Row], chosen: Row, patient: str) -> None:
        """Keep what a series says of itself."""
        self._values["patientid"] = patient
        self._values["size"] = "too large" if _size(chosen) > _BEARABLE else "small"
        for name in _OF_ROWS.values():
            self._keep(name, chosen)
        days = [found[0] for row in series if (found := _DAY.match(str(_get(row, "DateReleased")))) is not None]
        if days:
            before = datetime.date.fromisoformat(min(days)) - datetime.timedelta(days=1)
            self._values["date"] = before.isoformat()

    def _keep(self, name: str, row: Row) -> None:
        value = _get(row, name)
        if isinstance(value, str) and value.strip():
            self._values[name.lower()] = value
        else:
            self._values.pop(name.lower(), None)

    def _collection(self) -> str | None:
        """Return a collection of an example if the service has it, otherwise the smallest of a few."""
        found = (_get(row, "Collection") for row in self._rows("getCollectionValues", {}))
        listed = [name for name in found if isinstance(name, str) and name]
        if not listed:
            return self._examples("Collection")[0] if self._examples("Collection") else None
        chosen = self._preferred("Collection", listed)
        if chosen[0] != listed[0] or listed[0].lower() in map(str.lower, self._examples("Collection")):
            return chosen[0]
        step = max(1, len(listed) // _MOST_COLLECTIONS)
        sizes = {
            name: len(self._rows("getPatient", {"Collection": name})) for name in listed[::step][:_MOST_COLLECTIONS]
        }
        filled = {name: size for name, size in sizes.items() if size}
        return min(filled, key=filled.__getitem__) if filled else listed[0]

    def _preferred(self, parameter: str, known: list[str]) -> list[str]:
        """Return known values, those of the spec's examples first."""
        examples = [example.lower() for example in self._examples(parameter)]
        return sorted(
            known, key=lambda value: examples.index(value.lower()) if value.lower() in examples else len(examples)
        )

    def _examples(self, parameter: str) -> list[str]:
        """Return the examples of a parameter, those that most endpoints have first."""
        found = [
            known.example
            for endpoint in self._contract.endpoints
            for known in endpoint.parameters
            if known.wire == parameter
        ]
        return sorted(dict.fromkeys(found), key=found.count, reverse=True)

    def _recent(self, endpoint: EndpointContract, parameter: ParameterContract) -> str:
        """Return the latest of a few days since which there is something; the whole archive would be too much."""
        key = f"recent {endpoint.name}"
        if key not in self._values:
            self._values[key] = parameter.example
            for days in _DAYS_BACK:
                day = write_date(self._today - datetime.timedelta(days=days), parameter.example)
                if self._rows(endpoint.name, {parameter.wire: day}):
                    self._values[key] = day
                    break
        return self._values[key]

    def _rows(self, name: str, parameters: Mapping[str, str]) -> list[Row]:
        """Ask an endpoint and return its rows under the names of the spec, also when they have others now."""
        endpoint = self._contract.endpoint(name)
        if endpoint is None:
            return []
        observation = self._ask(endpoint, parameters)
        if observation is None or outcome(endpoint, observation).kind != "answer":
            return []
        try:
            table = read_table(observation.format, observation.body, [known.wire for known in endpoint.attributes])
        except UnreadableTableError:
            return []
        view = View(
            contract=self._contract,
            endpoint=endpoint,
            outcomes=(),
            tables=(Seen(observation=observation, table=table),),
        )
        _, renamed = check_columns(view)
        names = {new: old for old, new in renamed.get(observation.format, {}).items()}
        return [{names.get(key, key): value for key, value in row.items()} for row in table.rows]


_OF_ROWS: Final = {
    name.lower(): name
    for name in (
        "SeriesInstanceUID",
        "StudyInstanceUID",
        "Modality",
        "BodyPartExamined",
        "Manufacturer",
        "ManufacturerModelName",
    )
}


def unknown_value(parameter: ParameterContract) -> str:
    """Return a value for which there is nothing."""
    if _DATE.fullmatch(parameter.example):
        return write_date(_LAST_YEAR, parameter.example)
    return _UNKNOWN_UID if _UID.fullmatch(parameter.example) else _UNKNOWN_TEXT


def write_date(day: datetime.date, example: str) -> str:
    """Return a day in the order of year, month and day that an example has."""
    found = _DATE.fullmatch(example)
    if found is None:
        return day.isoformat()
    separator = found[2]
    year, month, date = f"{day.year:04d}", f"{day.month:02d}", f"{day.day:02d}"
    if len(found[1]) == len(year):
        return separator.join((year, month, date))
    return separator.join((month, date, year) if int(found[3]) > _MOST_MONTHS else (date, month, year))


def _get(row: Row, name: str) -> Any:
    """Return a value by a name of which the case does not count."""
    if name in row:
        return row[name]
    return next((value for key, value in row.items() if key.lower() == name.lower()), None)


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]  # whatever is no number ends in the except branch
    except (TypeError, ValueError):
        return 0.0


def _size(row: Row) -> float:
    return _number(_get(row, "FileSize")) or _USUAL_IMAGE * _number(_get(row, "ImageCount"))


def _badness(row: Row) -> tuple[bool, float]:
    """Order series: of the small ones the one with the most images comes first, otherwise the smallest."""
    size, images = _size(row), _number(_get(row, "ImageCount"))
    is_large = size > _SMALL or images < 1
    return is_large, size if is_large else -images
