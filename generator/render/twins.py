"""Synchronous twins of the core's asynchronous modules: translated token by token, and written beside them."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path
from typing import Final

import nbia_core

CORE: Final = Path(nbia_core.__path__[0])
_HEADER: Final = "# Translated from ../_async/{} by `make generate`. Do not edit here.\n"
_TWO_SOURCES: Final = frozenset({"__init__.py", "backend.py", "threads.py"})
"""Modules that are written for both sides: waiting itself differs there."""

_NAMES: Final = {
    "aclose": "close",
    "anext": "next",
    "_async": "_sync",
    "asynccontextmanager": "contextmanager",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "StopAsyncIteration": "StopIteration",
}
_AWAITABLE: Final = re.compile(r"\bAwaitable\[(\w+)\]")
# From Python 3.12 on, an f-string is several tokens.
_TEXTS: Final = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
_IN_TEXT: Final = (("await client.", "client."), ("async with ", "with "), ("async for ", "for "))


def twins() -> dict[str, str]:
    """Return the text of every translated module by its path in the core, not formatted yet."""
    return {
        path.parent.with_name("_sync").joinpath(path.name).relative_to(CORE).as_posix(): _HEADER.format(path.name)
        + to_sync(path.read_text(encoding="utf-8"))
        for path in sorted(CORE.rglob("_async/*.py"))
        if path.name not in _TWO_SOURCES
    }


def to_sync(source: str) -> str:
    """Return the synchronous twin of a module.

    `async` and `await` go, names that begin with Async lose that, and the names of the asynchronous protocols become
    those of the synchronous ones. In texts only code is touched: names, `await client.`, `async with`, `async for`.
    """
    lines = _AWAITABLE.sub(r"\1", source).splitlines(keepends=True)
    out: list[str] = []
    line, column = 1, 0
    drop_blank = False
    for token in tokenize.generate_tokens(io.StringIO("".join(lines)).readline):
        between = _slice(lines, (line, column), token.start)
        out.append(between[1:] if drop_blank and between.startswith(" ") else between)
        drop_blank = token.type == tokenize.NAME and token.string in ("async", "await")
        if not drop_blank:
            out.append(_translate(token.type, _slice(lines, token.start, token.end)))
        line, column = token.end
    return "".join(out)


def _slice(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the source between two places: exact, while the text of a token is not in each version of Python."""
    if start[0] == end[0]:
        return lines[start[0] - 1][start[1] : end[1]] if start[0] <= len(lines) else ""
    middle = "".join(lines[start[0] : end[0] - 1])
    last = lines[end[0] - 1][: end[1]] if end[0] <= len(lines) else ""
    return lines[start[0] - 1][start[1] :] + middle + last


def _translate(kind: int, text: str) -> str:
    if kind == tokenize.NAME:
        return _name(text)
    if kind in _TEXTS:
        for old, new in _IN_TEXT:
            text = text.replace(old, new)
        return re.sub(r"\bAsync(?=[A-Z])", "", text)
    return text


def _name(name: str) -> str:
    return _NAMES.get(name, re.sub(r"^(_?)Async(?=[A-Z])", r"\1", name))
