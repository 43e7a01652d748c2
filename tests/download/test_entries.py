"""Entries are hashed and written while they arrive, and nothing that is there is overwritten."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import pytest

from nbia import DestinationError, UnsafeArchiveError
from nbia_core.download.check.completeness import read_hashes
from nbia_core.download.disk.naming import rename
from nbia_core.download.zip import entries as arriving
from nbia_core.download.zip.entries import Entries, file_states
from tests.download.archives import contents, dicom, feed, hash_list, pieces, series, streamed, with_hashes
from tests.download.stored_series import LAYOUT

IMAGES = series(3)
FILES = {"LICENSE": b"CC BY", **IMAGES, "md5hashes.csv": hash_list(IMAGES)}


def arrived(folder: Path | None, archive: bytes) -> Entries:
    arrival = Entries(folder, LAYOUT)
    feed(arrival, pieces(archive, 1000))
    return arrival


def test_entries_are_written_as_they_are(tmp_path: Path) -> None:
    arrived(tmp_path, streamed(FILES))

    assert contents(tmp_path) == FILES


def test_images_are_told_from_the_other_entries(tmp_path: Path) -> None:
    arrival = arrived(tmp_path, streamed(FILES))

    assert [entry.name for entry in arrival.images] == list(IMAGES)
    assert [entry.name for entry in arrival.extras] == ["LICENSE", "md5hashes.csv"]
    assert arrival.size == sum(map(len, IMAGES.values()))
    assert bytes(arrival.hashes) == FILES["md5hashes.csv"]


def test_entries_can_be_hashed_without_being_written(tmp_path: Path) -> None:
    arrival = arrived(None, streamed(FILES))

    assert [entry.md5 for entry in arrival.images] == [hashlib.md5(data).hexdigest() for data in IMAGES.values()]
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("length", [1, 128, 131, 132, 133, 5000])
def test_a_dicom_file_is_recognised_in_whatever_pieces_it_comes(length: int) -> None:
    arrival = Entries(None, LAYOUT)

    arrival.begin("00000001.dcm")
    for piece in pieces(dicom(1), length):
        arrival.write(piece)
    arrival.end(600)

    assert [entry.is_dicom for entry in arrival.images] == [True]


def test_a_fingerprint_stands_for_the_images_whatever_their_names_and_order() -> None:
    renamed = {f"1-{number}.dcm": data for number, data in enumerate(reversed(IMAGES.values()))}

    assert arrived(None, with_hashes(IMAGES)).fingerprint == arrived(None, with_hashes(renamed)).fingerprint
    assert arrived(None, with_hashes(IMAGES)).fingerprint != arrived(None, with_hashes(series(2))).fingerprint


def test_a_folder_that_is_missing_is_an_error_of_the_destination(tmp_path: Path) -> None:
    with pytest.raises(DestinationError) as caught:
        arrived(tmp_path / "missing", streamed(FILES))

    assert caught.value.errno == errno.ENOENT


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "00000002.dcm").write_bytes(b"mine")

    with pytest.raises(DestinationError, match=r"00000002\.dcm cannot be written: File exists") as caught:
        arrived(tmp_path, streamed(FILES))

    assert caught.value.errno == errno.EEXIST
    assert (tmp_path / "00000002.dcm").read_bytes() == b"mine"


def test_a_link_that_exists_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"mine")
    (tmp_path / "00000001.dcm").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(DestinationError, match="File exists"):
        arrived(tmp_path, streamed(FILES))

    assert (tmp_path / "elsewhere").read_bytes() == b"mine"


def test_a_list_of_hashes_that_is_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "LONGEST_LIST", 100)

    with pytest.raises(UnsafeArchiveError, match="list of hashes has more than 100 bytes"):
        arrived(None, streamed(FILES))


def test_files_are_described_as_they_were_written(tmp_path: Path) -> None:
    arrival = arrived(tmp_path, streamed(FILES))

    states = file_states(tmp_path, arrival)

    assert {state.name: state.md5 for state in states} == {
        name: hashlib.md5(data).hexdigest() for name, data in FILES.items()
    }
    assert [state.name for state in states if state.is_image] == list(IMAGES)
    assert {state.mtime_ns for state in states} == {path.stat().st_mtime_ns for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["1.2.1.dcm", "1.2.2.dcm", "1.2.3.dcm"], id="other names"),
        pytest.param(["00000002.dcm", "00000003.dcm", "00000001.dcm"], id="the same names for others"),
    ],
)
def test_images_get_other_names_on_disk_and_in_the_list_of_hashes(tmp_path: Path, names: list[str]) -> None:
    arrival = arrived(tmp_path, streamed(FILES))
    new = dict(zip(IMAGES, names, strict=True))

    rename(tmp_path, arrival, new, LAYOUT)

    renamed = {new[name]: data for name, data in IMAGES.items()}
    listed = (tmp_path / "md5hashes.csv").read_bytes()
    assert contents(tmp_path) == {"LICENSE": b"CC BY", **renamed, "md5hashes.csv": listed}
    assert read_hashes(listed) == {name: hashlib.md5(data).hexdigest() for name, data in renamed.items()}
    assert {state.name: state.md5 for state in file_states(tmp_path, arrival)} == {
        name: hashlib.md5(data).hexdigest() for name, data in contents(tmp_path).items()
    }


@pytest.mark.parametrize("form", ['"{name}","{md5}"', "{name}, {md5}", "{name},{md5}\n"])
def test_a_list_of_hashes_stays_true_whatever_its_form(tmp_path: Path, form: str) -> None:
    lines = [form.format(name=name, md5=hashlib.md5(data).hexdigest()) for name, data in IMAGES.items()]
    arrival = arrived(tmp_path, streamed({**IMAGES, "md5hashes.csv": "\n".join(lines).encode()}))

    rename(tmp_path, arrival, {name: f"1.2.{name}" for name in IMAGES}, LAYOUT)

    assert read_hashes((tmp_path / "md5hashes.csv").read_bytes()) == {
        f"1.2.{name}": hashlib.md5(data).hexdigest() for name, data in IMAGES.items()
    }
