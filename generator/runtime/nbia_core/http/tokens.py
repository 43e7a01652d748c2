"""The token of a client at its server: how it is asked for, what the answers mean, and until when it is good."""

from __future__ import annotations

import copy
import dataclasses
import ipaddress
import json
import math
import threading
import time
from collections.abc import Callable, Collection, Mapping
from typing import Final
from urllib.parse import unquote, unquote_plus, urlencode, urljoin, urlsplit

from nbia_core.api.description import Api, LoginMethod
from nbia_core.errors import (
    AccountClosedError,
    AnswerError,
    InvalidParameterError,
    LoginRefusedError,
    MovedError,
    NbiaError,
    NeedsLoginError,
    NotTheApiError,
    RetiredError,
    ServerFailureError,
    TooManyRequestsError,
    WrongPasswordError,
)
from nbia_core.text import shortened, without_secrets

from .answers import FOREIGN_HINT
from .login import Login, LoginSource, check_login
from .retries import read_retry_after
from .secrets import Secret, drop_frames, hide_in

LONGEST_ANSWER: Final = 1024 * 1024
"""How many bytes of an answer about a token are read."""
_SOONER: Final = 30.0
_SHARE: Final = 0.2
"""A token is renewed so many seconds before its end, but not before so much of its time is left."""
_UNSAID: Final = 60.0
"""Seconds for which a token is taken for good whose time the server does not tell."""
_MOST_REJECTED: Final = 2
"""So many tokens in a row that the server gave and did not accept; a further one is not asked for."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Token:
    """What the server gave for a login."""

    access: Secret
    """What is sent with requests."""
    refresh: Secret | None
    """What another token is asked for with."""
    renew_at: float
    """When it is time for another one, on the clock of `Tokens`."""
    refresh_until: float
    """Until when `refresh` is good."""


class Tokens:
    """The token of a client, shared by its sessions, threads and tasks, and whatever else must be known of it.

    Who holds `lock` asks for a token, or whether it is good; the others wait and take over what came of it.
    """

    def __init__(
        self, source: LoginSource, method: LoginMethod, base_url: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.source = source
        """The login, or what gets it."""
        self.method = method
        """How the version of the API logs in."""
        self.clock = clock
        """Seconds, from some moment on."""
        self.token_url = urljoin(base_url, method.token)
        """Where a token is asked for."""
        self.logout_url = urljoin(base_url, method.logout) if method.logout is not None else None
        """Where a token is ended."""
        self.lock = threading.Lock()
        self.token: Token | None = None
        """The newest token."""
        self.login: Login | None = None
        """The login, when it was needed."""
        self.asked = 0
        """How often a token was asked for."""
        self._failure: NbiaError | None = None
        self._rejected = 0
        self._good_at = -math.inf

    def usable(self, rejected: Token | None = None) -> Token | None:
        """Return the token if it is good for some time and not the one that the server has rejected."""
        token = self.token
        return token if token is not None and token is not rejected and self.clock() < token.renew_at else None

    def check_failure(self, asked: int, rejected: Token | None) -> None:
        """Raise the known error where asking for a token is pointless.

        Args:
            asked: how often a token had been asked for when the caller began to wait for its turn.
            rejected: the token that the server has rejected, if it has.

        Raises:
            NbiaError: somebody asked meanwhile and failed, the login is refused for good, or the server rejects the tokens that
                it gives out itself.
        """
        if self._failure is not None and (asked != self.asked or isinstance(self._failure, LoginRefusedError)):
            raise copy.copy(self._failure)
        if rejected is not None and self._rejected >= _MOST_REJECTED:
            raise not_accepted(self.token_url)

    def keep(self, token: Token, rejected: Token | None) -> None:
        """Store a new token; `rejected` is the token that it replaces because the server rejected that."""
        self.asked += 1
        self._failure = None
        self._rejected += rejected is not None
        self.token = token

    def fail(self, error: NbiaError) -> None:
        """Remember why there is no token."""
        drop_frames(error)
        self.asked += 1
        self._failure = copy.copy(error)

    def accepted(self) -> None:
        """Note that the server accepted the token."""
        self._rejected = 0

    def is_good(self, token: Token, since: float) -> bool:
        """Whether this is the newest token, and the server is known to have accepted it at `since` or later."""
        return token is self.token and self._good_at >= since

    def prove(self, since: float) -> None:
        """Note that the newest token is good: the answer to a request that was sent at `since` shows it."""
        self._good_at = since
        self.accepted()

    def take(self) -> Token | None:
        """Return the token and forget it, if it is still of use."""
        token, self.token = self.usable(), None
        return token

    def refresh_form(self, rejected: Token | None) -> Secret | None:
        """Return the form that asks for a new token with the refresh token, or None if only the password will do.

        A password is needed if the refresh token is missing or too old, and if the server has rejected two tokens in a row.
        """
        token = self.token
        if token is None or token.refresh is None or self.clock() >= token.refresh_until:
            return None
        if rejected is not None and self._rejected:
            return None
        return Secret(
            urlencode(
                {
                    "grant_type": "refresh_token",
                    "refresh_token": token.refresh.reveal(),
                    "client_id": self.method.refresh_client_id or self.method.client_id,
                }
            )
        )

    def password_form(self, login: Login) -> Secret:
        """Return the form that asks for a token with a password."""
        user = self.method.guest if login.is_guest else login.user
        if user is None:
            raise InvalidParameterError("This version of the API has no guest who could log in.")
        return Secret(
            urlencode(
                {
                    "grant_type": "password",
                    "username": user,
                    "password": login.password.reveal(),
                    "client_id": self.method.client_id,
                }
            )
        )

    def hide_in(self, error: NbiaError) -> None:
        """Let an error show nothing secret that the server sent back."""
        hide_in(error, self._secrets())

    def _secrets(self) -> list[Secret]:
        return [] if self.token is None else [self.token.access, *filter(None, [self.token.refresh])]

    def read(
        self, url: str, status: int, headers: Mapping[str, str], body: bytes, sent_at: float
    ) -> Token | AnswerError:
        """Return the token in an answer, or the error that the answer means, with all secrets taken out of it."""
        content = _object(body)
        token = _token(content, sent_at) if status == 200 else None
        secrets = [*self._secrets(), *([] if self.login is None or self.login.is_guest else [self.login.password])]
        return token or _refusal(url, status, headers, content, secrets)


def tokens_for(login: object, api: Api, base_url: str) -> Tokens:
    """Return the tokens of a login. Nothing is asked for yet.

    Raises:
        InvalidParameterError: it is no login, the version of the API has none, or others could read it on the way.
    """
    source = check_login(login)
    if api.login is None:
        raise InvalidParameterError(
            f"The {api.name}, has no login: all that it shows is public.",
            hint="leave login= out, or take a version of the API that has one",
        )
    is_guest = isinstance(source, Login) and source.is_guest
    if not is_guest and not _is_unreadable_on_the_way(base_url):
        raise InvalidParameterError(
            f"base_url={base_url!r} begins with http://, so whoever is on the way could read the password.",
            hint="give an address that begins with https://; without encryption a login goes to this machine alone",
        )
    return Tokens(source, api.login, base_url)


def _is_unreadable_on_the_way(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def not_accepted(url: str) -> NeedsLoginError:
    """Return the error for a server that gives tokens and does not accept them."""
    return NeedsLoginError(
        "The server gives a token for the login, and does not accept it.",
        url=url,
        status=401,
        hint="its login service may have trouble: try again later; public data can be had without a login in other "
        "versions of the API",
    )


def _object(body: bytes) -> Mapping[str, object]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _token(content: Mapping[str, object], sent_at: float) -> Token | None:
    """Return the token that an answer holds, if it holds one that can be sent in a header."""
    access, refresh = content.get("access_token"), content.get("refresh_token")
    kind = content.get("token_type", "bearer")
    if not _is_token(access) or not isinstance(kind, str) or kind.lower() != "bearer":
        return None
    lasts = _seconds(content.get("expires_in"), _UNSAID)
    return Token(
        access=Secret(str(access)),
        refresh=Secret(str(refresh)) if _is_token(refresh) else None,
        renew_at=sent_at + lasts - min(_SOONER, lasts * _SHARE),
        refresh_until=sent_at + _seconds(content.get("refresh_expires_in"), math.inf),
    )


def _is_token(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and " " not in value and value != ""


def _seconds(value: object, unsaid: float) -> float:
    """Read a time; Keycloak's 0 for a refresh token means that its session decides, as does none at all."""
    try:
        seconds = float(value) if isinstance(value, int | float | str) else math.nan
    except (ValueError, OverflowError):
        return unsaid
    return seconds if seconds > 0 else unsaid


