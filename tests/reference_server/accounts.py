"""The people whom the server knows."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody with a name."""

    name: str


GUEST = User(name="nbia_guest")
"""Stands for the public."""
