"""Numbers and names in words."""

from __future__ import annotations

import pytest

from nbia_core.table_text import Html, csv_line, html_table, text_line
from nbia_core.text import (
    counted,
    duration,
    one_line,
    plain,
    plain_lines,
    sentence,
    shortened,
    size,
    some,
    without_secrets,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_999, "1.0 MB"),
        (2_500_000_000, "2.5 GB"),
        (1_234_000_000_000_000, "1,234.0 TB"),
    ],
)
def test_sizes(number: int, text: str) -> None:
    assert size(number) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1:00 min"), (125, "2:05 min"), (7380, "2:03 h")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_counts() -> None:
    assert [counted(1, "row"), counted(1308, "row"), counted(2, "series", "series")] == [
        "1 row",
        "1,308 rows",
        "2 series",
    ]


@pytest.mark.parametrize("text", ["It is gone.", "did you mean idc?"])
def test_a_sentence_ends_once(text: str) -> None:
    assert sentence(text) == text


def test_a_text_without_an_end_gets_one() -> None:
    assert sentence("It is gone") == "It is gone."


def test_some_of_many_names() -> None:
    assert [some(["a", "b"], 2), some("abcde", 2)] == ["a, b", "a, b and 3 more"]


def test_a_text_is_shortened_to_what_is_allowed_with_the_mark() -> None:
    assert [shortened("abcdef", 6), shortened("abcdefg", 6), shortened("abcdefg", 6, "…")] == [
        "abcdef",
        "abc...",
        "abcde…",
    ]


def test_a_text_that_would_steer_a_terminal_is_harmless() -> None:
    assert [one_line("a\n b\x1b[31m"), plain("a\x1b[31m")] == ["a b\N{REPLACEMENT CHARACTER}[31m", "a\\x1b[31m"]


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x9b",
        "\x9d",
        "\u200b",
        "\u200f",
        "\u202e",
        "\u2028",
        "\u2066",
        "\ufeff",
        "\ud800",
    ],
)
def test_a_character_that_cannot_be_seen_becomes_its_escape(character: str) -> None:
    texts = [plain(f"a{character}b"), plain_lines(f"a{character}b")]

    assert [text.isprintable() for text in texts] == [True, True]
    assert [(text[:2], text[-1]) for text in texts] == [("a\\", "b")] * 2


def test_lines_stay_only_where_several_are_meant() -> None:
    assert [plain("a\n\tb\r"), plain_lines("a\n\tb\r")] == ["a\\n\\tb\\r", "a\n\tb\\r"]


def test_letters_and_blanks_of_all_languages_stay() -> None:
    assert plain("\u00a0\u3000\u00e9 \u540d") == "\u00a0\u3000\u00e9 \u540d"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("asked http://user:p@ss@host/v1@2 and more", "asked http://***@host/v1@2 and more"),
        ("socks5://user@host", "socks5://***@host"),
        ("Location: //user:secret@host", "Location: //***@host"),
        ("https:\\\\user:secret@host", "https:\\\\***@host"),
        ("mail to a@example.org", "mail to a@example.org"),
    ],
)
def test_urls_are_shown_without_user_and_password(text: str, shown: str) -> None:
    assert without_secrets(text) == shown


def test_cells_stand_in_columns_and_wide_characters_take_two() -> None:
    assert text_line(["a", "名前", "1"], [2, 5, 3], [False, False, True]) == "a   名前     1"


def test_texts_in_a_table_are_no_html_unless_they_are() -> None:
    table = html_table([["<b>", Html("<b>x</b>")]], ["A", "B"], titles={"B": '"b"'}, caption="one & all")

    assert table == (
        "<table><caption>one &amp; all</caption>"
        '<thead><tr><th>A</th><th title="&quot;b&quot;">B</th></tr></thead>'
        "<tbody><tr><td>&lt;b&gt;</td><td><b>x</b></td></tr></tbody></table>"
    )


def test_a_table_without_headings_has_no_head() -> None:
    assert html_table([["a"]]) == "<table><tbody><tr><td>a</td></tr></tbody></table>"


@pytest.mark.parametrize(
    ("cell", "line"),
    [("a,b", '"a,b"'), ('a"b', '"a""b"'), ("a\rb", '"a\rb"'), ("a\nb", '"a\nb"'), ("a;b c", "a;b c"), (None, "")],
)
def test_csv_has_quotes_where_they_are_needed(cell: str | None, line: str) -> None:
    assert csv_line([cell, "x"]) == f"{line},x\n"
