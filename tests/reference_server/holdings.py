"""Everything the archives hold, in the order in which it was taken in."""

from dataclasses import dataclass

from . import (
    clinical_collections,
    oncology_collections,
    radiotherapy_collections,
    screening_collections,
    special_collections,
)
from .catalogue import Collection, SharedCart, series_uid


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What one archive holds."""

    collections: tuple[Collection, ...]
    carts: tuple[SharedCart, ...] = ()


def _series_uids(collection: Collection, *modalities: str) -> tuple[str, ...]:
    return tuple(
        series_uid(collection, patient, study, series)
        for patient in collection.patients
        for study in patient.studies
        for series in study.series
        if series.modality in modalities
    )


MAIN = Holdings(
    collections=(
        *clinical_collections.COLLECTIONS,
        *oncology_collections.COLLECTIONS,
        *special_collections.COLLECTIONS,
    ),
    # Both carts name series that the public may not see; the server leaves those out.
    carts=(
        SharedCart(
            name="TCIA_TCGA-PRAD_08-09-2016-v3",
            series_uids=_series_uids(oncology_collections.TCGA_PRAD, "MR", "CT"),
        ),
        SharedCart(
            name="nbia-54241629300063058",
            series_uids=(
                *_series_uids(clinical_collections.FOUR_D_LUNG, "CT"),
                *_series_uids(special_collections.GLIOMA, "SEG"),
                *_series_uids(special_collections.RESTRICTED_FACES, "CT"),
            ),
        ),
    ),
)
"""The archive of services.cancerimagingarchive.net."""

NLST = Holdings(collections=screening_collections.COLLECTIONS)
"""The archive of nlst.cancerimagingarchive.net, an installation of its own."""

RADIOTHERAPY = Holdings(collections=radiotherapy_collections.COLLECTIONS)
"""An archive for tests of objects that refer to one another."""
