"""How changes of the API take hold: their kinds, their order, and what they must find in the API as it is."""

import hashlib
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .answers import Answer, bad_request
from .calls import Endpoint, Fields
from .journal import RequestRecord
from .metadata import MetadataEndpoint
from .tables import Table
from .zip_plans import Change as Spoiling
from .zip_plans import Plan


@dataclass(frozen=True)
class Reply:
    """Something else answers, before the API looks at the request."""

    endpoint: str | None
    answer: Callable[[RequestRecord], Answer]


@dataclass(frozen=True)
class Strictness:
    """Parameters that an endpoint does not know are refused."""

    endpoint: str | None


@dataclass(frozen=True)
class Demand:
    """A parameter is required."""

    endpoint: str | None
    name: str


@dataclass(frozen=True)
class Renaming:
    """A parameter has another name."""

    endpoint: str | None
    name: str
    new_name: str
    rejected: bool
    """Whether the old name is refused."""


@dataclass(frozen=True)
class TableChange:
    """An endpoint shows another table."""

    endpoint: str | None
    needed: tuple[str, ...]
    """The columns without which there is nothing to change."""
    function: Callable[[Table], Table]


@dataclass(frozen=True)
class PlanChange:
    """ZIP archives are put together in another way."""

    function: Callable[[Plan], Plan]
    endpoint: None = None


@dataclass(frozen=True)
class AnswerChange:
    """Successful answers of one content type are sent in another way."""

    endpoint: str | None
    content_type: str
    function: Callable[[Answer], Answer]


Change = Reply | Strictness | Demand | Renaming | TableChange | PlanChange | AnswerChange
"""A difference between the API and what it was."""


