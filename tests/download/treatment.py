"""An archive of objects that refer to one another, which tests of references share, and files made for them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import FileDataset

from tests.reference_server import Archive
from tests.reference_server.builder import build
from tests.reference_server.catalogue import series_uid
from tests.reference_server.holdings import RADIOTHERAPY
from tests.reference_server.radiotherapy_collections import TREATMENT


def _uid(key: str) -> str:
    (patient,) = TREATMENT.patients
    (study,) = patient.studies
    return series_uid(TREATMENT, patient, study, next(series for series in study.series if series.key == key))


IMAGES, STRUCTURES, PLAN, DOSE = map(_uid, ("images", "structures", "plan", "dose"))
"""A CT series of 6 images, its structure set, the plan for that, and the dose of the plan: each refers to the one before."""
SCOUT = _uid("scout")
"""An MR series of the same study, to which nothing refers."""
REPORT, STATE = _uid("report"), _uid("state")
"""A structured report of 2 objects and a presentation state, both of the CT series."""
OF_REPORT = _uid("of the report")
"""A presentation state of the report."""
HIDDEN, OF_HIDDEN = _uid("hidden"), _uid("of what is hidden")
"""A series that the public does not see, and a segmentation of it."""


def built(folder: Path) -> Archive:
    """Build the archive."""
    build(folder, RADIOTHERAPY)
    return Archive(folder)


def stored_object(archive: Archive, series_instance_uid: str) -> FileDataset:
    """Return the first object of a series."""
    return dcmread(archive.images(series_instance_uid)[0].path)


def written(dataset: FileDataset) -> bytes:
    """Return an object as the bytes of a file."""
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()


def changed(archive: Archive, series_instance_uid: str, change: Callable[[FileDataset], object]) -> bytes:
    """Return the first object of a series after a change, as the bytes of a file."""
    dataset = stored_object(archive, series_instance_uid)
    change(dataset)
    return written(dataset)
