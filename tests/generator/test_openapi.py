"""The OpenAPI files: valid to a checker that knows nothing of ours, and complete."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.generator.helpers import mini_files, read_yaml, repository_files, specs

VERSIONS = ("v1", "v2", "v4", "advanced")
OPEN = "openapi/nbia-v1.yaml"
STRICT = "openapi/nbia-v1.strict.yaml"
SPECIFIED = specs()["v1"]


@cache
def document(path: str) -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(repository_files()[path])
    return loaded


@pytest.mark.parametrize("path", [OPEN, STRICT, *(f"openapi/nbia-{version}.strict.yaml" for version in VERSIONS[1:])])
def test_the_file_is_valid_openapi(path: str) -> None:
    assert list(OpenAPIV31SpecValidator(document(path)).iter_errors()) == []


@pytest.mark.parametrize("path", [OPEN, STRICT])
def test_the_file_of_the_small_spec_is_valid_openapi(path: str) -> None:
    assert list(OpenAPIV31SpecValidator(read_yaml(mini_files()[path])).iter_errors()) == []


def test_the_strict_variant_differs_by_what_it_refuses_and_says_so() -> None:
    lines = repository_files()[OPEN].decode().replace("additionalProperties: true", "additionalProperties: false")
    one, other = read_yaml(lines), dict(document(STRICT))

    said = other["info"]["description"]

    assert said == one["info"]["description"] + " This variant refuses attributes that the spec does not know."
    assert {**other, "info": {**other["info"], "description": one["info"]["description"]}} == one


@pytest.mark.parametrize("path", [OPEN, STRICT])
def test_the_file_has_no_yaml_aliases(path: str) -> None:
    assert re.findall(r"(?m)^\s*(?:- )?(?:[\w$-]+: )?[&*]\w+$", repository_files()[path].decode()) == []


def test_every_record_says_whether_it_may_have_more_attributes() -> None:
    assert {schema["additionalProperties"] for schema in document(OPEN)["components"]["schemas"].values()} == {True}
    assert {schema["additionalProperties"] for schema in document(STRICT)["components"]["schemas"].values()} == {False}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_endpoint_is_a_path_with_its_method(version: str) -> None:
    paths = document(f"openapi/nbia-{version}.yaml")["paths"]

    assert [(path, *operations) for path, operations in paths.items()] == [
        (f"/{name}", endpoint.method.lower()) for name, endpoint in specs()[version].endpoints.items()
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_open_file_differs_from_the_strict_one_by_what_it_lets_through(version: str) -> None:
    one, other = (document(f"openapi/nbia-{version}{variant}.yaml") for variant in ("", ".strict"))

    assert one["paths"] == other["paths"]
    assert {schema["additionalProperties"] for schema in one["components"]["schemas"].values()} == {True}
    assert {schema["additionalProperties"] for schema in other["components"]["schemas"].values()} == {False}


def test_what_is_always_json_may_be_null_where_it_is_not_always_there() -> None:
    schemas = document("openapi/nbia-v4.yaml")["components"]["schemas"]

    assert schemas["CollectionDescription"]["properties"]["id"]["type"] == ["integer", "null"]
    assert schemas["EquipmentNode"]["properties"]["data"]["anyOf"][1] == {"type": "null"}
    assert schemas["SearchResult"]["properties"]["totalPatients"]["type"] == "integer"
    assert schemas["Series"]["properties"]["Collection"]["type"] == "string"


def test_a_list_in_a_form_is_an_array_where_the_field_is_repeated_and_text_where_it_has_commas() -> None:
    paths = document("openapi/nbia-v4.yaml")["paths"]
    repeated, commas = (
        paths[f"/{name}"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
        for name in ("getManifestText", "getSeriesMetadata")
    )

    assert (repeated["properties"]["list"]["type"], commas["properties"]["list"]["type"]) == ("array", "string")
    assert commas["required"] == ["list"]


@pytest.mark.parametrize("name", SPECIFIED.endpoints)
def test_every_parameter_is_there_and_required_as_the_server_has_it(name: str) -> None:
    operation = document(OPEN)["paths"][f"/{name}"]["get"]

    parameters = {entry["name"]: entry["required"] for entry in operation.get("parameters", [])}

    endpoint = SPECIFIED.endpoints[name]
    uses = {key: use.server == "required" for key, use in endpoint.parameters.items()}
    assert parameters == uses | {"selectable": {"format": False}}.get(str(endpoint.formats), {})


@pytest.mark.parametrize("name", SPECIFIED.records)
def test_every_attribute_is_a_property_in_column_order(name: str) -> None:
    schema = document(OPEN)["components"]["schemas"][name]

    assert list(schema["properties"]) == [attribute.name for attribute in SPECIFIED.records[name].attributes]
    assert "required" not in schema


def test_every_public_python_name_is_noted() -> None:
    operations = [path["get"] for path in document(OPEN)["paths"].values()]

    assert [operation["x-python-name"] for operation in operations] == [
        endpoint.python for endpoint in SPECIFIED.endpoints.values()
    ]


def test_every_server_is_there_and_the_first_is_the_default() -> None:
    urls = [server["url"] for server in document(OPEN)["servers"]]

    assert urls == [server.url for server in SPECIFIED.service.servers.values()]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/getSeries", "200"), ("/getSeriesMetaData", "204"), ("/getImage", "400"), ("/getImage", "500")],
)
def test_the_answers_that_the_spec_tells_of_are_there(path: str, status: str) -> None:
    assert status in document(OPEN)["paths"][path]["get"]["responses"]


def test_the_formats_of_an_answer_are_its_content_types() -> None:
    answer = document(OPEN)["paths"]["/getSeries"]["get"]["responses"]["200"]

    assert list(answer["content"]) == ["application/json", "text/csv", "text/html", "application/xml"]


@pytest.mark.parametrize(
    ("record", "attribute", "expected"),
    [
        ("Series", "SeriesNumber", {"type": "integer", "format": "int64"}),
        ("Series", "AnnotationsFlag", {"type": "boolean"}),
        ("SeriesMetadata", "Number of Images", {"type": "string", "pattern": "^(-?[0-9]+)?$"}),
        ("SeriesMetadata", "Annotations Flag", {"type": "string", "pattern": "^(true|false)?$"}),
        (
            "SeriesMetadata",
            "Study Date",
            {"type": "string", "pattern": "^((0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])-[0-9]{4})?$"},
        ),
        ("Study", "LongitudinalTemporalOffsetFromEvent", {"type": "number"}),
    ],
)
def test_the_type_of_an_attribute_is_the_one_on_the_wire(
    record: str, attribute: str, expected: dict[str, object]
) -> None:
    schema = document(OPEN)["components"]["schemas"][record]["properties"][attribute]

    assert {key: schema[key] for key in schema if key in ("type", "format", "pattern", "enum")} == expected


def test_a_failure_of_the_server_is_described_as_one() -> None:
    answer = document(OPEN)["paths"]["/getSeries"]["get"]["responses"]["500"]

    assert "Something failed inside the server" in answer["description"]
