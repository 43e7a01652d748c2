"""Text that may stand in generated Python. Nothing else may: the templates refuse plain strings.

So whatever the spec says, it reaches Python source only as a checked name, as a literal, or inside a docstring.
"""

from __future__ import annotations

import keyword
import re
import textwrap
from collections.abc import Iterable
from typing import Final

WIDTH: Final = 120
NOTICE: Final = "Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`."
"""What stands at the beginning of every file."""
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class Code(str):
    """A piece of Python source."""

    __slots__ = ()


def name(text: str) -> Code:
    """Return a Python name as source."""
    if not text.isidentifier() or keyword.iskeyword(text):
        raise ValueError(f"{text!r} is no Python name")
    return Code(text)


def literal(value: str | int | float | bool | tuple[str, ...] | None) -> Code:
    """Return a constant as source."""
    return Code(repr(value))


def joined(parts: Iterable[Code]) -> Code:
    """Return several pieces of source as one, with commas between them."""
    return Code(", ".join(parts))


def docstring(paragraphs: Iterable[str | list[str]], indent: int) -> Code:
    """Return a docstring with its quotes.

    A text is a paragraph and is wrapped; a list is a block: its first line as it is, the others wrapped and indented,
    and hanging where the block lists names.
    """
    blocks = [_wrapped(part, indent) if isinstance(part, str) else _block(part, indent) for part in paragraphs if part]
    text = "\n\n".join(blocks).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    text = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
    if text.endswith('"'):
        text += " "
    margin = " " * indent
    text = text.replace("\n", f"\n{margin}").replace(f"\n{margin}\n", "\n\n")
    return Code(f'"""{text}\n{margin}"""' if "\n" in text else f'"""{text}"""')


def _wrapped(text: str, indent: int, hanging: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        width=WIDTH - indent - 6,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _block(lines: list[str], indent: int) -> str:
    hanging = "" if lines[0] == "Returns:" else "    "
    items = (_wrapped(line, indent + 4, hanging) for line in lines[1:])
    return "\n".join([lines[0], *("    " + item.replace("\n", "\n    ") for item in items)])
