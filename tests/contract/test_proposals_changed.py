"""What is proposed for an attribute that was renamed, retyped, reformatted or lost."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from generator.load.loading import load
from nbia_core.contract.propose.proposals import draft, propose
from tests.contract.proposals import (
    ADDED,
    MISSING,
    REFORMATTED,
    RENAMED,
    RETYPED,
    before,
    left_out,
    names,
    proposed,
    use,
)
from tests.contract.results import copy_spec, finding, git_apply, looked_at, result


def test_a_renamed_attribute_keeps_its_python_name(tmp_path: Path) -> None:
    renamed = use(proposed(tmp_path, finding(RENAMED, attribute="ProtocolName", new="Protocol")), "Series", "Protocol")

    assert renamed.attribute == "ProtocolName"
    assert renamed.guide_name == "ProtocolName"
    assert renamed.note == (
        "Called ProtocolName before; the new name was seen by nbia contract on 2026-11-22 in getSeries."
    )


def test_a_renamed_attribute_keeps_its_place_and_its_promises(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(RENAMED, attribute="Modality", new="modality"))

    assert names(spec, "Series")[2] == "modality"
    assert use(spec, "Series", "modality").presence == "always"


def test_a_renamed_attribute_may_get_the_name_of_its_concept(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    git_apply(propose(result(finding(RENAMED, attribute="StudyDesc", new="StudyDescription")), spec), tmp_path)

    assert "      - StudyDescription:\n          source: observed\n" in (spec / "v1" / "metadata.yaml").read_text()


def test_a_note_is_kept(tmp_path: Path) -> None:
    renamed = use(proposed(tmp_path, finding(RENAMED, attribute="TimeStamp", new="Submitted")), "Series", "Submitted")

    assert str(renamed.note).startswith("The guide calls it the date of release. It is the time")
    assert "Called TimeStamp before" in str(renamed.note)


def test_a_renamed_attribute_of_the_download(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(RENAMED, "getSeriesSize", "TotalSizeInBytes", "Bytes"))

    assert spec.service.roles["series size"].size == "Bytes"
    assert spec.service.roles["series"].size == "FileSize"


@pytest.mark.parametrize(
    ("old", "new", "announced", "on_license"),
    [
        ("ImageCount", "Images", ("Images", "FileSize"), ("Collection", "LicenseName", "LicenseURI")),
        ("FileSize", "Bytes", ("ImageCount", "Bytes"), ("Collection", "LicenseName", "LicenseURI")),
        ("Collection", "Project", ("ImageCount", "FileSize"), ("Project", "LicenseName", "LicenseURI")),
        ("LicenseURI", "LicenseURL", ("ImageCount", "FileSize"), ("Collection", "LicenseName", "LicenseURL")),
        ("ProtocolName", "Protocol", ("ImageCount", "FileSize"), ("Collection", "LicenseName", "LicenseURI")),
    ],
)
def test_a_renamed_attribute_of_a_series_is_renamed_in_the_download_too(
    tmp_path: Path, old: str, new: str, announced: tuple[str, str], on_license: tuple[str, ...]
) -> None:
    spec = proposed(tmp_path, finding(RENAMED, "getSeries", old, new))

    record = spec.service.roles["series"]
    assert (record.image_count, record.size) == announced
    assert record.license == on_license
    assert spec.service.roles["series size"] == before().service.roles["series size"]


def test_what_the_download_refers_to_is_renamed_in_every_place(tmp_path: Path) -> None:
    one = finding(RENAMED, attribute="Collection", new="Project")
    other = finding(RENAMED, attribute="LicenseName", new="License Name")

    record = proposed(tmp_path, one, other).service.roles["series"]

    assert record.license == ("Project", "License Name", "LicenseURI")


def test_a_rename_to_a_name_that_exists_is_left_out(tmp_path: Path) -> None:
    (reason,) = left_out(tmp_path, finding(RENAMED, attribute="StudyDesc", new="StudyDate"))

    assert reason == "probably renamed: getSeries, StudyDesc: Series has StudyDate already."


def test_a_rename_in_one_of_two_endpoints_with_one_record_is_left_out(tmp_path: Path) -> None:
    one = finding(RENAMED, "getPatient", "PatientSex", "Sex")

    (reason,) = left_out(tmp_path, one, coverage=looked_at("getPatient", "NewPatientsInCollection"))

    assert reason == (
        "probably renamed: getPatient, PatientSex: NewPatientsInCollection returns Patient too and is as it was: "
        "they need two records now."
    )


def test_a_rename_in_both_endpoints_with_one_record_is_done(tmp_path: Path) -> None:
    both = (
        finding(RENAMED, "getPatient", "PatientSex", "Sex"),
        finding(RENAMED, "NewPatientsInCollection", "PatientSex", "Sex"),
    )

    spec = proposed(tmp_path, *both, coverage=looked_at("getPatient", "NewPatientsInCollection"))

    assert "Sex" in names(spec, "Patient")


def test_an_accepted_finding_speaks_for_its_endpoint(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    found = result(
        finding(RENAMED, "getPatient", "PatientSex", "Sex"), coverage=looked_at("getPatient", "NewPatientsInCollection")
    )
    accepted = finding(RENAMED, "NewPatientsInCollection", "PatientSex", "Sex")

    proposal = draft(dataclasses.replace(found, accepted=((accepted, "known"),)), spec)

    assert proposal.left_out == ()
    assert "+      - Sex:" in proposal.patch


def test_what_only_csv_says_is_left_out(tmp_path: Path) -> None:
    one = finding(RENAMED, attribute="ProtocolName", new="Protocol", formats=("csv",))

    (reason,) = left_out(tmp_path, one, coverage=looked_at("getSeries", formats=("json", "csv")))

    assert reason.endswith("it is so in csv but not in JSON, which the spec describes.")


@pytest.mark.parametrize(
    ("endpoint", "attribute", "new", "shown", "wire"),
    [
        ("getSeries", "SeriesNumber", "string", ("1.000000", "2.000000"), "decimal"),
        ("getSeries", "SeriesNumber", "string", ("1", "2"), "digits"),
        ("getSeries", "AnnotationsFlag", "string", ("true",), "word"),
        ("getSeries", "AnnotationsFlag", "string", ("1",), "1/0"),
        ("getSeriesMetaData", "Number of Images", "number", (12,), None),
        ("getSeriesMetaData", "Series Number", "number", (), None),
    ],
)
def test_a_retyped_attribute_gets_another_form(
    tmp_path: Path, endpoint: str, attribute: str, new: str, shown: tuple[object, ...], wire: str | None
) -> None:
    spec = proposed(tmp_path, finding(RETYPED, endpoint, attribute, new, shown=shown))

    assert use(spec, str(spec.endpoints[endpoint].returns), attribute).wire == wire


@pytest.mark.parametrize(
    ("endpoint", "attribute", "new", "shown", "type_", "example"),
    [
        ("getPatientStudy", "SeriesCount", "number with decimals", (2.5,), "number", 2.5),
        ("getPatientStudy", "SeriesCount", "string", ("few",), "text", "few"),
        ("getPatientStudy", "StudyID", "number", (7,), "integer", 7),
        ("getPatientStudy", "PatientAge", "boolean", (True,), "boolean", True),
    ],
)
def test_an_attribute_of_one_record_gets_another_type(
    tmp_path: Path, endpoint: str, attribute: str, new: str, shown: tuple[object, ...], type_: str, example: object
) -> None:
    entry = proposed(tmp_path, finding(RETYPED, endpoint, attribute, new, shown=shown)).attributes[attribute]

    assert (entry.type, entry.example) == (type_, example)


@pytest.mark.parametrize(
    ("endpoint", "attribute", "new", "shown", "reason"),
    [
        (
            "getPatient",
            "PatientName",
            "number",
            (2,),
            "the spec language has no form of text that is number, and Study has PatientName too, as text.",
        ),
        (
            "getSeriesSize",
            "TotalSizeInBytes",
            "string",
            ("12 MB",),
            "the spec language has no form of integer that is string, and the series download counts with"
            " TotalSizeInBytes.",
        ),
        (
            "getSeries",
            "SeriesNumber",
            "string",
            (),
            "the evidence does not show in which form of integer the values are.",
        ),
        ("getSeries", "SeriesNumber", "object", (), "the spec language has no type for object."),
        (
            "getSeries",
            "SeriesNumber",
            "null where a value is absent",
            (),
            "the spec language has no type for null where",
        ),
        (
            "getSeries",
            "SeriesDate",
            "number (epoch in milliseconds)",
            (1e12,),
            "the spec language has no form of timestamp",
        ),
    ],
)
def test_a_type_that_the_spec_cannot_say_is_left_out(
    tmp_path: Path, endpoint: str, attribute: str, new: str, shown: tuple[object, ...], reason: str
) -> None:
    (said,) = left_out(tmp_path, finding(RETYPED, endpoint, attribute, new, shown=shown))

    assert said.startswith(f"retyped: {endpoint}, {attribute}: {reason}")


@pytest.mark.parametrize(
    ("endpoint", "attribute", "new", "wire"),
    [
        ("getSeries", "SeriesDate", "MM-dd-yyyy", "MM-dd-yyyy"),
        ("getSeries", "DateReleased", "EEE MMM dd HH:mm:ss zzz yyyy", "EEE MMM dd HH:mm:ss zzz yyyy"),
        ("getSeriesMetaData", "Study Date", "yyyy-MM-dd HH:mm:ss.S", None),
        ("getSeriesMetaData", "Number of Images", "a number with decimals", "decimal"),
    ],
)
def test_a_reformatted_attribute_gets_another_form(
    tmp_path: Path, endpoint: str, attribute: str, new: str, wire: str | None
) -> None:
    spec = proposed(tmp_path, finding(REFORMATTED, endpoint, attribute, new))

    assert use(spec, str(spec.endpoints[endpoint].returns), attribute).wire == wire


@pytest.mark.parametrize(
    ("attribute", "new", "reason"),
    [
        ("SeriesDate", "ISO 8601", "the spec language has no form of timestamp that is ISO 8601."),
        ("SeriesNumber", "a number with decimals", "the spec says nothing of how other formats than JSON write it."),
        (None, "content type text/plain", "it is about no single attribute."),
    ],
)
def test_a_form_that_the_spec_cannot_say_is_left_out(
    tmp_path: Path, attribute: str | None, new: str, reason: str
) -> None:
    (said,) = left_out(tmp_path, finding(REFORMATTED, attribute=attribute, new=new))

    assert said.endswith(f": {reason}")


def test_an_attribute_that_is_not_in_every_row(tmp_path: Path) -> None:
    missing = use(
        proposed(tmp_path, finding(MISSING, attribute="ImageCount", new="not in every row")), "Series", "ImageCount"
    )

    assert missing.presence is None
    assert missing.note == "Not in every row: seen by nbia contract on 2026-11-22 in getSeries."


def test_a_lost_column_of_the_guide_stays_and_the_differences_say_it(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(MISSING, attribute="LicenseURI", formats=("csv",)))

    difference = spec.endpoints["getSeries"].differences[-1]
    assert "LicenseURI" in names(spec, "Series")
    assert (difference.guide, difference.server) == ("LicenseURI is an attribute.", "It is not sent any more.")


def test_a_lost_column_that_only_the_server_had_is_removed(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(MISSING, attribute="ThirdPartyAnalysis", formats=("csv",)))

    assert "ThirdPartyAnalysis" not in names(spec, "Series")
    assert "ThirdPartyAnalysis" in spec.attributes


def test_a_concept_that_nothing_uses_any_more_goes_too(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    git_apply(propose(result(finding(ADDED, attribute="BrandNew")), spec), tmp_path)

    git_apply(propose(result(finding(MISSING, attribute="BrandNew", formats=("csv",))), spec), tmp_path)

    assert "BrandNew" not in load(spec)["v1"].attributes


def test_an_attribute_that_other_formats_have_is_left_out(tmp_path: Path) -> None:
    (reason,) = left_out(tmp_path, finding(MISSING, attribute="ProtocolName"))

    assert reason == "attribute missing: getSeries, ProtocolName: other answers or formats still have it."
