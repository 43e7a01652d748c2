"""Every error that this package raises, in one tree.

* NbiaError
  x InvalidParameterError            refused before anything was sent (also a ValueError)
  x NoAnswerError                    no answer came
    - ConnectionFailedError          the server could not be reached, or the answer is not complete
    - TimedOutError                  the server took too long
  x AnswerError                      an answer came that is not what was asked for
    - BadRequestError                the server refuses the request
    - NotPublicError                 the series is unknown, not public, or on another server
    - UnknownImageError              the image is unknown, not public, or the server failed
    - NeedsLoginError                the server asks for a login, or does not accept the one that it got
      x LoginRefusedError            the server refuses a user and a password
        * WrongPasswordError         they do not fit, or the account is locked for some time
        * AccountClosedError         the account is closed, locked, or not set up
    - MovedError                     the service redirects to another place
    - RetiredError                   the endpoint does not exist at this address (any more)
    - TooManyRequestsError           the server asks to slow down
    - ServerFailureError             the server failed
    - EmptyAnswerError               the answer has no bytes where there must be some
    - NotTheApiError                 something else answered: an HTML page, a proxy, a portal
    - DecodeError                    the answer cannot be read as what it claims to be
  x ArchiveError                     the images of a series did not arrive as they should
    - IncompleteArchiveError         the archive is cut off, or images are missing
    - WrongHashError                 an image is not the one that it should be
    - UnsafeArchiveError             the archive holds entries that must not be written
  x PixelDataError                   an image has no pixels to show, or they cannot be decoded
  x DownloadFailedError              a download ended and not all of its series are complete
  x VerificationFailedError          what is on disk could not be shown to be complete
  x DestinationError                 the place to write to is not usable or full (also an OSError)

An empty result of a metadata endpoint is no error: it is an empty list of records.
"""

from __future__ import annotations

from nbia_core.public import publish
from nbia_core.text import plain, plain_lines, without_secrets


class NbiaError(Exception):
    """Base of all errors of this package. Says what was asked, what came back, and what to do."""

    is_retry_safe: bool = False
    """Whether the same request may succeed when it is sent again later."""
    is_for_another_request: bool = False
    """Whether the answer belongs to another request: the connection that brought it is closed before the next try."""

    def __init__(
        self,
        message: str,
        *,
        url: str | None = None,
        status: int | None = None,
        sentence: str | None = None,
        hint: str | None = None,
        is_retry_safe: bool | None = None,
        retry_after: float | None = None,
        tries: int = 1,
    ) -> None:
        message = without_secrets(message)
        super().__init__(message)
        self.message = message
        """What happened, in one sentence."""
        self.url = without_secrets(url) if url is not None else None
        """The URL that was asked."""
        self.status = status
        """The HTTP status of the answer, if one came."""
        self.sentence = without_secrets(sentence) if sentence is not None else None
        """What the server itself said, shortened."""
        self.hint = hint
        """What to try."""
        self.retry_after = retry_after
        """Seconds that the server asks to wait before the next request."""
        self.tries = tries
        """How often the request was sent."""
        if is_retry_safe is not None:
            self.is_retry_safe = is_retry_safe

    def __str__(self) -> str:
        """Return all of that for a person, in which nothing that a server sent can steer a terminal."""
        lines = [plain_lines(self.message)]
        if self.url is not None:
            lines.append(f"  asked: {plain(self.url)}" + (f" ({self.tries} times)" if self.tries > 1 else ""))
        if self.status is not None or self.sentence:
            came = [f"status {self.status}"] if self.status is not None else []
            came += [plain(self.sentence)] if self.sentence else []
            lines.append(f"  came back: {', '.join(came)}")
        if self.hint is not None:
            lines.append(f"  try: {plain_lines(self.hint)}")
        return "\n".join(lines)


class InvalidParameterError(NbiaError, ValueError):
    """A value is missing, empty, of the wrong kind or not accepted. Nothing was sent."""


class NoAnswerError(NbiaError):
    """No answer came."""

    is_retry_safe = True
    may_retry_now = False
    """Whether the client itself sends the request again."""
    is_unreachable = False
    """Whether not even a connection came about: the host is not known, or refuses it."""


class ConnectionFailedError(NoAnswerError):
    """The server could not be reached, or the answer is cut off, or nothing shows that it is complete."""


class TimedOutError(NoAnswerError):
    """The server took longer than the timeout allows."""


class AnswerError(NbiaError):
    """An answer came that is not what was asked for."""


class BadRequestError(AnswerError):
    """The server refuses the request as it was sent."""


class NotPublicError(AnswerError):
    """The series is unknown, not released, restricted, or kept on another server: the server does not tell which."""


class UnknownImageError(AnswerError):
    """The image is unknown or not public, or the server failed: for single images the server does not tell which."""

    is_retry_safe = True


class NeedsLoginError(AnswerError):
    """The server asks for a login, which public data never needs, or does not accept the one that it got."""


class LoginRefusedError(NeedsLoginError):
    """The server refuses a user and a password. The client does not try them again: too many attempts lock an account."""


class WrongPasswordError(LoginRefusedError):
    """User and password do not fit, or the account is locked for some time: the server does not tell which."""


class AccountClosedError(LoginRefusedError):
    """User and password fit, but the account is closed, locked, or not set up."""


class MovedError(AnswerError):
    """The service redirects to another place, named in `location`."""

    location: str | None = None


class RetiredError(AnswerError):
    """The endpoint does not exist at this address, or no longer."""


class TooManyRequestsError(AnswerError):
    """The server asks to slow down; `retry_after` says for how long, if the server said so."""

    is_retry_safe = True


class ServerFailureError(AnswerError):
    """The server failed."""

    is_retry_safe = True


class EmptyAnswerError(AnswerError):
    """The answer has no bytes where an image or an archive must be."""

    is_retry_safe = True


class NotTheApiError(AnswerError):
    """Something else answered: an HTML page, a proxy, a login portal, or a wrong base URL."""


class DecodeError(AnswerError):
    """The answer cannot be read: no JSON, no rows, or (with strict=True) a value that does not fit."""

    row: int | None = None
    """The row, counted from 0."""
    attribute: str | None = None
    """The attribute, as it is called on the wire."""


class ArchiveError(NbiaError):
    """The images of a series did not arrive as they should. Nothing of them was kept."""

    is_retry_safe = True


class IncompleteArchiveError(ArchiveError):
    """The archive is cut off, or images are missing from it."""


class WrongHashError(ArchiveError):
    """An image does not match its MD5 hash, is no DICOM file, belongs to another series, or is there twice."""


class UnsafeArchiveError(ArchiveError):
    """The archive holds entries that must not be written: paths, links, duplicates, or far too much data."""

    is_retry_safe = False


class PixelDataError(NbiaError):
    """An image cannot be shown: it has no pixels, is compressed in a way that nothing here decodes, or is damaged."""


class DestinationError(NbiaError, OSError):
    """The place to write to does not exist, is not writable, is taken, or is full."""

    def __reduce__(self) -> tuple[object, ...]:
        state = {**self.__dict__, "errno": self.errno, "filename": self.filename}
        return type(self), (self.message,), state


publish(
    "nbia.errors",
    *(error for error in list(globals().values()) if isinstance(error, type) and issubclass(error, NbiaError)),
)
