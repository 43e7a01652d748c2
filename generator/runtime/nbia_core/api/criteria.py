"""Criteria of a search: typed values here, numbered fields of a form on the wire."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from typing import ClassVar

from nbia_core.checks import nearest
from nbia_core.errors import InvalidParameterError

from . import description
from .description_file import load
from .values import write_value


@dataclasses.dataclass(frozen=True)
class Criterion:
    """Base of the criteria of a search. Each is checked when it is made: what the server would ignore is an error here."""

    package: ClassVar[str]
    """The package of the version of the API that describes it."""

    def __post_init__(self) -> None:
        """Check the fields.

        Raises:
            InvalidParameterError: one is missing, empty or of the wrong kind.
        """
        self.fields()

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return names and values of the fields as they go on the wire, the names without a number."""
        kind = type(self).__name__
        described = _known(self.package)[kind]
        values = {field: getattr(self, field.python) for field in described.fields}
        missing = [field.python for field, value in values.items() if field.is_required and value is None]
        if missing:
            raise InvalidParameterError(f"{kind} needs {' and '.join(missing)}.")
        optional = {field.python: value for field, value in values.items() if not field.is_required}
        if optional and all(value is None for value in optional.values()):
            raise InvalidParameterError(f"{kind} needs {' or '.join(optional)}.")
        return tuple((field.wire, write_value(field, value)) for field, value in values.items() if value is not None)


@functools.cache
def _known(package: str) -> Mapping[str, description.Criterion]:
    return {criterion.python: criterion for criterion in load(package).criteria}


def write_criteria(package: str, name: str, value: object) -> tuple[tuple[str, str], ...]:
    """Return criteria as the numbered fields of a form.

    Args:
        package: the package of the version of the API.
        name: what the parameter is called in Python.
        value: one criterion, or several.

    Raises:
        InvalidParameterError: something else was given, or nothing.
    """
    listed = [value] if isinstance(value, Criterion | str) or not isinstance(value, Iterable) else list(value)
    if not listed:
        raise InvalidParameterError(f"{name} has no criteria: nothing could be asked for.")
    written: list[tuple[str, str]] = []
    for number, criterion in enumerate(listed):
        if not isinstance(criterion, Criterion) or criterion.package != package:
            raise InvalidParameterError(
                f"{name}: {criterion!r} is no criterion of this version.",
                hint=f"use the classes of {package}.criteria, such as {next(iter(_known(package)))}",
            )
        written.append((f"criteriaType{number}", _known(package)[type(criterion).__name__].wire))
        written += [(f"{field}{number}", text) for field, text in criterion.fields()]
    return tuple(written)


def read_criterion(package: str, kinds: Mapping[str, type[Criterion]], text: str) -> Criterion:
    """Return the criterion that a text says, such as Collection=4D-Lung or PatientAgeRange:at_least=20,at_most=30.

    Args:
        package: the package of the version of the API.
        kinds: the classes of criteria by their names.
        text: the name of a class and the value of its first field after `=`, or fields after `:`; the name alone if there is
            one value only.

    Raises:
        InvalidParameterError: it says none.
    """
    name, separator, rest = text.partition("=")
    fields: dict[str, str] = {}
    if ":" in name:
        name, _, rest = text.partition(":")
        for part in rest.split(","):
            field, _, value = part.partition("=")
            fields[field.strip()] = value
    described = _known(package).get(name.strip())
    if described is None or not (fields or separator or described.has_one_form):
        near = nearest(name, _known(package))
        raise InvalidParameterError(
            f"{text!r} is no criterion.",
            hint=f"did you mean {near}=…?" if near else f"write Name=value; the names are {', '.join(_known(package))}",
        )
    known = {field.python: field for field in described.fields}
    fields = fields or ({described.fields[0].python: rest} if separator else {})
    for field in fields:
        if field not in known:
            raise InvalidParameterError(f"{name} has no field {field}; it has {', '.join(known)}.")
    return kinds[described.python](**{field: known[field].read(value) for field, value in fields.items()})
