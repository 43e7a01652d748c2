"""How old the recordings of the live service are: ``python -m tests.recording.freshness``.

After 30 days it warns. After 90 days it fails, but only with ``--scheduled``: a contributor's change is not to blame.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from tests.recording.files import CASSETTES, PROVENANCE, Provenance, read_provenance

WARN_AFTER: Final = datetime.timedelta(days=30)
FAIL_AFTER: Final = datetime.timedelta(days=90)

State = Literal["never recorded live", "fresh", "old", "too old"]


def state_of(provenance: Provenance, now: datetime.datetime) -> State:
    """Return how old a recording is."""
    if provenance.source != "live":
        return "never recorded live"
    age = now - provenance.recorded_at
    if age > FAIL_AFTER:
        return "too old"
    return "old" if age > WARN_AFTER else "fresh"


def main(arguments: Sequence[str] | None = None) -> int:
    """Say how old the recordings are. Return 1 if they are too old and this is the scheduled run."""
    parser = argparse.ArgumentParser(prog="python -m tests.recording.freshness", description=__doc__)
    parser.add_argument(
        "--cassettes", type=Path, default=CASSETTES, help="folder with a folder for each version (%(default)s)"
    )
    parser.add_argument("--scheduled", action="store_true", help="fail if they are more than 90 days old")
    options = parser.parse_args(arguments)
    states: set[State] = set()
    for path in sorted(options.cassettes.glob(f"*/{PROVENANCE}")):
        provenance = read_provenance(path.parent)
        state = state_of(provenance, datetime.datetime.now(datetime.UTC))
        print(f"{path.parent.name}: recorded {provenance.recorded_at:%Y-%m-%d}: {state}. {provenance.source_in_words}")
        states.add(state)
    return 1 if "too old" in states and options.scheduled else 0


if __name__ == "__main__":
    sys.exit(main())
