"""The index says of series where they are and what they have; what is no index is refused with what to do."""

from __future__ import annotations

import builtins
import datetime
import importlib.util
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from nbia import Client, InvalidParameterError
from nbia_core.api.bucket_services import load_sources
from nbia_core.download.model import Announced, Offer
from nbia_core.download.sources.buckets import BucketSource
from nbia_core.download.sources.index import Index
from tests.download.helpers import MOUSE, SEVERAL, SMALL
from tests.download.sources.buckets import BUCKET, folder_of, row_of, write_index, write_names
from tests.recording.observed import OBSERVED
from tests.reference_server import ReferenceServer

IDC = load_sources("nbia")["idc"]
INSTALLED = pytest.mark.skipif(
    importlib.util.find_spec("idc_index_data") is None, reason="the package idc-index-data is not installed"
)
REAL = "1.3.6.1.4.1.14519.5.2.1.6834.5010.155488857019753544209698582121"
"""A series of 4D-Lung."""
WITHDRAWN = "1.2.276.0.7230010.3.1.3.17436516.376741.1696967022.475157"
"""A series that releases 17 and 18 had."""


def offered(path: Path, uid: str) -> Offer | None:
    return BucketSource(name="idc", package="nbia.v1", index_path=path).announce([uid]).get(uid)


def test_a_row_becomes_numbers_place_and_attributes(server: ReferenceServer, tmp_path: Path) -> None:
    path = write_index(tmp_path / "index.parquet", [row_of(server.archive, uid) for uid in SEVERAL])
    write_names(tmp_path, {"mouse_astrocytoma": "Mouse-Astrocytoma"}, {})

    offer = offered(path, MOUSE)

    assert offer is not None
    assert offer.announced == Announced(images=8, size=76_252)
    assert (offer.version, offer.location) == (folder_of(MOUSE), f"{BUCKET}/{folder_of(MOUSE)}")
    assert offer.attributes["collection"] == "Mouse-Astrocytoma"
    assert offer.attributes["license_name"] == "Creative Commons Attribution 4.0 International License"
    assert offer.attributes["collection_uri"] == "https://doi.org/10.7937/k9/tcia.2016.example"
    assert (offer.attributes["image_count"], offer.attributes["file_size"]) == (8, 76_252)
    assert offer.attributes["manufacturer"] is None


def test_a_name_that_is_missing_is_nobodys(server: ReferenceServer, tmp_path: Path) -> None:
    rows = [row_of(server.archive, MOUSE), row_of(server.archive, SMALL, collection_id=None)]
    path = write_index(tmp_path / "index.parquet", rows)
    write_names(tmp_path, {"mouse_astrocytoma": None, None: "Nobody's"}, {})

    offers = [offered(path, MOUSE), offered(path, SMALL)]

    assert [offer.attributes["collection"] for offer in offers if offer is not None] == ["mouse_astrocytoma", None]


def test_a_series_that_is_not_there_has_no_offer(server: ReferenceServer, tmp_path: Path) -> None:
    path = write_index(tmp_path / "index.parquet", [row_of(server.archive, SMALL)])

    assert offered(path, MOUSE) is None


@pytest.mark.parametrize("number", [0, -1, None, 2**41])
def test_a_number_that_no_series_has_is_not_announced(
    server: ReferenceServer, tmp_path: Path, number: int | None
) -> None:
    path = write_index(
        tmp_path / "index.parquet", [row_of(server.archive, SMALL, instanceCount=number, series_size_MB=None)]
    )

    offer = offered(path, SMALL)

    assert offer is not None
    assert offer.announced == Announced()


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("crdc_series_uuid", "../elsewhere"),
        ("crdc_series_uuid", ""),
        ("crdc_series_uuid", None),
        ("aws_bucket", "evil.example.org/x"),
        ("aws_bucket", "a"),
    ],
)
def test_a_place_that_is_none_is_not_believed(
    client: Client, server: ReferenceServer, tmp_path: Path, column: str, text: str | None
) -> None:
    path = write_index(tmp_path / "index.parquet", [row_of(server.archive, SMALL, **{column: text})])

    (result,) = client.download(SMALL, tmp_path / "to", source="idc", index=path).results

    assert (result.status, result.error) == ("failed", "DecodeError")


