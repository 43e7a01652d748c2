"""What is on disk is compared with the state or the list of hashes, and everything that is wrong is named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from msgspec import structs

from nbia_core.download.check.completeness import Verdict
from nbia_core.download.check.on_disk import Examined, examine_archive, examine_folder, still_holds
from nbia_core.download.model import Announced, SeriesState
from tests.download.archives import dicom, hash_list, series, streamed
from tests.download.stored_series import LAYOUT, UID, downloaded, real_images, remembered, store

IMAGES: Final = series(3)
SIZE: Final = sum(map(len, IMAGES.values()))
ONE: Final = "00000001.dcm"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A series of three images as a download leaves it."""
    return store(tmp_path / UID, downloaded(3))


@pytest.fixture
def known(folder: Path) -> SeriesState:
    return remembered(folder.parent, UID)


def examine(
    folder: Path,
    *,
    images: int | None = 3,
    size: int | None = SIZE,
    known: SeriesState | None = None,
    with_headers: bool = False,
    stop: Callable[[], None] = lambda: None,
) -> Verdict:
    return examined(folder, images=images, size=size, known=known, with_headers=with_headers, stop=stop).verdict


def examined(
    folder: Path,
    *,
    images: int | None = 3,
    size: int | None = SIZE,
    known: SeriesState | None = None,
    with_headers: bool = False,
    stop: Callable[[], None] = lambda: None,
) -> Examined:
    examine = examine_folder if folder.is_dir() else examine_archive
    return examine(
        folder,
        series_instance_uid=UID,
        announced=Announced(images=images, size=size),
        layout=LAYOUT,
        known=known,
        with_headers=with_headers,
        stop=stop,
    )


def flip(path: Path) -> None:
    """Change a byte, and neither the size nor the time."""
    found = path.stat()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def test_a_series_with_its_list_of_hashes_is_complete(folder: Path) -> None:
    found = examine(folder)

    assert found.problems == ()
    assert (found.images, found.size, found.verified, found.not_verifiable) == (3, SIZE, 3, ())
    assert found.checks == ("image count", "MD5", "DICOM", "sizes")
    assert examined(folder).files == remembered(folder.parent, UID).files


def test_a_series_with_its_list_of_hashes_needs_no_announcement(folder: Path) -> None:
    found = examine(folder, images=None, size=None)

    assert found.problems == ()
    assert found.checks == ("MD5", "DICOM")


def test_a_series_that_is_what_is_remembered_is_complete(folder: Path, known: SeriesState) -> None:
    found = examine(folder, known=known)

    assert found.problems == ()
    assert examined(folder).files == known.files
    assert found.verified == 3


def test_an_earlier_download_without_hashes_must_have_the_announced_number_and_size(tmp_path: Path) -> None:
    folder = store(tmp_path / UID, {**IMAGES, "LICENSE": b"CC BY 4.0"})

    found = examine(folder)

    assert found.problems == ()
    assert (found.verified, found.not_verifiable) == (0, tuple(IMAGES))
    assert found.checks == ("image count", "DICOM", "sizes")


@pytest.mark.parametrize(
    ("images", "size", "problem"),
    [
        (None, SIZE, "nothing says how many images there must be"),
        (3, None, "there is no list of hashes, and nothing says how many bytes the images must have"),
        (4, SIZE, "there are 3 images instead of 4"),
        (3, SIZE + 1, f"the images have {SIZE:,} bytes instead of {SIZE + 1:,}"),
    ],
)
def test_without_hashes_nothing_is_believed_that_is_not_announced(
    tmp_path: Path, images: int | None, size: int | None, problem: str
) -> None:
    folder = store(tmp_path / UID, IMAGES)

    assert examine(folder, images=images, size=size).problems == (problem,)


def test_an_empty_list_of_hashes_is_none(tmp_path: Path) -> None:
    folder = store(tmp_path / UID, {**IMAGES, "md5hashes.csv": b"Filename,MD5Hash\n"})

    assert len(examine(folder, images=None, size=None).problems) == 2


