"""`progress=True` shows how far a download has come: lines, bars on a terminal, or bars below the cell of a notebook."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import nbia
from nbia import AsyncClient, Client, events
from nbia_core.download import displays
from nbia_core.download.progress import shown_progress
from tests.cli.command_line import NO_TERMINALS, Terminal, in_a_terminal, one_line, variables
from tests.download.helpers import SMALL, VICTRE
from tests.reference_server import ReferenceServer

STARTED = events.DownloadStarted(to=Path("scans"), series=3, images=30, size=None, workers=4)
ARRIVED = events.SeriesProgress(series_instance_uid="1.2", received=2_000, images=4, tries=1)
SCRIPT = """
import sys, nbia
with nbia.Client(base_url=sys.argv[1]) as client:
    client.download(sys.argv[3:], sys.argv[2], progress=True)
"""


class Notebook:
    """What IPython displays in a notebook."""

    def __init__(self) -> None:
        self.pictures: list[dict[str, str]] = []
        self.kernel = "of Jupyter"

    def display(self, data: dict[str, str], *, raw: bool, display_id: bool) -> Notebook:
        """Take the first picture; what is returned takes the others."""
        self.update(data, raw=raw and display_id)
        return self

    def update(self, data: dict[str, str], *, raw: bool) -> None:
        """Take a picture in the place of the one before it."""
        assert raw
        self.pictures.append(data)


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Notebook:
    made = Notebook()
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: made))
    monkeypatch.setitem(sys.modules, "IPython.display", made)
    monkeypatch.setattr(displays, "_REFRESHES", 1e9)
    return made


@pytest.fixture
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(displays, "_PATIENCE", 0)
    monkeypatch.setattr(displays, "_INTERVAL", 0)


def test_where_nobody_watches_there_is_a_line_at_the_end(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(displays, "_PATIENCE", 1000)

    client.download([SMALL, VICTRE], tmp_path, progress=True)

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("nbia: 2 of 2 series, 7 images, ")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("no_patience")
def test_where_nobody_watches_there_are_lines_on_the_way(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.download([SMALL, VICTRE], tmp_path, progress=True)

    assert "nbia: 0 of 2 series, 0 images, " in capsys.readouterr().err


@pytest.mark.anyio
async def test_an_asynchronous_client_shows_it_too(
    async_client: AsyncClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with async_client as client:
        await client.download(SMALL, tmp_path, progress=True)

    assert "nbia: 1 of 1 series, 2 images, " in capsys.readouterr().err


@pytest.mark.parametrize("nothing", [False, None])
def test_nothing_is_shown_if_nobody_wants_it(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], nothing: bool | None
) -> None:
    client.download(SMALL, tmp_path, progress=nothing)

    assert capsys.readouterr() == ("", "")


def test_studies_and_pauses_are_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress() as take:
        take(events.Resolved(studies=3, patients=0, series=7, words="3 studies: 7 series"))
        take(events.Paused(seconds=61.0, reason="\x1b[31mit fails"))

    assert capsys.readouterr().err == (
        "nbia: 3 studies: 7 series.\nnbia: all workers pause for 1:01 min: \\x1b[31mit fails\n"
    )


@pytest.mark.parametrize(
    ("is_verbose", "told"), [(True, "nbia: 1.2: try 1 failed, another follows: it broke off\n"), (False, "")]
)
def test_tries_that_failed_are_told_if_that_is_wanted(
    capsys: pytest.CaptureFixture[str], is_verbose: bool, told: str
) -> None:
    with shown_progress(is_verbose=is_verbose) as take:
        take(events.SeriesRetry(series_instance_uid="1.2", tries=1, delay=0.5, reason="it broke off"))

    assert capsys.readouterr().err == told


@pytest.mark.usefixtures("no_patience")
def test_questions_before_the_download_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress() as take:
        take(events.Planning(asked=1, total=20, what="studies and patients"))

    assert capsys.readouterr().err == "nbia: asked about 1 of 20 studies and patients\n"


def test_a_pause_amid_the_questions_leaves_their_count(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(stays=True) as take:
        take(events.Planning(asked=1, total=20, what="series"))
        take(events.Paused(seconds=61.0, reason="it fails"))

    assert capsys.readouterr().err.splitlines() == [
        "nbia: all workers pause for 1:01 min: it fails",
        "nbia: asked about 1 of 20 series",
    ]


def test_a_notebook_has_bars_below_the_cell(notebook: Notebook, capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(stays=True) as take:
        take(STARTED)
        take(ARRIVED)

    first, *_, last = notebook.pictures
    assert first["text/html"].count("<progress") == 2
    assert 'value="0" max="3"></progress> 0 of 3 series' in first["text/html"]
    assert 'value="4" max="30"></progress> 4 of 30 images, 2.0 kB, ' in last["text/html"]
    assert last["text/plain"].startswith("0 of 3 series, 4 of 30 images, 2.0 kB, ")
    assert capsys.readouterr() == ("", "")


def test_a_notebook_has_sentences_below_the_bars(notebook: Notebook, capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(stays=True) as take:
        take(events.Resolved(studies=3, patients=0, series=7, words="3 studies: 7 <series>"))
        take(STARTED)

    assert notebook.pictures[-1]["text/html"].endswith("<div>3 studies: 7 &lt;series&gt;.</div>")
    assert notebook.pictures[-1]["text/plain"].endswith("\n3 studies: 7 <series>.")
    assert capsys.readouterr() == ("", "")


def test_the_bars_of_a_notebook_go_if_something_else_tells_the_end(notebook: Notebook) -> None:
    with shown_progress() as take:
        take(STARTED)

    assert notebook.pictures[-1] == {"text/plain": "", "text/html": ""}


def test_a_download_in_a_notebook_draws_by_itself(notebook: Notebook, client: Client, tmp_path: Path) -> None:
    client.download(SMALL, tmp_path, progress=True)

    assert notebook.pictures[-1]["text/plain"].startswith("1 of 1 series, 2 images, ")


def test_ipython_in_a_terminal_is_no_notebook(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace()))

    with shown_progress(stays=True) as take:
        take(STARTED)

    assert capsys.readouterr().err.startswith("nbia: 0 of 3 series, ")


def test_the_bars_of_a_terminal_stay_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal: Any = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "120")

    with shown_progress(stays=True) as take:
        take(STARTED)
        take(ARRIVED)

    assert "0 of 3 series" in terminal.getvalue()
    assert "4 of 30 images, 2.0 kB" in terminal.getvalue()


def test_what_verify_reads_is_counted(client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client.download([SMALL, VICTRE], tmp_path)

    report = nbia.verify(tmp_path, progress=True)

    assert report.is_complete
    assert capsys.readouterr().err.splitlines()[-1] == "nbia: 2 series, 7 images, 137.9 kB"


def test_of_a_folder_without_series_verify_counts_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nbia.verify(tmp_path, progress=True)

    assert capsys.readouterr() == ("", "")


def test_verify_takes_no_other_progress(tmp_path: Path) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="progress=1 must be True, False, or a function"):
        nbia.verify(tmp_path, progress=1)  # type: ignore[arg-type]


@NO_TERMINALS
def test_a_script_in_a_terminal_shows_bars_without_code(server: ReferenceServer, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", SCRIPT, server.base_url, str(tmp_path), SMALL, VICTRE]

    seen = one_line(in_a_terminal(command, 100, variables(server)))

    assert "━ 2 of 2 series" in seen
    assert "7 images, " in seen
