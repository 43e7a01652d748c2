# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The calls of the service: each function checks its arguments and returns a call that is not sent yet."""

from __future__ import annotations

from typing import Final, Literal, overload

from .._runtime.calls import BytesReader, Call, ErrorCase, Operation, Query, RecordsReader, TextReader
from .._runtime.records import Records
from .._runtime.values import DateLike
from .records import (
    SeriesSize,
    UpdatedSeries,
)
from .service import COMMON_ERRORS, DEFAULT_FORMAT, FORMATS, Format, TextFormat

GET_IMAGE: Final = Operation(
    name="getImage",
    errors=(
        ErrorCase(status=400, sentence="is not in public domain.", means="not-public"),
        *COMMON_ERRORS,
    ),
)
GET_UPDATED_SERIES: Final = Operation(
    name="getUpdatedSeries",
    errors=(*COMMON_ERRORS,),
)
GET_SERIES_SIZE: Final = Operation(
    name="getSeriesSize",
    errors=(*COMMON_ERRORS,),
)


def get_image(series_instance_uid: str, *, new_file_names: bool | None = None) -> Call[bytes]:
    """All images of a series, as one ZIP archive.

    Args:
        series_instance_uid: The series. A DICOM UID: digits and dots, at most 64 characters. Sent as
            SeriesInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".
        new_file_names: Whether the files are named by their numbers. True or False; sent as Yes or No. Sent as
            NewFileNames. Example: True.

    Returns:
        A call, not sent yet, whose answer is: the ZIP archive.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Mini Guide, getImage.
    """
    query = Query()
    query.uid("SeriesInstanceUID", "series_instance_uid", series_instance_uid, required=True)
    query.flag("NewFileNames", "new_file_names", new_file_names, words=("Yes", "No"))
    return Call(operation=GET_IMAGE, parameters=query.parameters, reader=BytesReader("zip"), uids=query.uids)


@overload
def get_updated_series(
    from_date: DateLike, *, collection: str | None = None, format: Literal["json"] = ...
) -> Call[Records[UpdatedSeries]]: ...
@overload
def get_updated_series(from_date: DateLike, *, collection: str | None = None, format: TextFormat) -> Call[str]: ...
@overload
def get_updated_series(
    from_date: DateLike, *, collection: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[UpdatedSeries] | str]: ...
def get_updated_series(
    from_date: DateLike, *, collection: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[UpdatedSeries] | str]:
    """The series that were released since a day.

    The answer has no order.

    Args:
        from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16; sent as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28".
        collection: The collection, by its name. Any text that is not empty. Sent as Collection. Example: "RIDER
            Pilot". Upper and lower case are the same. The guide says nothing of it; for the server it is
            optional. Server source (June 2026).
        format: "json" for records; "csv" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of UpdatedSeries, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Mini Guide, getUpdatedSeries.
    """
    query = Query()
    query.date("fromDate", "from_date", from_date, pattern="dd/MM/yyyy", required=True)
    query.text("Collection", "collection", collection)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_UPDATED_SERIES, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_UPDATED_SERIES, parameters=query.parameters, reader=RecordsReader(UpdatedSeries), uids=query.uids
    )


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
    query = Query()
    query.uid("SeriesInstanceUID", "series_instance_uid", series_instance_uid, required=True)
    return Call(
        operation=GET_SERIES_SIZE, parameters=query.parameters, reader=RecordsReader(SeriesSize), uids=query.uids
    )
