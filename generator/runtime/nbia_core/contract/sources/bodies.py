"""Reads answers that were saved without status and headers, each in a file that is named by its endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from nbia_core.api.description import Api, Endpoint
from nbia_core.contract.observations import Observation
from nbia_core.text import as_text

from .addresses import default_format, purpose_of
from .files import files_in, read_bytes

LISTING: Final = ".zip-listing.txt"
"""How the name of a list of the entries of an archive ends: a name on each line, in the order of the archive."""

_NAME: Final = re.compile("[A-Za-z0-9]+")
_FORMATS: Final = {
    ".json": "json",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".xml": "xml",
    ".zip": "zip",
    ".dcm": "dicom",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".txt": "text",
    ".tcia": "text",
}


def from_bodies(folder: Path | str, contract: Api) -> Iterator[Observation]:
    """Read a folder of saved bodies.

    The name of a file says what it is: `getSeries.json`, `getSeries (1).json`, `getSeries--anything--1.json`,
    `getPatient.csv`, `getImage.zip`, `getSingleImage.dcm`, `getThumbnail.jpg`, `getManifestText.txt`, and
    `getImage.zip-listing.txt` for a list of the entries of an archive. A file in a folder named by an endpoint may have any
    name. Files of other names are left out. Nothing is known of status, headers and parameters, and the bodies may have been
    written anew: the order of keys says nothing.

    Args:
        folder: The folder, or one file.
        contract: What the spec promises.

    Raises:
        SourceError: the folder does not exist, has no such files, or one of them cannot be read.
    """
    root = Path(folder)
    paths = files_in(root, (*_FORMATS, LISTING))
    return (observation for path in paths if (observation := _observation(root, path, contract)) is not None)


def _observation(root: Path, path: Path, contract: Api) -> Observation | None:
    endpoint = _endpoint(root, path, contract)
    if endpoint is None:
        return None
    is_listing = path.name.lower().endswith(LISTING)
    form = "zip" if is_listing else _FORMATS.get(path.suffix.lower())
    formats = contract.formats if endpoint.has_format else (default_format(contract, endpoint),)
    if form is None or form not in formats:
        return None
    body = read_bytes(path)
    entries = tuple(line.strip() for line in as_text(body).splitlines() if line.strip()) if is_listing else None
    return Observation(
        endpoint=endpoint.name,
        parameters={},
        format=form,
        purpose="image" if is_listing else purpose_of(endpoint, None, body),
        url=str(path),
        body=b"" if is_listing else body,
        entries=entries,
    )


def _endpoint(root: Path, path: Path, contract: Api) -> Endpoint | None:
    found = _NAME.match(path.name)
    endpoint = None if found is None else contract.endpoint(found[0])
    if endpoint is not None or path == root:
        return endpoint
    folders = path.relative_to(root).parts[:-1]
    return next((known for folder in reversed(folders) if (known := contract.endpoint(folder)) is not None), None)
