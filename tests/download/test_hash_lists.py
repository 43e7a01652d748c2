"""The list of hashes: read in every form that servers have sent, never believed where it does not fit the images."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import nbia
from nbia import Client
from tests.download.helpers import ARCHIVES, MOUSE, another_archive, another_hash_list, server_files, sha256, tree
from tests.reference_server import ReferenceServer, changes, faults
from tests.reference_server.known_uids import BLANK_DIGEST

"""A series of 10 images; the server has a blank for the hash of one."""
LINE = re.compile(rb"(\d{8}\.dcm),([0-9a-f]{32})")


def shuffled(lines: bytes) -> bytes:
    heading, *rows = lines.splitlines(keepends=True)
    return heading + b"".join(sorted(rows, reverse=True))


READABLE = [
    pytest.param(shuffled, id="unsorted"),
    pytest.param(lambda lines: b"".join(sorted(lines.splitlines(keepends=True))), id="heading at the end"),
    pytest.param(lambda lines: lines.replace(b"\n", b"\r\n"), id="CRLF"),
    pytest.param(lambda lines: lines.replace(b"\n", b"\r"), id="CR"),
    pytest.param(lambda lines: lines.rstrip(), id="no line feed at the end"),
    pytest.param(lambda lines: lines.replace(b"Filename,MD5Hash\n", b""), id="no heading"),
    pytest.param(lambda lines: lines.replace(b"Filename,MD5Hash\n", b"file name,MD5\n"), id="another heading"),
    pytest.param(lambda lines: b"\xef\xbb\xbf" + lines, id="byte order mark"),
    pytest.param(lambda lines: LINE.sub(rb'"\1","\2"', lines), id="quotation marks"),
    pytest.param(lambda lines: LINE.sub(lambda row: row[1] + b"," + row[2].upper(), lines), id="capital letters"),
    pytest.param(lambda lines: LINE.sub(rb" \1 , \2 ", lines), id="blanks around"),
    pytest.param(lambda lines: lines.replace(b"\n", b"\n\n"), id="empty lines"),
    pytest.param(lambda lines: lines + lines, id="all lines twice"),
    pytest.param(lambda lines: LINE.sub(lambda row: row[1] + b"," + row[2].lstrip(b"0"), lines), id="no leading zeros"),
]
NOT_BELIEVED = [
    pytest.param(lambda lines: lines.replace(b".dcm", b".DCM"), "missing: 00000001.DCM", id="other case"),
    pytest.param(lambda lines: lines.replace(b"00000003.dcm", b"3.dcm"), "missing: 3.dcm", id="other name"),
    pytest.param(lambda lines: lines + b"00000009.dcm," + b"0" * 32, "missing: 00000009.dcm", id="one more"),
    pytest.param(lambda lines: LINE.sub(rb"\1,no hash", lines), "the archive's is no hash", id="words"),
    pytest.param(lambda lines: LINE.sub(rb"\1,\2\2", lines), "is damaged", id="too long"),
    pytest.param(lambda lines: LINE.sub(rb"\2,\1", lines), "are missing", id="columns exchanged"),
    pytest.param(lambda lines: b"<html>busy</html>", "are missing: <html>busy", id="HTML"),
    pytest.param(lambda lines: b"\x00\xff" * 40, "are missing", id="binary"),
]


@pytest.mark.parametrize("change", READABLE)
def test_every_form_of_a_list_is_read(
    client: Client, server: ReferenceServer, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    server.inject(another_hash_list(change), endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.tries, result.verified, result.not_verifiable) == ("downloaded", 1, 8, ())
    assert (tmp_path / MOUSE / "md5hashes.csv").read_bytes() == change(server_files(server, MOUSE)["md5hashes.csv"])
    assert nbia.verify(tmp_path).is_complete


@pytest.mark.parametrize(
    "change", [changes.md5_without_header(), changes.md5_without_leading_zeros()], ids=["no heading", "no zeros"]
)
def test_lists_as_the_server_wrote_them_until_2021_are_read(
    client: Client, server: ReferenceServer, tmp_path: Path, change: changes.Change
) -> None:
    server.change(change)

    report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.totals.verified) == (True, 8)


@pytest.mark.parametrize(("change", "reason"), NOT_BELIEVED)
def test_a_list_that_does_not_fit_the_images_is_no_proof(
    client: Client, server: ReferenceServer, tmp_path: Path, change: Callable[[bytes], bytes], reason: str
) -> None:
    server.inject(another_hash_list(change), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert not result.is_complete
    assert reason in (result.reason or "")
    assert tree(tmp_path) == {}


def test_a_list_that_does_not_fit_passes_with_the_next_try(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(another_hash_list(lambda lines: lines.replace(b".dcm", b".DCM")), endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries, report.results[0].verified) == (True, 2, 8)


def test_an_archive_without_a_list_is_not_complete(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    without = another_archive(lambda entries: {name: entries[name] for name in entries if name != "md5hashes.csv"})
    server.inject(without, endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].error) == ("disputed", "IncompleteArchiveError")
    assert "has no md5hashes.csv" in (report.results[0].reason or "")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda lines: b"", id="empty"),
        pytest.param(lambda lines: b"Filename,MD5Hash\n", id="heading alone"),
        pytest.param(lambda lines: LINE.sub(rb"\1, ", lines), id="blanks"),
        pytest.param(lambda lines: LINE.sub(rb"\1", lines), id="names alone"),
    ],
)
def test_images_without_any_hash_are_told_from_verified_ones(
    client: Client, server: ReferenceServer, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    server.inject(another_hash_list(change), endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.images, result.verified, len(result.not_verifiable)) == ("downloaded", 8, 0, 8)
    assert "MD5" not in result.checks
    assert "sizes" in result.checks
    assert (report.totals.verified, report.totals.not_verifiable) == (0, 8)


def test_images_without_any_hash_must_have_the_announced_size(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    def change(entries: dict[str, bytes]) -> dict[str, bytes]:
        return {**entries, "00000005.dcm": entries["00000005.dcm"] + b"\0", "md5hashes.csv": b"Filename,MD5Hash\n"}

    server.inject(another_archive(change), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "disputed"
    assert "76,253 bytes where the server announces 76,252" in (report.results[0].reason or "")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("times", [1, None], ids=["once", "for ever"])
def test_a_blank_hash_vouches_for_nothing_but_the_others_do(
    client: Client, server: ReferenceServer, tmp_path: Path, times: int | None
) -> None:
    server.inject(faults.blank_md5(3), endpoint=ARCHIVES, times=times)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.verified, result.not_verifiable) == ("downloaded", 7, ("00000004.dcm",))
    assert sha256((tmp_path / MOUSE / "00000004.dcm").read_bytes()) == sha256(
        server_files(server, MOUSE)["00000004.dcm"]
    )


def test_a_hash_that_the_server_never_had_is_reported_in_every_run(client: Client, tmp_path: Path) -> None:
    first = client.download([BLANK_DIGEST], tmp_path)

    second = client.download([BLANK_DIGEST], tmp_path, verify=True)

    results = [report.results[0] for report in (first, second)]
    assert [(each.status, each.verified, each.not_verifiable) for each in results] == [
        ("downloaded", 9, ("00000004.dcm",)),
        ("present", 9, ("00000004.dcm",)),
    ]
