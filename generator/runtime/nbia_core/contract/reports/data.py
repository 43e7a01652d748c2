"""The report as JSON, for programs.

The shape is stable: keys are added, never renamed or removed, as long as `schema` is the same number.

```
{
  "schema": 1,
  "version": "v…",                    the version of the API
  "origin": "https://...",            what was checked: a base URL, or a file or folder
  "release": "1.2.3",                 the version of nbia-client that checked, or null
  "spec_sha256": "...",               the hash of the spec that it was checked against, or null
  "answered_by": ["..."],             the server headers of the answers
  "outcome": "findings",              or "nothing new"
  "findings": [
    {
      "key": "retyped | getSeries | SeriesNumber | string",     what a baseline knows it by
      "verdict": "retyped",           the words of nbia_core.contract.findings.Verdict
      "endpoint": "getSeries",        "*": the service as a whole
      "attribute": "SeriesNumber",    or null
      "part": "attribute",            what that is: an attribute of a row, a parameter, an entry of an archive
      "old": "number",                what the spec promises, or null where that is not one word
      "new": "string",                or null
      "formats": ["json"],
      "summary": "...",
      "evidence": [{"request": "...", "status": 200, "shown": ["..."], "count": 20, "of": 20}]
    }
  ],
  "accepted": [{..., "reason": "..."}],     as in findings
  "stale": ["..."],                         keys of the baseline
  "notes": ["..."],
  "coverage": [
    {
      "endpoint": "getSeries",
      "answers": 4,
      "rows": 80,
      "formats": ["json", "csv"],
      "parameters": ["Collection"],
      "presence": [{"attribute": "SeriesInstanceUID", "rows": 80}]
    }
  ]
}
```
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from nbia_core.api.description import Api
from nbia_core.contract.findings import Coverage, Finding, Result

from . import words


def render(result: Result, *, contract: Api | None) -> str:
    """Return the report."""
    report = {
        "schema": 1,
        "version": result.version,
        "origin": result.origin,
        "release": result.release,
        "spec_sha256": result.spec_sha256,
        "answered_by": result.answered_by,
        "outcome": "findings" if result.findings else "nothing new",
        "findings": [_finding(finding, contract) for finding in result.findings],
        "accepted": [{**_finding(finding, contract), "reason": reason} for finding, reason in result.accepted],
        "stale": result.stale,
        "notes": result.notes,
        "coverage": [_coverage(coverage) for coverage in result.coverage],
    }
    return json.dumps(report, indent=2) + "\n"


def _finding(finding: Finding, contract: Api | None) -> dict[str, Any]:
    return {
        "key": finding.key,
        "verdict": finding.verdict,
        "endpoint": finding.endpoint,
        "attribute": finding.attribute,
        "part": finding.part,
        "old": words.promised(finding, contract),
        "new": finding.new,
        "formats": finding.formats,
        "summary": finding.summary,
        "evidence": [dataclasses.asdict(piece) for piece in finding.evidence],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    presence = [{"attribute": name, "rows": rows} for name, rows in coverage.presence]
    return {**dataclasses.asdict(coverage), "presence": presence}
