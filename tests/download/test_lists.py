"""The list that is downloaded is never written over nor moved, so that the same download can be started again."""

from __future__ import annotations

import concurrent.futures
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import anyio
import pandas
import pytest

from nbia import AsyncClient, Client, DownloadReport, InvalidParameterError, read_manifest, write_manifest
from nbia.__main__ import main
from tests.cli.command_line import NBIA, be_patient, variables
from tests.download.helpers import MOUSE, RETRIEVER, SMALL, undisturbed
from tests.download.helpers import tree as images
from tests.reference_server import ReferenceServer

pytest_plugins = ("tests.compat.fixtures",)
needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")

Way: TypeAlias = Callable[[Client, Path, Path], object]
"""Downloads a list to a folder."""


def by_path(client: Client, given: Path, to: Path) -> None:
    client.download(given, to)


def by_text(client: Client, given: Path, to: Path) -> None:
    client.download(str(given), to)


def by_relative_path(client: Client, given: Path, to: Path) -> None:
    client.download(os.path.relpath(given), to)


def by_manifest(client: Client, given: Path, to: Path) -> None:
    client.download(read_manifest(given), to)


def by_table(client: Client, given: Path, to: Path) -> None:
    client.download(pandas.read_csv(given).rename(columns={"Series UID": "SeriesInstanceUID"}), to)


def by_async_client(client: Client, given: Path, to: Path) -> None:
    async def download() -> None:
        async with AsyncClient(base_url=client.base_url) as asynchronous:
            await asynchronous.download(given, to)

    anyio.run(download)


def by_executor(client: Client, given: Path, to: Path) -> None:
    with concurrent.futures.ThreadPoolExecutor(2) as executor:
        client.download(given, to, executor=executor)


def by_command(client: Client, given: Path, to: Path) -> None:
    assert main(["download", str(given), "--to", str(to), "--base-url", client.base_url]) == 0


def by_command_with_more(client: Client, given: Path, to: Path) -> None:
    assert main(["download", str(given), SMALL, "--to", str(to), "--base-url", client.base_url]) == 0


WAYS = [
    by_path,
    by_text,
    by_relative_path,
    by_manifest,
    by_table,
    by_async_client,
    by_executor,
    by_command,
    by_command_with_more,
]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    be_patient(monkeypatch)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_table_of_another_program_can_be_downloaded_twice_to_its_own_folder(
    client: Client, server: ReferenceServer, tmp_path: Path, way: Way
) -> None:
    table = tmp_path / "metadata.csv"
    table.write_bytes(RETRIEVER)

    way(client, table, tmp_path)
    way(client, table, tmp_path)

    assert table.read_bytes() == RETRIEVER
    assert images(tmp_path).items() >= undisturbed(server, MOUSE, SMALL).items()
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["metadata.csv", "nbia-metadata.csv"]


@pytest.mark.parametrize("way", [way for way in WAYS if way is not by_table], ids=lambda way: way.__name__)
def test_a_table_of_ours_is_not_written_over_while_it_is_the_list(client: Client, tmp_path: Path, way: Way) -> None:
    table = tmp_path / "metadata.csv"
    client.download([MOUSE], tmp_path)
    before = table.read_bytes().replace(b"Mouse-Astrocytoma", b"Mouse-Astrocytomas")
    table.write_bytes(before)

    way(client, table, tmp_path)

    assert table.read_bytes() == before


def test_a_table_of_ours_that_stays_the_same_needs_no_other(client: Client, tmp_path: Path) -> None:
    client.download([MOUSE, SMALL], tmp_path)
    table = tmp_path / "metadata.csv"
    before, content = table.stat(), table.read_bytes()

    report = client.download(table, tmp_path, verify=True)

    assert (report.metadata_path, report.notes) == (table, ())
    assert (table.stat().st_ino, table.read_bytes()) == (before.st_ino, content)


