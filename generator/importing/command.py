"""The command `python -m generator import`: reads an OpenAPI file, and says or writes what the spec should say now."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from nbia_core.contract.propose.proposals import SpecError as TextError
from nbia_core.text import plain

from ..diff.command import print_report
from ..diff.places import places
from ..diff.reports import FORMATS, Comparison, render
from ..load.loading import load
from ..load.problems import SpecError, did_you_mean
from ..load.spec import Spec
from .document import Document
from .new_version import RefusedError, write
from .openapi_text import UnreadableError
from .proposal import draft
from .reading import read, remark
from .spec_comparison import report

PURPOSE: Final = "say what an OpenAPI file says and the spec does not, or write a new version of the spec from it"
_ROOT: Final = Path(__file__).parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an OpenAPI 3 file, YAML or JSON")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--against", metavar="VERSION", help="compare it with this version of the spec, such as v4")
    what.add_argument(
        "--as", dest="version", metavar="VERSION", help="write a new version of the spec from it, such as v5"
    )
    parser.add_argument(
        "--propose",
        action="store_true",
        help="with --against: write the edit of the spec to standard output, for git apply, and the report to standard error",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to report it")
    parser.add_argument("--spec", type=Path, default=_ROOT / "spec", help="folder of the spec")


def run(options: argparse.Namespace) -> int:
    """Carry out the command.

    Returns:
        0 if the spec says what the file says, 1 if something differs, 2 if that is not known.
    """
    try:
        document = read(options.file)
        remark(document)
        if options.version is not None:
            if options.propose:
                raise RefusedError(
                    "--propose edits a version that there is, and --as writes a new one: give one of them"
                )
            return _write(document, options)
        spec = _version(options.spec, options.against)
        changes = report(document, spec, places(options.spec, spec.version))
        patch = draft(document, spec, options.spec) if options.propose else None
    except (UnreadableError, RefusedError, TextError) as error:
        print(f"error[import]: {error}", file=sys.stderr)
        return 2
    except SpecError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} errors in the spec; nothing was compared", file=sys.stderr)
        return 2
    told = render(Comparison(old=f"the spec of {spec.version}", new=document.file, changes=changes), options.format)
    if patch is None:
        print_report(told)
    else:
        print(told, end="", file=sys.stderr)
        print_report(str(patch))
    return int(bool(changes))


def _write(document: Document, options: argparse.Namespace) -> int:
    for sentence in write(document, options.version, options.spec):
        print(f"{document.file}: not taken over: {sentence}", file=sys.stderr)
    folder = options.spec / options.version
    print(f"{folder}: written. Look at what python -m generator lint names, then generate.")
    return 0


def _version(folder: Path, version: str) -> Spec:
    specs = load(folder)
    if version not in specs:
        near = did_you_mean(version, specs)
        raise RefusedError(f"the spec has no version {plain(version)}{near}. It has {', '.join(specs)}.")
    return specs[version]
