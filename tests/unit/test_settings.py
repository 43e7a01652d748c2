"""Where the service is: servers by name, base URLs that can work, redirects that stay at home."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia_core.errors import InvalidParameterError
from nbia_core.http.servers import check_base_url, choose_base_url, is_same_place, redirect_target, user_agent

SERVERS = {
    "public": "https://services.example.org/nbia-api/services/v1",
    "nlst": "https://nlst.example.org/nbia-api/services/v1",
}
HERE = "https://example.org/v1/getSeries?Collection=A"


def test_the_first_server_is_the_default() -> None:
    assert choose_base_url(SERVERS, None, None) == SERVERS["public"]


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_is_chosen_by_name(name: str) -> None:
    assert choose_base_url(SERVERS, name, None) == SERVERS[name]


@pytest.mark.parametrize(("name", "meant"), [("nslt", "nlst"), ("pubic", "public"), ("NLST", "nlst")])
def test_a_mistyped_server_is_refused_with_the_nearest_one(name: str, meant: str) -> None:
    with pytest.raises(
        InvalidParameterError, match=rf'known are public, nlst \(did you mean "{meant}"\?\)\.'
    ) as caught:
        choose_base_url(SERVERS, name, None)

    assert caught.value.hint == "give any other address as base_url"


@pytest.mark.parametrize("name", ["", "https://example.org", 5, ("nlst",)])
def test_an_unknown_server_is_refused_with_all_that_are_known(name: Any) -> None:
    with pytest.raises(InvalidParameterError, match="is not known; known are public, nlst"):
        choose_base_url(SERVERS, name, None)


def test_server_and_base_url_exclude_each_other() -> None:
    with pytest.raises(InvalidParameterError, match="server or base_url, not both"):
        choose_base_url(SERVERS, "nlst", "https://example.org")


def test_any_base_url_can_be_given() -> None:
    assert choose_base_url(SERVERS, None, "http://localhost:8042/v1/") == "http://localhost:8042/v1"


@pytest.mark.parametrize(
    ("given_url", "used"),
    [
        ("https://example.org/nbia-api/services/v1", "https://example.org/nbia-api/services/v1"),
        ("https://example.org/v1/", "https://example.org/v1"),
        ("https://example.org/v1///", "https://example.org/v1"),
        ("https://example.org", "https://example.org"),
        ("http://127.0.0.1:8042", "http://127.0.0.1:8042"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("HTTPS://EXAMPLE.org/v1", "HTTPS://EXAMPLE.org/v1"),
        ("  https://example.org/v1 \n", "https://example.org/v1"),
        ("https://example.org:65535/v1", "https://example.org:65535/v1"),
    ],
)
def test_a_base_url_is_used_without_slash_and_blanks_at_its_ends(given_url: str, used: str) -> None:
    assert check_base_url(given_url) == used


@pytest.mark.parametrize(
    "base_url",
    [
        pytest.param("example.org/v1", id="no scheme"),
        pytest.param("//example.org/v1", id="no scheme but slashes"),
        pytest.param("localhost:8042", id="a host that looks like a scheme"),
        pytest.param("ftp://example.org/v1", id="FTP"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("https:///v1", id="no host"),
        pytest.param("https://", id="nothing but a scheme"),
        pytest.param("https://:8042/v1", id="a port without a host"),
        pytest.param("https://user@/v1", id="a user without a host"),
        pytest.param("https://example.org:99999/v1", id="a port too large"),
        pytest.param("https://example.org:-1/v1", id="a port too small"),
        pytest.param("https://example.org:http/v1", id="a port that is a word"),
        pytest.param("https://[::1/v1", id="half an IPv6 address"),
        pytest.param("https://example.org/v1?Collection=A", id="a query"),
        pytest.param("https://example.org/v1?", id="an empty query"),
        pytest.param("https://example.org/v1#top", id="a fragment"),
        pytest.param("https://example.org/v1#", id="an empty fragment"),
        pytest.param("https://example.org/v 1", id="a blank"),
        pytest.param("https://exa mple.org/v1", id="a blank in the host"),
        pytest.param("https://example.org/v1\nHost: evil", id="a second line"),
        pytest.param("https://example.org/\x00v1", id="a control character"),
        pytest.param("https://example\x01.org/v1", id="a control character in the host"),
        pytest.param("", id="nothing"),
        pytest.param("   ", id="blanks"),
        pytest.param(5, id="a number"),
        pytest.param(b"https://example.org", id="bytes"),
        pytest.param(None, id="None"),
    ],
)
def test_what_cannot_be_a_base_url_is_refused_with_an_example(base_url: object) -> None:
    with pytest.raises(InvalidParameterError, match=re.escape("it must look like https://services.cancerimaging")):
        check_base_url(base_url)


@pytest.mark.parametrize(
    "base_url",
    [
        "https://user:secret@example.org/v1",
        "https://secret@example.org/v1",
        "user:secret@example.org/v1",
        "ftp://user:secret@example.org",
        "https://user:secret/word@example.org/v1",
        "https://user:secret#@example.org/v1",
        "https://user:secret?@[::1/v1",
    ],
)
def test_a_base_url_with_a_user_or_a_password_is_refused_and_not_repeated(base_url: str) -> None:
    with pytest.raises(InvalidParameterError, match="user or a password") as caught:
        check_base_url(base_url)

    assert "secret" not in f"{caught.value!s} {caught.value!r}"


@pytest.mark.parametrize("host", ["a..example.org", ".example.org", f"{'a' * 64}.example.org", "a." * 130 + "org"])
def test_a_base_url_with_a_host_that_nothing_can_look_up_is_refused(host: str) -> None:
    with pytest.raises(InvalidParameterError, match="a host that no server can have"):
        check_base_url(f"https://{host}/v1")


@pytest.mark.parametrize(
    "location",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "http:\\\\example.org/v1",
        "https:\\\\example.org/v1",
        "\\\\example.org/v1",
        "https:/v1/elsewhere",
        "https:elsewhere",
        "https:///v1",
        "/v1/\x1b]0;title\x07",
        "/v1/\x9b2J",
        "/v1/\u202egnp.exe",
        "/v1/a b",
        "https://user:secret@example.org/v1",
        "https://a..example.org/v1",
        f"https://{'a' * 64}.example.org/v1",
        "https://[::1",
    ],
)
def test_redirects_that_browsers_would_have_to_repair_lead_nowhere(location: str) -> None:
    assert redirect_target(HERE, location, (".example.org",)) is None


@given(st.text("https:/[]@.?#%1a :\n", max_size=20).map("http".__add__) | st.text(max_size=20))
def test_whatever_passes_as_a_base_url_can_be_followed_by_an_endpoint(text: str) -> None:
    taken = base_url_or_none(text) or "https://example.org"

    assert re.match(r"https?://[^/?#\s]", taken, re.IGNORECASE)
    assert not taken.endswith("/")
    assert not re.search(r"\s", taken)


def base_url_or_none(text: str) -> str | None:
    try:
        return check_base_url(text)
    except InvalidParameterError:
        return None


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        pytest.param(HERE, "/v2/getSeries", "https://example.org/v2/getSeries", id="another path"),
        pytest.param(HERE, "getPatient", "https://example.org/v1/getPatient", id="a path beside it"),
        pytest.param(HERE, "?Collection=B", "https://example.org/v1/getSeries?Collection=B", id="another query"),
        pytest.param(HERE, "https://example.org/x", "https://example.org/x", id="a whole URL"),
        pytest.param(HERE, "//example.org/x", "https://example.org/x", id="without its scheme"),
        pytest.param(HERE, "https://EXAMPLE.org/x", "https://EXAMPLE.org/x", id="in capitals"),
        pytest.param("http://example.org/a", "https://example.org/a", "https://example.org/a", id="http to https"),
        pytest.param(
            "http://example.org:80/a", "https://example.org/a", "https://example.org/a", id="and from port 80"
        ),
    ],
)
def test_a_redirect_on_the_same_host_is_followed(url: str, location: str, target: str) -> None:
    assert redirect_target(url, location) == target


@pytest.mark.parametrize(
    "location",
    [
        pytest.param("https://evil.example.com/v1", id="another host"),
        pytest.param("https://www.example.org/v1", id="a host below"),
        pytest.param("https://example.org.evil.com/v1", id="a host that begins alike"),
        pytest.param("https://example.org@evil.com/v1", id="a host that is a user"),
        pytest.param("//evil.example.com/v1", id="another host without its scheme"),
        pytest.param("http://example.org/v1", id="https to http"),
        pytest.param("https://example.org:8443/v1", id="another port"),
        pytest.param("ftp://example.org/v1", id="another protocol"),
        pytest.param("javascript:alert(1)", id="a script"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_redirect_to_anywhere_else_is_not_followed(location: str | None) -> None:
    assert redirect_target(HERE, location) is None


@pytest.mark.parametrize(
    "location", ["https://[example.org/", "https://example.org:99999/", "https://example.org:x/", "//[", "http://[::1"]
)
def test_a_redirect_to_nonsense_is_not_followed(location: str) -> None:
    assert redirect_target(HERE, location) is None


def test_a_redirect_that_spells_out_the_usual_port_is_followed() -> None:
    assert redirect_target(HERE, "https://example.org:443/x") == "https://example.org:443/x"


@given(st.text(max_size=30) | st.text("htps:/[]@.example:1#?", max_size=30))
def test_no_location_leads_away(location: str) -> None:
    assert (
        (redirect_target(HERE, location) or HERE).lower().startswith(("https://example.org/", "https://example.org?"))
    )


@pytest.mark.parametrize(
    ("url", "is_same"),
    [
        pytest.param("https://example.org/v2", True, id="another path"),
        pytest.param("https://example.org", True, id="no path"),
        pytest.param("https://example.org?Collection=A", True, id="a query and no path"),
        pytest.param("http://example.org/v1", True, id="another scheme"),
        pytest.param("HTTPS://EXAMPLE.org/v1", True, id="in capitals"),
        pytest.param("https://www.example.org/v1", False, id="another host"),
        pytest.param("https://example.org.evil.com/v1", False, id="a host that begins alike"),
        pytest.param("https://example.org@evil.com/v1", False, id="a host that is a user"),
        pytest.param("https://example.org:8443/v1", False, id="another port"),
        pytest.param("https://[example.org/v1", False, id="half an address"),
        pytest.param("example.org/v1", False, id="no scheme"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_place_is_a_host_with_its_port(url: str, is_same: bool) -> None:
    assert is_same_place(url, HERE) is is_same
    assert is_same_place(HERE, url) is is_same


def test_the_client_says_who_it_is() -> None:
    assert re.fullmatch(r"nbia-client/\S+ Python/3\.\d+\.\d+\S*", user_agent())
