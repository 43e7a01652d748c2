"""What the checks say of single answers: attributes, values, formats, statuses."""

from __future__ import annotations

import dataclasses
import importlib.metadata

import pytest

from nbia.contract import CONTRACT
from nbia_core.contract.findings import Verdict
from tests.contract.answers import SERIES, attributes, checked, keys, lost, observation
from tests.contract.answers import everything as everything_of
from tests.reference_server import ReferenceServer

SORTED = dict(sorted(SERIES.items()))
HEAD = ",".join(f'"{attribute.wire}"' for attribute in attributes("getSeries"))
PATIENT = {
    "PatientId": "LIDC-IDRI-0001",
    "PatientName": "",
    "Collection": "LIDC-IDRI",
    "Phantom": "NO",
    "SpeciesCode": "337915000",
    "SpeciesDescription": "Homo sapiens",
}


def series(**changed: object) -> dict[str, object]:
    return {**SERIES, **changed}


def without(*names: str) -> dict[str, object]:
    return {name: value for name, value in SERIES.items() if name not in names}


# No false alarms


def test_everything_that_an_unchanged_server_says_is_as_promised(server: ReferenceServer) -> None:
    result = checked(*everything_of(server))

    assert {finding.key for finding in result.findings} == set()
    assert result.answered_by == ("nbia-reference-server",)


@pytest.mark.parametrize(
    "row",
    [
        SERIES,
        SORTED,
        series(SeriesNumber=999999999999999999999, FileSize=24012211806228),
        series(SeriesDate="", SeriesDescription="", BodyPartExamined="ABDOMEN_PELVIS "),
        series(StudyDesc="IRM FÉMUR/CUISSE GAUCHE C- C+ -MUSQ", AnnotationsFlag=True),
        series(PatientID="1215936303", ManufacturerModelName="https://example.org/model"),
        series(SeriesInstanceUID="2.25.216116555221814778114703363464001196508"),
    ],
)
def test_an_odd_row_is_no_deviation(row: dict[str, object]) -> None:
    assert keys(observation(body=[row])) == []
    assert keys(observation(body=[row], saved=True)) == []


def test_the_order_of_keys_in_a_saved_body_says_nothing() -> None:
    saved = checked(observation(body=[SORTED], saved=True))
    sent = checked(observation(body=[SORTED]))

    assert [note for note in saved.notes if "another order" in note] == []
    assert [note for note in sent.notes if "another order" in note] != []


def test_an_element_without_a_value_is_no_deviation() -> None:
    assert keys(observation("getBodyPartValues", [{}, {"BodyPartExamined": "CHEST"}])) == []


def test_unquoted_lists_with_commas_and_absent_values_are_as_promised() -> None:
    body = b'Manufacturer\n\n\n"GE Healthcare"\nCMS, Inc.\n'

    assert keys(observation("getManufacturerValues", body, form="csv")) == []


def test_a_row_of_csv_that_the_service_spoils_is_as_promised() -> None:
    body = b'"TotalSizeInBytes","ObjectCount"\n","","0"\n'

    assert keys(observation("getSeriesSize", body, form="csv", purpose="empty")) == []


def test_xml_with_blanks_in_its_names_is_read() -> None:
    body = b"<Results><Row><Series UID type='java.lang.String'>1.2.3.4</Series UID></Row></Results>"

    result = checked(observation("getSeriesMetaData", body, form="xml"))

    assert "attribute missing | getSeriesMetaData | Series UID | -" not in {finding.key for finding in result.findings}
    assert "attribute missing | getSeriesMetaData | Collection | -" in {finding.key for finding in result.findings}


def test_xml_that_ends_after_a_whole_value_is_worth_a_note_alone() -> None:
    row = "".join(f"<{name} type='java.lang.String'>{value}</{name}>" for name, value in SERIES.items())
    body = f"<Results><Row>{row}</Row><Row><SeriesInstanceUID type='java.lang.String'>1.2.3</SeriesInstanceUID>"

    result = checked(observation(body=body.encode(), form="xml"))

    assert result.findings == ()
    assert any("encoded twice" in note for note in result.notes)


