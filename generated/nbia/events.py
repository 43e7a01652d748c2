# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""What a download tells while it goes on: events for `progress=`, and totals to draw a progress bar from."""

from nbia_core.download.events import (
    DownloadFinished,
    DownloadStarted,
    Event,
    Paused,
    Planning,
    Resolved,
    SeriesAdded,
    SeriesFinished,
    SeriesProgress,
    SeriesRetry,
    SeriesStarted,
    Totals,
)

__all__ = [
    "DownloadFinished",
    "DownloadStarted",
    "Event",
    "Paused",
    "Planning",
    "Resolved",
    "SeriesAdded",
    "SeriesFinished",
    "SeriesProgress",
    "SeriesRetry",
    "SeriesStarted",
    "Totals",
]
