"""Who logs in: a user with a password, or the guest."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

from nbia_core.errors import InvalidParameterError
from nbia_core.public import publish

from .secrets import Secret

USER: Final = "NBIA_USER"
"""The variable of the environment with the name of the user."""
PASSWORD: Final = "NBIA_PASSWORD"
"""The variable of the environment with the password."""
WAYS: Final = (
    'login=nbia.Login("user", "password"); login=nbia.Login.guest for what is public; login=nbia.Login.from_environment, '
    f"which reads {USER} and {PASSWORD}; or login=nbia.Login.from_netrc(host)"
)
"""How a client can be given a login."""
_OTHERS: Final = 0o077
"""The rights that others than its owner can have on a file."""


class Login:
    """A user and a password, for versions of the API that need a login or show more with one.

    It never shows the password: not when it is printed or logged, and not in a traceback. It cannot be pickled. Whatever runs
    in other processes or on other machines gets it there: give the client a function that returns it, such as
    `Login.from_environment`, in its place.

    Args:
        user: The name of the account.
        password: Its password.

    Raises:
        InvalidParameterError: One of them is empty, or no text that can be sent.
    """

    __slots__ = ("_password", "_user")

    _user: str | None
    _password: Secret

    def __init__(self, user: str, password: str) -> None:
        hidden = Secret(password)
        del password
        _check("user", user)
        _check("password", hidden)
        self._user = user
        self._password = hidden

    @classmethod
    def guest(cls) -> Login:
        """Return the login of the guest, who needs no password and sees what is public."""
        login = cls.__new__(cls)
        login._user = None
        login._password = Secret("")
        return login

    @classmethod
    def from_environment(cls) -> Login:
        """Return the login that the variables NBIA_USER and NBIA_PASSWORD of the environment say.

        Raises:
            InvalidParameterError: One of them is not there, or empty.
        """
        missing = [name for name in (USER, PASSWORD) if not os.environ.get(name)]
        if missing:
            raise InvalidParameterError(
                f"The environment has no login: {' and '.join(missing)} not set, or empty.",
                hint=f"set {USER} and {PASSWORD}, or give one of {WAYS}",
            )
        return cls(os.environ[USER], os.environ[PASSWORD])

    @classmethod
    def from_netrc(cls, host: str, path: str | os.PathLike[str] | None = None) -> Login:
        """Return the login that a `.netrc` file has for a host. Its entry `default` is not used.

        Args:
            host: The host of the server, such as "services.cancerimagingarchive.net".
            path: The file; if not given, that of the variable NETRC of the environment, or `.netrc` in the home folder
                (`_netrc` on Windows). Only its owner may be allowed to read it.

        Raises:
            InvalidParameterError: There is no such file or no entry for the host, others can read the file, or it is none
                of this kind.
        """
        file = _netrc_file() if path is None else Path(path)
        found = _read_netrc(file, host)
        if isinstance(found, InvalidParameterError):
            raise found
        if found is None:
            raise InvalidParameterError(
                f"{file} has no entry for {host}, or is not there.",
                hint=f"add a line: machine {host} login USER password PASSWORD",
            )
        return found

    @property
    def user(self) -> str | None:
        """The name of the account; None for the guest."""
        return self._user

    @property
    def password(self) -> Secret:
        """The password, which only `reveal` shows; empty for the guest."""
        return self._password

    @property
    def is_guest(self) -> bool:
        """Whether it is that of the guest."""
        return self._user is None

    def __repr__(self) -> str:
        user = getattr(self, "_user", "nobody yet")
        return "<Login of the guest>" if user is None else f"<Login of {user}>"

    def __copy__(self) -> Login:
        return self

    def __deepcopy__(self, memo: object) -> Login:
        return self

    def __reduce__(self) -> NoReturn:
        raise InvalidParameterError(
            "A login cannot be pickled, since its password would be in the pickle.",
            hint="give a function that returns the login where it is needed, such as login=nbia.Login.from_environment",
        )


LoginSource: TypeAlias = Login | Callable[[], Login]
"""A login, or what gets it."""


def check_login(login: object) -> LoginSource:
    """Return what a client was given as a login, if it is one or a function. What else it is, is not repeated."""
    if isinstance(login, Login) or callable(login):
        return login
    raise InvalidParameterError(
        f"login= must be a Login or a function that returns one, not {type(login).__name__}.", hint=f"give {WAYS}"
    )


def check_returned(login: object) -> Login:
    """Return what a function gave as a login, if it is one."""
    if not isinstance(login, Login):
        raise InvalidParameterError(f"The function given as login= returned no Login but {type(login).__name__}.")
    return login


def _check(name: str, value: object) -> None:
    """Refuse what cannot be sent, without a word of it."""
    text = value.reveal() if isinstance(value, Secret) else value
    reason = _reason(text)
    del text
    if reason is not None:
        raise InvalidParameterError(f"The {name} of the login {reason}.", hint=f"give {WAYS}")


def _reason(text: object) -> str | None:
    if not isinstance(text, str):
        return f"must be text, not {type(text).__name__}"
    if not text.strip():
        return "is empty"
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        return "has control characters, such as a line break at its end"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "has characters that UTF-8 cannot encode"
    return None


def netrc_login(host: str) -> Login | None:
    """Return the login that the user's `.netrc` file has for a host, if it has one.

    Raises:
        InvalidParameterError: others can read the file, or it is none of this kind.
    """
    found = _read_netrc(_netrc_file(), host)
    if isinstance(found, InvalidParameterError):
        raise found
    return found


def _netrc_file() -> Path:
    return Path(os.environ.get("NETRC") or Path.home() / ("_netrc" if os.name == "nt" else ".netrc"))


def _read_netrc(file: Path, host: str) -> Login | InvalidParameterError | None:
    """Return the login for a host, if there is one, or what is wrong. The parser's own errors can have words of the file."""
    from netrc import NetrcParseError, netrc

    try:
        if os.name != "nt" and file.stat().st_mode & _OTHERS:
            return InvalidParameterError(f"Others can read {file}, which has passwords.", hint=f"chmod 600 {file}")
        entry = netrc(os.fspath(file)).hosts.get(host)
        return None if entry is None else Login(entry[0], entry[2])
    except InvalidParameterError as error:
        return error.with_traceback(None)
    except NetrcParseError as error:
        return InvalidParameterError(f"{file} is no .netrc file: see its line {error.lineno}.")
    except UnicodeDecodeError:
        return InvalidParameterError(f"{file} is no .netrc file: it is not in UTF-8.")
    except FileNotFoundError:
        return None
    except OSError as error:
        return InvalidParameterError(f"{file} cannot be read: {error.strerror}.", hint=f"give {WAYS}")


publish("nbia", Login)
