"""Finds the series that others refer to: by what the files say, and where these name images alone, by asking for them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from nbia_core.download.model import Attributes

from .dicom_object import REFERRING, DicomObject, NamedImage
from .reference_report import Reference, References, ReferenceStatus
from .series_at_service import SeriesAtService
from .series_on_disk import SeriesOnDisk

DEEPEST: Final = 5
"""How many references are followed one after the other: a dose, its plan, the structures, the images are three."""
_AT_A_TIME: Final = 4
"""How many series are read at a time."""
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
        give_up: Callable[[], object] = lambda: None,
    ) -> None:
        """Begin.

        Args:
            disk: the series that are looked at where they are on disk.
            service: is asked for the others; None if nothing may be asked.
            deepest: how many references are followed one after the other.
            stop: raises an error if the search is to end early.
            give_up: ends the requests that are under way, when an error or an interruption ends the search.
        """
        self._disk = disk
        self._service = service
        self._deepest = deepest
        self._stop = stop
        self._give_up = give_up
        self._problems: list[str] = []
        self._modalities: dict[str, str | None] = {}

    def run(self, start: Iterable[str]) -> References:
        """Look at series, and at what they refer to, and say what was found.

        Raises:
            NoAnswerError: the service did not answer.
            Stopped: it is to end.
        """
        level = list(dict.fromkeys(start))
        seen = set(level)
        looked_at, silent, links = list(level), list[str](), list[Reference]()
        depth = 0
        while level and depth < self._deepest:
            depth += 1
            further: list[str] = []
            with contextlib.closing(self._objects_of_all(level)) as reading:
                for uid, objects in reading:
                    found = list(self._links(uid, objects, depth))
                    if not found and any(each.is_referring for each in objects):
                        silent.append(uid)
                    links += found
                    others = (link.referenced_series_instance_uid for link in found if _is_referring(link))
                    further += [other for other in others if other is not None and other not in seen]
                    seen.update(further)
            level = further
            looked_at += level if depth < self._deepest else []
        if self._deepest > 1:
            self._problems += [f"{uid}: not looked at, being {depth} references away" for uid in level]
        problems = {*self._disk.problems, *self._problems, *(() if self._service is None else self._service.problems)}
        return References(
            links=tuple(links),
            looked_at=tuple(looked_at),
            silent=tuple(silent),
            problems=tuple(sorted(problems)),
        )

    def _objects_of_all(self, series: list[str]) -> Generator[tuple[str, list[DicomObject]], None, None]:
        """Hand out what the files of each series say, in order; some are read at a time, since the service is slow."""
        pool = ThreadPoolExecutor(_AT_A_TIME, "nbia-references")
        try:
            yield from zip(series, pool.map(self._read, series), strict=True)
        except BaseException:
            self._give_up()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _read(self, uid: str) -> list[DicomObject]:
        self._stop()
        objects = list(self._objects(uid))
        if self._service is not None:
            for each in objects:  # one request for all that the study has, where most of what is referred to is
                if each.study_instance_uid is not None and not each.series.keys() <= self._disk.series.keys():
                    self._service.study(each.study_instance_uid)
        return objects

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
            status, modality = self._whereabouts(holder)
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

    def _whereabouts(self, uid: str | None) -> tuple[ReferenceStatus, str | None]:
        """Say where a series is, and what it is."""
        if uid is None:
            return "unresolved", None
        stored = self._disk.series.get(uid)
        if stored is not None:
            return "on disk", stored.modality
        if self._service is None:
            return "not asked", None
        attributes = self._service.attributes(uid)
        return ("not available", None) if attributes is None else ("available", _modality(attributes))


def _is_referring(link: Reference) -> bool:
    """Whether a link leads to a series that may refer to others itself."""
    return link.referenced_modality in REFERRING


def _modality(attributes: Attributes) -> str | None:
    modality = attributes.get("modality")
    return modality if isinstance(modality, str) else None
