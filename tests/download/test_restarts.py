"""The same download again: what is complete is left alone, what is damaged is repaired, what is the user's is kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec import structs

import nbia
from nbia import Client
from nbia_core.download import report_files
from nbia_core.download.disk.database import Database
from nbia_core.download.disk.state import State
from tests.download.helpers import (
    ALIKE,
    ARCHIVES,
    MOUSE,
    SEVERAL,
    SMALL,
    archives_asked_for,
    kept_archives,
    left_behind,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer, faults

IMAGE = "00000003.dcm"


def flip_a_bit_unseen(folder: Path) -> None:
    """Change an image and leave its size and its times as they were."""
    path = folder / IMAGE
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def cut_off(folder: Path) -> None:
    """Take the last bytes of an image away."""
    path = folder / IMAGE
    os.truncate(path, path.stat().st_size - 100)


def lengthen(folder: Path) -> None:
    """Add bytes to an image."""
    with (folder / IMAGE).open("ab") as file:
        file.write(b"more")


def empty(folder: Path) -> None:
    """Take all bytes of an image away."""
    (folder / IMAGE).write_bytes(b"")


def overwrite(folder: Path) -> None:
    """Put other bytes of the same length into an image."""
    path = folder / IMAGE
    path.write_bytes(bytes(path.stat().st_size))


def remove(folder: Path) -> None:
    """Remove an image."""
    (folder / IMAGE).unlink()


def remove_all(folder: Path) -> None:
    """Remove the folder."""
    shutil.rmtree(folder)


def remove_contents(folder: Path) -> None:
    """Remove everything in the folder."""
    shutil.rmtree(folder)
    folder.mkdir()


def remove_hashes(folder: Path) -> None:
    """Remove the list of hashes."""
    (folder / "md5hashes.csv").unlink()


def add_an_image(folder: Path) -> None:
    """Put one more image beside the others."""
    shutil.copy(folder / IMAGE, folder / "00000099.dcm")


def exchange(folder: Path) -> None:
    """Exchange two images."""
    (folder / IMAGE).rename(folder / "x")
    (folder / "00000004.dcm").rename(folder / IMAGE)
    (folder / "x").rename(folder / "00000004.dcm")


def replace_by_a_link(folder: Path) -> None:
    """Put a link in the place of an image."""
    (folder / IMAGE).rename(folder / "elsewhere")
    (folder / IMAGE).symlink_to("elsewhere")


def replace_by_a_folder(folder: Path) -> None:
    """Put a folder in the place of an image."""
    (folder / IMAGE).unlink()
    (folder / IMAGE).mkdir()
    (folder / IMAGE / "notes.txt").write_bytes(b"mine")


SEEN = [cut_off, lengthen, empty, overwrite, remove, remove_all, remove_contents, remove_hashes, exchange]
ADDED = [add_an_image, replace_by_a_link, replace_by_a_folder]


def test_what_is_complete_is_not_asked_for_again(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download(SEVERAL, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.dcm")}
    server.reset()

    report = client.download(SEVERAL, tmp_path)

    assert [result.status for result in report.results] == ["present"] * len(SEVERAL)
    assert server.requests == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.dcm")} == before


def refuse_to_write(*arguments: object, **options: object) -> None:
    raise AssertionError("the table is as new as the state")


def test_a_table_that_is_as_new_as_the_state_is_not_written_again(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.download(SEVERAL, tmp_path)
    monkeypatch.setattr(report_files, "write_metadata", refuse_to_write)

    again = client.download(SEVERAL, tmp_path)

    assert (again.metadata_path, again.citation_path) == (tmp_path / "metadata.csv", tmp_path / "CITATION.txt")
    assert again.citations == first.citations


@pytest.mark.parametrize("name", ["metadata.csv", "CITATION.txt"])
def test_a_table_that_was_removed_is_written_again(client: Client, tmp_path: Path, name: str) -> None:
    client.download(SEVERAL, tmp_path)
    before = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink()

    client.download(SEVERAL, tmp_path)

    assert (tmp_path / name).read_bytes() == before


def test_a_table_of_an_older_state_is_written_again(client: Client, tmp_path: Path) -> None:
    client.download(SEVERAL, tmp_path)
    with State(tmp_path) as state:  # as another process does that is killed before it writes the table
        known = next(iter(state))
        state.put(structs.replace(known, attributes={**known.attributes, "modality": "XX"}))

    client.download(SEVERAL, tmp_path)

    assert ",XX," in (tmp_path / "metadata.csv").read_text()


def test_the_table_of_another_layout_is_written_anew(client: Client, tmp_path: Path) -> None:
    client.download(SMALL, tmp_path)

    report = client.download(SMALL, tmp_path, layout="retriever")

    assert report.metadata_path is not None
    assert report.metadata_path.read_text().startswith("Series UID,")


def test_what_is_remembered_of_complete_series_is_read_for_many_at_once(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.download(SEVERAL, tmp_path)
    monkeypatch.delattr(Database, "read")  # which reads one row

    report = client.download(SEVERAL, tmp_path)

    assert [result.status for result in report.results] == ["present"] * len(SEVERAL)


def test_what_is_complete_is_read_again_when_asked_and_not_asked_for(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download(SEVERAL, tmp_path)
    server.reset()

    report = client.download(SEVERAL, tmp_path, verify=True)

    assert [result.status for result in report.results] == ["present"] * len(SEVERAL)
    assert server.requests == []


def test_more_series_are_added_to_those_that_are_there(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download(SEVERAL[:3], tmp_path)
    server.reset()

    report = client.download(SEVERAL, tmp_path)

    assert report.is_complete
    assert archives_asked_for(server) == sorted(SEVERAL[3:])
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)
    assert len((tmp_path / "metadata.csv").read_text().splitlines()) == 1 + len(SEVERAL)


@pytest.mark.parametrize("damage", SEEN, ids=lambda damage: damage.__name__)
def test_damage_is_repaired(
    client: Client, server: ReferenceServer, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    client.download([MOUSE, SMALL], tmp_path)
    damage(tmp_path / MOUSE)
    server.reset()

    report = client.download([MOUSE, SMALL], tmp_path)

    assert [result.status for result in report.results] == ["repaired", "present"]
    assert archives_asked_for(server) == [MOUSE]
    assert tree(tmp_path) == undisturbed(server, MOUSE, SMALL)
    assert nbia.verify(tmp_path).is_complete
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("damage", ADDED, ids=lambda damage: damage.__name__)
def test_what_was_put_among_the_images_is_moved_and_told(
    client: Client, server: ReferenceServer, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    client.download([MOUSE], tmp_path)
    damage(tmp_path / MOUSE)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert result.status == "repaired"
    assert str(tmp_path / ".nbia" / "replaced" / f"{MOUSE}-1") in str(result.notes)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_a_bit_that_flipped_unseen_is_found_by_reading(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)
    flip_a_bit_unseen(tmp_path / MOUSE)
    offline = nbia.verify(tmp_path)

    trusting = client.download([MOUSE], tmp_path)
    reading = client.download([MOUSE], tmp_path, verify=True)

    assert [result.status for result in offline.results] == ["damaged"]
    assert [trusting.results[0].status, reading.results[0].status] == ["present", "repaired"]
    assert f"{IMAGE} is damaged" in str(reading.results[0].notes)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_a_file_that_was_only_touched_is_not_downloaded_again(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([MOUSE], tmp_path)
    os.utime(tmp_path / MOUSE / IMAGE, (1, 1))
    server.reset()

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "present"
    assert archives_asked_for(server) == []


def test_a_user_s_own_file_does_no_harm(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)
    (tmp_path / MOUSE / "notes.txt").write_bytes(b"mine")
    server.reset()

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, server.requests) == ("present", [])
    assert (tmp_path / MOUSE / "notes.txt").read_bytes() == b"mine"


def test_a_file_of_another_program_called_like_the_licence_survives_repairs(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([MOUSE], tmp_path)
    (tmp_path / MOUSE / "LICENSE").write_bytes(b"of another program")
    remove(tmp_path / MOUSE)

    report = client.download([MOUSE], tmp_path)
    remove(tmp_path / MOUSE)
    client.download([MOUSE], tmp_path)

    kept = tmp_path / ".nbia" / "replaced" / f"{MOUSE}-1"
    assert (kept / MOUSE / "LICENSE").read_bytes() == b"of another program"
    assert f"files that were in the way are now in {kept}" in report.results[0].notes
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_a_licence_of_our_own_goes_with_the_images_that_are_replaced(client: Client, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)
    remove(tmp_path / MOUSE)

    assert client.download([MOUSE], tmp_path).is_complete
    assert not list(tmp_path.glob(".nbia/replaced/*"))


def test_a_user_s_own_file_stays_where_it_is_in_a_repair(client: Client, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)
    (tmp_path / MOUSE / "notes.txt").write_bytes(b"mine")
    remove(tmp_path / MOUSE)

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.moved) == ("repaired", ())
    assert (tmp_path / MOUSE / "notes.txt").read_bytes() == b"mine"
    assert nbia.verify(tmp_path).is_complete


def test_a_repair_that_fails_leaves_what_was_there(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)
    remove(tmp_path / MOUSE)
    before = tree(tmp_path)
    server.inject(faults.status(503), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "failed"
    assert tree(tmp_path) == before
    assert not nbia.verify(tmp_path).is_complete


def test_another_layout_downloads_to_another_place_and_keeps_the_first(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([MOUSE], tmp_path)

    report = client.download([MOUSE], tmp_path, layout="{Collection}/{SeriesInstanceUID}")

    assert report.is_complete
    assert set(undisturbed(server, MOUSE)) <= set(tree(tmp_path))


@pytest.mark.parametrize("first", [False, True], ids=["images, then archives", "archives, then images"])
def test_images_and_archives_can_lie_side_by_side(
    client: Client, server: ReferenceServer, tmp_path: Path, first: bool
) -> None:
    client.download([MOUSE, SMALL], tmp_path, as_zip=first)

    report = client.download([MOUSE, SMALL], tmp_path, as_zip=not first)

    assert report.is_complete
    assert kept_archives(tmp_path) == undisturbed(server, MOUSE, SMALL)
    assert undisturbed(server, MOUSE, SMALL).items() <= tree(tmp_path).items()


def test_archives_are_left_alone_too(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download(ALIKE, tmp_path, as_zip=True)
    server.reset()

    reports = [client.download(ALIKE, tmp_path, as_zip=True, verify=verify) for verify in (False, True)]

    assert {result.status for report in reports for result in report.results} == {"present"}
    assert server.requests == []


@pytest.mark.parametrize("times_kept", [False, True], ids=["seen", "unseen"])
def test_a_damaged_archive_is_repaired(
    client: Client, server: ReferenceServer, tmp_path: Path, times_kept: bool
) -> None:
    client.download([MOUSE], tmp_path, as_zip=True)
    path = tmp_path / f"{MOUSE}.zip"
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[20_000] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + (not times_kept)))

    report = client.download([MOUSE], tmp_path, as_zip=True, verify=times_kept)

    assert report.results[0].status == "repaired"
    assert kept_archives(tmp_path) == undisturbed(server, MOUSE)
    assert nbia.verify(tmp_path).is_complete


def test_a_licence_that_could_not_be_had_comes_with_the_next_run(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(503), endpoint="getImage", times=None)
    first = client.download([MOUSE], tmp_path)
    server.reset()

    second = client.download([MOUSE], tmp_path)

    assert [first.results[0].has_license, second.results[0].has_license] == [False, True]
    assert archives_asked_for(server) == []
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_a_licence_that_could_not_be_had_comes_with_the_next_run_of_an_executor_too(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(503), endpoint="getImage", times=None)
    with ThreadPoolExecutor(1) as executor:
        client.download([MOUSE], tmp_path, executor=executor)
        server.reset()

        second = client.download([MOUSE], tmp_path, executor=executor)

    assert second.results[0].has_license
