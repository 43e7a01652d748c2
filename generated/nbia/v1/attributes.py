# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""What the attributes of the records mean, by class and Python name. Loaded only when a table takes it along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from nbia_core.records.attributes import Attribute

ATTRIBUTES: Final[Mapping[str, Mapping[str, Attribute]]] = {
    "Series": {
        "series_instance_uid": Attribute(
            "(0020,000E)",
            "The series' unique identifier, as DICOM defines it. It replaces the real one when the data are submitted.",
        ),
        "study_instance_uid": Attribute(
            "(0020,000D)",
            "The study's unique identifier, as DICOM defines it. It replaces the real one when the data are submitted.",
        ),
        "modality": Attribute(
            "(0008,0060)", "The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG."
        ),
        "protocol_name": Attribute(
            "(0018,1030)",
            "The protocol under which the series was acquired, as DICOM defines it. It was inspected, and health information that could identify a person was removed.",
        ),
        "series_date": Attribute("(0008,0021)", "The day on which the series began, as DICOM defines it."),
        "series_description": Attribute(
            "(0008,103E)",
            "What the series shows, in the words of the institution that performed it. It was inspected, and health information that could identify a person was removed.",
        ),
        "body_part_examined": Attribute(
            "(0018,0015)",
            "The part of the body that was imaged, as DICOM defines it. It is entered collection by collection, in the terms of SNOMED that fit.",
        ),
        "series_number": Attribute(
            "(0020,0011)", "The number that the equipment gave the series within its study, as DICOM defines it."
        ),
        "annotations_flag": Attribute(
            None,
            "Whether there are annotations. The guide says of the collection; the value is stored with the series.",
        ),
        "collection": Attribute(
            None,
            "The name of a set of images that were gathered for one trial or another purpose. Curators of the archive assign it.",
        ),
        "patient_id": Attribute(
            "(0010,0020)",
            "The patient's identifier. It replaces the real one, which is removed when the data are submitted.",
        ),
        "manufacturer": Attribute("(0008,0070)", "The manufacturer of the equipment, as DICOM defines it."),
        "manufacturer_model_name": Attribute(
            "(0008,1090)", "The manufacturer's name of the equipment's model, as DICOM defines it."
        ),
        "software_versions": Attribute(
            "(0018,1020)", "The versions of the software of the equipment, as DICOM defines it."
        ),
        "image_count": Attribute(None, "How many images the series has, counted by the archive."),
        "time_stamp": Attribute(None, "When data of the series were last submitted to the archive."),
        "license_name": Attribute(None, "The name of the licence under which the series may be used."),
        "license_uri": Attribute(None, "The address of the licence's text."),
        "collection_uri": Attribute(
            None,
            "The address where the collection's data are described, as a rule a link with a digital object identifier (DOI).",
        ),
        "file_size": Attribute(None, "The size of all images of the series together, in bytes."),
        "date_released": Attribute(
            None,
            "When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and getUpdatedSeries compare it.",
        ),
        "study_description": Attribute(
            "(0008,1030)",
            "What kind of study it is, in the words of the institution that performed it. It was inspected, and health information that could identify a person was removed.",
        ),
        "study_date": Attribute(
            "(0008,0020)",
            "The day on which the study began. It is de-identified when the data are submitted, in such a way that the time between the studies of a patient is kept.",
        ),
        "third_party_analysis": Attribute(
            None,
            "Whether the series is the result of an analysis by others than those who submitted the images; YES or NO, and some values are in small letters.",
        ),
    },
    "UpdatedSeries": {
        "series_instance_uid": Attribute(
            "(0020,000E)",
            "The series' unique identifier, as DICOM defines it. It replaces the real one when the data are submitted.",
        ),
        "study_instance_uid": Attribute(
            "(0020,000D)",
            "The study's unique identifier, as DICOM defines it. It replaces the real one when the data are submitted.",
        ),
        "modality": Attribute(
            "(0008,0060)", "The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG."
        ),
        "protocol_name": Attribute(
            "(0018,1030)",
            "The protocol under which the series was acquired, as DICOM defines it. It was inspected, and health information that could identify a person was removed.",
        ),
        "series_date": Attribute("(0008,0021)", "The day on which the series began, as DICOM defines it."),
        "series_description": Attribute(
            "(0008,103E)",
            "What the series shows, in the words of the institution that performed it. It was inspected, and health information that could identify a person was removed.",
        ),
        "body_part_examined": Attribute(
            "(0018,0015)",
            "The part of the body that was imaged, as DICOM defines it. It is entered collection by collection, in the terms of SNOMED that fit.",
        ),
        "series_number": Attribute(
            "(0020,0011)", "The number that the equipment gave the series within its study, as DICOM defines it."
        ),
        "annotations_flag": Attribute(
            None,
            "Whether there are annotations. The guide says of the collection; the value is stored with the series.",
        ),
        "collection": Attribute(
            None,
            "The name of a set of images that were gathered for one trial or another purpose. Curators of the archive assign it.",
        ),
        "patient_id": Attribute(
            "(0010,0020)",
            "The patient's identifier. It replaces the real one, which is removed when the data are submitted.",
        ),
        "manufacturer": Attribute("(0008,0070)", "The manufacturer of the equipment, as DICOM defines it."),
        "manufacturer_model_name": Attribute(
            "(0008,1090)", "The manufacturer's name of the equipment's model, as DICOM defines it."
        ),
        "software_versions": Attribute(
            "(0018,1020)", "The versions of the software of the equipment, as DICOM defines it."
        ),
        "image_count": Attribute(None, "How many images the series has, counted by the archive."),
        "date_released": Attribute(
            None,
            "When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and getUpdatedSeries compare it.",
        ),
    },
    "SharedSeries": {
        "series_instance_uid": Attribute(
            "(0020,000E)",
            "The series' unique identifier, as DICOM defines it. It replaces the real one when the data are submitted.",
        ),
        "study_instance_uid": Attribute(
            "(0020,000D)",
            "The study's unique identifier, as DICOM defines it. It replaces the real one when the data are submitted.",
        ),
        "modality": Attribute(
            "(0008,0060)", "The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG."
        ),
        "protocol_name": Attribute(
            "(0018,1030)",
            "The protocol under which the series was acquired, as DICOM defines it. It was inspected, and health information that could identify a person was removed.",
        ),
        "series_date": Attribute("(0008,0021)", "The day on which the series began, as DICOM defines it."),
        "series_description": Attribute(
            "(0008,103E)",
            "What the series shows, in the words of the institution that performed it. It was inspected, and health information that could identify a person was removed.",
        ),
        "body_part_examined": Attribute(
            "(0018,0015)",
            "The part of the body that was imaged, as DICOM defines it. It is entered collection by collection, in the terms of SNOMED that fit.",
        ),
        "series_number": Attribute(
            "(0020,0011)", "The number that the equipment gave the series within its study, as DICOM defines it."
        ),
        "annotations_flag": Attribute(
            None,
            "Whether there are annotations. The guide says of the collection; the value is stored with the series.",
        ),
        "collection": Attribute(
            None,
            "The name of a set of images that were gathered for one trial or another purpose. Curators of the archive assign it.",
        ),
        "patient_id": Attribute(
            "(0010,0020)",
            "The patient's identifier. It replaces the real one, which is removed when the data are submitted.",
        ),
        "manufacturer": Attribute("(0008,0070)", "The manufacturer of the equipment, as DICOM defines it."),
        "manufacturer_model_name": Attribute(
            "(0008,1090)", "The manufacturer's name of the equipment's model, as DICOM defines it."
        ),
        "software_versions": Attribute(
            "(0018,1020)", "The versions of the software of the equipment, as DICOM defines it."
        ),
        "image_count": Attribute(None, "How many images the series has, counted by the archive."),
        "date_released": Attribute(
            None,
            "When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and getUpdatedSeries compare it.",
        ),
    },
    "Patient": {
        "patient_id": Attribute(
            "(0010,0020)",
            "The patient's identifier. It replaces the real one, which is removed when the data are submitted.",
        ),
        "patient_name": Attribute(
            "(0010,0010)",
            "The name under which the patient is known in the archive. It is de-identified when the data are submitted: often the same as the patient's identifier, sometimes an empty text.",
        ),
        "patient_birth_date": Attribute(
            "(0010,0030)",
            "The patient's date of birth. De-identification empties it when the data are submitted, so do not expect a value.",
        ),
        "patient_sex": Attribute("(0010,0040)", "The patient's sex as DICOM defines it, M, F or O."),
        "ethnic_group": Attribute(
            "(0010,2160)",
            "The patient's ethnic group, as DICOM defines it. The wording differs from collection to collection.",
        ),
        "collection": Attribute(
            None,
            "The name of a set of images that were gathered for one trial or another purpose. Curators of the archive assign it.",
        ),
        "phantom": Attribute(
            "(0010,0200)", "Whether the subject is a phantom for quality control instead of a living being, YES or NO."
        ),
        "species_code": Attribute(
            "(0010,2202)",
            "The patient's place in the taxonomy of living beings (for example genus, subgenus, species or subspecies), as a SNOMED code.",
        ),
        "species_description": Attribute(
            "(0010,2201)",
            "The patient's place in the taxonomy of living beings (for example genus, subgenus, species or subspecies), by its scientific name.",
        ),
    },
    "PatientIdentifier": {
        "patient_id": Attribute(
            "(0010,0020)",
            "The patient's identifier. It replaces the real one, which is removed when the data are submitted.",
        ),
    },
    "Study": {
        "study_instance_uid": Attribute(
            "(0020,000D)",
            "The study's unique identifier, as DICOM defines it. It replaces the real one when the data are submitted.",
        ),
        "study_date": Attribute(
            "(0008,0020)",
            "The day on which the study began. It is de-identified when the data are submitted, in such a way that the time between the studies of a patient is kept.",
        ),
        "study_description": Attribute(
            "(0008,1030)",
            "What kind of study it is, in the words of the institution that performed it. It was inspected, and health information that could identify a person was removed.",
        ),
        "admitting_diagnoses_description": Attribute(
            "(0008,1080)",
            "The diagnoses with which the patient was admitted, as DICOM defines it. It was inspected, and health information that could identify a person was removed.",
        ),
        "study_id": Attribute(
            "(0020,0010)", "The study's short identifier at the institution, de-identified when the data are submitted."
        ),
        "patient_age": Attribute(
            "(0010,1010)",
            "The patient's age at the time of the study, as DICOM writes it; 058Y is 58 years. M stands for months and D for days.",
        ),
        "patient_id": Attribute(
            "(0010,0020)",
            "The patient's identifier. It replaces the real one, which is removed when the data are submitted.",
        ),
        "patient_name": Attribute(
            "(0010,0010)",
            "The name under which the patient is known in the archive. It is de-identified when the data are submitted: often the same as the patient's identifier, sometimes an empty text.",
        ),
        "patient_birth_date": Attribute(
            "(0010,0030)",
            "The patient's date of birth. De-identification empties it when the data are submitted, so do not expect a value.",
        ),
        "patient_sex": Attribute("(0010,0040)", "The patient's sex as DICOM defines it, M, F or O."),
        "ethnic_group": Attribute(
            "(0010,2160)",
            "The patient's ethnic group, as DICOM defines it. The wording differs from collection to collection.",
        ),
        "collection": Attribute(
            None,
            "The name of a set of images that were gathered for one trial or another purpose. Curators of the archive assign it.",
        ),
        "series_count": Attribute(None, "How many series of the study the archive counts."),
        "longitudinal_temporal_event_type": Attribute(
            "(0012,0053)", "What kind of event LongitudinalTemporalOffsetFromEvent (0012,0052) counts from."
        ),
        "longitudinal_temporal_offset_from_event": Attribute(
            "(0012,0052)",
            "Days since an event that matters, with fractions where they are known. In a clinical trial the event is often the patient's enrolment or the first imaging study.",
        ),
    },
    "BodyPartValue": {
        "body_part_examined": Attribute(
            "(0018,0015)",
            "The part of the body that was imaged, as DICOM defines it. It is entered collection by collection, in the terms of SNOMED that fit.",
        ),
    },
    "CollectionValue": {
        "collection": Attribute(
            None,
            "The name of a set of images that were gathered for one trial or another purpose. Curators of the archive assign it.",
        ),
    },
    "ManufacturerValue": {
        "manufacturer": Attribute("(0008,0070)", "The manufacturer of the equipment, as DICOM defines it."),
    },
    "ModalityValue": {
        "modality": Attribute(
            "(0008,0060)", "The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG."
        ),
    },
    "SeriesMetadata": {
        "series_instance_uid": Attribute(
            "(0020,000E)",
            "The series' unique identifier, as DICOM defines it. It replaces the real one when the data are submitted.",
        ),
        "collection": Attribute(
            None,
            "The name of a set of images that were gathered for one trial or another purpose. Curators of the archive assign it.",
        ),
        "third_party_analysis": Attribute(
            None,
            "Whether the series is the result of an analysis by others than those who submitted the images; YES or NO, and some values are in small letters.",
        ),
        "data_description_uri": Attribute(
            None,
            "The address where the collection's data are described, as a rule a link with a digital object identifier (DOI).",
        ),
        "patient_id": Attribute(
            "(0010,0020)",
            "The patient's identifier. It replaces the real one, which is removed when the data are submitted.",
        ),
        "study_instance_uid": Attribute(
            "(0020,000D)",
            "The study's unique identifier, as DICOM defines it. It replaces the real one when the data are submitted.",
        ),
        "study_description": Attribute(
            "(0008,1030)",
            "What kind of study it is, in the words of the institution that performed it. It was inspected, and health information that could identify a person was removed.",
        ),
        "study_date": Attribute(
            "(0008,0020)",
            "The day on which the study began. It is de-identified when the data are submitted, in such a way that the time between the studies of a patient is kept.",
        ),
        "series_description": Attribute(
            "(0008,103E)",
            "What the series shows, in the words of the institution that performed it. It was inspected, and health information that could identify a person was removed.",
        ),
        "manufacturer": Attribute("(0008,0070)", "The manufacturer of the equipment, as DICOM defines it."),
        "modality": Attribute(
            "(0008,0060)", "The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG."
        ),
        "sop_class_uid": Attribute(
            "(0008,0016)",
            "The kind of DICOM object that the images are, by the unique identifier of its SOP Class (Service-Object Pair Class).",
        ),
        "image_count": Attribute(None, "How many images the series has, counted by the archive."),
        "file_size": Attribute(None, "The size of all images of the series together, in bytes."),
        "file_location": Attribute(
            None,
            "By its name and by the guide the place of the file in the file system; the server puts the Study ID (0020,0010) here.",
        ),
        "series_number": Attribute(
            "(0020,0011)", "The number that the equipment gave the series within its study, as DICOM defines it."
        ),
        "license_name": Attribute(None, "The name of the licence under which the series may be used."),
        "license_uri": Attribute(None, "The address of the licence's text."),
        "annotation_size": Attribute(
            None, "The size of the annotation files of the series together, in bytes; 0 where there are none."
        ),
        "date_released": Attribute(
            None,
            "When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and getUpdatedSeries compare it.",
        ),
        "series_date": Attribute("(0008,0021)", "The day on which the series began, as DICOM defines it."),
        "protocol_name": Attribute(
            "(0018,1030)",
            "The protocol under which the series was acquired, as DICOM defines it. It was inspected, and health information that could identify a person was removed.",
        ),
        "body_part_examined": Attribute(
            "(0018,0015)",
            "The part of the body that was imaged, as DICOM defines it. It is entered collection by collection, in the terms of SNOMED that fit.",
        ),
        "annotations_flag": Attribute(
            None,
            "Whether there are annotations. The guide says of the collection; the value is stored with the series.",
        ),
        "manufacturer_model_name": Attribute(
            "(0008,1090)", "The manufacturer's name of the equipment's model, as DICOM defines it."
        ),
        "software_versions": Attribute(
            "(0018,1020)", "The versions of the software of the equipment, as DICOM defines it."
        ),
        "time_stamp": Attribute(None, "When data of the series were last submitted to the archive."),
    },
    "SeriesSize": {
        "total_size_in_bytes": Attribute(None, "The size of all images of the series together, in bytes."),
        "object_count": Attribute(None, "How many images and other DICOM objects the series has."),
    },
    "SOPInstance": {
        "sop_instance_uid": Attribute(
            "(0008,0018)",
            "The unique identifier of one image or other DICOM object (SOP Instance, Service-Object Pair Instance).",
        ),
    },
}
