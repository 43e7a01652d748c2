"""OpenAPI files as they are: what is broken gets one error with its place, or a warning, and never a traceback."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing.document import Document
from generator.importing.openapi_text import LARGEST, UnreadableError, parse, read_text
from generator.importing.reading import read, read_document

from .small_file import TEXT, document, edited

START = "openapi: 3.1.0\npaths:\n"


def refusal(content: bytes) -> str:
    """Return why a content is refused."""
    with pytest.raises(UnreadableError) as refused:
        read_document(parse(content, "x.yaml"))
    return str(refused.value)


def like(start: str, read_all: Document) -> list[str]:
    """Return the remarks that begin with a text."""
    return [str(each) for each in read_all.remarks if str(each).startswith(start)]


def remarks(text: str) -> list[str]:
    return [str(each) for each in document(text).remarks]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "x.yaml:1:1: this is no OpenAPI file"),
        (b"- 1\n", "x.yaml:1:1: this is no OpenAPI file"),
        (b"openapi: 3.1.0\ninfo: {}\n", "x.yaml:1:1: this describes no API: it has no paths"),
        (b"openapi: 3.1.0\npaths: []\n", "x.yaml:2:1: this describes no API: its paths are no mapping"),
        (b"swagger: '2.0'\npaths: {}\n", "x.yaml:1:1: this is Swagger 2.0; OpenAPI 3 is read"),
        (b"paths: {}\nopenapi: 4.0\n", "x.yaml:2:1: this is OpenAPI 4.0; OpenAPI 3 is read"),
        (b"openapi: 3.1.0\npaths:\n  /a\n  /b:\n", "x.yaml:4:5: this is not YAML"),
        (b"openapi: 3.1.0\na: *\n", "x.yaml:2:5: this is not YAML"),
        (b"openapi: \xff\n", "x.yaml:1:10: this is not UTF-8"),
        ("openapi: 3.1.0\npaths: {}\n".encode("utf-16"), "x.yaml:1:1: this is not UTF-8"),
        (b"openapi: 3.1.0\n\x07: 1\n", "x.yaml:2:1: this is not YAML"),
        (b'{"openapi": "3.1.0", "paths": {"/a": }', "x.yaml:2:1: this is not YAML"),
        (b"a: " + b"[" * 500, "x.yaml:1:103: it is nested too deeply"),
        (b"a: &a [*a]\npaths: {}\n", "x.yaml:1:8: the alias a stands within what it names"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(content: bytes, expected: str) -> None:
    assert refusal(content).startswith(expected)


def test_aliases_that_would_fill_the_memory_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 10)}]" for number in range(1, 9)]

    assert "has more than 1,000,000 values, aliases written out" in refusal("\n".join(lines).encode())


def test_references_that_would_fill_the_memory_are_refused() -> None:
    schemas = [
        f"    S{number}: {{properties: {{a: {{$ref: '#/components/schemas/S{number + 1}'}}, "
        f"b: {{$ref: '#/components/schemas/S{number + 1}'}}}}}}"
        for number in range(40)
    ]
    answer = "{200: {content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}}}"
    text = f"{START}  /a: {{get: {{responses: {answer}}}}}\ncomponents:\n  schemas:\n" + "\n".join(schemas)

    assert "more than 100,000 properties" in refusal(text.encode())


def test_a_file_that_is_larger_than_any_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (LARGEST + 1))

    with pytest.raises(UnreadableError, match="more than 10,000,000 bytes"):
        read_text(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "place", "expected"),
    [
        (
            "enum: [CT, MR]",
            "enum: [Yes, No]",
            "24:41",
            "Yes is a boolean for readers of YAML 1.1; it is read as the word.",
        ),
        (
            "      tags: [Rows]\n",
            "      summary: Twice.\n",
            "15:7",
            "summary stands here a second time; the first is in line",
        ),
        ("- name: size\n", "- names: size\n", "30:11", "a parameter has no name"),
        (
            "in: query\n          schema: {type: integer, default: 10}",
            "schema: {type: integer, default: 10}",
            "30:11",
            "the parameter size does not say where it goes (in)",
        ),
        ("schema: {type: integer, default: 10}", "type: integer", "30:11", "the parameter size has no schema"),
        ("schemas/Kind", "schemas/Kinds", "69:24", "the reference #/components/schemas/Kinds leads nowhere"),
        (
            '"#/components/schemas/Kind"',
            '"other.yaml#/Kind"',
            "69:24",
            "the reference other.yaml#/Kind leads out of the file",
        ),
        (
            "Kind: {type: string, enum: [patient, study]}",
            'Kind: {$ref: "#/components/schemas/Kind"}',
            "92:12",
            "the reference #/components/schemas/Kind does not end",
        ),
        ("  /search:\n", "  search:\n", "59:3", "the path search does not begin with a stroke"),
        ("    post:\n", "    Post:\n", "60:5", "Post is no HTTP method"),
        ("    post:\n", "    get:\n    post:\n", "60:5", "there is nothing under get of /search"),
        ("type: array, items: {$ref", "type: array, format: {a: b}, items: {$ref", "41:37", "a format must be a text"),
        ("    Kind: {", "    Kind: !kind {", "92:11", "the tag !kind is passed over"),
        (
            "    Kind: {",
            "    ? [a, b]\n    : c\n    Kind: {",
            "92:7",
            "a key that is a list or a mapping is passed over",
        ),
        ("openapi: 3.1.0\n", "", "1:1", "the version of OpenAPI is not said"),
        (
            "      parameters:\n        - $ref: ",
            "      parameters:\n        ref: ",
            "52:7",
            "parameters are a mapping and no list",
        ),
        ("security:\n  - key: []", "security: yes", "6:1", "security is no list"),
        ("  - url: https", "  - address: https", "5:5", "a server without an address is passed over"),
    ],
)
def test_what_is_odd_is_remarked_with_its_place_and_the_rest_is_read(
    old: str, new: str, place: str, expected: str
) -> None:
    read_all = document(edited(old, new))

    assert like(f"{place}: warning: {expected}", read_all) != []
    assert {"getRows", "getImage"} <= {operation.path for operation in read_all.operations}


def test_a_file_without_faults_has_no_remarks() -> None:
    assert remarks(TEXT) == []


def test_words_that_look_like_booleans_are_read_as_they_were_written() -> None:
    text = edited("enum: [CT, MR]", "enum: [Yes, no, true]")

    (modality,) = [each for each in document(text).operations[0].parameters if each.name == "Modality"]

    assert modality.schema.values == ("Yes", "no", "true")


def test_of_a_key_that_stands_twice_the_second_counts() -> None:
    text = edited("schema: {type: integer, default: 10}", "schema: {type: integer, default: 10, default: 25}")

    (size,) = [each for each in document(text).operations[0].parameters if each.name == "size"]

    assert size.schema.default == "25"


def test_merged_keys_are_those_of_the_mapping() -> None:
    text = f"{START}  /a: &a\n    get: {{responses: {{200: {{}}}}}}\n  /b:\n    <<: *a\n    post: {{responses: {{200: {{}}}}}}\n"

    assert [(each.path, each.method) for each in document(text).operations] == [
        ("a", "GET"),
        ("b", "POST"),
        ("b", "GET"),
    ]


def test_json_is_read_as_it_is() -> None:
    text = '{\n\t"openapi": "3.1.0",\n\t"paths": {"/a": {"get": {"summary": "\\ud83d\\ude00 \\/", "responses": {"200": {}}}}}\n}'

    (operation,) = document(text).operations

    assert operation.summary == "\U0001f600 /"


def test_a_schema_that_holds_itself_is_read() -> None:
    text = edited("ImageCount: {type: integer}", 'Parent: {$ref: "#/components/schemas/Row"}')

    (rows, *_) = document(text).operations

    assert rows.answers["200"]["application/json"]["item.Parent"].type == "ref:Row"


def test_what_steers_a_terminal_does_not_get_there() -> None:
    assert "\x1b" not in str(document(edited("/getImage:", '"/get\\e[31mImage":')).operations)


WORDS = st.sampled_from(
    [
        "openapi",
        "paths",
        "/a",
        "get",
        "post",
        "parameters",
        "name",
        "in",
        "query",
        "schema",
        "type",
        "array",
        "items",
        "properties",
        "required",
        "enum",
        "responses",
        "200",
        "content",
        "application/json",
        "$ref",
        "components",
        "schemas",
        "security",
        "securitySchemes",
        "allOf",
        "oneOf",
        "requestBody",
        "servers",
        "url",
        "format",
    ]
)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 500) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=6),
    max_leaves=30,
)
PIECES = st.sampled_from(
    [
        *(
            "openapi: 3.1.0\n",
            "paths:\n",
            "  /a:\n",
            "    get:\n",
            "      parameters: ",
            "$ref: '#/paths'",
            "x: y",
            "---\n",
        ),
        *("- ", "*a", "&a ", "<<: ", "!!binary ", "? ", "|\n", "  ", "%YAML 1.2\n", *"{}[]'\"#\t\n\u2028"),
    ]
)


def read_or_refuse(content: bytes) -> None:
    """Read a content, or refuse it as it should be refused."""
    with contextlib.suppress(UnreadableError):
        read_document(parse(content, "x.yaml"))


@given(st.dictionaries(WORDS, TREES, max_size=6), st.dictionaries(WORDS, TREES, max_size=6))
def test_any_tree_is_read_or_refused(paths: dict[str, object], more: dict[str, object]) -> None:
    import yaml

    tree = {"openapi": "3.1.0", "paths": {"/a": paths}, **more}

    read_or_refuse(yaml.safe_dump(tree, allow_unicode=True).encode(errors="replace"))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_pieces_of_yaml_are_read_or_refused(text: str) -> None:
    read_or_refuse(text.encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refuse(content)


@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=4))
def test_a_file_with_any_piece_changed_is_read_or_refused(start: int, length: int, new: str) -> None:
    read_or_refuse((TEXT[:start] + new + TEXT[start + length :]).encode(errors="replace"))
