"""Where the files of series come from: NBIA's archive or a bucket with a folder of each, behind the seam `Source`.

Comes in: what is known of a series, and a session. Goes out: what is announced of it, and its files as a stream.
Imported by the rest of download, client and cli.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # who looks into an index alone has no use for the rest
    from nbia_core.api.description import RoleName
    from nbia_core.download.inputs.groups import Group
    from nbia_core.download.model import Announced, Attributes, Layout, Offer, SeriesInfo
    from nbia_core.download.requests import RetryingSession
    from nbia_core.download.zip.entries import Entries
    from nbia_core.download.zip.reader import EntrySink, Limits
    from nbia_core.records.record import Record


class Offers(Protocol):
    """What a source has of many series; it says of each what it offers."""

    def get(self, series_instance_uid: str) -> Offer | None:
        """Return what there is of a series; None if the source does not have it, or says so only when it is asked."""
        ...

    def announced(self, series_instance_uid: str) -> Announced | None:
        """Return the numbers of that alone, which takes less time."""
        ...


class Source(Protocol):
    """Brings series. It holds nothing of any of them, and can be pickled."""

    @property
    def name(self) -> str:
        """What users call it."""
        ...

    @property
    def has_index(self) -> bool:
        """Whether `announce` says of every series whether it is there, so that all of them must be known before."""
        ...

    @property
    def sends_archives(self) -> bool:
        """Whether a series is one archive, for which `send` sends one request, once.

        Otherwise it is a folder of files: `send` tries each of its requests again, and goes on with what has come.
        """
        ...

    @property
    def record_type(self) -> type[Record]:
        """The class of the records that describe series."""
        ...

    @property
    def layout(self) -> Layout:
        """Which files of a series are no images."""
        ...

    @property
    def contact(self) -> str:
        """Whom to tell of what is wrong there."""
        ...

    @property
    def license_attributes(self) -> tuple[str, ...]:
        """The attributes of a series on which its licence text depends."""
        ...

    def can_ask_otherwise(self, session: RetryingSession) -> bool:
        """Whether the files of a series can be asked for in another way once images were missing."""
        ...

    def url(self, info: SeriesInfo, session: RetryingSession) -> str:
        """Return where the files of a series come from."""
        ...

    def announce(self, series_instance_uids: Collection[str]) -> Offers:
        """Say what there is of many series at once; nothing, if the source must be asked for each.

        Raises:
            InvalidParameterError: what says so is not there, or cannot be read.
        """
        ...

    def announce_groups(self, groups: Collection[Group]) -> Mapping[Group, Sequence[Record]]:
        """Say which series many studies and patients have, as records of `record_type`; nothing, as `announce`.

        Raises:
            InvalidParameterError: what says so is not there, or cannot be read.
        """
        ...

    def about(self, day: datetime.date) -> str | None:
        """Return what a report of this day is to say of the source; None if nothing."""
        ...

    def known(self, series_instance_uid: str, attributes: Attributes, offer: Offer | None) -> SeriesInfo:
        """Return what is known of a series before anything is asked: what the caller says, and what `announce` does.

        Raises:
            NotPublicError: the source does not have the series.
        """
        ...

    @property
    def count_attributes(self) -> tuple[str, ...]:
        """The attributes of a series that `announced` reads."""
        ...

    def announced(self, attributes: Attributes) -> Announced:
        """Read from what is known of a series how many images and bytes it has."""
        ...

    def measure(self, series_instance_uid: str, session: RetryingSession) -> Announced:
        """Ask how many images and bytes a series has, and nothing else.

        Raises:
            NbiaError: the source did not answer.
            Stopped: the download is to end.
        """
        ...

    def series_of(self, group: Group, session: RetryingSession) -> Sequence[Record]:
        """Ask which series a study or patient has, as records of `record_type`; none if it is not known.

        Raises:
            NbiaError: the source did not answer, or with series of others.
            Stopped: the download is to end.
        """
        ...

    def describe(self, info: SeriesInfo, session: RetryingSession, *, asks_size: bool = True) -> SeriesInfo:
        """Ask what a series is and has, and believe it more than what was known.

        Args:
            info: what is known so far.
            session: sends the requests.
            asks_size: whether to ask on where what describes a series has no number of images. Otherwise what comes back
                is not fresh then, so that it is asked for when it is needed.

        Raises:
            NbiaError: the source did not answer, or with rows of other series.
            Stopped: the download is to end.
        """
        ...

    def subjects(self, role: RoleName) -> tuple[str, str]:
        """Return the attribute of a series by which another endpoint is asked, and the one by which its rows are told apart."""
        ...

    def takes_many(self, role: RoleName) -> bool:
        """Whether one request can ask another endpoint about many series."""
        ...

    @property
    def names_of_many(self) -> Mapping[str, str]:
        """What the endpoint "series metadata" calls the attributes of records of series, by its names.

        Nothing, unless one request can ask it about many series and it has all these attributes.
        """
        ...

    def look_up(
        self, role: RoleName, subjects: Sequence[str], names: frozenset[str], session: RetryingSession
    ) -> dict[str, Attributes]:
        """Ask another endpoint for attributes that series have there.

        Args:
            role: the endpoint.
            subjects: what to ask about: one, or many where it takes them.
            names: the Python names of the attributes, as `layout_attributes` has them.
            session: sends the request.

        Returns:
            The attributes by what tells the rows apart.

        Raises:
            NbiaError: the source did not answer.
            Stopped: the download is to end.
        """
        ...

    def confirm(self, info: SeriesInfo, session: RetryingSession) -> SeriesInfo:
        """Ask anew for a number of images that does not name the series, since another number came.

        Raises:
            NbiaError: the source did not answer, or otherwise each time.
            Stopped: the download is to end.
        """
        ...

    def send(
        self,
        info: SeriesInfo,
        sink: Entries,
        session: RetryingSession,
        *,
        limits: Callable[[], Limits],
        watch: Callable[[bytes], None],
        tries: int = 1,
        was_short: bool = False,
    ) -> Callable[[], None]:
        """Send the files of a series to a sink, one time and to the end.

        Args:
            info: the series.
            sink: takes the files, and may have some of an earlier try.
            session: sends the requests.
            limits: says, once the answer begins to come, from which on it is refused.
            watch: is given what arrives, before the sink is given what it holds.
            tries: which try this is.
            was_short: whether images were missing from what came before, so that another way of asking may help.

        Returns:
            What to call if the files are those of another series: nothing more may come the same way.

        Raises:
            NbiaError: not all of it came, or it is hostile.
            Stopped: the download is to end.
        """
        ...

    def send_license(self, info: SeriesInfo, sink: EntrySink, session: RetryingSession) -> None:
        """Send the files of a series to a sink, the licence first, until the sink raises an error. Tried once."""
        ...
