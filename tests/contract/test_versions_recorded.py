"""Recorded requests of every version: whose they are, what was posted, and what they were made to show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from nbia_core.api.description import Api
from nbia_core.api.description_file import load
from nbia_core.contract.observations import Observation
from nbia_core.contract.sources.addresses import read_address
from nbia_core.contract.sources.bodies import from_bodies
from nbia_core.contract.sources.cassettes import from_cassettes
from nbia_core.contract.sources.har import from_har

V1, V2, V4, ADVANCED = (load(f"nbia.{version}") for version in ("v1", "v2", "v4", "advanced"))
HOST = "https://nbia.cancerimagingarchive.net/nbia-api/services"
ROWS = json.dumps([{"SeriesInstanceUID": "1.2.3"}])
REFUSED = "Invalid query parameter: 'More'. Allowed parameters are: [Collection, Modality]"


def cassette(folder: Path, contract: Api, uri: str, answer: str, **request: Any) -> list[Observation]:
    status = request.pop("status", 200)
    interaction = {
        "request": {"method": "GET", "uri": uri, "body": None, "headers": {}, **request},
        "response": {"status": {"code": status, "message": ""}, "headers": {}, "body": {"string": answer}},
    }
    (folder / "one.yaml").write_text(yaml.safe_dump({"interactions": [interaction], "version": 1}))
    return list(from_cassettes(folder, contract))


@pytest.mark.parametrize(
    ("contract", "address", "is_asked"),
    [
        (V4, "v4/getSeries", True),
        (V4, "v1/getSeries", False),
        (V4, "getCollectionValuesAndCounts", False),
        (V1, "v2/getSeries", False),
        (V2, "v2/getSeries", True),
        (ADVANCED, "getCollectionValuesAndCounts", True),
        (ADVANCED, "v4/getCollectionValuesAndCounts", False),
        (ADVANCED, "v9/getCollectionValuesAndCounts", False),
    ],
)
def test_versions_on_one_host_are_told_apart(contract: Api, address: str, is_asked: bool) -> None:
    assert (read_address(f"{HOST}/{address}", contract) is not None) is is_asked


@pytest.mark.parametrize("contract", [V4, ADVANCED])
def test_an_address_without_the_folders_of_the_service_may_be_any_version(contract: Api) -> None:
    assert read_address("http://127.0.0.1:8042/archive/getSpeciesTax", contract) is not None


def test_a_posted_form_gives_the_parameters(tmp_path: Path) -> None:
    (found,) = cassette(
        tmp_path, V4, f"{HOST}/v4/getSeriesMetadata", ROWS, method="POST", body="list=1.2%2C1.3&format=csv"
    )

    assert (found.endpoint, found.parameters, found.format) == ("getSeriesMetadata", {"list": "1.2,1.3"}, "csv")


def test_a_repeated_field_has_all_of_its_values(tmp_path: Path) -> None:
    (found,) = cassette(
        tmp_path, V4, f"{HOST}/v4/getSeriesQCInfo", ROWS, method="POST", body="seriesId=1.2&seriesId=1.3"
    )

    assert found.parameters == {"seriesId": "1.2,1.3"}


@pytest.mark.parametrize(
    ("name", "method"), [("getSeries", "POST"), ("getSeriesMetadata", "GET"), ("getSeries", "PUT")]
)
def test_a_request_with_another_method_is_left_out(tmp_path: Path, name: str, method: str) -> None:
    assert cassette(tmp_path, V4, f"{HOST}/v4/{name}", ROWS, method=method) == []


@pytest.mark.parametrize("posted", [{"text": "list=1.2"}, {"params": [{"name": "list", "value": "1.2"}]}])
def test_a_posted_form_is_read_from_a_har_file(tmp_path: Path, posted: dict[str, Any]) -> None:
    request = {"method": "POST", "url": f"{HOST}/v4/getSeriesMetadata", "postData": posted}
    entry = {"request": request, "response": {"status": 200, "headers": [], "content": {"text": ROWS}}}
    file = tmp_path / "one.har"
    file.write_text(json.dumps({"log": {"entries": [entry]}}))

    (found,) = from_har(file, V4)

    assert found.parameters == {"list": "1.2"}


@pytest.mark.parametrize("name", ["createSharedList", "deleteSharedList"])
def test_what_changes_something_on_the_server_is_left_out(tmp_path: Path, name: str) -> None:
    form = urlencode({"name": "mine", "list": "1.2"})

    assert cassette(tmp_path, ADVANCED, f"{HOST}/{name}", "done", method="POST", body=form) == []


@pytest.mark.parametrize(
    ("contract", "address", "status", "body", "purpose"),
    [
        (V4, "v4/getModalityValuesAndCounts?More=1", 400, REFUSED, "unknown-parameter"),
        (V4, "v4/getImage?SeriesInstanceUID=1.2&More=1", 400, REFUSED, "unknown-parameter"),
        (V4, "v4/getMD5HashForImage?SOPInstanceUID=1.2&format=json", 400, REFUSED, "unknown-parameter"),
        (V4, "v4/getMD5HashForImage?SOPInstanceUID=1.2", 200, "0" * 32, "text"),
        (V4, "v4/getMD5HashForImage?SOPInstanceUID=1.2", 200, "", "empty"),
        (V4, "v4/getCollectionSite", 200, "[]", "empty"),
        (V4, "v4/getSeriesSize?SeriesInstanceUID=1.2", 200, "[]", "rows"),
        (V2, "v2/getModalityValues?More=1", 200, ROWS, "rows"),
    ],
)
def test_the_purpose_of_a_recorded_request_is_seen(
    tmp_path: Path, contract: Api, address: str, status: int, body: str, purpose: str
) -> None:
    (found,) = cassette(tmp_path, contract, f"{HOST}/{address}", body, status=status)

    assert found.purpose == purpose


@pytest.mark.parametrize(("name", "form"), [("getThumbnail.jpg", "jpeg"), ("getManifestText.tcia", "text")])
def test_saved_pictures_and_texts_are_read(tmp_path: Path, name: str, form: str) -> None:
    (tmp_path / name).write_bytes(b"x")

    (found,) = from_bodies(tmp_path, V4)

    assert found.format == form
