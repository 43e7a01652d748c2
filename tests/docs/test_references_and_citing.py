"""The examples of the pages on references and on citing run as they stand, against the reference server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command_line import variables
from tests.docs.markdown import GUIDES, all_blocks
from tests.reference_server import ReferenceServer

PAGES = [GUIDES / "references.md", GUIDES / "citing.md"]
EXAMPLES = all_blocks(PAGES, "python")
SCRIPTS = all_blocks(PAGES, "bash")
HERE = "import nbia; nbia.Client.servers = {{'public': {base_url!r}}}\n"


def test_there_are_examples() -> None:
    assert (len(EXAMPLES), len(SCRIPTS)) == (4, 2)


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_runs(code: str, server: ReferenceServer, tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(HERE.format(base_url=server.base_url) + code)

    command = [sys.executable, "-W", "error", "example.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_commands_run(script: str, server: ReferenceServer, tmp_path: Path) -> None:
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        env=variables(server, PATH=programs),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout
