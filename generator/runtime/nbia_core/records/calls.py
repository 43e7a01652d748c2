"""Calls to endpoints that are known by their description alone, not by a function of the generated package."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from nbia_core.api.calls import Call, make_call
from nbia_core.api.description import Endpoint, RoleName
from nbia_core.api.description_file import load

from .readers import BytesReader, RecordsReader, TextReader
from .record import Record
from .records import Records


def record_type(package: str, endpoint: Endpoint) -> type[Record]:
    """Return the class of the rows of an endpoint that sends rows."""
    assert endpoint.record is not None, f"{endpoint.name} sends rows"
    found: type[Record] = getattr(importlib.import_module(f"{package}.records"), endpoint.record.name)
    return found


def rows_call(package: str, endpoint: Endpoint, arguments: Mapping[str, object]) -> Call[Records[Record]]:
    """Return a call for the rows of an endpoint.

    Args:
        package: the package of the version of the API, such as nbia.v1.
        endpoint: the endpoint.
        arguments: values by the Python names of parameters.

    Raises:
        InvalidParameterError: a value is missing, empty or of the wrong kind.
    """
    reader = RecordsReader(record_type(package, endpoint), endpoint.shape)
    return make_call(package, endpoint.name, reader, arguments)


def text_call(
    package: str, endpoint: Endpoint, arguments: Mapping[str, object], format: str | None = None
) -> Call[str]:
    """Return a call for the answer of an endpoint as the server writes it, in one of its formats if it has several.

    Raises:
        InvalidParameterError: a value is missing, empty or of the wrong kind.
    """
    return make_call(package, endpoint.name, TextReader(), arguments, *([] if format is None else [format]))


def bytes_call(package: str, endpoint: Endpoint, arguments: Mapping[str, object]) -> Call[bytes]:
    """Return a call for the images that an endpoint sends.

    Raises:
        InvalidParameterError: a value is missing, empty or of the wrong kind.
    """
    assert endpoint.kind in ("zip", "dicom", "jpeg"), f"{endpoint.name} sends images"
    return make_call(package, endpoint.name, BytesReader(endpoint.kind), arguments)


def rows_of_role(package: str, role: RoleName, **arguments: object) -> Call[Records[Record]]:
    """Return a call for the rows of the endpoint that plays a role.

    Raises:
        InvalidParameterError: the version has no such endpoint, or a value is missing, empty or of the wrong kind.
    """
    return rows_call(package, load(package).plays(role), _arguments(package, role, arguments))


def images_of_role(package: str, role: RoleName, **arguments: object) -> Call[bytes]:
    """Return a call for the images of the endpoint that plays a role.

    Raises:
        InvalidParameterError: the version has no such endpoint, or a value is missing, empty or of the wrong kind.
    """
    return bytes_call(package, load(package).plays(role), _arguments(package, role, arguments))


def _arguments(package: str, role: RoleName, arguments: Mapping[str, object]) -> dict[str, object]:
    """Return the arguments of an endpoint in a role: a list takes one value as well, and some are always the same."""
    api = load(package)
    known = {parameter.python for parameter in api.plays(role).parameters}
    given = {name if name in known else f"{name}s": value for name, value in arguments.items()}
    return {**api.roles[role].arguments, **given}
