"""The reference server's metadata endpoints, one after the other."""

import httpx
import pytest

from tests.reference_server import GATED, LUNG, MOUSE
from tests.reference_server.known_uids import DOWNLOADABLE, HIDDEN, RESTRICTED, UNSIZED

MAMMOGRAM = "1.3.6.1.4.1.9590.100.1.2.374115997511889073021386151921807063992"
LICENCE_WITHOUT_URL = "2.25.66827292207004950557967182357564951232"


def test_collections_are_those_with_something_to_see_and_no_parameter_filters_them(
    client: httpx.Client,
) -> None:
    response = client.get("/getCollectionValues?Collection=VICTRE&format=csv")

    assert response.text == (
        "Collection\n4D-Lung\nCBIS-DDSM\nCOVID-19-NY-SBU\nICDC-Glioma\nMouse-Astrocytoma\n"
        "Pancreatic-CT-CBCT-SEG\nQIN-HEADNECK\nRIDER PHANTOM PET-CT\nRIDER Pilot\nSoft-tissue-Sarcoma\n"
        "TCGA-PRAD\nVICTRE\n"
    )


def test_body_parts_of_hidden_series_are_not_listed(client: httpx.Client) -> None:
    response = client.get("/getBodyPartValues")

    assert "SECRET PART" not in response.text
    assert "FACE" not in response.text


def test_manufacturers_keep_their_spellings(client: httpx.Client) -> None:
    response = client.get("/getManufacturerValues?BodyPartExamined=extremity&Modality=mr")

    assert response.text == '[{"Manufacturer":"SIEMENS"},{"Manufacturer":"Siemens"}]'


def test_new_patients_have_a_patient_id_with_a_small_d(client: httpx.Client) -> None:
    response = client.get("/NewPatientsInCollection?Collection=CBIS-DDSM&Date=2018/01/01")

    assert response.text == (
        '[{"PatientId":"Mass-Training_P_01318_RIGHT_MLO","PatientName":"Mass-Training_P_01318_RIGHT_MLO",'
        '"Collection":"CBIS-DDSM","Phantom":"NO","SpeciesCode":"337915000",'
        '"SpeciesDescription":"Homo sapiens"}]'
    )


def test_new_studies_have_a_patient_id_with_a_capital_d_and_need_none(client: httpx.Client) -> None:
    response = client.get("/NewStudiesInPatientCollection?Collection=CBIS-DDSM&Date=2018/01/01")

    assert response.text == (
        '[{"StudyInstanceUID":"2.25.244211886614463946562098017413133957090",'
        '"StudyDate":"2016-07-21 00:00:00.0","StudyID":"DDSM","PatientID":"Mass-Training_P_01318_RIGHT_MLO",'
        '"PatientName":"Mass-Training_P_01318_RIGHT_MLO","Collection":"CBIS-DDSM","SeriesCount":1}]'
    )


@pytest.mark.parametrize(
    ("date", "count"),
    [
        ("2017/09/14", 2),
        ("2017/09/15", 1),
        ("2018/02/01", 1),
        ("2018/02/02", 0),
        ("08/16/2010", 2),
        ("2017-09-14", 0),
    ],
)
def test_released_is_strictly_after_midnight(client: httpx.Client, date: str, count: int) -> None:
    response = client.get("/NewStudiesInPatientCollection", params={"Collection": "CBIS-DDSM", "Date": date})

    assert (response.status_code, response.text.count('"StudyInstanceUID"')) == (200, count)


def test_only_new_series_of_a_study_are_counted(client: httpx.Client) -> None:
    all_of_them = client.get("/getPatientStudy?PatientID=Mass-Training_P_01318_RIGHT_MLO").text
    new = client.get("/NewStudiesInPatientCollection?Collection=CBIS-DDSM&Date=2018/01/01").text

    assert '"SeriesCount":2' in all_of_them
    assert '"SeriesCount":1' in new


def test_get_patient_upper_cases_the_identifier_asked_for_only(client: httpx.Client) -> None:
    lower = client.get("/getPatient?PatientId=a734518")
    mixed = client.get("/getPatient?PatientId=Pancreas-CT-CB_001")

    assert '"PatientId":"A734518"' in lower.text
    assert mixed.content == b""


