"""Asks an endpoint and writes its answer."""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from nbia_core.absence import without
from nbia_core.api.calls import Call
from nbia_core.api.description import Endpoint, Shape
from nbia_core.errors import NoAnswerError
from nbia_core.files import as_path
from nbia_core.records.calls import bytes_call, record_type, rows_call, text_call
from nbia_core.records.record import Record, Row, python_names
from nbia_core.records.records import Records
from nbia_core.text import counted, plain

from .failures import CommandError, ExitCode
from .formats import (
    can_hold,
    endings,
    format_of,
    is_flat,
    write_json,
    write_ndjson,
    write_object,
    write_table,
    write_table_file,
)
from .output import STDOUT, check_target, is_terminal, result, say
from .rows import Selection, cut_row, find_attribute, select_arrow, select_columns, select_rows
from .screen import write_object_picture, write_picture
from .settings import Settings, current_package
from .waiting import Waiting

if TYPE_CHECKING:
    from nbia_core.http._sync.streams import RecordStream

_STREAMED: Final = {"json": write_json, "ndjson": write_ndjson}
_BINARY: Final = {"parquet": ("Parquet", "pyarrow", "arrow"), "xlsx": ("Excel", "openpyxl", "excel")}
"""The formats that are no text: how they are called, the library that writes them, and the extra that has it."""
_IMAGES: Final = {"zip": "a ZIP archive", "dicom": "a DICOM file", "jpeg": "a JPEG file"}
_LOG: Final = logging.getLogger("nbia")


def save(endpoint: Endpoint, given: Mapping[str, Any], settings: Settings, *, output: str | None) -> int:
    """Write the images that an endpoint sends, as they come."""
    if output is None and is_terminal(sys.stdout):
        raise click.UsageError(
            f"The answer is {_IMAGES[endpoint.kind]}: name a file with -o FILE, or send it through a pipe."
        )
    call = bytes_call(current_package(), endpoint, given)
    with settings.client() as client, Waiting(f"Receiving {endpoint.name}", is_quiet=settings.quiet):
        if output in (None, STDOUT):
            with result(STDOUT) as to:
                client.save(call, to)
            return ExitCode.OK
        saved = client.save(call, as_path(output))
    if not settings.quiet:
        say(f"{saved.path}: {saved.size:,} bytes.")
    return ExitCode.OK


def ask_text(endpoint: Endpoint, given: Mapping[str, Any], settings: Settings, *, output: str | None) -> int:
    """Write the text that an endpoint sends, as it comes."""
    return _write_as_it_is(endpoint, text_call(current_package(), endpoint, given), settings, output or STDOUT)


def ask(
    endpoint: Endpoint,
    given: Mapping[str, Any],
    settings: Settings,
    *,
    form: str | None,
    columns: tuple[str, ...],
    sort: tuple[str, ...] = (),
    limit: int | None = None,
    names: str,
    output: str | None,
    server_format: str | None = None,
) -> int:
    """Write the rows or the object that an endpoint sends, in the format that is wanted."""
    if server_format is not None:
        if (form, columns, sort, limit) != (None, (), (), None) or names != "wire":
            raise click.UsageError("--server-format takes the answer as it is; it goes with -o and nothing else.")
        return _write_as_it_is(
            endpoint, text_call(current_package(), endpoint, given, server_format), settings, output or STDOUT
        )
    target = output or STDOUT
    form = form or _form(target, "json" if endpoint.shape == "object" else "csv")
    rows = record_type(current_package(), endpoint)
    selection = Selection(
        columns=tuple(find_attribute(rows, name, "--columns").wire for name in _listed(columns)),
        sort=tuple(_sort_attribute(rows, name) for name in _listed(sort)),
        limit=limit or None,
        names="python" if names == "python" else "wire",
    )
    _check_form(form, target, endpoint)
    call = rows_call(current_package(), endpoint, given)
    check_target(target)
    can_be_streamed = endpoint.shape == "array" and not selection.sort
    if form in _STREAMED and can_be_streamed:
        count = _repeated(lambda: _stream(endpoint, call, settings, form, selection, target), settings, target)
    elif can_be_streamed and _is_table_for_stream(endpoint, form):
        count = _repeated(lambda: _stream_table(endpoint, call, settings, form, selection, target), settings, target)
    else:
        with settings.client() as client, Waiting(f"Asking {endpoint.name}", is_quiet=settings.quiet):
            records = client.send(call).value
        _tell_oddities(records)
        _write(records, form, endpoint.shape, selection, target, is_limited=limit is not None)
        count = len(records)
    if count == 0 and not settings.quiet:
        is_said = form == "table" and target == STDOUT  # the table itself says that it has no rows
        has_rows = endpoint.shape != "object"
        say(f"No rows. {endpoint.empty}" if has_rows and not is_said else endpoint.empty)
    elif target != STDOUT and not settings.quiet:
        written = count if selection.limit is None else min(count, selection.limit)
        say(f"{target}: {counted(written, 'row')}.")
    return ExitCode.OK


