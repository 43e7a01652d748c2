"""What the tests of the command line share."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from nbia.__main__ import main
from tests.reference_server import LUNG, ReferenceServer

ROOT: Final = Path(__file__).parents[2]
NBIA: Final = (sys.executable, "-W", "error", "-m", "nbia")
"""The command in a process of its own."""
RIDER: Final = LUNG
NO_TERMINALS: Final = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo terminals here")
"""For tests that need one."""


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Return True."""
        return True


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be told of the progress, however slow the machine is."""
    monkeypatch.setattr("nbia_core.download.displays._PATIENCE", 1000)
    monkeypatch.setattr("nbia_core.cli.waiting._PATIENCE", 1000)


def nbia(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run the command in this process and return its exit code, standard output and standard error."""
    capsys.readouterr()
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def one_line(text: str) -> str:
    """Return a text with every run of white space as one blank."""
    return " ".join(text.split())


def variables(server: ReferenceServer, **further: str) -> dict[str, str]:
    """Return the environment of a process that asks the server of the test."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("NBIA_", "COLUMNS", "LINES"))
    }
    return {**inherited, "PYTHONPATH": str(ROOT / "generated"), "NBIA_BASE_URL": server.base_url, **further}


def in_a_terminal(command: Sequence[str], width: int, environment: Mapping[str, str]) -> str:
    """Run a command in a pseudo terminal of a width, and return what is seen there, without colours."""
    written = written_to_a_terminal(command, width, {**environment, "TERM": "xterm"})
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written)


def written_to_a_terminal(command: Sequence[str], width: int, environment: Mapping[str, str]) -> str:
    """Run a command in a pseudo terminal of a width and of 40 lines, and return all that it writes there."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    seen = bytearray()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        with contextlib.suppress(OSError):  # the terminal ends with the process
            while block := os.read(ours, 65536):
                seen += block
    os.close(ours)
    return seen.decode().replace("\r\n", "\n")


def run(*arguments: str, server: ReferenceServer, **further: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [*NBIA, *arguments], env=variables(server, **further), capture_output=True, check=False, timeout=600
    )
