"""Proposals for another version: its own files are edited, and those that it has from another one only with a word."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from generator.load.loading import load
from nbia_core.contract.findings import Finding
from nbia_core.contract.propose.proposals import Proposal, draft, places
from tests.contract.proposals import ADDED, REFORMATTED, RENAMED, TODAY, names
from tests.contract.results import copy_spec, finding, git_apply, result


def proposal_for(folder: Path, version: str, *findings: Finding) -> Proposal:
    return draft(dataclasses.replace(result(*findings), version=version), copy_spec(folder), today=TODAY)


def test_the_file_of_the_version_is_edited(tmp_path: Path) -> None:
    proposal = proposal_for(tmp_path, "v4", finding(ADDED, "getSeries", "BrandNew", shown=("abc",)))

    git_apply(str(proposal), tmp_path)
    specs = load(tmp_path / "spec")
    assert "BrandNew" in names(specs["v4"], "Series")
    assert "BrandNew" not in names(specs["v1"], "Series")
    assert not any("make sure that version" in line for line in proposal.done)


def test_what_a_version_has_from_another_is_edited_there_and_that_is_said(tmp_path: Path) -> None:
    proposal = proposal_for(tmp_path, "v2", finding(ADDED, "getSeries", "BrandNew", shown=("abc",)))

    git_apply(str(proposal), tmp_path)
    assert "BrandNew" in names(load(tmp_path / "spec")["v2"], "Series")
    assert "Version v2 has this from v1/metadata.yaml: make sure that version v1 has changed as well." in proposal.done


def test_what_only_the_extending_version_has_is_edited_in_its_file(tmp_path: Path) -> None:
    proposal = proposal_for(tmp_path, "v2", finding(RENAMED, "getSeriesQCInfo", "Doi", "DataDescriptionURI"))

    assert "spec/v2/metadata.yaml" in proposal.patch
    assert "spec/v1/" not in proposal.patch


@pytest.mark.parametrize("version", ["v4"])
def test_an_attribute_within_a_record_is_added_to_that_record(tmp_path: Path, version: str) -> None:
    proposal = proposal_for(tmp_path, version, finding(ADDED, "getSimpleSearch", "resultSet.Nick", shown=("abc",)))

    git_apply(str(proposal), tmp_path)
    spec = load(tmp_path / "spec")[version]
    assert "Nick" in names(spec, "SearchPatient")
    assert "resultSet.Nick" not in names(spec, "SearchResult")


def test_a_parameter_whose_key_is_not_its_name_on_the_wire_is_found(tmp_path: Path) -> None:
    optional = finding(REFORMATTED, "getImageDrillDown", "list", "an optional parameter", part="parameter")

    proposal = proposal_for(tmp_path, "v4", optional)

    git_apply(str(proposal), tmp_path)
    assert proposal.left_out == ()
    assert load(tmp_path / "spec")["v4"].endpoints["getImageDrillDown"].parameters["seriesKeys"].server == "optional"


def test_a_finding_about_such_a_parameter_stands_in_its_line(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    place = places(spec, "v4")(finding(REFORMATTED, "getImageDrillDown", "list", "x", part="parameter"))

    lines = (spec / "v4" / "search.yaml").read_text().splitlines()
    assert place is not None
    assert lines[place[1] - 1] == "      seriesKeys:"
