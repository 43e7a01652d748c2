"""The Advanced API of the reference server: the paths without a version."""

import csv
import io
from collections.abc import Iterator

import httpx
import pytest

from tests.reference_server import ReferenceServer, accounts

GUEST = {"Authorization": "Bearer undefined"}
RESTRICTED = "2.25.234742143979797951803813947869640155003"
MOUSE = "143.284188174537413748743284550513035752067"
LUNG = "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"
HIDDEN = "2.25.12776555381268122086736930463028372583"


@pytest.fixture
def http(server: ReferenceServer) -> Iterator[httpx.Client]:
    """Asks the Advanced API as the guest."""
    with httpx.Client(base_url=server.url(""), headers=GUEST) as http:
        yield http


@pytest.fixture
def curator(server: ReferenceServer) -> dict[str, str]:
    return _bearer(server, accounts.CURATOR)


@pytest.fixture
def student(server: ReferenceServer) -> dict[str, str]:
    return _bearer(server, accounts.STUDENT)


def _bearer(server: ReferenceServer, user: accounts.User) -> dict[str, str]:
    form = {"grant_type": "password", "username": user.name, "password": user.password}
    token = httpx.post(server.url("oauth/token"), data=form).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def rows(response: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.text)))


# The login

ASKING = [
    ("GET", "getCollectionValuesAndCounts", {}),
    ("GET", "getModalityValuesAndCounts", {}),
    ("GET", "getBodyPartValuesAndCounts", {}),
    ("GET", "getManufacturerValuesAndCounts", {}),
    ("GET", "getSpeciesValuesAndCounts", {}),
    ("GET", "getRoles", {}),
    ("POST", "getTextSearch", {"textValue": "CHEST"}),
    (
        "POST",
        "getTextSearchPaged",
        {"textValue": "CHEST", "start": "0", "size": "1", "sortField": "subject", "sortDirection": "ascending"},
    ),
    ("POST", "getSeriesMetadata2", {"list": MOUSE}),
    ("POST", "getSeriesMetadata3", {"list": MOUSE}),
    ("POST", "createSharedList", {"list": MOUSE, "name": "nobody's"}),
    ("POST", "deleteSharedList", {"name": "nbia-54241629300063058"}),
]
OPEN = [
    ("GET", "getLicenses", {}),
    ("GET", "getVisibilities", {}),
    ("GET", "hostName", {}),
    ("GET", "up", {}),
    ("POST", "getSharedList", {"nameValue": "nbia-54241629300063058"}),
]


def _ask(server: ReferenceServer, method: str, name: str, form: dict[str, str], header: str | None) -> httpx.Response:
    headers = {} if header is None else {"Authorization": header}
    url = f"{server.url('')}/{name}"
    return httpx.get(url, headers=headers) if method == "GET" else httpx.post(url, data=form, headers=headers)


@pytest.mark.parametrize(("method", "name", "form"), ASKING, ids=[name for _, name, _ in ASKING])
def test_most_paths_want_to_know_who_asks(
    server: ReferenceServer, method: str, name: str, form: dict[str, str]
) -> None:
    nobody = _ask(server, method, name, form, None)
    wrong = _ask(server, method, name, form, "Bearer nonsense")

    assert (nobody.status_code, nobody.text) == (500, "Server was not able to process your request\nnull")
    assert (wrong.status_code, wrong.headers["content-type"]) == (401, "text/html;charset=utf-8")


@pytest.mark.parametrize(("method", "name", "form"), OPEN, ids=[name for _, name, _ in OPEN])
def test_some_paths_never_look(server: ReferenceServer, method: str, name: str, form: dict[str, str]) -> None:
    assert _ask(server, method, name, form, None).status_code == 200
    assert _ask(server, method, name, form, "Bearer nonsense").status_code == 200


# Values and counts


def test_counts_are_of_patients_and_are_text(http: httpx.Client) -> None:
    response = http.get("/getCollectionValuesAndCounts")

    assert response.headers["content-type"] == "application/json"
    assert {"criteria": "RIDER Pilot", "count": "2"} in response.json()
    assert {"criteria": "TCGA-PRAD", "count": "3"} in response.json()
    assert len(response.json()) == 12


