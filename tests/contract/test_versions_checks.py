"""Answers of the newer versions: records within records, plain values, texts, refusals, archives on request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from nbia_core.api.description_file import load
from nbia_core.contract.checks.check import check
from nbia_core.contract.observations import Observation, Purpose
from tests.contract.answers import IMAGE, IMAGE_MD5, archive

V4 = load("nbia.v4")


def keys(
    endpoint: str,
    body: object,
    *,
    form: str = "json",
    purpose: Purpose = "rows",
    status: int = 200,
    parameters: Mapping[str, str] | None = None,
) -> list[str]:
    described = V4.known_endpoint(endpoint)
    kind = V4.formats[form].content_type if form in V4.formats else described.content_type
    answer = Observation(
        endpoint=endpoint,
        parameters=parameters or {},
        format=form,
        purpose=purpose,
        url=f"https://example.org/v4/{endpoint}",
        status=status,
        headers={"content-type": kind},
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )
    return [finding.key for finding in check(V4, [answer], origin="here").findings]


def timepoints(**values: Any) -> dict[str, Any]:
    return {"maxTimepoints": {"ADMISSION": 2}, "minTimepoints": {"ADMISSION": 1}, **values}


def test_one_object_is_right_where_one_is_promised() -> None:
    assert keys("getMinMaxTimepoints", timepoints()) == []


def test_an_array_in_the_place_of_an_object_is_named() -> None:
    found = keys("getMinMaxTimepoints", [timepoints()])

    assert found == ["reformatted | getMinMaxTimepoints | - | an array instead of an object"]


@pytest.mark.parametrize(
    ("value", "new"),
    [
        ({"ADMISSION": "2"}, "object with string"),
        ({"ADMISSION": 1.5}, "object with number with decimals"),
        ([2], "array"),
    ],
)
def test_values_of_a_map_have_their_type(value: object, new: str) -> None:
    found = keys("getMinMaxTimepoints", timepoints(maxTimepoints=value))

    assert found == [f"retyped | getMinMaxTimepoints | maxTimepoints | {new}"]


@pytest.mark.parametrize(
    ("node", "finding"),
    [
        ({"data": {"criteria": "a", "value": "b", "More": 1}}, "attribute added | getManufacturerTree | data.More | -"),
        ({"data": {"criteria": "a", "value": 5}}, "retyped | getManufacturerTree | data.value | number"),
        (
            {"children": [{"children": [{"children": [], "Depth": 3}]}]},
            "attribute added | getManufacturerTree | children.Depth | -",
        ),
        ({"children": ["a"]}, "retyped | getManufacturerTree | children | array with string"),
    ],
)
def test_what_differs_within_a_record_is_named_by_its_path(node: dict[str, Any], finding: str) -> None:
    assert keys("getManufacturerTree", {"data": None, "children": [], **node}) == [finding]


def test_plain_values_are_rows() -> None:
    assert keys("getCollectionSite", ["4D-Lung//4DLung"]) == []


def test_objects_in_the_place_of_plain_values_are_named() -> None:
    found = keys("getCollectionSite", [{"Site": "4DLung"}])

    assert found == ["broken | getCollectionSite | - | rows that are no plain values"]


def test_an_empty_list_is_right_where_it_is_promised() -> None:
    assert keys("getCollectionSite", [], purpose="empty") == []


def test_csv_has_a_form_of_its_own() -> None:
    names = [attribute.wire for attribute in V4.known_endpoint("getSeriesSize").attributes]
    head = (",".join(f'"{name}"' for name in names) + "\n").encode()
    row = (",".join('"5.000000"' if name == "TotalSizeInBytes" else '"5"' for name in names) + "\n").encode()

    assert keys("getSeriesSize", head + row, form="csv") == []


def refused(*allowed: str, status: int = 400) -> list[str]:
    body = f"Invalid query parameter: 'More'. Allowed parameters are: [{', '.join(allowed)}]".encode()
    return keys(
        "getModalityValuesAndCounts", body, purpose="unknown-parameter", status=status, parameters={"More": "1"}
    )


@pytest.mark.parametrize("allowed", [("Collection", "BodyPartExamined"), ("BodyPartExamined", "Collection")])
def test_an_unknown_parameter_is_refused_with_the_names_in_any_order(allowed: tuple[str, ...]) -> None:
    assert refused(*allowed) == []


@pytest.mark.parametrize(
    ("allowed", "finding"),
    [
        (("Collection",), "attribute missing | getModalityValuesAndCounts | parameter BodyPartExamined | -"),
        (
            ("Collection", "BodyPartExamined", "Site"),
            "attribute added | getModalityValuesAndCounts | parameter Site | an optional parameter",
        ),
        (
            ("Collection", "BodyPart"),
            "probably renamed | getModalityValuesAndCounts | parameter BodyPartExamined | BodyPart",
        ),
    ],
)
def test_names_that_a_refusal_allows_are_compared_with_the_spec(allowed: tuple[str, ...], finding: str) -> None:
    assert refused(*allowed) == [finding]


def test_an_unknown_parameter_that_is_not_refused_is_named() -> None:
    row = [{"Modality": "CT", "Count": "1", "Authorized": 1}]

    found = keys("getModalityValuesAndCounts", row, purpose="unknown-parameter", parameters={"More": "1"})

    assert "reformatted | getModalityValuesAndCounts | - | unknown parameters are ignored" in found


@pytest.mark.parametrize(
    ("asked", "finding"),
    [("Yes", ["attribute missing | getImage | md5hashes.csv | -"]), ("No", [])],
)
def test_hashes_are_needed_only_where_they_were_asked_for(asked: str, finding: list[str]) -> None:
    body = archive({"LICENSE": b"free", "00000001.dcm": IMAGE})

    found = keys(
        "getImage", body, form="zip", purpose="image", parameters={"SeriesInstanceUID": "1.2", "IncludeMD5": asked}
    )

    assert found == finding


def test_hashes_that_were_asked_for_are_right() -> None:
    hashes = f"Filename,MD5Hash\n00000001.dcm,{IMAGE_MD5}\n".encode()
    body = archive({"LICENSE": b"free", "00000001.dcm": IMAGE, "md5hashes.csv": hashes})

    found = keys(
        "getImage", body, form="zip", purpose="image", parameters={"SeriesInstanceUID": "1.2", "IncludeMD5": "Yes"}
    )

    assert found == []


@pytest.mark.parametrize(
    ("body", "finding"), [(b"\xff\xd8\xff\xe0", []), (IMAGE, ["broken | getThumbnail | - | no JPEG file"])]
)
def test_a_small_picture_is_a_jpeg(body: bytes, finding: list[str]) -> None:
    assert keys("getThumbnail", body, form="jpeg", purpose="image") == finding


def test_an_empty_text_is_named_where_there_always_is_one() -> None:
    found = keys("getManifestText", b"", form="text", purpose="text")

    assert found == ["broken | getManifestText | - | an empty body"]