def test_an_identifier_repeats_where_its_rows_differ(client: httpx.Client) -> None:
    response = client.get(
        "/getPatientByCollectionAndModality?Collection=TCGA-PRAD&Modality=MR&format=CSVQUOTED",
    )

    assert response.text == '"PatientId"\n"TCGA-ZG-A9X1"\n"TCGA-ZG-A9X1"\n'


def test_studies_are_not_filtered_by_modality(client: httpx.Client) -> None:
    response = client.get("/getPatientStudy?Collection=VICTRE&Modality=CT")

    assert response.text.count('"StudyInstanceUID"') == 2


def test_a_series_has_columns_that_the_guide_does_not_name(client: httpx.Client) -> None:
    response = client.get("/getSeries?SeriesInstanceUID=2.25.78010566012473139303962690400656375123")

    assert list(response.json()[0]) == [
        "SeriesInstanceUID",
        "StudyInstanceUID",
        "Modality",
        "SeriesDate",
        "SeriesDescription",
        "BodyPartExamined",
        "SeriesNumber",
        "AnnotationsFlag",
        "Collection",
        "PatientID",
        "Manufacturer",
        "ManufacturerModelName",
        "ImageCount",
        "TimeStamp",
        "LicenseName",
        "LicenseURI",
        "CollectionURI",
        "FileSize",
        "DateReleased",
        "StudyDesc",
        "StudyDate",
        "ThirdPartyAnalysis",
    ]


def test_a_series_has_numbers_truth_values_and_two_times(client: httpx.Client) -> None:
    text = client.get("/getSeries?SeriesInstanceUID=2.25.78010566012473139303962690400656375123").text

    assert '"SeriesNumber":1,"AnnotationsFlag":true,"Collection"' in text
    assert '"ImageCount":15,"TimeStamp":"2022-08-11 13:02:12.0",' in text
    assert '"DateReleased":"2022-08-23 00:00:00.0","StudyDesc":"^Pancreas: breath hold"' in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("Collection=rider+PILOT", 5),
        ("Collection=RIDER+Pilot&Modality=ct", 5),
        ("PatientID=pancreas-ct-cb_001", 3),
        ("Collection=RIDER+Pilot&BodyPartExamined=CHEST", 2),
        ("Collection=RIDER+Pilot&BodyPartExamined=Chest", 1),
        ("Collection=RIDER+Pilot&BodyPartExamined=chest", 0),
        ("Collection=Soft-tissue-Sarcoma&Manufacturer=Siemens", 1),
        ("Collection=Soft-tissue-Sarcoma&Manufacturer=siemens", 0),
        ("ManufacturerModelName=Focal", 1),
        ("ManufacturerModelName=focal", 0),
        ("StudyInstanceUID=1.3.6.1.4.1.9328.50.1.2", 3),
        (f"SeriesInstanceUID={LUNG}", 1),
        (f"SeriesInstanceUID={HIDDEN}", 0),
        (f"SeriesInstanceUID={RESTRICTED}", 0),
        (f"SeriesInstanceUID={DOWNLOADABLE}", 0),
    ],
)
def test_filters_of_series_and_their_cases(client: httpx.Client, query: str, count: int) -> None:
    response = client.get(f"/getSeries?{query}")

    assert response.text.count('"SeriesInstanceUID"') == count


def test_updated_series_call_the_release_date_one_word(client: httpx.Client) -> None:
    response = client.get("/getUpdatedSeries?fromDate=01/01/2024")

    assert response.text == (
        '[{"SeriesInstanceUID":"2.25.66827292207004950557967182357564951232",'
        '"StudyInstanceUID":"2.25.294559889855953806997709507278112795388","Modality":"CT",'
        '"SeriesDate":"1900-01-07 00:00:00.0","BodyPartExamined":"CHEST","SeriesNumber":4,'
        '"Collection":"COVID-19-NY-SBU","PatientID":"A734518","ImageCount":6,'
        '"DateReleased":"2024-02-29 23:59:59.0"}]'
    )


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 50),
        ("?fromDate=28/03/2023", 4),
        ("?fromDate=27/03/2023", 5),
        ("?fromDate=28/03/2023junk", 4),
        ("?fromDate=03/28/2023", 0),
        ("?fromDate=28/03/23", 50),
        ("?fromDate=2023-03-28", 0),
        ("?fromDate=", 0),
    ],
)
def test_updated_series_read_dates_day_first_and_leniently(
    client: httpx.Client,
    query: str,
    count: int,
) -> None:
    response = client.get(f"/getUpdatedSeries{query}")

    assert (response.status_code, response.text.count('"SeriesInstanceUID"')) == (200, count)


