# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The command `nbia`, and `python -m nbia`."""

import sys
from collections.abc import Sequence

from nbia_core.cli import main as _main

from . import v1 as _version


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with the version of the API that `nbia.Client` speaks, and return its exit code."""
    return _main(_version.__name__, arguments)


if __name__ == "__main__":
    sys.exit(main())
