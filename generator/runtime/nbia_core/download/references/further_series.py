"""Says which series a download brings besides, because those that it has brought refer to them."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

from nbia_core.download.announcements import Announcements
from nbia_core.download.disk.state import State
from nbia_core.download.inputs.inputs import Wanted
from nbia_core.download.model import Attributes, SeriesState
from nbia_core.download.requests import RetryingSession
from nbia_core.download.sources.gone import says_gone
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.errors import NbiaError
from nbia_core.text import some

from .reference_report import Reference, References
from .reference_search import ReferenceSearch
from .series_at_service import SeriesAtService
from .series_on_disk import SeriesOnDisk

_MOST_NAMED: Final = 3
_LOST: Final = ("not available", "not asked")
"""The status of series that the service does not show, or that it was not asked for since it has ended."""


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
        self,
        root: Path,
        state: State,
        series: Collection[str],
        asked_for: Collection[str],
        session: RetryingSession,
        announcements: Announcements,
    ) -> Further:
        """Find the series that some series refer to directly.

        Where a source has an index, the download goes on without a service that has ended: the files say of most series
        what they refer to, and the index has these.

        Args:
            root: the destination.
            state: what is there.
            series: the series in their places that are looked at.
            asked_for: those that the download has already.
            session: asks the service for what is not on disk.
            announcements: says of series whether an index has them; those that are found are looked up there.

        Raises:
            NbiaError: the service does not answer.
            Stopped: the download is to end.
        """
        source = NbiaArchive(self.package)
        disk = SeriesOnDisk.of_states(root, state, source.layout)
        there = [uid for uid in series if uid in disk.series]
        service: SeriesAtService | None = SeriesAtService(source, session)
        notes: tuple[str, ...] = ()
        try:
            found = ReferenceSearch(disk, service, deepest=1, stop=session.stop.check).run(there)
        except NbiaError as error:
            if not (announcements.has_index and (says_gone(error) or not announcements.asks_service)):
                raise
            service, notes = None, (f"what series refer to was looked for on disk alone: {error.message.rstrip('.')}",)
            found = ReferenceSearch(disk, None, deepest=1, stop=session.stop.check).run(there)
        links = [link for link in found.links if link.referenced_series_instance_uid not in (None, *asked_for)]
        announcements.add({uid for link in links if (uid := link.referenced_series_instance_uid) is not None})
        wanted, reasons, lost = list[Wanted](), dict[str, str](), list[Reference]()
        for link in links:
            uid = link.referenced_series_instance_uid
            if uid is None or uid in reasons:
                continue
            known = state.get(uid)
            if link.status in _LOST and not any(announcements.offers(uid)):
                lost.append(link)
                continue
            wanted.append(Wanted(series_instance_uid=uid, attributes=_attributes(link, known, service)))
            reasons[uid] = f"{link.series_instance_uid} ({link.modality or 'of unknown modality'}) refers to it"
        return Further(wanted=tuple(wanted), reasons=reasons, notes=(*notes, *_notes(found, lost)))


def _attributes(link: Reference, known: SeriesState | None, service: SeriesAtService | None) -> Attributes:
    """Return what is known of a series that another refers to; the service is asked only for what it shows."""
    if known is not None:
        return known.attributes
    uid = link.referenced_series_instance_uid
    if service is None or uid is None or link.status in _LOST:
        return {}
    return service.attributes(uid) or {}


def _notes(found: References, lost: Sequence[Reference]) -> Iterable[str]:
    if lost:
        uids = dict.fromkeys(f"{link.referenced_series_instance_uid} (of {link.series_instance_uid})" for link in lost)
        yield f"referred to, and not shown by the service: {some(uids, _MOST_NAMED)}"
    unresolved = [link for link in found.links if link.status == "unresolved"]
    if unresolved:
        names = [f"{link.series_instance_uid} in {link.through}" for link in unresolved]
        yield f"no series was found of images that are named by {some(names, _MOST_NAMED)}"
    if found.problems:
        yield f"what series refer to is not wholly known: {some(found.problems, _MOST_NAMED)}"
