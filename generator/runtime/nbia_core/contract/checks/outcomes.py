"""What became of one request, before anybody looks into the table or the image."""

from __future__ import annotations

import dataclasses
import re
from typing import Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

from nbia_core.api.description import Api, Endpoint
from nbia_core.contract.findings import Verdict
from nbia_core.contract.observations import Observation
from nbia_core.http.answers import is_page, say
from nbia_core.text import as_text

Kind = Literal["answer", "nothing", "error", "elsewhere", "login", "gone", "page", "lost", "cut", "unread"]
"""An answer with a body, one without, a status of failure, a redirect, a demand for a login, an address that does not
exist, a page that is not the API's, no answer, an answer that broke off, one that nobody read to its end."""

_LOGIN_STATUSES: Final = frozenset({401, 403, 460, 511})
_GONE_STATUSES: Final = frozenset({404, 410})
_LOGIN_ADDRESS: Final = re.compile(r"\b(log-?in|sign-?in|auth|oauth2?|sso|saml2?|realms|idp)\b", re.IGNORECASE)
_LOGIN_PAGE: Final = re.compile(
    r"type\s*=\s*[\"']?password|<title>[^<]*\b(log ?in|sign ?in)\b|Login needed", re.IGNORECASE
)
_START: Final = 20_000


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """An observation and what it amounts to."""

    observation: Observation
    """The observation."""
    kind: Kind
    """What it amounts to."""
    verdict: Verdict = Verdict.OK
    """What that is if it was not promised."""
    new: str | None = None
    """What it is in words: a status, an address."""
    sentence: str | None = None
    """What the body says to people."""

    @property
    def is_sound(self) -> bool:
        """Whether this is a good answer, with or without a body."""
        return self.kind in ("answer", "nothing")


def outcome(contract: Api, endpoint: Endpoint, observation: Observation) -> Outcome:
    """Return what became of a request."""
    status = observation.status
    if observation.failure is not None:
        if status is None:
            return Outcome(
                observation=observation, kind="lost", verdict=Verdict.UNREACHABLE, sentence=observation.failure
            )
        return Outcome(
            observation=observation,
            kind="cut",
            verdict=Verdict.BROKEN,
            new="cut off",
            sentence=observation.failure,
        )
    if observation.is_cut:
        return Outcome(observation=observation, kind="unread")
    start = as_text(observation.body[:_START])
    if status is not None and not 200 <= status < 300:
        return _failure(contract, endpoint, observation, status, start)
    if observation.entries is None and not observation.body.strip():
        return Outcome(observation=observation, kind="nothing")
    if observation.body[:4] != b"PK\x03\x04" and _LOGIN_PAGE.search(start) and is_page(start):
        return _page(observation, "login", Verdict.NEEDS_LOGIN, "a login page")
    if is_page(start) and not (observation.format == "html" and "<th" in start.lower()):
        return _page(observation, "page", Verdict.BROKEN, "an HTML page")
    return Outcome(observation=observation, kind="answer")


def _page(observation: Observation, kind: Kind, verdict: Verdict, new: str) -> Outcome:
    said = say(observation.body[:_START])
    return Outcome(observation=observation, kind=kind, verdict=verdict, new=new, sentence=said)


def _failure(contract: Api, endpoint: Endpoint, observation: Observation, status: int, text: str) -> Outcome:
    said = say(observation.body[:_START])
    new = f"status {status}"
    location = (observation.headers or {}).get("location")
    if 300 <= status < 400 and location:
        said = f"Location: {location}"
        try:
            target = urljoin(observation.url, location)
            host, path = urlsplit(target).hostname or "", urlsplit(target).path
            address = _base(target, endpoint.name)
        except ValueError:
            host, path, address = "", "", location
        if _LOGIN_ADDRESS.search(path) or _LOGIN_ADDRESS.search(host):
            return Outcome(
                observation=observation, kind="login", verdict=Verdict.NEEDS_LOGIN, new="a login page", sentence=said
            )
        return Outcome(observation=observation, kind="elsewhere", verdict=Verdict.MOVED, new=address, sentence=said)
    meanings = [case.means for case in contract.errors_of(endpoint) if case.fits(status, text)]
    if status in _GONE_STATUSES or "retired" in meanings:
        return Outcome(observation=observation, kind="gone", verdict=Verdict.RETIRED, new=new, sentence=said)
    if status in _LOGIN_STATUSES or "needs-login" in meanings:
        return Outcome(observation=observation, kind="login", verdict=Verdict.NEEDS_LOGIN, new=new, sentence=said)
    return Outcome(observation=observation, kind="error", verdict=Verdict.BROKEN, new=new, sentence=said)


def _base(target: str, endpoint: str) -> str:
    """Return an address without query, and without the endpoint's name if it ends with that."""
    parts = urlsplit(target)
    path = parts.path.rstrip("/")
    head, _, last = path.rpartition("/")
    return f"{parts.scheme}://{parts.netloc}{head if unquote(last) == endpoint else path}"
