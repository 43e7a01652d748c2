"""The examples of the page on the command line run as they stand, against the reference server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from nbia_core.cli.application import make_program
from nbia_core.cli.settings import all_packages, common_parameters
from tests.cli.command_line import variables
from tests.docs.markdown import GUIDES, blocks
from tests.reference_server import ReferenceServer

PROGRAM = make_program("nbia.v1")
PAGE = GUIDES / "command-line.md"
BLOCKS = blocks(PAGE, "bash")
FOLDER_OF_PROGRAMS = str(Path(sys.executable).parent)


def test_there_are_examples() -> None:
    assert len(BLOCKS) == 9


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize("script", BLOCKS)
def test_an_example_runs(script: str, server: ReferenceServer, tmp_path: Path) -> None:
    programs = os.pathsep.join([FOLDER_OF_PROGRAMS, os.environ["PATH"]])

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
    assert "No rows" not in done.stderr
    assert done.stdout or list(tmp_path.iterdir())


def test_the_page_names_every_common_option_and_variable() -> None:
    text = PAGE.read_text()

    options = [option for option in common_parameters() if option.envvar is not None]
    assert [option.name for option in options if f"`{option.opts[0]}" not in text] == []
    assert [option.envvar for option in options if f"`{option.envvar}`" not in text] == []


def test_the_page_names_every_version_and_index() -> None:
    text = PAGE.read_text()

    assert [version for version in all_packages() if f"`{version}`" not in text] == []


def test_the_page_and_the_help_have_the_same_exit_codes() -> None:
    on_the_page = re.findall(r"^\| (\d+) \|", PAGE.read_text(), re.MULTILINE)
    in_the_help = re.findall(r"^ +(\d+)  ", str(PROGRAM.epilog), re.MULTILINE)

    assert on_the_page == in_the_help == ["0", "1", "2", "110", "130"]


def test_the_page_names_commands_that_exist() -> None:
    context = click.Context(PROGRAM)

    named = set(re.findall(r"(?:^|[`(|] ?)nbia ([a-z][A-Za-z-]+)", PAGE.read_text(), re.MULTILINE))
    assert {"get-series", "getSeries", "download", "completion"} <= named
    assert {name for name in named if PROGRAM.get_command(context, name) is None} == set()
