# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""Client of the NBIA Search REST API: typed records, synchronous and asynchronous, downloads that are checked.

Client and AsyncClient have a method for each endpoint. The errors are drawn as a tree in the docstring of
nbia.errors.
"""

from . import errors, v1
from ._runtime.calls import Call, Response
from ._runtime.downloads import Saved, SeriesDownload
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
    "EmptyAnswerError",
    "IncompleteArchiveError",
    "InvalidParameterError",
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
    "SeriesDownload",
    "SeriesMetadata",
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
    "WrongHashError",
    "calls",
    "errors",
    "records",
    "v1",
]
