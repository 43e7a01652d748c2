"""The reports of `python -m generator diff`, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.generator.diff.repositories import Ran, commit, generate, project
from tests.generator.helpers import ROOT, copy_spec, edit, quoted, run_generator, uneven_tables

HOSTILE = "x|y`<b>\x1b[31m@someone #1 ::error::\n\u202e [a](https://evil.example)"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that had a release, and then three changes: one breaks callers, one adds something, one is of words."""
    project(tmp_path)
    commit(tmp_path, "v1.0.0")
    edit(tmp_path / "spec", "v1/api.yaml", "python: from_date", "python: since")
    edit(tmp_path / "spec", "v1/api.yaml", "title: Mini Search API", "title: Mini API")
    edit(
        tmp_path / "spec",
        "v1/endpoints.yaml",
        "      - DateReleased:\n",
        "      - ObjectCount\n      - DateReleased:\n",
    )
    return tmp_path


def hostile(folder: Path) -> Path:
    """Return a project whose parameter has a hostile name now."""
    project(folder)
    for file, old in (("endpoints", "      Collection:\n        guide"), ("api", "  Collection:\n    python")):
        new = old.replace("Collection", quoted(HOSTILE))
        edit(folder / "spec", f"v1/{file}.yaml", old, new)
    return folder


