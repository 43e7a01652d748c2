"""Paths of the Advanced API that version 4 has too, some of them in other words."""

from collections.abc import Iterator

import httpx
import pytest

from tests.reference_server import ReferenceServer, StoredSeries, accounts

GUEST = {"Authorization": "Bearer undefined"}
WRONG = {"Authorization": "Bearer nonsense"}
RESTRICTED = "2.25.234742143979797951803813947869640155003"
MOUSE = "143.284188174537413748743284550513035752067"
MOUSE_IMAGE = "143.53599064898089361503082484556513429004"
LUNG = "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"
HIDDEN = "2.25.12776555381268122086736930463028372583"
PAGE = {"sortField": "subject", "sortDirection": "ascending", "start": "0", "size": "100"}


@pytest.fixture
def http(server: ReferenceServer) -> Iterator[httpx.Client]:
    """Asks the Advanced API as the guest."""
    with httpx.Client(base_url=server.url(""), headers=GUEST, timeout=60) as http:
        yield http


@pytest.fixture
def v4(server: ReferenceServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url("v4"), timeout=60) as http:
        yield http


@pytest.fixture
def curator(server: ReferenceServer) -> dict[str, str]:
    user = accounts.CURATOR
    form = {"grant_type": "password", "username": user.name, "password": user.password}
    return {"Authorization": f"Bearer {httpx.post(server.url('oauth/token'), data=form).json()['access_token']}"}


def keys_of(server: ReferenceServer, *uids: str) -> list[str]:
    """Return the numbers that the index has for series."""
    found = (server.archive.query("SELECT id FROM series WHERE uid = ?", [uid]) for uid in uids)
    return [str(key) for ((key,),) in found]


# The login

ASKED = [
    "getSpeciesTax",
    "getMinMaxTimepoints",
    "getManufacturerTree",
    "getCollectionDescriptions",
    "getCollectionSite",
    f"getDicomTags?SeriesUID={MOUSE}",
    "getDicomTagsByImageID?imageID=1",
]
SENT = [
    ("getCollectionOrSeriesForDOI", {}),
    ("getSimpleSearchWithModalityAndBodyPartPaged", PAGE),
    ("getManifestForSimpleSearch", PAGE),
    ("getRestrictionsForSimpleSearch", PAGE),
    ("getManifestForTextSearch", {"textValue": "CHEST"}),
    ("getRestrictionsForTextSearch", {"textValue": "CHEST"}),
    ("getMD5Hierarchy", {"SeriesInstanceUID": MOUSE}),
    ("getThumbnail", {"seriesUID": MOUSE, "objectUID": MOUSE_IMAGE}),
    ("getCartData", {"list": "1"}),
    ("getStudyDrillDown", {"list": "1"}),
    ("getStudyDrillDownWithSeriesIds", {"list": MOUSE}),
    ("getImageDrillDown", {"list": "1"}),
    ("getSitesForSeries", {"seriesId": MOUSE}),
]
OPEN = [
    ("getManifestTextV2", {"list": MOUSE, "includeAnnotation": "true"}),
    ("getManifestForCollection", {"collection": "VICTRE"}),
    ("getManifestFromPatientStudySeries", {"seriesUIDs": MOUSE}),
    ("getSite", {"collectionName": "VICTRE", "siteName": "VICTRE"}),
]


@pytest.mark.parametrize("path", ASKED, ids=lambda path: path.partition("?")[0])
def test_paths_that_are_asked_want_to_know_by_whom(server: ReferenceServer, http: httpx.Client, path: str) -> None:
    nobody, wrong = httpx.get(f"{server.url('')}/{path}"), http.get(f"/{path}", headers=WRONG)

    assert http.get(f"/{path}").status_code == 200
    assert (nobody.status_code, nobody.text) == (500, "Server was not able to process your request\nnull")
    assert (wrong.status_code, wrong.headers["content-type"]) == (401, "text/html;charset=utf-8")


@pytest.mark.parametrize(("name", "form"), SENT, ids=[name for name, _ in SENT])
def test_forms_want_to_know_who_sends_them(
    server: ReferenceServer, http: httpx.Client, name: str, form: dict[str, str]
) -> None:
    form = form or {"x": ""}
    nobody = httpx.post(f"{server.url('')}/{name}", data=form, timeout=60)
    wrong = http.post(f"/{name}", data=form, headers=WRONG)

    assert http.post(f"/{name}", data=form).status_code == 200
    assert (nobody.status_code, nobody.text) == (500, "Server was not able to process your request\nnull")
    assert (wrong.status_code, wrong.headers["content-type"]) == (401, "text/html;charset=utf-8")


@pytest.mark.parametrize(("name", "form"), OPEN, ids=[name for name, _ in OPEN])
def test_some_forms_are_taken_from_everybody(server: ReferenceServer, name: str, form: dict[str, str]) -> None:
    url = f"{server.url('')}/{name}"

    assert httpx.post(url, data=form).status_code == 200
    assert httpx.post(url, data=form, headers=WRONG).status_code == 200


# The same as in version 4


