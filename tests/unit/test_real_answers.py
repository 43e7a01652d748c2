"""Answers of the real service, recorded by others, are read without loss.

They are not part of this repository: set NBIA_REAL_RESPONSES to a folder that has them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import nbia
from nbia import Record, SeriesSize
from nbia_core.http.answers import say
from nbia_core.records.readers import RecordsReader
from nbia_core.records.row_cutter import RowCutter
from tests.unit.real_answers import FOLDER

KINDS: dict[str, type[Record]] = {
    "NewPatientsInCollection": nbia.Patient,
    "NewStudiesInPatientCollection": nbia.Study,
    "getBodyPartValues": nbia.BodyPartValue,
    "getCollectionValues": nbia.CollectionValue,
    "getContentsByName": nbia.SharedSeries,
    "getManufacturerValues": nbia.ManufacturerValue,
    "getModalityValues": nbia.ModalityValue,
    "getPatient": nbia.Patient,
    "getPatientByCollectionAndModality": nbia.PatientIdentifier,
    "getPatientStudy": nbia.Study,
    "getSOPInstanceUIDs": nbia.SOPInstance,
    "getSeries": nbia.Series,
    "getSeriesMetaData": nbia.SeriesMetadata,
    "getSeriesSize": nbia.SeriesSize,
    "getUpdatedSeries": nbia.UpdatedSeries,
}
ANSWERS = sorted(path for path in FOLDER.glob("*--*.json") if path.name.partition("--")[0] in KINDS)
PAGES = sorted(FOLDER.glob("error--*.html"))

pytestmark = pytest.mark.skipif(not ANSWERS, reason="recorded answers are not at hand; set NBIA_REAL_RESPONSES")


def reader_for(path: Path) -> RecordsReader[Record]:
    return RecordsReader(KINDS[path.name.partition("--")[0]])


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", ANSWERS, ids=name_of)
def test_a_recorded_answer_fits_its_types(path: Path) -> None:
    records = reader_for(path).read(path.read_bytes(), strict=True)

    assert len(records) > 0
    assert records.mismatches == ()


@pytest.mark.parametrize("path", ANSWERS, ids=name_of)
def test_nothing_of_a_recorded_answer_is_lost(path: Path) -> None:
    records = reader_for(path).read(path.read_bytes(), strict=False)

    assert records.to_dicts() == json.loads(path.read_bytes())


@pytest.mark.parametrize("path", ANSWERS, ids=name_of)
def test_every_key_of_a_recorded_answer_is_documented(path: Path) -> None:
    assert reader_for(path).read(path.read_bytes(), strict=False).undocumented == {}


@pytest.mark.parametrize("path", ANSWERS, ids=name_of)
def test_a_recorded_answer_becomes_a_table(path: Path) -> None:
    records = reader_for(path).read(path.read_bytes(), strict=False)

    table = records.to_pandas()

    assert len(table) == len(records)


@pytest.mark.parametrize("path", ANSWERS, ids=name_of)
def test_a_recorded_answer_can_be_cut_into_blocks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.records.row_cutter._BLOCK", 1000)
    body = path.read_bytes()
    cutter = RowCutter()

    blocks = [cutter.feed(body[start : start + 700]) for start in range(0, len(body), 700)] + [cutter.finish()]

    assert [row for block in blocks if block for row in json.loads(block)] == json.loads(body)


def test_the_recorded_sizes_are_whole_numbers() -> None:
    bodies = [path.read_bytes() for path in ANSWERS if path.name.startswith("getSeriesSize--")]

    rows = [row for body in bodies for row in RecordsReader(SeriesSize).read(body, strict=True)]

    assert all(type(row.total_size_in_bytes) is int and type(row.object_count) is int for row in rows)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_recorded_page_says_something(path: Path) -> None:
    sentence = say(path.read_bytes())

    assert sentence
    assert "<" not in sentence