def test_contents_of_a_cart_call_the_release_date_two_words_and_are_always_json(client: httpx.Client) -> None:
    response = client.get("/getContentsByName?name=NBIA-54241629300063058&format=csv")

    assert response.headers["content-type"] == "application/json"
    assert response.text.endswith(
        '"Modality":"SEG","SeriesDate":"2009-10-13 00:00:00.0","SeriesDescription":"Tumor segmentation",'
        '"SeriesNumber":100,"Collection":"ICDC-Glioma","PatientID":"GLIOMA01-i_0A25","ImageCount":1,'
        '"Date Released":"2023-04-13 00:00:00.0"}]'
    )


def test_a_cart_does_not_show_restricted_or_hidden_series(client: httpx.Client) -> None:
    mixed = client.get("/getContentsByName?name=nbia-54241629300063058")
    prostate = client.get("/getContentsByName?name=TCIA_TCGA-PRAD_08-09-2016-v3")

    assert "Restricted-Faces" not in mixed.text
    assert prostate.text.count('"SeriesInstanceUID"') == 5


def test_an_unknown_cart_is_empty(client: httpx.Client) -> None:
    response = client.get("/getContentsByName?name=nobody")

    assert (response.status_code, response.content) == (200, b"")


def test_sizes_of_an_unknown_series_are_still_a_row(client: httpx.Client) -> None:
    response = client.get("/getSeriesSize?SeriesInstanceUID=1.2.3")

    assert (response.status_code, response.text) == (200, '[{"ObjectCount":0}]')


def test_sizes_are_told_of_restricted_series_but_not_of_hidden_ones(client: httpx.Client) -> None:
    restricted = client.get(f"/getSeriesSize?SeriesInstanceUID={RESTRICTED}")
    hidden = client.get(f"/getSeriesSize?SeriesInstanceUID={HIDDEN}")

    assert restricted.json()[0]["ObjectCount"] == 6
    assert hidden.text == '[{"ObjectCount":0}]'


def test_sizes_may_be_unknown(client: httpx.Client) -> None:
    response = client.get(f"/getSeriesSize?SeriesInstanceUID={UNSIZED}")

    assert response.text == '[{"ObjectCount":3}]'


def test_images_are_listed_of_hidden_series_but_not_of_restricted_ones(client: httpx.Client) -> None:
    hidden = client.get(f"/getSOPInstanceUIDs?SeriesInstanceUID={HIDDEN}")
    restricted = client.get(f"/getSOPInstanceUIDs?SeriesInstanceUID={RESTRICTED}")

    assert hidden.text.count('"SOPInstanceUID"') == 4
    assert restricted.content == b""


def test_series_metadata_are_strings_in_27_columns_with_three_kinds_of_dates(client: httpx.Client) -> None:
    response = client.get(f"/getSeriesMetaData?SeriesInstanceUID={MAMMOGRAM}")

    record = response.json()[0]
    assert record.pop("File Size").isdecimal()
    assert record == {
        "Series UID": "1.3.6.1.4.1.9590.100.1.2.374115997511889073021386151921807063992",
        "Collection": "CBIS-DDSM",
        "Data Description URI": "https://doi.org/10.7937/K9/TCIA.2016.7O02S9CY",
        "Subject ID": "Calc-Test_P_00038_LEFT_CC",
        "Study UID": "2.25.25469072599717317644001079151767749616",
        "Study Date": "08-29-2017",
        "Series Description": "full mammogram images",
        "Modality": "MG",
        "SOP Class UID": "1.2.840.10008.5.1.4.1.1.1.2",
        "Number of Images": "1",
        "File Location": "DDSM",
        "Series Number": "1.000000",
        "License Name": "Creative Commons Attribution 3.0 Unported License",
        "License URL": "http://creativecommons.org/licenses/by/3.0/",
        "Annotation Size": "0",
        "Date Released": "Thu Sep 14 10:00:00 UTC 2017",
        "Series Date": "Tue Aug 29 00:00:00 UTC 2017",
        "Body Part Examined": "BREAST",
        "Annotations Flag": "false",
        "TimeStamp": "Tue Aug 29 17:25:40 UTC 2017",
    }


