"""The cases that are recorded: every endpoint in every format, each filter, and each way to find nothing or to fail.

Cases are derived from the spec, so that a new endpoint has its cases at once. What the spec cannot know stands in the
tables at the top of this module: values that answer little, on the reference server and on the live archive alike.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, cast

from generator.load.loading import load
from generator.load.spec import Parameter, Spec
from nbia.v1 import calls
from nbia_core.api.calls import Call

Target = Literal["reference", "live"]
"""Whom the values of the cases are for."""

Kind = Literal["text", "jpeg", "json", "csv", "html", "xml", "zip", "dicom", "nothing", "refusal"]
"""What the answer of a case must be."""

VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "getContentsByName": {"name": "TCIA_TCGA-PRAD_08-09-2016-v3"},
    "getImage": {"SeriesInstanceUID": "2.25.204589396118861498869537259657369330951"},
    "getImageWithMD5Hash": {"SeriesInstanceUID": "2.25.204589396118861498869537259657369330951"},
    "getSingleImage": {
        "SeriesInstanceUID": "143.284188174537413748743284550513035752067",
        "SOPInstanceUID": "143.53599064898089361503082484556513429004",
    },
}
"""Values that differ from the examples that the spec gives for the parameters: by endpoint, then by parameter."""

LIVE_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "getImage": {"SeriesInstanceUID": "143.284188174537413748743284550513035752067"},
    "getImageWithMD5Hash": {"SeriesInstanceUID": "143.284188174537413748743284550513035752067"},
}
"""The same for the live archive alone, which does not have the invented series of the reference server."""

NARROWED: Final[Mapping[str, tuple[str, ...]]] = {"getSeries": ("Collection", "PatientID")}
"""Which optional filters keep the answers of the format cases small; elsewhere it is Collection, if there is one."""

NOTHING: Final[Mapping[str, str]] = {
    "Collection": "No Such Collection",
    "SeriesInstanceUID": "2.25.340282366920938463463374607431768211455",
    "fromDate": "31/12/2099",
    "name": "no-such-cart",
}
"""Values for which nothing is found. The UID is the largest that a UUID can make."""

ANSWERED_WITHOUT: Final[Mapping[str, tuple[str, ...]]] = {"NewStudiesInPatientCollection": ("PatientID",)}
"""Parameters that the guide requires and the server does not, where the answer without them is small as well."""

RECENT_DAYS: Final = 7
"""How far back getUpdatedSeries looks in the live archive, where an older day means hundreds of thousands of rows."""

_SPEC: Final = Path(__file__).parents[2] / "spec"
_PATTERNS: Final = {"yyyy": "%Y", "MM": "%m", "dd": "%d"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Case:
    """One request that is recorded, and what its answer must be."""

    endpoint: str
    """The endpoint's name in the URL."""
    slug: str
    """The name of the case among those of its endpoint; it can stand in a file name."""
    function: str
    """The Python name of the call."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Names and values as they go on the wire, without the format."""
    omitted: str | None = None
    """The required parameter that is left out of the request, although the client would not let anybody do that."""
    format: str | None = None
    """The value of the client's argument for the format, or None for the default."""
    kind: Kind
    """What the answer must be."""
    means: str | None = None
    """What a refusal means, in the words of the spec."""
    status: int = 200
    """The status of the answer."""
    may_be_empty: bool = False
    """Whether an answer without rows is right too."""
    requests: int = 1
    """How many requests are recorded."""

    @property
    def name(self) -> str:
        """The name of the case among all, which is also the path of its cassette without the suffix."""
        return f"{self.endpoint}/{self.slug}"

    @property
    def cassette(self) -> str:
        """The path of its cassette in the folder of cassettes."""
        return f"{self.name}.yaml"


@functools.cache
def the_spec() -> Spec:
    """Return the spec of this repository."""
    return load(_SPEC)["v1"]


def cases(spec: Spec, target: Target = "reference", day: datetime.date = datetime.date.min) -> list[Case]:
    """Return the cases that a spec asks for, with values for a target; `day` is the day of the recording.

    Raises:
        ValueError: two cases would have the same cassette, at least where upper and lower case are the same.
    """
    found = [case for name in spec.endpoints for case in _Derivation(spec, name, target).cases()]
    names = [case.cassette.casefold() for case in found]
    shared = sorted({name for name in names if names.count(name) > 1})
    if shared:
        raise ValueError(f"More than one case has the cassette {', '.join(shared)}.")
    return [_recent(case, day) for case in found] if target == "live" else found


def call_of(case: Case, spec: Spec) -> Call[Any]:
    """Return the call of a case. The client never omits a required parameter, so that is taken out afterwards."""
    values = dict(case.parameters)
    if case.omitted is not None:
        values[case.omitted] = spec.parameters[case.omitted].example
    given = {spec.parameters[wire].python: _argument(spec.parameters[wire], value) for wire, value in values.items()}
    form = {} if case.format is None else {"format": case.format}
    call: Call[Any] = getattr(calls, case.function)(**given, **form)
    return dataclasses.replace(call, parameters=tuple(pair for pair in call.parameters if pair[0] != case.omitted))


