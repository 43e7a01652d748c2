"""The examples of the page on downloads run as they stand, against the reference server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nbia import DownloadReport
from tests.docs.markdown import GUIDES, blocks
from tests.reference_server import ReferenceServer

PAGE = GUIDES / "downloads.md"
SMALL = [block for block in blocks(PAGE, "python") if "executor=" not in block.values[0]]
SPREAD = [block for block in blocks(PAGE, "python") if "executor=" in block.values[0]]

# The examples ask the production server; each process begins with this line, so that they ask the one of the test.
HERE = "import nbia; nbia.Client.servers = {{'public': {base_url!r}}}\n"


def run(code: str, folder: Path, server: ReferenceServer) -> str:
    """Run an example in a process of its own, with warnings as errors, and return what it prints."""
    script = folder / "example.py"
    script.write_text(HERE.format(base_url=server.base_url) + code)
    command = [sys.executable, "-W", "error", script.name]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=60).stdout


def test_there_are_examples() -> None:
    assert (len(SMALL), len(SPREAD)) == (9, 2)


@pytest.mark.parametrize("code", SMALL)
def test_an_example_runs(code: str, server: ReferenceServer, tmp_path: Path) -> None:
    run(code, tmp_path, server)

    reports = [DownloadReport.load(path) for path in tmp_path.glob("*/download-report.json")]
    assert [report.failed for report in reports] == [()] * len(reports) != []


@pytest.mark.parametrize("code", SPREAD)
def test_an_example_on_several_processes_puts_everything_into_one_folder(
    code: str, server: ReferenceServer, tmp_path: Path
) -> None:
    printed = run(code, tmp_path, server)

    assert "3 of 3 series are complete" in printed
    assert len(list(tmp_path.glob("tciaDownload/*/*.dcm"))) == 33
