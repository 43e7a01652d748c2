"""The form in which headings are compared: what spells the same name otherwise is the same heading."""

from __future__ import annotations

import re
from typing import Final

_ASIDE: Final = re.compile(r"[(\[]\s*(?:bytes?|b|mm|[0-9a-f]{4}\s*,\s*[0-9a-f]{4})\s*[)\]]", re.IGNORECASE)
"""A unit that changes nothing, or a DICOM tag. Other units stay: a size in megabytes is another attribute."""
_UNIMPORTANT: Final = re.compile(r"[\W_]+")


def normalized(name: str) -> str:
    """Return a heading without what may differ: case, blanks, underscores, hyphens, bytes in brackets, the plural of UID."""
    found = _UNIMPORTANT.sub("", _ASIDE.sub("", name)).lower()
    return found[:-1] if found.endswith("uids") else found
