# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The client: one method for each endpoint of the service, and one that streams its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, overload

from nbia_core.checks import DateLike
from nbia_core.client._sync.client import BaseClient
from nbia_core.files import Destination, Saved
from nbia_core.http._sync.streams import ByteStream, RecordStream
from nbia_core.records.records import Records

from . import calls
from .calls import Format, TextFormat
from .records import (
    SeriesSize,
    UpdatedSeries,
)


class Client(BaseClient):
    """Client of the Mini Search API, v1.

    Connections are opened when the first call is sent. Close the client when it is no longer needed, or use it as
    a context manager.

    Args:
        server: A known server by name; without one, the first of these. "public": The only server.
        base_url: Any other address of the service, in place of server.
        timeout: Seconds to wait for a connection and for the next bytes, or Timeouts. A whole download has no
            limit.
        retries: How often a call is sent again after a failure that is known to pass, or a RetryPolicy.
        strict: Raise DecodeError for a value that does not fit its type, instead of keeping it as it was sent.
        trusted_hosts: Hosts to which redirects may lead, besides the service's own; no credentials go there.
        http: A client of httpx or httpx2 to send with, as asynchronous or synchronous as this one. It stays
            yours: you set it up and close it.

    Raises:
        InvalidParameterError: An argument makes no sense.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]

    def get_image(self, series_instance_uid: str, to: Destination, *, new_file_names: bool | None = None) -> Saved:
        """All images of a series, as one ZIP archive.

        Args:
            series_instance_uid: The series. A DICOM UID: digits and dots, at most 64 characters. Sent as
                SeriesInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".
            new_file_names: Whether the files are named by their numbers. True or False, which go out as Yes or
                No. Sent as NewFileNames. Example: True.
            to: Path of the file to write, or a binary file that is open for writing. A path is written under a
                temporary name and gets its own when it is complete and on disk.

        Returns:
            What was written, and where.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            NotPublicError: The series is unknown or not public.
            AnswerError: An answer came that is not what was asked for.
            DestinationError: The place to write to is not usable, or full.
            IncompleteArchiveError: The archive does not end properly.

        Source: Mini Guide, getImage.
        """
        return self.save(calls.get_image(series_instance_uid=series_instance_uid, new_file_names=new_file_names), to)

    def iter_image(self, series_instance_uid: str, *, new_file_names: bool | None = None) -> ByteStream:
        """All images of a series, as one ZIP archive.

        Like get_image, but hands out the bytes while the answer arrives, so memory stays small.

        Args:
            series_instance_uid: The series. A DICOM UID: digits and dots, at most 64 characters. Sent as
                SeriesInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".
            new_file_names: Whether the files are named by their numbers. True or False, which go out as Yes or
                No. Sent as NewFileNames. Example: True.

        Returns:
            An iterator of bytes; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Mini Guide, getImage.
        """
        return self.stream_bytes(
            calls.get_image(series_instance_uid=series_instance_uid, new_file_names=new_file_names)
        )

    @overload
    def get_updated_series(
        self, from_date: DateLike, *, collection: str | Sequence[str] | None = None, format: Literal["json"] = ...
    ) -> Records[UpdatedSeries]: ...
    @overload
    def get_updated_series(
        self, from_date: DateLike, *, collection: str | Sequence[str] | None = None, format: TextFormat
    ) -> str: ...
    @overload
    def get_updated_series(
        self, from_date: DateLike, *, collection: str | Sequence[str] | None = None, format: Format = "json"
    ) -> Records[UpdatedSeries] | str: ...
    def get_updated_series(
        self, from_date: DateLike, *, collection: str | Sequence[str] | None = None, format: Format = "json"
    ) -> Records[UpdatedSeries] | str:
        """The series that were released since a day.

        The answer has no order.

        Args:
            from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28".
            collection: The collection, by its name. Any text that is not empty, or several of them. Sent as
                Collection. Example: "RIDER Pilot". Upper and lower case are the same. The guide says nothing of
                it; for the server it is optional. Server source (June 2026).
            format: "json" for records; "csv" for the server's own text.

        Returns:
            Records of UpdatedSeries, in the server's order; empty when nothing matches. For any other format the
            text that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Mini Guide, getUpdatedSeries.
        """
        response = self.send(calls.get_updated_series(from_date=from_date, collection=collection, format=format))
        return response.value

    def iter_updated_series(
        self, from_date: DateLike, *, collection: str | Sequence[str] | None = None
    ) -> RecordStream[UpdatedSeries]:
        """The series that were released since a day.

        Like get_updated_series, but hands out the UpdatedSeries records while the answer arrives, so memory stays
        small.

        Args:
            from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28".
            collection: The collection, by its name. Any text that is not empty, or several of them. Sent as
                Collection. Example: "RIDER Pilot". Upper and lower case are the same. The guide says nothing of
                it; for the server it is optional. Server source (June 2026).

        Returns:
            An iterator of UpdatedSeries records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Mini Guide, getUpdatedSeries.
        """
        return self.stream_records(calls.get_updated_series(from_date=from_date, collection=collection), UpdatedSeries)

    def get_series_size(self, series_instance_uid: str) -> Records[SeriesSize]:
        """How many bytes and how many objects a series has.

        Args:
            series_instance_uid: The series. A DICOM UID: digits and dots, at most 64 characters. Sent as
                SeriesInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".

        Returns:
            Records of SeriesSize, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Mini Guide, getSeriesSize.
        """
        response = self.send(calls.get_series_size(series_instance_uid=series_instance_uid))
        return response.value

    def iter_series_size(self, series_instance_uid: str) -> RecordStream[SeriesSize]:
        """How many bytes and how many objects a series has.

        Like get_series_size, but hands out the SeriesSize records while the answer arrives, so memory stays
        small.

        Args:
            series_instance_uid: The series. A DICOM UID: digits and dots, at most 64 characters. Sent as
                SeriesInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".

        Returns:
            An iterator of SeriesSize records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Mini Guide, getSeriesSize.
        """
        return self.stream_records(calls.get_series_size(series_instance_uid=series_instance_uid), SeriesSize)
