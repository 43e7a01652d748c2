"""UIDs, texts, flags and choices are checked before anything is sent."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbia_core.checks import check_choice, check_text, check_uid, write_flag
from nbia_core.errors import InvalidParameterError

FORMATS = ("json", "csv", "xml", "html")
COMPONENTS = st.lists(st.integers(0, 99999).map(str), min_size=2, max_size=9)


def uid_or_none(text: str) -> str | None:
    try:
        return check_uid("uid", text)
    except InvalidParameterError:
        return None


@pytest.mark.parametrize(
    "uid",
    [
        pytest.param("1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508", id="of the archive"),
        pytest.param("2.25." + "9" * 59, id="exactly 64 characters"),
        pytest.param("1.02.003", id="leading zeros, which archives hold"),
        pytest.param("0.0", id="as short as can be"),
    ],
)
def test_a_uid_is_sent_as_it_is(uid: str) -> None:
    assert check_uid("series_instance_uid", uid) == uid


@given(COMPONENTS)
def test_digits_and_dots_are_a_uid(components: list[str]) -> None:
    assert check_uid("uid", ".".join(components)) == ".".join(components)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("2.25." + "9" * 60, id="65 characters"),
        pytest.param("1.2.84O.10008", id="a letter"),
        pytest.param("../1.2.3", id="a path"),
        pytest.param("1.2.3/../../etc", id="a path inside"),
        pytest.param("1.2.3\n", id="a line feed at the end"),
        pytest.param("1.2.3 ", id="a blank at the end"),
        pytest.param(" 1.2.3", id="a blank before"),
        pytest.param("1.2.3\x00", id="a NUL"),
        pytest.param("12345", id="one component"),
        pytest.param(".1.2", id="a dot at the start"),
        pytest.param("1.2.", id="a dot at the end"),
        pytest.param("1..2", id="an empty component"),
        pytest.param("..", id="the folder above"),
        pytest.param("\u0661.\u0662.\u0663", id="Arabic digits"),
        pytest.param("\uff11.\uff12.\uff13", id="full-width digits"),
        pytest.param("1.²", id="a superscript"),
        pytest.param("1.2&format=csv", id="another parameter"),
        pytest.param("-1.2", id="a sign"),
        pytest.param("", id="nothing"),
        pytest.param(12345, id="an int"),
        pytest.param(1.25, id="a float"),
        pytest.param(b"1.2.3", id="bytes"),
        pytest.param(None, id="None"),
        pytest.param(["1.2.3"], id="a list"),
    ],
)
def test_what_is_no_uid_is_refused_by_name(value: object) -> None:
    with pytest.raises(InvalidParameterError, match=r"\Aseries_instance_uid=.* was not sent: "):
        check_uid("series_instance_uid", value)


@given(st.text(max_size=80) | st.text("0123456789.\n/", max_size=70))
@example("1.2\u0660")
@example("1.2\r\n")
def test_whatever_passes_as_a_uid_is_harmless_as_a_file_name(text: str) -> None:
    taken = uid_or_none(text)

    assert taken in (text, None)
    assert re.fullmatch(r"(?=.{3,64}\Z)[0-9]+(\.[0-9]+)+", taken or "1.2")


def test_a_uid_that_is_too_long_says_how_long_it_is() -> None:
    with pytest.raises(InvalidParameterError, match="has at most 64 characters, this has 65"):
        check_uid("uid", "1." + "2" * 63)


@pytest.mark.parametrize(
    "text", ["RIDER Pilot", "ABDOMEN_PELVIS ", " CT", "NSCLC & more=1", "FÉMUR", "漢", "\U0001f600", "a\u2028b", "0"]
)
def test_a_text_is_sent_as_it_is(text: str) -> None:
    assert check_text("collection", text) == text


@pytest.mark.parametrize("text", ["", " ", "   ", "\u00a0", "\u3000", "\t", "\n"])
def test_an_empty_text_is_refused_because_it_would_match_nothing(text: str) -> None:
    with pytest.raises(InvalidParameterError, match=r"it is empty; .* Leave it out instead"):
        check_text("collection", text)


@pytest.mark.parametrize("character", [chr(code) for code in (*range(0x20), 0x7F)])
def test_control_characters_are_refused(character: str) -> None:
    with pytest.raises(InvalidParameterError, match="control characters"):
        check_text("collection", f"RIDER{character}Pilot")


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_lone_surrogates_are_refused_because_they_cannot_be_encoded(text: str) -> None:
    with pytest.raises(InvalidParameterError, match="UTF-8 cannot encode"):
        check_text("collection", text)


@pytest.mark.parametrize(("value", "kind"), [(12, "int"), (b"CT", "bytes"), (None, "NoneType"), (True, "bool")])
def test_what_is_no_text_is_refused_with_its_type(value: object, kind: str) -> None:
    with pytest.raises(InvalidParameterError, match=f"it must be text, not {kind}"):
        check_text("patient_id", value)


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(InvalidParameterError) as caught:
        check_text("name", "x" * 100_000 + "\n")

    assert len(str(caught.value)) < 200


def test_a_refused_value_is_a_value_error_too_and_needs_no_retry() -> None:
    with pytest.raises(ValueError, match="was not sent") as caught:
        check_text("name", "")

    assert isinstance(caught.value, InvalidParameterError)
    assert caught.value.is_retry_safe is False
    assert caught.value.url is None


@pytest.mark.parametrize(("value", "word"), [(True, "Yes"), (False, "No")])
def test_a_flag_is_sent_as_the_word_of_the_server(value: bool, word: str) -> None:
    assert write_flag("new_file_names", value, ("Yes", "No")) == word


@pytest.mark.parametrize("value", [1, 0, "Yes", "true", "", None, [True]])
def test_only_booleans_are_flags(value: object) -> None:
    with pytest.raises(InvalidParameterError, match="it takes True or False, which are sent as Yes and No"):
        write_flag("new_file_names", value, ("Yes", "No"))


@pytest.mark.parametrize("choice", FORMATS)
def test_a_known_choice_is_taken(choice: str) -> None:
    assert check_choice("format", choice, FORMATS) == choice


@pytest.mark.parametrize(
    ("value", "meant"), [("jsno", "json"), ("JSON", "json"), ("cvs", "csv"), ("csv ", "csv"), ("htm", "html")]
)
def test_a_mistyped_choice_is_refused_with_the_nearest_one(value: str, meant: str) -> None:
    with pytest.raises(InvalidParameterError, match=f'accepted are "json", .*; did you mean "{meant}"\\?$'):
        check_choice("format", value, FORMATS)


@pytest.mark.parametrize("value", ["", "dicom", None, 5, ["csv"], b"csv"])
def test_any_other_choice_is_refused_with_all_that_are_accepted(value: object) -> None:
    with pytest.raises(InvalidParameterError, match=r'accepted are "json", "csv", "xml", "html"\.$'):
        check_choice("format", value, FORMATS)
