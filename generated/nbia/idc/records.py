# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The rows of the answers: the records of v1."""

from nbia.v1.records import (
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

__all__ = [
    "Series",
    "UpdatedSeries",
    "Patient",
    "PatientIdentifier",
    "Study",
    "BodyPartValue",
    "CollectionValue",
    "ManufacturerValue",
    "ModalityValue",
    "SeriesMetadata",
    "SeriesSize",
]
