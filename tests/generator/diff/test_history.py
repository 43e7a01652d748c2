"""The API's own history as edits of the spec: each change is told as what it was, with the version number that it deserves.

What came before version 4 is history of version 1; most that came to version 4 is made in version 1 again, which the
reference server can imitate. Where the spec of today has a change already, the edit takes it back, and what is compared is
that with today.
"""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

import pytest

from generator.compile import compile_spec
from generator.diff.changes import Change, verdict
from generator.diff.command import changes_between
from generator.diff.compare import compare
from generator.diff.inputs import Described, read
from nbia_core.api.description import Api
from tests.generator.diff.descriptions import description
from tests.generator.diff.spec_edits import (
    Edit,
    apply,
    attribute_noted,
    attribute_renamed,
    attribute_written,
    endpoint_renamed,
    endpoint_says,
    heading_renamed,
    load_tidied,
    moved,
    no_login,
    only,
    parameter_described,
    parameter_renamed,
    role_says,
    service_says,
    with_attribute,
    with_parameter,
    without_attribute,
    without_parameter,
    without_role,
)
from tests.generator.helpers import ROOT, copy_spec, specs

SEEN = {"source": "observed", "evidence": "Seen."}
LICENCES = ("LicenseName", "LicenseURI", "CollectionURI", "FileSize")
LATER = ("DateReleased", "StudyDesc", "StudyDate", "ThirdPartyAnalysis")
DATES = ("SeriesDate", "TimeStamp", "DateReleased", "StudyDate")
EIGHT = (
    "Date Released",
    "Series Date",
    "Protocol Name",
    "Body Part Examined",
    "Annotations Flag",
    "Manufacturer Model Name",
    "Software Versions",
    "TimeStamp",
)
LONGITUDINAL = ("LongitudinalTemporalEventType", "LongitudinalTemporalOffsetFromEvent")
PHANTOM = ("Phantom", "SpeciesCode", "SpeciesDescription")
NEW_PATHS = ("NewPatientsInCollection", "NewStudiesInPatientCollection")
SIX = ("Site", "PatientSex", "PatientAge", "AdmittingDiagnosesDescription", "ReleasedStatus", "Authorized")
DATED = (
    ("NewStudiesInPatientCollection", ("StudyDate",)),
    ("getContentsByName", ("SeriesDate", "Date Released")),
    ("getPatientStudy", ("StudyDate",)),
    ("getSeries", DATES),
    ("getSeriesMetaData", ("Date Released", "TimeStamp")),
    ("getUpdatedSeries", ("SeriesDate", "DateReleased")),
)
TABLES = ("NewPatientsInCollection", "NewStudiesInPatientCollection", "getPatient", "getPatientStudy")
DIFFERENCE = {"guide": "Hashes.", "server": "They have lost the zeros at their beginning.", "evidence": "Seen."}
NO_ROWS = {"status": 500, "sentence": "No data found.", "means": "bad-request", "when": "No rows.", **SEEN}


def added(endpoint: str, *names: str) -> list[str]:
    return [f"adds | attribute added | {endpoint} | {name}" for name in names]


