"""The command `python -m generator.release.pull_request BASE`, for a pull request that changes the spec.

It prints what the pull request says, in Markdown: what differs from a revision, and which version that means together with
what is not released yet. It writes the fragment of the changelog, and the version where the files say a smaller one.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from nbia_core.text import plain, some

from ..diff.changes import WEIGHTS, Change
from ..diff.changes import verdict as verdict_of
from ..diff.command import changes_between
from ..diff.inputs import Described, InputError, last_release, revision, working_tree
from ..diff.reports import Comparison, render
from ..diff.versions import Release, meaning
from ..load.problems import SpecError
from .checkout import Checkout
from .commands import ReleaseError

_ROOT: Final = Path(__file__).parents[2]
_MOST_ENDPOINTS: Final = 6


def main(arguments: Sequence[str] | None = None, root: Path = _ROOT) -> int:
    """Run the command. Return 0 if that is done, and 2 if what differs is not known."""
    parser = argparse.ArgumentParser(prog="python -m generator.release.pull_request", description=__doc__)
    parser.add_argument("base", help="the revision that the change is made to, such as HEAD")
    base = parser.parse_args(arguments).base
    try:
        now = working_tree(root)
        changes = changes_between(revision(base, root), now)
        means = _write_version(now, root)
    except (InputError, ReleaseError, SpecError) as error:
        print(f"error[pull-request]: {error}", file=sys.stderr)
        return 2
    print(render(Comparison(old=base, new=now.name, changes=changes), "markdown"))
    print(f"With what is not released yet: {means}")
    if changes:
        print(f"The changelog says it in `{_write_fragment(changes, root).relative_to(root).as_posix()}`.")
    return 0


def _write_version(now: Described, root: Path) -> str:
    """Write the version that the next release needs, where the files say a smaller one, and return what it means in words."""
    tag = last_release(root)
    last = None if tag is None else Release.parse(tag)
    if tag is None or last is None:
        return "There is no release yet."
    verdict = verdict_of(changes_between(revision(tag, root), now))
    checkout, needed = Checkout(root), last.next(verdict)
    if checkout.version() < needed:
        checkout.write_version(needed)
    return f"{meaning(last, verdict)} `pyproject.toml` says {checkout.version()}."


def _write_fragment(changes: Sequence[Change], root: Path) -> Path:
    """Write what the changelog says, into a file that there was not before."""
    kind = "breaking" if verdict_of(changes) == "major" else "api"
    folder = root / ".changes"
    names = (f"+contract-{number}" for number in itertools.count(1))
    free = next(name for name in names if not list(folder.glob(f"{name}.*")))
    path = folder / f"{free}.{kind}.md"
    path.write_text(_sentence(changes) + "\n", encoding="utf-8", newline="\n")
    return path


def _sentence(changes: Sequence[Change]) -> str:
    endpoints = dict.fromkeys(change.endpoint or "all endpoints" for change in changes)
    counts = Counter(change.weight for change in changes)
    weights = ", ".join(f"{weight}: {counts[weight]:,}" for weight in WEIGHTS if counts[weight])
    return f"The API changed, and the spec with it: {plain(some(endpoints, _MOST_ENDPOINTS))} ({weights})."


if __name__ == "__main__":
    sys.exit(main())
