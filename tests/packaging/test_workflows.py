"""The workflows: nothing foreign runs where something can be written, and nothing is taken from a place that can move."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.generator.diff.repositories import commit, git

PROJECT: Final = Path(__file__).parents[2]
WORKFLOWS: Final = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
CONTENTS: Final[dict[str, dict[Any, Any]]] = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in WORKFLOWS}
JOBS: Final = [
    pytest.param(job, id=f"{workflow}-{name}")
    for workflow, content in CONTENTS.items()
    for name, job in content["jobs"].items()
]
WRITERS: Final = [
    pytest.param(job, id=f"{workflow}-{name}")
    for workflow, content in CONTENTS.items()
    for name, job in content["jobs"].items()
    if "write" in job.get("permissions", {}).values()
]
TRUSTED: Final = {
    "actions/attest-build-provenance",
    "actions/checkout",
    "actions/deploy-pages",
    "actions/download-artifact",
    "pypa/gh-action-pypi-publish",
}
"""The actions that may run where something can be written; they run no code of the repository, and install no package."""

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
PROPOSES: Final = """#!/bin/sh
# nbia contract --api VERSION ... : proposes a new entry of the dictionary, or for v2 nothing, with a reason.
proposal="proposal-$3.patch"
if [ "$3" = v2 ]; then echo "# Left out: nothing follows." > "$proposal"; exit 1; fi
cp spec/attributes.yaml before
echo "  $3: new" >> spec/attributes.yaml
diff -u --label a/spec/attributes.yaml --label b/spec/attributes.yaml before spec/attributes.yaml > "$proposal"
mv before spec/attributes.yaml
exit 1
"""
each_job = pytest.mark.parametrize("job", JOBS)
each_writer = pytest.mark.parametrize("job", WRITERS)


def commands(job: dict[str, Any]) -> str:
    """What the steps of a job run in a shell."""
    return "\n".join(step["run"] for step in job["steps"] if "run" in step)


def actions(job: dict[str, Any]) -> set[str]:
    """The actions that a job uses."""
    return {step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step}


@each_workflow
def test_packages_are_installed_by_make_and_actions_are_pinned_by_commit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"pip |npm |npx ", text) == []
    assert [used for used in re.findall(r"uses: (\S+)", text) if not re.search(r"@[0-9a-f]{40}$", used)] == []


def test_an_action_has_one_commit_everywhere() -> None:
    used = {used for path in WORKFLOWS for used in re.findall(r"uses: (\S+)", path.read_text("utf-8"))}

    assert len(used) == len({name.partition("@")[0] for name in used})


@each_workflow
def test_no_checkout_keeps_credentials(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


@pytest.mark.parametrize("workflow", CONTENTS)
def test_a_workflow_by_itself_may_read_at_most(workflow: str) -> None:
    assert CONTENTS[workflow]["permissions"] in ({}, {"contents": "read"})


@each_job
def test_a_job_ends(job: dict[str, Any]) -> None:
    assert job["timeout-minutes"] <= 60


@each_job
def test_what_somebody_else_names_is_not_put_into_a_command(job: dict[str, Any]) -> None:
    assert re.findall(r"\$\{\{(?! matrix\.).*?\}\}", commands(job)) == []


@each_writer
def test_nothing_foreign_runs_where_something_can_be_written(job: dict[str, Any]) -> None:
    assert re.findall(r"(?m)(?:^|[;&|(]) *(?:\S*/)?(?:make|python3?|nbia|pip|uv)\b", commands(job)) == []
    assert actions(job) <= TRUSTED


@each_writer
def test_a_token_is_there_only_for_the_steps_that_need_it(job: dict[str, Any]) -> None:
    assert "TOKEN" not in str(job.get("env", {}))


def test_the_answers_of_the_service_are_read_where_nothing_can_be_written() -> None:
    job = CONTENTS["contract"]["jobs"]["live"]

    assert job["permissions"] == {"contents": "read"}
    assert "token" not in str(job).lower()


def test_proposals_of_several_versions_can_edit_the_same_lines(tmp_path: Path) -> None:
    (compare,) = (step["run"] for step in CONTENTS["contract"]["jobs"]["live"]["steps"] if step.get("id") == "contract")
    for version in ("v1", "v2", "v4"):
        (tmp_path / "tests" / "cassettes" / version).mkdir(parents=True)
    nbia = tmp_path / ".venv" / "bin" / "nbia"
    nbia.parent.mkdir(parents=True)
    nbia.write_text(PROPOSES)
    nbia.chmod(0o755)
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "attributes.yaml").write_text("attributes:\n")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)

    outputs = {"GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    subprocess.run(["bash", "-e", "-c", compare], cwd=tmp_path, check=True, env=os.environ | outputs)

    assert (tmp_path / "spec" / "attributes.yaml").read_text() == "attributes:\n"
    git(tmp_path, "apply", "--allow-empty", "proposal-v1.patch")
    git(tmp_path, "apply", "--allow-empty", "proposal-v2.patch")
    git(tmp_path, "apply", "--allow-empty", "proposal-v4.patch")
    assert (tmp_path / "spec" / "attributes.yaml").read_text() == "attributes:\n  v1: new\n  v4: new\n"


def test_the_pull_request_of_the_night_takes_over_no_other_files() -> None:
    taken = re.findall(r"--include \"(\S+)\"", commands(CONTENTS["contract"]["jobs"]["tell"]))

    assert taken == [
        *("spec/*", "generated/*", "tests/cassettes/*", "tests/public_api.txt"),
        *(".changes/+contract-*.md", "pyproject.toml", "CITATION.cff"),
    ]


def test_a_release_is_published_by_its_identity_alone() -> None:
    jobs = CONTENTS["release"]["jobs"]
    permissions = {name: job["permissions"] for name, job in jobs.items()}

    assert CONTENTS["release"][True] == {"push": {"tags": ["v*"]}}
    assert "secrets." not in str(jobs)
    assert permissions == {
        "test": {"contents": "read"},
        "build": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "publish": {"id-token": "write"},
        "announce": {"contents": "write"},
        "site": {"pages": "write", "id-token": "write"},
    }


def test_nothing_is_published_before_it_is_tested_and_attested() -> None:
    needs = {name: job.get("needs") for name, job in CONTENTS["release"]["jobs"].items()}

    assert needs == {
        "test": None,
        "build": None,
        "attest": ["test", "build"],
        "publish": "attest",
        "announce": "publish",
        "site": "publish",
    }
