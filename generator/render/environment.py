"""The templates, and how they are read."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket


class _Compiled(jinja2.BytecodeCache):
    """Keeps compiled templates in memory, by their names and the hashes of their texts."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


def environment_of(finalize: Callable[[object], object]) -> jinja2.Environment:
    """Return what renders templates; `finalize` sees every value before it is printed.

    A template is compiled once, whatever the number of versions: its filters may differ, but none is given a constant.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        finalize=finalize,
        bytecode_cache=_compiled(finalize),
    )


@functools.cache
def _compiled(finalize: Callable[[object], object]) -> _Compiled:
    """Return the compiled templates for one `finalize`, which has processed their constants already."""
    return _Compiled()
