"""Other sources of images are data: what the spec says of them is checked, compiled, and known by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import nbia_core
from generator.compile import compile_all
from generator.load.loading import load
from generator.tree import build
from nbia_core.api.bucket_services import Buckets
from tests.generator.helpers import ROOT, copy_mini_spec, copy_spec, edit, problems, repository_files, specs

CORE = Path(nbia_core.__path__[0])
FILE = "idc.yaml"
GET_SERIES = "Without a filter the answer is every public series and very large.\n    parameters:\n"
NEW_PARAMETER = """  SoftwareVersions:
    python: software_versions
    type: text
    meaning: The version of the software.
    example: "1"
"""


def test_the_sources_of_the_spec_are_those_of_the_package() -> None:
    sources = next(iter(specs().values())).sources

    written = repository_files()["nbia/sources.json"]
    assert msgspec.json.decode(written, type=dict[str, Buckets]) == sources
    assert list(sources) == ["idc"]


def test_a_spec_without_sources_makes_no_file_of_them(tmp_path: Path) -> None:
    assert "nbia/sources.json" not in build(copy_mini_spec(tmp_path))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("      version: v1\n", "      version: v9\n", "unknown-version"),
        ("        getSeriesMetaData: {}", "        getSeriesMetadata: {}", "unknown-endpoint"),
        ("{each: [Modality]", "{each: [Modalities]", "unknown-attribute"),
        ("      PatientID: PatientID\n", "      PatientIDs: PatientID\n", "unknown-attribute"),
        ("      ImageCount: images\n", "      ImageCounts: images\n", "unknown-attribute"),
        ("      ImageCount: images\n", "      ImageCount: image\n", "value"),
        ("        url: https://s3.amazonaws.com\n", "        url: http://s3.amazonaws.com\n", "value"),
        ("        url: https://s3.amazonaws.com\n", "        url: https://s3.amazonaws.com/\n", "value"),
        ("        sites: [.amazonaws.com]\n", "        sites: [amazonaws.com]\n", "value"),
        ("      module: idc_index_data\n", "", "missing-key"),
        ("      size_unit: 1000000\n", '      size_unit: "1000000"\n', "type"),
        ("    contact: ", "    contacts: ", "missing-key"),
    ],
)
def test_what_is_wrong_with_a_source_is_named_once_and_where_it_stands(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    spec = copy_spec(tmp_path)

    edit(spec, FILE, old, new)

    found = [line for line in problems(spec) if f"error[{expected}]" in line]
    assert [line.partition(":")[0] for line in found] == ["spec/idc.yaml"]


def test_an_index_does_not_take_a_new_parameter_that_it_has_no_column_for(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    _add_parameter(spec, "optional")

    apis = compile_all(load(spec))
    assert "software_versions" in [each.python for each in apis["v1"].known_endpoint("getSeries").parameters]
    assert "software_versions" not in [each.python for each in apis["idc"].known_endpoint("getSeries").parameters]


def test_an_index_cannot_answer_what_requires_a_parameter_that_it_has_no_column_for(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    _add_parameter(spec, "required")

    (problem,) = problems(spec)
    assert problem.startswith(
        "spec/idc.yaml:120:9: error[parameter-use]: the index cannot choose by SoftwareVersions, "
    )


def _add_parameter(spec: Path, need: str) -> None:
    """Let getSeries of version 1 have a parameter by which the index cannot choose."""
    use = f"      SoftwareVersions: {{guide: absent, server: {need}, evidence: Recorded.}}\n"
    edit(spec, "v1/api.yaml", "  Collection:\n", f"{NEW_PARAMETER}  Collection:\n")
    edit(spec, "v1/metadata.yaml", GET_SERIES, GET_SERIES + use)


def test_nothing_but_the_spec_knows_addresses_buckets_and_columns() -> None:
    words = sorted(set(_words(next(iter(specs().values())).sources["idc"])))
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words))
    files = [*CORE.rglob("*.py"), *(ROOT / "generator" / "load").glob("*.py"), *(ROOT / "generator").glob("*.py")]

    lines = [(path.name, line) for path in files for line in path.read_text("utf-8").splitlines()]
    assert len(words) > 15
    assert [
        (name, line) for name, line in lines if pattern.search(line.partition("#")[0]) and "such as" not in line
    ] == []


def _words(source: Buckets) -> Iterator[str]:
    """Hand out what only the source calls so: addresses, buckets, files, and columns that are no words of DICOM."""
    for address in source.addresses.values():
        yield address.url.removeprefix("https://")
        yield from address.buckets
        yield from address.buckets.values()
    index = source.index
    for columns in (msgspec.structs.asdict(table).values() for table in (index.series, index.earlier)):
        yield from (column for column in columns if column != "SeriesInstanceUID")
    for table in (index.collections, index.releases):
        yield from (table.file, table.key, table.value)
    yield index.module
    yield index.version_key
    yield from (each.url for each in source.licenses.values())
