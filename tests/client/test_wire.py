"""What goes out, and the raw answer that comes back."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from importlib.metadata import version
from platform import python_version
from typing import Any

import httpx
import pytest

from nbia import AsyncClient, Call, Client, Series, Timeouts, calls
from tests.reference_server import LUNG, MOUSE, MOUSE_IMAGE, ReferenceServer

UNKNOWN = "1.2.3.4.5"

ALL_CALLS: list[tuple[Call[Any], str]] = [
    (calls.get_image(LUNG), f"getImage?SeriesInstanceUID={LUNG}"),
    (calls.get_image(LUNG, new_file_names=True), f"getImage?SeriesInstanceUID={LUNG}&NewFileNames=Yes"),
    (calls.get_image(LUNG, new_file_names=False), f"getImage?SeriesInstanceUID={LUNG}&NewFileNames=No"),
    (calls.get_image_with_md5_hash(LUNG), f"getImageWithMD5Hash?SeriesInstanceUID={LUNG}"),
    (
        calls.get_single_image(MOUSE, MOUSE_IMAGE),
        f"getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID={MOUSE_IMAGE}",
    ),
    (calls.get_body_part_values(), "getBodyPartValues"),
    (calls.get_collection_values(), "getCollectionValues"),
    (calls.get_contents_by_name("nbia-1"), "getContentsByName?name=nbia-1"),
    (calls.get_manufacturer_values(body_part_examined="LUNG"), "getManufacturerValues?BodyPartExamined=LUNG"),
    (calls.get_modality_values(collection="4D-Lung"), "getModalityValues?Collection=4D-Lung"),
    (
        calls.new_patients_in_collection("TCGA-PRAD", "2010-08-16"),
        "NewPatientsInCollection?Collection=TCGA-PRAD&Date=2010/08/16",
    ),
    (
        calls.new_studies_in_patient_collection("TCGA-PRAD", "2010-08-16", patient_id="X"),
        "NewStudiesInPatientCollection?Collection=TCGA-PRAD&Date=2010/08/16&PatientID=X",
    ),
    (calls.get_patient(patient_id="X"), "getPatient?PatientId=X"),
    (
        calls.get_patient_by_collection_and_modality("TCGA-PRAD", "MR"),
        "getPatientByCollectionAndModality?Collection=TCGA-PRAD&Modality=MR",
    ),
    (calls.get_patient_study(patient_id="X"), "getPatientStudy?PatientID=X"),
    (calls.get_series(modality="CT", format="csv"), "getSeries?Modality=CT&format=csv"),
    (calls.get_series_meta_data(LUNG), f"getSeriesMetaData?SeriesInstanceUID={LUNG}"),
    (calls.get_series_size(LUNG), f"getSeriesSize?SeriesInstanceUID={LUNG}"),
    (calls.get_sop_instance_uids(LUNG), f"getSOPInstanceUIDs?SeriesInstanceUID={LUNG}"),
    (calls.get_updated_series(from_date="2023-03-28"), "getUpdatedSeries?fromDate=28/03/2023"),
]


@pytest.mark.parametrize(("call", "expected"), ALL_CALLS)
def test_every_call_reaches_its_endpoint_with_its_parameters(
    client: Client, server: ReferenceServer, call: Call[Any], expected: str
) -> None:
    client.send(call)

    (request,) = server.requests
    assert f"{request.endpoint}?{request.query}".rstrip("?") == expected
    assert (request.method, str(call)) == ("GET", expected)


@pytest.mark.parametrize("day", ["2010-08-16", date(2010, 8, 16), datetime(2010, 8, 16, 23, 59)])
def test_dates_of_collections_go_out_year_first(client: Client, server: ReferenceServer, day: Any) -> None:
    client.new_patients_in_collection("TCGA-PRAD", day)

    assert server.requests[-1].query == "Collection=TCGA-PRAD&Date=2010/08/16"


@pytest.mark.parametrize("day", ["2023-03-28", date(2023, 3, 28), datetime(2023, 3, 28, 23, 59)])
def test_dates_of_updates_go_out_day_first(client: Client, server: ReferenceServer, day: Any) -> None:
    client.get_updated_series(from_date=day)

    assert server.requests[-1].query == "fromDate=28/03/2023"


def test_parameters_that_are_left_out_are_not_sent(client: Client, server: ReferenceServer) -> None:
    client.get_series(collection="RIDER Pilot")

    assert server.requests[-1].parameters == {"Collection": "RIDER Pilot"}


def test_parameters_that_are_none_are_not_sent(client: Client, server: ReferenceServer) -> None:
    client.get_modality_values(collection=None, body_part_examined=None)

    assert server.requests[-1].query == ""


def test_the_default_format_is_not_sent(client: Client, server: ReferenceServer) -> None:
    client.get_modality_values(format="json")

    assert server.requests[-1].query == ""


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("RIDER Pilot", "Collection=RIDER%20Pilot"),
        ("A&B=C+D", "Collection=A%26B%3DC%2BD"),
        ("50%", "Collection=50%25"),
        ("Ä#?;", "Collection=%C3%84%23%3F%3B"),
        (" x ", "Collection=%20x%20"),
    ],
)
def test_special_characters_are_escaped(client: Client, server: ReferenceServer, value: str, sent: str) -> None:
    client.get_modality_values(collection=value)

    assert server.requests[-1].query == sent
    assert server.requests[-1].parameters == {"Collection": value}


def test_the_client_says_who_it_is_and_takes_any_type(client: Client, server: ReferenceServer) -> None:
    client.get_modality_values()

    headers = server.requests[-1].headers
    assert headers["user-agent"] == f"nbia-client/{version('nbia-client')} Python/{python_version()}"
    assert headers["accept"] == "*/*"


@pytest.mark.anyio
async def test_the_asynchronous_client_says_the_same(async_client: AsyncClient, server: ReferenceServer) -> None:
    async with async_client as client:
        await client.get_modality_values()

    headers = server.requests[-1].headers
    assert headers["user-agent"] == f"nbia-client/{version('nbia-client')} Python/{python_version()}"
    assert headers["accept"] == "*/*"


def test_no_request_is_made_before_the_first_call(server: ReferenceServer) -> None:
    client = Client(base_url=server.base_url)

    client.close()

    assert (server.requests, server.connection_count) == ([], 0)


def test_connections_are_used_again(client: Client, server: ReferenceServer) -> None:
    client.get_modality_values()
    client.get_collection_values()
    client.get_series_meta_data(UNKNOWN)
    client.get_modality_values(collection="No Such Collection")

    assert (len(server.requests), server.connection_count) == (4, 1)


def test_a_slash_at_the_end_of_the_base_url_does_no_harm(server: ReferenceServer) -> None:
    with Client(base_url=f"{server.base_url}/") as client:
        client.get_modality_values()

    assert server.requests[-1].path == "/nbia-api/services/v1/getModalityValues"
    assert client.base_url == server.base_url


def test_a_given_http_client_is_used_and_stays_open(server: ReferenceServer) -> None:
    with httpx.Client(headers={"X-Trace": "mine"}) as http:
        with Client(base_url=server.base_url, http=http) as client:
            client.get_modality_values()

        assert not http.is_closed
    assert server.requests[-1].headers["x-trace"] == "mine"


@pytest.mark.anyio
async def test_a_given_asynchronous_http_client_is_used_and_stays_open(server: ReferenceServer) -> None:
    async with httpx.AsyncClient(headers={"X-Trace": "mine"}) as http:
        async with AsyncClient(base_url=server.base_url, http=http) as client:
            await client.get_modality_values()

        assert not http.is_closed
    assert server.requests[-1].headers["x-trace"] == "mine"


def test_known_servers_are_chosen_by_name() -> None:
    assert Client().base_url == "https://services.cancerimagingarchive.net/nbia-api/services/v1"
    assert Client(server="nlst").base_url == "https://nlst.cancerimagingarchive.net/nbia-api/services/v1"
    assert AsyncClient(server="nbia").base_url == "https://nbia.cancerimagingarchive.net/nbia-api/services/v1"


def test_a_client_shows_where_it_sends() -> None:
    assert repr(Client(base_url="http://localhost:1")) == "<Client of http://localhost:1>"
    assert repr(AsyncClient(base_url="http://localhost:1")) == "<AsyncClient of http://localhost:1>"


def test_timeouts_can_be_given_one_by_one(server: ReferenceServer) -> None:
    with Client(base_url=server.base_url, timeout=Timeouts(read=10, connect=None)) as client:
        assert len(client.get_modality_values()) == 7


def test_send_gives_the_raw_answer_with_its_value(client: Client, server: ReferenceServer) -> None:
    response = client.send(calls.get_modality_values(collection="4D-Lung"))

    assert (response.status, response.tries) == (200, 1)
    assert response.content == b'[{"Modality":"CT"},{"Modality":"RTSTRUCT"}]'
    assert response.headers["content-type"] == "application/json"
    assert response.headers["server"] == "nbia-reference-server"
    assert response.url == f"{server.base_url}/getModalityValues?Collection=4D-Lung"
    assert [record.modality for record in response.value] == ["CT", "RTSTRUCT"]


@pytest.mark.anyio
async def test_send_gives_the_raw_answer_asynchronously_too(async_client: AsyncClient) -> None:
    async with async_client as client:
        response = await client.send(calls.get_modality_values(collection="4D-Lung", format="csv"))

    assert (response.status, response.value) == (200, "Modality\nCT\nRTSTRUCT\n")
    assert response.content == response.value.encode()


def test_send_shows_the_status_of_no_content(client: Client) -> None:
    response = client.send(calls.get_series_meta_data(UNKNOWN))

    assert (response.status, response.content, len(response.value)) == (204, b"", 0)


def test_send_gives_images_as_bytes(client: Client, server: ReferenceServer) -> None:
    response = client.send(calls.get_single_image(MOUSE, MOUSE_IMAGE))

    (stored, *_) = server.archive.images(MOUSE)
    assert response.value == response.content == stored.path.read_bytes()


def test_equal_calls_are_equal_and_have_one_hash() -> None:
    first: Call[Any] = calls.get_series(collection="4D-Lung", modality="CT")
    second: Call[Any] = calls.get_series(modality="CT", collection="4D-Lung")

    assert first == second
    assert {first: "x"}[second] == "x"
    assert first != calls.get_series(collection="4D-Lung")
    assert first != calls.get_series(collection="4D-Lung", modality="CT", format="csv")


@pytest.mark.parametrize(("call", "expected"), ALL_CALLS)
def test_calls_survive_pickling(call: Call[Any], expected: str) -> None:
    copy = pickle.loads(pickle.dumps(call))

    assert (copy, str(copy)) == (call, expected)


def test_a_pickled_call_can_be_sent(client: Client) -> None:
    copy = pickle.loads(pickle.dumps(calls.get_series(collection="4D-Lung")))

    assert len(client.send(copy).value) == 3


def test_records_survive_pickling(client: Client) -> None:
    records = client.get_series(collection="4D-Lung")

    copy = pickle.loads(pickle.dumps(records))

    assert copy == records
    assert copy.to_dicts() == records.to_dicts()
    assert type(copy[0]) is Series


def test_parameters_of_a_given_client_are_sent_besides_those_of_the_call(server: ReferenceServer) -> None:
    with (
        httpx.Client(params={"api_key": "1"}) as http,
        Client(base_url=server.base_url, http=http) as client,
    ):
        client.get_series(collection="RIDER Pilot")

    assert server.requests[0].query == "api_key=1&Collection=RIDER+Pilot"
