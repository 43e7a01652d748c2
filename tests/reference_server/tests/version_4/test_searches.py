"""The search of version 4."""

from typing import Any

import httpx
import pytest

from tests.reference_server import ReferenceServer, changes

ORDER = {"sortField": "subject", "sortDirection": "ascending", "start": "0", "size": "100"}
UNABLE = "Server was not able to process your request"
VICTRE = {"criteriaType0": "CollectionCriteria", "value0": "VICTRE"}


def found(v4: httpx.Client, criteria: dict[str, str]) -> Any:
    """Return what a search answers."""
    response = v4.post("/getSimpleSearch", data=ORDER | criteria)
    assert response.headers["content-type"] == "application/json"
    return response.json()


def subjects(v4: httpx.Client, criteria: dict[str, str]) -> list[str]:
    """Return the identifiers of the patients that a search finds."""
    return [patient["subjectId"] for patient in found(v4, criteria)["resultSet"]]


def test_an_answer_is_one_object_with_nine_keys(v4: httpx.Client) -> None:
    answer = found(v4, VICTRE)

    assert list(answer) == [
        *("resultSet", "totalPatients", "bodyParts", "modalities", "collections", "species"),
        *("maxTimepoints", "minTimepoints", "sort"),
    ]
    assert answer["totalPatients"] == 2
    assert answer["modalities"] == [{"value": "MG", "count": 2}]
    assert answer["sort"] == "subject-ascending"


def test_patients_have_numbers_and_no_uids(v4: httpx.Client) -> None:
    patient = found(v4, VICTRE)["resultSet"][0]

    assert list(patient) == [
        *("subjectId", "project", "id", "modalities", "bodyParts", "species", "timepoints"),
        *("totalNumberOfStudies", "totalNumberOfSeries", "authorized", "studyIdentifiers"),
    ]
    assert (patient["subjectId"], patient["modalities"], patient["bodyParts"]) == ("0012", ["MG"], ["BREAST"])
    assert patient["studyIdentifiers"] == [
        {"seriesIdentifiers": [12, 13], "seriesAndModality": [], "studyIdentifier": 7},
    ]


def test_timepoints_are_days_by_event(v4: httpx.Client) -> None:
    answer = found(v4, {"criteriaType0": "CollectionCriteria", "value0": "RIDER Pilot"})

    assert answer["resultSet"][0]["timepoints"] == {"ENROLLMENT": [0, 30]}
    assert (answer["maxTimepoints"], answer["minTimepoints"]) == ({"ENROLLMENT": 30}, {"ENROLLMENT": 0})


def test_no_hits_are_an_answer(v4: httpx.Client) -> None:
    answer = found(v4, {"criteriaType0": "CollectionCriteria", "value0": "none"})

    assert (answer["resultSet"], answer["totalPatients"], answer["modalities"]) == ([], 0, [])


