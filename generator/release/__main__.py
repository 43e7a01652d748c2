"""The command `python -m generator.release VERSION`, which tries a release out, or makes it.

Everything happens in a clone. A dry run leaves the checkout as it was; --commit takes over one commit, one tag and the built
files. --tagged builds the commit that has the tag already, as the workflow of releases does. Nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from nbia_core.text import counted, plain_lines

from ..diff.versions import Release
from .artifacts import build, check, sums, try_out, write_sbom
from .checkout import Checkout, read_version
from .commands import ReleaseError

_ROOT: Final = Path(__file__).parents[2]
_say: Final = functools.partial(print, flush=True)
_NOBODY: Final = ("nobody", "nobody@invalid")
"""Who commits in a dry run where git does not know the user."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Return 0 if there is, or could be, such a release, and 2 if not."""
    options = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="release-") as work:
            _release(options, Path(work).resolve())
    except ReleaseError as error:
        print(f"error[release]: {plain_lines(str(error))}\nNothing was written.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _release(options: argparse.Namespace, work: Path) -> None:
    version = read_version(options.version)
    checkout = Checkout(options.project.resolve())
    checkout.check_clean()
    target = checkout.root / "dist" / f"v{version}"
    if (options.commit or options.tagged) and target.exists():
        raise ReleaseError(f"{target} exists already. Move it away first.")
    release = _tagged(checkout, version, work) if options.tagged else _prepared(checkout, version, work, options.commit)
    built = build(release, work)
    _say("Built sdist and wheel twice, to the same bytes.")
    tools = options.tools.absolute()
    check(release, built, tools)
    _say("twine and check-wheel-contents found nothing.")
    tried = None
    for name, python in try_out(release, built, work, version):
        _say(f"Python {name}: " + ("not found here, so not tried" if python is None else "installed and tried"))
        tried = tried or python
    assert tried is not None, "there is one, or an error was raised"
    write_sbom(release, built, tools, tried)
    _say("\n".join(f"{sha256}  {file}" for file, sha256 in sums(built).items()))
    if not (options.commit or options.tagged):
        _say(f"A dry run: {version} could be released, and nothing was written.")
        return
    try:
        shutil.copytree(built, target)
        if options.commit:
            checkout.adopt(release, version)
    except (OSError, ReleaseError) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise ReleaseError(str(error)) from error
    _say(f"The files are in {target}.")
    if options.commit:
        _say(f"{version} is committed and tagged. To publish it: git push origin HEAD v{version}")


def _prepared(checkout: Checkout, version: Release, work: Path, is_real: bool) -> Checkout:
    """Make the commit of a release in a clone."""
    checkout.check_new(version)
    author = checkout.author()
    if author is None and is_real:
        raise ReleaseError("git does not know who you are: set user.name and user.email.")
    release = checkout.copy(work / "release")
    _say(release.check_verdict(version))
    gathered = counted(len(release.fragments()), "fragment")
    release.prepare(version, datetime.datetime.now(datetime.UTC).date(), author or _NOBODY)
    _say(f"Gathered {gathered} into the changelog of {version}.")
    return release


def _tagged(checkout: Checkout, version: Release, work: Path) -> Checkout:
    """Return a clone of the commit that has the tag of a release."""
    checkout.check_tagged(version)
    _say(f"v{version} is the commit that is checked out, and its changelog is gathered.")
    return checkout.copy(work / "release")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator.release", description=__doc__)
    parser.add_argument("version", help="the version to release, such as 1.4.0")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument(
        "--commit", action="store_true", help="make the release: commit it, tag it, keep the files in dist/"
    )
    kinds.add_argument("--tagged", action="store_true", help="build the tagged commit that is checked out, into dist/")
    parser.add_argument(
        "--tools",
        type=Path,
        default=Path(sys.executable).parent,
        help="where twine, check-wheel-contents and cyclonedx-py are",
    )
    parser.add_argument("--project", type=Path, default=_ROOT, help="the checkout (%(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
