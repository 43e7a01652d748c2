"""What can be compared is read from where it stands; what cannot gets one paragraph that says why, and exit code 2."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nbia_core.api.description_file import from_json
from tests.generator.diff.repositories import Ran, commit, git, project, wheel
from tests.generator.helpers import edit

API = Path("generated/nbia/v1/api.json")
METADATA = b"Metadata-Version: 2.4\nName: nbia-client\nVersion: 1.4.2\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path)


@pytest.fixture
def refusal(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What is said when arguments cannot be compared; nothing is reported then, and it is one paragraph."""

    def ran(*arguments: str) -> str:
        done = Ran(capsys, root, *arguments)
        assert (done.code, done.out) == (2, "")
        assert done.err.count("\n") == 1
        return done.err

    return ran


def changed(root: Path, change: Callable[[dict[str, Any]], object]) -> str:
    """Return the path of a description in which something was changed."""
    content = json.loads((root / API).read_bytes())
    change(content)
    path = root / "changed.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


# What can be read


@pytest.mark.parametrize(
    "old", ["HEAD", "main", "{root}/spec", "{root}/spec/v1", "{root}/generated/nbia/v1/api.json", "{root}/a.whl"]
)
def test_what_says_the_same_does_not_differ(root: Path, capsys: pytest.CaptureFixture[str], old: str) -> None:
    wheel(root / "a.whl", {"nbia/v1/api.json": (root / API).read_bytes(), "a-1.dist-info/METADATA": METADATA})

    done = Ran(capsys, root, old.format(root=root))

    assert (done.code, done.err) == (0, "")
    assert "Nothing differs." in done.out


