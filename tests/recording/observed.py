"""Answers of the live service that others published: what is said of each, and whether it is still what was carried over.

They lie in `tests/observed/`, a folder for each version of the API, each file named as `nbia contract --bodies` reads it.
What was carried over are values of public metadata. Of a longer answer it is the rows that show something new, such as other
keys, and then the first ones. To add one, write its file and its entry in `PROVENANCE.json`; a test says what the hash is.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import msgspec

from nbia_core.api.calls import Call
from nbia_core.api.description_file import load
from nbia_core.api.wire_forms import read_day
from nbia_core.contract.sources.addresses import Address, read_address
from nbia_core.records.calls import rows_call
from nbia_core.records.record import Record
from nbia_core.records.records import Records
from tests.recording.files import PROVENANCE, WORDS, CassetteError

OBSERVED: Final = Path(__file__).parents[1] / "observed"
"""Where the answers are."""

MOST_ROWS: Final = 20
"""So many rows of an answer are kept."""

LISTING: Final = ".zip-listing.txt"
"""How the name of a list of the entries of an archive ends, with one on each line."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where an answer is from, and how near it is to what the service sent."""

    request: str
    """The address that was asked."""
    published_in: str
    """Where it stands: repository, file, place in the file, commit."""
    published_on: datetime.date
    """When; the answer itself is as old or older."""
    nearness: Literal["A", "B"]
    """A: printed from the parsed body, with its types, values, order of keys and absent keys. B: parsed and written again by
    who recorded it; types and values are kept, but keys may be in another order, and rows may be left out."""
    rows: int
    """How many rows, or entries of an archive, are kept here."""
    rows_recorded: int | None
    """How many there were; None where the source does not say."""
    remark: str = ""
    """What else is to know of it."""
    sha256: str
    """The hash of the file here."""


class Observed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a folder of observed answers says about itself."""

    source: Literal["observed"]
    """Who answered."""
    source_in_words: str
    """The same for people."""
    answers: dict[str, Answer]
    """The answers by the names of their files."""


def read_observed(folder: Path) -> Observed:
    """Return what a folder of observed answers says about itself, if that is what is in it.

    Raises:
        CassetteError: it says nothing that can be read, or an answer was changed, added, taken away, or has too many rows.
    """
    try:
        stated = msgspec.json.decode((folder / PROVENANCE).read_bytes(), type=Observed)
    except (OSError, msgspec.MsgspecError) as error:
        raise CassetteError(f"{PROVENANCE} cannot be read: {error}.") from error
    if stated.source_in_words != WORDS["observed"]:
        raise CassetteError(f"{PROVENANCE} says in other words than the project who answered.")
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != PROVENANCE}
    hashes = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    differing = {*hashes.items()} ^ {(name, answer.sha256) for name, answer in stated.answers.items()}
    if differing:
        found = ", ".join(
            sorted(f"{name} (now {hashes.get(name, 'gone')})" for name in {name for name, _ in differing})
        )
        raise CassetteError(f"Changed since they were carried over, or not said to be here: {found}.")
    for name, answer in stated.answers.items():
        count = _rows(name, files[name])
        recorded = answer.rows_recorded if answer.rows_recorded is not None else count
        if count != answer.rows or count > min(MOST_ROWS, recorded):
            raise CassetteError(
                f"{name} has {count} rows, not {answer.rows} of {recorded}; {MOST_ROWS} are kept at most."
            )
    return stated


def _rows(name: str, body: bytes) -> int:
    return len(body.splitlines() if name.endswith(LISTING) else json.loads(body))


def recorded_call(version: str, request: str) -> Call[Records[Record]]:
    """Return what was asked for, as a call of the client.

    Raises:
        CassetteError: the version has no such endpoint.
    """
    package = f"nbia.{version}"
    asked = read_address(request, load(package))
    if asked is None:
        raise CassetteError(f"{request} asks for nothing that {version} has.")
    return rows_call(package, asked.endpoint, dict(_arguments(asked)))


def _arguments(asked: Address) -> Iterator[tuple[str, object]]:
    for parameter in asked.endpoint.parameters:
        if (text := asked.parameters.get(parameter.wire)) is not None:
            yield parameter.python, read_day(parameter.wire_form, text) if parameter.type == "date" else text
