"""What earlier downloads, of other programs too, have left in the place of a series is verified and taken over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import nbia
from nbia import Client
from tests.download.archives import streamed
from tests.download.helpers import (
    LOST_FILE,
    MOUSE,
    SEVERAL,
    SMALL,
    VICTRE,
    archives_asked_for,
    kept_archives,
    server_files,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer


def store(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def images_and_hashes(server: ReferenceServer, uid: str) -> dict[str, bytes]:
    """Return what tcia_utils leaves of getImageWithMD5Hash."""
    return {name: data for name, data in server_files(server, uid).items() if name != "LICENSE"}


def images_alone(server: ReferenceServer, uid: str) -> dict[str, bytes]:
    """Return the images."""
    return {name: data for name, data in server_files(server, uid).items() if name.endswith(".dcm")}


def images_and_licence(server: ReferenceServer, uid: str) -> dict[str, bytes]:
    """Return what is in the archive of getImage."""
    return {name: data for name, data in server_files(server, uid).items() if name != "md5hashes.csv"}


OTHERS = ["mask.nii.gz", "00000001.png", "notes.txt", "segmentation/mask.nii", "converted/1.dcm", "._00000001.dcm"]


@pytest.mark.parametrize("files", [images_and_hashes, images_and_licence, images_alone])
@pytest.mark.parametrize("name", OTHERS)
def test_files_that_people_put_beside_complete_images_cost_no_download_and_stay(
    client: Client,
    server: ReferenceServer,
    tmp_path: Path,
    files: Callable[[ReferenceServer, str], dict[str, bytes]],
    name: str,
) -> None:
    store(tmp_path / MOUSE, files(server, MOUSE))
    (tmp_path / MOUSE / name).parent.mkdir(exist_ok=True)
    (tmp_path / MOUSE / name).write_bytes(b"mine")

    reports = [client.download([MOUSE], tmp_path) for _ in range(2)]

    assert [report.results[0].status for report in reports] == ["adopted", "present"]
    assert archives_asked_for(server) == []
    assert (tmp_path / MOUSE / name).read_bytes() == b"mine"
    assert [report.moved for report in reports] == [(), ()]
    assert nbia.verify(tmp_path).is_complete


@pytest.mark.parametrize("as_zip", [False, True], ids=["folder", "archive"])
def test_an_image_of_another_series_is_moved_away_with_the_rest_and_the_summary_says_where(
    client: Client, server: ReferenceServer, tmp_path: Path, as_zip: bool
) -> None:
    theirs = {**images_and_hashes(server, MOUSE), "other.dcm": server_files(server, SMALL)["00000001.dcm"]}
    store(tmp_path / MOUSE, theirs)
    (tmp_path / f"{MOUSE}.zip").write_bytes(streamed(theirs))

    report = client.download([MOUSE], tmp_path, as_zip=as_zip)

    kept = tmp_path / ".nbia" / "replaced" / f"{MOUSE}-1"
    assert report.results[0].moved_to == (kept,)
    assert f"{MOUSE}: now in {kept} (was on disk, but: there are 9 images instead of 8" in str(report)
    assert str(kept) in report._repr_html_()


@pytest.mark.parametrize("files", [images_and_hashes, server_files], ids=["with hashes", "with hashes and licence"])
def test_a_folder_of_tcia_utils_is_taken_over_without_a_download(
    client: Client, server: ReferenceServer, tmp_path: Path, files: Callable[[ReferenceServer, str], dict[str, bytes]]
) -> None:
    store(tmp_path / MOUSE, files(server, MOUSE))
    store(tmp_path / SMALL, files(server, SMALL))

    report = client.download([MOUSE, SMALL], tmp_path)

    assert [result.status for result in report.results] == ["adopted", "adopted"]
    assert [(result.images, result.verified) for result in report.results] == [(8, 8), (2, 2)]
    assert archives_asked_for(server) == []
    assert tree(tmp_path) == undisturbed(server, MOUSE, SMALL)
    assert nbia.verify(tmp_path).is_complete


@pytest.mark.parametrize("files", [images_alone, images_and_licence], ids=["images alone", "images and licence"])
def test_a_folder_without_hashes_is_taken_over_by_count_and_size(
    client: Client, server: ReferenceServer, tmp_path: Path, files: Callable[[ReferenceServer, str], dict[str, bytes]]
) -> None:
    store(tmp_path / MOUSE, files(server, MOUSE))

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.images, result.verified, len(result.not_verifiable)) == ("adopted", 8, 0, 8)
    assert {"image count", "sizes", "headers", "DICOM"} <= set(result.checks)
    assert "MD5" not in result.checks
    assert archives_asked_for(server) == []


def test_what_was_taken_over_is_present_in_the_next_run(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    store(tmp_path / MOUSE, images_and_hashes(server, MOUSE))
    client.download([MOUSE], tmp_path)
    server.reset()

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, server.requests) == ("present", [])


def without_an_image(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name != "00000008.dcm"}


def with_a_short_image(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, "00000008.dcm": files["00000008.dcm"][:5000]}


def with_a_changed_image(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, "00000008.dcm": files["00000008.dcm"][:-1] + b"?"}


def with_one_image_more(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, "00000009.dcm": files["00000008.dcm"]}


def with_nothing(files: dict[str, bytes]) -> dict[str, bytes]:
    return {}


@pytest.mark.parametrize(
    "damage", [without_an_image, with_a_short_image, with_a_changed_image, with_one_image_more, with_nothing]
)
@pytest.mark.parametrize("files", [images_and_hashes, server_files], ids=["with hashes", "with hashes and licence"])
def test_a_folder_that_is_not_complete_is_repaired(
    client: Client,
    server: ReferenceServer,
    tmp_path: Path,
    files: Callable[[ReferenceServer, str], dict[str, bytes]],
    damage: Callable[[dict[str, bytes]], dict[str, bytes]],
) -> None:
    store(tmp_path / MOUSE, damage(files(server, MOUSE)))

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "repaired"
    assert archives_asked_for(server) == [MOUSE]
    assert tree(tmp_path) == undisturbed(server, MOUSE)
    assert nbia.verify(tmp_path).is_complete


@pytest.mark.parametrize("damage", [without_an_image, with_a_short_image, with_one_image_more, with_nothing])
def test_a_folder_without_hashes_that_is_not_complete_is_repaired(
    client: Client, server: ReferenceServer, tmp_path: Path, damage: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    store(tmp_path / MOUSE, damage(images_alone(server, MOUSE)))

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "repaired"
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_images_of_another_series_are_not_taken_over(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    store(tmp_path / MOUSE, images_and_hashes(server, SMALL))

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "repaired"
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_a_folder_that_is_as_short_as_what_the_server_sends_is_not_taken_over(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    store(tmp_path / LOST_FILE, images_alone(server, LOST_FILE))

    report = client.download([LOST_FILE], tmp_path)

    assert (report.results[0].status, report.results[0].images) == ("disputed", 7)
    assert "there are 7 images instead of 12" in str(report.results[0].notes)


def test_files_of_the_user_are_kept_when_a_folder_is_taken_over(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    own = {"notes.txt": b"mine", "LICENSE.txt": b"mine too", ".DS_Store": b"the system's"}
    store(tmp_path / MOUSE, {**images_and_hashes(server, MOUSE), **own})

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "adopted"
    assert {name: (tmp_path / MOUSE / name).read_bytes() for name in own} == own


def test_a_folder_in_another_layout_is_taken_over_in_that_layout(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    store(tmp_path / "Mouse-Astrocytoma" / MOUSE, images_and_hashes(server, MOUSE))

    report = client.download([MOUSE], tmp_path, layout="{Collection}/{SeriesInstanceUID}")

    assert (report.results[0].status, archives_asked_for(server)) == ("adopted", [])


def test_an_earlier_download_that_was_moved_is_taken_over(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download(SEVERAL, tmp_path / "first")
    (tmp_path / "first").rename(tmp_path / "second")
    shutil.copytree(tmp_path / "second", tmp_path / "third", copy_function=shutil.copyfile)
    server.reset()

    moved = client.download(SEVERAL, tmp_path / "second")
    copied = client.download(SEVERAL, tmp_path / "third")

    assert {result.status for report in (moved, copied) for result in report.results} == {"present"}
    assert archives_asked_for(server) == []


# Archives


def test_an_archive_of_another_program_is_taken_over(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    (tmp_path / f"{MOUSE}.zip").write_bytes(streamed(images_and_hashes(server, MOUSE)))

    report = client.download([MOUSE], tmp_path, as_zip=True)

    (result,) = report.results
    assert (result.status, result.images, result.verified) == ("adopted", 8, 8)
    assert archives_asked_for(server) == []
    assert kept_archives(tmp_path) == undisturbed(server, MOUSE)


def test_an_archive_that_was_packed_again_is_taken_over(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    store(tmp_path / "files", images_and_hashes(server, MOUSE))
    shutil.make_archive(str(tmp_path / MOUSE), "zip", tmp_path / "files")

    report = client.download([MOUSE], tmp_path, as_zip=True)

    assert (report.results[0].status, archives_asked_for(server)) == ("adopted", [])


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda archive: archive[:-1], id="last byte missing"),
        pytest.param(lambda archive: archive[:20_000], id="half"),
        pytest.param(lambda archive: b"", id="empty"),
        pytest.param(lambda archive: archive[:20_000] + b"?" + archive[20_001:], id="changed byte"),
        pytest.param(lambda archive: b"<html></html>", id="page"),
    ],
)
def test_an_archive_that_is_not_complete_is_repaired(
    client: Client, server: ReferenceServer, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    (tmp_path / f"{MOUSE}.zip").write_bytes(damage(streamed(images_and_hashes(server, MOUSE))))

    report = client.download([MOUSE], tmp_path, as_zip=True)

    assert report.results[0].status == "repaired"
    assert archives_asked_for(server) == [MOUSE]
    assert kept_archives(tmp_path) == undisturbed(server, MOUSE)
    assert not list(tmp_path.glob(".nbia/replaced/*"))


def test_an_archive_with_other_files_is_kept(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    theirs = streamed({"segmentation.nii.gz": b"theirs"})
    (tmp_path / f"{MOUSE}.zip").write_bytes(theirs)

    report = client.download([MOUSE], tmp_path, as_zip=True)
    (tmp_path / f"{MOUSE}.zip").write_bytes(b"")
    client.download([MOUSE], tmp_path, as_zip=True)

    kept = tmp_path / ".nbia" / "replaced" / f"{MOUSE}-1"
    assert (kept / f"{MOUSE}.zip").read_bytes() == theirs
    assert f"files that were in the way are now in {kept}" in report.results[0].notes
    assert kept_archives(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("as_zip", [False, True], ids=["folder", "archive"])
def test_images_of_another_series_with_the_same_names_are_kept(
    client: Client, server: ReferenceServer, tmp_path: Path, as_zip: bool
) -> None:
    theirs = {name: server_files(server, VICTRE)[name] for name in ("00000001.dcm", "00000002.dcm")}
    store(tmp_path / SMALL, theirs)
    (tmp_path / f"{SMALL}.zip").write_bytes(streamed(theirs))
    place = tmp_path / (f"{SMALL}.zip" if as_zip else SMALL)
    before = place.read_bytes() if as_zip else (place / "00000002.dcm").read_bytes()

    report = client.download([SMALL], tmp_path, as_zip=as_zip)

    kept = tmp_path / ".nbia" / "replaced" / f"{SMALL}-1" / place.name
    assert report.results[0].status == "repaired"
    assert f"files that were in the way are now in {kept.parent}" in report.results[0].notes
    assert (kept if as_zip else kept / "00000002.dcm").read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes, and links need a privilege")
@pytest.mark.parametrize(
    "put",
    [
        pytest.param(lambda path: path.symlink_to(path.parent / "nowhere"), id="link to nothing"),
        pytest.param(lambda path: os.mkfifo(path), id="pipe"),
        pytest.param(lambda path: path.mkdir(), id="folder"),
        pytest.param(lambda path: path.write_bytes(b"theirs"), id="file"),
    ],
)
def test_what_has_the_name_of_a_licence_beside_an_archive_stays(
    client: Client, tmp_path: Path, put: Callable[[Path], object]
) -> None:
    place = tmp_path / f"{MOUSE}.LICENSE"
    put(place)
    before = place.lstat()

    assert client.download([MOUSE], tmp_path, as_zip=True).is_complete
    assert (place.lstat().st_ino, place.lstat().st_size) == (before.st_ino, before.st_size)
    assert not (tmp_path / "nowhere").exists()


def test_an_archive_that_lacks_images_is_repaired(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    (tmp_path / f"{MOUSE}.zip").write_bytes(streamed(without_an_image(images_and_hashes(server, MOUSE))))

    report = client.download([MOUSE], tmp_path, as_zip=True)

    assert report.results[0].status == "repaired"
    assert kept_archives(tmp_path) == undisturbed(server, MOUSE)
