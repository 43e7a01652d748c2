"""The page on moving from tcia_utils: its examples run as they stand, and it names every function."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.compat.signatures import FROZEN, OLDER, name_of
from tests.docs.markdown import GUIDES, blocks
from tests.reference_server import ReferenceServer

PAGE = GUIDES / "moving-from-tcia-utils.md"
# The examples ask the production server; each process begins with this line, so that they ask the one of the test.
HERE = "import nbia.v4; nbia.Client.servers = {{'public': {v1!r}}}; nbia.v4.Client.servers = {{'public': {v4!r}}}\n"


@pytest.mark.parametrize("code", blocks(PAGE, "python"))
def test_an_example_runs(code: str, server: ReferenceServer, tmp_path: Path) -> None:
    script = tmp_path / "example.py"
    script.write_text(HERE.format(v1=server.base_url, v4=server.url("v4")) + code)

    subprocess.run([sys.executable, "-W", "error", script.name], cwd=tmp_path, check=True, timeout=600)


def test_the_page_names_every_function_of_tcia_utils() -> None:
    calls = PAGE.read_text().partition("## Old call, new call")[2]
    named = set(re.findall(r"\w+", " ".join(line.split("|")[1] for line in calls.splitlines() if line[:1] == "|")))

    assert {name_of(line) for line in FROZEN} | set(OLDER) <= named
