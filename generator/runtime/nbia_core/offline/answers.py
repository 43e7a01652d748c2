"""Answers a call from an index: chooses the rows that fit, reads the columns that its records have, and makes these."""

from __future__ import annotations

import dataclasses
import itertools
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeVar, cast

from nbia_core.api.bucket_services import Buckets, Computed, Questions, data_address, load_sources
from nbia_core.api.calls import Call
from nbia_core.api.description import Attribute, Endpoint
from nbia_core.api.description_file import load
from nbia_core.download.sources.index import Index
from nbia_core.errors import DecodeError, InvalidParameterError
from nbia_core.records.readers import RecordsReader
from nbia_core.records.record import Mismatch, Record
from nbia_core.records.records import Records

from .filters import Filters
from .reading import Reader, reader_of
from .table import Table

T = TypeVar("T")
RecordT = TypeVar("RecordT", bound=Record)

_BLOCK: Final = 4 * 1024
"""Records that are made at a time."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Made:
    """What an attribute of a record is made of."""

    attribute: Attribute
    column: str | None
    """The column of the index; None for the number of rows that a record stands for."""
    read: Reader | None
    """Makes of a value what the record has; None if that is the value itself."""


class IndexAnswers:
    """What the index of a source answers."""

    def __init__(self, package: str, path: Path | None = None, *, strict: bool = False) -> None:
        """Find the index.

        Args:
            package: the package that describes what is answered, such as nbia.idc.
            path: the Parquet file with the series; None takes that of the installed package.
            strict: whether a value that does not fit its type is an error, instead of kept as it is.

        Raises:
            InvalidParameterError: what reads it is not installed, or there is no such file, or it is none.
        """
        self._face = package.rpartition(".")[0]
        self._api = load(package)
        name = self._api.index
        assert name is not None, "an index answers"
        self._buckets: Buckets = load_sources(self._face)[name]
        questions = self._buckets.questions
        assert questions is not None, "it answers"
        self._questions: Questions = questions
        self._refused = {each.path: each.reason for each in self._api.refused}
        self._strict = strict
        self.index = Index(name, self._buckets, path)
        """The index."""

    def __str__(self) -> str:
        return f"the index of {self._api.version} {self.index.edition}"

    def answer(self, call: Call[T]) -> T:
        """Return the records of a call.

        Raises:
            InvalidParameterError: the index does not answer this, or has no column that it takes.
            DecodeError: a value does not fit its type, and that is an error.
        """
        items: list[Record] = []
        mismatches: list[Mismatch] = []
        for block in self.blocks(cast("Call[Records[Record]]", call)):
            mismatches += (dataclasses.replace(odd, row=odd.row + len(items)) for odd in block.mismatches)
            items += block
        return cast("T", Records(items, self._record_type(call), mismatches=mismatches))

    def blocks(self, call: Call[Records[RecordT]]) -> Iterator[Records[RecordT]]:
        """Hand out the records of a call, some thousand at a time; `answer` says the rest."""
        endpoint = self._endpoint(call)
        record_type: type[RecordT] = self._record_type(call)
        answer = self._questions.answers[endpoint.name]
        made = [found for attribute in endpoint.attributes if (found := self._made(attribute)) is not None]
        keys = [self._column(concept) for concept in answer.each]
        columns = [*keys, *(each.column for each in made if each.column is not None)]
        rows = Filters(self.index, self._buckets, self._questions, self._api, endpoint).rows(call)
        table = Table(self.index, self._buckets.index, dict.fromkeys(columns), rows)
        if keys:
            table.group(keys)
        if answer.otherwise and not len(table):
            values = {each.python: answer.otherwise.get(each.concept) for each in endpoint.attributes}
            yield Records([record_type(**values)], record_type)
        blocks = self._blocks(table, made, record_type)
        if answer.is_sorted:
            (name,) = (attribute.python for attribute in endpoint.attributes)
            items = sorted(
                (record for block in blocks for record in block), key=lambda each: _order(getattr(each, name))
            )
            yield Records(items, record_type)
        else:
            yield from blocks

    def check(self, call: Call[T]) -> None:
        """Refuse a call that is not answered.

        Raises:
            InvalidParameterError: it is none of these.
        """
        self._endpoint(call)

    def refusal(self, name: str) -> InvalidParameterError | None:
        """Return what to raise for a method of the version that is not answered here; None if it has no such method."""
        version = load(f"{self._face}.{self._questions.version}")
        for path in self._refused:
            endpoint = version.known_endpoint(path)
            if name in (endpoint.python, endpoint.stream):
                return self._refuse(endpoint)
        return None

    def _refuse(self, endpoint: Endpoint) -> InvalidParameterError:
        version = self._questions.version
        return InvalidParameterError(
            f"{endpoint.name} is not answered by {self._api.version}. {self._refused[endpoint.name]}",
            hint=f"{self._face}.{version}.Client().{endpoint.python}() and nbia --api {version} {endpoint.command} ask NBIA",
        )

    def _endpoint(self, call: Call[T]) -> Endpoint:
        """Return the endpoint of a call that is answered.

        Raises:
            InvalidParameterError: it is not.
        """
        name = call.operation.name
        endpoint = self._api.endpoint(name)
        if endpoint is not None and isinstance(call.reader, RecordsReader):
            return endpoint
        if name in self._refused:
            raise self._refuse(load(f"{self._face}.{self._questions.version}").known_endpoint(name))
        if endpoint is not None:
            raise InvalidParameterError(
                f"{self._api.version} answers {name} with records, and not in another format.",
                hint="leave the format out; records have to_csv(), to_parquet() and more",
            )
        raise InvalidParameterError(
            f"{self._api.version} does not answer {name}: it has the questions of {self._questions.version} alone.",
            hint=f"make the call with {self._face}.{self._api.version}.calls",
        )

    def _record_type(self, call: Call[T]) -> type[RecordT]:
        self._endpoint(call)
        reader = cast("RecordsReader[RecordT]", call.reader)
        return reader.record_type

    def _column(self, concept: str) -> str:
        """Return the column that tells the values of an attribute apart."""
        table = self._buckets.index.series
        is_collection = self._buckets.computed.get(concept) == "collection"
        return table.collection if is_collection else self._buckets.attributes[concept]

    def _made(self, attribute: Attribute) -> _Made | None:
        """Return what an attribute is made of; None if the index does not have it."""
        table = self._buckets.index.series
        if attribute.concept == table.series:
            return _Made(attribute, table.series, None)
        column = self._buckets.attributes.get(attribute.concept)
        if column is not None:
            return _Made(attribute, column, reader_of(attribute.type)) if column in self.index.columns else None
        ways: Mapping[Computed, tuple[str | None, Reader | None]] = {
            "collection": (table.collection, lambda name: self.index.collections.get(name, name)),
            "license name": (table.license, self._buckets.license_name),
            "license address": (table.license, self._buckets.license_address),
            "data address": (table.doi, data_address),
            "images": (table.images, None),
            "bytes": (table.size, None),
            "series": (None, None),
        }
        computed = self._buckets.computed.get(attribute.concept)
        if computed is None:
            return None
        made = _Made(attribute, *ways[computed])
        return made if made.column is None or made.column in self.index.columns else None

    def _blocks(self, table: Table, made: list[_Made], record_type: type[RecordT]) -> Iterator[Records[RecordT]]:
        names = [sys.intern(each.attribute.python) for each in made]  # records find the very same texts sooner
        columns = [table.column(each.column, each.read) for each in made]
        rows = zip(*columns, strict=True)
        for start in range(0, len(table), _BLOCK):
            block = itertools.islice(rows, _BLOCK)
            items = [record_type(**dict(zip(names, row))) for row in block]  # noqa: B905  # as long as the names
            odd = [
                Mismatch(row=row, attribute=each.attribute.wire, value=value, expected=each.attribute.type_words)
                for each, column in zip(made, columns, strict=True)
                if column.odd
                for row, record in enumerate(items)
                if (value := getattr(record, each.attribute.python)) in column.odd
            ]
            if odd and self._strict:
                raise self._misfit(odd[0], start)
            yield Records(items, record_type, mismatches=sorted(odd, key=lambda each: each.row))

    def _misfit(self, odd: Mismatch, start: int) -> DecodeError:
        error = DecodeError(f"{odd.attribute} is {odd.value!r} in the index, which is no {odd.expected}.")
        error.row, error.attribute = start + odd.row, odd.attribute
        return error


def _order(value: str | None) -> tuple[bool, str, str]:
    """Return by what a value is sorted: nothing first, and upper and lower case beside each other."""
    return value is not None, (value or "").lower(), value or ""
