"""Calls whose parameters are posted as a form: lists, batches, defaults."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from nbia import InvalidParameterError
from nbia.v4 import calls
from nbia.v4.criteria import Collection

UIDS = [f"1.2.840.{number}" for number in range(25_000)]


def fields(form: bytes | None) -> list[tuple[str, str]]:
    """Return the fields of a form."""
    return parse_qsl((form or b"").decode(), keep_blank_values=True)


def test_what_is_posted_stands_in_the_form_and_not_in_the_address() -> None:
    call = calls.get_series_metadata("1.2.3")

    assert call.url("https://nbia.example/v4") == "https://nbia.example/v4/getSeriesMetadata"
    assert fields(call.form) == [("list", "1.2.3"), ("format", "json")]


def test_a_get_has_no_form() -> None:
    assert calls.get_series(collection="VICTRE").form is None


def test_a_format_that_the_server_would_not_choose_itself_is_always_said() -> None:
    assert calls.get_series_metadata("1.2.3").parameters[-1] == ("format", "json")


def test_a_list_goes_out_in_one_field_with_commas() -> None:
    assert fields(calls.get_series_metadata(["1.2.3", "1.2.4"]).form)[0] == ("list", "1.2.3,1.2.4")


def test_a_list_goes_out_in_a_field_for_each_value_where_the_server_wants_that() -> None:
    posted = fields(calls.get_manifest_text(series_instance_uids=["1.2.3", "1.2.4"]).form)

    assert posted[:2] == [("list", "1.2.3"), ("list", "1.2.4")]


def test_a_long_list_goes_out_in_batches_below_what_the_server_takes() -> None:
    requests = calls.get_series_metadata(UIDS).requests()

    assert [dict(request.parameters)["list"].count(",") + 1 for request in requests] == [10_000, 10_000, 5_000]
    assert max(len(request.form or b"") for request in requests) < 10_000_000


def test_a_list_without_values_is_refused() -> None:
    with pytest.raises(InvalidParameterError, match="series_instance_uids has no values"):
        calls.get_series_metadata([])


def test_a_list_that_holds_no_uid_is_refused() -> None:
    with pytest.raises(InvalidParameterError, match="digits and dots"):
        calls.get_series_metadata(["1.2.3", "CT"])


def test_what_is_not_given_is_sent_as_its_default() -> None:
    posted = dict(calls.get_simple_search(criteria=Collection("VICTRE")).parameters)

    assert (posted["sortField"], posted["sortDirection"], posted["start"]) == ("collection", "ascending", "0")


def test_a_call_that_is_posted_shows_what_it_asks_for() -> None:
    assert str(calls.get_series_metadata("1.2.3")) == "getSeriesMetadata?list=1.2.3&format=json"
