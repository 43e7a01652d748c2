"""Changes like those of the API's own history, one by one: each is named as what it is, and nothing else is."""

from __future__ import annotations

import pytest

from nbia.contract import CONTRACT
from nbia_core.contract.checks.check import check
from nbia_core.contract.findings import Result
from nbia_core.contract.sources.live import live
from tests.reference_server import ReferenceServer, changes

SERIES_DATES = ("SeriesDate", "TimeStamp", "DateReleased", "StudyDate")
NEW_IN_OCTOBER_2025 = (
    ("Site", "MSKCC", "PatientID"),
    ("PatientSex", "M", "Manufacturer"),
    ("PatientAge", "058Y", "Manufacturer"),
    ("AdmittingDiagnosisDescription", None, "Manufacturer"),
    ("ReleasedStatus", "Yes", "DateReleased"),
    ("Authorized", 1, None),
)
SIX_MORE = tuple(changes.add_attribute("getSeries", name, value, before=at) for name, value, at in NEW_IN_OCTOBER_2025)
NAMED_SIX = tuple(f"attribute added | getSeries | {name} | -" for name, _, _ in NEW_IN_OCTOBER_2025)


def observed(server: ReferenceServer) -> Result:
    return check(CONTRACT, live(server.base_url, CONTRACT, pause=0), origin=server.base_url)


def keys(result: Result) -> set[str]:
    return {finding.key for finding in result.findings}


ATTRIBUTES = [
    pytest.param(
        [changes.rename_attribute("getSeries", "TimeStamp", "MaxSubmissionTimestamp")],
        ["probably renamed | getSeries | TimeStamp | MaxSubmissionTimestamp"],
        id="an attribute gets another name",
    ),
    pytest.param(
        [changes.rename_attribute("getSeries", "CollectionURI", "DataDescriptionURI")],
        ["probably renamed | getSeries | CollectionURI | DataDescriptionURI"],
        id="a name keeps its last word alone",
    ),
    pytest.param(
        [changes.rename_attribute("getPatient", "PatientId", "PatientID")],
        ["probably renamed | getPatient | PatientId | PatientID"],
        id="one letter becomes large",
    ),
    pytest.param(
        [changes.rename_attribute("getModalityValues", "Modality", "Type")],
        ["probably renamed | getModalityValues | Modality | Type"],
        id="the only attribute gets another name",
    ),
    pytest.param(
        [changes.rename_attribute("getSeriesMetaData", "Series UID", "SeriesInstanceUID")],
        ["probably renamed | getSeriesMetaData | Series UID | SeriesInstanceUID"],
        id="a heading becomes a DICOM keyword",
    ),
    pytest.param(
        [changes.rename_attribute("getUpdatedSeries", "SeriesInstanceUID", "Identifier")],
        ["probably renamed | getUpdatedSeries | SeriesInstanceUID | Identifier"],
        id="a name that is not alike stands in the same place with values of the same kind",
    ),
    pytest.param(
        [
            changes.rename_attribute("getSeries", "TimeStamp", "MaxSubmissionTimestamp"),
            changes.rename_attribute("getSeries", "CollectionURI", "DataDescriptionURI"),
            *SIX_MORE,
        ],
        [
            "probably renamed | getSeries | TimeStamp | MaxSubmissionTimestamp",
            "probably renamed | getSeries | CollectionURI | DataDescriptionURI",
            *NAMED_SIX,
        ],
        id="two names change and six attributes are new",
    ),
    pytest.param(
        [changes.remove_attribute("getPatient", "PatientBirthDate")],
        ["attribute missing | getPatient | PatientBirthDate | -"],
        id="a column that is always empty goes",
    ),
    pytest.param(
        [changes.remove_attribute(None, "PatientBirthDate")],
        [
            "attribute missing | NewPatientsInCollection | PatientBirthDate | -",
            "attribute missing | NewStudiesInPatientCollection | PatientBirthDate | -",
            "attribute missing | getPatient | PatientBirthDate | -",
            "attribute missing | getPatientStudy | PatientBirthDate | -",
        ],
        id="a column goes everywhere",
    ),
    pytest.param(
        [changes.remove_attribute("getContentsByName", "PatientID")],
        ["attribute missing | getContentsByName | PatientID | -"],
        id="an attribute that every row has goes, where there is JSON alone",
    ),
    pytest.param(
        [
            changes.remove_attribute("getPatient", "PatientBirthDate"),
            changes.add_attribute("getPatient", "Authorized", 1),
        ],
        [
            "attribute missing | getPatient | PatientBirthDate | -",
            "attribute added | getPatient | Authorized | -",
        ],
        id="one attribute goes and another comes",
    ),
    pytest.param(
        [changes.add_attribute("getSeries", "DateReleasedByTeam", "2024-05-02 00:00:00.0")],
        ["attribute added | getSeries | DateReleasedByTeam | -"],
        id="an attribute is new",
    ),
    pytest.param(list(SIX_MORE), list(NAMED_SIX), id="six attributes are new"),
    pytest.param(
        [changes.reorder_attributes("getSeries", ["Collection", "PatientID"])], [], id="columns change places"
    ),
]

