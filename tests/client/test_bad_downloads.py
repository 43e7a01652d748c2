"""Downloads of what is no series, or to where none can be: a clear error, no request, and nothing written."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from nbia import AsyncClient, Client, CollectionValue, InvalidParameterError
from tests.reference_server import LUNG, ReferenceServer

pytestmark = pytest.mark.usefixtures("empty_folder")

BAD_OPTIONS: list[tuple[dict[str, Any], str]] = [
    ({"workers": 0}, r"^workers=0 must be a whole number from 1 to 16"),
    ({"workers": 17}, r"^workers=17 must be"),
    ({"workers": "4"}, r"^workers='4' must be"),
    ({"workers": True}, r"^workers=True must be"),
    ({"layout": ""}, "layout"),
    ({"layout": "{Collection}/../{SeriesInstanceUID}"}, "layout"),
    ({"layout": "{Colection}"}, "Colection"),
    ({"file_names": "SeriesNumber"}, "file_names"),
    ({"file_names": "SOPInstanceUID", "check_headers": False}, "file_names"),
    ({"file_names": "SOPInstanceUID", "as_zip": True}, "as_zip"),
    ({"check_headers": None}, "check_headers"),
]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("1.2.840.abc", "digits and dots only"),
        ("../1.2.3", "digits and dots only"),
        ("1." + "2" * 63, "at most 64 characters, this has 65"),
        ("", "it is empty"),
        (b"1.2.3", "names no series"),
        (1.2, "names no series"),
        (None, "names no series"),
        (CollectionValue(collection="4D-Lung"), "CollectionValue record"),
        ({"Modality": "CT"}, "names no series"),
    ],
)
def test_nothing_is_downloaded_if_one_item_names_no_series(
    client: Client, server: ReferenceServer, tmp_path: Path, item: Any, reason: str
) -> None:
    with pytest.raises(InvalidParameterError, match=rf"^what\[1\].*{reason}"):
        client.download([LUNG, item], tmp_path / "images")

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


@pytest.mark.parametrize("what", [None, 7, b"1.2.3", "", "missing.tcia", io.StringIO(LUNG), {"Modality": "CT"}])
def test_what_is_nothing_that_can_be_downloaded_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, what: Any
) -> None:
    with pytest.raises(InvalidParameterError, match=r"^what="):
        client.download(what, tmp_path / "images")

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


@pytest.mark.parametrize(("options", "reason"), BAD_OPTIONS)
def test_options_of_a_download_that_make_no_sense_are_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, options: dict[str, Any], reason: str
) -> None:
    with pytest.raises(InvalidParameterError, match=reason):
        client.download(LUNG, tmp_path / "images", **options)

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


@pytest.mark.anyio
@pytest.mark.parametrize(("options", "reason"), BAD_OPTIONS)
async def test_the_asynchronous_client_refuses_them_too(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path, options: dict[str, Any], reason: str
) -> None:
    async with async_client as client:
        with pytest.raises(InvalidParameterError, match=reason):
            await client.download(LUNG, tmp_path / "images", **options)

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


def test_an_executor_cannot_use_the_connections_of_this_process(server: ReferenceServer, tmp_path: Path) -> None:
    with (
        httpx.Client() as http,
        ThreadPoolExecutor() as executor,
        pytest.raises(InvalidParameterError, match="leave http= or executor= out"),
    ):
        Client(base_url=server.base_url, http=http).download(LUNG, tmp_path / "images", executor=executor)

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


@pytest.mark.parametrize("to", [None, 7, b"images", "", io.BytesIO(), ["images"]])
def test_what_is_no_folder_is_refused(client: Client, server: ReferenceServer, tmp_path: Path, to: Any) -> None:
    with pytest.raises(InvalidParameterError, match=r"^to="):
        client.download(LUNG, to)

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])
