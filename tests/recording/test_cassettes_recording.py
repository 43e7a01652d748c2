"""One command records, and a recording that fails costs nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from nbia import Client
from nbia.v1 import calls
from tests import record as recorder
from tests.raw_server import closed_port
from tests.record import MOMENT, RecordingError, main, record
from tests.recording.cases import cases, the_spec
from tests.recording.files import PRODUCTION, PROVENANCE, check_folder
from tests.reference_server import ReferenceServer, faults

Folder = dict[str, bytes]

OLD: Final = {"getPatient/json.yaml": b"an old cassette", "PROVENANCE.json": b"an old provenance"}


def content_of(folder: Path) -> Folder:
    """Return everything in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with cassettes of earlier, alone in another folder."""
    folder = tmp_path / "v1"
    (folder / "getPatient").mkdir(parents=True)
    for name, content in OLD.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def nobody() -> Iterator[str]:
    """A base URL where nobody listens."""
    with closed_port() as port:
        yield f"http://127.0.0.1:{port}/nbia-api/services/v1"


def test_recording_twice_changes_the_provenance_alone(tmp_path: Path) -> None:
    folder = tmp_path / "cassettes"

    record("reference", folder)
    first = content_of(folder)
    record("reference", folder)
    second = content_of(folder)

    assert first.pop(PROVENANCE) != b""
    assert second.pop(PROVENANCE) != b""
    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == ["cassettes"]
    assert check_folder(folder).source == "reference"
    assert first.keys() == {case.cassette for case in cases(the_spec())}


def test_a_folder_that_holds_something_else_is_not_replaced(tmp_path: Path, nobody: str) -> None:
    (tmp_path / "notes.txt").write_bytes(b"mine")

    with pytest.raises(RecordingError, match="no cassettes of ours"):
        record("live", tmp_path, base_url=nobody)

    assert content_of(tmp_path) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("fault", [faults.cut(300), faults.empty()], ids=["cut", "empty"])
def test_a_fault_half_way_costs_nothing(old: Path, server: ReferenceServer, fault: faults.Fault) -> None:
    server.inject(fault, endpoint="getCollectionValues")

    with pytest.raises(RecordingError, match="Failed while recording"):
        record("reference", old, base_url=server.base_url)

    assert len(server.requests) > 1
    assert content_of(old) == OLD
    assert [path.name for path in old.parent.iterdir()] == ["v1"]


def test_requests_are_sent_one_by_one_by_a_client_that_says_who_it_is(old: Path, server: ReferenceServer) -> None:
    server.inject(faults.status(503), endpoint="getManufacturerValues")

    with pytest.raises(RecordingError):
        record("reference", old, base_url=server.base_url)

    assert content_of(old) == OLD
    assert {request.headers["user-agent"].split("/")[0] for request in server.requests} == {"nbia-client"}
    assert len({request.query + request.endpoint for request in server.requests}) == len(server.requests)


def test_the_live_service_is_asked_slowly(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(recorder, "_run", lambda step, staging, *options: asked.append(options))

    with pytest.raises(RecordingError, match="or there are none"):
        record("live", old)

    assert asked[0][-4:] == ("--record-from", PRODUCTION, "--record-pause", "1.0")
    assert content_of(old) == OLD


def test_a_clock_that_stands_still_makes_the_same_archive_each_time() -> None:
    call = calls.get_image("2.25.204589396118861498869537259657369330951")

    with ReferenceServer(clock=lambda: MOMENT) as server, Client(base_url=server.base_url) as client:
        first, second = client.send(call).value, client.send(call).value

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(old: Path) -> None:
    with pytest.raises(RecordingError, match="cannot be put in place"):
        recorder._swap(old.with_name("absent"), old)

    assert content_of(old) == OLD


def test_a_target_that_cannot_be_reached_costs_nothing_and_the_command_says_so(
    old: Path, nobody: str, capfd: pytest.CaptureFixture[str]
) -> None:
    status = main(["--target", "live", "--api", "v1", "--base-url", nobody, "--into", str(old.parent)])

    said = capfd.readouterr()
    assert status == 1
    assert "The server could not be reached" in said.out or "The connection failed" in said.out
    assert said.err.endswith("Failed while recording, see above. The cassettes are as they were.\n")
    assert content_of(old) == OLD
    assert [path.name for path in old.parent.iterdir()] == ["v1"]


@pytest.mark.parametrize("arguments", [[], ["--target", "somebody"]])
def test_the_command_wants_a_target(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert "--target" in capsys.readouterr().err