def test_as_text(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Ran(capsys, root)

    assert done.out == (
        "v1.0.0 -> the working tree\n"
        "Verdict: major. 3 differences: 1 breaks callers, 1 adds, 1 words.\n"
        "After 1.0.0 that means 2.0.0 at least: something breaks callers.\n"
        "\n"
        "BREAKS CALLERS (1)\n"
        "  python name changed: v1 getUpdatedSeries: parameter fromDate\n"
        "      was: from_date\n"
        "      is:  since\n"
        "      do:  Write get_updated_series(since=…) instead of from_date=….\n"
        "      spec/v1/api.yaml:59\n"
        "\n"
        "ADDS (1)\n"
        "  attribute added: v1 getUpdatedSeries: attribute ObjectCount\n"
        "      is:  object_count: integer\n"
        "      spec/v1/endpoints.yaml:13\n"
        "\n"
        "WORDS (1)\n"
        "  words: title: v1\n"
        "      was: Mini Search API\n"
        "      is:  Mini API\n"
        "      spec/v1/api.yaml:1\n"
    )


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_texts_that_are_cut_show_where_they_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    project(tmp_path)
    edit(tmp_path / "spec", "v1/api.yaml", "url: https://mini.example/", f"url: https://mini.example/{'a/' * 200}old/")
    generate(tmp_path / "spec")
    commit(tmp_path)

    edit(tmp_path / "spec", "v1/api.yaml", "/old/", "/new/")

    out = Ran(capsys, tmp_path, "HEAD", "--format", form).out
    assert ("/old/" in out, "/new/" in out) == (True, True)


def test_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Ran(capsys, root, "--format", "json")

    report = json.loads(done.out)
    assert {key: value for key, value in report.items() if key != "changes"} == {
        "schema": 1,
        "old": "v1.0.0",
        "new": "the working tree",
        "verdict": "major",
        "last_release": "1.0.0",
        "next_release": "2.0.0",
    }
    assert [(change["weight"], change["kind"]) for change in report["changes"]] == [
        ("words", "words: title"),
        ("breaks callers", "python name changed"),
        ("adds", "attribute added"),
    ]
    assert report["changes"][1] == {
        "weight": "breaks callers",
        "kind": "python name changed",
        "version": "v1",
        "endpoint": "getUpdatedSeries",
        "part": "parameter",
        "subject": "fromDate",
        "before": "from_date",
        "after": "since",
        "action": "Write get_updated_series(since=…) instead of from_date=….",
        "place": "spec/v1/api.yaml:59",
    }


def test_as_json_there_is_an_empty_list_where_nothing_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Ran(capsys, root, "HEAD", "v1.0.0", "--format", "json")

    assert (done.code, json.loads(done.out)["changes"], json.loads(done.out)["verdict"]) == (0, [], "nothing")


def test_as_markdown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Ran(capsys, root, "--format", "markdown")

    assert done.out.startswith("## v1.0.0 → the working tree\n\n**Verdict: major. 3 differences:")
    assert "\n### Breaks callers (1)\n\n| what | where | before | after | what to do | in the spec |\n" in done.out
    assert "| python name changed | v1 getUpdatedSeries: parameter fromDate | from\\_date | since | Write" in done.out
    assert "\n<details><summary>Words (1)</summary>\n" in done.out
    assert uneven_tables(done.out) == []


def test_as_annotations_of_github(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Ran(capsys, root, "--format", "github")

    first, second, last = done.out.splitlines()
    assert first.startswith(
        "::error file=spec/v1/api.yaml,line=59,title=breaks callers%3A python name changed::v1 getUpdatedSeries"
    )
    assert second.startswith("::notice file=spec/v1/endpoints.yaml,line=13,title=adds%3A attribute added::")
    assert last.startswith("::notice title=diff::v1.0.0 -> the working tree%0AVerdict: major.")


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_a_hostile_name_steers_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    done = Ran(capsys, hostile(tmp_path), "HEAD", "--format", form)

    assert done.code == 1
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert [line for line in done.out.splitlines() if line.startswith("::error::")] == []


def test_a_hostile_name_is_no_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Ran(capsys, hostile(tmp_path), "HEAD", "--format", "markdown")

    assert uneven_tables(done.out) == []
    assert "<b>" not in done.out
    assert "@someone" not in done.out
    assert "[a](https:" not in done.out


def test_for_programs_a_hostile_name_is_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Ran(capsys, hostile(tmp_path), "HEAD", "--format", "json")

    assert HOSTILE in [change["after"] for change in json.loads(done.out)["changes"]]


@pytest.mark.parametrize(
    ("old", "fail_on", "expected"),
    [("v1.0.0", "any", 1), ("v1.0.0", "breaking", 1), ("HEAD", "any", 1), ("main", "breaking", 1)],
)
def test_the_exit_code_says_whether_something_differs(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, fail_on: str, expected: int
) -> None:
    assert Ran(capsys, root, old, "--fail-on", fail_on).code == expected


def test_what_breaks_nobody_need_not_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project(tmp_path)
    edit(tmp_path / "spec", "v1/api.yaml", "title: Mini Search API", "title: Mini API")

    assert Ran(capsys, tmp_path, "HEAD", "--fail-on", "breaking").code == 0
    assert Ran(capsys, tmp_path, "HEAD").code == 1


def test_another_default_version_breaks_callers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project(tmp_path)
    (tmp_path / "spec" / "v2").mkdir()
    (tmp_path / "spec" / "v2" / "api.yaml").write_text("extends: v1\n", encoding="utf-8")
    edit(tmp_path / "spec", "package.yaml", "default_version: v1", "default_version: v2")

    done = Ran(capsys, tmp_path, "HEAD")

    assert "other default version: as a whole: package default_version\n      was: v1\n      is:  v2\n" in done.out
    assert "Import from nbia.v1 what is imported from nbia today, or move to v2." in done.out
    assert "version added: v2" in done.out


def test_the_program_says_where_a_change_of_the_real_spec_stands() -> None:
    done = run_generator("diff", "spec/v1", "spec/v4", "--format", "json")

    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert report["verdict"] == "major"
    assert [change for change in report["changes"] if not change["place"].startswith("spec/")] == []


def test_what_an_index_answers_stands_where_its_version_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = copy_spec(tmp_path)
    edit(spec, "v1/metadata.yaml", "    python: get_series\n", "    python: get_some_series\n")

    report = json.loads(Ran(capsys, ROOT, str(ROOT / "spec"), str(spec), "--format", "json").out)

    places = {change["version"]: change["place"] for change in report["changes"] if change["version"] != "v2"}
    assert places["idc"] == places["v1"]
    assert places["v1"].startswith("spec/v1/metadata.yaml:")


def test_the_program_ends_without_a_traceback_where_it_cannot_compare() -> None:
    done = run_generator("diff", "nowhere")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error[diff]: nowhere is no file, no folder and no revision")
