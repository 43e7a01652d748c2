"""Says what a download would ask for and whether it fits, without downloading or writing anything."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import itertools
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

from nbia_core.download.disk.state import read_states, state_path
from nbia_core.download.inputs.groups import is_study
from nbia_core.download.inputs.inputs import Inputs, Unusable, Wanted
from nbia_core.download.inputs.manifest import SkippedLine
from nbia_core.errors import DestinationError
from nbia_core.files import free_space, is_folder, is_ordinary, nearest_there
from nbia_core.public import publish
from nbia_core.table_text import html_lines
from nbia_core.text import capitalized, counted, plain_lines, representation, screenful, size, some

from .cancellation import Stopped
from .model import Announced, SeriesState
from .options import DEFAULT_SOURCE
from .origins import Origin, Origins
from .plan import Plan, needs_no_work
from .planned_paths import planned_paths, series_of_others
from .planning import Questions
from .requests import RetryingSession

_MOST_NAMED: Final = 3
"""How many series a line names."""
_MOST_NOTES: Final = 10
_MOST_PLACES: Final = 5
"""Of how many series it is found out where they would go."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class PlannedSeries:
    """A series that would be downloaded."""

    series_instance_uid: str
    """The series."""
    images: int | None
    """Number of images that the source announces; None if it does not say it, or no source has the series."""
    size: int | None
    """Bytes of all images together; None if the source does not say."""
    is_complete: bool
    """Whether an earlier download has completed it in this destination, and it is there as it was."""
    is_found: bool
    """Whether another program has put it into this destination; a download checks it, and keeps it if it is complete."""
    source: str | None
    """Where it would come from, or came from if it is complete, by the name of the source; None if no source has it, not
    all was asked, or nobody remembers."""
    url: str
    """What would be asked for; empty if nothing would."""
    path: Path | None = None
    """Where it would go; found out for the first five series that are to be downloaded, and None for the others."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class DownloadPlan:
    """What a download would do: the answer to `dry_run=True`. `str(plan)` is a summary for people."""

    to: Path
    """The destination; it need not be there."""
    base_url: str
    """The server."""
    series: tuple[PlannedSeries, ...]
    """The series, each once, in the order in which they would be asked for."""
    missing: tuple[str, ...]
    """What was asked for besides and has no series, such as a study, with the reason."""
    free: int
    """Bytes that are free where the destination is or would be."""
    duplicates: int
    """How many series were asked for again."""
    skipped: tuple[SkippedLine, ...]
    """Lines of a manifest that name no series."""
    notes: tuple[str, ...] = ()
    """What else to know, such as how many series studies have."""
    stopped: str | None = None
    """Why not everything was asked that must be known; None if it was."""
    sources: tuple[str, ...] = (DEFAULT_SOURCE,)
    """The names of the sources, in the order in which they would be asked."""

    @property
    def to_download(self) -> tuple[PlannedSeries, ...]:
        """The series that are not there yet."""
        return tuple(series for series in self.series if not (series.is_complete or series.is_found))

    @property
    def unknown(self) -> tuple[PlannedSeries, ...]:
        """The series that no source knows."""
        if self.stopped is not None:
            return ()
        return tuple(series for series in self.series if series.source is None and not series.is_complete)

    @property
    def images(self) -> int:
        """Number of images to be downloaded, as far as the service says it."""
        return _images(self.to_download)

    @property
    def size(self) -> int:
        """Bytes to be downloaded, as far as the service says it."""
        return _bytes(self.to_download)

    @property
    def fits(self) -> bool:
        """Whether there is room for them."""
        return self.size <= self.free

    @property
    def is_feasible(self) -> bool:
        """Whether the download can succeed: everything that was asked for is known, and it fits."""
        return self.fits and not self.unknown and not self.missing and self.stopped is None

    def __str__(self) -> str:
        return plain_lines("\n".join(self._lines()))

    def __repr__(self) -> str:
        return representation(self._lines())

    def _repr_html_(self) -> str:
        return f"<div>{html_lines(screenful(self._lines()))}</div>"

    def _lines(self) -> list[str]:
        to = _shown(self.to)
        complete = sum(series.is_complete for series in self.series)
        found = sum(series.is_found for series in self.series)
        unsized = [each for each in self.to_download if each.size is None and each.source is not None]
        lines = [
            f"Asked for: {_amount(self.series)}.",
            f"Complete in {to} already: {complete:,} series.",
            *([f"Found in {to}, and kept there if it is complete: {found:,} series."] if found else []),
            f"To download: {_amount(self.to_download)}.",
            f"Free in {to}: {size(self.free)}. {'It fits.' if self.fits else 'That is too little.'}",
            *self._origins(),
        ]
        if self.unknown:
            lines.append(f"Unknown to the service: {_named(self.unknown)}.")
        lines += self.missing[:_MOST_NOTES]
        if self.duplicates:
            lines.append(f"Asked for more than once: {self.duplicates:,}.")
        if unsized:
            lines.append(f"Without a size, so that more room is needed: {_named(unsized)}.")
        lines += [f"{capitalized(note)}." for note in self.notes[:_MOST_NOTES]]
        if self.stopped is not None:
            lines.append(f"Not everything was asked for that must be known: {self.stopped}.")
        places = [series.path for series in self.to_download if series.path is not None]
        if places:
            more = len(self.to_download) - len(self.unknown) - len(places)
            lines += ["They go to:", *(f"  {_shown(place)}" for place in places)]
            lines += [f"  and {more:,} more"] if more > 0 else []
        return [*lines, "Nothing was downloaded."]

    def _origins(self) -> list[str]:
        """Say how much would come from where."""
        if self.sources == (DEFAULT_SOURCE,):
            return [f"From: {self.base_url}"]
        names = {name: f"{name} ({self.base_url})" if name == DEFAULT_SOURCE else name for name in self.sources}
        return [
            f"From {words}: {_amount(tuple(each for each in self.to_download if each.source == name))}."
            for name, words in names.items()
        ]


def _images(series: Iterable[PlannedSeries]) -> int:
    return sum(each.images or 0 for each in series)


def _bytes(series: Iterable[PlannedSeries]) -> int:
    return sum(each.size or 0 for each in series)


def _amount(series: tuple[PlannedSeries, ...]) -> str:
    return f"{len(series):,} series, {counted(_images(series), 'image')}, {size(_bytes(series))}"


def _named(series: Iterable[PlannedSeries]) -> str:
    return some((each.series_instance_uid for each in series), _MOST_NAMED)


def _shown(path: Path) -> str:
    """Return a path as people write it: below where they are, or as a whole."""
    with contextlib.suppress(ValueError, OSError):
        return str(path.relative_to(Path.cwd()))
    return str(path)


def dry_run(
    inputs: Inputs, plan: Plan, sessions: Sequence[RetryingSession], questions: Questions, notes: tuple[str, ...]
) -> DownloadPlan:
    """Say what a download would do. Sources are asked for what nobody has said of series; nothing is written.

    Raises:
        DestinationError: something else than a folder lies at the destination.
        InvalidParameterError: the index of a source is not there, or cannot be read.
        NbiaError: a source did not answer.
    """
    free = free_space(_nearest_folder(plan.root))
    stop = sessions[0].stop
    items = [] if stop.is_requested else list(inputs)
    wanted = {item.series_instance_uid: item for item in items if isinstance(item, Wanted)}
    more: list[str] = []
    found, places = frozenset[str](), dict[str, Path]()
    complete = _complete(plan, wanted.keys())
    origins = Origins(plan, sessions, questions)
    with contextlib.suppress(Stopped):
        to_find = [item for uid, item in wanted.items() if uid not in complete]
        origins.find(to_find)
        studies = origins.find_studies(to_find)
        more = [is_study(uid, len(series)) for uid, series in studies.items()]
        named = [series for uid, item in wanted.items() for series in studies.get(uid, (item,))]
        wanted = {series.series_instance_uid: series for series in named[: plan.options.limit]}
        complete |= _complete(plan, wanted.keys() - complete.keys())
        found = _found(plan, sessions[0]) - complete.keys()
        to_come = (origins.get(item) for uid, item in wanted.items() if uid not in complete and uid not in found)
        places = _places(list(itertools.islice(filter(None, to_come), _MOST_PLACES)), plan)
    return DownloadPlan(
        to=plan.root,
        base_url=sessions[0].base_url,
        series=tuple(
            _planned(
                item,
                origins,
                complete.get(uid),
                is_found=uid in found,
                path=places.get(uid),
                is_stopped=stop.is_requested,
            )
            for uid, item in wanted.items()
        ),
        missing=tuple(item.reason for item in items if isinstance(item, Unusable)),
        free=free,
        duplicates=inputs.duplicates,
        skipped=inputs.skipped,
        notes=(*notes, *inputs.notes, *more, *_about(plan)),
        stopped=stop.reason,
        sources=tuple(source.name for source in plan.sources),
    )


def _planned(
    item: Wanted, origins: Origins, known: SeriesState | None, *, is_found: bool, path: Path | None, is_stopped: bool
) -> PlannedSeries:
    origin = origins.get(item)
    if known is not None:
        announced, source = Announced(images=known.images, size=known.size), known.source
    elif origin is not None:
        announced, source = origin.announced, origin.source.name
    else:
        announced, source = origins.announced(item) if is_stopped else Announced(), None
    return PlannedSeries(
        series_instance_uid=item.series_instance_uid,
        images=announced.images,
        size=announced.size,
        is_complete=known is not None,
        is_found=is_found,
        source=source,
        url=origins.url(item),
        path=path,
    )


def _about(plan: Plan) -> list[str]:
    today = datetime.datetime.now(datetime.UTC).date()
    return [note for source in plan.sources if (note := source.about(today)) is not None]


def _complete(plan: Plan, wanted: Collection[str]) -> dict[str, SeriesState]:
    """Return what is remembered of those series that an earlier download has completed and that are there as they were."""
    if not wanted or not is_ordinary(state_path(plan.root)):
        return {}
    looked_at = dataclasses.replace(plan, options=dataclasses.replace(plan.options, verify=False))
    with contextlib.suppress(DestinationError):
        return {
            state.series_instance_uid: state
            for state in read_states(plan.root)
            if state.series_instance_uid in wanted and needs_no_work(state, looked_at)
        }
    return {}


def _found(plan: Plan, session: RetryingSession) -> frozenset[str]:
    with contextlib.suppress(DestinationError):
        return series_of_others(plan, session)
    return frozenset()


def _places(series: Sequence[Origin], plan: Plan) -> dict[str, Path]:
    paths = planned_paths(series, plan)
    return {origin.wanted.series_instance_uid: plan.root / path for origin, path in zip(series, paths, strict=True)}


def _nearest_folder(path: Path) -> Path:
    """Return the folder itself, or the first one above it that is there.

    Raises:
        DestinationError: what is there is no folder.
    """
    place = nearest_there(path)
    if not is_folder(place):
        raise DestinationError(f"{place} is no folder.", hint="name another folder to download to")
    return place


publish("nbia", DownloadPlan)
