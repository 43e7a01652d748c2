"""Proposed patches of the spec: git applies them, the generator accepts the result, and nothing else changes."""

from __future__ import annotations

import builtins
import dataclasses
import datetime
from pathlib import Path
from typing import Any

import pytest

from generator.lower import lower
from generator.runtime.contract.checks import check
from generator.runtime.contract.findings import Evidence, Finding, Verdict
from generator.runtime.contract.proposals import SpecError, draft, propose
from generator.runtime.contract.sources import live
from generator.spec import RecordAttribute, Spec, load
from generator.tree import build
from tests.contract_results import CONTRACT, PUBLIC, ROOT, copy_spec, finding, git_apply, looked_at, result
from tests.generator_helpers import generate, run_python
from tests.reference_server import ReferenceServer, changes

TODAY = datetime.date(2026, 11, 22)
CHECK_AGAIN = """
from nbia._runtime.contract.checks import check
from nbia._runtime.contract.sources import live
from nbia.v1.contract import CONTRACT

print([finding.key for finding in check(CONTRACT, live({url!r}, CONTRACT, pause=0), origin={url!r}).findings])
"""
MOVED = "https://new.example/nbia-api/services/v1"
ADDED, RENAMED, RETYPED, REFORMATTED, MISSING = (
    Verdict.ADDED,
    Verdict.RENAMED,
    Verdict.RETYPED,
    Verdict.REFORMATTED,
    Verdict.MISSING,
)
EVERYTHING = (
    finding(RETYPED, attribute="SeriesNumber", new="string", shown=("1.000000",)),
    finding(RETYPED, attribute="AnnotationsFlag", new="string", shown=("true",)),
    finding(RETYPED, "getSeriesMetaData", "Number of Images", "number", shown=(12,)),
    finding(RETYPED, "getPatientStudy", "SeriesCount", "number with decimals", shown=(2.5,)),
    finding(REFORMATTED, attribute="SeriesDate", new="MM-dd-yyyy", shown=("11-04-2013",)),
    finding(REFORMATTED, "getSeriesMetaData", "Series Number", "digits", shown=("1",)),
    finding(MISSING, attribute="SeriesInstanceUID", new="not in every row"),
    finding(MISSING, "getPatient", "PatientId"),
    finding(MISSING, attribute="ThirdPartyAnalysis", formats=("csv", "html")),
    finding(MISSING, attribute="LicenseURI", formats=("csv",)),
    finding(MISSING, "getCollectionValues", "Collection", formats=("json", "csv")),
    finding(RENAMED, attribute="StudyDesc", new="StudyDescription"),
    finding(RENAMED, attribute="Modality", new="modality"),
    finding(RENAMED, attribute="BodyPartExamined", new="Body: Part"),
    finding(RENAMED, "getSeriesSize", "ObjectCount", "Objects"),
    finding(RENAMED, "getSeriesMetaData", "Series Number", "SeriesNumber"),
    finding(ADDED, attribute="BrandNew", shown=("abc",)),
    finding(ADDED, "getPatient", "StudyDate", shown=("11-04-2013",)),
    finding(ADDED, attribute="Study Date", shown=("2015-05-27 17:12:21.0",)),
    finding(ADDED, "getSOPInstanceUIDs", '3rd "odd": {name} #x', shown=(True,)),
    finding(ADDED, "getSOPInstanceUIDs", "No", shown=(1, 2)),
    finding(ADDED, "getSOPInstanceUIDs", "名前"),
    finding(Verdict.MOVED, "*", new=MOVED, status=301),
)


def proposed(folder: Path, *findings: Finding, **more: Any) -> Spec:
    """Apply what is proposed to a copy of the spec, and let the generator have it."""
    spec = copy_spec(folder)
    git_apply(propose(result(*findings, **more), spec, today=TODAY), folder)
    return load(spec)


def left_out(folder: Path, *findings: Finding, **more: Any) -> tuple[str, ...]:
    """Return why nothing is proposed."""
    proposal = draft(result(*findings, **more), copy_spec(folder), today=TODAY)
    assert proposal.patch == ""
    return proposal.left_out


def use(spec: Spec, record: str, wire: str) -> RecordAttribute:
    (found,) = [attribute for attribute in spec.records[record].attributes if attribute.name == wire]
    return found


