"""Compares the spec of version 4 with the archive's official OpenAPI file, which is no part of this repository.

    python -m tests.official_file nbia-api.yaml 2025-11-22

writes the page of the guides that lists every difference, also those that `python -m generator import` is silent about since
the spec explains them. The date is that of the file.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from generator.importing.claims import Claim
from generator.importing.openapi_text import parse
from generator.importing.reading import read_document
from generator.importing.spec_comparison import claims
from generator.load.loading import load
from generator.load.spec import Spec
from nbia_core.api.description import Difference

PROJECT: Final = Path(__file__).parents[1]
PAGE: Final = PROJECT / "generator" / "website" / "guides" / "official-file.md"
VERSION: Final = "v4"
_NOT_EXPLAINED: Final = "The spec does not say."
_ABSENT: Final = "is not there"


def page(text: bytes, day: str, spec: Spec) -> str:
    """Return the page about an official file."""
    document = read_document(parse(text, "the official file"))
    paths = {operation.path for operation in document.operations}
    found = claims(document, spec)
    parts = [
        "# The official file of version 4, and ours",
        f"The archive publishes an OpenAPI file of version 4. This compares that of {day} (SHA-256 "
        f"`{hashlib.sha256(text).hexdigest()}`) with what is described here, from which "
        "[an OpenAPI file of its own](../../../generated/openapi/nbia-v4.yaml) is made. Ours says what the server does; the "
        "column at the right says how that is known, and so who is right. It is written by `python -m tests.official_file`, "
        "by hand, since the official file is no part of this project. `python -m generator import` tells what is new in a "
        "later one.",
        f"The official file has {len(paths)} paths, ours {len(spec.endpoints)}. In both are "
        f"{len(paths & spec.endpoints.keys())}.",
        "## Everywhere",
        _differences("the official file", spec.service.differences),
        *_claims(claim for claim in found if claim.change.endpoint is None),
        "## Only in ours",
        _table(
            ["path", "what it is for", "evidence"],
            [
                (f"`{name}`", each.purpose, each.evidence or "")
                for name, each in spec.endpoints.items()
                if name not in paths
            ],
        ),
    ]
    for name in sorted(paths, key=str.lower):
        parts.append(f"## {name}")
        if name not in spec.endpoints:
            refused = spec.refused.get(name)
            parts.append(f"Only in the official file. {refused.reason if refused else 'Not described here.'}")
            continue
        parts.append(f"[Its page](../../../generated/docs/{VERSION}/endpoints/{name}.md)")
        parts += _claims(claim for claim in found if claim.change.endpoint == name)
        if spec.endpoints[name].differences:
            parts.append(_differences("the official file says", spec.endpoints[name].differences))
    return "\n\n".join(parts) + "\n"


def _claims(found: Iterable[Claim]) -> list[str]:
    rows = [
        (
            each.matter,
            each.change.after or _ABSENT,
            each.change.before or _ABSENT,
            each.reason or _NOT_EXPLAINED,
        )
        for each in found
    ]
    return [_table(["what", "the official file", "ours", "who is right"], rows)] if rows else []


def _differences(heading: str, differences: Sequence[Difference]) -> str:
    rows = [(each.guide, each.server, each.evidence) for each in differences]
    return _table([heading, "the server", "evidence"], rows)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    plain = text.replace("|", "\\|").replace("<", "&lt;")
    return plain if "`" in plain else plain.replace("*", "\\*").replace("_", "\\_")


if __name__ == "__main__":
    PAGE.write_text(
        page(Path(sys.argv[1]).read_bytes(), sys.argv[2], load(PROJECT / "spec")[VERSION]), encoding="utf-8"
    )
