"""Asks a running service what the checks need, politely: one small request after the other."""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import urlencode

from nbia_core.api.description import Api, Endpoint, Parameter
from nbia_core.contract.checks.outcomes import outcome
from nbia_core.contract.observations import Observation, Purpose
from nbia_core.errors import InvalidParameterError
from nbia_core.http.login import WAYS, LoginSource
from nbia_core.http.retries import RetryPolicy
from nbia_core.http.servers import check_base_url
from nbia_core.http.tokens import tokens_for
from nbia_core.http.transport import HttpClient, Timeouts

from .addresses import default_format
from .probe_values import ProbeValues, unknown_value
from .sender import Reply, Sender

MOST_REQUESTS: Final = 118
"""How many requests are sent at most to a version of up to 18 endpoints, including those that are sent again."""
PAUSE: Final = 0.5
"""Seconds between two requests."""

_PATIENCE: Final = Timeouts(read=120)
_GIVE_UP_AFTER: Final = 3
_UNKNOWN_FORMAT: Final = "no-such-format"
_UNKNOWN_PARAMETER: Final = "NoSuchParameter"
_MOST_PROBES: Final = 3
_MOST_OF_EACH: Final = 8
_COLLECTION: Final = "collection"
_PATIENT: Final = "patient_id"

Request = tuple[Endpoint, Mapping[str, str], str, Purpose]


def live(
    base_url: str,
    contract: Api,
    *,
    endpoints: Collection[str] | None = None,
    http: HttpClient | None = None,
    timeout: float | Timeouts | None = None,
    retries: RetryPolicy | None = None,
    pause: float = PAUSE,
    sleep: Callable[[float], None] = time.sleep,
    today: datetime.date | None = None,
    most_requests: int | None = None,
    login: LoginSource | None = None,
) -> Iterator[Observation]:
    """Ask a service and hand out each answer as soon as it came.

    Valid arguments are found by asking: a collection, then a patient, a study, a series and an image of it. Each endpoint
    is asked in each format, for something that does not exist, without each required parameter, and with its other
    filters; nothing is asked that changes something on the server. Redirects are not followed. A request that fails is an
    observation too. When three endpoints in a row do not answer, or none gives a good answer, the rest is not asked; one
    that does not answer three times is not asked again.

    Args:
        base_url: Where the service is.
        contract: What the spec promises.
        endpoints: The endpoints to look at, by name; all of them if left out. Others are still asked for arguments.
        http: An `httpx.Client` to send with; it is not closed.
        timeout: Seconds, or `Timeouts`, as for a client; two minutes for the next bytes if left out.
        retries: What is tried again, as for a client.
        pause: Seconds between two requests.
        sleep: What waits.
        today: The day from which recent releases are counted back.
        most_requests: After how many requests to stop; those for a token do not count. 118, or as many as a version of more
            than 18 endpoints needs, if left out.
        login: A login, or a function that gets it, as for a client.

    Raises:
        InvalidParameterError: the base URL is none, there is no such endpoint, or a login is missing or not needed.
        NbiaError: there is no token for the login.
    """
    url = check_base_url(base_url)
    for name in endpoints or ():
        if contract.endpoint(name) is None:
            known = ", ".join(endpoint.name for endpoint in contract.endpoints)
            raise InvalidParameterError(f"There is no endpoint {name!r}; there are {known}.")
    if login is None and contract.is_login_needed:
        raise InvalidParameterError(f"The {contract.title} shows nothing without a login.", hint=f"give {WAYS}")
    sender = Sender(
        base_url=url,
        http=http,
        timeouts=_PATIENCE if timeout is None else Timeouts.of(timeout),
        retries=retries or RetryPolicy(),
        pause=pause,
        sleep=sleep,
        tokens=None if login is None else tokens_for(login, contract, url),
    )
    if most_requests is None:
        most_requests = max(MOST_REQUESTS, _MOST_OF_EACH * len(contract.endpoints))
    return _asked(_Asker(contract, sender, most_requests), endpoints, today or datetime.date.today())


