"""The accounts that may log in, and how long a login lasts."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody with a name and a password."""

    name: str
    password: str
    collections: frozenset[str] = frozenset()
    """The collections that this user may see although the public may not."""
    enabled: bool = True
    locked: bool = False
    """Whether too many wrong passwords have shut the account for a while."""


GUEST = User(name="nbia_guest", password="")
"""Stands for the public; any password will do."""

CURATOR = User(name="curator", password="correct-horse-1", collections=frozenset({"Restricted-Faces"}))
"""May see what is not public."""

STUDENT = User(name="student", password="battery-staple-2")
"""May see no more than the public."""

FORMER = User(name="former", password="no-longer-3", enabled=False)
"""Has an account that was disabled."""

LOCKED = User(name="locked", password="too-many-attempts-4", locked=True)
"""Has an account that is shut for a while."""

USERS = (GUEST, CURATOR, STUDENT, FORMER, LOCKED)
"""All accounts."""


@dataclass(frozen=True, kw_only=True)
class Realm:
    """The settings of the login: Keycloak's word for accounts that are administered together."""

    users: tuple[User, ...] = USERS
    access_seconds: int = 300
    """How long an access token is accepted."""
    refresh_seconds: int = 1800
    """How long a refresh token is accepted."""
    session_seconds: int = 36000
    """How long after the password nothing is accepted any more, however often it was refreshed."""
    rotates_refresh_tokens: bool = False
    """Whether a refresh token is good for one refresh only; a second one ends the session."""
    logout_ends_session: bool = True
    """Whether tokens are refused after the logout; of the real server that is doubtful."""
