"""The report of a download in words: for a terminal, for a notebook, and for an error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, get_args

from nbia_core.table_text import html_lines, html_table
from nbia_core.text import duration, shortened, size

from .model import SeriesResult, Status

if TYPE_CHECKING:
    from .report import DownloadReport, DownloadTotals

_MOST_LINES: Final = 10
"""How many series that are not complete a summary names."""
_FEW_LINES: Final = 3
"""How many an error names."""
_LONGEST_REASON: Final = 200
"""Characters of a reason that are shown."""
_GO_ON: Final = "To go on, start the same download again: what is complete is not downloaded again."
_DECIDE: Final = "What is disputed is so at the server: its evidence is in the report, for the TCIA help desk."


def as_text(report: DownloadReport) -> str:
    """Return a summary of some lines."""
    incomplete = _incomplete(report)
    named = [f"  {line}" for line in _named(incomplete, _MOST_LINES)]
    return "\n".join([*_facts(report), *(["Not complete:", *named] if named else []), *_advice(report)])


def as_html(report: DownloadReport) -> str:
    """Return a summary for a notebook: what as_text says, with a table of the series that are not complete."""
    incomplete = _incomplete(report)
    rows = [(one.series_instance_uid, one.status, str(one.tries), _reason(one)) for one in incomplete[:_MOST_LINES]]
    table = html_table(rows, ("SeriesInstanceUID", "status", "tries", "reason")) if rows else ""
    more = html_lines([*_more(incomplete, _MOST_LINES), *_advice(report)])
    return f"<div>{html_lines(_facts(report))}{table}{more}</div>"


def failures_as_text(report: DownloadReport) -> str:
    """Return what is not complete, for the message of an error."""
    incomplete = _incomplete(report)
    stopped = f" It ended early: {report.stopped}." if report.stopped is not None else ""
    first = f"Download to {report.to}: {len(incomplete):,} of {len(report.results):,} series are not complete.{stopped}"
    return "\n".join([first, *(f"    {line}" for line in _named(incomplete, _FEW_LINES))])


def _incomplete(report: DownloadReport) -> list[SeriesResult]:
    """Return what is not complete; the series with the most to tell come first."""
    first: tuple[Status, ...] = ("failed", "disputed", "not tried")
    return [result for status in first for result in report.results if result.status == status]


def _facts(report: DownloadReport) -> list[str]:
    totals = report.totals
    counts = Counter(result.status for result in report.results)
    words = ", ".join(f"{status} {counts[status]:,}" for status in get_args(Status) if counts[status])
    lines = [
        f"Download to {report.to}: {totals.complete:,} of {totals.series:,} series are complete "
        f"({totals.images:,} images, {size(totals.size)}).",
        *([f"Series: {words}."] if words else []),
        f"Images: {totals.verified:,} match their MD5 hash; for {totals.not_verifiable:,} the server has none.",
        f"Received: {_received(totals)}.",
    ]
    if report.stopped is not None:
        lines.append(f"It ended early: {report.stopped}.")
    if report.duplicates:
        lines.append(f"Asked for more than once: {report.duplicates:,}.")
    if report.skipped:
        first = report.skipped[0]
        lines.append(
            f"Lines of the manifest that were skipped: {len(report.skipped):,}, "
            f"the first is line {first.line} ({first.reason}): {first.text}"
        )
    return lines


def _named(incomplete: list[SeriesResult], most: int) -> list[str]:
    return [*(_line(result) for result in incomplete[:most]), *_more(incomplete, most)]


def _more(incomplete: list[SeriesResult], most: int) -> list[str]:
    return [f"... and {len(incomplete) - most:,} more"] if len(incomplete) > most else []


def _line(result: SeriesResult) -> str:
    tries = f" after {result.tries} tries" if result.tries > 1 else ""
    return f"{result.series_instance_uid} {result.status}{tries}" + (f": {_reason(result)}" if result.reason else "")


def _reason(result: SeriesResult) -> str:
    return shortened(" ".join((result.reason or "").split()), _LONGEST_REASON)


def _advice(report: DownloadReport) -> list[str]:
    go_on = [_GO_ON] if report.failed or report.stopped is not None else []
    return [*go_on, *([_DECIDE] if report.disputed else [])]


def _received(totals: DownloadTotals) -> str:
    if not totals.received:
        return "nothing"
    took = f"{totals.seconds:.1f} s" if totals.seconds < 10 else duration(totals.seconds)
    return f"{size(totals.received)} in {took} ({size(totals.bytes_per_second)}/s)"
