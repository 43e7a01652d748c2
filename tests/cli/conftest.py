"""Where commands run that a test calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command_line import be_patient
from tests.reference_server import ReferenceServer


@pytest.fixture
def here(server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every command asks the reference server and writes into an empty folder."""
    be_patient(monkeypatch)
    monkeypatch.setenv("NBIA_BASE_URL", server.base_url)
    monkeypatch.chdir(tmp_path)
