"""What a file says and the spec does not, or the reverse, and which of it the spec explains."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from generator.diff.changes import Change, Weight
from generator.diff.findings import Place
from generator.load.spec import Spec
from nbia_core.api.description import Difference

from .document import Document

_EVERYWHERE: Final = ""
_TOLD: Final = "OpenAPI file "


@dataclasses.dataclass(frozen=True, kw_only=True)
class Claim:
    """A statement of an OpenAPI file that differs from the spec, or of the spec that the file lacks."""

    change: Change
    """What would change if the spec said what the file says: `before` is the spec, `after` is the file."""
    matter: str
    """What it is about, in the words in which a difference of the spec can say that it explains it, such as `status 404`."""
    reason: str | None = None
    """What the spec knows of it: what the server does, and how that is known; None if it knows nothing."""


class Claims:
    """The claims of a file while they are gathered."""

    def __init__(self, spec: Spec, file: str, place: Place) -> None:
        self.spec = spec
        """What the spec says."""
        self._found: dict[Claim, None] = {}
        self._file = file
        self._place = place
        self._reasons = {
            (where, matter): f"{difference.server} {difference.evidence}"
            for where, listed in _differences(spec).items()
            for difference in listed
            for matter in difference.about
        }

    @property
    def found(self) -> list[Claim]:
        """The claims so far, each once."""
        return list(self._found)

    def add(
        self,
        weight: Weight,
        kind: str,
        matter: str | None = None,
        *,
        endpoint: str | None = None,
        part: str = "",
        subject: str | None = None,
        before: str | None = None,
        after: str | None = None,
        action: str = "",
        at: tuple[int, int] | None = None,
        reason: str | None = None,
    ) -> None:
        """Add a claim, with what the spec knows of it here, or else with what a difference says that is about it.

        Its place is in the file, or in the spec where the file does not have it. What it is about is `part` and `subject`, such
        as `status 404`, unless `matter` says otherwise.
        """
        matter = matter or f"{part} {subject}"
        place = f"{self._file}:{at[0]}" if at is not None else self._in_the_spec(endpoint, part, subject or "")
        change = Change(
            weight=weight,
            kind=kind,
            version=self.spec.version,
            endpoint=endpoint,
            part=part,
            subject=subject,
            before=before,
            after=after,
            action=action,
            place=place,
        )
        known = self._reasons.get((endpoint or _EVERYWHERE, matter)) or self._reasons.get((_EVERYWHERE, matter))
        claim = Claim(change=change, matter=matter, reason=reason or known)
        self._found[claim] = None

    def _in_the_spec(self, endpoint: str | None, part: str, subject: str) -> str:
        """Return file and line of what the spec has, or of the nearest thing around it."""
        name = endpoint or ""
        returns = self.spec.endpoints[name].returns if name in self.spec.endpoints else None
        inside = {
            "parameter": ("endpoints", name, "parameters", subject),
            "attribute": ("records", returns or "", "attributes", subject),
            "criterion": ("criteria", subject),
            "server": ("service", "servers"),
        }
        paths = [inside[part]] if part in inside else []
        found = (self._place(path) for path in (*paths, ("endpoints", name)))
        return next(filter(None, found), None) or self.spec.places.get(("endpoints", name), "")


def _differences(spec: Spec) -> Mapping[str, Sequence[Difference]]:
    """Return where the file is known to be wrong: by endpoint, and everywhere."""
    return {_EVERYWHERE: spec.service.differences} | {name: each.differences for name, each in spec.endpoints.items()}


def told_by(document: Document) -> str:
    """Return the evidence to write in the spec for what only an OpenAPI file says."""
    return f"{_TOLD}{Path(document.file).name}; no server was asked."


def is_told(evidence: str | None) -> bool:
    """Whether an evidence is that of an OpenAPI file, so that it is no news that a file says it."""
    return evidence is not None and _TOLD in evidence
