"""Looks up what series refer to, whatever they are named by: a folder, a file, UIDs, records, a manifest."""

from __future__ import annotations

import functools
from pathlib import Path

from nbia_core.download.cancellation import Cancellation
from nbia_core.download.inputs.inputs import Inputs, Unusable
from nbia_core.download.inputs.place import place_of
from nbia_core.download.requests import RetryingSession
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.download.zip.entries import is_dicom
from nbia_core.errors import InvalidParameterError

from .dicom_object import UnreadableError
from .reference_report import References
from .reference_search import ReferenceSearch
from .series_at_service import SeriesAtService
from .series_on_disk import SeriesOnDisk


def look_up(what: object, source: NbiaArchive, session: RetryingSession | None, stop: Cancellation) -> References:
    """Say which series refer to which.

    Args:
        what: a Downloadable, or the path of a folder with series or of a DICOM file.
        source: the version of the API.
        session: asks the service; None if it is not to be asked.
        stop: ends it early.

    Raises:
        InvalidParameterError: `what` is nothing of that.
        NbiaError: the service did not answer, or with something else.
        Stopped: it is to end.
    """
    give_up = functools.partial(stop.request, "it was given up")
    service = None if session is None else SeriesAtService(source, session)
    path = place_of(what)
    if path is not None and (path.is_dir() or _is_image(path)):
        disk = _on_disk(path, source)
        if not disk.series and not disk.problems:
            raise InvalidParameterError(f"{path} holds no series.", hint="give the folder of a download, or series")
        return ReferenceSearch(disk, service, stop=stop.check, give_up=give_up).run(disk.series)
    if session is None or service is None:
        raise InvalidParameterError(
            "Series that are not on disk are read from the service, which is not to be asked.",
            hint="give a folder, or leave offline=True out",
        )
    inputs = Inputs(what, source.record_type, takes_groups=True)
    inputs.resolve({}, lambda group: source.series_of(group, session))
    wanted: list[str] = []
    for item in inputs:
        if isinstance(item, Unusable):
            raise InvalidParameterError(item.reason)
        wanted.append(item.series_instance_uid)
        service.learn(item.series_instance_uid, item.attributes)
    return ReferenceSearch(SeriesOnDisk(), service, stop=stop.check, give_up=give_up).run(wanted)


def _is_image(path: Path) -> bool:
    try:
        return path.is_file() and is_dicom(path)
    except OSError:
        return False


def _on_disk(path: Path, source: NbiaArchive) -> SeriesOnDisk:
    if path.is_dir():
        return SeriesOnDisk.in_folder(path, source.layout)
    try:
        return SeriesOnDisk.of_file(path)
    except UnreadableError as error:
        raise InvalidParameterError(f"{path} is no image that can be read: {error}.") from error
