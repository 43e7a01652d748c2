"""DICOM objects made from other series: segmentations (SEG) and structure sets (RTSTRUCT)."""

from collections.abc import Sequence

import numpy as np
from pydicom.dataset import Dataset, FileDataset

from .catalogue import derived_uid
from .instances import SOP_CLASSES, SPACING, Context, Instance, dicom_date, new_object, slice_origin
from .phantom import Slice, lesion


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """Return a coded concept."""
    item = Dataset()
    item.CodeValue = value
    item.CodingSchemeDesignator = scheme
    item.CodeMeaning = meaning
    return item


def reference(sop_class: str, sop_uid: str) -> Dataset:
    """Return a reference to an object, without its series."""
    item = Dataset()
    item.ReferencedSOPClassUID = sop_class
    item.ReferencedSOPInstanceUID = sop_uid
    return item


def _segment() -> Dataset:
    item = Dataset()
    item.SegmentNumber = 1
    item.SegmentLabel = "Lesion"
    item.SegmentAlgorithmType = "MANUAL"
    item.SegmentedPropertyCategoryCodeSequence = [
        code("49755003", "SCT", "Morphologically Altered Structure"),
    ]
    item.SegmentedPropertyTypeCodeSequence = [code("108369006", "SCT", "Neoplasm")]
    item.RecommendedDisplayCIELabValue = [42000, 52000, 40000]
    return item


def _shared_groups() -> Dataset:
    measures = Dataset()
    measures.SliceThickness = SPACING
    measures.SpacingBetweenSlices = SPACING
    measures.PixelSpacing = [SPACING, SPACING]
    orientation = Dataset()
    orientation.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    groups = Dataset()
    groups.PixelMeasuresSequence = [measures]
    groups.PlaneOrientationSequence = [orientation]
    return groups


def _frame_groups(position: int, place: Slice, source: Dataset) -> Dataset:
    content = Dataset()
    content.DimensionIndexValues = [1, position + 1]
    plane = Dataset()
    plane.ImagePositionPatient = slice_origin(place)
    segment = Dataset()
    segment.ReferencedSegmentNumber = 1
    source.PurposeOfReferenceCodeSequence = [
        code("121322", "DCM", "Source image for image processing operation"),
    ]
    derivation = Dataset()
    derivation.SourceImageSequence = [source]
    derivation.DerivationCodeSequence = [code("113076", "DCM", "Segmentation")]
    groups = Dataset()
    groups.FrameContentSequence = [content]
    groups.PlanePositionSequence = [plane]
    groups.SegmentIdentificationSequence = [segment]
    groups.DerivationImageSequence = [derivation]
    return groups


def _dimension(organization: str, pointer: int, group: int) -> Dataset:
    item = Dataset()
    item.DimensionOrganizationUID = organization
    item.DimensionIndexPointer = pointer
    item.FunctionalGroupPointer = group
    return item


def segmentation(context: Context, sop_uid: str, source: Context, images: Sequence[Instance]) -> FileDataset:
    """Return a binary segmentation of the lesion with one frame for each source image."""
    places = [image.place for image in images]
    masks = np.stack([lesion(place) for place in places])
    dataset = new_object(context, sop_uid)
    dataset.InstanceNumber = 1
    dataset.ImageType = ["DERIVED", "PRIMARY"]
    dataset.ContentLabel = "LESION"
    dataset.ContentDescription = "Lesion of the phantom"
    dataset.ContentCreatorName = ""
    dataset.ContentDate = dicom_date(context.study.date)
    dataset.ContentTime = "120000"
    dataset.DeviceSerialNumber = "1"
    dataset.FrameOfReferenceUID = context.frame_of_reference
    dataset.PositionReferenceIndicator = ""
    dataset.SegmentationType = "BINARY"
    dataset.LossyImageCompression = "00"
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows = dataset.Columns = source.size
    dataset.NumberOfFrames = len(places)
    dataset.BitsAllocated = dataset.BitsStored = 1
    dataset.HighBit = 0
    dataset.PixelRepresentation = 0
    dataset.SegmentSequence = [_segment()]
    organization = Dataset()
    organization.DimensionOrganizationUID = derived_uid(sop_uid, "dimensions")
    dataset.DimensionOrganizationSequence = [organization]
    uid = organization.DimensionOrganizationUID
    dataset.DimensionIndexSequence = [
        _dimension(uid, 0x0062000B, 0x0062000A),
        _dimension(uid, 0x00200032, 0x00209113),
    ]
    dataset.SharedFunctionalGroupsSequence = [_shared_groups()]
    sop_class = SOP_CLASSES[source.series.modality]
    dataset.PerFrameFunctionalGroupsSequence = [
        _frame_groups(position, image.place, reference(sop_class, image.sop_uid))
        for position, image in enumerate(images)
    ]
    referenced = Dataset()
    referenced.SeriesInstanceUID = source.series_uid
    referenced.ReferencedInstanceSequence = [reference(sop_class, image.sop_uid) for image in images]
    dataset.ReferencedSeriesSequence = [referenced]
    packed = np.packbits(masks.ravel(), bitorder="little").tobytes()
    dataset.PixelData = packed + b"\0" * (len(packed) % 2)
    return dataset


