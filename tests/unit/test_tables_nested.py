"""Tables of records that hold lists, maps and other records: every library has all of their values."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from nbia.v4.records import CartStudy, EquipmentNode, SearchPatient
from nbia_core.records.readers import RecordsReader
from nbia_core.records.records import Records
from nbia_core.records.tables.columns import as_text

PATIENT = (
    b'[{"subjectId":"P1","modalities":["CT","MR"],"timepoints":{"ENROLLMENT":[0,30]},'
    b'"studyIdentifiers":[{"seriesIdentifiers":[1,2],"studyIdentifier":7}]},{"subjectId":"P2"}]'
)
STUDY = b'[{"studyId":"1.2","date":"01-02-2000","id":1,"seriesList":[{"seriesUID":"1.3","seriesPkId":5}]}]'
TREE = b'{"children":[{"children":[{"children":[]}]}]}'
ODD = b'[{"subjectId":"P1","modalities":["CT",1]},{"subjectId":"P2","modalities":["MR"]}]'


NESTED = ("modalities", "timepoints", "studyIdentifiers")
SENT = {name: [row.get(name) for row in json.loads(PATIENT)] for name in NESTED}


def read(body: bytes) -> Records[SearchPatient]:
    return RecordsReader(SearchPatient).read(body, strict=False)


def test_cells_of_csv_have_json(tmp_path: Path) -> None:
    path = read(PATIENT).to_csv(tmp_path / "patients.csv")

    first, second = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert {name: [json.loads(first[name])] for name in NESTED} == {name: SENT[name][:1] for name in NESTED}
    assert [second[name] for name in NESTED] == ["", "", ""]


@pytest.mark.parametrize("missing", ["", "pyarrow"], ids=["with pyarrow", "without"])
def test_pandas_has_lists_and_dictionaries(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)

    table = read(PATIENT).to_pandas()

    assert {name: table[name].tolist() for name in NESTED} == SENT


def test_pandas_has_the_values_of_records_within_a_record() -> None:
    table = RecordsReader(CartStudy).read(STUDY, strict=False).to_pandas()

    assert table["seriesList"].tolist() == [[{"seriesUID": "1.3", "seriesPkId": 5}]]


def test_arrow_has_lists_maps_and_structs() -> None:
    table = read(PATIENT).to_arrow()

    assert table["modalities"].to_pylist() == SENT["modalities"]
    assert table["timepoints"].to_pylist() == [[("ENROLLMENT", [0, 30])], None]
    assert table["studyIdentifiers"].to_pylist() == [
        [{"seriesIdentifiers": [1, 2], "seriesAndModality": None, "studyIdentifier": 7}],
        None,
    ]


def test_parquet_keeps_what_arrow_has(tmp_path: Path) -> None:
    records = read(PATIENT)

    assert parquet.read_table(records.to_parquet(tmp_path / "patients.parquet")).equals(records.to_arrow())


@pytest.mark.parametrize("body", [PATIENT, ODD])
def test_polars_has_texts_of_json(body: bytes) -> None:
    table = read(body).to_polars()

    assert [json.loads(text) for text in table["modalities"].drop_nulls().to_list()] == [
        row["modalities"] for row in json.loads(body) if "modalities" in row
    ]


def test_what_does_not_fit_a_list_is_json_in_arrow() -> None:
    table = read(ODD).to_arrow()

    assert [json.loads(str(text)) for text in table["modalities"].to_pylist()] == [["CT", 1], ["MR"]]


def test_a_record_that_holds_others_of_its_kind_is_json_in_arrow() -> None:
    table = RecordsReader(EquipmentNode, "object").read(TREE, strict=False).to_arrow()

    assert [json.loads(str(text)) for text in table["children"].to_pylist()] == [json.loads(TREE)["children"]]


def test_a_day_in_a_record_within_a_record_is_written() -> None:
    assert as_text(Records(RecordsReader(CartStudy).read(STUDY, strict=False), CartStudy)[0]) == (
        '{"studyId": "1.2", "date": "2000-01-02 00:00:00", "id": 1, "seriesList": [{"seriesUID": "1.3", "seriesPkId": 5}]}'
    )