def test_rights_add_to_counts(http: httpx.Client, curator: dict[str, str]) -> None:
    response = http.get("/getCollectionValuesAndCounts", headers=curator)

    assert {"criteria": "Restricted-Faces", "count": "1"} in response.json()


def test_slashes_are_not_escaped(http: httpx.Client) -> None:
    response = http.get("/getBodyPartValuesAndCounts?Collection=QIN-HEADNECK")

    assert '"criteria":"HEAD W/WO"' in response.text


def test_body_parts_are_in_capitals_and_may_be_not_specified(http: httpx.Client) -> None:
    response = http.get("/getBodyPartValuesAndCounts", params={"Collection": "RIDER Pilot"})

    assert response.json() == [{"criteria": "CHEST", "count": "1"}, {"criteria": "NOT SPECIFIED", "count": "2"}]


def test_an_unknown_manufacturer_is_an_empty_text(http: httpx.Client) -> None:
    response = http.get("/getManufacturerValuesAndCounts?Collection=Rider+Pilot&Modality=ct")

    assert response.json()[0] == {"criteria": "", "count": "1"}


def test_a_body_part_is_compared_as_it_is_spelled(http: httpx.Client) -> None:
    query = {"Collection": "RIDER Pilot", "BodyPartExamined": "Chest"}

    assert http.get("/getModalityValuesAndCounts", params=query).json() == [{"criteria": "CT", "count": "1"}]
    assert http.get("/getManufacturerValuesAndCounts", params=query).json() == [
        {"criteria": "Philips Medical Systems, Inc.", "count": "1"}
    ]


def test_patients_without_a_species_are_human(http: httpx.Client) -> None:
    response = http.get("/getSpeciesValuesAndCounts")

    assert {row["criteria"]: row["count"] for row in response.json()} == {
        "337915000": "17",
        "448771007": "2",
        "447612001": "1",
    }


def test_no_rows_are_an_empty_list(http: httpx.Client) -> None:
    assert http.get("/getModalityValuesAndCounts?Collection=No+Such").text == "[]"


@pytest.mark.parametrize("query", ["format=csv", "Colour=blue"])
def test_unknown_parameters_are_ignored(http: httpx.Client, query: str) -> None:
    response = http.get(f"/getModalityValuesAndCounts?Collection=VICTRE&{query}")

    assert response.text == '[{"criteria":"MG","count":"2"}]'


# Tables about series


def test_the_second_table_has_24_columns(http: httpx.Client) -> None:
    response = http.post("/getSeriesMetadata2", data={"list": f"{LUNG},{MOUSE}"})

    assert response.headers["content-type"] == "text/csv"
    assert response.headers["content-disposition"] == 'attachment; filename="SeriesMetaData.csv"'
    lung, mouse = rows(response)
    assert len(lung) == 24
    assert (lung["Series ID"], lung["Number of images"], lung["Study Date"]) == (LUNG, "16", "2000-01-01")
    assert (lung["Date Released"], lung["TimeStamp"]) == ("2011-11-08", "2011-11-08 08:08:01.0")
    assert (mouse["Series ID"], mouse["Collection Name"]) == (MOUSE, "Mouse-Astrocytoma")


def test_of_a_repeated_list_the_second_table_reads_the_first_value(http: httpx.Client) -> None:
    response = http.post("/getSeriesMetadata2", data={"list": [LUNG, MOUSE]})

    assert [row["Series ID"] for row in rows(response)] == [LUNG]


@pytest.mark.parametrize("form", [{"x": ""}, {"list": "1.2.3"}, {"list": RESTRICTED}, {"list": HIDDEN}])
def test_the_second_table_may_be_empty(http: httpx.Client, form: dict[str, str]) -> None:
    response = http.post("/getSeriesMetadata2", data=form)

    assert (response.status_code, response.content) == (200, b"")