@pytest.mark.parametrize("blank", ["", " "])
def test_an_image_with_a_blank_hash_is_not_verifiable_and_sizes_must_fit(tmp_path: Path, blank: str) -> None:
    hashes = hash_list(IMAGES, {ONE: blank})
    folder = store(tmp_path / UID, {**IMAGES, "md5hashes.csv": hashes})

    assert examine(folder).not_verifiable == (ONE,)
    assert examine(folder).verified == 2
    assert examine(folder, size=7).problems == (f"the images have {SIZE:,} bytes instead of 7",)


@pytest.mark.parametrize("with_state", [False, True])
def test_damaged_and_missing_images_are_named(folder: Path, known: SeriesState, with_state: bool) -> None:
    flip(folder / ONE)
    (folder / "00000002.dcm").unlink()

    problems = examine(folder, known=known if with_state else None).problems

    assert problems[:2] == ("there are 2 images instead of 3", "00000002.dcm is missing")
    assert problems[2].startswith("00000001.dcm is damaged: its MD5 hash is ")
    assert len(problems) == 3


def test_an_image_that_nobody_remembers_is_named(folder: Path, known: SeriesState) -> None:
    (folder / "00000004.dcm").write_bytes(dicom(4))

    assert examine(folder, known=known).problems == (
        "there are 4 images instead of 3",
        "00000004.dcm does not belong to it",
    )


def test_a_changed_licence_and_a_missing_list_are_named(folder: Path, known: SeriesState) -> None:
    flip(folder / "LICENSE")
    (folder / "md5hashes.csv").unlink()

    assert examine(folder, known=known).problems == ("LICENSE was changed", "md5hashes.csv is missing")


@pytest.mark.parametrize("with_state", [False, True])
@pytest.mark.parametrize("name", ["metadata.csv", "notes.txt", ".DS_Store", "mask.nii.gz"])
def test_files_of_the_user_beside_the_images_do_no_harm(
    folder: Path, known: SeriesState, name: str, with_state: bool
) -> None:
    (folder / name).write_bytes(b"mine")

    found = examine(folder, known=known if with_state else None)

    assert found.problems == ()
    assert name not in [file.name for file in examined(folder).files]


DERIVED = [
    *("LICENSE.txt", "License", "metadata.CSV", "a.json", "a.xml", ".hidden", "Thumbs.db", "mask.nii.gz", "1.png"),
    *("notes.txt", "._00000001.dcm", ".DS_Store", "0.dcm", "README", "a b", "a\nb", "\udcff"),
]


@pytest.mark.parametrize("data", [b"", b"mine", bytes(132), bytes(1000)], ids=["empty", "short", "132", "long"])
@pytest.mark.parametrize("name", DERIVED)
@pytest.mark.parametrize("with_list", [False, True])
def test_files_without_the_mark_of_dicom_that_nothing_names_are_no_images(
    tmp_path: Path, name: str, data: bytes, with_list: bool
) -> None:
    files = {**IMAGES, "md5hashes.csv": hash_list(IMAGES)} if with_list else IMAGES
    folder = store(tmp_path / UID, {**files, name: data})

    found = examined(folder)

    assert found.verdict.problems == ()
    assert [file.name for file in found.files] == sorted(files)


@pytest.mark.parametrize("with_list", [False, True])
def test_folders_and_what_is_in_them_do_no_harm(tmp_path: Path, with_list: bool) -> None:
    files = {**IMAGES, "md5hashes.csv": hash_list(IMAGES)} if with_list else IMAGES
    folder = store(tmp_path / UID, files)
    store(folder / "segmentation", {"mask.nii.gz": b"mine"})
    store(folder / "other.dcm", IMAGES)

    found = examined(folder)

    assert found.verdict.problems == ()
    assert [file.name for file in found.files] == sorted(files)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows, which has no named pipes")
def test_links_and_pipes_that_nothing_names_do_no_harm_unless_they_are_called_like_images(folder: Path) -> None:
    (folder / "mask").symlink_to(folder / ONE)
    os.mkfifo(folder / "pipe")
    before = examine(folder)
    (folder / "9.dcm").symlink_to(folder / ONE)

    assert before.problems == ()
    assert examine(folder).problems == ("9.dcm is a link",)


