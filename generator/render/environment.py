"""The templates, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jinja2


def environment_of(finalize: Callable[[object], object]) -> jinja2.Environment:
    """Return what renders templates; `finalize` sees every value before it is printed."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        finalize=finalize,
    )
