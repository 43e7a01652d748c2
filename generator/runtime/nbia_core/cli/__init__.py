"""The command line: `nbia`, with one module for each subcommand. Nothing heavy is imported before it is needed.

Comes in: what somebody typed, and the package of the version of the API to speak. Goes out: tables, files, an exit code.
Imported by the generated package alone; imports client and below.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(package: str, arguments: Sequence[str] | None = None) -> int:
    """Run the command line for a version of the API, such as nbia.v1, and return its exit code."""
    try:
        from .application import run
    except KeyboardInterrupt:  # the import takes a moment in which people change their minds
        print("nbia: interrupted", file=sys.stderr)
        return 130
    return run(package, arguments)
