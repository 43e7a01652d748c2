"""Asking a running service in every version: posted forms, lists, criteria, logins, and what has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nbia_core.api.description_file import load
from nbia_core.contract.baseline import apply, read
from nbia_core.contract.checks.check import check
from nbia_core.contract.findings import Result
from nbia_core.contract.observations import Observation
from nbia_core.contract.sources.live import live
from nbia_core.errors import InvalidParameterError
from nbia_core.http.login import Login
from nbia_core.http.retries import RetryPolicy
from tests.reference_server import ReferenceServer, changes

QUICK = RetryPolicy(first_delay=0, longest_delay=0)
FOLDERS = {"advanced": ""}
SPEC = Path(__file__).parents[2] / "spec"


def asked(server: ReferenceServer, version: str, **options: Any) -> list[Observation]:
    contract = load(f"nbia.{version}")
    url = server.url(FOLDERS.get(version, version))
    login = None if contract.login is None else Login.guest()
    return list(live(url, contract, **{"pause": 0, "retries": QUICK, "timeout": 20, "login": login, **options}))


def checked(server: ReferenceServer, version: str, **options: Any) -> Result:
    contract = load(f"nbia.{version}")
    found = check(contract, asked(server, version, **options), origin="here")
    names = [endpoint.name for endpoint in contract.endpoints]
    return apply(found, read(SPEC / version / "accepted.toml", names))


@pytest.mark.parametrize("version", ["v2", "v4", "advanced"])
def test_the_reference_server_does_what_the_spec_of_each_version_says(server: ReferenceServer, version: str) -> None:
    assert [finding.key for finding in checked(server, version).findings] == []


@pytest.mark.parametrize("version", ["v2", "v4", "advanced"])
def test_every_endpoint_is_asked_but_those_that_change_something(server: ReferenceServer, version: str) -> None:
    found = {answer.endpoint for answer in asked(server, version)}

    readable = {endpoint.name for endpoint in load(f"nbia.{version}").endpoints if not endpoint.writes}
    writing = {"createSharedList", "deleteSharedList"} & {request.endpoint for request in server.requests}
    assert (found, writing) == (readable, set())


@pytest.mark.parametrize(
    ("version", "change", "finding"),
    [
        (
            "v4",
            changes.rename_attribute("v4/getSeries", "SeriesDescription", "SeriesDesc"),
            "probably renamed | getSeries | SeriesDescription | SeriesDesc",
        ),
        ("v4", changes.add_attribute("v4/getPatient", "Doi", "x"), "attribute added | getPatient | Doi | -"),
        (
            "v4",
            changes.rename_attribute("v4/getSeriesMetadata", "Modality", "Type"),
            "probably renamed | getSeriesMetadata | Modality | Type",
        ),
        (
            "v2",
            changes.remove_attribute("v2/getPatient", "PatientSex"),
            "attribute missing | getPatient | PatientSex | -",
        ),
    ],
)
def test_a_change_of_a_version_is_named(server: ReferenceServer, version: str, change: Any, finding: str) -> None:
    server.change(change)

    assert [each.key for each in checked(server, version).findings] == [finding]


def test_a_form_is_posted_with_its_fields(server: ReferenceServer) -> None:
    asked(server, "v4", endpoints=["getSeriesMetadata"])

    posted = [request for request in server.requests if request.endpoint == "getSeriesMetadata"]
    assert {request.method for request in posted} == {"POST"}
    assert [request.query for request in posted if "list" in request.query] == []


def test_any_number_of_endpoints_can_be_looked_at(server: ReferenceServer) -> None:
    names = [endpoint.name for endpoint in load("nbia.v4").endpoints][:17]

    assert {answer.endpoint for answer in asked(server, "v4", endpoints=names)} == set(names)


def test_an_empty_answer_counts_only_while_the_token_is_good(server: ReferenceServer) -> None:
    asked(server, "v2", endpoints=["getPatient"])

    empty = [request.endpoint for request in server.requests].index("getPatient")
    asked_after = [request.endpoint for request in server.requests][empty:]
    assert "getCollectionValues" in asked_after


def test_a_version_that_needs_a_login_is_not_asked_without_one(server: ReferenceServer) -> None:
    with pytest.raises(InvalidParameterError, match="without a login"):
        asked(server, "v2", login=None)
