"""The committed cassettes are those of the cases, unchanged, and say rightly who answered."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import shutil
from pathlib import Path
from typing import Final

import msgspec
import pytest

from generator.load.spec import Spec
from tests.generator.helpers import specs
from tests.recording.cases import Case, cases, the_spec
from tests.recording.files import (
    CASSETTES,
    PROVENANCE,
    CassetteError,
    Provenance,
    check_folder,
    provenance_of,
    read_provenance,
)

ONE: Final = "getPatient/json.yaml"
NOW: Final = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
LARGEST_OF_ALL: Final = {"reference": 50_000, "live": 4_000_000}
LARGEST_IN_SUM: Final = {"reference": 3_000_000, "live": 20_000_000}


@pytest.fixture(params=specs())
def version(request: pytest.FixtureRequest) -> str:
    """Each version of the API."""
    name: str = request.param
    return name


@pytest.fixture
def provenance(version: str) -> Provenance:
    return read_provenance(CASSETTES / version)


@pytest.fixture
def recorded(version: str, provenance: Provenance) -> list[Case]:
    return cases(the_spec(version), provenance.asked, provenance.recorded_at.date())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the committed cassettes that a test may spoil."""
    return shutil.copytree(CASSETTES / "v1", tmp_path / "cassettes")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A folder with two cassettes of the reference server and nothing else."""
    folder = tmp_path / "few"
    folder.mkdir()
    shutil.copy(CASSETTES / "v1" / ONE, folder / "one.yaml")
    shutil.copy(CASSETTES / "v1" / "getPatient/csv.yaml", folder / "two.yaml")
    return folder


def test_every_version_has_cassettes() -> None:
    assert {path.name for path in CASSETTES.iterdir() if path.is_dir()} == {*specs()}


def test_hashes_counts_and_source_are_those_of_the_cassettes(version: str, provenance: Provenance) -> None:
    assert check_folder(CASSETTES / version) == provenance


def test_each_case_has_its_cassette_and_no_cassette_is_left_over(version: str, recorded: list[Case]) -> None:
    folder = CASSETTES / version
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert files == {case.cassette for case in recorded} | {PROVENANCE}


def test_each_cassette_has_as_many_interactions_as_its_case_has_requests(
    provenance: Provenance, recorded: list[Case]
) -> None:
    known = {case.cassette: case.requests for case in recorded if case.requests is not None}

    assert {name: provenance.cassettes[name].interactions for name in known} == known


def test_cassettes_are_small(version: str, provenance: Provenance) -> None:
    sizes = [path.stat().st_size for path in (CASSETTES / version).rglob("*.yaml")]

    assert max(sizes) < LARGEST_OF_ALL[provenance.source or ""]
    assert sum(sizes) < LARGEST_IN_SUM[provenance.source or ""]


def test_cassettes_hold_neither_times_nor_addresses_of_the_recording() -> None:
    noise = re.compile(r"127\.0\.0\.1|localhost|\d\d:\d\d:\d\d GMT|[Cc]ookie|[Aa]uthorization|[Uu]ser-[Aa]gent")

    assert [path.name for path in CASSETTES.rglob("*.yaml") if noise.search(path.read_text("utf-8"))] == []


def test_cassettes_hold_neither_passwords_nor_tokens() -> None:
    secret = re.compile(
        r"(?:password|client_secret|[a-z]+_token)(?:=|\W+: ?\W*)(?!removed|refresh_token|password)[\w-]"
    )

    assert [path for path in CASSETTES.rglob("*.yaml") if secret.search(path.read_text("utf-8"))] == []


def test_every_endpoint_is_recorded_in_every_format(version: str, recorded: list[Case]) -> None:
    spec = the_spec(version)
    asked = {name: endpoint for name, endpoint in spec.endpoints.items() if not endpoint.writes}
    several = {name for name, endpoint in asked.items() if endpoint.formats in ("selectable", "stated")}
    others = {(name, endpoint.content.kind) for name, endpoint in asked.items() if endpoint.content}
    objects = {(name, "object") for name, endpoint in asked.items() if endpoint.shape == "object"}
    arrays = {(name, "json") for name, endpoint in asked.items() if endpoint.returns and endpoint.shape != "object"}

    expected = {(name, form) for name in several for form in spec.service.formats}
    assert {(case.endpoint, case.kind) for case in recorded} >= expected | others | objects | arrays


def test_every_parameter_of_every_endpoint_is_sent_at_least_once(version: str, recorded: list[Case]) -> None:
    sent = {(case.endpoint, wire) for case in recorded for wire, _ in case.parameters}
    asked = {name: endpoint for name, endpoint in the_spec(version).endpoints.items() if not endpoint.writes}

    assert sent == {(name, wire) for name, endpoint in asked.items() for wire in endpoint.parameters}


@pytest.mark.parametrize("refusing", ["v1", "v2"])
def test_every_required_parameter_is_left_out_once(refusing: str) -> None:
    spec = the_spec(refusing)
    uses = [(name, wire, use) for name, one in spec.endpoints.items() for wire, use in one.parameters.items()]

    assert {(case.endpoint, case.omitted) for case in cases(spec) if case.means == "bad-request"} == {
        (name, wire) for name, wire, use in uses if use.server == "required"
    }


@pytest.mark.parametrize("refusing", ["v4"])
def test_a_parameter_that_is_not_known_is_refused_by_each_endpoint_that_does_so(refusing: str) -> None:
    spec = the_spec(refusing)
    said = spec.service.unknown_parameters

    assert {case.endpoint for case in cases(spec) if case.added} == {
        name
        for name, one in spec.endpoints.items()
        if one.method == "GET" and (one.unknown_parameters or said) == "refused"
    }


def test_what_changes_something_on_the_server_is_never_recorded() -> None:
    writes = {name for name, one in the_spec("advanced").endpoints.items() if one.writes}

    assert writes
    assert {case.endpoint for case in cases(the_spec("advanced"))} & writes == set()


@pytest.mark.parametrize("plain", ["v1"])
def test_every_endpoint_that_can_find_nothing_does_so_once(plain: str) -> None:
    spec = the_spec(plain)
    can = {name for name, one in spec.endpoints.items() if one.empty.answer != "never" and one.parameters}

    assert {case.endpoint for case in cases(spec) if case.kind == "nothing"} == can


def test_a_new_endpoint_has_its_cases_at_once() -> None:
    spec = the_spec()
    more: Spec = msgspec.structs.replace(spec, endpoints={**spec.endpoints, "getNews": spec.endpoints["getPatient"]})

    added = [case.slug for case in cases(more) if case.endpoint == "getNews"]

    assert added == ["json", "csv", "html", "xml", "with-PatientId", "unknown-Collection"]


def test_two_cases_cannot_share_a_cassette() -> None:
    spec = the_spec()
    more: Spec = msgspec.structs.replace(spec, endpoints={**spec.endpoints, "GETpatient": spec.endpoints["getPatient"]})

    with pytest.raises(ValueError, match=r"More than one case has the cassette getpatient/csv\.yaml"):
        cases(more)


def test_the_live_cases_differ_in_values_alone() -> None:
    reference, live = cases(the_spec()), cases(the_spec(), "live", NOW.date())

    assert [case.name for case in live] == [case.name for case in reference]
    assert dict(live[-2].parameters) == {"fromDate": "15/11/2026"}
    assert "2.25.204589396118861498869537259657369330951" not in str(live)


def test_a_changed_cassette_is_noticed(copy: Path) -> None:
    text = (copy / ONE).read_text("utf-8")
    (copy / ONE).write_text(text.replace("Homo sapiens", "Mus musculus"), "utf-8")

    with pytest.raises(
        CassetteError, match=r"Changed since they were recorded, or not recorded: getPatient/json\.yaml"
    ):
        check_folder(copy)


def test_a_cassette_that_was_taken_away_is_noticed(copy: Path) -> None:
    (copy / ONE).unlink()

    with pytest.raises(CassetteError, match=r"getPatient/json\.yaml"):
        check_folder(copy)


def test_a_cassette_that_was_added_is_noticed(copy: Path) -> None:
    shutil.copy(copy / ONE, copy / "getPatient" / "by-hand.yaml")

    with pytest.raises(CassetteError, match=r"getPatient/by-hand\.yaml"):
        check_folder(copy)


def test_a_recording_of_the_reference_server_cannot_call_itself_live(few: Path) -> None:
    honest = provenance_of(few, "live", NOW)
    msgspec.structs.replace(honest, source="live").write(few)

    assert honest.source == "reference"
    with pytest.raises(CassetteError, match="says live, the answers say reference"):
        check_folder(few)


def test_nor_can_it_say_that_others_recorded_it(few: Path) -> None:
    msgspec.structs.replace(provenance_of(few, "reference", NOW), source="observed").write(few)

    with pytest.raises(CassetteError, match="says observed, the answers say reference"):
        check_folder(few)


def test_nor_can_it_do_so_in_words(few: Path) -> None:
    msgspec.structs.replace(provenance_of(few, "reference", NOW), source_in_words="The live service.").write(few)

    with pytest.raises(CassetteError, match="says reference, the answers say reference"):
        check_folder(few)


def test_answers_by_another_server_are_live(few: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        text = (few / name).read_text("utf-8")
        (few / name).write_text(text.replace("nbia-reference-server", "nginx"), "utf-8")

    assert provenance_of(few, "live", NOW).source == "live"
    with pytest.raises(CassetteError, match="Another server than nbia-reference-server answered"):
        provenance_of(few, "reference", NOW)


def test_answers_by_two_servers_are_refused(few: Path) -> None:
    text = (few / "one.yaml").read_text("utf-8")
    (few / "one.yaml").write_text(text.replace("nbia-reference-server", "nginx"), "utf-8")

    with pytest.raises(CassetteError, match="partly by the reference server"):
        provenance_of(few, "live", NOW)


def test_no_answers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="or there are none"):
        provenance_of(tmp_path, "reference", NOW)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"asked": "somebody", "recorded_at": "2026-11-22T00:00:00Z"}'])
def test_a_damaged_provenance_is_a_clear_failure(tmp_path: Path, text: str) -> None:
    (tmp_path / PROVENANCE).write_text(text)

    with pytest.raises(CassetteError, match=r"PROVENANCE\.json cannot be read: .* Record with `make record`\."):
        read_provenance(tmp_path)


def test_provenance_is_json_that_people_can_read(few: Path) -> None:
    made = provenance_of(few, "reference", NOW)
    made.write(few)

    stated = json.loads((few / PROVENANCE).read_text("utf-8"))
    assert stated["recorded_at"] == "2026-11-22T00:00:00Z"
    assert stated["source_in_words"].startswith("The reference server of this repository")
    assert stated["versions"].keys() == {"python", "httpx", "vcrpy", "pytest-recording"}
    assert stated["cassettes"]["one.yaml"] == dataclasses.asdict(made.cassettes["one.yaml"])
