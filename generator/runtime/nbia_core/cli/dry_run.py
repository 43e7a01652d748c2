"""Says how much a download would be, without downloading anything."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nbia_core.download.disk.state import read_states, state_path
from nbia_core.download.inputs.inputs import Inputs, Wanted
from nbia_core.download.model import Announced
from nbia_core.download.options import DownloadOptions
from nbia_core.download.series import GONE
from nbia_core.download.sources import Source
from nbia_core.download.sources.choice import choose_sources
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.errors import DestinationError
from nbia_core.text import counted, size, some

from .failures import ExitCode
from .output import write
from .series import Series
from .settings import Settings
from .waiting import Waiting

if TYPE_CHECKING:
    from nbia_core.client._sync.client import BaseClient

_AT_A_TIME: Final = 4
"""How many series the service is asked for at a time."""
_MOST_NAMED: Final = 3


@dataclasses.dataclass(frozen=True, kw_only=True)
class Amount:
    """What some series have together, as far as the service says it."""

    series: int
    images: int
    bytes: int

    @classmethod
    def of(cls, announced: Iterable[Announced]) -> Amount:
        """Add up."""
        listed = list(announced)
        return cls(
            series=len(listed),
            images=sum(each.images or 0 for each in listed),
            bytes=sum(each.size or 0 for each in listed),
        )

    def __str__(self) -> str:
        return f"{counted(self.series, 'series', 'series')}, {counted(self.images, 'image')}, {size(self.bytes)}"


def dry_run(client: BaseClient, settings: Settings, series: Series, to: Path, options: DownloadOptions) -> int:
    """Say how many series, images and bytes would be downloaded, and whether there is room for them.

    Returns:
        1 if the download could not succeed: a series is unknown to the service, or there is too little room.
    """
    wanted = [item for item in Inputs(series, NbiaArchive(client.package).record_type) if isinstance(item, Wanted)]
    sources = choose_sources(client.package, options, len(wanted))
    announced = _announcements(client, settings, wanted, sources)
    present = _present(to) & announced.keys()
    missing = Amount.of(value for uid, value in announced.items() if uid not in present)
    unknown = [uid for uid, value in announced.items() if value.images is None]
    unsized = [uid for uid, value in announced.items() if value.size is None and value.images is not None]
    free = shutil.disk_usage(_nearest_folder(to)).free
    has_room = missing.bytes <= free
    lines = [
        f"Asked for: {Amount.of(announced.values())}.",
        f"Complete in {to} already: {len(present):,} series.",
        f"To download: {missing}.",
        f"Free in {to}: {size(free)}. {'It fits.' if has_room else 'That is too little.'}",
    ]
    if unknown:
        lines.append(f"Unknown to the service: {some(unknown, _MOST_NAMED)}.")
    if unsized:
        lines.append(f"Without a size, so that more room is needed: {some(unsized, _MOST_NAMED)}.")
    lines += [f"{note}." for source in sources if (note := source.about(datetime.date.today())) is not None]
    write("\n".join([*lines, "Nothing was downloaded.", ""]))
    return ExitCode.OK if has_room and not unknown else ExitCode.FAILED


def _announcements(
    client: BaseClient, settings: Settings, wanted: list[Wanted], sources: Sequence[Source]
) -> dict[str, Announced]:
    """Return what each series has, by its UID: what the first source does not have, the next is asked for."""
    announced = {item.series_instance_uid: Announced() for item in wanted}
    for source in sources:
        others = [item for item in wanted if announced[item.series_instance_uid].images is None]
        if source.has_index:
            offers = source.announce([item.series_instance_uid for item in others])
            found = {item.series_instance_uid: offers.announced(item.series_instance_uid) for item in others}
            announced |= {uid: each for uid, each in found.items() if each is not None}
        else:
            announced |= _asked(client, settings, others, may_be_gone=source is not sources[-1])
    return announced


def _asked(client: BaseClient, settings: Settings, wanted: list[Wanted], *, may_be_gone: bool) -> dict[str, Announced]:
    """Return what the service says of series; it is asked for those that nobody has said it of."""
    source = NbiaArchive(client.package)
    announced = {item.series_instance_uid: source.announced(item.attributes) for item in wanted}
    to_ask = [uid for uid, value in announced.items() if value.images is None or value.size is None]

    def ask(uid: str) -> Announced:
        try:
            return source.announced_by_size(client.send(source.size(uid)).value)
        except GONE:
            if may_be_gone:
                return Announced()
            raise

    pool = ThreadPoolExecutor(_AT_A_TIME)
    try:
        with Waiting("Asking for sizes", is_quiet=settings.quiet) as waiting:
            for number, (uid, answer) in enumerate(zip(to_ask, pool.map(ask, to_ask), strict=True), 1):
                announced[uid] = answer
                waiting.progress = f"{number:,} of {len(to_ask):,} series"
    finally:
        pool.shutdown(cancel_futures=True)
    return announced


def _present(to: Path) -> set[str]:
    """Return the series that an earlier download has completed there."""
    if not state_path(to).exists():
        return set()
    try:
        return {state.series_instance_uid for state in read_states(to)}
    except DestinationError:
        return set()


def _nearest_folder(path: Path) -> Path:
    """Return the folder itself, or the first one above it that is there."""
    path = path.absolute()
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
