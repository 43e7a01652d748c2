"""What can go wrong before anything is checked."""

from __future__ import annotations

from nbia_core.errors import NbiaError


class SourceError(NbiaError):
    """A file or folder of answers cannot be read. Says which one, and why."""
