"""Texts that must show nowhere: passwords, tokens, and what has them in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NoReturn

from nbia_core.errors import InvalidParameterError, NbiaError

MARK: Final = "***"
"""What stands in the place of a secret."""


class Secret:
    """A text that only `reveal` shows: not its repr, no message, no traceback with local variables, and no pickle."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text. Never keep it in a variable: tracebacks can show those."""
        return self._text

    def __repr__(self) -> str:
        return MARK

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise InvalidParameterError("A password or a token cannot be pickled.", hint="pass on what can get it instead")


def hide(text: str, secrets: Iterable[Secret]) -> str:
    """Return a text in which a mark stands for each secret."""
    for secret in secrets:
        text = text.replace(secret.reveal(), MARK)
    return text


def hide_in(error: NbiaError, secrets: Iterable[Secret]) -> None:
    """Let an error show no secret that the server sent back, whatever it says otherwise."""
    known = list(secrets)
    for name, value in vars(error).items():
        if isinstance(value, str):
            setattr(error, name, hide(value, known))
    error.args = tuple(hide(value, known) if isinstance(value, str) else value for value in error.args)


def drop_frames(error: BaseException | None) -> None:
    """Take from an error, and from those that led to it, where they were raised: the local variables there have secrets.

    What HTTP libraries have in hand when they fail are the headers of the request and its body.
    """
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        found = waiting.pop()
        if found is not None and id(found) not in seen:
            seen.add(id(found))
            found.__traceback__ = None
            waiting += [found.__cause__, found.__context__]
            if isinstance(found, BaseExceptionGroup):
                waiting += found.exceptions
