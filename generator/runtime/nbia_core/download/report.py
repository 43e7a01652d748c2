"""What came of a download: of each series, and in all."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import operator
import os
import re
import typing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Sized
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import msgspec

from nbia_core.download.citations.citation import Citations
from nbia_core.download.inputs.manifest import SkippedLine
from nbia_core.download.options import DEFAULT_SOURCE
from nbia_core.errors import InvalidParameterError, NbiaError
from nbia_core.files import PartFile, as_path
from nbia_core.public import publish
from nbia_core.table_text import html_lines, html_table
from nbia_core.text import (
    counted,
    duration,
    one_line,
    plain_lines,
    representation,
    screenful,
    sentence,
    shortened,
    size,
)

from .model import COMPLETE, SeriesResult, Status
from .results import count_of, json_lines, marked, read_path, write_path

if TYPE_CHECKING:
    import pandas

_SCHEMA_VERSION: Final = 1
"""The form of a saved report; a later one may have other keys."""
_START: Final = re.compile(rb'\{\n  "schema_version": \d+,\n  "to": "[^\n]*",\n  "results": \[\n')
_END: Final = re.compile(rb'\],\n  "stopped": [^\n]*,\n  "workers": \d+,\n  "base_url": "[^\n]*"')
_ENDS: Final = 64 * 1024
"""Bytes at each end of a saved report in which its marks are."""
_DTYPES: Final = {
    str: "string",
    str | None: "string",
    Status: "string",
    Path | None: "string",
    int: "Int64",
    int | None: "Int64",
    float: "Float64",
    bool | None: "boolean",
}
"""Column types of pandas for the types of SeriesResult; the other columns hold Python objects."""


_LINES: Final = 256
"""Results that are written together."""
_MOST_LINES: Final = 10
"""How many series that are not complete a summary names."""
_FEW_LINES: Final = 3
"""How many an error names."""
_LONGEST_REASON: Final = 200
"""Characters of a reason that are shown."""
_GO_ON: Final = "To go on, start the same download again: what is complete is not downloaded again."
_DECIDE: Final = "What is disputed is so at the server: its evidence is in the report, for the TCIA help desk."


class DownloadFailedError(NbiaError):
    """A download ended and not all of its series are complete; `report` says of each how it ended."""

    report: DownloadReport
    """Set by `DownloadReport.raise_for_failures`."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class DownloadTotals:
    """The results of all series of a download, added up."""

    series: int
    """Number of series that were asked for, each counted once."""
    complete: int
    """Number of series that are on disk and complete."""
    failed: int
    """Number of series that failed or were not tried."""
    disputed: int
    """Number of series that the server itself does not have as it announces them."""
    images: int
    """Number of images of the complete series."""
    expected_images: int
    """Number of images that the server announces for all series, as far as it does."""
    size: int
    """Bytes of all images of the complete series."""
    received: int
    """Bytes that were received, those of failed tries included."""
    verified: int
    """Images of the complete series whose MD5 hash is the one that the archive was given at ingestion."""
    not_verifiable: int
    """Images of the complete series for which the server has no hash."""
    seconds: float
    """How long the download took."""
    bytes_per_second: float
    """Bytes received per second."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class DownloadReport:
    """What came of a download. `str(report)` is a summary for people.

    The status of a series is one of these words:

    * downloaded: it was downloaded and checked.
    * present: it was on disk, complete, and has not changed since.
    * adopted: an earlier download had put it there, one of tcia_utils or the NBIA Data Retriever for instance. It was
      verified and taken over where it lies.
    * repaired: what was on disk was damaged or incomplete, and was downloaded anew.
    * disputed: the archive at the server does not hold what the server announces, and is the same at every try. It is
      kept apart, and `evidence` says what each try brought.
    * failed: it is not complete on disk; `reason` says why.
    * not tried: the download ended while it was at work on it. `not_tried` counts those whose turn never came.

    The first four are complete.
    """

    to: Path
    """The destination."""
    results: Sequence[SeriesResult]
    """How each series ended, in the order in which they were asked for: a tuple. Of a download of more than 20,000 series it is
    read like one, and each result is made anew when it is read, so that a report takes little memory."""
    started: datetime.datetime
    """When the download began, in UTC."""
    finished: datetime.datetime
    """When the download ended, in UTC."""
    duplicates: int
    """How many series were asked for again; they were downloaded once."""
    skipped: tuple[SkippedLine, ...]
    """Lines of a manifest that name no series."""
    stopped: str | None
    """Why the download ended early, such as that it was cancelled or the disk was full; None if it did not."""
    workers: int
    """How many series were downloaded at the same time, at most."""
    base_url: str
    """The server."""
    metadata_path: Path | None = None
    """Where metadata.csv is: the file with a line for each complete series; None if it was not written."""
    report_path: Path | None = None
    """Where the download has saved this report; None if it has not."""
    notes: tuple[str, ...] = ()
    """What else to know, such as that a file of another program stays and ours has another name."""
    citations: Citations = dataclasses.field(default_factory=Citations)
    """How to cite the series of this download that are in their places: DOI, licence and text for each data set."""
    citation_path: Path | None = None
    """Where CITATION.txt is: the text to cite all series of the destination; None if it was not written."""
    not_tried: int = 0
    """How many series more were asked for, whose turn had not come when the download was ended early. They are counted
    here alone, and have no result."""

    @property
    def complete(self) -> tuple[SeriesResult, ...]:
        """The series that are on disk and complete."""
        return tuple(marked(self.results, COMPLETE))

    @property
    def disputed(self) -> tuple[SeriesResult, ...]:
        """The series that the server itself does not have as it announces them."""
        return tuple(marked(self.results, ["disputed"]))

    @property
    def failed(self) -> tuple[SeriesResult, ...]:
        """The series that failed or were given up; those in dispute, and those whose turn never came, are not among them."""
        return tuple(marked(self.results, ["failed", "not tried"]))

    @property
    def moved(self) -> tuple[SeriesResult, ...]:
        """The series at whose place files lay that are no part of them; `moved_to` says where these are now."""
        return tuple(marked(self.results, are_moved=True))

    @property
    def is_complete(self) -> bool:
        """Whether every series is on disk and complete, and the download was not ended early."""
        return self.stopped is None and not self.not_tried and count_of(self.results, COMPLETE) == len(self.results)

    @property
    def totals(self) -> DownloadTotals:
        """All results added up."""
        sums = Counter[str]()
        for result in self.results:
            sums["received"] += result.archive_size
            sums["expected_images"] += result.expected_images or 0
            if result.is_complete:
                sums["images"] += result.images or 0
                sums["size"] += result.size or 0
                sums["verified"] += result.verified
                sums["not_verifiable"] += len(result.not_verifiable)
        seconds = (self.finished - self.started).total_seconds()
        complete, disputed = count_of(self.results, COMPLETE), count_of(self.results, ["disputed"])
        return DownloadTotals(
            series=len(self.results) + self.not_tried,
            complete=complete,
            failed=len(self.results) - complete - disputed + self.not_tried,
            disputed=disputed,
            images=sums["images"],
            expected_images=sums["expected_images"],
            size=sums["size"],
            received=sums["received"],
            verified=sums["verified"],
            not_verifiable=sums["not_verifiable"],
            seconds=seconds,
            bytes_per_second=sums["received"] / seconds if seconds > 0 else 0.0,
        )

    def __str__(self) -> str:
        return as_text(self)

    def __repr__(self) -> str:
        return representation([str(self)])

    def _repr_html_(self) -> str:
        return _as_html(self)

    def raise_for_failures(self) -> None:
        """Do nothing if everything is complete.

        Raises:
            DownloadFailedError: a series failed, is disputed or was not tried, or the download was ended early. The
                error has this report.
        """
        if not self.is_complete:
            error = DownloadFailedError(_failures_as_text(self), hint="start the same download again")
            error.report = self
            raise error

    def to_dicts(self) -> list[dict[str, object]]:
        """Return each result as a dictionary: names of attributes, and values as JSON has them, so paths are texts."""
        return list(map(_as_dictionary, self.results))

    def to_json(self, indent: int | None = None) -> str:
        """Return the report as JSON: names of attributes and their values, and the version of this form.

        Args:
            indent: By how many blanks to indent; None puts everything on one line.
        """
        import json

        values = msgspec.to_builtins(dataclasses.replace(self, results=()), enc_hook=write_path)
        return json.dumps({"schema_version": _SCHEMA_VERSION, **values, "results": self.to_dicts()}, indent=indent)

    def save(self, to: str | os.PathLike[str]) -> Path:
        """Write the report to a JSON file, in place of what may be there, and return its path.

        Each result is a line of its own, without the attributes that say nothing: those with their ordinary value, such as
        an error that did not happen.

        Raises:
            InvalidParameterError: `to` is no path.
            DestinationError: the file cannot be written.
        """
        with PartFile(as_path(to)) as file:
            for part in saved_form(self):
                file.write(part)
            file.keep()
        return file.path

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> DownloadReport:
        """Read a report that was saved.

        Raises:
            InvalidParameterError: there is no such file, or it holds no report of a download.
        """
        import json

        source = as_path(path)
        try:
            values = json.loads(source.read_bytes())
            version = values["schema_version"]
            if version == _SCHEMA_VERSION:
                report = msgspec.convert(values, cls, dec_hook=read_path)
                return dataclasses.replace(report, results=tuple(report.results))
        except (
            OSError,
            ValueError,
            msgspec.ValidationError,  # in old versions of msgspec, it is no ValueError
            LookupError,
            TypeError,
            RecursionError,
        ) as error:
            raise InvalidParameterError(f"{source} cannot be read as the report of a download ({error}).") from error
        raise InvalidParameterError(
            f"{source} has the form {version!r}, and only form {_SCHEMA_VERSION} is known.",
            hint="read it with the version of this package that wrote it",
        )

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame: one row for each series, and one column for each attribute of SeriesResult.

        Numbers, texts and booleans have pandas' types that can be missing; `not_verifiable`, `checks`, `evidence` and
        `notes` hold tuples.

        Raises:
            ImportError: pandas is not installed (`pip install 'nbia-client[pandas]'`).
        """
        try:
            import pandas
        except ModuleNotFoundError as error:
            from nbia_core.records.tables.columns import missing_library

            raise missing_library("to_pandas()", "pandas", "pandas") from error
        columns: dict[str, pandas.Series[Any]] = {}
        kinds = typing.get_type_hints(SeriesResult)
        found = list(zip(*map(operator.attrgetter(*kinds), self.results), strict=True)) or [()] * len(kinds)
        for (name, kind), values in zip(kinds.items(), found, strict=True):
            texts = [None if value is None else str(value) for value in values] if kind == Path | None else list(values)
            columns[name] = pandas.Series(texts, dtype=_DTYPES.get(kind, "object"))
        return pandas.DataFrame(columns)