def test_xml_that_ends_in_the_middle_of_a_value_is_broken() -> None:
    body = b"<Results><Row><SeriesInstanceUID type='java.lang.String'>1.2.3"

    assert keys(observation(body=body, form="xml")) == ["broken | getSeries | - | XML that is cut off"]


# Attributes


def test_an_attribute_that_no_row_has_is_a_note_where_no_head_was_seen() -> None:
    result = checked(observation(body=[SERIES]))

    assert result.findings == ()
    assert any(note.startswith("getSeries: never seen in 1 row of JSON: ProtocolName") for note in result.notes)


def test_an_attribute_that_some_rows_lack_is_not_in_every_row() -> None:
    rows = [SERIES, without("ImageCount"), SERIES]

    (finding,) = checked(observation(body=rows)).findings

    assert finding.key == "attribute missing | getSeries | ImageCount | not in every row"
    assert (finding.evidence[0].count, finding.evidence[0].of) == (1, 3)


def test_an_optional_attribute_with_values_in_csv_is_missing_in_json() -> None:
    cells = ",".join(f'"{SERIES.get(name, "")}"' for name in HEAD.replace('"', "").split(","))
    csv = observation(body=f"{HEAD}\n{cells}\n".encode(), form="csv")

    found = checked(observation(body=[without("TimeStamp")]), csv).findings

    assert [(finding.key, finding.formats) for finding in found] == [
        ("attribute missing | getSeries | TimeStamp | -", ("json",))
    ]


def test_a_new_name_in_a_saved_body_is_paired_by_likeness() -> None:
    row = {**without("TimeStamp"), "MaxSubmissionTimestamp": "2011-11-08 08:08:01.0"}

    found = keys(observation(body=[row], saved=True))

    assert found == ["probably renamed | getSeries | TimeStamp | MaxSubmissionTimestamp"]


def test_a_renamed_attribute_is_still_checked_for_its_values() -> None:
    row = {**without("TimeStamp"), "MaxSubmissionTimestamp": "11-28-2011"}

    assert keys(observation(body=[row])) == [
        "probably renamed | getSeries | TimeStamp | MaxSubmissionTimestamp",
        "reformatted | getSeries | TimeStamp | MM-dd-yyyy",
    ]


def test_an_unknown_name_with_values_of_another_kind_is_new() -> None:
    row = {**without("SeriesDate"), "SeriesScore": 17}

    assert keys(observation(body=[row])) == ["attribute added | getSeries | SeriesScore | -"]


def test_ten_thousand_rows_of_something_else_are_one_finding() -> None:
    rows = [{f"key{number}": number} for number in range(10_000)]

    (finding,) = checked(observation(body=rows)).findings

    assert finding.key == "broken | getSeries | - | other attributes"
    assert (finding.evidence[0].count, finding.evidence[0].of) == (10_000, 10_000)


def test_ten_thousand_odd_values_are_one_finding_with_a_few_of_them() -> None:
    rows = [series(ImageCount=str(number)) for number in range(10_000)]

    (finding,) = checked(observation(body=rows)).findings

    assert finding.key == "retyped | getSeries | ImageCount | string"
    assert finding.evidence[0].shown == ('"0"', '"1"', '"2"')
    assert finding.evidence[0].count == 10_000


# Values


