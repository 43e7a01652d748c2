"""Lists of records as the service, this client and DataFrames write them name series like any table."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbia import InvalidParameterError, Records, Series, read_manifest

RECORDS = Records[Series](
    [
        Series(series_instance_uid="1.2.1", patient_id="0012", image_count=3),
        Series(series_instance_uid="1.2.2", patient_id="a, b"),
    ],
    Series,
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_parquet_file_of_records_lists_its_series(tmp_path: Path) -> None:
    manifest = read_manifest(RECORDS.to_parquet(tmp_path / "series.parquet"))

    assert manifest.series == ("1.2.1", "1.2.2")
    assert manifest.rows is not None
    assert [(row["PatientID"], row["ImageCount"]) for row in manifest.rows] == [("0012", "3"), ("a, b", "")]


@pytest.mark.parametrize(
    "text",
    [
        '[{"SeriesInstanceUID": "1.2.1", "PatientID": "0012"}, {"SeriesInstanceUID": "1.2.2", "PatientID": "a\\nb"}]',
        '{"SeriesInstanceUID": "1.2.1", "PatientID": "0012"}\n\n{"PatientID": "a\\nb", "SeriesInstanceUID": "1.2.2"}\n',
    ],
    ids=["JSON", "JSON Lines"],
)
def test_records_in_json_list_their_series(tmp_path: Path, text: str) -> None:
    manifest = read_manifest(written(tmp_path, "answer", text))

    assert manifest.series == ("1.2.1", "1.2.2")
    assert manifest.rows is not None
    assert [row["PatientID"] for row in manifest.rows] == ["0012", "a\nb"]


def test_uids_in_json_are_a_list_of_series(tmp_path: Path) -> None:
    manifest = read_manifest(written(tmp_path, "uids.json", '["1.2.1", "1.2.2", "1.2.1"]'))

    assert manifest.series == ("1.2.1", "1.2.2")
    assert [line.reason for line in manifest.skipped] == ["listed twice"]


def test_records_of_patients_in_json_list_patients(tmp_path: Path) -> None:
    manifest = read_manifest(written(tmp_path, "patients.json", '[{"PatientID": "0012"}]'))

    assert [str(group) for group in manifest.groups] == ["patient 0012"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'[{"SeriesInstanceUID": "1.2.3",}]', "it is broken JSON"),
        (b'[{"SeriesInstanceUID": "1.2.3"}, 5]', "no list of records or of UIDs"),
        (b'{"series": [{"SeriesInstanceUID": "1.2.3"}]}', "names no series, but series"),
        (b'[{"SOPInstanceUID": "1.2.3"}]', "names no series, but SOPInstanceUID"),
        (b"[" * 100_000, "it is broken JSON"),
        (b"PAR1 and nothing else", "it is a broken Parquet file"),
    ],
)
def test_what_is_no_list_of_records_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / "list").write_bytes(data)

    with pytest.raises(InvalidParameterError, match=sentence):
        read_manifest(tmp_path / "list")
