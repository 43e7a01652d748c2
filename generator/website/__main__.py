"""The command line: `python -m generator.website`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .pages import SiteError
from .site import build

_ROOT = Path(__file__).parent.parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site. Return 0 if that went well, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m generator.website", description="Build the documentation site.")
    parser.add_argument("--output", type=Path, default=_ROOT / "dist" / "site", help="folder of the site, replaced")
    options = parser.parse_args(arguments)
    try:
        build(_ROOT, options.output)
    except SiteError as error:
        print(f"error[site]: {error}", file=sys.stderr)
        return 1
    print(f"{options.output}: open it with python -m http.server --directory {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
