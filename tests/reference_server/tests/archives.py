"""How tests of the server look into archives."""

import io
import zipfile

import httpx


def archive_of(response: httpx.Response) -> zipfile.ZipFile:
    """Return the archive that an answer brings."""
    return zipfile.ZipFile(io.BytesIO(response.content))
