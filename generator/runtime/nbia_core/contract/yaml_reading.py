"""Reads YAML within bounds, and says in words of its own what is wrong and where, whatever PyYAML says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

DEEPEST: Final = 100
"""How many lists and mappings may stand in each other: more than files have, and fewer than exhaust a parser."""
_MOST_VALUES: Final = 1_000_000
"""The values that a text may have, aliases written out: those of some ten thousand recorded answers, read in a minute."""
_MOST_REPEATED: Final = 10_000_000
"""The characters that aliases may add to a text when they are written out."""
_DIGITS: Final = "0123456789:._+-"
_LONGEST_NUMBER: Final = 1000
"""The digits of a number; one with colons costs a parser the square of theirs."""


class YamlError(Exception):
    """A text is no YAML that can be read."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        """Say what is wrong.

        Args:
            reason: A sentence without its end.
            line: Where, counted from 1; None if that is not known.
            column: The same within the line.
        """
        place = "" if line is None else f"line {line}, column {column}: "
        super().__init__(place + reason)
        self.reason = reason
        self.line = 1 if line is None else line
        self.column = 1 if column is None else column


def load_yaml(text: str) -> Any:
    """Return what a text says; nothing in it is executed.

    Raises:
        YamlError: it is no YAML, nested deeper than `DEEPEST` levels, or too large with its aliases written out.
        ImportError: PyYAML is not installed.
    """
    import yaml

    return _read(text, yaml.load, DEEPEST)


def compose_yaml(text: str, deepest: int = DEEPEST) -> Any:
    """Return the root node of a text, with the places of all that stands in it, or None for an empty text.

    Raises:
        YamlError: it is no YAML, nested deeper than `deepest` levels, or too large with its aliases written out.
        ImportError: PyYAML is not installed.
    """
    import yaml

    return _read(text, yaml.compose, deepest)


def _read(text: str, read: Callable[..., Any], deepest: int) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_bounds(yaml.parse(text, Loader=loader), deepest, len(text) + _MOST_REPEATED)
        return read(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is not None and _open_brackets(text[: mark.index]) > deepest:
            raise _too_deep(deepest, mark) from error
        words = " ".join(part for part in (error.context, error.problem) if part)
        place = (mark.line + 1, mark.column + 1) if mark is not None else ()
        raise YamlError(f"this is not YAML: {words}", *place) from error
    except yaml.reader.ReaderError as error:
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)
        if found is None:
            raise YamlError(f"this is not YAML: {error.reason}") from error
        before = text[: found.start()]
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise YamlError(f"this is not YAML: the character #x{ord(found[0]):04x} may not stand in it", *place) from error
    except (yaml.YAMLError, ValueError) as error:
        raise YamlError(f"this is not YAML: {' '.join(str(error).split())}") from error


def _check_bounds(events: Iterable[Any], deepest: int, most_characters: int) -> None:
    """Refuse what takes a parser, or whoever goes through what it has read, without limit of time or memory."""
    import yaml

    values = characters = 0
    unfinished: list[tuple[str | None, int, int]] = []
    named: dict[str | None, tuple[int, int]] = {}
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, values_before, characters_before = unfinished.pop()
            named[anchor] = values - values_before, characters - characters_before
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _, _ in unfinished):
                raise _refused(f"the alias {event.anchor} stands within what it names", event)
            more_values, more_characters = named.get(event.anchor, (0, 0))
            values += 1 + more_values
            characters += more_characters
        elif isinstance(event, yaml.CollectionStartEvent):
            unfinished.append((event.anchor, values, characters))
            values += 1
            if len(unfinished) > deepest:
                raise _too_deep(deepest, event.start_mark)
        elif isinstance(event, yaml.ScalarEvent):
            values += 1
            length = len(event.value)
            characters += length
            named[event.anchor] = 1, length
            is_number = length > _LONGEST_NUMBER and (event.implicit[0] or event.tag) and not event.value.strip(_DIGITS)
            if is_number:
                raise _refused(f"a number has more than {_LONGEST_NUMBER:,} digits", event)
        if values > _MOST_VALUES:
            raise _refused(f"it has more than {_MOST_VALUES:,} values, aliases written out", event)
        if characters > most_characters:
            raise _refused(f"it has more than {most_characters:,} characters, aliases written out", event)


def _open_brackets(text: str) -> int:
    """Return how deep a parser that reads ahead is, if it gives up here."""
    return text.count("[") + text.count("{") - text.count("]") - text.count("}")


def _refused(reason: str, event: Any) -> YamlError:
    return YamlError(reason, event.start_mark.line + 1, event.start_mark.column + 1)


def _too_deep(deepest: int, mark: Any) -> YamlError:
    return YamlError(f"it is nested too deeply: more than {deepest} levels", mark.line + 1, mark.column + 1)
