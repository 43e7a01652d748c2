"""Sessions and their tokens: what Keycloak, which the real server asks about everybody, remembers and says."""

import base64
import json
import secrets
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from .accounts import GUEST, Realm, User
from .answers import Answer, Json, failure, json_answer

CLIENT_ID = "nbia"
"""The name under which the server itself is known to Keycloak."""

_SCOPE = "openid profile email"
_PREFIX_LENGTH = len("Bearer ")


class Trouble(Enum):
    """Why nobody is known to have sent a request."""

    NO_HEADER = auto()
    """There is no Authorization header."""
    REFUSED = auto()
    """Its token has expired, is of an ended session, or of another server."""
    UNAVAILABLE = auto()
    """Keycloak can't be asked."""


@dataclass(frozen=True, kw_only=True)
class TokenRequest:
    """A request for tokens, without its secrets."""

    grant_type: str | None
    username: str | None
    client_id: str | None
    status: int
    """The status of the answer."""


@dataclass(kw_only=True)
class _Session:
    """What follows from one password."""

    user: User
    key: str
    end: float
    ended: bool = False
    newest_refresh_token: str = ""


@dataclass(frozen=True, kw_only=True)
class _Token:
    session: _Session
    expiry: float

    def is_good(self, now: float) -> bool:
        return not self.session.ended and now < self.expiry


class Tokens:
    """The login of a running server, shared by its thread and those of the tests."""

    def __init__(self, realm: Realm, clock: Callable[[], datetime]) -> None:
        """Start without sessions; ``clock`` decides what has expired."""
        self.available = True
        """Whether Keycloak answers; a test may set it to False."""
        self._realm = realm
        self._users = {user.name: user for user in realm.users}
        self._clock = clock
        self._lock = threading.RLock()
        self._requests: list[TokenRequest] = []
        self._access_tokens: dict[str, _Token] = {}
        self._refresh_tokens: dict[str, _Token] = {}

    @property
    def requests(self) -> list[TokenRequest]:
        """The requests for tokens since the start or the last `reset`."""
        with self._lock:
            return list(self._requests)

    def reset(self) -> None:
        """Forget sessions and requests; Keycloak is available again."""
        with self._lock:
            self.available = True
            self._requests.clear()
            self._access_tokens.clear()
            self._refresh_tokens.clear()

    def end_sessions(self) -> None:
        """Refuse all tokens from now on that were given so far."""
        with self._lock:
            for token in self._refresh_tokens.values():
                token.session.ended = True

    def sender(self, authorization: str | None) -> User | Trouble:
        """Tell who sent a request with this Authorization header; the word before the token does not matter."""
        if authorization is None:
            return Trouble.NO_HEADER
        text = authorization[_PREFIX_LENGTH:]
        if text.lower() == "undefined":
            return GUEST
        if not self.available:
            return Trouble.UNAVAILABLE
        with self._lock:
            token = self._access_tokens.get(text)
            return token.session.user if token and token.is_good(self._now()) else Trouble.REFUSED

    def user(self, name: str) -> User | None:
        """Return the user of this name."""
        return self._users.get(name)

    def issue(self, form: Mapping[str, str]) -> Answer:
        """Answer a request for tokens."""
        with self._lock:
            answer = self._answer(form)
            self._requests.append(
                TokenRequest(
                    grant_type=form.get("grant_type"),
                    username=form.get("username"),
                    client_id=form.get("client_id"),
                    status=answer.status,
                )
            )
            return answer

    def log_out(self, authorization: str | None) -> Answer:
        """End the session of a token."""
        if authorization is None or authorization == "Bearer undefined":
            return failure(_NO_STATUS)
        if not self.available:
            return failure("null")
        with self._lock:
            token = self._access_tokens.get(authorization.removeprefix("Bearer "))
            if token is None or not token.is_good(self._now()):
                return _refusal(400, "invalid_grant", "Invalid token")
            token.session.ended = self._realm.logout_ends_session
            return Answer(status=204)

    def _now(self) -> float:
        return self._clock().timestamp()

    def _answer(self, form: Mapping[str, str]) -> Answer:
        grant_type = form.get("grant_type")
        if grant_type is None:
            return failure("null")
        if grant_type not in ("password", "refresh_token"):
            return failure(_NO_STATUS)
        if not self.available:
            return failure("null")
        return self._logged_in(form) if grant_type == "password" else self._refreshed(form)

    def _logged_in(self, form: Mapping[str, str]) -> Answer:
        if "username" not in form:
            return _refusal(401, "invalid_request", "Missing parameter: username")
        user = self._users.get(form["username"])
        if user is not None and not user.enabled:
            return _refusal(400, "invalid_grant", "Account disabled")
        if user is None or user.locked or (user is not GUEST and user.password != form.get("password")):
            return _refusal(401, "invalid_grant", "Invalid user credentials")
        session = _Session(user=user, key=str(uuid.uuid4()), end=self._now() + self._realm.session_seconds)
        return self._granted(session)

    def _refreshed(self, form: Mapping[str, str]) -> Answer:
        if form.get("client_id") != CLIENT_ID:
            return _refusal(401, "invalid_client", "Invalid client or Invalid client credentials")
        if "refresh_token" not in form:
            return _refusal(400, "invalid_request", "No refresh token")
        token = self._refresh_tokens.get(form["refresh_token"])
        if token is None:
            return _refusal(400, "invalid_grant", "Invalid refresh token")
        if token.session.ended:
            return _refusal(400, "invalid_grant", "Session not active")
        if not token.is_good(self._now()):
            return _refusal(400, "invalid_grant", "Token is not active")
        if self._realm.rotates_refresh_tokens and token.session.newest_refresh_token != form["refresh_token"]:
            token.session.ended = True
            return _refusal(400, "invalid_grant", "Maximum allowed refresh token reuse exceeded")
        return self._granted(token.session)

    def _granted(self, session: _Session) -> Answer:
        now = self._now()
        access_end = min(now + self._realm.access_seconds, session.end)
        refresh_end = min(now + self._realm.refresh_seconds, session.end)
        access_token = _web_token("Bearer", session, now, access_end)
        refresh_token = _web_token("Refresh", session, now, refresh_end)
        self._access_tokens[access_token] = _Token(session=session, expiry=access_end)
        self._refresh_tokens[refresh_token] = _Token(session=session, expiry=refresh_end)
        session.newest_refresh_token = refresh_token
        fields: dict[str, Json] = {
            "access_token": access_token,
            "expires_in": int(access_end - now),
            "refresh_expires_in": int(refresh_end - now),
            "refresh_token": refresh_token,
            "token_type": "Bearer",
            "id_token": _web_token("ID", session, now, access_end),
            "not-before-policy": 0,
            "session_state": session.key,
            "scope": _SCOPE,
        }
        return json_answer(fields)


_NO_STATUS = "Response status must not be less than '100' or greater than '599'"
"""What the framework says to the status 0, with which the server's code means that it sent nothing to Keycloak."""


def _web_token(kind: str, session: _Session, now: float, end: float) -> str:
    """Return a JSON Web Token as long as a real one; nobody has a key that its signature fits."""
    header = {"alg": "RS256", "typ": "JWT", "kid": "reference-server"}
    claims = {
        "exp": int(end),
        "iat": int(now),
        "jti": str(uuid.uuid4()),
        "typ": kind,
        "azp": CLIENT_ID,
        "session_state": session.key,
        "scope": _SCOPE,
        "preferred_username": session.user.name,
    }
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), secrets.token_bytes(256))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def _refusal(status: int, error: str, description: str) -> Answer:
    return json_answer({"error": error, "error_description": description}, status=status)
