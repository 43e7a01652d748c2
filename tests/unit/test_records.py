"""Rows become typed records, and nothing that the server sent is lost."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import DecodeError, InvalidParameterError, Mismatch, Record, Records, Series, SeriesMetadata, Study
from nbia.errors import NbiaError
from nbia_core.records.decoding import read_records
from nbia_core.records.readers import RecordsReader
from nbia_core.records.record import fields_of, uid_of

UID = "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"


def read(body: bytes, *, strict: bool = False) -> Records[Series]:
    return RecordsReader(Series).read(body, strict=strict)


def read_metadata(body: bytes, *, strict: bool = False) -> Records[SeriesMetadata]:
    return RecordsReader(SeriesMetadata).read(body, strict=strict)


def test_every_type_arrives() -> None:
    records = read(
        b'[{"SeriesInstanceUID":"1.2","SeriesDate":"1997-10-03 00:00:00.0","SeriesNumber":8484033,'
        b'"AnnotationsFlag":true,"ImageCount":108}]'
    )

    assert records.mismatches == ()
    assert records[0] == Series(
        series_instance_uid="1.2",
        series_date=datetime.datetime(1997, 10, 3),
        series_number=8484033,
        annotations_flag=True,
        image_count=108,
    )


def test_keys_that_are_absent_are_none() -> None:
    (record,) = read(b'[{"PatientID":"1"}]')

    assert record == Series(patient_id="1")
    assert record.series_date is None
    assert record.annotations_flag is None


def test_rows_without_any_value_are_kept() -> None:
    records = read(b'[{},{"PatientID":"1"},{}]')

    assert list(records) == [Series(), Series(patient_id="1"), Series()]
    assert records.to_dicts() == [{}, {"PatientID": "1"}, {}]


def test_empty_texts_stay_empty_texts() -> None:
    (record,) = read(b'[{"PatientID":"","ProtocolName":" "}]')

    assert record.patient_id == ""
    assert record.protocol_name == " "


def test_undocumented_keys_are_kept_named_and_counted() -> None:
    records = read(b'[{"Unheard":1,"PatientID":"1"},{"Of":{"a":[1]}},{"Unheard":null}]')

    assert records.undocumented == {"Unheard": 2, "Of": 1}
    assert records.to_dicts() == [{"Unheard": 1, "PatientID": "1"}, {"Of": {"a": [1]}}, {"Unheard": None}]
    assert records.mismatches == ()


def test_names_are_those_of_the_wire_and_not_of_python() -> None:
    records = read(b'[{"patient_id":"1","PatientId":"2"}]')

    assert records[0].patient_id is None
    assert records.undocumented == {"patient_id": 1, "PatientId": 1}


@pytest.mark.parametrize(
    ("json", "attribute", "python", "value", "expected"),
    [
        pytest.param(b'"PatientID":12', "PatientID", "patient_id", 12, "str", id="a number for a text"),
        pytest.param(b'"PatientID":true', "PatientID", "patient_id", True, "str", id="a boolean for a text"),
        pytest.param(b'"PatientID":["1"]', "PatientID", "patient_id", ["1"], "str", id="an array for a text"),
        pytest.param(b'"ImageCount":"507"', "ImageCount", "image_count", "507", "int", id="a text for a number"),
        pytest.param(b'"ImageCount":507.5', "ImageCount", "image_count", 507.5, "int", id="a fraction for an integer"),
        pytest.param(b'"ImageCount":507.0', "ImageCount", "image_count", 507.0, "int", id="decimals for an integer"),
        pytest.param(b'"ImageCount":true', "ImageCount", "image_count", True, "int", id="a boolean for a number"),
        pytest.param(b'"AnnotationsFlag":"true"', "AnnotationsFlag", "annotations_flag", "true", "bool", id="a word"),
        pytest.param(
            b'"AnnotationsFlag":1', "AnnotationsFlag", "annotations_flag", 1, "bool", id="a number for a flag"
        ),
        pytest.param(b'"StudyDate":"2012-07-19"', "StudyDate", "study_date", "2012-07-19", "datetime", id="a day"),
        pytest.param(
            b'"StudyDate":"07-19-2012"', "StudyDate", "study_date", "07-19-2012", "datetime", id="month first"
        ),
        pytest.param(b'"StudyDate":""', "StudyDate", "study_date", "", "datetime", id="an empty text for a date"),
        pytest.param(b'"StudyDate":1342656', "StudyDate", "study_date", 1342656, "datetime", id="a number for a date"),
    ],
)
def test_an_odd_value_is_kept_as_it_was_sent_and_reported(
    json: bytes, attribute: str, python: str, value: object, expected: str
) -> None:
    records = read(b'[{"Modality":"CT","ImageCount":1},{"Modality":"MR",%s}]' % json)

    assert [record.modality for record in records] == ["CT", "MR"]
    assert getattr(records[1], python) == value
    assert type(getattr(records[1], python)) is type(value)
    assert records.mismatches == (Mismatch(row=1, attribute=attribute, value=value, expected=expected),)
    assert records.to_dicts()[1][attribute] == value


@pytest.mark.parametrize("rest", [b"", b',"ImageCount":"odd"'])
def test_null_is_the_same_as_absent(rest: bytes) -> None:
    records = read(b'[{"PatientID":null,"StudyDate":null,"SeriesNumber":null%s}]' % rest)

    assert records[0].patient_id is None
    assert records[0].study_date is None
    assert [found.attribute for found in records.mismatches] == ["ImageCount"] * bool(rest)


def test_all_odd_values_are_reported_in_their_order() -> None:
    records = read(b'[{"PatientID":1},{},{"ImageCount":"x","PatientID":2}]')

    assert [(found.row, found.attribute) for found in records.mismatches] == [
        (0, "PatientID"),
        (2, "PatientID"),
        (2, "ImageCount"),
    ]


def test_one_odd_value_does_not_change_how_the_others_are_read() -> None:
    body = b'{"StudyDate":"1999-03-25 00:00:00.0","SeriesCount":3,"LongitudinalTemporalOffsetFromEvent":30}'
    reader = RecordsReader(Study)

    alone = reader.read(b"[%s]" % body, strict=False)
    beside = reader.read(b'[%s,{"SeriesCount":"odd"}]' % body, strict=False)

    assert beside[0] == alone[0]
    assert beside[0].longitudinal_temporal_offset_from_event == 30.0
    assert beside[1].series_count == "odd"  # type: ignore[comparison-overlap]


def test_a_whole_number_fits_where_fractions_are_known() -> None:
    records = RecordsReader(Study).read(b'[{"LongitudinalTemporalOffsetFromEvent":1.0E10}]', strict=True)

    assert records[0].longitudinal_temporal_offset_from_event == 1e10


def test_strict_raises_with_row_and_attribute() -> None:
    with pytest.raises(DecodeError, match="Row 1, attribute ImageCount: 'x' is no int") as caught:
        read(b'[{"PatientID":"1"},{"ImageCount":"x"},{"PatientID":3}]', strict=True)

    assert (caught.value.row, caught.value.attribute) == (1, "ImageCount")
    assert caught.value.hint is not None
    assert "mismatches" in caught.value.hint


def test_strict_says_nothing_of_undocumented_keys() -> None:
    assert read(b'[{"Unheard":1}]', strict=True).undocumented == {"Unheard": 1}


def test_rows_can_be_counted_from_elsewhere() -> None:
    records, mismatches, _ = read_records(b'[{},{"PatientID":5}]', Series, first_row=1000)

    assert len(records) == 2
    assert mismatches == [Mismatch(row=1001, attribute="PatientID", value=5, expected="str")]


def test_the_texts_of_get_series_meta_data_become_their_types() -> None:
    records = read_metadata(
        b'[{"Series UID":"1.2","Study Date":"09-09-1880","Number of Images":"108","File Size":"27844690",'
        b'"Series Number":"1.000000","Annotation Size":"0","Annotations Flag":"false",'
        b'"Date Released":"Mon Nov 04 11:45:52 UTC 2013"}]'
    )

    assert records.mismatches == ()
    assert records[0] == SeriesMetadata(
        series_instance_uid="1.2",
        study_date=datetime.datetime(1880, 9, 9),
        image_count=108,
        file_size=27844690,
        series_number=1,
        annotation_size=0,
        annotations_flag=False,
        date_released=datetime.datetime(2013, 11, 4, 11, 45, 52),
    )


def test_empty_texts_of_get_series_meta_data_are_missing_values() -> None:
    records = read_metadata(b'[{"Study Date":"","Number of Images":"","Subject ID":""}]', strict=True)

    assert records[0] == SeriesMetadata(patient_id="")
    assert records.to_dicts() == [{"Study Date": "", "Number of Images": "", "Subject ID": ""}]


@pytest.mark.parametrize(
    ("json", "attribute", "value", "expected"),
    [
        (b'"Number of Images":108', "Number of Images", 108, "int"),
        (b'"Series Number":"1.5"', "Series Number", "1.5", "int"),
        (b'"Annotations Flag":true', "Annotations Flag", True, "bool"),
        (b'"Study Date":"2017-08-29"', "Study Date", "2017-08-29", "datetime"),
        (b'"TimeStamp":"2013-11-04 11:45:52.0"', "TimeStamp", "2013-11-04 11:45:52.0", "datetime"),
        (b'"Subject ID":4', "Subject ID", 4, "str"),
    ],
)
def test_odd_values_of_get_series_meta_data_are_kept_and_reported(
    json: bytes, attribute: str, value: object, expected: str
) -> None:
    records = read_metadata(b"[{%s}]" % json)

    assert records.mismatches == (Mismatch(row=0, attribute=attribute, value=value, expected=expected),)
    assert records.to_dicts() == [{attribute: value}]


def test_strict_holds_for_get_series_meta_data_too() -> None:
    with pytest.raises(DecodeError) as caught:
        read_metadata(b'[{"Series Number":"odd"}]', strict=True)

    assert (caught.value.row, caught.value.attribute) == (0, "Series Number")


@given(st.datetimes(timezones=st.none()).map(lambda moment: moment.replace(microsecond=0)))
def test_every_timestamp_of_the_server_is_read(moment: datetime.datetime) -> None:
    (record,) = read(f'[{{"TimeStamp":"{moment.isoformat(" ")}.0"}}]'.encode(), strict=True)

    assert record.time_stamp == moment


def test_the_fields_of_a_record_class_are_in_column_order() -> None:
    fields = fields_of(Series)

    assert [field.wire for field in fields[:3]] == ["SeriesInstanceUID", "StudyInstanceUID", "Modality"]
    assert {field.expected for field in fields} >= {"str", "int", "bool", "datetime"}


def test_a_uid_is_taken_from_a_text_or_a_record() -> None:
    assert uid_of(UID, "series_instance_uid") == UID
    assert uid_of(Series(series_instance_uid=UID), "series_instance_uid") == UID


@pytest.mark.parametrize(
    "subject",
    [Series(), Study(study_instance_uid=UID), Series(series_instance_uid="../evil"), "../evil", None, 5, {"a": UID}],
)
def test_anything_else_has_no_uid(subject: object) -> None:
    with pytest.raises(InvalidParameterError):
        uid_of(subject, "series_instance_uid")


def test_records_are_a_kind_of_record_and_errors_a_kind_of_error() -> None:
    assert issubclass(Series, Record)
    assert issubclass(DecodeError, NbiaError)
