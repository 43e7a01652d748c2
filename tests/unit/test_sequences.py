"""Records are an immutable sequence: sliced, compared, copied and pickled without losing anything."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Sequence

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import Patient, Records, Series
from nbia_core.records.readers import RecordsReader

BODY = b'[{"PatientID":"0"},{"ImageCount":"odd"},{"PatientID":"2","Unheard":2},{"SeriesNumber":"3"},{"Unheard":4}]'
ROWS: list[dict[str, object]] = [
    {"PatientID": "0"},
    {"ImageCount": "odd"},
    {"PatientID": "2", "Unheard": 2},
    {"SeriesNumber": "3"},
    {"Unheard": 4},
]
ODD = [(1, "ImageCount", "odd"), (3, "SeriesNumber", "3")]
BOUNDS = st.none() | st.integers(-7, 7)
SLICES = st.builds(slice, BOUNDS, BOUNDS, st.none() | st.integers(-3, 3).filter(bool))
COPIES: list[Callable[[Records[Series]], Records[Series]]] = [
    copy.copy,
    copy.deepcopy,
    lambda records: pickle.loads(pickle.dumps(records)),
]


def read(body: bytes = BODY) -> Records[Series]:
    return RecordsReader(Series).read(body, strict=False)


def odd_values(records: Records[Series]) -> list[tuple[str, object]]:
    return sorted((found.attribute, found.value) for found in records.mismatches)


def expected_odd_values(rows: Sequence[dict[str, object]]) -> list[tuple[str, object]]:
    odd = [(name, value) for _, name, value in ODD]
    return sorted((name, row[name]) for row in rows for name in row if (name, row[name]) in odd)


def test_records_are_a_sequence() -> None:
    records = read()

    assert len(records) == 5
    assert records[0].patient_id == "0"
    assert records[-3].patient_id == "2"
    assert records[2] in records
    assert records.index(records[2]) == 2
    assert records.count(Series(patient_id="0")) == 1
    assert list(reversed(records))[-1] is records[0]
    assert [record.patient_id for record in records] == ["0", None, "2", None, None]


def test_isinstance_knows_no_sequence_because_polars_would_make_one_column_of_it() -> None:
    assert not isinstance(read(), Sequence)


@pytest.mark.parametrize("index", [5, -6])
def test_a_record_that_is_not_there_is_an_index_error(index: int) -> None:
    with pytest.raises(IndexError):
        read()[index]


def test_an_index_may_come_from_numpy() -> None:
    records = read()

    assert records[numpy.int64(2)] is records[2]  # type: ignore[call-overload]


@given(SLICES)
def test_a_slice_keeps_rows_and_odd_values(part: slice) -> None:
    records = read()[part]

    assert records.to_dicts() == ROWS[part]
    assert list(records) == list(read())[part]
    assert odd_values(records) == expected_odd_values(ROWS[part])
    assert records.record_type is Series


@given(SLICES, SLICES)
def test_a_slice_of_a_slice_keeps_rows_and_odd_values(first: slice, second: slice) -> None:
    records = read()[first][second]

    assert records.to_dicts() == ROWS[first][second]
    assert records.undocumented.get("Unheard", 0) == sum("Unheard" in row for row in ROWS[first][second])
    assert odd_values(records) == expected_odd_values(ROWS[first][second])


def test_the_row_of_an_odd_value_is_the_row_in_the_same_records() -> None:
    records = read()[2:]

    (found,) = records.mismatches

    assert getattr(records[found.row], "series_number") == "3"  # noqa: B009  # typed as an integer, and odd


def test_records_are_equal_when_their_records_are() -> None:
    assert read() == read()
    assert read()[1:3] == read()[1:3]
    assert read() != read()[1:]
    assert read(b'[{"PatientID":"0","Unheard":1}]') == read(b'[{"PatientID":"0"}]')
    assert read() != list(read())


def test_records_of_another_kind_are_not_equal() -> None:
    series = read(b'[{"PatientName":"1"}]')
    patients = RecordsReader(Patient).read(b'[{"PatientName":"1"}]', strict=False)

    assert {*series}.isdisjoint({*patients})
    assert series != patients


def test_a_record_can_be_a_key() -> None:
    assert {Series(patient_id="1"): 1}[Series(patient_id="1")] == 1


def test_records_cannot_be_a_key() -> None:
    with pytest.raises(TypeError, match="Records"):
        hash(read())


def test_records_say_how_many_they_are() -> None:
    assert repr(read()).startswith("<5 Series records>\n")
    assert repr(read()[:1]).startswith("<1 Series record>\n")
    assert repr(read(b"")) == "<0 Series records>"


def test_a_record_shows_its_attributes() -> None:
    assert repr(Patient(patient_id="1")).startswith("Patient(patient_id='1', patient_name=None")


@pytest.mark.parametrize("duplicate", COPIES)
@pytest.mark.parametrize("part", [slice(None), slice(1, 4), slice(None, None, -1)])
def test_a_copy_has_everything(duplicate: Callable[[Records[Series]], Records[Series]], part: slice) -> None:
    records = read()[part]

    other = duplicate(records)

    assert other == records
    assert other.to_dicts() == records.to_dicts()
    assert other.mismatches == records.mismatches
    assert other.undocumented == records.undocumented
    assert other.record_type is Series


def test_records_that_were_looked_at_can_be_pickled() -> None:
    records = read()
    records.to_dicts()

    assert pickle.loads(pickle.dumps(records)).to_dicts() == ROWS


def test_a_record_can_be_pickled_and_copied() -> None:
    record = Series(patient_id="1")

    assert pickle.loads(pickle.dumps(record)) == record
    assert copy.copy(record) == record
    assert copy.deepcopy(record) == record


def test_a_record_cannot_be_changed() -> None:
    record = read()[0]

    with pytest.raises(AttributeError):
        record.patient_id = "2"  # type: ignore[misc]

    assert record.patient_id == "0"


def test_records_cannot_be_changed() -> None:
    records = read()

    with pytest.raises(TypeError):
        records[0] = Series()  # type: ignore[index]
    with pytest.raises(TypeError):
        del records[0]  # type: ignore[attr-defined]

    assert isinstance(records.mismatches, tuple)


def test_what_is_done_to_the_dictionaries_does_not_come_back() -> None:
    records = read(b'[{"PatientID":"1"}]')

    records.to_dicts()[0]["PatientID"] = "changed"
    records.to_dicts().clear()

    assert records.to_dicts() == [{"PatientID": "1"}]