@pytest.mark.parametrize(
    "path",
    [
        "getSpeciesTax",
        "getMinMaxTimepoints",
        "getManufacturerTree",
        "getCollectionSite",
        f"getDicomTags?SeriesUID={MOUSE}",
        "getDicomTagsByImageID?imageID=1",
    ],
    ids=lambda path: path.partition("?")[0],
)
def test_the_guest_sees_what_version_4_shows(http: httpx.Client, v4: httpx.Client, path: str) -> None:
    assert http.get(f"/{path}").content == v4.get(f"/{path}").content != b""


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("getMD5Hierarchy", {"SeriesInstanceUID": MOUSE}),
        ("getThumbnail", {"seriesUID": MOUSE, "objectUID": MOUSE_IMAGE}),
        ("getCartData", {"list": "1"}),
        ("getImageDrillDown", {"list": "1"}),
        ("getSitesForSeries", {"seriesId": MOUSE}),
        ("getRestrictionsForSimpleSearch", PAGE),
        ("getManifestForSimpleSearch", {**PAGE, "criteriaType0": "CollectionCriteria", "value0": "VICTRE"}),
    ],
)
def test_forms_show_the_guest_what_version_4_shows(
    http: httpx.Client, v4: httpx.Client, name: str, form: dict[str, str]
) -> None:
    here, there = http.post(f"/{name}", data=form), v4.post(f"/{name}", data=form)

    assert (here.status_code, here.headers["content-type"]) == (200, there.headers["content-type"])
    assert without_basket(here.content) == without_basket(there.content)


def without_basket(body: bytes) -> list[bytes]:
    """Return the lines of a manifest without the one that has the time."""
    return [line for line in body.split(b"\n") if not line.startswith(b"databasketId=")]


@pytest.mark.parametrize("path", ["getSpeciesTax?Colour=blue", f"getDicomTags?SeriesUID={MOUSE}&format=json"])
def test_unknown_parameters_are_ignored(http: httpx.Client, path: str) -> None:
    assert http.get(f"/{path}").status_code == 200


# What version 4 says in another way


def test_descriptions_have_seven_keys_and_nulls(http: httpx.Client) -> None:
    (found,) = http.get("/getCollectionDescriptions?collectionName=VICTRE").json()

    assert list(found) == [
        "description",
        "id",
        "collectionDescTimestamp",
        "collectionName",
        "userName",
        "licenseId",
        "descriptionURI",
    ]
    assert isinstance(found["collectionDescTimestamp"], int)
    assert (found["collectionName"], found["licenseId"]) == ("VICTRE", 1)


def test_a_collection_without_a_description_is_full_of_nulls(http: httpx.Client) -> None:
    response = http.get("/getCollectionDescriptions", params={"collectionName": "RIDER PHANTOM PET-CT"})

    assert response.text == (
        '[{"description":null,"id":null,"collectionDescTimestamp":null,"collectionName":"RIDER PHANTOM PET-CT",'
        '"userName":null,"licenseId":null,"descriptionURI":null}]'
    )


@pytest.mark.parametrize("name", ["No Such", "Restricted-Faces", "victre"])
def test_an_unknown_collection_has_no_description(http: httpx.Client, name: str) -> None:
    assert http.get("/getCollectionDescriptions", params={"collectionName": name}).text == "[]"


def test_rights_describe_more(http: httpx.Client, curator: dict[str, str]) -> None:
    names = [row["collectionName"] for row in http.get("/getCollectionDescriptions", headers=curator).json()]

    assert "Restricted-Faces" in names


def test_what_has_a_doi_does_not_say_that_it_is_authorized(http: httpx.Client) -> None:
    form = {"DOI": "https://doi.org/10.7937/K9TCIA.2017.SGW7CAQW", "CollectionOrSeries": "Series"}

    response = http.post("/getCollectionOrSeriesForDOI", data=form)

    assert [list(row) for row in response.json()] == [["collection", "seriesInstanceUID"]] * 2
    assert MOUSE in response.text


def test_a_search_reads_dates_with_the_day_first(http: httpx.Client, v4: httpx.Client) -> None:
    criteria = {"criteriaType0": "DateRangeCriteria", **PAGE}
    found = http.post(
        "/getSimpleSearchWithModalityAndBodyPartPaged",
        data={**criteria, "fromDate0": "28/03/2023", "toDate0": "29/03/2023"},
    )
    other = v4.post("/getSimpleSearch", data={**criteria, "fromDate0": "03-28-2023", "toDate0": "03-29-2023"})

    assert [patient["subjectId"] for patient in found.json()["resultSet"]] == ["A734518"]
    (expected,) = other.json()["resultSet"]
    del expected["authorized"]
    assert found.json()["resultSet"] == [expected]


def test_a_search_cannot_read_dates_of_version_4(http: httpx.Client) -> None:
    form = {"criteriaType0": "DateRangeCriteria", "fromDate0": "03-28-2023", "toDate0": "03-29-2023", **PAGE}

    assert http.post("/getSimpleSearchWithModalityAndBodyPartPaged", data=form).status_code == 500