def test_series_metadata_have_mutilated_texts(client: httpx.Client) -> None:
    text = client.get(f"/getSeriesMetaData?SeriesInstanceUID={GATED}").text

    assert '"Study Description":"p4Lung gated"' in text
    assert '"Series Description":"P7P204S88I0 Gated 0.0"' in text
    assert '"Manufacturer":"Varian Imaging Laboratories  Switzerland"' in text
    assert '"Series Number":"3000923.000000"' in text


def test_series_metadata_name_all_columns_in_csv(client: httpx.Client) -> None:
    response = client.get(f"/getSeriesMetaData?SeriesInstanceUID={MAMMOGRAM}&format=csv")

    assert response.text.splitlines()[0] == (
        '"Series UID","Collection","3rd Party Analysis","Data Description URI","Subject ID","Study UID",'
        '"Study Description","Study Date","Series Description","Manufacturer","Modality","SOP Class UID",'
        '"Number of Images","File Size","File Location","Series Number","License Name","License URL",'
        '"Annotation Size","Date Released","Series Date","Protocol Name","Body Part Examined",'
        '"Annotations Flag","Manufacturer Model Name","Software Versions","TimeStamp"'
    )


def test_series_metadata_without_a_study_date_have_an_empty_one(client: httpx.Client) -> None:
    response = client.get("/getSeriesMetaData?SeriesInstanceUID=2.25.9607049201094040686934940303494704972")

    assert '"Study Date":""' in response.text


@pytest.mark.parametrize("uid", ["1.2.3", HIDDEN, RESTRICTED])
def test_no_series_metadata_are_204(client: httpx.Client, uid: str) -> None:
    response = client.get(f"/getSeriesMetaData?SeriesInstanceUID={uid}")

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["content-type"] == "application/json"


def test_series_metadata_show_downloadable_series(client: httpx.Client) -> None:
    response = client.get(f"/getSeriesMetaData?SeriesInstanceUID={DOWNLOADABLE}")

    assert '"Collection":"COVID-19-NY-SBU"' in response.text


@pytest.mark.parametrize("uid", [UNSIZED, LICENCE_WITHOUT_URL])
def test_series_metadata_crash_without_sizes_or_a_licence_url(client: httpx.Client, uid: str) -> None:
    response = client.get(f"/getSeriesMetaData?SeriesInstanceUID={uid}")

    assert response.status_code == 500
    assert response.text.startswith("Server was not able to process your request\n")


@pytest.mark.parametrize(
    "call",
    [
        "getBodyPartValues",
        "getCollectionValues",
        "getContentsByName?name=TCIA_TCGA-PRAD_08-09-2016-v3",
        f"getImage?SeriesInstanceUID={LUNG}",
        "getImageWithMD5Hash?SeriesInstanceUID=1.3.6.1.4.1.14519.5.2.1.6919.4624.313514201353787659031503464798",
        "getManufacturerValues",
        "getModalityValues",
        "NewPatientsInCollection?Collection=CBIS-DDSM&Date=2010/08/16",
        "NewStudiesInPatientCollection?Collection=CBIS-DDSM&Date=2010/08/16",
        "getPatient",
        "getPatientByCollectionAndModality?Collection=VICTRE&Modality=MG",
        "getPatientStudy?Collection=VICTRE&Modality=MG",
        "getSeries?Collection=VICTRE&Modality=MG",
        "getSeries?Collection=RIDER%20Pilot&PatientID=1.3.6.1.4.1.9328.50.1.0001"
        "&StudyInstanceUID=1.3.6.1.4.1.9328.50.1.2&format=csv",
        f"getSeriesMetaData?SeriesInstanceUID={GATED}",
        f"getSeriesSize?SeriesInstanceUID={GATED}",
        f"getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID=143.53599064898089361503082484556513429004",
        f"getSOPInstanceUIDs?SeriesInstanceUID={MAMMOGRAM}",
        "getUpdatedSeries?fromDate=28/03/2023",
    ],
)
def test_the_sample_calls_of_the_published_guide_find_something(client: httpx.Client, call: str) -> None:
    response = client.get(f"/{call}")

    assert response.status_code == 200
    assert len(response.content) > 2
