"""`metadata.csv`, `CITATION.txt` and `download-report.json` of others stay as they are; ours are beside them."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from nbia import Client, DownloadReport, read_manifest
from nbia.events import Event, SeriesStarted
from tests.download.helpers import ARCHIVES, LOST_FILE, MOUSE, RETRIEVER, SMALL, VICTRE
from tests.reference_server import ReferenceServer, faults

needs_pipes = pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes, and links need a privilege")

OWN = b"SeriesInstanceUID,Collection,DownloadPath,ImagesOnDisk,BytesOnDisk,ImagesWithVerifiedMD5,IsDisputed\n"
"""The heading of an earlier version of ours that had fewer attributes."""
OTHER_TABLES = [
    pytest.param(RETRIEVER, id="of the NBIA Data Retriever"),
    pytest.param(b"", id="empty"),
    pytest.param(b"no table at all", id="text"),
    pytest.param(b"\x89PNG\r\n\x1a\n\x00\xff", id="binary"),
    pytest.param(b"SeriesInstanceUID,Collection\n1.2,LIDC\n", id="attributes alone"),
    pytest.param(OWN.replace(b"\n", b",MyNotes\n") + b"1.2,LIDC,1.2,3,4,3,false,important\n", id="with a column more"),
    pytest.param(OWN.replace(b",DownloadPath", b",MyNotes,DownloadPath"), id="with a column more in the middle"),
    pytest.param(b"\xef\xbb\xbf" + OWN, id="with a byte order mark"),
    pytest.param(OWN.replace(b",", b";"), id="with semicolons"),
    pytest.param(OWN.replace(b"\n", b"\r\n"), id="with the line ends of Windows"),
]
OTHER_REPORTS = [
    pytest.param(b'{"tool": "another", "results": []}', id="of another program"),
    pytest.param(b'{\n  "schema_version": 1,\n  "results": []\n}\n', id="with a key of ours"),
    pytest.param(b"", id="empty"),
    pytest.param(b"no JSON", id="text"),
]


def names(folder: Path) -> list[str]:
    """Return what lies in a folder and is not hidden, without the series."""
    return sorted(path.name for path in folder.iterdir() if not path.is_dir())


# metadata.csv and download-report.json of others


@pytest.mark.parametrize("content", OTHER_TABLES)
def test_a_metadata_csv_of_another_program_stays_and_ours_is_beside_it(
    client: Client, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "metadata.csv").write_bytes(content)

    report = client.download([SMALL], tmp_path)

    assert (tmp_path / "metadata.csv").read_bytes() == content
    assert report.metadata_path == tmp_path / "nbia-metadata.csv"
    assert read_manifest(report.metadata_path).series == (SMALL,)
    (note,) = report.notes
    assert str(tmp_path / "metadata.csv") in note
    assert "nbia-metadata.csv" in note


@pytest.mark.parametrize("content", OTHER_REPORTS)
def test_a_report_of_another_program_stays_and_ours_is_beside_it(
    client: Client, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "download-report.json").write_bytes(content)

    report = client.download([SMALL], tmp_path)

    assert (tmp_path / "download-report.json").read_bytes() == content
    assert report.report_path == tmp_path / "nbia-download-report.json"
    assert DownloadReport.load(report.report_path) == report


def test_the_report_says_where_everything_is(client: Client, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_bytes(RETRIEVER)
    (tmp_path / "download-report.json").write_bytes(b"{}")

    report = client.download([SMALL], tmp_path)

    assert len(report.notes) == 2
    assert all(
        note in str(report) and note in report._repr_html_() and note in report.to_json() for note in report.notes
    )


def test_without_files_of_others_the_report_has_nothing_to_note(client: Client, tmp_path: Path) -> None:
    report = client.download([SMALL], tmp_path)

    assert (report.metadata_path, report.report_path) == (tmp_path / "metadata.csv", tmp_path / "download-report.json")
    assert report.notes == ()
    assert names(tmp_path) == ["CITATION.txt", "download-report.json", "metadata.csv"]


def test_later_runs_write_to_the_name_that_the_first_has_chosen(client: Client, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_bytes(RETRIEVER)
    (tmp_path / "download-report.json").write_bytes(b"{}")
    client.download([SMALL], tmp_path)

    report = client.download([SMALL, VICTRE], tmp_path)

    assert names(tmp_path) == [
        "CITATION.txt",
        "download-report.json",
        "metadata.csv",
        "nbia-download-report.json",
        "nbia-metadata.csv",
    ]
    assert read_manifest(tmp_path / "nbia-metadata.csv").series == (SMALL, VICTRE)
    assert DownloadReport.load(tmp_path / "nbia-download-report.json") == report


def test_that_name_stays_when_the_other_file_is_gone(client: Client, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_bytes(RETRIEVER)
    client.download([SMALL], tmp_path)
    (tmp_path / "metadata.csv").unlink()

    report = client.download([VICTRE], tmp_path)

    assert (report.metadata_path, report.notes) == (tmp_path / "nbia-metadata.csv", ())
    assert names(tmp_path) == ["CITATION.txt", "download-report.json", "nbia-metadata.csv"]


def test_names_that_others_have_too_are_passed_over(client: Client, tmp_path: Path) -> None:
    for name in ("metadata.csv", "nbia-metadata.csv", "nbia-metadata-2.csv"):
        (tmp_path / name).write_bytes(RETRIEVER)

    client.download([SMALL], tmp_path)
    report = client.download([SMALL, VICTRE], tmp_path)

    assert report.metadata_path == tmp_path / "nbia-metadata-3.csv"
    assert names(tmp_path).count("nbia-metadata-4.csv") == 0
    assert [(tmp_path / name).read_bytes() for name in ("nbia-metadata.csv", "nbia-metadata-2.csv")] == [RETRIEVER] * 2


def test_a_file_that_another_program_puts_there_meanwhile_stays(client: Client, tmp_path: Path) -> None:
    def put(event: Event) -> None:
        if isinstance(event, SeriesStarted):
            (tmp_path / "metadata.csv").write_bytes(RETRIEVER)

    report = client.download([SMALL], tmp_path, progress=put)

    assert (tmp_path / "metadata.csv").read_bytes() == RETRIEVER
    assert report.metadata_path == tmp_path / "nbia-metadata.csv"


def test_a_file_that_nobody_may_write_to_stays(client: Client, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_bytes(RETRIEVER)
    (tmp_path / "metadata.csv").chmod(0o400)

    assert client.download([SMALL], tmp_path).is_complete
    assert (tmp_path / "metadata.csv").read_bytes() == RETRIEVER


@pytest.mark.parametrize("heading", [OWN, b""], ids=["of an earlier version", "of this version"])
def test_a_file_of_our_own_is_renewed(client: Client, tmp_path: Path, heading: bytes) -> None:
    client.download([SMALL], tmp_path)
    (tmp_path / "metadata.csv").write_bytes(heading or (tmp_path / "metadata.csv").read_bytes())

    report = client.download([SMALL, VICTRE], tmp_path)

    assert report.metadata_path == tmp_path / "metadata.csv"
    assert read_manifest(tmp_path / "metadata.csv").series == (SMALL, VICTRE)
    assert names(tmp_path) == ["CITATION.txt", "download-report.json", "metadata.csv"]


def test_a_report_of_an_earlier_version_is_renewed(client: Client, tmp_path: Path) -> None:
    client.download([SMALL], tmp_path)
    path = tmp_path / "download-report.json"
    path.write_text(path.read_text().partition(',\n  "metadata_path"')[0] + "\n}\n")

    report = client.download([SMALL], tmp_path)

    assert report.report_path == path
    assert DownloadReport.load(path) == report


@needs_pipes
@pytest.mark.parametrize("name", ["metadata.csv", "CITATION.txt", "download-report.json"])
@pytest.mark.parametrize("leads_to", ["elsewhere", "nowhere"])
def test_a_link_stays_and_is_not_followed(client: Client, tmp_path: Path, name: str, leads_to: str) -> None:
    (tmp_path / "elsewhere").write_bytes(OWN)
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / name).symlink_to(tmp_path / leads_to)

    client.download([SMALL], tmp_path / "to")

    assert (tmp_path / "to" / name).is_symlink()
    assert (tmp_path / "to" / f"nbia-{name}").is_file()
    assert ((tmp_path / "elsewhere").read_bytes(), (tmp_path / "nowhere").exists()) == (OWN, False)


@needs_pipes
@pytest.mark.parametrize("name", ["metadata.csv", "CITATION.txt", "download-report.json"])
def test_a_pipe_stays_and_is_not_waited_for(client: Client, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)

    assert client.download([SMALL], tmp_path).is_complete
    assert (tmp_path / name).is_fifo()
    assert (tmp_path / f"nbia-{name}").is_file()


# Nothing complete, nothing written


def test_where_nothing_becomes_complete_there_is_no_table(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(404), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE, SMALL], tmp_path)

    assert ([result.status for result in report.results], report.metadata_path) == (["failed", "failed"], None)
    assert names(tmp_path) == ["download-report.json"]
    assert DownloadReport.load(tmp_path / "download-report.json") == report


def test_where_nothing_becomes_complete_files_of_others_stay_and_no_table_is_put_beside_them(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(404), endpoint=ARCHIVES, times=None)
    (tmp_path / "metadata.csv").write_bytes(RETRIEVER)
    (tmp_path / "download-report.json").write_bytes(b"{}")

    client.download([MOUSE], tmp_path)

    assert names(tmp_path) == ["download-report.json", "metadata.csv", "nbia-download-report.json"]
    assert (tmp_path / "metadata.csv").read_bytes() == RETRIEVER
    assert (tmp_path / "download-report.json").read_bytes() == b"{}"


def test_a_series_that_is_kept_apart_is_not_in_the_table(client: Client, tmp_path: Path) -> None:
    report = client.download([LOST_FILE], tmp_path)

    assert (report.results[0].status, report.metadata_path) == ("disputed", None)
    assert names(tmp_path) == ["download-report.json"]


def test_a_run_in_which_nothing_was_tried_writes_nothing(client: Client, tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()

    stopped = client.download([MOUSE], tmp_path, cancel=cancel)
    nothing = client.download([], tmp_path)

    assert names(tmp_path) == []
    assert [report.metadata_path or report.report_path for report in (stopped, nothing)] == [None, None]


def test_a_run_that_completes_nothing_leaves_the_table_of_the_last_one(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([SMALL], tmp_path)
    before = (tmp_path / "metadata.csv").stat()
    server.inject(faults.status(404), endpoint=ARCHIVES, times=None)

    client.download([MOUSE], tmp_path)

    after = (tmp_path / "metadata.csv").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
