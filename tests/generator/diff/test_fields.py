"""No field of a description can change without a change that is told."""

from __future__ import annotations

import functools

import msgspec
import pytest

from generator.diff.compare import compare
from nbia_core.api.description import Api, GeneratedFrom
from tests.generator.diff.descriptions import description, part_of
from tests.generator.diff.other_values import fields, with_another

ENDPOINTS = ("getCollectionValues", "getImage", "getSeries", "getSimpleSearch")
FIELDS = fields()
NAMES = [".".join(field) for field in FIELDS]


@functools.cache
def small() -> Api:
    """A part of version 4 that has something of everything."""
    return part_of(description("v4"), *ENDPOINTS)


@pytest.mark.parametrize(("class_name", "field"), FIELDS, ids=NAMES)
def test_another_value_is_told_in_both_directions(class_name: str, field: str) -> None:
    other = with_another(small(), class_name, field)

    assert compare(small(), other) != []
    assert compare(other, small()) != []


def test_there_are_all_the_classes_of_a_description() -> None:
    classes = {class_name for class_name, _ in FIELDS}

    assert {"Api", "Endpoint", "Parameter", "Record", "Attribute", "ErrorCase", "LoginMethod", "Criterion"} <= classes
    assert len(FIELDS) > 120


@pytest.mark.parametrize("version", ["v1", "v2", "v4", "advanced"])
def test_a_description_does_not_differ_from_itself(version: str) -> None:
    assert compare(description(version), description(version)) == []


def test_how_a_description_was_made_is_no_difference_of_the_api() -> None:
    api = small()
    other = msgspec.structs.replace(api, generated_from=GeneratedFrom(spec_sha256="0" * 64, generator=1))

    assert other != api
    assert compare(api, other) == []
