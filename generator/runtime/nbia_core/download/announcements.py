"""What the sources of a download say of series before anything is asked of the series themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .inputs.groups import Group
from .inputs.inputs import Wanted, members
from .inputs.values import Reader
from .model import Announced, Offer
from .sources import Offers, Source


class Announcements:
    """Looks series up where a source has an index: many at once, since each look goes through all of it."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self.has_index = any(source.has_index for source in sources)
        """Whether there is an index to look them up in."""
        self.asks_service = not all(source.has_index for source in sources)
        """Whether a source must be asked for each."""
        self._looks: list[tuple[Offers, ...]] = []

    def add(self, series_instance_uids: Iterable[str]) -> None:
        """Look series up. They are gone through only if a source has an index.

        Raises:
            InvalidParameterError: an index is not there, or cannot be read.
        """
        if self.has_index:
            uids = list(series_instance_uids)
            self._looks.append(tuple(source.announce(uids) for source in self._sources))

    def add_studies(self, uids: Iterable[str]) -> dict[str, tuple[Wanted, ...]]:
        """Look up the series of those UIDs that are studies in an index, and return them.

        Raises:
            InvalidParameterError: an index is not there, or cannot be read.
        """
        found: dict[str, tuple[Wanted, ...]] = {}
        groups = [Group(study_instance_uid=uid) for uid in uids] if self.has_index else []
        for source in self._sources:
            for group, rows in source.announce_groups(groups).items():
                if group.study_instance_uid is not None and rows:
                    found.setdefault(group.study_instance_uid, tuple(members(rows, Reader(source.record_type))))
        if found:
            self.add(member.series_instance_uid for series in found.values() for member in series)
        return found

    def offers(self, series_instance_uid: str) -> tuple[Offer | None, ...]:
        """Return what each source says that it has of a series, as far as it was looked up."""
        found: list[Offer | None] = [None] * len(self._sources)
        for look in self._looks:
            found = [known or offers.get(series_instance_uid) for known, offers in zip(found, look, strict=True)]
        return tuple(found)

    def announced(self, wanted: Wanted) -> Announced:
        """Return how many images and bytes a series has, as the first source says that knows."""
        said: Announced | None = None
        for place, source in enumerate(self._sources):
            own = source.announced(wanted.attributes)
            if own.images is not None:
                return own
            for look in self._looks:
                found = look[place].announced(wanted.series_instance_uid)
                if found is not None:
                    return found
            said = said or own
        assert said is not None, "there is a source"
        return said
