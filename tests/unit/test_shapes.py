"""Answers that are no array of flat rows: one object, plain values, records within rows."""

from __future__ import annotations

import pytest

from nbia import DecodeError
from nbia.v4 import calls
from nbia.v4.criteria import Collection

SEARCH = calls.get_simple_search(criteria=Collection("VICTRE")).reader
SITES = calls.get_collection_site().reader
FOUND = b"""{
  "resultSet": [{"subjectId": "0012", "project": "VICTRE", "timepoints": {"DIAGNOSIS": [-1, 3]},
    "studyIdentifiers": [{"seriesIdentifiers": [7, 8], "studyIdentifier": 5}]}],
  "totalPatients": 1, "modalities": [{"value": "MG", "count": 1}]
}"""


def test_an_object_is_a_record() -> None:
    found = SEARCH.read(FOUND, strict=True)

    assert found is not None
    assert found.total_patients == 1


def test_records_stand_within_a_record() -> None:
    found = SEARCH.read(FOUND, strict=True)

    assert found is not None
    assert found.patients is not None
    (patient,) = found.patients
    assert (patient.patient_id, patient.timepoints) == ("0012", {"DIAGNOSIS": (-1, 3)})
    assert patient.studies is not None
    assert patient.studies[0].series_keys == (7, 8)


@pytest.mark.parametrize("body", [b"", b" \n", b"null"])
def test_no_object_is_none(body: bytes) -> None:
    assert SEARCH.read(body, strict=True) is None


def test_an_array_is_no_object() -> None:
    with pytest.raises(DecodeError, match="Row 0 of the answer is an array"):
        SEARCH.read(b"[]", strict=True)


def test_an_odd_value_within_a_record_is_kept_and_costs_no_other_value() -> None:
    found = SEARCH.read(FOUND.replace(b'"studyIdentifier": 5', b'"studyIdentifier": "five"'), strict=False)

    assert found is not None
    assert found.patients is not None
    assert found.patients[0].studies is not None
    assert found.patients[0].studies[0].study_key == "five"  # type: ignore[comparison-overlap]


def test_an_odd_value_within_a_record_is_named_with_its_place() -> None:
    with pytest.raises(DecodeError, match=r"resultSet\.0\.studyIdentifiers\.0\.studyIdentifier"):
        SEARCH.read(FOUND.replace(b'"studyIdentifier": 5', b'"studyIdentifier": "five"'), strict=True)


def test_plain_values_are_rows_of_one_attribute() -> None:
    sites = SITES.read(b'["VICTRE//FDA", "4D-Lung//VCU"]', strict=True)

    assert len(sites) == 2
    assert sites.to_dicts()[0] == {next(iter(sites.to_dicts()[0])): "VICTRE//FDA"}


def test_objects_are_no_plain_values() -> None:
    with pytest.raises(DecodeError, match="array of plain values, but holds an object"):
        SITES.read(b"[{}]", strict=True)