def _refusal(
    url: str, status: int, headers: Mapping[str, str], content: Mapping[str, object], secrets: Collection[Secret]
) -> AnswerError:
    """Return what an answer without a token means."""
    words = [content[name] for name in ("error", "error_description") if isinstance(content.get(name), str)]
    said = ": ".join(map(str, words))
    kind, message, hint = _meaning(status, said)
    error = kind(
        message,
        url=url,
        status=status,
        sentence=None if _holds(said, secrets) else shortened(said, 300) or None,
        hint=hint,
        retry_after=read_retry_after(headers.get("retry-after")),
    )
    location = headers.get("location")
    if isinstance(error, MovedError) and location is not None and not _holds(location, secrets):
        error.location = without_secrets(location)
    return error


def _holds(text: str, secrets: Collection[Secret]) -> bool:
    """Whether a text has a secret in it, be it written as in a form or an address."""
    return any(secret.reveal() in form for secret in secrets for form in (text, unquote(text), unquote_plus(text)))


def _meaning(status: int, said: str) -> tuple[type[AnswerError], str, str]:
    if 300 <= status < 400:
        return MovedError, "The address where tokens are asked for has moved.", "give the new address as base_url"
    if status == 404:
        return (
            RetiredError,
            "There is no login at this address, or no longer.",
            "check the base URL: this server may have no login",
        )
    if status == 429:
        return TooManyRequestsError, "The server asks to slow down with logins.", "wait before the next attempt"
    if status >= 500:
        return ServerFailureError, "The server's login failed, whoever logs in.", "try again later"
    if not said:
        return NotTheApiError, "What answers where tokens are asked for gives no token.", FOREIGN_HINT
    words = said.lower()
    if any(word in words for word in ("disabled", "locked", "not fully set up", "not set up")):
        return (
            AccountClosedError,
            "The server refuses the login: the account is closed, locked, or not set up.",
            "ask those who run the server to open the account",
        )
    if "invalid_grant" in words:
        return (
            WrongPasswordError,
            "The server refuses the login: user and password do not fit, or the account is locked for some time.",
            "check the user and the password, and make a new client: this one does not try them again, since too many "
            "attempts lock an account",
        )
    return LoginRefusedError, "The server refuses the login.", "what came back says why; make a new client to try again"
