"""Which rows of an index fit the parameters of a call."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from nbia_core.api.bucket_services import Buckets, FurtherParameter, Questions
from nbia_core.api.calls import Call
from nbia_core.api.description import Api, Endpoint, Parameter
from nbia_core.api.wire_forms import read_day
from nbia_core.download.sources.index import Index, bare_name
from nbia_core.errors import InvalidParameterError
from nbia_core.records.tables.arrays import numbers, texts

if TYPE_CHECKING:
    import pyarrow

T = TypeVar("T")


class Filters:
    """Compares the rows of an index with what a call asks for."""

    def __init__(self, index: Index, buckets: Buckets, questions: Questions, api: Api, endpoint: Endpoint) -> None:
        self._index = index
        self._buckets = buckets
        self._questions = questions
        self._concepts = {concept.python: concept.name for concept in api.concepts}
        self._parameters = {parameter.wire: parameter for parameter in endpoint.parameters}
        self._endpoint = endpoint

    def rows(self, call: Call[T]) -> pyarrow.BooleanArray | None:
        """Say of each row whether it fits; None if there is nothing to fit.

        Raises:
            InvalidParameterError: a parameter is none of this endpoint, or cannot be compared with this index.
        """
        import pyarrow.compute

        wanted: dict[str, list[str]] = {}
        for request in call.requests():
            for wire, value in request.parameters:
                wanted.setdefault(wire, []).append(value)
        fitting: pyarrow.BooleanArray | None = None
        for wire, values in wanted.items():
            if wire not in self._parameters:
                raise InvalidParameterError(f"{self._endpoint.name} has no parameter {wire} here.")
            found = self._fitting(self._parameters[wire], list(dict.fromkeys(values)))
            fitting = found if fitting is None else pyarrow.compute.and_(fitting, found)
            pyarrow.default_memory_pool().release_unused()
        return fitting

    def _fitting(self, parameter: Parameter, values: Sequence[str]) -> pyarrow.BooleanArray:
        further = self._questions.further.get(parameter.wire)
        if further is not None:
            return self._further(further, values[0])
        if parameter.type == "date":
            return self._later_than(read_day(parameter.wire_form, values[0]))
        concept = self._concepts[parameter.python]
        table = self._buckets.index.series
        if concept == table.series:
            return self._parts(table.series, lambda part: _is_in(part, texts(values, part.type)))
        if self._buckets.computed.get(concept) == "collection":
            names = self._index.collections
            keys = {bare_name(value) for value in values}
            return self._texts(
                table.collection, lambda id: not keys.isdisjoint((bare_name(id), bare_name(names.get(id, id))))
            )
        if parameter.type == "uid" or concept in self._questions.answers[self._endpoint.name].exact:
            return self._texts(self._buckets.attributes[concept], set(values).__contains__)
        lowered = {value.lower() for value in values}
        return self._texts(self._buckets.attributes[concept], lambda text: text.lower() in lowered)

    def _texts(self, column: str, fits: Callable[[str], bool]) -> pyarrow.BooleanArray:
        """Compare a column of texts, each of which is looked at once."""
        found = self._index.texts(column)
        places = [place for place, text in enumerate(found.dictionary.to_pylist()) if fits(str(text))]
        return _is_in(found.indices, numbers(places, found.indices.type))

    def _parts(
        self, column: str, compare: Callable[[pyarrow.Array[Any]], pyarrow.BooleanArray]
    ) -> pyarrow.BooleanArray:
        """Compare a column of which each value is looked at."""
        import pyarrow

        parts = [compare(part) for part in self._index.parts(column)]
        return pyarrow.concat_arrays(parts) if parts else pyarrow.nulls(0, pyarrow.bool_())

    def _further(self, parameter: FurtherParameter, value: str) -> pyarrow.BooleanArray:
        import pyarrow.compute

        if parameter.type == "boolean":
            has_value = self._index.texts(parameter.column).is_valid()
            return has_value if value == "true" else pyarrow.compute.invert(has_value)
        number = int(value)
        newest = max(
            (pyarrow.compute.max(part).as_py() or 0 for part in self._index.parts(parameter.column)), default=0
        )
        if not 1 <= number <= newest:
            raise InvalidParameterError(
                f"{parameter.python}={number} is no release that this index knows: it has 1 to {newest}.",
                hint=f"give one of these; for newer ones upgrade {self._buckets.index.package}, or give a newer file as index=",
            )
        later = range(number + 1, newest + 1)
        return self._parts(parameter.column, lambda part: _is_in(part, numbers(later, part.type)))

    def _later_than(self, day: datetime.date) -> pyarrow.BooleanArray:
        """Compare the releases that brought rows with a day."""
        if not self._index.releases:
            raise InvalidParameterError(
                "The index does not say on which day its releases came out.",
                hint=f"put {self._buckets.index.releases.file} beside it, or give since_release= to get_series",
            )
        later = [number for number, released in self._index.releases.items() if released > day]
        return self._parts(self._questions.release, lambda part: _is_in(part, numbers(later, part.type)))


def _is_in(values: pyarrow.Array[Any], wanted: pyarrow.Array[Any]) -> pyarrow.BooleanArray:
    """Say of each value whether it is one of those that are wanted; one that is missing is not."""
    import pyarrow.compute

    return pyarrow.compute.is_in(values, value_set=wanted)
