"""What changes of the errors that a service or an endpoint answers with, and of what they mean."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from nbia_core.api.description import ErrorCase, Meaning

from . import matching
from .findings import Findings, Subject


def compare(
    found: Findings,
    subject: Subject,
    old: Sequence[ErrorCase],
    new: Sequence[ErrorCase],
    further: tuple[Sequence[ErrorCase], Sequence[ErrorCase]] = ((), ()),
) -> None:
    """Find what changes of some errors.

    Args:
        found: where changes go.
        subject: what they are errors of.
        old: the errors before, in the order in which they are tried.
        new: the errors now.
        further: the errors that are tried after them, before and now.
    """
    matched = matching.errors(old, new)
    all_old, all_new = (*old, *further[0]), (*new, *further[1])
    is_meant_otherwise = False
    for case in matched.gone:
        means = _meaning(all_new, case)
        action = f"An answer like this is taken for {means or 'an ordinary error'} now; it was {case.means}."
        found.add(
            "words" if means == case.means else "breaks callers",
            "error removed",
            _named(subject, case),
            _whole(case),
            None,
            "" if means == case.means else action,
        )
    for case in matched.added:
        meant = _meaning(all_old, case)
        is_other = meant is not None and meant != case.means
        action = f"An answer like this was taken for {meant}: handle {case.means} as well." if is_other else ""
        found.add(
            "breaks callers" if is_other else "adds", "error added", _named(subject, case), None, _whole(case), action
        )
    for before, after in matched.pairs:
        at = _named(subject, after)
        if before.sentence != after.sentence:
            found.add("breaks on the wire", "error in other words", at, before.sentence, after.sentence)
        elif (meant := _meaning(all_old, before)) != (means := _meaning(all_new, after)):
            is_meant_otherwise = True
            action = f"Handle {means} where {meant} was handled: {after.when}".rstrip(": ")
            found.add("breaks callers", "error means something else", at, meant, means, action)
        elif before.means != after.means:
            # Another case comes first, before and now, so that nobody gets to see this one.
            found.add("words", "error means something else", at, before.means, after.means)
        found.words(at, before, after, "when", "source", "evidence")
    if matched.is_reordered and not is_meant_otherwise:
        found.add("words", "errors in another order", subject, list(map(_words, old)), list(map(_words, new)))


def _meaning(cases: Sequence[ErrorCase], asked: ErrorCase) -> Meaning | None:
    """Return what an answer like this case means to the client: the first case that fits it decides."""
    return next((case.means for case in cases if case.fits(asked.status, asked.sentence or "")), None)


def _named(subject: Subject, case: ErrorCase) -> Subject:
    return dataclasses.replace(subject, part="error", name=_words(case))


def _words(case: ErrorCase) -> str:
    return f"status {case.status}" + (f", {case.sentence.strip()}" if case.sentence else "")


def _whole(case: ErrorCase) -> str:
    return f"{case.means}: {case.when}".rstrip(": ")
