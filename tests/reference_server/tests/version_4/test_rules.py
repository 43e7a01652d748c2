"""What holds for all of version 4: parameters, methods, labels, and answers without rows."""

import io
import re
import zipfile

import httpx
import pytest

from tests.reference_server import MOUSE, ReferenceServer, changes, faults

UNABLE = "Server was not able to process your request"
CHECKED = [
    "getImage",
    "getImageWithMD5Hash",
    "getSingleImage",
    "getDCMImage",
    "getImageOther",
    "getMD5HashForImage",
    "getBodyPartValues",
    "getCollectionValues",
    "getManufacturerValues",
    "getModalityValues",
    "getSOPInstanceUIDs",
    "getDeniedSeries",
    "NewPatientsInCollection",
    "NewStudiesInPatientCollection",
    "getPatient",
    "getPatientByCollectionAndModality",
    "getPatientStudy",
    "getSeries",
    "getUpdatedSeries",
    "getSeriesSize",
    "getBodyPartValuesAndCounts",
    "getManufacturerValuesAndCounts",
    "getModalityValuesAndCounts",
    "getCollectionDescriptions",
    "getDicomTags",
    "getDicomTagsByImageID",
]
UNCHECKED = [
    "getCollectionSite",
    "getCollectionValuesAndCounts",
    "getManufacturerTree",
    "getMinMaxTimepoints",
    "getSeriesForDeletion",
    "getSpeciesTax",
    "getSpeciesValuesAndCounts",
]
CHECKED_FORMS = [
    "getMD5Hierarchy",
    "getThumbnail",
    "getSeriesQCInfo",
    "getCollectionOrSeriesForDOI",
    "getSitesForSeries",
    "getManifestText",
    "getManifestForCollection",
    "getManifestFromPatientStudySeries",
    "getCartData",
    "getStudyDrillDown",
    "getStudyDrillDownWithSeriesIds",
    "getImageDrillDown",
]
UNCHECKED_FORMS = [
    "getSeriesMetadata",
    "getSeriesMetadataCombined",
    "getSimpleSearch",
    "getRestrictionsForSimpleSearch",
    "getManifestForSimpleSearch",
]


def test_there_are_50_paths() -> None:
    assert (len(CHECKED) + len(UNCHECKED), len(CHECKED_FORMS) + len(UNCHECKED_FORMS)) == (33, 17)


@pytest.mark.parametrize("name", [*CHECKED, *UNCHECKED])
def test_most_paths_are_asked_with_get(v4: httpx.Client, name: str) -> None:
    assert v4.options(f"/{name}").headers["allow"] == "HEAD,GET,OPTIONS"


@pytest.mark.parametrize("name", [*CHECKED_FORMS, *UNCHECKED_FORMS])
def test_the_others_are_asked_with_a_form(v4: httpx.Client, name: str) -> None:
    assert v4.options(f"/{name}").headers["allow"] == "POST,OPTIONS"


@pytest.mark.parametrize("name", CHECKED)
def test_most_paths_refuse_unknown_parameters(v4: httpx.Client, name: str) -> None:
    assert v4.get(f"/{name}?Nothing=1").text.startswith("Invalid query parameter: 'Nothing'. Allowed parameters are: [")


@pytest.mark.parametrize("name", UNCHECKED)
def test_seven_paths_ignore_unknown_parameters(v4: httpx.Client, name: str) -> None:
    assert v4.get(f"/{name}?Nothing=1").content == v4.get(f"/{name}").content != b""


@pytest.mark.parametrize("name", CHECKED_FORMS)
def test_most_forms_refuse_parameters_of_their_address(v4: httpx.Client, name: str) -> None:
    assert v4.post(f"/{name}?Nothing=1", data={"Nothing": "1"}).status_code == 400


@pytest.mark.parametrize("name", UNCHECKED_FORMS)
def test_five_forms_do_not_look_at_their_address(v4: httpx.Client, name: str) -> None:
    assert "Nothing" not in v4.post(f"/{name}?Nothing=1", data={"Nothing": "1"}).text


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/getCollectionValues", {"format"}),
        ("/getPatient", {"Collection", "PatientId", "format"}),
        ("/getImage", {"SeriesInstanceUID", "NewFileNames", "IncludeMD5"}),
        ("/getSingleImage", {"SeriesInstanceUID", "SOPInstanceUID"}),
        ("/getUpdatedSeries", {"fromDate", "format"}),
    ],
)
def test_unknown_parameters_are_refused_before_anything_else(v4: httpx.Client, path: str, allowed: set[str]) -> None:
    response = v4.get(f"{path}?format=unknown-too&Nothing=1&Date=2")

    found = re.fullmatch(r"Invalid query parameter: '(\w+)'. Allowed parameters are: \[(.*)\]", response.text)
    assert response.status_code == 400
    assert found is not None
    assert found[1] == ("Nothing" if "format" in allowed else "format")
    assert set(found[2].split(", ")) == allowed


