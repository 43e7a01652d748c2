"""Builds the archive: DICOM files and the SQLite index, always the same bytes."""

import hashlib
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pydicom.dataset import FileDataset

from .catalogue import (
    INHERITED,
    Collection,
    Patient,
    Series,
    Study,
    derived_seed,
    derived_uid,
    image_uid,
    series_uid,
    study_uid,
)
from .derived_objects import segmentation, structure_set
from .holdings import Holdings
from .instances import Context, Instance, image
from .phantom import Slice
from .referring_objects import dose, plan, presentation_state, report

INDEX_NAME = "index.sqlite"
"""The file name of the index in an archive's directory."""

_REFERRING = {
    "SEG": segmentation,
    "RTSTRUCT": structure_set,
    "RTPLAN": plan,
    "RTDOSE": dose,
    "SR": report,
    "PR": presentation_state,
}
"""What makes an object of each modality from another series."""

SCHEMA = """
CREATE TABLE collection (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, public INTEGER NOT NULL, description_uri TEXT
);
CREATE TABLE patient (
    id INTEGER PRIMARY KEY, collection INTEGER NOT NULL REFERENCES collection, patient_id TEXT NOT NULL,
    name TEXT, birth_date TEXT, sex TEXT, ethnic_group TEXT, phantom TEXT, species_code TEXT, species TEXT
);
CREATE TABLE study (
    id INTEGER PRIMARY KEY, patient INTEGER NOT NULL REFERENCES patient, uid TEXT NOT NULL, date TEXT,
    description TEXT, admitting_diagnoses TEXT, study_id TEXT, age TEXT, event_type TEXT, event_offset REAL
);
CREATE TABLE series (
    id INTEGER PRIMARY KEY, study INTEGER NOT NULL REFERENCES study, uid TEXT NOT NULL UNIQUE,
    modality TEXT NOT NULL, protocol TEXT, date TEXT, description TEXT, body_part TEXT, number INTEGER,
    annotated INTEGER, annotation_bytes INTEGER, manufacturer TEXT, model TEXT, software TEXT,
    submitted TEXT NOT NULL, released TEXT, visibility TEXT NOT NULL, third_party TEXT,
    licence_name TEXT, licence_url TEXT
);
CREATE TABLE image (
    id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series, sop_uid TEXT NOT NULL,
    sop_class_uid TEXT NOT NULL, acquisition_number INTEGER, instance_number INTEGER,
    path TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER
);
CREATE INDEX image_of_series ON image (series);
CREATE TABLE cart_item (
    id INTEGER PRIMARY KEY, cart TEXT NOT NULL, series INTEGER NOT NULL REFERENCES series
);
"""


def build(directory: Path, holdings: Holdings) -> None:
    """Write the images and the index of an archive of ``holdings`` into the empty ``directory``."""
    index = sqlite3.connect(directory / INDEX_NAME)
    try:
        index.executescript(SCHEMA)
        builder = _Builder(directory, index)
        for collection in holdings.collections:
            builder.add_collection(collection)
        for cart in holdings.carts:
            for uid in cart.series_uids:
                builder.insert("cart_item", cart.name, builder.series_rows[uid])
        index.commit()
    finally:
        index.close()


