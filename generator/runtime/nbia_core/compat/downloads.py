"""The downloads of tcia_utils, with its names, arguments and folders."""

from __future__ import annotations

import contextlib
import datetime
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nbia_core.download.events import Event, SeriesFinished
from nbia_core.download.inputs.inputs import Downloadable, SeriesList, Wanted
from nbia_core.download.inputs.manifest import check_lists_series, read_manifest
from nbia_core.download.options import MOST_WORKERS
from nbia_core.errors import DestinationError, InvalidParameterError, NbiaError
from nbia_core.files import as_path, destination_errors, is_folder, make_folders

from .asking import as_table, image_call, look_up, open_client, read_series, warn_of_skipped
from .tables import LOG, check_format, need_pandas, new_path, save_csv

if TYPE_CHECKING:
    import pandas

    from nbia_core.client._sync.client import BaseClient
    from nbia_core.download.report import DownloadReport

_FOLDER: Final = "tciaDownload"
_FORMATS: Final = ("", "df", "csv")


def downloadSeries(
    series_data: Downloadable,
    number: int = 0,
    path: str | os.PathLike[str] = _FOLDER,
    hash: str = "",
    api_url: str = "",
    input_type: str = "",
    format: str = "",
    csv_filename: str = "",
    as_zip: bool = False,
    max_workers: int = 10,
) -> pandas.DataFrame | None:
    """Put the images of many series on disk, complete and checked: `<path>/<SeriesInstanceUID>/`.

    What is complete already is not downloaded again, what is damaged is repaired. See `nbia.Client.download`.

    Args:
        series_data: The series: what getSeries, getSharedCart or getUpdatedSeries returned, as a list or as a
            DataFrame; a list of UIDs; or the path of a manifest.
        number: How many series that are not in `path` yet are downloaded, the first ones; 0 for all.
        path: The folder to download to; made if it is not there.
        hash: Changes nothing: every image is compared with its MD5 hash, and `md5hashes.csv` lies beside the images.
        api_url: The server.
        input_type: "", "list", "df" or "manifest". Changes nothing: what `series_data` is can be seen.
        format: "df" to get what getSeriesList says of each series that is complete, "csv" to have it in a file too.
        csv_filename: The name of that file without its ending `.csv`; it is also written if `format` is "".
        as_zip: Keep the archives, checked, as `<path>/<SeriesInstanceUID>.zip`, instead of the images.
        max_workers: How many series are downloaded at a time; more than 16 count as 16.

    Returns:
        None; or with `format` a row for each series that was asked for and is complete.

    Raises:
        InvalidParameterError: An argument is wrong; nothing was sent.
        DestinationError: The folder cannot be written to, or has too little room; nothing was downloaded.
        DownloadFailedError: Not every series is complete. It is raised at the end, when all others are on disk, and
            its `report` says of each how it ended.
        ImportError: `format` or `csv_filename` needs pandas, which is not installed.
    """
    chosen = check_format(format, _FORMATS)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise InvalidParameterError(
            f"number={number!r} must be a whole number, 0 or more.", hint="give the folder by its name: path=..."
        )
    table_path = _check_table_path(csv_filename)
    folder = as_path(path)
    wanted = read_series(series_data, input_type, to=table_path)
    workers = min(max_workers, MOST_WORKERS) if isinstance(max_workers, int) else max_workers
    with open_client(api_url) as client:
        series = SeriesList(map(_as_row, _chosen(wanted, folder, number)), sources=wanted.sources)
        report = client.download(series, folder, workers=workers, as_zip=as_zip, progress=_log)
        LOG.log(logging.WARNING if report.moved else logging.INFO, "%s", report)
        table = _table(client, report) if chosen or table_path is not None else None
    if table is not None and (chosen == "csv" or table_path is not None):
        moment = f"{datetime.datetime.now():%Y-%m-%d_%H%M}"
        save_csv(table, table_path or new_path(f"downloadSeries_metadata_{moment}", ".csv"), index=True)
    report.raise_for_failures()
    return table if chosen else None


def _check_table_path(csv_filename: str) -> Path | None:
    """Return where the table is written, if that is wanted and can be done: a download may take days before."""
    if not csv_filename:
        return None
    need_pandas("csv_filename")
    path = as_path(f"{csv_filename}.csv")
    if not is_folder(path.absolute().parent):
        raise DestinationError(f"{path} cannot be written: there is no such folder.", hint="create the folder first")
    return path


def _chosen(wanted: Iterable[Wanted], folder: Path, number: int) -> Iterator[Wanted]:
    """Hand out the series that lie in the folder already, to be checked, and the first `number` of the others."""
    with destination_errors(folder):
        there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    new = 0
    for series in wanted:
        if not {series.series_instance_uid, f"{series.series_instance_uid}.zip"} & there:
            new += 1
            if 0 < number < new:
                continue
        yield series


def _log(event: Event) -> None:
    if isinstance(event, SeriesFinished):
        LOG.info("%s: %s", event.result.series_instance_uid, event.result.status)


def _as_row(series: Wanted) -> Mapping[str, object]:
    return {**series.attributes, "SeriesInstanceUID": series.series_instance_uid}


def _table(client: BaseClient, report: DownloadReport) -> pandas.DataFrame:
    try:
        rows = look_up(client, [result.series_instance_uid for result in report.complete])
    except NbiaError:
        report.raise_for_failures()  # tells more than that the table could not be had
        raise
    return as_table(rows)


def downloadImage(seriesUID: str, sopUID: str, path: str | os.PathLike[str] = "", api_url: str = "") -> None:
    """Put an image on disk: `<path>/<SeriesInstanceUID>/<SOPInstanceUID>.dcm`. One that is there is left as it is.

    Args:
        seriesUID: The Series Instance UID.
        sopUID: The SOP Instance UID.
        path: The folder to download to, "tciaDownload" if it is empty; made if it is not there.
        api_url: The server.

    Raises:
        InvalidParameterError: An argument is wrong; nothing was sent.
        DestinationError: The file cannot be written.
        UnknownImageError: The image is unknown or not public, or the server failed: it does not tell which.
        NbiaError: The service did not answer as it should.
    """
    call = image_call(
        series_instance_uid=seriesUID, sop_instance_uid=sopUID
    )  # refuses what is no UID, before it becomes the name of a file
    folder = as_path(path or _FOLDER) / seriesUID
    image = folder / f"{sopUID}.dcm"
    if image.is_file():
        LOG.info("Already there: %s", image)
        return
    if os.path.lexists(image):
        raise DestinationError(f"{image} is no ordinary file.", hint="something else lies there: move it away")
    with open_client(api_url) as client:
        make_folders(folder)
        try:
            client.save(call, image)
        finally:
            with contextlib.suppress(OSError):
                folder.rmdir()  # if it stayed empty: a folder would look like a series that was downloaded
    LOG.info("Written: %s", image)


def manifestToList(manifest: str | os.PathLike[str]) -> list[str]:
    """Return the Series Instance UIDs of a manifest in its order, each once. A warning tells of lines without one.

    Args:
        manifest: The path of a `.tcia` manifest, of a file with a UID a line, or of a CSV or TSV file with a column
            SeriesInstanceUID.

    Raises:
        InvalidParameterError: There is no such file, it is something else, or it names no series.
    """
    read = read_manifest(manifest)
    check_lists_series(read)
    warn_of_skipped(read.skipped)
    return list(read.series)
