"""The command `nbia`: finds the subcommand, and turns whatever happens into an exit code and a readable paragraph."""

from __future__ import annotations

import dataclasses
import importlib
import sys
import textwrap
import traceback
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click

from .failures import CommandError, ExitCode
from .output import write

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

_COMMANDS: Final = {"contract": "contract"}
"""The module of each subcommand; in it the command has the same name."""
_REPORT: Final = "This is a mistake in nbia itself. Run it again with --debug and report what it prints."


@dataclasses.dataclass(slots=True)
class State:
    """What holds for the whole run."""

    is_debugging: bool = False
    """Whether errors show where they come from."""


class Commands(click.Group):
    """Subcommands that are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a subcommand."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f".{_COMMANDS[cmd_name]}", __package__)
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand, or propose one with a similar name."""
        if args and not args[0].startswith("-") and args[0] not in _COMMANDS:
            from ..values import nearest

            near = nearest(args[0], _COMMANDS)
            proposal = f" Did you mean {near}?" if near else f" There are: {', '.join(sorted(_COMMANDS))}."
            ctx.fail(f"No such command: {args[0]}.{proposal}")
        return super().resolve_command(ctx, args)


def common_options(function: FunctionT) -> FunctionT:
    """Add the options that every command has."""
    function = click.option(
        "--debug", is_flag=True, expose_value=False, is_eager=True, callback=_debug, help="Show where errors come from."
    )(function)
    return click.option(
        "--version",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_version,
        help="Show the version and exit.",
    )(function)


def _debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    state = context.find_object(State)
    if state is not None and value:
        state.is_debugging = True


def _version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from importlib import metadata

        write(f"nbia-client {metadata.version('nbia-client')}\n")
        context.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="nbia COMMAND --help tells more of a command.",
)
@common_options
def nbia() -> None:
    """Query the NBIA Search REST API of The Cancer Imaging Archive, and watch over it."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    state = State()
    if hasattr(sys.stdout, "reconfigure"):  # what the terminal's encoding lacks becomes an escape, not an error
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = nbia.main(arguments, prog_name="nbia", standalone_mode=False, obj=state)
        return int(code or 0)
    except click.ClickException as error:
        error.show()
    except click.Abort:
        print("nbia: interrupted", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except CommandError as error:
        _complain(str(error), state)
        return error.code
    except Exception as error:
        _complain(f"{type(error).__name__}: {error}. {_REPORT}", state)
        return ExitCode.INTERNAL
    return ExitCode.USAGE


def _complain(message: str, state: State) -> None:
    if state.is_debugging:
        traceback.print_exc()
    text = f"nbia: {' '.join(message.split())}"
    wrapped = textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ")
    print(wrapped, file=sys.stderr)
