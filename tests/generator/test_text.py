"""Text that may stand in generated Python: whatever is put in comes out of the interpreter again."""

from __future__ import annotations

import ast
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.load.problems import Problem, SpecError, did_you_mean
from generator.render.text import WIDTH, Code, docstring, joined, literal, name
from tests.generator.helpers import one_line

INDENTS = st.sampled_from((0, 4, 8))
TRICKY = st.text(alphabet="\"\\\n '{}a#\t\r\x0b", max_size=30)
TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=200) | TRICKY


@given(text=TEXTS.filter(str.strip), indent=INDENTS)
@example(text='"', indent=0)
@example(text='""""""', indent=4)
@example(text="\\", indent=0)
@example(text='\\"', indent=4)
@example(text="word " * 100, indent=8)
def test_a_docstring_says_what_the_text_says(text: str, indent: int) -> None:
    source = docstring([text], indent)

    assert one_line(ast.literal_eval(source)) == one_line(text)


@given(paragraphs=st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4), indent=INDENTS)
def test_a_docstring_keeps_its_paragraphs(paragraphs: list[str], indent: int) -> None:
    value = ast.literal_eval(docstring(list(paragraphs), indent))

    assert [one_line(part) for part in value.split("\n\n")] == [one_line(part) for part in paragraphs]


@given(lines=st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4), indent=INDENTS)
def test_a_block_of_a_docstring_keeps_its_words(lines: list[str], indent: int) -> None:
    value = ast.literal_eval(docstring([["Args:", *lines]], indent))

    assert one_line(value) == one_line(" ".join(["Args:", *lines]))


def test_a_docstring_with_a_null_character_is_python_nevertheless() -> None:
    source = docstring(["a\0b"], 4)

    assert ast.literal_eval(source) == "a\0b"


def test_a_docstring_is_wrapped_at_the_width_of_the_code() -> None:
    lines = docstring(["word " * 100], 8).splitlines()

    assert max(len(" " * 8 + line.strip()) for line in lines) <= WIDTH
    assert {len(line) - len(line.lstrip()) for line in lines[1:]} == {8}


def test_a_short_docstring_stands_on_one_line() -> None:
    assert docstring(["Short.", ""], 4) == '"""Short."""'


def test_the_names_of_a_block_hang() -> None:
    assert docstring(["Does it.", ["Args:", "a: " + "word " * 30], ["Returns:", "Nothing."]], 4) == (
        '"""Does it.\n\n    Args:\n        a: '
        + ("word " * 20).strip()
        + "\n            "
        + ("word " * 10).strip()
        + "\n\n"
        '    Returns:\n        Nothing.\n    """'
    )


@given(value=st.text() | st.integers() | st.booleans() | st.none() | st.lists(st.text(), max_size=3).map(tuple))
def test_a_literal_is_the_value(value: str | int | bool | tuple[str, ...] | None) -> None:
    assert ast.literal_eval(literal(value)) == value


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_a_literal_of_a_float_is_the_float(value: float) -> None:
    assert math.isclose(ast.literal_eval(literal(value)), value, rel_tol=0)


@pytest.mark.parametrize("text", ["a", "_", "get_series", "Series", "été"])
def test_a_python_name_is_code(text: str) -> None:
    assert (name(text), type(name(text))) == (text, Code)


@pytest.mark.parametrize("text", ["", "a b", "a.b", "a;b", "1a", "class", "None", "await", "a-b", "a\n", '"'])
def test_what_is_no_python_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no Python name"):
        name(text)


def test_pieces_of_code_are_joined_as_code() -> None:
    assert (joined([Code("a"), Code("b")]), type(joined([]))) == ("a, b", Code)


# The words of lint


@pytest.mark.parametrize(
    ("word", "known", "suggestion"),
    [
        ("Modalty", ["Collection", "Modality"], " (did you mean Modality?)"),
        ("modality", ["Modality"], " (did you mean Modality?)"),
        ("Zebra", ["Collection", "Modality"], ""),
        ("anything", [], ""),
    ],
)
def test_a_near_word_is_suggested(word: str, known: list[str], suggestion: str) -> None:
    assert did_you_mean(word, known) == suggestion


def test_problems_are_sorted_by_line_as_a_number_and_said_once() -> None:
    late, early = Problem("a.yaml", 10, 1, "key", "b"), Problem("a.yaml", 9, 1, "key", "a")

    assert str(SpecError([late, early, late])) == "a.yaml:9:1: error[key]: a\na.yaml:10:1: error[key]: b"
