"""The command `python -m generator import`: reads an OpenAPI file, and says or writes what the spec should say now."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from nbia_core.text import plain

from ..diff.reports import FORMATS, Comparison, render
from ..load.loading import load
from ..load.problems import SpecError, did_you_mean
from ..load.spec import Spec
from .document import Document
from .new_version import RefusedError, write
from .openapi_text import UnreadableError
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
            return _write(document, options)
        spec = _version(options.spec, options.against)
    except UnreadableError as error:
        print(f"error[import]: {error}", file=sys.stderr)
        return 2
    except RefusedError as error:
        print(f"error[import]: {error}", file=sys.stderr)
        return 2
    except SpecError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} errors in the spec; nothing was compared", file=sys.stderr)
        return 2
    changes = report(document, spec)
    print(
        render(Comparison(old=f"the spec of {spec.version}", new=document.file, changes=changes), options.format),
        end="",
    )
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