class _Asker:
    """Sends requests, each once: what was asked before is answered from memory."""

    def __init__(self, contract: Api, sender: Sender, most_requests: int) -> None:
        self._most_requests = most_requests
        self._known: dict[tuple[str, tuple[tuple[str, str], ...]], Observation] = {}
        self._lost_since: set[str] = set()
        self._lost: Counter[str] = Counter()
        self.contract = contract
        self.sender = sender

    def _is_hopeless(self, endpoint: Endpoint) -> bool:
        """Whether there is no point in asking an endpoint again: it does not answer, or nobody does."""
        return (
            self._lost[endpoint.name] >= _GIVE_UP_AFTER
            or len(self._lost_since) >= _GIVE_UP_AFTER
            or self.sender.sent >= self._most_requests
        )

    def ask(self, endpoint: Endpoint, parameters: Mapping[str, str], form: str, purpose: Purpose) -> Observation | None:
        """Return the answer to a request, or None when there is no point in asking."""
        default = default_format(self.contract, endpoint)
        defaults = {known.wire: known.default for known in endpoint.parameters if known.default is not None}
        parameters = parameters if purpose == "missing-parameter" else {**defaults, **parameters}
        wire = dict(parameters)
        if form != default or endpoint.states_format:
            wire["format"] = self.contract.formats[form].wire if form in self.contract.formats else form
        key = endpoint.name, tuple(sorted(wire.items()))
        if key not in self._known:
            if self._is_hopeless(endpoint):
                return None
            reply = self._send(endpoint, wire)
            if reply.status is None:
                self._lost[endpoint.name] += 1
                self._lost_since.add(endpoint.name)
            else:
                self._lost_since.clear()
            self._known[key] = Observation(
                endpoint=endpoint.name,
                parameters=dict(parameters),
                format=form,
                purpose=purpose,
                url=reply.url,
                status=reply.status,
                headers=reply.headers,
                body=reply.body,
                failure=reply.failure,
                is_cut=reply.is_cut,
            )
        return self._known[key]

    def _send(self, endpoint: Endpoint, wire: Mapping[str, str]) -> Reply:
        """Send a request: what is posted is a form, and only the parameter that nobody knows stands in the address."""
        with_login = self.contract.login_of(endpoint) != "never"
        if endpoint.method == "GET":
            return self.sender.ask(endpoint.name, wire, with_login=with_login)
        query = {name: value for name, value in wire.items() if name == _UNKNOWN_PARAMETER}
        form = urlencode([(name, value) for name, value in wire.items() if name not in query])
        return self.sender.ask(endpoint.name, query, form=form.encode(), with_login=with_login)


def _asked(asker: _Asker, names: Collection[str] | None, today: datetime.date) -> Iterator[Observation]:
    contract = asker.contract

    def ask_for_rows(endpoint: Endpoint, parameters: Mapping[str, str]) -> Observation | None:
        return asker.ask(endpoint, parameters, default_format(contract, endpoint), "rows")

    probe = ProbeValues(contract, ask_for_rows, today)
    readable = [endpoint for endpoint in contract.endpoints if not endpoint.writes]
    wanted = [endpoint for endpoint in readable if names is None or endpoint.name in names]
    try:
        first = [observation for request in _main(probe, contract, wanted) if (observation := asker.ask(*request))]
        yield from first
        if any(_is_sound(contract, observation) for observation in first):
            for request in _rest(probe, contract, wanted):
                observation = asker.ask(*request)
                if observation is not None:
                    yield observation
    finally:
        asker.sender.close()


def _is_sound(contract: Api, observation: Observation) -> bool:
    endpoint = contract.endpoint(observation.endpoint)
    return endpoint is not None and outcome(contract, endpoint, observation).is_sound


def _main(probe: ProbeValues, contract: Api, wanted: Iterable[Endpoint]) -> Iterator[Request]:
    """Yield one request for each endpoint: for rows or images, in the default format."""
    for endpoint in wanted:
        if endpoint.kind == "table":
            yield endpoint, _usual(probe, contract, endpoint), default_format(contract, endpoint), "rows"
        elif endpoint.kind == "text" or probe.has_images():
            purpose: Purpose = "text" if endpoint.kind == "text" else "image"
            yield endpoint, _usual(probe, contract, endpoint), endpoint.kind, purpose


