"""The pages that name a test for each line name tests that exist, and the page of the files knows every module that writes."""

from __future__ import annotations

import re

import pytest

from tests.docs.markdown import GUIDES
from tests.generator.helpers import ROOT

TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
WRITING = re.compile(
    r"\b(?:PartFile|FileIO|sqlite3\.connect|os\.(?:replace|rename|remove|link|symlink)|shutil\.(?:rmtree|move|copy\w*))\("
    r"|(?<!formatter)\.(?:write_bytes|write_text|rename|mkdir|rmdir|unlink|touch|replace\(self|hardlink_to|symlink_to)\("
    r'|(?<![.\w])write_text\(|\bopen\([^)\n]*"[wxa]b?"'
)
WRITERS = {
    "baseline.py",
    "citation_file.py",
    "contract.py",
    "database.py",
    "downloads.py",
    "entries.py",
    "excel.py",
    "fetch.py",
    "files.py",
    "formats.py",
    "licenses.py",
    "manifest_writer.py",
    "merge.py",
    "metadata_csv.py",
    "naming.py",
    "output.py",
    "parquet.py",
    "preview.py",
    "report.py",
    "saving.py",
    "staging.py",
    "tables.py",
}
"""The modules whose files the page answers for: another one that writes needs its line there, and then here."""


@pytest.mark.parametrize("page", ["download-faults.md", "files-written.md"])
def test_every_test_that_a_page_names_exists(page: str) -> None:
    text = (GUIDES / page).read_text(encoding="utf-8")

    files = set(re.findall(r"`(\w+/test_\w+\.py)`", text))
    functions = set(re.findall(r"`(test_\w+)`", text))

    assert [name for name in sorted(files) if not (ROOT / "tests" / name).is_file()] == []
    assert [name for name in sorted(functions) if f"def {name}(" not in TESTS] == []
    assert len(functions) > 30


def test_no_other_module_writes_to_the_disk() -> None:
    runtime = ROOT / "generator" / "runtime"

    found = {path.name for path in runtime.rglob("*.py") if WRITING.search(path.read_text(encoding="utf-8"))}

    assert found == WRITERS
