"""The command `nbia completion`."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import get_completion_class

from .failures import CommandError, ExitCode
from .options import Command
from .output import write_data
from .settings import common_parameters

_SHELLS: Final = ("bash", "zsh", "fish")
_HELP: Final = """Print the script that lets a shell complete commands, options and their values."""
_NOTES: Final = {
    "How to use it": "\b\n"
    'bash  eval "$(nbia completion bash)"    in ~/.bashrc\n'
    'zsh   eval "$(nbia completion zsh)"     in ~/.zshrc, after compinit\n'
    "fish  nbia completion fish | source     in ~/.config/fish/config.fish",
}


def _run(shell: str) -> int:
    kind = get_completion_class(shell)
    if kind is None:
        raise CommandError(ExitCode.FAILED, f"This version of click has no completion for {shell}.")
    program = click.get_current_context().find_root()
    write_data(f"{kind(program.command, {}, 'nbia', '_NBIA_COMPLETE').source()}\n")
    return ExitCode.OK


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "completion",
        params=[click.Argument(["shell"], type=click.Choice(_SHELLS)), *common_parameters()],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
    )