class _Builder:
    """Takes collections in, one after the other."""

    def __init__(self, directory: Path, index: sqlite3.Connection) -> None:
        self.series_rows: dict[str, int] = {}
        self._directory = directory
        self._index = index

    def insert(self, table: str, *values: str | int | float | None) -> int:
        """Add a row and return its id."""
        places = ", ".join("?" for _ in values)
        cursor = self._index.execute(f"INSERT INTO {table} VALUES (NULL, {places})", values)
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def add_collection(self, collection: Collection) -> None:
        """Take in a collection with everything in it."""
        row = self.insert("collection", collection.name, collection.public, collection.description_uri)
        for patient in collection.patients:
            self._add_patient(row, collection, patient)

    def _add_patient(self, collection_row: int, collection: Collection, patient: Patient) -> None:
        row = self.insert(
            "patient",
            collection_row,
            patient.identifier,
            patient.name,
            patient.birth_date,
            patient.sex,
            patient.ethnic_group,
            patient.phantom,
            patient.species_code,
            patient.species,
        )
        for study in patient.studies:
            self._add_study(row, collection, patient, study)

    def _add_study(self, patient_row: int, collection: Collection, patient: Patient, study: Study) -> None:
        row = self.insert(
            "study",
            patient_row,
            study_uid(collection, patient, study),
            study.date,
            study.description,
            study.admitting_diagnoses,
            study.identifier,
            study.age,
            study.event_type,
            study.event_offset,
        )
        contexts = {series.key: _context(collection, patient, study, series) for series in study.series}
        for context in contexts.values():
            source = contexts[context.series.source] if context.series.source else None
            self._add_series(row, collection, context, source)

    def _add_series(
        self,
        study_row: int,
        collection: Collection,
        context: Context,
        source: Context | None,
    ) -> None:
        series, equipment = context.series, context.series.equipment
        licence = series.licence or collection.licence
        row = self.insert(
            "series",
            study_row,
            context.series_uid,
            series.modality,
            series.protocol,
            context.series_date,
            series.description,
            series.body_part,
            series.number,
            True if series.annotated else None,
            series.annotation_bytes,
            equipment.manufacturer,
            equipment.model,
            equipment.software,
            collection.submitted if series.submitted == INHERITED else series.submitted,
            collection.released if series.released == INHERITED else series.released,
            series.visibility,
            series.third_party,
            licence.name if licence else None,
            licence.url if licence else None,
        )
        self.series_rows[context.series_uid] = row
        folder = Path("images") / context.study_uid / context.series_uid
        (self._directory / folder).mkdir(parents=True)
        for position, (instance, dataset) in enumerate(_objects(collection, context, source)):
            self._add_image(row, series, folder, position, instance, dataset)

    def _add_image(
        self,
        series_row: int,
        series: Series,
        folder: Path,
        position: int,
        instance: Instance,
        dataset: FileDataset,
    ) -> None:
        path = folder / f"{position + 1:04d}.dcm"
        dataset.save_as(self._directory / path, enforce_file_format=True)
        content = (self._directory / path).read_bytes()
        if position == series.lost_image:
            (self._directory / path).unlink()
        self.insert(
            "image",
            series_row,
            instance.sop_uid,
            dataset.SOPClassUID,
            instance.acquisition_number,
            instance.instance_number,
            path.as_posix(),
            " " if position == series.undigested_image else hashlib.md5(content).hexdigest(),
            len(content) if series.sizes_known else None,
        )


def _context(collection: Collection, patient: Patient, study: Study, series: Series) -> Context:
    return Context(
        patient=patient,
        study=study,
        series=series,
        series_date=study.date if series.date == INHERITED else series.date,
        study_uid=study_uid(collection, patient, study),
        series_uid=series_uid(collection, patient, study, series),
        frame_of_reference=derived_uid(collection.name, patient.identifier, study.key, "frame"),
    )


def _instances(collection: Collection, context: Context) -> list[Instance]:
    """Return the images of a series in the order in which they were stored."""
    series, uid = context.series, context.series_uid
    order = list(range(series.images))
    if series.shuffled:
        random.Random(derived_seed(uid, "order")).shuffle(order)
    return [
        Instance(
            sop_uid=image_uid(collection, uid, series, stored),
            place=Slice(position=number, count=series.images, size=context.size),
            instance_number=None if number < series.unnumbered else number + 1,
            acquisition_number=number % series.acquisitions + 1,
            seed=derived_seed(uid, str(number)),
        )
        for stored, number in enumerate(order)
    ]


def _objects(
    collection: Collection, context: Context, source: Context | None
) -> Iterator[tuple[Instance, FileDataset]]:
    for instance in _instances(collection, context):
        if source is None:
            yield instance, image(context, instance)
        else:
            make = _REFERRING[context.series.modality]
            yield instance, make(context, instance.sop_uid, source, _instances(collection, source))
