"""Shorter ways to name the paths of version 4 that one function answers."""

from collections.abc import Callable

from ..answers import Answer
from ..calls import Call, Handler

JSON = ("application/json",)


def get(
    name: str,
    handle: Callable[[Call], Answer],
    *parameters: str,
    produced: tuple[str, ...] = JSON,
    checked: str | None = "query",
) -> Handler:
    """Return a path that is asked with GET; most of them refuse parameters that they do not know."""
    return Handler(name=name, parameters=parameters, produced=produced, checked=checked, handle=handle)


def post(
    name: str,
    handle: Callable[[Call], Answer],
    *parameters: str,
    produced: tuple[str, ...] = JSON,
    checked: str | None = "form",
) -> Handler:
    """Return a path that is asked with a form; most of them refuse parameters in their address."""
    return Handler(name=name, method="POST", parameters=parameters, produced=produced, checked=checked, handle=handle)