def test_without_arguments_the_last_release_is_compared_with_the_working_tree(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(root, "v0.9.0")
    commit(root, "v0.10.0")
    commit(root, "v0.11.0rc1")
    edit(root / "spec", "v1/api.yaml", "python: from_date", "python: since")

    done = Ran(capsys, root)

    assert done.code == 1
    assert done.out.startswith("v0.10.0 -> the working tree\nVerdict: major. 1 difference: 1 breaks callers.\n")
    assert "After 0.10.0 that means 0.11.0 at least" in done.out
    assert "spec/v1/api.yaml:59" in done.out


def test_a_release_after_this_commit_does_not_count(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root, "v1.0.0")
    commit(root, "v2.0.0")
    git(root, "checkout", "--quiet", "v1.0.0")

    done = Ran(capsys, root)

    assert done.out.startswith("v1.0.0 -> the working tree\nNothing differs.")


def test_the_number_of_a_wheel_is_read(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = wheel(root / "a.whl", {"nbia/v1/api.json": (root / API).read_bytes(), "a-1.dist-info/METADATA": METADATA})
    edit(root / "spec", "v1/api.yaml", "python: from_date", "python: since")

    done = Ran(capsys, root, str(old))

    assert "After 1.4.2 that means 2.0.0 at least" in done.out


def test_two_versions_are_compared_where_one_of_each_is_given(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(root, lambda content: content.update(version="v2"))

    done = Ran(capsys, root, f"{root}/spec/v1", new)

    assert "BREAKS CALLERS (1)\n  other version: v2\n" in done.out


def test_a_path_counts_more_than_a_revision_of_the_same_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(root, "branch", "spec")

    done = Ran(capsys, root, f"{root}/spec", "HEAD")

    assert done.out.startswith(f"{root}/spec -> HEAD\n")


# What cannot


def test_there_is_nothing_to_compare_with_before_the_first_release(refusal: Callable[..., str]) -> None:
    assert "there is no release tag (such as v1.2.3) before this commit" in refusal()


UNKNOWN = ["nowhere", "HEAD~5", "v9.9.9", "a\x1b[31mb", "-x", "a b", "HEAD:spec", "\N{SNOWMAN}", "a" * 5000]
JUNK = [
    b"",
    b"\x00\xff\xfe junk",
    b"{",
    b"[" * 100_000,
    b"null",
    b"[]",
    b"{}",
    b'{"endpoints": 1}',
    b"PK\x03\x04 no more",
]


@pytest.mark.parametrize("name", UNKNOWN, ids=lambda name: ascii(name)[:20])
def test_a_revision_that_does_not_exist(refusal: Callable[..., str], name: str) -> None:
    said = refusal("--", name)

    assert (
        "is no file, no folder and no revision" in said or "neither the folder of a spec" in said or "File name" in said
    )
    assert "\x1b" not in said
    assert len(said) < 500


def test_a_name_that_no_path_can_have(refusal: Callable[..., str]) -> None:
    assert "is no path and no revision" in refusal("a\0b")


def test_a_revision_without_descriptions(root: Path, refusal: Callable[..., str]) -> None:
    git(root, "rm", "--quiet", "-r", "generated")
    commit(root)

    assert "has no descriptions (generated/nbia/*/api.json): it is older than they are" in refusal("HEAD")


def test_a_project_that_is_no_repository(root: Path, refusal: Callable[..., str]) -> None:
    (root / ".git").rename(root / "elsewhere")

    assert "is no git repository whose revisions could be read" in refusal("HEAD")


def test_a_spec_that_does_not_load(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root / "spec", "v1/endpoints.yaml", "returns: SeriesSize", "returns: SeriesSise")

    done = Ran(capsys, root, "HEAD")

    assert (done.code, done.out) == (2, "")
    assert "error[unknown-record]: no record SeriesSise is described (did you mean SeriesSize?)" in done.err
    assert done.err.endswith("errors in the spec; nothing was compared\n")


def test_a_folder_that_is_neither(root: Path, refusal: Callable[..., str]) -> None:
    (root / "empty").mkdir()

    assert "is neither the folder of a spec" in refusal(str(root / "empty"))


@pytest.mark.parametrize("content", JUNK, ids=lambda content: ascii(content)[:20])
def test_junk(root: Path, refusal: Callable[..., str], content: bytes) -> None:
    (root / "junk").write_bytes(content)

    said = refusal(str(root / "junk"))

    assert "is nothing that can be compared" in said or "is no description of the API" in said


def test_a_wheel_without_descriptions(root: Path, refusal: Callable[..., str]) -> None:
    path = wheel(root / "other.whl", {"other/__init__.py": b""})

    assert "holds no description" in refusal(str(path))


def test_a_damaged_wheel(root: Path, refusal: Callable[..., str]) -> None:
    path = wheel(root / "a.whl", {"nbia/v1/api.json": (root / API).read_bytes()})
    path.write_bytes(path.read_bytes().replace(b"mini", b"MINI", 1))

    assert "is a damaged wheel, or none" in refusal(str(path))


def test_a_wheel_that_holds_too_much(root: Path, refusal: Callable[..., str]) -> None:
    path = root / "large.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nbia/v1/api.json", bytes(30_000_000))
        archive.writestr("nbia/v2/api.json", bytes(30_000_000))

    assert "holds more than any descriptions have" in refusal(str(path))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda content: content.update(colour="blue"), "colour"),
        (lambda content: content["endpoints"][0].update(colour="blue"), "endpoints.colour"),
        (lambda content: content["records"][0]["attributes"][0].update(form="runes"), "records.attributes.form runes"),
    ],
)
def test_a_description_of_a_newer_generator(
    root: Path, refusal: Callable[..., str], change: Callable[[dict[str, Any]], object], words: str
) -> None:
    said = refusal(changed(root, change))

    assert "a newer generator wrote it, which says more than this one can compare" in said
    assert words in said


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["endpoints"][0].update(kind="hologram"),
        lambda content: content.update(status=7),
        lambda content: content.pop("status"),
        lambda content: content["endpoints"][1].update(record="Nothing"),
        lambda content: content.update(endpoints=7),
        lambda content: content.update(records={"a": 1}),
    ],
)
def test_a_description_that_cannot_be_read(
    root: Path, refusal: Callable[..., str], change: Callable[[dict[str, Any]], object]
) -> None:
    assert "is no description that this generator knows" in refusal(changed(root, change))


def test_a_version_that_is_not_there(root: Path, refusal: Callable[..., str]) -> None:
    said = refusal("HEAD", "--api", "v2")

    assert "HEAD has no version v2. It has v1" in said


def test_a_description_of_a_version_that_the_other_side_does_not_have(root: Path, refusal: Callable[..., str]) -> None:
    edit(root / "spec", "package.yaml", "default_version: v1", "default_version: v1\n  compat_version: v1")
    (root / "spec" / "v2").mkdir()
    (root / "spec" / "v2" / "api.yaml").write_text("extends: v1\nservice: {title: Another}\n", encoding="utf-8")

    said = refusal(changed(root, lambda content: content.update(version="v3")))

    assert "the working tree has no version v3" in said
    assert from_json((root / API).read_bytes()).version == "v1"
