"""The searches of the Advanced API."""

import httpx
import pytest

from tests.reference_server import MOUSE

PAGE = {"sortField": "subject", "sortDirection": "ascending", "start": "0", "size": "100"}


# Criteria


def test_a_search_reads_dates_with_the_day_first(advanced: httpx.Client, v4: httpx.Client) -> None:
    criteria = {"criteriaType0": "DateRangeCriteria", **PAGE}
    found = advanced.post(
        "/getSimpleSearchWithModalityAndBodyPartPaged",
        data={**criteria, "fromDate0": "28/03/2023", "toDate0": "29/03/2023"},
    )
    other = v4.post("/getSimpleSearch", data={**criteria, "fromDate0": "03-28-2023", "toDate0": "03-29-2023"})

    assert [patient["subjectId"] for patient in found.json()["resultSet"]] == ["A734518"]
    (expected,) = other.json()["resultSet"]
    del expected["authorized"]
    assert found.json()["resultSet"] == [expected]


def test_a_search_cannot_read_dates_of_version_4(advanced: httpx.Client) -> None:
    form = {"criteriaType0": "DateRangeCriteria", "fromDate0": "03-28-2023", "toDate0": "03-29-2023", **PAGE}

    assert advanced.post("/getSimpleSearchWithModalityAndBodyPartPaged", data=form).status_code == 500


def test_a_search_knows_body_parts_by_one_name_only(advanced: httpx.Client) -> None:
    path = "/getSimpleSearchWithModalityAndBodyPartPaged"
    by_site = advanced.post(path, data={"criteriaType0": "AnatomicalSiteCriteria", "value0": "PANCREAS", **PAGE}).json()
    by_part = advanced.post(
        path, data={"criteriaType0": "BodyPartExaminedCriteria", "value0": "PANCREAS", **PAGE}
    ).json()
    everybody = advanced.post(path, data=PAGE).json()

    assert by_site["totalPatients"] == 2
    assert by_part["totalPatients"] == everybody["totalPatients"] > 2


def test_rights_find_more(advanced: httpx.Client, curator: dict[str, str]) -> None:
    path, form = "/getSimpleSearchWithModalityAndBodyPartPaged", PAGE

    with_rights = advanced.post(path, data=form, headers=curator).json()["totalPatients"]

    assert with_rights == advanced.post(path, data=form).json()["totalPatients"] + 1


# Words in texts


def test_patients_are_found_by_their_texts(advanced: httpx.Client) -> None:
    found = advanced.post("/getTextSearch", data={"textValue": "fémur"}).json()

    (patient,) = found
    assert list(patient) == [
        "subjectId",
        "project",
        "id",
        "totalNumberOfStudies",
        "totalNumberOfSeries",
        "hit",
        "studyIdentifiers",
    ]
    assert (patient["subjectId"], patient["project"]) == ("STS_061", "Soft-tissue-Sarcoma")
    assert patient["hit"] == "IRM FÉMUR DROIT C+ (T1/T2) -MUSQ"
    assert (patient["totalNumberOfStudies"], patient["totalNumberOfSeries"]) == (2, 5)
    assert [len(study["seriesIdentifiers"]) for study in patient["studyIdentifiers"]] == [2, 3]


@pytest.mark.parametrize("words", ["no such words", "", "Restricted-Faces", "SECRET PART"])
def test_words_that_nobody_has_or_may_see_find_nothing(advanced: httpx.Client, words: str) -> None:
    assert advanced.post("/getTextSearch", data={"textValue": words}).text == "[]"


def test_patients_are_found_page_by_page(advanced: httpx.Client) -> None:
    form = {"textValue": "chest", "start": "1", "size": "2", "sortField": "subject", "sortDirection": "ascending"}

    every = advanced.post("/getTextSearch", data={"textValue": "chest"}).json()
    page = advanced.post("/getTextSearchPaged", data=form).json()

    assert list(page) == ["resultSet", "totalPatients", "sort"]
    assert (page["totalPatients"], page["sort"]) == (len(every), "subject-ascending")
    in_order = sorted(every, key=lambda patient: patient["subjectId"].lower())
    assert page["resultSet"] == in_order[1:3]


def test_another_direction_is_descending(advanced: httpx.Client) -> None:
    form = {"textValue": "chest", "start": "0", "size": "99", "sortField": "collection", "sortDirection": "?"}

    collections = [
        patient["project"] for patient in advanced.post("/getTextSearchPaged", data=form).json()["resultSet"]
    ]

    assert collections == sorted(collections, key=str.lower, reverse=True)
    assert len(set(collections)) > 1


@pytest.mark.parametrize("change", [{"start": ""}, {"size": "x"}, {"sortField": "size"}, {"start": "1000"}])
def test_a_page_that_cannot_be_is_a_500(advanced: httpx.Client, change: dict[str, str]) -> None:
    form = {"textValue": "chest", "start": "0", "size": "2", "sortField": "subject", "sortDirection": "ascending"}

    assert advanced.post("/getTextSearchPaged", data={**form, **change}).status_code == 500


def test_what_words_find_has_a_manifest(advanced: httpx.Client) -> None:
    response = advanced.post("/getManifestForTextSearch", data={"textValue": "Mouse-Astrocytoma"})

    assert response.headers["content-type"] == "application/x-nbia-manifest-file"
    assert response.text.splitlines()[1] == "includeAnnotation=false"
    assert MOUSE in response.text.splitlines()[6:]


@pytest.mark.parametrize(
    ("words", "answer", "content_type"),
    [
        ("COVID-19-NY-SBU", "yes", "application/text"),
        ("Mouse-Astrocytoma", "no", "application/x-nbia-manifest-file"),
        ("no such words", "no", "application/x-nbia-manifest-file"),
    ],
)
def test_what_words_find_may_be_restricted(advanced: httpx.Client, words: str, answer: str, content_type: str) -> None:
    response = advanced.post("/getRestrictionsForTextSearch", data={"textValue": words})

    assert (response.status_code, response.headers["content-type"], response.text) == (200, content_type, answer)
