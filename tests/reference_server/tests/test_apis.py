"""Several APIs on one port: their addresses, and faults and changes that are meant for one of them."""

import httpx
import pytest

from tests.reference_server import ReferenceServer, changes, faults

MODALITIES = "/getModalityValues?Collection=VICTRE"


def test_each_api_has_an_address(server: ReferenceServer) -> None:
    assert server.url("v1") == server.base_url
    assert server.url("v4") == server.base_url.replace("/services/v1", "/services/v4")
    assert server.url("") == server.base_url.removesuffix("/v1")


@pytest.mark.parametrize("folder", ["v1", "v4"])
def test_services_may_be_left_out(server: ReferenceServer, folder: str) -> None:
    address = server.url(folder)

    answers = [httpx.get(f"{start}/getModalityValues/") for start in (address, address.replace("/services", ""))]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content != b""


@pytest.mark.parametrize(
    "path", ["/v9/getSeries", "/v1", "/v1/getSeries/more", "/v1/getThumbnail", "/v4/getContentsByName"]
)
def test_what_an_api_does_not_have_is_a_failure(server: ReferenceServer, path: str) -> None:
    response = httpx.get(f"{server.url('')}{path}")

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")
    assert response.text == "Server was not able to process your request\nHTTP 404 Not Found"


def test_requests_say_which_api_they_were_for(server: ReferenceServer) -> None:
    httpx.get(f"{server.url('v4')}/getSeriesSize?SeriesInstanceUID=1")
    httpx.post(f"{server.url('v4')}/getSeriesMetadata", data={"list": ["1", "2"]})

    assert [(request.address, request.endpoint) for request in server.requests] == [
        ("v4/getSeriesSize", "getSeriesSize"),
        ("v4/getSeriesMetadata", "getSeriesMetadata"),
    ]
    assert server.requests[1].form == {"list": ["1", "2"]}


def test_a_fault_may_be_meant_for_one_api(server: ReferenceServer) -> None:
    server.inject(faults.status(503), endpoint="v4/getModalityValues")

    assert httpx.get(f"{server.url('v1')}{MODALITIES}").status_code == 200
    assert httpx.get(f"{server.url('v4')}{MODALITIES}").status_code == 503


def test_a_change_may_be_meant_for_one_api(server: ReferenceServer) -> None:
    server.change(changes.rename_attribute("v4/getModalityValues", "Modality", "Kind"))

    assert httpx.get(f"{server.url('v1')}{MODALITIES}").text == '[{"Modality":"MG"}]'
    assert httpx.get(f"{server.url('v4')}{MODALITIES}").text == '[{"Kind":"MG"}]'


def test_a_change_without_an_api_is_meant_for_all_that_it_fits(server: ReferenceServer) -> None:
    server.change(changes.rename_attribute("getModalityValues", "Modality", "Kind"))

    assert httpx.get(f"{server.url('v1')}{MODALITIES}").text == '[{"Kind":"MG"}]'
    assert httpx.get(f"{server.url('v4')}{MODALITIES}").text == '[{"Kind":"MG"}]'
