"""Finds arguments that the service knows by asking it: collection, patient, study, series, image."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Mapping
from typing import Final

from nbia_core.api.description import Api, Endpoint, Parameter, RoleName
from nbia_core.contract.checks.columns import check_columns
from nbia_core.contract.checks.evidence import Seen, View
from nbia_core.contract.checks.outcomes import outcome
from nbia_core.contract.checks.tables import Row, UnreadableTableError, read_table
from nbia_core.contract.observations import Observation

Ask = Callable[[Endpoint, Mapping[str, str]], Observation | None]
"""Asks an endpoint in its default format; None when no more requests are allowed."""

_MOST_COLLECTIONS: Final = 4
_MOST_PATIENTS: Final = 3
_SMALL: Final = 6_000_000
_BEARABLE: Final = 40_000_000
_USUAL_IMAGE: Final = 600_000
_DAYS_BACK: Final = (7, 60, 365, 4 * 365)
_UNKNOWN_UID: Final = "2.25.340282366920938463463374607431768211455"
_UNKNOWN_TEXT: Final = "No Such Thing"
_UNKNOWN_NUMBER: Final = "999999999"
_LAST_YEAR: Final = datetime.date(2099, 12, 31)
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_OF_ROWS: Final = (
    *("series_instance_uid", "study_instance_uid", "modality"),
    *("body_part_examined", "manufacturer", "manufacturer_model_name"),
)
"""Parameters whose values are those of a series that was found."""


class ProbeValues:
    """Values for parameters that belong together: each was found by asking the service with the values found before it."""

    def __init__(self, contract: Api, ask: Ask, today: datetime.date) -> None:
        self._contract = contract
        self._ask = ask
        self._today = today
        self._values: dict[str, str] = {}
        self._were_sought = False
        self._is_too_large = False

    def value(self, endpoint: Endpoint, parameter: Parameter) -> str | None:
        """Return a value for a parameter; None for an optional one of which nothing is known.

        What cannot be found is the example of the spec.
        """
        if not self._were_sought:
            self._were_sought = True
            self._seek()
        key = parameter.python if parameter.several is None else parameter.python.removesuffix("s")
        if parameter.type == "date":
            if not parameter.is_required:
                return self._recent(endpoint, parameter)
            day = self._values.get("date")
            return parameter.example if day is None else _written(datetime.date.fromisoformat(day), parameter)
        known = self._values.get(key)
        if known is None and (parameter.is_required or key not in _OF_ROWS):
            return parameter.example
        return known

    def has_images(self) -> bool:
        """Whether a series was found that is small enough to be downloaded, or none was found at all."""
        return not self._is_too_large

    def _seek(self) -> None:
        collection = self._collection()
        if collection is None:
            return
        self._values["collection"] = collection
        patients = self._patients("patients", collection) or self._patients("studies", collection)
        best: Row | None = None
        for patient in self._preferred("patient_id", patients)[:_MOST_PATIENTS]:
            series = self._rows("series", collection=collection, patient_id=patient)
            if not series:
                continue
            found = min(series, key=self._badness)
            if best is None or self._badness(found) < self._badness(best):
                best = found
                self._take(series, found, patient)
            if self._size(best) <= _SMALL:
                break
        if best is not None:
            images = self._rows("images", series_instance_uid=self._values.get("series_instance_uid", ""))
            self._keep("sop_instance_uid", images[0] if images else {})

    def _patients(self, role: RoleName, collection: str) -> list[str]:
        found = [row.get("patient_id") for row in self._rows(role, collection=collection)]
        return list(dict.fromkeys(str(patient) for patient in found if patient is not None))

    def _take(self, series: list[Row], chosen: Row, patient: str) -> None:
        """Keep what a series says of itself."""
        self._values["patient_id"] = patient
        self._is_too_large = self._size(chosen) > _BEARABLE
        for name in _OF_ROWS:
            self._keep(name, chosen)
        days = [found[0] for row in series if (found := _DAY.match(str(row.get("date_released")))) is not None]
        if days:
            before = datetime.date.fromisoformat(min(days)) - datetime.timedelta(days=1)
            self._values["date"] = before.isoformat()

    def _keep(self, name: str, row: Row) -> None:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            self._values[name] = value
        else:
            self._values.pop(name, None)

    def _collection(self) -> str | None:
        """Return a collection of an example if the service has it, otherwise the smallest of a few."""
        found = (row.get("collection") for row in self._rows("collections"))
        listed = [name for name in found if isinstance(name, str) and name]
        if not listed:
            return self._examples("collection")[0] if self._examples("collection") else None
        chosen = self._preferred("collection", listed)
        if chosen[0] != listed[0] or listed[0].lower() in map(str.lower, self._examples("collection")):
            return chosen[0]
        step = max(1, len(listed) // _MOST_COLLECTIONS)
        sizes = {name: len(self._rows("patients", collection=name)) for name in listed[::step][:_MOST_COLLECTIONS]}
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
            if known.python == parameter
        ]
        return sorted(dict.fromkeys(found), key=found.count, reverse=True)

    def _recent(self, endpoint: Endpoint, parameter: Parameter) -> str:
        """Return the latest of a few days since which there is something; the whole archive would be too much."""
        key = f"recent {endpoint.name}"
        if key not in self._values:
            self._values[key] = parameter.example
            for days in _DAYS_BACK:
                day = _written(self._today - datetime.timedelta(days=days), parameter)
                if self._rows_of(endpoint, {parameter.wire: day}):
                    self._values[key] = day
                    break
        return self._values[key]

    def _rows(self, role: RoleName, **values: str) -> list[Row]:
        """Ask the endpoint of a role, and return its rows by Python names; none where no endpoint plays it."""
        if role not in self._contract.roles:
            return []
        endpoint = self._contract.plays(role)
        return self._rows_of(endpoint, {endpoint.parameter(name).wire: value for name, value in values.items()})

    def _rows_of(self, endpoint: Endpoint, parameters: Mapping[str, str]) -> list[Row]:
        """Ask an endpoint and return its rows by Python names, also when they have others on the wire now."""
        observation = self._ask(endpoint, parameters)
        if observation is None or outcome(self._contract, endpoint, observation).kind != "answer":
            return []
        try:
            known_names = [known.wire for known in endpoint.attributes]
            table = read_table(observation.format, observation.body, known_names, endpoint.shape)
        except UnreadableTableError:
            return []
        view = View(
            contract=self._contract,
            endpoint=endpoint,
            outcomes=(),
            tables=(Seen(observation=observation, table=table),),
        )
        _, renamed = check_columns(view)
        now = renamed.get(observation.format, {})
        names = {now.get(known.wire, known.wire).lower(): known.python for known in endpoint.attributes}
        return [{names.get(key.lower(), key): value for key, value in row.items()} for row in table.rows]

    def _size(self, row: Row) -> float:
        size, images = (row.get(name) for name in self._counts)
        return _number(size) or _USUAL_IMAGE * _number(images)

    def _badness(self, row: Row) -> tuple[bool, float]:
        """Order series: of the small ones the one with the most images comes first, otherwise the smallest."""
        size, images = self._size(row), _number(row.get(self._counts[1]))
        is_large = size > _SMALL or images < 1
        return is_large, size if is_large else -images

    @functools.cached_property
    def _counts(self) -> tuple[str, str]:
        """The Python names of the bytes and of the number of images of a series."""
        role = self._contract.roles["series"]
        names = {known.wire: known.python for known in self._contract.plays("series").attributes}
        return names.get(role.size or "", ""), names.get(role.image_count or "", "")


def unknown_value(parameter: Parameter) -> str:
    """Return a value for which there is nothing."""
    if parameter.type == "date":
        return _written(_LAST_YEAR, parameter)
    if parameter.type == "criteria":
        return f"{parameter.example.partition('=')[0]}={_UNKNOWN_TEXT}"
    return {"uid": _UNKNOWN_UID, "integer": _UNKNOWN_NUMBER}.get(parameter.type, _UNKNOWN_TEXT)


def _written(day: datetime.date, parameter: Parameter) -> str:
    """Return a day as a parameter has it on the wire."""
    write = parameter.wire_form.write
    assert write is not None, f"{parameter.wire} is a day"
    return write(day)


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]  # whatever is no number ends in the except branch
    except (TypeError, ValueError):
        return 0.0
