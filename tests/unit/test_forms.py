"""Values in the forms that getSeriesMetaData gives them."""

from __future__ import annotations

import calendar
import datetime
import locale
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia_core.api.wire_forms import reader

digits, decimal, word, one = reader("digits"), reader("decimal"), reader("word"), reader("1/0")
month_first, weekday_first = reader("MM-dd-yyyy"), reader("EEE MMM dd HH:mm:ss zzz yyyy")

ALL_FORMS = (digits, decimal, word, one, month_first, weekday_first)
SECONDS = st.datetimes(min_value=datetime.datetime(1000, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


@pytest.fixture
def other_language() -> Iterator[None]:
    """A locale in which months and weekdays have other names."""
    before = locale.setlocale(locale.LC_TIME)
    for name in ("de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "es_ES.UTF-8", "ja_JP.UTF-8"):
        try:
            locale.setlocale(locale.LC_TIME, name)
        except locale.Error:
            continue
        yield
        locale.setlocale(locale.LC_TIME, before)
        return
    pytest.skip("no locale with other names of months is installed")


@pytest.mark.parametrize("form", ALL_FORMS)
def test_an_empty_text_is_how_a_missing_value_is_written(form: Callable[[object], object]) -> None:
    assert form("") is None


@pytest.mark.parametrize("form", ALL_FORMS)
@pytest.mark.parametrize("value", [" ", "odd", "\uff11", "\u00b2", "1\n", " 1", "1 ", None, 5, 5.0, True, [], {}, b"1"])
def test_an_odd_value_is_a_value_error(form: Callable[[object], object], value: object) -> None:
    with pytest.raises(ValueError, match="not in the expected form"):
        form(value)


@pytest.mark.parametrize(("value", "number"), [("108", 108), ("0", 0), ("-1", -1), ("27844690", 27844690), ("007", 7)])
def test_digits_are_an_integer(value: str, number: int) -> None:
    assert digits(value) == number


@pytest.mark.parametrize("value", ["1.0", "+1", "1e3", "1,000", "--1", "0x10", "1_000"])
def test_other_notations_are_no_digits(value: str) -> None:
    with pytest.raises(ValueError, match="not in the expected form"):
        digits(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [("1.000000", 1), ("3000923.000000", 3000923), ("999999999.000000", 999999999), ("-2.0", -2), ("5", 5), ("0.0", 0)],
)
def test_decimals_that_are_zero_are_dropped(value: str, number: int) -> None:
    assert decimal(value) == number


@pytest.mark.parametrize("value", ["1.500000", "1.000001", ".0", "1,0", "1e3", "1.0.0", "nan"])
def test_a_fraction_is_no_integer(value: str) -> None:
    with pytest.raises(ValueError, match="not in the expected form"):
        decimal(value)


@given(st.integers())
def test_integers_survive_both_notations(number: int) -> None:
    assert digits(str(number)) == number
    assert decimal(f"{number}.000000") == number


def test_an_integer_longer_than_python_converts_is_a_value_error() -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words are Python's own
        digits("9" * 5000)


@pytest.mark.parametrize(("value", "flag"), [("true", True), ("false", False)])
def test_a_word_is_a_boolean(value: str, flag: bool) -> None:
    assert word(value) is flag


@pytest.mark.parametrize("value", ["TRUE", "True", "yes", "1", "falsehood"])
def test_other_words_are_no_boolean(value: str) -> None:
    with pytest.raises(ValueError, match="not in the expected form"):
        word(value)


@pytest.mark.parametrize(("value", "flag"), [("1", True), ("0", False)])
def test_one_and_zero_are_booleans(value: str, flag: bool) -> None:
    assert one(value) is flag


@pytest.mark.parametrize("value", ["true", "Yes", "2", "10", "1.0", "-1"])
def test_other_spellings_are_neither_one_nor_zero(value: str) -> None:
    with pytest.raises(ValueError, match="not in the expected form"):
        one(value)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("08-29-2017", datetime.datetime(2017, 8, 29)),
        ("09-09-1880", datetime.datetime(1880, 9, 9)),
        ("02-29-2024", datetime.datetime(2024, 2, 29)),
        ("01-02-0987", datetime.datetime(987, 1, 2)),
    ],
)
def test_the_month_comes_first(value: str, day: datetime.datetime) -> None:
    assert month_first(value) == day


@pytest.mark.parametrize(
    "value", ["29-08-2017", "02-30-2017", "00-10-2017", "01-01-0000", "8-29-2017", "08/29/2017", "2017-08-29"]
)
def test_what_is_no_day_with_its_month_first_is_a_value_error(value: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words are Python's own for days that no month has
        month_first(value)


@given(st.dates(min_value=datetime.date(1, 1, 1)))
def test_every_day_survives_the_month_first_form(day: datetime.date) -> None:
    written = f"{day.month:02d}-{day.day:02d}-{day.year:04d}"

    assert month_first(written) == datetime.datetime.combine(day, datetime.time())


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Tue Mar 28 00:00:00 UTC 2023", datetime.datetime(2023, 3, 28)),
        ("Mon Nov 04 11:45:52 UTC 2013", datetime.datetime(2013, 11, 4, 11, 45, 52)),
        ("Wed Jun 20 00:00:00 GMT+02:00 2001", datetime.datetime(2001, 6, 20)),
        ("Sun Dec 31 23:59:59 CEST 1999", datetime.datetime(1999, 12, 31, 23, 59, 59)),
    ],
)
def test_the_form_of_java_is_read_without_its_zone(value: str, moment: datetime.datetime) -> None:
    assert weekday_first(value) == moment


@pytest.mark.parametrize(
    "value",
    [
        "Tue Mrz 28 00:00:00 UTC 2023",
        "Die Mar 28 00:00:00 UTC 2023",
        "Tue Mar 28 24:00:00 UTC 2023",
        "Tue Feb 30 00:00:00 UTC 2023",
        "Tue Mar 28 00:00:00 2023",
        "Tue Mar 28 00:00:00 UTC 23",
        "2023-03-28 00:00:00.0",
    ],
)
def test_what_java_does_not_write_is_a_value_error(value: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words are Python's own for days that no month has
        weekday_first(value)


@given(SECONDS)
def test_every_second_survives_the_form_of_java(moment: datetime.datetime) -> None:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    written = f"{names[moment.weekday()]} {months[moment.month - 1]} {moment:%d %H:%M:%S} UTC {moment.year:04d}"

    assert weekday_first(written) == moment


@pytest.mark.usefixtures("other_language")
def test_the_language_of_the_user_does_not_matter() -> None:
    assert calendar.month_abbr[3] != "Mar" or calendar.day_abbr[1] != "Tue"
    assert weekday_first("Tue Mar 28 00:00:00 UTC 2023") == datetime.datetime(2023, 3, 28)


def test_the_names_of_months_do_not_come_from_the_calendar_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calendar.month_abbr", ["", *"abcdefghijkl"])
    monkeypatch.setattr("calendar.day_abbr", [*"abcdefg"])

    assert weekday_first("Tue Mar 28 00:00:00 UTC 2023") == datetime.datetime(2023, 3, 28)
