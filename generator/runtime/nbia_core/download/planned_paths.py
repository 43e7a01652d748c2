"""Says where series would go, and what lies there already, before anything is downloaded."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from .check.find_series import find_others
from .disk.state import read_states, state_path
from .inputs.inputs import Wanted
from .lookups import Lookups
from .model import SeriesInfo
from .plan import Plan
from .requests import RetryingSession
from .sources import GONE, Offers


def planned_paths(series: Sequence[Wanted], plan: Plan, session: RetryingSession) -> Iterator[PurePath]:
    """Hand out the folder or archive of each series, relative to the destination; what that takes is asked for on the way.

    Raises:
        NbiaError: the service did not answer.
        Stopped: the caller wants to end.
    """
    lookups = Lookups()
    uids = [item.series_instance_uid for item in series]
    offers = [source.announce(uids if source.has_index else ()) for source in plan.sources]
    for number, item in enumerate(series):
        info = _learn(item, plan, offers, lookups, session, uids[number + 1 :])
        path = PurePath(plan.folders.path(uids[number], info.attributes))
        yield path.with_name(f"{path.name}.zip") if plan.options.as_zip else path


def _learn(
    item: Wanted,
    plan: Plan,
    offers: Sequence[Offers],
    lookups: Lookups,
    session: RetryingSession,
    neighbours: Sequence[str],
) -> SeriesInfo:
    """Return what is known of a series, by the first source that has it."""
    uid = item.series_instance_uid
    *others, last = zip(plan.sources, offers, strict=True)
    for source, offered in others:
        with contextlib.suppress(*GONE):
            info = source.known(uid, item.attributes, offered.get(uid))
            return lookups.learn(info, plan.folders, source, session, neighbours)
    source, offered = last
    info = source.known(uid, item.attributes, offered.get(uid))
    return lookups.learn(info, plan.folders, source, session, neighbours)


def series_of_others(plan: Plan, session: RetryingSession) -> frozenset[str]:
    """Return the series that other programs have put into a destination.

    Raises:
        DestinationError: the state of an earlier download cannot be read.
        Stopped: the caller wants to end.
    """
    root = plan.root
    known = frozenset(state.path for state in read_states(root)) if state_path(root).exists() else frozenset[str]()
    return frozenset(find_others(root, plan.source.layout, known, session.stop.check).folders)
