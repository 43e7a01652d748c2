"""Whether a large answer has undocumented attributes is seen from its bytes, and never wrongly denied."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbia import Records, Series
from nbia_core.records import json_rows as body_module
from nbia_core.records.key_count import may_have_more_keys
from nbia_core.records.readers import RecordsReader

TEXTS = st.text(st.sampled_from('":\\ \n\té{}[],a'), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
ROWS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=4), max_size=6)
SEPARATORS = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", " :\t"), (",", "\r\n:")])
KNOWN = b'{"PatientID":"0012","SeriesDescription":"AX: 2 \\"T1\\" ","ImageCount":5}'
MANY = b"[" + b",".join([KNOWN] * 20_000) + b"]"


def read(body: bytes) -> Records[Series]:
    return RecordsReader(Series).read(body, strict=False)


def count_keys(value: object) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(count_keys, value.values()))
    return sum(map(count_keys, value)) if isinstance(value, list) else 0


@pytest.fixture(scope="module", autouse=True)
def small_blocks() -> Iterator[None]:
    """Look at the bytes of small texts too, and at a few at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nbia_core.records.key_count._SMALL", 0)
        patch.setattr("nbia_core.records.key_count._BLOCK", 7)
        yield


@settings(deadline=None, max_examples=300)
@given(ROWS, SEPARATORS, st.booleans())
def test_a_key_is_never_overlooked(rows: object, separators: tuple[str, str], escape: bool) -> None:
    body = json.dumps(rows, separators=separators, ensure_ascii=escape).encode()

    assert may_have_more_keys(body, count_keys(rows) - 1)


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        (b"[]", 0),
        (b"[{}]", 0),
        (b'[{"a":1}]', 1),
        (b'[{"a":1,"b":{"c":[{"d":2}]}}]', 4),
        (b'[{"a" :1,"b"\n\t :2}]', 2),
        (b'[{"a":"x: a : b !: c"}]', 1),
        (b'[{"a":" leading","b":"x \\"y\\" z"}]', 2),
        pytest.param(b'[{"a":": x"}]', 2, id="a text that begins like the end of a key"),
        pytest.param(b'[{"a":"x\\": y"}]', 2, id="a text that has the end of a key"),
    ],
)
def test_texts_are_taken_for_keys_in_rare_cases_only(body: bytes, keys: int) -> None:
    assert may_have_more_keys(body, keys - 1)
    assert not may_have_more_keys(body, keys)


def test_small_texts_are_left_to_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.records.key_count._SMALL", 100)

    assert may_have_more_keys(b'[{"a":1}]', 1)


def test_without_numpy_the_parser_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)

    assert may_have_more_keys(b'[{"a":1}]', 1)
    assert read(b'[{"PatientID":"1","Unheard":1}]').undocumented == {"Unheard": 1}


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional={"PatientID": TEXTS, "ImageCount": st.integers(), '"': TEXTS})))
def test_undocumented_attributes_are_the_same_either_way(rows: list[dict[str, object]]) -> None:
    expected = sum('"' in row for row in rows)

    records = read(json.dumps(rows, separators=(",", ":")).encode())

    assert records.undocumented == ({'"': expected} if expected else {})


def test_an_answer_without_undocumented_attributes_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.records.key_count._BLOCK", 1 << 18)
    records = read(MANY)
    monkeypatch.setattr(body_module, "parse_rows", None)

    table = records.to_pandas()

    assert len(table) == 20_000
    assert records.undocumented == {}


def test_one_undocumented_attribute_among_many_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.records.key_count._BLOCK", 1 << 18)
    records = read(MANY[:-1] + b',{"Unheard":1}]')

    table = records.to_pandas()

    assert records.undocumented == {"Unheard": 1}
    assert table["Unheard"].tolist()[-1] == 1


def test_a_part_of_a_large_answer_has_its_own_undocumented_attributes() -> None:
    records = read(b'[{"Unheard":1},{"PatientID":"1"},{"PatientID":"2","Of":null}]')

    assert records[1:2].undocumented == {}
    assert records[1:].undocumented == {"Of": 1}
    assert records[::-1].to_dicts()[2] == {"Unheard": 1}
