"""The first bytes of a good answer tell whether it is what was asked for, and what a page says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia_core.api.calls import Content, Operation
from nbia_core.errors import AnswerError, EmptyAnswerError, NotTheApiError
from nbia_core.http.answers import check_start, say

OPERATION = Operation(name="getSeries", errors=())
URL = "https://example.org/v1/getSeries"
ALL: tuple[Content, ...] = ("json", "text", "zip", "dicom")
TOMCAT = (
    b'<!doctype html><html lang="en"><head><title>HTTP Status 401 \xe2\x80\x93 Unauthorized</title>'
    b'<style type="text/css">body {font-family:Tahoma;} h1 {color:#525D76;}</style></head><body>'
    b'<h1>HTTP Status 401 \xe2\x80\x93 Unauthorized</h1><hr class="line" /><p><b>Type</b> Status Report</p>'
    b"<p><b>Description</b> The request lacks &quot;credentials&quot; &amp; more.</p></body></html>"
)
PAGES = [
    pytest.param(b"<html><body>Login</body></html>", id="a page"),
    pytest.param(b"<!DOCTYPE html><html>", id="a page with its type"),
    pytest.param(b"<!doctype   HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>", id="an old page"),
    pytest.param(b"\r\n  <HTML>", id="a page after blanks"),
    pytest.param(b"<!-- a proxy --><html>", id="a page after a comment"),
    pytest.param(b"<!-- one --> <!-- two -->\n<html>", id="a page after two comments"),
    pytest.param(b"<head><title>Portal</title></head>", id="a head"),
    pytest.param(b"<body>", id="a body"),
    pytest.param(TOMCAT, id="Tomcat"),
    pytest.param(b"\xef\xbb\xbf<!DOCTYPE html><html>", id="a page with a byte order mark"),
    pytest.param(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', id="XHTML"),
]


def check(content: Content, start: bytes, headers: dict[str, str] | None = None) -> None:
    check_start(OPERATION, content, URL, 200, headers or {}, start)


@pytest.mark.parametrize(
    ("content", "start"),
    [
        ("json", b'[{"a":"b"}]'),
        ("json", b"  [ ]"),
        ("json", b'\xef\xbb\xbf[{"a":1}]'),
        ("json", b'[{"a":"<html>"}]'),
        ("json", b""),
        ("text", b'"PatientID"\n"<html>"\n'),
        ("text", b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Results>'),
        ("text", b"<P ALIGN='center'><TABLE BORDER=1><TR><TH>"),
        ("text", b""),
        ("zip", b"PK\x03\x04\x14\x00"),
        ("zip", b"PK\x05\x06" + bytes(18)),
        ("dicom", bytes(128) + b"DICM\x02\x00"),
        ("dicom", b" " * 128 + b"DICM"),
        ("dicom", b"<html>".ljust(128) + b"DICM"),
    ],
)
def test_what_was_asked_for_passes(content: Content, start: bytes) -> None:
    check(content, start)


@pytest.mark.parametrize("content", ALL)
@pytest.mark.parametrize("start", PAGES)
def test_a_page_is_not_the_api(content: Content, start: bytes) -> None:
    with pytest.raises(NotTheApiError, match=r"the answer is no .* but something else \(text/html\)") as caught:
        check(content, start, {"content-type": "text/html"})

    assert (caught.value.url, caught.value.status) == (URL, 200)
    assert caught.value.is_retry_safe is False
    assert "proxy" in str(caught.value.hint)


@pytest.mark.parametrize("content", ["zip", "dicom"])
@pytest.mark.parametrize(
    "start", [b"[]", b"<html>", b"PK", b"DICM", b"Image with given", b"\0", b"PK\x07\x08PK\x03\x04", bytes(132)]
)
def test_images_must_begin_like_images(content: Content, start: bytes) -> None:
    with pytest.raises(NotTheApiError, match=r"\(of no declared type\)"):
        check(content, start)


@pytest.mark.parametrize("content", ["zip", "dicom"])
@pytest.mark.parametrize("start", [b"", b" ", b"\r\n"])
def test_an_image_that_is_empty_may_come_later(content: Content, start: bytes) -> None:
    with pytest.raises(EmptyAnswerError, match="the answer is empty") as caught:
        check(content, start)

    assert caught.value.is_retry_safe is True
    assert (caught.value.url, caught.value.status) == (URL, 200)


def test_what_the_page_says_is_part_of_the_error() -> None:
    with pytest.raises(NotTheApiError) as caught:
        check("json", b"<html><title>x</title><body>Please <b>sign in</b></body></html>")

    assert caught.value.sentence == "Please sign in"


def test_the_text_of_a_page_is_without_its_style_and_title() -> None:
    assert say(TOMCAT) == (
        'HTTP Status 401 – Unauthorized Type Status Report Description The request lacks "credentials" & more.'  # noqa: RUF001
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", None),
        (b" \r\n ", None),
        (b"<html></html>", None),
        (b"Server was not able to process your request\nnull", "Server was not able to process your request null"),
        (b"a\x00b\x1b[31mc\td", "a b [31mc d"),
        (b"<script>var a = '<b>';</script>Hello", "Hello"),
        (b"<SCRIPT type='x'>alert(1)\n</SCRIPT >Hello &lt;you&gt;", "Hello <you>"),
        (b"<!-- hidden --> shown", "shown"),
        (b"1 < 2", "1 < 2"),
        ("FÉMUR".encode(), "FÉMUR"),
        ("FÉMUR".encode("latin-1"), "FÉMUR"),
        ("fermé".encode("latin-1"), "fermé"),
    ],
)
def test_a_body_is_said_in_one_line(body: bytes, sentence: str | None) -> None:
    assert say(body) == sentence


@pytest.mark.parametrize(("length", "shown"), [(299, 299), (300, 300), (301, 300), (100_000, 300)])
def test_a_long_sentence_is_shortened(length: int, shown: int) -> None:
    sentence = say(b"x" * length)

    assert sentence is not None
    assert len(sentence) == shown
    assert sentence.endswith("...") is (length > 300)


@pytest.mark.parametrize("before", ["", "x", "xx", "xxx"])
def test_a_long_page_in_another_script_stays_readable(before: str) -> None:
    sentence = say((before + "требуется вход " * 1000).encode())

    assert sentence is not None
    assert sentence.startswith(before + "требуется вход")


@given(st.binary(max_size=700))
def test_whatever_a_body_says_is_short_and_printable(body: bytes) -> None:
    sentence = say(body) or "nothing"

    assert sentence.isprintable()
    assert 0 < len(sentence) <= 300


@given(st.sampled_from(ALL), st.binary(max_size=200) | st.text("<!->htmldoc ype?x", max_size=60).map(str.encode))
def test_no_start_does_anything_but_pass_or_be_refused(content: Content, start: bytes) -> None:
    assert kind_of(content, start) in (None, EmptyAnswerError, NotTheApiError)


def kind_of(content: Content, start: bytes) -> type[AnswerError] | None:
    try:
        check(content, start)
    except AnswerError as error:
        return type(error)
    return None
