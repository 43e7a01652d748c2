"""Options in sections, and a command that says in terms of its options what the client says in terms of Python."""

from __future__ import annotations

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

import click

from nbia_core.errors import InvalidParameterError
from nbia_core.text import sentence

SECTION: Final = "Common options"
"""The heading for what belongs to no command in particular."""
_CLIENT: Final = re.compile(r"\bClient\((\w+=[^()]*)\)")
"""What a Python user would write, such as Client(server="nlst"): here its arguments are options."""
_OTHER_CLIENT: Final = re.compile(r"\bnbia\.(\w+)\.Client\(\)")
_DOWNLOAD: Final = re.compile(r'\bdownload\(\.\.\., source="([\w,]+)"\)')
_SOURCE: Final = re.compile(r'\bsource="([\w,]+)"')


class Option(click.Option):
    """An option that belongs to a section of the help."""

    def __init__(self, *arguments: Any, section: str = SECTION, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.section = section
        """The heading under which the help shows it."""


class Command(click.Command):
    """A command that lists its options in sections and has paragraphs at the end of its help."""

    def __init__(self, *arguments: Any, notes: Callable[[], Mapping[str, str]] = dict, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self._notes = notes

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; an option that takes one value may stand there once."""
        refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, section by section, then the notes: a heading and a text each."""
        write_options(self.get_params(ctx), ctx, formatter)
        for name, text in self._notes().items():
            with formatter.section(name):
                formatter.write_text(text)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the client refuses is a wrong use of the command."""
        try:
            return super().invoke(ctx)
        except InvalidParameterError as error:
            text = error.message if error.hint is None else f"{sentence(error.message)} Try: {sentence(error.hint)}"
            raise click.UsageError(in_options(text, self.params), ctx) from error


def refuse_repeated(command: click.Command, ctx: click.Context, args: list[str]) -> None:
    """Refuse an option that was given twice although it takes one value: one of the two would count for nothing.

    Raises:
        click.UsageError: there is one.
    """
    if ctx.resilient_parsing:
        return
    _, _, order = command.make_parser(ctx).parse_args(list(args))
    for parameter, number in Counter(order).items():
        if number > 1 and isinstance(parameter, click.Option) and not can_be_repeated(parameter):
            raise given_twice(parameter, ctx)


def can_be_repeated(option: click.Option) -> bool:
    """Whether an option may be given more than once: all its values count, or it can say one thing only."""
    return option.multiple or option.count or (option.is_flag and not option.secondary_opts)


def given_twice(option: click.Parameter, ctx: click.Context) -> click.UsageError:
    """Return the error that says so."""
    return click.UsageError(f"{max(option.opts, key=len)} was given twice; it takes one value.", ctx)


def write_options(parameters: list[click.Parameter], ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write what the options do, section by section; arguments stand in the first line of the help."""
    listed = [parameter for parameter in parameters if isinstance(parameter, click.Option)]
    for name, options in itertools.groupby(listed, key=_section):
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        if records:
            with formatter.section(name):
                formatter.write_dl(records, col_max=28)


def in_options(text: str, parameters: list[click.Parameter]) -> str:
    """Spell the names of Python arguments in a text as the options that they are, such as base_url= as --base-url."""
    text = _OTHER_CLIENT.sub(r"nbia --api \1", text)
    text = with_sources(_DOWNLOAD.sub(r"nbia download --source \1", _CLIENT.sub(r"\1", text)))
    for parameter in parameters:
        name = str(parameter.name)
        option = parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name
        text = re.sub(rf"\b{name}=(?=[^\s.,;:)])", f"{option} ", text)
        text = re.sub(rf"\b{name}\b=?" if "_" in name else rf"\b{name}=", option, text)
    return text


def with_sources(text: str) -> str:
    """Spell the argument that names the sources of a download, such as source="nbia,idc", as the option that it is."""
    return _SOURCE.sub(r"--source \1", text)


def _section(parameter: click.Parameter) -> str:
    return parameter.section if isinstance(parameter, Option) else SECTION


def read_day(text: str) -> str:
    """Return a day in ISO form, checked.

    Raises:
        click.BadParameter: the text is something else.
    """
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day in ISO form, such as 2010-08-16.") from None