def _as_dictionary(result: SeriesResult) -> dict[str, object]:
    """Return all attributes of a result, those with their ordinary value included, which its JSON leaves out."""
    return {
        name: msgspec.to_builtins(value, enc_hook=write_path) for name, value in msgspec.structs.asdict(result).items()
    }


def saved_form(report: DownloadReport) -> Iterator[bytes]:
    """Return a report as it is saved, in parts, so that a large one takes little memory."""
    start, mark, end = dataclasses.replace(report, results=()).to_json(indent=2).encode().partition(b'"results": []')
    yield start + mark[:-1] + b"\n    "
    lines, between = json_lines(report.results), b""
    while together := list(itertools.islice(lines, _LINES)):
        yield between + b",\n    ".join(together)
        between = b",\n    "
    yield b"\n  ]" + end + b"\n"


def is_report(path: Path) -> bool:
    """Whether a file was written by `DownloadReport.save`, by this version or another."""
    try:
        with path.open("rb") as file:
            start = file.read(_ENDS)
            file.seek(max(0, file.seek(0, os.SEEK_END) - _ENDS))
            return _START.match(start) is not None and _END.search(file.read()) is not None
    except OSError:
        return False


def as_text(report: DownloadReport, reword: Callable[[str], str] = str) -> str:
    """Return a summary of some lines; what the reasons of failures say to try is said in other words."""
    incomplete = _incomplete(report)
    named = [f"  {line}" for line in _named(incomplete, _MOST_LINES)]
    advice = [*map(reword, _hints(incomplete)), *_advice(report)]
    return plain_lines("\n".join([*_facts(report), *(["Not complete:", *named] if named else []), *advice]))


