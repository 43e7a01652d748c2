# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The client: one method for each endpoint of the service, and one that streams its answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal, overload

from nbia_core.api.criteria import Criterion
from nbia_core.checks import DateLike
from nbia_core.client._sync.client import BaseClient
from nbia_core.files import Destination, Saved
from nbia_core.http._sync.streams import ByteStream, RecordStream
from nbia_core.records.records import Records

from . import calls
from .calls import Format, TextFormat
from .records import (
    BodyPartCount,
    BodyPartValue,
    CartStudy,
    CollectionCount,
    CollectionDescription,
    CollectionSite,
    CollectionValue,
    DeniedSeries,
    DescribedData,
    DicomTag,
    EquipmentNode,
    ImageDetails,
    ManufacturerCount,
    ManufacturerValue,
    ModalityCount,
    ModalityValue,
    Patient,
    PatientIdentifier,
    SearchResult,
    Series,
    SeriesMetadata,
    SeriesQCInfo,
    SeriesSize,
    SiteOfSeries,
    SOPInstance,
    Species,
    SpeciesCount,
    Study,
    Timepoints,
)


class Client(BaseClient):
    """Client of the NBIA REST API, v4.

    Connections are opened when the first call is sent. Close the client when it is no longer needed, or use it as
    a context manager.

    Args:
        server: A known server by name; without one, the first of these. "public": The public archive of TCIA.
            "services": Another host of the public archive, the one that version 1 has its address at. "nlst": The
            National Lung Screening Trial, if its server has version 4, which is not certain. "stage": The
            archive's server for trials, without a promise of any data.
        base_url: Any other address of the service, in place of server.
        timeout: Seconds to wait for a connection and for the next bytes, or Timeouts. A whole download has no
            limit.
        retries: How often a call is sent again after a failure that is known to pass, or a RetryPolicy.
        strict: Raise DecodeError for a value that does not fit its type, instead of keeping it as it was sent.
        trusted_hosts: Hosts to which redirects may lead, besides the service's own; no credentials go there.
        http: A client of httpx or httpx2 to send with, as asynchronous or synchronous as this one. It stays
            yours: you set it up and close it.
        login: A Login, or a function that returns one when it is needed, such as Login.from_environment. Its
            token is asked for with the first call, renewed in time, and ended with the client. Without one, what
            is public is shown.

    Raises:
        InvalidParameterError: An argument makes no sense.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]

    def get_collection_descriptions(
        self, *, collection: str | Sequence[str] | None = None
    ) -> Records[CollectionDescription]:
        """What the collections are about, as HTML, and the addresses where they are described.

        Args:
            collection: The collection, by the name that getCollectionValues lists, in the same letters. Any text
                that is not empty, or several of them. Sent as collectionName. Example: "4D-Lung". Upper and lower
                case are told apart.

        Returns:
            Records of CollectionDescription, in the server's order; empty when nothing matches. For several
            values there is a request for each combination; their rows are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            ServerFailureError: Something failed inside the server, also for a token that is wrong or has expired.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getCollectionDescriptions.
        """
        response = self.send(calls.get_collection_descriptions(collection=collection))
        return response.value

    def iter_collection_descriptions(
        self, *, collection: str | Sequence[str] | None = None
    ) -> RecordStream[CollectionDescription]:
        """What the collections are about, as HTML, and the addresses where they are described.

        Like get_collection_descriptions, but hands out the CollectionDescription records while the answer
        arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists, in the same letters. Any text
                that is not empty, or several of them. Sent as collectionName. Example: "4D-Lung". Upper and lower
                case are told apart.

        Returns:
            An iterator of CollectionDescription records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getCollectionDescriptions.
        """
        return self.stream_records(calls.get_collection_descriptions(collection=collection), CollectionDescription)

    def get_collection_or_series_for_doi(
        self, *, doi: str | None = None, collection_or_series: str | None = None
    ) -> Records[DescribedData]:
        """The collections or the series that are described at an address, as a rule a digital object identifier
        (DOI).

        Without an address everything is listed that has one. Series that are not visible are listed too.

        Args:
            doi: The address where the data are described, whole and in the same letters as the archive has it.
                Any text that is not empty. Sent as DOI. Example: "https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE".
                The whole address as it is stored, with https://doi.org/; upper and lower case are told apart. The
                official file says it is required; for the server it is optional. Server source (June 2026).
            collection_or_series: What is wanted, the collections or the single series that the address describes.
                Collection, series. Sent as CollectionOrSeries. Example: "collection". Whatever is not series
                means collections. The official file says it is required; for the server it is optional. Server
                source (June 2026).

        Returns:
            Records of DescribedData, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getCollectionOrSeriesForDOI.
        """
        response = self.send(calls.get_collection_or_series_for_doi(doi=doi, collection_or_series=collection_or_series))
        return response.value

    def iter_collection_or_series_for_doi(
        self, *, doi: str | None = None, collection_or_series: str | None = None
    ) -> RecordStream[DescribedData]:
        """The collections or the series that are described at an address, as a rule a digital object identifier
        (DOI).

        Like get_collection_or_series_for_doi, but hands out the DescribedData records while the answer arrives,
        so memory stays small.

        Args:
            doi: The address where the data are described, whole and in the same letters as the archive has it.
                Any text that is not empty. Sent as DOI. Example: "https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE".
                The whole address as it is stored, with https://doi.org/; upper and lower case are told apart. The
                official file says it is required; for the server it is optional. Server source (June 2026).
            collection_or_series: What is wanted, the collections or the single series that the address describes.
                Collection, series. Sent as CollectionOrSeries. Example: "collection". Whatever is not series
                means collections. The official file says it is required; for the server it is optional. Server
                source (June 2026).

        Returns:
            An iterator of DescribedData records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getCollectionOrSeriesForDOI.
        """
        return self.stream_records(
            calls.get_collection_or_series_for_doi(doi=doi, collection_or_series=collection_or_series), DescribedData
        )

    def get_collection_site(
        self,
    ) -> Records[CollectionSite]:
        """The collections that the caller may see, each with the institutions that submitted to it.

        Returns:
            Records of CollectionSite, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        response = self.send(calls.get_collection_site())
        return response.value

    def get_sites_for_series(self, *, series_instance_uids: str | Sequence[str] | None = None) -> Records[SiteOfSeries]:
        """The institutions that submitted to the collection to which all of the given series belong.

        Args:
            series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as seriesId. Example:
                ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated
                for each series. Without it there is no institution. The official file says nothing of it; for the
                server it is optional. Server source (June 2026).

        Returns:
            Records of SiteOfSeries, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        response = self.send(calls.get_sites_for_series(series_instance_uids=series_instance_uids))
        return response.value

    def get_body_part_values_and_counts(
        self, *, collection: str | Sequence[str] | None = None, modality: str | Sequence[str] | None = None
    ) -> Records[BodyPartCount]:
        """The body parts that occur in the archive, or in the series that match the filters, with the number of
        patients.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.

        Returns:
            Records of BodyPartCount, in the server's order; empty when nothing matches. For several values there
            is a request for each combination; their rows are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getBodyPartValuesAndCounts.
        """
        response = self.send(calls.get_body_part_values_and_counts(collection=collection, modality=modality))
        return response.value

    def iter_body_part_values_and_counts(
        self, *, collection: str | Sequence[str] | None = None, modality: str | Sequence[str] | None = None
    ) -> RecordStream[BodyPartCount]:
        """The body parts that occur in the archive, or in the series that match the filters, with the number of
        patients.

        Like get_body_part_values_and_counts, but hands out the BodyPartCount records while the answer arrives, so
        memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.

        Returns:
            An iterator of BodyPartCount records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getBodyPartValuesAndCounts.
        """
        return self.stream_records(
            calls.get_body_part_values_and_counts(collection=collection, modality=modality), BodyPartCount
        )

    def get_collection_values_and_counts(
        self,
    ) -> Records[CollectionCount]:
        """The collections, with the number of patients.

        Returns:
            Records of CollectionCount, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getCollectionValuesAndCounts.
        """
        response = self.send(calls.get_collection_values_and_counts())
        return response.value

    def iter_collection_values_and_counts(
        self,
    ) -> RecordStream[CollectionCount]:
        """The collections, with the number of patients.

        Like get_collection_values_and_counts, but hands out the CollectionCount records while the answer arrives,
        so memory stays small.

        Returns:
            An iterator of CollectionCount records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getCollectionValuesAndCounts.
        """
        return self.stream_records(calls.get_collection_values_and_counts(), CollectionCount)

    def get_manufacturer_values_and_counts(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
    ) -> Records[ManufacturerCount]:
        """The manufacturers that occur in the archive, or in the series that match the filters, with the number of
        patients.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same.

        Returns:
            Records of ManufacturerCount, in the server's order; empty when nothing matches. For several values
            there is a request for each combination; their rows are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getManufacturerValuesAndCounts.
        """
        response = self.send(
            calls.get_manufacturer_values_and_counts(
                collection=collection, modality=modality, body_part_examined=body_part_examined
            )
        )
        return response.value

    def iter_manufacturer_values_and_counts(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
    ) -> RecordStream[ManufacturerCount]:
        """The manufacturers that occur in the archive, or in the series that match the filters, with the number of
        patients.

        Like get_manufacturer_values_and_counts, but hands out the ManufacturerCount records while the answer
        arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same.

        Returns:
            An iterator of ManufacturerCount records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getManufacturerValuesAndCounts.
        """
        return self.stream_records(
            calls.get_manufacturer_values_and_counts(
                collection=collection, modality=modality, body_part_examined=body_part_examined
            ),
            ManufacturerCount,
        )

    def get_modality_values_and_counts(
        self, *, collection: str | Sequence[str] | None = None, body_part_examined: str | Sequence[str] | None = None
    ) -> Records[ModalityCount]:
        """The modalities that occur in the archive, or in the series that match the filters, with the number of
        patients.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same.

        Returns:
            Records of ModalityCount, in the server's order; empty when nothing matches. For several values there
            is a request for each combination; their rows are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getModalityValuesAndCounts.
        """
        response = self.send(
            calls.get_modality_values_and_counts(collection=collection, body_part_examined=body_part_examined)
        )
        return response.value

    def iter_modality_values_and_counts(
        self, *, collection: str | Sequence[str] | None = None, body_part_examined: str | Sequence[str] | None = None
    ) -> RecordStream[ModalityCount]:
        """The modalities that occur in the archive, or in the series that match the filters, with the number of
        patients.

        Like get_modality_values_and_counts, but hands out the ModalityCount records while the answer arrives, so
        memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same.

        Returns:
            An iterator of ModalityCount records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getModalityValuesAndCounts.
        """
        return self.stream_records(
            calls.get_modality_values_and_counts(collection=collection, body_part_examined=body_part_examined),
            ModalityCount,
        )

    def get_species_values_and_counts(
        self,
    ) -> Records[SpeciesCount]:
        """The species, as SNOMED codes, with the number of patients.

        Ask getSpeciesTax for their names.

        Returns:
            Records of SpeciesCount, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getSpeciesValuesAndCounts.
        """
        response = self.send(calls.get_species_values_and_counts())
        return response.value

    def iter_species_values_and_counts(
        self,
    ) -> RecordStream[SpeciesCount]:
        """The species, as SNOMED codes, with the number of patients.

        Like get_species_values_and_counts, but hands out the SpeciesCount records while the answer arrives, so
        memory stays small.

        Returns:
            An iterator of SpeciesCount records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getSpeciesValuesAndCounts.
        """
        return self.stream_records(calls.get_species_values_and_counts(), SpeciesCount)

    def get_species_tax(
        self,
    ) -> Records[Species]:
        """The species that occur in the archive, with their codes and names.

        Returns:
            Records of Species, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getSpeciesTax.
        """
        response = self.send(calls.get_species_tax())
        return response.value

    def iter_species_tax(
        self,
    ) -> RecordStream[Species]:
        """The species that occur in the archive, with their codes and names.

        Like get_species_tax, but hands out the Species records while the answer arrives, so memory stays small.

        Returns:
            An iterator of Species records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getSpeciesTax.
        """
        return self.stream_records(calls.get_species_tax(), Species)

    def get_min_max_timepoints(
        self,
    ) -> Timepoints | None:
        """For each kind of event, how many days before and after it the archive's studies were.

        All studies are counted, also those that are not public. Fractions of days are cut off.

        Returns:
            One Timepoints; None when there is nothing.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getMinMaxTimepoints.
        """
        response = self.send(calls.get_min_max_timepoints())
        return response.value

    def get_manufacturer_tree(
        self,
    ) -> EquipmentNode | None:
        """The equipment in the archive, as a tree of manufacturers, their models and their software versions.

        The root is called All Manufactures. Only equipment of which the archive knows all three is in the tree.
        The names are those that the criteria Model and SoftwareVersion of getSimpleSearch want.

        Returns:
            One EquipmentNode; None when there is nothing.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        response = self.send(calls.get_manufacturer_tree())
        return response.value

    def get_image(
        self,
        series_instance_uid: str,
        to: Destination,
        *,
        new_file_names: bool | None = None,
        include_md5: bool | None = None,
    ) -> Saved:
        """All images of a series and the licence, as one ZIP archive, on request with their MD5 hashes.

        For bulk transfer. The archive is written while it is sent: it has no length in advance, cannot be
        resumed, and its bytes differ from call to call although its members are the same.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            new_file_names: Yes names the files by acquisition and instance, in that order, instead of by running
                numbers. True or False, which go out as Yes or No. Sent as NewFileNames. Example: True. The server
                takes every value but Yes, in any case of letters, for No.
            include_md5: Yes adds a file with the MD5 hashes of the images, under the names that they have in this
                archive. True or False, which go out as Yes or No. Sent as IncludeMD5. Example: True. The server
                takes every value but Yes, in any case of letters, for No. A server older than November 2025 does
                not know the parameter and refuses it with status 400.
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

        Source: Official OpenAPI file of NBIA version 4, getImage.
        """
        return self.save(
            calls.get_image(
                series_instance_uid=series_instance_uid, new_file_names=new_file_names, include_md5=include_md5
            ),
            to,
        )

    def iter_image(
        self, series_instance_uid: str, *, new_file_names: bool | None = None, include_md5: bool | None = None
    ) -> ByteStream:
        """All images of a series and the licence, as one ZIP archive, on request with their MD5 hashes.

        Like get_image, but hands out the bytes while the answer arrives, so memory stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            new_file_names: Yes names the files by acquisition and instance, in that order, instead of by running
                numbers. True or False, which go out as Yes or No. Sent as NewFileNames. Example: True. The server
                takes every value but Yes, in any case of letters, for No.
            include_md5: Yes adds a file with the MD5 hashes of the images, under the names that they have in this
                archive. True or False, which go out as Yes or No. Sent as IncludeMD5. Example: True. The server
                takes every value but Yes, in any case of letters, for No. A server older than November 2025 does
                not know the parameter and refuses it with status 400.

        Returns:
            An iterator of bytes; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getImage.
        """
        return self.stream_bytes(
            calls.get_image(
                series_instance_uid=series_instance_uid, new_file_names=new_file_names, include_md5=include_md5
            )
        )

    def get_image_with_md5_hash(self, series_instance_uid: str, to: Destination) -> Saved:
        """All images of a series with their MD5 hashes, as one ZIP archive.

        The hashes were taken when the images entered the archive, so they show damage in storage and in transfer.
        getImage sends them together with the licence.

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

        Source: Official OpenAPI file of NBIA version 4, getImageWithMD5Hash.
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

        Source: Official OpenAPI file of NBIA version 4, getImageWithMD5Hash.
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

        Source: observed. Not in the official file. Server source (June 2026).
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

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_bytes(
            calls.get_single_image(series_instance_uid=series_instance_uid, sop_instance_uid=sop_instance_uid)
        )

    def get_dcm_image(
        self,
        series_instance_uid: str,
        to: Destination,
        *,
        include_annotation: bool | None = None,
        include_md5: bool | None = None,
    ) -> Saved:
        """All images of a series as one ZIP archive, on request with their annotation files and MD5 hashes.

        The archive has no LICENSE. Images come first, under the names that getImage gives them with NewFileNames;
        then md5hashes.csv if it is asked for, then the annotation files under the names under which they are
        stored.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            include_annotation: Whether annotation files of the series are added after the images. True or False,
                which go out as true or false. Sent as IncludeAnnotation. Example: True.
            include_md5: Whether a file with the MD5 hashes of the images is added after them. True or False,
                which go out as true or false. Sent as MD5Verification. Example: True.
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

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.save(
            calls.get_dcm_image(
                series_instance_uid=series_instance_uid, include_annotation=include_annotation, include_md5=include_md5
            ),
            to,
        )

    def iter_dcm_image(
        self, series_instance_uid: str, *, include_annotation: bool | None = None, include_md5: bool | None = None
    ) -> ByteStream:
        """All images of a series as one ZIP archive, on request with their annotation files and MD5 hashes.

        Like get_dcm_image, but hands out the bytes while the answer arrives, so memory stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            include_annotation: Whether annotation files of the series are added after the images. True or False,
                which go out as true or false. Sent as IncludeAnnotation. Example: True.
            include_md5: Whether a file with the MD5 hashes of the images is added after them. True or False,
                which go out as true or false. Sent as MD5Verification. Example: True.

        Returns:
            An iterator of bytes; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_bytes(
            calls.get_dcm_image(
                series_instance_uid=series_instance_uid, include_annotation=include_annotation, include_md5=include_md5
            )
        )

    def get_image_other(self, series_instance_uid: str, to: Destination) -> Saved:
        """The files that the archive keeps in a second store for a series, as one ZIP archive.

        The files have the names under which they are stored. For nearly every series there are none. The server
        does not look at the caller's rights.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            to: Path of the file to write, or a binary file that is open for writing. A path is written under a
                temporary name and gets its own when it is complete and on disk.

        Returns:
            What was written, and where.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.
            DestinationError: The place to write to is not usable, or full.
            IncompleteArchiveError: The archive does not end properly.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.save(calls.get_image_other(series_instance_uid=series_instance_uid), to)

    def iter_image_other(self, series_instance_uid: str) -> ByteStream:
        """The files that the archive keeps in a second store for a series, as one ZIP archive.

        Like get_image_other, but hands out the bytes while the answer arrives, so memory stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".

        Returns:
            An iterator of bytes; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_bytes(calls.get_image_other(series_instance_uid=series_instance_uid))

    def get_thumbnail(self, series_instance_uid: str, sop_instance_uid: str, to: Destination) -> Saved:
        """A small picture of one image, as JPEG.

        The archive has such a picture of many images, not of all. Ask getSOPInstanceUIDs for the images of a
        series first.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). This endpoint has a
                shorter name for the parameter. A DICOM UID: digits and dots, at most 64 characters. Sent as
                seriesUID. Example: "143.284188174537413748743284550513035752067".
            sop_instance_uid: The image, by its DICOM SOP Instance UID (0008,0018), as getSOPInstanceUIDs lists
                it. A DICOM UID: digits and dots, at most 64 characters. Sent as objectUID. Example:
                "143.53599064898089361503082484556513429004".
            to: Path of the file to write, or a binary file that is open for writing. A path is written under a
                temporary name and gets its own when it is complete and on disk.

        Returns:
            What was written, and where.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            UnknownImageError: The image is unknown or its collection is not public, the archive has no small
                picture of it, or one of the two parameters is missing: the server does not tell these from a
                failure of its own.
            AnswerError: An answer came that is not what was asked for.
            DestinationError: The place to write to is not usable, or full.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.save(
            calls.get_thumbnail(series_instance_uid=series_instance_uid, sop_instance_uid=sop_instance_uid), to
        )

    def iter_thumbnail(self, series_instance_uid: str, sop_instance_uid: str) -> ByteStream:
        """A small picture of one image, as JPEG.

        Like get_thumbnail, but hands out the bytes while the answer arrives, so memory stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). This endpoint has a
                shorter name for the parameter. A DICOM UID: digits and dots, at most 64 characters. Sent as
                seriesUID. Example: "143.284188174537413748743284550513035752067".
            sop_instance_uid: The image, by its DICOM SOP Instance UID (0008,0018), as getSOPInstanceUIDs lists
                it. A DICOM UID: digits and dots, at most 64 characters. Sent as objectUID. Example:
                "143.53599064898089361503082484556513429004".

        Returns:
            An iterator of bytes; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_bytes(
            calls.get_thumbnail(series_instance_uid=series_instance_uid, sop_instance_uid=sop_instance_uid)
        )

    def get_md5_hash_for_image(self, *, sop_instance_uid: str | None = None) -> str:
        """The MD5 hash of one image, as text.

        32 hexadecimal digits in small letters, of the file as the archive has it.

        Args:
            sop_instance_uid: The image, by its DICOM SOP Instance UID (0008,0018), as getSOPInstanceUIDs lists
                it. A DICOM UID: digits and dots, at most 64 characters. Sent as SOPInstanceUID. Example:
                "143.53599064898089361503082484556513429004". Without it the answer is empty. The official file
                says it is required; for the server it is optional. Server source (June 2026).

        Returns:
            The text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getMD5HashForImage.
        """
        response = self.send(calls.get_md5_hash_for_image(sop_instance_uid=sop_instance_uid))
        return response.value

    def get_md5_hierarchy(
        self,
        *,
        collection: str | None = None,
        patient_id: str | None = None,
        study_instance_uid: str | None = None,
        series_instance_uid: str | None = None,
    ) -> str:
        """One MD5 hash for all images of a series, a study, a patient or a collection.

        It is the MD5 hash of the sorted hashes of the level below, written one after the other. Ask for one level
        only; for a patient name the collection too. If several are given, the hash of the highest counts.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty.
                Sent as Collection. Example: "RIDER Pilot".
            patient_id: The patient (0010,0020). Any text that is not empty. Sent as PatientID. Example:
                "1.3.6.1.4.1.9328.50.1.0001". Only together with Collection.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters. Sent as StudyInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".

        Returns:
            The text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getMD5Hierarchy.
        """
        response = self.send(
            calls.get_md5_hierarchy(
                collection=collection,
                patient_id=patient_id,
                study_instance_uid=study_instance_uid,
                series_instance_uid=series_instance_uid,
            )
        )
        return response.value

    def get_manifest_text(
        self, *, series_instance_uids: str | Sequence[str] | None = None, include_annotation: bool | None = None
    ) -> str:
        """A manifest of the given series.

        The server writes down what it is given. It does not look whether there is such a series, nor whether the
        caller may have it.

        Args:
            series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as list. Example:
                ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated
                for each series. Without it the manifest names no series. The official file says it is required;
                for the server it is optional. Server source (June 2026).
            include_annotation: Whether the manifest asks for the annotation files of the series too. True or
                False, which go out as true or false. Sent as includeAnnotation. Example: True. Without it the
                answer is status 500. If it is not given, true is sent. The official file says it is optional; for
                the server it is required. Server source (June 2026).

        Returns:
            The text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getManifestText.
        """
        response = self.send(
            calls.get_manifest_text(series_instance_uids=series_instance_uids, include_annotation=include_annotation)
        )
        return response.value

    def get_manifest_for_collection(
        self, *, collection: str | None = None, visibility: str | None = None, include_annotation: bool | None = None
    ) -> str:
        """A manifest of the series of a collection.

        The server does not look at the caller's rights, so the manifest can name series that nobody may download.

        Args:
            collection: The collection, by the name that getCollectionValues lists, in the same letters. This
                endpoint spells the parameter small. Any text that is not empty. Sent as collection. Example:
                "VICTRE". Upper and lower case are told apart. Without it the manifest names no series. The
                official file says it is required; for the server it is optional. Server source (June 2026).
            visibility: How far the series must be in the archive's curation, by numbers with commas between: 1 is
                visible, 13 stands for all. Any text that is not empty. Sent as visibility. Example: "1". Without
                it the visible series are meant, 1.
            include_annotation: Whether the manifest asks for the annotation files of the series too. True or
                False, which go out as true or false. Sent as includeAnnotation. Example: True. Without it the
                manifest says true.

        Returns:
            The text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getManifestForCollection.
        """
        response = self.send(
            calls.get_manifest_for_collection(
                collection=collection, visibility=visibility, include_annotation=include_annotation
            )
        )
        return response.value

    def get_manifest_from_patient_study_series(
        self,
        *,
        patient_ids: str | Sequence[str] | None = None,
        study_instance_uids: str | Sequence[str] | None = None,
        series_instance_uids: str | Sequence[str] | None = None,
        any_or_all: str | None = None,
        include_annotation: bool | None = None,
    ) -> str:
        """A manifest of the series of the given patients, of the given studies, and of the given series.

        A series is named if it belongs to any of them. The server does not look at the caller's rights nor
        whether a series is released, so the manifest can name series that nobody may download.

        Args:
            patient_ids: The patients (0010,0020), in the same letters as getPatient lists them. Any text that is
                not empty, or several of them. Sent as patientIDs. Example: ["1.3.6.1.4.1.9328.50.1.0001"]. Upper
                and lower case are told apart. A single character is taken for nothing. The official file says it
                is required; for the server it is optional. Server source (June 2026).
            study_instance_uids: The studies, by their DICOM Study Instance UIDs (0020,000D). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as studyUIDs. Example:
                ["1.3.6.1.4.1.9328.50.1.2"].
            series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as seriesUIDs. Example:
                ["1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"].
            any_or_all: Whether a series must belong to any or to all of what is given. Any, all. Sent as
                anyOrAll. Example: "any". The server takes it and does not look at it; any is always meant. The
                official file says it is optional; for the server it is ignored. Server source (June 2026).
            include_annotation: Whether the manifest asks for the annotation files of the series too. True or
                False, which go out as true or false. Sent as includeAnnotation. Example: True. Without it the
                manifest says true.

        Returns:
            The text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getManifestFromPatientStudySeries.
        """
        response = self.send(
            calls.get_manifest_from_patient_study_series(
                patient_ids=patient_ids,
                study_instance_uids=study_instance_uids,
                series_instance_uids=series_instance_uids,
                any_or_all=any_or_all,
                include_annotation=include_annotation,
            )
        )
        return response.value

    def get_manifest_for_simple_search(
        self,
        *,
        criteria: Criterion | Iterable[Criterion] | None = None,
        sort_field: str | None = None,
        sort_direction: str | None = None,
        start: int | None = None,
        size: int | None = None,
        tool: str | None = None,
    ) -> str:
        """A manifest of the series of the patients that getSimpleSearch finds.

        It takes the parameters of getSimpleSearch and names the series of one page of patients, those that the
        criteria select. This is how to come from a search to Series Instance UIDs.

        Args:
            criteria: What the patients must have. Criteria of different kinds must all be met; of several of one
                kind, such as two collections, one is enough. Criteria of a search. Sent as criteria. Example:
                [Collection("RIDER Pilot")]. Without any criterion it is all patients. The official file says it
                is required; for the server it is optional. Server source (June 2026).
            sort_field: By what the patients are sorted: their collection, their own identifier, the number of
                studies or series that match, or of all that they have. Collection, subject, study, series,
                totalNumberOfStudies, totalNumberOfSeries. Sent as sortField. Example: "subject". Without it the
                answer is status 500. If it is not given, collection is sent. The official file says it is
                optional; for the server it is required. Server source (June 2026).
            sort_direction: In which direction the patients are sorted. Ascending, descending. Sent as
                sortDirection. Example: "ascending". Without it the answer is status 500. If it is not given,
                ascending is sent. The official file says it is optional; for the server it is required. Server
                source (June 2026).
            start: How many patients to skip, 0 for the first page. A whole number. Sent as start. Example: 0.
                Without it, and for a number beyond the last patient, the answer is status 500. If it is not
                given, 0 is sent. The official file says it is optional; for the server it is required. Server
                source (June 2026).
            size: How many patients to return at most. A whole number. Sent as size. Example: 10. Without it the
                answer is status 500. The official file says that it is 10 then; this client sends what it sends
                to getSimpleSearch. If it is not given, 25 is sent. The official file says it is optional; for the
                server it is required. Server source (June 2026).
            tool: The name of the program that asks. If it is given, the archive keeps the search for its
                statistics. Any text that is not empty. Sent as tool. Example: "nbia-client". The official file
                says nothing of it; for the server it is optional. Server source (June 2026).

        Returns:
            The text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getManifestForSimpleSearch.
        """
        response = self.send(
            calls.get_manifest_for_simple_search(
                criteria=criteria,
                sort_field=sort_field,
                sort_direction=sort_direction,
                start=start,
                size=size,
                tool=tool,
            )
        )
        return response.value

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
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of BodyPartValue, in the server's order; empty when nothing matches. For any other format the
            text that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getBodyPartValues.
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
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.

        Returns:
            An iterator of BodyPartValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getBodyPartValues.
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

        Source: Official OpenAPI file of NBIA version 4, getCollectionValues.
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

        Source: Official OpenAPI file of NBIA version 4, getCollectionValues.
        """
        return self.stream_records(calls.get_collection_values(), CollectionValue)

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
                Example: "CHEST". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of ManufacturerValue, in the server's order; empty when nothing matches. For any other format
            the text that the server sent. For several values there is a request for each combination; their rows
            are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getManufacturerValues.
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
                Example: "CHEST". Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.

        Returns:
            An iterator of ManufacturerValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getManufacturerValues.
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
                Example: "CHEST". Upper and lower case are the same.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of ModalityValue, in the server's order; empty when nothing matches. For any other format the
            text that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getModalityValues.
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
                Example: "CHEST". Upper and lower case are the same.

        Returns:
            An iterator of ModalityValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getModalityValues.
        """
        return self.stream_records(
            calls.get_modality_values(collection=collection, body_part_examined=body_part_examined), ModalityValue
        )

    @overload
    def new_patients_in_collection(
        self, collection: str | Sequence[str], from_date: DateLike, *, format: Literal["json"] = ...
    ) -> Records[Patient]: ...
    @overload
    def new_patients_in_collection(
        self, collection: str | Sequence[str], from_date: DateLike, *, format: TextFormat
    ) -> str: ...
    @overload
    def new_patients_in_collection(
        self, collection: str | Sequence[str], from_date: DateLike, *, format: Format = "json"
    ) -> Records[Patient] | str: ...
    def new_patients_in_collection(
        self, collection: str | Sequence[str], from_date: DateLike, *, format: Format = "json"
    ) -> Records[Patient] | str:
        """The patients of a collection for whom data were released since a given day.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
            from_date: Only what was released since this day. A date, a datetime, or text such as 2010-08-16,
                which goes out as MM-dd-yyyy. Sent as fromDate. Example: "2010-08-16". The day itself counts.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Patient, in the server's order; empty when nothing matches. For any other format the text
            that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, NewPatientsInCollection.
        """
        response = self.send(
            calls.new_patients_in_collection(collection=collection, from_date=from_date, format=format)
        )
        return response.value

    def iter_new_patients_in_collection(
        self, collection: str | Sequence[str], from_date: DateLike
    ) -> RecordStream[Patient]:
        """The patients of a collection for whom data were released since a given day.

        Like new_patients_in_collection, but hands out the Patient records while the answer arrives, so memory
        stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
            from_date: Only what was released since this day. A date, a datetime, or text such as 2010-08-16,
                which goes out as MM-dd-yyyy. Sent as fromDate. Example: "2010-08-16". The day itself counts.

        Returns:
            An iterator of Patient records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, NewPatientsInCollection.
        """
        return self.stream_records(
            calls.new_patients_in_collection(collection=collection, from_date=from_date), Patient
        )

    @overload
    def new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        from_date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        format: Literal["json"] = ...,
    ) -> Records[Study]: ...
    @overload
    def new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        from_date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        format: TextFormat,
    ) -> str: ...
    @overload
    def new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        from_date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Study] | str: ...
    def new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        from_date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[Study] | str:
        """The studies of a collection, or of one of its patients, of which data were released since a given day.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
            from_date: Only what was released since this day. A date, a datetime, or text such as 2010-08-16,
                which goes out as MM-dd-yyyy. Sent as fromDate. Example: "2010-08-16". The day itself counts.
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: "Calc-Test_P_00038_LEFT_CC". Upper and lower case are the same.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Study, in the server's order; empty when nothing matches. For any other format the text
            that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, NewStudiesInPatientCollection.
        """
        response = self.send(
            calls.new_studies_in_patient_collection(
                collection=collection, from_date=from_date, patient_id=patient_id, format=format
            )
        )
        return response.value

    def iter_new_studies_in_patient_collection(
        self, collection: str | Sequence[str], from_date: DateLike, *, patient_id: str | Sequence[str] | None = None
    ) -> RecordStream[Study]:
        """The studies of a collection, or of one of its patients, of which data were released since a given day.

        Like new_studies_in_patient_collection, but hands out the Study records while the answer arrives, so
        memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
            from_date: Only what was released since this day. A date, a datetime, or text such as 2010-08-16,
                which goes out as MM-dd-yyyy. Sent as fromDate. Example: "2010-08-16". The day itself counts.
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: "Calc-Test_P_00038_LEFT_CC". Upper and lower case are the same.

        Returns:
            An iterator of Study records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, NewStudiesInPatientCollection.
        """
        return self.stream_records(
            calls.new_studies_in_patient_collection(collection=collection, from_date=from_date, patient_id=patient_id),
            Study,
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
                The official file says it is required; for the server it is optional. Server source (June 2026).
            patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that
                is not empty, or several of them. Sent as PatientId. Example: "1.3.6.1.4.1.9328.50.1.0001". Must
                be exactly the stored text; upper and lower case are told apart.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Patient, in the server's order; empty when nothing matches. For any other format the text
            that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getPatient.
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
                The official file says it is required; for the server it is optional. Server source (June 2026).
            patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that
                is not empty, or several of them. Sent as PatientId. Example: "1.3.6.1.4.1.9328.50.1.0001". Must
                be exactly the stored text; upper and lower case are told apart.

        Returns:
            An iterator of Patient records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getPatient.
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
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of PatientIdentifier, in the server's order; empty when nothing matches. For any other format
            the text that the server sent. For several values there is a request for each combination; their rows
            are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getPatientByCollectionAndModality.
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
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.

        Returns:
            An iterator of PatientIdentifier records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getPatientByCollectionAndModality.
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
                The official file says it is required; for the server it is optional. Server source (June 2026).
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

        Source: Official OpenAPI file of NBIA version 4, getPatientStudy.
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
                The official file says it is required; for the server it is optional. Server source (June 2026).
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: "1.3.6.1.4.1.9328.50.1.0001". Upper and lower case are the same.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.2".

        Returns:
            An iterator of Study records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getPatientStudy.
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
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same, while version 1 tells them apart.
            manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty, or
                several of them. Sent as ManufacturerModelName. Example: "LightSpeed16". Upper and lower case are
                the same, while version 1 tells them apart.
            manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any
                text that is not empty, or several of them. Sent as Manufacturer. Example: "GE MEDICAL SYSTEMS".
                Upper and lower case are the same, while version 1 tells them apart.
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Series, in the server's order; empty when nothing matches. For any other format the text
            that the server sent. For several values there is a request for each combination; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            ServerFailureError: Something failed inside the server, also for a token that is wrong or has expired.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getSeries.
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
                of them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken,
                not only the 22 codes of the official file.
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: "CHEST". Upper and lower case are the same, while version 1 tells them apart.
            manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty, or
                several of them. Sent as ManufacturerModelName. Example: "LightSpeed16". Upper and lower case are
                the same, while version 1 tells them apart.
            manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any
                text that is not empty, or several of them. Sent as Manufacturer. Example: "GE MEDICAL SYSTEMS".
                Upper and lower case are the same, while version 1 tells them apart.

        Returns:
            An iterator of Series records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getSeries.
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
    def get_updated_series(
        self, *, from_date: DateLike | None = None, format: Literal["json"] = ...
    ) -> Records[Series]: ...
    @overload
    def get_updated_series(self, *, from_date: DateLike | None = None, format: TextFormat) -> str: ...
    @overload
    def get_updated_series(
        self, *, from_date: DateLike | None = None, format: Format = "json"
    ) -> Records[Series] | str: ...
    def get_updated_series(
        self, *, from_date: DateLike | None = None, format: Format = "json"
    ) -> Records[Series] | str:
        """The series that were released since a given day.

        It tells of public series alone, also with a token.

        Args:
            from_date: Only what was released since this day. A date, a datetime, or text such as 2010-08-16,
                which goes out as MM-dd-yyyy. Sent as fromDate. Example: "2023-03-28". The day itself does not
                count. Without the parameter the first day of 1900 is taken, so that every released series is
                listed. The official file says it is required; for the server it is optional. Server source (June
                2026).
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of Series, in the server's order; empty when nothing matches. For any other format the text
            that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getUpdatedSeries.
        """
        response = self.send(calls.get_updated_series(from_date=from_date, format=format))
        return response.value

    def iter_updated_series(self, *, from_date: DateLike | None = None) -> RecordStream[Series]:
        """The series that were released since a given day.

        Like get_updated_series, but hands out the Series records while the answer arrives, so memory stays small.

        Args:
            from_date: Only what was released since this day. A date, a datetime, or text such as 2010-08-16,
                which goes out as MM-dd-yyyy. Sent as fromDate. Example: "2023-03-28". The day itself does not
                count. Without the parameter the first day of 1900 is taken, so that every released series is
                listed. The official file says it is required; for the server it is optional. Server source (June
                2026).

        Returns:
            An iterator of Series records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getUpdatedSeries.
        """
        return self.stream_records(calls.get_updated_series(from_date=from_date), Series)

    @overload
    def get_series_size(self, series_instance_uid: str, *, format: Literal["json"] = ...) -> Records[SeriesSize]: ...
    @overload
    def get_series_size(self, series_instance_uid: str, *, format: TextFormat) -> str: ...
    @overload
    def get_series_size(self, series_instance_uid: str, *, format: Format = "json") -> Records[SeriesSize] | str: ...
    def get_series_size(self, series_instance_uid: str, *, format: Format = "json") -> Records[SeriesSize] | str:
        """How many bytes and how many objects a series has.

        Ask it before a download, to see afterwards whether the archive is complete. It tells of public series
        alone, also with a token.

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

        Source: Official OpenAPI file of NBIA version 4, getSeriesSize.
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

        Source: Official OpenAPI file of NBIA version 4, getSeriesSize.
        """
        return self.stream_records(calls.get_series_size(series_instance_uid=series_instance_uid), SeriesSize)

    @overload
    def get_series_metadata(
        self, series_instance_uids: str | Sequence[str], *, format: Literal["json"] = ...
    ) -> Records[SeriesMetadata]: ...
    @overload
    def get_series_metadata(self, series_instance_uids: str | Sequence[str], *, format: TextFormat) -> str: ...
    @overload
    def get_series_metadata(
        self, series_instance_uids: str | Sequence[str], *, format: Format = "json"
    ) -> Records[SeriesMetadata] | str: ...
    def get_series_metadata(
        self, series_instance_uids: str | Sequence[str], *, format: Format = "json"
    ) -> Records[SeriesMetadata] | str:
        """What the archive knows of the given series, of their studies and of their patients.

        Thousands of series can be asked for in one call. Series that are not found are left out; the order of
        rows is not defined.

        Args:
            series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as list. Example:
                ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. Every character but digits,
                full stops and commas is removed first, so blanks and line ends do no harm. The field may also be
                repeated. The official file says it is optional; for the server it is required. Server source
                (June 2026); a client in wide use sends 10,000 at a time (June 2026).
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of SeriesMetadata, in the server's order; empty when nothing matches. For any other format the
            text that the server sent. More than 10,000 series_instance_uids go out in several requests; their
            rows are joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            ServerFailureError: Something failed inside the server, also for a list that is there but empty.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getSeriesMetadata.
        """
        response = self.send(calls.get_series_metadata(series_instance_uids=series_instance_uids, format=format))
        return response.value

    def iter_series_metadata(self, series_instance_uids: str | Sequence[str]) -> RecordStream[SeriesMetadata]:
        """What the archive knows of the given series, of their studies and of their patients.

        Like get_series_metadata, but hands out the SeriesMetadata records while the answer arrives, so memory
        stays small.

        Args:
            series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as list. Example:
                ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. Every character but digits,
                full stops and commas is removed first, so blanks and line ends do no harm. The field may also be
                repeated. The official file says it is optional; for the server it is required. Server source
                (June 2026); a client in wide use sends 10,000 at a time (June 2026).

        Returns:
            An iterator of SeriesMetadata records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getSeriesMetadata.
        """
        return self.stream_records(calls.get_series_metadata(series_instance_uids=series_instance_uids), SeriesMetadata)

    @overload
    def get_series_qc_info(
        self, *, series_instance_uids: str | Sequence[str] | None = None, format: Literal["json"] = ...
    ) -> Records[SeriesQCInfo]: ...
    @overload
    def get_series_qc_info(
        self, *, series_instance_uids: str | Sequence[str] | None = None, format: TextFormat
    ) -> str: ...
    @overload
    def get_series_qc_info(
        self, *, series_instance_uids: str | Sequence[str] | None = None, format: Format = "json"
    ) -> Records[SeriesQCInfo] | str: ...
    def get_series_qc_info(
        self, *, series_instance_uids: str | Sequence[str] | None = None, format: Format = "json"
    ) -> Records[SeriesQCInfo] | str:
        """What getSeriesMetadata tells of the given series, and the state of their curation.

        Series that are not visible yet, or not any more, are told of too, as long as the caller may see their
        collection.

        Args:
            series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as seriesId. Example:
                ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated
                for each series; a list with commas finds nothing. Without it the answer is status 204. The
                official file says nothing of it; for the server it is optional. Server source (June 2026).
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of SeriesQCInfo, in the server's order; empty when nothing matches. For any other format the
            text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        response = self.send(calls.get_series_qc_info(series_instance_uids=series_instance_uids, format=format))
        return response.value

    def iter_series_qc_info(
        self, *, series_instance_uids: str | Sequence[str] | None = None
    ) -> RecordStream[SeriesQCInfo]:
        """What getSeriesMetadata tells of the given series, and the state of their curation.

        Like get_series_qc_info, but hands out the SeriesQCInfo records while the answer arrives, so memory stays
        small.

        Args:
            series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as seriesId. Example:
                ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated
                for each series; a list with commas finds nothing. Without it the answer is status 204. The
                official file says nothing of it; for the server it is optional. Server source (June 2026).

        Returns:
            An iterator of SeriesQCInfo records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_records(calls.get_series_qc_info(series_instance_uids=series_instance_uids), SeriesQCInfo)

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

        Use it before getSingleImage. The server does not look at the caller's rights nor whether the series is
        released, so it lists images that cannot be had.

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

        Source: observed. Not in the official file. Server source (June 2026).
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

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_records(calls.get_sop_instance_uids(series_instance_uid=series_instance_uid), SOPInstance)

    @overload
    def get_denied_series(
        self,
        series_instance_uids: str | Sequence[str],
        *,
        user_name: str | Sequence[str] | None = None,
        format: Literal["json"] = ...,
    ) -> Records[DeniedSeries]: ...
    @overload
    def get_denied_series(
        self,
        series_instance_uids: str | Sequence[str],
        *,
        user_name: str | Sequence[str] | None = None,
        format: TextFormat,
    ) -> str: ...
    @overload
    def get_denied_series(
        self,
        series_instance_uids: str | Sequence[str],
        *,
        user_name: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[DeniedSeries] | str: ...
    def get_denied_series(
        self,
        series_instance_uids: str | Sequence[str],
        *,
        user_name: str | Sequence[str] | None = None,
        format: Format = "json",
    ) -> Records[DeniedSeries] | str:
        """Those of the given series that somebody may not have.

        Series that the archive does not know, or that are not visible, count as denied. Without a user it is the
        public for whom the server answers. It believes whatever user it is given.

        Args:
            series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as seriesList. Example:
                ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. One list with commas; if the
                parameter is repeated, the first counts. The official file says nothing of it; for the server it
                is required. Server source (June 2026).
            user_name: The user whose rights are meant. Any text that is not empty, or several of them. Sent as
                userName. Example: "nbia_guest". The word null means the public too. The official file says
                nothing of it; for the server it is optional. Server source (June 2026).
            format: "json" for records; "csv", "html" or "xml" for the server's own text.

        Returns:
            Records of DeniedSeries, in the server's order; empty when nothing matches. For any other format the
            text that the server sent. For several values there is a request for each combination; their rows are
            joined, each once. More than 100 series_instance_uids go out in several requests; their rows are
            joined, each once.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            ServerFailureError: Something failed inside the server.
            AnswerError: An answer came that is not what was asked for.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        response = self.send(
            calls.get_denied_series(series_instance_uids=series_instance_uids, user_name=user_name, format=format)
        )
        return response.value

    def iter_denied_series(
        self, series_instance_uids: str | Sequence[str], *, user_name: str | Sequence[str] | None = None
    ) -> RecordStream[DeniedSeries]:
        """Those of the given series that somebody may not have.

        Like get_denied_series, but hands out the DeniedSeries records while the answer arrives, so memory stays
        small.

        Args:
            series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits
                and dots, at most 64 characters, or several of them. Sent as seriesList. Example:
                ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. One list with commas; if the
                parameter is repeated, the first counts. The official file says nothing of it; for the server it
                is required. Server source (June 2026).
            user_name: The user whose rights are meant. Any text that is not empty, or several of them. Sent as
                userName. Example: "nbia_guest". The word null means the public too. The official file says
                nothing of it; for the server it is optional. Server source (June 2026).

        Returns:
            An iterator of DeniedSeries records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_records(
            calls.get_denied_series(series_instance_uids=series_instance_uids, user_name=user_name), DeniedSeries
        )

    def get_dicom_tags(self, series_instance_uid: str) -> Records[DicomTag]:
        """The DICOM header of the first image of a series.

        The elements of the file's head come first, then those of the image up to the pixels. Those within a
        sequence follow its element, and after them comes one whose name begins with End.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). This endpoint has a
                shorter name for the parameter. A DICOM UID: digits and dots, at most 64 characters. Sent as
                SeriesUID. Example: "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508". Without it
                the answer is the refusal for a series of the name null.

        Returns:
            Records of DicomTag, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            NotPublicError: The series is unknown, not released, restricted, or kept on another server (as NLST
                is). The server does not tell which.
            ServerFailureError: Something failed inside the server, also for a token that is wrong or has expired.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getDicomTags.
        """
        response = self.send(calls.get_dicom_tags(series_instance_uid=series_instance_uid))
        return response.value

    def iter_dicom_tags(self, series_instance_uid: str) -> RecordStream[DicomTag]:
        """The DICOM header of the first image of a series.

        Like get_dicom_tags, but hands out the DicomTag records while the answer arrives, so memory stays small.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). This endpoint has a
                shorter name for the parameter. A DICOM UID: digits and dots, at most 64 characters. Sent as
                SeriesUID. Example: "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508". Without it
                the answer is the refusal for a series of the name null.

        Returns:
            An iterator of DicomTag records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: Official OpenAPI file of NBIA version 4, getDicomTags.
        """
        return self.stream_records(calls.get_dicom_tags(series_instance_uid=series_instance_uid), DicomTag)

    def get_simple_search(
        self,
        *,
        criteria: Criterion | Iterable[Criterion] | None = None,
        sort_field: str | None = None,
        sort_direction: str | None = None,
        start: int | None = None,
        size: int | None = None,
        tool: str | None = None,
    ) -> SearchResult | None:
        """The patients that meet criteria, page by page, with counts over all of them.

        Studies and series come as numbers of the archive's own database. Ask getManifestForSimpleSearch with the
        same criteria for Series Instance UIDs. The server keeps the result of a search for a while.

        Args:
            criteria: What the patients must have. Criteria of different kinds must all be met; of several of one
                kind, such as two collections, one is enough. Criteria of a search. Sent as criteria. Example:
                [Collection("RIDER Pilot")]. Without any criterion it is all patients. The server ignores criteria
                whose names it does not know.
            sort_field: By what the patients are sorted: their collection, their own identifier, the number of
                studies or series that match, or of all that they have. Collection, subject, study, series,
                totalNumberOfStudies, totalNumberOfSeries. Sent as sortField. Example: "subject". Without it the
                answer is status 500. Any other word means collection. If it is not given, collection is sent. The
                official file says it is optional; for the server it is required. Server source (June 2026).
            sort_direction: In which direction the patients are sorted. Ascending, descending. Sent as
                sortDirection. Example: "ascending". Without it the answer is status 500. Any other word means
                descending. If it is not given, ascending is sent. The official file says it is optional; for the
                server it is required. Server source (June 2026).
            start: How many patients to skip, 0 for the first page. A whole number. Sent as start. Example: 0.
                Without it, and for a number beyond the last patient, the answer is status 500. If it is not
                given, 0 is sent. The official file says it is optional; for the server it is required. Server
                source (June 2026).
            size: How many patients to return at most. A whole number. Sent as size. Example: 10. Without it the
                answer is status 500. If it is not given, 25 is sent. The official file says it is optional; for
                the server it is required. Server source (June 2026).
            tool: The name of the program that asks. If it is given, the archive keeps the search for its
                statistics. Any text that is not empty. Sent as tool. Example: "nbia-client". The official file
                says nothing of it; for the server it is optional. Server source (June 2026).

        Returns:
            One SearchResult; None when there is nothing.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            ServerFailureError: Something failed inside the server: also if sortField, sortDirection, start or
                size is missing, if start is beyond the last patient, if a value is no number or no date where one
                is wanted, or if it has an apostrophe.
            AnswerError: An answer came that is not what was asked for.

        Source: Official OpenAPI file of NBIA version 4, getSimpleSearch.
        """
        response = self.send(
            calls.get_simple_search(
                criteria=criteria,
                sort_field=sort_field,
                sort_direction=sort_direction,
                start=start,
                size=size,
                tool=tool,
            )
        )
        return response.value

    def get_restrictions_for_simple_search(
        self,
        *,
        criteria: Criterion | Iterable[Criterion] | None = None,
        sort_field: str | None = None,
        sort_direction: str | None = None,
        start: int | None = None,
        size: int | None = None,
        tool: str | None = None,
    ) -> str:
        """Whether the licence of any series of a page of getSimpleSearch forbids commercial use, yes or no.

        It takes the parameters of getSimpleSearch and looks at the series of one page of patients, those that the
        criteria select.

        Args:
            criteria: What the patients must have. Criteria of different kinds must all be met; of several of one
                kind, such as two collections, one is enough. Criteria of a search. Sent as criteria. Example:
                [Collection("RIDER Pilot")]. Without any criterion it is all patients. The official file says
                nothing of it; for the server it is optional. Server source (June 2026).
            sort_field: By what the patients are sorted: their collection, their own identifier, the number of
                studies or series that match, or of all that they have. Collection, subject, study, series,
                totalNumberOfStudies, totalNumberOfSeries. Sent as sortField. Example: "subject". If it is not
                given, collection is sent.
            sort_direction: In which direction the patients are sorted. Ascending, descending. Sent as
                sortDirection. Example: "ascending". If it is not given, ascending is sent.
            start: How many patients to skip, 0 for the first page. A whole number. Sent as start. Example: 0. If
                it is not given, 0 is sent.
            size: How many patients to return at most. A whole number. Sent as size. Example: 10. If it is not
                given, 25 is sent.
            tool: The name of the program that asks. If it is given, the archive keeps the search for its
                statistics. Any text that is not empty. Sent as tool. Example: "nbia-client".

        Returns:
            The text that the server sent.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        response = self.send(
            calls.get_restrictions_for_simple_search(
                criteria=criteria,
                sort_field=sort_field,
                sort_direction=sort_direction,
                start=start,
                size=size,
                tool=tool,
            )
        )
        return response.value

    def get_cart_data(self, *, series_keys: int | Sequence[int] | None = None) -> Records[CartStudy]:
        """The studies of the given series, each with those of its series that were asked for.

        This is how the portal shows what is in the cart. Only visible series are found; the server does not look
        at the rights of the caller to their collections.

        Args:
            series_keys: The series, by their numbers in the archive's own database, as getSimpleSearch lists
                them. A whole number, or several of them. Sent as list. Example: [1]. The field must be repeated
                for each series. What is no number is answered with status 500. The official file says nothing of
                it; for the server it is optional. Server source (June 2026).

        Returns:
            Records of CartStudy, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        response = self.send(calls.get_cart_data(series_keys=series_keys))
        return response.value

    def iter_cart_data(self, *, series_keys: int | Sequence[int] | None = None) -> RecordStream[CartStudy]:
        """The studies of the given series, each with those of its series that were asked for.

        Like get_cart_data, but hands out the CartStudy records while the answer arrives, so memory stays small.

        Args:
            series_keys: The series, by their numbers in the archive's own database, as getSimpleSearch lists
                them. A whole number, or several of them. Sent as list. Example: [1]. The field must be repeated
                for each series. What is no number is answered with status 500. The official file says nothing of
                it; for the server it is optional. Server source (June 2026).

        Returns:
            An iterator of CartStudy records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_records(calls.get_cart_data(series_keys=series_keys), CartStudy)

    def get_image_drill_down(self, series_keys: int | Sequence[int]) -> Records[ImageDetails]:
        """The images of the given series, as the archive's database has them.

        The server does not look at the caller's rights nor whether the series are visible.

        Args:
            series_keys: The series, by their numbers in the archive's own database, as getSimpleSearch lists
                them. A whole number, or several of them. Sent as list. Example: [1]. The field must be repeated
                for each series. What is no number is answered with status 500. The official file says nothing of
                it; for the server it is required. Server source (June 2026).

        Returns:
            Records of ImageDetails, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            AnswerError: An answer came that is not what was asked for.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        response = self.send(calls.get_image_drill_down(series_keys=series_keys))
        return response.value

    def iter_image_drill_down(self, series_keys: int | Sequence[int]) -> RecordStream[ImageDetails]:
        """The images of the given series, as the archive's database has them.

        Like get_image_drill_down, but hands out the ImageDetails records while the answer arrives, so memory
        stays small.

        Args:
            series_keys: The series, by their numbers in the archive's own database, as getSimpleSearch lists
                them. A whole number, or several of them. Sent as list. Example: [1]. The field must be repeated
                for each series. What is no number is answered with status 500. The official file says nothing of
                it; for the server it is required. Server source (June 2026).

        Returns:
            An iterator of ImageDetails records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_records(calls.get_image_drill_down(series_keys=series_keys), ImageDetails)

    def get_dicom_tags_by_image_id(self, image_key: int) -> Records[DicomTag]:
        """The DICOM header of an image.

        As getDicomTags has it, for any image. The server does not look at the caller's rights to the image.

        Args:
            image_key: The image, by its number in the archive's own database, as getImageDrillDown lists it. A
                whole number. Sent as imageID. Example: 1. Without it the answer is status 500. The official file
                says nothing of it; for the server it is required. Server source (June 2026).

        Returns:
            Records of DicomTag, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.
            NoAnswerError: The server could not be reached, or took too long.
            UnknownImageError: The file of the image is missing on the server.
            AnswerError: An answer came that is not what was asked for.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        response = self.send(calls.get_dicom_tags_by_image_id(image_key=image_key))
        return response.value

    def iter_dicom_tags_by_image_id(self, image_key: int) -> RecordStream[DicomTag]:
        """The DICOM header of an image.

        Like get_dicom_tags_by_image_id, but hands out the DicomTag records while the answer arrives, so memory
        stays small.

        Args:
            image_key: The image, by its number in the archive's own database, as getImageDrillDown lists it. A
                whole number. Sent as imageID. Example: 1. Without it the answer is status 500. The official file
                says nothing of it; for the server it is required. Server source (June 2026).

        Returns:
            An iterator of DicomTag records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: observed. Not in the official file. Server source (June 2026).
        """
        return self.stream_records(calls.get_dicom_tags_by_image_id(image_key=image_key), DicomTag)
