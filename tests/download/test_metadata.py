"""metadata.csv: what is known of each complete series, in columns that any reader of CSV takes."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from nbia import Series
from nbia.errors import DestinationError
from nbia_core.download.disk.metadata_csv import is_metadata, write_metadata
from nbia_core.download.model import SeriesState
from nbia_core.records.record import fields_of

SERIES_COLUMNS = [field.wire for field in fields_of(Series)]
EARLIER_COLUMNS = ["DownloadPath", "ImagesOnDisk", "BytesOnDisk", "ImagesWithVerifiedMD5", "IsDisputed"]
"""Those that the first releases wrote."""
OWN_COLUMNS = [*EARLIER_COLUMNS, "DownloadSource", "DownloadVersion"]


def state(number: int = 1, /, **attributes: object) -> SeriesState:
    return SeriesState(
        series_instance_uid=f"1.2.{number}",
        path=f"LIDC/0012/1.2.{number}",
        is_archive=False,
        images=20,
        size=10_000,
        expected_images=20,
        expected_size=10_000,
        verified=19,
        not_verifiable=("00000020.dcm",),
        checks=("archive end", "MD5"),
        files=(),
        attributes=dict(attributes),
    )


def written(folder: Path, *states: SeriesState) -> str:
    """Write the file and return its text."""
    path = folder / "metadata.csv"
    write_metadata(path, lambda: iter(states), Series)
    return path.read_bytes().decode()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_columns_are_those_of_the_record_then_unknown_ones_then_ours(tmp_path: Path) -> None:
    header, *_ = written(tmp_path, state(Zone="1", Arm="B")).splitlines()

    assert header.split(",") == [*SERIES_COLUMNS, "Arm", "Zone", *OWN_COLUMNS]


def test_a_file_of_an_earlier_release_is_ours_and_one_with_fewer_columns_is_not(tmp_path: Path) -> None:
    written(tmp_path)
    earlier, other = tmp_path / "earlier.csv", tmp_path / "other.csv"
    earlier.write_text(",".join([*SERIES_COLUMNS, *EARLIER_COLUMNS]) + "\n")
    other.write_text(",".join([*SERIES_COLUMNS, *EARLIER_COLUMNS[:4]]) + "\n")

    assert is_metadata(earlier, tmp_path / "metadata.csv")
    assert not is_metadata(other, tmp_path / "metadata.csv")


def test_a_line_says_where_a_series_came_from(tmp_path: Path) -> None:
    (row,) = rows(written(tmp_path, structs.replace(state(), source="elsewhere", version="7")))

    assert (row["DownloadSource"], row["DownloadVersion"]) == ("elsewhere", "7")


def test_our_columns_are_not_those_of_the_server() -> None:
    assert not set(OWN_COLUMNS) & set(SERIES_COLUMNS)


def test_a_line_says_what_is_known_and_what_is_on_disk(tmp_path: Path) -> None:
    (row,) = rows(written(tmp_path, state(7, collection="LIDC-IDRI", image_count=20)))

    assert {name: value for name, value in row.items() if value} == {
        "SeriesInstanceUID": "1.2.7",
        "Collection": "LIDC-IDRI",
        "ImageCount": "20",
        "DownloadPath": "LIDC/0012/1.2.7",
        "ImagesOnDisk": "20",
        "BytesOnDisk": "10000",
        "ImagesWithVerifiedMD5": "19",
        "IsDisputed": "false",
    }


@pytest.mark.parametrize(
    ("attribute", "value", "text"),
    [
        ("patient_id", "0012", "0012"),
        ("patient_id", None, ""),
        ("patient_id", "", ""),
        ("series_description", "=1+1", "=1+1"),
        ("series_description", " lung, 5 mm ", " lung, 5 mm "),
        ("series_description", 'the "best"', 'the "best"'),
        ("series_description", "two\r\nlines", "two\r\nlines"),
        ("series_description", "one\rreturn", "one\rreturn"),
        ("series_description", "2010-08-16T00:00:00", "2010-08-16T00:00:00"),
        ("series_description", "Größe\u2028", "Größe\u2028"),
        ("series_description", "half \ud83d", "half \\ud83d"),
        ("series_date", datetime.datetime(2010, 8, 16), "2010-08-16"),
        ("series_date", datetime.datetime(2010, 8, 16, 12, 30), "2010-08-16 12:30:00"),
        ("series_date", datetime.date(2010, 8, 16), "2010-08-16"),
        ("series_date", "2010-08-16T00:00:00", "2010-08-16"),
        ("series_date", "2010-08-16T12:30:00", "2010-08-16 12:30:00"),
        ("series_date", "16/08/2010", "16/08/2010"),
        ("annotations_flag", True, "true"),
        ("annotations_flag", False, "false"),
        ("image_count", 0, "0"),
        ("slice_thickness", 1.25, "1.25"),
        ("series_instance_uid", "9.9.9", "1.2.1"),
    ],
)
def test_values_are_written_as_they_are(tmp_path: Path, attribute: str, value: object, text: str) -> None:
    names = {field.python: field.wire for field in fields_of(Series)}

    (row,) = rows(written(tmp_path, state(**{attribute: value})))

    assert row[names.get(attribute, attribute)] == text


def test_lines_end_with_a_line_feed_and_only_what_needs_it_is_quoted(tmp_path: Path) -> None:
    text = written(tmp_path, state(series_description="a,b", protocol_name="plain"))

    assert text.count("\n") == 2
    assert "\r" not in text
    assert text.count('"') == 2
    assert '"a,b"' in text


def test_pandas_reads_it(tmp_path: Path) -> None:
    written(tmp_path, state(patient_id="0012", series_date=datetime.datetime(2010, 8, 16), image_count=20), state(2))

    table = pandas.read_csv(tmp_path / "metadata.csv", dtype={"PatientID": "string"}, parse_dates=["SeriesDate"])

    assert table["PatientID"].tolist() == ["0012", pandas.NA]
    assert table["SeriesDate"][0] == pandas.Timestamp("2010-08-16")
    assert table["ImagesOnDisk"].sum() == 40


def test_without_series_there_is_a_header(tmp_path: Path) -> None:
    assert written(tmp_path) == ",".join([*SERIES_COLUMNS, *OWN_COLUMNS]) + "\n"


def test_our_columns_win_over_those_of_an_earlier_metadata_csv(tmp_path: Path) -> None:
    text = written(tmp_path, state(DownloadPath="elsewhere", ImagesOnDisk="3"))

    assert text.splitlines()[0].count("DownloadPath") == 1
    assert rows(text)[0]["DownloadPath"] == "LIDC/0012/1.2.1"
    assert rows(text)[0]["ImagesOnDisk"] == "20"


def test_attributes_that_turn_up_late_have_a_column_in_every_line(tmp_path: Path) -> None:
    text = written(tmp_path, state(1), state(2, Zone="1"), state(3, Arm="B"))

    assert [(row["Arm"], row["Zone"]) for row in rows(text)] == [("", ""), ("", "1"), ("B", "")]


def test_attributes_that_another_process_adds_meanwhile_are_not_lost(tmp_path: Path) -> None:
    rounds = iter(
        [[state(1, Zone="1")], [state(1, Zone="1"), state(2, Arm="B")], [state(1, Zone="1"), state(2, Arm="B")]]
    )
    path = tmp_path / "metadata.csv"

    write_metadata(path, lambda: next(rounds), Series)

    assert [(row["Arm"], row["Zone"]) for row in rows(path.read_text())] == [("", "1"), ("B", "")]


def test_without_unknown_attributes_the_series_are_gone_through_once(tmp_path: Path) -> None:
    rounds = iter([[state()]])

    write_metadata(tmp_path / "metadata.csv", lambda: next(rounds), Series)

    assert next(rounds, None) is None


def test_an_earlier_file_stays_until_the_new_one_is_complete(tmp_path: Path) -> None:
    def states() -> Iterator[SeriesState]:
        yield state()
        raise RuntimeError("pulled the plug")

    before = written(tmp_path, state(5))

    with pytest.raises(RuntimeError):
        write_metadata(tmp_path / "metadata.csv", states, Series)

    assert [path.name for path in tmp_path.iterdir()] == ["metadata.csv"]
    assert (tmp_path / "metadata.csv").read_text() == before


def test_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match="missing"):
        write_metadata(tmp_path / "missing" / "metadata.csv", list, Series)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.text('abXYZ ,"\n\r', min_size=1, max_size=4), WORDS), max_size=4))
def test_every_attribute_is_read_back(tmp_path: Path, series: list[dict[str, Any]]) -> None:
    names = {name for attributes in series for name in attributes}

    read = rows(written(tmp_path, *(state(number, **attributes) for number, attributes in enumerate(series))))

    assert [{name: row[name] for name in names} for row in read] == [
        {name: attributes.get(name, "") for name in names} for attributes in series
    ]
