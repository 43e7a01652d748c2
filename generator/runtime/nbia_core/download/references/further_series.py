"""Says which series a download brings besides, because those that it has brought refer to them."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from nbia_core.download.disk.state import State
from nbia_core.download.inputs.inputs import Wanted
from nbia_core.download.requests import RetryingSession
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.text import some

from .reference_report import References
from .reference_search import ReferenceSearch
from .series_at_service import SeriesAtService
from .series_on_disk import SeriesOnDisk

_MOST_NAMED: Final = 3


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Further:
    """What series refer to."""

    wanted: tuple[Wanted, ...] = ()
    """The series to download besides."""
    reasons: dict[str, str] = dataclasses.field(default_factory=dict)
    """Which series refers to each of them, in words."""
    notes: tuple[str, ...] = ()
    """What is not to be had, or could not be read."""


@dataclasses.dataclass(frozen=True)
class FurtherSeries:
    """Finds series that others refer to."""

    package: str
    """The package of the version of the API, such as nbia.v1."""

    def find(
        self, root: Path, state: State, series: Collection[str], asked_for: Collection[str], session: RetryingSession
    ) -> Further:
        """Say what series refer to, one reference far.

        Args:
            root: the destination.
            state: what is there.
            series: the series in their places that are looked at.
            asked_for: those that the download has already.
            session: asks the service for what is not on disk.

        Raises:
            NbiaError: the service does not answer.
            Stopped: the download is to end.
        """
        source = NbiaArchive(self.package)
        disk = SeriesOnDisk.of_states(root, state, source.layout)
        service = SeriesAtService(source, session)
        search = ReferenceSearch(disk, service, deepest=1, stop=session.stop.check)
        found = search.run(uid for uid in series if uid in disk.series)
        wanted, reasons = list[Wanted](), dict[str, str]()
        for link in found.links:
            uid = link.referenced_series_instance_uid
            if uid is None or uid in asked_for or uid in reasons or link.status == "not available":
                continue
            known = state.get(uid)
            attributes = service.attributes(uid) if known is None else known.attributes
            wanted.append(Wanted(series_instance_uid=uid, attributes=attributes or {}))
            reasons[uid] = f"{link.series_instance_uid} ({link.modality or 'of unknown modality'}) refers to it"
        return Further(wanted=tuple(wanted), reasons=reasons, notes=tuple(_notes(found)))


def _notes(found: References) -> Iterable[str]:
    lost = [link for link in found.links if link.status == "not available"]
    if lost:
        uids = dict.fromkeys(f"{link.referenced_series_instance_uid} (of {link.series_instance_uid})" for link in lost)
        yield f"referred to, and not shown by the service: {some(uids, _MOST_NAMED)}"
    unresolved = [link for link in found.links if link.status == "unresolved"]
    if unresolved:
        names = [f"{link.series_instance_uid} in {link.through}" for link in unresolved]
        yield f"no series was found of images that are named by {some(names, _MOST_NAMED)}"
    if found.problems:
        yield f"what series refer to is not wholly known: {some(found.problems, _MOST_NAMED)}"
