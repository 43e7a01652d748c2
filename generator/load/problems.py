"""What is wrong with a spec, and where."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from nbia_core.checks import nearest


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One error in the spec, as lint prints it."""

    file: str
    """The file, relative to the folder that holds the spec."""
    line: int
    """The line, counted from 1."""
    column: int
    """The column, counted from 1."""
    rule: str
    """The rule that is broken: a stable name."""
    text: str
    """What is wrong, and where it helps, what is probably meant."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: error[{self.rule}]: {self.text}"


class SpecError(Exception):
    """The spec has problems, all of them listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        """The problems, by file and line."""
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a suggestion to append to a message, or nothing if no known word is near."""
    near = nearest(word, known)
    return f" (did you mean {near}?)" if near else ""
