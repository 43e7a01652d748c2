"""The cases that are recorded: every endpoint in every format, each filter, and each way to find nothing or to fail.

Cases are derived from the spec, so that a new endpoint has its cases at once. What the spec cannot know stands in the
tables at the top of this module: values that answer little, on the reference server and on the live archive alike.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, cast

from generator.load.spec import ErrorAnswer, Parameter, Spec
from nbia_core.api.calls import Call
from nbia_core.api.criteria import read_criterion
from nbia_core.api.wire_forms import WIRE_FORMS, read_day
from tests.generator.helpers import specs

Target = Literal["reference", "live"]
"""Whom the values of the cases are for."""

Kind = Literal["json", "object", "csv", "html", "xml", "text", "zip", "dicom", "jpeg", "nothing", "refusal"]
"""What the answer of a case must be."""

_PILOT: Final = "RIDER Pilot"
_PILOT_SERIES: Final = "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"

VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "getContentsByName": {"name": "TCIA_TCGA-PRAD_08-09-2016-v3"},
    "getImage": {"SeriesInstanceUID": "2.25.204589396118861498869537259657369330951"},
    "getImageWithMD5Hash": {"SeriesInstanceUID": "2.25.204589396118861498869537259657369330951"},
    "getDCMImage": {"SeriesInstanceUID": "2.25.204589396118861498869537259657369330951"},
    "getDeniedSeries": {"seriesList": "2.25.234742143979797951803813947869640155003"},
    "getSingleImage": {
        "SeriesInstanceUID": "143.284188174537413748743284550513035752067",
        "SOPInstanceUID": "143.53599064898089361503082484556513429004",
    },
    "NewPatientsInCollection": {"Collection": _PILOT},
    "NewStudiesInPatientCollection": {"Collection": _PILOT, "PatientID": "1.3.6.1.4.1.9328.50.1.0001"},
    "getSeriesMetaData": {"SeriesInstanceUID": _PILOT_SERIES},
    "getSeriesSize": {"SeriesInstanceUID": _PILOT_SERIES},
    "getSOPInstanceUIDs": {"SeriesInstanceUID": _PILOT_SERIES},
}
"""Values that differ from the examples that the spec gives for the parameters: by endpoint, then by parameter."""

LIVE_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "getImage": {"SeriesInstanceUID": "143.284188174537413748743284550513035752067"},
    "getImageWithMD5Hash": {"SeriesInstanceUID": "143.284188174537413748743284550513035752067"},
    "getDCMImage": {"SeriesInstanceUID": "143.284188174537413748743284550513035752067"},
}
"""The same for the live archive alone, which does not have the invented series of the reference server."""

NARROWED: Final[Mapping[str, tuple[str, ...]]] = {"getSeries": ("Collection", "PatientID")}
"""Which optional filters keep the answers of the format cases small; elsewhere it is Collection, if there is one."""

NOTHING: Final[Mapping[str, str]] = {
    "Collection": "No Such Collection",
    "SeriesInstanceUID": "2.25.340282366920938463463374607431768211455",
    "fromDate": "2099-12-31",
    "name": "no-such-cart",
}
"""Values for which nothing is found. The UID is the largest that a UUID can make. Days are in ISO form."""

UNKNOWN: Final = ("NoSuchParameter", "1")
"""A parameter that no endpoint knows."""

ANSWERED_WITHOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "NewStudiesInPatientCollection": ("PatientID",),
    "getImageDrillDown": ("seriesKeys",),
    "getManifestForTextSearch": ("textValue",),
    "getRestrictionsForTextSearch": ("textValue",),
    "getSeriesMetadata2": ("list",),
    "getSharedList": ("nameValue",),
    "getSite": ("collectionName", "siteName"),
    "getTextSearch": ("textValue",),
    "getTextSearchPaged": ("textValue",),
}
"""Parameters that somebody requires and the server does not, where the answer without them is small as well."""

OFTEN_EMPTY: Final = frozenset(
    {
        "getDeniedSeries",
        "getSeriesQCInfo",
        "getImageOther",
        "getMD5HashForImage",
        "getM5HashForImage",
        "getImageDrillDown",
    }
)
"""Endpoints that have nothing to say to a guest, or about most series."""

FAILS_WITHOUT: Final = frozenset({"getSeriesMetadata3"})
"""Endpoints that fail without a required parameter, instead of refusing the call."""

MISSED_AS_UNKNOWN: Final = frozenset({"getDicomTags", "getDicomTagsByImageID", "getThumbnail"})
"""Endpoints that answer without a required parameter as if what it names were unknown."""

RECENT_DAYS: Final = 7
"""How far back getUpdatedSeries looks in the live archive, where an older day means hundreds of thousands of rows."""

_BAD_REQUEST: Final = ErrorAnswer(status=400, means="bad-request", when="", source="observed")
_FAILURE: Final = ErrorAnswer(status=500, means="server-failure", when="", source="observed")
_NARROW: Final = ("Collection", "criteria")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Case:
    """One call that is recorded, and what its answer must be."""

    version: str
    """The version of the API."""
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
    added: tuple[tuple[str, str], ...] = ()
    """Parameters that the client would not let anybody send."""
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
    requests: int | None = 1
    """How many requests are recorded; None for as many as a login needs: its token, the call, and a look at the token."""

    @property
    def name(self) -> str:
        """The name of the case among all, which is also the path of its cassette without the suffix."""
        return f"{self.version}/{self.endpoint}/{self.slug}"

    @property
    def cassette(self) -> str:
        """The path of its cassette in the folder of cassettes of its version."""
        return f"{self.endpoint}/{self.slug}.yaml"


def the_spec(version: str = "v1") -> Spec:
    """Return the spec of a version."""
    return specs()[version]


def cases(spec: Spec, target: Target = "reference", day: datetime.date = datetime.date.min) -> list[Case]:
    """Return the cases that a spec asks for, with values for a target; `day` is the day of the recording.

    Raises:
        ValueError: two cases would have the same cassette, at least where upper and lower case are the same.
    """
    endpoints = [name for name, endpoint in spec.endpoints.items() if not endpoint.writes]
    found = [case for name in endpoints for case in _Derivation(spec, name, target).cases()]
    names = [case.cassette.casefold() for case in found]
    shared = sorted({name for name in names if names.count(name) > 1})
    if shared:
        raise ValueError(f"More than one case has the cassette {', '.join(shared)}.")
    return [_recent(spec, case, day) for case in found] if target == "live" else found


def call_of(case: Case, spec: Spec) -> Call[Any]:
    """Return the call of a case. What the client never omits or adds is taken out and put in afterwards."""
    values = dict(case.parameters)
    omitted = None
    if case.omitted is not None:
        omitted = spec.parameters[case.omitted].name or case.omitted
        values[case.omitted] = spec.parameters[case.omitted].example
    given = {
        spec.parameters[key].python: _argument(case.version, spec.parameters[key], value)
        for key, value in values.items()
    }
    form = {} if case.format is None else {"format": case.format}
    calls = importlib.import_module(f"nbia.{case.version}.calls")
    call: Call[Any] = getattr(calls, case.function)(**given, **form)
    kept = (pair for pair in call.parameters if pair[0] != omitted)
    return dataclasses.replace(call, parameters=(*kept, *case.added))


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
        self._defaults = [wire for wire, use in uses.items() if use.default is not None]
        self._optional = [wire for wire in uses if wire not in self._required]
        self._whole: Kind = "object" if self._endpoint.shape == "object" else "json"
        if self._endpoint.content is not None:
            self._whole = self._endpoint.content.kind
        self._plain = functools.partial(
            Case,
            version=spec.version,
            endpoint=name,
            function=self._endpoint.python,
            may_be_empty=name in OFTEN_EMPTY,
            requests=self._requests(),
        )

    def _requests(self) -> int | None:
        login = self._spec.service.login
        needed = "never" if login is None else self._endpoint.login or login.needed
        return None if needed == "always" else 1

    def cases(self) -> Iterator[Case]:
        """Return the cases in the order in which they are recorded."""
        yield from self._formats()
        yield from self._filters()
        yield from self._omissions()
        yield from self._additions()
        yield from self._nothings()

    def _formats(self) -> Iterator[Case]:
        parameters = self._usual()
        if self._endpoint.formats in ("selectable", "stated"):
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
            answered = self._plain(slug=f"without-{wire}", parameters=others, omitted=wire, kind=self._whole)
            yield dataclasses.replace(answered, may_be_empty=self._endpoint.source == "observed")
        for wire in self._required:
            is_answered = wire in (*ANSWERED_WITHOUT.get(self._name, ()), *self._defaults)
            if self._endpoint.parameters[wire].server == "required" and not is_answered:
                others = self._chosen(other for other in self._required if other != wire)
                refused = self._plain(slug=f"without-{wire}", parameters=others, omitted=wire, kind="refusal")
                said = _FAILURE if self._name in FAILS_WITHOUT else _BAD_REQUEST
                if self._name in MISSED_AS_UNKNOWN:
                    said = next(iter(self._endpoint.errors), _FAILURE)
                yield dataclasses.replace(refused, status=said.status, means=said.means)

    def _additions(self) -> Iterator[Case]:
        """Hand out the refusal of a parameter in the address that the server does not know."""
        said = self._endpoint.unknown_parameters or self._spec.service.unknown_parameters
        if said == "refused" and self._endpoint.method == "GET":
            case = self._plain(slug="unknown-parameter", parameters=self._usual(), added=(UNKNOWN,), kind="refusal")
            yield dataclasses.replace(case, status=400, means="bad-request")

    def _nothings(self) -> Iterator[Case]:
        chosen = dict(self._chosen(self._required))
        for wire in self._endpoint.parameters:
            if wire not in NOTHING or self._endpoint.shape == "object":
                continue
            parameters = self._in_order({**chosen, wire: self._nothing(wire)})
            case = self._plain(slug=f"unknown-{wire}", parameters=parameters, kind="nothing")
            if self._endpoint.empty.answer == "empty-list":
                yield dataclasses.replace(case, kind="json", may_be_empty=True)
            elif self._endpoint.empty.answer == "empty-204":
                yield dataclasses.replace(case, status=204)
            elif self._endpoint.empty.answer == "empty-200":
                yield case
            elif self._endpoint.content is None:
                yield dataclasses.replace(case, kind="json")
            elif self._whole == "text":
                yield dataclasses.replace(case, kind="text", may_be_empty=True)
            else:
                for error in [error for error in self._endpoint.errors if error.means != "bad-request"][:1]:
                    yield dataclasses.replace(case, kind="refusal", means=error.means, status=error.status)

    def _usual(self) -> tuple[tuple[str, str], ...]:
        usual = [*_NARROW, *(wire for wire in self._optional if self._spec.parameters[wire].several is not None)]
        narrow = [wire for wire in NARROWED.get(self._name, usual) if wire in self._optional]
        return self._chosen([*self._required, *narrow])

    def _chosen(self, wires: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return self._in_order({wire: self._value(wire) for wire in wires})

    def _in_order(self, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        return tuple((wire, values[wire]) for wire in self._endpoint.parameters if wire in values)

    def _value(self, wire: str) -> str:
        use = self._endpoint.parameters[wire]
        return self._values.get(wire, use.example or self._spec.parameters[wire].example)

    def _nothing(self, wire: str) -> str:
        parameter = self._spec.parameters[wire]
        value = NOTHING[wire]
        return _day(parameter, datetime.date.fromisoformat(value)) if parameter.type == "date" else value


def _argument(version: str, parameter: Parameter, value: str) -> object:
    if parameter.type == "boolean":
        return value == parameter.values[0]
    if parameter.type == "date":
        return read_day(WIRE_FORMS[parameter.wire or ""], value)
    if parameter.type == "integer":
        return int(value)
    if parameter.type == "criteria":
        kinds = importlib.import_module(f"nbia.{version}.criteria").BY_NAME
        return read_criterion(f"nbia.{version}", kinds, value)
    return value


def _day(parameter: Parameter, day: datetime.date) -> str:
    write = WIRE_FORMS[parameter.wire or ""].write
    assert write is not None, "the rules of the spec check this"
    return write(day)


def _recent(spec: Spec, case: Case, day: datetime.date) -> Case:
    values = dict(case.parameters)
    if case.endpoint != "getUpdatedSeries" or "fromDate" not in values or case.kind == "nothing":
        return case
    since = _day(spec.parameters["fromDate"], day - datetime.timedelta(days=RECENT_DAYS))
    parameters = tuple({**values, "fromDate": since}.items())
    return dataclasses.replace(case, parameters=parameters, may_be_empty=True)
