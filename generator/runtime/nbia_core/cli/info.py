"""The command `nbia info`."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import platform
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from typing import Final

import click
import msgspec

from nbia_core.api.bucket_services import load_sources
from nbia_core.api.description import Api, Endpoint
from nbia_core.api.description_file import load
from nbia_core.download.sources.buckets import BucketSource
from nbia_core.errors import InvalidParameterError, NbiaError
from nbia_core.records.calls import rows_call

from .failures import ExitCode
from .options import Command, Option
from .output import write, write_data
from .settings import (
    Settings,
    all_packages,
    client_type,
    common_parameters,
    current_api,
    current_package,
    current_settings,
)
from .waiting import Waiting

_HELP: Final = """Show the versions of this program and of what it uses, and which versions of the API answer at which servers.

A server answers if it does so to a small question of the API, as the guest where there is one and no login is at hand.
--server or --base-url asks that one alone, in the version that commands speak.
"""
_NOTES: Final = {
    "Exit codes": "\b\n  0  the server that commands ask can be reached, or nobody was asked\n  1  it cannot",
    "Examples": "\b\nnbia info\nnbia info --offline --json",
}
_TIMEOUT: Final = 15.0
"""Seconds to wait for a server, if not told otherwise."""
_WIDTH: Final = 100
_INDENT: Final = "  "
_NEEDED: Final = ("click", "httpx", "msgspec", "rich")
_EXTRAS: Final = {
    "isal": "faster archives",
    "matplotlib": "pictures of summaries",
    "openpyxl": "Excel files",
    "pandas": "DataFrames",
    "polars": "DataFrames of polars",
    "pyarrow": "Arrow tables, Parquet files",
    "pydicom": "previews, references between series",
    "PyYAML": "nbia contract",
}
"""What is used if it is there, and for what."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reached:
    """Whether a server answers."""

    api: str
    """The version of the API."""
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
    servers = [] if offline else _reach(current_settings())
    indexes = _indexes()
    versions = {name: _version(name) for name in ("nbia-client", *_NEEDED, *_EXTRAS)}
    apis = {version: load(package) for version, package in all_packages().items()}
    if as_json:
        facts = {
            "python": platform.python_version(),
            "platform": platform.platform(),
            "versions": versions,
            "indexes": indexes,
            "servers": _facts(servers, next(iter(apis))),
            "apis": {
                version: {
                    "title": api.title,
                    "status": api.status,
                    "generated_from": msgspec.to_builtins(api.generated_from),
                    "servers": _facts(servers, version),
                }
                for version, api in apis.items()
            },
        }
        write_data(json.dumps(facts, indent=2) + "\n")
    else:
        lines = [
            *_described(versions),
            *_described_indexes(indexes),
            "Versions of the API, the one that commands speak first",
        ]
        for version, api in apis.items():
            known = [str(server) for server in servers if server.api == version]
            known = known or [f"  {name:<12}{url}" for name, url in api.base_urls.items()]
            about = textwrap.wrap(
                f"{api.title}. {api.status}", _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT
            )
            made = api.generated_from
            about += [] if made is None else [f"  spec        {made.spec_sha256}"]
            lines += [version, *about, *known]
        write("\n".join([*lines, ""]))
    return ExitCode.FAILED if servers and servers[0].problem is not None else ExitCode.OK


def _facts(servers: list[Reached], version: str) -> list[dict[str, object]]:
    return [dataclasses.asdict(server) for server in servers if server.api == version]


def _described(versions: dict[str, str | None]) -> list[str]:
    python = f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}"
    lines = [f"nbia-client {versions['nbia-client']}, {current_api().name}"]
    lines += [f"Python      {python}", "Uses"]
    lines += [f"  {name:<12}{versions[name]}" for name in _NEEDED]
    lines.append("Uses if it is installed")
    lines += [f"  {name:<12}{versions[name] or 'not installed':<16}for {use}" for name, use in _EXTRAS.items()]
    return lines


def _indexes() -> dict[str, dict[str, object]]:
    """Return, by the names of other sources of images, which index is installed that says where a series is."""
    found: dict[str, dict[str, object]] = {}
    for name, buckets in load_sources(current_package().rpartition(".")[0]).items():
        found[name] = {"title": buckets.title, "package": buckets.index.package, "version": None}
        with contextlib.suppress(InvalidParameterError):
            edition = BucketSource(name=name, package=current_package()).edition()
            day = None if edition.day is None else edition.day.isoformat()
            found[name] |= {"version": edition.version, "release": edition.release, "day": day}
    return found


def _described_indexes(indexes: dict[str, dict[str, object]]) -> list[str]:
    lines = ["Other sources of images (nbia download --source)"]
    for name, facts in indexes.items():
        lines.append(f"  {name:<12}{facts['title']}")
        day = "" if facts.get("day") is None else f", of {facts['day']}"
        state = f"{facts['version']}{day}" if facts["version"] is not None else "not installed"
        lines.append(f"  {'':<12}index {facts['package']}: {state}")
    return lines


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _reach(settings: Settings) -> list[Reached]:
    """Ask servers at the same time; the one that commands ask comes first."""
    known: list[tuple[str, str, str]]
    settings = dataclasses.replace(settings, may_ask=False)
    server, base_url = settings.address()
    if server is None and base_url is None:
        known = [
            (version, name, url)
            for version, package in all_packages().items()
            if load(package).index is None
            for name, url in client_type(package).servers.items()
        ]
    else:
        with settings.client() as client:
            known = [(next(iter(all_packages())), server or "base URL", client.base_url)]
    with Waiting("Asking the servers", is_quiet=settings.quiet), ThreadPoolExecutor(len(known)) as pool:
        return list(pool.map(lambda each: _ask(each[0], each[1], each[2], settings), known))


def _smallest_question(api: Api) -> Endpoint:
    """Return the question with the fewest parameters: there is nothing to leave out, so nothing makes it large."""
    tables = (endpoint for endpoint in api.endpoints if endpoint.record is not None)
    return min(tables, key=lambda endpoint: len(endpoint.parameters))


def _ask(version: str, name: str, url: str, settings: Settings) -> Reached:
    package = all_packages()[version]
    began = time.monotonic()
    try:
        timeout, retries = settings.timeout or _TIMEOUT, settings.retries or 0
        asked = dataclasses.replace(settings, server=None, base_url=url, timeout=timeout, retries=retries)
        with asked.client(package) as client:
            client.send(rows_call(package, _smallest_question(load(package)), {}))
    except NbiaError as error:
        return Reached(api=version, name=name, url=url, problem=error.message)
    return Reached(api=version, name=name, url=url, seconds=time.monotonic() - began)


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
