"""Asking a running service: what is asked, how politely, and what happens when it fails."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import pytest

from nbia.contract import CONTRACT
from nbia_core.api.description import Api
from nbia_core.contract.checks.check import check
from nbia_core.contract.observations import Observation
from nbia_core.contract.sources.live import live
from nbia_core.errors import InvalidParameterError
from nbia_core.http.retries import RetryPolicy
from tests.raw_server import closed_port
from tests.reference_server import ReferenceServer, changes, faults

QUICK = RetryPolicy(first_delay=0, longest_delay=0)
ENDPOINTS = [endpoint.name for endpoint in CONTRACT.endpoints]


def asked(server: ReferenceServer, contract: Api = CONTRACT, **options: Any) -> list[Observation]:
    return list(live(server.base_url, contract, **{"pause": 0, "retries": QUICK, "timeout": 10, **options}))


def keys(observations: list[Observation]) -> list[str]:
    return [finding.key for finding in check(CONTRACT, observations, origin="here").findings]


def with_example(parameter: str, example: str, **more: str) -> Api:
    return msgspec.structs.replace(
        CONTRACT,
        endpoints=tuple(
            msgspec.structs.replace(
                endpoint,
                parameters=tuple(
                    msgspec.structs.replace(known, example=example, **more) if known.wire == parameter else known
                    for known in endpoint.parameters
                ),
            )
            for endpoint in CONTRACT.endpoints
        ),
    )


def test_every_endpoint_is_asked_in_every_format(server: ReferenceServer) -> None:
    found = asked(server)

    coverage = {coverage.endpoint: coverage for coverage in check(CONTRACT, found, origin="here").coverage}
    assert list(coverage) == ENDPOINTS
    assert coverage["getSeries"].formats == ("json", "csv", "html", "xml")
    assert coverage["getContentsByName"].formats == ("json",)
    assert coverage["getImage"].formats == ("zip",)


def test_every_parameter_is_used(server: ReferenceServer) -> None:
    found = asked(server)

    coverage = check(CONTRACT, found, origin="here").coverage
    used = {each.endpoint: set(each.parameters) for each in coverage}
    assert used == {endpoint.name: {known.wire for known in endpoint.parameters} for endpoint in CONTRACT.endpoints}


def test_every_table_gives_rows_and_every_archive_an_image(server: ReferenceServer) -> None:
    found = asked(server)

    good = {answer.endpoint for answer in found if answer.purpose in ("rows", "image") and answer.body}
    assert good == set(ENDPOINTS)


def test_nothing_and_missing_parameters_are_asked_for(server: ReferenceServer) -> None:
    found = asked(server)

    nothing = {answer.endpoint for answer in found if answer.purpose == "empty"}
    missing = {answer.endpoint for answer in found if answer.purpose == "missing-parameter"}
    required = {each.name for each in CONTRACT.endpoints if any(known.is_required for known in each.parameters)}
    assert nothing == set(ENDPOINTS) - {"getCollectionValues"}
    assert missing == required


def test_the_number_of_requests_is_bounded(server: ReferenceServer) -> None:
    asked(server)

    assert len(server.requests) < 120


def test_no_more_is_asked_than_allowed(server: ReferenceServer) -> None:
    asked(server, most_requests=10)

    assert len(server.requests) == 10


def test_requests_that_are_sent_again_count(server: ReferenceServer) -> None:
    server.inject(faults.status(503), times=None)

    asked(server, most_requests=10)

    assert len(server.requests) <= 13


def test_nothing_is_asked_twice(server: ReferenceServer) -> None:
    asked(server)

    sent = [f"{request.path}?{request.query}" for request in server.requests]
    assert len(sent) == len(set(sent))


def test_there_is_a_pause_between_requests(server: ReferenceServer) -> None:
    pauses: list[float] = []

    asked(server, pause=0.25, sleep=pauses.append)

    assert pauses == [0.25] * (len(server.requests) - 1)


def test_some_endpoints_alone_can_be_looked_at(server: ReferenceServer) -> None:
    found = asked(server, endpoints=["getPatientStudy", "getImage"])

    assert {answer.endpoint for answer in found} == {"getPatientStudy", "getImage"}
    assert keys(found) == []


def test_an_endpoint_that_does_not_exist_is_refused_at_once() -> None:
    with pytest.raises(InvalidParameterError, match="no endpoint 'getseries'"):
        live("https://example.org/v1", CONTRACT, endpoints=["getseries"])


def test_a_base_url_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(InvalidParameterError, match="has no scheme or no host"):
        live("example.org", CONTRACT)


def test_the_examples_of_the_spec_come_first(server: ReferenceServer) -> None:
    found = asked(server, with_example("Collection", "victre"), endpoints=["getPatient"])

    assert found[0].parameters == {"Collection": "VICTRE"}


def test_a_small_collection_is_found_where_the_examples_do_not_exist(server: ReferenceServer) -> None:
    found = asked(server, with_example("Collection", "Gone"), endpoints=["getPatient", "getImage"])

    assert {answer.endpoint for answer in found if answer.purpose in ("rows", "image") and answer.body} == {
        "getPatient",
        "getImage",
    }
    assert keys(found) == []


def test_arguments_are_found_under_new_names(server: ReferenceServer) -> None:
    server.change(changes.rename_attribute("getSeries", "SeriesInstanceUID", "SeriesUID"))

    found = asked(server, endpoints=["getSeriesMetaData", "getSingleImage"])

    assert all(answer.status == 200 for answer in found if answer.purpose in ("rows", "image"))
    assert keys(found) == []


def test_the_last_releases_are_looked_for_step_by_step(server: ReferenceServer) -> None:
    found = asked(server, endpoints=["getUpdatedSeries"], today=datetime.date(2026, 11, 22))

    days = [request.parameters["fromDate"] for request in server.requests if request.endpoint == "getUpdatedSeries"]
    assert days[:4] == ["15/11/2026", "23/09/2026", "22/11/2025", "23/11/2022"]
    assert found[0].parameters == {"fromDate": "23/11/2022"}


def test_dates_go_out_in_the_form_of_the_parameter(server: ReferenceServer) -> None:
    asked(server, with_example("Date", "28/03/2023", form="dd/MM/yyyy"), endpoints=["NewPatientsInCollection"])

    sent = {request.parameters.get("Date") for request in server.requests}
    assert "07/11/2011" in sent


def test_redirects_are_not_followed(server: ReferenceServer) -> None:
    server.change(changes.redirect_to("http://127.0.0.1:9"))

    found = asked(server, endpoints=["getSeries"])

    assert [answer.status for answer in found] == [301]
    assert keys(found) == ["moved | * | - | http://127.0.0.1:9/nbia-api/services/v1"]


def test_where_no_endpoint_gives_a_good_answer_the_rest_is_not_asked(server: ReferenceServer) -> None:
    server.change(changes.needs_login())

    found = asked(server)

    assert [answer.endpoint for answer in found] == ENDPOINTS
    assert keys(found) == ["needs login | * | - | status 401"]


def test_where_nobody_answers_the_rest_is_not_asked() -> None:
    with closed_port() as port:
        found = list(live(f"http://127.0.0.1:{port}/v1", CONTRACT, pause=0, retries=QUICK, timeout=5))

    assert keys(found) == ["unreachable | * | - | -"]
    assert len(found) <= 3


def test_an_endpoint_that_does_not_answer_does_not_stop_the_others(server: ReferenceServer) -> None:
    server.inject(faults.cut(0, reset=True), endpoint="getPatient", times=None)

    found = asked(server)

    assert keys(found) == ["unreachable | getPatient | - | -"]
    assert len([answer for answer in found if answer.endpoint == "getPatient"]) == 3


def test_a_failure_that_passes_is_tried_again(server: ReferenceServer) -> None:
    server.inject(faults.status(503), endpoint="getSeries")
    server.inject(faults.cut(0), endpoint="getPatient")

    found = asked(server)

    assert keys(found) == []


def test_an_answer_that_breaks_off_is_taken_down(server: ReferenceServer) -> None:
    server.inject(faults.cut(300), endpoint="getCollectionValues", times=None)

    found = asked(server, endpoints=["getCollectionValues"])

    assert found[0].status == 200
    assert found[0].failure is not None
    assert keys(found) == ["broken | getCollectionValues | - | cut off"]


def test_a_body_is_not_read_without_end(server: ReferenceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.contract.sources.sender.LONGEST_BODY", 100)

    found = asked(server, endpoints=["getCollectionValues"])

    assert found[0].is_cut
    assert keys(found) == []


def test_a_client_from_outside_is_used_and_left_open(server: ReferenceServer) -> None:
    import httpx

    with httpx.Client() as http:
        found = asked(server, endpoints=["getCollectionValues"], http=http)

        assert keys(found) == []
        assert not http.is_closed


def test_a_host_that_has_a_page_for_everything_is_asked_once_for_each_endpoint(server: ReferenceServer) -> None:
    server.inject(faults.html_page(), times=None)

    observations = list(live(server.base_url, CONTRACT, pause=0))

    assert [observation.status for observation in observations] == [200] * 18