@pytest.mark.parametrize("length", [0, 131, 200])
def test_an_image_that_was_cut_off_is_missed_where_there_are_no_hashes(tmp_path: Path, length: int) -> None:
    folder = store(tmp_path / UID, {**IMAGES, ONE: IMAGES[ONE][:length]})

    assert examine(folder).problems != ()


@pytest.mark.parametrize("length", [0, 131, 200])
@pytest.mark.parametrize("name", ["4.dcm", "4"])
def test_an_image_that_was_cut_off_beside_the_whole_one_is_one_too_many_only_if_it_has_the_mark(
    tmp_path: Path, length: int, name: str
) -> None:
    folder = store(tmp_path / UID, {**IMAGES, name: IMAGES[ONE][:length]})

    assert [*examine(folder).problems][:1] == (["there are 4 images instead of 3"] if length == 200 else [])


def test_an_image_of_another_series_among_the_images_is_named(tmp_path: Path) -> None:
    images = real_images(UID)
    folder = store(tmp_path / UID, {**images, "md5hashes.csv": hash_list(images), "seg.dcm": real_images("1.2.3")[ONE]})

    counted = examine(folder, images=2, size=None)
    read = examine(folder, images=None, size=None, with_headers=True)

    assert counted.problems == ("there are 3 images instead of 2",)
    assert "The image seg.dcm belongs to another series" in read.problems[0]


def test_more_files_than_a_series_can_have_are_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.download.check.on_disk.MOST_ENTRIES", 2)

    assert examine(store(tmp_path / UID, IMAGES)).problems == (f"{tmp_path / UID} holds more than 2 images",)


def test_a_file_that_is_no_dicom_file_is_named(tmp_path: Path) -> None:
    images = {**IMAGES, ONE: bytes(132)}
    folder = store(tmp_path / UID, {**images, "md5hashes.csv": hash_list(images)})

    assert examine(folder).problems == ("00000001.dcm is no DICOM file",)


def test_a_disputed_series_must_only_be_what_was_accepted(tmp_path: Path) -> None:
    store(tmp_path / UID, {ONE: b"<html>", "md5hashes.csv": hash_list(IMAGES)})
    known = structs.replace(remembered(tmp_path, UID), is_disputed=True)

    assert examine(tmp_path / UID, images=1, size=6, known=known, with_headers=True).problems == ()


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_are_not_taken_for_images(folder: Path, tmp_path: Path) -> None:
    (folder / ONE).rename(tmp_path / "elsewhere.dcm")
    (folder / ONE).symlink_to(tmp_path / "elsewhere.dcm")

    assert "00000001.dcm is a link" in examine(folder).problems


def test_a_folder_in_the_place_of_an_image_is_named(folder: Path) -> None:
    (folder / ONE).unlink()
    (folder / ONE).mkdir()

    assert f"{ONE} is a folder" in examine(folder).problems


def test_an_empty_folder_and_a_missing_one_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert "there are no images" in examine(tmp_path / "empty").problems
    assert examine_folder(
        tmp_path / "gone", series_instance_uid=UID, announced=Announced(), layout=LAYOUT, with_headers=False
    ).verdict.problems == (f"{tmp_path / 'gone'} is missing",)


def test_a_file_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, *arguments: object, **options: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", fail)

    assert f"{ONE} cannot be read: Permission denied" in examine(folder).problems


def test_images_of_another_series_are_found_by_their_headers(tmp_path: Path) -> None:
    store(tmp_path / "right", real_images(UID))
    store(tmp_path / "wrong", real_images("1.2.3"))
    right, wrong = remembered(tmp_path, "right"), remembered(tmp_path, "wrong")

    good = examine(tmp_path / "right", images=2, size=right.size, with_headers=True)
    bad = examine(tmp_path / "wrong", images=2, size=wrong.size, with_headers=True)

    assert good.problems == ()
    assert good.checks[-1] == bad.checks[-1] == "headers"
    assert "1.2.3" in bad.problems[0]


