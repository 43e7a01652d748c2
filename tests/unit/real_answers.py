"""Where real answers lie that others published; they are not part of this repository."""

from __future__ import annotations

import os
from pathlib import Path

NEARBY = Path(__file__).parents[3] / "shared" / "real-responses"
FOLDER = Path(os.environ.get("NBIA_REAL_RESPONSES") or NEARBY)
