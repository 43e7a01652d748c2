"""The reference server's archive: the same bytes every time, and files that are what they claim to be."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pydicom
import pytest

from tests.reference_server import LUNG, Archive
from tests.reference_server.known_uids import CONTOURS, LOST_FILE, SEGMENTATION, UNSIZED

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    with Archive.cached() as archive:
        yield archive


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that was built for the tests of this file."""
    with Archive.cached(tmp_path_factory.mktemp("archive") / "cache") as archive:
        yield archive


def built_with(hash_seed: str, directory: Path) -> Path:
    """Build an archive in a process of its own."""
    imports = "import pathlib, sys; from tests.reference_server import builder, holdings"
    command = f"{imports}; builder.build(pathlib.Path(sys.argv[1]), holdings.MAIN)"
    directory.mkdir()
    subprocess.run(
        [sys.executable, "-W", "error", "-c", command, str(directory)],
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    return directory


def digest_of(directory: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*.*")):
        if path.is_file():
            digest.update(path.relative_to(directory).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def test_an_archive_built_twice_has_the_same_bytes(built: Archive, tmp_path: Path) -> None:
    other = built_with("1", tmp_path / "other")

    assert digest_of(other) == digest_of(built.directory)


def test_a_cached_archive_is_built_where_it_is_asked_for(built: Archive) -> None:
    cache = built.directory.parent

    assert cache.name == "cache"
    assert [path.name for path in cache.iterdir()] == [built.directory.name]
    assert len(built.collections()) == 13


def test_the_archive_holds_enough(archive: Archive) -> None:
    counts = archive.query(
        "SELECT (SELECT count(DISTINCT patient_id) FROM patient), (SELECT count(*) FROM series),"
        " (SELECT count(*) FROM image), (SELECT count(DISTINCT sop_uid) FROM image)"
    )

    assert counts == [(20, 53, 503, 503)]


def test_the_archive_holds_seven_modalities(archive: Archive) -> None:
    rows = archive.query("SELECT modality, count(*) FROM series GROUP BY modality ORDER BY modality")

    assert rows == [("CT", 20), ("DX", 2), ("MG", 8), ("MR", 12), ("PT", 4), ("RTSTRUCT", 4), ("SEG", 3)]


def test_a_series_can_be_looked_up(archive: Archive) -> None:
    series = archive.series(LUNG)

    assert series is not None
    assert (series.collection, series.patient_id) == ("RIDER Pilot", "1.3.6.1.4.1.9328.50.1.0001")
    assert (series.modality, series.image_count, series.visibility, series.public) == ("CT", 16, "1", True)
    assert archive.series("1.2.3") is None


def test_images_can_be_looked_up(archive: Archive) -> None:
    image = archive.images(LUNG)[0]

    assert image.digest == hashlib.md5(image.path.read_bytes()).hexdigest()
    assert image.size == image.path.stat().st_size


def test_one_file_is_lost_and_one_series_has_no_sizes(archive: Archive) -> None:
    lost = [image.path.exists() for image in archive.images(LOST_FILE)]
    sizes = [image.size for image in archive.images(UNSIZED)]

    assert lost == [True, True, True, True, True, True, True, False, True, True, True, True]
    assert sizes == [None, None, None]


def test_every_file_is_dicom_with_the_identifiers_of_the_index(archive: Archive) -> None:
    rows = archive.query(
        "SELECT image.path, image.sop_uid, series.uid, patient.patient_id, series.modality FROM image"
        " JOIN series ON series.id = image.series JOIN study ON study.id = series.study"
        " JOIN patient ON patient.id = study.patient ORDER BY image.id"
    )
    present = [row for row in rows if (archive.directory / str(row[0])).exists()]
    read = [pydicom.dcmread(archive.directory / str(row[0])) for row in present]

    assert len(present) == 502
    assert [row[1:] for row in present] == [
        (file.SOPInstanceUID, file.SeriesInstanceUID, file.PatientID, file.Modality) for file in read
    ]
    assert {str(file.file_meta.ImplementationVersionName) for file in read} == {"NBIA_REFERENCE"}


def test_a_ct_image_shows_air_and_bone(archive: Archive) -> None:
    file = pydicom.dcmread(archive.images(LUNG)[0].path)
    units = file.pixel_array * float(file.RescaleSlope) + float(file.RescaleIntercept)

    assert (file.Rows, file.Columns, file.BitsAllocated) == (64, 64, 16)
    assert units.min() < -950
    assert units.max() > 400
    assert list(file.ImagePositionPatient)[:2] == [-128, -128]


def test_a_segmentation_has_a_frame_for_each_source_image(archive: Archive) -> None:
    file = pydicom.dcmread(archive.images(SEGMENTATION)[0].path)

    assert (file.SegmentationType, file.NumberOfFrames) == ("BINARY", 18)
    assert len(file.PerFrameFunctionalGroupsSequence) == 18
    assert file.pixel_array.shape == (18, 64, 64)
    assert np.unique(file.pixel_array).tolist() == [0, 1]


def test_a_structure_set_outlines_each_source_image(archive: Archive) -> None:
    file = pydicom.dcmread(archive.images(CONTOURS)[0].path)

    assert len(file.ROIContourSequence[0].ContourSequence) == 12
    assert file.ROIContourSequence[0].ContourSequence[0].NumberOfContourPoints == 24


# Other views


def test_what_is_not_public_is_open_to_some(archive: Archive) -> None:
    (restricted,) = archive.all_series("Restricted-Faces")
    seen = archive.seen_with(frozenset({"Restricted-Faces"}))

    assert not restricted.public
    assert [series.public for series in seen.all_series("Restricted-Faces")] == [True]
    assert seen.all_series("VICTRE") == archive.all_series("VICTRE")
    assert archive.series(restricted.uid) == restricted


def test_an_archive_without_more_rights_is_itself(archive: Archive) -> None:
    assert archive.seen_with(frozenset()) is archive


def test_another_archive_holds_the_screening_trial() -> None:
    with Archive.cached(nlst=True) as nlst:
        series = nlst.all_series()
        images = [image for one in series for image in nlst.images(one.uid)]

    assert {one.collection for one in series} == {"NLST"}
    assert all(one.uid.startswith("1.2.840.113654.2.55.") for one in series)
    assert all(image.sop_uid.startswith("1.2.840.113654.2.55.") for image in images)
    assert len({image.sop_uid for image in images}) == len(images) == 27