@pytest.mark.parametrize(
    ("name", "value", "new"),
    [
        ("ImageCount", "213", "string"),
        ("ImageCount", 213.0, "number with decimals"),
        ("ImageCount", True, "boolean"),
        ("ImageCount", [213], "array"),
        ("ImageCount", {"value": 213}, "object"),
        ("PatientID", 12, "number"),
        ("AnnotationsFlag", "true", "string"),
        ("AnnotationsFlag", 1, "number"),
        ("SeriesDate", 947462400000, "number (epoch in milliseconds)"),
        ("SeriesDate", 947462400, "number (epoch in seconds)"),
        ("SeriesDate", 20000101, "number"),
    ],
)
def test_another_type_in_json_is_named(name: str, value: object, new: str) -> None:
    assert keys(observation(body=[series(**{name: value})])) == [f"retyped | getSeries | {name} | {new}"]


@pytest.mark.parametrize(
    ("value", "new"),
    [
        ("01-28-2000", "MM-dd-yyyy"),
        ("28-01-2000", "dd-MM-yyyy"),
        ("01/28/2000", "MM/dd/yyyy"),
        ("01/02/2000", "dd/MM/yyyy"),
        ("2000-01-28", "yyyy-MM-dd"),
        ("2000/01/28", "yyyy/MM/dd"),
        ("20000128", "yyyyMMdd"),
        ("2000-01-28T00:00:00Z", "ISO 8601"),
        ("2000-01-28T00:00:00.000+00:00", "ISO 8601"),
        ("2000-01-28 00:00:00", "yyyy-MM-dd HH:mm:ss"),
        ("Fri Jan 28 00:00:00 UTC 2000", "EEE MMM dd HH:mm:ss zzz yyyy"),
        ("949017600000", "epoch in milliseconds"),
        ("949017600", "epoch in seconds"),
        ("yesterday", "any text"),
    ],
)
def test_another_pattern_of_a_date_is_named(value: str, new: str) -> None:
    assert keys(observation(body=[series(SeriesDate=value)])) == [f"reformatted | getSeries | SeriesDate | {new}"]


def test_days_are_told_from_months_by_all_dates_of_an_answer() -> None:
    row = series(SeriesDate="28/01/2000", TimeStamp="01/02/2000")

    assert keys(observation(body=[row])) == [
        "reformatted | getSeries | SeriesDate | dd/MM/yyyy",
        "reformatted | getSeries | TimeStamp | dd/MM/yyyy",
    ]


def test_one_odd_value_among_many_is_counted() -> None:
    rows = [*([SERIES] * 99), series(SeriesInstanceUID="no uid")]

    (finding,) = checked(observation(body=rows)).findings

    assert finding.key == "reformatted | getSeries | SeriesInstanceUID | any text"
    assert (finding.evidence[0].count, finding.evidence[0].of) == (1, 100)


def test_null_in_one_attribute_names_it() -> None:
    found = keys(observation(body=[series(SeriesDescription=None)]))

    assert found == ["retyped | getSeries | SeriesDescription | null where a value is absent"]


def test_null_in_several_attributes_is_one_finding() -> None:
    found = keys(observation(body=[series(SeriesDescription=None, ProtocolName=None)]))

    assert found == ["retyped | getSeries | - | null where a value is absent"]


# Forms


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"data": [SERIES]}, "reformatted | getSeries | - | an array inside of data"),
        ({"status": "success", "data": [SERIES]}, "reformatted | getSeries | - | an array inside of data"),
        (SERIES, "reformatted | getSeries | - | an object instead of an array"),
        ({"error": "no"}, "broken | getSeries | - | an object instead of an array"),
        ([["CT"]], "broken | getSeries | - | rows that are no objects"),
        ("CT", "broken | getSeries | - | a value instead of an array"),
        (b'[{"Modality":"CT"', "broken | getSeries | - | unreadable JSON"),
        (b"[NaN]", "broken | getSeries | - | unreadable JSON"),
        (b"[" * 100_000, "broken | getSeries | - | unreadable JSON"),
        (b"\x00\x01\x02", "broken | getSeries | - | binary data"),
        (b"<!DOCTYPE html><html><body>Soon.</body></html>", "broken | getSeries | - | an HTML page"),
        (
            b'<html><head><title>TCIA</title></head><input type="password"></html>',
            "needs login | getSeries | - | a login page",
        ),
        ([], "reformatted | getSeries | - | an empty list"),
    ],
)
def test_json_that_is_no_array_of_flat_objects(body: object, key: str) -> None:
    assert keys(observation(body=body)) == [key]


