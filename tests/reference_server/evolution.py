"""How changes of the API take hold: their kinds, their order, and what they must find in the API as it is."""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from . import downloads, metadata
from .answers import Answer, bad_request
from .downloads import Plan
from .journal import RequestRecord
from .metadata import Table

_PARAMETERS = {
    "getImage": ("SeriesInstanceUID", "NewFileNames"),
    "getImageWithMD5Hash": ("SeriesInstanceUID",),
    "getSingleImage": ("SeriesInstanceUID", "SOPInstanceUID"),
    "getBodyPartValues": ("Collection", "Modality", "format"),
    "getCollectionValues": ("format",),
    "getContentsByName": ("name",),
    "getManufacturerValues": ("Collection", "BodyPartExamined", "Modality", "format"),
    "getModalityValues": ("Collection", "BodyPartExamined", "format"),
    "NewPatientsInCollection": ("Collection", "Date", "format"),
    "NewStudiesInPatientCollection": ("Collection", "Date", "PatientID", "format"),
    "getPatient": ("Collection", "PatientId", "format"),
    "getPatientByCollectionAndModality": ("Collection", "Modality", "format"),
    "getPatientStudy": ("Collection", "PatientID", "StudyInstanceUID", "format"),
    "getSeries": (
        "Collection",
        "PatientID",
        "StudyInstanceUID",
        "Modality",
        "SeriesInstanceUID",
        "BodyPartExamined",
        "ManufacturerModelName",
        "Manufacturer",
        "format",
    ),
    "getSeriesMetaData": ("SeriesInstanceUID", "format"),
    "getSeriesSize": ("SeriesInstanceUID", "format"),
    "getSOPInstanceUIDs": ("SeriesInstanceUID", "format"),
    "getUpdatedSeries": ("fromDate", "format"),
}
_TABLES = {endpoint.name: endpoint for endpoint in metadata.ENDPOINTS}


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
    """The API with some changes; with none it is the API as it was."""

    changes: tuple[Change, ...] = ()

    def reply(self, endpoint: str | None, request: RequestRecord) -> Answer | None:
        """Return the answer that takes the place of the API's, if there is one."""
        replies = (change for change in self._for(endpoint) if isinstance(change, Reply))
        return next((reply.answer(request) for reply in replies), None)

    def refusal(self, endpoint: str, sent: Mapping[str, str], content_type: str) -> Answer | None:
        """Return what is said to parameters that are too many or too few; ``content_type`` is the one negotiated."""
        known = self._meanings(endpoint)
        strict, rejected, demanded = False, set[str](), list[str]()
        for change in self._for(endpoint):
            match change:
                case Strictness():
                    strict = True
                case Renaming(name=name, rejected=True) if name in _PARAMETERS[endpoint]:
                    rejected.add(name)
                case Demand(name=name):
                    demanded.append(name)
        for name in sent:
            if name not in known and (strict or name in rejected):
                sentence = f"Invalid query parameter: '{name}'. Allowed parameters are: [{', '.join(sorted(known))}]"
                return replace(bad_request(sentence), content_type=content_type)
        for name in demanded:
            if name not in sent:
                return bad_request(f"A parameter, {name} is required for this API call.")
        return None

    def parameters(self, endpoint: str, sent: dict[str, str]) -> dict[str, str]:
        """Return parameters under the names that the API had for them; what it does not know is left out."""
        if not any(isinstance(change, Renaming) for change in self._for(endpoint)):
            return sent
        meanings = self._meanings(endpoint)
        return {meanings[name]: value for name, value in sent.items() if name in meanings}

    def table(self, endpoint: str, table: Table) -> Table:
        """Return the table that an endpoint shows."""
        for change in self._for(endpoint):
            if isinstance(change, TableChange) and _has(table, change.needed):
                table = change.function(table)
        return table

    def plan(self, endpoint: str, spoil: downloads.Change, plan: Plan) -> Plan:
        """Return the plan of a ZIP archive, spoilt by a fault before it is changed."""
        plan = spoil(plan)
        for change in self._for(endpoint):
            if isinstance(change, PlanChange):
                plan = change.function(plan)
        return plan

    def answer(self, endpoint: str, answer: Answer) -> Answer:
        """Return what is sent in the place of ``answer``."""
        made_as = answer.content_type
        for change in self._for(endpoint):
            if isinstance(change, AnswerChange) and answer.status == 200 and made_as == change.content_type:
                answer = change.function(answer)
            if isinstance(change, Renaming) and answer.status == 400 and isinstance(answer.body, bytes):
                sentence = re.sub(rf"\b{re.escape(change.name)}\b", change.new_name, answer.body.decode())
                answer = replace(answer, body=sentence.encode())
        return answer

    def with_change(self, change: Change) -> "Changed":
        """Return the API with one more change, or raise ValueError when there is nothing that it fits."""
        if change.endpoint is not None and change.endpoint not in _PARAMETERS:
            raise ValueError(f"The API has no endpoint {change.endpoint}.")
        endpoints = list(_PARAMETERS) if change.endpoint is None else [change.endpoint]
        subject = change.endpoint or "The API"
        if isinstance(change, TableChange):
            tables = [self.table(name, _TABLES[name].table([])) for name in endpoints if name in _TABLES]
            if not tables:
                raise ValueError(f"{subject} shows no table.")
            if not any(_has(table, change.needed) for table in tables):
                raise ValueError(f"{subject} has no table with {', '.join(change.needed)}.")
        if isinstance(change, Renaming) and not any(change.name in self._meanings(name) for name in endpoints):
            raise ValueError(f"{subject} has no parameter {change.name}.")
        return Changed((*self.changes, change))

    def _for(self, endpoint: str | None) -> Iterator[Change]:
        return (change for change in self.changes if change.endpoint in (None, endpoint))

    def _meanings(self, endpoint: str) -> dict[str, str]:
        """Return the parameters of an endpoint with the names that they had."""
        meanings = {name: name for name in _PARAMETERS[endpoint]}
        for change in self._for(endpoint):
            if isinstance(change, Renaming) and change.name in meanings:
                meanings[change.new_name] = meanings.pop(change.name)
            if isinstance(change, Demand):
                meanings.setdefault(change.name, change.name)
        return meanings


class Changes:
    """The changes of a running server, shared by its thread and those of the tests."""

    def __init__(self) -> None:
        """Start with none."""
        self._lock = threading.Lock()
        self._changed = Changed()

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
            self._changed = Changed()

    def now(self) -> Changed:
        """Return the API as it is at this moment."""
        with self._lock:
            return self._changed


def _has(table: Table, names: tuple[str, ...]) -> bool:
    return {column.name for column in table.columns}.issuperset(names)
