"""Days go in as dates or ISO text and out in the pattern of the parameter."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia_core.api.wire_forms import WIRE_FORMS
from nbia_core.checks import check_day
from nbia_core.errors import InvalidParameterError

YEAR_FIRST = "yyyy/MM/dd"
DAY_FIRST = "dd/MM/yyyy"
EAST = datetime.timezone(datetime.timedelta(hours=14))
WEST = datetime.timezone(datetime.timedelta(hours=-12))


def write_date(name: str, value: object, pattern: str) -> str:
    write = WIRE_FORMS[pattern].write
    assert write is not None
    return write(check_day(name, value))


def written_or_none(text: str) -> str | None:
    try:
        return write_date("date", text, YEAR_FIRST)
    except InvalidParameterError:
        return None


@pytest.mark.parametrize(("pattern", "written"), [(YEAR_FIRST, "2010/08/16"), (DAY_FIRST, "16/08/2010")])
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(datetime.date(2010, 8, 16), id="a date"),
        pytest.param(datetime.datetime(2010, 8, 16, 23, 59, 59), id="a datetime"),
        pytest.param(datetime.datetime(2010, 8, 16, 0, 30, tzinfo=EAST), id="a datetime far east"),
        pytest.param(datetime.datetime(2010, 8, 16, 23, 30, tzinfo=WEST), id="a datetime far west"),
        pytest.param("2010-08-16", id="ISO text"),
        pytest.param("20100816", id="ISO text without hyphens, as DICOM writes it"),
        pytest.param("2010-08-16T10:30:00Z", id="ISO text with time and zone"),
        pytest.param("2010-08-16 00:00:00.0", id="as the server writes it"),
    ],
)
def test_a_day_is_written_in_the_pattern_of_its_parameter(value: object, pattern: str, written: str) -> None:
    assert write_date("date", value, pattern) == written


@pytest.mark.parametrize(("pattern", "written"), [(YEAR_FIRST, "0987/01/02"), (DAY_FIRST, "02/01/0987")])
def test_early_years_keep_their_four_digits(pattern: str, written: str) -> None:
    assert write_date("date", datetime.date(987, 1, 2), pattern) == written


@given(st.dates())
def test_every_day_can_be_read_back(day: datetime.date) -> None:
    year_first = write_date("date", day, YEAR_FIRST)
    day_first = write_date("date", day.isoformat(), DAY_FIRST)

    assert tuple(map(int, year_first.split("/"))) == (day.year, day.month, day.day)
    assert day_first.split("/") == year_first.split("/")[::-1]
    assert len(year_first) == len(day_first) == 10


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("16/08/2010", id="the wire form of one parameter"),
        pytest.param("2010/08/16", id="the wire form of the other"),
        pytest.param("08-16-2010", id="month first"),
        pytest.param("08/09/2010", id="could be August or September"),
        pytest.param("2010-8-16", id="a month of one digit"),
        pytest.param("2010-02-30", id="no such day"),
        pytest.param("2010-08", id="a month only"),
        pytest.param("10-08-16", id="a year of two digits"),
        pytest.param("2010-08-16\n", id="a line feed at the end"),
        pytest.param(" 2010-08-16", id="a blank before"),
        pytest.param("2010-08-16junk", id="junk at the end"),
        pytest.param("\u0662\u0660\u0661\u0660-\u0660\u0668-\u0661\u0666", id="Arabic digits"),
        pytest.param("yesterday", id="a word"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_ambiguous_text_is_refused_with_what_is_accepted(value: str) -> None:
    with pytest.raises(InvalidParameterError, match='accepted is a date, a datetime, or text in ISO form such as "20'):
        write_date("from_date", value, DAY_FIRST)


@pytest.mark.parametrize("value", [None, 20100816, 1281916800.0, b"2010-08-16", True, (2010, 8, 16), datetime.time(1)])
def test_what_is_no_day_is_refused_with_what_is_accepted(value: object) -> None:
    with pytest.raises(
        InvalidParameterError, match=r"\Afrom_date=.*it must be a date, a datetime, or text in ISO form"
    ):
        write_date("from_date", value, DAY_FIRST)


@given(st.text(max_size=30) | st.text("0123456789-/:T. ", max_size=12))
def test_no_text_makes_anything_but_a_day_or_a_refusal(text: str) -> None:
    written = written_or_none(text)

    assert datetime.date.fromisoformat((written or "2010/08/16").replace("/", "-"))
