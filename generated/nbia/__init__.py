# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""Client of the NBIA Search REST API: typed records, synchronous and asynchronous, downloads that are checked.

Client and AsyncClient have a method for each endpoint. The errors are drawn as a tree in the docstring of
nbia.errors.
"""

import typing as _typing

from . import errors, v1
from ._runtime.calls import Call, Response
from ._runtime.files import Saved
from ._runtime.records import Mismatch, Record, Records
from ._runtime.retries import RetryPolicy
from ._runtime.transport import Timeouts
from .errors import (
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
from .v1 import AsyncClient, Client, calls, records
from .v1.records import (
    BodyPartValue,
    CollectionValue,
    ManufacturerValue,
    ModalityValue,
    Patient,
    PatientIdentifier,
    Series,
    SeriesMetadata,
    SeriesSize,
    SharedSeries,
    SOPInstance,
    Study,
    UpdatedSeries,
)

if _typing.TYPE_CHECKING:
    from . import events
    from ._runtime.downloading.manifests import Manifest, read_manifest, write_manifest
    from ._runtime.downloading.model import SeriesResult
    from ._runtime.downloading.reports import DownloadReport
    from ._runtime.downloading.verifying import VerifyReport, verify

__all__ = [
    "AnswerError",
    "ArchiveError",
    "AsyncClient",
    "BadRequestError",
    "BodyPartValue",
    "Call",
    "Client",
    "CollectionValue",
    "ConnectionFailedError",
    "DecodeError",
    "DestinationError",
    "DownloadFailedError",
    "DownloadReport",
    "EmptyAnswerError",
    "IncompleteArchiveError",
    "InvalidParameterError",
    "Manifest",
    "ManufacturerValue",
    "Mismatch",
    "ModalityValue",
    "MovedError",
    "NbiaError",
    "NeedsLoginError",
    "NoAnswerError",
    "NotPublicError",
    "NotTheApiError",
    "Patient",
    "PatientIdentifier",
    "Record",
    "Records",
    "Response",
    "RetiredError",
    "RetryPolicy",
    "SOPInstance",
    "Saved",
    "Series",
    "SeriesMetadata",
    "SeriesResult",
    "SeriesSize",
    "ServerFailureError",
    "SharedSeries",
    "Study",
    "TimedOutError",
    "Timeouts",
    "TooManyRequestsError",
    "UnknownImageError",
    "UnsafeArchiveError",
    "UpdatedSeries",
    "VerificationFailedError",
    "VerifyReport",
    "WrongHashError",
    "calls",
    "errors",
    "events",
    "read_manifest",
    "records",
    "v1",
    "verify",
    "write_manifest",
]

_LAZY = {
    "DownloadReport": "._runtime.downloading.reports",
    "Manifest": "._runtime.downloading.manifests",
    "SeriesResult": "._runtime.downloading.model",
    "VerifyReport": "._runtime.downloading.verifying",
    "events": ".events",
    "read_manifest": "._runtime.downloading.manifests",
    "verify": "._runtime.downloading.verifying",
    "write_manifest": "._runtime.downloading.manifests",
}


def __getattr__(name: str) -> object:
    """Import what belongs to downloads when it is first used: queries start without it."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    module = importlib.import_module(_LAZY[name], __name__)
    value: object = module if name == "events" else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