def _as_html(report: DownloadReport) -> str:
    """Return a summary for a notebook: what as_text says, with a table of the series that are not complete."""
    incomplete = _incomplete(report)
    rows = [(one.series_instance_uid, one.status, str(one.tries), _reason(one)) for one in incomplete[:_MOST_LINES]]
    table = html_table(rows, ("SeriesInstanceUID", "status", "tries", "reason")) if rows else ""
    more = html_lines([*_more(incomplete, _MOST_LINES), *_hints(incomplete), *_advice(report)])
    return f"<div>{html_lines(screenful(_facts(report)))}{table}{more}</div>"


def _failures_as_text(report: DownloadReport) -> str:
    """Return what is not complete, for the message of an error."""
    incomplete = _incomplete(report)
    stopped = f" It ended early: {sentence(report.stopped)}" if report.stopped is not None else ""
    missing, total = len(incomplete) + report.not_tried, len(report.results) + report.not_tried
    first = f"Download to {report.to}: {missing:,} of {total:,} series are not complete.{stopped}"
    return "\n".join([first, *(f"    {line}" for line in _named(incomplete, _FEW_LINES))])


def _incomplete(report: DownloadReport) -> list[SeriesResult]:
    """Return what is not complete; the series with the most to tell come first."""
    first: tuple[Status, ...] = ("failed", "disputed", "not tried")
    return [result for status in first for result in marked(report.results, [status])]


