# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
from ._runtime import errors as _errors
from ._runtime.errors import (
    AnswerError,
    ArchiveError,
    BadRequestError,
    ConnectionFailedError,
    DecodeError,
    DestinationError,
    DownloadFailedError,
    EmptyAnswerError,
    IncompleteArchiveError,
    InvalidParameterError,
    MovedError,
    NbiaError,
    NeedsLoginError,
    NoAnswerError,
    NotPublicError,
    NotTheApiError,
    RetiredError,
    ServerFailureError,
    TimedOutError,
    TooManyRequestsError,
    UnknownImageError,
    UnsafeArchiveError,
    VerificationFailedError,
    WrongHashError,
)

__doc__ = _errors.__doc__

__all__ = [
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
    "MovedError",
    "NbiaError",
    "NeedsLoginError",
    "NoAnswerError",
    "NotPublicError",
    "NotTheApiError",
    "RetiredError",
    "ServerFailureError",
    "TimedOutError",
    "TooManyRequestsError",
    "UnknownImageError",
    "UnsafeArchiveError",
    "VerificationFailedError",
    "WrongHashError",
]

for _name in __all__:
    getattr(_errors, _name).__module__ = __name__
