"""The tables of the Advanced API."""

import csv
import io

import httpx
import pytest

from tests.reference_server import LUNG, MOUSE, ReferenceServer, changes
from tests.reference_server.known_uids import HIDDEN, RESTRICTED


def rows(response: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.text)))


# Values and counts


def test_counts_are_of_patients_and_are_text(advanced: httpx.Client) -> None:
    response = advanced.get("/getCollectionValuesAndCounts")

    assert response.headers["content-type"] == "application/json"
    assert {"criteria": "RIDER Pilot", "count": "2"} in response.json()
    assert {"criteria": "TCGA-PRAD", "count": "3"} in response.json()
    assert len(response.json()) == 12


def test_rights_add_to_counts(advanced: httpx.Client, curator: dict[str, str]) -> None:
    response = advanced.get("/getCollectionValuesAndCounts", headers=curator)

    assert {"criteria": "Restricted-Faces", "count": "1"} in response.json()


def test_slashes_are_not_escaped(advanced: httpx.Client) -> None:
    response = advanced.get("/getBodyPartValuesAndCounts?Collection=QIN-HEADNECK")

    assert '"criteria":"HEAD W/WO"' in response.text


def test_body_parts_are_in_capitals_and_may_be_not_specified(advanced: httpx.Client) -> None:
    response = advanced.get("/getBodyPartValuesAndCounts", params={"Collection": "RIDER Pilot"})

    assert response.json() == [{"criteria": "CHEST", "count": "1"}, {"criteria": "NOT SPECIFIED", "count": "2"}]


def test_an_unknown_manufacturer_is_an_empty_text(advanced: httpx.Client) -> None:
    response = advanced.get("/getManufacturerValuesAndCounts?Collection=Rider+Pilot&Modality=ct")

    assert response.json()[0] == {"criteria": "", "count": "1"}


def test_a_body_part_is_compared_as_it_is_spelled(advanced: httpx.Client) -> None:
    query = {"Collection": "RIDER Pilot", "BodyPartExamined": "Chest"}

    assert advanced.get("/getModalityValuesAndCounts", params=query).json() == [{"criteria": "CT", "count": "1"}]
    assert advanced.get("/getManufacturerValuesAndCounts", params=query).json() == [
        {"criteria": "Philips Medical Systems, Inc.", "count": "1"}
    ]


def test_patients_without_a_species_are_human(advanced: httpx.Client) -> None:
    response = advanced.get("/getSpeciesValuesAndCounts")

    assert {row["criteria"]: row["count"] for row in response.json()} == {
        "337915000": "17",
        "448771007": "2",
        "447612001": "1",
    }


def test_no_rows_are_an_empty_list(advanced: httpx.Client) -> None:
    assert advanced.get("/getModalityValuesAndCounts?Collection=No+Such").text == "[]"


@pytest.mark.parametrize("query", ["format=csv", "Colour=blue"])
def test_unknown_parameters_are_ignored(advanced: httpx.Client, query: str) -> None:
    response = advanced.get(f"/getModalityValuesAndCounts?Collection=VICTRE&{query}")

    assert response.text == '[{"criteria":"MG","count":"2"}]'


def test_changes_reach_counts(server: ReferenceServer, advanced: httpx.Client) -> None:
    server.change(changes.as_number("getModalityValuesAndCounts", "count"))

    response = advanced.get("/getModalityValuesAndCounts?Collection=VICTRE")

    assert response.text == '[{"criteria":"MG","count":2}]'


# Tables about series


def test_the_second_table_has_24_columns(advanced: httpx.Client) -> None:
    response = advanced.post("/getSeriesMetadata2", data={"list": f"{LUNG},{MOUSE}"})

    assert response.headers["content-type"] == "text/csv"
    assert response.headers["content-disposition"] == 'attachment; filename="SeriesMetaData.csv"'
    lung, mouse = rows(response)
    assert len(lung) == 24
    assert (lung["Series ID"], lung["Number of images"], lung["Study Date"]) == (LUNG, "16", "2000-01-01")
    assert (lung["Date Released"], lung["TimeStamp"]) == ("2011-11-08", "2011-11-08 08:08:01.0")
    assert (mouse["Series ID"], mouse["Collection Name"]) == (MOUSE, "Mouse-Astrocytoma")