def columns(spec: Spec, endpoint: str) -> set[str]:
    """Return the names of the columns that the rows of an endpoint can have."""
    record = spec.records[spec.endpoints[endpoint].returns or ""]
    return {attribute.name for attribute in record.attributes}


class _Derivation:
    """The cases of one endpoint."""

    def __init__(self, spec: Spec, name: str, target: Target) -> None:
        self._spec = spec
        self._name = name
        self._endpoint = spec.endpoints[name]
        self._values = {**VALUES.get(name, {}), **(LIVE_VALUES.get(name, {}) if target == "live" else {})}
        uses = self._endpoint.parameters
        self._required = [wire for wire, use in uses.items() if "required" in (use.guide, use.server)]
        self._optional = [wire for wire in uses if wire not in self._required]
        self._whole: Kind = self._endpoint.content.kind if self._endpoint.content else "json"
        self._plain = functools.partial(Case, endpoint=name, function=self._endpoint.python)

    def cases(self) -> Iterator[Case]:
        """Return the cases in the order in which they are recorded."""
        yield from self._formats()
        yield from self._filters()
        yield from self._omissions()
        yield from self._nothings()

    def _formats(self) -> Iterator[Case]:
        parameters = self._usual()
        if self._endpoint.formats == "selectable":
            for form in self._spec.service.formats:
                yield self._plain(slug=form, parameters=parameters, format=form, kind=cast(Kind, form))
        else:
            yield self._plain(slug=self._whole, parameters=parameters, kind=self._whole)

    def _filters(self) -> Iterator[Case]:
        for wire in self._optional:
            # A UID says enough; what another filter leaves of the whole archive can be large.
            is_uid = self._spec.parameters[wire].type == "uid"
            around = [other for other in self._optional if other == "Collection" and not is_uid]
            parameters = self._chosen([*self._required, *around, wire])
            if parameters != self._usual():
                yield self._plain(slug=f"with-{wire}", parameters=parameters, kind=self._whole)

    def _omissions(self) -> Iterator[Case]:
        for wire in ANSWERED_WITHOUT.get(self._name, ()):
            others = self._chosen(other for other in self._required if other != wire)
            yield self._plain(slug=f"without-{wire}", parameters=others, omitted=wire, kind=self._whole)
        for wire in self._required:
            if self._endpoint.parameters[wire].server == "required":
                others = self._chosen(other for other in self._required if other != wire)
                refused = self._plain(slug=f"without-{wire}", parameters=others, omitted=wire, kind="refusal")
                yield dataclasses.replace(refused, status=400, means="bad-request")

    def _nothings(self) -> Iterator[Case]:
        chosen = dict(self._chosen(self._required))
        for wire in self._endpoint.parameters:
            if wire not in NOTHING:
                continue
            parameters = self._in_order({**chosen, wire: NOTHING[wire]})
            case = self._plain(slug=f"unknown-{wire}", parameters=parameters, kind="nothing")
            if self._endpoint.empty.answer == "empty-204":
                yield dataclasses.replace(case, status=204)
            elif self._endpoint.empty.answer == "empty-200":
                yield case
            elif self._endpoint.content is None:
                yield dataclasses.replace(case, kind="json")
            else:
                error = self._endpoint.errors[0]
                yield dataclasses.replace(case, kind="refusal", means=error.means, status=error.status)

    def _usual(self) -> tuple[tuple[str, str], ...]:
        narrow = [wire for wire in NARROWED.get(self._name, ("Collection",)) if wire in self._optional]
        return self._chosen([*self._required, *narrow])

    def _chosen(self, wires: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return self._in_order({wire: self._value(wire) for wire in wires})

    def _in_order(self, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        return tuple((wire, values[wire]) for wire in self._endpoint.parameters if wire in values)

    def _value(self, wire: str) -> str:
        return self._values.get(wire, self._spec.parameters[wire].example)


def _argument(parameter: Parameter, value: str) -> object:
    if parameter.type == "boolean":
        return value == parameter.values[0]
    if parameter.type == "date":
        return datetime.datetime.strptime(value, _pattern(parameter)).date()
    return value


def _pattern(parameter: Parameter) -> str:
    return functools.reduce(lambda text, part: text.replace(*part), _PATTERNS.items(), parameter.wire or "")


def _recent(case: Case, day: datetime.date) -> Case:
    if dict(case.parameters).get("fromDate", NOTHING["fromDate"]) == NOTHING["fromDate"]:
        return case
    since = (day - datetime.timedelta(days=RECENT_DAYS)).strftime("%d/%m/%Y")
    parameters = tuple((wire, since if wire == "fromDate" else value) for wire, value in case.parameters)
    return dataclasses.replace(case, parameters=parameters, may_be_empty=True)
