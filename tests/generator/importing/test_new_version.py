"""A new version from nothing but an OpenAPI file: it loads, it generates, and its client asks what the file says."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.importing.document import Document
from generator.importing.new_version import RefusedError, write
from generator.importing.reading import read
from generator.load.loading import load
from generator.load.spec import Spec
from generator.load.unconfirmed import placeholders
from tests.generator.helpers import copy_mini_spec, copy_spec, generate, run_python

from . import published_history as history
from .small_file import PATH, TEXT, document, edited
from .small_server import SmallServer

Asked: TypeAlias = tuple[str, str, list[tuple[str, str]]]
ROWS: Final = [{"SeriesInstanceUID": "1.2.3", "ImageCount": 3, "Slice Gap": 1.5}]


def written(folder: Path, read_file: Document, version: str = "v5") -> tuple[Spec, list[str]]:
    """Write a new version beside a copy of the small spec; return it, and what is not taken over."""
    spec = copy_mini_spec(folder)
    left_out = write(read_file, version, spec)
    return load(spec)[version], left_out


def called(folder: Path, call: str, body: object) -> tuple[str, Asked]:
    """Return what a call of the generated client prints, and what it asks."""
    package = generate(folder / "spec", folder / "generated") / "nbia"
    with SmallServer(body) as server:
        code = f"import nbia.v5\nwith nbia.v5.Client(base_url={server.url!r}) as client:\n    print({call})"
        printed = run_python(code, package.parent)
    return printed, server.asked[0]


def test_the_version_says_what_the_file_says(tmp_path: Path) -> None:
    spec, left_out = written(tmp_path, document())

    assert left_out == []
    assert list(spec.endpoints) == ["getRows", "getImage", "search"]
    assert spec.service.servers["public"].url == "https://small.example/services/v5"
    assert [each.wire for each in spec.service.formats.values()] == ["json", "csv"]
    assert {key: use.guide for key, use in spec.endpoints["getRows"].parameters.items()} == {
        "Collection": "required",
        "Modality": "optional",
        "fromDate": "optional",
        "size": "optional",
    }
    assert [use.name for use in spec.records["Rows"].attributes] == ["SeriesInstanceUID", "ImageCount", "Slice Gap"]
    assert spec.attributes["Slice Gap"].tag == "0018,0088"


def test_types_and_forms_follow_from_types_and_examples(tmp_path: Path) -> None:
    spec, _ = written(tmp_path, document())

    told = {key: (each.type, each.wire, each.values) for key, each in spec.parameters.items()}

    assert told == {
        "Collection": ("text", None, ()),
        "Modality": ("text", None, ("CT", "MR")),
        "fromDate": ("date", "dd/MM/yyyy", ()),
        "size": ("integer", None, ()),
        "SeriesInstanceUID": ("uid", None, ()),
        "kind": ("text", None, ("patient", "study")),
        "value": ("text", None, ()),
    }


def test_endpoints_play_the_roles_of_those_of_the_same_name(tmp_path: Path) -> None:
    spec, _ = written(tmp_path, document())

    assert {name: role.endpoint for name, role in spec.service.roles.items()} == {
        "archive": "getImage",
        "hashed archive": "getImage",
    }


def test_the_client_asks_what_the_file_says(tmp_path: Path) -> None:
    written(tmp_path, document())
    call = "client.get_rows('RIDER Pilot', from_date='2023-03-28', size=5)[0].image_count"

    printed, request = called(tmp_path, call, ROWS)

    assert printed == "3"
    parameters = [("Collection", "RIDER Pilot"), ("fromDate", "28/03/2023"), ("size", "5")]
    assert request == ("GET", "/v5/getRows", parameters)


def test_the_client_posts_a_form(tmp_path: Path) -> None:
    written(tmp_path, document())

    printed, request = called(tmp_path, "client.search('patient').hits[0].patient_id", {"hits": [{"patientId": "p1"}]})

    assert printed == "p1"
    assert request == ("POST", "/v5/search", [("kind", "patient")])


def test_lint_names_what_nobody_has_looked_at(tmp_path: Path) -> None:
    written(tmp_path, document())

    named = [each.text for each in placeholders(tmp_path / "spec")]

    assert "look at python, tag, meaning of Slice Gap, then take unconfirmed away" in named
    assert "look at python, meaning, example of value, then take unconfirmed away" in named


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  /getImage:", "  /images/{id}:", "GET images/{id}: an endpoint is one word"),
        ("    post:\n", "    delete:\n", "DELETE search: it is asked with DELETE"),
        ("x-www-form-urlencoded:", "json:", "POST search: what is posted is no form"),
        (
            "in: query\n      required: true",
            "in: header\n      required: true",
            "SeriesInstanceUID is required and stands",
        ),
        ("https://small.example/services/v5/", "http://localhost/", "a placeholder that leads nowhere stands there"),
        ("ImageCount: {type: integer}", "Any: {type: array, items: {type: array}}", "Rows.Any: values of type array"),
    ],
)
def test_what_the_spec_language_cannot_say_is_named_and_the_rest_is_written(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    spec, left_out = written(tmp_path, document(edited(old, new)))

    assert [each for each in left_out if expected in each] != []
    assert "getRows" in spec.endpoints


def test_names_that_python_does_not_take_are_made_into_some_that_it_does(tmp_path: Path) -> None:
    text = edited("name: size\n", "name: class\n").replace("ImageCount:", '"3D: yes # no"')
    text = text.replace('"3D: yes # no"', '"3D: yes # no":').replace("/search:", "/Client:")

    spec, _ = written(tmp_path, document(text))

    assert spec.parameters["class"].python == "class_value"
    assert spec.attributes["3D: yes # no"].python == "attribute_3d_yes_no"
    assert "Client" not in spec.records


@pytest.mark.parametrize("version", ["", "V5", "5", "v-5", "class", "../v5", "v5/x"])
def test_a_name_that_cannot_be_one_of_a_version_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(RefusedError, match="cannot be the name of a version"):
        written(tmp_path, document(), version)


def test_a_folder_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    spec = copy_mini_spec(tmp_path)
    before = (spec / "v1" / "api.yaml").read_bytes()

    with pytest.raises(RefusedError, match="nothing is overwritten"):
        write(document(), "v1", spec)

    assert (spec / "v1" / "api.yaml").read_bytes() == before


def test_nothing_is_left_behind_where_nothing_can_be_said(tmp_path: Path) -> None:
    spec = copy_mini_spec(tmp_path)

    with pytest.raises(RefusedError, match="no endpoint that the spec language can say"):
        write(document("openapi: 3.1.0\npaths: {/a/b: {get: {responses: {200: {}}}}}"), "v5", spec)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["spec"]
    assert sorted(path.name for path in spec.iterdir() if path.is_dir()) == ["v1"]


NAMES = (
    st.sampled_from(
        ["id", "class", "self", "Yes", "null", "~", "seriesNumber", "COUNT", "count", "format", "#x", "3d", "A.B"]
    )
    | st.sampled_from(
        ["{{x}}", '"q"', "it's", "Collection", "fields", "None", "record", "a|b", "&a", "*b", "!c", "[x]"]
    )
    | st.sampled_from(["Series Number", "a: b", "- y", "名前"])
)
SCHEMAS = st.recursive(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["string", "integer", "number", "boolean", "weird"])},
        optional={"enum": st.lists(NAMES, max_size=2), "default": NAMES, "example": NAMES | st.just("28/03/2023")},
    ),
    lambda inner: (
        st.fixed_dictionaries({"type": st.just("array"), "items": inner})
        | st.fixed_dictionaries({"type": st.just("object"), "properties": st.dictionaries(NAMES, inner, max_size=4)})
        | st.fixed_dictionaries({"additionalProperties": inner})
    ),
    max_leaves=6,
)
PARAMETERS = st.lists(
    st.fixed_dictionaries(
        {"name": NAMES, "in": st.sampled_from(["query", "header"]), "required": st.booleans(), "schema": SCHEMAS}
    ),
    max_size=4,
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(SCHEMAS, PARAMETERS, st.sampled_from(["get", "list", "Client", "None", "a-b", "123", "_", "print"]))
def test_whatever_a_file_names_the_version_loads(
    tmp_path_factory: pytest.TempPathFactory, schema: object, parameters: object, path: str
) -> None:
    answers = {"200": {"content": {"application/json": {"schema": {"type": "array", "items": schema}}}}}
    methods = {"get": {"parameters": parameters, "responses": answers}}
    text = json.dumps({"openapi": "3.1.0", "paths": {f"/{path}": methods, "/other": {"get": {"responses": answers}}}})

    with contextlib.suppress(RefusedError):
        spec, _ = written(tmp_path_factory.mktemp("any"), document(text))

        assert spec.endpoints.keys() <= {path, "other"}


def test_the_small_file_has_no_faults() -> None:
    assert read(PATH).remarks == ()
    assert document(TEXT).remarks == ()


@pytest.mark.skipif(not history.LAST.is_file(), reason=history.WHY_NOT)
def test_the_last_official_file_makes_a_version_whose_client_works(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    write(read(history.LAST), "v5", spec)

    printed, request = called(tmp_path, "client.get_series(collection='x')[0].image_count", [{"ImageCount": 7}])

    assert len(load(spec)["v5"].endpoints) == 32
    assert printed == "7"
    assert request == ("GET", "/v5/getSeries", [("Collection", "x")])
