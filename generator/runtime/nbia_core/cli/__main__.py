"""`python -m nbia_core.cli` is the same as `nbia`."""

from __future__ import annotations

import sys

from nbia_core.cli import main

sys.exit(main())
