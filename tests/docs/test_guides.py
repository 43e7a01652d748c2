"""The examples of the hand-written pages that need more than a line to run: the spec, the contract, the recordings."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.load.problems import SpecError
from generator.load.recordings import FILE, Endpoint, Recordings, read
from nbia.__main__ import main
from tests.docs.markdown import GUIDES, blocks
from tests.generator.helpers import SPEC, copy_spec, generate, specs
from tests.recorded_answers import recordings, text
from tests.reference_server import ReferenceServer, changes

CHANGE = GUIDES / "changing-the-spec.md"
CONTRACT = GUIDES / "contract-in-ci.md"
LOGIN = GUIDES / "login.md"
HERE = "import nbia; nbia.Client.servers = {{'public': {base_url!r}}}\n"


def run(code: str, package: Path, server: ReferenceServer) -> str:
    """Run code with the package of a folder, in a process of its own, and return what it prints."""
    command = [sys.executable, "-W", "error", "-c", HERE.format(base_url=server.base_url) + code]
    return subprocess.run(
        command, env={"PYTHONPATH": str(package)}, check=True, capture_output=True, text=True, timeout=600
    ).stdout


def test_the_change_of_the_spec_makes_a_typed_attribute(tmp_path: Path, server: ReferenceServer) -> None:
    spec = copy_spec(tmp_path)
    (attribute,), (use,) = blocks(CHANGE, "yaml")[0].values, blocks(CHANGE, "yaml")[1].values
    (code,) = blocks(CHANGE, "python")[0].values
    metadata = spec / "v1" / "metadata.yaml"
    (spec / "added.yaml").write_text(attribute)
    metadata.write_text(metadata.read_text().replace("\n\n  UpdatedSeries:\n", f"\n{use}\n  UpdatedSeries:\n", 1))
    server.change(changes.add_attribute("getSeries", "SpacingBetweenSlices", 1.25))

    generated = generate(spec, tmp_path / "generated")

    assert run(code, generated, server).split() == ["1.25"] * 5
    assert (
        "| `SpacingBetweenSlices`<br>`spacing_between_slices` | (0018,0088) | number (number) |"
        in (generated / "docs/v1/endpoints/getSeries.md").read_text()
    )


def test_the_contract_example_for_pytest_passes(tmp_path: Path, server: ReferenceServer) -> None:
    (code,) = blocks(CONTRACT, "python")[0].values
    (tmp_path / "test_service.py").write_text(HERE.format(base_url=server.base_url) + code)

    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_service.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)

    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_the_workflow_is_yaml_and_runs_commands_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    (workflow,) = blocks(CONTRACT, "yaml")[0].values
    steps = yaml.safe_load(workflow)["jobs"]["contract"]["steps"]
    (command,) = [step["run"] for step in steps if step.get("run", "").startswith("nbia ")]

    code = main([*shlex.split(command)[1:], "--help"])

    assert code == 0
    assert "--report" in capsys.readouterr().out


# What the pages say of the recordings


@pytest.mark.parametrize("version", specs())
def test_what_the_pages_say_of_the_recordings_is_what_the_cassettes_hold(version: str) -> None:
    stated = (SPEC / version / FILE).read_text(encoding="utf-8")

    assert stated == text(recordings(version)), "write it anew: python -m tests.recorded_answers, then make generate"


def test_presence_is_counted_by_row() -> None:
    series = read(SPEC / "v1").endpoints["getSeries"]

    presence = series.presence(["SeriesInstanceUID", "AnnotationsFlag"])

    assert presence == {"SeriesInstanceUID": f"{series.row_count} of {series.row_count}", "AnnotationsFlag": "0 of 5"}


def test_a_spec_without_recordings_makes_pages_without_them(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    (spec / "v1" / FILE).unlink()

    page = (generate(spec, tmp_path / "generated") / "docs/v1/endpoints/getSeries.md").read_text()

    assert read(spec / "v1") == Recordings()
    assert "A recorded answer" not in page


@pytest.mark.parametrize("damage", ["", "{", '{"endpoints": []}', '{"unknown": 1}'])
def test_recordings_that_cannot_be_read_are_a_problem_of_the_spec(tmp_path: Path, damage: str) -> None:
    (tmp_path / FILE).write_text(damage)

    with pytest.raises(SpecError, match=r"recorded.json:1:1: error\[file\]: cannot be read"):
        read(tmp_path)


def test_an_answer_is_shown_as_json_that_is_valid() -> None:
    answers: list[Endpoint] = [endpoint for endpoint in read(SPEC / "v1").endpoints.values() if endpoint.answer.rows]

    assert len(answers) == 15
    assert [yaml.safe_load(endpoint.answer.text) for endpoint in answers] == [
        [dict(row) for row in endpoint.answer.rows] for endpoint in answers
    ]


def test_the_example_of_a_login_runs(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("nbia.v2.Client.servers", {"public": server.url("v2")})
    (code,) = blocks(LOGIN, "python")[0].values

    exec(compile(code, "example", "exec"), {})

    assert capsys.readouterr().out.strip()
    assert [request.username for request in server.tokens.requests] == ["nbia_guest"]
