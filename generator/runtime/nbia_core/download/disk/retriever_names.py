"""The names of folders in the tree of the NBIA Data Retriever."""

from __future__ import annotations

import re
from typing import Final

DESCRIPTION: Final = "description"
"""The form of a description: what the Retriever is told of it, and as much as it takes."""
DECIMALS: Final = "decimals"
"""The form of a number: 1.000000."""
TREE: Final = (
    (("collection", None, ""),),
    (("patient_id", None, ""),),
    (
        ("study_date", "%m-%d-%Y", "-"),
        ("study_id", None, "-"),
        ("study_description", DESCRIPTION, "-"),
        ("study_instance_uid", "short", ""),
    ),
    (
        ("series_number", DECIMALS, "-"),
        ("series_description", DESCRIPTION, "-"),
        ("series_instance_uid", "short", ""),
    ),
)
"""The folders: the Python names of their attributes, the form of each, and what follows it if it has a value."""
_REMOVED: Final = re.compile(r"[^A-Za-z0-9 .-]")
"""Characters that the service takes out of descriptions before the Retriever sees them."""
_LONGEST_DESCRIPTION: Final = 53
_NOTHING: Final = frozenset({"null", "-"})


def described(text: str) -> str:
    """Return a description as it stands in the name of a folder; nothing of one that says nothing."""
    text = _REMOVED.sub("", text)
    return "" if text in _NOTHING else text[:_LONGEST_DESCRIPTION]