@pytest.mark.parametrize(
    ("criteria", "count"),
    [
        ({}, 20),
        ({"criteriaType0": "collectionCRITERIA", "value0": "victre"}, 2),
        ({"criteriaType0": "SpeciesCriteria", "value0": "337915000"}, 17),
        ({"criteriaType0": "ImageModalityCriteria", "value0": "SEG"}, 3),
        ({"criteriaType0": "BodyPartExaminedCriteria", "value0": "Breast"}, 4),
        ({"criteriaType0": "AnatomicalSiteCriteria", "value0": "BREAST"}, 4),
        ({"criteriaType0": "ManufacturerCriteria", "value0": "CMS, Inc."}, 1),
        ({"criteriaType0": "ModelCriteria", "value0": "Biospec 94/20"}, 1),
        ({"criteriaType0": "SoftwareVersionCriteria", "value0": "ParaVision 6.0.1"}, 1),
        ({"criteriaType0": "PatientCriteria", "value0": "MA0417"}, 1),
        ({"criteriaType0": "PatientSexCriteria", "value0": "O"}, 1),
        ({"criteriaType0": "PatientSexCriteria", "value0": "Null"}, 6),
        ({"criteriaType0": "PatientSexCriteria", "value0": "Female"}, 0),
        ({"criteriaType0": "SeriesCriteria", "value0": "143.284188174537413748743284550513035752067"}, 1),
        ({"criteriaType0": "StudyCriteria", "value0": "2.25.108181512327354058638629631581968587936"}, 1),
        ({"criteriaType0": "DateRangeCriteria", "fromDate0": "01-01-2023", "toDate0": "12-31-2023"}, 3),
        ({"criteriaType0": "DateRangeCriteria", "fromDate0": "13-01-2022", "toDate0": "12-31-2023"}, 3),
        ({"criteriaType0": "PatientAgeRangeCriteria", "from0": "60", "to0": "70.5"}, 5),
        ({"criteriaType0": "PatientAgeRangeCriteria", "from0": "0.1", "to0": "0.3"}, 1),
        ({"criteriaType0": "PixelSpacingRangeCriteria", "from0": "1", "to0": "3"}, 4),
        ({"criteriaType0": "SliceThicknessRangeCriteria", "from0": "5", "to0": "9"}, 0),
        ({"criteriaType0": "DescriptionCriteria", "value0": "LUNG"}, 2),
        ({"criteriaType0": "DescriptionCriteria", "value0": "planning b*"}, 2),
        ({"criteriaType0": "DescriptionCriteria", "value0": "lun"}, 0),
        ({"criteriaType0": "MinNumberOfStudiesCriteria", "value0": "2"}, 2),
        ({"criteriaType0": "MinNumberOfStudyDatesCriteria", "value0": "2"}, 2),
        ({"criteriaType0": "PhantomCriteria", "value0": "0"}, 20),
        ({"criteriaType0": "PhantomCriteria", "value0": "1"}, 17),
        ({"criteriaType0": "PhantomCriteria", "value0": "2"}, 3),
        ({"criteriaType0": "ThirdPartyAnalysis", "value0": "yes"}, 3),
        ({"criteriaType0": "TimePointCriteria", "eventType0": "ENROLLMENT", "fromDay0": "1"}, 1),
        ({"criteriaType0": "TimePointCriteria", "eventType0": "ENROLLMENT", "toDay0": "-1"}, 0),
    ],
)
def test_each_criterion_has_its_fields(v4: httpx.Client, criteria: dict[str, str], count: int) -> None:
    assert len(subjects(v4, criteria)) == count


def test_criteria_of_one_kind_are_alternatives_and_of_several_kinds_are_not(v4: httpx.Client) -> None:
    either = VICTRE | {"criteriaType1": "CollectionCriteria", "value1": "4D-Lung"}
    both = VICTRE | {"criteriaType1": "ImageModalityCriteria", "value1": "CT"}

    assert subjects(v4, either) == ["0012", "121_HM20733", "1418053792"]
    assert subjects(v4, both) == []


def test_patients_may_have_to_have_every_modality(v4: httpx.Client) -> None:
    either = {
        "criteriaType0": "ImageModalityCriteria",
        "value0": "CT",
        "criteriaType1": "ImageModalityCriteria",
        "value1": "SEG",
    }
    every = either | {"criteriaType2": "ModalityAndedSearchCriteria", "value2": "all"}

    (patient,) = found(v4, every)["resultSet"]

    assert len(subjects(v4, either)) > 1
    assert patient["modalities"] == ["CT", "SEG"]
    assert {"seriesId", "modality"} == set(patient["studyIdentifiers"][0]["seriesAndModality"][0])


def test_commercial_use_may_be_excluded(v4: httpx.Client) -> None:
    series = [
        sum(len(study["seriesIdentifiers"]) for patient in answer["resultSet"] for study in patient["studyIdentifiers"])
        for answer in (found(v4, {}), found(v4, {"criteriaType0": "ExcludeCommercialCriteria", "value0": "YES"}))
    ]

    assert series[0] > series[1] > 0


def test_unknown_criteria_and_fields_are_ignored(v4: httpx.Client) -> None:
    assert len(subjects(v4, {"criteriaType0": "Modality", "value0": "MG", "format": "csv", "tool": "test"})) == 20


