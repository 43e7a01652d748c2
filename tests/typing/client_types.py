"""The types that users see, asserted for mypy and pyright. Nothing here is run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import assert_type

from nbia import (
    AsyncClient,
    Call,
    Citations,
    Client,
    DownloadPlan,
    DownloadReport,
    ImagePreview,
    Manifest,
    Records,
    References,
    Response,
    Saved,
    Series,
    SeriesMetadata,
    SeriesResult,
    SeriesSize,
    SharedSeries,
    Study,
    VerifyReport,
    calls,
    events,
    read_manifest,
    verify,
    write_manifest,
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
    assert_type(await client.download("1.2", Path()), DownloadReport)
    assert_type(await client.download("1.2", Path(), dry_run=True), DownloadPlan)


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


def images_are_written_to_paths_and_files(client: Client) -> None:
    saved = client.get_image("1.2", "x.zip", new_file_names=True)
    assert_type(saved.path, Path | None)
    assert_type(saved.size, int)
    with Path("x.zip").open("wb") as file:
        assert_type(client.get_single_image("1.2", "1.3", file), Saved)


def previews_are_typed(client: Client) -> None:
    preview = client.preview(client.get_series()[0])
    assert_type(preview, ImagePreview)
    assert_type(
        client.preview("1.2", sop_instance_uid="1.3", frame=2, window=(40, 400)).window, tuple[float, float] | None
    )
    assert_type(preview.save("x.png", overwrite=True), Path)
    assert_type(preview.to_png(), bytes)


def downloads_take_series_however_they_are_given(client: Client) -> None:
    series = client.get_series()
    assert_type(client.download(series, "images"), DownloadReport)
    assert_type(client.download(series[0], Path("images")), DownloadReport)
    client.download(client.get_updated_series(from_date="2023-01-01"), "images")
    client.download((one for one in series if one.modality == "CT"), "images", workers=8)
    client.download(["1.2.3", "1.2.4"], "images", layout="patient", file_names="SOPInstanceUID")
    client.download(series.to_pandas(), "images", as_zip=True)
    client.download("cart.tcia", "images", verify=True, accept_disputed=True)
    client.download(read_manifest("cart.tcia"), "images", durable=False)


def references_and_citations_are_typed(client: Client) -> None:
    series = client.get_series()
    assert_type(client.references("images"), References)
    assert_type(client.references(series, offline=False).links[0].referenced_series_instance_uid, str | None)
    assert_type(client.references(series).missing, tuple[str, ...])
    assert_type(client.citations(series), Citations)
    assert_type([citation.doi for citation in client.citations("images")], list[str | None])
    assert_type(client.download(client.references(series).missing, "images").citations.to_bibtex(), str)
    client.download(series, "images", with_references=True)


async def references_and_citations_are_typed_when_awaited(client: AsyncClient) -> None:
    assert_type(await client.references(["1.2.3"]), References)
    assert_type(await client.citations(Path("images")), Citations)


def studies_and_patients_are_taken_too(client: Client) -> None:
    client.download(client.get_patient_study(collection="VICTRE"), "images", limit=3, progress=True)
    client.download([*client.get_patient(), "1.2.3", {"StudyInstanceUID": "1.2"}], "images")
    client.download("https://example.org/cart.tcia", "images")


def dry_runs_return_plans(client: Client, dry_run: bool) -> None:
    assert_type(client.download("1.2.3", "images", dry_run=True), DownloadPlan)
    assert_type(client.download("1.2.3", "images", dry_run=False, workers=2), DownloadReport)
    assert_type(client.download("1.2.3", "images", dry_run=dry_run), DownloadReport | DownloadPlan)
    assert_type(client.download("1.2.3", "images", dry_run=True).fits, bool)
    assert_type(client.get_series().to_excel("series.xlsx"), Path)


def reports_are_typed(client: Client) -> None:
    report = client.download("1.2.3", "images")
    assert_type(report.results, Sequence[SeriesResult])
    assert_type(report.failed[0].reason, str | None)
    assert_type(report.results[0].path, Path | None)
    assert_type(report.results[0].not_verifiable, tuple[str, ...])
    assert_type(report.totals.bytes_per_second, float)
    assert_type(report.is_complete, bool)
    assert_type(report.save("report.json"), Path)
    assert_type(DownloadReport.load("report.json"), DownloadReport)


def events_are_typed(client: Client) -> None:
    def show(event: events.Event) -> None:
        match event:
            case events.SeriesFinished():
                assert_type(event.result, SeriesResult)
            case events.DownloadFinished():
                assert_type(event.report, DownloadReport)
            case events.SeriesAdded():
                assert_type(event.images, int | None)
            case events.DownloadStarted() | events.Paused() | events.Planning() | events.Resolved():
                pass
            case _:
                assert_type(event, events.SeriesStarted | events.SeriesProgress | events.SeriesRetry)
                assert_type(event.series_instance_uid, str)

    client.download("1.2.3", "images", progress=show)


def manifests_and_verification_are_typed(client: Client) -> None:
    assert_type(read_manifest("cart.tcia"), Manifest)
    assert_type(read_manifest("cart.tcia").series, tuple[str, ...])
    assert_type(write_manifest("cart.tcia", client.get_series()), Path)
    assert_type(verify("images"), VerifyReport)
    assert_type(verify("images").results[0].problems, tuple[str, ...])


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
    client.download(7, "images")  # type: ignore[call-overload]  # pyright: ignore
    client.download("1.2.3")  # type: ignore[call-overload]  # pyright: ignore
    client.download("1.2.3", "images", file_names="SeriesNumber")  # type: ignore[call-overload]  # pyright: ignore
    client.get_series()[0].modality = "CT"  # type: ignore[misc]  # pyright: ignore
    Client(servr="nlst")  # type: ignore[call-arg]  # pyright: ignore
