"""Text in XML and HTML answers: decoded first, then escaped, as the server's security library does it."""

import re
from html.entities import codepoint2name, name2codepoint

_UNTOUCHED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,.-_ ")
_REPLACEMENT = "\ufffd"
_CONTROLS = {"b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_LONGEST_NAME = max(map(len, name2codepoint))

_NUMERIC_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*)(;?)")
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_BACKSLASH = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([0-7]{1,2}|[0-3][0-7]{2})|([^xu0-7]))",
    re.DOTALL,
)


class DoublyEncoded(ValueError):
    """The text looks as if it had been encoded more than once; the server gives up on it."""


def _numeric(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else found[0]


def _named(found: re.Match[str]) -> str:
    text = found[1]
    for length in range(min(len(text), _LONGEST_NAME), 1, -1):
        name = text[:length]
        code = name2codepoint.get(name) or name2codepoint.get(name.lower())
        if code:
            return chr(code) + (text[length:] + found[2] if length < len(text) else "")
    return found[0]


def _entities(text: str) -> str:
    return _NAMED_ENTITY.sub(_named, _NUMERIC_ENTITY.sub(_numeric, text))


def _percents(text: str) -> str:
    return _PERCENT.sub(lambda found: chr(int(found[1], 16)), text)


def _backslashes(text: str) -> str:
    def decoded(found: re.Match[str]) -> str:
        if found[1] or found[2]:
            return chr(int(found[1] or found[2], 16))
        if found[3]:
            return chr(int(found[3], 8))
        return _CONTROLS.get(found[4], found[4])

    return _BACKSLASH.sub(decoded, text)


def canonical(text: str) -> str:
    """Return ``text`` with entities, ``%41`` and backslash sequences decoded.

    Raises `DoublyEncoded` when that takes more than one round or more than one kind of decoding.
    """
    rounds, kinds = 0, set()
    while True:
        before = text
        for decode in (_entities, _percents, _backslashes):
            decoded = decode(text)
            if decoded != text:
                kinds.add(decode)
            text = decoded
        if text == before:
            break
        rounds += 1
    if rounds > 1 or len(kinds) > 1:
        raise DoublyEncoded(text)
    return text


def _escaped(character: str) -> str:
    if character in _UNTOUCHED:
        return character
    code = ord(character)
    if (code <= 0x1F and character not in "\t\n\r") or 0x7F <= code <= 0x9F:
        code = ord(_REPLACEMENT)
    name = codepoint2name.get(code)
    return f"&{name};" if name else f"&#x{code:x};"


def encoded(text: str) -> str:
    """Return ``text`` decoded and then escaped, character by character, with HTML's named entities."""
    return "".join(map(_escaped, canonical(text)))
