"""The public API, frozen: a name, a parameter or a default that changes shows here.

After a change that is meant, write the new state with ``python -m tests.packaging.test_public_api``.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import fields

import nbia
from nbia_core.download.check.verify import SeriesVerified
from nbia_core.download.dry_run import PlannedSeries
from nbia_core.download.inputs.groups import Group
from nbia_core.download.inputs.manifest import SkippedLine
from nbia_core.download.report import DownloadTotals
from nbia_core.http._async.streams import AsyncByteStream, AsyncRecordStream
from nbia_core.http._sync.streams import ByteStream, RecordStream

FROZEN = Path(__file__).parents[1] / "public_api.txt"
ADVICE = "If this change of the public API is meant, run: python -m tests.packaging.test_public_api"
CLASSES = (
    nbia.Client,
    nbia.AsyncClient,
    nbia.Records,
    RecordStream,
    AsyncRecordStream,
    ByteStream,
    AsyncByteStream,
    nbia.Call,
    nbia.Response,
    nbia.RetryPolicy,
    nbia.Timeouts,
    nbia.Login,
    nbia.Saved,
    nbia.DownloadReport,
    DownloadTotals,
    nbia.SeriesResult,
    nbia.DownloadPlan,
    PlannedSeries,
    nbia.Manifest,
    SkippedLine,
    Group,
    nbia.VerifyReport,
    nbia.Citation,
    nbia.Citations,
    nbia.Reference,
    nbia.References,
    SeriesVerified,
    nbia.events.DownloadStarted,
    nbia.events.SeriesAdded,
    nbia.events.SeriesStarted,
    nbia.events.SeriesProgress,
    nbia.events.SeriesRetry,
    nbia.events.Paused,
    nbia.events.Planning,
    nbia.events.Resolved,
    nbia.events.SeriesFinished,
    nbia.events.DownloadFinished,
    nbia.events.Totals,
    nbia.ImagePreview,
    nbia.Mismatch,
    nbia.NbiaError,
)
MADE_BY_USERS = (nbia.Client, nbia.AsyncClient, nbia.RetryPolicy, nbia.Timeouts, nbia.Login)


def is_public(owner: Any, name: str) -> bool:
    if name == "__init__":
        return owner in MADE_BY_USERS
    return not name.startswith("_") or name in ("__iter__", "__aiter__", "__enter__", "__aenter__")


def members(owner: Any) -> Iterator[str]:
    """Yield a line for each public member of a class."""
    for name, member in sorted(inspect.getmembers_static(owner)):
        value = member.__func__ if isinstance(member, classmethod) else member
        if is_public(owner, name) and inspect.isfunction(value):
            prefix = "async " if inspect.iscoroutinefunction(value) else ""
            yield f"{owner.__name__}: {prefix}{name}{inspect.signature(value)}"
        elif is_public(owner, name) and isinstance(value, property | types.MemberDescriptorType):
            yield f"{owner.__name__}: {name}"


def errors() -> Iterator[str]:
    for name in nbia.errors.__all__:
        value = getattr(nbia.errors, name)
        if inspect.isclass(value) and issubclass(value, Exception):
            yield f"errors.{name}({', '.join(base.__name__ for base in value.__bases__)})"


def records() -> Iterator[str]:
    for name in sorted(nbia.__all__):
        value = getattr(nbia, name)
        if inspect.isclass(value) and issubclass(value, nbia.Record) and value is not nbia.Record:
            yield from (f"{name}.{field.name}: {field.type} = {field.encode_name!r}" for field in fields(value))


def public_api() -> str:
    """Return the public API as text, one line for each thing that users can rely on."""
    functions = [
        f"{name}{inspect.signature(value)}"
        for name, value in sorted((name, getattr(nbia, name)) for name in nbia.__all__)
        if inspect.isfunction(value)
    ]
    functions += [
        f"calls.{name}{inspect.signature(value)}"
        for name, value in sorted(vars(nbia.calls).items())
        if inspect.isfunction(value) and value.__module__ == nbia.calls.__name__
    ]
    lines = [
        *(f"nbia.{name}" for name in sorted(nbia.__all__)),
        *(f"nbia.v1.{name}" for name in sorted(nbia.v1.__all__)),
        *(f"nbia.events.{name}" for name in sorted(nbia.events.__all__)),
        *functions,
        *(line for owner in CLASSES for line in members(owner)),
        *errors(),
        *records(),
    ]
    return "\n".join(lines) + "\n"


def methods(owner: type) -> dict[str, list[tuple[str, object, object]]]:
    """Return the public methods of a client with names, kinds and defaults of their parameters."""
    return {
        name: [
            (parameter.name, parameter.kind, parameter.default)
            for parameter in inspect.signature(value).parameters.values()
        ]
        for name, value in inspect.getmembers(owner, inspect.isfunction)
        if not name.startswith("_") or name == "__init__"
    }


def test_the_public_api_is_the_frozen_one() -> None:
    assert public_api().splitlines() == FROZEN.read_text().splitlines(), ADVICE


def test_the_public_names_are_sorted_and_exist() -> None:
    assert nbia.__all__ == sorted(nbia.__all__)
    assert [name for name in nbia.__all__ if not hasattr(nbia, name)] == []


def test_no_public_name_is_forgotten() -> None:
    imported = {"compat", "contract"}  # modules that are there once somebody has imported them
    names = {name for name in dir(nbia) if not name.startswith("_")}

    assert names - imported == set(nbia.__all__)


def test_both_clients_have_the_same_methods_with_the_same_parameters() -> None:
    sync, aio = methods(nbia.Client), methods(nbia.AsyncClient)

    close, aclose = sync.pop("close"), aio.pop("aclose")
    assert close == aclose
    assert sync == aio


def test_every_endpoint_has_its_three_faces() -> None:
    names = [name for name, value in vars(nbia.calls).items() if inspect.isfunction(value) and name[0] != "_"]
    endpoints = [name for name in names if name not in ("make_call", "overload", "field")]

    missing = [
        (owner.__name__, name)
        for owner in (nbia.Client, nbia.AsyncClient)
        for endpoint in endpoints
        for name in (endpoint, f"iter_{endpoint.removeprefix('get_')}")
        if not hasattr(owner, name)
    ]
    assert (len(endpoints), missing) == (18, [])


def test_every_public_thing_is_documented() -> None:
    owners: list[Any] = [getattr(nbia, name) for name in nbia.__all__]
    functions = [
        value
        for owner in CLASSES
        for name, value in inspect.getmembers(owner, inspect.isfunction)
        if not name.startswith("_")
    ]

    assert [thing for thing in [*owners, *functions] if not inspect.getdoc(thing)] == []


if __name__ == "__main__":
    FROZEN.write_text(public_api())
