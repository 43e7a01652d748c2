"""What is proposed for an attribute that was added, and for everything at once."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from generator.compile import compile_spec
from generator.tree import build
from nbia_core.contract.checks.check import check
from nbia_core.contract.findings import Evidence, Finding
from nbia_core.contract.propose.proposals import draft, propose
from nbia_core.contract.sources.live import live
from tests.contract.proposals import ADDED, CHECK_AGAIN, EVERYTHING, TODAY, before, left_out, names, proposed, use
from tests.contract.results import CONTRACT, copy_spec, finding, git_apply, looked_at, result
from tests.generator.helpers import generate, run_python
from tests.reference_server import ReferenceServer, changes


def test_an_added_attribute(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    text = propose(result(finding(ADDED, attribute="BrandNew", shown=("abc",))), spec, today=TODAY)

    assert text.startswith(
        "# Series.BrandNew is added as text under the Python name brand_new: look at both, and describe it.\n"
    )
    assert [line for line in text.splitlines() if line.startswith("+")] == [
        "+++ b/spec/attributes.yaml",
        "+",
        "+  # Seen by nbia contract, not described yet",
        "+  BrandNew:",
        "+    python: brand_new",
        "+    tag: none",
        "+    type: text",
        "+    meaning: Not described yet.",
        "+++ b/spec/v1/metadata.yaml",
        "+      - BrandNew:",
        "+          source: observed",
        "+          evidence: Seen by nbia contract on 2026-11-22 in getSeries.",
    ]


def test_added_attributes_come_last_in_the_dictionary(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, attribute="BrandNew"), finding(ADDED, attribute="BrandNewer"))

    assert list(spec.attributes)[-2:] == ["BrandNew", "BrandNewer"]


def test_after_the_patch_nothing_is_new(tmp_path: Path, server: ReferenceServer) -> None:
    server.change(
        changes.rename_attribute("getSeries", "TimeStamp", "MaxSubmissionTimestamp"),
        changes.remove_attribute("getSeries", "ThirdPartyAnalysis"),
        changes.add_attribute("getSeries", "BrandNew", 1.5),
        changes.as_text("getSeriesSize", "ObjectCount"),
        changes.date_pattern(None, None, "MM-dd-yyyy"),
    )
    spec = copy_spec(tmp_path)
    found = check(CONTRACT, live(server.base_url, CONTRACT, pause=0), origin=server.base_url)

    git_apply(propose(found, spec), tmp_path)

    package = generate(spec, tmp_path / "generated")
    assert len(found.findings) > 5
    assert run_python(CHECK_AGAIN.format(url=server.base_url), package) == "[]"


def test_everything_at_once(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    proposal = draft(result(*EVERYTHING), spec, today=TODAY)
    git_apply(str(proposal), tmp_path)

    assert proposal.left_out == ()
    assert build(spec)


@pytest.mark.parametrize("one", EVERYTHING, ids=lambda one: f"{one.verdict}-{one.endpoint}-{one.attribute}")
def test_each_proposal_changes_what_is_generated_and_is_not_made_again(tmp_path: Path, one: Finding) -> None:
    spec = proposed(tmp_path, one)

    again = draft(result(one), tmp_path / "spec", today=TODAY)

    assert compile_spec(spec) != compile_spec(before())
    assert [line for line in again.patch.splitlines() if line.startswith("-") and not line.startswith("---")] == []


GUESSES: dict[str, tuple[tuple[object, ...], str, str | None]] = {
    "text and digits": (("abc", "0012"), "text", None),
    "digits": (("0012", "7"), "text", None),
    "whole": ((1, 2), "integer", None),
    "decimals": ((1, 2.5), "number", None),
    "flags": ((True, False), "boolean", None),
    "identifiers": (("1.3.6.1.4.1.9328.50.1.2",), "uid", None),
    "moments": (("2015-05-27 17:12:21.0",), "timestamp", None),
    "days": (("05-27-2015",), "timestamp", "MM-dd-yyyy"),
    "words": (("Mon Nov 04 11:45:52 UTC 2013",), "timestamp", "EEE MMM dd HH:mm:ss zzz yyyy"),
    "ISO": (("2015-05-27T17:12:21",), "text", None),
    "nothing": ((), "text", None),
}
"""Names of attributes, the values that were seen, and the type and form that follow from them."""


def test_type_and_form_are_guessed_from_the_values(tmp_path: Path) -> None:
    spec = proposed(tmp_path, *(finding(ADDED, attribute=name, shown=shown) for name, (shown, _, _) in GUESSES.items()))

    assert {name: (spec.attributes[name].type, use(spec, "Series", name).wire) for name in GUESSES} == {
        name: (type_, wire) for name, (_, type_, wire) in GUESSES.items()
    }


def test_only_json_says_of_which_type_values_are(tmp_path: Path) -> None:
    csv = Evidence(request="csv", shown=('"17"',))
    json = Evidence(request="json", shown=("17",))
    found = dataclasses.replace(finding(ADDED, attribute="X", formats=("csv", "json")), evidence=(csv, json))

    assert proposed(tmp_path, found).attributes["X"].type == "integer"


@pytest.mark.parametrize(
    "python_names",
    [
        {
            "BrandNew": "brand_new",
            "SOPClassName": "sop_class_name",
            "Acquisition Date/Time": "acquisition_date_time",
            "3D Flag": "attribute_3d_flag",
            "class": "class_value",
            "id": "id_value",
            "Type": "type_value",
            "Match": "match_value",
            "field": "field_2",
            "名前": "attribute",
            "null": "null",
            "- x": "x",
            "&a": "a",
            "a: b": "a_b",
            "1.0": "attribute_1_0",
            "2026-01-31": "attribute_2026_01_31",
            "it's": "it_s",
            "x" * 200: "x" * 200,
        },
        {"_": "attribute", "a #b": "a_b", "{{x}}": "x"},
        {"~": "attribute"},
    ],
    ids=["all kinds", "more of the same", "a sign"],
)
def test_any_name_finds_its_place(tmp_path: Path, python_names: dict[str, str]) -> None:
    spec = proposed(tmp_path, *(finding(ADDED, attribute=wire) for wire in python_names))

    assert {wire: spec.attributes[wire].python for wire in python_names} == python_names
    assert names(spec, "Series")[-len(python_names) :] == list(python_names)


@pytest.mark.parametrize("wire", ["", " ", "a\nb", "\x1b[31m", "\ud800"])
def test_a_name_that_cannot_be_written_is_left_out(tmp_path: Path, wire: str) -> None:
    (reason,) = left_out(tmp_path, finding(ADDED, attribute=wire))

    assert reason.endswith("the name that was sent cannot stand in the spec.")


def test_an_added_attribute_may_be_in_the_dictionary(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, "getPatient", "StudyDate", shown=("11-04-2013",)))

    added = use(spec, "Patient", "StudyDate")
    assert (added.attribute, added.wire, added.source) == ("StudyDate", "MM-dd-yyyy", "observed")
    assert len(spec.attributes) == len(before().attributes)


def test_an_added_attribute_may_be_another_spelling(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, "getPatient", "study_date"))

    assert use(spec, "Patient", "study_date").attribute == "StudyDate"


def test_a_second_attribute_of_a_concept_gets_a_name_of_its_own(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, attribute="Study Date"))

    assert use(spec, "Series", "Study Date").python == "study_date_2"


def test_an_added_attribute_with_other_values_than_the_dictionary_has(tmp_path: Path) -> None:
    (reason,) = left_out(tmp_path, finding(ADDED, "getPatient", "StudyDate", shown=("yesterday",)))

    assert reason == (
        "attribute added: getPatient, StudyDate: the spec language has no form of timestamp that is written like this."
    )


def test_the_same_attribute_of_two_endpoints_with_one_record_is_added_once(tmp_path: Path) -> None:
    both = (finding(ADDED, "getPatient", "X"), finding(ADDED, "NewPatientsInCollection", "X"))

    assert names(proposed(tmp_path, *both), "Patient").count("X") == 1


def test_the_same_attribute_of_two_records_is_described_once(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, "getPatient", "X"), finding(ADDED, "getSeries", "X"))

    assert (names(spec, "Patient")[-1], names(spec, "Series")[-1]) == ("X", "X")


def test_an_attribute_added_in_one_of_two_endpoints_with_one_record_is_left_out(tmp_path: Path) -> None:
    coverage = looked_at("getPatient", "NewPatientsInCollection", formats=("json", "csv"))

    (reason,) = left_out(tmp_path, finding(ADDED, "getPatient", "X"), coverage=coverage)

    assert reason.endswith("NewPatientsInCollection returns Patient too and is as it was: they need two records now.")


def test_json_alone_does_not_show_that_an_attribute_was_not_added(tmp_path: Path) -> None:
    coverage = looked_at("getPatient", "NewPatientsInCollection")

    assert names(proposed(tmp_path, finding(ADDED, "getPatient", "X"), coverage=coverage), "Patient")[-1] == "X"