# When, in which version, the edit that takes the change back, what is told of the way from there to today, and the verdict.
BACKWARD = [
    pytest.param(
        "v1",
        [endpoint_says("getImageWithMD5Hash", differences=[DIFFERENCE])],
        ["words | words: differences | getImageWithMD5Hash | -"],
        "patch",
        id="2021-02-03 hashes have their leading zeros: what the spec has no key for stands in its differences",
    ),
    pytest.param(
        "v1",
        [without_parameter("getImage", "NewFileNames")],
        ["adds | parameter added | getImage | NewFileNames"],
        "minor",
        id="2021-04-13 getImage gains NewFileNames",
    ),
    pytest.param(
        "v1",
        [without_parameter("getSeries", "SeriesInstanceUID"), without_role("series")],
        ["adds | parameter added | getSeries | SeriesInstanceUID", "adds | role added | - | series"],
        "minor",
        id="2021-04-13 getSeries gains a filter",
    ),
    pytest.param(
        "v1",
        [without_attribute("TimeStamp", record="Series")],
        added("getSeries", "TimeStamp"),
        "minor",
        id="2021-04-14 getSeries gains TimeStamp",
    ),
    pytest.param(
        "v1",
        [endpoint_renamed(name, f"get{name}") for name in NEW_PATHS],
        [
            line
            for name in NEW_PATHS
            for line in (f"breaks on the wire | endpoint renamed | {name} | -", f"words | words: sample | {name} | -")
        ],
        "patch",
        id="2021-04-14 two paths lose their first word",
    ),
    pytest.param(
        "v1",
        [endpoint_says("getUpdatedSeries", empty={"answer": "never", "meaning": "Status 500."}, errors=[NO_ROWS])],
        [
            "breaks callers | other meaning of empty | getUpdatedSeries | -",
            "words | words: empty | getUpdatedSeries | -",
            "breaks callers | error removed | getUpdatedSeries | status 500, No data found.",
        ],
        "major",
        id="2021-04-15 nothing found is an empty answer, no error",
    ),
    pytest.param(
        "v1",
        [
            endpoint_says(
                "getImage",
                content={"kind": "zip", "content_type": "application/octet-stream", "license": "LICENSE.txt"},
            )
        ],
        ["breaks on the wire | entry of the archive renamed | getImage | -"],
        "patch",
        id="2021-05 the licence loses its suffix",
    ),
    pytest.param(
        "v1",
        [without_attribute(*PHANTOM, record="Patient")],
        [*added("NewPatientsInCollection", *PHANTOM), *added("getPatient", *PHANTOM)],
        "minor",
        id="2021-05-05 patients gain phantom and species",
    ),
    pytest.param(
        "v1",
        [without_attribute(*LONGITUDINAL, record="Study")],
        [*added("NewStudiesInPatientCollection", *LONGITUDINAL), *added("getPatientStudy", *LONGITUDINAL)],
        "minor",
        id="2021-05-05 studies gain the longitudinal attributes",
    ),
    pytest.param(
        "v1",
        [attribute_noted("SeriesMetadata", "Study Description", "As it is stored.")],
        ["words | words: remarks | getSeriesMetaData | Study Description"],
        "patch",
        id="2021-12-06 getSeriesMetaData strips characters",
    ),
    pytest.param(
        "v1",
        [moved("nbia-api/services/v1", "services/v4/TCIA/query")],
        [f"breaks on the wire | other address | - | {name}" for name in ("public", "nlst", "nbia")],
        "patch",
        id="2022-06 the service has another address",
    ),
    pytest.param(
        "v1",
        [without_attribute(*LICENCES, record="Series"), role_says("series", "getSeries", image_count="ImageCount")],
        [*added("getSeries", *LICENCES), "adds | role: attributes | - | series"],
        "minor",
        id="2023-01-05 getSeries gains the licence and the size",
    ),
    pytest.param(
        "v4",
        [lambda files: files.entry("service", "login").update(token="/oauth/token", logout="/logout")],
        ["breaks on the wire | login: token | - | -", "breaks on the wire | login: logout | - | -"],
        "patch",
        id="2023-10 the login moves",
    ),
    pytest.param(
        "v1",
        [without_attribute(*LATER, record="Series")],
        added("getSeries", *LATER),
        "minor",
        id="2024-05 getSeries gains four attributes",
    ),
    pytest.param(
        "v1",
        [without_attribute("Date Released", record="SharedSeries")],
        added("getContentsByName", "Date Released"),
        "minor",
        id="2024-06 getContentsByName gains the date of release",
    ),
    pytest.param(
        "v1",
        [without_attribute(*EIGHT, record="SeriesMetadata")],
        added("getSeriesMetaData", *EIGHT),
        "minor",
        id="2024-06 getSeriesMetaData gains eight attributes",
    ),
    pytest.param(
        "v1",
        [without_parameter("getPatient", "PatientId")],
        ["adds | parameter added | getPatient | PatientId"],
        "minor",
        id="2025-02-21 getPatient accepts PatientId",
    ),
    pytest.param(
        "v4",
        [without_parameter("getImage", "IncludeMD5"), role_says("hashed archive", "getImageWithMD5Hash")],
        [
            "adds | parameter added | getImage | IncludeMD5",
            "breaks on the wire | role played by another | - | hashed archive",
            "breaks on the wire | role: fallback | - | hashed archive",
            "breaks on the wire | role: arguments | - | hashed archive",
        ],
        "minor",
        id="2025-11-26 getImage gains IncludeMD5",
    ),
]

