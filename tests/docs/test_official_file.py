"""The page about the official file: what differs is told, and what the spec knows of it."""

from __future__ import annotations

from generator.load.loading import load as load_spec
from nbia_core.api.description_file import load
from tests.generator.helpers import SPEC
from tests.official_file import PAGE, page

API = load("nbia.v4")
SMALL = b"""
openapi: 3.1.0
servers: [{url: 'https://nbia.cancerimagingarchive.net/nbia-api/services/v4/'}]
paths:
  /getSeriesSize:
    get:
      parameters: [{name: SeriesInstanceUID, in: query, required: true, schema: {type: string}}]
      responses:
        200:
          content:
            application/json:
              schema: {properties: {imageCount: {type: integer}, Unheard: {type: string}}}
  /getStudyDrillDown:
    post: {responses: {200: {}}}
  /getNothingAtAll:
    get: {responses: {200: {}}}
"""


def test_what_differs_is_told_with_what_the_spec_knows_of_it() -> None:
    told = page(SMALL, "2025-11-22", load_spec(SPEC)["v4"])

    size = told.split("\n## getSeriesSize\n")[1].split("\n## ")[0]
    assert "| shape of the answer | one object | an array of objects | It is an array with one object" in size
    assert "| attribute Unheard | string | is not there | The spec does not say. |" in size


def test_paths_that_only_the_official_file_has_are_told() -> None:
    told = page(SMALL, "2025-11-22", load_spec(SPEC)["v4"])

    assert "\n## getNothingAtAll\n\nOnly in the official file. Not described here.\n" in told
    assert "\n## getStudyDrillDown\n\nOnly in the official file. Its question to the database" in told


def test_the_page_tells_every_difference_that_the_spec_knows() -> None:
    told = PAGE.read_text(encoding="utf-8").replace("\\", "")
    official = told.split("\n## Only in ours\n")[1]
    described = [endpoint for endpoint in API.endpoints if f"\n## {endpoint.name}\n" in official]

    known = [each.server for each in (*API.differences, *(one for each in described for one in each.differences))]

    assert len(described) == 32
    assert [words for words in known if words.replace("<", "&lt;") not in told] == []


def test_everything_on_the_page_is_explained() -> None:
    assert "The spec does not say." not in PAGE.read_text(encoding="utf-8")