def test_what_images_say_of_their_series_is_not_read_again_while_they_are_unchanged(tmp_path: Path) -> None:
    folder = store(tmp_path / UID, real_images("1.2.3"))
    known = remembered(tmp_path, UID)
    checked = structs.replace(known, checks=(*known.checks, "headers"))

    read = examine(folder, known=known, images=2, size=known.size, with_headers=True)
    kept = examine(folder, known=checked, images=2, size=known.size, with_headers=True)
    (folder / "00000002.dcm").write_bytes(real_images("1.2.3", 3)["00000003.dcm"])
    changed = examined(folder, known=checked, images=2, size=known.size, with_headers=True)

    assert "belongs to another series" in read.problems[0]
    assert kept.problems == ()
    assert kept.checks == ("image count", "MD5", "DICOM", "sizes", "headers")
    assert "00000002.dcm is damaged" in changed.verdict.problems[0]
    assert changed.is_shared


def test_of_a_series_that_is_what_it_was_the_times_of_today_are_remembered(folder: Path, known: SeriesState) -> None:
    touch_image(folder)

    found = examined(folder, known=known)

    assert found.verdict.problems == ()
    assert found.files != known.files
    assert found.files == remembered(folder.parent, UID).files


def test_examining_can_be_given_up(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        examine(folder, stop=interrupt)
    with pytest.raises(KeyboardInterrupt):
        examine(folder, known=remembered(folder.parent, UID), stop=interrupt)


def interrupt() -> None:
    raise KeyboardInterrupt


def test_a_kept_archive_is_complete(tmp_path: Path) -> None:
    archive = tmp_path / f"{UID}.zip"
    archive.write_bytes(streamed(downloaded(3)))

    found = examine(archive)

    assert found.problems == ()
    assert (found.images, found.size, found.verified) == (3, SIZE, 3)
    assert found.checks == ("archive end", "image count", "MD5", "DICOM", "sizes")
    assert examined(archive).files == remembered(tmp_path, archive.name).files


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({**IMAGES}, "there is no list of hashes"),
        ({ONE: dicom(1), "md5hashes.csv": hash_list({ONE: dicom(1)})}, "there are 1 images instead of 3"),
        ({**IMAGES, "md5hashes.csv": hash_list(IMAGES, {ONE: "0" * 32})}, "00000001.dcm is damaged"),
        ({**IMAGES, "md5hashes.csv": hash_list(IMAGES, {"4.dcm": ""})}, "4.dcm is missing"),
        ({"LICENSE": b"CC BY 4.0"}, "there are no images"),
    ],
)
def test_an_archive_that_is_not_the_series_is_found_out(
    tmp_path: Path, members: dict[str, bytes], problem: str
) -> None:
    (tmp_path / "a.zip").write_bytes(streamed(members))

    assert examine(tmp_path / "a.zip", size=None).problems[0].startswith(problem)