# The same for edits that make a change, of which the first are those that the reference server can make, too.
FORWARD = [
    pytest.param(
        "v1",
        [service_says(unknown_parameters="refused")],
        [f"breaks on the wire | unknown parameters | {endpoint.name} | -" for endpoint in description("v1").endpoints],
        "patch",
        id="2025-05-08 unknown parameters are refused",
    ),
    pytest.param(
        "v1",
        [attribute_written("MM-dd-yyyy", *DATES, "Date Released")],
        [
            *(
                f"breaks on the wire | attribute written otherwise | {endpoint} | {name}"
                for endpoint, names in DATED
                for name in names
            ),
        ],
        "patch",
        id="2025-05-23 dates in answers are MM-dd-yyyy",
    ),
    pytest.param(
        "v1",
        [
            parameter_described("Date", wire="MM-dd-yyyy", example="08-16-2010"),
            parameter_described("fromDate", wire="MM-dd-yyyy", example="03-28-2023"),
        ],
        [
            line
            for endpoint, name in (*((path, "Date") for path in NEW_PATHS), ("getUpdatedSeries", "fromDate"))
            for line in (
                f"breaks on the wire | parameter written otherwise | {endpoint} | {name}",
                f"words | words: example | {endpoint} | {name}",
            )
        ],
        "patch",
        id="2025-05-23 dates in questions are MM-dd-yyyy",
    ),
    pytest.param(
        "v1",
        [moved("services.cancerimagingarchive.net", "nbia2.cancerimagingarchive.net")],
        ["breaks on the wire | other address | - | public"],
        "patch",
        id="2025-05-28 the service has another host",
    ),
    pytest.param(
        "v1",
        [without_attribute("PatientBirthDate")],
        [f"breaks callers | attribute removed | {endpoint} | PatientBirthDate" for endpoint in TABLES],
        "major",
        id="2025-07-15 PatientBirthDate goes",
    ),
    pytest.param(
        "v1",
        [parameter_renamed("Date", "startDate")],
        [f"breaks on the wire | parameter renamed | {endpoint} | startDate" for endpoint in NEW_PATHS],
        "patch",
        id="2025-08-27 a required parameter has another name, but the same one in Python",
    ),
    pytest.param(
        "v1",
        [parameter_renamed("Date", "startDate", python="start_date")],
        [
            line
            for endpoint in NEW_PATHS
            for line in (
                f"breaks on the wire | parameter renamed | {endpoint} | startDate",
                f"breaks callers | python name changed | {endpoint} | startDate",
            )
        ],
        "major",
        id="2025-08-27 a required parameter has another name, in Python too",
    ),
    pytest.param(
        "v1",
        [attribute_renamed("CollectionURI", "DataDescriptionURI", record="Series")],
        ["breaks callers | attribute renamed | getSeries | DataDescriptionURI"],
        "major",
        id="2025-08-29 CollectionURI is DataDescriptionURI",
    ),
    pytest.param(
        "v1",
        [
            attribute_renamed("TimeStamp", "MaxSubmissionTimestamp", record="Series"),
            *(with_attribute("Series", name, SEEN, after="ThirdPartyAnalysis") for name in reversed(SIX)),
        ],
        [
            *added("getSeries", *SIX),
            "breaks callers | attribute renamed | getSeries | MaxSubmissionTimestamp",
        ],
        "major",
        id="2025-10-05 TimeStamp is MaxSubmissionTimestamp, and six attributes come",
    ),
    pytest.param(
        "v1",
        [endpoint_says("getBodyPartValues", csv="quoted")],
        ["breaks on the wire | CSV | getBodyPartValues | -"],
        "patch",
        id="2024-07-26 CSV is quoted",
    ),
    pytest.param(
        "v1",
        [
            attribute_renamed("TimeStamp", "MaxSubmissionTimestamp", record="SeriesMetadata"),
            heading_renamed("Subject ID", "PatientID"),
            heading_renamed("Series UID", "SeriesInstanceUID"),
        ],
        [
            f"breaks callers | attribute renamed | getSeriesMetaData | {name}"
            for name in ("SeriesInstanceUID", "PatientID", "MaxSubmissionTimestamp")
        ],
        "major",
        id="2025-10-05 headings of getSeriesMetadata have other names",
    ),
    pytest.param(
        "v1",
        [endpoint_says("getSeriesMetaData", formats="stated")],
        ["breaks on the wire | format always stated | getSeriesMetaData | -"],
        "patch",
        id="2025-10-05 the format must be said",
    ),
    pytest.param(
        "v1",
        [
            with_parameter("getImage", "IncludeMD5", guide="optional", server="optional"),
            parameter_described(
                "IncludeMD5",
                python="include_md5",
                type="boolean",
                wire="Yes/No",
                values=["Yes", "No"],
                meaning="Yes adds the hashes.",
                example="Yes",
            ),
        ],
        ["adds | parameter added | getImage | IncludeMD5"],
        "minor",
        id="2025-11-26 getImage gains a parameter",
    ),
    pytest.param(
        "v4",
        [no_login()],
        ["breaks callers | login | - | -", "breaks callers | login removed | - | -"],
        "major",
        id="2025-10-23 there is no login any more",
    ),
    pytest.param(
        "v4",
        [service_says(status="The Imaging Data Commons takes its place.")],
        ["words | words: status | - | -"],
        "patch",
        id="2026 the service is said to be replaced",
    ),
]


