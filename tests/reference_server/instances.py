"""DICOM images of the archive: CT, MR, PT, MG and DX, as Part 10 files."""

import re
from dataclasses import dataclass

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from .catalogue import Patient, Series, Study
from .phantom import Slice, draw

IMPLEMENTATION_UID = "2.25.302186193423950270118345927541370225611"
"""Identifies the writer of the files; fixed, so that it does not change with pydicom."""

SOP_CLASSES = {
    "CT": "1.2.840.10008.5.1.4.1.1.2",
    "MR": "1.2.840.10008.5.1.4.1.1.4",
    "PT": "1.2.840.10008.5.1.4.1.1.128",
    "MG": "1.2.840.10008.5.1.4.1.1.1.2",
    "DX": "1.2.840.10008.5.1.4.1.1.1.1",
    "SEG": "1.2.840.10008.5.1.4.1.1.66.4",
    "RTSTRUCT": "1.2.840.10008.5.1.4.1.1.481.3",
    "RTPLAN": "1.2.840.10008.5.1.4.1.1.481.5",
    "RTDOSE": "1.2.840.10008.5.1.4.1.1.481.2",
    "SR": "1.2.840.10008.5.1.4.1.1.88.22",
    "PR": "1.2.840.10008.5.1.4.1.1.11.1",
}
"""The SOP Class UID of each modality."""

