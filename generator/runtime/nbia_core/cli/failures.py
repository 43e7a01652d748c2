"""Exit codes, and what is said when a command cannot do its work."""

from __future__ import annotations

import enum

from nbia_core.text import sentence


class ExitCode(enum.IntEnum):
    """How a command ends. From 100 on it could not do its work, so that nothing is known."""

    OK = 0
    NOTHING_NEW = 0
    FAILED = 1
    FINDINGS = 1
    USAGE = 2
    UNREACHABLE = 100
    UNREADABLE_INPUT = 101
    BAD_BASELINE = 102
    BAD_SPEC = 103
    UNWRITABLE_REPORT = 104
    INTERNAL = 110
    INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot do its work."""

    def __init__(self, code: ExitCode, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        """The exit code."""
        self.message = message
        """What happened, in a sentence or two."""
        self.hint = hint
        """What to try."""

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{sentence(self.message)} {self.hint}"


def near(name: str, known: list[str]) -> str:
    """Return how a message about an unknown name ends: with a similar one, or with all."""
    from nbia_core.checks import nearest

    similar = nearest(name, known)
    return f"; did you mean {similar}?" if similar else f"; there are {', '.join(known)}."
