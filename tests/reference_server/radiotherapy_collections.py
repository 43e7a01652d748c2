"""Objects that refer to one another: images, structures, plan and dose of a treatment, and what was said of the images."""

from .catalogue import Collection, Patient, Series, Study
from .licences import BY_4

TREATMENT = Collection(
    name="Treatment",
    submitted="2020-01-15 10:00:00.0",
    released="2020-06-04 10:00:00.0",
    licence=BY_4,
    description_uri="https://doi.org/10.7937/TCIA.TREATMENT",
    patients=(
        Patient(
            identifier="T-1",
            sex="F",
            studies=(
                Study(
                    key="planning",
                    series=(
                        Series(key="scout", modality="MR", images=3, number=1),
                        Series(key="images", modality="CT", images=6, number=2),
                        Series(key="structures", modality="RTSTRUCT", images=1, number=3, source="images"),
                        Series(key="plan", modality="RTPLAN", images=1, number=4, source="structures"),
                        Series(key="dose", modality="RTDOSE", images=1, number=5, source="plan"),
                        Series(key="report", modality="SR", images=2, number=6, source="images"),
                        Series(key="state", modality="PR", images=1, number=7, source="images"),
                        Series(key="of the report", modality="PR", images=1, number=8, source="report"),
                        Series(key="hidden", modality="CT", images=2, number=9, visibility="0"),
                        Series(key="of what is hidden", modality="SEG", images=1, number=10, source="hidden"),
                    ),
                ),
            ),
        ),
    ),
)

COLLECTIONS = (TREATMENT,)
"""The only one."""