def test_the_third_table_has_38_columns(http: httpx.Client) -> None:
    response = http.post("/getSeriesMetadata3", data={"list": f" {LUNG},\n{MOUSE} "})

    assert response.headers["content-disposition"] == 'attachment; filename="SeriesMetaData.csv"'
    lung, mouse = rows(response)
    assert len(lung) == 38
    assert (lung["Series Instance UID"], lung["Project"], lung["Phantom"]) == (LUNG, "RIDER Pilot", "NO")
    assert (lung["Pixel Spacing(mm)- Row"], lung["Slice Thickness(mm)"]) == ("4.0", "4.0")
    assert lung["Study Date"] == "2000-01-01 00:00:00.0"
    assert mouse["Species Description"] == "Mus musculus"


def test_the_third_table_without_a_list_is_a_500(http: httpx.Client) -> None:
    assert http.post("/getSeriesMetadata3", data={"x": ""}).status_code == 500


def test_rights_add_to_the_tables(http: httpx.Client, curator: dict[str, str]) -> None:
    second = http.post("/getSeriesMetadata2", data={"list": RESTRICTED}, headers=curator)
    third = http.post("/getSeriesMetadata3", data={"list": RESTRICTED}, headers=curator)

    assert rows(second)[0]["Subject ID"] == rows(third)[0]["Patient ID"] == "RF-0001"


# Words in texts


def test_patients_are_found_by_their_texts(http: httpx.Client) -> None:
    found = http.post("/getTextSearch", data={"textValue": "fémur"}).json()

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
def test_words_that_nobody_has_or_may_see_find_nothing(http: httpx.Client, words: str) -> None:
    assert http.post("/getTextSearch", data={"textValue": words}).text == "[]"


def test_patients_are_found_page_by_page(http: httpx.Client) -> None:
    form = {"textValue": "chest", "start": "1", "size": "2", "sortField": "subject", "sortDirection": "ascending"}

    every = http.post("/getTextSearch", data={"textValue": "chest"}).json()
    page = http.post("/getTextSearchPaged", data=form).json()

    assert list(page) == ["resultSet", "totalPatients", "sort"]
    assert (page["totalPatients"], page["sort"]) == (len(every), "subject-ascending")
    in_order = sorted(every, key=lambda patient: patient["subjectId"].lower())
    assert page["resultSet"] == in_order[1:3]


def test_another_direction_is_descending(http: httpx.Client) -> None:
    form = {"textValue": "chest", "start": "0", "size": "99", "sortField": "collection", "sortDirection": "?"}

    collections = [patient["project"] for patient in http.post("/getTextSearchPaged", data=form).json()["resultSet"]]

    assert collections == sorted(collections, key=str.lower, reverse=True)
    assert len(set(collections)) > 1


@pytest.mark.parametrize("change", [{"start": ""}, {"size": "x"}, {"sortField": "size"}, {"start": "1000"}])
def test_a_page_that_cannot_be_is_a_500(http: httpx.Client, change: dict[str, str]) -> None:
    form = {"textValue": "chest", "start": "0", "size": "2", "sortField": "subject", "sortDirection": "ascending"}

    assert http.post("/getTextSearchPaged", data={**form, **change}).status_code == 500


# Licences, words, health


def test_licences_have_short_names_and_say_what_they_allow(http: httpx.Client) -> None:
    licences = http.get("/getLicenses").json()

    assert licences[0] == {
        "longName": "Creative Commons Attribution 3.0 Unported License",
        "id": 1,
        "shortName": "CC BY 3.0",
        "licenseURL": "http://creativecommons.org/licenses/by/3.0/",
        "licenseText": None,
        "commercialUse": "YES",
    }
    assert licences[2]["commercialUse"] == "NO"


def test_visibilities_have_names(http: httpx.Client) -> None:
    names = http.get("/getVisibilities").json()

    assert names[:3] == ["Not Yet Reviewed", "Visible", "Not Visible"]
    assert names[-1] == "Downloadable"


def test_the_server_is_up(http: httpx.Client) -> None:
    assert http.get("/up").text == "up"


def test_the_host_has_a_name(http: httpx.Client) -> None:
    response = http.get("/hostName", headers={"Accept": "text/plain"})

    assert (response.status_code, response.headers["content-type"]) == (200, "application/text")
    assert response.text == "reference"
    assert http.get("/hostName", headers={"Accept": "application/text"}).status_code == 500


# Shared lists


