"""An OpenAPI file against the spec: what is new is told, and what the spec explains is not."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.importing.document import Document
from generator.importing.reading import read
from generator.importing.spec_comparison import claims, report
from generator.load.loading import load
from generator.load.spec import Spec
from tests.generator.helpers import copy_spec, specs

from . import published_history as history
from .small_file import document

START: Final = """
openapi: 3.1.0
servers: [{url: 'https://nbia.cancerimagingarchive.net/nbia-api/services/v4/'}]
paths:
"""


def spec() -> Spec:
    return specs()["v4"]


def told(paths: str) -> list[tuple[str, str, str | None]]:
    """Return what is told of paths: kind, endpoint, and what it is about; that other endpoints are missing is left out."""
    changes = report(document(START + paths), spec())
    missing = ("endpoint removed", "server removed")
    return [(each.kind, str(each.endpoint), each.subject) for each in changes if each.kind not in missing]


SIZE: Final = """
  /getSeriesSize:
    get:
      parameters: [{name: SeriesInstanceUID, in: query, required: true, schema: {type: string}},
                   {name: format, in: query, schema: {type: string, enum: [json, xml, csv]}}]
      responses: {200: {content: {application/json: {schema: {properties: {imageCount: {type: integer},
                  seriesSize: {type: integer}}}}}}, 404: {description: Not found.}}
"""


def test_what_the_spec_explains_is_not_told() -> None:
    assert told(SIZE) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("imageCount", "images: {type: integer}, imageCount", ("attribute added", "images")),
        ("imageCount: {type: integer},", "", ("attribute removed", "ObjectCount")),
        ("imageCount: {type: integer}", "imageCount: {type: string}", ("attribute retyped", "imageCount")),
        ("imageCount:", "image_count:", ("attribute renamed", "image_count")),
        ("[{name: Series", "[{name: page, in: query, schema: {}}, {name: Series", ("parameter added", "page")),
        (
            "[{name: Series",
            "[{name: page, in: query, required: true, schema: {}}, {name: Series",
            ("required parameter added", "page"),
        ),
        ("name: SeriesInstanceUID", "name: SeriesUID", ("required parameter added", "SeriesUID")),
        ("name: SeriesInstanceUID", "name: seriesInstanceUid", ("parameter renamed", "SeriesInstanceUID")),
        ("required: true, ", "", ("parameter no longer required", "SeriesInstanceUID")),
        ("true, schema: {type: string}", "true, schema: {type: integer}", ("parameter retyped", "SeriesInstanceUID")),
        ("true, schema: {type: string}", "true, schema: {enum: [a]}", ("fewer values", "SeriesInstanceUID")),
        ("true, schema: {type: string}", "true, schema: {default: 1.2}", ("other default", "SeriesInstanceUID")),
        ("404:", "418:", ("status added", "418")),
        ("application/json: {", "image/png: {}, application/json: {", ("content type added", "image/png")),
        ("    get:\n", "    post:\n", ("other method", None)),
        ("    get:\n", "    post: {responses: {200: {}}}\n    get:\n", ("method added", "POST")),
    ],
)
def test_what_is_new_is_told(old: str, new: str, expected: tuple[str, str | None]) -> None:
    kind, subject = expected

    assert (kind, "getSeriesSize", subject) in told(SIZE.replace(old, new))


def test_an_endpoint_that_the_spec_does_not_have_is_told() -> None:
    assert told("  /getMore:\n    get: {responses: {200: {}}}\n") == [("endpoint added", "getMore", None)]


def test_a_path_that_the_spec_refuses_with_a_reason_is_not_told() -> None:
    assert told("  /getStudyDrillDown:\n    post: {responses: {200: {}}}\n") == []


def test_an_endpoint_that_only_the_server_had_is_told_when_the_file_has_it() -> None:
    found = told("  /getCollectionSite:\n    get: {responses: {200: {}}}\n")

    assert ("endpoint described now", "getCollectionSite", None) in found


def test_criteria_of_searches_are_compared() -> None:
    kinds = ", ".join(name for name, each in spec().criteria.items() if each.source == "guide")
    field = f"criteriaType0: {{type: string, enum: [{kinds}, NewCriteria]}}"
    form = f"{{content: {{application/x-www-form-urlencoded: {{schema: {{properties: {{{field}}}}}}}}}}}"

    found = told(f"  /getManifestForSimpleSearch:\n    post: {{requestBody: {form}, responses: {{200: {{}}}}}}\n")

    assert [each for each in found if each[0].startswith("criterion")] == [
        ("criterion added", "getManifestForSimpleSearch", "NewCriteria")
    ]


def test_what_is_explained_names_the_reason() -> None:
    found = {claim.matter: claim.reason for claim in claims(document(START + SIZE), spec())}

    assert str(found["shape of the answer"]).startswith("It is an array with one object")


def test_a_difference_explains_only_what_it_is_about(tmp_path: Path) -> None:
    folder = copy_spec(tmp_path)
    metadata = folder / "v4" / "metadata.yaml"
    text = metadata.read_text(encoding="utf-8").replace("        about: [shape of the answer]\n", "")
    metadata.write_text(text, encoding="utf-8")

    changes = report(document(START + SIZE), load(folder)["v4"])

    assert ("other shape", "getSeriesSize") in [(each.kind, each.endpoint) for each in changes]


@pytest.mark.skipif(not history.LAST.is_file(), reason=history.WHY_NOT)
class TestOfficialFile:
    """The last official file, where it is at hand."""

    def official(self) -> Document:
        return read(history.LAST)

    def test_the_spec_says_or_explains_all_of_it(self) -> None:
        assert report(self.official(), spec()) == []

    def test_everything_that_is_explained_is_really_there(self) -> None:
        used = {claim.matter for claim in claims(self.official(), spec()) if claim.reason is not None}
        own = [each for endpoint in spec().endpoints.values() for each in endpoint.differences]
        about = {matter for each in (*spec().service.differences, *own) for matter in each.about}

        assert {matter for matter in about - used if not matter.startswith(("status 404", "default of"))} == set()
