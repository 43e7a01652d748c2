"""The text formats: what the server writes is handed out as it is, decoded right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nbia import AsyncClient, Client
from tests.reference_server import LUNG, ReferenceServer

UNKNOWN = "1.2.3.4.5"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Results><Row>'
HTML = "<P ALIGN='center'><TABLE BORDER=1><TR><TH>"

NEWS = {"collection": "TCGA-PRAD", "date": date(2010, 8, 16)}
SERIES = {"series_instance_uid": LUNG}
ENDPOINTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("get_body_part_values", {}, "BodyPartExamined", "BodyPartExamined\n\n\nABDOMEN_PELVIS \nBRAIN\n"),
    ("get_collection_values", {}, "Collection", "Collection\n4D-Lung\nCBIS-DDSM\n"),
    ("get_manufacturer_values", {}, "Manufacturer", 'Manufacturer\n\n\n"GE Healthcare"\nBruker'),
    ("get_modality_values", {}, "Modality", "Modality\nCT\nDX\nMG\n"),
    ("new_patients_in_collection", NEWS, "PatientId", '"PatientId","PatientName",'),
    ("new_studies_in_patient_collection", NEWS, "StudyInstanceUID", '"StudyInstanceUID","StudyDate",'),
    ("get_patient", {}, "PatientId", '"PatientId","PatientName","PatientBirthDate",'),
    (
        "get_patient_by_collection_and_modality",
        {"collection": "TCGA-PRAD", "modality": "MR"},
        "PatientId",
        '"PatientId"\n"TCGA-ZG-A9X1"\n',
    ),
    ("get_patient_study", {}, "StudyInstanceUID", '"StudyInstanceUID","StudyDate","StudyDescription",'),
    ("get_series", {}, "SeriesInstanceUID", '"SeriesInstanceUID","StudyInstanceUID","Modality",'),
    ("get_series_meta_data", SERIES, "Series UID", '"Series UID","Collection","3rd Party Analysis",'),
    ("get_series_size", SERIES, "TotalSizeInBytes", '"TotalSizeInBytes","ObjectCount"\n"'),
    ("get_sop_instance_uids", SERIES, "SOPInstanceUID", "SOPInstanceUID\n2.25."),
    ("get_updated_series", {}, "SeriesInstanceUID", '"SeriesInstanceUID","StudyInstanceUID","Modality",'),
]


@pytest.mark.parametrize(("method", "arguments", "first_column", "start"), ENDPOINTS)
def test_csv_comes_as_the_server_writes_it(
    client: Client, method: str, arguments: dict[str, Any], first_column: str, start: str
) -> None:
    text = getattr(client, method)(**arguments, format="csv")

    assert text.startswith(start)
    assert text.endswith("\n")


@pytest.mark.parametrize(("method", "arguments", "first_column", "start"), ENDPOINTS)
def test_xml_comes_as_the_server_writes_it(
    client: Client, method: str, arguments: dict[str, Any], first_column: str, start: str
) -> None:
    text = getattr(client, method)(**arguments, format="xml")

    assert text.startswith(XML)
    assert f"<{first_column} type='java.lang." in text


@pytest.mark.parametrize(("method", "arguments", "first_column", "start"), ENDPOINTS)
def test_html_comes_as_the_server_writes_it(
    client: Client, method: str, arguments: dict[str, Any], first_column: str, start: str
) -> None:
    text = getattr(client, method)(**arguments, format="html")

    assert text.startswith(f"{HTML}{first_column}</TH>")


@pytest.mark.parametrize(("method", "arguments", "first_column", "start"), ENDPOINTS)
def test_json_can_be_asked_for_by_name(
    client: Client, method: str, arguments: dict[str, Any], first_column: str, start: str
) -> None:
    records = getattr(client, method)(**arguments, format="json")

    assert records == getattr(client, method)(**arguments)


@pytest.mark.anyio
@pytest.mark.parametrize("format", ["csv", "html", "xml"])
@pytest.mark.parametrize(("method", "arguments", "first_column", "start"), ENDPOINTS)
async def test_texts_come_asynchronously_too(
    client: Client,
    async_client: AsyncClient,
    method: str,
    arguments: dict[str, Any],
    first_column: str,
    start: str,
    format: str,
) -> None:
    expected = getattr(client, method)(**arguments, format=format)

    async with async_client as opened:
        text = await getattr(opened, method)(**arguments, format=format)

    assert text == expected


def test_text_is_decoded_as_utf_8_although_no_charset_is_declared(client: Client, server: ReferenceServer) -> None:
    text = client.get_patient_study(collection="Soft-tissue-Sarcoma", format="csv")

    assert '"IRM FÉMUR DROIT C+ (T1/T2) -MUSQ"' in text


def test_the_unquoted_csv_of_a_list_is_returned_as_sent(client: Client) -> None:
    text = client.get_manufacturer_values(format="csv")

    assert text == (
        'Manufacturer\n\n\n"GE Healthcare"\nBruker BioSpin MRI GmbH\nCarestream Health\nCMS, Inc.\nELEKTA\n'
        "GE MEDICAL SYSTEMS\nPhilips\nPhilips Healthcare\nPhilips Medical Systems, Inc.\nSIEMENS\nSiemens\n"
        "Varian Imaging Laboratories, Switzerland\nVICTRE\n"
    )


def test_the_broken_csv_of_an_unknown_size_is_returned_as_sent(client: Client) -> None:
    text = client.get_series_size(UNKNOWN, format="csv")

    assert text == '"TotalSizeInBytes","ObjectCount"\n","","0"\n'


@pytest.mark.parametrize("format", ["csv", "html", "xml"])
def test_nothing_found_is_an_empty_text(client: Client, format: str) -> None:
    method: Any = client.get_series

    assert method(collection="No Such Collection", format=format) == ""


@pytest.mark.parametrize("format", ["csv", "html", "xml"])
def test_metadata_of_an_unknown_series_are_an_empty_text(client: Client, format: str) -> None:
    method: Any = client.get_series_meta_data

    assert method(UNKNOWN, format=format) == ""


@pytest.mark.parametrize("format", ["csv", "html", "xml"])
def test_the_format_goes_out_as_a_parameter(client: Client, server: ReferenceServer, format: str) -> None:
    method: Any = client.get_modality_values

    method(format=format)

    assert server.requests[-1].query == f"format={format}"
