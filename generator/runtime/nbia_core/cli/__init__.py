"""The command line: `nbia`, with one module for each subcommand. Nothing heavy is imported before it is needed."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    from .application import run

    return run(arguments)
