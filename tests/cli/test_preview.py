"""`nbia preview`: an image in a terminal, in a file, and in words where there is neither."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from nbia import Client
from tests.cli.command_line import (
    NBIA,
    NO_TERMINALS,
    RIDER,
    Terminal,
    nbia,
    one_line,
    variables,
    written_to_a_terminal,
)
from tests.reference_server import ReferenceServer
from tests.reference_server.known_uids import CONTOURS

pytestmark = pytest.mark.usefixtures("here")

WORDS = f"""\
CT, 64 x 64; window centre 40, width 400
image 9 of 16 in the order of the server's list; InstanceNumber 11
SOPInstanceUID 2.25.148126249181519218787292720028119469350
SeriesInstanceUID {RIDER}
"""


def seen(server: ReferenceServer, *options: str, **environment: str) -> str:
    """Return what the command writes to a pseudo terminal that is 60 wide."""
    settings = variables(server, **environment)
    known = {name: value for name, value in settings.items() if name not in ("TMUX", "NO_COLOR", "FORCE_COLOR")}
    return written_to_a_terminal([*NBIA, "preview", "--quiet", RIDER, *options], 60, known)


def test_where_there_is_no_terminal_it_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert nbia("preview", RIDER, capsys=capsys) == (0, WORDS, "")


def test_it_is_written_to_a_file(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("preview", RIDER, "-o", "a.png", capsys=capsys)

    assert (code, out, err) == (0, "", "nbia: a.png: CT, 64 x 64; window centre 40, width 400.\n")
    assert Path("a.png").read_bytes() == client.preview(RIDER).to_png()


def test_a_file_that_is_there_is_kept_and_nothing_is_asked(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.png").write_text("mine")

    code, _, err = nbia("preview", RIDER, "-o", "a.png", capsys=capsys)

    assert (code, err.splitlines()[0]) == (1, "nbia: a.png is there already.")
    assert Path("a.png").read_text() == "mine"
    assert server.requests == []


def test_a_file_whose_folder_is_not_there_is_refused_before_anything_is_asked(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = nbia("preview", RIDER, "-o", "folder/a.png", capsys=capsys)

    assert (code, server.requests) == (1, [])
    assert "create the folder first" in err


def test_a_file_that_is_there_is_replaced_if_that_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.png").write_text("mine")

    code, _, _ = nbia("preview", RIDER, "-o", "a.png", "--overwrite", capsys=capsys)

    assert code == 0
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")


def test_it_is_written_to_a_pipe(client: Client, server: ReferenceServer) -> None:
    run = subprocess.run([*NBIA, "preview", RIDER, "-o", "-"], capture_output=True, env=variables(server))

    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout == client.preview(RIDER).to_png()


def test_a_png_is_not_written_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())

    code, _, err = nbia("preview", RIDER, "-o", "-", capsys=capsys)

    assert code == 2
    assert "A PNG file is nothing for a terminal" in err


@NO_TERMINALS
def test_a_terminal_with_all_colours_shows_it_in_them(server: ReferenceServer) -> None:
    text = seen(server, TERM="xterm-256color", COLORTERM="truecolor")

    *picture, last = text.split("\x1b[0m\n")
    assert text.count("▀") == 59 * 30
    assert re.search(r"\x1b\[38;2;(\d+);\1;\1;48;2;(\d+);\2;\2m▀", text)
    assert last == WORDS
    assert set(re.sub(r"\x1b\[[0-9;]*m", "", "".join(picture))) == {"▀"}


@NO_TERMINALS
def test_a_terminal_with_256_colours_shows_it_in_them(server: ReferenceServer) -> None:
    text = seen(server, TERM="xterm-256color", COLORTERM="")

    assert re.search(r"\x1b\[38;5;\d+;48;5;\d+m▀", text)
    assert "38;2;" not in text


@NO_TERMINALS
@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "xterm"},
        {"TERM": "dumb"},
        {"TERM": "xterm-256color", "NO_COLOR": "1"},
        {"TERM": "xterm-256color", "PYTHONIOENCODING": "ascii"},
    ],
)
def test_a_terminal_without_such_colours_shows_characters(server: ReferenceServer, environment: dict[str, str]) -> None:
    settings = {**variables(server), "COLORTERM": "", **environment}

    text = written_to_a_terminal([*NBIA, "preview", "--quiet", RIDER], 60, settings)

    picture, words = text[: -len(WORDS)], text[-len(WORDS) :]
    assert words == WORDS
    assert set(picture) <= set(" .:-=+*#%@\n")
    assert len(set(picture)) > 5


@NO_TERMINALS
def test_kitty_gets_graphics(server: ReferenceServer) -> None:
    text = seen(server, TERM="xterm-kitty")

    data = "".join(re.findall(r"\x1b_G[^;]*;([^\x1b]*)\x1b\\", text))
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (64, 64)
    assert text.endswith(f"\x1b\\\n{WORDS}")


@NO_TERMINALS
def test_the_graphics_can_be_chosen(server: ReferenceServer) -> None:
    assert seen(server, "--display", "iterm", TERM="xterm").startswith("\x1b]1337;File=inline=1;")
    assert "▀" in seen(server, "--display", "blocks", TERM="xterm")
    assert "▀" not in seen(server, "--display", "characters", TERM="xterm-kitty")


def test_an_image_a_window_and_a_frame_can_be_chosen(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    image = str(client.get_sop_instance_uids(RIDER)[0].sop_instance_uid)

    code, out, _ = nbia(
        *("preview", RIDER, "--sop-instance-uid", image, "--window", "-600,1500", "--frame", "1"), capsys=capsys
    )

    assert code == 0
    assert out.splitlines()[:3] == [
        "CT, 64 x 64; window centre -600, width 1500",
        "InstanceNumber 16",
        f"SOPInstanceUID {image}",
    ]


def test_what_has_no_pixels_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("preview", CONTOURS, capsys=capsys)

    assert (code, out) == (1, "")
    assert "There are no pixels to show: this is RTSTRUCT (RT Structure Set Storage)." in err


@pytest.mark.parametrize("window", ["40", "40,", "a,b", "1,2,3", "40,0"])
def test_a_window_that_is_none_is_refused(window: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = nbia("preview", RIDER, "--window", window, capsys=capsys)

    assert code == 2
    assert "--window" in err


def test_a_version_without_such_images_says_so_before_it_asks_for_a_login(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = nbia("--api", "advanced", "preview", RIDER, capsys=capsys)

    assert code == 2
    assert "has no endpoint for this: images" in one_line(err)
    assert server.requests == []


def test_without_the_libraries_one_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pydicom", None)

    code, _, err = nbia("preview", RIDER, capsys=capsys)

    assert (code, err) == (
        1,
        "nbia: preview() needs pydicom and numpy; install it with: pip install 'nbia-client[dicom]'.\n",
    )
