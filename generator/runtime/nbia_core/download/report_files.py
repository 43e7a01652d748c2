"""Writes the files about series that a download leaves beside them: the table, the citations, the report."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from nbia_core.download.citations.citation import CitationTally
from nbia_core.download.citations.citation_file import NAME as CITATIONS
from nbia_core.download.citations.citation_file import is_citations, write_citations
from nbia_core.download.disk.metadata_csv import begins_as, is_metadata, write_metadata
from nbia_core.download.disk.ownership import has_same_content, place_for
from nbia_core.download.disk.staging import Staging
from nbia_core.download.disk.state import State
from nbia_core.errors import DestinationError

from .cancellation import Cancellation, reason_of
from .model import SeriesState
from .options import RETRIEVER, DownloadOptions
from .plan import Plan
from .report import DownloadReport, is_report
from .results import count_of

REPORT: Final = "download-report.json"
METADATA: Final = "metadata.csv"
_MOST_AT_ONCE: Final = 10_000
"""Complete series in a destination beyond which a download that is ended early does not write its table: it takes long."""


def report_name(options: DownloadOptions) -> str:
    """Return the name of the report: each part of a list has its own, so that those of a job array lie side by side."""
    part = options.part
    return REPORT if part is None else f"download-report-{part.number}-of-{part.of}.json"


def check_places(root: Path, report: str) -> None:
    """Refuse a destination in which these files, and a report of this name, cannot be written.

    Raises:
        DestinationError: a folder has the name of one.
    """
    for name in (METADATA, CITATIONS, report):
        if (root / name).is_dir():
            raise DestinationError(
                f"{root / name} is a folder, and a download writes a file of this name.", hint="move it away"
            )


class ReportFiles:
    """The files about series in a destination, at the end of a download.

    Args:
        plan: what the series of the download have in common.
        lists: the files that name the series, which stay as they are.
        staging: holds new files until they are complete.
        stop: is told if one cannot be written.
        cited: the series of this download that are in their places.
    """

    def __init__(
        self, plan: Plan, lists: tuple[Path, ...], staging: Staging, stop: Cancellation, cited: CitationTally
    ) -> None:
        self._plan = plan
        self._lists = lists
        self._staging = staging
        self._stop = stop
        self._cited, self._cited_here = CitationTally(), cited

    def write(self, report: DownloadReport, state: State) -> DownloadReport:
        """Write all that there is to write, and return the report, which says where it is and what is not there."""
        # One process at a time: else a table with fewer series could take the place of one with more.
        with self._staging.exclusive():
            for names, writing in (
                (f"{METADATA} and {CITATIONS} are", partial(self._write_tables, state)),
                (f"{report_name(self._plan.options)} is", self._write_report),
            ):
                try:
                    report = writing(report)
                except DestinationError as error:
                    reason = reason_of(error)
                    self._stop.request(reason)
                    why = "" if self._stop.reason == reason else f": {reason}"
                    notes = (*report.notes, f"{names} not up to date{why}")
                    report = dataclasses.replace(report, stopped=self._stop.reason, notes=notes)
        return report

    def _write_tables(self, state: State, report: DownloadReport) -> DownloadReport:
        """Write the table and the citations if a series of this download is in its place.

        Both get the age of the state of which they were made: while it has that age, there is nothing new to write.
        """
        if not self._cited_here:
            return report
        if _is_in_haste(report, state):
            note = f"{METADATA} and {CITATIONS} are not up to date; the next run that is not ended early writes them"
            return dataclasses.replace(report, notes=(*report.notes, note))

        record_type, as_retriever = self._plan.source.record_type, self._plan.options.layout == RETRIEVER
        table, citations, age = self._plan.root / METADATA, self._plan.root / CITATIONS, state.age()
        if _is_as_old(table, age) and _is_as_old(citations, age) and begins_as(table, record_type, as_retriever):
            here = self._cited_here.citations()
            return dataclasses.replace(report, metadata_path=table, citation_path=citations, citations=here)

        def states() -> Iterator[SeriesState]:
            self._cited.clear()
            for known in state:
                self._cited.add(known.attributes)
                yield known

        new = self._staging.new_file()
        write_metadata(new, states, record_type, as_retriever=as_retriever)
        path, notes = self._put(new, METADATA, lambda old: is_metadata(old, new), age)
        report = dataclasses.replace(report, metadata_path=path, notes=report.notes + notes)
        return self._write_citations(report, age)

    def _write_citations(self, report: DownloadReport, age: int) -> DownloadReport:
        """Write how to cite all series of the table; the report has those of this download."""
        new = self._staging.new_file()
        write_citations(new, self._cited.citations())
        path, notes = self._put(new, CITATIONS, is_citations, age)
        return dataclasses.replace(
            report, citations=self._cited_here.citations(), citation_path=path, notes=report.notes + notes
        )

    def _put(self, new: Path, name: str, is_ours: Callable[[Path], bool], age: int) -> tuple[Path, tuple[str, ...]]:
        """Put a new file beside the series unless it is there already; return where, and what to tell the user."""
        path, notes = place_for(new, self._plan.root / name, is_ours, self._lists)
        if not has_same_content(path, new):
            self._staging.put_file(new, path)
        with contextlib.suppress(OSError):
            os.utime(path, ns=(age, age))
        return path, notes

    def _write_report(self, report: DownloadReport) -> DownloadReport:
        """Save the report if a series was tried, or if there is none in this part of a list, so that it is not missed."""
        is_empty_part = self._plan.options.shard is not None and report.is_complete
        if not is_empty_part and count_of(report.results, ["not tried"]) == len(report.results):
            return report
        new = self._staging.new_file()
        path, notes = place_for(new, self._plan.root / report_name(self._plan.options), is_report, self._lists)
        report = dataclasses.replace(report, report_path=path, notes=report.notes + notes)
        report.save(new)
        self._staging.put_file(new, path)
        return report


def _is_as_old(path: Path, age: int) -> bool:
    """Whether a file was made of a state of that age, and was not changed since."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_mtime_ns == age


def _is_in_haste(report: DownloadReport, state: State) -> bool:
    """Whether somebody waits for the end of a download, and has so many series that tables of them take long."""
    return report.stopped is not None and len(state) > _MOST_AT_ONCE
