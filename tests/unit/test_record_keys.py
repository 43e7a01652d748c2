"""A record reads like a row of JSON, by the names of the wire."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy
import pytest

from nbia import Record, Records, Series, SeriesMetadata
from nbia_core.records.readers import RecordsReader
from nbia_core.records.record import fields_of

BODY = b'[{"PatientID":"0012","ImageCount":5,"SeriesDate":"1997-10-03 00:00:00.0","AnnotationsFlag":false,"Unheard":1}]'


def read(body: bytes = BODY) -> Records[Series]:
    return RecordsReader(Series).read(body, strict=False)


def test_values_are_found_by_their_names_on_the_wire() -> None:
    record = read()[0]

    assert record["PatientID"] == "0012"
    assert record["SeriesDate"] == datetime.datetime(1997, 10, 3)
    assert record["AnnotationsFlag"] is False


def test_a_name_with_blanks_is_that_of_the_wire() -> None:
    (record,) = RecordsReader(SeriesMetadata).read(b'[{"Series UID":"1.2","File Size":"5"}]', strict=False)

    assert record["Series UID"] == "1.2"
    assert record["File Size"] == 5


def test_what_the_server_did_not_send_is_none() -> None:
    assert read()[0]["Modality"] is None


@pytest.mark.parametrize(("name", "near"), [("SeriesInstanceUid", "SeriesInstanceUID"), ("patientid", "PatientID")])
def test_a_name_that_is_not_there_is_a_key_error_with_the_nearest_one(name: str, near: str) -> None:
    with pytest.raises(KeyError, match=f"Series has no {name}; did you mean {near}"):
        read()[0][name]


@pytest.mark.parametrize("name", ["Unheard", "patient_id", "", "get"])
def test_other_names_are_key_errors(name: str) -> None:
    record = read()[0]

    assert name not in record
    assert record.get(name, "nothing") == "nothing"
    with pytest.raises(KeyError):
        record[name]


def test_get_returns_the_default_where_the_server_sent_nothing() -> None:
    record = read()[0]

    assert record.get("PatientID", "nobody") == "0012"
    assert record.get("Modality") is None
    assert record.get("Modality", "unknown") == "unknown"
    assert record.get("AnnotationsFlag", True) is False


def test_in_tells_what_the_server_sent() -> None:
    record = read()[0]

    assert "PatientID" in record
    assert "AnnotationsFlag" in record
    assert "Modality" not in record
    assert 5 not in record


def test_a_record_has_the_keys_of_its_attributes_in_order() -> None:
    record = read()[0]

    assert list(record) == [field.wire for field in fields_of(Series)]
    assert list(record.keys()) == list(record)
    assert dict(record) == dict(zip(record, record.values(), strict=True)) == dict(record.items())
    assert {**record}["ImageCount"] == 5
    assert isinstance(record, Mapping)


def test_a_value_that_does_not_fit_is_there_as_it_was_sent() -> None:
    assert read(b'[{"ImageCount":"many"}]')[0]["ImageCount"] == "many"


def test_a_record_without_values_is_true() -> None:
    assert Series()


def test_an_array_of_records_is_an_array_of_objects() -> None:
    records = read(b'[{"PatientID":"1"},{"PatientID":"2"}]')

    assert numpy.array(records).shape == (2,)
    assert numpy.array(list(records))[1] == records[1]


@pytest.mark.parametrize("kind", Record.__subclasses__())
def test_no_attribute_hides_a_method_of_records(kind: type[Record]) -> None:
    assert {field.python for field in fields_of(kind)}.isdisjoint(dir(Record))
