"""Which type and form of the spec language values have, judged from the few that a finding shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

_FORMS: Final[Mapping[str, tuple[tuple[str | None, str, str], ...]]] = {
    "text": ((None, "string", ".*"),),
    "uid": ((None, "string", r"[0-9]+(\.[0-9]+)+"),),
    "integer": (
        (None, "number", "-?[0-9]+"),
        ("digits", "string", "-?[0-9]+"),
        ("decimal", "string", r"-?[0-9]+\.[0-9]+"),
    ),
    "number": ((None, "number", r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"),),
    "boolean": ((None, "boolean", "true|false"), ("word", "string", "true|false"), ("1/0", "string", "[01]")),
    "timestamp": (
        (None, "string", r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{1,9}"),
        ("MM-dd-yyyy", "string", "[0-9]{2}-[0-9]{2}-[0-9]{4}"),
        (
            "EEE MMM dd HH:mm:ss zzz yyyy",
            "string",
            r"[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} \S+ [0-9]{4}",
        ),
    ),
}
"""For each type its forms: the value of `wire`, the type in JSON, and what the values match."""
_WORDS: Final[Mapping[str, tuple[str, str | None]]] = {
    "yyyy-MM-dd HH:mm:ss.S": ("timestamp", None),
    "MM-dd-yyyy": ("timestamp", "MM-dd-yyyy"),
    "EEE MMM dd HH:mm:ss zzz yyyy": ("timestamp", "EEE MMM dd HH:mm:ss zzz yyyy"),
    "a DICOM UID": ("uid", None),
    "digits": ("integer", "digits"),
    "a number with decimals": ("integer", "decimal"),
    "true or false": ("boolean", "word"),
    "1 or 0": ("boolean", "1/0"),
}
"""The patterns that a finding can name, each with its type and form."""
_JSON_TYPES: Final[Mapping[str, str]] = {
    "string": "string",
    "text": "string",
    "number": "number",
    "number with decimals": "number",
    "integer": "number",
    "boolean": "boolean",
}
LONG_UID: Final = re.compile(r"[0-9]+(\.[0-9]+){3,}")


class NoFormError(Exception):
    """The spec language has no form for these values."""


class UnclearFormError(NoFormError):
    """The values that are known do not show which form they have."""


def values_of(shown: Iterable[str], attribute: str) -> list[Any]:
    """Return the values of an attribute among what evidence shows: values, or rows, as JSON."""
    values: list[Any] = []
    for text in shown:
        value = _value(text)
        if isinstance(value, dict):
            value = value.get(attribute)
        if value not in (None, "") and not isinstance(value, list | dict):
            values.append(value)
    return values


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:  # a text that was cut
        return text


def json_type(words: str | None, values: Iterable[Any]) -> str | None:
    """Return the type in JSON that a finding names, or else that of the values; None if they do not have one."""
    if words is not None and words in _JSON_TYPES:
        return _JSON_TYPES[words]
    types = {_json_type(value) for value in values}
    return types.pop() if len(types) == 1 else None


def _json_type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "number"


def guess(values: Iterable[Any]) -> tuple[str, str | None]:
    """Return type and form of values of an attribute that nobody has described: text where it is not clear."""
    values = list(values)
    kind = json_type(None, values)
    if kind == "boolean":
        return "boolean", None
    if kind == "number":
        return ("integer" if all(isinstance(value, int) for value in values) else "number"), None
    if kind == "string" and all(LONG_UID.fullmatch(value) and len(value) <= 64 for value in values):
        return "uid", None
    for wire, _, pattern in _FORMS["timestamp"]:
        if kind == "string" and all(re.fullmatch(pattern, value) for value in values):
            return "timestamp", wire
    return "text", None


def form(type_: str, words: str | None, values: Iterable[Any]) -> str | None:
    """Return the form in which values of a type are written now; None is the ordinary one.

    Raises:
        NoFormError: there is none, or it is not clear which.
    """
    values = list(values)
    none = NoFormError(f"the spec language has no form of {type_} that is {words or 'written like this'}")
    if words is not None and words not in _JSON_TYPES:
        of, wire = _WORDS.get(words, (None, None))
        if of != type_:
            raise none
        return wire
    kind = json_type(words, values)
    texts = [value if isinstance(value, str) else json.dumps(value) for value in values]
    fitting = [
        wire
        for wire, in_json, pattern in _FORMS[type_]
        if kind in (None, in_json) and all(re.fullmatch(pattern, text) for text in texts)
    ]
    if not fitting:
        raise none
    if len(fitting) > 1 or kind is None:
        raise UnclearFormError(f"the evidence does not show in which form of {type_} the values are")
    return fitting[0]


def python_name(wire: str, taken: Iterable[str]) -> str:
    """Return a Python name for an attribute, written as the spec wants it and not taken."""
    import builtins
    import keyword

    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])", "_", wire)
    name = re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_") or "attribute"
    if not name[0].isalpha():
        name = f"attribute_{name}"
    if keyword.iskeyword(name) or name in ("match", "case") or name in dir(builtins):
        name = f"{name}_value"
    others = set(taken)
    numbered = (f"{name}_{number}" for number in range(2, len(others) + 3))
    return next(candidate for candidate in (name, *numbered) if candidate not in others)
