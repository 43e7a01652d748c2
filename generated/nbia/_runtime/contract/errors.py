# Copied from generator/runtime/contract/errors.py. Do not edit here.
"""What can go wrong before anything is checked."""

from __future__ import annotations

from ..errors import NbiaError


class SourceError(NbiaError):
    """A file or folder of answers cannot be read. Says which one, and why."""
