"""How values of parameters and of criteria go on the wire."""

from __future__ import annotations

from nbia_core.checks import (
    check_choice,
    check_day,
    check_integer,
    check_number,
    check_text,
    check_uid,
    write_flag,
)

from .description import Parameter


def write_value(parameter: Parameter, value: object) -> str:
    """Return a value as it goes on the wire.

    Raises:
        InvalidParameterError: it is empty or of the wrong kind.
    """
    name = parameter.python
    if parameter.type == "uid":
        return check_uid(name, value)
    if parameter.type == "boolean":
        yes, no = parameter.values
        return write_flag(name, value, (yes, no))
    if parameter.type == "integer":
        return str(check_integer(name, value))
    if parameter.type == "number":
        return str(check_number(name, value))
    if parameter.type == "date":
        write = parameter.wire_form.write
        assert write is not None, "the rules check this"
        return write(check_day(name, value))
    return check_choice(name, value, parameter.values) if parameter.values else check_text(name, value)
