"""What version 4 reads in the images themselves, which the index does not have."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..archive import Archive


@dataclass(frozen=True, kw_only=True)
class Measures:
    """The sizes of voxels that occur in a series, in millimetres."""

    pixel_spacings: tuple[float, ...]
    """Between the rows."""
    slice_thicknesses: tuple[float, ...]


def measures(archive: Archive, series_uid: str) -> Measures:
    """Return the measures that occur among the images of a series."""
    return _measured(tuple(image.path for image in archive.images(series_uid)))


@cache
def _measured(paths: tuple[Path, ...]) -> Measures:
    from pydicom import dcmread  # takes time that a server without questions of this kind does not need

    spacings: set[float] = set()
    thicknesses: set[float] = set()
    for path in paths:
        if path.exists():
            dataset = dcmread(path, stop_before_pixels=True, specific_tags=["PixelSpacing", "SliceThickness"])
            if "PixelSpacing" in dataset:
                spacings.add(float(dataset.PixelSpacing[0]))
            if "SliceThickness" in dataset:
                thicknesses.add(float(dataset.SliceThickness))
    return Measures(pixel_spacings=tuple(sorted(spacings)), slice_thicknesses=tuple(sorted(thicknesses)))
