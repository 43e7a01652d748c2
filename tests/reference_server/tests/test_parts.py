"""The parts of the reference server that imitate Java: dates, numbers, escaping, hash order."""

import pytest

from tests.reference_server.application import negotiated
from tests.reference_server.dates import DAY_FIRST, YEAR_FIRST, parse_midnight, spelled_out
from tests.reference_server.escaping import DoublyEncoded, canonical, encoded
from tests.reference_server.formats import Column, java_double, to_json
from tests.reference_server.zip_stream import hash_map_order


@pytest.mark.parametrize(
    ("text", "midnight"),
    [
        ("28/03/2023", "2023-03-28 00:00:00.0"),
        ("3/4/2023", "2023-04-03 00:00:00.0"),
        ("03/28/2023", "2025-04-03 00:00:00.0"),
        ("28/03/23", "0023-03-28 00:00:00.0"),
        ("2023/03/28", "0033-09-13 00:00:00.0"),
        ("28/03/2023junk", "2023-03-28 00:00:00.0"),
        ("28/03/2023/1", "2023-03-28 00:00:00.0"),
        (" 28/ 03/ 2023", "2023-03-28 00:00:00.0"),
        ("0/1/2023", "2022-12-31 00:00:00.0"),
        ("31/02/2023", "2023-03-03 00:00:00.0"),
        ("1/0/2023", "2022-12-01 00:00:00.0"),
        ("1/-1/2023", "2022-11-01 00:00:00.0"),
        ("1/1/99999", "9999-12-31 00:00:00.0"),
        ("1/1/0", "0000-01-01 00:00:00.0"),
        ("2023-03-28", None),
        ("28-03-2023", None),
        ("28/03", None),
        ("28 /03/2023", None),
        ("", None),
        ("March", None),
    ],
)
def test_dates_are_read_leniently(text: str, midnight: str | None) -> None:
    assert parse_midnight(text, DAY_FIRST) == midnight


def test_the_other_pattern_has_the_year_first() -> None:
    assert parse_midnight("2010/08/16", YEAR_FIRST) == "2010-08-16 00:00:00.0"
    assert parse_midnight("08/16/2010", YEAR_FIRST) == "0014-10-01 00:00:00.0"


def test_timestamps_are_spelled_out() -> None:
    assert spelled_out("2013-11-04 11:45:52.0") == "Mon Nov 04 11:45:52 UTC 2013"
    assert spelled_out(None) is None


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0.0"),
        (30.0, "30.0"),
        (-3.5, "-3.5"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (9999999.0, "9999999.0"),
        (1.0e7, "1.0E7"),
        (1.0e10, "1.0E10"),
        (-123456789.5, "-1.234567895E8"),
    ],
)
def test_fractions_are_printed_as_java_does(number: float, text: str) -> None:
    assert java_double(number) == text


def test_json_escapes() -> None:
    text = to_json([Column("a/b")], [('"\\/\b\t\n\f\r\x01é\u2028',)])

    assert text == '[{"a\\/b":"\\"\\\\\\/\\b\\t\\n\\f\\r\\u0001é\u2028"}]'


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("plain, text_1.0-2", "plain, text_1.0-2"),
        ("a/b:c", "a&#x2f;b&#x3a;c"),
        ("<é & µ®>", "&lt;&eacute; &amp; &micro;&reg;&gt;"),
        ("A\\B", "AB"),
        ("C:\\data\\x41", "C&#x3a;dataA"),
        ("3.2\\3.1", "3.2&#xfffd;.1"),
        ("%41 50.0%", "A 50.0&#x25;"),
        ("&lt;b&gt;", "&lt;b&gt;"),
        ("Ω\u2028", "&Omega;&#x2028;"),
        ("line\nend", "line&#xa;end"),
    ],
)
def test_markup_is_decoded_and_then_escaped(text: str, result: str) -> None:
    assert encoded(text) == result


@pytest.mark.parametrize("text", ["&amp;lt;", "%2541", "A\\\\B", "%5Cn", "%41 and A\\B"])
def test_text_that_looks_encoded_twice_is_refused(text: str) -> None:
    with pytest.raises(DoublyEncoded):
        canonical(text)


def test_hash_order_is_that_of_java() -> None:
    assert hash_map_order(["banana", "apple", "cherry"]) == ["banana", "apple", "cherry"]
    assert hash_map_order(["c", "b", "a"]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("*/*", "a/x"),
        ("b/*", "b/z"),
        ("b/y;q=0.1, a/x;q=0.9", "a/x"),
        ("c/c, */*;q=0.1", "a/x"),
        ("a/x;q=0", None),
        ("c/c", None),
    ],
)
def test_accept_headers_are_negotiated(accept: str, chosen: str | None) -> None:
    assert negotiated(accept, ("a/x", "b/z", "b/y")) == chosen
