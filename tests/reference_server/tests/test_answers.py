"""The reference server's metadata answers: what NBIA sends, byte for byte, its defects included."""

import httpx
import pytest

from tests.reference_server import MOUSE

MAMMOGRAM = "1.3.6.1.4.1.9590.100.1.2.374115997511889073021386151921807063992"


# What every answer has in common


def test_the_server_says_who_it_is(client: httpx.Client) -> None:
    response = client.get("/getModalityValues")

    assert response.headers.get_list("server") == ["nbia-reference-server"]


def test_the_status_line_has_no_reason_phrase(client: httpx.Client) -> None:
    response = client.get("/getModalityValues")

    assert response.extensions["reason_phrase"] == b""


def test_no_rows_are_200_without_a_body_or_a_content_type(client: httpx.Client) -> None:
    response = client.get("/getModalityValues", params={"Collection": "No Such Collection"})

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == "0"
    assert "content-type" not in response.headers


def test_no_rows_have_no_csv_header_either(client: httpx.Client) -> None:
    response = client.get("/getSeries", params={"Collection": "No Such Collection", "format": "csv"})

    assert (response.status_code, response.content) == (200, b"")


def test_an_empty_value_is_a_filter_that_nothing_passes(client: httpx.Client) -> None:
    response = client.get("/getSeries?Collection=")

    assert (response.status_code, response.content) == (200, b"")


def test_unknown_parameters_are_ignored(client: httpx.Client) -> None:
    response = client.get("/getModalityValues?Collection=VICTRE&Colour=blue&collection=4D-Lung")

    assert response.text == '[{"Modality":"MG"}]'


def test_the_first_of_repeated_parameters_counts(client: httpx.Client) -> None:
    response = client.get("/getModalityValues?Collection=VICTRE&Collection=4D-Lung")

    assert response.text == '[{"Modality":"MG"}]'


def test_the_path_without_services_and_a_slash_at_the_end_are_accepted(client: httpx.Client) -> None:
    short = str(client.base_url).replace("/services", "")

    response = httpx.get(f"{short}getModalityValues/?Collection=VICTRE")

    assert response.text == '[{"Modality":"MG"}]'


def test_head_answers_like_get_without_the_body(client: httpx.Client) -> None:
    response = client.head("/getModalityValues", params={"Collection": "VICTRE"})

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == "19"


def test_options_name_the_methods(client: httpx.Client) -> None:
    response = client.options("/getSeries")

    assert (response.status_code, response.headers["allow"]) == (200, "HEAD,GET,OPTIONS")


def test_up_to_8192_bytes_have_a_length(client: httpx.Client) -> None:
    response = client.get("/getSeries", params={"Collection": "VICTRE"})

    assert int(response.headers["content-length"]) == len(response.content)
    assert "transfer-encoding" not in response.headers


def test_more_than_8192_bytes_are_chunked(client: httpx.Client) -> None:
    response = client.get("/getSeries")

    assert len(response.content) > 8192
    assert response.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in response.headers


@pytest.mark.parametrize(
    ("wanted", "content_type"),
    [
        (None, "application/json"),
        ("JSON", "application/json"),
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("CSVQUOTED", "text/csv"),
        ("CSV-DOWNLOAD", "text/csv"),
        ("Xml", "application/xml"),
        ("html", "text/html"),
    ],
)
def test_content_types_never_name_a_charset(
    client: httpx.Client,
    wanted: str | None,
    content_type: str,
) -> None:
    response = client.get("/getPatient", params={"format": wanted} if wanted else {})

    assert (response.status_code, response.headers["content-type"]) == (200, content_type)


def test_bodies_are_utf_8_all_the_same(client: httpx.Client) -> None:
    response = client.get("/getPatientStudy", params={"Collection": "Soft-tissue-Sarcoma", "format": "csv"})

    assert "IRM FÉMUR DROIT C+ (T1/T2) -MUSQ".encode() in response.content


@pytest.mark.parametrize(
    "query",
    ["%C4%80", "%0D%0AX-Evil:%201", "%22%27%5C", "%FF%FE", "%00", "%", "%zz", "+"],
)
def test_any_percent_encoded_text_is_survived(client: httpx.Client, query: str) -> None:
    response = client.get(f"/getSeries?PatientID={query}")

    assert (response.status_code, response.content) == (200, b"")


# Errors


@pytest.mark.parametrize(
    ("request_line", "sentence"),
    [
        ("/getSeriesSize", "A parameter, SeriesInstanceUID is required for this API call."),
        ("/getSeriesMetaData", "A parameter, SeriesInstanceUID is required for this API call."),
        ("/getSOPInstanceUIDs", "A parameter, SeriesInstanceUID is required for this API call."),
        ("/getContentsByName", "A parameter, name is required for this API call."),
        (
            "/NewPatientsInCollection?Collection=VICTRE",
            "A parameter, Collection and Date are required for this API call.",
        ),
        (
            "/NewStudiesInPatientCollection?Date=2010/08/16",
            "A parameter, Collection and Date are required for this API call.",
        ),
        (
            "/getPatientByCollectionAndModality?Collection=VICTRE",
            "A parameter, Collection and Modality, are required for this API call.",
        ),
    ],
)
def test_a_missing_parameter_is_a_sentence_under_the_label_of_json(
    client: httpx.Client, request_line: str, sentence: str
) -> None:
    response = client.get(request_line)

    assert (response.status_code, response.text) == (400, sentence)
    assert response.headers["content-type"] == "application/json"
    assert response.headers["connection"] == "close"