def _facts(report: DownloadReport) -> list[str]:
    totals = report.totals
    counts = Counter({status: count_of(report.results, [status]) for status in get_args(Status)})
    counts["not tried"] += report.not_tried
    words = ", ".join(f"{status} {counts[status]:,}" for status in get_args(Status) if counts[status])
    lines = [
        f"Download to {report.to}: {totals.complete:,} of {totals.series:,} series are complete "
        f"({totals.images:,} images, {size(totals.size)}).",
        *([f"Series: {words}."] if words else []),
        f"Images: {totals.verified:,} match their MD5 hash; for {totals.not_verifiable:,} the server has none.",
        f"Received: {_received(totals)}.",
    ]
    if report.stopped is not None:
        lines.append(f"It ended early: {sentence(report.stopped)}")
    if report.duplicates:
        lines.append(f"Asked for more than once: {report.duplicates:,}.")
    if report.skipped:
        first = report.skipped[0]
        lines.append(
            f"Lines of the manifest that were skipped: {len(report.skipped):,}, "
            f"the first is line {first.line} ({first.reason}): {first.text}"
        )
    notes = [sentence(note) for note in report.notes[:_MOST_LINES]]
    return [*lines, *notes, *_more(report.notes, _MOST_LINES), *_moved_lines(report)]


def _moved_lines(report: DownloadReport) -> list[str]:
    """Return what to tell of files that a download has moved aside; no line if there are none."""
    moved = report.moved
    if not moved:
        return []
    lines = [f"Moved aside, because what lay there was in the way of {counted(len(moved), 'series', 'series')}:"]
    lines += [f"  {result.series_instance_uid}: {_moved(result)}" for result in moved[:_MOST_LINES]]
    if len(moved) > _MOST_LINES:
        lines.append(f"  {_more(moved, _MOST_LINES)[0]}, all of them in {moved[0].moved_to[0].parent}")
    return lines


def _moved(result: SeriesResult) -> str:
    reasons = "; ".join(result.notes[: len(result.notes) - len(result.moved_to)])  # the last ones say this already
    places = ", ".join(map(str, result.moved_to))
    return f"now in {places}" + (f" ({shortened(one_line(reasons), _LONGEST_REASON)})" if reasons else "")


def _named(incomplete: list[SeriesResult], most: int) -> list[str]:
    return [*(_line(result) for result in incomplete[:most]), *_more(incomplete, most)]


def _more(listed: Sized, most: int) -> list[str]:
    return [f"... and {len(listed) - most:,} more"] if len(listed) > most else []


def _line(result: SeriesResult) -> str:
    tries = f" after {result.tries} tries" if result.tries > 1 else ""
    place = "" if result.source in (None, DEFAULT_SOURCE) else f" at {result.source}"
    return f"{result.series_instance_uid} {result.status}{place}{tries}" + (
        f": {_reason(result)}" if result.reason else ""
    )


def _reason(result: SeriesResult) -> str:
    return shortened(one_line(result.reason or ""), _LONGEST_REASON)


def _hints(incomplete: list[SeriesResult]) -> list[str]:
    """Return what to try by the reasons of the failures that are named, each once."""
    failed = (one.hint for one in incomplete[:_MOST_LINES] if one.hint is not None and one.status == "failed")
    return [f"What may help: {sentence(hint)}" for hint in itertools.islice(dict.fromkeys(failed), _FEW_LINES)]


def _advice(report: DownloadReport) -> list[str]:
    is_open = count_of(report.results, ["failed", "not tried"]) > 0 or report.stopped is not None
    return [*([_GO_ON] if is_open else []), *([_DECIDE] if count_of(report.results, ["disputed"]) else [])]


def _received(totals: DownloadTotals) -> str:
    if not totals.received:
        return "nothing"
    took = f"{totals.seconds:.1f} s" if totals.seconds < 10 else duration(totals.seconds)
    return f"{size(totals.received)} in {took} ({size(totals.bytes_per_second)}/s)"


publish("nbia", DownloadReport)
publish("nbia.errors", DownloadFailedError)
