"""The folder of generated files: what drift is, how it is swept, and that the same spec always makes the same bytes."""

from __future__ import annotations

import json
import shutil
from importlib import metadata
from pathlib import Path

import msgspec
import pytest

from generator.__main__ import main
from generator.load.loading import load
from generator.render import formatting
from generator.tree import ForeignFolderError, build, compare, spec_sha256, write
from nbia_core.api.description import GeneratedFrom
from nbia_core.api.description_file import GENERATOR, from_json
from tests.generator.helpers import (
    GENERATED,
    ROOT,
    SPEC,
    copy_mini_spec,
    copy_spec,
    cut,
    edit,
    generate,
    mini_files,
    repository_files,
    run_generator,
    snapshot,
)

LOCALES = {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder as the small spec makes it."""
    write(mini_files(), tmp_path / "out")
    return tmp_path / "out"


def test_what_is_generated_is_what_spec_and_generator_make() -> None:
    assert compare(repository_files(), GENERATED) == []


def test_check_passes_when_there_is_no_drift(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", "--spec", str(copy_mini_spec(tmp_path)), "--output", str(out)])

    assert (code, capsys.readouterr().out) == (0, f"{out}: {len(mini_files())} files, no drift\n")


# Drift


def test_every_kind_of_drift_is_named_and_the_exit_code_is_1(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "docs/v1/index.md").write_text("changed", encoding="utf-8")
    (out / "nbia/v1/calls.py").unlink()
    (out / "notes.txt").write_text("extra", encoding="utf-8")

    code = main(["check", "--spec", str(copy_mini_spec(tmp_path)), "--output", str(out)])

    assert code == 1
    assert capsys.readouterr().err.splitlines() == [
        "error[drift]: changed: docs/v1/index.md",
        "error[drift]: extra: notes.txt",
        "error[drift]: missing: nbia/v1/calls.py",
        f"{out} is not what spec and generator make; run: make generate",
    ]


def test_one_changed_byte_is_drift(out: Path) -> None:
    (out / "nbia/py.typed").write_bytes(b"\n")

    assert compare(mini_files(), out) == ["changed: nbia/py.typed"]


def test_other_line_ends_are_drift(out: Path) -> None:
    (out / "docs/v1/index.md").write_bytes((out / "docs/v1/index.md").read_bytes().replace(b"\n", b"\r\n"))

    assert compare(mini_files(), out) == ["changed: docs/v1/index.md"]


def test_a_changed_manifest_is_drift(out: Path) -> None:
    (out / "manifest.json").write_text("{}", encoding="utf-8")

    assert compare(mini_files(), out) == ["changed: manifest.json"]


def test_a_file_in_an_extra_folder_is_drift(out: Path) -> None:
    (out / "nbia/v9").mkdir()
    (out / "nbia/v9/calls.py").touch()

    assert compare(mini_files(), out) == ["extra: nbia/v9/calls.py"]


def test_a_hidden_file_is_drift(out: Path) -> None:
    (out / "nbia/.hidden").touch()

    assert compare(mini_files(), out) == ["extra: nbia/.hidden"]


def test_an_extra_symlink_is_drift_even_if_it_leads_nowhere(out: Path) -> None:
    (out / "link.md").symlink_to("nowhere.md")

    assert compare(mini_files(), out) == ["extra: link.md"]


def test_a_symlink_to_a_folder_is_drift(out: Path, tmp_path: Path) -> None:
    (out / "more").symlink_to(tmp_path)

    assert compare(mini_files(), out) == ["extra: more"]


def test_a_symlink_in_the_place_of_a_file_is_drift(out: Path, tmp_path: Path) -> None:
    (out / "docs/v1/index.md").rename(tmp_path / "index.md")
    (out / "docs/v1/index.md").symlink_to(tmp_path / "index.md")

    assert compare(mini_files(), out) == ["changed: docs/v1/index.md"]


def test_what_python_caches_beside_modules_is_no_drift(out: Path) -> None:
    (out / "nbia/__pycache__").mkdir()
    (out / "nbia/__pycache__/errors.cpython-311.pyc").touch()

    assert compare(mini_files(), out) == []


def test_a_folder_that_is_not_there_misses_everything(tmp_path: Path) -> None:
    found = compare(mini_files(), tmp_path / "nowhere")

    assert found == sorted(f"missing: {path}" for path in mini_files())


# Writing


def test_generate_says_what_it_did(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (out / "docs/v1/index.md").write_text("changed", encoding="utf-8")
    (out / "nbia/v1/calls.py").unlink()
    (out / "notes.txt").write_text("extra", encoding="utf-8")

    code = main(["generate", "--spec", str(copy_mini_spec(tmp_path)), "--output", str(out)])

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        "removed notes.txt",
        "wrote docs/v1/index.md",
        "wrote nbia/v1/calls.py",
        f"{out}: {len(mini_files())} files, 3 changed",
    ]


@pytest.mark.parametrize("content", ['{"name": "A web site"}', "[]", "no JSON"])
def test_generate_does_not_sweep_a_folder_with_a_manifest_of_another_program(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    (tmp_path / "index.html").touch()

    with pytest.raises(ForeignFolderError, match="these are not generated files"):
        write(mini_files(), tmp_path)

    assert snapshot(tmp_path) == {"manifest.json": content.encode(), "index.html": b""}


def test_generate_sweeps_what_does_not_belong_there(out: Path, tmp_path: Path) -> None:
    (out / "nbia/v9/old").mkdir(parents=True)
    (out / "nbia/v9/old/calls.py").touch()
    (out / "empty/er").mkdir(parents=True)
    (out / "more").symlink_to(tmp_path)

    write(mini_files(), out)

    assert snapshot(out) == dict(mini_files())
    assert [(out / name).exists() for name in ("nbia/v9", "empty", "more")] == [False, False, False]


def test_generate_leaves_what_a_swept_link_leads_to(out: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").touch()
    (out / "more").symlink_to(tmp_path / "precious")

    write(mini_files(), out)

    assert (tmp_path / "precious/file").exists()


def test_generate_does_not_write_through_a_symlink(out: Path, tmp_path: Path) -> None:
    (tmp_path / "precious.md").write_text("precious", encoding="utf-8")
    (out / "docs/v1/index.md").unlink()
    (out / "docs/v1/index.md").symlink_to(tmp_path / "precious.md")

    write(mini_files(), out)

    assert (tmp_path / "precious.md").read_text(encoding="utf-8") == "precious"
    assert snapshot(out) == dict(mini_files())


def test_generate_replaces_a_folder_in_the_place_of_a_file(out: Path) -> None:
    (out / "docs/v1/index.md").unlink()
    (out / "docs/v1/index.md").mkdir()

    write(mini_files(), out)

    assert snapshot(out) == dict(mini_files())


def test_generate_replaces_a_file_in_the_place_of_a_folder(out: Path) -> None:
    shutil.rmtree(out / "docs")
    (out / "docs").touch()

    write(mini_files(), out)

    assert snapshot(out) == dict(mini_files())


def test_generate_does_not_touch_what_is_right_already(out: Path) -> None:
    before = (out / "nbia/__init__.py").stat().st_mtime_ns

    done = write(mini_files(), out)

    assert (done, (out / "nbia/__init__.py").stat().st_mtime_ns) == ([], before)


def test_an_endpoint_that_is_taken_away_takes_its_page_along(out: Path, tmp_path: Path) -> None:
    spec = copy_mini_spec(tmp_path)
    cut(spec, "v1/endpoints.yaml", "  getUpdatedSeries:", "  getSeriesSize:")
    cut(spec, "v1/endpoints.yaml", "  UpdatedSeries:", "  SeriesSize:")
    cut(spec, "v1/api.yaml", "  Collection:")
    cut(spec, "attributes.yaml", "  SeriesInstanceUID:", "  TotalSizeInBytes:")

    generate(spec, out)

    assert not (out / "docs/v1/endpoints/getUpdatedSeries.md").exists()
    assert "get_updated_series" not in (out / "nbia/v1/client.py").read_text(encoding="utf-8")


# The same bytes, always


def test_the_same_spec_makes_the_same_bytes(tmp_path: Path) -> None:
    assert build(copy_mini_spec(tmp_path)) == mini_files()


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", **LOCALES},
        {"PYTHONHASHSEED": "4294967295", "TZ": "America/Caracas", "LC_ALL": "C.UTF-8"},
    ],
)
def test_hash_seed_locale_time_zone_and_working_directory_do_not_matter(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    done = run_generator(
        "generate", "--spec", str(SPEC), "--output", str(tmp_path / "out"), folder=tmp_path, **environment
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert snapshot(tmp_path / "out") == dict(repository_files())


@pytest.mark.parametrize(("folder", "spec"), [(".", "spec"), ("spec", "."), ("spec/v1", ".."), (".", "spec/../spec")])
def test_it_does_not_matter_how_the_spec_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, spec: str
) -> None:
    copy_mini_spec(tmp_path)
    monkeypatch.chdir(tmp_path / folder)

    assert build(Path(spec)) == mini_files()


# The manifest


def test_the_manifest_says_whose_folder_it_is_and_which_formatter_was_used() -> None:
    manifest = json.loads(repository_files()["manifest.json"])

    assert manifest == {"made_by": "python -m generator generate", "formatter": f"ruff {metadata.version('ruff')}"}


def test_a_comment_in_the_spec_changes_no_file(tmp_path: Path) -> None:
    spec = copy_mini_spec(tmp_path)
    edit(spec, "attributes.yaml", "attributes:\n", "attributes: # all of them\n")

    assert build(spec) == mini_files()


def test_a_line_more_in_the_spec_changes_no_file(tmp_path: Path) -> None:
    spec = copy_mini_spec(tmp_path)
    edit(spec, "v1/endpoints.yaml", "endpoints:\n", "\nendpoints:\n")

    assert build(spec) == mini_files()


def test_a_new_attribute_changes_at_most_eight_files_of_a_version(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    edit(
        spec,
        "attributes.yaml",
        "attributes:\n",
        'attributes:\n  SliceLocation: {python: slice_location, tag: "0020,1041", type: number, meaning: A place.}\n',
    )
    edit(spec, "v1/metadata.yaml", "\n\n  UpdatedSeries:\n", "\n      - SliceLocation\n\n  UpdatedSeries:\n")

    changed = {path for path, data in build(spec).items() if data != repository_files().get(path)}

    assert {"nbia/v1/records.py", "docs/v1/attributes.md", "docs/v1/endpoints/getSeries.md"} <= changed
    assert len([path for path in changed if "v1" in path]) <= 8
    assert len([path for path in changed if "v2" in path]) <= 8


def test_no_file_holds_an_absolute_path_of_this_machine() -> None:
    assert [path for path, data in repository_files().items() if str(ROOT).encode() in data] == []


# The formatter


def test_a_formatter_of_another_version_is_a_failure_that_names_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(formatting, "FORMATTER", "0.0.1")

    code = main(["generate", "--spec", str(SPEC), "--output", str(tmp_path / "out")])

    installed = metadata.version("ruff")
    assert (code, capsys.readouterr().err) == (
        2,
        f"error[formatter]: ruff {installed} is installed, but the output is formatted with ruff 0.0.1\n",
    )
    assert not (tmp_path / "out").exists()


def test_a_missing_formatter_is_a_failure_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = copy_mini_spec(tmp_path)

    def not_installed(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", not_installed)

    code = main(["check", "--spec", str(spec)])

    assert (code, "error[formatter]: ruff is not installed" in capsys.readouterr().err) == (2, True)


def test_the_formatter_runs_twice_whatever_the_number_of_endpoints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(formatting, "_run", commands.append)

    build(SPEC)
    build(copy_mini_spec(tmp_path))

    assert [command[3] for command in commands] == ["check", "format", "check", "format"]


def test_the_version_of_the_formatter_is_the_one_that_the_project_installs() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert f'"ruff=={formatting.FORMATTER}"' in project


# What a description says of its making


def test_a_description_says_from_which_spec_it_was_generated(tmp_path: Path) -> None:
    spec = copy_mini_spec(tmp_path)

    made = from_json(build(spec)["nbia/v1/api.json"]).generated_from

    assert made == GeneratedFrom(spec_sha256=spec_sha256(load(spec)["v1"]), generator=GENERATOR)


def test_the_hash_of_a_version_follows_the_version_that_it_extends(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    before = {version: spec_sha256(read) for version, read in load(spec).items()}

    edit(spec, "v1/metadata.yaml", "purpose: ", "purpose: Really, ")

    after = {version: spec_sha256(read) for version, read in load(spec).items()}
    assert [version for version in before if before[version] != after[version]] == ["v1", "v2"]


def test_a_description_of_a_newer_generator_is_refused() -> None:
    text = mini_files()["nbia/v1/api.json"].replace(b'"generator": 1', b'"generator": 2')

    with pytest.raises(msgspec.ValidationError, match="written by version 2 of the generator; this program reads 1"):
        from_json(text)
