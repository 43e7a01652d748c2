"""Criteria of a search as people type them: Collection=VICTRE, or TimePoint:event_type=DIAGNOSIS,at_least=0."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem

from nbia_core.api import description
from nbia_core.api.criteria import Criterion, read_criterion
from nbia_core.errors import InvalidParameterError
from nbia_core.text import capitalized

from .settings import current_api, current_package


def to_criterion(text: str) -> Criterion:
    """Return the criterion that a text says.

    Raises:
        click.BadParameter: it says none.
    """
    package = current_package()
    try:
        return read_criterion(package, importlib.import_module(f"{package}.criteria").BY_NAME, text)
    except InvalidParameterError as error:
        raise click.BadParameter(f"{error.message} {capitalized(error.hint or '')}".strip()) from None


def complete_criterion(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what a criterion can be, as far as it is written, each with what it means."""
    return [
        CompletionItem(text, help=criterion.meaning)
        for criterion in current_api().criteria
        for text in _spellings(criterion)
        if text.startswith(incomplete)
    ]


def _spellings(criterion: description.Criterion) -> Iterator[str]:
    """Return how a criterion can be written, up to where any value can follow."""
    first, *others = criterion.fields
    if criterion.has_one_form:
        yield criterion.python
    elif others:
        yield f"{criterion.python}:"
    else:
        yield from (f"{criterion.python}={value}" for value in first.values or [""])


def criteria_help() -> str:
    """Return the criteria that there are as paragraphs of a help, each with how it is written."""
    return "\n\n".join(f"{_pattern(criterion)}  {criterion.meaning}" for criterion in current_api().criteria)


def _pattern(criterion: description.Criterion) -> str:
    first, *others = criterion.fields
    if criterion.has_one_form:
        return criterion.python
    if others:
        return f"{criterion.python}:{','.join(f'{field.python}={field.example_value}' for field in criterion.fields)}"
    return f"{criterion.python}={'|'.join(first.values) or first.python.upper()}"
