"""Bodies of every kind become rows, or a DecodeError and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import Series
from nbia.errors import DecodeError
from nbia_core.records.readers import RecordsReader, TextReader
from nbia_core.records.records import Records
from nbia_core.text import as_text

NUMBERS = st.integers(-(2**63), 2**64) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["PatientID", "ImageCount", "SeriesDate", "AnnotationsFlag", "Unheard", "Of"])


def read(body: bytes, *, strict: bool = False) -> Records[Series]:
    return RecordsReader(Series).read(body, strict=strict)


def outcome_of(body: bytes) -> str:
    try:
        read(body).to_dicts()
    except DecodeError:
        return "DecodeError"
    except Exception as error:
        return f"a bare {type(error).__name__}"
    return "rows"


@pytest.mark.parametrize("body", [b"", b" ", b"\n", b"\r\n  ", b"[]", b" [ ] \n"])
def test_nothing_found_is_an_empty_sequence(body: bytes) -> None:
    records = read(body)

    assert len(records) == 0
    assert records.to_dicts() == []
    assert records.undocumented == {}
    assert records.record_type is Series


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "an object"),
        (b'{"error":"no"}', "an object"),
        (b"null", "null"),
        (b"true", "a boolean"),
        (b"12", "a number"),
        (b"1.5", "a number"),
        (b'"text"', "a text"),
    ],
)
def test_json_that_is_no_array_is_refused_by_its_kind(body: bytes, kind: str) -> None:
    with pytest.raises(DecodeError, match=f"JSON, but {kind} instead of an array of rows"):
        read(body)


@pytest.mark.parametrize(
    ("body", "row", "kind"),
    [
        (b"[null]", 0, "null"),
        (b"[1]", 0, "a number"),
        (b'["RIDER Pilot"]', 0, "a text"),
        (b"[{},[]]", 1, "an array"),
        (b'[{"PatientID":"1"},{},false]', 2, "a boolean"),
    ],
)
def test_a_row_that_is_no_object_is_refused_by_its_number(body: bytes, row: int, kind: str) -> None:
    with pytest.raises(DecodeError, match=f"Row {row} of the answer is {kind} instead of an object") as caught:
        read(body)

    assert caught.value.row == row


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"Server was not able to process your request", id="a sentence"),
        pytest.param(b"<html></html>", id="a page"),
        pytest.param(b"[{'PatientID':'1'}]", id="Python"),
        pytest.param(b'[{"PatientID":NaN}]', id="NaN"),
        pytest.param(b'[{"PatientID":"1"}', id="without its end"),
        pytest.param(b'[{"PatientID":"1"},', id="cut after a row"),
        pytest.param(b'[{"PatientID":"1', id="cut inside a text"),
        pytest.param(b'[{"PatientID":"1\\', id="cut inside an escape"),
        pytest.param(b'[{"PatientID":"1"},]', id="a comma too many"),
        pytest.param(b'[{"PatientID":"1"}]]', id="a bracket too many"),
        pytest.param(b'[{"PatientID":"1"}][]', id="two arrays"),
        pytest.param(b'[{"PatientID":"\\q"}]', id="an unknown escape"),
        pytest.param(b'[{"Unheard":"\\q"}]', id="an unknown escape where nobody looks"),
        pytest.param(b"\xef\xbb\xbf", id="a byte order mark alone"),
        pytest.param(b"\x1f\x8b\x08\x00", id="gzip"),
        pytest.param(b"\xff\xfe[\x00]\x00", id="UTF-16"),
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(DecodeError, match="not readable as JSON"):
        read(body)


@pytest.mark.parametrize("where", [b'[{"PatientID":%s}]', b'[{"Unheard":%s}]', b"[%s]", b"%s"])
def test_json_that_is_nested_too_deep_is_refused(where: bytes) -> None:
    body = where % (b"[" * 200_000 + b"]" * 200_000)

    assert outcome_of(body) == "DecodeError"


@pytest.mark.parametrize("number", [b"9" * 5000, b"1e999", b"-1e999"])
def test_a_number_that_no_machine_holds_is_never_a_bare_error(number: bytes) -> None:
    assert outcome_of(b'[{"ImageCount":%s}]' % number) in ("DecodeError", "rows")


@given(st.binary(max_size=60) | st.text('[]{}",:\\019.eE-+ntruefalse\ufeffé', max_size=40).map(str.encode))
def test_no_body_gives_anything_but_rows_or_a_decode_error(body: bytes) -> None:
    assert outcome_of(body) in ("DecodeError", "rows")


@given(st.lists(st.dictionaries(NAMES, VALUES)), st.booleans())
def test_no_value_of_any_kind_loses_an_answer(rows: list[dict[str, object]], spaced: bool) -> None:
    body = json.dumps(rows, ensure_ascii=spaced, indent=2 if spaced else None).encode()

    records = read(body)

    assert records.to_dicts() == rows
    assert len(records) == len(rows)


def test_a_byte_order_mark_is_left_out() -> None:
    records = read(b'\xef\xbb\xbf[{"PatientID":"1"}]')

    assert records[0].patient_id == "1"
    assert records.to_dicts() == [{"PatientID": "1"}]


def test_utf8_is_read_whatever_the_headers_say() -> None:
    records = read('[{"StudyDesc":"IRM FÉMUR/CUISSE","Unheard":"漢\u2028"}]'.encode())

    assert records[0].study_description == "IRM FÉMUR/CUISSE"
    assert records.to_dicts()[0]["Unheard"] == "漢\u2028"


def test_latin1_is_read_where_utf8_does_not_fit() -> None:
    records = read('[{"StudyDesc":"IRM FÉMUR"},{"Unheard":"ü"}]'.encode("latin-1"))

    assert records[0].study_description == "IRM FÉMUR"
    assert records.to_dicts() == [{"StudyDesc": "IRM FÉMUR"}, {"Unheard": "ü"}]
    assert records.mismatches == ()


def test_escapes_are_resolved() -> None:
    records = read(rb'[{"LicenseURI":"http:\/\/creativecommons.org\/","ProtocolName":"a\"\\\b\t\n\u00e9\ud83d\ude00"}]')

    assert records[0].license_uri == "http://creativecommons.org/"
    assert records[0].protocol_name == 'a"\\\b\t\né\U0001f600'


@pytest.mark.parametrize("number", [2**31, 2**53 + 1, 2**63 - 1, 2**63, 2**64, 10**32 + 1, -(2**63)])
def test_large_integers_keep_every_digit(number: int) -> None:
    records = read(b'[{"FileSize":%d,"Unheard":%d}]' % (number, number))

    assert records[0].file_size == number
    assert records.to_dicts() == [{"FileSize": number, "Unheard": number}]
    assert records.mismatches == ()


def test_of_a_key_that_comes_twice_the_last_value_counts_everywhere() -> None:
    records = read(b'[{"PatientID":"1","Unheard":1,"PatientID":"2","Unheard":2}]')

    assert records[0].patient_id == "2"
    assert records.to_dicts() == [{"PatientID": "2", "Unheard": 2}]
    assert records.undocumented == {"Unheard": 1}


def test_rows_that_come_twice_are_kept_twice() -> None:
    records = read(b'[{"PatientID":"1"},{"PatientID":"1"}]')

    assert len(records) == 2
    assert records[0] == records[1]


@pytest.mark.parametrize(
    ("body", "text"),
    [(b"", ""), ("a;é\n".encode(), "a;é\n"), (b"\xef\xbb\xbfa", "a"), (b"F\xc9MUR", "FÉMUR"), (b"a\r\nb", "a\r\nb")],
)
def test_a_text_answer_is_decoded_and_otherwise_left_alone(body: bytes, text: str) -> None:
    assert TextReader().read(body, strict=True) == text


def test_a_byte_that_is_not_utf8_changes_no_other_character() -> None:
    rows = b'[{"PatientID":"\xc3\xa9"},{"PatientID":"\x81\x80\xe9"}]'

    assert [record.patient_id for record in read(rows)] == ["\xe9", "\x81\u20ac\xe9"]


@given(st.binary())
def test_every_body_can_be_shown_as_text(body: bytes) -> None:
    assert isinstance(as_text(body), str)