def names(spec: Spec, record: str) -> list[str]:
    return [attribute.name for attribute in spec.records[record].attributes]


def test_an_added_attribute(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    text = propose(result(finding(ADDED, attribute="BrandNew", shown=("abc",))), spec, today=TODAY)

    assert text == (
        "# Series.BrandNew is added as text under the Python name brand_new: look at both, and describe it.\n"
        "\n"
        "--- a/spec/attributes.yaml\n"
        "+++ b/spec/attributes.yaml\n"
        "@@ -291,3 +291,10 @@\n"
        "     type: uid\n"
        "     meaning: The unique identifier of one image or other DICOM object (SOP Instance, Service-Object Pair"
        " Instance).\n"
        '     example: "143.53599064898089361503082484556513429004"\n'
        "+\n"
        "+  # Seen by nbia contract, not described yet\n"
        "+  BrandNew:\n"
        "+    python: brand_new\n"
        "+    tag: none\n"
        "+    type: text\n"
        "+    meaning: Not described yet.\n"
        "--- a/spec/v1/metadata.yaml\n"
        "+++ b/spec/v1/metadata.yaml\n"
        "@@ -48,6 +48,9 @@\n"
        "           evidence: >-\n"
        "             Recorded in September 2024, on version 2 of the API, for one collection and missing for another in"
        " May 2025;\n"
        "             server source (June 2026).\n"
        "+      - BrandNew:\n"
        "+          source: observed\n"
        "+          evidence: Seen by nbia contract on 2026-11-22 in getSeries.\n"
        " \n"
        "   UpdatedSeries:\n"
        "     purpose: A series as getUpdatedSeries describes it, with fewer attributes than getSeries has.\n"
    )


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
def test_each_proposal_changes_what_is_generated(tmp_path: Path, one: Finding) -> None:
    assert lower(proposed(tmp_path, one)) != lower(load(ROOT / "spec"))


@pytest.mark.parametrize("one", EVERYTHING, ids=lambda one: f"{one.verdict}-{one.endpoint}-{one.attribute}")
def test_what_is_in_the_spec_is_not_proposed_again(tmp_path: Path, one: Finding) -> None:
    spec = copy_spec(tmp_path)
    git_apply(propose(result(one), spec, today=TODAY), tmp_path)

    again = draft(result(one), spec, today=TODAY)

    assert [line for line in again.patch.splitlines() if line.startswith("-") and not line.startswith("---")] == []


@pytest.mark.parametrize(
    ("shown", "type_", "wire"),
    [
        (("abc", "0012"), "text", None),
        (("0012", "7"), "text", None),
        ((1, 2), "integer", None),
        ((1, 2.5), "number", None),
        ((True, False), "boolean", None),
        (("1.3.6.1.4.1.9328.50.1.2",), "uid", None),
        (("2015-05-27 17:12:21.0",), "timestamp", None),
        (("05-27-2015",), "timestamp", "MM-dd-yyyy"),
        (("Mon Nov 04 11:45:52 UTC 2013",), "timestamp", "EEE MMM dd HH:mm:ss zzz yyyy"),
        (("2015-05-27T17:12:21",), "text", None),
        ((), "text", None),
    ],
)
def test_type_and_form_are_guessed_from_the_values(
    tmp_path: Path, shown: tuple[object, ...], type_: str, wire: str | None
) -> None:
    spec = proposed(tmp_path, finding(ADDED, attribute="BrandNew", shown=shown))

    assert spec.attributes["BrandNew"].type == type_
    assert use(spec, "Series", "BrandNew").wire == wire


def test_only_json_says_of_which_type_values_are(tmp_path: Path) -> None:
    csv = Evidence(request="csv", shown=('"17"',))
    json = Evidence(request="json", shown=("17",))
    found = dataclasses.replace(finding(ADDED, attribute="X", formats=("csv", "json")), evidence=(csv, json))

    assert proposed(tmp_path, found).attributes["X"].type == "integer"


@pytest.mark.parametrize(
    ("wire", "python"),
    [
        ("BrandNew", "brand_new"),
        ("SOPClassName", "sop_class_name"),
        ("Acquisition Date/Time", "acquisition_date_time"),
        ("3D Flag", "attribute_3d_flag"),
        ("class", "class_value"),
        ("id", "id_value"),
        ("Type", "type_value"),
        ("Match", "match_value"),
        ("field", "field_2"),
        ("名前", "attribute"),
        ("_", "attribute"),
        ("null", "null"),
        ("~", "attribute"),
        ("- x", "x"),
        ("&a", "a"),
        ("a: b", "a_b"),
        ("a #b", "a_b"),
        ("1.0", "attribute_1_0"),
        ("2026-01-31", "attribute_2026_01_31"),
        ("it's", "it_s"),
        ("{{x}}", "x"),
        ("x" * 200, "x" * 200),
    ],
)
def test_any_name_finds_its_place(tmp_path: Path, wire: str, python: str) -> None:
    spec = proposed(tmp_path, finding(ADDED, attribute=wire))

    assert spec.attributes[wire].python == python
    assert names(spec, "Series")[-1] == wire


@pytest.mark.parametrize("wire", ["", " ", "a\nb", "\x1b[31m", "\ud800"])
def test_a_name_that_cannot_be_written_is_left_out(tmp_path: Path, wire: str) -> None:
    (reason,) = left_out(tmp_path, finding(ADDED, attribute=wire))

    assert reason.endswith("the name that was sent cannot stand in the spec.")


def test_an_added_attribute_may_be_in_the_dictionary(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, "getPatient", "StudyDate", shown=("11-04-2013",)))

    added = use(spec, "Patient", "StudyDate")
    assert (added.attribute, added.wire, added.source) == ("StudyDate", "MM-dd-yyyy", "observed")
    assert len(spec.attributes) == len(load(ROOT / "spec").attributes)


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

    assert spec.service.series_download.bytes == "Bytes"


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

    assert "BrandNew" not in load(spec).attributes


