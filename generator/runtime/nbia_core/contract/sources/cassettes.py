"""Reads answers from the cassettes of vcrpy."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from nbia_core.api.description import Api
from nbia_core.contract.errors import SourceError
from nbia_core.contract.observations import Observation
from nbia_core.contract.yaml_reading import YamlError, load_yaml
from nbia_core.errors import ConnectionFailedError, DecodeError
from nbia_core.http.codings import BodyDecoder, codings_of
from nbia_core.records.tables.columns import missing_library

from .addresses import recorded
from .files import METHODS, each, files_in, read_recording, status_of

_ENDINGS: Final = (".yaml", ".yml")


def from_cassettes(folder: Path | str, contract: Api) -> Iterator[Observation]:
    """Read all cassettes in a folder and the folders in it; requests to other services are left out.

    Args:
        folder: A folder of YAML files, or one such file.
        contract: What the spec promises.

    Raises:
        SourceError: the folder has no cassettes, or one of them cannot be read; nothing in them is ever executed.
        ImportError: PyYAML is not installed (`pip install 'nbia-client[contract]'`).
    """
    if importlib.util.find_spec("yaml") is None:
        raise missing_library("Reading cassettes", "PyYAML", "contract")
    paths = files_in(Path(folder), _ENDINGS)
    return (observation for path in paths for observation in _cassette(path, contract))


def _load(path: Path) -> Any:
    data = read_recording(path)
    if not data.strip():
        raise SourceError(f"{path} is empty: it is no cassette.")
    try:
        return load_yaml(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is no cassette that can be read: it is not UTF-8 (byte {error.start}).") from error
    except YamlError as error:
        raise SourceError(f"{path} is no cassette that can be read: {error}.") from error


def _cassette(path: Path, contract: Api) -> Iterator[Observation]:
    content = _load(path)
    interactions = content.get("interactions") if isinstance(content, dict) else None
    if not isinstance(interactions, list):
        raise SourceError(f"{path} is no cassette: it has no list of interactions.")
    yield from each(path, "interaction", interactions, lambda interaction: _interaction(interaction, contract))


def _interaction(interaction: Mapping[str, Any], contract: Api) -> Observation | None:
    request, response = interaction["request"], interaction["response"]
    method = str(request.get("method", "GET")).upper()
    if method not in METHODS:
        return None
    status = response["status"]["code"] if "status" in response else response["status_code"]
    headers = {str(name).lower(): _joined(value) for name, value in (response.get("headers") or {}).items()}
    body = response["body"]["string"] if "body" in response else response.get("content", b"")
    return recorded(
        contract,
        str(request["uri"]),
        status=status_of(status),
        headers=headers,
        body=_plain(_as_bytes(body), headers),
        form=_as_bytes(request.get("body")) if method == "POST" else None,
    )


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _as_bytes(body: object) -> bytes:
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode("utf-8", errors="surrogateescape")
    raise TypeError(f"the body is a {type(body).__name__}")


def _plain(body: bytes, headers: Mapping[str, str]) -> bytes:
    """Undo a compression that is recorded as it came; a body that was unpacked before keeps its header."""
    try:
        decoder = BodyDecoder(codings_of(headers))
    except DecodeError:  # in a way that is not known
        return body
    try:
        plain = b"".join(decoder.feed(body))
        decoder.finish()
    except ConnectionFailedError:
        return body
    except DecodeError as error:
        raise ValueError(error.message) from error
    return plain
