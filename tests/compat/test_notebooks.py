"""What public notebooks do with tcia_utils, in the order in which they do it: only the import is another."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pandas
import pydicom
import pytest

from nbia import write_manifest
from tests.reference_server import ReferenceServer

pytest_plugins = ("tests.compat.fixtures",)


def test_look_around_and_download_the_first_three_series(nbia: ModuleType, server: ReferenceServer) -> None:
    collections = nbia.getCollections(format="df")
    patients = nbia.getPatient(collection="QIN-HEADNECK")
    studies = nbia.getStudy(collection="QIN-HEADNECK", format="df")
    series = nbia.getSeries(collection="QIN-HEADNECK", modality="CT", format="df")
    nbia.downloadSeries(series, input_type="df", number=1)

    assert "QIN-HEADNECK" in set(collections["Collection"])
    assert {patient["PatientId"] for patient in patients} == set(studies["PatientID"])
    (folder,) = Path("tciaDownload").glob("[0-9]*")
    assert folder.name == series["SeriesInstanceUID"][0]
    assert len(list(folder.glob("*.dcm"))) == series["ImageCount"][0]


def test_series_as_a_list_with_hashes_and_their_metadata(nbia: ModuleType) -> None:
    data = nbia.getSeries(collection="4D-Lung")
    df = nbia.downloadSeries(data, number=3, format="df", hash="y")

    assert list(df["SeriesInstanceUID"]) == [row["SeriesInstanceUID"] for row in data]
    assert len(list(Path("tciaDownload").glob("*/md5hashes.csv"))) == 3


def test_choose_with_pandas_and_download_a_list_of_uids(nbia: ModuleType) -> None:
    df = pandas.DataFrame(nbia.getSeries(collection="Soft-tissue-Sarcoma"))
    small = df[(df["Modality"] == "MR") & (df["ImageCount"] < 20)]
    uids = small.sort_values("FileSize")["SeriesInstanceUID"].tolist()[:2]
    nbia.downloadSeries(uids, input_type="list", path="images")

    found = {pydicom.dcmread(path).SeriesInstanceUID for path in Path("images").glob("*/*.dcm")}
    assert found == set(uids)


def test_a_manifest_from_the_portal(nbia: ModuleType) -> None:
    write_manifest("cart.tcia", [row["SeriesInstanceUID"] for row in nbia.getSeries(collection="VICTRE")])

    nbia.downloadSeries("cart.tcia", input_type="manifest", number=2, as_zip=True, path="zips")

    assert len(nbia.manifestToList("cart.tcia")) == 4
    assert len(list(Path("zips").glob("*.zip"))) == 2


def test_a_shared_cart_and_a_report_of_it(nbia: ModuleType) -> None:
    cart_data = nbia.getSharedCart(name="nbia-54241629300063058")
    nbia.makeSeriesReport(cart_data)
    summary = nbia.reportCollectionSummary(cart_data, format="df")
    nbia.downloadSeries(cart_data, format="df", path="cart", number=1)

    assert summary["Series"].sum() == len(cart_data)
    assert len(list(Path("cart").glob("[0-9]*"))) == 1


def test_series_of_a_study_and_a_single_image(nbia: ModuleType) -> None:
    studies = nbia.getStudy("RIDER Pilot", patientId="1.3.6.1.4.1.9328.50.1.0001")
    series = nbia.getSeries(studyUid=studies[0]["StudyInstanceUID"])
    uid = series[0]["SeriesInstanceUID"]
    image = nbia.getSopInstanceUids(uid)[0]["SOPInstanceUID"]
    nbia.downloadImage(uid, image)

    assert pydicom.dcmread(f"tciaDownload/{uid}/{image}.dcm").SeriesInstanceUID == uid


def test_names_for_folders_from_the_metadata_of_a_series(nbia: ModuleType) -> None:
    uid = nbia.getSeries(collection="VICTRE")[0]["SeriesInstanceUID"]
    metadata = nbia.getSeriesMetadata(uid)[0]

    assert metadata["Series UID"] == uid
    assert int(metadata["File Size"]) > 0
    assert {"Subject ID", "Study Description"} <= set(metadata)


def test_a_filter_that_leaves_nothing_is_none_as_ever(nbia: ModuleType) -> None:
    assert nbia.getSeries(collection="QIN-HEADNECK", modality="US", format="df") is None


@pytest.mark.parametrize("name", ["getToken", "viewSeries", "create_pie_chart"])
def test_a_cell_that_cannot_be_served_says_why(nbia: ModuleType, name: str) -> None:
    with pytest.raises(nbia.NotServedError, match="is not served"):
        getattr(nbia, name)()