def test_names_of_parameters_are_case_sensitive(v4: httpx.Client) -> None:
    assert v4.get("/getPatient?PatientID=1").status_code == 400
    assert v4.get("/getPatientStudy?PatientId=1").status_code == 400


def test_the_allowed_names_have_another_order_after_each_start() -> None:
    with ReferenceServer(salt=1) as one, ReferenceServer(salt=1) as same, ReferenceServer(salt=2) as other:
        first, again, second, third = (
            httpx.get(f"{server.url('v4')}/getSeries?Date=1").text for server in (one, one, same, other)
        )

    assert first == again == second
    assert first != third
    assert sorted(first) == sorted(third)


def test_without_a_salt_the_order_is_a_matter_of_chance() -> None:
    with ReferenceServer() as one, ReferenceServer() as other, ReferenceServer() as third:
        texts = {httpx.get(f"{server.url('v4')}/getSeries?Date=1").text for server in (one, other, third)}

    assert len(texts) > 1


@pytest.mark.parametrize(
    ("path", "accept", "content_type"),
    [
        ("/getSeries", "*/*", "application/xml"),
        ("/getSeries", "application/json", "application/json"),
        ("/getSeries", "text/csv, */*;q=0.1", "text/csv"),
        ("/getImage", "*/*", "application/octet-stream"),
        ("/getSingleImage", "*/*", "application/dicom"),
    ],
)
def test_the_label_of_a_refused_parameter_is_a_lie(v4: httpx.Client, path: str, accept: str, content_type: str) -> None:
    response = v4.get(f"{path}?Nothing=1", headers={"Accept": accept})

    assert (response.status_code, response.headers["content-type"]) == (400, content_type)
    assert response.text.startswith("Invalid query parameter: 'Nothing'.")


def test_a_parameter_in_the_address_of_a_form_is_refused_as_if_it_were_a_field(v4: httpx.Client) -> None:
    response = v4.post("/getSeriesQCInfo?list=1", data={"seriesId": MOUSE})

    assert response.status_code == 400
    assert response.text.startswith("Invalid form parameter: 'list'. Allowed parameters are: [")


def test_a_field_too_many_passes(v4: httpx.Client) -> None:
    assert v4.post("/getSeriesQCInfo", data={"seriesId": MOUSE, "list": "1"}).status_code == 200


def test_get_series_metadata_checks_nothing(v4: httpx.Client) -> None:
    assert v4.post("/getSeriesMetadata?Nothing=1", data={"list": MOUSE, "More": "2"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/getSeriesSize", "A parameter, SeriesInstanceUID is required for this API call."),
        ("/getSOPInstanceUIDs?format=csv", "A parameter, SeriesInstanceUID is required for this API call."),
        ("/getImage?NewFileNames=Yes", "A parameter, SeriesInstanceUID, is required for this API call."),
        ("/getImageWithMD5Hash", "A parameter, SeriesInstanceUID, is required for this API call."),
        ("/getDCMImage", "A parameter, SeriesInstanceUID, is required for this API call."),
        ("/getImageOther", "A parameter, SeriesInstanceUID, is required for this API call."),
        (
            "/getSingleImage?SeriesInstanceUID=1",
            "A parameter, SeriesInstanceUID and SOPInstanceUID, are required for this API call.",
        ),
        ("/NewPatientsInCollection?Collection=x", "A parameter, Collection and Date are required for this API call."),
        (
            "/NewStudiesInPatientCollection?fromDate=x",
            "A parameter, Collection and Date are required for this API call.",
        ),
        (
            "/getPatientByCollectionAndModality?Collection=x",
            "A parameter, Collection and Modality, are required for this API call.",
        ),
        (
            "/getDeniedSeries",
            "A parameter, seriesList,  a list of SeriesInstanceUID is required for this API call.",
        ),
    ],
)
def test_missing_parameters_are_named_in_a_sentence_labelled_as_json(
    v4: httpx.Client, path: str, sentence: str
) -> None:
    response = v4.get(path)

    assert (response.status_code, response.headers["content-type"]) == (400, "application/json")
    assert response.text == sentence


