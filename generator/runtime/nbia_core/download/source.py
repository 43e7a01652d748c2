"""Which calls of a service bring a series, and what they say of it."""

from __future__ import annotations

import dataclasses
import functools

from nbia_core.api.calls import Call
from nbia_core.api.description import Api, RoleName, load, versions
from nbia_core.api.wire_forms import reader
from nbia_core.records.calls import images_of_role, record_type, rows_of_role
from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .model import Announced, Attributes, Layout


@dataclasses.dataclass(frozen=True)
class SeriesSource:
    """The calls and attributes that a download needs, by the roles of endpoints. Each call takes a Series Instance UID."""

    package: str
    """The package of the version of the API, such as nbia.v1."""

    @functools.cached_property
    def api(self) -> Api:
        """The description of the version."""
        return load(self.package)

    def archive(self, uid: str) -> Call[bytes]:
        """Return the call that brings the images with their MD5 hashes."""
        return images_of_role(self.package, "hashed archive", series_instance_uid=uid)

    def license(self, uid: str) -> Call[bytes]:
        """Return the call that brings an archive which begins with the licence text."""
        return images_of_role(self.package, "archive", series_instance_uid=uid)

    def record(self, uid: str) -> Call[Records[Record]]:
        """Return the call that describes the series."""
        return rows_of_role(self.package, "series", series_instance_uid=uid)

    def size(self, uid: str) -> Call[Records[Record]]:
        """Return the call that says how many images and bytes the series has, also where `record` does not."""
        return rows_of_role(self.package, "series size", series_instance_uid=uid)

    @functools.cached_property
    def record_type(self) -> type[Record]:
        """The class of the records of `record`."""
        return record_type(self.package, self.api.plays("series"))

    @functools.cached_property
    def layout(self) -> Layout:
        """Which entries of the archives are no images."""
        return Layout(
            license=self.api.plays("archive").license_entry, hashes=self.api.plays("hashed archive").hashes_entry
        )

    @functools.cached_property
    def license_attributes(self) -> tuple[str, ...]:
        """The attributes of `record` on which the licence text depends."""
        described = self.api.plays("series")
        assert described.record is not None, "it sends rows"
        return tuple(described.record.attribute(wire).python for wire in self.api.roles["series"].license)

    def _counts(self, role: RoleName) -> tuple[str, str]:
        """Return the attributes with the number of images and with the bytes of a series."""
        played = self.api.roles[role]
        record = self.api.plays(role).record
        assert record is not None, "it sends rows"
        assert played.image_count is not None, "the rules check this"
        assert played.size is not None, "the rules check this"
        return record.attribute(played.image_count).python, record.attribute(played.size).python

    def announced(self, attributes: Attributes) -> Announced:
        """Read from the attributes of a record how many images and bytes the series has."""
        images, size = self._counts("series")
        return Announced(images=_whole_number(attributes.get(images)), size=_whole_number(attributes.get(size)))

    def announced_by_size(self, rows: Records[Record]) -> Announced:
        """Read the same from the answer of `size`; 0 images is how "unknown" looks."""
        if not rows:
            return Announced()
        images, size = self._counts("series size")
        return Announced(images=_whole_number(getattr(rows[0], images)), size=_whole_number(getattr(rows[0], size)))


def usual_layout() -> Layout:
    """Return which entries of archives are no images where nobody says from which version of the API they are."""
    packages = (f"nbia.{version}" for version in versions("nbia"))
    return next(SeriesSource(package).layout for package in packages if "hashed archive" in load(package).roles)


def _whole_number(value: object) -> int | None:
    """Read a number above 0, also one that arrives as a text or with decimals: the check must not fall away."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        number = value if type(value) is int else reader("decimal")(value)
    except ValueError:
        return None
    return number if isinstance(number, int) and number > 0 else None
