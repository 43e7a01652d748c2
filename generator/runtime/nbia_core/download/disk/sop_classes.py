"""The names of the SOP classes whose images the archive holds (DICOM PS3.6, annex A)."""

from __future__ import annotations

from typing import Final

_ROOT: Final = "1.2.840.10008.5.1.4.1.1."
_NAMES: Final = {
    "1": "Computed Radiography Image Storage",
    "1.1": "Digital X-Ray Image Storage - For Presentation",
    "1.1.1": "Digital X-Ray Image Storage - For Processing",
    "1.2": "Digital Mammography X-Ray Image Storage - For Presentation",
    "1.2.1": "Digital Mammography X-Ray Image Storage - For Processing",
    "2": "CT Image Storage",
    "2.1": "Enhanced CT Image Storage",
    "3.1": "Ultrasound Multi-frame Image Storage",
    "4": "MR Image Storage",
    "4.1": "Enhanced MR Image Storage",
    "4.2": "MR Spectroscopy Storage",
    "6.1": "Ultrasound Image Storage",
    "7": "Secondary Capture Image Storage",
    "7.2": "Multi-frame Grayscale Byte Secondary Capture Image Storage",
    "7.3": "Multi-frame Grayscale Word Secondary Capture Image Storage",
    "7.4": "Multi-frame True Color Secondary Capture Image Storage",
    "11.1": "Grayscale Softcopy Presentation State Storage",
    "12.1": "X-Ray Angiographic Image Storage",
    "12.2": "X-Ray Radiofluoroscopic Image Storage",
    "13.1.1": "X-Ray 3D Angiographic Image Storage",
    "13.1.3": "Breast Tomosynthesis Image Storage",
    "20": "Nuclear Medicine Image Storage",
    "30": "Parametric Map Storage",
    "66": "Raw Data Storage",
    "66.1": "Spatial Registration Storage",
    "66.2": "Spatial Fiducials Storage",
    "66.3": "Deformable Spatial Registration Storage",
    "66.4": "Segmentation Storage",
    "66.5": "Surface Segmentation Storage",
    "67": "Real World Value Mapping Storage",
    "77.1.4": "VL Photographic Image Storage",
    "77.1.6": "VL Whole Slide Microscopy Image Storage",
    "88.11": "Basic Text SR Storage",
    "88.22": "Enhanced SR Storage",
    "88.33": "Comprehensive SR Storage",
    "88.34": "Comprehensive 3D SR Storage",
    "88.59": "Key Object Selection Document Storage",
    "104.1": "Encapsulated PDF Storage",
    "128": "Positron Emission Tomography Image Storage",
    "130": "Enhanced PET Image Storage",
    "481.1": "RT Image Storage",
    "481.2": "RT Dose Storage",
    "481.3": "RT Structure Set Storage",
    "481.4": "RT Beams Treatment Record Storage",
    "481.5": "RT Plan Storage",
    "481.8": "RT Ion Plan Storage",
}


def sop_class_name(uid: object) -> str | None:
    """Return the name of a SOP class by its UID; None if it is not known here."""
    text = uid if isinstance(uid, str) else ""
    return _NAMES.get(text.removeprefix(_ROOT)) if text.startswith(_ROOT) else None
