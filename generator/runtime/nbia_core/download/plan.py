"""What all series of a download have in common, and what that makes of a series that is complete already."""

from __future__ import annotations

import dataclasses
from pathlib import Path, PurePath
from typing import Final

from msgspec import structs

from nbia_core.download.check.on_disk import still_holds
from nbia_core.download.disk.layout import FolderLayout
from nbia_core.files import is_ordinary

from .model import SeriesResult, SeriesState, Status
from .options import DownloadOptions
from .sources import Source

_TO_COLLECTION: Final = 3
"""How far above the folder of a series the one of its collection is in the tree of the NBIA Data Retriever."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What all series of a download have in common; it can be pickled."""

    root: Path
    """The destination, which every process must see under this path."""
    sources: tuple[Source, ...]
    """Where the series come from: what the first says that it does not have, or not any more, comes from the next."""
    options: DownloadOptions
    """How they are put on disk."""
    folders: FolderLayout
    """Where in the destination."""
    lists: tuple[Path, ...] = ()
    """The files that name the series; they stay where they are."""
    may_name_studies: bool = False
    """Whether UIDs that stand for series may be those of studies."""
    room: int | None = None
    """Bytes that were free at the start; None if that is not known."""

    @property
    def source(self) -> Source:
        """The first source: its records and names of files hold for all."""
        return self.sources[0]


def needs_no_work(known: SeriesState, plan: Plan) -> bool:
    """Whether a series that an earlier run completed is there as it was, licence included."""
    return (
        not plan.options.verify
        and fits(known, plan.options)
        and license_of(known, plan) is True
        and still_holds(plan.root, known)
    )


def is_in_place(result: SeriesResult, options: DownloadOptions) -> bool:
    """Whether a series lies where it belongs when a download ends."""
    return result.is_complete or (result.status == "disputed" and options.accept_disputed)


def present(known: SeriesState, plan: Plan, seconds: float = 0.0) -> SeriesResult:
    """Report a series that was complete already."""
    if known.is_disputed:
        reason = f"It was accepted with {known.images} of {known.expected_images} images, or with wrong hashes."
        return structs.replace(result_of(known, "disputed", plan), reason=reason, seconds=seconds)
    return result_of(known, "present", plan, seconds)


def fits(known: SeriesState, options: DownloadOptions) -> bool:
    """Whether what is remembered of a series is what is wanted: a folder or an archive, and not in dispute."""
    return known.is_archive == options.as_zip and (options.accept_disputed or not known.is_disputed)


def license_of(known: SeriesState, plan: Plan) -> bool | None:
    """Whether the licence text lies beside the images; None if the service has none."""
    if plan.source.layout.license is None:
        return None
    if known.is_archive:
        return license_beside(plan.root / known.path).is_file()
    name = plan.source.layout.license
    return name in [file.name for file in known.files] or _has_collection_license(known, plan.root, name)


def _has_collection_license(known: SeriesState, root: Path, name: str) -> bool:
    """Whether the licence lies in the folder of the collection, three above that of the series: so the Retriever does it."""
    above = PurePath(known.path).parents
    return len(above) >= _TO_COLLECTION and is_ordinary(root / above[_TO_COLLECTION - 1] / name)


def license_beside(archive: Path) -> Path:
    """Return where the licence of a kept archive lies."""
    return archive.with_suffix(".LICENSE")


def result_of(state: SeriesState, status: Status, plan: Plan, seconds: float = 0.0) -> SeriesResult:
    """Report a series that is in its place."""
    return SeriesResult(
        series_instance_uid=state.series_instance_uid,
        status=status,
        path=plan.root / state.path,
        images=state.images,
        expected_images=state.expected_images,
        size=state.size,
        expected_size=state.expected_size,
        verified=state.verified,
        not_verifiable=state.not_verifiable,
        checks=state.checks,
        has_license=license_of(state, plan),
        seconds=seconds,
        source=state.source,
        version=state.version,
    )
