"""Lists of MD5 hashes are read as servers and spreadsheets have written them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia_core.download.check.completeness import read_hashes

HASH = "0123456789abcdef0123456789abcdef"
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
HASHES = st.just("") | st.text("0123456789abcdef", min_size=32, max_size=32)


@pytest.mark.parametrize(
    "data",
    [
        f"Filename,MD5Hash\na.dcm,{HASH}\nb.dcm,\n",
        f"b.dcm, \na.dcm,{HASH}",
        f"Filename,MD5Hash\r\nb.dcm,\r\na.dcm,{HASH}\r\n",
        f"Filename,MD5Hash\ra.dcm,{HASH}\rb.dcm,\r",
        f'"Filename","MD5Hash"\n"a.dcm","{HASH}"\n"b.dcm",""\n\n',
        f"\ufefffilename,md5hash\n a.dcm , {HASH.upper()} \nb.dcm\n",
        f"b.dcm,\nb.dcm,\na.dcm,{HASH}\na.dcm,\n",
        f"a.dcm,{HASH[1:]}\nb.dcm,\n",
    ],
)
def test_every_form_of_the_list_is_read(data: str) -> None:
    assert read_hashes(data.encode()) == {"a.dcm": HASH, "b.dcm": ""}


def test_a_list_without_lines_is_empty() -> None:
    assert read_hashes(b"") == read_hashes(b"Filename,MD5Hash\n") == {}


@pytest.mark.parametrize(
    "headings", ["filename,md5", '"Name","MD5 checksum"', "\ufeffInstance,HASH", "File Name,md5_hash"]
)
def test_headings_may_be_other_words(headings: str) -> None:
    assert read_hashes(f"{headings}\na.dcm,{HASH}\n".encode()) == {"a.dcm": HASH}


@pytest.mark.parametrize("lines", ["a.dcm,no hash", f"b.dcm,{HASH}\nname,md5", "name,-"])
def test_what_may_be_an_image_is_no_heading(lines: str) -> None:
    assert len(read_hashes(lines.encode())) == lines.count("\n") + 1


@pytest.mark.parametrize("line", [f'"1,2.dcm",{HASH}', f"1,2.dcm,{HASH}"])
def test_a_name_may_have_commas(line: str) -> None:
    assert read_hashes(line.encode()) == {"1,2.dcm": HASH}


@pytest.mark.parametrize("digest", ["no hash", "0" * 33, "xyz"])
def test_what_is_no_hash_fits_nothing(digest: str) -> None:
    assert read_hashes(f"a.dcm,{digest}".encode()) == {"a.dcm": digest}


@given(hashes=st.dictionaries(NAMES, HASHES, max_size=10), quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_whatever_is_written_is_read(hashes: dict[str, str], quoting: int) -> None:
    file = io.StringIO()
    csv.writer(file, quoting=quoting).writerows([("Filename", "MD5Hash"), *hashes.items()])  # type: ignore[arg-type]

    assert read_hashes(file.getvalue().encode()) == hashes


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    assert all(digest == digest.strip() for digest in read_hashes(data).values())