VALUES = [
    pytest.param(
        [changes.date_pattern("getSeries", None, "MM-dd-yyyy")],
        [f"reformatted | getSeries | {name} | MM-dd-yyyy" for name in SERIES_DATES],
        id="dates of one endpoint are written in another way",
    ),
    pytest.param(
        [changes.date_pattern(None, None, "MM-dd-yyyy")],
        [
            *(f"reformatted | getSeries | {name} | MM-dd-yyyy" for name in SERIES_DATES),
            "reformatted | getContentsByName | SeriesDate | MM-dd-yyyy",
            "reformatted | getContentsByName | Date Released | MM-dd-yyyy",
            "reformatted | NewStudiesInPatientCollection | StudyDate | MM-dd-yyyy",
            "reformatted | getPatientStudy | StudyDate | MM-dd-yyyy",
            "reformatted | getUpdatedSeries | SeriesDate | MM-dd-yyyy",
            "reformatted | getUpdatedSeries | DateReleased | MM-dd-yyyy",
        ],
        id="all dates are written in another way",
    ),
    pytest.param(
        [changes.date_pattern("getSeries", "SeriesDate", "yyyy-MM-dd'T'HH:mm:ss")],
        ["reformatted | getSeries | SeriesDate | ISO 8601"],
        id="a date becomes ISO 8601",
    ),
    pytest.param(
        [changes.date_pattern("getPatientStudy", "StudyDate", "yyyy-MM-dd")],
        ["reformatted | getPatientStudy | StudyDate | yyyy-MM-dd"],
        id="a date loses its time",
    ),
    pytest.param(
        [changes.convert("getSeries", "TimeStamp", lambda _value: 1319205791000)],
        ["retyped | getSeries | TimeStamp | number (epoch in milliseconds)"],
        id="a date becomes a count of milliseconds",
    ),
    pytest.param(
        [changes.as_text("getSeries", "ImageCount")],
        ["retyped | getSeries | ImageCount | string"],
        id="a number becomes a string",
    ),
    pytest.param(
        [changes.as_text("getSeriesSize", "TotalSizeInBytes")],
        ["retyped | getSeriesSize | TotalSizeInBytes | string"],
        id="a size becomes a string",
    ),
    pytest.param(
        [changes.as_number("getPatient", "SpeciesCode")],
        ["retyped | getPatient | SpeciesCode | number"],
        id="a string becomes a number",
    ),
    pytest.param(
        [changes.as_number("getSeriesMetaData", "Number of Images")],
        ["retyped | getSeriesMetaData | Number of Images | number"],
        id="a number that was written as text becomes one",
    ),
    pytest.param(
        [changes.convert("getSeries", "ImageCount", lambda value: float(value) + 0.5)],
        ["retyped | getSeries | ImageCount | number with decimals"],
        id="a whole number gets decimals",
    ),
    pytest.param(
        [changes.null_values("getSeries")],
        ["retyped | getSeries | - | null where a value is absent"],
        id="absent values of one endpoint become null",
    ),
    pytest.param(
        [changes.null_values()],
        ["retyped | * | - | null where a value is absent"],
        id="absent values become null everywhere",
    ),
]

