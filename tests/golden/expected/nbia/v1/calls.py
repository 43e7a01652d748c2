# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The calls of the service: each function checks its arguments and returns a call that is not sent yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, overload

from nbia_core.api.calls import Call, make_call
from nbia_core.checks import DateLike
from nbia_core.records.readers import BytesReader, RecordsReader, TextReader
from nbia_core.records.records import Records

from .records import (
    SeriesSize,
    UpdatedSeries,
)

_PACKAGE = __name__.rpartition(".")[0]

Format: TypeAlias = Literal["json", "csv"]
"""The formats in which the service answers; the first is the default and becomes records."""

TextFormat: TypeAlias = Literal["csv"]
"""The formats that are returned as the server wrote them."""


def get_image(series_instance_uid: str, *, new_file_names: bool | None = None) -> Call[bytes]:
    """All images of a series, as one ZIP archive.

    Args:
        series_instance_uid: The series. A DICOM UID: digits and dots, at most 64 characters. Sent as
            SeriesInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".
        new_file_names: Whether the files are named by their numbers. True or False, which go out as Yes or No.
            Sent as NewFileNames. Example: True.

    Returns:
        A call, not sent yet, whose answer is: the ZIP archive.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Mini Guide, getImage.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid, "new_file_names": new_file_names}
    return make_call(_PACKAGE, "getImage", BytesReader("zip"), arguments)


@overload
def get_updated_series(
    from_date: DateLike, *, collection: str | Sequence[str] | None = None, format: Literal["json"] = ...
) -> Call[Records[UpdatedSeries]]: ...
@overload
def get_updated_series(
    from_date: DateLike, *, collection: str | Sequence[str] | None = None, format: TextFormat
) -> Call[str]: ...
@overload
def get_updated_series(
    from_date: DateLike, *, collection: str | Sequence[str] | None = None, format: Format = "json"
) -> Call[Records[UpdatedSeries] | str]: ...
def get_updated_series(
    from_date: DateLike, *, collection: str | Sequence[str] | None = None, format: Format = "json"
) -> Call[Records[UpdatedSeries] | str]:
    """The series that were released since a day.

    The answer has no order.

    Args:
        from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16, which goes out as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28".
        collection: The collection, by its name. Any text that is not empty, or several of them. Sent as
            Collection. Example: "RIDER Pilot". Upper and lower case are the same. The guide says nothing of it;
            for the server it is optional. Server source (June 2026).
        format: "json" for records; "csv" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of UpdatedSeries, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Mini Guide, getUpdatedSeries.
    """
    arguments: dict[str, object] = {"from_date": from_date, "collection": collection}
    if format != "json":
        return make_call(_PACKAGE, "getUpdatedSeries", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getUpdatedSeries", RecordsReader(UpdatedSeries), arguments)


def get_series_size(series_instance_uid: str) -> Call[Records[SeriesSize]]:
    """How many bytes and how many objects a series has.

    Args:
        series_instance_uid: The series. A DICOM UID: digits and dots, at most 64 characters. Sent as
            SeriesInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".

    Returns:
        A call, not sent yet, whose answer is: Records of SeriesSize, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Mini Guide, getSeriesSize.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    return make_call(_PACKAGE, "getSeriesSize", RecordsReader(SeriesSize), arguments)
