"""Answers whose values, names or columns are not the documented ones."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from nbia import AsyncClient, Client, DecodeError, Mismatch
from tests.reference_server import LUNG, ReferenceServer, faults


def replacing(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda body: body.replace(old, new)


def test_a_text_that_becomes_a_number_is_kept_and_reported(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"Modality":"RTSTRUCT"', b'"Modality":7')))

    records = client.get_series(collection="4D-Lung")

    assert [record.modality for record in records] == ["CT", "CT", 7]
    assert records.mismatches == (Mismatch(row=2, attribute="Modality", value=7, expected="str"),)
    assert records[0].image_count == 20
    assert records.undocumented == {}


def test_a_number_that_becomes_a_text_is_kept_and_reported(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"ImageCount":12', b'"ImageCount":"twelve"')))

    records = client.get_series(collection="4D-Lung")

    assert [record.image_count for record in records] == [20, "twelve", 1]
    assert records.mismatches == (Mismatch(row=1, attribute="ImageCount", value="twelve", expected="int"),)


def test_a_date_in_another_form_is_kept_and_reported(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"SeriesDate":"1998-03-12 00:00:00.0"', b'"SeriesDate":"12.03.98"')))

    records = client.get_series(collection="4D-Lung")

    assert {record.series_date for record in records} == {"12.03.98"}
    assert {(found.attribute, found.value, found.expected) for found in records.mismatches} == {
        ("SeriesDate", "12.03.98", "datetime")
    }


def test_metadata_in_another_form_are_kept_and_reported(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"Number of Images":"16"', b'"Number of Images":"some"')))

    records = client.get_series_meta_data(LUNG)

    image_count: object = records[0].image_count
    assert image_count == "some"
    assert records.mismatches == (Mismatch(row=0, attribute="Number of Images", value="some", expected="int"),)


def test_a_renamed_attribute_is_missing_and_named(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"PatientID"', b'"PatientIdentifier"')))

    records = client.get_series(collection="4D-Lung")

    assert [record.patient_id for record in records] == [None, None, None]
    assert records.undocumented == {"PatientIdentifier": 3}
    assert records.to_dicts()[0]["PatientIdentifier"] == "121_HM20733"
    assert records.mismatches == ()


def test_an_added_attribute_is_named_and_kept(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"Modality":"CT"', b'"Modality":"CT","Species":{"Code":[1,null]}')))

    records = client.get_series(collection="4D-Lung")

    assert records.undocumented == {"Species": 2}
    assert records.to_dicts()[1]["Species"] == {"Code": [1, None]}
    assert list(records.to_pandas()["Species"])[1] == {"Code": [1, None]}


def test_a_null_is_a_missing_value(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"Modality":"RTSTRUCT"', b'"Modality":null')))

    records = client.get_series(collection="4D-Lung")

    assert [record.modality for record in records] == ["CT", "CT", None]
    assert records.mismatches == ()
    assert records.to_dicts()[2]["Modality"] is None


def test_text_that_is_not_utf_8_is_read_as_latin_1(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing("FÉMUR".encode(), "FÉMUR".encode("latin-1"))), times=2)

    records = client.get_patient_study(collection="Soft-tissue-Sarcoma")
    text = client.get_patient_study(collection="Soft-tissue-Sarcoma", format="csv")

    assert records[0].study_description == "IRM FÉMUR DROIT C+ (T1/T2) -MUSQ"
    assert "IRM FÉMUR DROIT" in text


def test_a_byte_order_mark_does_no_harm(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(lambda body: b"\xef\xbb\xbf" + body), times=3)

    assert len(client.get_modality_values()) == 7
    assert len(list(client.iter_modality_values())) == 7
    assert client.get_modality_values(format="csv").startswith("Modality\nCT\n")


def test_a_compressed_answer_is_unpacked(client: Client, server: ReferenceServer) -> None:
    packed = gzip.compress(b'[{"Modality":"CT"}]')
    server.inject(faults.replaced(packed, headers={"Content-Encoding": "gzip"}), times=2)

    records = client.get_modality_values()

    assert records.to_dicts() == list(client.iter_modality_values().to_dicts()) == [{"Modality": "CT"}]


def test_white_space_between_values_does_no_harm(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'},{"', b'} ,\n { "')), times=2)

    assert len(client.get_modality_values()) == 7
    assert len(list(client.iter_modality_values())) == 7


def test_a_strict_client_raises_with_row_and_attribute(server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"Modality":"RTSTRUCT"', b'"Modality":7')))

    with (
        Client(base_url=server.base_url, strict=True) as client,
        pytest.raises(DecodeError, match="Row 2, attribute Modality: 7 is no str") as caught,
    ):
        client.get_series(collection="4D-Lung")

    assert (caught.value.row, caught.value.attribute) == (2, "Modality")
    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/getSeries?Collection=4D-Lung", 200)


@pytest.mark.anyio
async def test_a_strict_asynchronous_client_raises_with_row_and_attribute(server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"Number of Images":"16"', b'"Number of Images":"some"')))

    async with AsyncClient(base_url=server.base_url, strict=True) as client:
        with pytest.raises(DecodeError, match="Row 0, attribute Number of Images: 'some' is no int") as caught:
            await client.get_series_meta_data(LUNG)

    assert (caught.value.row, caught.value.attribute) == (0, "Number of Images")


def test_a_strict_client_takes_unknown_attributes(server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"Modality":"CT"', b'"Modality":"CT","Colour":"red"')))

    with Client(base_url=server.base_url, strict=True) as client:
        records = client.get_series(collection="4D-Lung")

    assert records.undocumented == {"Colour": 2}


@pytest.mark.anyio
async def test_the_asynchronous_client_keeps_and_reports_too(
    async_client: AsyncClient, server: ReferenceServer
) -> None:
    server.inject(faults.rewritten(replacing(b'"Modality":"RTSTRUCT"', b'"Modality":7,"Colour":"red"')))

    async with async_client as client:
        records = await client.get_series(collection="4D-Lung")

    assert records.mismatches == (Mismatch(row=2, attribute="Modality", value=7, expected="str"),)
    assert records.undocumented == {"Colour": 1}


ODD_SIZES = pytest.mark.parametrize("size", [2**63, 2**64, 10**30, -(2**63) - 1])


@ODD_SIZES
def test_a_number_that_no_table_holds_costs_no_other_row(
    client: Client, server: ReferenceServer, tmp_path: Path, size: int
) -> None:
    server.inject(faults.rewritten(replacing(b'"ImageCount":12', b'"ImageCount":%d' % size)))

    records = client.get_series(collection="4D-Lung")

    assert [record.image_count for record in records] == [20, size, 1]
    assert records.to_arrow().num_rows == len(records.to_pandas()) == len(records.to_polars()) == 3
    assert str(size) in records.to_csv(tmp_path / "rows.csv").read_text()


def test_half_a_character_within_a_value_costs_nothing(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(replacing(b'"Modality":"RTSTRUCT"', b'"Modality":{"a":["\\ud800"]}')))

    records = client.get_series(collection="4D-Lung")

    modality: object = records[2].modality
    assert modality == {"a": ["\ud800"]}
    assert records.to_arrow().num_rows == len(records.to_pandas()) == len(records.to_polars()) == 3
