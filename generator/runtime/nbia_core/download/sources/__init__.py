"""Where the files of series come from: NBIA's archive, which is the only source so far, behind the seam `Source`.

Comes in: what is known of a series, and a session. Goes out: what is announced of it, and its files as a stream.
Imported by the rest of download, client and cli.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from nbia_core.api.description import RoleName
from nbia_core.download.inputs.groups import Group
from nbia_core.download.model import Announced, Attributes, Layout, SeriesInfo
from nbia_core.download.requests import RetryingSession
from nbia_core.download.zip.reader import EntrySink, Limits
from nbia_core.records.record import Record


class Source(Protocol):
    """Brings series. It holds nothing of any of them, and can be pickled."""

    @property
    def record_type(self) -> type[Record]:
        """The class of the records that describe series."""
        ...

    @property
    def layout(self) -> Layout:
        """Which files of a series are no images."""
        ...

    @property
    def license_attributes(self) -> tuple[str, ...]:
        """The attributes of a series on which its licence text depends."""
        ...

    def can_ask_otherwise(self, session: RetryingSession) -> bool:
        """Whether the files of a series can be asked for in another way once images were missing."""
        ...

    def url(self, series_instance_uid: str, session: RetryingSession) -> str:
        """Return where the files of a series come from."""
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
        series_instance_uid: str,
        sink: EntrySink,
        session: RetryingSession,
        *,
        limits: Callable[[], Limits],
        watch: Callable[[bytes], None],
        was_short: bool = False,
    ) -> Callable[[], None]:
        """Send the files of a series to a sink, one time and to the end.

        Args:
            series_instance_uid: the series.
            sink: takes the files.
            session: sends the request.
            limits: says, once the answer begins to come, from which on it is refused.
            watch: is given what arrives, before the sink is given what it holds.
            was_short: whether images were missing from what came before, so that another way of asking may help.

        Returns:
            What to call if the files are those of another series: nothing more may come the same way.

        Raises:
            NbiaError: not all of it came, or it is hostile.
            Stopped: the download is to end.
        """
        ...

    def send_license(self, series_instance_uid: str, sink: EntrySink, session: RetryingSession) -> None:
        """Send the files of a series to a sink, the licence first, until the sink raises an error. Tried once."""
        ...