FORMS = [
    pytest.param(
        [changes.unquoted_csv("getSeries")], ["reformatted | getSeries | - | unquoted"], id="one table loses its quotes"
    ),
    pytest.param([changes.unquoted_csv()], ["reformatted | * | - | unquoted"], id="all tables lose their quotes"),
    pytest.param(
        [changes.quoted_csv("getBodyPartValues")],
        ["reformatted | getBodyPartValues | - | quoted"],
        id="a list gets quotes",
    ),
    pytest.param(
        [changes.wrapped("getSeries")],
        ["reformatted | getSeries | - | an array inside of data"],
        id="the array of one endpoint gets an object around it",
    ),
    pytest.param(
        [changes.wrapped()],
        ["reformatted | * | - | an array inside of data"],
        id="every array gets an object around it",
    ),
    pytest.param(
        [changes.content_type("getSeries", "json", "text/plain")],
        ["reformatted | getSeries | - | content type text/plain"],
        id="JSON is labelled as text",
    ),
    pytest.param(
        [changes.content_type(None, "csv", "application/csv")],
        ["reformatted | * | - | content type application/csv"],
        id="all CSV is labelled in another way",
    ),
    pytest.param(
        [changes.rewritten("getSeries", "csv", lambda body: body.replace(b'"TimeStamp"', b'"MaxTimeStamp"'))],
        ["probably renamed | getSeries | TimeStamp | MaxTimeStamp"],
        id="a heading of CSV alone gets another name",
    ),
    pytest.param(
        [changes.rewritten("getSeries", "csv", lambda body: b'[{"SeriesInstanceUID":"1.2.3.4.5.6.7.8"}]')],
        ["broken | getSeries | - | JSON whatever format is asked for"],
        id="the format is not looked at",
    ),
    pytest.param(
        [changes.rewritten("getSeries", "json", lambda body: body[: len(body) // 2])],
        ["broken | getSeries | - | unreadable JSON"],
        id="JSON ends in the middle",
    ),
    pytest.param(
        [changes.empty_list_instead_of_empty_body("getSeries")],
        ["reformatted | getSeries | - | an empty list"],
        id="nothing becomes an empty list at one endpoint",
    ),
    pytest.param(
        [changes.empty_list_instead_of_empty_body()],
        ["reformatted | * | - | an empty list"],
        id="nothing becomes an empty list",
    ),
    pytest.param(
        [changes.error_instead_of_empty("getUpdatedSeries")],
        ["broken | getUpdatedSeries | - | status 500 instead of an empty answer"],
        id="nothing becomes an error at one endpoint",
    ),
    pytest.param(
        [changes.error_instead_of_empty(status=404, sentence="Nothing.")],
        ["broken | * | - | status 404 instead of an empty answer"],
        id="nothing becomes an error",
    ),
]

ACCESS = [
    pytest.param(
        [changes.redirect_to("https://nbia.example.org")],
        ["moved | * | - | https://nbia.example.org/nbia-api/services/v1"],
        id="the host moves",
    ),
    pytest.param(
        [changes.retired("getContentsByName")],
        ["retired | getContentsByName | - | status 500"],
        id="an endpoint goes, in the words of the API",
    ),
    pytest.param(
        [changes.retired("getSeries", status=410)], ["retired | getSeries | - | status 410"], id="an endpoint goes"
    ),
    pytest.param(
        [changes.needs_login("getSeries")],
        ["needs login | getSeries | - | status 401"],
        id="one endpoint asks who one is",
    ),
    pytest.param([changes.needs_login()], ["needs login | * | - | status 401"], id="the service asks who one is"),
]

PARAMETERS = [
    pytest.param(
        [changes.reject_unknown_parameters()],
        ["reformatted | * | - | unknown parameters are refused (status 400)"],
        id="unknown parameters are refused",
    ),
    pytest.param(
        [changes.rename_parameter(None, "Date", "fromDate")],
        [
            "probably renamed | NewPatientsInCollection | parameter Date | fromDate",
            "probably renamed | NewStudiesInPatientCollection | parameter Date | fromDate",
        ],
        id="a required parameter gets another name",
    ),
    pytest.param(
        [changes.rename_parameter("NewPatientsInCollection", "Date", "fromDate", rejected=True)],
        ["probably renamed | NewPatientsInCollection | parameter Date | fromDate"],
        id="a required parameter gets another name, and the old one is refused",
    ),
    pytest.param(
        [changes.rename_parameter("getSeries", "SeriesInstanceUID", "SeriesUID", rejected=True)],
        ["probably renamed | getSeries | parameter SeriesInstanceUID | SeriesUID"],
        id="a filter gets another name, and the old one is refused",
    ),
    pytest.param(
        [changes.rename_parameter("getSeries", "SeriesInstanceUID", "SeriesUID")],
        ["attribute missing | getSeries | parameter SeriesInstanceUID | a parameter without effect"],
        id="a filter gets another name, and the old one is passed over",
    ),
    pytest.param(
        [changes.require_parameter("getPatient", "PatientId")],
        ["reformatted | getPatient | parameter PatientId | a required parameter"],
        id="a filter is required",
    ),
    pytest.param(
        [changes.require_parameter("getPatient", "ApiKey")],
        ["attribute added | getPatient | parameter ApiKey | a required parameter"],
        id="a new parameter is required",
    ),
]

ARCHIVES = [
    pytest.param(
        [changes.rename_archive_entry("LICENSE", "LICENSE.txt")],
        ["probably renamed | getImage | LICENSE | LICENSE.txt"],
        id="the licence gets another name",
    ),
    pytest.param(
        [changes.md5_without_leading_zeros()],
        ["reformatted | getImageWithMD5Hash | md5hashes.csv | hashes without leading zeros"],
        id="hashes lose their leading zeros",
    ),
    pytest.param(
        [changes.md5_without_header()],
        ["reformatted | getImageWithMD5Hash | md5hashes.csv | no head"],
        id="the list of hashes loses its headings",
    ),
    pytest.param(
        [changes.rename_archive_entry("md5hashes.csv", "md5.csv")],
        ["probably renamed | getImageWithMD5Hash | md5hashes.csv | md5.csv"],
        id="the list of hashes gets another name",
    ),
    pytest.param(
        [changes.content_type(None, "zip", "application/zip")],
        [
            "reformatted | getImage | - | content type application/zip",
            "reformatted | getImageWithMD5Hash | - | content type application/zip",
        ],
        id="archives are labelled as such",
    ),
]


@pytest.mark.parametrize(("made", "expected"), [*ATTRIBUTES, *VALUES, *FORMS, *ACCESS, *PARAMETERS, *ARCHIVES])
def test_a_change_is_named_as_what_it_is(
    server: ReferenceServer, made: list[changes.Change], expected: list[str]
) -> None:
    server.change(*made)

    result = observed(server)

    assert keys(result) == set(expected)


def test_a_service_that_did_not_change_has_no_findings(server: ReferenceServer) -> None:
    result = observed(server)

    assert keys(result) == set()


def test_columns_that_change_places_are_worth_a_note(server: ReferenceServer) -> None:
    server.change(changes.reorder_attributes("getSeries", ["Collection", "PatientID"]))

    result = observed(server)

    assert "getSeries: the attributes are in another order than in the spec (json, csv, html, xml)" in result.notes


def test_a_finding_says_in_which_formats_it_was_seen_and_shows_values(server: ReferenceServer) -> None:
    server.change(changes.rename_attribute("getSeries", "TimeStamp", "MaxSubmissionTimestamp"))

    (finding,) = observed(server).findings

    assert finding.formats == ("json", "csv", "html", "xml")
    assert [piece.shown for piece in finding.evidence] == [('"2011-10-21 14:03:11.0"',)] * 4


def test_a_change_of_one_format_names_that_format(server: ReferenceServer) -> None:
    server.change(changes.rewritten("getSeries", "csv", lambda body: body.replace(b'"TimeStamp"', b'"MaxTimeStamp"')))

    (finding,) = observed(server).findings

    assert finding.formats == ("csv",)
