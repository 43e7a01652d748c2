"""The options of the command `nbia contract`, and what its help says of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from .failures import near
from .options import Option
from .settings import common_parameters, current_api

if TYPE_CHECKING:
    from nbia_core.contract.reports import Format

FORMATS: Final = ("terminal", "markdown", "json", "junit", "html", "github")
STDOUT: Final = "-"
HELP: Final = """Check that the service still does what the spec says.

Its answers are compared with the spec: attributes, types, dates, formats, addresses. They are asked for now (--live),
or they were recorded (--cassettes, --har, --bodies). What differs is a finding: the attribute that was added, renamed or
retyped, the endpoint that has moved, is gone, or wants a login. The baseline accepts findings that are known, each with
a reason; --propose writes the edit of the spec that would make the others right.
"""
NOTES: Final = {
    "Exit codes": "\b\n"
    "  0  nothing new\n"
    "  1  findings\n"
    "  2  wrong options\n"
    "100  the service cannot be reached\n"
    "101  the answers cannot be read (a cassette, a HAR file, a folder)\n"
    "102  the baseline is wrong or cannot be written\n"
    "103  the spec cannot be read, or PyYAML is missing\n"
    "104  a report or the patch cannot be written\n"
    "110  a mistake in nbia itself\n"
    "130  interrupted",
    "Examples": "\b\n"
    "nbia contract --live\n"
    "nbia contract --cassettes tests/cassettes --baseline contract.toml\n"
    "nbia contract --live --server nlst --report github --report junit:out.xml\n"
    "nbia contract --har browser.har --propose | git apply",
}


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What was asked for."""

    live: bool
    server: str | None
    base_url: str | None
    cassettes: Path | None
    har: Path | None
    bodies: Path | None
    reports: tuple[tuple[Format, str], ...]
    baseline: Path | None
    update_baseline: bool
    propose: str | None
    spec: Path | None
    endpoints: tuple[str, ...]
    timeout: float | None
    retries: int | None
    quiet: bool


def parameters() -> list[click.Parameter]:
    """Return the options."""
    return [
        _option("Answers", ["--live"], is_flag=True, help="Ask the service itself."),
        _option("Answers", ["--cassettes"], metavar="DIR", help="Read recordings of vcrpy."),
        _option("Answers", ["--har"], metavar="FILE", help="Read what a browser or proxy recorded."),
        _option("Answers", ["--bodies"], metavar="DIR", help="Read saved answers."),
        _option(
            "Answers",
            ["--endpoint", "endpoints"],
            type=str,
            multiple=True,
            metavar="NAME",
            shell_complete=_endpoints_to_complete,
            help="Look at this endpoint alone; repeatable.",
        ),
        _option(
            "Findings",
            ["--report", "reports"],
            type=str,
            callback=_read_reports,
            multiple=True,
            metavar="FORMAT[:FILE]",
            shell_complete=_reports_to_complete,
            help=f"Write a report: {', '.join(FORMATS)}. Without a file it goes to standard output; repeatable.",
        ),
        _option("Findings", ["--baseline"], metavar="FILE", help="Accepted deviations, in TOML."),
        _option(
            "Findings",
            ["--update-baseline"],
            is_flag=True,
            help="Accept what is found now, and forget what is not any more.",
        ),
        _option(
            "Findings",
            ["--propose"],
            type=str,
            is_flag=False,
            flag_value=STDOUT,
            metavar="[FILE]",
            help="Write the edit of the spec that follows, as a patch for git apply.",
        ),
        _option("Findings", ["--spec"], metavar="DIR", help="The spec to edit. The default is spec, if it is one."),
        *common_parameters(),
    ]


def _read_reports(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Split FORMAT[:FILE], and check the formats."""
    reports = [value.partition(":") for value in values]
    for form, _, _ in reports:
        if form not in FORMATS:
            message = f"There is no report {form}{near(form, list(FORMATS))}"
            raise click.BadParameter(message, context, parameter)
    return tuple((form, file or STDOUT) for form, _, file in reports)


def _endpoints_to_complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [endpoint.name for endpoint in current_api().endpoints if endpoint.name.startswith(incomplete)]


def _reports_to_complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [form for form in FORMATS if form.startswith(incomplete)]


def _option(section: str, names: list[str], **attributes: Any) -> Option:
    if "metavar" in attributes:
        attributes.setdefault("type", click.Path(path_type=Path))
    return Option(names, section=section, **attributes)
