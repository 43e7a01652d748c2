"""Checks that share no code with ours: Redocly's rules, the requests of Schemathesis, the answers of Prism.

Redocly and Prism are packages of npm, which npx fetches into its own cache once. Where that cannot be, the tests are
skipped and say why. `tests/generator/test_openapi.py` has the check by openapi-spec-validator.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from nbia import Call, Client, v4
from nbia.v1 import calls
from nbia_core.api.description_file import load
from nbia_core.records.calls import rows_call
from tests.reference_server import ReferenceServer, changes

PROJECT = Path(__file__).parents[2]
SETTINGS = PROJECT / "tests" / "independent"
OPEN = PROJECT / "generated" / "openapi" / "nbia-v1.yaml"
STRICT = PROJECT / "generated" / "openapi" / "nbia-v1.strict.yaml"
FILES = sorted(OPEN.parent.glob("*.yaml"))
REDOCLY = "@redocly/cli@2.77.0"
PRISM = "@stoplight/prism-cli@5.16.0"
ENVIRONMENT = {**os.environ, "REDOCLY_TELEMETRY": "off", "NO_COLOR": "1", "npm_config_fetch_retries": "1"}
OPEN_4 = PROJECT / "generated" / "openapi" / "nbia-v4.yaml"
VERSION_4 = PROJECT / "generated" / "openapi" / "nbia-v4.strict.yaml"
REFUSING = (
    *("getCartData", "getDCMImage", "getDeniedSeries", "getDicomTags", "getDicomTagsByImageID", "getImage"),
    *("getImageDrillDown", "getImageWithMD5Hash", "getManifestForSimpleSearch", "getRestrictionsForSimpleSearch"),
    *("getSeriesMetadata", "getSimpleSearch", "getSitesForSeries", "getThumbnail"),
)
"""Endpoints of version 4 that refuse or fail for values that a schema lets through: unknown series, and forms without sense."""
LONGEST_FETCH = 100
LONGEST_RUN = 600

SERIES = "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"
SINCE = date(2010, 8, 16)
CALLS: list[Call[Any]] = [
    calls.get_body_part_values(collection="RIDER Pilot", modality="CT"),
    calls.get_collection_values(),
    calls.get_contents_by_name(name="TCIA_TCGA-PRAD_08-09-2016-v3"),
    calls.get_manufacturer_values(collection="RIDER Pilot"),
    calls.get_modality_values(body_part_examined="CHEST"),
    calls.get_patient(collection="RIDER Pilot"),
    calls.get_patient_by_collection_and_modality(collection="RIDER Pilot", modality="CT"),
    calls.get_patient_study(collection="RIDER Pilot"),
    calls.get_series(collection="RIDER Pilot", modality="CT"),
    calls.get_series_meta_data(series_instance_uid=SERIES),
    calls.get_series_size(series_instance_uid=SERIES),
    calls.get_sop_instance_uids(series_instance_uid=SERIES),
    calls.get_updated_series(from_date=SINCE),
    calls.new_patients_in_collection(collection="RIDER Pilot", date=SINCE),
    calls.new_studies_in_patient_collection(collection="RIDER Pilot", date=SINCE),
]

CHANGES = {
    "getSeriesSize": changes.as_text("getSeriesSize", "ObjectCount"),
    "getModalityValues": changes.rename_attribute("getModalityValues", "Modality", "Kind"),
    "getPatientStudy": changes.content_type("getPatientStudy", "json", "text/json"),
    "getBodyPartValues": changes.needs_login("getBodyPartValues"),
    "getSOPInstanceUIDs": changes.retired("getSOPInstanceUIDs"),
    "getManufacturerValues": changes.require_parameter("getManufacturerValues", "key"),
}
"""A change for each of some endpoints."""

API_4 = load("nbia.v4")
CALLS_4: list[Call[Any]] = [
    rows_call(
        "nbia.v4", endpoint, {each.python: each.example_value for each in endpoint.parameters if each.is_required}
    )
    for endpoint in API_4.endpoints
    if endpoint.record is not None and endpoint.shape == "array" and endpoint.name != "getImageDrillDown"
]
"""Prism takes a field that may be repeated, and comes once, for no list: getImageDrillDown, which needs one, is left out."""

# Prism invents values that fit the patterns of the file, and no pattern knows how many days a month has.
WIDE_PATTERNS = {"(0[1-9]|[12][0-9]|3[01])": "(0[1-9]|1[0-9]|2[0-8])", "[0-9]{4}": "20[0-2][0-9]"}

pytestmark = pytest.mark.independent


@functools.cache
def npm_command(package: str) -> list[str]:
    """Return the command that runs a package of npm, or skip the test and say why there is none."""
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip(f"{package} needs Node.js, and there is no npx")
    command = [npx, "--yes", package]
    try:
        asked = run([*command, "--version"], SETTINGS, timeout=LONGEST_FETCH)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npx did not fetch {package} within {LONGEST_FETCH} s")
    if asked.returncode != 0:
        reasons = [line for line in asked.stdout.splitlines() if "error" in line.lower()]
        pytest.skip(f"npx cannot run {package}: {'; '.join(reasons[:2])}")
    return command


def run(command: list[str], folder: Path, timeout: float = LONGEST_RUN) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder of its own, and return what it says."""
    return subprocess.run(
        command,
        cwd=folder,
        env={**ENVIRONMENT, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )


@pytest.fixture(scope="module")
def redocly() -> list[str]:
    return [*npm_command(REDOCLY), "lint", "--config", str(SETTINGS / "redocly.yaml")]


@pytest.fixture(scope="module")
def findings(running_server: ReferenceServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what Schemathesis finds, by endpoint, at a server where some endpoints have changed."""
    running_server.reset()
    running_server.change(*CHANGES.values())
    asked = [option for name in (*CHANGES, "getPatient") for option in ("--include-path", f"/{name}")]
    outcome = schemathesis_run(
        tmp_path_factory.mktemp("findings"), *asked, "--max-examples", "3", url=running_server.base_url
    )
    running_server.reset()
    assert outcome.returncode == 1, outcome.stdout
    _, *said = re.split(r"(?m)^_+ GET /(\w+) _+$", outcome.stdout.partition("=== SUMMARY")[0])
    return dict(zip(said[::2], said[1::2], strict=True))


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Let Prism answer for the open variant of version 1, and return where it does."""
    with prism(OPEN, tmp_path_factory.mktemp("prism")) as address:
        yield address


@pytest.fixture(scope="module")
def mock_of_version_4(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Let Prism answer for the open variant of version 4, and return where it does."""
    with prism(OPEN_4, tmp_path_factory.mktemp("prism")) as address:
        yield address


@contextlib.contextmanager
def prism(path: Path, folder: Path) -> Iterator[str]:
    """Let Prism answer for a file, and return where it does."""
    command = npm_command(PRISM)
    document = folder / path.name
    document.write_text(narrowed(path.read_text()))
    with subprocess.Popen(
        [*command, "mock", "--port", "0", "--dynamic", "--seed", "1", "--errors", str(document)],
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        # npx starts a process of its own, which outlives it.
        watchdog = threading.Timer(LONGEST_RUN, os.killpg, [process.pid, signal.SIGKILL])
        watchdog.start()
        try:
            yield listening_address(process)
        finally:
            watchdog.cancel()
            os.killpg(process.pid, signal.SIGTERM)


def narrowed(document: str) -> str:
    """Return an OpenAPI file whose patterns let only such values through as there can be."""
    for wide, narrow in WIDE_PATTERNS.items():
        document = document.replace(wide, narrow)
    return document


def listening_address(process: subprocess.Popen[str]) -> str:
    """Wait until Prism says where it listens."""
    said = []
    for line in process.stdout or ():
        said.append(line)
        found = re.search(r"Prism is listening on (http://\S+)", line)
        if found:
            return found[1]
    pytest.fail(f"Prism did not start: {''.join(said)}")


def schemathesis_run(
    folder: Path, *options: str, url: str, document: Path = STRICT
) -> subprocess.CompletedProcess[str]:
    """Let Schemathesis send requests that fit the strict variant, and compare the answers with it."""
    if find_spec("schemathesis") is None:
        pytest.skip("Schemathesis is not installed")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(SETTINGS / "schemathesis.toml")]
    target = ["run", str(document), "--url", url, "--mode", "positive"]
    return run([*command, *target, *options], folder)


# Redocly reads the files


def test_redocly_has_nothing_to_say(redocly: list[str], tmp_path: Path) -> None:
    outcome = run([*redocly, *map(str, FILES)], tmp_path)

    assert outcome.returncode == 0, outcome.stdout
    assert "Your API descriptions are valid" in outcome.stdout
    assert [path.name for path in FILES if f"{path.name}: validated" not in outcome.stdout] == []


def test_redocly_sees_a_fault(redocly: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(OPEN.read_text().replace("'#/components/schemas/SeriesSize'", "'#/components/schemas/Nothing'"))

    outcome = run([*redocly, str(broken)], tmp_path)

    assert outcome.returncode == 1
    assert "Can't resolve $ref" in outcome.stdout


# Schemathesis asks the reference server


def test_the_reference_server_answers_as_the_file_says(server: ReferenceServer, tmp_path: Path) -> None:
    outcome = schemathesis_run(tmp_path, url=server.base_url)

    assert outcome.returncode == 0, outcome.stdout
    assert "18 selected / 18 total" in outcome.stdout
    assert "Tested: 18" in outcome.stdout


def test_the_reference_server_answers_as_the_file_of_version_4_says(server: ReferenceServer, tmp_path: Path) -> None:
    left_out = [option for name in REFUSING for option in ("--exclude-path", f"/{name}")]

    outcome = schemathesis_run(tmp_path, "--max-examples", "3", *left_out, url=server.url("v4"), document=VERSION_4)

    assert outcome.returncode == 0, outcome.stdout
    assert "Tested: 32" in outcome.stdout


@pytest.mark.parametrize(
    ("endpoint", "finding"),
    [
        ("getSeriesSize", "ST108 Response violates schema"),
        ("getModalityValues", "ST108 Response violates schema"),
        ("getPatientStudy", "ST105 Undocumented Content-Type"),
        ("getBodyPartValues", "ST103 Undocumented status code"),
        ("getSOPInstanceUIDs", "ST101 Server error"),
        ("getManufacturerValues", "ST202 Schema-valid request rejected"),
    ],
    ids=["type", "name", "content type", "login", "retired", "parameter"],
)
def test_schemathesis_sees_a_change(findings: dict[str, str], endpoint: str, finding: str) -> None:
    assert finding in findings[endpoint]


def test_schemathesis_sees_no_change_where_there_is_none(findings: dict[str, str]) -> None:
    assert findings.keys() == CHANGES.keys()


# Prism answers the client


def test_every_table_is_asked_of_the_mock() -> None:
    tables = re.findall(r"(?m)^  /(\w+):$(?:(?!^  /)[\s\S])*?^            application/json:$", OPEN.read_text())

    assert sorted(call.operation.name for call in CALLS) == sorted(tables)


@pytest.mark.parametrize("call", CALLS, ids=[call.operation.name for call in CALLS])
def test_the_client_reads_what_prism_invents(mock: str, call: Call[Any]) -> None:
    invented = dataclasses.replace(call, uids=())  # prism does not invent the UIDs that were asked for
    with Client(base_url=mock, strict=True, retries=0, timeout=20) as client:
        response = client.send(invented)

    assert response.value.to_dicts() == json.loads(response.content) != []
    assert response.value.mismatches == ()


@pytest.mark.parametrize("call", CALLS_4, ids=[call.operation.name for call in CALLS_4])
def test_the_client_of_version_4_reads_what_prism_invents(mock_of_version_4: str, call: Call[Any]) -> None:
    invented = dataclasses.replace(call, uids=())
    with v4.Client(base_url=mock_of_version_4, strict=True, retries=0, timeout=20) as client:
        response = client.send(invented)

    assert response.value.to_dicts() == json.loads(response.content) != []
    assert response.value.mismatches == ()
