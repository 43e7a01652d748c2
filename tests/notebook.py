"""Executes the tutorial notebook against the reference server and writes its outputs back into it: `make notebook`.

The notebook runs in a kernel of its own, in an empty folder. That kernel may only reach this machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Final
from unittest import mock

import nbformat
from matplotlib import font_manager  # noqa: F401  # makes its cache now; later, a warning of it would be an output
from nbclient import NotebookClient

from tests.reference_server import ReferenceServer

NOTEBOOK: Final = Path(__file__).parents[1] / "generator" / "website" / "guides" / "tutorial.ipynb"
"""The notebook, with the outputs of its last execution."""

_LONGEST: Final = 600
"""Seconds that a cell may take."""
_GUARD: Final = '''
import sys


def refuse_foreign_hosts(event, arguments):
    """Let the notebook reach only this machine."""
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if host not in (None, "", "127.0.0.1", "::1", "localhost"):
        raise PermissionError(f"the notebook asks a foreign host: {host}")


sys.addaudithook(refuse_foreign_hosts)
'''


def read() -> nbformat.NotebookNode:
    """Return the notebook as it is in the repository."""
    notebook: nbformat.NotebookNode = nbformat.read(NOTEBOOK, as_version=4)
    return notebook


def execute(notebook: nbformat.NotebookNode, base_url: str) -> nbformat.NotebookNode:
    """Return a notebook with the outputs that it has when its client asks the server at `base_url`.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell raised an exception.
    """
    executed: nbformat.NotebookNode = nbformat.from_dict(notebook)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        work, settings = Path(folder, "work"), Path(folder, "settings")
        startup = settings / "profile_default" / "startup"
        startup.mkdir(parents=True)
        work.mkdir()
        (startup / "guard.py").write_text(_GUARD, encoding="utf-8")
        with mock.patch.dict(
            os.environ, NBIA_BASE_URL=base_url, IPYTHONDIR=str(settings), MPLBACKEND="", COLUMNS="100"
        ):
            NotebookClient(
                executed,
                timeout=_LONGEST,
                record_timing=False,
                resources={"metadata": {"path": str(work)}},
                extra_arguments=["--log-level=ERROR"],  # else it warns that others on this machine can listen
            ).execute()
    executed.metadata = notebook.metadata  # without the version of Python, which changes from machine to machine
    return executed


def main() -> int:
    """Execute the notebook and write it back. Return 0; an exception in a cell ends it, and nothing is written."""
    with ReferenceServer() as server:
        executed = execute(read(), server.base_url)
    NOTEBOOK.write_text(nbformat.writes(executed) + "\n", encoding="utf-8", newline="\n")
    print(f"wrote {NOTEBOOK} ({NOTEBOOK.stat().st_size / 1000:.0f} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
