"""What is known of a series: what the caller said, and what the service says when asked."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Final

from nbia_core.download.inputs.inputs import Wanted
from nbia_core.errors import AnswerError
from nbia_core.records.record import fields_of

from .model import Announced
from .requests import Asker
from .source import SeriesSource

_UID: Final = "series_instance_uid"
_MOST_TIMES: Final = 5
"""How often a number is asked for that nothing vouches for but that it comes again."""


class Knowledge:
    """Knows one series, and asks the service at most once for the rest."""

    def __init__(self, wanted: Wanted, source: SeriesSource, asker: Asker, *, with_headers: bool = True) -> None:
        self._asker = asker
        self.with_headers = with_headers
        """Whether the images of an archive are asked to which series they belong."""
        self.series_instance_uid = wanted.series_instance_uid
        """The series."""
        self.source = source
        """Whom to ask."""
        self.attributes: dict[str, object] = dict(wanted.attributes)
        """What is known, by Python name."""
        self.announced: Announced = source.announced(self.attributes)
        """How many images and bytes the series has."""
        self.is_fresh = False
        """Whether the service was asked, so that `announced` is not only what the caller said."""
        self.is_named = True
        """Whether what `announced` was taken from named the series; what `size` answers does not."""

    @property
    def license_key(self) -> Hashable:
        """What the licence text depends on: series with the same key have the same text."""
        names = self.source.license_attributes
        if all(name in self.attributes for name in names):
            return tuple(str(self.attributes[name]) for name in names)
        return self.series_instance_uid

    def ask_for(self, names: Collection[str]) -> None:
        """Ask the service if one of these attributes, or one that every download needs, is not known.

        Raises:
            NbiaError: the service did not answer.
            Stopped: the download is to end.
        """
        needed = {*names, *self.source.license_attributes}
        if not self.is_fresh and (self.announced.images is None or not needed <= self.attributes.keys()):
            self.ask()

    def ask(self) -> None:
        """Ask the service, and believe it more than the caller: a row that names the series, and no other.

        Raises:
            NbiaError: the service did not answer, or with rows of other series.
            Stopped: the download is to end.
        """
        self.is_fresh = True
        rows = self._asker.rows(self.source.record(self.series_instance_uid))
        own = next((row for row in rows if getattr(row, _UID, None) == self.series_instance_uid), None)
        if own is not None:
            fields = fields_of(self.source.record_type)
            self.attributes |= {field.python: getattr(own, field.python) for field in fields}
        self.announced = self.source.announced(self.attributes)
        if self.announced.images is None:
            self.is_named = False
            self.announced = self._ask_size()

    def ask_size_again(self) -> None:
        """Ask anew for a number of images that does not name the series, since the archive has another.

        It is believed when it comes twice in a row over different connections: an answer that belongs to another request
        would be followed by a third one's.

        Raises:
            NbiaError: the service did not answer, or otherwise each time.
            Stopped: the download is to end.
        """
        before = self.announced
        for _ in range(_MOST_TIMES):
            self.announced = self._ask_size(keeps_connection=False)
            if self.announced == before:
                return
            before = self.announced
        raise AnswerError(
            f"The server announces another size of series {self.series_instance_uid} each time that it is asked.",
            hint="try again later",
            is_retry_safe=True,
        )

    def _ask_size(self, *, keeps_connection: bool = True) -> Announced:
        call = self.source.size(self.series_instance_uid)
        return self.source.announced_by_size(self._asker.rows(call, keeps_connection=keeps_connection))
