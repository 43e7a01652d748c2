"""Two OpenAPI files: each kind of change is found once, by weight, and nothing where only texts, examples or order differ."""

from __future__ import annotations

import json

import pytest

from generator.importing.comparison import compare

from .small_file import TEXT, document, edited


def found(old: str, new: str) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """Return the changes without endpoint, place and advice."""
    changes = compare(document(old), document(new))
    return [(each.weight, each.kind, each.subject, each.before, each.after) for each in changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("services/v5/", "services/v6/", ["server removed", "server added"]),
        (
            "        - name: size\n",
            "        - {name: page, in: query, schema: {}}\n        - name: size\n",
            ["parameter added"],
        ),
        (
            "        - name: size\n",
            "        - {name: page, in: query, required: true, schema: {}}\n        - name: size\n",
            ["required parameter added"],
        ),
        ("name: fromDate", "name: since", ["parameter removed", "parameter added"]),
        ("name: fromDate", "name: from_date", ["parameter renamed"]),
        ("in: query\n          description", "in: header\n          description", ["parameter sent elsewhere"]),
        (
            "          required: true\n          schema: {type: string}\n          example: RIDER",
            "          schema: {type: string}\n          example: RIDER",
            ["parameter no longer required"],
        ),
        (
            "          schema: {type: string, enum: [CT, MR]}",
            "          required: true\n          schema: {type: string, enum: [CT, MR]}",
            ["parameter newly required"],
        ),
        ("enum: [CT, MR]", "enum: [CT]", ["fewer values"]),
        ("enum: [CT, MR]", "enum: [CT, MR, PT]", ["more values"]),
        (", enum: [CT, MR]", "", ["more values"]),
        ("default: 10", "default: 25", ["other default"]),
        (", default: 10", "", ["other default"]),
        ("type: integer, default", "type: string, default", ["parameter retyped"]),
        ("  /getImage:", "  /getimage:", ["endpoint renamed"]),
        ("  /getImage:", "  /getPicture:", ["endpoint removed", "endpoint added"]),
        ("    post:\n", "    put:\n", ["other method"]),
        ("      security: []\n", "", ["login added"]),
        ("security:\n  - key: []\n", "", ["login of all endpoints removed", "login removed", "login removed"]),
        ("scheme: bearer", "scheme: basic", ["other way to log in"]),
        ("    key: {", "    other: {", ["way to log in removed", "way to log in added"]),
        ("x-www-form-urlencoded:", "json:", ["body type removed", "body type added"]),
        ("required: [kind]", "required: [kind, value]", ["form field newly required"]),
        ("                value: {type: string}\n", "", ["form field removed"]),
        ('        "400":\n', '        "401":\n', ["status removed", "status added"]),
        ("            text/csv:", "            text/html:", ["content type removed", "content type added"]),
        ("total: {type: integer}", "total: {type: string}", ["attribute retyped"]),
        ("total: {type: integer}", "total: {type: integer}\n                  more: {}", ["attribute added"]),
        ("patientId: {type: string}", "", ["attribute removed"]),
        (
            "patientId: {type: string}",
            "x: {properties: {patientId: {type: string}}}",
            ["attribute removed", "attribute added", "attribute added"],
        ),
        ("        ImageCount: {type: integer}\n", "", ["attribute removed", "attribute of a schema removed"]),
        ("enum: [patient, study]", "enum: [patient]", ["fewer values"]),
        (
            "    Kind: {type: string, enum: [patient, study]}\n",
            "    Kind: {type: string, enum: [patient, study]}\n    More: {}\n",
            ["schema added"],
        ),
    ],
)
def test_each_kind_of_change_is_found(old: str, new: str, expected: list[str]) -> None:
    assert [kind for _, kind, *_ in found(TEXT, edited(old, new))] == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Rows of a collection.", "All rows."),
        ("description: Only what was released later.", "description: Since."),
        ("example: RIDER Pilot", "example: TCGA"),
        ("tags: [Rows]", "tags: [Other]"),
        ("enum: [CT, MR]", "enum: [MR, CT]"),
        ('version: "1"', 'version: "2"'),
        ("        - name: Modality\n          in: query\n", "        - in: query\n          name: Modality\n"),
        (
            "        SeriesInstanceUID: {type: string}\n        ImageCount: {type: integer}\n",
            "        ImageCount: {type: integer}\n        SeriesInstanceUID: {type: string}\n",
        ),
        ("  - name: Rows\n    description: What has rows.\n", "  []\n"),
        ("scheme: bearer}", "scheme: bearer, description: A key}"),
    ],
)
def test_texts_examples_order_and_tags_are_no_change(old: str, new: str) -> None:
    assert found(TEXT, edited(old, new)) == []


def test_a_file_differs_in_nothing_from_the_same_as_json() -> None:
    import yaml

    assert found(TEXT, json.dumps(yaml.safe_load(TEXT), indent="\t")) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  /getImage:", "  /getimage:", ["breaks callers"]),
        ("name: fromDate", "name: from_date", ["breaks on the wire"]),
        ("    post:\n", "    put:\n", ["breaks on the wire"]),
        ("name: fromDate", "name: since", ["breaks callers", "adds"]),
        ("      security: []\n", "", ["breaks callers"]),
        ("enum: [CT, MR]", "enum: [CT, MR, PT]", ["adds"]),
        ('        "400":\n', '        "401":\n', ["breaks on the wire", "adds"]),
    ],
)
def test_a_change_weighs_by_whom_it_meets(old: str, new: str, expected: list[str]) -> None:
    assert [weight for weight, *_ in found(TEXT, edited(old, new))] == expected


def test_a_change_says_where_it_stands_and_what_to_do() -> None:
    (change,) = compare(document(), document(edited("enum: [CT, MR]", "enum: [CT]")))

    assert (change.endpoint, change.part, change.subject) == ("getRows", "parameter", "Modality")
    assert (change.before, change.after) == ("CT, MR", "CT")
    assert change.action == "Give Modality one of CT."
    assert change.place == "small.yaml:22"


def test_what_several_content_types_have_in_common_changes_once() -> None:
    both = edited(
        "          application/x-www-form-urlencoded:\n            schema:\n",
        "          multipart/form-data: {schema: {properties: {value: {type: string}}}}\n"
        "          application/x-www-form-urlencoded:\n            schema:\n",
    )

    changes = found(both, both.replace("value: {type: string}", "value: {type: integer}"))

    assert changes == [("breaks callers", "form field retyped", "value", "string", "integer")]
