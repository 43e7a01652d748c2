"""What lint says of a spec that is good YAML but does not follow the language."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.tree import build
from tests.generator.helpers import edit, problems

ATTRIBUTES = "attributes.yaml"
SERVICE = "v1/api.yaml"
ENDPOINTS = "v1/endpoints.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            ENDPOINTS,
            "          guide_name: SeriesNumber\n",
            "          guide_nam: SeriesNumber\n",
            "10:11: error[unknown-key]: records.UpdatedSeries.attributes.2.Series Number has no key guide_nam "
            "(did you mean guide_name?)",
        ),
        (
            ATTRIBUTES,
            "attributes:\n",
            "speling: {}\nattributes:\n",
            "1:1: error[unknown-key]: the file has no key speling",
        ),
        (
            ATTRIBUTES,
            '    tag: "0020,0011"\n',
            "",
            "13:3: error[missing-key]: attributes.SeriesNumber needs the key tag",
        ),
        (
            ATTRIBUTES,
            '    tag: "0020,0011"\n',
            '    tag: "0020, 0011"\n',
            "15:10: error[value]: attributes.SeriesNumber.tag: '0020, 0011' does not match "
            "'^([0-9A-F]{4},[0-9A-F]{4}|none)$'",
        ),
        (
            ATTRIBUTES,
            "    type: text\n",
            "    type: txt\n",
            "11:11: error[value]: attributes.Collection.type: 'txt' is not one of boolean, integer, number, "
            "record, text, timestamp, uid (did you mean text?)",
        ),
        (
            SERVICE,
            "example: 1.3.6.1.4.1.9328.50.1.2",
            "example: 143.53599064898089361503082484556513429004",
            "45:14: error[type]: parameters.SeriesInstanceUID.example: 143.53599064898088 is of another type than string; "
            "quote it",
        ),
        (
            ENDPOINTS,
            "status: 400",
            'status: "400"',
            "37:17: error[type]: endpoints.getImage.errors.0.status: '400' is of another type than integer",
        ),
        (
            ENDPOINTS,
            "status: 400",
            "status: 99",
            "37:17: error[value]: endpoints.getImage.errors.0.status: 99 is less than the minimum of 100",
        ),
        (
            ENDPOINTS,
            "      - SeriesInstanceUID\n",
            '      - ""\n',
            "5:9: error[value]: records.UpdatedSeries.attributes.0: '' should be non-empty",
        ),
        (
            ENDPOINTS,
            "      - SeriesInstanceUID\n",
            "      - SeriesInstanceUID:\n",
            "5:27: error[type]: records.UpdatedSeries.attributes.0.SeriesInstanceUID: None is of another type than object",
        ),
        (
            ENDPOINTS,
            "license: LICENSE, hashes: md5hashes.csv}\n",
            "license: LICENSE}\n    formats: fixed\n    returns: SeriesSize\n",
            "23:3: error[kind]: endpoints.getImage must have either returns and formats, or content",
        ),
    ],
)
def test_what_the_language_does_not_allow_is_named(spec: Path, file: str, old: str, new: str, expected: str) -> None:
    edit(spec, file, old, new)

    assert problems(spec) == [f"spec/{file}:{expected}"]


def test_a_misspelled_key_is_both_unknown_and_missing(spec: Path) -> None:
    edit(spec, ATTRIBUTES, "    meaning: The name of", "    meening: The name of")

    assert problems(spec) == [
        "spec/attributes.yaml:8:3: error[missing-key]: attributes.Collection needs the key meaning",
        "spec/attributes.yaml:12:5: error[unknown-key]: attributes.Collection has no key meening (did you mean meaning?)",
    ]


def test_an_endpoint_that_sends_nothing_is_told_what_it_can_have(spec: Path) -> None:
    edit(
        spec,
        ENDPOINTS,
        "    content: {kind: zip, content_type: application/octet-stream, license: LICENSE, hashes: md5hashes.csv}\n",
        "",
    )

    assert problems(spec) == [
        "spec/v1/endpoints.yaml:23:3: error[missing-key]: endpoints.getImage needs the key content",
        "spec/v1/endpoints.yaml:23:3: error[missing-key]: endpoints.getImage needs the key formats",
        "spec/v1/endpoints.yaml:23:3: error[missing-key]: endpoints.getImage needs the key returns",
    ]


@pytest.mark.parametrize("attribute", ["5", "[SeriesInstanceUID]", "~"])
def test_an_attribute_that_is_no_name_is_not_told_the_rule_of_endpoints(spec: Path, attribute: str) -> None:
    edit(spec, ENDPOINTS, "      - SeriesInstanceUID\n", f"      - {attribute}\n")

    lines = problems(spec)

    assert [line.split(" ")[0] for line in lines] == ["spec/v1/endpoints.yaml:5:9:"]
    assert "returns and formats" not in lines[0]


def test_a_status_with_a_decimal_point_is_an_error_of_the_spec(spec: Path) -> None:
    edit(spec, ENDPOINTS, "status: 400", "status: 400.0")

    assert [line.split(" ")[0] for line in problems(spec)] == ["spec/v1/endpoints.yaml:37:17:"]


def test_a_service_with_one_format_has_no_endpoint_that_chooses(spec: Path) -> None:
    text = (spec / SERVICE).read_text(encoding="utf-8")
    (spec / SERVICE).write_text(text[: text.index("    csv:\n")] + text[text.index("  errors:\n") :], encoding="utf-8")

    assert (
        "v1/endpoints.yaml:54:14: error[default-format]: the service has one format: formats must be fixed"
        in (problems(spec)[0])
    )


def test_what_is_observed_is_not_said_to_lack_in_a_guide_that_is_known_in_part(spec: Path) -> None:
    edit(spec, SERVICE, "  guide: Mini Guide\n", "  guide: Mini Guide\n  guide_known: in part\n")
    edit(spec, ENDPOINTS, "guide: absent\n        server: optional", "guide: optional\n        server: optional")

    shown = b"".join(text for path, text in build(spec).items() if path.startswith(("docs/", "nbia/v1/"))).decode()

    assert "Server source (June 2026)." in shown
    assert "Not in the guide" not in shown
    assert "only parts could be read" in shown


# Several files


def test_an_entry_may_stand_in_one_file_only(spec: Path) -> None:
    (spec / "v1" / "more.yaml").write_text((spec / ATTRIBUTES).read_text(encoding="utf-8")[:200], encoding="utf-8")

    assert problems(spec)[0] == (
        "spec/v1/more.yaml:2:3: error[duplicate-key]: SeriesInstanceUID stands in spec/attributes.yaml too"
    )


def test_the_service_may_stand_in_one_file_only(spec: Path) -> None:
    text = (spec / SERVICE).read_text(encoding="utf-8")
    (spec / "v1" / "more.yaml").write_text(text.partition("\nparameters:")[0], encoding="utf-8")

    assert problems(spec) == ["spec/v1/more.yaml:1:1: error[duplicate-key]: service stands in spec/v1/api.yaml too"]


def test_a_section_may_be_spread_over_files(spec: Path) -> None:
    text = (spec / ATTRIBUTES).read_text(encoding="utf-8")
    first, _, rest = text.partition("  Collection:\n")
    (spec / ATTRIBUTES).write_text(first, encoding="utf-8")
    (spec / "more.yaml").write_text(f"attributes:\n  Collection:\n{rest}", encoding="utf-8")

    assert problems(spec) == []


@pytest.mark.parametrize(
    ("file", "section"), [(ATTRIBUTES, "attributes"), (SERVICE, "service"), (ENDPOINTS, "endpoints")]
)
def test_a_missing_section_is_an_error(spec: Path, file: str, section: str) -> None:
    (spec / file).unlink()

    assert [line for line in problems(spec) if line.endswith(f"no file of the spec has the section {section}")] != []
