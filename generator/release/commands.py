"""Runs other programs, and says why one of them failed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_LINES: Final = 20
_HIDDEN: Final = ("PYTHON", "VIRTUAL_ENV", "GIT_")
"""How the names of variables begin that would point a program to another place than the one that it is to work on."""


class ReleaseError(Exception):
    """There can be no release: the request is refused, or a check failed."""


def run(
    *command: str | Path,
    folder: Path,
    variables: Mapping[str, str] | None = None,
    umask: int = -1,
    accepts: Sequence[int] = (0,),
) -> str:
    """Run a program and return what it wrote to standard output.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        variables: environment variables to add.
        umask: the file mode mask it runs with; -1 for that of this process.
        accepts: the exit codes that are no failure.

    Raises:
        ReleaseError: it is not there, or ended with another exit code.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_HIDDEN)}
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            env={**inherited, **(variables or {})},
            umask=umask,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise ReleaseError(f"{words[0]} cannot be run: {error.strerror}.") from error
    if done.returncode not in accepts:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-_LINES:])
        raise ReleaseError(f"{' '.join(words)} failed with exit code {done.returncode}.\n{said}")
    return done.stdout
