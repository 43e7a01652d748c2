"""The generator's command line: `python -m generator generate|check|lint|diff|import`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nbia_core.text import counted

from .diff import command as diff
from .importing import command as importing
from .load.loading import load
from .load.problems import SpecError
from .load.unconfirmed import placeholders
from .render.formatting import FormatterError
from .tree import ForeignFolderError, build, compare, compare_schema, compare_twins, write, write_schema, write_twins

_ROOT = Path(__file__).parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Return 0 if all is well, 1 if there are findings, 2 if the command cannot be carried out."""
    options = _parser().parse_args(arguments)
    if options.command == "diff":
        return diff.run(options)
    if options.command == "import":
        return importing.run(options)
    spec: Path = options.spec
    folder: Path = options.output
    try:
        if options.command == "lint":
            found = [f"{version} {len(read.endpoints)}" for version, read in load(spec).items()]
            for placeholder in placeholders(spec):
                print(placeholder)
            print(f"{spec}: no errors; endpoints: {', '.join(found)}")
            return 0
        if options.command == "generate":
            twins = write_twins()
            files = build(spec)
            done = [*twins, *write_schema(spec), *write(files, folder)]
            print("\n".join([*done, f"{folder}: {len(files)} files, {len(done)} changed"]))
            return 0
        files = build(spec)
        found = [*compare_twins(), *compare_schema(spec), *compare(files, folder)]
    except SpecError as error:
        print(error, file=sys.stderr)
        print(f"{counted(len(error.problems), 'error')}; nothing was written", file=sys.stderr)
        return 1
    except FormatterError as error:
        print(f"error[formatter]: {error}", file=sys.stderr)
        return 2
    except ForeignFolderError as error:
        print(f"error[output]: {error}", file=sys.stderr)
        return 2
    if found:
        print("\n".join(f"error[drift]: {line}" for line in found), file=sys.stderr)
        print(f"{folder} is not what spec and generator make; run: make generate", file=sys.stderr)
        return 1
    print(f"{folder}: {len(files)} files, no drift")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description="Generate the client from the spec.")
    commands = {
        "generate": "write generated/, and remove from it what does not belong there",
        "check": "compare generated/ with what spec and generator make; exit 1 if they differ",
        "lint": "check the spec and list every error in it",
    }
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="{generate,check,lint,diff,import}")
    for command, purpose in commands.items():
        subparser = subparsers.add_parser(command, help=purpose, description=purpose)
        subparser.add_argument("--spec", type=Path, default=_ROOT / "spec", help="folder of the spec")
        subparser.add_argument("--output", type=Path, default=_ROOT / "generated", help="folder of the generated files")
    diff.add_arguments(subparsers.add_parser("diff", help=diff.PURPOSE, description=diff.PURPOSE))
    importing.add_arguments(subparsers.add_parser("import", help=importing.PURPOSE, description=importing.PURPOSE))
    return parser


if __name__ == "__main__":
    sys.exit(main())