def short(changes: list[Change]) -> list[str]:
    return [
        " | ".join((change.weight, change.kind, change.endpoint or "-", change.subject or "-")) for change in changes
    ]


def edited(folder: Path, version: str, edits: list[Edit]) -> Api:
    spec = copy_spec(folder)
    only(spec, version)
    apply(spec, version, *edits)
    return compile_spec(load_tidied(spec)[version])


@functools.cache
def today(version: str) -> Api:
    return compile_spec(specs()[version])


@pytest.mark.parametrize(("version", "edits", "expected", "means"), BACKWARD)
def test_the_way_to_today_is_told(
    tmp_path: Path, version: str, edits: list[Edit], expected: list[str], means: str
) -> None:
    changes = compare(edited(tmp_path, version, edits), today(version))

    assert sorted(short(changes)) == sorted(expected)
    assert verdict(changes) == means


@pytest.mark.parametrize(("version", "edits", "expected", "means"), FORWARD)
def test_the_way_from_today_is_told(
    tmp_path: Path, version: str, edits: list[Edit], expected: list[str], means: str
) -> None:
    changes = compare(today(version), edited(tmp_path, version, edits))

    assert sorted(short(changes)) == sorted(expected)
    assert verdict(changes) == means


def test_2025_03_17_version_4_appears(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    without = read(str(spec), ROOT)
    assert isinstance(without, Described)

    changes = changes_between(
        dataclasses.replace(without, apis={"v1": without.apis["v1"], "v2": without.apis["v2"]}),
        dataclasses.replace(without, apis={name: without.apis[name] for name in ("v1", "v2", "v4")}),
    )

    assert [(change.weight, change.kind, change.version) for change in changes] == [("adds", "version added", "v4")]
    assert verdict(changes) == "minor"
