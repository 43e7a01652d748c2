"""How a source says that it does not have a series, or not any more; that is no failure of it."""

from __future__ import annotations

from typing import Final

from nbia_core.download.model import SeriesInfo
from nbia_core.errors import (
    ArchiveError,
    EmptyAnswerError,
    MovedError,
    NbiaError,
    NotPublicError,
    RetiredError,
)

GONE: Final = (MovedError, NotPublicError, RetiredError)
"""The errors that say so."""


def says_gone(error: NbiaError) -> bool:
    """Whether an error says in so many words that what was asked for is not there, or not any more."""
    return isinstance(error, GONE) and not error.is_for_another_request


def is_gone(error: NbiaError, info: SeriesInfo) -> bool:
    """Whether a source does not have a series: an error says it, or it knows nothing of the series and sends nothing."""
    return says_gone(error) or (info.is_unknown and isinstance(error, ArchiveError | EmptyAnswerError))