@dataclass(frozen=True)
class Changed:
    """The APIs with some changes; with none they are as they were. Endpoints go by addresses, such as ``v1/getSeries``."""

    endpoints: Mapping[str, Endpoint]
    salt: int
    """Decides in which order refusals name the parameters that are allowed."""
    changes: tuple[Change, ...] = ()

    def reply(self, request: RequestRecord) -> Answer | None:
        """Return the answer that takes the place of the API's, if there is one."""
        replies = (change for change in self._for(request.address) if isinstance(change, Reply))
        return next((reply.answer(request) for reply in replies), None)

    def refusal(self, address: str, query: Fields, form: Fields, content_type: str) -> Answer | None:
        """Return what is said to parameters that are too many or too few; ``content_type`` is the one negotiated."""
        endpoint, known = self.endpoints[address], self._meanings(address)
        sent = query if endpoint.method == "GET" else form
        strict, rejected, demanded = False, set[str](), list[str]()
        for change in self._for(address):
            match change:
                case Strictness():
                    # A form may have more fields than can be listed, such as those of a search.
                    strict = endpoint.method == "GET"
                case Renaming(name=name, rejected=True) if name in endpoint.parameters:
                    rejected.add(name)
                case Demand(name=name):
                    demanded.append(name)
        if endpoint.checked is not None:
            # The check of a form looks where it finds nothing of the form: into the query.
            for name in query:
                if name not in known:
                    return _unknown(name, endpoint.checked, self._salted(known), content_type)
        for name in sent:
            if name not in known and (strict or name in rejected):
                return _unknown(name, "query", sorted(known), content_type)
        for name in demanded:
            if name not in sent:
                return bad_request(f"A parameter, {name} is required for this API call.")
        return None

    def fields(self, address: str, sent: Fields) -> Fields:
        """Return fields under the names that the API had for them; those that have another name now are left out."""
        meanings = self._meanings(address)
        gone = set(self.endpoints[address].parameters).difference(meanings)
        return sent.renamed({name: meanings.get(name, name) for name in sent if name not in gone})

    def table(self, address: str, table: Table) -> Table:
        """Return the table that an endpoint shows."""
        for change in self._for(address):
            if isinstance(change, TableChange) and _has(table, change.needed):
                table = change.function(table)
        return table

    def plan(self, address: str, spoil: Spoiling, plan: Plan) -> Plan:
        """Return the plan of a ZIP archive, spoilt by a fault before it is changed."""
        plan = spoil(plan)
        for change in self._for(address):
            if isinstance(change, PlanChange):
                plan = change.function(plan)
        return plan

    def answer(self, address: str, answer: Answer) -> Answer:
        """Return what is sent in the place of ``answer``."""
        made_as = answer.content_type
        for change in self._for(address):
            if isinstance(change, AnswerChange) and answer.status == 200 and made_as == change.content_type:
                answer = change.function(answer)
            if isinstance(change, Renaming) and answer.status == 400 and isinstance(answer.body, bytes):
                sentence = re.sub(rf"\b{re.escape(change.name)}\b", change.new_name, answer.body.decode())
                answer = replace(answer, body=sentence.encode())
        return answer

    def with_change(self, change: Change) -> "Changed":
        """Return the APIs with one more change, or raise ValueError when there is nothing that it fits."""
        addresses = [address for address in self.endpoints if _concerns(change, address)]
        if not addresses:
            raise ValueError(f"The API has no endpoint {change.endpoint}.")
        subject = change.endpoint or "The API"
        if isinstance(change, TableChange):
            tables = [
                self.table(address, endpoint.table([]))
                for address in addresses
                if isinstance(endpoint := self.endpoints[address], MetadataEndpoint)
            ]
            if not tables:
                raise ValueError(f"{subject} shows no table.")
            if not any(_has(table, change.needed) for table in tables):
                raise ValueError(f"{subject} has no table with {', '.join(change.needed)}.")
        if isinstance(change, Renaming) and not any(change.name in self._meanings(address) for address in addresses):
            raise ValueError(f"{subject} has no parameter {change.name}.")
        return replace(self, changes=(*self.changes, change))

    def _for(self, address: str) -> Iterator[Change]:
        return (change for change in self.changes if _concerns(change, address))

    def _meanings(self, address: str) -> dict[str, str]:
        """Return the parameters of an endpoint with the names that they had."""
        meanings = {name: name for name in self.endpoints[address].parameters}
        for change in self._for(address):
            if isinstance(change, Renaming) and change.name in meanings:
                meanings[change.new_name] = meanings.pop(change.name)
            if isinstance(change, Demand):
                meanings.setdefault(change.name, change.name)
        return meanings

    def _salted(self, names: Iterable[str]) -> list[str]:
        """Return ``names`` in the order of a Java ``Set.of``: another after every start, the same in between."""
        return sorted(names, key=lambda name: hashlib.sha256(f"{self.salt}{name}".encode()).digest())


class Changes:
    """The changes of a running server, shared by its thread and those of the tests."""

    def __init__(self, endpoints: Mapping[str, Endpoint], salt: int) -> None:
        """Start with none; see `Changed`."""
        self._lock = threading.Lock()
        self._unchanged = self._changed = Changed(endpoints, salt)

    def add(self, *changes: Change) -> None:
        """Make changes, all of them or, when one does not fit, none."""
        with self._lock:
            changed = self._changed
            for change in changes:
                changed = changed.with_change(change)
            self._changed = changed

    def clear(self) -> None:
        """Forget all changes."""
        with self._lock:
            self._changed = self._unchanged

    def now(self) -> Changed:
        """Return the APIs as they are at this moment."""
        with self._lock:
            return self._changed


def _concerns(change: Change, address: str) -> bool:
    return change.endpoint in (None, address, address.rpartition("/")[2])


def _has(table: Table, names: tuple[str, ...]) -> bool:
    return {column.name for column in table.columns}.issuperset(names)


def _unknown(name: str, kind: str, allowed: list[str], content_type: str) -> Answer:
    sentence = f"Invalid {kind} parameter: '{name}'. Allowed parameters are: [{', '.join(allowed)}]"
    return replace(bad_request(sentence), content_type=content_type)
