# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The client: one method for each endpoint of the service, and one that streams its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from nbia_core.checks import DateLike
from nbia_core.client._async.index_client import AsyncIndexClient
from nbia_core.http._async.streams import AsyncRecordStream
from nbia_core.records.records import Records

from . import calls
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
    Study,
    UpdatedSeries,
)


class AsyncClient(AsyncIndexClient):
    """Client of the Index of the Imaging Data Commons: it answers from a file, without a network.

    The methods are those of the version whose records these are, as far as the index has what they ask for; of
    the others each says why not, and who answers. Attributes that the index does not have are None.

    Args:
        index: The index, a Parquet file such as idc_index.parquet; the one of the installed package if not given.
        timeout: Seconds that a download waits for a connection and for the next bytes, or Timeouts.
        retries: How often a download asks again after a failure that is known to pass, or a RetryPolicy.
        strict: Raise DecodeError for a value that does not fit its type, instead of keeping it as it is.
        http: A client of httpx or httpx2 for downloads, as asynchronous or synchronous as this one. It stays
            yours: you set it up and close it.

    Raises:
        InvalidParameterError: There is no index, or the file is none, or an argument makes no sense.
    """

    package: ClassVar[str] = "nbia.v1"
    index_package: ClassVar[str] = __name__.rpartition(".")[0]

    async def get_body_part_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> Records[BodyPartValue]:
        """The body parts that occur in the archive, or in the series that match the filters.

        The values are distinct and sorted. The first row has no value if some series has no body part.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            Records of BodyPartValue, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getBodyPartValues.
        """
        response = await self.send(
            calls.get_body_part_values(
                collection=collection, modality=modality, analysis_results=analysis_results, since_release=since_release
            )
        )
        return response.value

    def iter_body_part_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> AsyncRecordStream[BodyPartValue]:
        """The body parts that occur in the archive, or in the series that match the filters.

        Like get_body_part_values, but hands out the BodyPartValue records while the answer arrives, so memory
        stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            An iterator of BodyPartValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getBodyPartValues.
        """
        return self.stream_records(
            calls.get_body_part_values(
                collection=collection, modality=modality, analysis_results=analysis_results, since_release=since_release
            ),
            BodyPartValue,
        )

    async def get_collection_values(
        self, *, analysis_results: bool | None = None, since_release: int | None = None
    ) -> Records[CollectionValue]:
        """The names of all collections.

        Args:
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            Records of CollectionValue, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getCollectionValues.
        """
        response = await self.send(
            calls.get_collection_values(analysis_results=analysis_results, since_release=since_release)
        )
        return response.value

    def iter_collection_values(
        self, *, analysis_results: bool | None = None, since_release: int | None = None
    ) -> AsyncRecordStream[CollectionValue]:
        """The names of all collections.

        Like get_collection_values, but hands out the CollectionValue records while the answer arrives, so memory
        stays small.

        Args:
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            An iterator of CollectionValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getCollectionValues.
        """
        return self.stream_records(
            calls.get_collection_values(analysis_results=analysis_results, since_release=since_release), CollectionValue
        )

    async def get_manufacturer_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> Records[ManufacturerValue]:
        """The manufacturers that occur in the archive, or in the series that match the filters.

        The values are distinct and sorted. The first row has no value if some series has no manufacturer.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: ["CHEST"]. Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            Records of ManufacturerValue, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getManufacturerValues.
        """
        response = await self.send(
            calls.get_manufacturer_values(
                collection=collection,
                body_part_examined=body_part_examined,
                modality=modality,
                analysis_results=analysis_results,
                since_release=since_release,
            )
        )
        return response.value

    def iter_manufacturer_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        modality: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> AsyncRecordStream[ManufacturerValue]:
        """The manufacturers that occur in the archive, or in the series that match the filters.

        Like get_manufacturer_values, but hands out the ManufacturerValue records while the answer arrives, so
        memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: ["CHEST"]. Upper and lower case are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            An iterator of ManufacturerValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getManufacturerValues.
        """
        return self.stream_records(
            calls.get_manufacturer_values(
                collection=collection,
                body_part_examined=body_part_examined,
                modality=modality,
                analysis_results=analysis_results,
                since_release=since_release,
            ),
            ManufacturerValue,
        )

    async def get_modality_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> Records[ModalityValue]:
        """The modalities, such as CT or MR, that occur in the archive, or in the series that match the filters.

        The values are distinct and sorted.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: ["CHEST"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            Records of ModalityValue, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getModalityValues.
        """
        response = await self.send(
            calls.get_modality_values(
                collection=collection,
                body_part_examined=body_part_examined,
                analysis_results=analysis_results,
                since_release=since_release,
            )
        )
        return response.value

    def iter_modality_values(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        body_part_examined: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> AsyncRecordStream[ModalityValue]:
        """The modalities, such as CT or MR, that occur in the archive, or in the series that match the filters.

        Like get_modality_values, but hands out the ModalityValue records while the answer arrives, so memory
        stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: ["CHEST"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            An iterator of ModalityValue records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getModalityValues.
        """
        return self.stream_records(
            calls.get_modality_values(
                collection=collection,
                body_part_examined=body_part_examined,
                analysis_results=analysis_results,
                since_release=since_release,
            ),
            ModalityValue,
        )

    async def new_patients_in_collection(
        self, collection: str | Sequence[str], date: DateLike, *, analysis_results: bool | None = None
    ) -> Records[Patient]:
        """The patients of a collection for whom data were released since a given day.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["CBIS-DDSM"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.

        Returns:
            Records of Patient, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, NewPatientsInCollection.
        """
        response = await self.send(
            calls.new_patients_in_collection(collection=collection, date=date, analysis_results=analysis_results)
        )
        return response.value

    def iter_new_patients_in_collection(
        self, collection: str | Sequence[str], date: DateLike, *, analysis_results: bool | None = None
    ) -> AsyncRecordStream[Patient]:
        """The patients of a collection for whom data were released since a given day.

        Like new_patients_in_collection, but hands out the Patient records while the answer arrives, so memory
        stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["CBIS-DDSM"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.

        Returns:
            An iterator of Patient records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, NewPatientsInCollection.
        """
        return self.stream_records(
            calls.new_patients_in_collection(collection=collection, date=date, analysis_results=analysis_results),
            Patient,
        )

    async def new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
    ) -> Records[Study]:
        """The studies of a collection, or of one of its patients, of which data were released since a given day.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["CBIS-DDSM"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: ["Calc-Test_P_00038_LEFT_CC"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.

        Returns:
            Records of Study, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, NewStudiesInPatientCollection.
        """
        response = await self.send(
            calls.new_studies_in_patient_collection(
                collection=collection, date=date, patient_id=patient_id, analysis_results=analysis_results
            )
        )
        return response.value

    def iter_new_studies_in_patient_collection(
        self,
        collection: str | Sequence[str],
        date: DateLike,
        *,
        patient_id: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
    ) -> AsyncRecordStream[Study]:
        """The studies of a collection, or of one of its patients, of which data were released since a given day.

        Like new_studies_in_patient_collection, but hands out the Study records while the answer arrives, so
        memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["CBIS-DDSM"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: ["Calc-Test_P_00038_LEFT_CC"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.

        Returns:
            An iterator of Study records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, NewStudiesInPatientCollection.
        """
        return self.stream_records(
            calls.new_studies_in_patient_collection(
                collection=collection, date=date, patient_id=patient_id, analysis_results=analysis_results
            ),
            Study,
        )

    async def get_patient(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> Records[Patient]:
        """The patients of the archive, or those that match the filters.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that
                is not empty, or several of them. Sent as PatientId. Example: ["1.3.6.1.4.1.9328.50.1.0001"].
                Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            Records of Patient, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getPatient.
        """
        response = await self.send(
            calls.get_patient(
                collection=collection,
                patient_id=patient_id,
                analysis_results=analysis_results,
                since_release=since_release,
            )
        )
        return response.value

    def iter_patient(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> AsyncRecordStream[Patient]:
        """The patients of the archive, or those that match the filters.

        Like get_patient, but hands out the Patient records while the answer arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that
                is not empty, or several of them. Sent as PatientId. Example: ["1.3.6.1.4.1.9328.50.1.0001"].
                Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            An iterator of Patient records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getPatient.
        """
        return self.stream_records(
            calls.get_patient(
                collection=collection,
                patient_id=patient_id,
                analysis_results=analysis_results,
                since_release=since_release,
            ),
            Patient,
        )

    async def get_patient_by_collection_and_modality(
        self,
        collection: str | Sequence[str],
        modality: str | Sequence[str],
        *,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> Records[PatientIdentifier]:
        """The identifiers of the patients of a collection who have images of a modality.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            Records of PatientIdentifier, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getPatientByCollectionAndModality.
        """
        response = await self.send(
            calls.get_patient_by_collection_and_modality(
                collection=collection, modality=modality, analysis_results=analysis_results, since_release=since_release
            )
        )
        return response.value

    def iter_patient_by_collection_and_modality(
        self,
        collection: str | Sequence[str],
        modality: str | Sequence[str],
        *,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> AsyncRecordStream[PatientIdentifier]:
        """The identifiers of the patients of a collection who have images of a modality.

        Like get_patient_by_collection_and_modality, but hands out the PatientIdentifier records while the answer
        arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            An iterator of PatientIdentifier records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getPatientByCollectionAndModality.
        """
        return self.stream_records(
            calls.get_patient_by_collection_and_modality(
                collection=collection, modality=modality, analysis_results=analysis_results, since_release=since_release
            ),
            PatientIdentifier,
        )

    async def get_patient_study(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> Records[Study]:
        """The studies that match the filters, each with its patient.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: ["1.3.6.1.4.1.9328.50.1.0001"]. Upper and lower case are the same.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
                ["1.3.6.1.4.1.9328.50.1.2"].
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            Records of Study, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getPatientStudy.
        """
        response = await self.send(
            calls.get_patient_study(
                collection=collection,
                patient_id=patient_id,
                study_instance_uid=study_instance_uid,
                analysis_results=analysis_results,
                since_release=since_release,
            )
        )
        return response.value

    def iter_patient_study(
        self,
        *,
        collection: str | Sequence[str] | None = None,
        patient_id: str | Sequence[str] | None = None,
        study_instance_uid: str | Sequence[str] | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> AsyncRecordStream[Study]:
        """The studies that match the filters, each with its patient.

        Like get_patient_study, but hands out the Study records while the answer arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: ["1.3.6.1.4.1.9328.50.1.0001"]. Upper and lower case are the same.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
                ["1.3.6.1.4.1.9328.50.1.2"].
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            An iterator of Study records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getPatientStudy.
        """
        return self.stream_records(
            calls.get_patient_study(
                collection=collection,
                patient_id=patient_id,
                study_instance_uid=study_instance_uid,
                analysis_results=analysis_results,
                since_release=since_release,
            ),
            Study,
        )

    async def get_series(
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
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> Records[Series]:
        """The series of the archive, or those that match the filters.

        Every filter that is given must match. Without a filter the answer is every public series and very large.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: ["1.3.6.1.4.1.9328.50.1.0001"]. Upper and lower case are the same.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
                ["1.3.6.1.4.1.9328.50.1.2"].
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as SeriesInstanceUID. Example:
                ["1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"].
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: ["CHEST"]. Must be exactly the stored text; upper and lower case are told apart.
            manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty, or
                several of them. Sent as ManufacturerModelName. Example: ["LightSpeed16"]. Must be exactly the
                stored text; upper and lower case are told apart.
            manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any
                text that is not empty, or several of them. Sent as Manufacturer. Example: ["GE MEDICAL SYSTEMS"].
                Must be exactly the stored text; upper and lower case are told apart.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            Records of Series, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getSeries.
        """
        response = await self.send(
            calls.get_series(
                collection=collection,
                patient_id=patient_id,
                study_instance_uid=study_instance_uid,
                modality=modality,
                series_instance_uid=series_instance_uid,
                body_part_examined=body_part_examined,
                manufacturer_model_name=manufacturer_model_name,
                manufacturer=manufacturer,
                analysis_results=analysis_results,
                since_release=since_release,
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
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> AsyncRecordStream[Series]:
        """The series of the archive, or those that match the filters.

        Like get_series, but hands out the Series records while the answer arrives, so memory stays small.

        Args:
            collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
                several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
                punctuation do not count: TCGA-BRCA and tcga_brca are the same.
            patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as
                PatientID. Example: ["1.3.6.1.4.1.9328.50.1.0001"]. Upper and lower case are the same.
            study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
                ["1.3.6.1.4.1.9328.50.1.2"].
            modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several
                of them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters, or several of them. Sent as SeriesInstanceUID. Example:
                ["1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"].
            body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a
                blank that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined.
                Example: ["CHEST"]. Must be exactly the stored text; upper and lower case are told apart.
            manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty, or
                several of them. Sent as ManufacturerModelName. Example: ["LightSpeed16"]. Must be exactly the
                stored text; upper and lower case are told apart.
            manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any
                text that is not empty, or several of them. Sent as Manufacturer. Example: ["GE MEDICAL SYSTEMS"].
                Must be exactly the stored text; upper and lower case are told apart.
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

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
                analysis_results=analysis_results,
                since_release=since_release,
            ),
            Series,
        )

    async def get_series_meta_data(self, series_instance_uid: str) -> Records[SeriesMetadata]:
        """What the archive knows of one series, in a single row.

        Only one series can be asked for at a time. Prefer getSeries for texts that must be exact.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".

        Returns:
            Records of SeriesMetadata, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getSeriesMetaData.
        """
        response = await self.send(calls.get_series_meta_data(series_instance_uid=series_instance_uid))
        return response.value

    def iter_series_meta_data(self, series_instance_uid: str) -> AsyncRecordStream[SeriesMetadata]:
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

    async def get_series_size(self, series_instance_uid: str) -> Records[SeriesSize]:
        """How many bytes and how many objects a series has.

        Ask it before a download, to see afterwards whether the archive is complete.

        Args:
            series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
                dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
                "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".

        Returns:
            Records of SeriesSize, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getSeriesSize.
        """
        response = await self.send(calls.get_series_size(series_instance_uid=series_instance_uid))
        return response.value

    def iter_series_size(self, series_instance_uid: str) -> AsyncRecordStream[SeriesSize]:
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

    async def get_updated_series(
        self,
        *,
        from_date: DateLike | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> Records[UpdatedSeries]:
        """The series that were released since a given day.

        Args:
            from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28".
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            Records of UpdatedSeries, in the server's order; empty when nothing matches.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getUpdatedSeries.
        """
        response = await self.send(
            calls.get_updated_series(
                from_date=from_date, analysis_results=analysis_results, since_release=since_release
            )
        )
        return response.value

    def iter_updated_series(
        self,
        *,
        from_date: DateLike | None = None,
        analysis_results: bool | None = None,
        since_release: int | None = None,
    ) -> AsyncRecordStream[UpdatedSeries]:
        """The series that were released since a given day.

        Like get_updated_series, but hands out the UpdatedSeries records while the answer arrives, so memory stays
        small.

        Args:
            from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
                2010-08-16, which goes out as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28".
            analysis_results: Only series that are results of analyses, such as segmentations that others made
                later, or only those that are none. Without it both come. True or False, which go out as true or
                false. Sent as analysisResults. Example: False.
            since_release: Only what came after this release of IDC, for the first time or in a new version. A
                whole number. Sent as sinceRelease. Example: 24.

        Returns:
            An iterator of UpdatedSeries records; the call is sent when the first is asked for.

        Raises:
            InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

        Source: NBIA Search REST API Guide, getUpdatedSeries.
        """
        return self.stream_records(
            calls.get_updated_series(
                from_date=from_date, analysis_results=analysis_results, since_release=since_release
            ),
            UpdatedSeries,
        )