def test_a_search_knows_body_parts_by_one_name_only(http: httpx.Client) -> None:
    path = "/getSimpleSearchWithModalityAndBodyPartPaged"
    by_site = http.post(path, data={"criteriaType0": "AnatomicalSiteCriteria", "value0": "PANCREAS", **PAGE}).json()
    by_part = http.post(path, data={"criteriaType0": "BodyPartExaminedCriteria", "value0": "PANCREAS", **PAGE}).json()
    everybody = http.post(path, data=PAGE).json()

    assert by_site["totalPatients"] == 2
    assert by_part["totalPatients"] == everybody["totalPatients"] > 2


def test_rights_find_more(http: httpx.Client, curator: dict[str, str]) -> None:
    path, form = "/getSimpleSearchWithModalityAndBodyPartPaged", PAGE

    with_rights = http.post(path, data=form, headers=curator).json()["totalPatients"]

    assert with_rights == http.post(path, data=form).json()["totalPatients"] + 1


def test_a_manifest_repeats_what_it_is_given(http: httpx.Client) -> None:
    response = http.post("/getManifestTextV2", data={"list": [MOUSE, "1.2.3"], "includeAnnotation": "true"})

    lines = response.text.splitlines()
    assert response.headers["content-type"] == "application/x-nbia-manifest-file"
    assert lines[1:3] == ["includeAnnotation=true", "noOfrRetry=4"]
    assert lines[4:] == ["manifestVersion=3.0", "ListOfSeriesToDownload=", MOUSE, "1.2.3"]


def test_a_manifest_without_a_word_about_annotations_is_a_500(http: httpx.Client) -> None:
    assert http.post("/getManifestTextV2", data={"list": MOUSE}).status_code == 500


def test_a_collection_has_a_manifest(http: httpx.Client, series_of_victre: list[StoredSeries]) -> None:
    response = http.post("/getManifestForCollection", data={"collection": "VICTRE"})

    assert response.text.splitlines()[6:] == [series.uid for series in series_of_victre]


@pytest.fixture
def series_of_victre(server: ReferenceServer) -> list[StoredSeries]:
    return server.archive.all_series("VICTRE")


def test_what_words_find_has_a_manifest(http: httpx.Client) -> None:
    response = http.post("/getManifestForTextSearch", data={"textValue": "Mouse-Astrocytoma"})

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
def test_what_words_find_may_be_restricted(http: httpx.Client, words: str, answer: str, content_type: str) -> None:
    response = http.post("/getRestrictionsForTextSearch", data={"textValue": words})

    assert (response.status_code, response.headers["content-type"], response.text) == (200, content_type, answer)


# Drill-downs, which version 4 cannot do


def test_studies_are_found_by_the_numbers_of_their_series(server: ReferenceServer, http: httpx.Client) -> None:
    form = {"list": keys_of(server, LUNG, MOUSE)}

    studies = http.post("/getStudyDrillDown", data=form).json()

    assert list(studies[0]) == ["studyId", "date", "description", "id", "study_id", "excludeCommercial", "seriesList"]
    assert [series["seriesUID"] for study in studies for series in study["seriesList"]] == [LUNG, MOUSE]
    assert (studies[0]["studyId"], studies[0]["date"]) == ("1.3.6.1.4.1.9328.50.1.2", "01-01-2000")


def test_studies_are_found_by_the_identifiers_of_their_series(http: httpx.Client) -> None:
    by_uid = http.post("/getStudyDrillDownWithSeriesIds", data={"list": [LUNG, MOUSE]}).json()

    assert [series["seriesUID"] for study in by_uid for series in study["seriesList"]] == [LUNG, MOUSE]


@pytest.mark.parametrize("name", ["getStudyDrillDown", "getStudyDrillDownWithSeriesIds"])
def test_nothing_asked_for_is_nothing_found(http: httpx.Client, name: str) -> None:
    assert http.post(f"/{name}", data={"x": ""}).text == "[]"


def test_a_number_that_is_none_is_a_500(http: httpx.Client) -> None:
    assert http.post("/getStudyDrillDown", data={"list": MOUSE}).status_code == 500


def test_hidden_series_have_no_studies(server: ReferenceServer, http: httpx.Client) -> None:
    assert http.post("/getStudyDrillDown", data={"list": keys_of(server, HIDDEN)}).text == "[]"


# Sites


def test_a_site_has_a_licence(http: httpx.Client) -> None:
    site = http.post("/getSite", data={"collectionName": "VICTRE", "siteName": "VICTRE"}).json()

    assert list(site) == ["siteName", "licenseDTO", "collectionName"]
    assert (site["siteName"], site["licenseDTO"]["shortName"]) == ("VICTRE", "CC BY 3.0")


@pytest.mark.parametrize("form", [{"collectionName": "VICTRE"}, {"collectionName": "VICTRE", "siteName": "there"}])
def test_an_unknown_site_is_an_empty_object(http: httpx.Client, form: dict[str, str]) -> None:
    assert http.post("/getSite", data=form).text == "{}"
