"""What the Advanced API tells of the installation."""

import httpx
import pytest


def test_licences_have_short_names_and_say_what_they_allow(advanced: httpx.Client) -> None:
    licences = advanced.get("/getLicenses").json()

    assert licences[0] == {
        "longName": "Creative Commons Attribution 3.0 Unported License",
        "id": 1,
        "shortName": "CC BY 3.0",
        "licenseURL": "http://creativecommons.org/licenses/by/3.0/",
        "licenseText": None,
        "commercialUse": "YES",
    }
    assert licences[2]["commercialUse"] == "NO"


def test_visibilities_have_names(advanced: httpx.Client) -> None:
    names = advanced.get("/getVisibilities").json()

    assert names[:3] == ["Not Yet Reviewed", "Visible", "Not Visible"]
    assert names[-1] == "Downloadable"


def test_the_server_is_up(advanced: httpx.Client) -> None:
    assert advanced.get("/up").text == "up"


def test_the_host_has_a_name(advanced: httpx.Client) -> None:
    response = advanced.get("/hostName", headers={"Accept": "text/plain"})

    assert (response.status_code, response.headers["content-type"]) == (200, "application/text")
    assert response.text == "reference"
    assert advanced.get("/hostName", headers={"Accept": "application/text"}).status_code == 500


def test_a_site_has_a_licence(advanced: httpx.Client) -> None:
    site = advanced.post("/getSite", data={"collectionName": "VICTRE", "siteName": "VICTRE"}).json()

    assert list(site) == ["siteName", "licenseDTO", "collectionName"]
    assert (site["siteName"], site["licenseDTO"]["shortName"]) == ("VICTRE", "CC BY 3.0")


@pytest.mark.parametrize("form", [{"collectionName": "VICTRE"}, {"collectionName": "VICTRE", "siteName": "there"}])
def test_an_unknown_site_is_an_empty_object(advanced: httpx.Client, form: dict[str, str]) -> None:
    assert advanced.post("/getSite", data=form).text == "{}"


@pytest.mark.parametrize("name", ["getAccessibleCollections", "getManifestText", "getSeries", "getImage"])
def test_other_names_are_unknown(advanced: httpx.Client, name: str) -> None:
    assert advanced.get(f"/{name}").text == "Server was not able to process your request\nHTTP 404 Not Found"
