"""How series are cited by what an index has of them, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

import nbia.idc
from tests.cli.command_line import nbia as run_here
from tests.offline.conftest import CT, LATER_CT, MR, OTHER


def test_uids_are_cited_by_what_the_index_has(idc: nbia.idc.Client) -> None:
    mine, other = idc.citations([OTHER, CT, LATER_CT])

    assert (mine.collection, mine.series, other.collection, other.series) == ("RIDER Pilot", 1, "TCGA-BRCA", 2)
    assert mine.doi == "10.7937/k9/tcia.2016.example"
    assert mine.license_name == "Creative Commons Attribution 3.0 Unported License"


def test_records_of_the_index_are_cited_as_their_uids_are(idc: nbia.idc.Client) -> None:
    assert idc.citations(idc.get_series(modality="MR")) == idc.citations([MR])


def test_a_patient_stands_for_all_series_that_the_index_has(idc: nbia.idc.Client) -> None:
    (citation,) = idc.citations(idc.get_patient(collection="TCGA-BRCA"))

    assert citation.series == 4


def test_the_folders_in_a_list_of_idc_are_those_of_the_same_index(idc: nbia.idc.Client, index: Path) -> None:
    carts = nbia.write_manifest(index.with_name("cart.s5cmd"), [OTHER], index=index)

    (citation,) = idc.citations(carts)

    assert citation.collection == "RIDER Pilot"


def test_a_series_that_the_index_does_not_have_is_counted(idc: nbia.idc.Client) -> None:
    citations = idc.citations([CT, "1.2.3.4"])

    assert (len(citations), citations.unknown) == (1, 1)


@pytest.mark.anyio
async def test_the_asynchronous_client_cites_the_same(index: Path, idc: nbia.idc.Client) -> None:
    async with nbia.idc.AsyncClient(index=index) as client:
        assert await client.citations([CT]) == idc.citations([CT])


def test_the_command_line_cites_from_the_index(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_here("--api", "idc", "cite", CT, "--index", str(index), "--format", "csl", capsys=capsys)

    assert code == 0
    assert '"DOI": "10.7937/k9/tcia.2016.example"' in out
