"""Results of the contract for the tests of what is made of them. Run as a program, it rewrites the golden reports.

python -m tests.contract.results
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

from nbia.contract import CONTRACT as SHIPPED_CONTRACT
from nbia_core.api.description import Api
from nbia_core.contract.findings import Coverage, Evidence, Finding, Part, Result, Verdict
from nbia_core.contract.reports import FORMATS, render

ROOT: Final = Path(__file__).parents[2]
GOLDEN: Final = Path(__file__).parents[1] / "golden" / "contract"
PUBLIC: Final = "https://services.cancerimagingarchive.net/nbia-api/services/v1"
CONTRACT: Final[Api] = SHIPPED_CONTRACT
SUFFIXES: Final = {"terminal": "txt", "markdown": "md", "json": "json", "junit": "xml", "html": "html", "github": "log"}


def finding(
    verdict: Verdict,
    endpoint: str = "getSeries",
    attribute: str | None = None,
    new: str | None = None,
    *,
    shown: tuple[object, ...] = (),
    formats: tuple[str, ...] = ("json",),
    status: int | None = 200,
    summary: str = "It is not as the spec says",
    part: Part = "attribute",
) -> Finding:
    """Return a finding with one piece of evidence."""
    values = tuple(json.dumps(value, ensure_ascii=False) for value in shown)
    evidence = Evidence(request=f"{PUBLIC}/{endpoint}", status=status, shown=values, count=1, of=2)
    return Finding(
        verdict=verdict,
        endpoint=endpoint,
        attribute=attribute,
        new=new,
        part=part,
        formats=formats,
        summary=summary,
        evidence=(evidence,),
    )


def result(*findings: Finding, coverage: tuple[Coverage, ...] = (), origin: str = PUBLIC) -> Result:
    """Return a result with these findings."""
    return Result(version="v1", origin=origin, findings=findings, coverage=coverage)


def looked_at(*endpoints: str, formats: tuple[str, ...] = ("json",)) -> tuple[Coverage, ...]:
    """Return that ten rows of each endpoint were looked at."""
    return tuple(Coverage(endpoint=name, answers=1, rows=10, formats=formats) for name in endpoints)


QUIET: Final = Result(
    version="v1",
    origin="tests/cassettes",
    coverage=(
        Coverage(endpoint="getModalityValues", answers=1, rows=3, formats=("json",), presence=(("Modality", 3),)),
    ),
)
"""Nothing was found."""

BUSY: Final = Result(
    version="v1",
    origin=PUBLIC,
    release="1.2.3",
    spec_sha256="0123456789abcdef" * 4,
    answered_by=("Apache-Coyote/1.1",),
    findings=(
        finding(Verdict.MOVED, "*", new="https://new.example/services/v1", status=301, formats=()),
        finding(
            Verdict.RETYPED,
            attribute="SeriesNumber",
            new="string",
            shown=("1.000000", "2.000000", "3.000000", "4.000000"),
            summary="SeriesNumber is a string in JSON, where the spec has a number",
        ),
        finding(Verdict.RENAMED, attribute="StudyDesc", new="StudyDescription", formats=("json", "csv")),
        Finding(
            verdict=Verdict.ADDED,
            endpoint="getPatient",
            attribute="Site|Name",
            summary="The spec does not know the attribute Site|Name",
            evidence=tuple(Evidence(request=f"page {number}", shown=("x" * 300,)) for number in range(5)),
        ),
    ),
    accepted=(
        (
            finding(Verdict.REFORMATTED, attribute="SeriesDate", new="MM-dd-yyyy"),
            "The archive says that it mends this in January.",
        ),
    ),
    stale=("retired | getContentsByName | - | -",),
    notes=("getSeries: never seen in 20 rows of JSON: FileSize",),
    coverage=(
        Coverage(
            endpoint="getSeries",
            answers=2,
            rows=1234,
            formats=("json", "csv"),
            parameters=("Collection", "Modality"),
            presence=(("SeriesInstanceUID", 1234), ("ProtocolName", 7), ("FileSize", 0)),
        ),
        Coverage(endpoint="getPatient", answers=1, rows=1, formats=("json",)),
        Coverage(endpoint="getImage"),
    ),
)
"""A little of everything."""

HOSTILE_TEXT: Final = "</td><script>alert(1)</script>\x1b[31m\r\n::error::x%0A]]>&`*_|\u202e\ud800\x00 ##[error]y"
"""What would break a report that does not escape it."""

HOSTILE: Final = Result(
    version="v1",
    origin=HOSTILE_TEXT,
    release=HOSTILE_TEXT,
    spec_sha256=HOSTILE_TEXT,
    answered_by=(HOSTILE_TEXT,),
    findings=(
        Finding(
            verdict=Verdict.ADDED,
            endpoint="getSeries",
            attribute=HOSTILE_TEXT,
            new=HOSTILE_TEXT,
            formats=(HOSTILE_TEXT,),
            summary=HOSTILE_TEXT,
            evidence=(Evidence(request=HOSTILE_TEXT, shown=(HOSTILE_TEXT,)),),
        ),
    ),
    accepted=((finding(Verdict.BROKEN, attribute=HOSTILE_TEXT), HOSTILE_TEXT),),
    stale=(HOSTILE_TEXT,),
    notes=(HOSTILE_TEXT,),
    coverage=(
        Coverage(endpoint="getSeries", answers=1, rows=2, formats=(HOSTILE_TEXT,), presence=((HOSTILE_TEXT, 1),)),
    ),
)
"""A service that tries to take over whoever reads the report."""


def golden(form: str) -> str:
    """Return the report that is expected for BUSY."""
    return (GOLDEN / f"report.{SUFFIXES[form]}").read_bytes().decode()


def copy_spec(folder: Path) -> Path:
    """Return a copy of the spec in a repository of its own."""
    return Path(shutil.copytree(ROOT / "spec", folder / "spec"))


def git_apply(patch: str, folder: Path) -> None:
    """Apply a patch as a maintainer does."""
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"], cwd=folder, input=patch.encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def write_golden_files() -> None:
    """Take what the reports are now for what they should be."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for form in FORMATS:
        text = render(BUSY, form, contract=CONTRACT)
        (GOLDEN / f"report.{SUFFIXES[form]}").write_bytes(text.encode())


if __name__ == "__main__":
    write_golden_files()