def _is_table_for_stream(endpoint: Endpoint, form: str) -> bool:
    """Whether a table can be written while its rows arrive.

    Lists and records within a row have types of Parquet that take all rows to know.
    """
    return form in ("csv", "tsv") or (form == "parquet" and endpoint.record is not None and is_flat(endpoint.record))


def _repeated(stream: Callable[[], int], settings: Settings, target: str) -> int:
    """Write an answer while it arrives. A file is begun anew after a lost connection, as often as a request is sent."""
    from nbia_core.http.retries import policy_of

    policy = policy_of(settings.retries)
    for tries in range(1, policy.attempts):
        try:
            return stream()
        except NoAnswerError as error:
            # What the client has tried in vain, it would try in vain again.
            if target == STDOUT or not error.may_retry_now or error.tries >= policy.attempts:
                raise
            _LOG.info("the connection was lost; %s is begun anew", target)
            time.sleep(policy.delay(tries))
    return stream()


def _listed(options: tuple[str, ...]) -> list[str]:
    return [name.strip() for names in options for name in names.split(",") if name.strip()]


def _sort_attribute(rows: type[Record], name: str) -> tuple[str, bool]:
    is_descending = name.startswith("-")
    return find_attribute(rows, name.removeprefix("-"), "--sort").python, is_descending


def _form(target: str, elsewhere: str) -> str:
    """Return the format for a file, or for whoever reads standard output: people at a terminal, or programs elsewhere."""
    if target == STDOUT:
        return "table" if is_terminal(sys.stdout) else elsewhere
    form = format_of(target)
    if form is None:
        raise click.UsageError(f"The name of {target} tells no format ({endings()}): give --format.")
    return form


def _check_form(form: str, target: str, endpoint: Endpoint) -> None:
    """Refuse before anything is sent what a format cannot do."""
    if endpoint.shape == "object" and endpoint.record is not None and not can_hold(endpoint.record, form):
        raise click.UsageError(f"The answer holds lists or records, which {form.upper()} has no place for: take JSON.")
    if form not in _BINARY:
        return
    name, library, extra = _BINARY[form]
    if target == STDOUT:
        raise click.UsageError(f"{name} is no text: name a file with -o FILE.")
    if importlib.util.find_spec(library) is None:
        hint = f"Install it with: pip install 'nbia-client[{extra}]'"
        raise CommandError(ExitCode.FAILED, f"{name} files need {library}.", hint)


def _tell_oddities(records: Records[Record] | RecordStream[Record]) -> None:
    """Log what of an answer the spec does not know."""
    for name, count in records.undocumented.items():
        _LOG.info("attribute %s, in %d rows, is not in the spec", plain(name), count)
    for found in records.mismatches:
        _LOG.info("row %d: %s %r is no %s", found.row, plain(found.attribute), found.value, found.expected)


def _write_as_it_is(endpoint: Endpoint, call: Call[Any], settings: Settings, target: str) -> int:
    check_target(target)
    with settings.client() as client, Waiting(f"Asking {endpoint.name}", is_quiet=settings.quiet):
        body = client.send(call).content
    with result(target) as to:
        to.write(body)
        if target == STDOUT and is_terminal(sys.stdout) and not body.endswith(b"\n"):
            to.write(b"\n" * bool(body))
    if not body and not settings.quiet:
        say(f"The answer is empty. {endpoint.empty}")
    return ExitCode.OK