def test_an_attribute_that_other_formats_have_is_left_out(tmp_path: Path) -> None:
    (reason,) = left_out(tmp_path, finding(MISSING, attribute="ProtocolName"))

    assert reason == "attribute missing: getSeries, ProtocolName: other answers or formats still have it."


def test_a_service_that_has_moved(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(Verdict.MOVED, "*", new=MOVED, status=301))

    server = spec.service.servers["public"]
    assert (server.url, server.source) == (MOVED, "observed")
    assert server.evidence == f"The address {PUBLIC} sends on to it, seen by nbia contract on 2026-11-22."
    assert spec.service.differences[-1].guide == f"The address of the service is {PUBLIC}."


def test_a_server_that_the_guide_does_not_have(tmp_path: Path) -> None:
    nlst = load(ROOT / "spec").service.servers["nlst"].url

    spec = proposed(tmp_path, finding(Verdict.MOVED, "*", new=MOVED, status=301), origin=nlst)

    assert spec.service.servers["nlst"].url == MOVED
    assert str(spec.service.servers["nlst"].evidence).startswith("The guide has a heading for the NLST base URL")
    assert len(spec.service.differences) == len(load(ROOT / "spec").service.differences)


def test_every_endpoint_has_moved(tmp_path: Path) -> None:
    both = (
        finding(Verdict.MOVED, "getSeries", new=f"{MOVED}/getSeries", status=301),
        finding(Verdict.MOVED, "getPatient", new=MOVED, status=301),
    )

    assert proposed(tmp_path, *both).service.servers["public"].url == MOVED


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("https://new.example/nbia-api/services/v4", "so it may be a page or another version."),
        ("https://www.cancerimagingarchive.net/maintenance", "so it may be a page or another version."),
        ("http://new.example/nbia-api/services/v1", "cannot be the base URL of a server."),
        ("https://user:secret@new.example/nbia-api/services/v1", "cannot be the base URL of a server."),
        ("/v1", "cannot be the base URL of a server."),
        ("https://nlst.cancerimagingarchive.net/nbia-api/services/v1", "is a server of the spec already."),
    ],
)
def test_an_address_that_is_no_new_base_url_is_left_out(tmp_path: Path, new: str, reason: str) -> None:
    (said,) = left_out(tmp_path, finding(Verdict.MOVED, "*", new=new, status=301))

    assert said.endswith(reason)


