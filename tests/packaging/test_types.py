"""The types that users see, checked by pyright as well as by mypy.

mypy checks the same file together with all other sources; pyright brings a second opinion.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
TYPES = PROJECT / "tests" / "typing" / "client_types.py"
VARIABLES = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}


@pytest.fixture(scope="module")
def report() -> Any:
    """What pyright says of the file, in JSON."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, str(TYPES)]
    try:
        run = subprocess.run(command, cwd=PROJECT, env=VARIABLES, capture_output=True, text=True, timeout=600)
        return json.loads(run.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        pytest.skip(f"pyright cannot run here: {error}")


def test_pyright_finds_the_types_that_are_asserted(report: Any) -> None:
    findings = [
        f"{item['file']}:{item['range']['start']['line'] + 1}: {item['message']}"
        for item in report["generalDiagnostics"]
    ]

    assert findings == []
    assert report["summary"]["filesAnalyzed"] == 1


def test_every_assertion_is_seen_by_mypy() -> None:
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--warn-unused-ignores", str(TYPES)]

    run = subprocess.run(command, cwd=PROJECT, env=VARIABLES, capture_output=True, text=True, timeout=600)

    assert (run.stdout, run.returncode) == ("", 0)
