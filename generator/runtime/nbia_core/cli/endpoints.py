"""A command for each endpoint, made from what the spec says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import click

from nbia_core.api.description import Endpoint, Parameter, Record

from .criteria import complete_criterion, criteria_help, to_criterion
from .examples import command_line
from .formats import FORMATS, can_hold, endings
from .options import Command, Option, read_day
from .settings import common_parameters, current_api, current_settings, index_options, other_version

_COLUMNS: Final = "Columns that come back, with DICOM tags"
_NAMES: Final = ("wire", "python")


def endpoint_commands() -> dict[str, Endpoint]:
    """Return all endpoints by the names of their commands."""
    return {endpoint.command: endpoint for endpoint in current_api().endpoints}


def find_endpoint(name: str) -> Endpoint | None:
    """Return the endpoint of a command; it may be named as the guide does, such as getSeries."""
    return endpoint_commands().get(name) or current_api().endpoint(name)


def make_command(endpoint: Endpoint) -> click.Command:
    """Return the command of an endpoint."""

    def run(**values: Any) -> int:
        from .query import ask, ask_text, save

        given = take_parameters(endpoint, values)
        work = ask_text if endpoint.kind == "text" else save if endpoint.record is None else ask
        return work(endpoint, given, current_settings(), **values)

    parameters = parameter_options(endpoint, "Parameters")
    return Command(
        endpoint.command,
        params=[*parameters, *_output_options(endpoint), *index_options(), *common_parameters()],
        callback=run,
        help="\n\n".join(filter(None, (endpoint.purpose, endpoint.details))),
        short_help=endpoint.purpose,
        notes=lambda: _notes(endpoint),
        context_settings={"token_normalize_func": spelling(endpoint)},
    )


def parameter_options(endpoint: Endpoint, section: str, *, is_required: bool | None = None) -> list[click.Parameter]:
    """Return the options for the parameters of an endpoint.

    Args:
        endpoint: what the spec says of it.
        section: the heading under which the help shows them.
        is_required: whether the command needs them; if not given, the spec says so.
    """
    return [_option(endpoint, parameter, section, is_required) for parameter in endpoint.parameters]


def _option(endpoint: Endpoint, parameter: Parameter, section: str, is_required: bool | None) -> Option:
    name = parameter.option
    is_flag = parameter.type == "boolean"
    return Option(
        [f"--{name}/--no-{name}" if is_flag else f"--{name}", parameter.python],
        section=section,
        required=parameter.is_required if is_required is None else is_required,
        multiple=_is_repeatable(endpoint, parameter),
        **_kind(parameter),
        help=_help(endpoint, parameter),
    )


def _is_repeatable(endpoint: Endpoint, parameter: Parameter) -> bool:
    return parameter.type == "criteria" or endpoint.takes_several(parameter)


def _help(endpoint: Endpoint, parameter: Parameter) -> str:
    default = None if parameter.default is None else f"The default is {parameter.default}."
    if parameter.type == "boolean":  # what is to know besides would be about words on the wire, not about a flag
        return f"{parameter.meaning} {default}" if default else parameter.meaning
    several = "Repeatable." if _is_repeatable(endpoint, parameter) else None
    text = " ".join(filter(None, (parameter.meaning, parameter.note, several, default)))
    return text if parameter.type == "uid" else f"{text} Example: {parameter.example_value}"


def take_parameters(endpoint: Endpoint, values: dict[str, Any]) -> dict[str, Any]:
    """Take the parameters of an endpoint that were given out of the values of all options."""
    taken = {parameter.python: values.pop(parameter.python) for parameter in endpoint.parameters}
    return {name: value for name, value in taken.items() if value not in (None, ())}


def spelling(endpoint: Endpoint) -> Callable[[str], str]:
    """Return the function that reads options which are spelled as on the wire or in Python, such as --PatientID.

    The option of a list, such as --series-instance-uid, may be spelled in the plural, too.
    """
    known: dict[str, str] = {}
    for parameter in endpoint.parameters:
        spellings = (parameter.wire, parameter.python, parameter.python.replace("_", "-"))
        known |= dict.fromkeys(spellings, parameter.option)
    return lambda name: known.get(name, name)


def _kind(parameter: Parameter) -> dict[str, Any]:
    """Return what an option takes."""
    if parameter.type == "boolean":
        return {"type": bool, "default": None}
    if parameter.type == "date":
        return {"type": read_day, "metavar": "YYYY-MM-DD"}
    if parameter.type == "uid":
        return {"metavar": "UID"}
    if parameter.type == "integer":
        return {"type": int, "metavar": "NUMBER"}
    if parameter.type == "criteria":
        return {"type": to_criterion, "metavar": "NAME=VALUE", "shell_complete": complete_criterion}
    return {"type": click.Choice(parameter.values)} if parameter.values else {}


def _output_options(endpoint: Endpoint) -> list[click.Parameter]:
    file = Option(
        ["-o", "--output", "output"],
        section="Output",
        type=click.Path(allow_dash=True),
        metavar="FILE",
        help="Write to this file, which appears when it is complete. - is standard output.",
    )
    if endpoint.record is None:
        return [file]
    options = _object_options if endpoint.shape == "object" else _row_options
    return [*options(endpoint.record), file, *([_server_format()] if endpoint.has_format else [])]


def _object_options(record: Record) -> list[click.Parameter]:
    """Return the options for the only object of an answer: it has no rows to sort or to count."""
    form = Option(
        ["--format", "form"],
        section="Output",
        type=click.Choice([form for form in FORMATS if can_hold(record, form)]),
        help="How to write the answer. The ending of FILE tells it too. Without either it is a line for each attribute on a "
        "terminal, and JSON elsewhere.",
    )
    return [form, *(option for option in _row_options(record) if option.name in ("columns", "names"))]


def _row_options(record: Record) -> list[click.Parameter]:
    def columns(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
        start = incomplete[: incomplete.rfind(",") + 1]
        name = incomplete.removeprefix(start)
        return [f"{start}{known.wire}" for known in record.attributes if known.wire.startswith(name)]

    return [
        Option(
            ["--format", "form"],
            section="Output",
            type=click.Choice(FORMATS),
            help=f"How to write the rows. The ending of FILE tells it too ({endings()}). Without either it is a table on "
            "a terminal, and CSV elsewhere.",
        ),
        Option(
            ["--columns"],
            section="Output",
            multiple=True,
            metavar="NAMES",
            shell_complete=columns,
            help="The columns and their order, with commas between them. Repeatable.",
        ),
        Option(
            ["--sort"],
            section="Output",
            multiple=True,
            metavar="NAMES",
            shell_complete=columns,
            help="The columns to sort by, with commas between them; a hyphen before a name puts the greatest first. "
            "Repeatable.",
        ),
        Option(
            ["--limit"],
            section="Output",
            type=click.IntRange(min=0),
            metavar="NUMBER",
            help="How many rows at most; 0 for all. A table on a terminal shows 200 if not told otherwise.",
        ),
        Option(
            ["--names"],
            section="Output",
            type=click.Choice(_NAMES),
            default=_NAMES[0],
            help="Whether columns are named as the service does, or as in Python. The default is wire.",
        ),
    ]


def _server_format() -> Option:
    return Option(
        ["--server-format"],
        section="Output",
        type=click.Choice(tuple(current_api().formats)),
        help="Write the answer as the server words it, in this format of its own.",
    )


def _notes(endpoint: Endpoint) -> Mapping[str, str]:
    """Return what the help says after the options."""
    columns = {} if endpoint.record is None else {_COLUMNS: ", ".join(_tagged_columns(endpoint.record))}
    takes_criteria = any(parameter.type == "criteria" for parameter in endpoint.parameters)
    criteria = {"Criteria": criteria_help()} if takes_criteria else {}
    return {
        **criteria,
        **columns,
        "Nothing found": endpoint.empty,
        "Example": f"\b\n{command_line(endpoint, other_version())}",
    }


def _tagged_columns(record: Record) -> Iterator[str]:
    for attribute in record.attributes:
        yield attribute.wire if attribute.tag is None else f"{attribute.wire} {attribute.tag}"
