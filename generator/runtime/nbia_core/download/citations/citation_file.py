"""The file beside the images that says how to cite them: written by this program, and by it alone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from nbia_core.files import write_text

from .citation import Citations

NAME: Final = "CITATION.txt"
_MARK: Final = "\n(nbia-client renews this file as long as nobody changes it: {check})\n"
_CHECK_DIGITS: Final = 16
_LONGEST: Final = 4 * 1024 * 1024


def write_citations(path: Path, citations: Citations) -> None:
    """Write the text to cite to a file, in place of what may be there.

    Raises:
        DestinationError: the file cannot be written.
    """
    text = citations.to_text()
    write_text(path, text + _mark(text))


def is_citations(path: Path) -> bool:
    """Whether a file was written by `write_citations`, and nobody has changed it since."""
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST).decode()
    except (OSError, ValueError):
        return False
    text = content[: -len(_mark(""))]
    return content == text + _mark(text)


def _mark(text: str) -> str:
    """Return the last line, which holds a check of what stands above it."""
    check = hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:_CHECK_DIGITS]
    return _MARK.format(check=check)
