"""What a run of the contract found, as text: for people, for machines, and for continuous integration.

Every report is deterministic: the same result gives the same text. Whatever the service sent, a report stays well-formed
and prints no control characters.
"""

from __future__ import annotations

import importlib
from typing import Final, Literal, TextIO, get_args

from nbia_core.api.description import Api
from nbia_core.contract.findings import Result

from .words import NOWHERE, Places

Format = Literal["terminal", "markdown", "json", "junit", "html", "github"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""The names of the reports."""

_MODULES: Final[dict[Format, str]] = {
    "terminal": "plain",
    "markdown": "markdown",
    "json": "data",
    "junit": "junit",
    "html": "page",
    "github": "annotations",
}


def render(result: Result, form: Format, *, contract: Api | None = None, places: Places = NOWHERE) -> str:
    """Return a report as text.

    With the contract it says what was promised where a finding says only what came. `places` are the lines of the spec
    that findings belong to; the annotations for GitHub point to them.
    """
    more = {"places": places} if form == "github" else {}
    module = importlib.import_module(f".{_MODULES[form]}", __name__)
    text: str = module.render(result, contract=contract, **more)
    return text


def show(result: Result, stream: TextIO, *, contract: Api | None = None) -> None:
    """Write the report for the terminal to a stream: in colour if it is a terminal, and as plain text otherwise."""
    if stream.isatty():
        try:
            from . import coloured
        except ImportError:  # rich is not installed
            pass
        else:
            coloured.show(result, stream, contract=contract)
            return
    stream.write(render(result, "terminal", contract=contract))
