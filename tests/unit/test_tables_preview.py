"""What records show of themselves in a terminal and in a notebook."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import Client, Records, Series, SeriesSize
from nbia_core.records.readers import RecordsReader
from nbia_core.records.record import fields_of

COLUMNS = len(fields_of(Series))
HOSTILE = "<script>alert(1)</script>&\"'\x1b[31m\r\n\u202eevil"
THREE = [
    Series(collection="4D-Lung", patient_id="0012", modality="CT", study_date=datetime.datetime(1997, 10, 3)),
    Series(collection="4D-Lung", patient_id="13", image_count=5, series_description="D" * 30),
    Series(collection="4D-Lung", patient_id="14", image_count=1308),
]


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def series(items: list[Series]) -> Records[Series]:
    return Records(items, Series)


def html_of(records: Records[Series]) -> str:
    return records._repr_html_()


def test_a_few_records_are_shown_in_lines() -> None:
    assert repr(series(THREE)).splitlines() == [
        "<3 Series records>",
        "  Collection  PatientID  Modality  StudyDate   ImageCount  SeriesDescription",
        "  4D-Lung     0012       CT        1997-10-03",
        "  4D-Lung     13                                        5  DDDDDDDDDDDDDDDDDDDDDDD…",
        "  4D-Lung     14                                     1308",
        f"  6 of {COLUMNS} columns. All: to_pandas(). Counts: summary().",
    ]


def test_print_shows_the_same() -> None:
    assert str(series(THREE)) == repr(series(THREE))


def test_of_many_records_the_first_are_shown() -> None:
    lines = repr(series(THREE * 100_000)).splitlines()

    assert lines[0] == "<300,000 Series records>"
    assert len(lines) == 8
    assert lines[-1] == f"  5 of 300,000 rows, 6 of {COLUMNS} columns. All: to_pandas(). Counts: summary()."


def test_no_records_are_one_line() -> None:
    assert repr(series([])) == "<0 Series records>"


def test_all_that_there_is_needs_no_remark() -> None:
    assert repr(Records([SeriesSize(total_size_in_bytes=5, object_count=1)], SeriesSize)).splitlines() == [
        "<1 SeriesSize record>",
        "  TotalSizeInBytes  ObjectCount",
        "                 5            1",
    ]


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_no_line_of_the_table_is_wider_than_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)

    lines = repr(series(THREE)).splitlines()[:-1]

    assert max(map(len, lines)) <= int(columns)


def test_odd_values_are_shown_and_told() -> None:
    records = RecordsReader(Series).read(b'[{"ImageCount":"odd","StudyDate":"3 Oct"}]', strict=False)

    assert repr(records).splitlines() == [
        "<1 Series record>",
        "  StudyDate  ImageCount",
        "  3 Oct             odd",
        f"  2 of {COLUMNS} columns. All: to_pandas(). Counts: summary().",
        "  Values that do not fit their type: 2, of ImageCount, StudyDate. See mismatches.",
    ]


def test_what_a_server_sends_does_not_steer_the_terminal() -> None:
    text = repr(series([Series(collection=HOSTILE), Series(collection="two\nlines")]))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "two lines" in text
    assert len(text.splitlines()) == 5


@given(st.lists(st.builds(Series, collection=st.text(), patient_id=st.text()), max_size=7))
def test_any_text_makes_a_line_for_each_record(items: list[Series]) -> None:
    lines = repr(series(items)).split("\n")

    assert len([line for line in lines if line.startswith("  ")]) <= 7
    assert all(character.isprintable() for line in lines for character in line)


def test_a_notebook_shows_a_table() -> None:
    html = html_of(series(THREE))

    assert html.startswith("<div><p>3 Series records</p><table>")
    assert html.count("<tr>") == 4
    assert "<td>1997-10-03</td>" in html
    assert f"<p>6 of {COLUMNS} columns. All: to_pandas(). Counts: summary().</p>" in html


def test_a_notebook_shows_the_first_of_many() -> None:
    html = html_of(series(THREE * 1000))

    assert html.count("<tr>") == 11
    assert f"<p>10 of 3,000 rows, 6 of {COLUMNS} columns." in html


def test_headings_say_what_the_columns_are() -> None:
    assert '<th title="(0010,0020) The patient&#x27;s identifier.' in html_of(series(THREE))


def test_an_empty_answer_has_no_table() -> None:
    assert html_of(series([])) == "<div><p>0 Series records</p></div>"


def test_a_notebook_names_what_the_spec_does_not_know() -> None:
    names = ",".join(f'"<Unheard {number}>":1' for number in range(12))
    records = RecordsReader(Series).read(f'[{{"PatientID":"1",{names}}},{{"<Unheard 0>":1}}]'.encode(), strict=False)

    html = html_of(records)

    assert "<p>Not in the spec: &lt;Unheard 0&gt; (2), &lt;Unheard 1&gt; (1)," in html
    assert "and 2 more.</p>" in html


def test_what_a_server_sends_is_no_html() -> None:
    html = html_of(series([Series(collection=HOSTILE)]))

    assert "<script" not in html
    assert "\x1b" not in html
    assert "&lt;script&gt;" in html


def test_an_answer_of_the_server_is_shown(client: Client) -> None:
    text, html = repr(client.get_series()), html_of(client.get_series())

    assert text.startswith("<50 Series records>\n  Collection   PatientID")
    assert len(re.findall("<tr>", html)) == 11


def test_a_record_without_values_is_counted() -> None:
    assert repr(series([Series()])).splitlines() == [
        "<1 Series record>",
        f"  0 of {COLUMNS} columns. All: to_pandas(). Counts: summary().",
    ]
