# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The criteria of searches, one class for each kind. Each is checked when it is made."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import ClassVar, Final

from nbia_core.api.criteria import Criterion
from nbia_core.checks import DateLike


@dataclasses.dataclass(frozen=True)
class Collection(Criterion):
    """The patient belongs to the collection.

    Args:
        value: The collection, by the name that getCollectionValues lists. Upper and lower case are the same. Any
            text that is not empty. Example: "RIDER Pilot".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as CollectionCriteria.
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class Species(Criterion):
    """The patient is of the species.

    Args:
        code: The species, as a SNOMED code that getSpeciesTax lists; an asterisk stands for any characters.
            337915000, Homo sapiens, also finds patients of whom the archive has no species. Any text that is not
            empty. Example: "337915000".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as SpeciesCriteria.
    """

    code: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class Modality(Criterion):
    """The patient has series of the modality.

    Args:
        value: The modality (0008,0060), such as CT, MR, PT or MG. Upper and lower case are the same. Any text
            that is not empty. Example: "CT".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as ImageModalityCriteria.
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class AllModalities(Criterion):
    """The patient has series of every modality that is given as a criterion of its own, instead of any of them. The
    modalities must then be spelled exactly as they are stored.

    Args:
        value: The word all. All. Example: "all".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as ModalityAndedSearchCriteria. Not in the official file. Server source (June 2026).
    """

    value: str = "all"

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class BodyPartExamined(Criterion):
    """The patient has series of the body part.

    Args:
        value: The body part (0018,0015) in capital letters, as getBodyPartValues lists it; NOT SPECIFIED finds
            series without one. Any text that is not empty. Example: "CHEST".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as BodyPartExaminedCriteria.
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class AnatomicalSite(Criterion):
    """The same as BodyPartExamined: an older name for it.

    Args:
        value: The body part (0018,0015) in capital letters, as getBodyPartValues lists it; NOT SPECIFIED finds
            series without one. Any text that is not empty. Example: "CHEST".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as AnatomicalSiteCriteria. Not in the official file. Server source (June 2026).
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class Manufacturer(Criterion):
    """The patient has series from equipment of the manufacturer. Of the criteria for manufacturers, models and
    software versions one is enough.

    Args:
        value: The manufacturer (0008,0070), as getManufacturerValues lists it. Upper and lower case are the same.
            Any text that is not empty. Example: "GE MEDICAL SYSTEMS".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as ManufacturerCriteria.
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class Model(Criterion):
    """The patient has series from equipment of the model. Of the criteria for manufacturers, models and software
    versions one is enough.

    Args:
        value: The manufacturer and the model (0008,1090) with two bars between, each exactly as
            getManufacturerTree lists it. Without the bars the answer is status 500. Any text that is not empty.
            Example: "GE MEDICAL SYSTEMS||LightSpeed16".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as ModelCriteria. Not in the official file. Server source (June 2026).
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class SoftwareVersion(Criterion):
    """The patient has series from equipment with the software version. Of the criteria for manufacturers, models and
    software versions one is enough.

    Args:
        value: The manufacturer, the model and the software version (0018,1020) with two bars between, each
            exactly as getManufacturerTree lists it. Without the bars the answer is status 500. Any text that is
            not empty. Example: "GE MEDICAL SYSTEMS||LightSpeed16||LightSpeedverrel".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as SoftwareVersionCriteria. Not in the official file. Server source (June 2026).
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class Patient(Criterion):
    """The patient is the one of this identifier. The official file says that one criterion can have several, with
    commas between; the server takes them for one. Give a criterion for each.

    Args:
        patient_id: The identifier of the patient (0010,0020). Upper and lower case are the same, and an asterisk
            stands for any characters. Any text that is not empty. Example: "1.3.6.1.4.1.9328.50.1.0001".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as PatientCriteria.
    """

    patient_id: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class Study(Criterion):
    """The patient has the study. The official file says that one criterion can have several, with commas between;
    the server takes them for one. Give a criterion for each.

    Args:
        study_instance_uid: The Study Instance UID (0020,000D); an asterisk stands for any characters. Any text
            that is not empty. Example: "1.3.6.1.4.1.9328.50.1.2".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as StudyCriteria.
    """

    study_instance_uid: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class Series(Criterion):
    """The patient has the series. The official file says that one criterion can have several, with commas between;
    the server takes them for one. Give a criterion for each.

    Args:
        series_instance_uid: The Series Instance UID (0020,000E); an asterisk stands for any characters. Any text
            that is not empty. Example: "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as SeriesCriteria.
    """

    series_instance_uid: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class PatientSex(Criterion):
    """The patient is of the sex. The official file has Female and Male as values, which find nothing.

    Args:
        value: The sex (0010,0040) as DICOM has it, M, F or O; Null, spelled so, finds patients without one. Any
            text that is not empty. Example: "F".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as PatientSexCriteria.
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class PatientAgeRange(Criterion):
    """The patient was between two ages at the time of a study. Ages in weeks and months count as whole years; ages
    in days and those without a letter are never found.

    Args:
        at_least: The lowest age, in years. A number. Example: "40".
        at_most: The highest age, in years. A number. Example: "70".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as PatientAgeRangeCriteria.
    """

    at_least: float
    at_most: float

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class Phantom(Criterion):
    """Whether phantoms, objects for quality control, are found too.

    Args:
        value: 0 for patients and phantoms, 1 for patients without phantoms, 2 for phantoms alone. 0, 1, 2.
            Example: "1".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as PhantomCriteria.
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class TimePoint(Criterion):
    """The patient has a study so many days after, or with a minus sign before, an event. Besides the event at least
    one of the two days is needed.

    Args:
        event_type: The kind of event (0012,0053), as getMinMaxTimepoints lists it. Any text that is not empty.
            Example: "ENROLLMENT".
        at_least: The lowest number of days. A whole number. Example: 0.
        at_most: The highest number of days. A whole number. Example: 365.

    At least one of at_least and at_most is needed.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as TimePointCriteria.
    """

    event_type: str
    at_least: int | None = None
    at_most: int | None = None

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class DateRange(Criterion):
    """The patient has series that were released between two days, both included. The official file calls it a range
    for the study.

    Args:
        first_day: The first day. A date, a datetime, or text such as 2010-08-16, which goes out as MM-dd-yyyy.
            Example: "2010-01-01".
        last_day: The last day. A date, a datetime, or text such as 2010-08-16, which goes out as MM-dd-yyyy.
            Example: "2020-12-31".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as DateRangeCriteria.
    """

    first_day: DateLike
    last_day: DateLike

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class PixelSpacingRange(Criterion):
    """The patient has series with an image whose rows are between two distances apart.

    Args:
        at_least: The smallest distance, in millimetres. A number. Example: "0.5".
        at_most: The largest distance, in millimetres. A number. Example: "1.0".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as PixelSpacingRangeCriteria.
    """

    at_least: float
    at_most: float

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class SliceThicknessRange(Criterion):
    """The patient has series with an image whose slice is between two thicknesses.

    Args:
        at_least: The smallest thickness, in millimetres. A number. Example: "1".
        at_most: The largest thickness, in millimetres. A number. Example: "5".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as SliceThicknessRangeCriteria.
    """

    at_least: float
    at_most: float

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class Description(Criterion):
    """The patient has series with any of the words in the description of the study, in that of the series or in the
    name of the protocol.

    Args:
        words: Words with blanks between; several in quotation marks are one. Parts of words are found too, an
            asterisk stands for any characters, and upper and lower case are the same. Any text that is not empty.
            Example: "thorax".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as DescriptionCriteria.
    """

    words: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class MinNumberOfStudies(Criterion):
    """The patient has more than so many studies with series that match the other criteria. In spite of its name that
    number itself is not enough.

    Args:
        more_than: The number of studies. A whole number. Example: 1.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as MinNumberOfStudiesCriteria.
    """

    more_than: int

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class MinNumberOfStudyDates(Criterion):
    """The patient has studies that match the other criteria on more than so many days. In spite of its name that
    number itself is not enough.

    Args:
        more_than: The number of days. A whole number. Example: 1.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as MinNumberOfStudyDatesCriteria.
    """

    more_than: int

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class ThirdPartyAnalysis(Criterion):
    """Whether the patient has series that are the result of an analysis by others than those who submitted the
    images.

    Args:
        value: YES for such series; NO for others, also those of which the archive does not know it. YES, NO.
            Example: "NO".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as ThirdPartyAnalysis.
    """

    value: str

    package: ClassVar[str] = __name__.rpartition(".")[0]


@dataclasses.dataclass(frozen=True)
class ExcludeCommercial(Criterion):
    """The patient has series whose licence allows commercial use.

    Args:
        value: The word YES. YES. Example: "YES".

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind.

    Sent as ExcludeCommercialCriteria.
    """

    value: str = "YES"

    package: ClassVar[str] = __name__.rpartition(".")[0]


BY_NAME: Final[Mapping[str, type[Criterion]]] = {
    "Collection": Collection,
    "Species": Species,
    "Modality": Modality,
    "AllModalities": AllModalities,
    "BodyPartExamined": BodyPartExamined,
    "AnatomicalSite": AnatomicalSite,
    "Manufacturer": Manufacturer,
    "Model": Model,
    "SoftwareVersion": SoftwareVersion,
    "Patient": Patient,
    "Study": Study,
    "Series": Series,
    "PatientSex": PatientSex,
    "PatientAgeRange": PatientAgeRange,
    "Phantom": Phantom,
    "TimePoint": TimePoint,
    "DateRange": DateRange,
    "PixelSpacingRange": PixelSpacingRange,
    "SliceThicknessRange": SliceThicknessRange,
    "Description": Description,
    "MinNumberOfStudies": MinNumberOfStudies,
    "MinNumberOfStudyDates": MinNumberOfStudyDates,
    "ThirdPartyAnalysis": ThirdPartyAnalysis,
    "ExcludeCommercial": ExcludeCommercial,
}
"""The classes by their names."""