def _stream(
    endpoint: Endpoint, call: Call[Any], settings: Settings, form: str, selection: Selection, target: str
) -> int:
    """Write rows while they arrive, so that memory stays small, and return how many there were."""
    kind = record_type(current_package(), endpoint)
    with (
        Waiting(f"Asking {endpoint.name}", is_quiet=settings.quiet) as waiting,
        settings.client() as client,
        client.stream_records(call, kind) as stream,
        result(target) as to,
    ):
        counter = _Counter(waiting, is_alone=target != STDOUT or not is_terminal(sys.stdout))
        names = python_names(kind)
        rows = itertools.islice(stream.to_dicts(), selection.limit)
        _STREAMED[form]((cut_row(counter.see(row), selection, names) for row in rows), to)
    return counter.rows


def _stream_table(
    endpoint: Endpoint, call: Call[Any], settings: Settings, form: str, selection: Selection, target: str
) -> int:
    """Write a table while its rows arrive, and return how many there were."""
    kind = record_type(current_package(), endpoint)
    rows = 0
    late: dict[str, int] = {}  # stays so when the reader goes away
    with (
        Waiting(f"Asking {endpoint.name}", is_quiet=settings.quiet) as waiting,
        settings.client() as client,
        client.stream_records(call, kind) as stream,
    ):

        def batches() -> Iterator[Records[Record]]:
            nonlocal rows
            for records in stream.batches():
                taken = records if selection.limit is None else records[: selection.limit - rows]
                rows += len(taken)
                waiting.progress = f"{rows:,} rows"
                yield taken
                if rows == selection.limit:
                    return

        whole = dataclasses.replace(selection, limit=None)
        if form == "parquet":
            from nbia_core.records.tables.parquet import write_parquet

            arriving = itertools.chain([Records([], kind)], batches())
            with without("pandas"):  # pyarrow looks for it when it makes an array, which takes 50 MB
                write_parquet((select_arrow(records, whole) for records in arriving), target)
        elif target != STDOUT:
            write_table_file(batches(), kind, whole, form, target)
        else:
            with result(target) as to:
                late = write_table(batches(), kind, whole, form, to)
    _tell_oddities(stream)
    for name, count in late.items():
        say(
            f"{counted(count, 'value')} of {name} are left out: the spec does not know it, and it came after the heading was "
            "written. --format ndjson, or -o FILE, has them."
        )
    return rows


class _Counter:
    """Counts rows, and tells how many there are unless they are seen on the same terminal."""

    def __init__(self, waiting: Waiting, *, is_alone: bool) -> None:
        self._waiting = waiting
        self._is_alone = is_alone
        self.rows = 0
        """How many there were so far."""

    def see(self, row: Row) -> Row:
        """Count a row and return it."""
        if not self.rows and not self._is_alone:
            self._waiting.end()
        self.rows += 1
        self._waiting.progress = f"{self.rows:,} rows"
        return row


def _write(
    records: Records[Record], form: str, shape: Shape, selection: Selection, target: str, *, is_limited: bool
) -> None:
    if form == "parquet":
        from nbia_core.records.tables.parquet import write_parquet

        write_parquet([select_arrow(records, selection)], target)
    elif form == "xlsx":
        from nbia_core.records.tables.excel import write_excel

        write_excel(select_columns(records, selection), as_path(target), records.record_type.__name__)
    elif form == "table" and shape == "object":
        write_object_picture(records, selection, target)
    elif form == "table":
        write_picture(records, selection, target, is_limited=is_limited)
    elif form in _STREAMED:
        names = python_names(records.record_type)
        rows = [cut_row(row, selection, names) for row in select_rows(records, selection)]
        write = write_object if shape == "object" and form == "json" else _STREAMED[form]
        with result(target) as to:  # a row of plain values has one, which the server sent alone
            write(itertools.chain.from_iterable(row.values() for row in rows) if shape == "values" else rows, to)
    else:
        with result(target) as to:
            write_table([records], records.record_type, selection, form, to)
