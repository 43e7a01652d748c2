"""The edit of the spec that follows from an OpenAPI file: git takes it, lint accepts it, and it becomes a client."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.importing.proposal import draft
from generator.importing.spec_comparison import report
from generator.load.loading import load
from generator.load.spec import Spec
from generator.load.unconfirmed import placeholders
from generator.tree import build
from tests.contract.results import git_apply
from tests.generator.helpers import copy_mini_spec

from .small_file import PATH, document

MINI: Final = (PATH.parent / "mini.yaml").read_text(encoding="utf-8")
NEW_ENDPOINT: Final = """
  /getAnnotations:
    post:
      summary: Annotations of a series.
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              required: [SeriesInstanceUID]
              properties:
                SeriesInstanceUID: {type: string}
                AnnotationKind: {type: string, enum: [SEG, RTSTRUCT]}
      responses:
        200:
          content:
            application/json:
              schema:
                type: array
                items:
                  properties:
                    SeriesInstanceUID: {type: string}
                    "Series Number": {type: string}
                    "Annotation Count": {type: integer, description: "DICOM Tag (0070,0001) of it"}
                    parts: {type: array, items: {properties: {label: {type: string}}}}
"""


def proposed(folder: Path, text: str) -> tuple[Spec, str]:
    """Apply what is proposed to a copy of the small spec."""
    spec = copy_mini_spec(folder)
    proposal = draft(document(text), load(spec)["v1"], spec)
    git_apply(str(proposal), folder)
    return load(spec)["v1"], str(proposal)


def left(folder: Path, text: str) -> list[str]:
    """Return the kinds of what is told of a file still."""
    return [each.kind for each in report(document(text), load(folder / "spec")["v1"])]


def edited(old: str, new: str) -> str:
    """Return the text of the file with one piece changed."""
    assert old in MINI
    return MINI.replace(old, new, 1)


def test_nothing_is_proposed_where_the_spec_says_it_all(tmp_path: Path) -> None:
    spec = copy_mini_spec(tmp_path)

    assert str(draft(document(MINI), load(spec)["v1"], spec)) == ""


def test_a_new_endpoint_becomes_one_of_the_spec(tmp_path: Path) -> None:
    spec, _ = proposed(tmp_path, MINI + NEW_ENDPOINT)

    endpoint = spec.endpoints["getAnnotations"]
    assert (endpoint.python, endpoint.stream, endpoint.method) == ("get_annotations", "iter_annotations", "POST")
    assert (endpoint.source, endpoint.evidence) == ("observed", "OpenAPI file small.yaml; no server was asked.")
    assert {key: use.server for key, use in endpoint.parameters.items()} == {
        "SeriesInstanceUID": "required",
        "AnnotationKind": "optional",
    }
    assert [use.name for use in spec.records["Annotations"].attributes] == [
        "SeriesInstanceUID",
        "Series Number",
        "Annotation Count",
        "parts",
    ]
    assert left(tmp_path, MINI + NEW_ENDPOINT) == []


def test_an_attribute_that_other_records_have_is_the_same_in_the_same_form(tmp_path: Path) -> None:
    spec, _ = proposed(tmp_path, MINI + NEW_ENDPOINT)

    (number,) = [use for use in spec.records["Annotations"].attributes if use.name == "Series Number"]

    assert (number.attribute, number.wire) == ("SeriesNumber", "decimal")


def test_a_tag_that_the_file_tells_is_taken_over(tmp_path: Path) -> None:
    spec, _ = proposed(tmp_path, MINI + NEW_ENDPOINT)

    assert spec.attributes["Annotation Count"].tag == "0070,0001"


def test_lint_names_what_the_file_cannot_know(tmp_path: Path) -> None:
    proposed(tmp_path, MINI + NEW_ENDPOINT)

    named = [each.text for each in placeholders(tmp_path / "spec")]

    assert "look at python, tag, meaning of Annotation Count, then take unconfirmed away" in named
    assert "look at python, purpose, empty of getAnnotations, then take unconfirmed away" in named


def test_what_is_proposed_becomes_a_client(tmp_path: Path) -> None:
    proposed(tmp_path, MINI + NEW_ENDPOINT)

    files = build(tmp_path / "spec")

    assert b"def get_annotations(" in files["nbia/v1/client.py"]
    assert b"annotation_count: int | None" in files["nbia/v1/records.py"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "        - {name: fromDate",
            "        - {name: page, in: query, schema: {type: integer}}\n        - {name: fromDate",
            "getUpdatedSeries has the parameter page, optional",
        ),
        (
            "        - {name: fromDate",
            "        - {name: page, in: query, required: true, schema: {}}\n        - {name: fromDate",
            "getUpdatedSeries has the parameter page, required",
        ),
        (
            "TotalSizeInBytes: {",
            "More: {type: boolean}\n                    TotalSizeInBytes: {",
            "SeriesSize.More is added",
        ),
        ("                    Collection: {type: string}\n", "", "UpdatedSeries.Collection is removed"),
        ("SeriesNumber: {", "Number: {", "UpdatedSeries.Series Number is removed"),
        ("SeriesNumber: {", "seriesNumber: {", "The file calls UpdatedSeries.Series Number seriesNumber"),
        (
            "AnnotationsFlag: {",
            "DateReleased: {type: string}\n                    AnnotationsFlag: {",
            "DateReleased is in the file now",
        ),
        (
            "name: fromDate, in: query, required: true",
            "name: fromDate, in: query",
            "fromDate of getUpdatedSeries is optional",
        ),
        (
            "        - {name: fromDate",
            "        - {name: Collection, in: query, schema: {type: string}}\n        - {name: fromDate",
            "The parameter Collection of getUpdatedSeries is optional in the file, and optional for the server",
        ),
        ('"400": {', '"410": {description: x}\n        "400": {', "getImage can answer 410"),
        (
            "servers:\n",
            "servers:\n  - url: https://other.example/services/v1\n",
            "https://other.example/services/v1 is the server server2",
        ),
        (
            '        - {name: NewFileNames, in: query, schema: {type: string, enum: ["Yes", "No"]}}\n',
            "",
            "getImage has no parameter NewFileNames any more",
        ),
    ],
)
def test_each_kind_of_edit_is_proposed_once(tmp_path: Path, old: str, new: str, expected: str) -> None:
    _, text = proposed(tmp_path, edited(old, new))

    assert expected in text
    assert left(tmp_path, edited(old, new)) == []
    assert build(tmp_path / "spec")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  /getSeriesSize:", "  /getSize:", "endpoint removed: getSeriesSize: it plays the role"),
        ("                    ObjectCount: {type: integer}\n", "", "attribute ObjectCount: a role refers to it"),
        ("TotalSizeInBytes: {type: integer}", "TotalSizeInBytes: {type: string}", "attribute retyped: getSeriesSize"),
        ("    get:\n", "    put:\n", "other method: getImage: the file alone does not tell what the server does"),
        ("name: fromDate", "name: from-date", "parameter renamed: getUpdatedSeries parameter fromDate"),
        ('"400": {', '"418": {description: x}\n        "400": {', "status added: getImage status 418"),
        ("servers:\n", "servers:\n  - url: http://other.example/services/v1\n", "the address of a server is https"),
        (
            "  /getSeriesSize:",
            "  /a/b: {get: {responses: {200: {}}}}\n  /getSeriesSize:",
            "an endpoint is one word below",
        ),
    ],
)
def test_what_does_not_follow_by_itself_is_left_out_with_the_reason(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    spec = copy_mini_spec(tmp_path)

    proposal = draft(document(edited(old, new)), load(spec)["v1"], spec)

    assert [each for each in proposal.left_out if expected in each] != []


def test_an_endpoint_that_is_removed_takes_what_only_it_needed(tmp_path: Path) -> None:
    start, end = MINI.index("  /getUpdatedSeries:"), MINI.index("  /getSeriesSize:")

    spec, text = proposed(tmp_path, MINI[:start] + MINI[end:])

    assert "getUpdatedSeries is removed, and what only it needed" in text
    assert "UpdatedSeries" not in spec.records
    assert {"fromDate", "Collection"} & spec.parameters.keys() == set()
    assert "AnnotationsFlag" not in spec.attributes
