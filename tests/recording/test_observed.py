"""Real answers of the service, published by others: they are asked for, read and judged as the spec says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import pytest

from nbia_core.api.description_file import load
from nbia_core.contract.checks.check import check
from nbia_core.contract.sources.bodies import from_bodies
from nbia_core.records.record import Record
from nbia_core.records.records import Records
from nbia_core.records.row_cutter import RowCutter
from tests.recording.files import PROVENANCE, CassetteError
from tests.recording.observed import LISTING, OBSERVED, read_observed, recorded_call

VERSIONS: Final = sorted(path.name for path in OBSERVED.iterdir() if path.is_dir())
REQUESTS: Final = {
    OBSERVED / version / name: answer.request
    for version in VERSIONS
    for name, answer in read_observed(OBSERVED / version).answers.items()
}
TABLES: Final = [path for path in REQUESTS if not path.name.endswith(LISTING)]
ONE: Final = "getSeriesSize--tooluniverse.json"
each_table = pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parent.name}-{path.stem}")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the answers of a version that a test may spoil."""
    return shutil.copytree(OBSERVED / "v1", tmp_path / "v1")


def records_of(path: Path, *, strict: bool = False) -> Records[Record]:
    """Read an answer as the client does that asks for it."""
    return recorded_call(path.parent.name, REQUESTS[path]).reader.read(path.read_bytes(), strict=strict)


def test_thirty_three_answers_are_here() -> None:
    assert len(REQUESTS) == 33


@pytest.mark.parametrize("version", VERSIONS)
def test_the_contract_finds_nothing_new_in_them(version: str) -> None:
    api = load(f"nbia.{version}")

    result = check(api, from_bodies(OBSERVED / version, api), origin="observed")

    assert result.findings == ()
    assert sum(coverage.answers for coverage in result.coverage) == len(read_observed(OBSERVED / version).answers)


@each_table
def test_the_client_asks_as_they_asked(path: Path) -> None:
    asked = {name: value for name, value in parse_qsl(urlsplit(REQUESTS[path]).query) if name != "format"}

    call = recorded_call(path.parent.name, REQUESTS[path])

    assert {name: value for name, value in call.parameters if name != "format"} == asked


@each_table
def test_an_answer_fits_its_types(path: Path) -> None:
    records = records_of(path, strict=True)

    assert len(records) > 0
    assert records.mismatches == ()


@each_table
def test_nothing_of_an_answer_is_lost(path: Path) -> None:
    assert records_of(path).to_dicts() == json.loads(path.read_bytes())


@each_table
def test_every_key_of_an_answer_is_documented(path: Path) -> None:
    assert records_of(path).undocumented == {}


@each_table
def test_an_answer_becomes_a_table(path: Path) -> None:
    records = records_of(path)

    assert len(records.to_pandas()) == len(records)


@each_table
def test_an_answer_can_be_cut_into_blocks(path: Path) -> None:
    body = path.read_bytes()
    cutter = RowCutter(1000)

    blocks = [cutter.feed(body[start : start + 700]) for start in range(0, len(body), 700)] + [cutter.finish()]

    assert [row for block in blocks if block for row in json.loads(block)] == json.loads(body)


def test_an_answer_that_was_changed_is_noticed(copy: Path) -> None:
    (copy / ONE).write_text('[{"TotalSizeInBytes": 1, "ObjectCount": 2}]')

    with pytest.raises(
        CassetteError, match=r"Changed since .*: getSeriesSize--tooluniverse\.json \(now [0-9a-f]{64}\)"
    ):
        read_observed(copy)


def test_an_answer_that_was_taken_away_is_noticed(copy: Path) -> None:
    (copy / ONE).unlink()

    with pytest.raises(CassetteError, match=r"getSeriesSize--tooluniverse\.json \(now gone\)"):
        read_observed(copy)


def test_an_answer_of_which_nothing_is_said_is_noticed(copy: Path) -> None:
    shutil.copy(copy / ONE, copy / "getSeriesSize--somebody.json")

    with pytest.raises(CassetteError, match=r"not said to be here: getSeriesSize--somebody\.json"):
        read_observed(copy)


@pytest.mark.parametrize(("stated", "recorded"), [(2, 2), (1, 0)])
def test_the_number_of_rows_is_checked(copy: Path, stated: int, recorded: int) -> None:
    provenance = json.loads((copy / PROVENANCE).read_text("utf-8"))
    provenance["answers"][ONE] |= {"rows": stated, "rows_recorded": recorded}
    (copy / PROVENANCE).write_text(json.dumps(provenance), "utf-8")

    with pytest.raises(CassetteError, match="has 1 rows"):
        read_observed(copy)


@pytest.mark.parametrize("source", ["reference", "live", "observed "])
def test_an_observed_answer_cannot_be_said_to_be_of_another_kind(copy: Path, source: str) -> None:
    text = (copy / PROVENANCE).read_text("utf-8")
    (copy / PROVENANCE).write_text(text.replace('"source": "observed"', f'"source": "{source}"'), "utf-8")

    with pytest.raises(CassetteError, match=r"PROVENANCE\.json cannot be read"):
        read_observed(copy)
