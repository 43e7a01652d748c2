"""A series from a bucket ends as one from the archive does: complete, checked, in the same places."""

from __future__ import annotations

import dataclasses
import datetime
import io
from pathlib import Path

import httpx
import pydicom
import pytest

import nbia
import nbia.v4
from nbia import AsyncClient, Client, InvalidParameterError
from nbia.errors import DestinationError
from nbia_core.download.disk.state import read_states
from nbia_core.download.model import Announced, SeriesInfo
from nbia_core.download.options import FileNaming
from nbia_core.download.sources.buckets import BucketSource
from tests.download.helpers import MOUSE, SEVERAL, SMALL, VICTRE, left_behind, server_files
from tests.download.sources.bucket_server import BucketServer, Stored, sha256_of, status
from tests.download.sources.buckets import (
    BUCKET,
    files_of,
    folder_of,
    row_of,
    write_earlier,
    write_index,
    write_names,
)
from tests.raw_server import RawServer
from tests.reference_server import ReferenceServer


def images_by_uid(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return images by their SOPInstanceUID, whatever they are called."""
    images = (data for name, data in files.items() if name.endswith(".dcm"))
    return {str(pydicom.dcmread(io.BytesIO(data), stop_before_pixels=True).SOPInstanceUID): data for data in images}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("uid", SEVERAL)
def test_both_sources_bring_the_same_bytes_by_sop_instance_uid(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path, uid: str
) -> None:
    client.download(uid, tmp_path, source="idc", index=index, source_url=buckets.url).raise_for_failures()

    assert images_by_uid(contents(tmp_path / uid)) == images_by_uid(server_files(server, uid))


def test_the_result_says_source_version_and_checks(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    report = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    (result,) = report.results
    assert (result.status, result.source, result.version) == ("downloaded", "idc", folder_of(MOUSE))
    assert (result.images, result.verified, result.has_license, result.tries) == (8, 8, True, 1)
    assert result.checks == ("image count", "MD5", "DICOM", "sizes", "headers")


def test_the_report_says_how_old_the_index_is(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    write_names(index.parent, {}, {25: "2026-09-26"})

    report = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    age = (report.started.date() - datetime.date(2026, 9, 26)).days
    assert f"the index of idc is of release 25 of 2026-09-26, {age} days old" in report.notes


def test_the_licence_names_collection_address_and_origin(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    write_names(index.parent, {"mouse_astrocytoma": "Mouse-Astrocytoma"}, {})

    client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    text = (tmp_path / MOUSE / "LICENSE").read_text()
    assert "Collection: Mouse-Astrocytoma\n" in text
    assert "Data: https://doi.org/10.7937/k9/tcia.2016.example\n" in text
    assert "Licence: Creative Commons Attribution 4.0 International License\n" in text
    assert f"in the folder {BUCKET}/{folder_of(MOUSE)}" in text


def test_the_list_of_hashes_verifies_the_folder_without_a_state(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    client.download([MOUSE], tmp_path / "to", source="idc", index=index, source_url=buckets.url)
    (tmp_path / "to" / MOUSE).rename(tmp_path / MOUSE)

    (found,) = nbia.verify(tmp_path / MOUSE).results

    assert (found.status, found.images, found.verified) == ("complete", 8, 8)


def test_state_and_metadata_remember_source_and_version(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    (state,) = read_states(tmp_path)
    assert (state.source, state.version) == ("idc", folder_of(MOUSE))
    assert (state.attributes["modality"], state.attributes["series_number"]) == ("MR", "0042")
    assert (tmp_path / "metadata.csv").read_text().splitlines()[1].endswith(f"false,idc,{folder_of(MOUSE)}")
    assert nbia.verify(tmp_path).is_complete


def test_images_are_remembered_by_their_names_in_whatever_order_they_came(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    first, *others = sorted(key.rpartition("/")[2] for key in files_of(server.archive, [MOUSE]))
    buckets.inject(status(503), where=first, times=1)

    client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    (state,) = read_states(tmp_path)
    assert [file.name for file in state.files if file.is_image] == [first, *others]


@pytest.mark.parametrize(("names", "first"), [("InstanceNumber", "0001.dcm"), ("SOPInstanceUID", "2.25.")])
def test_images_get_the_names_that_were_asked_for(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path, names: FileNaming, first: str
) -> None:
    client.download([SMALL], tmp_path, source="idc", index=index, source_url=buckets.url, file_names=names)

    assert min(path.name for path in (tmp_path / SMALL).glob("*.dcm")).startswith(first)
    assert nbia.verify(tmp_path).is_complete


def test_a_layout_by_patients_has_the_folders_that_the_archive_would_have(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    write_names(index.parent, {"mouse_astrocytoma": "Mouse-Astrocytoma"}, {})
    series = server.archive.series(MOUSE)

    (result,) = client.download(
        MOUSE, tmp_path, source="idc", index=index, source_url=buckets.url, layout="patient"
    ).results

    assert series is not None
    assert result.path == tmp_path / "Mouse-Astrocytoma" / series.patient_id / series.study_uid / MOUSE


def test_the_service_is_not_asked_for_anything(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    client.download(SEVERAL, tmp_path, source="idc", index=index, source_url=buckets.url)

    assert server.requests == []


def test_every_version_takes_the_source(
    server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    with nbia.v4.Client(base_url=server.url("v4")) as client:
        report = client.download([SMALL], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.is_complete


@pytest.mark.anyio
async def test_the_asynchronous_client_takes_it(
    async_client: AsyncClient, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    async with async_client as client:
        report = await client.download(SEVERAL, tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.is_complete


@pytest.mark.anyio
async def test_an_asynchronous_http_client_that_was_given_is_used(
    server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    async with (
        httpx.AsyncClient(headers={"X-Key": "secret"}, params={"key": "secret"}) as http,
        AsyncClient(base_url=server.base_url, http=http) as client,
    ):
        report = await client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.is_complete
    assert "secret" not in str(buckets.headers) + str(buckets.requests)


def test_where_nobody_listens_the_series_fails(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    with RawServer() as closed:
        url = closed.url.rstrip("/")

    (result,) = client.download(SMALL, tmp_path, source="idc", index=index, source_url=url).results

    assert (result.status, result.error, result.source) == ("failed", "ConnectionFailedError", "idc")


def test_a_generator_is_read_to_its_end(client: Client, buckets: BucketServer, index: Path, tmp_path: Path) -> None:
    report = client.download(iter(SEVERAL), tmp_path, source="idc", index=index, source_url=buckets.url)

    assert len(report.complete) == len(SEVERAL)


def test_files_are_asked_for_at_the_same_time_over_kept_connections(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert len(buckets.requests) == 9
    assert len(buckets.connections) <= 8


def test_what_is_complete_from_one_source_is_not_fetched_from_the_other(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    client.download([MOUSE], tmp_path, source="nbia")
    client.download([SMALL], tmp_path, source="idc", index=index, source_url=buckets.url)
    server.reset()
    buckets.requests.clear()

    again = client.download([MOUSE, SMALL], tmp_path, source="idc", index=index, source_url=buckets.url)
    back = client.download([MOUSE, SMALL], tmp_path, source="nbia")

    assert [(result.status, result.source) for result in again.results] == [("present", "nbia"), ("present", "idc")]
    assert [(result.status, result.source) for result in back.results] == [("present", "nbia"), ("present", "idc")]
    assert (server.requests, buckets.requests) == ([], [])


def test_what_is_complete_stays_so_where_the_source_that_is_asked_does_not_have_it(
    client: Client, server: ReferenceServer, buckets: BucketServer, tmp_path: Path
) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, MOUSE)])
    client.download([VICTRE], tmp_path / "to")

    (result,) = client.download(
        VICTRE, tmp_path / "to", source="idc", index=index, source_url=buckets.url, verify=True
    ).results

    assert (result.status, result.source, result.images) == ("present", "nbia", 5)
    assert buckets.requests == []


def test_what_another_program_had_from_the_archive_is_taken_over(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    (tmp_path / MOUSE).mkdir()
    for name, data in server_files(server, MOUSE).items():
        (tmp_path / MOUSE / name).write_bytes(data)

    (result,) = client.download(MOUSE, tmp_path, source="idc", index=index, source_url=buckets.url).results

    assert (result.status, result.source) == ("adopted", None)
    assert buckets.requests == []


def test_what_is_half_there_from_the_archive_is_repaired(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    client.download([MOUSE], tmp_path)
    (tmp_path / MOUSE / "00000003.dcm").unlink()

    (result,) = client.download(MOUSE, tmp_path, source="idc", index=index, source_url=buckets.url).results

    assert (result.status, result.source, result.images) == ("repaired", "idc", 8)
    assert images_by_uid(contents(tmp_path / MOUSE)) == images_by_uid(server_files(server, MOUSE))
    assert nbia.verify(tmp_path).is_complete


def test_another_number_than_the_service_announced_is_noted(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    wanted = {"SeriesInstanceUID": MOUSE, "ImageCount": 9, "FileSize": 76_252}

    (result,) = client.download([wanted], tmp_path, source="idc", index=index, source_url=buckets.url).results

    assert result.status == "downloaded"
    assert result.notes == ("idc has 8 images with 76,252 bytes of it, and nbia had 9 images with 76,252 bytes",)


def test_an_image_stored_in_parts_is_verified_by_its_sha256(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    store = buckets.buckets[BUCKET]
    for key in files_of(server.archive, [SMALL]):
        store[key] = Stored(data=store[key].data, etag=f"{'0' * 32}-2", sha256=sha256_of(store[key].data))

    (result,) = client.download(SMALL, tmp_path, source="idc", index=index, source_url=buckets.url).results

    assert (result.status, result.verified, result.not_verifiable) == ("downloaded", 2, ())
    assert nbia.verify(tmp_path).is_complete


def test_an_image_for_which_the_bucket_has_no_hash_is_not_verifiable(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    store = buckets.buckets[BUCKET]
    first, _ = files_of(server.archive, [SMALL])
    store[first] = dataclasses.replace(store[first], etag=f"{'0' * 32}-2")

    (result,) = client.download(SMALL, tmp_path, source="idc", index=index, source_url=buckets.url).results

    assert (result.status, result.verified, result.not_verifiable) == ("downloaded", 1, (first.rpartition("/")[2],))
    assert ",\n" in (tmp_path / SMALL / "md5hashes.csv").read_text()


def test_a_series_that_only_earlier_releases_had_comes_on_request(
    client: Client, server: ReferenceServer, buckets: BucketServer, tmp_path: Path
) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, MOUSE)])
    write_earlier(tmp_path, server.archive, SMALL, ("older", 3, 5), (folder_of(SMALL), 6, 9), ("oldest", 1, 2))

    report = client.download(
        [MOUSE, SMALL],
        tmp_path / "to",
        source="idc",
        index=index,
        source_url=buckets.url,
        earlier_versions=True,
    )

    current, earlier = report.results
    assert (current.status, current.notes) == ("downloaded", ())
    assert (earlier.status, earlier.version, earlier.verified) == ("downloaded", folder_of(SMALL), 2)
    assert earlier.notes == ("no release after 9 has it; this version is that of releases 6 to 9",)
    assert "sizes" in earlier.checks
    assert "Licence: not in the index" in (tmp_path / "to" / SMALL / "LICENSE").read_text()


def test_earlier_versions_of_another_size_are_not_taken_for_complete(
    client: Client, server: ReferenceServer, buckets: BucketServer, tmp_path: Path
) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, MOUSE)])
    write_earlier(tmp_path, server.archive, SMALL, (folder_of(MOUSE), 6, 9))

    report = client.download(
        [SMALL], tmp_path / "to", source="idc", index=index, source_url=buckets.url, earlier_versions=True
    )

    assert not report.is_complete
    assert not (tmp_path / "to" / SMALL).exists()


def test_without_a_request_an_earlier_version_is_not_taken(
    client: Client, server: ReferenceServer, buckets: BucketServer, tmp_path: Path
) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, MOUSE)])
    write_earlier(tmp_path, server.archive, SMALL, (folder_of(SMALL), 6, 9))

    (result,) = client.download([SMALL], tmp_path / "to", source="idc", index=index, source_url=buckets.url).results

    assert (result.status, result.error) == ("failed", "NotPublicError")


@pytest.mark.parametrize(
    ("address", "bucket", "url"),
    [
        (None, "idc-open-data", "https://s3.amazonaws.com/idc-open-data/a-1/"),
        ("google", "idc-open-data-cr", "https://storage.googleapis.com/idc-open-cr/a-1/"),
        ("google", "idc-open-data", "https://storage.googleapis.com/idc-open-data/a-1/"),
        ("https://mirror.example.org/s3", "idc-open-data-cr", "https://mirror.example.org/s3/idc-open-data-cr/a-1/"),
    ],
)
def test_each_address_has_its_own_names_of_buckets(address: str | None, bucket: str, url: str) -> None:
    source = BucketSource(name="idc", package="nbia.v1", address=address)
    info = SeriesInfo(series_instance_uid="1.2", attributes={}, announced=Announced(), location=f"{bucket}/a-1")

    assert source.folder_url(info) == url


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"source": "icd"}, "source='icd'"),
        ({"source": ""}, "source=''"),
        ({"source": ()}, "must be one or more of nbia, idc"),
        ({"source": ("idc", "idc")}, "each once"),
        ({"source": 3}, "source=3"),
        ({"source": "idc", "as_zip": True}, "as_zip=True keeps archives"),
        ({"index": "idc_index.parquet"}, "index= belongs to another source"),
        ({"earlier_versions": True}, "earlier_versions= belongs to another source"),
        ({"source_url": "google"}, "source_url= belongs to another source"),
        ({"source": "idc", "source_url": "ftp://x"}, "source_url='ftp://x' is neither a known address"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, options: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        client.download([SMALL], tmp_path / "to", **options)  # type: ignore[call-overload]  # the point of the test

    assert words in caught.value.message
    assert not (tmp_path / "to").exists()


def test_too_little_room_is_found_by_the_sizes_of_the_index(
    client: Client, server: ReferenceServer, buckets: BucketServer, tmp_path: Path
) -> None:
    index = write_index(tmp_path / "i.parquet", [row_of(server.archive, VICTRE, series_size_MB=1_000_000.0)])

    with pytest.raises(DestinationError):
        client.download([VICTRE], tmp_path / "to", source="idc", index=index, source_url=buckets.url)

    assert buckets.requests == []
    assert left_behind(tmp_path) == []
