"""Learns what a layout needs to know of series: from the caller, from the service's record, and from other endpoints."""

from __future__ import annotations

import dataclasses
import itertools
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Final, TypeAlias

from nbia_core.api.description import RoleName
from nbia_core.download.disk.layout import FolderLayout
from nbia_core.download.disk.layout_attributes import SERIES_METADATA
from nbia_core.download.inputs.groups import Group
from nbia_core.download.inputs.headings import SERIES
from nbia_core.errors import NbiaError
from nbia_core.records.record import Record

from .cancellation import Stopped
from .model import Attributes, SeriesInfo
from .requests import RetryingSession
from .sources import Source

MOST_TOGETHER: Final = 100
"""How many series are asked about in one request, at most."""
_MOST_REMEMBERED: Final = 10_000
"""Of how many series, studies or patients answers are remembered; an older one is asked for again."""

_Answer: TypeAlias = Mapping[str, Attributes]


class Lookups:
    """Answers of endpoints about studies, patients or several series, each asked for once; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[tuple[str, RoleName, frozenset[str], str], Future[_Answer]] = {}
        self._studies = threading.Lock()
        self._may_be_studies = True

    def learn(
        self,
        info: SeriesInfo,
        folders: FolderLayout,
        source: Source,
        session: RetryingSession,
        neighbours: Sequence[str] = (),
    ) -> SeriesInfo:
        """Return what is known of a series, with all that a layout needs.

        Args:
            info: what is known so far.
            folders: the layout.
            source: knows the endpoints.
            session: asks them.
            neighbours: series of which the same will be asked soon, so that one request may bring it; this one may be among
                them. Of a series of which nothing but the UID is known everything is asked together with them.

        Raises:
            NbiaError: the service did not answer.
            Stopped: the download is to end.
        """
        if not info.attributes and len(neighbours) > 1:
            info = self._describe_together(info, folders, source, session, neighbours)
        others = [(role, names) for role, names in folders.others if not names <= info.attributes.keys()]
        subjects = {name for role, _ in others for name in source.subjects(role)} - {SERIES}
        is_enough = folders.is_sure(info.attributes) and subjects <= info.attributes.keys()
        if not is_enough and not info.is_fresh:
            info = source.describe(info, session, asks_size=False)
        for role, names in others:
            found = self._about(info, role, names, source, session, neighbours)
            info = dataclasses.replace(info, attributes={**info.attributes, **found})
        return info

    def series_of_study(self, uid: str, source: Source, session: RetryingSession) -> Sequence[Record]:
        """Return the series of a study; none if the UID is that of no study, and then none for all that are asked about later.

        So a list of studies is understood, and a list of series that are not to be had costs one request more in all.

        Raises:
            NbiaError: the service did not answer.
            Stopped: the download is to end.
        """
        with self._studies:
            if not self._may_be_studies:
                return ()
            rows = source.series_of(Group(study_instance_uid=uid), session)
            self._may_be_studies = bool(rows)
            return rows

    def _describe_together(
        self,
        info: SeriesInfo,
        folders: FolderLayout,
        source: Source,
        session: RetryingSession,
        neighbours: Sequence[str],
    ) -> SeriesInfo:
        """Return what an endpoint for many series says of one; the same as before if it says nothing, or is not there.

        That is like what a caller knows: if it turns out to be wrong, the series itself is asked for.
        """
        names = source.names_of_many
        if not names or SERIES_METADATA in session.refused:
            return info
        more = {name for role, asked in folders.others if role == SERIES_METADATA for name in asked}
        try:
            found = self._about(info, SERIES_METADATA, frozenset(more | names.keys()), source, session, neighbours)
        except NbiaError:  # as of an older server; each series is asked for then
            session.refused.add(SERIES_METADATA)
            return info
        attributes = {name: found[name] for name in more} | {names[name]: found[name] for name in names}
        if attributes[SERIES] is None:
            return info
        return dataclasses.replace(info, attributes=attributes, announced=source.announced(attributes))

    def _about(
        self,
        info: SeriesInfo,
        role: RoleName,
        names: frozenset[str],
        source: Source,
        session: RetryingSession,
        neighbours: Sequence[str],
    ) -> Attributes:
        """Return the attributes of a series that an endpoint has; each is None if it has none, or knows no such series."""
        nothing = dict.fromkeys(names)
        asked_by, found_by = source.subjects(role)
        values = {**info.attributes, SERIES: info.series_instance_uid}
        subject, key = values.get(asked_by), values.get(found_by)
        if not isinstance(subject, str) or not isinstance(key, str):
            return nothing
        more = neighbours if source.takes_many(role) else ()
        return {**nothing, **self._answer(role, subject, more, names, source, session).get(key, {})}

    def _answer(
        self,
        role: RoleName,
        subject: str,
        more: Sequence[str],
        names: frozenset[str],
        source: Source,
        session: RetryingSession,
    ) -> _Answer:
        """Return the answer about a subject, and ask about those that come next with it; whoever wants it too waits."""
        with self._lock:
            what = source.name, role, names
            earlier = self._answers.get((*what, subject))
            if earlier is None:
                new = [each for each in dict.fromkeys([subject, *more]) if (*what, each) not in self._answers]
                asked, answer = new[:MOST_TOGETHER], Future[_Answer]()
                self._answers |= dict.fromkeys(((*what, each) for each in asked), answer)
                for oldest in list(itertools.islice(self._answers, max(0, len(self._answers) - _MOST_REMEMBERED))):
                    del self._answers[oldest]
        if earlier is not None:
            return earlier.result()
        try:
            answer.set_result(source.look_up(role, asked, names, session))
        except BaseException as error:
            with self._lock:  # whoever asks later tries again
                for each in asked:
                    self._answers.pop((*what, each), None)
            answer.set_exception(Stopped() if session.is_stopped else error)
        return answer.result()
