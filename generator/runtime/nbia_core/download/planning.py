"""Says where series would go, before anything is downloaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath

from nbia_core.api.calls import Call
from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .check.find_series import find_others
from .disk.layout import FolderLayout
from .disk.state import read_states, state_path
from .inputs.inputs import Wanted
from .lookups import Lookups
from .model import SeriesInfo
from .options import DownloadOptions
from .sources import Source


class _Asker:
    """Asks by way of a function, for as long as anybody wants to know."""

    is_stopped = False

    def __init__(self, ask: Callable[[Call[Records[Record]]], Records[Record]]) -> None:
        self._ask = ask

    def rows(self, call: Call[Records[Record]], *, keeps_connection: bool = True) -> Records[Record]:
        """Return the rows of an answer."""
        return self._ask(call)


def planned_paths(
    series: Sequence[Wanted],
    options: DownloadOptions,
    source: Source,
    ask: Callable[[Call[Records[Record]]], Records[Record]],
) -> Iterator[PurePath]:
    """Hand out the folder or archive of each series, relative to the destination; what that takes is asked for on the way.

    Args:
        series: the series.
        options: the options of the download.
        source: where the series come from.
        ask: sends a call and returns its rows.

    Raises:
        InvalidParameterError: the layout is none.
        NbiaError: the service did not answer.
    """
    folders, lookups, asker = FolderLayout(options.layout, source.record_type), Lookups(), _Asker(ask)
    uids = [item.series_instance_uid for item in series]
    for number, item in enumerate(series):
        announced = source.announced(item.attributes)
        info = SeriesInfo(series_instance_uid=uids[number], attributes=item.attributes, announced=announced)
        info = lookups.learn(info, folders, source, asker, uids[number + 1 :])
        path = PurePath(folders.path(uids[number], info.attributes))
        yield path.with_name(f"{path.name}.zip") if options.as_zip else path


def series_of_others(to: Path, source: Source) -> frozenset[str]:
    """Return the series that other programs have put into a destination.

    Raises:
        DestinationError: the state of an earlier download cannot be read.
    """
    known = frozenset(state.path for state in read_states(to)) if state_path(to).exists() else frozenset[str]()
    return frozenset(find_others(to, source.layout, known, lambda: None).folders)
