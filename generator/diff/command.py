"""The command `python -m generator diff`: reads two states of the API, compares them, and reports."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from nbia_core.api.description import Api
from nbia_core.text import plain

from ..importing import reading as openapi
from ..importing.comparison import compare as compare_surfaces
from ..importing.openapi_text import UnreadableError
from ..load.problems import SpecError, did_you_mean
from .changes import Change, verdict
from .compare import compare, compare_packages, version_added, version_removed
from .inputs import Described, InputError, OpenApiFile, Side, last_release, read, revision, working_tree
from .reports import FORMATS, Comparison, render
from .sources import compare_sources
from .versions import shortfall

PURPOSE: Final = "say what changed between two states of the API, whom it meets, and which version number it means"
_ROOT: Final = Path(__file__).parents[2]
_SIDE: Final = (
    "a git revision, a folder of a spec or of a version in one, an api.json, a wheel, or an OpenAPI file; where a path and a "
    "revision have one name, it is the path"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("old", nargs="?", metavar="OLD", help=f"{_SIDE}; without it, the last release tag (v*)")
    parser.add_argument("new", nargs="?", metavar="NEW", help="the same; without it, the spec of the working tree")
    parser.add_argument("--api", metavar="VERSION", help="compare this version of the API alone, such as v4")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to report it")
    parser.add_argument(
        "--fail-on",
        choices=("any", "breaking"),
        default="any",
        help="exit with 1 if anything differs, or only if something breaks callers",
    )


def run(options: argparse.Namespace, root: Path = _ROOT) -> int:
    """Compare, report to standard output, and return 0 if nothing differs, 1 if something does, 2 if that is not known."""
    try:
        comparison = _compared(options.old, options.new, options.api, root)
    except SpecError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} errors in the spec; nothing was compared", file=sys.stderr)
        return 2
    except InputError as error:
        print(f"error[diff]: {error}", file=sys.stderr)
        return 2
    print_report(render(comparison, options.format))
    breaks = any(change.weight == "breaks callers" for change in comparison.changes)
    return int(breaks if options.fail_on == "breaking" else bool(comparison.changes))


def print_report(text: str) -> None:
    """Print a report to standard output, whatever it can show, and as much as is read."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has read enough; nothing is to be said when Python ends either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _compared(old: str | None, new: str | None, version: str | None, root: Path) -> Comparison:
    before = _last_release(root) if old is None else read(old, root)
    after = working_tree(root) if new is None else read(new, root)
    release = before.release if isinstance(before, Described) else None
    return Comparison(old=before.name, new=after.name, changes=changes_between(before, after, version), release=release)


def _last_release(root: Path) -> Described:
    tag = last_release(root)
    if tag is None:
        raise InputError(
            "there is no release tag (such as v1.2.3) before this commit, so there is nothing to compare with unless you say "
            "so. Give OLD: a revision such as HEAD, a folder of a spec, an api.json or a wheel."
        )
    return revision(tag, root)


def too_small(version: str, root: Path = _ROOT) -> str | None:
    """Return why a version number is too small for what the spec of the working tree says that the last release did not.

    None if it is large enough, also where nothing was released yet.

    Args:
        version: the number that the next release is to have.
        root: the folder of the project.

    Raises:
        InputError: the last release cannot be compared.
        SpecError: something is wrong with the spec.
    """
    tag = last_release(root)
    if tag is None:
        return None
    last = revision(tag, root)
    assert last.release is not None, "the tag has its number"
    return shortfall(last.release, version, verdict(changes_between(last, working_tree(root))))


def changes_between(old: Side, new: Side, version: str | None = None) -> list[Change]:
    """Return every difference between two states of the API.

    Args:
        old: what is compared with.
        new: what it is now.
        version: the version of the API to compare alone; None for all.

    Raises:
        InputError: they cannot be compared with each other.
    """
    if isinstance(old, OpenApiFile) and isinstance(new, OpenApiFile):
        return _surfaces(old, new)
    if isinstance(old, OpenApiFile) or isinstance(new, OpenApiFile):
        name = old.name if isinstance(old, OpenApiFile) else new.name
        raise InputError(
            f"{name} is an OpenAPI file and the other is not. Give two of them, or compare it with the spec: "
            "python -m generator import FILE --against VERSION."
        )
    changes = [change for pair in _pairs(old, new, version) for change in _changes(old, new, *pair)]
    if version is not None or not (old.is_whole and new.is_whole):
        return changes
    place = new.place(next(iter(new.apis)))
    if old.sources is not None and new.sources is not None:
        changes = [*compare_sources(old.sources, new.sources, place), *changes]
    if old.package is not None and new.package is not None:
        changes = [*compare_packages(old.package, new.package, place), *changes]
    return changes


def _surfaces(old: OpenApiFile, new: OpenApiFile) -> list[Change]:
    """Compare two OpenAPI files; what is odd in them is said on standard error."""
    try:
        before, after = (openapi.read(each.path) for each in (old, new))
    except UnreadableError as error:
        raise InputError(str(error)) from error
    openapi.remark(before)
    openapi.remark(after)
    return compare_surfaces(before, after)


def _changes(old: Described, new: Described, before: Api | None, after: Api | None) -> Iterator[Change]:
    if before is not None and after is not None:
        places = old.place(before.version), new.place(after.version)
        yield from compare(before, after, old_place=places[0], new_place=places[1])
    elif before is not None:
        yield from version_removed(before, old.place(before.version))
    elif after is not None:
        yield from version_added(after, new.place(after.version))


def _pairs(old: Described, new: Described, version: str | None) -> list[tuple[Api | None, Api | None]]:
    """Return the versions that are compared with each other."""
    if version is not None:
        return [(_version(old, version), _version(new, version))]
    named = [side for side in (old, new) if not side.is_whole]
    if len(named) == 2:
        return [(next(iter(old.apis.values())), next(iter(new.apis.values())))]
    if named:
        name = next(iter(named[0].apis))
        return [(_version(old, name), _version(new, name))]
    return [(old.apis.get(name), new.apis.get(name)) for name in sorted({*old.apis, *new.apis})]


def _version(side: Described, version: str) -> Api:
    if version not in side.apis:
        known: Sequence[str] = sorted(side.apis)
        near = did_you_mean(version, known)
        raise InputError(
            f"{side.name} has no version {plain(version)}{near}. It has {', '.join(map(plain, known))}; to compare two "
            "versions, give the folder or the description of each."
        )
    return side.apis[version]
