"""Answers from cassettes, HAR files and folders of saved bodies."""

from __future__ import annotations

import base64
import gzip
import json
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from nbia.contract import CONTRACT
from nbia_core.contract.errors import SourceError
from nbia_core.contract.observations import Observation
from nbia_core.contract.sources.addresses import read_address
from nbia_core.contract.sources.bodies import from_bodies
from nbia_core.contract.sources.cassettes import from_cassettes
from nbia_core.contract.sources.har import from_har
from tests.contract.answers import IMAGE, SERIES, archive, keys, url

UID = "1.3.6.1.4.1.9328.50.1.3"
ROWS = json.dumps([SERIES])
NEEDED = "A parameter, SeriesInstanceUID, is required for this API call."
NOT_PUBLIC = f"Image with given SeriesInstanceUID,{UID}, is not in public domain."


def interaction(
    uri: str, body: str | bytes, *, status: int = 200, method: str = "GET", **headers: str
) -> dict[str, Any]:
    return {
        "request": {"method": method, "uri": uri, "body": None, "headers": {}},
        "response": {
            "status": {"code": status, "message": ""},
            "headers": {name.replace("_", "-"): [value] for name, value in headers.items()},
            "body": {"string": body},
        },
    }


ALIASES = b"a0: &a0 [x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (level, level, b",".join([b"*a%d" % (level - 1)] * 9)) for level in range(1, 10)
)
MERGED = b"a0: &a0 {k: 1}\n" + b"".join(
    b"a%d: &a%d {k%d: 1, <<: *a%d}\n" % (level, level, level, level - 1) for level in range(1, 3000)
)
REPEATED = b"a: &a " + b"x" * 1_000_000 + b"\nb: [" + b",".join([b"*a"] * 20) + b"]\n"


def cassette(folder: Path, *interactions: dict[str, Any]) -> list[Observation]:
    (folder / "one.yaml").write_text(yaml.safe_dump({"interactions": list(interactions), "version": 1}))
    return list(from_cassettes(folder, CONTRACT))


def entry(address: str, content: dict[str, Any], *, status: int = 200, **more: Any) -> dict[str, Any]:
    headers = [{"name": "Content-Type", "value": "application/json"}]
    response = {"status": status, "headers": headers, "content": content, **more}
    return {"request": {"method": "GET", "url": address}, "response": response}


def squeezed(body: bytes, codings: str) -> bytes:
    for coding in codings.split(", "):
        body = zlib.compress(body) if coding == "deflate" else gzip.compress(body, mtime=0)
    return body


def har(folder: Path, *entries: dict[str, Any]) -> list[Observation]:
    file = folder / "one.har"
    file.write_text(json.dumps({"log": {"version": "1.2", "entries": list(entries)}}))
    return list(from_har(file, CONTRACT))


# Addresses


@pytest.mark.parametrize(
    ("address", "endpoint", "form", "parameters"),
    [
        ("https://a.example/services/v1/getSeries?Collection=A%20B", "getSeries", "json", {"Collection": "A B"}),
        ("http://127.0.0.1:1/getSeries/?format=CSV", "getSeries", "csv", {}),
        ("https://a.example/x/getSeries;jsessionid=1?Collection=", "getSeries", "json", {"Collection": ""}),
        ("https://a.example/getSeries?Modality=CT&Modality=MR", "getSeries", "json", {"Modality": "CT"}),
        ("https://a.example/v1/getImage?format=json", "getImage", "zip", {}),
        ("https://a.example/v1/getSingleImage", "getSingleImage", "dicom", {}),
        ("https://a.example/v1/getContentsByName?name=a&format=csv", "getContentsByName", "json", {"name": "a"}),
    ],
)
def test_an_address_is_read_on_any_host_and_path(
    address: str, endpoint: str, form: str, parameters: dict[str, str]
) -> None:
    found = read_address(address, CONTRACT)

    assert found is not None
    assert (found.endpoint.name, found.format, found.parameters) == (endpoint, form, parameters)


@pytest.mark.parametrize(
    "address", ["https://a.example/", "https://a.example/getseries", "https://a.example/getSeries/more", "http://[::1"]
)
def test_other_addresses_belong_to_no_endpoint(address: str) -> None:
    assert read_address(address, CONTRACT) is None


# Cassettes


