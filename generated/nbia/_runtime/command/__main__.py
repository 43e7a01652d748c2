# Copied from generator/runtime/command/__main__.py. Do not edit here.
"""`python -m nbia._runtime.command` is the same as `nbia`."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
