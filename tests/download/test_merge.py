"""The parts that machines have downloaded become one destination; what is missing and what conflicts is said."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

import nbia
from nbia import AsyncClient, Client, DestinationError, DownloadReport, InvalidParameterError
from nbia_core.download.disk.state import State
from tests.cli.command_line import nbia as run
from tests.cli.command_line import one_line
from tests.download.helpers import ARCHIVES, MOUSE, SEVERAL, SMALL, tree, undisturbed
from tests.reference_server import ReferenceServer, faults


@pytest.fixture
def parts(client: Client, server: ReferenceServer, tmp_path: Path) -> list[Path]:
    """Two halves of a list in folders of their own: five series, and one."""
    folders = [tmp_path / "all" / f"part-{number}" for number in (1, 2)]
    for number, folder in enumerate(folders, 1):
        client.download(SEVERAL, folder, shard=f"{number}/2")
    server.reset()
    return folders


def state_of(report: DownloadReport) -> dict[str, str]:
    return {result.series_instance_uid: result.status for result in report.results}


def rows(root: Path) -> dict[str, str]:
    with (root / "metadata.csv").open(encoding="utf-8", newline="") as table:
        return {row["SeriesInstanceUID"]: row["DownloadPath"] for row in csv.DictReader(table)}


def test_parts_below_the_destination_stay_where_they_are(
    client: Client, server: ReferenceServer, tmp_path: Path, parts: list[Path]
) -> None:
    before = tree(tmp_path)

    report = client.merge(parts, tmp_path / "all", what=SEVERAL)

    assert state_of(report) == dict.fromkeys(SEVERAL, "downloaded")
    assert rows(tmp_path / "all") == {uid: f"part-{2 if uid == MOUSE else 1}/{uid}" for uid in SEVERAL}
    assert DownloadReport.load(tmp_path / "all" / "download-report.json").is_complete
    assert before.items() <= tree(tmp_path).items()
    assert server.requests == []


def test_a_download_and_a_verification_go_on_from_what_was_merged(
    client: Client, server: ReferenceServer, tmp_path: Path, parts: list[Path]
) -> None:
    client.merge(parts, tmp_path / "all")

    again = client.download(SEVERAL, tmp_path / "all")

    assert state_of(again) == dict.fromkeys(SEVERAL, "present")
    assert server.requests == []
    assert nbia.verify(tmp_path / "all").is_complete


def test_parts_elsewhere_are_moved_if_that_is_asked_for(
    client: Client, server: ReferenceServer, tmp_path: Path, parts: list[Path]
) -> None:
    report = client.merge(parts, tmp_path / "one", move=True)

    assert report.is_complete
    assert tree(tmp_path / "one") == undisturbed(server, *SEVERAL)
    assert rows(tmp_path / "one") == {uid: uid for uid in SEVERAL}
    assert nbia.verify(tmp_path / "one").is_complete


@pytest.mark.parametrize("layout", ["patient", "series"])
def test_a_part_is_merged_into_another(client: Client, server: ReferenceServer, tmp_path: Path, layout: str) -> None:
    client.download([MOUSE], tmp_path / "a", layout=layout)
    client.download([SMALL], tmp_path / "b", layout=layout)

    report = client.merge([tmp_path / "a", tmp_path / "b"], tmp_path / "a", move=True)

    assert (report.is_complete, set(rows(tmp_path / "a"))) == (True, {MOUSE, SMALL})
    assert [path for path in (tmp_path / "b").iterdir() if path.is_dir() and path.name != ".nbia"] == []


def test_archives_are_moved_with_their_licences(client: Client, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path / "a", as_zip=True)

    report = client.merge(tmp_path / "a", tmp_path / "b", move=True)

    assert report.results[0].has_license
    assert {path.name for path in (tmp_path / "b").glob(f"{MOUSE}*")} == {f"{MOUSE}.zip", f"{MOUSE}.LICENSE"}


def test_a_shared_destination_gets_one_report_of_its_parts(client: Client, tmp_path: Path) -> None:
    for part in ("1/2", "2/2"):
        client.download(SEVERAL, tmp_path, shard=part)

    report = client.merge(tmp_path)

    assert (report.report_path, state_of(report)) == (
        tmp_path / "download-report.json",
        dict.fromkeys(sorted(SEVERAL), "downloaded"),
    )


def test_merging_twice_says_the_same(client: Client, tmp_path: Path, parts: list[Path]) -> None:
    first = client.merge(parts, tmp_path / "all")

    second = client.merge(parts, tmp_path / "all")

    assert (state_of(second), second.notes) == (state_of(first), first.notes)


def test_a_merge_that_was_ended_between_two_steps_is_gone_on_with(
    client: Client, server: ReferenceServer, tmp_path: Path, parts: list[Path]
) -> None:
    (tmp_path / "one").mkdir()
    (parts[1] / MOUSE).rename(tmp_path / "one" / MOUSE)  # and nobody remembers it yet

    report = client.merge(parts, tmp_path / "one", move=True)

    assert report.is_complete
    assert tree(tmp_path / "one") == undisturbed(server, *SEVERAL)


def test_a_state_of_the_destination_that_is_of_no_use_is_told(
    client: Client, tmp_path: Path, parts: list[Path]
) -> None:
    (tmp_path / "all" / ".nbia").mkdir(parents=True)
    (tmp_path / "all" / ".nbia" / "state.sqlite").write_bytes(b"no database")

    report = client.merge(parts, tmp_path / "all", move=True)

    assert report.is_complete
    assert "state.sqlite is unusable" in "".join(report.notes)


def test_what_no_part_has_is_missing_from_the_list(client: Client, tmp_path: Path, parts: list[Path]) -> None:
    report = client.merge(parts[:1], tmp_path / "all", what=SEVERAL)

    assert {result.series_instance_uid: result.reason for result in report.failed} == {MOUSE: "No part has it."}


def test_without_a_list_a_part_without_a_report_is_missing(client: Client, tmp_path: Path, parts: list[Path]) -> None:
    report = client.merge(parts[:1], tmp_path / "all")

    assert not report.is_complete
    assert "part 2/2 not tried: No report of it is there" in str(report)


def test_what_a_part_could_not_get_is_told_with_its_reason(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(404), endpoint=ARCHIVES, times=1)
    failed = client.download([SMALL], tmp_path / "all" / "a")
    client.download([MOUSE], tmp_path / "all" / "b")

    report = client.merge([tmp_path / "all" / "a", tmp_path / "all" / "b"], tmp_path / "all")

    assert [result.reason for result in report.failed] == [failed.results[0].reason]


def test_what_was_changed_since_is_not_taken(client: Client, tmp_path: Path, parts: list[Path]) -> None:
    os.truncate(next((parts[1] / MOUSE).glob("*.dcm")), 100)

    report = client.merge(parts, tmp_path / "all", what=SEVERAL)

    assert [result.series_instance_uid for result in report.failed] == [MOUSE]
    assert "is not there any more, or was changed" in (report.failed[0].reason or "")
    assert MOUSE not in rows(tmp_path / "all")


def test_a_series_that_two_parts_have_alike_counts_once(client: Client, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        client.download([SMALL], folder)

    report = client.merge(folders, tmp_path)

    assert (report.is_complete, len(report.results)) == (True, 1)
    assert "1 series lies in more than one part with the same images" in str(report)


def test_different_images_of_a_series_are_a_conflict_and_both_stay(client: Client, tmp_path: Path) -> None:
    for name in "ab":
        client.download([SMALL], tmp_path / name)
    with contextlib.closing(State(tmp_path / "b")) as state:
        (known,) = state
        state.put(structs.replace(known, files=tuple(structs.replace(file, md5="0" * 32) for file in known.files)))
    before = tree(tmp_path)

    report = client.merge([tmp_path / "a", tmp_path / "b"], tmp_path)

    assert [result.reason for result in report.failed] == [
        f"{tmp_path / 'a' / SMALL} and {tmp_path / 'b' / SMALL} hold different images of it: remove the one that is not "
        "wanted, and merge again."
    ]
    assert before.items() <= tree(tmp_path).items()


def test_a_file_of_somebody_else_is_not_written_over(client: Client, tmp_path: Path, parts: list[Path]) -> None:
    (tmp_path / "one").mkdir()
    for name in (MOUSE, "metadata.csv", "download-report.json"):
        (tmp_path / "one" / name).write_bytes(b"mine")

    report = client.merge(parts, tmp_path / "one", move=True)

    assert "where something else lies: move that away" in (report.failed[0].reason or "")
    assert (parts[1] / MOUSE).is_dir()
    for name in (MOUSE, "metadata.csv", "download-report.json"):
        assert (tmp_path / "one" / name).read_bytes() == b"mine"


def test_an_asynchronous_client_merges_too(server: ReferenceServer, tmp_path: Path, parts: list[Path]) -> None:
    async def merge() -> DownloadReport:
        async with AsyncClient(base_url=server.base_url) as client:
            return await client.merge(parts, tmp_path / "all")

    assert asyncio.run(merge()).is_complete


@pytest.mark.parametrize(
    ("merge", "words"),
    [
        pytest.param(
            lambda client, at: client.merge([at / "all/part-1"], at / "one"), "nothing is moved", id="unasked"
        ),
        pytest.param(
            lambda client, at: client.merge([at / "all/part-1", at / "all/part-2"]), "need a destination", id="to"
        ),
        pytest.param(lambda client, at: client.merge([at]), "not the destination of a download", id="no state"),
        pytest.param(
            lambda client, at: client.merge([at / ("long" * 100)]), "not the destination of a download", id="too long"
        ),
        pytest.param(lambda client, at: client.merge([]), "names no folder", id="none"),
        pytest.param(lambda client, at: client.merge(3), "must be the folders", id="a number"),
        pytest.param(
            lambda client, at: client.merge([at / "all/part-1"], at / "all/part-1/in", move=True),
            "one of the parts",
            id="in",
        ),
    ],
)
def test_what_cannot_be_merged_is_refused_before_anything_is_written(
    client: Client, tmp_path: Path, parts: list[Path], merge: Callable[[Client, Path], object], words: str
) -> None:
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(InvalidParameterError, match=words):
        merge(client, tmp_path)

    assert sorted(tmp_path.rglob("*")) == before


def test_another_file_system_is_refused_with_how_to_copy(
    client: Client, tmp_path: Path, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nbia_core.download.merge._device", lambda path: str(path))

    with pytest.raises(InvalidParameterError, match="different file systems") as caught:
        client.merge(parts, tmp_path / "one", move=True)

    assert f"rsync -a {parts[0]} {tmp_path / 'one'}/" in (caught.value.hint or "")
    assert not (tmp_path / "one").exists()


def test_the_command_says_what_is_missing_and_ends_with_1(
    tmp_path: Path, parts: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "cart.tcia"
    manifest.write_text("ListOfSeriesToDownload=\n" + "\n".join(SEVERAL))
    to = ("--to", str(tmp_path / "all"), "--manifest", str(manifest))

    some, out, _ = run("merge", str(parts[0]), *to, capsys=capsys)
    every, _, _ = run("merge", *map(str, parts), *to, capsys=capsys)
    wrong, _, err = run("merge", str(tmp_path), capsys=capsys)

    assert (some, every, wrong) == (1, 0, 2)
    assert f"{MOUSE} not tried: No part has it." in one_line(out)
    assert "not the destination of a download" in one_line(err)


def test_the_command_names_the_option_that_moves(
    tmp_path: Path, parts: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run("merge", *map(str, parts), "--to", str(tmp_path / "one"), capsys=capsys)

    assert code == 2
    assert "Try: --move moves its series; or copy it" in one_line(err)


def test_the_command_does_not_write_its_report_over_the_list(
    tmp_path: Path, parts: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "cart.tcia"
    manifest.write_text(f"ListOfSeriesToDownload=\n{MOUSE}\n")
    files = ("--manifest", str(manifest), "--report", str(manifest))

    code, _, err = run("merge", *map(str, parts), "--to", str(tmp_path / "all"), *files, capsys=capsys)

    assert code == 2
    assert "is the list itself, which is not written over: name another file." in one_line(err)
    assert manifest.read_text() == f"ListOfSeriesToDownload=\n{MOUSE}\n"
    assert not (tmp_path / "all" / ".nbia").exists()


def test_the_command_looks_for_the_folder_of_its_report_first(
    tmp_path: Path, parts: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    report = ("--report", str(tmp_path / "nowhere" / "report.json"))

    code, _, err = run("merge", *map(str, parts), "--to", str(tmp_path / "all"), *report, capsys=capsys)

    assert code == 2
    assert "cannot be written: its folder is not there." in one_line(err)
    assert not (tmp_path / "all" / ".nbia").exists()


def test_a_part_whose_state_is_damaged_is_refused_with_what_to_do(parts: list[Path], client: Client) -> None:
    (parts[1] / ".nbia" / "state.sqlite").write_bytes(b"no database at all")

    with pytest.raises(DestinationError, match="file is not a database") as caught:
        client.merge(parts, parts[0].parent)

    assert "start a download to that folder again" in (caught.value.hint or "")
