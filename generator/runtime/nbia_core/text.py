"""Numbers and names in words for people, and bytes as text."""

from __future__ import annotations

import codecs
import re
import shutil
import unicodedata
from collections.abc import Iterable
from typing import Final

import msgspec

_USER_INFORMATION: Final = re.compile(r"(//|\\\\)[^/\\?#\s\"'<>]*@")
"""User and password of a URL, with what stands before and after them."""
_PIECE: Final = 1024 * 1024
_UNITS: Final = ("kB", "MB", "GB", "TB")
_MOST_LINES: Final = 20
"""Lines of a summary that fit on every screen."""
_NARROWEST: Final = 40


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, such as "1 row" and "1,308 rows"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def size(number: float) -> str:
    """Return a number of bytes: 1000 of a unit are one of the next."""
    if number < 1000:
        return counted(round(number), "byte")
    for unit in _UNITS:
        number /= 1000
        if round(number, 1) < 1000 or unit == _UNITS[-1]:
            break
    return f"{number:,.1f} {unit}"


def duration(seconds: float) -> str:
    """Return a time as hours, minutes and seconds, as far as it has them."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02} h"
    return f"{minutes}:{rest:02} min" if minutes else f"{rest} s"


def some(names: Iterable[str], most: int) -> str:
    """Return the first names and how many more there are."""
    listed = list(names)
    more = len(listed) - most
    return ", ".join(listed[:most]) + (f" and {more:,} more" if more > 0 else "")


def shortened(text: str, longest: int, mark: str = "...") -> str:
    """Return a text that has no more than so many characters, with a mark where something is left out."""
    return text if len(text) <= longest else text[: longest - len(mark)] + mark


def cut_in_middle(text: str, longest: int) -> str:
    """Return a text that has no more than so many characters: its beginning and its end."""
    if len(text) <= longest:
        return text
    end = longest // 2
    return f"{text[: longest - end - 1]}…{text[-end:]}"


def capitalized(text: str) -> str:
    """Return a text that begins with a capital letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return a text with a full stop at its end, unless it ends like a sentence already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def one_line(text: str) -> str:
    """Return a text on one line, in which nothing can steer a terminal."""
    line = " ".join(text.split())
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)


def screenful(lines: Iterable[str], width: int = 400) -> list[str]:
    """Return lines of a summary so that they fit on a screen: few, none longer than `width`, all printable."""
    listed = [
        " " * (len(line) - len(line.lstrip())) + one_line(line) for text in lines for line in text.splitlines() or [""]
    ]
    more = len(listed) - _MOST_LINES
    shown = listed if more <= 0 else [*listed[: _MOST_LINES - 1], f"... and {counted(more + 1, 'more line')}"]
    return [shortened(line, width) for line in shown]


def representation(lines: Iterable[str]) -> str:
    """Return a summary as what `repr` shows: on one screen, and marked as no text."""
    width = max(shutil.get_terminal_size((100, 24)).columns, _NARROWEST)
    first, *rest = screenful(lines, width - 2)
    return "\n".join([f"<{first}>", *rest])


def plain(text: str) -> str:
    """Return a text on one line that steers nothing where it is shown.

    Whatever cannot be seen becomes its escape: control characters (C0, C1), line breaks, marks that change the direction
    of writing, characters without width, halves of surrogate pairs. Blanks of any width stay. This is the one filter for
    what comes from a server or a file and leaves the program for a person's eyes; data that are written stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or unicodedata.category(char) == "Zs" else char.encode("unicode_escape").decode()
        for char in text
    )


def plain_lines(text: str) -> str:
    """Return a text as `plain` does, but with the line feeds and tabs that it has."""
    if text.isprintable():
        return text
    return "".join(part if part in "\n\t" else plain(part) for part in re.split(r"([\n\t])", text))


def without_secrets(text: str) -> str:
    """Return a text in which URLs have no user and no password."""
    return _USER_INFORMATION.sub(r"\1***@", text) if "@" in text else text


def as_text(body: bytes) -> str:
    """Decode a body as UTF-8, which the server always sends but never declares.

    Bytes that are not UTF-8 can only come from the database behind it, which has Windows-1252: each is the character that it
    is there, and those around it stay as they are. None is lost.
    """
    return body.decode("utf-8-sig", errors=_FALLBACK)


def _from_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Return the characters of bytes that are not UTF-8, and where to go on; Windows-1252 has none for five of them."""
    assert isinstance(error, UnicodeDecodeError)
    odd = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in odd), error.end


_FALLBACK: Final = "nbia-windows-1252"
codecs.register_error(_FALLBACK, _from_windows_1252)


def json_bytes(content: object) -> bytes:
    """Return content as JSON on one line; where there is half a character, all that is no ASCII is escaped."""
    try:
        return msgspec.json.encode(content)
    except UnicodeEncodeError:
        import json

        return json.dumps(content, separators=(",", ":")).encode()


def json_text(content: object, indent: int) -> str:
    """Return content as JSON on many lines, with the same escapes, which msgspec does not read back."""
    try:
        return msgspec.json.format(msgspec.json.encode(content), indent=indent).decode()
    except UnicodeEncodeError:
        import json

        return json.dumps(content, indent=indent)


def as_utf8(body: bytes) -> bytes:
    """Return a body as UTF-8 without a byte order mark.

    It is checked piece by piece, because the text of all takes up to four times its memory.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), _PIECE):
            decoder.decode(body[start : start + _PIECE], final=start + _PIECE >= len(body))
    except UnicodeDecodeError:
        return as_text(body).encode()
    return body.removeprefix(b"\xef\xbb\xbf")
