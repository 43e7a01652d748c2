"""Calls: a request as the code behind an endpoint sees it, and what all endpoints have in common."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from . import error_pages
from .accounts import User
from .answers import Answer, failure
from .archive import Archive
from .shared_lists import SharedLists
from .tables import Table
from .tokens import Tokens, Trouble
from .zip_plans import Plan

NOT_A_FORM = (
    "The @FormParam is utilized when the content type of the request entity is not application/x-www-form-urlencoded"
)
"""What the server's framework says to a body that is no form."""


class Fields(Mapping[str, str]):
    """The fields of a query or of a form; of a repeated one the first counts."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Keep ``pairs`` of names and values in their order."""
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        """Return the first value."""
        return self._values[name][0]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._values)

    def all(self, name: str) -> list[str]:
        """Return every value of ``name``."""
        return list(self._values.get(name, ()))

    def renamed(self, names: Mapping[str, str]) -> "Fields":
        """Return the fields under other names; those without one are left out."""
        return Fields((names[name], value) for name in self if name in names for value in self.all(name))


class UnknownSender(Exception):
    """An endpoint asks who sent a request, and nobody knows."""

    def __init__(self, trouble: Trouble) -> None:
        """Say what is wrong with the login."""
        super().__init__(trouble.name)
        self.trouble = trouble

    def answer(self) -> Answer:
        """Return what is said where the server's code does not catch this."""
        if self.trouble is Trouble.REFUSED:
            return Answer(status=401, content_type="text/html;charset=utf-8", body=error_pages.tomcat_page(401))
        return failure("null")


class WithoutSender(Enum):
    """What becomes of a table when nobody knows who asks for it."""

    NOTHING_FOUND = auto()
    """The code catches it and goes on without rights."""
    REFUSED = auto()
    """The code does not catch it."""
    CRASHED = auto()
    """The code catches it and fails over what is missing then."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request for an endpoint."""

    public_archive: Archive
    """As everybody may see it: some endpoints do not ask who the user is."""
    tokens: Tokens
    authorization: str | None
    """The header of this name, or what stands for it."""
    shared_lists: SharedLists
    query: Fields
    form: Fields
    moment: datetime
    """When it came."""
    content_type: str
    """What was negotiated: the label of everything that the server leaves unlabelled."""
    changed_table: Callable[[Table], Table]
    """What deliberate changes make of a table."""
    changed_plan: Callable[[Plan], Plan]
    """What deliberate faults and changes make of an archive of images."""

    @property
    def user(self) -> User:
        """Ask Keycloak who sent the request; raises `UnknownSender`."""
        sender = self.tokens.sender(self.authorization)
        if isinstance(sender, Trouble):
            raise UnknownSender(sender)
        return sender

    @property
    def archive(self) -> Archive:
        """The archive as the user may see it; raises `UnknownSender`."""
        return self.public_archive.seen_with(self.user.collections)


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A path of an API."""

    name: str
    """The path, behind the API's folder."""
    produced: tuple[str, ...]
    """The media types that it declares, in the order in which the server prefers them."""
    parameters: tuple[str, ...]
    """Those it knows, in the query of a GET or the form of a POST."""
    method: str = "GET"
    checked: str | None = None
    """``query`` or ``form`` where unknown parameters are refused: the word that the refusal has for them."""
    not_a_form: str | None = NOT_A_FORM
    """What is said to a POST with another body than a form; ``None`` where the body does not matter."""

    def answer(self, call: Call) -> Answer:
        """Answer a request."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Handler(Endpoint):
    """An endpoint whose answer is made by one function."""

    handle: Callable[[Call], Answer]

    def answer(self, call: Call) -> Answer:
        """Answer a request."""
        return self.handle(call)


class Login(Enum):
    """Who sends a request to an API, by its Authorization header."""

    IGNORED = auto()
    """The guest, whatever the header says."""
    OPTIONAL = auto()
    """The guest, unless there is a header."""
    NEEDED = auto()
    """Whom the header names."""

    def header(self, sent: str | None) -> str | None:
        """Return the header that an endpoint goes by when ``sent`` came."""
        if self is Login.IGNORED or (self is Login.OPTIONAL and sent is None):
            return "Bearer undefined"
        return sent


@dataclass(frozen=True, kw_only=True)
class Api:
    """Endpoints that share a folder."""

    folder: str
    """Such as ``v1``; empty for the Advanced API, whose paths have no version."""
    endpoints: tuple[Endpoint, ...]

    def addressed(self) -> dict[str, Endpoint]:
        """Return the endpoints by their addresses, such as ``v1/getSeries``."""
        return {f"{self.folder}/{endpoint.name}".lstrip("/"): endpoint for endpoint in self.endpoints}
