"""What the command line knows of endpoints, as source."""

from __future__ import annotations

import ast
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from . import spec
from .text import Code, literal, name

if TYPE_CHECKING:
    from .ir import Argument

_KINDS: Final = {"uid": "uid", "date": "date", "boolean": "boolean"}
_FILES: Final = {"zip": "series.zip", "dicom": "image.dcm"}
_SPECIAL: Final = frozenset('"$`!\\%')
"""Characters that some shell takes for its own, also within double quotation marks."""


def kebab(python: str) -> str:
    """Return a Python name as commands and options are spelled."""
    return python.replace("_", "-")


def parameter(wire: str, described: spec.Parameter, use: spec.ParameterUse, example_python: str) -> Code:
    """Return an option of a command."""
    note = use.note if described.type != "boolean" else None  # it would be about words on the wire, not about a flag
    return _call(
        "Parameter",
        wire=literal(wire),
        python=literal(described.python),
        kind=literal(_KINDS.get(described.type, "text")),
        is_required=literal(use.server == "required"),
        values=literal(described.values if described.type == "text" else ()),
        meaning=literal(" ".join(filter(None, (described.meaning, note)))),
        example=literal(str(ast.literal_eval(example_python))),
    )


def endpoint(
    wire: str, described: spec.Endpoint, record: Code | None, arguments: Sequence[Argument], example: str
) -> Code:
    """Return a command."""
    return _call(
        "EndpointCommand",
        name=literal(kebab(described.python)),
        wire=literal(wire),
        call=Code(f"calls.{name(described.python)}"),
        kind=literal(described.content.kind if described.content is not None else "table"),
        has_format=literal(described.formats == "selectable"),
        record_type=literal(None) if record is None else record,
        purpose=literal(described.purpose),
        details=literal(described.details),
        empty=literal(described.empty.meaning),
        parameters=Code(f"({''.join(f'{argument.option}, ' for argument in arguments)})"),
        example=literal(example),
    )


def example(method: str, kind: str, arguments: Sequence[Argument]) -> str:
    """Return a call of the command as one types it, in any shell."""
    words = ["nbia", kebab(method)]
    for argument in arguments:
        value = ast.literal_eval(argument.example_python)
        if isinstance(value, bool):
            words.append(f"--{'' if value else 'no-'}{kebab(argument.python)}")
        else:
            words += [f"--{kebab(argument.python)}", _quoted(value)]
    if kind != "table":
        words += ["-o", _FILES[kind]]
    return " ".join(words)


def _call(function: str, **arguments: Code) -> Code:
    return Code(f"{function}({', '.join(f'{name}={value}' for name, value in arguments.items())})")


def _quoted(value: str) -> str:
    """Quote a value for a shell; double quotation marks, because those of Windows know no others."""
    if shlex.quote(value) == value or set(value) & _SPECIAL:
        return shlex.quote(value)
    return f'"{value}"'
