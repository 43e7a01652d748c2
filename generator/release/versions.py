"""The version of a release: what it looks like, and how far a change must move it."""

from __future__ import annotations

import re
from typing import Final

from packaging.version import Version

from ..diff.changes import Verdict
from .commands import ReleaseError

VERDICTS: Final[tuple[Verdict, ...]] = ("nothing", "patch", "minor", "major")
"""What changes mean together, the smallest first."""
_FORM: Final = re.compile(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", re.ASCII)


def read_version(text: str) -> Version:
    """Return the version that a text says.

    Raises:
        ReleaseError: it is none that a release can have.
    """
    if not _FORM.fullmatch(text) or str(Version(text)) != text:
        raise ReleaseError(
            f"{text!r} is no version of a release, which has three numbers, as 1.4.0, and before that perhaps a, b or rc "
            "with a number, as 1.4.0rc1."
        )
    return Version(text)


def smallest_after(last: Version, verdict: Verdict) -> Version:
    """Return the smallest version that may follow a release with changes of such a weight.

    Before 1.0.0 the first number stays: there the second one moves for what breaks callers, and the third for all else.
    """
    weight = VERDICTS.index(verdict) - (last.major == 0)
    if weight >= VERDICTS.index("major"):
        return Version(f"{last.major + 1}.0.0")
    if weight >= VERDICTS.index("minor"):
        return Version(f"{last.major}.{last.minor + 1}.0")
    return Version(f"{last.major}.{last.minor}.{last.micro + 1}")
