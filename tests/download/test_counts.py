"""What the server announces, what the caller knows, and what the images say of themselves: all must fit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import nbia
from nbia import Client
from tests.download.archives import hash_list
from tests.download.helpers import (
    ALIKE,
    ARCHIVES,
    LOST_FILE,
    MOUSE,
    another_archive,
    archives_asked_for,
    server_files,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer, changes, faults


def asked(server: ReferenceServer) -> list[str]:
    return [request.endpoint for request in server.requests]


def counted(change: Callable[[int], int]) -> list[changes.Change]:
    """Let both endpoints that announce a number of images change it."""
    return [
        changes.convert("getSeries", "ImageCount", lambda count: change(int(count))),
        changes.convert("getSeriesSize", "ObjectCount", lambda count: change(int(count))),
    ]


@pytest.mark.parametrize(
    ("change", "announced"),
    [
        pytest.param(lambda count: count + 1, 9, id="one too many"),
        pytest.param(lambda count: count - 1, 7, id="one too few"),
        pytest.param(lambda count: count * 1000, 8000, id="far too many"),
    ],
)
def test_a_series_that_never_has_what_is_announced_is_disputed(
    client: Client, server: ReferenceServer, tmp_path: Path, change: Callable[[int], int], announced: int
) -> None:
    server.change(*counted(change))

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.images, result.expected_images, result.tries) == ("disputed", 8, announced, 3)
    assert f"8 images where the server announces {announced}" in (result.reason or "")
    assert len(result.evidence) == 3
    assert tree(tmp_path) == {}


def test_a_disputed_series_is_kept_apart_with_its_evidence(client: Client, tmp_path: Path) -> None:
    report = client.download([LOST_FILE], tmp_path)

    (result,) = report.results
    assert result.path == tmp_path / ".nbia" / "incomplete" / LOST_FILE
    assert sorted(path.name for path in result.path.glob("*.dcm")) == [f"{number:08d}.dcm" for number in range(1, 8)]
    evidence = msgspec.json.decode((result.path / "evidence.json").read_bytes())
    assert (evidence["announced_images"], evidence["received_images"], len(evidence["tries"])) == (12, 7, 3)
    assert (report.is_complete, report.failed, len(report.disputed)) == (False, (), 1)
    assert tree(tmp_path) == {}


def test_a_disputed_series_is_put_in_its_place_when_it_is_accepted(client: Client, tmp_path: Path) -> None:
    report = client.download([LOST_FILE], tmp_path, accept_disputed=True)

    (result,) = report.results
    assert (result.status, result.images, result.expected_images) == ("disputed", 7, 12)
    assert len(list((tmp_path / LOST_FILE).glob("*.dcm"))) == 7
    assert (tmp_path / "metadata.csv").read_text().count("true") == 1
    assert [each.status for each in nbia.verify(tmp_path).results] == ["disputed"]
    assert not report.is_complete


def test_a_series_that_was_accepted_is_not_complete_for_who_did_not_accept_it(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([LOST_FILE], tmp_path, accept_disputed=True)
    server.reset()

    again = client.download([LOST_FILE], tmp_path, accept_disputed=True)
    strict = client.download([LOST_FILE], tmp_path)

    assert [report.results[0].status for report in (again, strict)] == ["disputed", "disputed"]
    assert (again.results[0].tries, strict.results[0].tries) == (0, 3)


def test_a_disputed_series_is_complete_once_the_server_is_right_again(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.change(*counted(lambda count: count + 1))
    client.download([MOUSE], tmp_path)
    server.reset()

    report = client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, MOUSE)
    assert not (tmp_path / ".nbia" / "incomplete" / MOUSE).exists()


def test_a_count_that_is_not_announced_is_asked_for_elsewhere(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.change(changes.remove_attribute("getSeries", "ImageCount"))
    server.inject(faults.missing_images(7, complete_digests=True), endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.expected_images, result.tries) == ("downloaded", 8, 2)
    assert asked(server).count("getSeriesSize") == 2  # the answer does not name the series, so it must come twice


def test_a_series_without_any_count_says_that_it_was_not_checked(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.change(changes.remove_attribute("getSeries", "ImageCount"))
    server.inject(faults.empty(), endpoint="getSeriesSize", times=None)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.images, result.expected_images, result.verified) == ("downloaded", 8, None, 8)
    assert "image count" not in result.checks


@pytest.mark.parametrize("known", [7, 9, 1], ids=["too few", "too many", "far too few"])
def test_records_that_are_out_of_date_are_checked_with_the_server(
    client: Client, server: ReferenceServer, tmp_path: Path, known: int
) -> None:
    (series,) = client.get_series(series_instance_uid=MOUSE)
    stale = msgspec.structs.replace(series, image_count=known)
    server.reset()

    report = client.download([stale], tmp_path)

    (result,) = report.results
    assert (result.status, result.images, result.expected_images, result.tries) == ("downloaded", 8, 8, 1)
    assert asked(server).count("getSeries") == 1
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("complete_digests", [False, True], ids=["no hashes", "all hashes"])
def test_a_short_archive_is_not_believed_because_an_old_record_fits_it(
    client: Client, server: ReferenceServer, tmp_path: Path, complete_digests: bool
) -> None:
    (series,) = client.get_series(series_instance_uid=MOUSE)
    stale = msgspec.structs.replace(series, image_count=5)
    server.inject(faults.missing_images(5, complete_digests=complete_digests), endpoint=ARCHIVES)

    report = client.download([stale], tmp_path)

    assert (report.is_complete, report.results[0].images, report.results[0].tries) == (True, 8, 2)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("known", [0, -3, None], ids=["none", "negative", "nothing"])
def test_a_record_that_says_nothing_useful_is_not_believed(
    client: Client, server: ReferenceServer, tmp_path: Path, known: int | None
) -> None:
    (series,) = client.get_series(series_instance_uid=MOUSE)
    stale = msgspec.structs.replace(series, image_count=known)
    server.inject(faults.missing_images(7, complete_digests=True), endpoint=ARCHIVES)

    report = client.download([stale], tmp_path)

    assert (report.is_complete, report.results[0].expected_images, report.results[0].tries) == (True, 8, 2)


def with_image_of(server: ReferenceServer, uid: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    """Put an image of another series in the place of the third one, with its right hash."""
    stranger = server_files(server, uid)["00000001.dcm"]

    def change(entries: dict[str, bytes]) -> dict[str, bytes]:
        right = hashlib.md5(entries["00000003.dcm"]).hexdigest().encode()
        lines = entries["md5hashes.csv"].replace(right, hashlib.md5(stranger).hexdigest().encode())
        return {**entries, "00000003.dcm": stranger, "md5hashes.csv": lines}

    return change


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_an_image_of_another_series_is_found_by_its_header(
    client: Client, server: ReferenceServer, tmp_path: Path, times: int
) -> None:
    server.inject(another_archive(with_image_of(server, ALIKE[0])), endpoint=ARCHIVES, times=times)

    report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries) == (True, times + 1)
    assert "00000003.dcm belongs to another series" in report.results[0].evidence[0]
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_an_image_of_another_series_that_stays_is_disputed(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(another_archive(with_image_of(server, ALIKE[0])), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.error) == ("disputed", "WrongHashError")
    assert f"its SeriesInstanceUID is {ALIKE[0]}, expected is {MOUSE}" in (result.reason or "")
    assert tree(tmp_path) == {}


def test_without_headers_the_report_says_that_they_were_not_checked(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(another_archive(with_image_of(server, ALIKE[0])), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path, check_headers=False)

    (result,) = report.results
    assert result.status == "downloaded"
    assert "headers" not in result.checks
    assert "sizes" not in result.checks


def test_the_archive_of_another_series_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    alike, wanted = ALIKE[0], ALIKE[1]
    files = {name: data for name, data in server_files(server, alike).items() if name != "LICENSE"}
    server.inject(another_archive(lambda entries: files), endpoint=ARCHIVES, times=None)

    report = client.download([wanted], tmp_path)

    assert report.results[0].status == "disputed"
    assert "belongs to another series" in (report.results[0].reason or "")
    assert archives_asked_for(server) == [wanted] * 3
    assert tree(tmp_path) == {}


def test_the_same_image_under_two_names_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    def change(entries: dict[str, bytes]) -> dict[str, bytes]:
        images = {name: data for name, data in entries.items() if name.endswith(".dcm")}
        images["00000007.dcm"] = images["00000002.dcm"]
        return {**images, "md5hashes.csv": hash_list(images)}

    server.inject(another_archive(change), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "disputed"
    assert "00000002.dcm and 00000007.dcm have the same SOPInstanceUID" in (report.results[0].reason or "")
    assert tree(tmp_path) == {}


def test_half_a_character_in_what_is_said_of_a_series_costs_nothing(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    odd = b'"Modality":{"a\\ud800":["\\udc00",{"b":"\\ud800"}]}'
    server.inject(
        faults.rewritten(lambda body: re.sub(rb'"Modality":"\w+"', lambda _: odd, body)), endpoint="getSeries"
    )

    report = client.download([MOUSE], tmp_path)
    again = client.download([MOUSE], tmp_path)

    assert (report.is_complete, again.is_complete) == (True, True)
    assert "a?" in (tmp_path / "metadata.csv").read_text(encoding="utf-8")
