"""What the NBIA Data Retriever has left is checked, taken over where it lies, and continued."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import nbia
from nbia import Client
from tests.download.helpers import MOUSE, SEVERAL, SMALL, VICTRE, archives_asked_for, server_files
from tests.download.process import NO_FORKS, DownloadProcess, Order
from tests.download.retriever_folders import HEADINGS, Names, folder_of, images, list_series, retrieved, row
from tests.reference_server import ReferenceServer

OPERATIONS = 400
"""Fewer operations on files than it takes to continue the tree of the test."""


def everything(root: Path) -> dict[str, bytes]:
    """Return the files below a folder, but for what a download writes about itself."""
    ours = ("nbia-metadata.csv", "download-report.json", "CITATION.txt")
    paths = (path for path in root.rglob("*") if path.is_file() and path.name not in ours)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if ".nbia" not in path.parts}


@pytest.mark.parametrize("names", ["Descriptive", "Classic"])
@pytest.mark.parametrize("with_hashes", [False, True], ids=["without hashes", "with hashes"])
@pytest.mark.parametrize("below", [".", "manifest-1700000000000"])
def test_a_folder_of_the_retriever_is_taken_over_where_it_lies(
    client: Client, server: ReferenceServer, tmp_path: Path, names: Names, with_hashes: bool, below: str
) -> None:
    root = retrieved(server, tmp_path / below, *SEVERAL, names=names, with_hashes=with_hashes)
    before = everything(root)

    reports = [client.download(SEVERAL, tmp_path) for _ in range(2)]

    assert [{result.status for result in report.results} for report in reports] == [{"adopted"}, {"present"}]
    assert [result.path for result in reports[0].results] == [folder_of(server, root, uid, names) for uid in SEVERAL]
    assert archives_asked_for(server) == []
    assert everything(root) == before
    assert nbia.verify(tmp_path).is_complete


def test_the_table_of_the_retriever_names_the_series_and_stays(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, *SEVERAL)
    before = (tmp_path / "metadata.csv").read_bytes()

    report = client.download(tmp_path / "metadata.csv", tmp_path)

    assert {result.status for result in report.results} == {"adopted"}
    assert (tmp_path / "metadata.csv").read_bytes() == before
    assert report.metadata_path == tmp_path / "nbia-metadata.csv"
    assert archives_asked_for(server) == []


def test_a_destination_with_very_many_folders_is_not_searched_to_its_end_and_the_report_says_so(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nbia_core.download.check.find_series._MOST_FOLDERS", 3)
    retrieved(server, tmp_path, MOUSE)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "downloaded"
    assert f"{tmp_path} holds very many folders: not all were searched for series of other programs" in report.notes


def test_a_folder_in_the_place_of_a_list_is_refused_with_what_to_give(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE)

    with pytest.raises(nbia.InvalidParameterError) as caught:
        client.download(tmp_path, tmp_path)

    assert f"give {tmp_path / 'metadata.csv'}, and the folder as the destination" in str(caught.value)


def lose_an_image(folder: Path) -> None:
    sorted(folder.glob("*.dcm"))[-1].unlink()


def cut_an_image(folder: Path) -> None:
    image = sorted(folder.glob("*.dcm"))[-1]
    image.write_bytes(image.read_bytes()[:3000])


def empty_an_image(folder: Path) -> None:
    sorted(folder.glob("*.dcm"))[0].write_bytes(b"")


@pytest.mark.parametrize("harm", [lose_an_image, cut_an_image, empty_an_image])
def test_a_series_that_is_not_complete_is_completed_where_it_lies_under_the_same_names(
    client: Client, server: ReferenceServer, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    retrieved(server, tmp_path, MOUSE, VICTRE)
    place = folder_of(server, tmp_path, MOUSE)
    harm(place)

    report = client.download([MOUSE, VICTRE], tmp_path)

    assert [result.status for result in report.results] == ["repaired", "adopted"]
    assert {path.name: path.read_bytes() for path in place.glob("*.dcm")} == images(server, MOUSE)
    assert archives_asked_for(server) == [MOUSE]
    assert (report.moved, (tmp_path / MOUSE).exists()) == ((), False)
    assert nbia.verify(tmp_path).is_complete


def test_series_that_are_missing_are_downloaded_and_the_others_are_not(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, *SEVERAL[:4])

    report = client.download(SEVERAL, tmp_path)

    assert [result.status for result in report.results] == ["adopted"] * 4 + ["downloaded"] * 2
    assert archives_asked_for(server) == sorted(SEVERAL[4:])
    assert any("is a tree as the NBIA Data Retriever makes it" in note for note in report.notes)


def test_what_was_taken_over_and_then_harmed_is_repaired_where_it_lies(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE)
    client.download([MOUSE], tmp_path)
    lose_an_image(folder_of(server, tmp_path, MOUSE))

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].path) == ("repaired", folder_of(server, tmp_path, MOUSE))
    assert not (tmp_path / MOUSE).exists()


def test_a_tree_without_a_table_is_known_by_the_uids_in_its_images(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, *SEVERAL)
    (tmp_path / "metadata.csv").unlink()

    report = client.download(SEVERAL, tmp_path)

    assert ({result.status for result in report.results}, archives_asked_for(server)) == ({"adopted"}, [])


def test_folders_that_were_renamed_are_found(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    retrieved(server, tmp_path, MOUSE, VICTRE)
    folder_of(server, tmp_path, MOUSE).rename(tmp_path / "the mouse")
    (tmp_path / "VICTRE").rename(tmp_path / "victre")

    report = client.download([MOUSE, VICTRE], tmp_path)

    assert [result.status for result in report.results] == ["adopted", "adopted"]
    assert report.results[0].path == tmp_path / "the mouse"


def test_a_series_that_is_moved_after_it_was_taken_over_is_taken_over_again(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE)
    client.download([MOUSE], tmp_path)
    folder_of(server, tmp_path, MOUSE).rename(tmp_path / "the mouse")

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].path) == ("adopted", tmp_path / "the mouse")


def test_a_byte_that_changes_after_a_series_was_taken_over_is_found_where_it_was_moved_to(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE)
    client.download([MOUSE], tmp_path)
    place = folder_of(server, tmp_path, MOUSE).rename(tmp_path / "the mouse")
    image = place / "1-8.dcm"
    image.write_bytes(image.read_bytes()[:-1] + b"?")

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].path) == ("repaired", place)


@pytest.mark.parametrize("images_listed", ["3", "800", "", "many"])
def test_a_table_with_a_wrong_number_of_images_costs_nothing(
    client: Client, server: ReferenceServer, tmp_path: Path, images_listed: str
) -> None:
    retrieved(server, tmp_path, MOUSE)
    table = tmp_path / "metadata.csv"
    table.write_text(table.read_text().replace(",8,76.25 KB", f",{images_listed},76.25 KB"))

    report = client.download(table, tmp_path)

    assert (report.results[0].status, report.results[0].images) == ("adopted", 8)
    assert archives_asked_for(server) == []


def test_files_of_others_beside_the_images_stay(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    retrieved(server, tmp_path, MOUSE)
    place = folder_of(server, tmp_path, MOUSE)
    own = {"annotation.xml": b"<a/>", "mask.nii.gz": b"mine", "Thumbs.db": b"the system's"}
    for name, data in own.items():
        (place / name).write_bytes(data)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "adopted"
    assert {name: (place / name).read_bytes() for name in own} == own


def test_files_of_others_beside_images_that_are_not_complete_stay_there(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE)
    place = folder_of(server, tmp_path, MOUSE)
    lose_an_image(place)
    (place / "mask.nii.gz").write_bytes(b"mine")
    (place / "segmentation").mkdir()
    (place / "segmentation" / "1.dcm").write_bytes(b"mine, too")

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.moved) == ("repaired", ())
    assert (place / "mask.nii.gz").read_bytes() == b"mine"
    assert (place / "segmentation" / "1.dcm").read_bytes() == b"mine, too"
    assert not list(tmp_path.glob(".nbia/replaced/*"))


def test_an_image_more_is_moved_aside_and_named(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    retrieved(server, tmp_path, MOUSE)
    (folder_of(server, tmp_path, MOUSE) / "copy.dcm").write_bytes(images(server, MOUSE)["1-1.dcm"])

    report = client.download([MOUSE], tmp_path)

    kept = tmp_path / ".nbia" / "replaced" / f"{MOUSE}-1"
    assert report.results[0].moved_to == (kept,)
    assert "copy.dcm" in {path.name for path in kept.rglob("*.dcm")}


def test_a_folder_in_which_two_series_are_mixed_stays_as_it_is(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE)
    place = folder_of(server, tmp_path, MOUSE)
    for name, data in images(server, VICTRE).items():
        (place / name).write_bytes(data)
    before = everything(place)

    report = client.download([MOUSE, VICTRE], tmp_path)

    assert [result.status for result in report.results] == ["downloaded", "downloaded"]
    assert everything(place) == before
    assert any("holds images of other series as well, and stays as it is" in note for note in report.results[1].notes)


@NO_FORKS
@pytest.mark.parametrize("instant", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_run_that_is_killed_while_it_continues_a_tree_is_continued_itself(
    client: Client, server: ReferenceServer, tmp_path: Path, instant: float
) -> None:
    retrieved(server, tmp_path, *SEVERAL[:4])
    lose_an_image(folder_of(server, tmp_path, MOUSE))
    theirs = everything(folder_of(server, tmp_path, VICTRE))
    with DownloadProcess(server.base_url) as process:
        killed = process.run(Order(to=str(tmp_path), series=SEVERAL, die_at=int(instant * OPERATIONS)))

    report = client.download(SEVERAL, tmp_path)

    assert killed.signal == signal.SIGKILL
    assert report.is_complete
    assert everything(folder_of(server, tmp_path, VICTRE)) == theirs
    assert set(images(server, MOUSE)) <= {path.name for path in folder_of(server, tmp_path, MOUSE).iterdir()}
    assert nbia.verify(tmp_path).is_complete


def test_the_first_of_two_copies_that_is_complete_is_taken(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path / "manifest-1", MOUSE)
    retrieved(server, tmp_path / "manifest-2", MOUSE)
    lose_an_image(folder_of(server, tmp_path / "manifest-1", MOUSE))

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].path == folder_of(server, tmp_path / "manifest-2", MOUSE)
    assert (report.results[0].status, archives_asked_for(server)) == ("adopted", [])


def test_a_damaged_series_of_ours_is_repaired_though_there_is_a_copy_elsewhere(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([MOUSE], tmp_path)
    shutil.copytree(tmp_path / MOUSE, tmp_path / "backup" / MOUSE)
    lose_an_image(tmp_path / MOUSE)

    (result,) = client.download([MOUSE], tmp_path).results

    assert (result.status, result.path) == ("repaired", tmp_path / MOUSE)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_a_folder_whose_name_is_in_another_encoding_is_passed_over(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE)
    place = folder_of(server, tmp_path, MOUSE)
    place.rename(place.with_name(os.fsdecode(b"caf\xe9")))

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].path) == ("downloaded", tmp_path / MOUSE)
    assert "cannot" not in str(report)


def test_a_table_and_a_folder_of_ours_in_the_same_place_are_both_used(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([SMALL], tmp_path)
    shutil.copytree(retrieved(server, tmp_path / "theirs", MOUSE), tmp_path / "manifest")
    shutil.rmtree(tmp_path / "theirs")

    report = client.download([SMALL, MOUSE], tmp_path)

    assert [result.status for result in report.results] == ["present", "adopted"]
    assert report.metadata_path == tmp_path / "metadata.csv"


def test_a_licence_that_is_in_the_folder_of_no_collection_is_added(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE)
    (tmp_path / "Mouse-Astrocytoma" / "LICENSE").unlink()

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].has_license
    licence = folder_of(server, tmp_path, MOUSE) / "LICENSE"
    assert licence.read_bytes() == server_files(server, MOUSE)["LICENSE"]


# Verified without a download


def test_a_folder_of_the_retriever_with_hashes_is_verified_offline(server: ReferenceServer, tmp_path: Path) -> None:
    retrieved(server, tmp_path, MOUSE, VICTRE, with_hashes=True)

    report = nbia.verify(tmp_path)

    assert report.is_complete
    assert sorted(str(result.series_instance_uid) for result in report.results) == sorted([MOUSE, VICTRE])


def test_a_folder_of_the_retriever_without_hashes_is_compared_with_its_table(
    server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE, VICTRE, SMALL)
    lose_an_image(folder_of(server, tmp_path, MOUSE))
    shutil.rmtree(folder_of(server, tmp_path, SMALL))

    report = nbia.verify(tmp_path)

    found = {result.series_instance_uid: (result.status, result.expected_images) for result in report.results}
    assert found == {MOUSE: ("damaged", 8), VICTRE: ("not verifiable", 5), SMALL: ("missing", 2)}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda line: line.replace("/", "\\"), id="Windows"),
        pytest.param(lambda line: line.replace(",./", ",C:\\Users\\me\\manifest-1\\").replace("/", "\\"), id="drive"),
        pytest.param(lambda line: line.replace(",./", ",/home/me/manifest-1/"), id="absolute"),
        pytest.param(lambda line: line.replace("Mouse-Astrocytoma/", "MOUSE-ASTROCYTOMA/"), id="case"),
        pytest.param(lambda line: line.replace("Bruker BioSpin", "Bruker, BioSpin, "), id="commas"),
        pytest.param(lambda line: line.replace("76.25 KB", "76,25 KB"), id="decimal comma"),
    ],
)
def test_the_table_is_read_however_a_system_or_a_language_has_written_it(
    server: ReferenceServer, tmp_path: Path, change: Callable[[str], str]
) -> None:
    folder = folder_of(server, tmp_path, MOUSE)
    folder.mkdir(parents=True)
    list_series(tmp_path, change(row(server, MOUSE)))

    (result,) = nbia.verify(tmp_path).results

    assert (result.series_instance_uid, result.path, result.expected_images) == (MOUSE, folder, 8)


def test_a_series_whose_place_the_table_does_not_say_is_missed_in_a_folder_of_its_uid(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text(f"Series UID,Number of Images,File Location\n{MOUSE},8,\n")

    (result,) = nbia.verify(tmp_path).results

    assert (result.status, result.path, result.expected_images) == ("missing", tmp_path / MOUSE, 8)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("1.2.3", id="short"),
        pytest.param("no uid,,,,,,,,,,,,,1,1 KB,./a/b/c/d,x", id="no UID"),
        pytest.param("1.2.3,,,,,,,,,,,,,1,1 KB,./../../../../etc,x", id="upwards"),
        pytest.param('"1.2.3,,,', id="quote that is not closed"),
        pytest.param("", id="empty"),
        pytest.param("1.2.3,,,,,,,,,,,,,\x00,\x1b[31m,./a/b,x", id="control characters"),
    ],
)
def test_lines_that_say_nothing_of_use_do_no_harm(
    client: Client, server: ReferenceServer, tmp_path: Path, line: str
) -> None:
    retrieved(server, tmp_path, MOUSE)
    list_series(tmp_path, line)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "adopted"
    assert "\x1b" not in str(nbia.verify(tmp_path))


def test_a_table_with_headings_alone_is_no_series(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text(f"{HEADINGS}\r\n")

    assert nbia.verify(tmp_path).results == ()
