"""Changes of the API that the reference server makes when it is asked to: addresses, access, parameters, archives."""

import httpx
import pytest

from tests.reference_server import MOUSE, ReferenceServer, changes, faults
from tests.reference_server.tests.archives import archive_of

PATIENT = "/getPatient?Collection=COVID-19-NY-SBU"
MODALITIES = "/getModalityValues?Collection=VICTRE"
HASHED_IMAGES = f"/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}"


# Addresses and access


@pytest.mark.parametrize("status", [301, 302, 308])
def test_the_host_has_moved(server: ReferenceServer, http: httpx.Client, status: int) -> None:
    server.change(changes.redirect_to("https://nbia.example/", status=status))

    response = http.get("/getPatient?Collection=RIDER%20Pilot")

    assert response.status_code == status
    assert response.headers["location"] == (
        "https://nbia.example/nbia-api/services/v1/getPatient?Collection=RIDER%20Pilot"
    )


def test_all_of_the_host_has_moved(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.redirect_to("https://nbia.example"))

    response = http.get(httpx.URL(server.base_url).join("/search"))

    assert (response.status_code, response.headers["location"]) == (301, "https://nbia.example/search")


def test_an_endpoint_is_retired(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.retired("getPatient"))

    response = http.get(PATIENT)

    assert (response.status_code, response.content) == (500, http.get("/getNothing").content)
    assert http.get(MODALITIES).status_code == 200


@pytest.mark.parametrize("status", [404, 410])
def test_a_retired_endpoint_may_say_so(server: ReferenceServer, http: httpx.Client, status: int) -> None:
    server.change(changes.retired("getImage", status=status))

    response = http.get(f"/getImage?SeriesInstanceUID={MOUSE}")

    assert (response.status_code, response.headers["content-type"]) == (status, "text/html")


def test_an_endpoint_needs_a_login(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.needs_login("getPatient"))

    response = http.get(PATIENT)

    assert (response.status_code, response.headers["content-type"]) == (401, "text/html;charset=utf-8")
    assert "Apache Tomcat" in response.text
    assert http.get(MODALITIES).status_code == 200


def test_everything_needs_a_login(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.needs_login())

    assert http.get(MODALITIES).status_code == 401
    assert http.get(HASHED_IMAGES).status_code == 401


# Parameters


def test_unknown_parameters_are_refused(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.reject_unknown_parameters())

    response = http.get("/getPatientStudy?Collection=VICTRE&Modality=MG")

    assert (response.status_code, response.headers["content-type"]) == (400, "application/xml")
    assert response.text == (
        "Invalid query parameter: 'Modality'. Allowed parameters are: [Collection, PatientID, StudyInstanceUID, format]"
    )
    assert http.get("/getPatientStudy?Collection=VICTRE&format=csv").status_code == 200


def test_a_parameter_has_another_name(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rename_parameter("NewPatientsInCollection", "Date", "fromDate"))

    renamed = http.get("/NewPatientsInCollection?Collection=VICTRE&fromDate=2010/01/01")
    old = http.get("/NewPatientsInCollection?Collection=VICTRE&Date=2010/01/01")

    assert (renamed.status_code, len(renamed.json())) == (200, 2)
    assert (old.status_code, old.text) == (400, "A parameter, Collection and fromDate are required for this API call.")


def test_the_old_name_of_a_filter_is_ignored(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rename_parameter("getModalityValues", "Collection", "Project"))

    everything = http.get("/getModalityValues").text

    assert http.get("/getModalityValues?Project=VICTRE").text == '[{"Modality":"MG"}]'
    assert http.get("/getModalityValues?Collection=VICTRE").text == everything


def test_the_old_name_may_be_refused(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rename_parameter("getModalityValues", "Collection", "Project", rejected=True))

    response = http.get(MODALITIES)

    assert response.status_code == 400
    assert response.text == (
        "Invalid query parameter: 'Collection'. Allowed parameters are: [BodyPartExamined, Project, format]"
    )
    assert http.get("/getModalityValues?unknown=1").status_code == 200


def test_new_names_are_known_names(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(
        changes.rename_parameter("getModalityValues", "Collection", "Project"),
        changes.require_parameter("getModalityValues", "key"),
        changes.reject_unknown_parameters(),
    )

    assert http.get("/getModalityValues?Project=VICTRE&key=1").text == '[{"Modality":"MG"}]'
    assert http.get(f"{MODALITIES}&key=1").status_code == 400


def test_the_format_may_have_another_name(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rename_parameter(None, "format", "output"))

    assert http.get(f"{MODALITIES}&output=csv").text == "Modality\nMG\n"
    assert http.get(f"{MODALITIES}&format=csv").text == '[{"Modality":"MG"}]'


def test_a_parameter_is_required(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.require_parameter("getSeries", "Collection"))

    response = http.get("/getSeries")

    assert (response.status_code, response.text) == (400, "A parameter, Collection is required for this API call.")
    assert http.get("/getSeries?Collection=VICTRE").status_code == 200


# Archives of images


def test_an_entry_has_another_name(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rename_archive_entry("LICENSE", "LICENSE.txt"))

    names = archive_of(http.get(f"/getImage?SeriesInstanceUID={MOUSE}")).namelist()

    assert names[:2] == ["LICENSE.txt", "00000001.dcm"]


def test_digests_have_no_headings(server: ReferenceServer, http: httpx.Client) -> None:
    expected = archive_of(http.get(HASHED_IMAGES)).read("md5hashes.csv").splitlines()[1:]
    server.change(changes.md5_without_header())

    digests = archive_of(http.get(HASHED_IMAGES)).read("md5hashes.csv")

    assert digests.splitlines() == expected


def test_digests_have_no_leading_zeros(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.wrong_md5())
    server.change(changes.md5_without_leading_zeros())

    digests = archive_of(http.get(HASHED_IMAGES)).read("md5hashes.csv")

    assert b"00000001.dcm,bad\n" in digests
