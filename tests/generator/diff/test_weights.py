"""What is said to break callers does, and what is said to break on the wire only does not: with clients of both specs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.tree import build, write
from tests.generator.diff.descriptions import changes_of
from tests.generator.helpers import copy_mini_spec, edit

API = "v1/api.yaml"
ENDPOINTS = "v1/endpoints.yaml"
SINCE = "fromDate: {guide: required, server: required}"
ASK = "calls.get_updated_series('2023-03-28')"

BREAKS = [
    pytest.param(
        (API, "python: from_date", "python: since"), "calls.get_updated_series(from_date='2023-03-28')", id="name"
    ),
    pytest.param(
        (ENDPOINTS, SINCE, SINCE.replace("server: required", "server: optional, evidence: Seen.")),
        ASK,
        id="what is no longer required has no place in the order",
    ),
    pytest.param((ENDPOINTS, "        server: optional\n", "        server: required\n"), ASK, id="newly required"),
    pytest.param(
        (ENDPOINTS, "python: get_updated_series", "python: get_updates"),
        "calls.get_updated_series",
        id="name of a method",
    ),
    pytest.param(
        (ENDPOINTS, "      - AnnotationsFlag\n", "      - Flag: {attribute: AnnotationsFlag}\n"),
        "records.UpdatedSeries()['AnnotationsFlag']",
        id="name of an attribute on the wire",
    ),
    pytest.param(
        ("attributes.yaml", "python: annotations_flag", "python: has_annotations"),
        "records.UpdatedSeries().annotations_flag",
        id="name of an attribute",
    ),
    pytest.param(
        (ENDPOINTS, "    formats: selectable\n", "    formats: fixed\n"),
        "calls.get_updated_series('2023-03-28', format='csv')",
        id="format",
    ),
    pytest.param(
        (API, "    type: text\n", "    type: text\n    values: [RIDER Pilot, VICTRE]\n"),
        "calls.get_updated_series('2023-03-28', collection='Another')",
        id="fewer values",
    ),
    pytest.param((API, "    public:\n", "    main:\n"), "Client(server='public')", id="name of a server"),
]
GOES_ON = [
    pytest.param((API, "wire: dd/MM/yyyy", "wire: yyyy/MM/dd"), (API, "28/03/2023", "2023/03/28"), id="form of a date"),
    pytest.param((ENDPOINTS, "answer: empty-200", "answer: empty-list"), None, id="empty list"),
    pytest.param((ENDPOINTS, "license: LICENSE", "license: LICENSE.txt"), None, id="entry of an archive"),
    pytest.param((API, "https://mini.example/services/v1", "https://new.example/services/v1"), None, id="address"),
    pytest.param(
        (API, "  status: It exists", "  unknown_parameters: refused\n  status: It exists"), None, id="strictness"
    ),
    pytest.param((ENDPOINTS, "wire: decimal", "wire: digits"), None, id="form of an attribute"),
]
EVERYTHING = f"""
{ASK}
calls.get_image('1.2.3', new_file_names=True)
records.UpdatedSeries().series_number
Client(server='public')
"""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client of the small spec."""
    return generated(tmp_path_factory.mktemp("before"))


def generated(folder: Path, *edits: tuple[str, str, str] | None) -> Path:
    spec = copy_mini_spec(folder)
    for made in filter(None, edits):
        edit(spec, *made)
    write(build(spec), folder / "generated")
    return folder / "generated"


def works(code: str, package: Path) -> bool:
    program = f"from nbia import Client, calls, records\n{code}"
    variables = {**os.environ, "PYTHONPATH": os.fspath(package)}
    return (
        subprocess.run([sys.executable, "-c", program], env=variables, capture_output=True, check=False).returncode == 0
    )


@pytest.mark.parametrize(("made", "code"), BREAKS)
def test_what_breaks_callers_does(before: Path, tmp_path: Path, made: tuple[str, str, str], code: str) -> None:
    weights = {change.weight for change in changes_of(made)}

    assert "breaks callers" in weights
    assert works(code, before)
    assert not works(code, generated(tmp_path, made))


@pytest.mark.parametrize(("made", "further"), GOES_ON)
def test_what_breaks_on_the_wire_alone_does_not(
    tmp_path: Path, made: tuple[str, str, str], further: tuple[str, str, str] | None
) -> None:
    edits = [made] if further is None else [made, further]

    assert {"breaks on the wire"} <= {change.weight for change in changes_of(*edits)} <= {"breaks on the wire", "words"}
    assert works(EVERYTHING, generated(tmp_path, *edits))
