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
    BodyPartValue,
    CollectionValue,
    ManufacturerValue,
    ModalityValue,
    Patient,
    PatientIdentifier,
    Series,
    SeriesMetadata,
    SeriesSize,
    SharedSeries,
    SOPInstance,
    Study,
    UpdatedSeries,
)


class Client(BaseClient):
    """Client of the NBIA Search REST API, v1.

    Connections are opened when the first call is sent. Close the client when it is no longer needed, or use it as
    a context manager.

    Args:
        server: A known server by name; without one, the first of these. "public": The public archive of TCIA, all
            collections but NLST. "nlst": The National Lung Screening Trial, kept on a server of its own. "nbia":
            Another host of the public archive, the one that the official description of version 4 names.
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
        """All images of a series and the licence, as one ZIP archive.

        For bulk transfer. The archive is written while it is sent: it has no length in advance, cannot be
        resumed, and its bytes differ from call to call although its members are the same.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            new_file_names: Yes names the files by acquisition and instance, in that order, instead of by running
                numbers. True or False, which go out as Yes or No. Sent as NewFileNames. Example: True. The server
                takes every value but Yes, in any case of letters, for No.
            to: Path of the file to write, or a binary file that is open for writing. A path is written under a
                temporary name and gets its own when it is complete and on disk.

        Returns:
            What was written, and where.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            NotPublicError: The series is unknown, not released, restricted, or kept on another server (as NLST
                is). The server does not tell which.
            AnswerError: An answer came that is not what was asked for.
            DestinationError: The place to write to is not usable, or full.
            IncompleteArchiveError: The archive does not end properly.

        Source: NBIA Search REST API Guide, getImage.
        """
        return self.save(calls.get_image(series_instance_uid=series_instance_uid, new_file_names=new_file_names), to)

    def iter_image(self, series_instance_uid: str, *, new_file_names: bool | None = None) -> ByteStream:
        """All images of a series and the licence, as one ZIP archive.

        Like get_image, but hands out the bytes while the answer arrives, so memory stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            new_file_names: Yes names the files by acquisition and instance, in that order, instead of by running
                numbers. True or False, which go out as Yes or No. Sent as NewFileNames. Example: True. The server
                takes every value but Yes, in any case of letters, for No.

        Returns:
            An iterator of bytes; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getImage.
        """
        return self.stream_bytes(
            calls.get_image(series_instance_uid=series_instance_uid, new_file_names=new_file_names)
        )

    def get_image_with_md5_hash(self, series_instance_uid: str, to: Destination) -> Saved:
        """All images of a series with their MD5 hashes, as one ZIP archive.

        The hashes were taken when the images entered the archive, so they show damage in storage and in transfer.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.14519.5.2.1.6919.4624.313514201353787659031503464798".
            to: Path of the file to write, or a binary file that is open for writing. A path is written under a
                temporary name and gets its own when it is complete and on disk.

        Returns:
            What was written, and where.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            NotPublicError: The series is unknown, not released, restricted, or kept on another server (as NLST
                is). The server does not tell which.
            AnswerError: An answer came that is not what was asked for.
            DestinationError: The place to write to is not usable, or full.
            IncompleteArchiveError: The archive does not end properly.

        Source: NBIA Search REST API Guide, getImageWithMD5Hash.
        """
        return self.save(calls.get_image_with_md5_hash(series_instance_uid=series_instance_uid), to)

    def iter_image_with_md5_hash(self, series_instance_uid: str) -> ByteStream:
        """All images of a series with their MD5 hashes, as one ZIP archive.

        Like get_image_with_md5_hash, but hands out the bytes while the answer arrives, so memory stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.14519.5.2.1.6919.4624.313514201353787659031503464798".

        Returns:
            An iterator of bytes; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getImageWithMD5Hash.
        """
        return self.stream_bytes(calls.get_image_with_md5_hash(series_instance_uid=series_instance_uid))

    def get_single_image(self, series_instance_uid: str, sop_instance_uid: str, to: Destination) -> Saved:
        """One image, as a DICOM file.

        Ask getSOPInstanceUIDs for the images of a series first.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "143.284188174537413748743284550513035752067".
            sop_instance_uid: The image, by its DICOM SOP Instance UID (0008,0018), as getSOPInstanceUIDs lists
                it. A DICOM UID: digits and dots, at most 64 characters. Sent as SOPInstanceUID. Example:
                "143.53599064898089361503082484556513429004".
            to: Path of the file to write, or a binary file that is open for writing. A path is written under a
                temporary name and gets its own when it is complete and on disk.

        Returns:
            What was written, and where.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            UnknownImageError: The image is unknown, its collection is not public, it is kept on another server,
                or its file is missing: the server does not tell these from a failure of its own.
            AnswerError: An answer came that is not what was asked for.
            DestinationError: The place to write to is not usable, or full.

        Source: NBIA Search REST API Guide, getSingleImage.
        """
        return self.save(
            calls.get_single_image(series_instance_uid=series_instance_uid, sop_instance_uid=sop_instance_uid), to
        )

    def iter_single_image(self, series_instance_uid: str, sop_instance_uid: str) -> ByteStream:
        """One image, as a DICOM file.

        Like get_single_image, but hands out the bytes while the answer arrives, so memory stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "143.284188174537413748743284550513035752067".
            sop_instance_uid: The image, by its DICOM SOP Instance UID (0008,0018), as getSOPInstanceUIDs lists
                it. A DICOM UID: digits and dots, at most 64 characters. Sent as SOPInstanceUID. Example:
                "143.53599064898089361503082484556513429004".

        Returns:
            An iterator of bytes; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getSingleImage.
        """
        return self.stream_bytes(
            calls.get_single_image(series_instance_uid=series_instance_uid, sop_instance_uid=sop_instance_uid)
        )

    @overload
    def get_body_part_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        format: Literal["json"] = ...,
    ) -> Records[BodyPartValue]: ...
    @overload
    def get_body_part_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        format: TextFormat,
    ) -> str: ...
    @overload
    def get_body_part_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[BodyPartValue] | str: ...
    def get_body_part_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[BodyPartValue] | str:
        """The body parts that occur in the archive, or in the series that match the filters.

        The values are distinct and sorted. The first row has no value if some series has no body part.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of BodyPartValue, in the server's order; empty when nothing matches. For any other format the
            text that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getBodyPartValues.
        """
        response = self.send(calls.get_body_part_values(collection=collection, modality=modality, format=format))
        return response.value

    def iter_body_part_values(
        self, *, collection: str | Sequence[str] | None = None, modality: str | Sequence[str] | None = None
    ) -> RecordStream[BodyPartValue]:
        """The body parts that occur in the archive, or in the series that match the filters.

        Like get_body_part_values, but hands out the BodyPartValue records while the answer arrives, so memory
        stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.

        Returns:
            An iterator of BodyPartValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getBodyPartValues.
        """
        return self.stream_records(calls.get_body_part_values(collection=collection, modality=modality), BodyPartValue)

    @overload
    def get_collection_values(self, *, format: Literal["json"] = ...) -> Records[CollectionValue]: ...
    @overload
    def get_collection_values(self, *, format: TextFormat) -> str: ...
    @overload
    def get_collection_values(self, *, format: Format = "json") -> Records[CollectionValue] | str: ...
    def get_collection_values(self, *, format: Format = "json") -> Records[CollectionValue] | str:
        """The names of all collections.

        Args:
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of CollectionValue, in the server's order; empty when nothing matches. For any other format
            the text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getCollectionValues.
        """
        response = self.send(calls.get_collection_values(format=format))
        return response.value

    def iter_collection_values(
        self,
    ) -> RecordStream[CollectionValue]:
        """The names of all collections.

        Like get_collection_values, but hands out the CollectionValue records while the answer arrives, so memory
        stays small.

        Returns:
            An iterator of CollectionValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getCollectionValues.
        """
        return self.stream_records(calls.get_collection_values(), CollectionValue)

    def get_contents_by_name(self, name: str | Sequence[str]) -> Records[SharedSeries]:
        """The series in a shared cart.

        To get a name, put data into the cart in the TCIA radiology portal and choose Share My Cart. An address
        such as https://nbia.cancerimagingarchive.net/nbia-search/?saved-cart=nbia-54241629300063058 appears; what
        follows the equal sign is the name, here nbia-54241629300063058.

        Args:
            name: The name of a shared cart: what follows saved-cart= in the address that Share My Cart shows in
                the portal. Any text that is not empty, or several of them. Sent as name. Example:
                "TCIA_TCGA-PRAD_08-09-2016-v3". Upper and lower case are the same.

        Returns:
            Records of SharedSeries, in the server's order; empty when nothing matches. For several values there
            is a request for each combination; their rows are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getContentsByName.
        """
        response = self.send(calls.get_contents_by_name(name=name))
        return response.value

    def iter_contents_by_name(self, name: str | Sequence[str]) -> RecordStream[SharedSeries]:
        """The series in a shared cart.

        Like get_contents_by_name, but hands out the SharedSeries records while the answer arrives, so memory
        stays small.

        Args:
            name: The name of a shared cart: what follows saved-cart= in the address that Share My Cart shows in
                the portal. Any text that is not empty, or several of them. Sent as name. Example:
                "TCIA_TCGA-PRAD_08-09-2016-v3". Upper and lower case are the same.

        Returns:
            An iterator of SharedSeries records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getContentsByName.
        """
        return self.stream_records(calls.get_contents_by_name(name=name), SharedSeries)

    @overload
    def get_manufacturer_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        format: Literal["json"] = ...,
    ) -> Records[ManufacturerValue]: ...
    @overload
    def get_manufacturer_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        format: TextFormat,
    ) -> str: ...
    @overload
    def get_manufacturer_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[ManufacturerValue] | str: ...
    def get_manufacturer_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[ManufacturerValue] | str:
        """The manufacturers that occur in the archive, or in the series that match the filters.

        The values are distinct and sorted. The first row has no value if some series has no manufacturer.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same here, while getSeries tells them apart.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of ManufacturerValue, in the server's order; empty when nothing matches. For any other format
            the text that the server sent. For several values there is a request for each combination; their rows
            are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getManufacturerValues.
        """
        response = self.send(
            calls.get_manufacturer_values(
                collection=collection, body_part_examined=body_part_examined, modality=modality, format=format
            )
        )
        return response.value

    def iter_manufacturer_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
    ) -> RecordStream[ManufacturerValue]:
        """The manufacturers that occur in the archive, or in the series that match the filters.

        Like get_manufacturer_values, but hands out the ManufacturerValue records while the answer arrives, so
        memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same here, while getSeries tells them apart.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.

        Returns:
            An iterator of ManufacturerValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getManufacturerValues.
        """
        return self.stream_records(
            calls.get_manufacturer_values(
                collection=collection, body_part_examined=body_part_examined, modality=modality
            ),
            ManufacturerValue,
        )

    @overload
    def get_modality_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        format: Literal["json"] = ...,
    ) -> Records[ModalityValue]: ...
    @overload
    def get_modality_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        format: TextFormat,
    ) -> str: ...
    @overload
    def get_modality_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[ModalityValue] | str: ...
    def get_modality_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[ModalityValue] | str:
        """The modalities, such as CT or MR, that occur in the archive, or in the series that match the filters.

        The values are distinct and sorted.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same here, while getSeries tells them apart.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of ModalityValue, in the server's order; empty when nothing matches. For any other format the
            text that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getModalityValues.
        """
        response = self.send(
            calls.get_modality_values(collection=collection, body_part_examined=body_part_examined, format=format)
        )
        return response.value

    def iter_modality_values(
        self, *, collection: str | Sequence[str] | None = None, body_part_examined: str | Sequence[str] | None = None
    ) -> RecordStream[ModalityValue]:
        """The modalities, such as CT or MR, that occur in the archive, or in the series that match the filters.

        Like get_modality_values, but hands out the ModalityValue records while the answer arrives, so memory
        stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same here, while getSeries tells them apart.

        Returns:
            An iterator of ModalityValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getModalityValues.
        """
        return self.stream_records(
            calls.get_modality_values(collection=collection, body_part_examined=body_part_examined), ModalityValue
        )

    @overload
    def new_patients_in_collection(
        self, collection: str | Sequence[str], date: DateLike, *, format: Literal["json"] = ...
    ) -> Records[Patient]: ...
    @overload
    def new_patients_in_collection(
        self, collection: str | Sequence[str], date: DateLike, *, format: TextFormat
    ) -> str: ...
    @overload
    def new_patients_in_collection(
        self, collection: str | Sequence[str], date: DateLike, *, format: Format = "json"
    ) -> Records[Patient] | str: ...
    def new_patients_in_collection(
        self, collection: str | Sequence[str], date: DateLike, *, format: Format = "json"
    ) -> Records[Patient] | str:
        """The patients of a collection for whom data were released since a given day.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
            date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Patient, in the server's order; empty when nothing matches. For any other format the text
            that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, NewPatientsInCollection.
        """
        response = self.send(calls.new_patients_in_collection(collection=collection, date=date, format=format))
        return response.value

    def iter_new_patients_in_collection(self, collection: str | Sequence[str], date: DateLike) -> RecordStream[Patient]:
        """The patients of a collection for whom data were released since a given day.

        Like new_patients_in_collection, but hands out the Patient records while the answer arrives, so memory
        stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
            date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".

        Returns:
            An iterator of Patient records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, NewPatientsInCollection.
        """
        return self.stream_records(calls.new_patients_in_collection(collection=collection, date=date), Patient)

    @overload
    def new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        format: Literal["json"] = ...,
    ) -> Records[Study]: ...
    @overload
    def new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        format: TextFormat,
    ) -> str: ...
    @overload
    def new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Study] | str: ...
    def new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Study] | str:
        """The studies of a collection, or of one of its patients, of which data were released since a given day.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
            date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: "Calc-Test_P_00038_LEFT_CC". Without it all patients of the collection are
                meant. Upper and lower case are the same. The guide says it is required; for the server it is
                optional. Recorded in April 2022 without it; server source (June 2026).
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Study, in the server's order; empty when nothing matches. For any other format the text
            that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, NewStudiesInPatientCollection.
        """
        response = self.send(
            calls.new_studies_in_patient_collection(
                collection=collection, date=date, patient_id=patient_id, format=format
            )
        )
        return response.value

    def iter_new_studies_in_patient_collection(
        self, collection: str | Sequence[str], date: DateLike, *, patient_id: str | Sequence[str] | None = None
    ) -> RecordStream[Study]:
        """The studies of a collection, or of one of its patients, of which data were released since a given day.

        Like new_studies_in_patient_collection, but hands out the Study records while the answer arrives, so
        memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
            date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: "Calc-Test_P_00038_LEFT_CC". Without it all patients of the collection are
                meant. Upper and lower case are the same. The guide says it is required; for the server it is
                optional. Recorded in April 2022 without it; server source (June 2026).

        Returns:
            An iterator of Study records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, NewStudiesInPatientCollection.
        """
        return self.stream_records(
            calls.new_studies_in_patient_collection(collection=collection, date=date, patient_id=patient_id), Study
        )

    @overload
    def get_patient(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        format: Literal["json"] = ...,
    ) -> Records[Patient]: ...
    @overload
    def get_patient(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        format: TextFormat,
    ) -> str: ...
    @overload
    def get_patient(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Patient] | str: ...
    def get_patient(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Patient] | str:
        """The patients of the archive, or those that match the filters.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that
                is not empty, or several of them. Sent as PatientId. Example: "1.3.6.1.4.1.9328.50.1.0001". The
                server puts the value into capital letters but not what it compares, so an identifier with a small
                letter, such as Pancreas-CT-CB_001, finds nothing. The guide says nothing of it; for the server it
                is optional. Server source (June 2026), there since February 2025; not seen in a recording.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Patient, in the server's order; empty when nothing matches. For any other format the text
            that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getPatient.
        """
        response = self.send(calls.get_patient(collection=collection, patient_id=patient_id, format=format))
        return response.value

    def iter_patient(
        self, *, collection: str | Sequence[str] | None = None, patient_id: str | Sequence[str] | None = None
    ) -> RecordStream[Patient]:
        """The patients of the archive, or those that match the filters.

        Like get_patient, but hands out the Patient records while the answer arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that
                is not empty, or several of them. Sent as PatientId. Example: "1.3.6.1.4.1.9328.50.1.0001". The
                server puts the value into capital letters but not what it compares, so an identifier with a small
                letter, such as Pancreas-CT-CB_001, finds nothing. The guide says nothing of it; for the server it
                is optional. Server source (June 2026), there since February 2025; not seen in a recording.

        Returns:
            An iterator of Patient records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getPatient.
        """
        return self.stream_records(calls.get_patient(collection=collection, patient_id=patient_id), Patient)

    @overload
    def get_patient_by_collection_and_modality(
        self, collection: str | Sequence[str], modality: str | Sequence[str], *, format: Literal["json"] = ...
    ) -> Records[PatientIdentifier]: ...
    @overload
    def get_patient_by_collection_and_modality(
        self, collection: str | Sequence[str], modality: str | Sequence[str], *, format: TextFormat
    ) -> str: ...
    @overload
    def get_patient_by_collection_and_modality(
        self, collection: str | Sequence[str], modality: str | Sequence[str], *, format: Format = "json"
    ) -> Records[PatientIdentifier] | str: ...
    def get_patient_by_collection_and_modality(
        self, collection: str | Sequence[str], modality: str | Sequence[str], *, format: Format = "json"
    ) -> Records[PatientIdentifier] | str:
        """The identifiers of the patients of a collection who have images of a modality.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of PatientIdentifier, in the server's order; empty when nothing matches. For any other format
            the text that the server sent. For several values there is a request for each combination; their rows
            are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getPatientByCollectionAndModality.
        """
        response = self.send(
            calls.get_patient_by_collection_and_modality(collection=collection, modality=modality, format=format)
        )
        return response.value

    def iter_patient_by_collection_and_modality(
        self, collection: str | Sequence[str], modality: str | Sequence[str]
    ) -> RecordStream[PatientIdentifier]:
        """The identifiers of the patients of a collection who have images of a modality.

        Like get_patient_by_collection_and_modality, but hands out the PatientIdentifier records while the answer
        arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.

        Returns:
            An iterator of PatientIdentifier records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getPatientByCollectionAndModality.
        """
        return self.stream_records(
            calls.get_patient_by_collection_and_modality(collection=collection, modality=modality), PatientIdentifier
        )

    @overload
    def get_patient_study(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        format: Literal["json"] = ...,
    ) -> Records[Study]: ...
    @overload
    def get_patient_study(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        format: TextFormat,
    ) -> str: ...
    @overload
    def get_patient_study(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Study] | str: ...
    def get_patient_study(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Study] | str:
        """The studies that match the filters, each with its patient.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
                The guide says it is required; for the server it is optional. Recorded calls without it; server
                source (June 2026).
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: "1.3.6.1.4.1.9328.50.1.0001". Upper and lower case are the same.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.2".
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Study, in the server's order; empty when nothing matches. For any other format the text
            that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getPatientStudy.
        """
        response = self.send(
            calls.get_patient_study(
                collection=collection, patient_id=patient_id, study_instance_uid=study_instance_uid, format=format
            )
        )
        return response.value

    def iter_patient_study(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
    ) -> RecordStream[Study]:
        """The studies that match the filters, each with its patient.

        Like get_patient_study, but hands out the Study records while the answer arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
                The guide says it is required; for the server it is optional. Recorded calls without it; server
                source (June 2026).
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: "1.3.6.1.4.1.9328.50.1.0001". Upper and lower case are the same.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.2".

        Returns:
            An iterator of Study records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getPatientStudy.
        """
        return self.stream_records(
            calls.get_patient_study(
                collection=collection, patient_id=patient_id, study_instance_uid=study_instance_uid
            ),
            Study,
        )

    @overload
    def get_series(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        series_instance_uid: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        manufacturer_model_name: str | Sequence[str] | None = None,
        manufacturer: str | Sequence[str] | None = None,
        format: Literal["json"] = ...,
    ) -> Records[Series]: ...
    @overload
    def get_series(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        series_instance_uid: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        manufacturer_model_name: str | Sequence[str] | None = None,
        manufacturer: str | Sequence[str] | None = None,
        format: TextFormat,
    ) -> str: ...
    @overload
    def get_series(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        series_instance_uid: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        manufacturer_model_name: str | Sequence[str] | None = None,
        manufacturer: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Series] | str: ...
    def get_series(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        series_instance_uid: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        manufacturer_model_name: str | Sequence[str] | None = None,
        manufacturer: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Series] | str:
        """The series of the archive, or those that match the filters.

        Every filter that is given must match. Without a filter the answer is every public series and very large.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: "1.3.6.1.4.1.9328.50.1.0001". Upper and lower case are the same.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.2".
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Must be exactly the stored text; upper and lower case are told apart.
            manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty, or
                several of them. Sent as ManufacturerModelName. Example: "LightSpeed16". Must be exactly the
                stored text; upper and lower case are told apart.
            manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any
                text that is not empty, or several of them. Sent as Manufacturer. Example: "GE MEDICAL SYSTEMS".
                Must be exactly the stored text; upper and lower case are told apart.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Series, in the server's order; empty when nothing matches. For any other format the text
            that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getSeries.
        """
        response = self.send(
            calls.get_series(
                collection=collection,
                patient_id=patient_id,
                study_instance_uid=study_instance_uid,
                modality=modality,
                series_instance_uid=series_instance_uid,
                body_part_examined=body_part_examined,
                manufacturer_model_name=manufacturer_model_name,
                manufacturer=manufacturer,
                format=format,
            )
        )
        return response.value

    def iter_series(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        series_instance_uid: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        manufacturer_model_name: str | Sequence[str] | None = None,
        manufacturer: str | Sequence[str] | None = None,
    ) -> RecordStream[Series]:
        """The series of the archive, or those that match the filters.

        Like get_series, but hands out the Series records while the answer arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: "1.3.6.1.4.1.9328.50.1.0001". Upper and lower case are the same.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.2".
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Must be exactly the stored text; upper and lower case are told apart.
            manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty, or
                several of them. Sent as ManufacturerModelName. Example: "LightSpeed16". Must be exactly the
                stored text; upper and lower case are told apart.
            manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any
                text that is not empty, or several of them. Sent as Manufacturer. Example: "GE MEDICAL SYSTEMS".
                Must be exactly the stored text; upper and lower case are told apart.

        Returns:
            An iterator of Series records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getSeries.
        """
        return self.stream_records(
            calls.get_series(
                collection=collection,
                patient_id=patient_id,
                study_instance_uid=study_instance_uid,
                modality=modality,
                series_instance_uid=series_instance_uid,
                body_part_examined=body_part_examined,
                manufacturer_model_name=manufacturer_model_name,
                manufacturer=manufacturer,
            ),
            Series,
        )

    @overload
    def get_series_meta_data(
        self, series_instance_uid: str, *, format: Literal["json"] = ...
    ) -> Records[SeriesMetadata]: ...
    @overload
    def get_series_meta_data(self, series_instance_uid: str, *, format: TextFormat) -> str: ...
    @overload
    def get_series_meta_data(
        self, series_instance_uid: str, *, format: Format = "json"
    ) -> Records[SeriesMetadata] | str: ...
    def get_series_meta_data(
        self, series_instance_uid: str, *, format: Format = "json"
    ) -> Records[SeriesMetadata] | str:
        """What the archive knows of one series, in a single row.

        Only one series can be asked for at a time. Prefer getSeries for texts that must be exact.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of SeriesMetadata, in the server's order; empty when nothing matches. For any other format the
            text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            ServerFailureError: The images of the series have no size in the database, or its licence has no
                address.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getSeriesMetaData.
        """
        response = self.send(calls.get_series_meta_data(series_instance_uid=series_instance_uid, format=format))
        return response.value

    def iter_series_meta_data(self, series_instance_uid: str) -> RecordStream[SeriesMetadata]:
        """What the archive knows of one series, in a single row.

        Like get_series_meta_data, but hands out the SeriesMetadata records while the answer arrives, so memory
        stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".

        Returns:
            An iterator of SeriesMetadata records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getSeriesMetaData.
        """
        return self.stream_records(calls.get_series_meta_data(series_instance_uid=series_instance_uid), SeriesMetadata)

    @overload
    def get_series_size(self, series_instance_uid: str, *, format: Literal["json"] = ...) -> Records[SeriesSize]: ...
    @overload
    def get_series_size(self, series_instance_uid: str, *, format: TextFormat) -> str: ...
    @overload
    def get_series_size(self, series_instance_uid: str, *, format: Format = "json") -> Records[SeriesSize] | str: ...
    def get_series_size(self, series_instance_uid: str, *, format: Format = "json") -> Records[SeriesSize] | str:
        """How many bytes and how many objects a series has.

        Ask it before a download, to see afterwards whether the archive is complete.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of SeriesSize, in the server's order; empty when nothing matches. For any other format the
            text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getSeriesSize.
        """
        response = self.send(calls.get_series_size(series_instance_uid=series_instance_uid, format=format))
        return response.value

    def iter_series_size(self, series_instance_uid: str) -> RecordStream[SeriesSize]:
        """How many bytes and how many objects a series has.

        Like get_series_size, but hands out the SeriesSize records while the answer arrives, so memory stays
        small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".

        Returns:
            An iterator of SeriesSize records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getSeriesSize.
        """
        return self.stream_records(calls.get_series_size(series_instance_uid=series_instance_uid), SeriesSize)

    @overload
    def get_sop_instance_uids(
        self, series_instance_uid: str, *, format: Literal["json"] = ...
    ) -> Records[SOPInstance]: ...
    @overload
    def get_sop_instance_uids(self, series_instance_uid: str, *, format: TextFormat) -> str: ...
    @overload
    def get_sop_instance_uids(
        self, series_instance_uid: str, *, format: Format = "json"
    ) -> Records[SOPInstance] | str: ...
    def get_sop_instance_uids(self, series_instance_uid: str, *, format: Format = "json") -> Records[SOPInstance] | str:
        """The images of a series, by their identifiers.

        Use it before getSingleImage.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9590.100.1.2.374115997511889073021386151921807063992".
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of SOPInstance, in the server's order; empty when nothing matches. For any other format the
            text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getSOPInstanceUIDs.
        """
        response = self.send(calls.get_sop_instance_uids(series_instance_uid=series_instance_uid, format=format))
        return response.value

    def iter_sop_instance_uids(self, series_instance_uid: str) -> RecordStream[SOPInstance]:
        """The images of a series, by their identifiers.

        Like get_sop_instance_uids, but hands out the SOPInstance records while the answer arrives, so memory
        stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9590.100.1.2.374115997511889073021386151921807063992".

        Returns:
            An iterator of SOPInstance records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getSOPInstanceUIDs.
        """
        return self.stream_records(calls.get_sop_instance_uids(series_instance_uid=series_instance_uid), SOPInstance)

    @overload
    def get_updated_series(
        self, *, from_date: DateLike | None = None, format: Literal["json"] = ...
    ) -> Records[UpdatedSeries]: ...
    @overload
    def get_updated_series(self, *, from_date: DateLike | None = None, format: TextFormat) -> str: ...
    @overload
    def get_updated_series(
        self, *, from_date: DateLike | None = None, format: Format = "json"
    ) -> Records[UpdatedSeries] | str: ...
    def get_updated_series(
        self, *, from_date: DateLike | None = None, format: Format = "json"
    ) -> Records[UpdatedSeries] | str:
        """The series that were released since a given day.

        Args:
            from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28". Without it the
                first day of 1900 is taken, so that every released series is listed. The guide says it is
                required; for the server it is optional. Server source (June 2026).
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of UpdatedSeries, in the server's order; empty when nothing matches. For any other format the
            text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: NBIA Search REST API Guide, getUpdatedSeries.
        """
        response = self.send(calls.get_updated_series(from_date=from_date, format=format))
        return response.value

    def iter_updated_series(self, *, from_date: DateLike | None = None) -> RecordStream[UpdatedSeries]:
        """The series that were released since a given day.

        Like get_updated_series, but hands out the UpdatedSeries records while the answer arrives, so memory stays
        small.

        Args:
            from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28". Without it the
                first day of 1900 is taken, so that every released series is listed. The guide says it is
                required; for the server it is optional. Server source (June 2026).

        Returns:
            An iterator of UpdatedSeries records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getUpdatedSeries.
        """
        return self.stream_records(calls.get_updated_series(from_date=from_date), UpdatedSeries)
