"""A version that says only what differs from another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.load.loading import load
from tests.generator.helpers import problems


def extend(spec: Path, text: str) -> None:
    """Write a version 2 that extends version 1."""
    (spec / "v2").mkdir()
    (spec / "v2" / "api.yaml").write_text(f"extends: v1\n{text}", encoding="utf-8")


def test_what_is_not_said_is_that_of_the_other_version(spec: Path) -> None:
    extend(spec, "service: {title: Another API}\n")

    specs = load(spec)

    assert specs["v2"].service.title == "Another API"
    assert specs["v2"].service.servers == specs["v1"].service.servers
    assert specs["v2"].endpoints == specs["v1"].endpoints


def test_mappings_are_merged_key_by_key(spec: Path) -> None:
    extend(spec, "endpoints: {getUpdatedSeries: {purpose: Something else.}}\n")

    specs = load(spec)

    assert specs["v2"].endpoints["getUpdatedSeries"].purpose == "Something else."
    assert specs["v2"].endpoints["getUpdatedSeries"].returns == specs["v1"].endpoints["getUpdatedSeries"].returns


def test_a_key_without_a_value_takes_away_what_the_other_version_has(spec: Path) -> None:
    extend(spec, "endpoints: {getUpdatedSeries: {sample: }}\n")

    specs = load(spec)

    assert specs["v1"].endpoints["getUpdatedSeries"].sample is not None
    assert specs["v2"].endpoints["getUpdatedSeries"].sample is None


def test_of_the_sections_that_are_inherited_only_what_is_used_is_taken(spec: Path) -> None:
    (spec / "v2").mkdir()
    own = (spec / "v1" / "api.yaml").read_text(encoding="utf-8")
    service = own[own.index("service:") : own.index("  roles:")]
    (spec / "v2" / "api.yaml").write_text(
        f"extends: v1\ninherits: [parameters, records]\n{service}  roles: {{}}\n"
        "endpoints:\n  getOthers:\n    python: get_others\n    stream: iter_others\n    purpose: Others.\n"
        "    parameters: {fromDate: {guide: required, server: required}}\n    formats: fixed\n    returns: UpdatedSeries\n"
        "    empty: {answer: empty-list, meaning: Nothing.}\n",
        encoding="utf-8",
    )

    found = load(spec)["v2"]

    assert list(found.endpoints) == ["getOthers"]
    assert (list(found.parameters), list(found.records)) == (["fromDate"], ["UpdatedSeries"])


def test_a_key_with_a_plus_sign_adds_to_the_list_of_the_other_version(spec: Path) -> None:
    extend(
        spec, "service: {errors+: [{status: 418, means: retired, when: Never., source: observed, evidence: None.}]}\n"
    )

    specs = load(spec)

    assert [case.status for case in specs["v2"].service.errors] == [
        *(case.status for case in specs["v1"].service.errors),
        418,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "extends: v1\nservice: {servers+: []}\n",
            "v2/api.yaml:2:11: error[unknown-key]: service has no key servers+ (did you mean servers?)",
        ),
        ("extends: v3\n", "v2/api.yaml:1:10: error[extends]: there is no other version v3"),
        ("extends: v2\n", "v2/api.yaml:1:10: error[extends]: there is no other version v2"),
        (
            "extends: v1\nendpoints: {getUpdatedSeries: {purpos: X}}\n",
            "v2/api.yaml:2:32: error[unknown-key]: endpoints.getUpdatedSeries has no key purpos (did you mean purpose?)",
        ),
        (
            "extends: v1\nendpoints: {getNothing: {python: get_nothing}}\n",
            "v2/api.yaml:2:13: error[missing-key]: endpoints.getNothing needs the key purpose; "
            "v1 has no getNothing to take it from",
        ),
        (
            "extends: v1\nendpoints: {getUpdatedSerie: {python: get_nothing}}\n",
            "v1 has no getUpdatedSerie to take it from (did you mean getUpdatedSeries?)",
        ),
        (
            "extends: v1\nendpoints: {getUpdatedSerie: }\n",
            "v2/api.yaml:2:13: error[extends]: v1 has no getUpdatedSerie here that could be taken away "
            "(did you mean getUpdatedSeries?)",
        ),
        (
            "extends: v1\nendpoints: {getUpdatedSeries: {group: }}\n",
            "v2/api.yaml:2:32: error[extends]: v1 has no group here that could be taken away",
        ),
        (
            "extends: v1\nendpoints: {getUpdatedSeries: {python: Get}}\n",
            "v2/api.yaml:2:40: error[python-name]: 'Get' is not written as this_name; try get",
        ),
    ],
    ids=[
        "an addition to what is no list",
        "no such version",
        "itself",
        "an unknown key",
        "an incomplete entry",
        "an entry with a misspelled name",
        "an entry that is not there to be taken away",
        "a key that is not there to be taken away",
        "a broken rule",
    ],
)
def test_what_is_wrong_is_named_where_it_is_said(spec: Path, text: str, expected: str) -> None:
    (spec / "v2").mkdir()
    (spec / "v2" / "api.yaml").write_text(text, encoding="utf-8")

    assert any(line.endswith(expected) for line in problems(spec))


@pytest.mark.parametrize("file", ["v1/api.yaml", "v1/endpoints.yaml", "v2/api.yaml", "attributes.yaml"])
def test_a_file_that_cannot_be_read_brings_no_further_errors_where_a_version_extends_another(
    spec: Path, file: str
) -> None:
    extend(spec, "service: {title: Another API}\n")
    (spec / "v2" / "endpoints.yaml").write_text("endpoints: {getUpdatedSeries: {purpose: Another one.}}\n")
    with (spec / file).open("a", encoding="utf-8") as text:
        text.write("\t]\n")

    (problem,) = problems(spec)
    assert problem.startswith(f"spec/{file}:")


def test_a_version_that_extends_another_is_none_to_extend(spec: Path) -> None:
    extend(spec, "")
    (spec / "v3").mkdir()
    (spec / "v3" / "api.yaml").write_text("extends: v2\n", encoding="utf-8")

    assert any("error[extends]: v2 says itself only what differs from v1" in line for line in problems(spec))