def test_csv_with_another_separator_is_read_and_named() -> None:
    body = b"PatientId;PatientName;PatientBirthDate;PatientSex;EthnicGroup;Collection;Phantom;SpeciesCode;SpeciesDescription\n"

    found = keys(observation("getPatient", body, form="csv"))

    assert "reformatted | getPatient | - | values separated by ;" in found
    assert not [key for key in found if key.startswith("attribute missing")]


def test_the_quotes_of_a_saved_body_are_not_judged() -> None:
    head = HEAD.replace('"', "")

    assert keys(observation(body=f"{head}\n".encode() + b",".join([b"x"] * 24), form="csv", saved=True))[:1] != [
        "reformatted | getSeries | - | unquoted"
    ]


def test_a_format_with_fewer_rows_than_json_is_broken() -> None:
    cells = ",".join(f'"{SERIES.get(name, "")}"' for name in HEAD.replace('"', "").split(","))
    csv = observation(body=f"{HEAD}\n{cells}\n".encode(), form="csv")

    found = keys(observation(body=[SERIES, SERIES]), csv)

    assert found == ["broken | getSeries | - | another number of rows in csv"]


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json; charset=utf-8", []),
        ("Application/JSON", []),
        ("text/plain", ["reformatted | getSeries | - | content type text/plain"]),
        ("", ["reformatted | getSeries | - | no content type"]),
    ],
)
def test_the_content_type_is_compared_without_its_parameters(content_type: str, expected: list[str]) -> None:
    assert keys(observation(body=[SERIES], headers={"content-type": content_type})) == expected


# Statuses


@pytest.mark.parametrize(
    ("status", "headers", "body", "key"),
    [
        (301, {"location": "https://new.example.org/services/v1/getSeries?a=b"}, b"", "moved | * | - | {new}"),
        (302, {"location": "https://login.example.org/auth/realms/TCIA"}, b"", "needs login | {e} | - | a login page"),
        (302, {"location": "http://[::1"}, b"", "moved | * | - | http://[::1"),
        (401, {}, b"", "needs login | {e} | - | status 401"),
        (403, {}, b"", "needs login | {e} | - | status 403"),
        (460, {}, b"<html>Login needed.</html>", "needs login | {e} | - | status 460"),
        (404, {}, b"", "retired | {e} | - | status 404"),
        (410, {}, b"", "retired | {e} | - | status 410"),
        (500, {}, b"Server was not able to process your request\nHTTP 404 Not Found", "retired | {e} | - | status 500"),
        (429, {}, b"", "unreachable | * | - | status 429"),
        (500, {}, b"Server was not able to process your request\nnull", "broken | {e} | - | status 500"),
        (503, {}, b"", "broken | {e} | - | status 503"),
        (400, {}, b"No.", "broken | {e} | - | status 400"),
    ],
)
def test_a_status_of_failure_is_named(status: int, headers: dict[str, str], body: bytes, key: str) -> None:
    found = keys(observation(body=body, status=status, headers=headers))

    assert found == [key.format(e="getSeries", new="https://new.example.org/services/v1")]


def test_a_failure_that_one_format_has_is_of_that_format() -> None:
    failing = observation(body=b"", form="csv", status=500)

    (finding,) = checked(observation(body=[SERIES]), failing).findings

    assert (finding.key, finding.formats) == ("broken | getSeries | - | status 500", ("csv",))


def test_404_for_some_rows_does_not_mean_that_the_endpoint_is_gone() -> None:
    found = keys(observation(body=[SERIES]), observation(body=b"", status=404))

    assert found == ["broken | getSeries | - | status 404"]


