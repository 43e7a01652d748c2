"""What lint says of broken YAML and of several broken files, and that nothing is written then."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.__main__ import main
from generator.load.loading import load
from generator.load.problems import SpecError
from tests.generator.helpers import (
    SPEC,
    edit,
    problems,
    problems_with_text,
    problems_with_value,
    snapshot,
)

ATTRIBUTES = "attributes.yaml"
SERVICE = "v1/api.yaml"
ENDPOINTS = "v1/endpoints.yaml"
FILES = (ATTRIBUTES, SERVICE, ENDPOINTS)
PIECES = (
    "\n",
    "  ",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "<<: ",
    "? ",
    "|",
    ">",
    "'",
    '"',
    "#",
    "%",
    "!!",
)
VALUES = (
    "",
    "x",
    "No",
    "~",
    "1",
    "1.5",
    ".nan",
    "-0",
    "2010-08-16",
    "[]",
    "{}",
    "[a]",
    "{a: b}",
    "*a",
    "!!set {a}",
    "''",
)
LINE = re.compile(r"spec/[a-z0-9/]+\.yaml:[0-9]+:[0-9]+: error\[[a-z-]+\]: .+")


def test_the_spec_of_the_repository_has_no_errors() -> None:
    assert problems(SPEC) == []


def test_lint_counts_the_endpoints_of_a_good_spec(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["lint", "--spec", str(SPEC)])

    assert code == 0
    assert capsys.readouterr().out == f"{SPEC}: no errors; endpoints: advanced 41, v1 18, v2 21, v4 46\n"


# YAML


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            ATTRIBUTES,
            "    type: uid\n",
            "    type: uid\n    type: text\n",
            "6:5: error[duplicate-key]: type stands here a second time; the first is in line 5",
        ),
        (
            ATTRIBUTES,
            "  Collection:\n",
            "  SeriesInstanceUID:\n",
            "8:3: error[duplicate-key]: SeriesInstanceUID stands here a second time; the first is in line 2",
        ),
        (
            ATTRIBUTES,
            "meaning: Whether there are annotations.",
            "meaning: No",
            '22:14: error[unquoted-boolean]: No is a boolean in YAML, not a text; write "No"',
        ),
        (
            ATTRIBUTES,
            "example: 1.3.6.1.4.1.9328.50.1.2",
            "example: 1997-10-03 00:00:00.0",
            "7:14: error[unquoted-text]: 1997-10-03 00:00:00.0 is a timestamp in YAML, not a text; "
            'write "1997-10-03 00:00:00.0"',
        ),
        (
            ATTRIBUTES,
            "example: 1.3.6.1.4.1.9328.50.1.2",
            "example: 12:30:45",
            '7:14: error[unquoted-text]: 12:30:45 is a number in an unusual form in YAML, not a text; write "12:30:45"',
        ),
        (
            ATTRIBUTES,
            "    type: uid\n",
            "    type: !word uid\n",
            '5:11: error[unquoted-text]: uid is a !word in YAML, not a text; write "uid"',
        ),
        (ATTRIBUTES, "  SeriesNumber:\n", "  1:\n", "13:3: error[key]: a key must be a text; quote it"),
        (ATTRIBUTES, "  SeriesNumber:\n", "  ? [a]\n  :\n", "13:5: error[key]: a key must be a text; quote it"),
    ],
)
def test_what_yaml_would_misread_is_named(spec: Path, file: str, old: str, new: str, expected: str) -> None:
    edit(spec, file, old, new)

    assert problems(spec) == [f"spec/{file}:{expected}"]


def test_each_unquoted_word_of_a_list_is_named(spec: Path) -> None:
    edit(spec, SERVICE, '["Yes", "No"]', "[Yes, No]")

    assert problems(spec) == [
        'spec/v1/api.yaml:50:14: error[unquoted-boolean]: Yes is a boolean in YAML, not a text; write "Yes"',
        'spec/v1/api.yaml:50:19: error[unquoted-boolean]: No is a boolean in YAML, not a text; write "No"',
    ]


def test_a_merge_key_is_no_part_of_the_language(spec: Path) -> None:
    edit(spec, ATTRIBUTES, "    python: collection\n", "    <<: {type: text}\n    python: collection\n")

    assert problems(spec) == [
        "spec/attributes.yaml:9:5: error[unknown-key]: attributes.Collection has no key <<",
        'spec/attributes.yaml:9:5: error[unquoted-text]: << is a merge in YAML, not a text; write "<<"',
    ]


def test_an_alias_that_refers_to_what_it_stands_in_is_an_error(spec: Path) -> None:
    edit(spec, ATTRIBUTES, "attributes:\n", "attributes: &all\n")
    edit(spec, ATTRIBUTES, "  Collection:\n", "  Loop: *all\n  Collection:\n")

    assert problems(spec) == ["spec/attributes.yaml:8:9: error[yaml]: the alias all stands within what it names"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    python: collection\n",
            "    python: [collection\n",
            "10:8: error[yaml]: this is not YAML: ",
        ),
        (
            "    python: collection\n",
            "\tpython: collection\n",
            "9:1: error[yaml]: this is not YAML: ",
        ),
        (
            "meaning: The name of",
            "meaning: The name: of",
            "12:22: error[yaml]: this is not YAML: ",
        ),
        (
            "meaning: The name of",
            "meaning: The\x07name of",
            "12:17: error[yaml]: this is not YAML: the character #x0007 may not stand in it",
        ),
    ],
)
def test_broken_syntax_is_an_error_with_its_place(spec: Path, old: str, new: str, expected: str) -> None:
    edit(spec, ATTRIBUTES, old, new)

    (problem,) = problems(spec)
    assert problem.startswith(f"spec/attributes.yaml:{expected}")


@pytest.mark.parametrize("opening", ["- ", "[", "{a: "])
@pytest.mark.parametrize("depth", [101, 50_000])
def test_nesting_without_end_is_an_error_with_its_place(spec: Path, opening: str, depth: int) -> None:
    (spec / ATTRIBUTES).write_text(opening * depth)

    (problem,) = problems(spec)
    assert re.fullmatch(
        r"spec/attributes\.yaml:1:\d+: error\[yaml\]: it is nested too deeply: more than 100 levels", problem
    )


def test_broken_syntax_does_not_bring_further_errors_that_are_none(spec: Path) -> None:
    edit(spec, ATTRIBUTES, "    python: collection\n", "    python: [collection\n")

    assert len(problems(spec)) == 1


def test_a_long_value_is_cut_in_the_error(spec: Path) -> None:
    edit(spec, ATTRIBUTES, "    python: collection\n", f"    python: [{'word, ' * 1000}]\n")

    (problem,) = problems(spec)
    assert problem.startswith("spec/attributes.yaml:9:5: error[type]: attributes.Collection.python: ['word', 'word', ")
    assert problem.endswith(" is of another type than string")
    assert len(problem) < 300


# Files


def test_a_file_that_is_not_utf_8_is_an_error_and_the_only_one(spec: Path) -> None:
    (spec / ATTRIBUTES).write_bytes(b"attributes:\n  \xe9\n")

    assert problems(spec) == ["spec/attributes.yaml:1:1: error[yaml]: the file is not UTF-8 (byte 14)"]


def test_an_empty_file_is_an_error(spec: Path) -> None:
    (spec / "v1" / "empty.yaml").write_text("# nothing yet\n", encoding="utf-8")

    assert problems(spec) == ["spec/v1/empty.yaml:1:1: error[type]: the file: None is of another type than object"]


def test_a_file_that_cannot_be_read_is_an_error(spec: Path) -> None:
    (spec / "v1" / ".#api.yaml").symlink_to("somebody@somewhere.1234")  # as editors lock a file that is being edited

    assert [line.split(" ")[0] for line in problems(spec)] == ["spec/v1/.#api.yaml:1:1:"]


def test_a_folder_that_is_named_like_a_file_is_an_error(spec: Path) -> None:
    (spec / "v1" / "more.yaml").mkdir()

    assert [line.split(" ")[0] for line in problems(spec)] == ["spec/v1/more.yaml:1:1:"]


def test_a_file_with_a_byte_order_mark_is_read(spec: Path) -> None:
    (spec / ATTRIBUTES).write_bytes(b"\xef\xbb\xbf" + (spec / ATTRIBUTES).read_bytes())

    assert problems(spec) == []


def test_a_file_with_the_line_ends_of_windows_is_read(spec: Path) -> None:
    (spec / ATTRIBUTES).write_bytes((spec / ATTRIBUTES).read_bytes().replace(b"\n", b"\r\n"))

    assert problems(spec) == []


def test_a_spec_that_does_not_exist_is_an_error_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["lint", "--spec", str(tmp_path / "nowhere")])

    assert (code, "error[" in capsys.readouterr().err) == (1, True)


def test_a_folder_without_yaml_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_bytes((SPEC / "schema.json").read_bytes())

    assert "spec:1:1: error[missing-key]: the folder holds no YAML file" in problems(tmp_path)


# All at once


def test_errors_of_all_files_come_in_one_run_by_file_and_line(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(spec, ENDPOINTS, "    returns: SeriesSize\n", "    returns: Size\n    returns: SeriesSize\n")
    edit(spec, ENDPOINTS, "status: 400", "status: 99")
    edit(spec, ATTRIBUTES, '    tag: "0020,0011"\n', "")
    edit(spec, ATTRIBUTES, "    type: uid\n", "    type: uid\n    kind: uid\n")
    edit(spec, SERVICE, '["Yes", "No"]', '["Yes", No]')

    code = main(["lint", "--spec", str(spec)])

    assert code == 1
    assert capsys.readouterr().err.splitlines() == [
        "spec/attributes.yaml:6:5: error[unknown-key]: attributes.SeriesInstanceUID has no key kind",
        "spec/attributes.yaml:14:3: error[missing-key]: attributes.SeriesNumber needs the key tag",
        'spec/v1/api.yaml:50:21: error[unquoted-boolean]: No is a boolean in YAML, not a text; write "No"',
        "spec/v1/endpoints.yaml:37:17: error[value]: endpoints.getImage.errors.0.status: 99 is less than the minimum of 100",
        "spec/v1/endpoints.yaml:74:5: error[duplicate-key]: returns stands here a second time; the first is in line 73",
        "5 errors; nothing was written",
    ]


def test_one_error_is_counted_as_one(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(spec, ATTRIBUTES, "    type: uid\n", "    type: uid\n    kind: uid\n")

    main(["lint", "--spec", str(spec)])

    assert capsys.readouterr().err.splitlines()[-1] == "1 error; nothing was written"


def test_broken_rules_of_all_files_come_in_one_run(spec: Path) -> None:
    edit(spec, ATTRIBUTES, "    python: collection\n", "    python: class\n")
    edit(spec, SERVICE, "      image_count: ObjectCount\n", "      image_count: ObjectCounts\n")
    edit(spec, ENDPOINTS, "v1/getImage?", "v1/getImages?")

    assert [line.partition("]")[0] for line in problems(spec)] == [
        "spec/attributes.yaml:9:13: error[python-name",
        "spec/v1/api.yaml:32:20: error[unknown-endpoint",
        "spec/v1/endpoints.yaml:32:12: error[sample-call",
    ]


def test_the_error_holds_its_problems_as_values(spec: Path) -> None:
    edit(spec, ATTRIBUTES, '    tag: "0020,0011"\n', "")

    with pytest.raises(SpecError) as caught:
        load(spec)

    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.column, problem.rule) == ("spec/attributes.yaml", 13, 3, "missing-key")


# The command line


def test_generate_writes_nothing_when_there_is_an_error(
    spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    (out / "docs").mkdir(parents=True)
    (out / "docs" / "old.md").write_text("old", encoding="utf-8")
    edit(spec, ATTRIBUTES, '    tag: "0020,0011"\n', "")

    code = main(["generate", "--spec", str(spec), "--output", str(out)])

    printed = capsys.readouterr()
    assert (code, printed.out) == (1, "")
    assert printed.err.splitlines()[0] == (
        "spec/attributes.yaml:13:3: error[missing-key]: attributes.SeriesNumber needs the key tag"
    )
    assert snapshot(out) == {"docs/old.md": b"old"}


def test_check_of_a_broken_spec_lists_its_errors(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(spec, ATTRIBUTES, '    tag: "0020,0011"\n', "")

    code = main(["check", "--spec", str(spec)])

    assert (code, "error[missing-key]" in capsys.readouterr().err) == (1, True)


@pytest.mark.parametrize("arguments", [["publish"], [], ["lint", "--loud"]])
def test_an_unknown_command_or_option_is_answered_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert (caught.value.code, capsys.readouterr().err[:26]) == (2, "usage: python -m generator")


# Whatever is written


@settings(max_examples=150)
@given(
    file=st.sampled_from(FILES),
    where=st.floats(0, 1),
    text=st.text(max_size=20) | st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)
def test_any_text_in_a_file_is_accepted_or_ends_in_a_list_of_errors(file: str, where: float, text: str) -> None:
    lines = problems_with_text(file, where, text)

    assert [line for line in lines if LINE.fullmatch(line) is None] == []


@settings(max_examples=150)
@given(file=st.sampled_from(FILES), number=st.integers(0, 100), value=st.sampled_from(VALUES) | st.text(max_size=8))
def test_any_value_of_any_key_is_accepted_or_ends_in_a_list_of_errors(file: str, number: int, value: str) -> None:
    lines = problems_with_value(file, number, value)

    assert [line for line in lines if LINE.fullmatch(line) is None] == []
