"""The examples of the page on downloads run as they stand, against the reference server."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from nbia import DownloadReport
from nbia.__main__ import main
from tests.docs.markdown import GUIDES, blocks, commands
from tests.download.helpers import MOUSE, VICTRE
from tests.download.retriever_folders import retrieved
from tests.reference_server import ReferenceServer

PAGE = GUIDES / "downloads.md"
RETRIEVER = GUIDES / "moving-from-the-data-retriever.md"
SMALL = [block for block in blocks(PAGE, "python") if "executor=" not in block.values[0]]
SPREAD = [block for block in blocks(PAGE, "python") if "executor=" in block.values[0]]

# The examples ask the production server; each process begins with this line, so that they ask the one of the test.
HERE = "import nbia; nbia.Client.servers = {{'public': {base_url!r}}}\n"


def run(code: str, folder: Path, server: ReferenceServer) -> str:
    """Run an example in a process of its own, with warnings as errors, and return what it prints."""
    script = folder / "example.py"
    script.write_text(HERE.format(base_url=server.base_url) + code)
    command = [sys.executable, "-W", "error", script.name]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=600).stdout


def test_there_are_examples() -> None:
    assert (len(SMALL), len(SPREAD)) == (9, 2)


@pytest.mark.parametrize("code", SMALL)
def test_an_example_runs(code: str, server: ReferenceServer, tmp_path: Path) -> None:
    run(code, tmp_path, server)

    reports = [DownloadReport.load(path) for path in tmp_path.glob("*/download-report.json")]
    assert [report.failed for report in reports] == [()] * len(reports) != []


@pytest.mark.parametrize("code", blocks(RETRIEVER, "python"))
def test_the_example_of_the_layout_of_the_data_retriever_runs(
    code: str, server: ReferenceServer, tmp_path: Path
) -> None:
    printed = run(code, tmp_path, server)

    assert printed.endswith(" present\n")
    assert len(list(tmp_path.glob("tciaDownload/4D-Lung/*/*/*/1-01.dcm"))) > 0


@pytest.mark.parametrize("command", commands(RETRIEVER, "nbia"))
def test_a_command_goes_on_with_a_folder_of_the_data_retriever(
    command: str, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBIA_BASE_URL", server.base_url)
    retrieved(server, Path("manifest-1680557912871"), MOUSE, VICTRE)
    Path("manifest-1680557912871.tcia").write_text(f"ListOfSeriesToDownload=\n{MOUSE}\n{VICTRE}\n")

    assert main(shlex.split(command)[1:]) == 0

    report = DownloadReport.load("manifest-1680557912871/download-report.json")
    assert {result.status for result in report.results} == {"adopted"}


@pytest.mark.parametrize("code", SPREAD)
def test_an_example_on_several_processes_puts_everything_into_one_folder(
    code: str, server: ReferenceServer, tmp_path: Path
) -> None:
    printed = run(code, tmp_path, server)

    assert "3 of 3 series are complete" in printed
    assert len(list(tmp_path.glob("tciaDownload/*/*.dcm"))) == 33