def test_a_failure_that_the_spec_knows_is_worth_a_note_where_other_rows_come() -> None:
    names = [attribute.wire for attribute in attributes("getSeriesMetaData") if attribute.is_always_there]
    row = dict.fromkeys(names, "1.000000")
    good = observation("getSeriesMetaData", [{**row, "Number of Images": "1", "File Size": "1"}])
    failing = observation("getSeriesMetaData", b"Server was not able to process your request\nnull", status=500)

    result = checked(good, failing)

    assert not [finding for finding in result.findings if finding.verdict is Verdict.BROKEN]
    assert any("failed in the way that the spec knows" in note for note in result.notes)


def test_no_answer_at_all_is_one_finding_of_the_service() -> None:
    found = keys(lost("getSeries"), lost("getPatient"), lost("getImage"))

    assert found == ["unreachable | * | - | -"]


def test_no_answer_of_one_endpoint_is_a_finding_of_that_endpoint() -> None:
    found = keys(lost("getPatient"), observation(body=[SERIES]))

    assert found == ["unreachable | getPatient | - | -"]


def test_an_answer_that_breaks_off_is_broken() -> None:
    cut = observation(body=b'[{"Modality"', failure="The connection was lost.")

    assert keys(cut) == ["broken | getSeries | - | cut off"]


def test_an_answer_that_is_too_long_is_worth_a_note() -> None:
    result = checked(observation(body=b"[", is_cut=True))

    assert result.findings == ()
    assert any("too long" in note for note in result.notes)


def test_empty_answers_to_everything_are_one_finding() -> None:
    answers = [observation(name, b"") for name in ("getSeries", "getPatient", "getImage")]

    assert keys(*answers) == ["broken | * | - | an empty body"]


# Answers without rows, and refusals


@pytest.mark.parametrize(
    ("endpoint", "status", "body", "expected"),
    [
        ("getSeries", 200, b"", []),
        ("getSeriesMetaData", 204, b"", []),
        ("getSeriesSize", 200, [{"ObjectCount": 0}], []),
        ("getSeries", 204, b"", ["reformatted | getSeries | - | status 204 without a body"]),
        ("getSeriesMetaData", 200, b"", ["reformatted | getSeriesMetaData | - | status 200 without a body"]),
        ("getSeriesSize", 200, b"", ["reformatted | getSeriesSize | - | an empty body"]),
        ("getSeries", 200, [], ["reformatted | getSeries | - | an empty list"]),
        ("getSeries", 200, {"data": []}, ["reformatted | getSeries | - | an empty list"]),
        ("getSeries", 500, b"No data found.", ["broken | getSeries | - | status 500 instead of an empty answer"]),
        ("getSeries", 404, b"", ["retired | getSeries | - | status 404"]),
    ],
)
def test_how_nothing_is_said(endpoint: str, status: int, body: object, expected: list[str]) -> None:
    assert keys(observation(endpoint, body, status=status, purpose="empty")) == expected


def test_404_for_nothing_is_no_retirement_where_rows_come() -> None:
    found = keys(observation(body=[SERIES]), observation(status=404, purpose="empty"))

    assert found == ["broken | getSeries | - | status 404 instead of an empty answer"]


def test_rows_where_nothing_should_be_found_show_a_filter_without_effect() -> None:
    found = keys(observation(body=[SERIES], purpose="empty", parameters={"Collection": "No Such Thing"}))

    assert found == ["attribute missing | getSeries | parameter Collection | a parameter without effect"]


def test_rows_of_another_value_show_a_filter_without_effect() -> None:
    found = keys(observation(body=[SERIES], parameters={"Modality": "MR"}))

    assert found == ["attribute missing | getSeries | parameter Modality | a parameter without effect"]


def test_a_filter_takes_no_notice_of_case_and_blanks() -> None:
    assert keys(observation(body=[SERIES], parameters={"Collection": "rider pilot "})) == []


