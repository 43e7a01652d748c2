"""The language of the spec is made of its types, and stands beside the spec for editors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.load.schema import FILE, schema
from tests.generator.helpers import SPEC


def test_a_field_has_its_words_its_values_and_what_stands_below_it() -> None:
    field = schema()["$defs"]["ParameterUse"]["properties"]["server"]

    assert field == {
        "description": "What the server does when it is missing (required: it refuses; optional) or given (ignored).",
        "enum": ["ignored", "optional", "required"],
    }


def test_what_may_be_left_out_can_not_be_written_as_nothing() -> None:
    field = schema()["$defs"]["Endpoint"]["properties"]["details"]

    assert field == {"description": "What else is to know of it.", "type": "string", "pattern": r"\S"}


def test_keys_that_no_type_has_are_refused_everywhere() -> None:
    assert {part["additionalProperties"] for part in schema()["$defs"].values()} == {False}


def test_generate_writes_the_language_beside_the_spec_and_check_compares_it(
    tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = ["--spec", str(spec), "--output", str(tmp_path / "generated")]
    (spec / FILE).write_text("{}", encoding="utf-8")

    before = main(["check", *folders]), "error[drift]: changed: schema.json" in capsys.readouterr().err
    done = main(["generate", *folders])
    after = main(["check", *folders])

    assert (before, done, after) == ((1, True), 0, 0)
    assert json.loads((spec / FILE).read_bytes()) == json.loads((SPEC / FILE).read_bytes())