SPACING = 4.0
"""Millimetres between pixels and between slices."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What an image inherits from its series, study, patient and collection."""

    patient: Patient
    study: Study
    series: Series
    series_date: str | None
    study_uid: str
    series_uid: str
    frame_of_reference: str

    @property
    def size(self) -> int:
        """Return the rows and columns of a picture of this series."""
        return 96 if self.series.modality in ("MG", "DX") else 64


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Where one image stands: in storage, in the body, and in its numbering."""

    sop_uid: str
    place: Slice
    instance_number: int | None
    acquisition_number: int | None
    seed: int


def dicom_date(timestamp: str | None) -> str:
    """Return ``20000131`` for ``2000-01-31 00:00:00.0``, and nothing for nothing."""
    return "" if timestamp is None else timestamp[:10].replace("-", "")


def slice_origin(place: Slice) -> list[float]:
    """Return the patient coordinates of the upper left pixel."""
    edge = -SPACING * place.size / 2
    return [edge, edge, SPACING * place.position]


def _code_string(text: str) -> str:
    # The catalogue keeps spellings that NBIA's index has but a DICOM code string may not.
    return re.sub("[^A-Z0-9_]+", " ", text.upper()).strip()[:16]


def _age_string(age: str) -> str:
    return f"{int(age):03d}Y" if age.isdecimal() else age


def _set_known(dataset: Dataset, keyword: str, value: object) -> None:
    if value is not None:
        setattr(dataset, keyword, value)


def new_object(context: Context, sop_uid: str) -> FileDataset:
    """Return a dataset with file meta and the patient, study, series and equipment modules."""
    patient, study, series = context.patient, context.study, context.series
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(SOP_CLASSES[series.modality])
    meta.MediaStorageSOPInstanceUID = UID(sop_uid)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID(IMPLEMENTATION_UID)
    meta.ImplementationVersionName = "NBIA_REFERENCE"
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.SpecificCharacterSet = "ISO_IR 100"
    dataset.SOPClassUID = meta.MediaStorageSOPClassUID
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    dataset.PatientID = patient.identifier
    dataset.PatientName = patient.name or ""
    dataset.PatientBirthDate = ""
    dataset.PatientSex = patient.sex or ""
    _set_known(dataset, "EthnicGroup", patient.ethnic_group)
    _set_known(dataset, "PatientAge", study.age and _age_string(study.age))
    _set_known(dataset, "QualityControlSubject", patient.phantom)
    _set_known(dataset, "PatientSpeciesDescription", patient.species)
    dataset.PatientIdentityRemoved = "YES"
    dataset.DeidentificationMethod = "Invented data: there never was a patient"
    dataset.StudyInstanceUID = context.study_uid
    dataset.StudyDate = dicom_date(study.date)
    dataset.StudyTime = ""
    dataset.StudyID = study.identifier or ""
    dataset.AccessionNumber = ""
    dataset.ReferringPhysicianName = ""
    _set_known(dataset, "StudyDescription", study.description)
    _set_known(dataset, "AdmittingDiagnosesDescription", study.admitting_diagnoses)
    _set_known(dataset, "LongitudinalTemporalEventType", study.event_type)
    _set_known(dataset, "LongitudinalTemporalOffsetFromEvent", study.event_offset)
    dataset.Modality = series.modality
    dataset.SeriesInstanceUID = context.series_uid
    dataset.SeriesNumber = series.number
    if context.series_date:
        dataset.SeriesDate = dicom_date(context.series_date)
    _set_known(dataset, "SeriesDescription", series.description)
    _set_known(dataset, "BodyPartExamined", series.body_part and _code_string(series.body_part))
    _set_known(dataset, "ProtocolName", series.protocol)
    dataset.Manufacturer = series.equipment.manufacturer or ""
    _set_known(dataset, "ManufacturerModelName", series.equipment.model)
    _set_known(dataset, "SoftwareVersions", series.equipment.software)
    return dataset


def _add_pixels(
    dataset: Dataset,
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.int16 | np.uint16]],
) -> None:
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.BitsAllocated = 16
    dataset.BitsStored = 16
    dataset.HighBit = 15
    dataset.PixelRepresentation = 1 if pixels.dtype == np.int16 else 0
    dataset.SmallestImagePixelValue = int(pixels.min())
    dataset.LargestImagePixelValue = int(pixels.max())
    dataset.PixelData = pixels.tobytes()


def _add_plane(dataset: Dataset, context: Context, instance: Instance) -> None:
    dataset.FrameOfReferenceUID = context.frame_of_reference
    dataset.PositionReferenceIndicator = ""
    dataset.PatientPosition = "HFS"
    dataset.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    dataset.ImagePositionPatient = slice_origin(instance.place)
    dataset.SliceLocation = SPACING * instance.place.position
    dataset.SliceThickness = SPACING
    dataset.PixelSpacing = [SPACING, SPACING]


def _add_ct(dataset: Dataset) -> None:
    dataset.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    dataset.KVP = 120
    dataset.RescaleIntercept = -1024
    dataset.RescaleSlope = 1
    dataset.RescaleType = "HU"
    dataset.WindowCenter = 40
    dataset.WindowWidth = 400


def _add_mr(dataset: Dataset) -> None:
    dataset.ImageType = ["ORIGINAL", "PRIMARY", "M", "ND"]
    dataset.ScanningSequence = "SE"
    dataset.SequenceVariant = "SK"
    dataset.ScanOptions = ""
    dataset.MRAcquisitionType = "2D"
    dataset.RepetitionTime = 3200
    dataset.EchoTime = 98
    dataset.EchoTrainLength = 11
    dataset.MagneticFieldStrength = 1.5
    dataset.WindowCenter = 350
    dataset.WindowWidth = 700


def _add_pt(dataset: Dataset, instance: Instance) -> None:
    dataset.ImageType = ["ORIGINAL", "PRIMARY"]
    dataset.SeriesType = ["STATIC", "IMAGE"]
    dataset.Units = "BQML"
    dataset.CountsSource = "EMISSION"
    dataset.DecayCorrection = "START"
    dataset.CorrectedImage = ["ATTN", "DECY", "SCAT"]
    dataset.NumberOfSlices = instance.place.count
    dataset.ImageIndex = instance.place.position + 1
    dataset.FrameReferenceTime = 0
    dataset.ActualFrameDuration = 180000
    dataset.RadiopharmaceuticalInformationSequence = []
    dataset.RescaleIntercept = 0
    dataset.RescaleSlope = 2
    dataset.WindowCenter = 3000
    dataset.WindowWidth = 6000


def _add_projection(dataset: Dataset, modality: str) -> None:
    dataset.ImageType = ["ORIGINAL", "PRIMARY", ""]
    dataset.PresentationIntentType = "FOR PRESENTATION"
    dataset.PresentationLUTShape = "IDENTITY"
    dataset.ImageLaterality = "L" if modality == "MG" else "U"
    dataset.ViewPosition = "CC" if modality == "MG" else "PA"
    dataset.ImagerPixelSpacing = [1.0, 1.0] if modality == "MG" else [SPACING, SPACING]
    dataset.PixelSpacing = dataset.ImagerPixelSpacing
    dataset.PixelIntensityRelationship = "LIN"
    dataset.PixelIntensityRelationshipSign = 1
    dataset.RescaleIntercept = 0
    dataset.RescaleSlope = 1
    dataset.RescaleType = "US"
    dataset.BurnedInAnnotation = "NO"
    dataset.LossyImageCompression = "00"
    dataset.WindowCenter = 1600
    dataset.WindowWidth = 2800


def image(context: Context, instance: Instance) -> FileDataset:
    """Return one image of the series that ``context`` describes."""
    modality = context.series.modality
    dataset = new_object(context, instance.sop_uid)
    dataset.InstanceNumber = instance.instance_number
    dataset.AcquisitionNumber = instance.acquisition_number
    picture = draw(modality, instance.place, instance.seed)
    if modality in ("CT", "MR", "PT"):
        _add_plane(dataset, context, instance)
    if modality == "CT":
        _add_ct(dataset)
        picture = picture + 1024.0
    elif modality == "MR":
        _add_mr(dataset)
    elif modality == "PT":
        _add_pt(dataset, instance)
        picture = picture / 2.0
    else:
        _add_projection(dataset, modality)
    if modality == "CT":
        _add_pixels(dataset, np.clip(np.rint(picture), -1024, 32767).astype("<i2"))
    else:
        _add_pixels(dataset, np.clip(np.rint(picture), 0, 65535).astype("<u2"))
    return dataset
