"""Changes of the sources of images besides the API are told, since a release with them is another one."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from generator.diff.changes import Change
from generator.diff.command import changes_between
from generator.diff.inputs import InputError, read
from generator.diff.sources import compare_sources
from tests.generator.diff.repositories import commit, project, wheel
from tests.generator.helpers import ROOT, copy_spec, edit, repository_files

SOURCES = "nbia/sources.json"


@functools.cache
def written() -> bytes:
    return repository_files()[SOURCES]


def sources() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written())
    return found


def told(changes: list[Change]) -> list[tuple[str, str, str | None]]:
    return [(change.weight, change.kind, change.subject) for change in changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "url: https://s3.amazonaws.com\n",
            "url: https://s4.amazonaws.com\n",
            ("breaks on the wire", "source changed", "idc.addresses.aws.url"),
        ),
        ("size_unit: 1000000", "size_unit: 1048576", ("breaks on the wire", "source changed", "idc.index.size_unit")),
        (
            "getModalityValues: {each: [Modality], is_sorted: true",
            "getModalityValues: {each: [Modality], is_sorted: false",
            ("breaks on the wire", "source changed", "idc.questions.answers.getModalityValues.is_sorted"),
        ),
        ("    contact: ", "    contact: Not ", ("words", "words: source", "idc.contact")),
    ],
)
def test_what_changes_of_a_source_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, expected: tuple[str, str, str]
) -> None:
    spec = copy_spec(tmp_path)
    edit(spec, "idc.yaml", old, new)

    changes = changes_between(read(str(ROOT / "spec"), ROOT), read(str(spec), ROOT))

    (change,) = (change for change in changes if change.version is None)
    assert told([change]) == [expected]
    assert change.place.startswith("spec/idc.yaml:")


def test_what_an_index_says_of_itself_is_told_once(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    edit(spec, "idc.yaml", "title: Index of the Imaging Data Commons", "title: An index")

    changes = changes_between(read(str(ROOT / "spec"), ROOT), read(str(spec), ROOT))

    assert [(change.version, change.kind) for change in changes] == [("idc", "words: title")]


def test_a_source_or_a_service_that_is_gone_breaks_callers_and_a_new_one_does_not() -> None:
    other = sources()
    gone = list(other["idc"]["addresses"])[-1]
    del other["idc"]["addresses"][gone]

    assert told(compare_sources(sources(), other)) == [
        ("breaks callers", "service removed", f"idc.addresses.{gone}"),
    ]
    assert told(compare_sources(other, sources())) == [("adds", "service added", f"idc.addresses.{gone}")]
    assert told(compare_sources(sources(), {})) == [("breaks callers", "source removed", "idc")]
    assert told(compare_sources({}, sources())) == [("adds", "source added", "idc")]


def test_another_first_service_is_told() -> None:
    other = sources()
    other["idc"]["addresses"] = dict(reversed(other["idc"]["addresses"].items()))

    assert told(compare_sources(sources(), other)) == [("breaks on the wire", "services in another order", "idc")]


def test_revisions_and_wheels_have_sources(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "generated" / SOURCES).write_bytes(written())
    commit(root, "v1.0.0")
    api = (root / "generated" / "nbia" / "v1" / "api.json").read_bytes()
    built = wheel(tmp_path / "x.whl", {"nbia/v1/api.json": api, SOURCES: written()})

    assert told(changes_between(read("v1.0.0", root), read(str(built), root))) == []
    assert told(changes_between(read("v1.0.0~1", root), read(str(built), root))) == [("adds", "source added", "idc")]
    assert told(changes_between(read("v1.0.0", root), read(str(root / "spec"), root))) == [
        ("breaks callers", "source removed", "idc")
    ]


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"idc": 1}'])
def test_sources_that_are_none_are_refused(tmp_path: Path, content: bytes) -> None:
    root = project(tmp_path)
    (root / "generated" / SOURCES).write_bytes(content)
    commit(root)

    with pytest.raises(InputError, match=r"HEAD:generated/nbia/sources\.json"):
        read("HEAD", root)
