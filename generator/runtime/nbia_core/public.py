"""Sets the module name that classes show in tracebacks, reprs and pickles: the public one, such as `nbia`."""

from __future__ import annotations

import dataclasses
import typing

import msgspec


def publish(module: str, *classes: type) -> None:
    """Say from which public module classes are imported, such as nbia, in place of the one that they are written in.

    Annotations are looked up where a class says that it is from, so those of dataclasses and records are read before.
    """
    for public in classes:
        if dataclasses.is_dataclass(public) or issubclass(public, msgspec.Struct):
            hints = typing.get_type_hints(public)
            public.__annotations__ = {name: hints[name] for name in public.__annotations__}
        public.__module__ = module