def test_a_licence_that_is_not_known_stands_as_the_index_has_it(server: ReferenceServer, tmp_path: Path) -> None:
    path = write_index(tmp_path / "index.parquet", [row_of(server.archive, SMALL, license_short_name="CC BY 5.0")])

    offer = offered(path, SMALL)

    assert offer is not None
    assert (offer.attributes["license_name"], offer.attributes["license_uri"]) == ("CC BY 5.0", None)


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.dictionary(pyarrow.int32(), pyarrow.string())])
def test_columns_of_other_kinds_of_text_are_read(
    server: ReferenceServer, tmp_path: Path, kind: pyarrow.DataType
) -> None:
    path = write_index(tmp_path / "index.parquet", [row_of(server.archive, SMALL)])
    table = pyarrow.parquet.read_table(path)
    place = table.column_names.index("SeriesInstanceUID")
    table = table.set_column(place, "SeriesInstanceUID", table.column("SeriesInstanceUID").cast(kind))
    pyarrow.parquet.write_table(table, path)

    assert offered(path, SMALL) is not None


def test_a_column_that_is_no_text_is_read_as_it_is(server: ReferenceServer, tmp_path: Path) -> None:
    path = write_index(tmp_path / "index.parquet", [row_of(server.archive, SMALL, Modality=["CT", "PT"])])

    offer = offered(path, SMALL)

    assert offer is not None
    assert offer.attributes["modality"] == ["CT", "PT"]


@pytest.mark.parametrize("wanted", [[0], [16_383, 16_384, 39_999], [5, *range(10_000, 30_000)]])
def test_a_row_is_found_wherever_it_stands_in_a_large_index(tmp_path: Path, wanted: list[int]) -> None:
    columns: dict[str, list[object]] = {
        "SeriesInstanceUID": [f"1.2.{row}" for row in range(40_000)],
        "instanceCount": [*range(1, 40_001)],
        "series_size_MB": [1.0] * 40_000,
        "aws_bucket": ["bucket"] * 40_000,
        "crdc_series_uuid": ["folder"] * 40_000,
    }
    table = pyarrow.table(columns)
    pyarrow.parquet.write_table(table, tmp_path / "index.parquet")

    found = BucketSource(name="idc", package="nbia.v1", index_path=tmp_path / "index.parquet").announce(
        [f"1.2.{row}" for row in wanted]
    )

    assert list(found) == [f"1.2.{row}" for row in wanted]
    assert [found.announced(uid) for uid in found] == [Announced(images=row + 1, size=1_000_000) for row in wanted]


@pytest.mark.parametrize("column", ["source_DOI", "license_short_name", "collection_id", "Modality"])
def test_a_file_without_a_column_that_only_describes_is_enough(
    client: Client, server: ReferenceServer, tmp_path: Path, column: str
) -> None:
    row = row_of(server.archive, SMALL)
    del row[column]

    assert offered(write_index(tmp_path / "index.parquet", [row]), SMALL) is not None


@pytest.mark.parametrize("column", ["SeriesInstanceUID", "instanceCount", "series_size_MB", "crdc_series_uuid"])
def test_a_file_with_other_columns_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, column: str
) -> None:
    row = row_of(server.archive, SMALL)
    del row[column]
    path = write_index(tmp_path / "index.parquet", [row])

    with pytest.raises(InvalidParameterError, match=f"has no column {column}"):
        client.download(SMALL, tmp_path / "to", source="idc", index=path)

    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize("data", [b"", b"SeriesInstanceUID\n1.2.3\n", b"PAR1" + b"x" * 100 + b"PAR1"])
