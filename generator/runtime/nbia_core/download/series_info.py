"""What is known of a series: what the caller said, and what the service says when asked."""

from __future__ import annotations

from collections.abc import Collection, Hashable

from nbia_core.download.inputs.inputs import Wanted
from nbia_core.records.record import fields_of

from .model import Announced
from .requests import Asker
from .source import SeriesSource


class Knowledge:
    """Knows one series, and asks the service at most once for the rest."""

    def __init__(self, wanted: Wanted, source: SeriesSource, asker: Asker) -> None:
        self._asker = asker
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
        """Ask the service, and believe it more than the caller."""
        self.is_fresh = True
        rows = self._asker.rows(self.source.record(self.series_instance_uid))
        if rows:
            fields = fields_of(self.source.record_type)
            self.attributes |= {field.python: getattr(rows[0], field.python) for field in fields}
        self.announced = self.source.announced(self.attributes)
        if self.announced.images is None:
            self.announced = self.source.announced_by_size(self._asker.rows(self.source.size(self.series_instance_uid)))
