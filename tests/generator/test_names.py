"""Which Python names lint refuses: what Python cannot have, and what the generated code has already."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generator.helpers import edit, problems

ATTRIBUTES = "attributes.yaml"
SERVICE = "v1/api.yaml"
ENDPOINTS = "v1/endpoints.yaml"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("class", "class is a keyword of Python; try class_value"),
        ("match", "match is a keyword of Python; try match_value"),
        ("None", "None is a keyword of Python; try None_value"),
        ("id", "id is a builtin of Python; choose a name that says more"),
        ("type", "type is a builtin of Python; choose a name that says more"),
        ("PatientID", "'PatientID' is not written as this_name; try patient_id"),
        ("patientId", "'patientId' is not written as this_name; try patient_id"),
        ("patient-id", "'patient-id' is not written as this_name; try patient_id"),
        ("patient__id", "'patient__id' is not written as this_name; try patient_id"),
        ("_patient", "'_patient' is not written as this_name; try patient"),
        ("2nd", "'2nd' is not written as this_name"),
        ("a; import os", "'a; import os' is not written as this_name; try a_import_os"),
    ],
)
def test_a_name_that_python_or_the_style_refuses_is_named(spec: Path, name: str, text: str) -> None:
    edit(spec, ATTRIBUTES, "    python: collection\n", f'    python: "{name}"\n')

    assert problems(spec) == [f"spec/attributes.yaml:9:13: error[python-name]: {text}"]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        (SERVICE, "    python: collection\n", "    python: Collection\n", "api.yaml:54:13"),
        (ENDPOINTS, "    python: get_image\n", "    python: getImage\n", "endpoints.yaml:24:13"),
        (ENDPOINTS, "    stream: iter_image\n", "    stream: iterImage\n", "endpoints.yaml:25:13"),
        (ENDPOINTS, "          guide_name: SeriesNumber\n", "          python: Number\n", "endpoints.yaml:7:9"),
    ],
)
def test_every_kind_of_python_name_is_checked(spec: Path, file: str, old: str, new: str, place: str) -> None:
    edit(spec, file, old, new)

    assert [line.partition("]")[0] for line in problems(spec)] == [f"spec/v1/{place}: error[python-name"]


@pytest.mark.parametrize(
    ("file", "old", "name"),
    [
        (ENDPOINTS, "stream: iter_image", "send"),
        (ENDPOINTS, "stream: iter_image", "download"),
        (ENDPOINTS, "python: get_image", "source"),
        (ENDPOINTS, "stream: iter_image", "close"),
        (ENDPOINTS, "python: get_image", "servers"),
        (ENDPOINTS, "python: get_image", "formats"),
        (ENDPOINTS, "python: get_image", "common_errors"),
        (ENDPOINTS, "python: get_image", "default_format"),
        (ENDPOINTS, "python: get_image", "overload"),
        (SERVICE, "python: collection", "self"),
        (SERVICE, "python: collection", "to"),
        (SERVICE, "python: collection", "query"),
        (SERVICE, "python: collection", "calls"),
        (ATTRIBUTES, "python: collection", "wire_forms"),
        (ATTRIBUTES, "python: collection", "get"),
        (ATTRIBUTES, "python: collection", "keys"),
        (ATTRIBUTES, "python: collection", "values"),
        (ATTRIBUTES, "python: collection", "items"),
        (ATTRIBUTES, "python: collection", "package"),
        (ATTRIBUTES, "python: collection", "field"),
        (ATTRIBUTES, "python: collection", "forms"),
        (ATTRIBUTES, "python: collection", "datetime"),
    ],
)
def test_a_name_that_the_generated_code_uses_itself_is_taken(spec: Path, file: str, old: str, name: str) -> None:
    edit(spec, file, f"{old}\n", f"{old.partition(' ')[0]} {name}\n")

    assert [f"name {name} is taken" in line for line in problems(spec)] == [True]


@pytest.mark.parametrize(
    "name",
    [
        "AsyncClient",
        "Records",
        "Call",
        "Saved",
        "Timeouts",
        "Mismatch",
        "Reader",
        "Layout",
        "WireForm",
        "NotPublicError",
    ],
)
def test_a_record_must_not_be_called_like_a_class_of_the_package(spec: Path, name: str) -> None:
    edit(spec, ENDPOINTS, "  UpdatedSeries:\n", f"  {name}:\n")
    edit(spec, ENDPOINTS, "    returns: UpdatedSeries\n", f"    returns: {name}\n")

    assert [line.partition(": error")[2] for line in problems(spec)] == [
        f"[name-collision]: the package has a class {name} of its own"
    ]
