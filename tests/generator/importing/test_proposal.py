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
from tests.generator.helpers import copy_spec

from .small_file import document

BASE: Final = """
openapi: 3.1.0
servers: [{url: 'https://nbia.cancerimagingarchive.net/nbia-api/services/v4/'}]
paths:
  /getSpeciesTax:
    get:
      parameters: []
      responses: {200: {content: {application/json: {schema: {type: array, items: {properties: {
        speciesCode: {type: string}, speciesDescription: {type: string}}}}}}}}
  /getPatientStudy:
    get:
      parameters:
        - {name: Collection, in: query, required: true, schema: {type: string}}
        - {name: PatientID, in: query, schema: {type: string}}
        - {name: StudyInstanceUID, in: query, schema: {type: string}}
        - {name: format, in: query, schema: {type: string}}
      responses: {200: {content: {application/json: {schema: {type: array, items: {type: object}}}}}}
"""
NEW_ENDPOINT: Final = """
  /getAnnotations:
    get:
      summary: Annotations of a series.
      parameters:
        - {name: SeriesInstanceUID, in: query, required: true, schema: {type: string}}
        - {name: AnnotationKind, in: query, schema: {type: string, enum: [SEG, RTSTRUCT]}}
      responses: {200: {content: {application/json: {schema: {type: array, items: {properties: {
        SeriesInstanceUID: {type: string}, SeriesDate: {type: string}, "Annotation Count": {type: integer},
        parts: {type: array, items: {properties: {label: {type: string}}}}}}}}}}}
"""
OTHERS_STAY: Final = ("endpoint removed", "server removed")


def proposed(folder: Path, text: str) -> tuple[Spec, str]:
    """Apply what is proposed to a copy of the spec in which only the endpoints of a file are missing or other."""
    spec = copy_spec(folder)
    read = document(text)
    proposal = draft(read, load(spec)["v4"], spec)
    git_apply(str(proposal), folder)
    return load(spec)["v4"], str(proposal)


def left(folder: Path, text: str) -> list[str]:
    """Return what is told of a file still."""
    changes = report(document(text), load(folder / "spec")["v4"])
    return [each.kind for each in changes if each.kind not in OTHERS_STAY]


def test_a_new_endpoint_becomes_one_of_the_spec(tmp_path: Path) -> None:
    spec, _ = proposed(tmp_path, BASE + NEW_ENDPOINT)

    endpoint = spec.endpoints["getAnnotations"]
    assert (endpoint.python, endpoint.stream, endpoint.method) == ("get_annotations", "iter_annotations", "GET")
    assert (endpoint.source, endpoint.evidence) == ("observed", "OpenAPI file small.yaml; no server was asked.")
    assert {key: use.server for key, use in endpoint.parameters.items()} == {
        "SeriesInstanceUID": "required",
        "AnnotationKind": "optional",
    }
    assert [use.name for use in spec.records["Annotations"].attributes] == [
        "SeriesInstanceUID",
        "SeriesDate",
        "Annotation Count",
        "parts",
    ]
    assert left(tmp_path, BASE + NEW_ENDPOINT) == []


def test_an_attribute_that_other_records_have_is_the_same_in_the_same_form(tmp_path: Path) -> None:
    spec, _ = proposed(tmp_path, BASE + NEW_ENDPOINT)

    (date,) = [use for use in spec.records["Annotations"].attributes if use.name == "SeriesDate"]

    assert (date.attribute, date.wire) == ("SeriesDate", "MM-dd-yyyy")


def test_lint_names_what_the_file_cannot_know(tmp_path: Path) -> None:
    proposed(tmp_path, BASE + NEW_ENDPOINT)

    named = [each.text for each in placeholders(tmp_path / "spec")]

    assert "look at python, tag, meaning of Annotation Count, then take unconfirmed away" in named
    assert "look at python, purpose, empty of getAnnotations, then take unconfirmed away" in named


def test_what_is_proposed_can_be_generated(tmp_path: Path) -> None:
    proposed(tmp_path, BASE + NEW_ENDPOINT)

    files = build(tmp_path / "spec")

    assert b"def get_annotations(" in files["nbia/v4/client.py"]
    assert b"annotation_count: int | None" in files["nbia/v4/records.py"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "parameters: []",
            "parameters: [{name: species, in: query, schema: {type: integer}}]",
            "has the parameter species",
        ),
        (
            "parameters: []",
            "parameters: [{name: species, in: query, required: true, schema: {}}]",
            "has the parameter species, required",
        ),
        ("speciesCode: {", "speciesLatin: {type: string}, speciesCode: {", "Species.speciesLatin is added"),
        (", speciesDescription: {type: string}", "", "Species.speciesDescription is removed"),
        ("speciesDescription:", "species_description:", "calls Species.speciesDescription species_description"),
        (
            "        - {name: StudyInstanceUID, in: query, schema: {type: string}}\n",
            "",
            "has no parameter StudyInstanceUID",
        ),
        (
            "name: PatientID, in: query",
            "name: PatientID, required: true, in: query",
            "PatientID of getPatientStudy is required",
        ),
        ("required: true, ", "", "Collection of getPatientStudy is optional in the file, and optional for the server"),
        ("servers: [", "servers: [{url: 'https://new.example/services/v4'}, ", "is the server server"),
        (
            "200: {content: {application/json: {schema: {type: array, items: {type",
            "429: {}, 402: {}, 200: {content: {application/json: {schema: {type: array, items: {type",
            "status 402",
        ),
    ],
)
def test_each_kind_of_edit_is_proposed_and_then_nothing_more_of_it(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in BASE

    _, text = proposed(tmp_path, BASE.replace(old, new))

    assert expected in text
    assert build(tmp_path / "spec")
