"""Finds out from which source each series would come, without asking for any image."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from nbia_core.errors import NbiaError

from .announcements import Announcements
from .inputs.groups import Group
from .inputs.inputs import Wanted, members
from .inputs.values import Reader
from .model import Announced, Offer, SeriesInfo
from .plan import Plan
from .planning import Questions
from .requests import RetryingSession
from .sources import Source
from .sources.gone import says_gone


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a series would come from."""

    wanted: Wanted
    """The series."""
    source: Source
    """The source that has it."""
    session: RetryingSession
    """What would send the requests."""
    announced: Announced
    """How many images and bytes the source has of it."""
    offer: Offer | None = None
    """What the source has said of it, if it has an index."""

    @property
    def info(self) -> SeriesInfo:
        """What is known of the series before the source is asked for it."""
        return self.source.known(self.wanted.series_instance_uid, self.wanted.attributes, self.offer)

    @property
    def url(self) -> str:
        """What would be asked for."""
        return self.source.url(self.info, self.session)


class Origins:
    """Finds them, source by source: of what the first does not have, the next is asked."""

    def __init__(self, plan: Plan, sessions: Sequence[RetryingSession], questions: Questions) -> None:
        self._may_name_studies = plan.may_name_studies
        self._sources = tuple(zip(plan.sources, sessions, strict=True))
        self._questions = questions
        self._announcements = Announcements(plan.sources)
        self._found: dict[str, Origin] = {}

    def find(self, wanted: Sequence[Wanted]) -> None:
        """Look for series.

        Raises:
            InvalidParameterError: an index is not there, or cannot be read.
            NbiaError: a source did not answer.
            Stopped: the caller wants to end; `get` and `announced` return what was found by then.
        """
        self._announcements.add(item.series_instance_uid for item in wanted)
        for place, (source, session) in enumerate(self._sources):
            lacking = [item for item in wanted if item.series_instance_uid not in self._found]
            if source.has_index:
                self._take_offers(place, lacking)
            else:
                self._ask(source, session, lacking)

    def find_studies(self, wanted: Sequence[Wanted]) -> dict[str, tuple[Wanted, ...]]:
        """Return the series of each study whose UID was given as one of a series, by the UIDs of the studies.

        Raises:
            NbiaError, Stopped: as `find`.
        """
        uids = [item.series_instance_uid for item in wanted if not (item.attributes or self.get(item))]
        found: dict[str, tuple[Wanted, ...]] = {}
        for source, session in self._sources if self._may_name_studies else ():
            if not source.has_index:
                new = self._studies(source, session, [uid for uid in uids if uid not in found])
                for item in itertools.chain.from_iterable(new.values()):
                    self._keep(item, source, session, source.announced(item.attributes))
                found |= new
        if self._may_name_studies:
            new = self._announcements.add_studies(uid for uid in uids if uid not in found)
            for place in range(len(self._sources)):
                self._take_offers(place, list(itertools.chain.from_iterable(new.values())))
            found |= new
        return found

    def get(self, wanted: Wanted) -> Origin | None:
        """Return where a series would come from; None if no source has it, or that was not found out."""
        return self._found.get(wanted.series_instance_uid)

    def announced(self, wanted: Wanted) -> Announced:
        """Return how many images and bytes a series has, as far as that is said without asking for it."""
        return self._announcements.announced(wanted)

    def url(self, wanted: Wanted) -> str:
        """Return the address that would be asked for a series; empty if none would be."""
        origin = self.get(wanted)
        if origin is not None:
            return origin.url
        asked = (each for each in self._sources if not each[0].has_index)
        origins = (Origin(wanted=wanted, source=each[0], session=each[1], announced=Announced()) for each in asked)
        return next((origin.url for origin in origins), "")

    def _keep(
        self, item: Wanted, source: Source, session: RetryingSession, announced: Announced, offer: Offer | None = None
    ) -> None:
        origin = Origin(wanted=item, source=source, session=session, announced=announced, offer=offer)
        self._found.setdefault(item.series_instance_uid, origin)

    def _take_offers(self, place: int, series: Sequence[Wanted]) -> None:
        source, session = self._sources[place]
        for item in series:
            offer = self._announcements.offers(item.series_instance_uid)[place]
            if offer is not None and offer.location is not None:
                self._keep(item, source, session, offer.announced, offer)

    def _ask(self, source: Source, session: RetryingSession, series: Sequence[Wanted]) -> None:
        """Ask for the sizes of those of which the caller does not say them."""
        to_ask = []
        for item in series:
            said = source.announced(item.attributes)
            if said.images is None or said.size is None:
                to_ask.append(item)
            else:
                self._keep(item, source, session, said)
        is_last = source is self._sources[-1][0]

        def measure(item: Wanted) -> Announced:
            try:
                return source.measure(item.series_instance_uid, session)
            except NbiaError as error:
                if is_last or not says_gone(error):
                    raise
                return Announced()

        for item, announced in self._questions.ask(to_ask, measure, "series"):
            if announced.images is not None:
                self._keep(item, source, session, announced)

    def _studies(self, source: Source, session: RetryingSession, uids: Sequence[str]) -> dict[str, tuple[Wanted, ...]]:
        """Ask for the series of UIDs as if these were studies: as in a download, until one is none."""
        is_last = source is self._sources[-1][0]

        def ask(uid: str) -> tuple[Wanted, ...]:
            try:
                rows = source.series_of(Group(study_instance_uid=uid), session)
            except NbiaError as error:
                if is_last or not says_gone(error):
                    raise
                return ()
            return tuple(members(rows, Reader(source.record_type)))

        answers = self._questions.ask(uids, ask, "unknown series")
        return dict(itertools.takewhile(lambda answer: answer[1], answers))
