"""The command `nbia info`."""

from __future__ import annotations

import dataclasses
import json
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from typing import Final

import click

from nbia_core.api.description import Endpoint
from nbia_core.errors import NbiaError
from nbia_core.records.calls import rows_call

from .failures import ExitCode
from .options import Command, Option
from .output import write, write_data
from .settings import Settings, client_type, common_parameters, current_api, current_package, current_settings
from .waiting import Waiting

_HELP: Final = """Show the versions of this program and of what it uses, and which servers can be reached.

A server is reachable if it answers a small question of the API. --server or --base-url asks that one alone.
"""
_NOTES: Final = {
    "Exit codes": "\b\n  0  the server that commands ask can be reached, or nobody was asked\n  1  it cannot",
    "Examples": "\b\nnbia info\nnbia info --offline --json",
}
_TIMEOUT: Final = 15.0
"""Seconds to wait for a server, if not told otherwise."""
_NEEDED: Final = ("click", "httpx", "msgspec", "rich")
_EXTRAS: Final = {
    "isal": "faster archives",
    "matplotlib": "pictures of summaries",
    "pandas": "DataFrames",
    "polars": "DataFrames of polars",
    "pyarrow": "Arrow tables, Parquet files",
    "PyYAML": "nbia contract",
}
"""What is used if it is there, and for what."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reached:
    """Whether a server answers."""

    name: str
    """Its name in the spec, or "base URL" if it has none."""
    url: str
    """Its address."""
    seconds: float | None = None
    """How long its answer took; None if there was none."""
    problem: str | None = None
    """Why there was no answer, or a wrong one."""

    def __str__(self) -> str:
        state = f"answers in {self.seconds:.2f} s" if self.problem is None else f"NOT REACHED: {self.problem}"
        return f"  {self.name:<12}{self.url}\n  {'':<12}{state}"


def _run(*, offline: bool, as_json: bool) -> int:
    settings = current_settings()
    servers = [] if offline else _reach(settings)
    versions = {name: _version(name) for name in ("nbia-client", *_NEEDED, *_EXTRAS)}
    if as_json:
        facts = {
            "python": platform.python_version(),
            "platform": platform.platform(),
            "versions": versions,
            "servers": [dataclasses.asdict(server) for server in servers],
        }
        write_data(json.dumps(facts, indent=2) + "\n")
    else:
        write("\n".join([*_described(versions), *(["Servers", *map(str, servers)] if servers else []), ""]))
    return ExitCode.FAILED if servers and servers[0].problem is not None else ExitCode.OK


def _described(versions: dict[str, str | None]) -> list[str]:
    python = f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}"
    lines = [f"nbia-client {versions['nbia-client']}, {current_api().name}"]
    lines += [f"Python      {python}", "Uses"]
    lines += [f"  {name:<12}{versions[name]}" for name in _NEEDED]
    lines.append("Uses if it is installed")
    lines += [f"  {name:<12}{versions[name] or 'not installed':<16}for {use}" for name, use in _EXTRAS.items()]
    return lines


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _reach(settings: Settings) -> list[Reached]:
    """Ask servers at the same time; the one that commands ask comes first."""
    settings = dataclasses.replace(settings, may_ask=False)
    known: dict[str, str] = dict(client_type().servers)
    server, base_url = settings.address()
    if server is not None or base_url is not None:
        with settings.client() as client:
            known = {server or "base URL": client.base_url}
    question = _smallest_question()
    with Waiting("Asking the servers", is_quiet=settings.quiet), ThreadPoolExecutor(len(known)) as pool:
        return list(pool.map(lambda name: _ask(name, known[name], question, settings), known))


def _smallest_question() -> Endpoint:
    """Return the question with the fewest parameters: there is nothing to leave out, so nothing makes it large."""
    tables = (endpoint for endpoint in current_api().endpoints if endpoint.record is not None)
    return min(tables, key=lambda endpoint: len(endpoint.parameters))


def _ask(name: str, url: str, question: Endpoint, settings: Settings) -> Reached:
    began = time.monotonic()
    try:
        timeout, retries = settings.timeout or _TIMEOUT, settings.retries or 0
        asked = dataclasses.replace(settings, server=None, base_url=url, timeout=timeout, retries=retries)
        with asked.client() as client:
            client.send(rows_call(current_package(), question, {}))
    except NbiaError as error:
        return Reached(name=name, url=url, problem=error.message)
    return Reached(name=name, url=url, seconds=time.monotonic() - began)


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "info",
        params=[
            Option(["--offline"], section="Options", is_flag=True, help="Ask no server."),
            Option(["--json", "as_json"], section="Options", is_flag=True, help="Write it as JSON."),
            *common_parameters(),
        ],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
    )
