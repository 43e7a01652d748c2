"""Formats generated Python with a pinned version of ruff."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

from .text import WIDTH

FORMATTER: Final = "0.17.6"
"""The version of ruff that formats the output."""


class FormatterError(Exception):
    """The formatter is missing, has another version than the output was made with, or refuses the output."""


def formatted(files: Mapping[str, str]) -> dict[str, str]:
    """Sort imports, drop unused ones and format, with one process each, whatever the number of files."""
    ruff = _ruff()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")
        settings = ["--isolated", "--no-cache", "--quiet", "--target-version", "py311", "--line-length", str(WIDTH)]
        _run([*ruff, "check", "--fix", "--select", "I,F401", *settings, str(root)])
        _run([*ruff, "format", *settings, str(root)])
        return {path: (root / path).read_text(encoding="utf-8") for path in files}


def _ruff() -> list[str]:
    try:
        version = metadata.version("ruff")
    except metadata.PackageNotFoundError:
        raise FormatterError(f"ruff is not installed; the output is formatted with ruff {FORMATTER}") from None
    if version != FORMATTER:
        raise FormatterError(f"ruff {version} is installed, but the output is formatted with ruff {FORMATTER}")
    return [sys.executable, "-m", "ruff"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise FormatterError(f"ruff refuses the output:\n{done.stdout}{done.stderr}")
