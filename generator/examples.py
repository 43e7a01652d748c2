"""Code examples for the docs, made from the examples in the spec."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from . import spec
from .patterns import DATE_FORMATS

if TYPE_CHECKING:
    from .ir import Argument

_MOST_OPTIONAL: Final = 2
_FILES: Final = {"zip": "series.zip", "dicom": "image.dcm"}


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What the examples of an endpoint are about."""

    wire: str
    method: str
    kind: str
    arguments: Sequence[Argument]
    base_url: str
    attributes: Sequence[str]


def chosen(arguments: Iterable[Argument]) -> list[Argument]:
    """Return the arguments to show: the required ones and the first few others."""
    listed = list(arguments)
    return [argument for argument in listed if argument.is_required] + [
        argument for argument in listed if not argument.is_required
    ][:_MOST_OPTIONAL]


def python_value(parameter: spec.Parameter, example: str) -> str:
    """Return an example as one writes it in Python."""
    if parameter.type == "date":
        assert parameter.wire is not None, "the rules check this"
        return f'"{datetime.datetime.strptime(example, DATE_FORMATS[parameter.wire]).date().isoformat()}"'
    if parameter.type == "boolean":
        return str(example == parameter.values[0])
    return json.dumps(example, ensure_ascii=False)


def sync(shown: Shown) -> str:
    """Return an example with the synchronous client."""
    return "\n".join(["from nbia import Client", "", "with Client() as client:", *_body(shown, "")])


def asynchronous(shown: Shown) -> str:
    """Return an example with the asynchronous client."""
    body = ["    async with AsyncClient() as client:", *("    " + line for line in _body(shown, "await "))]
    start = ["import asyncio", "", "from nbia import AsyncClient", "", "", "async def main() -> None:"]
    return "\n".join([*start, *body, "", "", "asyncio.run(main())"])


def _body(shown: Shown, wait: str) -> list[str]:
    arguments = ", ".join(f"{argument.python}={argument.example_python}" for argument in shown.arguments)
    if shown.kind != "table":
        call = f'client.{shown.method}({arguments}, to="{_FILES[shown.kind]}")'
        return [f"    saved = {wait}{call}", "    print(saved.path, saved.size)"]
    call = f"client.{shown.method}({arguments})"
    return [
        f"    records = {wait}{call}",
        "    print(len(records))",
        "    for record in records[:3]:",
        f"        print(record.{shown.attributes[0]})",
    ]


def curl(shown: Shown) -> str:
    """Return an example with curl."""
    query = "&".join(f"{argument.wire}={quote(argument.example, safe='/')}" for argument in shown.arguments)
    url = f"{shown.base_url}/{shown.wire}" + (f"?{query}" if query else "")
    output = f" --output {_FILES[shown.kind]}" if shown.kind != "table" else ""
    return f"curl{output} '{url}'"