def test_a_file_that_is_no_index_is_refused(client: Client, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "index.parquet"
    path.write_bytes(data)

    with pytest.raises(InvalidParameterError, match="cannot be read as the index of idc"):
        client.download(SMALL, tmp_path / "to", source=("nbia", "idc"), index=path)

    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize("place", ["missing.parquet", ".", "\udcff.parquet"])
def test_a_file_that_is_not_there_is_refused(client: Client, tmp_path: Path, place: str) -> None:
    with pytest.raises(InvalidParameterError, match="cannot be read as the index"):
        client.download(SMALL, tmp_path / "to", source="idc", index=tmp_path / place)


def test_without_the_index_what_to_install_is_said(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(InvalidParameterError) as caught:
        client.download(SMALL, tmp_path / "to", source=("nbia", "idc"))

    assert "pip install 'nbia-client[idc]'" in str(caught.value.hint)
    assert "index=" not in str(caught.value.hint)  # it is read by users of the command line, too
    assert not (tmp_path / "to").exists()


def test_without_a_reader_of_parquet_what_to_install_is_said(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = builtins.__import__

    def without_pyarrow(name: str, *values: object) -> object:
        """Import everything but one package."""
        if name.startswith("pyarrow"):
            raise ModuleNotFoundError(name)
        return original(name, *values)  # type: ignore[arg-type]  # as the interpreter gives them

    monkeypatch.setattr(builtins, "__import__", without_pyarrow)

    with pytest.raises(InvalidParameterError, match="needs an index that says where each series is"):
        client.download(SMALL, tmp_path / "to", source="idc", index=tmp_path / "index.parquet")


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("25.0.5-0-gf08b112", "of release 25 of 2026-09-26"),
        ("26.1.0", "of release 26"),
        ("", "of a release that it does not name"),
        ("unknown", "of a release that it does not name"),
    ],
)
def test_an_index_says_which_it_is(server: ReferenceServer, tmp_path: Path, version: str, words: str) -> None:
    path = write_index(tmp_path / "index.parquet", [row_of(server.archive, SMALL)], version)
    write_names(tmp_path, {}, {25: "2026-09-26"})

    assert str(Index("idc", IDC, path).edition) == words


def test_a_day_that_is_none_is_left_out(server: ReferenceServer, tmp_path: Path) -> None:
    path = write_index(tmp_path / "index.parquet", [row_of(server.archive, SMALL)])
    write_names(tmp_path, {}, {25: "soon"})

    assert str(Index("idc", IDC, path).edition) == "of release 25"


@INSTALLED
def test_every_recorded_series_is_found_as_it_was_recorded() -> None:
    files = [path.read_bytes() for path in OBSERVED.rglob("getSeries--*.json")]
    recorded = [row for data in files for row in json.loads(data)]
    found = BucketSource(name="idc", package="nbia.v1").announce([row["SeriesInstanceUID"] for row in recorded])

    offers = {row["SeriesInstanceUID"]: found.get(row["SeriesInstanceUID"]) for row in recorded}

    assert len(recorded) > 20
    assert [uid for uid, offer in offers.items() if offer is None] == []
    assert [differences(row, offers[row["SeriesInstanceUID"]]) for row in recorded] == [{}] * len(recorded)


@INSTALLED
def test_every_series_of_a_recorded_cart_is_found() -> None:
    (cart,) = OBSERVED.rglob("getContentsByName--*.json")
    rows = json.loads(cart.read_bytes())
    found = BucketSource(name="idc", package="nbia.v1").announce([row["SeriesInstanceUID"] for row in rows])

    assert len(rows) == 20
    assert [found.get(row["SeriesInstanceUID"]) for row in rows].count(None) == 0


def differences(row: dict[str, object], offer: Offer | None) -> dict[str, object]:
    """Return what the index says otherwise than a recorded answer, of the values that both have."""
    known = {} if offer is None else offer.attributes
    names = {"ImageCount": "image_count", "FileSize": "file_size", "PatientID": "patient_id", "Modality": "modality"}
    names |= {"Manufacturer": "manufacturer", "SeriesDescription": "series_description"}
    return {wire: known[name] for wire, name in names.items() if wire in row and row[wire] != known[name]}


@INSTALLED
def test_the_installed_index_is_found_and_says_its_release() -> None:
    edition = BucketSource(name="idc", package="nbia.v1").edition()

    assert edition.release is not None
    assert edition.release >= 25
    assert edition.day is not None
    assert edition.day >= datetime.date(2026, 9, 26)


@INSTALLED
def test_a_series_that_only_earlier_releases_had_is_found_on_request() -> None:
    source = BucketSource(name="idc", package="nbia.v1", with_earlier=True)

    offer = source.announce([WITHDRAWN]).get(WITHDRAWN)

    assert offer is not None
    assert offer.announced == Announced(size=520_000)
    assert offer.attributes["patient_id"] == "ACRIN-NSCLC-FDG-PET-059"
    assert offer.note == "no release after 18 has it; this version is that of releases 17 to 18"


@INSTALLED
def test_a_real_series_is_found_in_the_installed_index() -> None:
    source = BucketSource(name="idc", package="nbia.v1")

    offer = source.announce([REAL, "1.2.3"]).get(REAL)

    assert offer is not None
    assert offer.attributes["collection"] == "4D-Lung"
    assert offer.attributes["patient_id"] == "100_HM10395"
    assert (offer.announced.images or 0) > 0