def test_of_a_repeated_list_the_second_table_reads_the_first_value(advanced: httpx.Client) -> None:
    response = advanced.post("/getSeriesMetadata2", data={"list": [LUNG, MOUSE]})

    assert [row["Series ID"] for row in rows(response)] == [LUNG]


@pytest.mark.parametrize("form", [{"x": ""}, {"list": "1.2.3"}, {"list": RESTRICTED}, {"list": HIDDEN}])
def test_the_second_table_may_be_empty(advanced: httpx.Client, form: dict[str, str]) -> None:
    response = advanced.post("/getSeriesMetadata2", data=form)

    assert (response.status_code, response.content) == (200, b"")


def test_the_third_table_has_38_columns(advanced: httpx.Client) -> None:
    response = advanced.post("/getSeriesMetadata3", data={"list": f" {LUNG},\n{MOUSE} "})

    assert response.headers["content-disposition"] == 'attachment; filename="SeriesMetaData.csv"'
    lung, mouse = rows(response)
    assert len(lung) == 38
    assert (lung["Series Instance UID"], lung["Project"], lung["Phantom"]) == (LUNG, "RIDER Pilot", "NO")
    assert (lung["Pixel Spacing(mm)- Row"], lung["Slice Thickness(mm)"]) == ("4.0", "4.0")
    assert lung["Study Date"] == "2000-01-01 00:00:00.0"
    assert mouse["Species Description"] == "Mus musculus"


def test_the_third_table_without_a_list_is_a_500(advanced: httpx.Client) -> None:
    assert advanced.post("/getSeriesMetadata3", data={"x": ""}).status_code == 500


def test_rights_add_to_the_tables(advanced: httpx.Client, curator: dict[str, str]) -> None:
    second = advanced.post("/getSeriesMetadata2", data={"list": RESTRICTED}, headers=curator)
    third = advanced.post("/getSeriesMetadata3", data={"list": RESTRICTED}, headers=curator)

    assert rows(second)[0]["Subject ID"] == rows(third)[0]["Patient ID"] == "RF-0001"


# Collections


def test_descriptions_have_seven_keys_and_nulls(advanced: httpx.Client) -> None:
    (found,) = advanced.get("/getCollectionDescriptions?collectionName=VICTRE").json()

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


def test_a_collection_without_a_description_is_full_of_nulls(advanced: httpx.Client) -> None:
    response = advanced.get("/getCollectionDescriptions", params={"collectionName": "RIDER PHANTOM PET-CT"})

    assert response.text == (
        '[{"description":null,"id":null,"collectionDescTimestamp":null,"collectionName":"RIDER PHANTOM PET-CT",'
        '"userName":null,"licenseId":null,"descriptionURI":null}]'
    )


@pytest.mark.parametrize("name", ["No Such", "Restricted-Faces", "victre"])
def test_an_unknown_collection_has_no_description(advanced: httpx.Client, name: str) -> None:
    assert advanced.get("/getCollectionDescriptions", params={"collectionName": name}).text == "[]"


def test_rights_describe_more(advanced: httpx.Client, curator: dict[str, str]) -> None:
    names = [row["collectionName"] for row in advanced.get("/getCollectionDescriptions", headers=curator).json()]

    assert "Restricted-Faces" in names


def test_what_has_a_doi_does_not_say_that_it_is_authorized(advanced: httpx.Client) -> None:
    form = {"DOI": "https://doi.org/10.7937/K9TCIA.2017.SGW7CAQW", "CollectionOrSeries": "Series"}

    response = advanced.post("/getCollectionOrSeriesForDOI", data=form)

    assert [list(row) for row in response.json()] == [["collection", "seriesInstanceUID"]] * 2
    assert MOUSE in response.text
