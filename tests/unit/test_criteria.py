"""Criteria of a search: typed here, numbered fields on the wire, refused where the server would ignore them."""

from __future__ import annotations

import datetime
import pickle

import pytest

from nbia import InvalidParameterError
from nbia.v4 import calls, criteria
from nbia.v4.criteria import Collection, DateRange, Modality, PatientAgeRange, Phantom, TimePoint
from nbia_core.api.criteria import Criterion, read_criterion


def posted(*wanted: Criterion) -> list[tuple[str, str]]:
    """Return the fields of the criteria of a search."""
    parameters = calls.get_simple_search(criteria=list(wanted)).parameters
    return [field for field in parameters if field[0][-1].isdigit()]


def test_criteria_are_numbered_from_0_without_a_gap() -> None:
    assert posted(Collection("4D-Lung"), Modality("CT")) == [
        ("criteriaType0", "CollectionCriteria"),
        ("value0", "4D-Lung"),
        ("criteriaType1", "ImageModalityCriteria"),
        ("value1", "CT"),
    ]


def test_days_are_written_as_the_search_wants_them() -> None:
    wanted = DateRange(datetime.date(2023, 3, 28), "2024-01-02")

    assert posted(wanted)[1:] == [("fromDate0", "03-28-2023"), ("toDate0", "01-02-2024")]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Collection(""), "it is empty"),
        (lambda: Modality(3), "it must be text"),  # type: ignore[arg-type]
        (lambda: PatientAgeRange("young", 3), "it must be"),  # type: ignore[arg-type]
        (lambda: Phantom("perhaps"), "accepted are"),
        (lambda: DateRange("tomorrow", "2024-01-02"), "no date"),
        (lambda: TimePoint("DIAGNOSIS"), "TimePoint needs at_least or at_most"),
    ],
    ids=["empty", "no text", "no number", "none of the set", "no date", "an event without days"],
)
def test_what_the_server_would_ignore_or_fail_on_is_refused_where_it_is_made(make: object, reason: str) -> None:
    with pytest.raises(InvalidParameterError, match=reason):
        make()  # type: ignore[operator]


@pytest.mark.parametrize("given", [[], "CollectionCriteria", [object()], 7])
def test_a_search_takes_criteria_and_nothing_else(given: object) -> None:
    with pytest.raises(InvalidParameterError, match="criteri"):
        calls.get_simple_search(criteria=given)  # type: ignore[arg-type]


def test_criteria_can_be_pickled_and_compared() -> None:
    assert pickle.loads(pickle.dumps(Collection("VICTRE"))) == Collection("VICTRE")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Collection=RIDER Pilot", Collection("RIDER Pilot")),
        ("TimePoint:event_type=DIAGNOSIS,at_least=-3", TimePoint("DIAGNOSIS", at_least=-3)),
    ],
)
def test_a_criterion_can_be_written_as_text(text: str, wanted: Criterion) -> None:
    assert read_criterion("nbia.v4", criteria.BY_NAME, text) == wanted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Colection=VICTRE", "did you mean Collection"),
        ("VICTRE", "write Name=value"),
        ("TimePoint:event=DIAGNOSIS", "no field event; it has event_type, at_least, at_most"),
    ],
)
def test_a_text_that_is_no_criterion_is_refused_with_what_it_could_be(text: str, reason: str) -> None:
    with pytest.raises(InvalidParameterError) as raised:
        read_criterion("nbia.v4", criteria.BY_NAME, text)

    assert reason in str(raised.value)
