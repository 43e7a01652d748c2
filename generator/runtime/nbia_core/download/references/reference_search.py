"""Finds the series that others refer to: by what the files say, and where these name images alone, by asking for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from nbia_core.download.model import Attributes

from .dicom_object import REFERRING, DicomObject, NamedImage
from .reference_report import Reference, References, ReferenceStatus
from .series_at_service import SeriesAtService
from .series_on_disk import SeriesOnDisk

DEEPEST: Final = 5
"""How many references are followed one after the other: a dose, its plan, the structures, the images are three."""
_UNKNOWN: Final = "the service does not show it: it is unknown, not public, or on another server"


class ReferenceSearch:
    """Follows references from series to series; each series is looked at once, so that circles end."""

    def __init__(
        self,
        disk: SeriesOnDisk,
        service: SeriesAtService | None,
        *,
        deepest: int = DEEPEST,
        stop: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin.

        Args:
            disk: the series that are looked at where they are on disk.
            service: is asked for the others; None if nothing may be asked.
            deepest: how many references are followed one after the other.
            stop: raises an error if the search is to end early.
        """
        self._disk = disk
        self._service = service
        self._deepest = deepest
        self._stop = stop
        self._problems: list[str] = []
        self._modalities: dict[str, str | None] = {}

    def run(self, start: Iterable[str]) -> References:
        """Look at series, and at what they refer to, and say what was found.

        Raises:
            NoAnswerError: the service did not answer.
            Stopped: it is to end.
        """
        waiting = deque((uid, 1) for uid in dict.fromkeys(start))
        seen = {uid for uid, _ in waiting}
        looked_at, silent, links = [], [], list[Reference]()
        while waiting:
            self._stop()
            uid, depth = waiting.popleft()
            looked_at.append(uid)
            objects = list(self._objects(uid))
            found = list(self._links(uid, objects, depth))
            if not found and any(each.is_referring for each in objects):
                silent.append(uid)
            links += found
            for link in found:
                other = link.referenced_series_instance_uid
                if other is None or other in seen or link.referenced_modality not in REFERRING:
                    continue
                seen.add(other)
                if depth < self._deepest:
                    waiting.append((other, depth + 1))
                elif self._deepest > 1:
                    self._problems.append(f"{other}: not looked at, being {depth} references away")
        problems = [*self._disk.problems, *([] if self._service is None else self._service.problems), *self._problems]
        return References(
            links=tuple(links),
            looked_at=tuple(looked_at),
            silent=tuple(silent),
            problems=tuple(dict.fromkeys(problems)),
        )

    def _objects(self, uid: str) -> Iterator[DicomObject]:
        """Hand out what the files of a series say; of ordinary images nothing."""
        stored = self._disk.series.get(uid)
        if stored is not None:
            self._modalities[uid] = stored.modality
            if stored.is_referring:
                yield from self._disk.objects(uid)
            return
        if self._service is None:
            self._problems.append(f"{uid}: it is not on disk")
            return
        attributes = self._service.attributes(uid)
        if attributes is None:
            self._problems.append(f"{uid}: {_UNKNOWN}")
            return
        self._modalities[uid] = _modality(attributes)
        if self._modalities[uid] in REFERRING:
            yield from self._service.objects(uid)

    def _links(self, uid: str, objects: list[DicomObject], depth: int) -> Iterator[Reference]:
        """Hand out what the objects of a series refer to, all of them taken together."""
        named: dict[str | None, tuple[str, set[str]]] = {}
        studies = tuple(
            dict.fromkeys(each.study_instance_uid for each in objects if each.study_instance_uid is not None)
        )
        for each in objects:
            for other, series in each.series.items():
                named.setdefault(other, (series.through, set()))[1].update(series.images)
        without = {image: as_named for each in objects for image, as_named in each.images.items()}
        holders = self._holders(without, studies)
        for image, as_named in without.items():
            named.setdefault(holders.get(image), (as_named.through, set()))[1].add(image)
        stored = self._disk.series.get(uid)
        for holder, (through, images) in named.items():
            if holder == uid:
                continue
            status, modality = self._whereabouts(holder, studies)
            place = None if holder is None else self._disk.series.get(holder)
            yield Reference(
                series_instance_uid=uid,
                modality=self._modalities.get(uid),
                referenced_series_instance_uid=holder,
                referenced_modality=modality,
                status=status,
                images=len(images),
                through=through,
                depth=depth,
                path=None if stored is None else stored.path,
                referenced_path=None if place is None else place.path,
            )

    def _holders(self, images: dict[str, NamedImage], studies: tuple[str, ...]) -> dict[str, str]:
        """Return the series that hold images, as far as they are found on disk or at the service."""
        found: dict[str, str] = {}
        for study in studies:
            found |= self._disk.holders(study, images.keys() - found.keys())
            if self._service is None:
                continue
            for modality in dict.fromkeys(named.modality for named in images.values()):
                rest = {image for image, named in images.items() if named.modality == modality} - found.keys()
                if rest:
                    found |= self._service.holders(study, rest, modality)
        return found

    def _whereabouts(self, uid: str | None, studies: tuple[str, ...]) -> tuple[ReferenceStatus, str | None]:
        """Say where a series is, and what it is."""
        if uid is None:
            return "unresolved", None
        stored = self._disk.series.get(uid)
        if stored is not None:
            return "on disk", stored.modality
        if self._service is None:
            return "not asked", None
        for study in studies:  # one request for all that the study has, where most of them are
            self._service.study(study)
        attributes = self._service.attributes(uid)
        return ("not available", None) if attributes is None else ("available", _modality(attributes))


def _modality(attributes: Attributes) -> str | None:
    modality = attributes.get("modality")
    return modality if isinstance(modality, str) else None
