"""Names that some file systems do not take or do not tell apart, and paths that are too long for any."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

import nbia
from nbia import Client
from nbia.v1.records import Series
from tests.download.archives import Entry, packed, series, with_hashes
from tests.download.helpers import (
    ALIKE,
    ARCHIVES,
    MOUSE,
    SMALL,
    VICTRE,
    archives_asked_for,
    left_behind,
    sent,
    server_files,
    sha256,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer

ON_LINUX = pytest.mark.skipif(os.name != "posix", reason="other systems have other limits")
PATH_MAX = 4096


def series_of(client: Client, uid: str, **changes: str) -> Series:
    """Return the record of a series with other attributes."""
    (found,) = client.get_series(series_instance_uid=uid)
    return msgspec.structs.replace(found, **changes)


def folder_of_length(parent: Path, length: int) -> Path:
    """Return a folder below another whose whole path has so many bytes."""
    rest = length - len(os.fsencode(parent)) - 1
    names = ["d" * 200] * (rest // 201)
    last = "e" * (rest % 201)
    return parent.joinpath(*names, last or "e")


# Names that differ in small and capital letters only


@pytest.mark.parametrize(
    "layout", ["patient", "{PatientID}", "{PatientID}/{SeriesInstanceUID}", "{Modality}-{PatientID}"]
)
def test_series_keep_folders_of_their_own_where_capitals_do_not_count(
    client: Client, tmp_path: Path, layout: str
) -> None:
    wanted = [
        series_of(client, MOUSE, patient_id="abc", collection="Mice", modality="CT"),
        series_of(client, VICTRE, patient_id="ABC", collection="MICE", modality="ct"),
        series_of(client, SMALL, patient_id="Abc", collection="mice", modality="Ct"),
    ]

    report = client.download(wanted, tmp_path, layout=layout)

    folders = [str(result.path).casefold() for result in report.results]
    assert report.is_complete
    assert len(set(folders)) == 3
    assert not any(one != other and one.startswith(f"{other}/") for one in folders for other in folders)


def test_patients_that_share_a_folder_do_not_harm_each_other(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (tmp_path / "abc").mkdir()
    (tmp_path / "ABC").symlink_to("abc")  # as on a file system that does not tell them apart
    wanted = [series_of(client, MOUSE, patient_id="abc"), series_of(client, VICTRE, patient_id="ABC")]

    first = client.download(wanted, tmp_path, layout="{PatientID}/{SeriesInstanceUID}")
    second = client.download(wanted, tmp_path, layout="{PatientID}/{SeriesInstanceUID}", verify=True)

    assert first.is_complete
    assert [result.status for result in second.results] == ["present", "present"]
    assert tree(tmp_path / "abc") == undisturbed(server, MOUSE, VICTRE)
    assert nbia.verify(tmp_path / "abc").is_complete


def test_entries_that_differ_in_capitals_only_are_refused(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(
        sent(with_hashes({**series(7), "0000000a.dcm": b"1", "0000000A.dcm": b"2"})), endpoint=ARCHIVES, times=None
    )

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].error == "UnsafeArchiveError"
    assert "two entries of this name" in (report.results[0].reason or "")
    assert tree(tmp_path) == {}


def test_an_image_that_is_called_like_the_list_of_hashes_in_capitals_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    images = [Entry(name=name.encode(), data=data) for name, data in series(8).items()]
    server.inject(
        sent(packed([*images, Entry(name=b"md5hashes.csv"), Entry(name=b"MD5HASHES.CSV")])),
        endpoint=ARCHIVES,
        times=None,
    )

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].error == "UnsafeArchiveError"
    assert tree(tmp_path) == {}


# Values that are no names


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("../../outside", id="folders above"),
        pytest.param("/etc", id="absolute"),
        pytest.param("..", id="dots"),
        pytest.param("C:\\Windows", id="drive"),
        pytest.param("CON", id="device"),
        pytest.param("a\0b\nc", id="control characters"),
        pytest.param("  ", id="blanks"),
        pytest.param(".nbia", id="our own folder"),
        pytest.param("metadata.csv", id="our own file"),
        pytest.param("\u202egnp.exe", id="reversed"),
        pytest.param("\ud800", id="half a character"),
        pytest.param("é" * 500, id="long"),
        pytest.param("x" * 10_000, id="very long"),
    ],
)
@pytest.mark.parametrize("layout", ["patient", "{PatientID}"])
def test_values_become_names_inside_the_destination(client: Client, tmp_path: Path, value: str, layout: str) -> None:
    to = tmp_path / "destination"
    wanted = [series_of(client, MOUSE, patient_id=value), series_of(client, SMALL, patient_id=f"{value}?")]

    report = client.download(wanted, to, layout=layout)
    again = client.download(wanted, to, layout=layout)

    assert report.is_complete
    assert {result.status for result in again.results} == {"present"}
    assert [path.name for path in tmp_path.iterdir()] == ["destination"]
    assert len(list(to.glob("**/*.dcm"))) == 10
    assert max(len(os.fsencode(part)) for path in to.rglob("*") for part in path.relative_to(to).parts) <= 200
    assert nbia.verify(to).is_complete


# Paths that are long


@ON_LINUX
def test_a_deep_destination_is_used(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    to = folder_of_length(tmp_path, 480)

    report = client.download([MOUSE, SMALL], to)

    assert report.is_complete
    assert tree(to) == undisturbed(server, MOUSE, SMALL)
    assert nbia.verify(to).is_complete


@ON_LINUX
@pytest.mark.parametrize("length", [600, PATH_MAX - 100, PATH_MAX + 100])
def test_a_destination_that_is_too_deep_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, length: int
) -> None:
    to = folder_of_length(tmp_path, length)

    with pytest.raises(nbia.DestinationError) as caught:
        client.download([MOUSE, SMALL], to)

    assert caught.value.hint == "the path is too long: choose a shorter one"
    assert server.requests == []


@ON_LINUX
def test_series_whose_paths_are_too_long_fail_and_the_others_do_not(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    layout = "/".join(["{PatientID}"] * 55) + "/{SeriesInstanceUID}"
    wanted = [series_of(client, MOUSE, patient_id="x" * 80), series_of(client, SMALL, patient_id="x")]

    report = client.download(wanted, tmp_path, layout=layout)

    failed, complete = report.results
    assert (failed.status, failed.error) == ("failed", "DestinationError")
    assert failed.hint == "the path is too long: choose a shorter one"
    assert (complete.status, report.stopped) == ("downloaded", None)
    assert not list(tmp_path.rglob(f"{MOUSE}/*"))
    assert left_behind(tmp_path) == []


def test_files_may_be_named_by_what_is_in_them(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    images = {name: data for name, data in server_files(server, ALIKE[0]).items() if name.endswith(".dcm")}

    first = client.download([ALIKE[0]], tmp_path, file_names="SOPInstanceUID")
    server.reset()
    second = client.download([ALIKE[0]], tmp_path, file_names="SOPInstanceUID", verify=True)

    found = {path.name: sha256(path.read_bytes()) for path in (tmp_path / ALIKE[0]).glob("*.dcm")}
    assert (first.is_complete, second.results[0].status) == (True, "present")
    assert sorted(found.values()) == sorted(map(sha256, images.values()))
    assert sorted(found) == sorted(f"{image.sop_uid}.dcm" for image in server.archive.images(ALIKE[0]))
    assert archives_asked_for(server) == []
    assert nbia.verify(tmp_path).is_complete
