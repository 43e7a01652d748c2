"""Bad input: a clear error, no request, and nothing written."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import httpx
import pytest

from nbia import AsyncClient, Client, DestinationError, InvalidParameterError, RetryPolicy, Timeouts
from tests.reference_server import LUNG, MOUSE_IMAGE, ReferenceServer

pytestmark = pytest.mark.usefixtures("empty_folder")

REQUIRED: list[tuple[str, dict[str, Any], str]] = [
    ("get_image", {"series_instance_uid": LUNG, "to": "x.zip"}, "series_instance_uid"),
    ("get_image_with_md5_hash", {"series_instance_uid": LUNG, "to": "x.zip"}, "series_instance_uid"),
    (
        "get_single_image",
        {"series_instance_uid": LUNG, "sop_instance_uid": MOUSE_IMAGE, "to": "x"},
        "series_instance_uid",
    ),
    ("get_single_image", {"series_instance_uid": LUNG, "sop_instance_uid": MOUSE_IMAGE, "to": "x"}, "sop_instance_uid"),
    ("iter_image", {"series_instance_uid": LUNG}, "series_instance_uid"),
    ("get_contents_by_name", {"name": "nbia-1"}, "name"),
    ("new_patients_in_collection", {"collection": "C", "date": "2020-01-01"}, "collection"),
    ("new_patients_in_collection", {"collection": "C", "date": "2020-01-01"}, "date"),
    ("new_studies_in_patient_collection", {"collection": "C", "date": "2020-01-01"}, "collection"),
    ("new_studies_in_patient_collection", {"collection": "C", "date": "2020-01-01"}, "date"),
    ("get_patient_by_collection_and_modality", {"collection": "C", "modality": "CT"}, "collection"),
    ("get_patient_by_collection_and_modality", {"collection": "C", "modality": "CT"}, "modality"),
    ("get_series_meta_data", {"series_instance_uid": LUNG}, "series_instance_uid"),
    ("iter_series_meta_data", {"series_instance_uid": LUNG}, "series_instance_uid"),
    ("get_series_size", {"series_instance_uid": LUNG}, "series_instance_uid"),
    ("get_sop_instance_uids", {"series_instance_uid": LUNG}, "series_instance_uid"),
]
UIDS = [
    ("1.2.840.abc", "digits and dots only"),
    ("../1.2.3", "digits and dots only"),
    ("1.2/../3", "digits and dots only"),
    ("1..2", "digits and dots only"),
    (".1.2", "digits and dots only"),
    ("1.2.", "digits and dots only"),
    ("12345", "digits and dots only"),
    ("1.2.3\u0664", "digits and dots only"),
    ("1.2.3 ", "digits and dots only"),
    ("1.2.3\n", "control characters"),
    ("1." + "2" * 63, "at most 64 characters, this has 65"),
    ("", "it is empty"),
    (b"1.2.3", "must be text, not bytes"),
    (1.2, "must be text, not float"),
]


@pytest.mark.parametrize(("method", "arguments", "missing"), REQUIRED)
def test_a_required_parameter_that_is_left_out_is_a_type_error(
    client: Client, server: ReferenceServer, method: str, arguments: dict[str, Any], missing: str
) -> None:
    given = {name: value for name, value in arguments.items() if name != missing}

    with pytest.raises(TypeError, match=missing):
        getattr(client, method)(**given)

    assert server.requests == []


@pytest.mark.parametrize(("method", "arguments", "missing"), REQUIRED)
def test_a_required_parameter_that_is_none_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, method: str, arguments: dict[str, Any], missing: str
) -> None:
    with pytest.raises(InvalidParameterError, match=rf"^{missing} is missing: the service requires it"):
        getattr(client, method)(**{**arguments, missing: None})

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("method", "arguments", "missing"), [row for row in REQUIRED if not row[0].startswith("iter_")]
)
async def test_the_asynchronous_client_refuses_it_too(
    async_client: AsyncClient, server: ReferenceServer, method: str, arguments: dict[str, Any], missing: str
) -> None:
    async with async_client as client:
        with pytest.raises(InvalidParameterError, match=rf"^{missing} is missing"):
            await getattr(client, method)(**{**arguments, missing: None})

    assert server.requests == []


@pytest.mark.parametrize("value", ["", "   ", "\t"])
def test_an_empty_text_is_refused(client: Client, server: ReferenceServer, value: str) -> None:
    with pytest.raises(InvalidParameterError, match=r"^collection=.* was not sent: it is empty;.* Leave it out"):
        client.get_series(collection=value)

    assert server.requests == []


@pytest.mark.parametrize("value", [7, {"CT": 1}, [["CT"]], ["CT", 7], b"CT", "C\x00T", "\ud800"])
def test_what_is_no_text_is_refused(client: Client, server: ReferenceServer, value: Any) -> None:
    with pytest.raises(InvalidParameterError, match=r"^modality=.* was not sent"):
        client.get_series(modality=value)

    assert server.requests == []


@pytest.mark.parametrize(("uid", "reason"), UIDS)
@pytest.mark.parametrize("method", ["get_series_size", "iter_series_size", "get_series_meta_data", "iter_image"])
def test_what_is_no_uid_is_refused(client: Client, server: ReferenceServer, method: str, uid: Any, reason: str) -> None:
    with pytest.raises(InvalidParameterError, match=rf"^series_instance_uid=.* was not sent: .*{reason}"):
        getattr(client, method)(uid)

    assert server.requests == []


@pytest.mark.parametrize("method", ["get_series", "get_modality_values", "get_patient", "get_updated_series"])
def test_an_unknown_format_is_refused_with_a_suggestion(client: Client, server: ReferenceServer, method: str) -> None:
    with pytest.raises(InvalidParameterError, match=r'^format=\'json5\'.*"json", "csv".*did you mean "json"\?'):
        getattr(client, method)(format="json5")

    assert server.requests == []


@pytest.mark.parametrize("format", ["JSON", "", None, 7, "csvquoted"])
def test_a_format_must_be_one_of_the_four(client: Client, server: ReferenceServer, format: Any) -> None:
    method: Any = client.get_series

    with pytest.raises(InvalidParameterError, match=r"^format="):
        method(format=format)

    assert server.requests == []


@pytest.mark.parametrize("day", ["16/08/2010", "08/16/2010", "2010/08/16", "2010-02-30", "yesterday", "", 20100816])
def test_an_ambiguous_date_is_refused(client: Client, server: ReferenceServer, day: Any) -> None:
    with pytest.raises(InvalidParameterError, match=r'^date=.*text in ISO form such as "2010-08-16"'):
        client.new_patients_in_collection("TCGA-PRAD", day)
    with pytest.raises(InvalidParameterError, match=r"^from_date="):
        client.get_updated_series(from_date=day)

    assert server.requests == []


@pytest.mark.parametrize("value", ["Yes", 1, "no"])
def test_a_flag_must_be_a_boolean(client: Client, server: ReferenceServer, tmp_path: Path, value: Any) -> None:
    with pytest.raises(InvalidParameterError, match=r"^new_file_names=.*True or False"):
        client.get_image(LUNG, tmp_path / "x.zip", new_file_names=value)

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


def test_an_unknown_parameter_is_a_type_error(client: Client, server: ReferenceServer) -> None:
    method: Any = client.get_series

    with pytest.raises(TypeError, match="colection"):
        method(colection="4D-Lung")

    assert server.requests == []


@pytest.mark.parametrize(
    "base_url",
    [
        "services.cancerimagingarchive.net/nbia-api/services/v1",
        "localhost:8080",
        "//localhost/v1",
        "ftp://localhost/v1",
        "http://",
        "http:///v1",
        "http://localhost:abc/v1",
        "http://localhost:99999/v1",
        "http://[::1/v1",
        "http://local host/v1",
        "http://localhost/v1?format=json",
        "http://localhost/v1#top",
        "",
        8080,
    ],
)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_base_url_without_scheme_or_host_is_refused(kind: type[Client], base_url: Any) -> None:
    with pytest.raises(InvalidParameterError, match=r"^base_url=.*it must look like https://services\."):
        kind(base_url=base_url)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_an_unknown_server_is_refused_with_a_suggestion(kind: type[Client]) -> None:
    with pytest.raises(InvalidParameterError, match=r'^server=\'nlts\'.*public, nlst, nbia.*did you mean "nlst"\?'):
        kind(server="nlts")


def test_server_and_base_url_exclude_each_other() -> None:
    with pytest.raises(InvalidParameterError, match="not both"):
        Client(server="nlst", base_url="http://localhost/v1")


@pytest.mark.parametrize("timeout", [-1, 0, float("nan"), float("inf"), "5", True, [5]])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_timeout_must_be_a_positive_number(kind: type[Client], timeout: Any) -> None:
    with pytest.raises(InvalidParameterError, match=r"timeout: .* must be a number of seconds above 0"):
        kind(timeout=timeout)


@pytest.mark.parametrize("name", ["connect", "read", "write", "pool"])
def test_each_timeout_must_be_a_positive_number(name: str) -> None:
    arguments: dict[str, Any] = {name: -1}

    with pytest.raises(InvalidParameterError, match=f"timeout: {name}=-1"):
        Timeouts(**arguments)


@pytest.mark.parametrize(("kind", "http"), [(Client, "httpx"), (Client, AsyncClient()), (AsyncClient, Client())])
def test_what_is_no_http_client_is_refused(kind: type[Client], http: Any) -> None:
    with pytest.raises(InvalidParameterError, match=r"^http="):
        kind(http=http)


def test_an_http_client_of_the_other_kind_is_refused() -> None:
    blocking: Any = httpx.Client()
    waiting: Any = httpx.AsyncClient()

    with pytest.raises(InvalidParameterError, match=r"^http="):
        Client(http=waiting)
    with pytest.raises(InvalidParameterError, match=r"^http="):
        AsyncClient(http=blocking)

    blocking.close()


@pytest.mark.parametrize("retries", [-1, "3", 2.5, [3]])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_retries_must_be_a_number_or_a_policy(kind: type[Client], retries: Any) -> None:
    with pytest.raises(InvalidParameterError, match=r"^retries"):
        kind(retries=retries)


@pytest.mark.parametrize(
    "arguments",
    [
        {"attempts": 0},
        {"attempts": -1},
        {"attempts": "3"},
        {"first_delay": -1},
        {"first_delay": float("nan")},
        {"longest_delay": float("inf")},
        {"longest_delay": "30"},
    ],
)
def test_a_retry_policy_must_make_sense(arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameterError, match=r"^retries: "):
        RetryPolicy(**arguments)


def test_a_folder_that_does_not_exist_is_not_written_to(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    with pytest.raises(DestinationError, match=r"cannot be written: .*\n  try: create the folder first"):
        client.get_image(LUNG, tmp_path / "missing" / "x.zip")

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


def test_a_file_as_a_parent_is_not_written_to(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(DestinationError, match=r"file/x\.zip cannot be written: "):
        client.get_image(LUNG, tmp_path / "file" / "x.zip")

    assert server.requests == []
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_as_the_file_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match=r"is a folder\.\n  try: give the path of a file"):
        client.get_image(LUNG, tmp_path)

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


@pytest.mark.parametrize("to", [None, 7, b"x.zip", "", io.StringIO(), ["x.zip"]])
def test_what_is_no_place_to_write_to_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, to: Any
) -> None:
    with pytest.raises(InvalidParameterError, match=r"^to="):
        client.get_image(LUNG, to)

    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


def test_a_file_in_text_mode_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    with (tmp_path / "x.zip").open("w") as file:
        destination: Any = file

        with pytest.raises(InvalidParameterError, match=r'neither a path nor a binary file.*\n  try: .* mode "wb"'):
            client.get_image(LUNG, destination)

    assert server.requests == []
    assert (tmp_path / "x.zip").read_bytes() == b""


def test_a_file_that_is_open_for_reading_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"mine")

    with (
        (tmp_path / "x.zip").open("rb") as file,
        pytest.raises((DestinationError, InvalidParameterError), match=r"x\.zip"),
    ):
        client.get_image(LUNG, file)

    assert server.requests == []
    assert (tmp_path / "x.zip").read_bytes() == b"mine"


def test_a_closed_file_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    file = (tmp_path / "x.zip").open("wb")
    file.close()

    with pytest.raises((DestinationError, InvalidParameterError), match=r"x\.zip"):
        client.get_image(LUNG, file)

    assert server.requests == []