@needs_links
@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_a_list_with_two_names_is_known_by_both(
    client: Client, tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    client.download([MOUSE], tmp_path / "to")
    own = tmp_path / "to" / "metadata.csv"
    before = own.read_bytes().replace(b"Mouse-Astrocytoma", b"Mouse-Astrocytomas")
    own.write_bytes(before)
    link(own, tmp_path / "list.csv")

    report = client.download(tmp_path / "list.csv", tmp_path / "to")

    assert own.read_bytes() == before
    assert report.metadata_path == tmp_path / "to" / "nbia-metadata.csv"
    assert "is the list that was downloaded" in report.notes[0]


def test_the_table_beside_another_one_may_be_the_list_too(client: Client, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_bytes(RETRIEVER)
    client.download([MOUSE, SMALL], tmp_path)
    before = (tmp_path / "nbia-metadata.csv").read_bytes()

    report = client.download(tmp_path / "nbia-metadata.csv", tmp_path)

    assert (tmp_path / "nbia-metadata.csv").read_bytes() == before
    assert report.metadata_path == tmp_path / "nbia-metadata.csv"


def test_a_list_called_like_our_report_stays(client: Client, tmp_path: Path) -> None:
    (tmp_path / "download-report.json").write_text(f"{SMALL}\n")

    report = client.download(tmp_path / "download-report.json", tmp_path)

    assert (tmp_path / "download-report.json").read_text() == f"{SMALL}\n"
    assert DownloadReport.load(tmp_path / "nbia-download-report.json") == report


@pytest.mark.parametrize("place", [f"{MOUSE}/list.txt", f"{MOUSE}/notes/list.txt", MOUSE])
def test_a_list_at_the_place_of_a_series_is_not_moved_away(client: Client, tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text(f"{MOUSE}\n{SMALL}\n")

    report = client.download(tmp_path / place, tmp_path)

    assert [(result.status, result.error) for result in report.results] == [
        ("failed", "DestinationError"),
        ("downloaded", None),
    ]
    assert report.results[0].hint == "move the list to another folder"
    assert (tmp_path / place).read_text() == f"{MOUSE}\n{SMALL}\n"


# tcia_utils


def test_compat_downloads_a_table_of_another_program_twice(nbia: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_bytes(RETRIEVER)

    nbia.downloadSeries("metadata.csv", path=".", input_type="manifest")
    nbia.downloadSeries("metadata.csv", path=".", input_type="manifest")

    assert (tmp_path / "metadata.csv").read_bytes() == RETRIEVER
    assert read_manifest(tmp_path / "nbia-metadata.csv").series == (MOUSE, SMALL)


def test_compat_does_not_write_its_table_over_the_list(
    nbia: ModuleType, server: ReferenceServer, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_bytes(RETRIEVER)

    with pytest.raises(InvalidParameterError, match=r"list\.csv is the list itself"):
        nbia.downloadSeries("list.csv", csv_filename="list")
    with pytest.raises(InvalidParameterError, match=r"list\.csv is the list itself"):
        nbia.makeSeriesReport("list.csv", format="file", filename="list.csv")

    assert (tmp_path / "list.csv").read_bytes() == RETRIEVER
    assert server.requests == []


# Files that the user names on the command line


@pytest.mark.parametrize("arguments", [["manifest", "-o"], ["download", "--report"]], ids=["manifest", "report"])
@pytest.mark.parametrize("output", ["list.csv", "./x/../list.csv", "hard.csv"])
def test_a_result_is_not_written_over_the_list(
    server: ReferenceServer, tmp_path: Path, arguments: list[str], output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "list.csv").write_bytes(RETRIEVER)
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "list.csv")

    code = main([*arguments, output, "list.csv", "--base-url", server.base_url])

    assert code == 2
    assert f"{output} is the list itself" in capsys.readouterr().err
    assert (tmp_path / "list.csv").read_bytes() == RETRIEVER
    assert server.requests == []


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="the system does not show what standard input is")
def test_a_list_from_standard_input_is_not_written_over(server: ReferenceServer, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(RETRIEVER)

    with (tmp_path / "list.csv").open("rb") as file:
        done = subprocess.run(
            [*NBIA, "manifest", "-", "-o", "list.csv"], stdin=file, env=variables(server), check=False, timeout=600
        )

    assert done.returncode == 2
    assert (tmp_path / "list.csv").read_bytes() == RETRIEVER


OUTPUTS: list[Any] = [
    pytest.param(lambda client, to: client.get_patient(collection="4D-Lung").to_csv(to), id="CSV"),
    pytest.param(lambda client, to: client.get_patient(collection="4D-Lung").to_parquet(to), id="Parquet"),
    pytest.param(lambda client, to: client.get_patient(collection="4D-Lung").to_excel(to), id="Excel"),
    pytest.param(lambda client, to: write_manifest(to, [SMALL]), id="manifest"),
    pytest.param(lambda client, to: client.get_image(SMALL, to), id="image"),
    pytest.param(lambda client, to: client.download([], to.parent / "to").save(to), id="report"),
    pytest.param(lambda client, to: main(["manifest", SMALL, "-o", str(to)]), id="command"),
]


@pytest.mark.parametrize("write", OUTPUTS)
def test_a_file_that_the_user_names_is_replaced(
    client: Client, tmp_path: Path, write: Callable[[Client, Path], object]
) -> None:
    (tmp_path / "out").write_bytes(b"an older file")

    write(client, tmp_path / "out")

    assert (tmp_path / "out").read_bytes() not in (b"an older file", b"")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out"]
