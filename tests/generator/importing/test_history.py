"""The history of the official file: every revision is read or refused, and each pair gives the changes that are known of it."""

from __future__ import annotations

import pytest

from generator.importing.document import Document

from . import published_history as history

pytestmark = pytest.mark.skipif(not history.IS_THERE, reason=history.WHY_NOT)

OTHERWISE = [(4, 14), (90, 91)]
"""Pairs that are seen otherwise than the page has them, each in a test of its own."""
WHOLE = [pair for pair in history.pairs() if pair not in OTHERWISE and not history.is_shortened(*pair)]
SHORTENED = [pair for pair in history.pairs() if pair not in OTHERWISE and history.is_shortened(*pair)]


def test_every_revision_is_read_or_refused() -> None:
    read = {number: isinstance(each, Document) for number, each in history.revisions().items()}

    assert len(read) == 160
    assert read == history.readable_by_the_index()


def test_what_is_refused_is_refused_with_line_and_column() -> None:
    refused = [each for each in history.revisions().values() if isinstance(each, str)]

    assert len(refused) == 70
    assert [each for each in refused if not each.partition(" ")[0].removesuffix(":").rpartition(":")[2].isdigit()] == []


@pytest.mark.parametrize(("old", "new"), WHOLE)
def test_a_pair_gives_exactly_the_changes_that_are_listed(old: int, new: int) -> None:
    assert history.items(history.found(old, new)) == history.listed(old, new)


@pytest.mark.parametrize(("old", "new"), SHORTENED)
def test_a_pair_gives_the_changes_that_its_shortened_list_shows(old: int, new: int) -> None:
    assert history.listed(old, new) - history.items(history.found(old, new)) == set()


def test_fields_that_are_required_in_a_body_of_another_type_too_are_not_newly_required() -> None:
    """The page lists them as no longer required, and as newly required."""
    listed = history.listed(4, 14)
    both = {item for item in listed if "form field required: " in item or "form field optional: " in item}

    assert listed - history.items(history.found(4, 14)) == both


def test_fields_of_a_body_of_another_type_have_other_types() -> None:
    """The page does not compare the types of fields where the type of the body is another."""
    more = history.items(history.found(90, 91)) - history.listed(90, 91)

    assert history.listed(90, 91) - history.items(history.found(90, 91)) == set()
    assert more == {
        "getRestrictionsForSimpleSearch: form field type: size string -> integer",
        "getRestrictionsForSimpleSearch: form field type: start string -> integer",
    }
