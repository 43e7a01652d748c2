"""The edit of the spec that follows from what was found, as a patch that `git apply` takes.

What is proposed, finding by finding:

* An added attribute gets its place at the end of the record, as observed, and an entry of the dictionary if none fits.
* A renamed one keeps its concept and its Python name; what the guide calls it is kept beside the new name.
* A retyped or reformatted one gets the form on the wire that fits, or the concept another type if only this record has it.
* An attribute that was always there and is no longer loses `presence`; its note says so.
* A column that is gone stays if the guide has it, and the endpoint's differences say that the server lacks it; if only
  the server ever had it, it is removed.
* A parameter that became required or optional gets that; what else becomes of parameters is left to people.
* What a version has from another one is edited in the other's file, and that is said.
* A service that has moved gets the new address; the guide's address goes to the differences of the service.

Where an edit is not clear it is left out, with the reason: a proposal is complete or not there, never wrong.
"""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import Final

from nbia_core.contract.findings import Finding, Result, Verdict
from nbia_core.contract.reports import words
from nbia_core.text import plain

from . import edits as remedies
from .spec_edit import Amendments, LeftOutError
from .yaml_text import LayoutError, SpecError, SpecText

__all__ = ["Proposal", "SpecError", "draft", "places", "propose"]

_REMEDIES: Final = {
    Verdict.RETYPED: remedies.retyped,
    Verdict.REFORMATTED: remedies.reformatted,
    Verdict.MISSING: remedies.missing,
    Verdict.RENAMED: remedies.renamed,
    Verdict.ADDED: remedies.added,
    Verdict.MOVED: remedies.moved,
}


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A proposed edit of the spec."""

    patch: str
    """A unified diff with paths from the root of the repository; empty if there is nothing to edit."""
    done: tuple[str, ...] = ()
    """What it does, a sentence for each finding, and what a maintainer should look at."""
    left_out: tuple[str, ...] = ()
    """What it does not do, with the reason."""

    def __str__(self) -> str:
        """Return the patch with the remarks above it, where `git apply` passes over them."""
        remarks = [*self.done, *(f"Left out: {text}" for text in self.left_out)]
        lines = [f"# {plain(text)}" for text in remarks]
        return "\n".join([*lines, ""]) + ("\n" if lines and self.patch else "") + self.patch if lines else self.patch


def propose(result: Result, spec_folder: Path, *, today: datetime.date | None = None) -> str:
    """Return the edit of the spec as text, for `git apply` from the root of the repository.

    Raises:
        SpecError: the spec cannot be read.
    """
    return str(draft(result, spec_folder, today=today))


def draft(result: Result, spec_folder: Path, *, today: datetime.date | None = None) -> Proposal:
    """Return the edit of the spec with what there is to say of it.

    Raises:
        SpecError: the spec cannot be read.
    """
    spec = SpecText(spec_folder, result.version)
    work = Amendments(spec=spec, result=result, day=today or datetime.date.today())
    done: list[str] = []
    left_out: list[str] = []
    for finding in sorted(result.findings, key=_rank):
        amend = remedies.parameter if finding.part == "parameter" else _REMEDIES.get(finding.verdict)
        before = dict(spec.texts)
        try:
            if amend is None:
                raise LeftOutError("no edit of the spec follows from it by itself")
            done += amend(work, finding)
            done += [_shared(file, result.version) for file in spec.others_changed(before)]
        except (LeftOutError, LayoutError) as error:
            spec.texts = before
            left_out.append(f"{words.title(finding)}: {error}.")
    return Proposal(patch=spec.patch(), done=tuple(dict.fromkeys(done)), left_out=tuple(dict.fromkeys(left_out)))


def _shared(file: Path, version: str) -> str:
    other = file.parent.name
    return f"Version {version} has this from {other}/{file.name}: make sure that version {other} has changed as well."


def _rank(finding: Finding) -> int:
    """Names change last: until then findings and the spec have the same ones."""
    return list(_REMEDIES).index(finding.verdict) if finding.verdict in _REMEDIES else len(_REMEDIES)


def places(spec_folder: Path, version: str) -> words.Places:
    """Return a function that says in which line of the spec the promise stands that a finding contradicts.

    Raises:
        SpecError: the spec cannot be read.
    """
    spec = SpecText(spec_folder, version)

    def place(finding: Finding) -> tuple[str, int] | None:
        endpoint = ("endpoints", finding.endpoint)
        key = spec.parameter_key(finding.endpoint, finding.attribute or "")
        described = [(*endpoint, "parameters", key or "")]
        if finding.part != "parameter":
            record = spec.data("endpoints").get(finding.endpoint, {}).get("returns", "")
            described = [("records", record, "attributes", finding.attribute or "")]
        for path in (*described, endpoint):
            file = spec.file_of(*path[:3])
            number = spec.line(file, *path) if file is not None else None
            if file is not None and number is not None:
                return file.as_posix(), number
        return None

    return place