def test_a_cassette_gives_request_and_answer(tmp_path: Path) -> None:
    (found,) = cassette(
        tmp_path,
        interaction(url("getSeries", Collection="RIDER Pilot"), ROWS, Server="nginx", Content_Type="application/json"),
    )

    assert (found.endpoint, found.format, found.purpose) == ("getSeries", "json", "rows")
    assert (found.parameters, found.status) == ({"Collection": "RIDER Pilot"}, 200)
    assert found.headers == {"server": "nginx", "content-type": "application/json"}
    assert found.body == ROWS.encode()


@pytest.mark.parametrize(
    ("address", "status", "body", "purpose"),
    [
        (url("getSeries"), 200, ROWS, "rows"),
        (url("getSeries", Collection="x"), 200, "", "empty"),
        (url("getSeriesMetaData", SeriesInstanceUID=UID), 204, "", "empty"),
        (url("getSeriesMetaData"), 400, NEEDED, "missing-parameter"),
        (url("getSeries", format="csvquoted"), 200, "a,b", "unknown-format"),
        (url("getSeries", format=""), 500, "no", "unknown-format"),
        (url("getSeries"), 500, "no", "rows"),
        (url("getImage", SeriesInstanceUID=UID), 200, "PK", "image"),
        (url("getImage", SeriesInstanceUID=UID), 400, NOT_PUBLIC, "empty"),
        (url("getImage"), 400, NEEDED, "missing-parameter"),
    ],
)
def test_the_purpose_of_a_recorded_request_is_seen(
    tmp_path: Path, address: str, status: int, body: str, purpose: str
) -> None:
    (found,) = cassette(tmp_path, interaction(address, body, status=status))

    assert found.purpose == purpose


def test_bytes_and_compressed_bodies_are_read(tmp_path: Path) -> None:
    packed = archive({"LICENSE": b"", "00000001.dcm": IMAGE})
    squeezed = gzip.compress(ROWS.encode(), mtime=0)

    found = cassette(
        tmp_path,
        interaction(url("getImage", SeriesInstanceUID=UID), packed),
        interaction(url("getSeries"), squeezed, Content_Encoding="gzip"),
        interaction(url("getSeries"), ROWS, Content_Encoding="gzip"),
    )

    assert [answer.body for answer in found] == [packed, ROWS.encode(), ROWS.encode()]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, gzip", "deflate, gzip"])
def test_a_body_that_grows_beyond_all_measure_is_refused(tmp_path: Path, coding: str) -> None:
    body = squeezed(bytes(80_000_000), coding)

    with pytest.raises(SourceError, match=r"one\.yaml: interaction 1 is incomplete or damaged .* limit is 200 times"):
        cassette(tmp_path, interaction(url("getSeries"), body, Content_Encoding=coding))


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "deflate, gzip"])
def test_every_coding_that_answers_may_have_is_undone(tmp_path: Path, coding: str) -> None:
    (found,) = cassette(
        tmp_path, interaction(url("getSeries"), squeezed(ROWS.encode(), coding), Content_Encoding=coding)
    )

    assert found.body == ROWS.encode()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip, gzip, gzip"])
@pytest.mark.parametrize("body", ["", ROWS])
def test_a_body_that_was_unpacked_before_stays_as_it_is(tmp_path: Path, body: str, coding: str) -> None:
    (found,) = cassette(tmp_path, interaction(url("getSeries"), body, Content_Encoding=coding))

    assert found.body == body.encode()


def test_aliases_of_a_few_headers_are_no_harm(tmp_path: Path) -> None:
    one = interaction(url("getSeries"), ROWS, Content_Type="application/json")
    text = yaml.safe_dump({"interactions": [one, dict(one), one], "version": 1})
    (tmp_path / "one.yaml").write_text(text)

    found = list(from_cassettes(tmp_path, CONTRACT))

    assert "*id001" in text
    assert [answer.headers for answer in found] == [{"content-type": "application/json"}] * 3


def test_the_older_form_of_recorded_httpx_answers_is_read(tmp_path: Path) -> None:
    old = {
        "request": {"method": "GET", "uri": url("getSeries"), "body": "", "headers": {}},
        "response": {"status_code": 200, "headers": {"server": "nginx"}, "content": ROWS},
    }

    (found,) = cassette(tmp_path, old)

    assert (found.status, found.headers, found.body) == (200, {"server": "nginx"}, ROWS.encode())


def test_requests_to_others_and_other_methods_are_left_out(tmp_path: Path) -> None:
    found = cassette(
        tmp_path,
        interaction("https://example.org/token", "{}"),
        interaction(url("getSeries"), "", method="HEAD"),
    )

    assert found == []


