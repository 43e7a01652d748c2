"""The login of the reference server over the network, and what each path of version 2 says to whom."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest

from tests.clocks import StillClock
from tests.reference_server import MOUSE, MOUSE_IMAGE, Realm, ReferenceServer, accounts, faults, version_2
from tests.reference_server.known_uids import HIDDEN, RESTRICTED


@pytest.fixture(scope="module")
def clock() -> StillClock[datetime]:
    return StillClock(datetime(2026, 1, 1))


@pytest.fixture(scope="module")
def running(clock: StillClock[datetime]) -> Iterator[ReferenceServer]:
    with ReferenceServer(clock=clock) as server:
        yield server


@pytest.fixture
def server(running: ReferenceServer) -> ReferenceServer:
    running.reset()
    return running


@pytest.fixture
def http(server: ReferenceServer) -> Iterator[httpx.Client]:
    """Asks version 2 without a login."""
    with httpx.Client(base_url=server.url("v2"), verify=False) as http:
        yield http


def granted(server: ReferenceServer, user: accounts.User) -> dict[str, str]:
    form = {"grant_type": "password", "username": user.name, "password": user.password}
    tokens: dict[str, str] = httpx.post(server.url("oauth/token"), data=form, verify=False).json()
    return tokens


def bearer(server: ReferenceServer, user: accounts.User) -> dict[str, str]:
    return {"Authorization": f"Bearer {granted(server, user)['access_token']}"}


@pytest.fixture
def curator(server: ReferenceServer) -> dict[str, str]:
    return bearer(server, accounts.CURATOR)


@pytest.fixture
def expired(server: ReferenceServer, clock: StillClock[datetime]) -> dict[str, str]:
    header = bearer(server, accounts.CURATOR)
    clock.now += timedelta(seconds=300)
    return header


# The token endpoint


@pytest.mark.parametrize("path", ["/nbia-api/oauth/token", "/nbia-api/services/oauth/token"])
def test_tokens_are_given_at_two_addresses(server: ReferenceServer, path: str) -> None:
    response = httpx.post(
        httpx.URL(server.base_url).join(path),
        data={"grant_type": "password", "username": "nbia_guest", "password": "", "client_id": "NBIA"},
    )

    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.json()["token_type"] == "Bearer"


def test_a_wrong_password_is_keycloak_s_401(server: ReferenceServer) -> None:
    response = httpx.post(
        server.url("oauth/token"), data={"grant_type": "password", "username": "curator", "password": "?"}
    )

    assert response.status_code == 401
    assert response.text == '{"error":"invalid_grant","error_description":"Invalid user credentials"}'


def test_a_login_that_is_no_form_is_a_500(server: ReferenceServer) -> None:
    response = httpx.post(server.url("oauth/token"), json={"grant_type": "password", "username": "nbia_guest"})

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")


def test_a_login_in_the_query_is_no_login(server: ReferenceServer) -> None:
    response = httpx.post(
        server.url("oauth/token"), params={"grant_type": "password", "username": "nbia_guest"}, data={"x": ""}
    )

    assert response.text == "Server was not able to process your request\nnull"


def test_tokens_are_not_given_to_a_get(server: ReferenceServer) -> None:
    response = httpx.get(server.url("oauth/token"))

    assert response.text == "Server was not able to process your request\nHTTP 405 Method Not Allowed"


def test_a_token_endpoint_may_be_something_else(server: ReferenceServer) -> None:
    server.inject(faults.html_page(), endpoint="token")

    response = httpx.post(server.url("oauth/token"), data={"grant_type": "password", "username": "nbia_guest"})

    assert (response.status_code, response.headers["content-type"]) == (200, "text/html")


def test_without_keycloak_there_are_no_tokens(server: ReferenceServer) -> None:
    server.tokens.available = False

    response = httpx.post(server.url("oauth/token"), data={"grant_type": "password", "username": "nbia_guest"})

    assert response.status_code == 500
    assert response.text == "Server was not able to process your request\nnull"


def test_requests_for_tokens_can_be_counted(server: ReferenceServer) -> None:
    granted(server, accounts.STUDENT)
    granted(server, accounts.STUDENT)

    assert [(request.username, request.status) for request in server.tokens.requests] == [("student", 200)] * 2
    assert [request.endpoint for request in server.requests] == ["token", "token"]


def test_a_server_has_lifetimes_of_its_own() -> None:
    with ReferenceServer(realm=Realm(access_seconds=7200)) as server:
        response = httpx.post(server.url("oauth/token"), data={"grant_type": "password", "username": "nbia_guest"})

    assert response.json()["expires_in"] == 7200


def test_tokens_of_one_server_are_nothing_to_another(server: ReferenceServer) -> None:
    with ReferenceServer(server.archive) as other:
        header = bearer(other, accounts.CURATOR)

    response = httpx.get(f"{server.url('v2')}/getCollectionValues", headers=header)

    assert response.status_code == 401


# The logout


def test_a_logout_ends_the_session(server: ReferenceServer, http: httpx.Client, curator: dict[str, str]) -> None:
    response = httpx.post(server.url("logout"), headers=curator)

    assert (response.status_code, response.content) == (204, b"")
    assert http.get("/getCollectionValues", headers=curator).status_code == 401


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer undefined"}])
def test_a_logout_of_nobody_is_a_500(server: ReferenceServer, headers: dict[str, str]) -> None:
    assert httpx.post(server.url("logout"), headers=headers).status_code == 500


def test_nobody_logs_out_by_a_get(server: ReferenceServer, curator: dict[str, str]) -> None:
    assert httpx.get(server.url("logout"), headers=curator).status_code == 500


# What a login shows

EIGHTEEN = [
    ("getBodyPartValues", {}),
    ("getCollectionValues", {}),
    ("getContentsByName", {"name": "nbia-54241629300063058"}),
    ("getManufacturerValues", {}),
    ("getModalityValues", {}),
    ("NewPatientsInCollection", {"Collection": "VICTRE", "Date": "2000/01/01"}),
    ("NewStudiesInPatientCollection", {"Collection": "VICTRE", "Date": "2000/01/01"}),
    ("getPatient", {}),
    ("getPatientByCollectionAndModality", {"Collection": "VICTRE", "Modality": "MG"}),
    ("getPatientStudy", {}),
    ("getSeries", {}),
    ("getSeriesMetaData", {"SeriesInstanceUID": MOUSE}),
    ("getSeriesSize", {"SeriesInstanceUID": MOUSE}),
    ("getSOPInstanceUIDs", {"SeriesInstanceUID": MOUSE}),
    ("getUpdatedSeries", {"fromDate": "01/01/2000"}),
    ("getImage", {"SeriesInstanceUID": MOUSE}),
    ("getImageWithMD5Hash", {"SeriesInstanceUID": MOUSE}),
    ("getSingleImage", {"SeriesInstanceUID": MOUSE, "SOPInstanceUID": MOUSE_IMAGE}),
]


@pytest.mark.parametrize("token", [accounts.STUDENT, accounts.GUEST], ids=["student", "guest"])
@pytest.mark.parametrize(("name", "query"), EIGHTEEN, ids=[name for name, _ in EIGHTEEN])
def test_a_login_without_rights_shows_what_version_1_shows(
    server: ReferenceServer, http: httpx.Client, name: str, query: dict[str, str], token: accounts.User
) -> None:
    open_to_all = httpx.get(f"{server.base_url}/{name}", params=query)
    logged_in = http.get(f"/{name}", params=query, headers=bearer(server, token))

    assert logged_in.status_code == 200
    assert logged_in.content == open_to_all.content


def test_an_undefined_token_is_the_guest(server: ReferenceServer, http: httpx.Client) -> None:
    response = http.get("/getCollectionValues", headers={"Authorization": "Bearer UNDEFINED"})

    assert response.text == httpx.get(f"{server.base_url}/getCollectionValues").text


def test_version_1_never_looks_at_a_login(server: ReferenceServer, curator: dict[str, str]) -> None:
    response = httpx.get(f"{server.base_url}/getSeries", params={"Collection": "Restricted-Faces"}, headers=curator)

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("getBodyPartValues", {"Collection": "Restricted-Faces"}),
        ("getManufacturerValues", {"Collection": "Restricted-Faces"}),
        ("getModalityValues", {"Collection": "Restricted-Faces"}),
        ("NewPatientsInCollection", {"Collection": "Restricted-Faces", "Date": "2000/01/01"}),
        ("NewStudiesInPatientCollection", {"Collection": "Restricted-Faces", "Date": "2000/01/01"}),
        ("getPatient", {"Collection": "Restricted-Faces"}),
        ("getPatientByCollectionAndModality", {"Collection": "Restricted-Faces", "Modality": "CT"}),
        ("getPatientStudy", {"Collection": "Restricted-Faces"}),
        ("getSeries", {"Collection": "Restricted-Faces"}),
        ("getSOPInstanceUIDs", {"SeriesInstanceUID": RESTRICTED}),
    ],
)
def test_rights_show_what_is_not_public(
    server: ReferenceServer, http: httpx.Client, curator: dict[str, str], name: str, query: dict[str, str]
) -> None:
    with_rights = http.get(f"/{name}", params=query, headers=curator)
    without = http.get(f"/{name}", params=query, headers=bearer(server, accounts.STUDENT))

    assert len(with_rights.json()) >= 1
    assert (without.status_code, without.content) == (200, b"")


def test_rights_show_metadata_that_are_not_public(
    server: ReferenceServer, http: httpx.Client, curator: dict[str, str]
) -> None:
    path = f"/getSeriesMetaData?SeriesInstanceUID={RESTRICTED}"

    assert http.get(path, headers=curator).json()[0]["Collection"] == "Restricted-Faces"
    assert http.get(path, headers=bearer(server, accounts.STUDENT)).status_code == 204


def test_rights_add_to_the_lists(server: ReferenceServer, http: httpx.Client, curator: dict[str, str]) -> None:
    public = httpx.get(f"{server.base_url}/getCollectionValues").json()
    seen = http.get("/getCollectionValues", headers=curator).json()

    assert {"Collection": "Restricted-Faces"} in seen
    assert [row for row in seen if row != {"Collection": "Restricted-Faces"}] == public


def test_rights_show_more_of_a_shared_list(
    server: ReferenceServer, http: httpx.Client, curator: dict[str, str]
) -> None:
    path = "/getContentsByName?name=nbia-54241629300063058"

    seen = http.get(path, headers=curator).json()

    assert RESTRICTED in [row["SeriesInstanceUID"] for row in seen]
    assert len(seen) == len(httpx.get(f"{server.base_url}{path}").json()) + 1


def test_sizes_need_no_rights(server: ReferenceServer, http: httpx.Client) -> None:
    response = http.get(f"/getSeriesSize?SeriesInstanceUID={RESTRICTED}", headers=bearer(server, accounts.STUDENT))

    assert response.json() == [{"TotalSizeInBytes": 56688, "ObjectCount": 6}]


@pytest.mark.parametrize("name", ["getImage", "getImageWithMD5Hash"])
def test_images_that_are_not_public_need_rights(
    server: ReferenceServer, http: httpx.Client, curator: dict[str, str], name: str
) -> None:
    path = f"/{name}?SeriesInstanceUID={RESTRICTED}"

    archive = zipfile.ZipFile(io.BytesIO(http.get(path, headers=curator).content))
    refused = http.get(path, headers=bearer(server, accounts.STUDENT))

    assert "00000006.dcm" in archive.namelist()
    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/json")
    assert refused.text == (
        f"The user has not been granted the access to image with given SeriesInstanceUID,{RESTRICTED}."
        " Please contact System Admin to resolve this issue."
    )


def test_a_single_image_that_is_not_public_needs_rights(
    server: ReferenceServer, http: httpx.Client, curator: dict[str, str]
) -> None:
    image = server.archive.images(RESTRICTED)[0]
    path = f"/getSingleImage?SeriesInstanceUID={RESTRICTED}&SOPInstanceUID={image.sop_uid}"

    assert http.get(path, headers=curator).content == image.path.read_bytes()
    assert http.get(path, headers=bearer(server, accounts.STUDENT)).status_code == 500


# The three paths that version 1's guide lacks


def test_a_series_comes_under_new_names_with_its_digests_in_order(
    server: ReferenceServer, http: httpx.Client, curator: dict[str, str]
) -> None:
    response = http.get(f"/getDCMImage?SeriesInstanceUID={RESTRICTED}&MD5Verification=true", headers=curator)

    archive = zipfile.ZipFile(io.BytesIO(response.content))
    names = [f"1-{number}.dcm" for number in range(1, 7)]
    assert archive.namelist() == [*names, "md5hashes.csv"]
    lines = archive.read("md5hashes.csv").decode().splitlines()
    digests = [image.digest for image in server.archive.images(RESTRICTED)]
    assert lines == ["Filename,MD5Hash", *(f"{name},{digest}" for name, digest in zip(names, digests, strict=True))]


def test_a_refused_series_under_new_names_has_the_sentence_of_version_1(
    server: ReferenceServer, http: httpx.Client
) -> None:
    response = http.get(f"/getDCMImage?SeriesInstanceUID={RESTRICTED}", headers=bearer(server, accounts.STUDENT))

    assert response.status_code == 400
    assert response.text == f"Image with given SeriesInstanceUID,{RESTRICTED}, is not in public domain."


def test_the_digest_of_an_image(server: ReferenceServer, http: httpx.Client, curator: dict[str, str]) -> None:
    image = server.archive.images(RESTRICTED)[0]
    path = f"/getM5HashForImage?SOPInstanceUid={image.sop_uid}"

    response = http.get(path, headers=curator)

    assert (response.headers["content-type"], response.text) == ("text/plain", image.digest)
    refused = http.get(path, headers=bearer(server, accounts.STUDENT))
    assert (refused.status_code, refused.content) == (200, b"")


def test_what_quality_control_knows_of_series(http: httpx.Client, curator: dict[str, str]) -> None:
    response = http.post("/getSeriesQCInfo", data={"seriesId": [HIDDEN, RESTRICTED]}, headers=curator)

    hidden, restricted = response.json()
    assert list(restricted) == [
        "SeriesInstanceUID",
        "Visibility",
        "ReleaseStatus",
        "ReleaseDate",
        "ImageCount",
        "LicenseName",
        "Site",
        "Project",
        "PatientID",
        "Modality",
    ]
    assert (hidden["Visibility"], restricted["Visibility"]) == ("Not Yet Reviewed", "Visible")
    assert (hidden["Project"], restricted["Project"]) == ("TCGA-PRAD", "Restricted-Faces")


@pytest.mark.parametrize("form", [{}, {"format": "json"}])
def test_quality_control_without_series_is_a_204(
    http: httpx.Client, curator: dict[str, str], form: dict[str, str]
) -> None:
    response = http.post("/getSeriesQCInfo", data={"x": "", **form}, headers=curator)

    assert response.status_code == 204


def test_quality_control_of_what_the_user_may_not_see_is_empty(server: ReferenceServer, http: httpx.Client) -> None:
    response = http.post("/getSeriesQCInfo", data={"seriesId": RESTRICTED}, headers=bearer(server, accounts.STUDENT))

    assert (response.status_code, response.content) == (200, b"")


# Without a login, and with one that is no more

SILENT = [(name, query) for name, query in EIGHTEEN if name.startswith(("New", "getP", "getM", "getB"))] + [
    ("getContentsByName", {"name": "nbia-54241629300063058"}),
    ("getSeries", {}),
    ("getSeriesSize", {"SeriesInstanceUID": MOUSE}),
    ("getSOPInstanceUIDs", {"SeriesInstanceUID": MOUSE}),
    ("getUpdatedSeries", {}),
]
LOUD = [
    ("getCollectionValues", {}),
    ("getImage", {"SeriesInstanceUID": MOUSE}),
    ("getImageWithMD5Hash", {"SeriesInstanceUID": MOUSE}),
    ("getSingleImage", {"SeriesInstanceUID": MOUSE, "SOPInstanceUID": MOUSE_IMAGE}),
    ("getDCMImage", {"SeriesInstanceUID": MOUSE}),
    ("getM5HashForImage", {"SOPInstanceUid": MOUSE_IMAGE}),
]


@pytest.mark.parametrize(("name", "query"), SILENT, ids=[name for name, _ in SILENT])
def test_most_paths_find_nothing_for_nobody(
    http: httpx.Client, expired: dict[str, str], name: str, query: dict[str, str]
) -> None:
    nobody = http.get(f"/{name}", params=query)
    late = http.get(f"/{name}", params=query, headers=expired)
    wrong = http.get(f"/{name}", params=query, headers={"Authorization": "Bearer nonsense"})

    assert (nobody.status_code, nobody.content) == (200, b"")
    assert (late.status_code, late.content) == (200, b"")
    assert (wrong.status_code, wrong.content) == (200, b"")


def test_metadata_are_a_204_for_nobody(http: httpx.Client, expired: dict[str, str]) -> None:
    path = f"/getSeriesMetaData?SeriesInstanceUID={MOUSE}"

    assert http.get(path).status_code == 204
    assert http.get(path, headers=expired).status_code == 204
    assert http.post("/getSeriesQCInfo", data={"seriesId": MOUSE}).status_code == 204
    assert http.post("/getSeriesQCInfo", data={"seriesId": MOUSE}, headers=expired).status_code == 204


@pytest.mark.parametrize(("name", "query"), LOUD, ids=[name for name, _ in LOUD])
def test_some_paths_say_that_there_is_no_login(
    http: httpx.Client, expired: dict[str, str], name: str, query: dict[str, str]
) -> None:
    nobody = http.get(f"/{name}", params=query)
    late = http.get(f"/{name}", params=query, headers=expired)
    wrong = http.get(f"/{name}", params=query, headers={"Authorization": "Bearer nonsense"})

    assert (nobody.status_code, nobody.headers["content-type"]) == (500, "text/plain")
    assert nobody.text == "Server was not able to process your request\nnull"
    assert (late.status_code, late.headers["content-type"]) == (401, "text/html;charset=utf-8")
    assert "www-authenticate" not in late.headers
    assert late.text.startswith("<!doctype html>")
    assert wrong.status_code == 401


def test_a_path_that_is_asked_without_anything_looks_for_the_login_first(http: httpx.Client) -> None:
    response = http.head("/getImage")

    assert (response.status_code, response.headers["content-length"]) == (500, "48")


@pytest.mark.parametrize("name", ["getImageWithMD5Hash", "getSingleImage"])
def test_other_paths_look_for_what_is_missing_first(http: httpx.Client, name: str) -> None:
    assert http.get(f"/{name}").status_code == 400


def test_a_missing_name_has_the_wrong_word(http: httpx.Client) -> None:
    response = http.get("/getContentsByName")

    assert response.status_code == 400
    assert response.text == "A parameter, SeriesInstanceUID is required for this API call."


def test_what_is_missing_is_a_400_without_a_login_too(http: httpx.Client) -> None:
    response = http.get("/getSeriesSize")

    assert response.text == "A parameter, SeriesInstanceUID is required for this API call."


def test_without_keycloak_some_paths_fail_and_others_find_nothing(
    server: ReferenceServer, http: httpx.Client, curator: dict[str, str]
) -> None:
    server.tokens.available = False

    shown = http.get("/getCollectionValues", headers=curator)
    hidden = http.get("/getSeries", headers=curator)

    assert (shown.status_code, shown.headers["content-type"]) == (500, "text/plain")
    assert (hidden.status_code, hidden.content) == (200, b"")


def test_unknown_parameters_are_ignored(http: httpx.Client, curator: dict[str, str]) -> None:
    response = http.get("/getModalityValues?Collection=VICTRE&Colour=blue", headers=curator)

    assert response.text == '[{"Modality":"MG"}]'


def test_there_are_the_18_paths_of_version_1_and_three_more() -> None:
    names = sorted(endpoint.name for endpoint in version_2.ENDPOINTS)

    assert names == sorted([*(name for name, _ in EIGHTEEN), "getDCMImage", "getM5HashForImage", "getSeriesQCInfo"])