@pytest.mark.parametrize(
    ("method", "path", "problem"),
    [
        ("POST", "/getSeries", "405 Method Not Allowed"),
        ("GET", "/getSeriesMetadata", "405 Method Not Allowed"),
        ("HEAD", "/getSeriesMetadata", "405 Method Not Allowed"),
        ("GET", "/getSeriesMetaData", "404 Not Found"),
        ("GET", "/getseries", "404 Not Found"),
    ],
)
def test_wrong_methods_and_unknown_paths_are_failures(v4: httpx.Client, method: str, path: str, problem: str) -> None:
    response = v4.request(method, path)

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")
    assert response.text == ("" if method == "HEAD" else f"{UNABLE}\nHTTP {problem}")


def test_head_is_answered_as_get_without_the_body(v4: httpx.Client) -> None:
    response = v4.head(f"/getSeriesSize?SeriesInstanceUID={MOUSE}")

    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.content == b""


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/getImage", "application/zip"), ("/getSingleImage", "image/*"), ("/getSeries", "application/dicom")],
)
def test_what_a_path_does_not_produce_is_not_acceptable(v4: httpx.Client, path: str, accept: str) -> None:
    response = v4.get(f"{path}?SeriesInstanceUID={MOUSE}", headers={"Accept": accept})

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")
    assert response.text == f"{UNABLE}\nHTTP 406 Not Acceptable"


def test_a_body_that_is_no_form_is_a_failure(v4: httpx.Client) -> None:
    response = v4.post("/getSeriesMetadata", json={"list": MOUSE})

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")
    assert "@FormParam" in response.text


def test_forms_may_name_tens_of_thousands_of_series(v4: httpx.Client) -> None:
    uids = [MOUSE, *(f"1.2.{number}" for number in range(50_000))]

    response = v4.post("/getSeriesMetadata", data={"list": ",".join(uids), "format": "json"})

    assert [row["SeriesInstanceUID"] for row in response.json()] == [MOUSE]


def test_forms_of_more_than_ten_megabytes_are_too_large(v4: httpx.Client) -> None:
    largest, larger = (
        v4.post("/getManifestText", data={"list": "1" * (10 * 1024 * 1024 - len("list=") + more)}) for more in (0, 1)
    )

    assert (largest.status_code, largest.headers["content-type"]) == (500, "text/plain")
    assert (larger.status_code, larger.headers["content-type"]) == (413, "text/html")


@pytest.mark.parametrize(
    "path",
    [
        "/getSeries?Collection=none",
        "/getSeries?Collection=",
        "/getSeries?Collection=none&format=unknown",
        "/getUpdatedSeries?fromDate=2023-03-28",
        "/NewPatientsInCollection?Collection=VICTRE&fromDate=",
        "/getSeriesSize?SeriesInstanceUID=1",
        "/getBodyPartValues?Modality=none",
    ],
)
def test_no_rows_are_an_empty_body_without_a_label(v4: httpx.Client, path: str) -> None:
    response = v4.get(path)

    assert (response.status_code, response.content) == (200, b"")
    assert "content-type" not in response.headers


@pytest.mark.parametrize("path", ["/getSeries?Collection=VICTRE&format=", "/getModalityValues?format=csvquoted"])
def test_an_unknown_format_is_a_failure_labelled_as_xml(v4: httpx.Client, path: str) -> None:
    response = v4.get(path)

    assert (response.status_code, response.headers["content-type"], response.text) == (500, "application/xml", UNABLE)


def test_of_a_repeated_parameter_the_first_counts(v4: httpx.Client) -> None:
    assert v4.get("/getModalityValues?Collection=VICTRE&Collection=4D-Lung").text == '[{"Modality":"MG"}]'


def test_faults_of_archives_strike_version_4_too(server: ReferenceServer, v4: httpx.Client) -> None:
    server.inject(faults.missing_images(1), endpoint="getDCMImage")

    response = v4.get(f"/getDCMImage?SeriesInstanceUID={MOUSE}")

    assert zipfile.ZipFile(io.BytesIO(response.content)).namelist() == ["1-1.dcm"]


def test_fields_of_a_form_may_have_other_names(server: ReferenceServer, v4: httpx.Client) -> None:
    server.change(changes.rename_parameter("getSeriesMetadata", "list", "series", rejected=True))

    assert v4.post("/getSeriesMetadata", data={"series": MOUSE}).status_code == 200
    assert v4.post("/getSeriesMetadata", data={"list": MOUSE}).status_code == 400
