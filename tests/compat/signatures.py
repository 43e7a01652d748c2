"""The functions of tcia_utils, as it declares them."""

from __future__ import annotations

from pathlib import Path

# The functions of tcia_utils.nbia 3.3.5 with their arguments and defaults, as Python's inspect shows them.
FROZEN = Path(__file__).with_name("tcia_utils_signatures.txt").read_text().splitlines()
REFUSED = (
    "create_pie_chart",
    "formatSeriesInput",
    "log_request_exception",
    "queryData",
    "reportSeriesReleaseDate",
    "reportSeriesSubmissionDate",
    "setApiUrl",
)
OLDER = (
    "getAdvancedQCSearch",
    "getToken",
    "makeCredentialFile",
    "makeVizLinks",
    "refreshToken",
    "viewSeries",
    "viewSeriesAnnotation",
)
"""What versions before 3.3.5 had."""
SERVED = [line for line in FROZEN if line.partition("(")[0] not in REFUSED]


def name_of(line: str) -> str:
    """Return the name of the function that a line declares."""
    return line.partition("(")[0]
