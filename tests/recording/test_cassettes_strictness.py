"""Replay accepts nothing that was not recorded, and a spoilt cassette is a clear failure."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from vcr.request import Request  # type: ignore[import-untyped]

from tests.recording.files import (
    CASSETTES,
    PRODUCTION,
    CassetteError,
    ReadableYaml,
    exact_query,
    read_cassette,
    reduced_request,
    reduced_response,
)

ROOT: Final = Path(__file__).parents[2]
GOOD: Final = (CASSETTES / "v1/getPatient/json.yaml").read_bytes()
LOOPBACK: Final = "http://127.0.0.1:8042/nbia-api/services/v1"

SPOILT: Final[dict[str, tuple[bytes, str]]] = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "binary": (b"\xff\xfe\x00PK\x03\x04", "is damaged or cut off"),
    "no YAML": (b"interactions: [}", "is damaged or cut off"),
    "cut in the middle": (GOOD[: len(GOOD) // 2], "is damaged or cut off"),
    "cut at the end of a line": (GOOD[: GOOD.index(b"    status:")], "is damaged or cut off"),
    "no mapping": (b"[]", "is damaged or cut off"),
    "older form": (b"- request: {}\n  response: {}\n", "is damaged or cut off"),
    "no interactions": (b"interactions: []\nversion: 1\n", "holds no interaction"),
    "shortened body": (GOOD.replace(b"Homo sapiens", b"Homo"), "bytes and announces"),
    "no body": (re.sub(rb"string: .*", b"string: null", GOOD), "an answer has no body"),
    "body of another kind": (re.sub(rb"string: .*", b"string: [1]", GOOD), "an answer has no body"),
    "another method": (GOOD.replace(b"method: GET", b"method: DELETE"), "is damaged or cut off"),
    "another place": (GOOD.replace(b"services.cancer", b"cancer"), "a request to another place"),
    "cookie": (GOOD.replace(b"content-type:", b"set-cookie:"), "headers that must not be kept: set-cookie"),
    "token": (GOOD.replace(b"accept:", b"authorization:"), "headers that must not be kept: authorization"),
    "metadata": (GOOD + b"metadata: {recorded: today}\n", "is damaged or cut off"),
    "hostile tag": (b"!!python/object/apply:os.mkdir [hacked]\n", "holds a YAML tag that is refused"),
    "hostile name": (GOOD.replace(b"code: 200", b"code: !!python/name:os.system"), "a YAML tag that is refused"),
    "nesting": (b"[" * 13 + b"]" * 13, "column 13: it is nested too deeply: more than 12 levels"),
    "hostile nesting": (b"[" * 1_000_000, "it is nested too deeply: more than 12 levels"),
    "hostile nesting of lists": (b"- " * 1_000_000, "it is nested too deeply: more than 12 levels"),
    "hostile aliases": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "refers to parts of itself"),
    "too large": (b"#" * 4_000_001, "is too large"),
}


def request(query: str, **headers: str) -> Request:
    return Request("GET", f"{PRODUCTION}/getSeries?{query}", b"", headers)


def replay(folder: Path, *options: str) -> str:
    """Run the tests of the cassettes on another folder, and return what pytest says."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "recording",
        "-p",
        "tests.recording.plugin",
        "-p",
        "no:cacheprovider",
    ]
    ran = subprocess.run(
        [*command, "--cassettes", str(folder), *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("kind", SPOILT)
def test_a_spoilt_cassette_is_refused(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, message = SPOILT[kind]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spoilt.yaml").write_bytes(content)

    with pytest.raises(CassetteError, match=re.escape(message)) as caught:
        read_cassette(tmp_path / "spoilt.yaml")

    assert str(caught.value).startswith(f"{tmp_path.name}/spoilt.yaml ")
    assert [path.name for path in tmp_path.iterdir()] == ["spoilt.yaml"]


def test_a_missing_cassette_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match=r"absent\.yaml does not exist: record it with `make record`"):
        read_cassette(tmp_path / "absent.yaml")


def test_the_order_of_parameters_does_not_count() -> None:
    exact_query(request("Collection=A%20B&Modality=CT"), request("Modality=CT&Collection=A+B"))


@pytest.mark.parametrize(
    "other",
    ["Collection=A&Modality=", "Collection=B", "collection=A", "Collection=A&Collection=A", "Collection=A%20", ""],
)
def test_everything_else_about_parameters_counts(other: str) -> None:
    with pytest.raises(AssertionError):
        exact_query(request("Collection=A"), request(other))


def test_a_recorded_request_names_production() -> None:
    recorded = reduced_request(Request("GET", f"{LOOPBACK}/getSeries?Collection=A", b"", {}), LOOPBACK)

    assert recorded.uri == f"{PRODUCTION}/getSeries?Collection=A"


def test_a_request_to_another_place_keeps_its_address() -> None:
    elsewhere = Request("GET", "http://127.0.0.1:80429/nbia-api/services/v1/getSeries", b"", {})

    assert reduced_request(elsewhere, LOOPBACK).uri == elsewhere.uri


def test_a_request_is_reduced_once_and_for_all() -> None:
    sent = request("Collection=A", Accept="*/*", Host="127.0.0.1", Authorization="Bearer secret", Cookie="a=b")

    once = reduced_request(sent, LOOPBACK)
    twice = reduced_request(once, LOOPBACK)

    assert once._to_dict() == twice._to_dict()
    assert once._to_dict()["headers"] == {"accept": ["*/*"]}
    assert "Authorization" in sent.headers


def test_an_answer_is_reduced_once_and_for_all() -> None:
    headers = {"Content-Type": ["text/csv"], "Date": ["today"], "Set-Cookie": ["JSESSIONID=1", "b=2"], "server": ["x"]}
    answer: dict[str, Any] = {"status": {"code": 200, "message": ""}, "headers": headers, "body": {"string": b""}}

    once = reduced_response(answer)

    assert once["headers"] == {"content-type": ["text/csv"], "server": ["x"]}
    assert reduced_response(once) == once
    assert "Set-Cookie" in answer["headers"]


@pytest.mark.parametrize(
    "body",
    [
        "a,b\n1,2\n",
        "a,b\n1,2",
        "\n a\n  b\n\n\n",
        "a\r\nb\r\n",
        "trailing \nblanks \n",
        "tab\tand\nline",
        "Ünï\ncödé µ É 中",
        "\ufeffmark\u2028of\u2029order\x85\x00\x07",
        "# no comment\n--- no document\n...\n",
        "x" * 100_000,
        b"\x89PK\x03\x04\xff\x00",
        b"",
    ],
)
def test_what_is_written_is_read_again_exactly(body: str | bytes) -> None:
    content = {"interactions": [{"response": {"body": {"string": body}}}], "version": 1}

    assert ReadableYaml.deserialize(ReadableYaml.serialize(content)) == content


def test_tables_stay_tables() -> None:
    assert "body: |\n  a,b\n  1,2\n" in ReadableYaml.serialize({"body": "a,b\n1,2\n"})


@pytest.mark.block_network
def test_the_network_is_blocked() -> None:
    with socket.socket() as handle, pytest.raises(RuntimeError) as caught:
        handle.connect(("127.0.0.1", 9))

    assert not isinstance(caught.value, OSError)


def with_another_interaction(good: bytes) -> bytes:
    """Return a cassette that holds a second request, with another parameter."""
    interaction = good.removeprefix(b"interactions:\n").removesuffix(b"version: 1\n")
    return b"interactions:\n" + interaction + interaction.replace(b"?Collection=", b"?Other=") + b"version: 1\n"


@pytest.fixture(scope="module")
def spoilt_replay(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of a folder in which each cassette of getPatient is spoilt in another way."""
    root = tmp_path_factory.mktemp("spoilt")
    folder = shutil.copytree(CASSETTES / "v1", root / "v1")
    spoil: dict[str, Callable[[bytes], bytes]] = {
        "json": with_another_interaction,
        "csv": lambda good: good.replace(b"format=csv", b"format=csv&Modality="),
        "xml": lambda good: good[: len(good) // 2],
        "html": lambda good: b"!!python/object/apply:os.system ['exit 1']\n",
        "with-PatientId": lambda good: b"",
    }
    for slug, change in spoil.items():
        path = folder / "getPatient" / f"{slug}.yaml"
        path.write_bytes(change(path.read_bytes()))
    (folder / "getPatient" / "unknown-Collection.yaml").unlink()
    return replay(root, "-k", "sync-v1/getPatient/ and not async", "tests/recording/test_cassettes.py")


@pytest.mark.parametrize(
    ("outcome", "test", "reason"),
    [
        ("FAILED", "test_json[sync-v1/getPatient/json]", r"Not played: https://\S+Other=RIDER%20Pilot\. Record again"),
        ("FAILED", "test_csv[sync-v1/getPatient/csv]", "Can't play back this request: no recorded interaction matches"),
        ("ERROR", "test_xml[sync-v1/getPatient/xml]", r"xml\.yaml is damaged or cut off"),
        ("ERROR", "test_html[sync-v1/getPatient/html]", r"html\.yaml holds a YAML tag that is refused"),
        ("ERROR", "test_json[sync-v1/getPatient/with-PatientId]", r"with-PatientId\.yaml is empty"),
        ("ERROR", "test_nothing[sync-v1/getPatient/unknown-Collection]", r"unknown-Collection\.yaml does not exist"),
    ],
)
def test_replaying_a_spoilt_cassette_fails(spoilt_replay: str, outcome: str, test: str, reason: str) -> None:
    assert f"{outcome} tests/recording/test_cassettes.py::{test}" in spoilt_replay
    assert re.search(reason, spoilt_replay)


SHARING: Final = """
import httpx
import pytest

pytestmark = pytest.mark.vcr


@pytest.fixture(scope="module")
def vcr_cassette_dir():
    return {folder!r}


@pytest.fixture
def vcr_config():
    return {{"match_on": ["method", "path", "exact_query"]}}


@pytest.mark.default_cassette("getPatient/json.yaml")
@pytest.mark.parametrize("number", [1, 2])
def test_it(number):
    assert httpx.get({url!r}).status_code == 200
"""


def test_two_tests_cannot_share_a_cassette(tmp_path: Path) -> None:
    url = f"{PRODUCTION}/getPatient?Collection=RIDER%20Pilot"
    (tmp_path / "test_sharing.py").write_text(SHARING.format(folder=str(CASSETTES / "v1"), url=url))

    said = replay(CASSETTES, str(tmp_path / "test_sharing.py"), "-c", "pyproject.toml")

    assert "1 failed, 1 passed" in said
    assert re.search(r"test_it\[2\] and \S+test_it\[1\] share the cassette", said)