def test_the_cassettes_of_this_repository_hold_no_deviation() -> None:
    folder = Path(__file__).parents[1] / "cassettes"

    assert keys(*from_cassettes(folder, CONTRACT)) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"interactions:\n- request: {uri: 'x\n", "no cassette that can be read"),
        (b"\x00\x01\xff", "no cassette that can be read"),
        (b"[" * 101 + b"]" * 101, "line 1, column 101: it is nested too deeply: more than 100 levels"),
        (b"- " * 101 + b"1\n", "line 1, column 201: it is nested too deeply: more than 100 levels"),
        (b"[" * 1_000_000, "it is nested too deeply: more than 100 levels"),
        (b"- " * 1_000_000, "it is nested too deeply: more than 100 levels"),
        pytest.param(ALIASES, "more than 1,000,000 values, aliases written out", id="aliases of aliases"),
        pytest.param(MERGED, "more than 1,000,000 values, aliases written out", id="merged mappings"),
        pytest.param(REPEATED, " characters, aliases written out", id="a long text again and again"),
        pytest.param(b"- 1\n" * 1_000_001, "line 1000000, column 3: it has more than 1,000,000 values", id="values"),
        pytest.param(b"a: &a\n  b: *a\n", "line 2, column 6: the alias a stands within what it names", id="itself"),
        pytest.param(b"a: 1" + b":1" * 1000, "line 1, column 4: a number has more than 1,000 digits", id="in sixties"),
        pytest.param(b"a: !!int '1" + b":1" * 1000 + b"'", "a number has more than 1,000 digits", id="said to be one"),
        (b"- 1\n- 2\n", "no list of interactions"),
        (b"interactions: 7\n", "no list of interactions"),
        (b"interactions:\n- request: {method: GET}\n", "interaction 1 is incomplete or damaged"),
        (b"interactions:\n- 7\n", "interaction 1 is incomplete or damaged"),
    ],
)
def test_a_damaged_cassette_is_named_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "bad.yaml").write_bytes(content)

    with pytest.raises(SourceError, match=r"bad\.yaml") as caught:
        list(from_cassettes(tmp_path, CONTRACT))

    assert reason in str(caught.value)


def test_nothing_in_a_cassette_is_executed(tmp_path: Path) -> None:
    target = tmp_path / "made"
    (tmp_path / "evil.yaml").write_text(f"interactions: !!python/object/apply:os.mkdir ['{target}']\n")

    with pytest.raises(SourceError, match=r"evil\.yaml is no cassette that can be read: line 1, column 15: "):
        list(from_cassettes(tmp_path, CONTRACT))

    assert not target.exists()


def test_a_folder_without_cassettes_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has no files that end with"):
        from_cassettes(tmp_path, CONTRACT)


def test_a_folder_that_does_not_exist_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        from_cassettes(tmp_path / "nowhere", CONTRACT)


def test_a_path_that_is_too_long_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        from_cassettes(tmp_path / ("long" * 100), CONTRACT)


def test_without_pyyaml_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)

    with pytest.raises(ImportError, match=r"nbia-client\[contract\]"):
        from_cassettes(tmp_path, CONTRACT)


# HAR files


def test_a_har_file_gives_request_and_answer(tmp_path: Path) -> None:
    (found,) = har(tmp_path, entry(url("getSeries", format="json"), {"text": ROWS, "mimeType": "application/json"}))

    assert (found.endpoint, found.format, found.status, found.body) == ("getSeries", "json", 200, ROWS.encode())
    assert found.headers == {"content-type": "application/json"}


def test_base64_in_a_har_file_is_bytes(tmp_path: Path) -> None:
    packed = archive({"LICENSE": b"", "00000001.dcm": IMAGE})
    content = {"text": base64.b64encode(packed).decode(), "encoding": "base64"}

    (found,) = har(tmp_path, entry(url("getImage", SeriesInstanceUID=UID), content))

    assert found.body == packed


def test_an_answer_saved_without_its_body_is_left_out(tmp_path: Path) -> None:
    found = har(
        tmp_path,
        entry(url("getSeries"), {"size": 4711}),
        entry(url("getSeries"), {"size": 0}, status=304),
        entry("https://example.org/style.css", {"text": "p {}"}),
    )

    assert found == []


