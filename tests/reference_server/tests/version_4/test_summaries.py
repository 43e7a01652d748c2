"""What version 4 tells of the archive as a whole."""

import httpx
import pytest

from tests.reference_server import MOUSE, ReferenceServer, changes

MOUSE_DOI = "https://doi.org/10.7937/K9TCIA.2017.SGW7CAQW"

# Values with the number of their patients


def test_collections_are_counted_by_their_patients(v4: httpx.Client) -> None:
    rows = v4.get("/getCollectionValuesAndCounts").json()

    assert rows[0] == {"Collection": "4D-Lung", "Count": 1, "Authorized": 1}
    assert len(rows) == 12


def test_body_parts_are_in_capitals_and_none_is_not_specified(v4: httpx.Client) -> None:
    rows = v4.get("/getBodyPartValuesAndCounts?Collection=rider%20pilot&Modality=ct").json()

    assert rows == [
        {"BodyPart": "NOT SPECIFIED", "Count": 2, "Authorized": 1},
        {"BodyPart": "CHEST", "Count": 1, "Authorized": 1},
    ]


def test_manufacturers_are_counted_as_they_are_spelled(v4: httpx.Client) -> None:
    text = v4.get("/getManufacturerValuesAndCounts?Collection=soft-tissue-sarcoma").text

    assert '{"Manufacturer":"SIEMENS","Count":1,"Authorized":1}' in text
    assert '{"Manufacturer":"Siemens","Count":1,"Authorized":1}' in text


def test_an_unknown_manufacturer_has_no_key(v4: httpx.Client) -> None:
    assert v4.get("/getManufacturerValuesAndCounts?Modality=seg").text == '[{"Count":3,"Authorized":1}]'


def test_modalities_are_counted(v4: httpx.Client) -> None:
    assert v4.get("/getModalityValuesAndCounts?Collection=victre&BodyPartExamined=breast").text == (
        '[{"Modality":"MG","Count":2,"Authorized":1}]'
    )


def test_patients_without_a_species_are_human(v4: httpx.Client) -> None:
    assert v4.get("/getSpeciesValuesAndCounts").json()[0] == {"Species": "337915000", "Count": 17, "Authorized": 1}


@pytest.mark.parametrize("name", ["BodyPart", "Manufacturer", "Modality"])
def test_some_counts_refuse_a_format(v4: httpx.Client, name: str) -> None:
    response = v4.get(f"/get{name}ValuesAndCounts?format=json")

    assert (response.status_code, response.headers["content-type"]) == (400, "application/json")


@pytest.mark.parametrize("name", ["Collection", "Species"])
def test_other_counts_ignore_every_parameter(v4: httpx.Client, name: str) -> None:
    path = f"/get{name}ValuesAndCounts"

    assert v4.get(f"{path}?format=csv&Nothing=1").content == v4.get(path).content
    assert v4.get(path).headers["content-type"] == "application/json"


def test_counts_without_rows_are_empty(v4: httpx.Client) -> None:
    response = v4.get("/getModalityValuesAndCounts?Collection=none")

    assert (response.status_code, response.content, response.headers.get("content-type")) == (200, b"", None)


def test_slashes_of_counts_are_escaped(v4: httpx.Client) -> None:
    assert "HEAD W\\/WO" in v4.get("/getBodyPartValuesAndCounts").text


# Species and collections


def test_humans_end_the_list_of_species_if_no_patient_has_their_code(v4: httpx.Client) -> None:
    assert v4.get("/getSpeciesTax").text == (
        '[{"speciesCode":"447612001","speciesDescription":"Mus musculus"},'
        '{"speciesCode":"448771007","speciesDescription":"Canis lupus familiaris"},'
        '{"speciesCode":"337915000","speciesDescription":"Homo sapiens"}]'
    )


def test_species_ignore_every_parameter(v4: httpx.Client) -> None:
    assert v4.get("/getSpeciesTax?format=csv").headers["content-type"] == "application/json"


def test_descriptions_have_four_keys_and_plain_slashes(v4: httpx.Client) -> None:
    assert v4.get("/getCollectionDescriptions?collectionName=VICTRE").text == (
        '[{"description":"<p>The collection <b>VICTRE</b> of invented images.</p>","id":3,"collectionName":"VICTRE",'
        '"descriptionURI":"https://doi.org/10.7937/TCIA.2019.VICTRE00"}]'
    )
    assert len(v4.get("/getCollectionDescriptions").json()) == 12