def test_what_the_list_of_hashes_of_an_archive_does_not_name_and_is_no_dicom_file_is_no_image(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(streamed({**downloaded(3), "notes.txt": b"mine"}))

    found = examine(tmp_path / "a.zip")

    assert (found.problems, found.images) == ((), 3)


def test_what_the_list_of_hashes_of_an_archive_names_must_be_a_dicom_file(tmp_path: Path) -> None:
    members = {**IMAGES, ONE: b"text"}
    (tmp_path / "a.zip").write_bytes(streamed({**members, "md5hashes.csv": hash_list(members)}))

    found = examine(tmp_path / "a.zip", size=None)

    assert found.images == 3
    assert found.problems[0].startswith(ONE)


@pytest.mark.parametrize("data", [b"", b"<html>", streamed(IMAGES)[:-30]])
def test_what_is_no_whole_archive_is_found_out(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)

    assert "cut off" in examine(tmp_path / "a.zip").problems[0]


def test_an_archive_must_be_the_one_that_is_remembered(tmp_path: Path) -> None:
    archive = tmp_path / f"{UID}.zip"
    archive.write_bytes(streamed(downloaded(3)))
    known = structs.replace(remembered(tmp_path, archive.name), images=3, size=SIZE, verified=3)
    before = examine(archive, known=known)
    flip(archive)

    assert before.problems == ()
    assert (before.images, before.verified, before.checks) == (3, 3, ("MD5",))
    assert "was changed" in examine(archive, known=known).problems[0]


def test_a_list_of_hashes_that_is_longer_than_any_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.download.check.completeness.MOST_ENTRIES", 2)
    files = downloaded(3)
    (tmp_path / "a.zip").write_bytes(streamed(files))
    problems = ("The list of hashes has more than 2 names, more than that of any series.",)

    assert examine(tmp_path / "a.zip").problems == problems
    assert examine(store(tmp_path / UID, files)).problems == problems


@pytest.mark.parametrize(("more", "last"), [(0, "00000003.dcm is missing"), (1, "and 1 more problems")])
def test_of_very_many_problems_the_number_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, last: str
) -> None:
    monkeypatch.setattr("nbia_core.download.check.completeness.MOST_PROBLEMS", 5 - more)
    folder = store(tmp_path / UID, {"md5hashes.csv": hash_list(IMAGES)})

    assert examine(folder).problems[-1] == last


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "gone.zip"

    assert examine(gone).problems == (f"{gone} is missing",)


def change_nothing(folder: Path) -> None:
    pass


def add_notes(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")


def add_mask(folder: Path) -> None:
    (folder / "mask.dcm").write_bytes(b"no DICOM file" * 20)


def add_hidden_image(folder: Path) -> None:
    (folder / "._1.dcm").write_bytes(dicom(4))


def add_image_of_another_name(folder: Path) -> None:
    (folder / "1.dcm.bak").write_bytes(dicom(4))


def add_folder_with_the_name_of_an_image(folder: Path) -> None:
    (folder / "masks.dcm").mkdir()


def add_link_with_the_name_of_an_image(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    (folder / "link.dcm").symlink_to(folder / "notes.txt")


def add_image(folder: Path) -> None:
    (folder / "4.DCM").write_bytes(dicom(4))


def lose_image(folder: Path) -> None:
    (folder / ONE).unlink()


def lengthen_image(folder: Path) -> None:
    found = (folder / ONE).stat()
    (folder / ONE).write_bytes(dicom(1) + b"\0")
    os.utime(folder / ONE, ns=(found.st_atime_ns, found.st_mtime_ns))


def touch_image(folder: Path) -> None:
    found = (folder / ONE).stat()
    os.utime(folder / ONE, ns=(found.st_atime_ns, found.st_mtime_ns + 1000))


def make_folder_of_image(folder: Path) -> None:
    (folder / ONE).unlink()
    (folder / ONE).mkdir()


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        (change_nothing, True),
        (add_notes, True),
        (add_mask, True),
        (add_hidden_image, True),
        (add_image_of_another_name, True),
        (add_folder_with_the_name_of_an_image, True),
        (add_link_with_the_name_of_an_image, False),
        (add_image, False),
        (lose_image, False),
        (lengthen_image, False),
        (touch_image, False),
        (make_folder_of_image, False),
        (shutil.rmtree, False),
    ],
)
def test_sizes_and_times_tell_whether_a_series_still_holds(
    folder: Path, known: SeriesState, change: Callable[[Path], None], holds: bool
) -> None:
    change(folder)

    assert still_holds(folder.parent, known) == holds


@pytest.mark.parametrize(
    ("change", "holds"), [(change_nothing, True), (Path.unlink, False), (lambda path: path.write_bytes(b""), False)]
)
def test_size_and_time_tell_whether_an_archive_still_holds(
    tmp_path: Path, change: Callable[[Path], object], holds: bool
) -> None:
    archive = tmp_path / f"{UID}.zip"
    archive.write_bytes(streamed(downloaded(3)))
    known = remembered(tmp_path, archive.name)
    change(archive)

    assert still_holds(tmp_path, known) == holds
