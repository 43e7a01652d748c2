"""Writes names and values as the YAML of the spec has them, and reads them back. Needs PyYAML."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from nbia_core.contract.yaml_reading import YamlError, load_yaml

Scalar: TypeAlias = str | int | float | bool

_WIDTH: Final = 120
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*( [A-Za-z0-9_-]+)*")


class SpecError(Exception):
    """The spec cannot be read. Says where, and what is wrong."""


def import_yaml() -> Any:
    """Import PyYAML, or say how to get it."""
    try:
        import yaml
    except ImportError as error:
        raise SpecError("the spec is YAML, and reading it needs PyYAML: pip install 'nbia-client[contract]'") from error
    return yaml


def item_lines(column: int, name: str | None, details: Mapping[str, Scalar]) -> list[str]:
    """Return an item of a list whose dash stands in a column: a mapping, beneath a name if there is one."""
    dash = " " * column + "- "
    indent = " " * (column + (2 if name is None else 4))
    lines = [each for key, value in details.items() for each in detail_lines(key, value, indent)]
    if name is not None:
        return [f"{dash}{key_text(name)}:", *lines]
    return [dash + lines[0][len(dash) :], *lines[1:]]


def key_text(name: str) -> str:
    """Return a key as YAML has it."""
    return name if _PLAIN_NAME.fullmatch(name) and _says(f"{name}: x", {name: "x"}) else _quoted(name)


def detail_lines(key: str, value: Scalar, indent: str = "") -> list[str]:
    """Return a key with its value, folded where it is long."""
    lines = [f"{indent}{key}: {scalar(value)}"]
    if not isinstance(value, str) or len(lines[0]) <= _WIDTH or value != " ".join(value.split()):
        return lines
    wrapped = textwrap.wrap(
        value, _WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
    folded = [f"{indent}{key}: >-", *(f"{indent}  {part}" for part in wrapped)]
    return folded if value.isprintable() and _says("\n".join(folded), {key: value}) else lines


def scalar(value: Scalar) -> str:
    """Return a value as YAML has it in a line of its own, plain if that is possible."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    is_tame = value.isprintable() and value == value.strip()
    return value if is_tame and _says(f"x: {value}", {"x": value}) else _quoted(value)


def _quoted(value: str) -> str:
    written: str = import_yaml().dump(value, default_style='"', allow_unicode=True, width=1 << 30)
    return written.rstrip("\n")


def _says(text: str, data: object) -> bool:
    try:
        return bool(load(text) == data)
    except SpecError:
        return False


def load(text: str) -> Any:
    """Return what a text says."""
    import_yaml()
    try:
        return load_yaml(text)
    except YamlError as error:
        raise SpecError(str(error)) from error
