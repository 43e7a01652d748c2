"""Reads answers from HAR files, as browsers and proxies save them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from nbia_core.api.description import Api
from nbia_core.contract.errors import SourceError
from nbia_core.contract.observations import Observation
from nbia_core.text import as_text

from .addresses import recorded
from .files import METHODS, each, files_in, read_recording, status_of

_ENDINGS: Final = (".har",)
_NOT_MODIFIED: Final = 304


def from_har(file: Path | str, contract: Api) -> Iterator[Observation]:
    """Read an HTTP archive (HAR 1.2); requests to other services are left out, and answers saved without their body.

    Args:
        file: A file, or a folder of files that end with `.har`.
        contract: What the spec promises.

    Raises:
        SourceError: it cannot be read.
    """
    paths = files_in(Path(file), _ENDINGS)
    return (observation for path in paths for observation in _archive(path, contract))


def _archive(path: Path, contract: Api) -> Iterator[Observation]:
    data = read_recording(path)
    if not data.strip():
        raise SourceError(f"{path} is empty: it is no HAR file.")
    try:
        content = json.loads(as_text(data))
    except RecursionError as error:
        raise SourceError(f"{path} is no HAR file that can be read: it is nested too deeply.") from error
    except ValueError as error:
        raise SourceError(f"{path} is no HAR file that can be read: it is not JSON: {error}.") from error
    log = content.get("log") if isinstance(content, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise SourceError(f"{path} is no HAR file: it has no log with entries.")
    yield from each(path, "entry", entries, lambda entry: _entry(entry, contract))


def _entry(entry: Mapping[str, Any], contract: Api) -> Observation | None:
    request, response = entry["request"], entry["response"]
    method = str(request.get("method", "GET")).upper()
    if method not in METHODS:
        return None
    form = _form(request.get("postData") or {}) if method == "POST" else None
    url, status = str(request["url"]), status_of(response["status"])
    headers = {str(header["name"]).lower(): str(header["value"]) for header in response.get("headers", [])}
    if status <= 0:
        reason = str(response.get("_error") or response.get("statusText") or "the HAR file has no answer")
        return recorded(contract, url, status=None, headers=None, body=b"", form=form, failure=reason)
    content = response.get("content") or {}
    text = content.get("text")
    if status == _NOT_MODIFIED or (text is None and 200 <= status < 300 and int(content.get("size") or 0) > 0):
        return None
    body = str(text or "").encode("utf-8", errors="surrogateescape")
    if content.get("encoding") == "base64":
        body = base64.b64decode(body)
    return recorded(contract, url, status=status, headers=headers, body=body, form=form)


def _form(posted: Mapping[str, Any]) -> bytes:
    """Return the form that was posted: as it went out, or put together from its fields."""
    if posted.get("text"):
        return str(posted["text"]).encode("utf-8", errors="surrogateescape")
    return urlencode([(str(field["name"]), str(field.get("value", ""))) for field in posted.get("params", [])]).encode()
