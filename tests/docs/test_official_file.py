"""The page about the official file: what differs is found, and what the spec knows of it is told."""

from __future__ import annotations

from typing import Any

import pytest

from nbia_core.api.description import load
from tests.official_file import PAGE, Difference, compare

API = load("nbia.v4")
SIZE = API.known_endpoint("getSeriesSize")
KEYS = [attribute.wire for attribute in SIZE.attributes]


def operation(**other: Any) -> dict[str, Any]:
    """Return the description of getSeriesSize, as it might be in a file."""
    rows = {"type": "array", "items": {"type": "object", "properties": {key: {} for key in KEYS}}}
    return {
        "parameters": [{"name": "SeriesInstanceUID", "required": True, "schema": {"type": "string"}}],
        "responses": {"200": {"content": {"application/json": {"schema": rows}}}},
    } | other


def summary(found: list[Difference]) -> list[tuple[str, str, str]]:
    return [(each.matter, each.official, each.ours) for each in found]


def test_two_descriptions_that_say_the_same_have_no_difference() -> None:
    assert compare(operation(), operation(), SIZE) == []


@pytest.mark.parametrize(
    ("official", "expected"),
    [
        (
            {"parameters": [{"name": "SeriesInstanceUID", "schema": {"type": "string", "enum": ["a", "b"]}}]},
            ("parameter `SeriesInstanceUID`", "optional, string, one of a, b", "required, string"),
        ),
        ({"parameters": []}, ("parameter `SeriesInstanceUID`", "is not there", "is there")),
        ({"responses": operation()["responses"] | {404: {}}}, ("statuses", "200, 404", "200")),
    ],
)
def test_a_difference_is_found(official: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert summary(compare(operation(**official), operation(), SIZE)) == [expected]


def test_attributes_and_content_types_are_compared() -> None:
    wrong: dict[str, Any] = {"properties": {"imageCount": {}, KEYS[0]: {}}}
    official = operation(responses={"200": {"content": {"application/json": {"schema": wrong}, "text/plain": {}}}})

    assert summary(compare(official, operation(), SIZE)) == [
        ("content types", "application/json, text/plain", "application/json"),
        ("attribute `imageCount`", "is there", "is not there"),
        (f"attribute `{KEYS[1]}`", "is not there", "is there"),
    ]


def test_fields_of_forms_are_parameters() -> None:
    form = {"schema": {"properties": {"list": {"type": "string"}}, "required": ["list"]}}
    official = {"requestBody": {"content": {"application/x-www-form-urlencoded": form}}, "parameters": []}

    found = summary(compare(operation(**official), operation(parameters=[]), SIZE))

    assert found == [("parameter `list`", "is there", "is not there")]


def test_the_page_tells_every_difference_that_the_spec_knows() -> None:
    page = PAGE.read_text(encoding="utf-8").replace("\\", "")
    official = page.split("\n## Only in ours\n")[1]
    described = [endpoint for endpoint in API.endpoints if f"\n## {endpoint.name}\n" in official]

    known = [each.server for each in (*API.differences, *(one for each in described for one in each.differences))]

    assert len(described) == 32
    assert [words for words in known if words.replace("<", "&lt;") not in page] == []
