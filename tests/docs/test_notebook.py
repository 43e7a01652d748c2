"""The tutorial notebook runs as it stands, against the reference server, and shows what is committed."""

from __future__ import annotations

import base64
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import nbformat
import numpy as np
import pytest
from matplotlib.image import imread
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from nbia import Client, write_manifest
from tests import notebook
from tests.reference_server import ReferenceServer

PROJECT = Path(__file__).parents[2]
COMMITTED = notebook.read()
CODE = [cell.id for cell in COMMITTED.cells if cell.cell_type == "code"]
PICTURES = ["summary-plot", "preview", "image", "histogram"]
COMMANDS = re.findall(r"^nbia .*$", "\n".join(cell.source for cell in COMMITTED.cells), re.MULTILINE)
LARGEST = 300_000
WITHOUT_THE_CLIENT = """
import importlib.util
from pathlib import Path

from IPython import get_ipython

Path("{file}").touch()
importlib.util.find_spec = lambda name: None
get_ipython().register_magic_function(print, magic_name="pip")
"""


def texts(book: nbformat.NotebookNode, cell_id: str) -> list[str]:
    """Return what a cell prints and the plain text of what it shows."""
    return [output.get("text") or output.data["text/plain"] for output in outputs(book, cell_id)]


def pictures(book: nbformat.NotebookNode, cell_id: str) -> list[bytes]:
    found = [output.data.get("image/png") for output in outputs(book, cell_id) if "data" in output]
    return [base64.b64decode(picture) for picture in found if picture]


def outputs(book: nbformat.NotebookNode, cell_id: str) -> list[nbformat.NotebookNode]:
    (cell,) = (cell for cell in book.cells if cell.id == cell_id)
    return list(cell.outputs)


def one_cell(code: str) -> nbformat.NotebookNode:
    book: nbformat.NotebookNode = new_notebook(cells=[new_code_cell(code, id="only")])
    return book


def run(command: str, folder: Path, server: ReferenceServer) -> tuple[str, int]:
    """Run a command of `nbia` in a folder, and return the name of the subcommand and the exit code."""
    _, subcommand, *arguments = shlex.split(command)
    program = [sys.executable, "-m", "nbia", subcommand, *arguments]
    environment = {**os.environ, "NBIA_BASE_URL": server.base_url}
    done = subprocess.run(program, cwd=folder, env=environment, check=False, capture_output=True, timeout=600)
    return subcommand, done.returncode


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """The endpoints that the notebook asks, filled by its execution."""
    return []


@pytest.fixture(scope="module")
def executed(running_server: ReferenceServer, asked: list[str]) -> nbformat.NotebookNode:
    running_server.reset()
    book = notebook.execute(COMMITTED, running_server.base_url)
    asked += [request.endpoint for request in running_server.requests]
    return book


def test_the_notebook_is_valid() -> None:
    nbformat.validate(COMMITTED)
    assert len(CODE) > 10


@pytest.mark.parametrize("cell_id", CODE)
def test_a_cell_shows_what_is_committed(cell_id: str, executed: nbformat.NotebookNode) -> None:
    assert texts(executed, cell_id) == texts(COMMITTED, cell_id)


@pytest.mark.parametrize("cell_id", CODE)
def test_a_cell_warns_of_nothing(cell_id: str, executed: nbformat.NotebookNode) -> None:
    assert [output.text for output in outputs(executed, cell_id) if output.get("name") == "stderr"] == []


@pytest.mark.parametrize("cell_id", PICTURES)
def test_a_picture_is_drawn_and_committed(cell_id: str, executed: nbformat.NotebookNode) -> None:
    (committed,) = pictures(COMMITTED, cell_id)
    (drawn,) = pictures(executed, cell_id)

    assert np.ptp(imread(io.BytesIO(committed))) > 0.5
    assert np.ptp(imread(io.BytesIO(drawn))) > 0.5


@pytest.mark.usefixtures("executed")
def test_the_notebook_asks_the_reference_server(asked: list[str]) -> None:
    assert asked[:2] == ["getCollectionValues", "getSeries"]
    assert asked.count("getImageWithMD5Hash") == 2


def test_the_kernel_reaches_no_foreign_host(server: ReferenceServer) -> None:
    foreign = one_cell("import urllib.request; urllib.request.urlopen('http://192.0.2.1/')")

    with pytest.raises(CellExecutionError, match=r"asks a foreign host: 192\.0\.2\.1"):
        notebook.execute(foreign, server.base_url)


def test_an_exception_in_a_cell_is_raised(server: ReferenceServer) -> None:
    with pytest.raises(CellExecutionError, match="no such series"):
        notebook.execute(one_cell("raise LookupError('no such series')"), server.base_url)


def test_the_tool_writes_the_outputs_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "NOTEBOOK", tmp_path / "small.ipynb")
    notebook.NOTEBOOK.write_text(nbformat.writes(one_cell("import os; 'services/v1' in os.environ['NBIA_BASE_URL']")))

    status = notebook.main()

    assert (status, texts(notebook.read(), "only")) == (0, ["True"])


def test_the_commands_for_a_terminal_run(server: ReferenceServer, client: Client, tmp_path: Path) -> None:
    write_manifest(tmp_path / "lung.tcia", client.get_series(collection="4D-Lung"))

    ran = [run(command, tmp_path, server) for command in COMMANDS]

    assert [name for name, _ in ran] == ["get-series", "download", "verify"]
    assert [status for _, status in ran] == [0, 0, 0]
    assert len(list(tmp_path.glob("tciaDownload/*/*.dcm"))) == 33


def test_the_committed_notebook_is_small_and_names_no_folder_of_the_machine_that_made_it() -> None:
    text = re.sub(r'"image/png": "[^"]*"', "", notebook.NOTEBOOK.read_text(encoding="utf-8"))

    assert notebook.NOTEBOOK.stat().st_size < LARGEST
    assert [folder for folder in (str(PROJECT), str(Path.home()), tempfile.gettempdir()) if folder in text] == []
    assert "127.0.0.1" not in text


def test_the_notebook_says_where_its_outputs_come_from() -> None:
    assert "against the reference server" in COMMITTED.cells[0].source


def test_the_extras_that_the_notebook_installs_exist() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    (install,) = (cell.source for cell in COMMITTED.cells if cell.id == "install")

    assert "[dicom,pandas,plot]" in install
    assert {"dicom", "pandas", "plot"} <= set(project["optional-dependencies"])


def test_where_the_client_is_missing_a_wheel_is_installed(server: ReferenceServer) -> None:
    (install,) = (cell.source for cell in COMMITTED.cells if cell.id == "install")
    wheel = "nbia_client-1.0-py3-none-any.whl"

    executed = notebook.execute(one_cell(WITHOUT_THE_CLIENT.format(file=wheel) + install), server.base_url)

    assert texts(executed, "only") == [f'install --quiet "{wheel}[dicom,pandas,plot]"\n']


def test_nothing_is_installed_from_an_index_that_does_not_have_the_client(server: ReferenceServer) -> None:
    (install,) = (cell.source for cell in COMMITTED.cells if cell.id == "install")

    with pytest.raises(CellExecutionError, match="Put a wheel of nbia-client beside this notebook"):
        notebook.execute(one_cell(WITHOUT_THE_CLIENT.format(file="notes.txt") + install), server.base_url)


def test_links_to_other_pages_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)]+)\)", notebook.NOTEBOOK.read_text(encoding="utf-8"))

    assert len(targets) > 0
    assert [target for target in targets if not (notebook.NOTEBOOK.parent / target).is_file()] == []
