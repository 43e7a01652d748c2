"""`python -m generator import`, and `diff` of two OpenAPI files: what they print, and with what they exit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.__main__ import main
from tests.generator.helpers import run_generator

from .small_file import PATH, edited
from .test_proposal import MINI


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    path = tmp_path / "mini.yaml"
    path.write_text(MINI, encoding="utf-8")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.yaml"
    path.write_text(MINI.replace("name: fromDate", "name: since"), encoding="utf-8")
    return path


def test_nothing_to_tell_is_0(mini: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(mini), "--against", "v1", "--spec", str(spec)]) == 0
    assert capsys.readouterr().out == f"the spec of v1 -> {mini}\nNothing differs.\n"


def test_differences_are_1(other: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(other), "--against", "v1", "--spec", str(spec)]) == 1
    assert "required parameter added: v1 getUpdatedSeries: parameter since" in capsys.readouterr().out


def test_json_has_a_list_of_changes(other: Path, mini: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(other), "--against", "v1", "--spec", str(spec), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["changes"]
    main(["import", str(mini), "--against", "v1", "--spec", str(spec), "--format", "json"])
    nothing = json.loads(capsys.readouterr().out)["changes"]

    assert [each["kind"] for each in found] == ["required parameter added", "parameter removed"]
    assert nothing == []


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_every_report_tells_it(other: Path, spec: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(other), "--against", "v1", "--spec", str(spec), "--format", form])

    assert "required parameter added" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"openapi: 3.1.0\npaths: {}\n  x: [\n", "broken.yaml:3:3: this is not YAML"),
        (b"info: {}\n", "broken.yaml:1:1: this describes no API: it has no paths"),
        (b"\xff\xfe", "broken.yaml:1:1: this is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_2_and_one_paragraph(
    tmp_path: Path, spec: Path, content: bytes, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)

    code = main(["import", str(path), "--against", "v1", "--spec", str(spec)])

    printed = capsys.readouterr()
    assert (code, printed.out, printed.err.count("\n")) == (2, "", 1)
    assert expected in printed.err


def test_a_file_that_is_not_there_and_a_version_that_is_not_there_are_2(
    tmp_path: Path, mini: Path, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(tmp_path / "none.yaml"), "--against", "v1", "--spec", str(spec)]) == 2
    assert main(["import", str(mini), "--against", "v11", "--spec", str(spec)]) == 2
    assert "the spec has no version v11 (did you mean v1?). It has v1." in capsys.readouterr().err


def test_a_spec_that_does_not_load_is_2(mini: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (spec / "v1" / "api.yaml").write_text("service: {}\n", encoding="utf-8")

    assert main(["import", str(mini), "--against", "v1", "--spec", str(spec)]) == 2
    assert "errors in the spec; nothing was compared" in capsys.readouterr().err


def test_warnings_go_to_standard_error(tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(MINI.replace('["Yes", "No"]', "[Yes, No]"), encoding="utf-8")

    assert main(["import", str(path), "--against", "v1", "--spec", str(spec)]) == 0
    assert f"{path}:11:73: warning: Yes is a boolean" in capsys.readouterr().err


def test_a_patch_goes_to_standard_output_and_the_report_to_standard_error(
    other: Path, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["import", str(other), "--against", "v1", "--spec", str(spec), "--propose"])

    printed = capsys.readouterr()
    assert code == 1
    assert "--- a/spec/v1/endpoints.yaml\n" in printed.out
    assert "required parameter added" in printed.err


def test_a_new_version_is_written_once(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["import", str(PATH), "--as", "v5", "--spec", str(spec)]

    assert main(arguments) == 0
    assert main(["lint", "--spec", str(spec)]) == 0
    assert "endpoints: v1 3, v5 3" in capsys.readouterr().out
    assert main(arguments) == 2
    assert "nothing is overwritten" in capsys.readouterr().err


def test_to_propose_for_a_new_version_makes_no_sense(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(PATH), "--as", "v5", "--propose", "--spec", str(spec)]) == 2
    assert "give one of them" in capsys.readouterr().err


def test_diff_compares_two_openapi_files(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(edited("enum: [CT, MR]", "enum: [CT]"), encoding="utf-8")
    (tmp_path / "new.yaml").write_bytes(PATH.read_bytes())

    done = run_generator("diff", "old.yaml", "new.yaml", "--format", "json", folder=tmp_path)

    assert (done.returncode, done.stderr) == (1, "")
    assert [(each["kind"], each["subject"]) for each in json.loads(done.stdout)["changes"]] == [
        ("more values", "Modality")
    ]


def test_diff_of_a_broken_openapi_file_is_2_and_one_paragraph(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("a: [", encoding="utf-8")

    done = run_generator("diff", "old.yaml", str(PATH), folder=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error[diff]: old.yaml:2:1: ")


def test_an_openapi_file_cannot_be_compared_with_a_spec_by_diff(tmp_path: Path, spec: Path) -> None:
    done = run_generator("diff", str(spec), str(PATH), folder=tmp_path)

    assert done.returncode == 2
    assert "python -m generator import FILE --against VERSION" in done.stderr
