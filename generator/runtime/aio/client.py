"""What every client can do, whatever the endpoints are."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import ClassVar, Self, TypeVar

from ..calls import Call, Response
from ..downloads import Saved
from ..errors import InvalidParameterError
from ..files import Destination
from ..records import Record, Records
from ..retries import RetryPolicy
from ..settings import choose_base_url
from ..transport import Timeouts, check_client
from .backend import CLOSING, HttpClient
from .session import AsyncAnswer, AsyncSession
from .streams import AsyncByteStream, AsyncRecordStream

T = TypeVar("T")
RecordT = TypeVar("RecordT", bound=Record)


class AsyncBaseClient:
    """Sends calls to one server."""

    servers: ClassVar[Mapping[str, str]] = {}
    """Base URLs of the known servers by name; the first is the default."""

    def __init__(
        self,
        *,
        server: str | None = None,
        base_url: str | None = None,
        timeout: float | Timeouts | None = None,
        retries: int | RetryPolicy | None = None,
        strict: bool = False,
        http: HttpClient | None = None,
    ) -> None:
        url = choose_base_url(self.servers, server, base_url)
        timeouts = Timeouts.of(timeout) if http is None or timeout is not None else None
        if retries is None:
            retries = RetryPolicy()
        elif isinstance(retries, int):
            retries = RetryPolicy(attempts=retries + 1)
        elif not isinstance(retries, RetryPolicy):
            raise InvalidParameterError(f"retries={retries!r} must be a number or a RetryPolicy.")
        if http is not None:
            check_client(http, CLOSING)
        self._strict = strict
        self._session = AsyncSession(base_url=url, timeouts=timeouts, retries=retries, http=http)

    @property
    def base_url(self) -> str:
        """Where the service is."""
        return self._session.base_url

    async def send(self, call: Call[T]) -> Response[T]:
        """Send a call and return its answer: the value together with status, headers and the body as it came.

        The body is held in memory: for images prefer `save` or `stream_bytes`.

        Raises:
            NoAnswerError: no answer came.
            AnswerError: an answer came that is not what was asked for.
        """

        async def read(answer: AsyncAnswer) -> Response[T]:
            body = await answer.read_and_close()
            return Response(
                value=call.reader.read(body, strict=self._strict),
                status=answer.status,
                headers=answer.headers,
                content=body,
                url=answer.url,
                tries=answer.tries,
            )

        return await self._session.perform(call, read)

    def stream_records(self, call: Call[Records[RecordT]], record_type: type[RecordT]) -> AsyncRecordStream[RecordT]:
        """Return the records of an answer as they arrive. The call is sent when the first is asked for."""
        return AsyncRecordStream(self._session, call, record_type, self._strict)

    def stream_bytes(self, call: Call[bytes]) -> AsyncByteStream:
        """Return the body of an answer as it arrives. The call is sent when the first bytes are asked for."""
        return AsyncByteStream(self._session, call)

    async def save(self, call: Call[bytes], to: Destination) -> Saved:
        """Write the body of an answer to a path or a binary file; memory does not grow with it.

        A path is written under a temporary name and renamed when it is complete and on disk.

        Raises:
            DestinationError: the place is not usable or full.
            NoAnswerError: no answer came, or not all of it.
            AnswerError: an answer came that is not what was asked for.
            IncompleteArchiveError: an archive does not end properly.
        """
        from .saving import save

        return await save(self._session, call, to)

    async def aclose(self) -> None:
        """Let go of all connections. A client that was given as `http` stays open."""
        await self._session.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.base_url}>"
