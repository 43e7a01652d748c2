# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
from typing import TYPE_CHECKING as _TYPE_CHECKING

from nbia_core import errors as _errors
from nbia_core.errors import (
    AccountClosedError,
    AnswerError,
    ArchiveError,
    BadRequestError,
    ConnectionFailedError,
    DecodeError,
    DestinationError,
    EmptyAnswerError,
    IncompleteArchiveError,
    InvalidParameterError,
    LoginRefusedError,
    MovedError,
    NbiaError,
    NeedsLoginError,
    NoAnswerError,
    NotPublicError,
    NotTheApiError,
    PixelDataError,
    RetiredError,
    ServerFailureError,
    TimedOutError,
    TooManyRequestsError,
    UnknownImageError,
    UnsafeArchiveError,
    WrongHashError,
    WrongPasswordError,
)

if _TYPE_CHECKING:
    from nbia_core.download.check.verify import VerificationFailedError
    from nbia_core.download.report import DownloadFailedError

__doc__ = _errors.__doc__

__all__ = [
    "AccountClosedError",
    "AnswerError",
    "ArchiveError",
    "BadRequestError",
    "ConnectionFailedError",
    "DecodeError",
    "DestinationError",
    "DownloadFailedError",
    "EmptyAnswerError",
    "IncompleteArchiveError",
    "InvalidParameterError",
    "LoginRefusedError",
    "MovedError",
    "NbiaError",
    "NeedsLoginError",
    "NoAnswerError",
    "NotPublicError",
    "NotTheApiError",
    "PixelDataError",
    "RetiredError",
    "ServerFailureError",
    "TimedOutError",
    "TooManyRequestsError",
    "UnknownImageError",
    "UnsafeArchiveError",
    "VerificationFailedError",
    "WrongHashError",
    "WrongPasswordError",
]

_LAZY = {
    "DownloadFailedError": "nbia_core.download.report",
    "VerificationFailedError": "nbia_core.download.check.verify",
}


def __getattr__(name: str) -> object:
    """Import the errors that hold reports when they are first used."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value: object = getattr(importlib.import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
