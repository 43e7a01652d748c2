"""The command `nbia`: finds the subcommand, and turns whatever happens into an exit code and a readable paragraph."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import Final

import click

from nbia_core.errors import NbiaError

from .endpoints import endpoint_commands, find_endpoint, make_command
from .failures import CommandError, ExitCode
from .interrupts import termination_interrupts
from .messages import messages_on_stderr
from .options import in_options, refuse_repeated, write_options
from .output import complain, say
from .settings import Settings, common_parameters, current_api, use_by_default, version_first

_COMMANDS: Final = {
    "download": "Put the images of many series on disk, complete and checked.",
    "preview": "Look at one image of a series before downloading all of them.",
    "verify": "Check that what was downloaded is still complete and unchanged.",
    "merge": "Make one destination of the parts that several machines have downloaded.",
    "cite": "Print how to cite series: DOI, licence and text of each data set.",
    "references": "Show which series a segmentation, a structure set, a dose or a report refers to.",
    "manifest": "Write a list of series for a download, as a .tcia manifest or a table.",
    "contract": "Check that the service still does what the spec says.",
    "info": "Show versions, and which servers can be reached.",
    "completion": "Print the script that lets a shell complete commands.",
}
"""What each command does that is no endpoint; it is in the module of its name."""
_REPORT: Final = "This is a mistake in nbia itself. Run it again with --debug and report what it prints."
_LONGEST_LINE: Final = 100
_EPILOG: Final = """\b
Exit codes:
    0  done; an answer without rows is an answer too
    1  something failed, or was not found where it must be
    2  wrong options
  110  a mistake in nbia itself
  130  interrupted (Ctrl-C)
nbia contract has some more, from 100 on: see its help.

\b
Environment variables stand in for the common options:
  NBIA_API, NBIA_SERVER, NBIA_BASE_URL, NBIA_TIMEOUT,
  NBIA_RETRIES, NBIA_VERBOSE, NBIA_QUIET, NBIA_DEBUG
NBIA_USER and NBIA_PASSWORD log in where the version of the
API has a login; so does a line in ~/.netrc.

\b
Examples:
  nbia get-series --collection "RIDER Pilot" --modality CT
  nbia get-series --collection "RIDER Pilot" -o series.csv
  nbia download --collection "RIDER Pilot" --to tciaDownload
  nbia download cart.tcia
  nbia COMMAND --help
"""


class Commands(click.Group):
    """Subcommands that are made or imported when they are needed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the subcommand; an option that takes one value may stand there once.

        The version of the API is read first, wherever it stands, because commands and their options depend on it.
        """
        args = version_first(args)
        refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        return sorted([*_COMMANDS, *endpoint_commands()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a subcommand; an endpoint may be named as in the guide, such as getSeries."""
        if cmd_name in _COMMANDS:
            command: click.Command = importlib.import_module(f".{cmd_name}", __package__).make_command()
            return command
        endpoint = find_endpoint(cmd_name)
        return None if endpoint is None else make_command(endpoint)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand, or propose one with a similar name."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from nbia_core.checks import nearest

            reason = _refusal(args[0])
            if reason is not None:
                ctx.fail(f"{current_api().version} has no {args[0]}. {reason}")
            near = nearest(args[0], self.list_commands(ctx))
            proposal = f"Did you mean {near}?" if near else "nbia --help lists all."
            ctx.fail(f"No such command: {args[0]}. {proposal}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each subcommand does; none is imported for that."""
        sections: dict[str, Iterable[tuple[str, str]]] = {"Downloads, and more": _COMMANDS.items()}
        for group in current_api().groups:
            sections[f"{group.name} (endpoints)"] = [
                (each.command, each.purpose) for each in current_api().in_group(group)
            ]
        for name, commands in sections.items():
            with formatter.section(name):
                formatter.write_dl(list(commands), col_max=40)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the subcommands, then the options that all of them have."""
        self.format_commands(ctx, formatter)
        self.params = common_parameters(chooses_version=True)  # the servers are those of the version that was chosen
        write_options(self.get_params(ctx), ctx, formatter)


def _refusal(name: str) -> str | None:
    """Return why the version has no command of a name, which may be the path of what is refused, or like a command."""
    wanted = name.replace("-", "").lower()
    return next((each.reason for each in current_api().refused if each.path.lower() == wanted), None)


def make_program(package: str) -> click.Group:
    """Return the command `nbia` for a version of the API."""
    use_by_default(package)
    return Commands(
        "nbia",
        params=common_parameters(chooses_version=True),
        help="Ask the NBIA APIs of The Cancer Imaging Archive, download their images, and watch over them.",
        epilog=_EPILOG,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": _LONGEST_LINE},
    )


def run(package: str, arguments: Sequence[str] | None = None) -> int:
    """Run the command line for a version of the API and return its exit code."""
    settings = Settings()
    nbia = make_program(package)
    if hasattr(sys.stdout, "reconfigure"):  # what the terminal's encoding lacks becomes an escape, not an error
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with termination_interrupts(), messages_on_stderr(settings):
            code = nbia.main(arguments, prog_name="nbia", standalone_mode=False, obj=settings)
        return int(code or 0)
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        say("interrupted")
        return ExitCode.INTERRUPTED
    except CommandError as error:
        _complain([str(error)], settings)
        return error.code
    except NbiaError as error:
        _complain(in_options(str(error), nbia.params).splitlines(), settings)
        return ExitCode.FAILED
    except Exception as error:
        _complain([f"{type(error).__name__}: {error}. {_REPORT}"], settings)
        return ExitCode.INTERNAL
    return ExitCode.USAGE


def _complain(lines: Sequence[str], settings: Settings) -> None:
    """Write one paragraph; its further lines begin further right than the first."""
    if settings.debug:
        complain(traceback.format_exc())
    say("\n  ".join(" ".join(line.split()) for line in lines))