def test_a_request_without_an_answer_is_a_failure(tmp_path: Path) -> None:
    (found,) = har(tmp_path, entry(url("getSeries"), {}, status=0, _error="net::ERR_NAME_NOT_RESOLVED"))

    assert (found.status, found.failure) == (None, "net::ERR_NAME_NOT_RESOLVED")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b'{"log": {"entries": [', "no HAR file that can be read"),
        (b"[" * 100_000, "no HAR file that can be read"),
        (b"[]", "no log with entries"),
        (b'{"log": {}}', "no log with entries"),
        (b'{"log": {"entries": [{}]}}', "entry 1 is incomplete or damaged"),
        (b'{"log": {"entries": [7]}}', "entry 1 is incomplete or damaged"),
    ],
)
def test_a_damaged_har_file_is_named_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "bad.har").write_bytes(content)

    with pytest.raises(SourceError, match=r"bad\.har") as caught:
        list(from_har(tmp_path / "bad.har", CONTRACT))

    assert reason in str(caught.value)


# Saved bodies


@pytest.mark.parametrize(
    ("name", "endpoint", "form", "purpose"),
    [
        ("getSeries.json", "getSeries", "json", "rows"),
        ("getSeries--anything--1.json", "getSeries", "json", "rows"),
        ("getSeries.2022.json", "getSeries", "json", "rows"),
        ("getSeries (1).json", "getSeries", "json", "rows"),
        ("getSeries(2).csv", "getSeries", "csv", "rows"),
        ("getSeries - Copy.json", "getSeries", "json", "rows"),
        ("getSeries_2.xml", "getSeries", "xml", "rows"),
        ("getPatient.csv", "getPatient", "csv", "rows"),
        ("getPatient--a.HTML", "getPatient", "html", "rows"),
        ("getImage.zip", "getImage", "zip", "image"),
        ("getSingleImage.dcm", "getSingleImage", "dicom", "image"),
        ("getSeries/2024/answer.xml", "getSeries", "xml", "rows"),
    ],
)
def test_a_saved_body_is_known_by_its_name(tmp_path: Path, name: str, endpoint: str, form: str, purpose: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")

    (found,) = from_bodies(tmp_path, CONTRACT)

    assert (found.endpoint, found.format, found.purpose) == (endpoint, form, purpose)
    assert (found.status, found.headers, found.parameters, found.url) == (None, None, {}, str(path))


def test_an_empty_file_is_an_empty_answer(tmp_path: Path) -> None:
    (tmp_path / "getSeries.json").write_bytes(b"")

    (found,) = from_bodies(tmp_path, CONTRACT)

    assert found.purpose == "empty"
    assert keys(found) == []


def test_a_list_of_entries_is_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "getImage--2022.zip-listing.txt").write_text("LICENSE\n00000001.dcm\n")

    (found,) = from_bodies(tmp_path, CONTRACT)

    assert found.entries == ("LICENSE", "00000001.dcm")
    assert keys(found) == []


@pytest.mark.parametrize(
    "name",
    [
        "error--getSeries--1.json",
        "getSeriesList.json",
        "getSeries.zip",
        "getContentsByName.csv",
        "getImage.json",
        "notes/README.html",
    ],
)
def test_files_of_other_names_are_left_out(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")

    assert list(from_bodies(tmp_path, CONTRACT)) == []


def test_a_body_that_was_written_anew_is_no_deviation(tmp_path: Path) -> None:
    (tmp_path / "getSeries.json").write_text(json.dumps([SERIES], indent=4, sort_keys=True))

    assert keys(*from_bodies(tmp_path, CONTRACT)) == []


def test_a_single_file_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "getSeries.json"
    path.write_text(ROWS)

    (found,) = from_bodies(path, CONTRACT)

    assert found.endpoint == "getSeries"


def test_a_folder_without_bodies_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has no files that end with"):
        from_bodies(tmp_path, CONTRACT)


@pytest.mark.parametrize("status", ["1e999", "-1e999", "NaN", "1000", "1" + "0" * 400, '"high"', "[]", "null"])
def test_a_har_file_with_a_status_that_http_does_not_have_is_refused_with_the_entry(
    tmp_path: Path, status: str
) -> None:
    path = tmp_path / "saved.har"
    path.write_text(
        f'{{"log": {{"entries": [{{"request": {{"url": "{url("getSeries")}"}}, "response": {{"status": {status}}}}}]}}}}'
    )

    with pytest.raises(SourceError, match=r"saved\.har: entry 1 is incomplete or damaged"):
        list(from_har(path, CONTRACT))


def test_a_cassette_with_an_infinite_status_is_refused_with_the_interaction(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="interaction 1 is incomplete or damaged"):
        cassette(tmp_path, interaction(url("getSeries"), ROWS, status=float("inf")))  # type: ignore[arg-type]
