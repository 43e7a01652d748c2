"""The words that the schema of the spec knows are those of the description and of the table of wire forms."""

from __future__ import annotations

import json
import typing

import msgspec
import pytest

from generator.load import spec
from nbia_core.api import bucket_services
from nbia_core.api.description import Meaning, RoleName, Source
from nbia_core.api.wire_forms import TYPES, WIRE_FORMS
from tests.generator.helpers import SPEC

SCHEMA = json.loads((SPEC / "schema.json").read_text(encoding="utf-8"))
DEFINITIONS = SCHEMA["$defs"]
SERVICE = DEFINITIONS["service"]["properties"]
BUCKETS = DEFINITIONS["buckets"]


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (DEFINITIONS["wire"]["enum"], WIRE_FORMS.keys() - set(TYPES)),
        ({*DEFINITIONS["type"]["enum"], *DEFINITIONS["parameter"]["properties"]["type"]["enum"]}, TYPES),
        (DEFINITIONS["source"]["enum"], typing.get_args(Source)),
        (DEFINITIONS["error_case"]["properties"]["means"]["enum"], typing.get_args(Meaning)),
        (SERVICE["roles"]["propertyNames"]["enum"], typing.get_args(RoleName)),
        (BUCKETS["properties"]["computed"]["additionalProperties"]["enum"], typing.get_args(bucket_services.Computed)),
    ],
    ids=["wire forms", "types", "sources", "meanings", "roles", "computed"],
)
def test_the_schema_has_the_words_of_the_description(words: list[str], known: typing.Collection[str]) -> None:
    assert set(words) == set(known)


@pytest.mark.parametrize(
    ("kind", "definition"),
    [
        (spec.Attribute, DEFINITIONS["attribute"]),
        (spec.Parameter, DEFINITIONS["parameter"]),
        (spec.ParameterUse, DEFINITIONS["parameter_use"]),
        (spec.Record, DEFINITIONS["record"]),
        (spec.ErrorCase, DEFINITIONS["error_case"]),
        (spec.Endpoint, DEFINITIONS["endpoint"]),
        (spec.Service, DEFINITIONS["service"]),
        (spec.Role, SERVICE["roles"]["additionalProperties"]),
        (spec.Server, SERVICE["servers"]["additionalProperties"]),
        (spec.Format, SERVICE["formats"]["additionalProperties"]),
        (bucket_services.Buckets, BUCKETS),
        (bucket_services.BucketAddress, BUCKETS["properties"]["addresses"]["additionalProperties"]),
        (bucket_services.SeriesIndex, BUCKETS["properties"]["index"]),
        (bucket_services.SeriesTable, BUCKETS["properties"]["index"]["properties"]["series"]),
        (bucket_services.EarlierTable, BUCKETS["properties"]["index"]["properties"]["earlier"]),
        (bucket_services.NameTable, DEFINITIONS["name_table"]),
        (bucket_services.License, BUCKETS["properties"]["licenses"]["additionalProperties"]),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_the_schema_has_the_keys_of_the_spec_s_types(kind: type[msgspec.Struct], definition: dict[str, object]) -> None:
    fields = msgspec.structs.fields(kind)

    assert {field.encode_name for field in fields} == set(typing.cast("dict[str, object]", definition["properties"]))
    assert {field.encode_name for field in fields if field.required} == set(
        typing.cast("list[str]", definition["required"])
    )
