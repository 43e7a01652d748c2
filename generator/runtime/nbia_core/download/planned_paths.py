"""Says where series would go, and what lies there already, before anything is downloaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from .check.find_series import find_others
from .disk.state import read_states, state_path
from .lookups import Lookups
from .origins import Origin
from .plan import Plan
from .requests import RetryingSession


def planned_paths(series: Sequence[Origin], plan: Plan) -> Iterator[PurePath]:
    """Hand out the folder or archive of each series, relative to the destination; what that takes is asked for on the way.

    Raises:
        NbiaError: the service did not answer.
        Stopped: the caller wants to end.
    """
    lookups = Lookups()
    uids = [origin.wanted.series_instance_uid for origin in series]
    for number, origin in enumerate(series):
        info = lookups.learn(origin.info, plan.folders, origin.source, origin.session, uids[number + 1 :])
        path = PurePath(plan.folders.path(uids[number], info.attributes))
        yield path.with_name(f"{path.name}.zip") if plan.options.as_zip else path


def series_of_others(plan: Plan, session: RetryingSession) -> frozenset[str]:
    """Return the series that other programs have put into a destination.

    Raises:
        DestinationError: the state of an earlier download cannot be read.
        Stopped: the caller wants to end.
    """
    root = plan.root
    known = frozenset(state.path for state in read_states(root)) if state_path(root).exists() else frozenset[str]()
    return frozenset(find_others(root, plan.source.layout, known, session.stop.check).folders)
