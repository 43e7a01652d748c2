"""The downloads of `nbia.compat`: the folders of tcia_utils, and nothing is missing without a word."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas
import pytest

from nbia import Client, DestinationError, DownloadFailedError, InvalidParameterError, UnknownImageError
from tests.download.archives import dicom
from tests.download.helpers import MOUSE, SMALL, VICTRE, server_files, tree, undisturbed
from tests.reference_server import ReferenceServer, faults

pytest_plugins = ("tests.compat.fixtures",)

ARCHIVES = "getImage"
DOWNLOADS = Path("tciaDownload")
UNKNOWN = "1.2.3.4.5"


def as_manifest(uids: list[str]) -> str:
    header = (
        "downloadServerUrl=https://x\nincludeAnnotation=true\nnoOfrRetry=4\ndatabasketId=a.tcia\nmanifestVersion=3.0"
    )
    Path("cart.tcia").write_text("\n".join([header, "ListOfSeriesToDownload=", *uids, ""]), encoding="utf-8")
    return "cart.tcia"


def rows(uids: list[str]) -> list[dict[str, object]]:
    return [{"SeriesInstanceUID": uid} for uid in uids]


WAYS: list[Any] = [
    pytest.param(rows, "", id="rows"),
    pytest.param(list, "list", id="list"),
    pytest.param(lambda uids: pandas.DataFrame(rows(uids)), "df", id="DataFrame"),
    pytest.param(as_manifest, "manifest", id="manifest"),
    pytest.param(as_manifest, "", id="manifest without its type"),
    pytest.param(tuple, "", id="UIDs without their type"),
]


@pytest.mark.parametrize(("given_as", "input_type"), WAYS)
def test_series_are_put_into_folders_with_their_uids(
    nbia: ModuleType, server: ReferenceServer, given_as: Callable[[list[str]], object], input_type: str
) -> None:
    returned = nbia.downloadSeries(given_as([MOUSE, SMALL]), input_type=input_type)

    assert returned is None
    assert tree(DOWNLOADS) == undisturbed(server, MOUSE, SMALL)


def test_what_was_moved_aside_is_a_warning(nbia: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    (DOWNLOADS / SMALL).mkdir(parents=True)
    (DOWNLOADS / SMALL / "other.dcm").write_bytes(dicom(1))

    nbia.downloadSeries([SMALL], input_type="list")

    (warning,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert f"{SMALL}: now in {DOWNLOADS.absolute() / '.nbia' / 'replaced' / f'{SMALL}-1'}" in warning


@pytest.mark.parametrize("hash", ["", "y"])
def test_hashes_are_compared_whether_they_are_wanted_or_not(
    nbia: ModuleType, server: ReferenceServer, hash: str
) -> None:
    server.inject(faults.wrong_md5(), endpoint=ARCHIVES, times=None)

    with pytest.raises(DownloadFailedError, match="MD5"):
        nbia.downloadSeries([MOUSE], input_type="list", hash=hash)

    assert tree(DOWNLOADS) == {}


def test_archives_are_kept_by_the_uid(nbia: ModuleType, server: ReferenceServer) -> None:
    nbia.downloadSeries([SMALL], input_type="list", path="zips", as_zip=True)

    assert sorted(tree(Path("zips"))) == [f"{SMALL}.LICENSE", f"{SMALL}.zip"]


def test_a_number_means_the_first_ones_that_are_not_there_yet(nbia: ModuleType, server: ReferenceServer) -> None:
    nbia.downloadSeries([MOUSE, SMALL, VICTRE], number=1, input_type="list")
    assert tree(DOWNLOADS) == undisturbed(server, MOUSE)

    nbia.downloadSeries([MOUSE, SMALL, VICTRE], number=1, input_type="list")
    assert tree(DOWNLOADS) == undisturbed(server, MOUSE, SMALL)


def test_what_is_there_is_not_downloaded_again(nbia: ModuleType, server: ReferenceServer) -> None:
    nbia.downloadSeries([MOUSE], input_type="list")
    nbia.downloadSeries([MOUSE], input_type="list")

    assert [request.parameters.get("IncludeMD5") for request in server.requests].count("Yes") == 1


def test_what_tcia_utils_left_incomplete_is_completed(nbia: ModuleType, server: ReferenceServer) -> None:
    (DOWNLOADS / MOUSE).mkdir(parents=True)
    (DOWNLOADS / MOUSE / "00000001.dcm").write_bytes(server_files(server, MOUSE)["00000001.dcm"])

    nbia.downloadSeries([MOUSE, SMALL], number=1, input_type="list")

    assert tree(DOWNLOADS) == undisturbed(server, MOUSE, SMALL)


# What is returned


def test_a_table_has_a_row_for_each_series_that_is_complete(nbia: ModuleType) -> None:
    nbia.downloadSeries([MOUSE], input_type="list")

    table = nbia.downloadSeries([SMALL, MOUSE], input_type="list", format="df")

    assert list(table["SeriesInstanceUID"]) == [SMALL, MOUSE]
    assert {"PatientID", "StudyInstanceUID", "Modality", "ImageCount", "FileSize"} <= set(table.columns)
    assert list(Path.cwd().glob("*.csv")) == []


def test_csv_is_a_table_and_a_file(nbia: ModuleType) -> None:
    table = nbia.downloadSeries([SMALL], input_type="list", format="csv")

    (path,) = Path.cwd().glob("downloadSeries_metadata_????-??-??_????.csv")
    assert list(pandas.read_csv(path, index_col=0)["SeriesInstanceUID"]) == list(table["SeriesInstanceUID"]) == [SMALL]


def test_a_named_file_is_written_without_a_format_too(nbia: ModuleType) -> None:
    returned = nbia.downloadSeries([SMALL], input_type="list", csv_filename="mine")

    assert returned is None
    assert list(pandas.read_csv("mine.csv", index_col=0)["SeriesInstanceUID"]) == [SMALL]


def test_a_download_of_nothing_is_an_empty_table(nbia: ModuleType) -> None:
    assert nbia.downloadSeries([], input_type="list", format="df").empty


def test_progress_is_logged(nbia: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "nbia.compat"):
        nbia.downloadSeries([SMALL], input_type="list")

    assert f"{SMALL}: downloaded" in caplog.messages
    assert "1 of 1 series are complete" in caplog.text


# Failures


def test_a_series_that_fails_is_raised_when_the_others_are_on_disk(nbia: ModuleType, server: ReferenceServer) -> None:
    with pytest.raises(DownloadFailedError, match=rf"1 of 2 series are not complete\.\s+{UNKNOWN}") as caught:
        nbia.downloadSeries([UNKNOWN, SMALL], input_type="list", csv_filename="complete")

    assert tree(DOWNLOADS) == undisturbed(server, SMALL)
    assert [result.series_instance_uid for result in caught.value.report.failed] == [UNKNOWN]
    assert list(pandas.read_csv("complete.csv", index_col=0)["SeriesInstanceUID"]) == [SMALL]


def test_images_that_are_missing_from_a_valid_archive_are_fetched(nbia: ModuleType, server: ReferenceServer) -> None:
    server.inject(faults.missing_images(5, complete_digests=True), endpoint=ARCHIVES)

    nbia.downloadSeries([MOUSE], input_type="list")

    assert tree(DOWNLOADS) == undisturbed(server, MOUSE)


def test_a_table_that_cannot_be_had_does_not_hide_what_failed(nbia: ModuleType, server: ReferenceServer) -> None:
    series = nbia.getSeries(collection="VICTRE")
    server.inject(faults.missing_images(1), endpoint=ARCHIVES, times=8)
    server.inject(faults.status(500), endpoint="getSeriesMetadata", times=None)

    with pytest.raises(DownloadFailedError) as caught:
        nbia.downloadSeries(series, format="df", max_workers=1)

    assert len(caught.value.report.complete) > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"series_data": None}, "the query that it comes from found nothing"),
        ({"series_data": [{"PatientID": "1"}]}, "names no series"),
        ({"series_data": [""]}, "it is empty"),
        ({"series_data": "no-such-file.tcia", "input_type": "manifest"}, "neither a Series Instance UID nor a file"),
        ({"number": -1}, "number=-1 must be a whole number"),
        ({"number": "images"}, "number='images' must be a whole number"),
        ({"path": ""}, "no path of a file or folder"),
        ({"api_url": "nbai"}, "api_url='nbai' is not known"),
        ({"input_type": "json"}, "input_type='json' is not known"),
        ({"format": "html"}, "format='html' is not known"),
        ({"max_workers": 0}, "workers=0"),
    ],
)
def test_bad_input_is_refused_before_anything_is_sent_or_written(
    nbia: ModuleType, server: ReferenceServer, arguments: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidParameterError, match=words):
        nbia.downloadSeries(**{"series_data": [MOUSE], **arguments})

    assert server.requests == []
    assert list(Path.cwd().iterdir()) == []


def test_a_table_that_cannot_be_written_is_refused_before_the_download(
    nbia: ModuleType, server: ReferenceServer
) -> None:
    with pytest.raises(DestinationError, match="there is no such folder"):
        nbia.downloadSeries([MOUSE], csv_filename="nowhere/table")

    assert server.requests == []


def test_many_workers_are_as_many_as_is_polite(nbia: ModuleType, server: ReferenceServer) -> None:
    nbia.downloadSeries([SMALL], input_type="list", max_workers=64)

    assert tree(DOWNLOADS) == undisturbed(server, SMALL)


# Single images


def test_an_image_is_put_into_the_folder_of_its_series(nbia: ModuleType, client: Client) -> None:
    image = client.get_sop_instance_uids(MOUSE)[0].sop_instance_uid

    nbia.downloadImage(MOUSE, image)

    assert sorted(tree(DOWNLOADS)) == [f"{MOUSE}/{image}.dcm"]
    assert (DOWNLOADS / MOUSE / f"{image}.dcm").read_bytes()[128:132] == b"DICM"


def test_an_image_that_is_there_is_left_as_it_is(nbia: ModuleType, server: ReferenceServer) -> None:
    Path("images", MOUSE).mkdir(parents=True)
    Path("images", MOUSE, "1.2.dcm").write_bytes(b"mine")

    nbia.downloadImage(MOUSE, "1.2", path="images")

    assert Path("images", MOUSE, "1.2.dcm").read_bytes() == b"mine"
    assert server.requests == []


def test_an_image_that_is_unknown_leaves_no_folder_of_a_series(nbia: ModuleType) -> None:
    with pytest.raises(UnknownImageError):
        nbia.downloadImage(MOUSE, UNKNOWN)

    assert tree(DOWNLOADS) == {}


@pytest.mark.parametrize(("series", "image"), [("../evil", "1.2"), ("1.2", "../evil"), ("", "1.2"), ("1.2", None)])
def test_an_image_without_a_uid_is_refused(nbia: ModuleType, series: str, image: str) -> None:
    with pytest.raises(InvalidParameterError):
        nbia.downloadImage(series, image)

    assert list(Path.cwd().iterdir()) == []


# Manifests


def test_a_manifest_is_a_list_of_its_series(nbia: ModuleType) -> None:
    assert nbia.manifestToList(as_manifest([MOUSE, SMALL])) == [MOUSE, SMALL]


def test_a_line_of_a_manifest_that_names_no_series_is_told(nbia: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    nbia.manifestToList(as_manifest([MOUSE, "not a UID"]))

    assert caplog.messages == ["Lines of the manifest that were skipped: 1; the first is line 8 (no UID): not a UID"]


def test_a_manifest_that_is_not_there_is_refused(nbia: ModuleType) -> None:
    with pytest.raises(InvalidParameterError):
        nbia.manifestToList("no-such-file.tcia")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_an_image_is_not_written_through_a_link(nbia: ModuleType, server: ReferenceServer, tmp_path: Path) -> None:
    folder = tmp_path / "to" / SMALL
    folder.mkdir(parents=True)
    (folder / "1.2.3.dcm").symlink_to(tmp_path / "nowhere")

    with pytest.raises(DestinationError, match="is no ordinary file"):
        nbia.downloadImage(SMALL, "1.2.3", path="to")

    assert (server.requests, (tmp_path / "nowhere").exists()) == ([], False)
