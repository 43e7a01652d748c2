"""The file of a description, `api.json` in the package of its version: written, read, found."""

from __future__ import annotations

import functools
import importlib
import os
import sys
from pathlib import Path
from typing import Any, Final

import msgspec

from .description import Api, GeneratedFrom

FILE: Final = "api.json"
"""The name of the description in the package of a version."""
GENERATOR: Final = 1
"""The version of the generator: raised when a description says what an older reader would misunderstand."""


def to_json(api: Api) -> bytes:
    """Return a description as the text of its file. A record stands there once; endpoints name it."""
    content = msgspec.to_builtins(api)
    for endpoint in content["endpoints"]:
        if "record" in endpoint:
            endpoint["record"] = endpoint["record"]["name"]
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def from_json(text: bytes) -> Api:
    """Read a description from the text of its file.

    Raises:
        msgspec.ValidationError: it is none, or a newer generator made it.
    """
    content = msgspec.json.decode(text, type=dict[str, Any])
    made = msgspec.convert(content.get("generated_from"), GeneratedFrom | None)
    if made is not None and made.generator > GENERATOR:
        raise msgspec.ValidationError(
            f"It was written by version {made.generator} of the generator; this program reads {GENERATOR} and older ones"
        )
    records = {record["name"]: record for record in content["records"]}
    for endpoint in content["endpoints"]:
        if "record" in endpoint:
            endpoint["record"] = records[endpoint["record"]]
    return msgspec.convert(content, Api)


def versions(face: str) -> list[str]:
    """Return the versions of the API that a package has, such as nbia: the names of its packages with a description."""
    module = importlib.import_module(face)
    return sorted(path.parent.name for folder in module.__path__ for path in Path(folder).glob(f"*/{FILE}"))


@functools.cache
def load(package: str) -> Api:
    """Return the description in the package of a version, such as nbia.v1."""
    module = sys.modules.get(package) or importlib.import_module(package)
    assert module.__spec__ is not None, "it was imported"
    assert module.__file__ is not None, "it has a file"
    loader = module.__spec__.loader
    path = os.path.join(os.path.dirname(module.__file__), FILE)  # noqa: PTH118, PTH120  # what loaders take
    return from_json(loader.get_data(path))  # type: ignore[union-attr]  # every loader of files has it