def test_criteria_end_at_the_first_gap_in_their_numbers(v4: httpx.Client) -> None:
    assert len(subjects(v4, {"criteriaType1": "CollectionCriteria", "value1": "VICTRE"})) == 20


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "21"},
        {"start": "-1"},
        {"size": "-1"},
        {"size": "ten"},
        {"criteriaType0": "DateRangeCriteria", "fromDate0": "2023", "toDate0": "12-31-2023"},
        {"criteriaType0": "MinNumberOfStudiesCriteria", "value0": "two"},
        {"criteriaType0": "PatientAgeRangeCriteria", "from0": "old", "to0": "70"},
        {"criteriaType0": "TimePointCriteria", "eventType0": "ENROLLMENT"},
        {"criteriaType0": "TimePointCriteria", "fromDay0": "1"},
    ],
)
def test_what_cannot_be_read_is_a_failure(v4: httpx.Client, fields: dict[str, str]) -> None:
    response = v4.post("/getSimpleSearch", data=ORDER | fields)

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")
    assert response.text.startswith(f"{UNABLE}\n")


@pytest.mark.parametrize("missing", ["sortField", "sortDirection", "start", "size"])
@pytest.mark.parametrize("path", ["getSimpleSearch", "getManifestForSimpleSearch", "getRestrictionsForSimpleSearch"])
def test_nothing_of_the_order_may_be_missing(v4: httpx.Client, path: str, missing: str) -> None:
    fields = {name: value for name, value in ORDER.items() if name != missing}

    assert v4.post(f"/{path}", data=fields).status_code == 500


def test_a_search_that_is_no_form_is_not_supported(v4: httpx.Client) -> None:
    response = v4.post("/getSimpleSearch", json=ORDER)

    assert (response.status_code, response.text) == (500, f"{UNABLE}\nHTTP 415 Unsupported Media Type")


def test_pages_are_parts_of_the_whole(v4: httpx.Client) -> None:
    everybody = subjects(v4, {})

    assert subjects(v4, {"start": "3", "size": "2"}) == everybody[3:5]
    assert subjects(v4, {"start": "19", "size": "5"}) == everybody[19:]
    assert subjects(v4, {"start": "20", "size": "5"}) == []
    assert found(v4, {"start": "3", "size": "2"})["totalPatients"] == 20


def test_every_direction_but_one_is_descending(v4: httpx.Client) -> None:
    assert subjects(v4, {"sortDirection": "Ascending"}) == subjects(v4, {"sortDirection": "descending"})
    assert subjects(v4, {"sortDirection": "descending"}) == sorted(subjects(v4, {}), reverse=True)


def test_an_unknown_field_sorts_by_collection(v4: httpx.Client) -> None:
    projects = [patient["project"] for patient in found(v4, {"sortField": "nothing"})["resultSet"]]

    assert projects == sorted(projects)


def test_fields_of_the_address_are_not_looked_at(v4: httpx.Client) -> None:
    assert v4.post("/getSimpleSearch?Nothing=1", data=ORDER).status_code == 200


def test_a_manifest_has_the_uids_of_the_hits_of_a_page(server: ReferenceServer, v4: httpx.Client) -> None:
    response = v4.post("/getManifestForSimpleSearch", data=ORDER | VICTRE | {"size": "1", "includeAnnotation": "true"})

    uids = response.text.partition("ListOfSeriesToDownload=\n")[2].split()
    assert response.headers["content-type"] == "application/x-nbia-manifest-file"
    assert "includeAnnotation=false\n" in response.text
    assert uids == [series.uid for series in server.archive.all_series("VICTRE") if series.patient_id == "0012"]


@pytest.mark.parametrize(
    ("criteria", "word", "content_type"),
    [({}, "yes", "application/text"), (VICTRE, "no", "application/x-nbia-manifest-file")],
)
def test_restrictions_are_a_word(v4: httpx.Client, criteria: dict[str, str], word: str, content_type: str) -> None:
    response = v4.post("/getRestrictionsForSimpleSearch", data=ORDER | criteria)

    assert (response.text, response.headers["content-type"]) == (word, content_type)


def test_criteria_survive_the_change_of_another_name(server: ReferenceServer, v4: httpx.Client) -> None:
    server.change(changes.rename_parameter(None, "size", "pageSize"), changes.reject_unknown_parameters())

    response = v4.post("/getSimpleSearch", data=ORDER | VICTRE | {"pageSize": "1"})

    assert (len(response.json()["resultSet"]), response.json()["totalPatients"]) == (1, 2)
