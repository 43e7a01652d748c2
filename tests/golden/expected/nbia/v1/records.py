# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The rows of the service's answers, one class for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from msgspec import field
from nbia_core.api.wire_forms import Reader, reader
from nbia_core.records.record import Record


class UpdatedSeries(Record, frozen=True, kw_only=True, gc=False):
    """A series that was released.

    Returned by getUpdatedSeries.
    """

    series_instance_uid: str | None = field(default=None, name="SeriesInstanceUID")
    """SeriesInstanceUID (0020,000E): The series' unique identifier. Source: guide."""
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images, such as "Pancréas". Source: guide."""
    series_number: int | None = field(default=None, name="Series Number")
    """Series Number (0020,0011): The number of the series within its study. Six decimals, as in 1.000000. The guide
    calls it SeriesNumber. Source: guide.
    """
    annotations_flag: bool | None = field(default=None, name="AnnotationsFlag")
    """AnnotationsFlag: Whether there are annotations. Source: guide."""
    date_released: datetime | None = field(default=None, name="DateReleased")
    """DateReleased: When the series was released. Not in the guide. Server source (June 2026). Source: observed."""

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "series_number": reader("decimal"),
    }


class SeriesSize(Record, frozen=True, kw_only=True, gc=False):
    """How large a series is.

    Returned by getSeriesSize.
    """

    total_size_in_bytes: int | None = field(default=None, name="TotalSizeInBytes")
    """TotalSizeInBytes: The size of all images of the series together, in bytes. Source: guide."""
    object_count: int | None = field(default=None, name="ObjectCount")
    """ObjectCount: How many images the series has. Source: guide."""

    package: ClassVar[str] = __name__.rpartition(".")[0]
