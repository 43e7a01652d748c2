"""Reads YAML within bounds, and says in words of its own what is wrong and where, whatever PyYAML says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

DEEPEST: Final = 100
"""How many lists and mappings may stand in each other: more than files have, and fewer than exhaust a parser."""


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


def load_yaml(text: str, deepest: int = DEEPEST) -> Any:
    """Return what a text says; nothing in it is executed.

    Raises:
        YamlError: it is no YAML, or nested deeper than `deepest` levels.
        ImportError: PyYAML is not installed.
    """
    import yaml

    return _read(text, yaml.load, deepest)


def compose_yaml(text: str, deepest: int = DEEPEST) -> Any:
    """Return the root node of a text, with the places of all that stands in it, or None for an empty text.

    Raises:
        YamlError: it is no YAML, or nested deeper than `deepest` levels.
        ImportError: PyYAML is not installed.
    """
    import yaml

    return _read(text, yaml.compose, deepest)


def _read(text: str, read: Callable[..., Any], deepest: int) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > deepest:
                raise _too_deep(deepest, event.start_mark)
        return read(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is not None and _open_brackets(text[: mark.index]) > deepest:
            raise _too_deep(deepest, mark) from error
        words = " ".join(part for part in (error.context, error.problem) if part)
        place = (mark.line + 1, mark.column + 1) if mark is not None else ()
        raise YamlError(f"this is not YAML: {words}", *place) from error
    except (yaml.YAMLError, ValueError) as error:
        raise YamlError(f"this is not YAML: {' '.join(str(error).split())}") from error


def _open_brackets(text: str) -> int:
    """Return how deep a parser that reads ahead is, if it gives up here."""
    return text.count("[") + text.count("{") - text.count("]") - text.count("}")


def _too_deep(deepest: int, mark: Any) -> YamlError:
    return YamlError(f"it is nested too deeply: more than {deepest} levels", mark.line + 1, mark.column + 1)
