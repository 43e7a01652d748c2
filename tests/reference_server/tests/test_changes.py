"""Changes of the API that the reference server makes when it is asked to: attributes, formats, answers without rows."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.reference_server import MOUSE, ReferenceServer, changes, faults

SIZE = f"/getSeriesSize?SeriesInstanceUID={MOUSE}"
PATIENT = "/getPatient?Collection=COVID-19-NY-SBU"
NOBODY = "/getPatient?Collection=none"
MODALITIES = "/getModalityValues?Collection=VICTRE"
NO_MODALITIES = "/getModalityValues?Collection=none"
MAKERS = "/getManufacturerValues?Collection=4D-Lung&format=csv"
HASHED_IMAGES = f"/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}"
FORMATS = ("json", "csv", "xml", "html")
MAMMOGRAPHY = "2.25.244211886614463946562098017413133957090"


def in_four_formats(http: httpx.Client, url: str) -> tuple[str, str, str, str]:
    """Return JSON, CSV, and what stands inside the rows of XML and between the headings and the end of HTML."""
    as_json, as_csv, as_xml, as_html = (http.get(f"{url}&format={name}").text for name in FORMATS)
    within_xml = as_xml.partition("<Results><Row>")[2].removesuffix("</Row></Results>")
    within_html = as_html.partition("<TABLE BORDER=1><TR>")[2].removesuffix("</TR></TABLE></P>")
    return as_json, as_csv, within_xml, within_html


# Attributes, in the four formats


def test_an_attribute_has_another_name(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rename_attribute("getSeriesSize", "TotalSizeInBytes", "Bytes"))

    assert in_four_formats(http, SIZE) == (
        '[{"Bytes":76252,"ObjectCount":8}]',
        '"Bytes","ObjectCount"\n"76252","8"\n',
        "<Bytes type='java.lang.Long'>76252</Bytes><ObjectCount type='java.lang.Long'>8</ObjectCount>",
        "<TH>Bytes</TH><TH>ObjectCount</TH></TR><TR><TD>76252</TD><TD>8</TD>",
    )


def test_an_attribute_is_gone(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.remove_attribute("getSeriesSize", "TotalSizeInBytes"))

    assert in_four_formats(http, SIZE) == (
        '[{"ObjectCount":8}]',
        '"ObjectCount"\n"8"\n',
        "<ObjectCount type='java.lang.Long'>8</ObjectCount>",
        "<TH>ObjectCount</TH></TR><TR><TD>8</TD>",
    )


def test_attributes_are_added(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(
        changes.remove_attribute("getSeriesSize", "TotalSizeInBytes"),
        changes.add_attribute("getSeriesSize", "Ratio", 2.5, before="ObjectCount"),
        changes.add_attribute("getSeriesSize", "Kind", "<new>"),
    )

    assert in_four_formats(http, SIZE) == (
        '[{"Ratio":2.5,"ObjectCount":8,"Kind":"<new>"}]',
        '"Ratio","ObjectCount","Kind"\n"2.5","8","<new>"\n',
        "<Ratio type='java.lang.Double'>2.5</Ratio><ObjectCount type='java.lang.Long'>8</ObjectCount>"
        "<Kind type='java.lang.String'>&lt;new&gt;</Kind>",
        "<TH>Ratio</TH><TH>ObjectCount</TH><TH>Kind</TH></TR><TR><TD>2.5</TD><TD>8</TD><TD>&lt;new&gt;</TD>",
    )


def test_numbers_become_text(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.as_text("getSeriesSize", "ObjectCount"))

    assert in_four_formats(http, SIZE) == (
        '[{"TotalSizeInBytes":76252,"ObjectCount":"8"}]',
        '"TotalSizeInBytes","ObjectCount"\n"76252","8"\n',
        "<TotalSizeInBytes type='java.lang.Long'>76252</TotalSizeInBytes>"
        "<ObjectCount type='java.lang.String'>8</ObjectCount>",
        "<TH>TotalSizeInBytes</TH><TH>ObjectCount</TH></TR><TR><TD>76252</TD><TD>8</TD>",
    )


def test_text_becomes_numbers(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(
        changes.as_number("getPatientByCollectionAndModality", "PatientId"),
        changes.add_attribute("getPatientByCollectionAndModality", "Large", "76252000000"),
        changes.as_number("getPatientByCollectionAndModality", "Large"),
    )

    assert in_four_formats(http, "/getPatientByCollectionAndModality?Collection=ICDC-Glioma&Modality=SEG") == (
        '[{"PatientId":"GLIOMA01-i_03B7","Large":76252000000},{"PatientId":"GLIOMA01-i_0A25","Large":76252000000}]',
        '"PatientId","Large"\n"GLIOMA01-i_03B7","76252000000"\n"GLIOMA01-i_0A25","76252000000"\n',
        "<PatientId type='java.lang.String'>GLIOMA01-i_03B7</PatientId><Large type='java.lang.Long'>76252000000</Large>"
        "</Row><Row>"
        "<PatientId type='java.lang.String'>GLIOMA01-i_0A25</PatientId><Large type='java.lang.Long'>76252000000</Large>",
        "<TH>PatientId</TH><TH>Large</TH></TR><TR><TD>GLIOMA01-i_03B7</TD><TD>76252000000</TD></TR>"
        "<TR><TD>GLIOMA01-i_0A25</TD><TD>76252000000</TD>",
    )


def test_values_become_others(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(
        changes.convert("getSeriesSize", "TotalSizeInBytes", lambda value: f"{int(value) / 1000} kB"),
        changes.convert("getSeriesSize", "ObjectCount", bool),
    )

    assert in_four_formats(http, SIZE) == (
        '[{"TotalSizeInBytes":"76.252 kB","ObjectCount":true}]',
        '"TotalSizeInBytes","ObjectCount"\n"76.252 kB","true"\n',
        "<TotalSizeInBytes type='java.lang.String'>76.252 kB</TotalSizeInBytes>"
        "<ObjectCount type='java.lang.Boolean'>true</ObjectCount>",
        "<TH>TotalSizeInBytes</TH><TH>ObjectCount</TH></TR><TR><TD>76.252 kB</TD><TD>true</TD>",
    )


def test_attributes_come_in_another_order(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.reorder_attributes("getSeriesSize", ["ObjectCount"]))

    assert in_four_formats(http, SIZE) == (
        '[{"ObjectCount":8,"TotalSizeInBytes":76252}]',
        '"ObjectCount","TotalSizeInBytes"\n"8","76252"\n',
        "<ObjectCount type='java.lang.Long'>8</ObjectCount>"
        "<TotalSizeInBytes type='java.lang.Long'>76252</TotalSizeInBytes>",
        "<TH>ObjectCount</TH><TH>TotalSizeInBytes</TH></TR><TR><TD>8</TD><TD>76252</TD>",
    )


def test_timestamps_follow_a_pattern(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.date_pattern(None, None, "MM-dd-yyyy"))

    as_json, as_csv, as_xml, as_html = in_four_formats(http, PATIENT)

    assert '"PatientBirthDate":"01-01-1951",' in as_json
    assert ',"01-01-1951",' in as_csv
    assert "<PatientBirthDate type='java.lang.String'>01-01-1951</PatientBirthDate>" in as_xml
    assert "<TD>01-01-1951</TD>" in as_html


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("MM/dd/yyyy", "07/21/2016"),
        ("yyyy-MM-dd'T'HH:mm:ss", "2016-07-21T00:00:00"),
        ("yyyyMMdd", "20160721"),
    ],
)
def test_a_pattern_may_be_for_one_attribute(
    server: ReferenceServer, http: httpx.Client, pattern: str, text: str
) -> None:
    server.change(changes.date_pattern("getPatientStudy", "StudyDate", pattern))

    study = http.get(f"/getPatientStudy?StudyInstanceUID={MAMMOGRAPHY}").json()[0]
    series = http.get(f"/getSeries?StudyInstanceUID={MAMMOGRAPHY}").json()[0]

    assert study["StudyDate"] == text
    assert series["StudyDate"] == "2016-07-21 00:00:00.0"


def test_text_with_leading_zeros_becomes_numbers(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(
        changes.as_number("getPatient", "SpeciesCode"),
        changes.as_number("getPatient", "PatientId"),
    )

    patients = http.get("/getPatient?Collection=VICTRE").json()

    assert [patient["PatientId"] for patient in patients] == [1418053792, 12]
    assert patients[0]["SpeciesCode"] == 337915000


def test_decimal_text_becomes_fractions(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.as_number("getSeriesMetaData", "Series Number"))

    response = http.get(f"/getSeriesMetaData?SeriesInstanceUID={MOUSE}")

    assert '"Series Number":1,' in response.text


def test_empty_text_is_a_value(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(
        changes.add_attribute("getSeriesSize", "Note", ""),
        changes.convert("getSeriesSize", "Note", lambda value: f"<{value}>"),
    )

    assert http.get(SIZE).json() == [{"TotalSizeInBytes": 76252, "ObjectCount": 8, "Note": "<>"}]


def test_without_an_endpoint_all_that_have_the_attribute_change(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rename_attribute(None, "Collection", "Project"))

    assert http.get(PATIENT).json()[0]["Project"] == "COVID-19-NY-SBU"
    assert http.get("/getSeries?Collection=VICTRE").json()[0]["Project"] == "VICTRE"
    assert http.get("/getCollectionValues").json()[0] == {"Project": "4D-Lung"}
    assert http.get(SIZE).json() == [{"TotalSizeInBytes": 76252, "ObjectCount": 8}]


def test_other_endpoints_stay_as_they_are(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rename_attribute("getSeries", "Modality", "Kind"))

    assert http.get("/getSeries?Collection=VICTRE").json()[0]["Kind"] == "MG"
    assert http.get(MODALITIES).text == '[{"Modality":"MG"}]'


def test_a_list_may_get_a_second_column(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.add_attribute("getManufacturerValues", "Count", 1))

    assert http.get(MAKERS).text.splitlines()[:2] == ["Manufacturer,Count", "CMS, Inc.,1"]


# Answers without rows


@pytest.mark.parametrize("url", [NOBODY, NO_MODALITIES, f"{NOBODY}&format=csv"])
def test_nothing_found_is_an_error(server: ReferenceServer, http: httpx.Client, url: str) -> None:
    server.change(changes.error_instead_of_empty())

    response = http.get(url)

    assert (response.status_code, response.text) == (500, "No data found.")


def test_the_error_for_nothing_may_be_another(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.error_instead_of_empty("getPatient", status=404, sentence="Nobody."))

    response = http.get(NOBODY)

    assert (response.status_code, response.text) == (404, "Nobody.")
    assert http.get(PATIENT).status_code == 200
    assert http.get(NO_MODALITIES).content == b""


def test_nothing_found_is_a_table_without_rows(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.empty_list_instead_of_empty_body("getModalityValues"))

    assert http.get(NO_MODALITIES).text == "[]"
    assert http.get(f"{NO_MODALITIES}&format=csv").text == "Modality\n"
    assert http.get(f"{NO_MODALITIES}&format=xml").text.endswith("<Results></Results>")
    assert http.get(f"{NO_MODALITIES}&format=html").text.endswith("<TR><TH>Modality</TH></TR></TABLE></P>")


def test_no_content_becomes_an_empty_list(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.empty_list_instead_of_empty_body())

    response = http.get("/getSeriesMetaData?SeriesInstanceUID=1.2.3")

    assert (response.status_code, response.text) == (200, "[]")


# Formats


def test_csv_of_a_list_is_quoted(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.quoted_csv("getManufacturerValues"))

    assert http.get(MAKERS).text.splitlines()[:2] == ['"Manufacturer"', '"CMS, Inc."']


def test_csv_of_a_table_is_not_quoted(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.unquoted_csv("getPatient"))

    lines = http.get(f"{PATIENT}&format=csv").text.splitlines()

    assert lines[1] == "A734518,A734518,1951-01-01 00:00:00.0,M,,COVID-19-NY-SBU,NO,337915000,Homo sapiens"


def test_quotes_that_were_asked_for_stay(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.unquoted_csv("getSeriesSize"))

    assert http.get(f"{SIZE}&format=csvquoted").text == '"TotalSizeInBytes","ObjectCount"\n"76252","8"\n'


def test_an_absent_value_is_null(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.null_values("getPatient"))

    assert '"PatientSex":"M","EthnicGroup":null,' in http.get(PATIENT).text


def test_the_array_is_in_an_object(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.wrapped("getModalityValues"))

    assert http.get(MODALITIES).text == '{"data":[{"Modality":"MG"}]}'
    assert http.get(f"{MODALITIES}&format=csv").text == "Modality\nMG\n"


def test_a_format_has_another_content_type(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(
        changes.content_type("getModalityValues", "json", "text/plain"),
        changes.content_type(None, "zip", "application/zip"),
    )

    assert http.get(MODALITIES).headers["content-type"] == "text/plain"
    assert http.get(f"{MODALITIES}&format=csv").headers["content-type"] == "text/csv"
    assert http.get(SIZE).headers["content-type"] == "application/json"
    assert http.get(HASHED_IMAGES).headers["content-type"] == "application/zip"


def test_errors_keep_their_content_type(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.content_type(None, "json", "text/plain"))

    assert http.get("/getSeriesSize").headers["content-type"] == "application/json"


def test_one_format_may_differ(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rewritten("getModalityValues", "csv", lambda body: body.replace(b"Modality", b"MODALITY")))

    assert http.get(f"{MODALITIES}&format=csv").text == "MODALITY\nMG\n"
    assert http.get(MODALITIES).text == '[{"Modality":"MG"}]'


# Together


def test_a_later_change_sees_an_earlier_one(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.rename_attribute("getSeriesSize", "ObjectCount", "Images"))
    server.change(
        changes.as_text("getSeriesSize", "Images"),
        changes.reorder_attributes("getSeriesSize", ["Images", "TotalSizeInBytes"]),
        changes.wrapped(None, key="rows"),
    )

    assert http.get(SIZE).text == '{"rows":[{"Images":"8","TotalSizeInBytes":76252}]}'


def test_reset_brings_the_api_back(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.needs_login(), changes.remove_attribute("getSeriesSize", "ObjectCount"))

    server.reset()

    assert in_four_formats(http, SIZE) == (
        '[{"TotalSizeInBytes":76252,"ObjectCount":8}]',
        '"TotalSizeInBytes","ObjectCount"\n"76252","8"\n',
        "<TotalSizeInBytes type='java.lang.Long'>76252</TotalSizeInBytes>"
        "<ObjectCount type='java.lang.Long'>8</ObjectCount>",
        "<TH>TotalSizeInBytes</TH><TH>ObjectCount</TH></TR><TR><TD>76252</TD><TD>8</TD>",
    )


def test_faults_strike_the_changed_api(server: ReferenceServer, http: httpx.Client) -> None:
    server.change(changes.wrapped("getModalityValues"))
    server.inject(faults.status(503))

    assert http.get(MODALITIES).status_code == 503
    assert http.get(MODALITIES).json() == {"data": [{"Modality": "MG"}]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changes.retired("getNothing"), r"^The API has no endpoint getNothing\.$"),
        (changes.remove_attribute("getSeries", "Nothing"), r"^getSeries has no table with Nothing\.$"),
        (changes.as_text(None, "Nothing"), r"^The API has no table with Nothing\.$"),
        (changes.wrapped("getImage"), r"^getImage shows no table\.$"),
        (changes.rename_parameter("getPatient", "Modality", "M"), r"^getPatient has no parameter Modality\.$"),
    ],
)
def test_a_change_that_fits_nothing_is_refused(server: ReferenceServer, change: changes.Change, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        server.change(change)


def test_changes_are_made_together_or_not_at_all(server: ReferenceServer, http: httpx.Client) -> None:
    with pytest.raises(ValueError, match="Nothing"):
        server.change(changes.needs_login(), changes.remove_attribute("getSeries", "Nothing"))

    assert http.get(MODALITIES).status_code == 200


def test_changes_may_come_from_several_threads(server: ReferenceServer, http: httpx.Client) -> None:
    added = [changes.add_attribute("getSeriesSize", f"New{number}", number) for number in range(20)]

    with ThreadPoolExecutor() as pool:
        list(pool.map(server.change, added))

    assert len(http.get(SIZE).json()[0]) == 22
