"""DICOM objects that refer to others and have no pictures of their own: plans, doses, reports, presentation states."""

from collections.abc import Sequence

import numpy as np
from pydicom.dataset import Dataset, FileDataset

from .derived_objects import code, reference
from .instances import SOP_CLASSES, SPACING, Context, Instance, dicom_date, new_object


def _references(source: Context, images: Sequence[Instance]) -> list[Dataset]:
    sop_class = SOP_CLASSES[source.series.modality]
    return [reference(sop_class, image.sop_uid) for image in images]


def plan(context: Context, sop_uid: str, source: Context, images: Sequence[Instance]) -> FileDataset:
    """Return a treatment plan for a structure set, which it names without its series, as the standard has it."""
    dataset = new_object(context, sop_uid)
    dataset.InstanceNumber = 1
    dataset.RTPlanLabel = "PLAN"
    dataset.RTPlanDate = dicom_date(context.study.date)
    dataset.RTPlanTime = "120000"
    dataset.RTPlanGeometry = "PATIENT"
    dataset.ReferencedStructureSetSequence = _references(source, images)
    return dataset


def dose(context: Context, sop_uid: str, source: Context, images: Sequence[Instance]) -> FileDataset:
    """Return the dose of a plan, which it names without its series, as the standard has it."""
    dataset = new_object(context, sop_uid)
    dataset.InstanceNumber = 1
    dataset.FrameOfReferenceUID = context.frame_of_reference
    dataset.ImagePositionPatient = [0, 0, 0]
    dataset.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    dataset.PixelSpacing = [SPACING, SPACING]
    dataset.DoseUnits = "GY"
    dataset.DoseType = "PHYSICAL"
    dataset.DoseSummationType = "PLAN"
    dataset.DoseGridScaling = 0.001
    dataset.ReferencedRTPlanSequence = _references(source, images)
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows = dataset.Columns = 16
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit = 15
    dataset.PixelRepresentation = 0
    dataset.PixelData = np.full((16, 16), 2000, dtype="<u2").tobytes()
    return dataset


def report(context: Context, sop_uid: str, source: Context, images: Sequence[Instance]) -> FileDataset:
    """Return a structured report with a sentence about images, which are its evidence."""
    series = Dataset()
    series.SeriesInstanceUID = source.series_uid
    series.ReferencedSOPSequence = _references(source, images)
    study = Dataset()
    study.StudyInstanceUID = source.study_uid
    study.ReferencedSeriesSequence = [series]
    finding = Dataset()
    finding.RelationshipType = "CONTAINS"
    finding.ValueType = "TEXT"
    finding.ConceptNameCodeSequence = [code("121071", "DCM", "Finding")]
    finding.TextValue = "A lesion, as it is drawn."
    dataset = new_object(context, sop_uid)
    dataset.InstanceNumber = 1
    dataset.ContentDate = dicom_date(context.study.date)
    dataset.ContentTime = "120000"
    dataset.CompletionFlag = "COMPLETE"
    dataset.VerificationFlag = "UNVERIFIED"
    dataset.CurrentRequestedProcedureEvidenceSequence = [study]
    dataset.ValueType = "CONTAINER"
    dataset.ConceptNameCodeSequence = [code("126000", "DCM", "Imaging Measurement Report")]
    dataset.ContinuityOfContent = "SEPARATE"
    dataset.ContentSequence = [finding]
    return dataset


def presentation_state(context: Context, sop_uid: str, source: Context, images: Sequence[Instance]) -> FileDataset:
    """Return how some images are to be shown."""
    series = Dataset()
    series.SeriesInstanceUID = source.series_uid
    series.ReferencedImageSequence = _references(source, images)
    dataset = new_object(context, sop_uid)
    dataset.InstanceNumber = 1
    dataset.ContentLabel = "SOFT_TISSUE"
    dataset.ContentDescription = ""
    dataset.ContentCreatorName = ""
    dataset.PresentationCreationDate = dicom_date(context.study.date)
    dataset.PresentationCreationTime = "120000"
    dataset.ReferencedSeriesSequence = [series]
    dataset.PresentationLUTShape = "IDENTITY"
    return dataset