def test_a_single_endpoint_that_has_moved_is_left_out(tmp_path: Path) -> None:
    one = finding(Verdict.MOVED, "getSeries", new=MOVED, status=301)

    (reason,) = left_out(tmp_path, one, coverage=looked_at("getPatient"))

    assert reason == "moved: getSeries: other endpoints, such as getPatient, still answer at the old address."


def test_endpoints_that_have_moved_apart_are_left_out(tmp_path: Path) -> None:
    first = finding(Verdict.MOVED, "getSeries", new=MOVED, status=301)
    second = finding(Verdict.MOVED, "getPatient", new=MOVED.replace("new", "other"), status=301)

    assert len(left_out(tmp_path, first, second)) == 2


def test_an_address_that_is_no_server_of_the_spec_is_left_out(tmp_path: Path) -> None:
    moved = dataclasses.replace(finding(Verdict.MOVED, "*", new=MOVED), evidence=())

    (reason,) = left_out(tmp_path, moved, origin="http://127.0.0.1:8042")

    assert reason == "moved: the service as a whole: the address that was asked is no server of the spec."


@pytest.mark.parametrize("verdict", [Verdict.RETIRED, Verdict.NEEDS_LOGIN, Verdict.UNREACHABLE, Verdict.BROKEN])
def test_what_asks_for_a_decision_is_left_out(tmp_path: Path, verdict: Verdict) -> None:
    (reason,) = left_out(tmp_path, finding(verdict))

    assert reason == f"{verdict}: getSeries: no edit of the spec follows from it by itself."


def test_parameters_are_not_taken_for_attributes(tmp_path: Path) -> None:
    (reason,) = left_out(tmp_path, finding(RENAMED, attribute="Collection", new="Project", part="parameter"))

    assert reason == (
        "probably renamed: getSeries, parameter Collection: it is about a parameter: edit the endpoint by hand."
    )


@pytest.mark.parametrize(
    ("endpoint", "parameter", "new", "server"),
    [
        ("getSeries", "Collection", "a required parameter", "required"),
        ("getSeriesSize", "SeriesInstanceUID", "an optional parameter", "optional"),
        ("getPatient", "PatientId", "a required parameter", "required"),
    ],
)
def test_a_parameter_that_is_required_now_or_optional(
    tmp_path: Path, endpoint: str, parameter: str, new: str, server: str
) -> None:
    spec = proposed(tmp_path, finding(REFORMATTED, endpoint, parameter, new, part="parameter"))

    use = spec.endpoints[endpoint].parameters[parameter]
    assert (use.server, use.evidence) == (server, f"Seen by nbia contract on 2026-11-22 in {endpoint}.")


@pytest.mark.parametrize(
    ("endpoint", "parameter", "reason"),
    [
        ("getSeries", "Nothing", "getSeries has no parameter Nothing."),
        ("getImageWithMD5Hash", "SeriesInstanceUID", "the series download needs it as it is."),
    ],
)
def test_a_parameter_that_cannot_be_changed_is_left_out(
    tmp_path: Path, endpoint: str, parameter: str, reason: str
) -> None:
    (said,) = left_out(tmp_path, finding(REFORMATTED, endpoint, parameter, "an optional parameter", part="parameter"))

    assert said.endswith(f": {reason}")


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (
            finding(ADDED, "getImage", "LICENSE.txt"),
            "it is about an image or an archive, of which the spec says little.",
        ),
        (finding(ADDED, "getNothing", "X"), "the spec has no endpoint getNothing."),
        (finding(RETYPED, "*", new="null where a value is absent"), "it concerns the service as a whole."),
        (
            finding(RETYPED, attribute="Gone", new="string"),
            "Series has no attribute Gone; the spec was edited since, or another edit comes first.",
        ),
    ],
)
def test_what_the_spec_does_not_have_is_left_out(tmp_path: Path, one: Finding, reason: str) -> None:
    (said,) = left_out(tmp_path, one)

    assert said.endswith(f": {reason}")


def test_the_reasons_stand_above_the_patch(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    text = propose(result(finding(ADDED, attribute="X"), finding(Verdict.BROKEN)), spec, today=TODAY)

    assert text.splitlines()[:3] == [
        "# Series.X is added as text under the Python name x: look at both, and describe it.",
        "# Left out: broken: getSeries: no edit of the spec follows from it by itself.",
        "",
    ]


def test_nothing_found_is_no_patch(tmp_path: Path) -> None:
    assert propose(result(), copy_spec(tmp_path)) == ""


def test_recorded_answers_are_named_as_such(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, attribute="X"), origin="tests/cassettes")

    assert use(spec, "Series", "X").evidence == (
        "Seen by nbia contract on 2026-11-22 in getSeries, in recorded answers."
    )


