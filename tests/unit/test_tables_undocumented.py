"""Undocumented attributes are found by the decoding itself: none is overlooked, and an answer without any is not parsed again."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbia import Series, SeriesMetadata
from nbia_core.records import json_rows
from nbia_core.records.readers import RecordsReader
from tests.unit.series_rows import read

NAMES = st.sampled_from(["PatientID", "Unheard", "patient_id", "", '"', "a:b", "é", "PatientID "])
TEXTS = st.text(st.sampled_from('":\\ \n\té{}[],a'), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
ROWS = st.lists(st.dictionaries(NAMES, TEXTS, max_size=4), max_size=6)
ODD_ROWS = st.lists(st.dictionaries(NAMES, VALUES, max_size=4), max_size=6)
SEPARATORS = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", " :\t"), (",", "\r\n:")])


def unheard(rows: list[dict[str, object]]) -> dict[str, int]:
    return dict(Counter(name for row in rows for name in row if name != "PatientID"))


@settings(max_examples=300)
@given(ROWS | ODD_ROWS, SEPARATORS, st.booleans())
def test_no_key_is_overlooked(rows: list[dict[str, object]], separators: tuple[str, str], escape: bool) -> None:
    records = read(json.dumps(rows, separators=separators, ensure_ascii=escape).encode())

    assert records.undocumented == unheard(rows)
    assert list(records.to_pandas().columns[24:]) == list(unheard(rows))
    assert records.to_dicts() == rows


@given(ROWS)
def test_records_are_the_same_with_and_without_undocumented_attributes(rows: list[dict[str, object]]) -> None:
    known = [{name: row[name] for name in row if name == "PatientID"} for row in rows]

    records = read(json.dumps(rows).encode())

    assert records == read(json.dumps(known).encode())
    assert {type(record) for record in records} <= {Series}


@pytest.mark.parametrize(
    "text",
    ['": SER"', '":"', '"x\\": y"', '" : "', '"a:b"', '"{\\"Unheard\\":1}"', '"\\u003a\\u0022:"'],
)
def test_a_text_that_looks_like_a_key_costs_no_second_parsing(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    records = read(b'[{"PatientID":"1"},{"SeriesDescription":' + text.encode() + b"}]")
    monkeypatch.setattr(json_rows, "_parse", None)

    table = records.to_pandas()

    assert records.undocumented == {}
    assert table["SeriesDescription"][1] == json.loads(text)


@pytest.mark.parametrize("body", [b"", b"[]", b"[{}]", b' [ { } , {"PatientID" : null} ] '])
def test_answers_without_values_have_no_undocumented_attributes(body: bytes) -> None:
    assert read(body).undocumented == {}


def test_one_undocumented_attribute_among_many_is_found() -> None:
    many = [b'{"PatientID":"0012","ImageCount":5}'] * 20_000

    records = read(b"[" + b",".join([*many, b'{"Unheard":1}']) + b"]")

    assert records.undocumented == {"Unheard": 1}
    assert records.to_pandas()["Unheard"].tolist()[-1] == 1
    assert records.to_pandas()["Unheard"].isna().sum() == 20_000


@pytest.mark.parametrize("value", ['"odd"', "2.5", "{}"])
def test_undocumented_attributes_are_found_beside_values_that_do_not_fit(value: str) -> None:
    records = read(b'[{"ImageCount":' + value.encode() + b',"Unheard":1},{"Unheard":null,"Other":[]}]')

    assert len(records.mismatches) == 1
    assert records.undocumented == {"Unheard": 2, "Other": 1}


def test_undocumented_attributes_are_found_beside_half_a_character() -> None:
    records = read(b'[{"PatientID":"\\ud800"},{"Unheard":"\\udc00"}]')

    assert records.undocumented == {"Unheard": 1}
    assert records[1:].undocumented == {"Unheard": 1}
    assert records[:1].undocumented == {}


def test_half_a_character_in_the_name_of_an_attribute_is_escaped_in_tables() -> None:
    records = read(b'[{"Un\\udc00heard":1}]')

    assert records.to_pandas().columns[-1] == r"Un\udc00heard"
    assert records.to_polars().columns[-1] == r"Un\udc00heard"
    assert records.to_arrow().column_names[-1] == r"Un\udc00heard"


def test_undocumented_attributes_are_found_where_values_arrive_in_another_form() -> None:
    body = b'[{"Series UID":"1.2","File Size":"5"},{"Unheard":1}]'

    records = RecordsReader(SeriesMetadata).read(body, strict=False)

    assert records.undocumented == {"Unheard": 1}


def test_a_part_of_an_answer_has_its_own_undocumented_attributes() -> None:
    records = read(b'[{"Unheard":1},{"PatientID":"1"},{"PatientID":"2","Of":null}]')

    assert records[1:2].undocumented == {}
    assert records[1:].undocumented == {"Of": 1}
    assert records[::-1].to_dicts()[2] == {"Unheard": 1}