def _rest(probe: ProbeValues, contract: Api, wanted: list[Endpoint]) -> Iterator[Request]:
    """Yield the other requests, the most telling ones first."""
    for endpoint in wanted:
        if endpoint.has_format:
            for form in list(contract.formats)[1:]:
                yield endpoint, _usual(probe, contract, endpoint), form, "rows"
    for endpoint in wanted:
        yield from _nothing(probe, contract, endpoint)
    for endpoint in wanted:
        yield from _without(probe, contract, endpoint)
    for endpoint in wanted:
        yield from _filtered(probe, contract, endpoint)
    tables = [endpoint for endpoint in wanted if endpoint.has_format]
    strict = [endpoint for endpoint in wanted if endpoint.refuses_unknown_parameters]
    for endpoint in strict or tables[:_MOST_PROBES]:
        parameters = {**_usual(probe, contract, endpoint), _UNKNOWN_PARAMETER: "1"}
        yield endpoint, parameters, default_format(contract, endpoint), "unknown-parameter"
    for endpoint in tables[:1]:
        yield endpoint, _usual(probe, contract, endpoint), _UNKNOWN_FORMAT, "unknown-format"


def _usual(probe: ProbeValues, contract: Api, endpoint: Endpoint) -> dict[str, str]:
    """Return the required parameters and the filters that keep the answer small."""
    used = [parameter for parameter in endpoint.parameters if _is_usual(contract, endpoint, parameter)]
    return _values(probe, contract, endpoint, used)


def _is_usual(contract: Api, endpoint: Endpoint, parameter: Parameter) -> bool:
    """Whether a parameter is required, says what the answer is about, or is a filter that keeps it small."""
    if parameter.type == "criteria" or parameter.several is not None or parameter.guide == "required":
        return True
    if parameter.is_required or parameter.type == "date" or parameter.python == _COLLECTION:
        return True
    patients = contract.roles.get("patients")
    is_of_patients = patients is not None and patients.endpoint == endpoint.name
    return parameter.python == _PATIENT and not is_of_patients


def _values(probe: ProbeValues, contract: Api, endpoint: Endpoint, used: Iterable[Parameter]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for parameter in used:
        value = probe.value(endpoint, parameter)
        if value is not None:
            fields |= _fields(contract, parameter, value)
    return fields


def _fields(contract: Api, parameter: Parameter, value: str) -> dict[str, str]:
    """Return a value as it goes on the wire; criteria such as Collection=4D-Lung are numbered fields there."""
    if parameter.type != "criteria":
        return {parameter.wire: value}
    name, _, text = value.partition("=")
    criterion = next(known for known in contract.criteria if known.python == name)
    return {"criteriaType0": criterion.wire, f"{criterion.fields[0].wire}0": text}


def _nothing(probe: ProbeValues, contract: Api, endpoint: Endpoint) -> Iterator[Request]:
    """Yield a request for something that does not exist."""
    if not endpoint.parameters:
        return
    narrow = [known for known in endpoint.parameters if _is_usual(contract, endpoint, known)] or list(
        endpoint.parameters
    )
    strange = narrow[0]
    required = [parameter for parameter in narrow if parameter.is_required and parameter is not strange]
    parameters = {**_fields(contract, strange, unknown_value(strange)), **_values(probe, contract, endpoint, required)}
    yield endpoint, parameters, default_format(contract, endpoint), "empty"


def _without(probe: ProbeValues, contract: Api, endpoint: Endpoint) -> Iterator[Request]:
    """Yield a request without each of the required parameters."""
    required = [parameter for parameter in endpoint.parameters if parameter.is_required]
    for absent in required:
        others = _values(probe, contract, endpoint, [known for known in required if known is not absent])
        yield endpoint, others, default_format(contract, endpoint), "missing-parameter"


def _filtered(probe: ProbeValues, contract: Api, endpoint: Endpoint) -> Iterator[Request]:
    """Yield a request with each of the filters that were not used yet."""
    if endpoint.kind not in ("table", "text") and not probe.has_images():
        return
    purpose: Purpose = "rows" if endpoint.kind == "table" else "text" if endpoint.kind == "text" else "image"
    for parameter in endpoint.parameters:
        if _is_usual(contract, endpoint, parameter) or probe.value(endpoint, parameter) is None:
            continue
        around = [
            other
            for other in endpoint.parameters
            if other.is_required or (other.python == _COLLECTION and parameter.type != "uid")
        ]
        yield (
            endpoint,
            _values(probe, contract, endpoint, [*around, parameter]),
            default_format(contract, endpoint),
            purpose,
        )
