"""What a hostile or broken server can make of one series has limits, and stays with that series."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
import pandas
import pytest

from nbia import Client, DownloadReport
from nbia_core.download.model import LONGEST_TEXT, MOST_TEXTS, SeriesResult
from nbia_core.http.pace import Pace
from tests.download.archives import Entry, packed
from tests.download.helpers import (
    ARCHIVES,
    MOUSE,
    SMALL,
    another_hash_list,
    archives_asked_for,
    sent,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer, changes

LISTS: Final = [
    pytest.param(b"x" * 3_000_000, id="one long line"),
    pytest.param(b"\n".join(b"%d" % number + b"x" * 400_000 for number in range(8)), id="long names"),
    pytest.param(b"".join(b"%08d.dcm,%s\n" % (number, b"a" * 400_000) for number in range(1, 9)), id="long hashes"),
    pytest.param(b"".join(b"%d.dcm,\n" % number for number in range(20_000)), id="many names"),
    pytest.param(b"".join(b"%x\n" % number for number in range(300_000)), id="more names than any series has"),
    pytest.param("\n".join(["\U0001f4a9" * 90_000] * 10).encode(), id="long names that are no ASCII"),
]
NUMBERS: Final = [
    *(2**40 + 1, 2**62, 2**63, 2**64, 2**70, -1, -(2**63), 0),
    *(float("inf"), float("-inf"), float("nan"), 1e300, "text", "1e400", "9" * 400, "", True, [1], b"1"),
]


@pytest.mark.parametrize("listed", LISTS)
def test_what_stands_in_a_list_of_hashes_fills_no_report(
    client: Client, server: ReferenceServer, tmp_path: Path, listed: bytes
) -> None:
    unsized = next(each for each in client.get_series(collection="Mouse-Astrocytoma") if not each.file_size)
    server.inject(another_hash_list(lambda _: listed), endpoint=ARCHIVES, times=None)

    report = client.download([unsized, SMALL], tmp_path)

    assert [result.is_complete for result in report.results] == [False, False]
    assert all(len(result.reason or "") < LONGEST_TEXT for result in report.results)
    assert len(report.to_json()) < 50_000
    assert all(path.stat().st_size < 50_000 for path in tmp_path.glob(".nbia/incomplete/*/evidence.json"))


@pytest.mark.parametrize("listed", LISTS)
def test_what_stands_in_a_list_of_hashes_on_disk_fills_no_report(
    client: Client, server: ReferenceServer, tmp_path: Path, listed: bytes
) -> None:
    (tmp_path / SMALL).mkdir()
    (tmp_path / SMALL / "md5hashes.csv").write_bytes(listed)

    report = client.download([SMALL], tmp_path)

    assert report.is_complete
    assert len(report.to_json()) < 50_000


def test_far_more_images_than_announced_end_an_archive_early_and_the_same_again_for_good(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(
        sent(packed(Entry(name=b"%d.dcm" % number, data=b"") for number in range(5000))), endpoint=ARCHIVES, times=None
    )

    report = client.download([SMALL], tmp_path)

    (result,) = report.results
    assert (result.status, result.error, result.tries) == ("failed", "UnsafeArchiveError", 2)
    assert "more than 1,004 entries" in (result.reason or "")
    assert ["Images: 1004," in entry for entry in result.evidence] == [True, True]
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("old", [{"image_count": 1}, {"file_size": 1000}], ids=["images", "bytes"])
def test_an_archive_that_is_too_large_for_an_old_record_is_taken_when_the_server_announces_it(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: Mapping[str, int]
) -> None:
    monkeypatch.setattr("nbia_core.download.fetch._EXTRA_IMAGES", 0)
    monkeypatch.setattr("nbia_core.download.fetch._EXTRA_BYTES", 0)

    (record,) = client.get_series(series_instance_uid=MOUSE)

    report = client.download([msgspec.structs.replace(record, **old)], tmp_path)

    assert (report.results[0].status, report.results[0].tries) == ("downloaded", 2)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("name", ["FileSize", "ImageCount"])
@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: repr(number)[:20])
def test_a_number_that_cannot_be_stays_with_its_series(
    client: Client, server: ReferenceServer, tmp_path: Path, name: str, number: object
) -> None:
    rows: list[dict[str, object]] = [{"SeriesInstanceUID": MOUSE, name: number}, {"SeriesInstanceUID": SMALL}]

    reports = [client.download(rows, tmp_path / "rows"), client.download(pandas.DataFrame(rows), tmp_path / "table")]

    assert [report.is_complete for report in reports] == [True, True]
    assert tree(tmp_path / "rows") == tree(tmp_path / "table") == undisturbed(server, MOUSE, SMALL)
    assert len(reports[0].to_pandas()) == 2
    assert DownloadReport.load(reports[0].report_path or "").results == reports[0].results


def test_a_series_that_is_larger_than_the_disk_fails_alone(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (small,) = client.get_series(series_instance_uid=SMALL)
    server.change(changes.convert("getSeries", "FileSize", lambda size: 10**12))
    (large,) = client.get_series(series_instance_uid=MOUSE)

    report = client.download([large, small], tmp_path)

    first, second = report.results
    assert (first.status, first.error, second.status) == ("failed", "DestinationError", "downloaded")
    assert "The series needs 1,000,000,000,000 bytes" in (first.reason or "")
    assert report.stopped is None
    assert archives_asked_for(server) == [SMALL]


def test_a_record_that_is_larger_than_the_disk_is_not_believed_before_the_server(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    rows: list[dict[str, object]] = [
        {"SeriesInstanceUID": MOUSE, "FileSize": 10**12, "ImageCount": 8},
        {"SeriesInstanceUID": SMALL},
    ]

    assert client.download(rows, tmp_path).is_complete


def test_a_trickle_is_given_up_where_a_pace_is_asked_for(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = functools.partial(next, itertools.count(0.0, 60.0))
    monkeypatch.setattr("nbia_core.http._sync.session.Pace", functools.partial(Pace, clock=clock))

    slow = client.download([SMALL], tmp_path / "slow", min_bytes_per_minute=10**9)
    quick = client.download([SMALL], tmp_path / "quick", min_bytes_per_minute=1)
    patient = client.download([SMALL], tmp_path / "patient")

    assert (slow.results[0].status, slow.results[0].error) == ("failed", "TimedOutError")
    assert "at least 1,000,000,000 a minute are asked for" in (slow.results[0].reason or "")
    assert [quick.is_complete, patient.is_complete] == [True, True]


def test_texts_of_a_result_have_limits() -> None:
    long = "x" * (LONGEST_TEXT + 1)

    result = SeriesResult(
        series_instance_uid="1.2", status="failed", reason=long, hint=long, sentence=long, evidence=(long,) * 200
    )

    texts = (result.reason, result.hint, result.sentence, *result.evidence)
    assert {len(text or "") for text in texts} == {LONGEST_TEXT}
    assert len(result.evidence) == MOST_TEXTS