def test_an_unknown_endpoint_is_a_500(client: httpx.Client) -> None:
    response = client.get("/getseries")

    assert response.status_code == 500
    assert response.headers["content-type"] == "text/plain"
    assert response.text == "Server was not able to process your request\nHTTP 404 Not Found"


def test_a_wrong_method_is_a_500(client: httpx.Client) -> None:
    response = client.post("/getSeries", data={"Collection": "VICTRE"})

    assert response.status_code == 500
    assert response.text == "Server was not able to process your request\nHTTP 405 Method Not Allowed"


def test_an_unacceptable_accept_header_is_a_500(client: httpx.Client) -> None:
    response = client.get("/getSeries", headers={"Accept": "image/png"})

    assert response.status_code == 500
    assert response.text == "Server was not able to process your request\nHTTP 406 Not Acceptable"


def test_the_accept_header_does_not_select_the_format(client: httpx.Client) -> None:
    response = client.get("/getModalityValues?Collection=VICTRE", headers={"Accept": "text/csv"})

    assert (response.headers["content-type"], response.text) == ("application/json", '[{"Modality":"MG"}]')


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [("*/*", "application/xml"), ("application/json", "application/json"), ("text/*;q=0.5", "text/html")],
)
def test_an_unknown_format_is_a_500_under_a_label_of_chance(
    client: httpx.Client, accept: str, content_type: str
) -> None:
    response = client.get("/getSeries?format=xls", headers={"Accept": accept})

    assert (response.status_code, response.text) == (500, "Server was not able to process your request")
    assert response.headers["content-type"] == content_type


@pytest.mark.parametrize("query", ["format=", "format=CSVQUOTED"])
def test_formats_that_lists_do_not_know(client: httpx.Client, query: str) -> None:
    response = client.get(f"/getModalityValues?{query}")

    assert (response.status_code, response.text) == (500, "Server was not able to process your request")


def test_an_unknown_format_of_no_rows_is_200(client: httpx.Client) -> None:
    response = client.get("/getSeries?Collection=&format=xls")

    assert (response.status_code, response.content) == (200, b"")


# JSON


def test_absent_values_have_no_key_and_rows_without_any_are_empty(client: httpx.Client) -> None:
    response = client.get("/getBodyPartValues", params={"Collection": "RIDER Pilot"})

    assert response.text == '[{},{"BodyPartExamined":"CHEST"}]'


def test_slashes_are_escaped(client: httpx.Client) -> None:
    response = client.get("/getBodyPartValues", params={"Collection": "QIN-HEADNECK"})

    assert response.text == r'[{},{"BodyPartExamined":"HEAD W\/WO"},{"BodyPartExamined":"HEADNECK"}]'


def test_trailing_blanks_are_kept(client: httpx.Client) -> None:
    response = client.get("/getBodyPartValues", params={"Collection": "TCGA-PRAD"})

    assert response.text == '[{"BodyPartExamined":"ABDOMEN_PELVIS "},{"BodyPartExamined":"PROSTATE"}]'


def test_keys_come_in_the_order_of_the_columns(client: httpx.Client) -> None:
    response = client.get("/getPatient?PatientId=0012")

    assert response.text == (
        '[{"PatientId":"0012","PatientName":"0012","PatientSex":"F","Collection":"VICTRE","Phantom":"YES",'
        '"SpeciesCode":"337915000","SpeciesDescription":"Homo sapiens"}]'
    )


def test_fractions_lose_their_zeros_and_large_ones_are_written_as_java_does(client: httpx.Client) -> None:
    rider = client.get("/getPatientStudy", params={"Collection": "RIDER Pilot"}).text
    lung = client.get("/getPatientStudy", params={"Collection": "4D-Lung"}).text
    pancreas = client.get("/getPatientStudy", params={"PatientID": "pancreas-ct-cb_002"}).text

    assert '"LongitudinalTemporalOffsetFromEvent":0}' in rider
    assert '"LongitudinalTemporalOffsetFromEvent":30}' in rider
    assert '"LongitudinalTemporalOffsetFromEvent":7.5}' in lung
    assert '"LongitudinalTemporalOffsetFromEvent":1.0E10}' in pancreas


def test_empty_strings_are_kept(client: httpx.Client) -> None:
    response = client.get("/getPatient?PatientId=1.3.6.1.4.1.9328.50.1.0003")

    assert response.text.startswith(
        '[{"PatientId":"1.3.6.1.4.1.9328.50.1.0003","PatientName":"","Collection"',
    )


# CSV, XML, HTML


