"""`python -m nbia._runtime.command` is the same as `nbia`."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
