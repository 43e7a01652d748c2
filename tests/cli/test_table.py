"""The table for people: which columns it has at which width, and what it says of those that it has not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from nbia_core.cli.cells import as_text, break_up, cut
from nbia_core.cli.layout import Column, draw
from tests.cli.command_line import NBIA, NO_TERMINALS, RIDER, in_a_terminal, one_line, variables
from tests.reference_server import ReferenceServer, faults

PILOT: Final = ("get-series", "--collection", "RIDER Pilot", "--modality", "CT")
UIDS: Final = ("2.25.204589396118861498869537259657369330951", "2.25.273797660863955883553217487273666709496")
BLANK: Final = st.characters(categories=["L", "N", "P", "Zs"])


def series(**further: Sequence[object]) -> list[Column]:
    """Return columns of two series."""
    values = {
        "SeriesInstanceUID": UIDS,
        "PatientID": ("ADRENAL-0001", "ADRENAL-0002"),
        "Modality": ("CT", "CT"),
        **further,
    }
    pythons = {"SeriesInstanceUID": "series_instance_uid", "PatientID": "patient_id", "Modality": "modality"}
    return [
        Column(name=name, python=pythons.get(name, name), values=list(each), is_number=isinstance(each[0], int))
        for name, each in values.items()
    ]


def drawn(columns: list[Column], room: int, *, total: int = 2, are_chosen: bool = False) -> list[str]:
    """Return the lines of a table."""
    console = Console(width=room, markup=False, highlight=False, no_color=True)
    with console.capture() as capture:
        draw(columns, console, total=total, room=room, are_chosen=are_chosen, mark="…")
    return [line.rstrip() for line in capture.get().splitlines()]


def test_everything_is_shown_where_there_is_room() -> None:
    assert drawn(series(ImageCount=(3, 120)), 100) == [
        "SeriesInstanceUID                             PatientID     ImageCount",
        "2.25.204589396118861498869537259657369330951  ADRENAL-0001           3",
        "2.25.273797660863955883553217487273666709496  ADRENAL-0002         120",
        "2 rows.",
        "In each of them: Modality CT.",
    ]


def test_in_a_narrow_terminal_headings_break_and_uids_show_their_ends() -> None:
    assert drawn(series(ImageCount=(3, 120)), 40) == [
        "SeriesInstance                Image",
        "UID             PatientID     Count",
        "…9657369330951  ADRENAL-0001      3",
        "…7273666709496  ADRENAL-0002    120",
        "2 rows.",
        "In each of them: Modality CT.",
        "… marks what is cut.",
    ]


def test_what_has_no_room_is_named() -> None:
    lines = drawn(series(ProtocolName=("a" * 30, "b" * 30), StudyDesc=("c" * 30, "d" * 30)), 30)

    assert lines[4:] == [
        "2 rows.",
        "In each of them: Modality CT.",
        "Not shown: ProtocolName,",
        "StudyDesc; --columns chooses,",
        "-o FILE has all.",
        "… marks what is cut.",
    ]


def test_columns_without_values_are_named_apart() -> None:
    lines = drawn(series(EthnicGroup=(None, None)), 80)

    assert lines[-1] == "Without any value: EthnicGroup."


def test_chosen_columns_are_shown_even_if_they_say_little() -> None:
    lines = drawn(series(EthnicGroup=(None, None)), 100, are_chosen=True)

    assert lines[0] == "SeriesInstanceUID                             PatientID     Modality  EthnicGroup"
    assert lines[3:] == ["2 rows."]


def test_more_rows_than_are_shown_are_counted() -> None:
    assert drawn(series(), 80, total=1308)[3] == "2 of 1,308 rows; --limit 0 shows all."


def test_a_single_row_has_a_line_for_each_attribute() -> None:
    columns = [Column(name=f"Name{number}", python="", values=[f"value {number}"]) for number in range(10)]

    assert drawn(columns, 40, total=1) == [*(f"Name{number}  value {number}" for number in range(10)), "1 row."]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Creative Commons License", ["Creative ", "Commons ", "License"]),
        ("2.25.2045893961188614988", ["2.25.20458", "9396118861", "4988"]),
        ("1234567890", ["1234567890"]),
        ("", []),
    ],
)
def test_a_long_value_goes_on_in_the_next_line(text: str, lines: list[str]) -> None:
    assert list(break_up(text, 10)) == lines


def test_no_row_is_no_table() -> None:
    assert drawn([Column(name="Modality", python="modality", values=[])], 80, total=0) == ["0 rows."]


def test_a_row_without_any_value_is_a_row() -> None:
    lines = drawn([Column(name="Modality", python="modality", values=[None, None])], 80)

    assert lines == ["Modality", "", "", "2 rows.", "Without any value: Modality."]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (0, "0"),
        ("0012", "0012"),
        (datetime(2010, 8, 16), "2010-08-16"),
        (datetime(2010, 8, 16, 14, 3, 11), "2010-08-16 14:03:11"),
        ("red\x1b[31m", "red\\x1b[31m"),
        ("two\nlines", "two\\nlines"),
        ("É µ 名", "É µ 名"),
    ],
)
def test_values_are_texts_of_one_line(value: object, text: str) -> None:
    assert as_text(value) == text


@given(st.text(), st.integers(1, 40), st.sampled_from(["…", "..."]), st.booleans())
def test_what_is_cut_has_a_mark_and_is_no_wider_than_its_column(
    text: str, width: int, mark: str, at_start: bool
) -> None:
    shown = cut(text, width, mark, at_start=at_start)

    assert shown == text or mark in shown
    assert cell_len(shown) <= max(width, len(mark))


@given(
    st.lists(st.lists(st.text(BLANK, max_size=60), min_size=3, max_size=3), min_size=1, max_size=12),
    st.integers(40, 200),
)
def test_no_line_is_wider_than_the_terminal(values: list[list[str]], room: int) -> None:
    columns = [Column(name=f"Column{number}", python="", values=list(each)) for number, each in enumerate(values)]

    assert [line for line in drawn(columns, room, total=3) if cell_len(line) > room] == []


@given(st.lists(st.text("abcdefg", min_size=1, max_size=20), min_size=1, max_size=8, unique=True), st.integers(60, 120))
def test_every_column_is_shown_or_named(names: list[str], room: int) -> None:
    columns = [Column(name=name, python="", values=[f"{name} 1", f"{name} 2"]) for name in names]

    shown = "".join("".join(drawn(columns, room)).split())
    assert [name for name in names if "".join(name.split()) not in shown] == []


@NO_TERMINALS
@pytest.mark.parametrize("width", [80, 120, 200])
def test_a_real_terminal_sees_a_table_that_fits(width: int, server: ReferenceServer) -> None:
    seen = in_a_terminal([*NBIA, *PILOT, "--quiet"], width, variables(server)).splitlines()

    assert seen[1].startswith(("UID ", "SeriesInstanceUID "))
    assert "5 rows." in seen
    assert [line for line in seen if cell_len(line) > width] == []


@NO_TERMINALS
def test_a_table_on_a_terminal_is_not_endless(server: ReferenceServer) -> None:
    rows = ",".join(f'{{"Modality":"M{number}"}}' for number in range(1000))
    server.inject(faults.replaced(f"[{rows}]".encode(), content_type="application/json"))

    seen = in_a_terminal([*NBIA, "get-modality-values"], 80, variables(server)).splitlines()

    assert seen[-2:] == ["M199", "200 of 1,000 rows; --limit 0 shows all."]


@NO_TERMINALS
def test_a_terminal_gets_no_archive(server: ReferenceServer) -> None:
    seen = in_a_terminal([*NBIA, "get-image", "--series-instance-uid", RIDER], 80, variables(server))

    assert "The answer is a ZIP archive: name a file with -o FILE" in one_line(seen)