def test_lists_are_unquoted_csv_in_which_an_absent_value_makes_two_empty_lines(client: httpx.Client) -> None:
    response = client.get("/getManufacturerValues?Collection=rider+pilot&format=csv")

    assert response.text == (
        "Manufacturer\n\n\n"  # no manufacturer
        '"GE Healthcare"\nGE MEDICAL SYSTEMS\nPhilips Medical Systems, Inc.\n'
    )


def test_tables_are_quoted_csv(client: httpx.Client) -> None:
    response = client.get("/getPatient?PatientId=MA0417&format=CSV")

    assert response.text == (
        '"PatientId","PatientName","PatientBirthDate","PatientSex","EthnicGroup","Collection","Phantom",'
        '"SpeciesCode","SpeciesDescription"\n'
        '"MA0417","MA0417","","M","","Mouse-Astrocytoma","NO","447612001","Mus musculus"\n'
    )


def test_quotes_in_tables_are_doubled(client: httpx.Client) -> None:
    response = client.get("/getSeries", params={"Manufacturer": '"GE Healthcare"', "format": "csv"})

    assert ',"""GE Healthcare""","Optima CT660","qin.3",' in response.text


def test_a_row_whose_first_value_is_absent_is_malformed_csv(client: httpx.Client) -> None:
    response = client.get("/getSeriesSize?SeriesInstanceUID=1.2.3&format=csv")

    assert response.text == '"TotalSizeInBytes","ObjectCount"\n","","0"\n'


def test_csv_for_download_has_a_file_name_and_lists_another_type(client: httpx.Client) -> None:
    table = client.get("/getPatient?PatientId=MA0417&format=csv-download")
    values = client.get("/getModalityValues?Collection=VICTRE&format=csv-download")

    assert table.headers["content-disposition"] == 'attachment; filename="SeriesMetaData.csv"'
    assert (values.headers["content-type"], values.text) == ("application/force-download", "Modality\nMG\n")


def test_xml_names_java_classes_and_leaves_absent_values_out(client: httpx.Client) -> None:
    response = client.get("/NewStudiesInPatientCollection?Collection=Cbis-Ddsm&Date=2018/01/01&format=xml")

    assert response.text == (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Results><Row>'
        "<StudyInstanceUID type='java.lang.String'>"
        "2.25.244211886614463946562098017413133957090</StudyInstanceUID>"
        "<StudyDate type='java.sql.Timestamp'>2016-07-21 00:00:00.0</StudyDate>"
        "<StudyID type='java.lang.String'>DDSM</StudyID>"
        "<PatientID type='java.lang.String'>Mass-Training_P_01318_RIGHT_MLO</PatientID>"
        "<PatientName type='java.lang.String'>Mass-Training_P_01318_RIGHT_MLO</PatientName>"
        "<Collection type='java.lang.String'>CBIS-DDSM</Collection>"
        "<SeriesCount type='java.lang.Long'>1</SeriesCount>"
        "</Row></Results>"
    )


def test_xml_has_entities_that_xml_does_not_know(client: httpx.Client) -> None:
    response = client.get("/getPatientStudy?Collection=Soft-tissue-Sarcoma&format=xml")

    assert ">IRM F&Eacute;MUR DROIT C&#x2b; &#x28;T1&#x2f;T2&#x29; -MUSQ<" in response.text


def test_xml_of_series_metadata_has_blanks_in_its_tags(client: httpx.Client) -> None:
    response = client.get(f"/getSeriesMetaData?SeriesInstanceUID={MAMMOGRAM}&format=xml")

    assert "<Subject ID type='java.lang.String'>Calc-Test_P_00038_LEFT_CC</Subject ID>" in response.text


def test_backslashes_vanish_from_xml(client: httpx.Client) -> None:
    in_json = client.get("/getSeries", params={"SeriesInstanceUID": MOUSE}).text
    in_xml = client.get("/getSeries", params={"SeriesInstanceUID": MOUSE, "format": "xml"}).text

    assert r'"ProtocolName":"RARE 8x\\turbo"' in in_json
    assert "<ProtocolName type='java.lang.String'>RARE 8x&#x9;urbo</ProtocolName>" in in_xml


def test_xml_stops_at_a_text_that_looks_encoded_twice(client: httpx.Client) -> None:
    response = client.get("/getSeries?Collection=RIDER+PHANTOM+PET-CT&Modality=PT&format=xml")

    assert response.status_code == 200
    assert response.text.endswith("<SeriesDate type='java.sql.Timestamp'>1990-01-01 00:00:00.0</SeriesDate>")


def test_html_is_a_fragment_with_hard_blanks_for_absent_values(client: httpx.Client) -> None:
    response = client.get("/getBodyPartValues?Collection=QIN-HEADNECK&format=html")

    assert response.text == (
        "<P ALIGN='center'><TABLE BORDER=1><TR><TH>BodyPartExamined</TH></TR><TR><TD>&nbsp;</TD></TR>"
        "<TR><TD>HEAD W&#x2f;WO</TD></TR><TR><TD>HEADNECK</TD></TR></TABLE></P>"
    )