def test_a_collection_without_a_description_is_there_with_nulls(v4: httpx.Client) -> None:
    assert v4.get("/getCollectionDescriptions?collectionName=RIDER%20PHANTOM%20PET-CT").text == (
        '[{"description":null,"id":null,"collectionName":"RIDER PHANTOM PET-CT","descriptionURI":null}]'
    )


@pytest.mark.parametrize("name", ["none", "victre", "Restricted-Faces", ""])
def test_other_names_have_no_description(v4: httpx.Client, name: str) -> None:
    assert v4.get("/getCollectionDescriptions", params={"collectionName": name}).text == "[]"


def test_a_doi_leads_to_collections(v4: httpx.Client) -> None:
    response = v4.post("/getCollectionOrSeriesForDOI", data={"DOI": MOUSE_DOI})

    assert response.text == '[{"collection":"Mouse-Astrocytoma","authorized":1}]'


def test_a_doi_leads_to_series_with_a_misspelled_key(v4: httpx.Client) -> None:
    data = {"DOI": "https://doi.org/10.7937/TCIA.ESHQ-4D90", "CollectionOrSeries": "SERIES"}

    rows = v4.post("/getCollectionOrSeriesForDOI", data=data).json()

    assert list(rows[0]) == ["collection", "seriesInstanceUID", "thirdPartyAnanlysis", "authorized"]
    assert len(rows) == 6


def test_hidden_series_have_a_doi_too(v4: httpx.Client) -> None:
    data = {"DOI": "https://doi.org/10.7937/K9/TCIA.2016.YXOGLM4Y", "CollectionOrSeries": "series"}

    assert "2.25.12776555381268122086736930463028372583" in v4.post("/getCollectionOrSeriesForDOI", data=data).text


@pytest.mark.parametrize("doi", [MOUSE_DOI.lower(), MOUSE_DOI.removeprefix("https://doi.org/"), ""])
def test_a_doi_must_be_spelled_exactly(v4: httpx.Client, doi: str) -> None:
    assert v4.post("/getCollectionOrSeriesForDOI", data={"DOI": doi}).text == "[]"


def test_without_a_doi_everything_is_listed(v4: httpx.Client) -> None:
    assert len(v4.post("/getCollectionOrSeriesForDOI", data={"CollectionOrSeries": "all"}).json()) == 12


# Objects and arrays


def test_timepoints_are_days_by_event(v4: httpx.Client) -> None:
    assert v4.get("/getMinMaxTimepoints").json() == {
        "maxTimepoints": {"ADMISSION": 2, "DIAGNOSIS": 2147483647, "ENROLLMENT": 30, "SIMULATION": 7},
        "minTimepoints": {"ADMISSION": 2, "DIAGNOSIS": -3, "ENROLLMENT": 0, "SIMULATION": 7},
    }


def test_makers_are_a_tree(v4: httpx.Client) -> None:
    tree = v4.get("/getManufacturerTree?Nothing=1").json()

    assert tree["data"] is None
    assert {"criteria": "ManufacturerCriteria", "value": "Bruker BioSpin MRI GmbH"} in [
        branch["data"] for branch in tree["children"]
    ]


def test_sites_stand_behind_their_collections(v4: httpx.Client) -> None:
    assert v4.get("/getCollectionSite").json()[:2] == ["4D-Lung//4DLung", "CBIS-DDSM//CBISDDSM"]


def test_series_have_the_sites_of_their_collection_if_it_is_one(server: ReferenceServer, v4: httpx.Client) -> None:
    other = server.archive.all_series("VICTRE")[0].uid

    answers = [v4.post("/getSitesForSeries", data={"seriesId": uids}).json() for uids in ([MOUSE], [MOUSE, other], "1")]

    assert answers == [["MouseAstrocytoma"], [], []]


# Changes


def test_what_jackson_writes_may_change(server: ReferenceServer, v4: httpx.Client) -> None:
    server.change(
        changes.rename_attribute("getCollectionOrSeriesForDOI", "thirdPartyAnanlysis", "thirdPartyAnalysis"),
        changes.add_attribute("v4/getCollectionDescriptions", "licenseId", 1),
    )

    assert "thirdPartyAnalysis" in v4.post("/getCollectionOrSeriesForDOI", data={"CollectionOrSeries": "series"}).text
    assert v4.get("/getCollectionDescriptions?collectionName=VICTRE").json()[0]["licenseId"] == 1