def test_another_server_is_named(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, attribute="X"), origin="http://127.0.0.1:8042/v1")

    assert str(use(spec, "Series", "X").evidence).endswith("in getSeries, asked at 127.0.0.1.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      - ProtocolName\n", "      - ProtocolName   # a comment\n"),
        ("      - ProtocolName\n", "      - ProtocolName: {note: a}   # a comment\n"),
        ("      - ProtocolName\n", "      - ProtocolName:   # a comment\n          note: a\n"),
        ("      - ProtocolName\n", "      - ProtocolName:\n          # a comment\n          note: a\n"),
        ("      - ProtocolName\n", '      - "ProtocolName"   # a comment\n'),
        ("      - ProtocolName\n", "      - ProtocolName:\n          note: >-\n            a\n\n      # a comment\n"),
    ],
)
def test_comments_and_layouts_survive(tmp_path: Path, old: str, new: str) -> None:
    spec = copy_spec(tmp_path)
    path = spec / "v1" / "metadata.yaml"
    path.write_text(path.read_text().replace(old, new, 1))

    git_apply(propose(result(finding(RENAMED, attribute="ProtocolName", new="Protocol")), spec), tmp_path)

    assert use(load(spec), "Series", "Protocol").guide_name == "ProtocolName"
    assert "# a comment\n" in path.read_text()


@pytest.mark.parametrize(
    "new",
    [
        "      - ProtocolName: {\n          note: a}\n",
        "      - {ProtocolName: {note: a}}\n",
        "      - ? ProtocolName\n        : note: a\n",
        "      - ProtocolName:\n          note: a   # a comment that would go\n",
    ],
)
def test_a_layout_that_cannot_be_edited_safely_is_left_out(tmp_path: Path, new: str) -> None:
    spec = copy_spec(tmp_path)
    path = spec / "v1" / "metadata.yaml"
    path.write_text(path.read_text().replace("      - ProtocolName\n", new, 1))

    proposal = draft(result(finding(RENAMED, attribute="ProtocolName", new="Protocol")), spec)

    assert proposal.patch == ""
    assert len(proposal.left_out) == 1


def test_windows_line_ends_are_kept(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    path = spec / "v1" / "metadata.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    git_apply(propose(result(*EVERYTHING), spec), tmp_path)

    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    assert build(spec)


def test_a_file_without_a_last_line_end(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    path = spec / "attributes.yaml"
    path.write_text(path.read_text().rstrip("\n"))

    git_apply(propose(result(finding(ADDED, attribute="X")), spec), tmp_path)

    assert "X" in load(spec).attributes


def test_a_spec_deep_in_a_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    spec = copy_spec(tmp_path / "some where")

    text = propose(result(finding(ADDED, attribute="X")), spec)

    assert "+++ b/some where/spec/attributes.yaml\t\n" in text


def test_the_spec_itself_is_not_touched(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    propose(result(*EVERYTHING), spec)

    assert load(spec) == load(ROOT / "spec")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\ta: b\n", ":1: is not YAML: found character that cannot start any token"),
        ("- a\n", ":1: is no mapping; a file of the spec begins with a section such as records:"),
        ("\ufeffa: b\n", ":1: begins with a byte order mark; save it without one"),
    ],
)
def test_a_spec_that_cannot_be_read(tmp_path: Path, text: str, reason: str) -> None:
    spec = copy_spec(tmp_path)
    (spec / "v1" / "more.yaml").write_text(text)

    with pytest.raises(SpecError) as caught:
        propose(result(finding(ADDED, attribute="X")), spec)

    assert str(caught.value) == f"{spec}/v1/more.yaml{reason}"


def test_a_folder_without_a_spec(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="holds no YAML file; name the folder of the spec with --spec"):
        propose(result(), tmp_path)


def test_without_pyyaml_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "yaml":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)

    with pytest.raises(SpecError, match=r"pip install 'nbia-client\[contract\]'"):
        propose(result(), ROOT / "spec")
