"""What most tests of the generator work on."""

from __future__ import annotations

from pathlib import Path

import pytest

from .helpers import copy_mini_spec


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """The folder of the small spec, in a copy that a test may edit."""
    return copy_mini_spec(tmp_path)
