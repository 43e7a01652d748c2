"""A call is a value: checked, not sent yet, comparable, and the same in another process."""

from __future__ import annotations

import copy
import datetime
import pickle
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import Call, InvalidParameterError, calls

BASE = "https://example.org/v1"
UID = "1.3.6.1.4.1.9328.50.1.2"
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(str.strip)


def test_a_call_has_its_parameters_in_the_form_of_the_wire() -> None:
    call = calls.get_image(UID, new_file_names=True)

    assert call.parameters == (("SeriesInstanceUID", UID), ("NewFileNames", "Yes"))
    assert call.url(BASE) == f"{BASE}/getImage?SeriesInstanceUID={UID}&NewFileNames=Yes"
    assert str(call) == f"getImage?SeriesInstanceUID={UID}&NewFileNames=Yes"


def test_a_call_without_parameters_has_no_query() -> None:
    assert calls.get_collection_values().url(BASE) == f"{BASE}/getCollectionValues"


def test_the_default_format_is_not_sent_and_every_other_is() -> None:
    assert calls.get_collection_values(format="json").parameters == ()
    assert calls.get_collection_values(format="csv").parameters == (("format", "csv"),)


def test_dates_keep_their_slashes() -> None:
    call = calls.new_patients_in_collection("A", datetime.date(2010, 8, 16))

    assert call.url(BASE) == f"{BASE}/NewPatientsInCollection?Collection=A&Date=2010/08/16"
    assert str(calls.get_updated_series(from_date="2010-08-16")) == "getUpdatedSeries?fromDate=16/08/2010"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("RIDER Pilot", "RIDER%20Pilot"),
        ("a&format=csv", "a%26format%3Dcsv"),
        ("50%+x", "50%25%2Bx"),
        ("#?;", "%23%3F%3B"),
        ("FÉMUR", "F%C3%89MUR"),
        ("ABDOMEN ", "ABDOMEN%20"),
        ("W/WO", "W/WO"),
    ],
)
def test_texts_are_escaped(text: str, query: str) -> None:
    assert str(calls.get_series(collection=text)) == f"getSeries?Collection={query}"


@given(TEXTS, TEXTS)
def test_every_text_arrives_as_it_was_given(collection: str, patient_id: str) -> None:
    url = calls.get_series(collection=collection, patient_id=patient_id).url(BASE)

    assert url.isascii()
    assert parse_qsl(urlsplit(url).query) == [("Collection", collection), ("PatientID", patient_id)]


def test_a_required_parameter_must_be_there() -> None:
    with pytest.raises(InvalidParameterError, match="series_instance_uid is missing: the service requires it"):
        calls.get_image(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("uid", ["", "../evil", "1.2.3\n", 5])
def test_a_parameter_is_refused_when_the_call_is_made(uid: str) -> None:
    with pytest.raises(InvalidParameterError):
        calls.get_series(series_instance_uid=uid)


def test_equal_calls_are_equal_and_can_be_keys() -> None:
    one, same = calls.get_series(collection="A"), calls.get_series(collection="A")

    assert one == same
    assert {one: 1}[same] == 1
    assert one != calls.get_series(collection="B")


@pytest.mark.parametrize("other", [calls.get_patient(collection="A"), calls.get_series(collection="A", format="csv")])
def test_calls_of_another_endpoint_or_format_are_not_equal(other: object) -> None:
    assert calls.get_series(collection="A") != other


@pytest.mark.parametrize(
    "call",
    [
        calls.get_series(collection="A"),
        calls.get_series(collection="A", format="csv"),
        calls.get_series_meta_data(UID),
        calls.get_image(UID),
        calls.get_single_image(UID, UID),
    ],
)
def test_a_call_can_be_pickled_and_copied(call: Call[object]) -> None:
    assert pickle.loads(pickle.dumps(call)) == call
    assert copy.copy(call) == call
    assert copy.deepcopy(call) == call


def test_a_call_that_was_pickled_still_reads_its_answer() -> None:
    call = pickle.loads(pickle.dumps(calls.get_series(collection="A")))

    assert call.reader.read(b'[{"PatientID":"1"}]', strict=True)[0].patient_id == "1"


def test_a_call_cannot_be_changed() -> None:
    call = calls.get_series(collection="A")

    with pytest.raises(AttributeError):
        call.parameters = ()  # type: ignore[misc]


@pytest.mark.parametrize("call", [calls.get_image(UID), calls.get_single_image(UID, UID)])
def test_bytes_are_handed_out_as_they_are(call: Call[bytes]) -> None:
    assert call.reader.read(b"\xef\xbb\xbf\x00 \n", strict=True) == b"\xef\xbb\xbf\x00 \n"