NEEDED = "A parameter, Collection and Date are required for this API call."


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, NEEDED, []),
        (422, NEEDED, ["reformatted | {e} | - | status 422 for a missing parameter"]),
        (400, "Date is missing", ["reformatted | {e} | - | other words for a missing parameter"]),
        (400, NEEDED.replace("Date", "fromDate"), ["probably renamed | {e} | parameter Date | fromDate"]),
        (
            400,
            "A parameter, Collection, Date and Key are required for this API call.",
            ["attribute added | {e} | parameter Key | a required parameter"],
        ),
        (200, "", ["reformatted | {e} | parameter Date | an optional parameter"]),
    ],
)
def test_how_a_missing_parameter_is_refused(status: int, body: str, expected: list[str]) -> None:
    answer = observation(
        "NewPatientsInCollection",
        body.encode(),
        status=status,
        purpose="missing-parameter",
        parameters={"Collection": "RIDER Pilot"},
    )

    assert keys(answer) == [key.format(e="NewPatientsInCollection") for key in expected]


def test_a_parameter_that_is_refused_without_a_successor_is_missing() -> None:
    body = b"Invalid query parameter: 'Modality'. Allowed parameters are: [Collection, format]"

    found = keys(observation(body=body, status=400, parameters={"Modality": "CT"}))

    assert found == ["attribute missing | getSeries | parameter Modality | -"]


# Results


def test_findings_stand_in_the_order_of_the_spec() -> None:
    answers = [
        observation(body=[series(Modality=1, SeriesInstanceUID=2)]),
        observation("getPatient", [{**PATIENT, "Collection": 1}]),
    ]

    assert keys(*answers) == [
        "retyped | getPatient | Collection | number",
        "retyped | getSeries | SeriesInstanceUID | number",
        "retyped | getSeries | Modality | number",
    ]


def test_the_order_of_the_answers_does_not_change_the_findings() -> None:
    answers = [
        observation("getPatient", [{**PATIENT, "Site": "X"}]),
        observation(body=[series(SeriesDate="2000-01-01")]),
        observation(body=b"", status=503, form="csv"),
    ]

    assert checked(*answers).findings == checked(*reversed(answers)).findings


def test_coverage_counts_rows_formats_parameters_and_presence() -> None:
    result = checked(
        observation(body=[SERIES, without("TimeStamp")], parameters={"Collection": "RIDER Pilot"}),
        observation(body=b"", purpose="empty", parameters={"Collection": "No Such Thing"}),
    )

    coverage = next(coverage for coverage in result.coverage if coverage.endpoint == "getSeries")

    assert (coverage.answers, coverage.rows, coverage.formats) == (2, 2, ("json",))
    assert coverage.parameters == ("Collection",)
    assert dict(coverage.presence)["TimeStamp"] == 1
    assert dict(coverage.presence)["ProtocolName"] == 0
    assert len(result.coverage) == len(CONTRACT.endpoints)


def test_endpoints_that_were_not_asked_are_noted() -> None:
    result = checked(observation(body=[SERIES]))

    assert any(note.startswith("Not looked at: getImage, ") for note in result.notes)


def test_answers_of_unknown_endpoints_are_left_out_with_a_note() -> None:
    stranger = dataclasses.replace(observation(body=[SERIES]), endpoint="getSomething")

    result = checked(stranger)

    assert result.findings == ()
    assert any("getSomething" in note for note in result.notes)


def test_results_name_version_origin_and_servers() -> None:
    result = checked(observation(body=[SERIES]), observation(body=[SERIES], headers={"server": "other"}))

    assert (result.version, result.origin, result.answered_by) == ("v1", "here", ("nginx", "other"))


def test_results_name_the_release_and_the_spec_that_answers_are_compared_with() -> None:
    result = checked(observation(body=[SERIES]))

    assert CONTRACT.generated_from is not None
    assert result.release == importlib.metadata.version("nbia-client")
    assert result.spec_sha256 == CONTRACT.generated_from.spec_sha256
