"""The types that users see, asserted for mypy and pyright. Nothing here is run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import assert_type

from nbia import (
    AsyncClient,
    Call,
    Client,
    Records,
    Response,
    Saved,
    Series,
    SeriesDownload,
    SeriesMetadata,
    SeriesSize,
    SharedSeries,
    Study,
    calls,
)
from nbia.v1 import Format


def formats_choose_the_type(client: Client, format: Format) -> None:
    assert_type(client.get_series(), Records[Series])
    assert_type(client.get_series(collection="4D-Lung"), Records[Series])
    assert_type(client.get_series(format="json"), Records[Series])
    assert_type(client.get_series(format="csv"), str)
    assert_type(client.get_series(format="html"), str)
    assert_type(client.get_series(format="xml"), str)
    assert_type(client.get_series(format=format), Records[Series] | str)


def required_parameters_do_not_change_that(client: Client, format: Format) -> None:
    assert_type(client.get_series_size("1.2"), Records[SeriesSize])
    assert_type(client.get_series_size("1.2", format="csv"), str)
    assert_type(client.get_series_size(series_instance_uid="1.2", format=format), Records[SeriesSize] | str)
    assert_type(client.new_studies_in_patient_collection("C", "2020-01-01"), Records[Study])
    assert_type(client.new_studies_in_patient_collection("C", datetime.now(), format="csv"), str)
    assert_type(client.get_contents_by_name("nbia-1"), Records[SharedSeries])


async def asynchronous_twins_have_the_same_types(client: AsyncClient, format: Format) -> None:
    assert_type(await client.get_series(), Records[Series])
    assert_type(await client.get_series(format="json"), Records[Series])
    assert_type(await client.get_series(format="csv"), str)
    assert_type(await client.get_series(format=format), Records[Series] | str)
    assert_type(await client.get_series_size("1.2"), Records[SeriesSize])
    assert_type(await client.get_image("1.2", "x.zip"), Saved)
    assert_type(await client.download_series("1.2", Path()), SeriesDownload)


def calls_know_what_they_return(client: Client, format: Format) -> None:
    assert_type(calls.get_series(), Call[Records[Series]])
    assert_type(calls.get_series(format="csv"), Call[str])
    assert_type(calls.get_series(format=format), Call[Records[Series] | str])
    assert_type(calls.get_image("1.2"), Call[bytes])
    assert_type(client.send(calls.get_series()), Response[Records[Series]])
    assert_type(client.send(calls.get_series()).value, Records[Series])
    assert_type(client.send(calls.get_series(format="xml")).value, str)
    assert_type(client.send(calls.get_image("1.2")).value, bytes)


async def sent_calls_are_typed_asynchronously_too(client: AsyncClient) -> None:
    response = await client.send(calls.get_series())
    assert_type(response.value, Records[Series])
    assert_type((await client.send(calls.get_image("1.2"))).value, bytes)


def streams_hand_out_records_and_bytes(client: Client) -> None:
    for series in client.iter_series():
        assert_type(series, Series)
    with client.iter_series_meta_data("1.2") as stream:
        assert_type(next(stream), SeriesMetadata)
        assert_type(next(iter(stream.to_dicts())), dict[str, object])
        assert_type(stream.undocumented, dict[str, int])
    for chunk in client.iter_image("1.2"):
        assert_type(chunk, bytes)
    iterator: Iterator[Series] = iter(client.iter_series())
    assert_type(next(iterator), Series)


async def asynchronous_streams_hand_out_records_and_bytes(client: AsyncClient) -> None:
    async for series in client.iter_series():
        assert_type(series, Series)
    async with client.iter_series_meta_data("1.2") as stream:
        assert_type(await anext(stream), SeriesMetadata)
        async for row in stream.to_dicts():
            assert_type(row, dict[str, object])
    async for chunk in client.iter_image("1.2"):
        assert_type(chunk, bytes)
    iterator: AsyncIterator[Series] = aiter(client.iter_series())
    assert_type(await anext(iterator), Series)


def attributes_can_be_missing(client: Client) -> None:
    series = client.get_series()[0]
    assert_type(series, Series)
    assert_type(series.series_instance_uid, str | None)
    assert_type(series.series_date, datetime | None)
    assert_type(series.image_count, int | None)
    assert_type(series.annotations_flag, bool | None)
    assert_type(client.get_patient_study()[0].longitudinal_temporal_offset_from_event, float | None)
    assert_type(client.get_series_meta_data("1.2")[0].study_date, datetime | None)


def sequences_stay_what_they_are(client: Client) -> None:
    records = client.get_series()
    assert_type(records[0], Series)
    assert_type(records[:3], Records[Series])
    assert_type(records.record_type, type[Series])
    assert_type(records.to_dicts(), list[dict[str, object]])
    assert_type([record.modality for record in records], list[str | None])


def downloads_are_typed(client: Client) -> None:
    saved = client.get_image("1.2", "x.zip", new_file_names=True)
    assert_type(saved.path, Path | None)
    assert_type(saved.size, int)
    with Path("x.zip").open("wb") as file:
        assert_type(client.get_single_image("1.2", "1.3", file), Saved)
    download = client.download_series(client.get_series()[0], "images")
    assert_type(download, SeriesDownload)
    assert_type(download.path, Path)
    assert_type(download.not_verifiable, tuple[str, ...])
    assert_type(download.announced_images, int | None)


def context_managers_keep_the_class() -> None:
    with Client() as client:
        assert_type(client, Client)


async def asynchronous_context_managers_keep_the_class() -> None:
    async with AsyncClient() as client:
        assert_type(client, AsyncClient)


def mistakes_are_errors(client: Client) -> None:
    client.get_series(format="json5")  # type: ignore[call-overload]  # pyright: ignore
    client.get_series("4D-Lung")  # type: ignore[call-overload]  # pyright: ignore
    client.get_series(colection="4D-Lung")  # type: ignore[call-overload]  # pyright: ignore
    client.get_series_size()  # type: ignore[call-overload]  # pyright: ignore
    client.get_image("1.2")  # type: ignore[call-arg]  # pyright: ignore
    client.get_image("1.2", 7)  # type: ignore[arg-type]  # pyright: ignore
    client.get_series()[0].modality = "CT"  # type: ignore[misc]  # pyright: ignore
    Client(servr="nlst")  # type: ignore[call-arg]  # pyright: ignore