def _contour(image: Instance, sop_class: str) -> Dataset:
    radius = 0.16 * float(np.sqrt(max(0.05, 1.0 - image.place.height**2))) * SPACING * image.place.size / 2
    centre = (0.36 * SPACING * image.place.size / 2, -0.12 * SPACING * image.place.size / 2)
    angles = np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False)
    points = [
        f"{value:.2f}"
        for angle in angles
        for value in (
            centre[0] + radius * float(np.cos(angle)),
            centre[1] + radius * float(np.sin(angle)),
            SPACING * image.place.position,
        )
    ]
    item = Dataset()
    item.ContourImageSequence = [reference(sop_class, image.sop_uid)]
    item.ContourGeometricType = "CLOSED_PLANAR"
    item.NumberOfContourPoints = len(angles)
    item.ContourData = points
    return item


def _frame_ofreference(context: Context, source: Context, images: Sequence[Instance]) -> Dataset:
    sop_class = SOP_CLASSES[source.series.modality]
    series = Dataset()
    series.SeriesInstanceUID = source.series_uid
    series.ContourImageSequence = [reference(sop_class, image.sop_uid) for image in images]
    study = reference("1.2.840.10008.3.1.2.3.1", source.study_uid)
    study.RTReferencedSeriesSequence = [series]
    frame = Dataset()
    frame.FrameOfReferenceUID = context.frame_of_reference
    frame.RTReferencedStudySequence = [study]
    return frame


def structure_set(context: Context, sop_uid: str, source: Context, images: Sequence[Instance]) -> FileDataset:
    """Return a structure set with the lesion's contour on each source image."""
    sop_class = SOP_CLASSES[source.series.modality]
    dataset = new_object(context, sop_uid)
    dataset.InstanceNumber = 1
    dataset.StructureSetLabel = "LESION"
    dataset.StructureSetDate = dicom_date(context.study.date)
    dataset.StructureSetTime = "120000"
    dataset.ApprovalStatus = "UNAPPROVED"
    dataset.ReferencedFrameOfReferenceSequence = [_frame_ofreference(context, source, images)]
    region = Dataset()
    region.ROINumber = 1
    region.ReferencedFrameOfReferenceUID = context.frame_of_reference
    region.ROIName = "GTV"
    region.ROIGenerationAlgorithm = "MANUAL"
    dataset.StructureSetROISequence = [region]
    contours = Dataset()
    contours.ROIDisplayColor = [255, 64, 64]
    contours.ReferencedROINumber = 1
    contours.ContourSequence = [_contour(image, sop_class) for image in images]
    dataset.ROIContourSequence = [contours]
    observation = Dataset()
    observation.ObservationNumber = 1
    observation.ReferencedROINumber = 1
    observation.RTROIInterpretedType = "GTV"
    observation.ROIInterpreter = ""
    dataset.RTROIObservationsSequence = [observation]
    return dataset
