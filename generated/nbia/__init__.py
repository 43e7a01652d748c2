# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""Client of the NBIA Search REST API: typed records, synchronous and asynchronous, downloads that are checked.

Client and AsyncClient have a method for each endpoint. The errors are drawn as a tree in the docstring of
nbia.errors.
"""

import typing as _typing

from nbia_core.api.calls import Call, Response
from nbia_core.files import Saved
from nbia_core.http.retries import RetryPolicy
from nbia_core.http.transport import Timeouts
from nbia_core.records.record import Mismatch, Record
from nbia_core.records.records import Records

from . import errors, v1
from .errors import (
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
    from nbia_core.download.check.verify import VerificationFailedError, VerifyReport, verify
    from nbia_core.download.citations.citation import Citation, Citations
    from nbia_core.download.dry_run import DownloadPlan
    from nbia_core.download.inputs.manifest import Manifest, read_manifest
    from nbia_core.download.inputs.manifest_writer import write_manifest
    from nbia_core.download.model import SeriesResult
    from nbia_core.download.references.reference_report import Reference, References
    from nbia_core.download.report import DownloadFailedError, DownloadReport
    from nbia_core.http.login import Login
    from nbia_core.imaging.preview import ImagePreview

    from . import events

__all__ = [
    "AccountClosedError",
    "AnswerError",
    "ArchiveError",
    "AsyncClient",
    "BadRequestError",
    "BodyPartValue",
    "Call",
    "Citation",
    "Citations",
    "Client",
    "CollectionValue",
    "ConnectionFailedError",
    "DecodeError",
    "DestinationError",
    "DownloadFailedError",
    "DownloadPlan",
    "DownloadReport",
    "EmptyAnswerError",
    "ImagePreview",
    "IncompleteArchiveError",
    "InvalidParameterError",
    "Login",
    "LoginRefusedError",
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
    "PixelDataError",
    "Record",
    "Records",
    "Reference",
    "References",
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
    "WrongPasswordError",
    "advanced",
    "calls",
    "errors",
    "events",
    "idc",
    "read_manifest",
    "records",
    "v1",
    "v2",
    "v4",
    "verify",
    "write_manifest",
]

_MODULES = {
    "events": "nbia.events",
    "advanced": "nbia.advanced",
    "v2": "nbia.v2",
    "v4": "nbia.v4",
    "idc": "nbia.idc",
}
_LAZY = {
    "Citation": "nbia_core.download.citations.citation",
    "Citations": "nbia_core.download.citations.citation",
    "DownloadFailedError": "nbia_core.download.report",
    "DownloadPlan": "nbia_core.download.dry_run",
    "DownloadReport": "nbia_core.download.report",
    "ImagePreview": "nbia_core.imaging.preview",
    "Login": "nbia_core.http.login",
    "Manifest": "nbia_core.download.inputs.manifest",
    "Reference": "nbia_core.download.references.reference_report",
    "References": "nbia_core.download.references.reference_report",
    "SeriesResult": "nbia_core.download.model",
    "VerificationFailedError": "nbia_core.download.check.verify",
    "VerifyReport": "nbia_core.download.check.verify",
    "read_manifest": "nbia_core.download.inputs.manifest",
    "verify": "nbia_core.download.check.verify",
    "write_manifest": "nbia_core.download.inputs.manifest_writer",
}


def __getattr__(name: str) -> object:
    """Import what belongs to downloads, and other versions of the API, when they are first used: queries start without."""
    import importlib

    if name in _MODULES:
        value: object = importlib.import_module(_MODULES[name])
    elif name in _LAZY:
        value = getattr(importlib.import_module(_LAZY[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY, *_MODULES})