def test_a_shared_list_shows_everything_that_is_in_it(http: httpx.Client) -> None:
    found = http.post("/getSharedList", data={"nameValue": "NBIA-54241629300063058"}).json()

    assert list(found) == [
        "name",
        "comment",
        "hyperlink",
        "date",
        "id",
        "userName",
        "seriesInstanceUIDs",
        "seriesInstanceUidsList",
        "usageCount",
        "dateString",
    ]
    assert found["name"] == "nbia-54241629300063058"
    assert RESTRICTED in found["seriesInstanceUIDs"]
    assert {item["seriesInstanceUid"] for item in found["seriesInstanceUidsList"]} == set(found["seriesInstanceUIDs"])


def test_an_unknown_shared_list_is_null(http: httpx.Client) -> None:
    response = http.post("/getSharedList", data={"nameValue": "No Such"})

    assert (response.status_code, response.headers["content-type"], response.text) == (200, "application/json", "null")


def test_a_list_that_somebody_makes_is_there(
    server: ReferenceServer, http: httpx.Client, student: dict[str, str]
) -> None:
    form = {"list": [LUNG, MOUSE], "name": "My List", "description": "for a paper", "url": "https://example.org"}

    created = http.post("/createSharedList", data=form, headers=student)

    assert (created.status_code, created.headers["content-type"], created.text) == (200, "text/plain", "List created")
    found = http.post("/getSharedList", data={"nameValue": "My List"}).json()
    assert (found["comment"], found["hyperlink"], found["userName"]) == (
        "for a paper",
        "https://example.org",
        "student",
    )
    assert set(found["seriesInstanceUIDs"]) == {LUNG, MOUSE}
    contents = httpx.get(f"{server.base_url}/getContentsByName", params={"name": "my list"}).json()
    assert {row["SeriesInstanceUID"] for row in contents} == {LUNG, MOUSE}


@pytest.mark.parametrize("name", ["nbia-54241629300063058", "NBIA-54241629300063058 "])
def test_a_name_is_given_once(http: httpx.Client, name: str) -> None:
    response = http.post("/createSharedList", data={"list": MOUSE, "name": name})

    assert (response.status_code, response.headers["content-type"]) == (400, "text/plain")
    assert response.text == "Duplicate list name"


@pytest.mark.parametrize("uid", [RESTRICTED, HIDDEN, "1.2.3"])
def test_a_list_holds_only_what_its_maker_may_see(http: httpx.Client, uid: str) -> None:
    response = http.post("/createSharedList", data={"list": [MOUSE, uid], "name": "mine"})

    assert (response.status_code, response.text) == (400, "User does not have permission for all series in list")


def test_rights_make_more_lists_possible(http: httpx.Client, curator: dict[str, str]) -> None:
    response = http.post("/createSharedList", data={"list": RESTRICTED, "name": "mine"}, headers=curator)

    assert response.text == "List created"


def test_a_list_is_deleted_by_its_owner(http: httpx.Client, student: dict[str, str], curator: dict[str, str]) -> None:
    http.post("/createSharedList", data={"list": MOUSE, "name": "mine"}, headers=student)

    refused = http.post("/deleteSharedList", data={"name": "mine"}, headers=curator)
    deleted = http.post("/deleteSharedList", data={"name": "mine"}, headers=student)
    again = http.post("/deleteSharedList", data={"name": "mine"}, headers=student)

    assert (refused.status_code, refused.text) == (400, "Only the owner can delete a list")
    assert (deleted.status_code, deleted.text) == (200, "List deleted")
    assert (again.status_code, again.text) == (400, "List name not found")


def test_reset_forgets_lists(server: ReferenceServer, http: httpx.Client) -> None:
    http.post("/createSharedList", data={"list": MOUSE, "name": "mine"})

    server.reset()

    assert http.post("/getSharedList", data={"nameValue": "mine"}).text == "null"


# Paths that do not exist


@pytest.mark.parametrize("name", ["getAccessibleCollections", "getManifestText", "getSeries", "getImage"])
def test_other_names_are_unknown(http: httpx.Client, name: str) -> None:
    assert http.get(f"/{name}").text == "Server was not able to process your request\nHTTP 404 Not Found"
