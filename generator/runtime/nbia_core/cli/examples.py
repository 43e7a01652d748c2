"""Calls of an endpoint as people type them in a terminal, made from the examples in the spec."""

from __future__ import annotations

import shlex
from typing import Final

from nbia_core.api.description import Endpoint, Parameter

_MOST_OPTIONAL: Final = 2
FILES: Final = {"zip": "series.zip", "dicom": "image.dcm", "jpeg": "image.jpg"}
"""What examples call the images that they bring."""
_SPECIAL: Final = frozenset('"$`!\\%')
"""Characters that some shell takes for its own, also within double quotation marks."""


def shown_parameters(endpoint: Endpoint) -> list[Parameter]:
    """Return the parameters that an example shows: the required ones and the first few others."""
    required = [parameter for parameter in endpoint.parameters if parameter.is_required]
    return [*required, *(each for each in endpoint.parameters if not each.is_required)][
        : len(required) + _MOST_OPTIONAL
    ]


def command_line(endpoint: Endpoint, version: str | None = None) -> str:
    """Return a call that has an answer, as one types it in any shell.

    Args:
        endpoint: the endpoint.
        version: the version of the API, if it is not the one that the command speaks by itself.
    """
    words = ["nbia", *(["--api", version] if version is not None else []), endpoint.command]
    for parameter in shown_parameters(endpoint):
        option = parameter.option
        value = parameter.example_value
        is_flag = isinstance(value, bool)
        words += [f"--{'' if value else 'no-'}{option}"] if is_flag else [f"--{option}", _quoted(str(value))]
    if endpoint.kind in FILES:
        words += ["-o", FILES[endpoint.kind]]
    return " ".join(words)


def _quoted(value: str) -> str:
    """Quote a value for a shell; double quotation marks, because those of Windows know no others."""
    if shlex.quote(value) == value or set(value) & _SPECIAL:
        return shlex.quote(value)
    return f'"{value}"'
