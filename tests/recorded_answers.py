"""Writes what the docs say of the recordings, from the cassettes: ``python -m tests.recorded_answers``."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from generator.load.recordings import FILE, Answer, Endpoint, Recordings
from tests.generator.helpers import specs
from tests.recording.cases import the_spec
from tests.recording.files import CASSETTES, Interaction, read_cassette, read_provenance

SPEC: Final = Path(__file__).parent.parent / "spec"
_DEFAULTS: Final = ("json", "object", "text", "zip", "dicom", "jpeg")
"""The names of the cassettes with the default format of each kind of endpoint."""
_FEW_ATTRIBUTES: Final = 4
_ORIGINS: Final = {
    "reference": "the reference server of this project, not the live service",
    "live": "the live service",
}


def recordings(version: str) -> Recordings:
    """Return what the cassettes of a version show.

    Raises:
        CassetteError: A cassette is not usable.
    """
    folder = CASSETTES / version
    source = read_provenance(folder).source
    assert source is not None, "a recording that is complete says who answered"
    endpoints = {
        name: _endpoint(folder, version, name)
        for name, endpoint in the_spec(version).endpoints.items()
        if not endpoint.writes
    }
    return Recordings(origin=_ORIGINS[source], endpoints=endpoints)


def text(found: Recordings) -> str:
    """Return the content of the file."""
    return json.dumps(msgspec.to_builtins(found), indent=1, ensure_ascii=False) + "\n"


def _endpoint(folder: Path, version: str, name: str) -> Endpoint:
    (path,) = [path for default in _DEFAULTS if (path := folder / name / f"{default}.yaml").exists()]
    # Several cassettes hold the same row; to count it again would say nothing new.
    different = {json.dumps(row, sort_keys=True): row for row in _rows(folder / name)}
    present = Counter(key for row in different.values() for key, value in row.items() if value is not None)
    return Endpoint(
        answer=_answer(f"tests/cassettes/{version}/{name}/{path.name}", _asked(path, name)),
        row_count=len(different),
        present=dict(sorted(present.items())),
    )


def _asked(path: Path, name: str) -> Interaction:
    """Return the interaction with the endpoint itself, and not the one with the login."""
    return next(each for each in read_cassette(path) if f"/{name}" in each.request.uri)


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.yaml")):
        for interaction in read_cassette(path):
            if f"/{folder.name}" in interaction.request.uri:
                yield from _table(interaction)


def _table(interaction: Interaction) -> list[dict[str, Any]]:
    """Return the rows of an answer; none if it is no table in JSON."""
    body = interaction.response.body.string
    is_json = _content_type(interaction).startswith("application/json")
    if interaction.response.status.code != 200 or not is_json or not body:
        return []
    rows = json.loads(body)
    return [row for row in (rows if isinstance(rows, list) else [rows]) if isinstance(row, dict)]


def _answer(cassette: str, interaction: Interaction) -> Answer:
    body = interaction.response.body.string
    data: bytes = body.encode() if isinstance(body, str) else body
    rows = _table(interaction)
    shown = 3 if rows and len(rows[0]) <= _FEW_ATTRIBUTES else 1
    is_archive = zipfile.is_zipfile(io.BytesIO(data))
    return Answer(
        cassette=cassette,
        url=interaction.request.uri,
        content_type=_content_type(interaction),
        size=len(data),
        row_count=len(rows),
        rows=tuple(rows[:shown]),
        entries=tuple(zipfile.ZipFile(io.BytesIO(data)).namelist()) if is_archive else (),
    )


def _content_type(interaction: Interaction) -> str:
    return next(iter(interaction.response.headers.get("content-type", ())), "")


def main() -> None:
    """Write the file."""
    for version in specs():
        path = SPEC / version / FILE
        path.write_text(text(recordings(version)), encoding="utf-8", newline="\n")
        print(f"{path}: written; now make generate")


if __name__ == "__main__":
    main()
