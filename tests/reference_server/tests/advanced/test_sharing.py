"""Lists that users share."""

import httpx
import pytest

from tests.reference_server import LUNG, MOUSE, ReferenceServer
from tests.reference_server.known_uids import HIDDEN, RESTRICTED


def test_a_shared_list_shows_everything_that_is_in_it(advanced: httpx.Client) -> None:
    found = advanced.post("/getSharedList", data={"nameValue": "NBIA-54241629300063058"}).json()

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


def test_an_unknown_shared_list_is_null(advanced: httpx.Client) -> None:
    response = advanced.post("/getSharedList", data={"nameValue": "No Such"})

    assert (response.status_code, response.headers["content-type"], response.text) == (200, "application/json", "null")


def test_a_list_that_somebody_makes_is_there(
    server: ReferenceServer, advanced: httpx.Client, student: dict[str, str]
) -> None:
    form = {"list": [LUNG, MOUSE], "name": "My List", "description": "for a paper", "url": "https://example.org"}

    created = advanced.post("/createSharedList", data=form, headers=student)

    assert (created.status_code, created.headers["content-type"], created.text) == (200, "text/plain", "List created")
    found = advanced.post("/getSharedList", data={"nameValue": "My List"}).json()
    assert (found["comment"], found["hyperlink"], found["userName"]) == (
        "for a paper",
        "https://example.org",
        "student",
    )
    assert set(found["seriesInstanceUIDs"]) == {LUNG, MOUSE}
    contents = httpx.get(f"{server.base_url}/getContentsByName", params={"name": "my list"}).json()
    assert {row["SeriesInstanceUID"] for row in contents} == {LUNG, MOUSE}


@pytest.mark.parametrize("name", ["nbia-54241629300063058", "NBIA-54241629300063058 "])
def test_a_name_is_given_once(advanced: httpx.Client, name: str) -> None:
    response = advanced.post("/createSharedList", data={"list": MOUSE, "name": name})

    assert (response.status_code, response.headers["content-type"]) == (400, "text/plain")
    assert response.text == "Duplicate list name"


@pytest.mark.parametrize("uid", [RESTRICTED, HIDDEN, "1.2.3"])
def test_a_list_holds_only_what_its_maker_may_see(advanced: httpx.Client, uid: str) -> None:
    response = advanced.post("/createSharedList", data={"list": [MOUSE, uid], "name": "mine"})

    assert (response.status_code, response.text) == (400, "User does not have permission for all series in list")


def test_rights_make_more_lists_possible(advanced: httpx.Client, curator: dict[str, str]) -> None:
    response = advanced.post("/createSharedList", data={"list": RESTRICTED, "name": "mine"}, headers=curator)

    assert response.text == "List created"


def test_a_list_is_deleted_by_its_owner(
    advanced: httpx.Client, student: dict[str, str], curator: dict[str, str]
) -> None:
    advanced.post("/createSharedList", data={"list": MOUSE, "name": "mine"}, headers=student)

    refused = advanced.post("/deleteSharedList", data={"name": "mine"}, headers=curator)
    deleted = advanced.post("/deleteSharedList", data={"name": "mine"}, headers=student)
    again = advanced.post("/deleteSharedList", data={"name": "mine"}, headers=student)

    assert (refused.status_code, refused.text) == (400, "Only the owner can delete a list")
    assert (deleted.status_code, deleted.text) == (200, "List deleted")
    assert (again.status_code, again.text) == (400, "List name not found")


def test_reset_forgets_lists(server: ReferenceServer, advanced: httpx.Client) -> None:
    advanced.post("/createSharedList", data={"list": MOUSE, "name": "mine"})

    server.reset()

    assert advanced.post("/getSharedList", data={"nameValue": "mine"}).text == "null"
