"""What several tests of the core stand on."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from nbia_core.http import transport


@pytest.fixture(params=["httpx", "httpx2"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The HTTP library that clients are made of."""
    library = importlib.import_module(request.param)
    monkeypatch.setattr(transport, "_default_library", lambda: library)
    return library
