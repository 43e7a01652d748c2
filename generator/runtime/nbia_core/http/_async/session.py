"""Sends calls, tries again where that is safe, and judges what comes back."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, TypeVar
from urllib.parse import parse_qsl, urlsplit

from nbia_core.api.calls import Call
from nbia_core.errors import (
    AnswerError,
    ConnectionFailedError,
    DecodeError,
    InvalidParameterError,
    NbiaError,
    NoAnswerError,
)
from nbia_core.http.answers import SNIFF_LENGTH, check_end, check_headers, check_start, error_for_status
from nbia_core.http.archive_end import TAIL_LENGTH, ends_properly
from nbia_core.http.login import WAYS
from nbia_core.http.pace import Pace
from nbia_core.http.retries import RetryPolicy
from nbia_core.http.secrets import Secret, drop_frames
from nbia_core.http.servers import is_same_origin, is_same_place, redirect_target, request_headers
from nbia_core.http.transport import (
    Timeouts,
    abort_connections,
    discard_connection,
    ends_with_connection,
    is_transport_failure,
    library_of,
    native_timeout,
    no_answer,
)

from .backend import (
    HttpClient,
    HttpResponse,
    body_chunks,
    close_http_client,
    close_response,
    current_loop,
    get_plainly,
    new_http_client,
    sleep,
)

if TYPE_CHECKING:
    from nbia_core.http.tokens import Tokens

T = TypeVar("T")
R = TypeVar("R")

_LOG: Final = logging.getLogger("nbia")
_LONGEST_ERROR_BODY: Final = 64 * 1024
_MOST_REDIRECTS: Final = 5
_BLOCK: Final = 64 * 1024
_FORM: Final = "application/x-www-form-urlencoded"
LARGEST_ROWS: Final = 2 * 1024**3
"""Bytes that an answer with rows may have: a million rows of series have 0.6 GB as JSON."""
LARGEST_IN_MEMORY: Final = 16 * 1024**3
"""Bytes that an image or an archive may have which is not written to a file while it arrives."""


class AsyncAnswer:
    """A good answer whose body is still to be read."""

    def __init__(self, session: AsyncSession, response: HttpResponse, url: str, tries: int) -> None:
        self._session = session
        self.pace: Pace | None = None
        """Whether the body arrives fast enough; None where nobody wants to know."""
        self._response = response
        self._chunks = body_chunks(response)
        self._start = b""
        self._tail: bytes | None = None
        self.is_closed = False
        """Whether nothing more of the body can be read."""
        self.most_in_memory = LARGEST_ROWS
        """Bytes that the body may have if it is read as a whole."""
        self.url = url
        """The URL that answered."""
        self.tries = tries
        """How often the request was sent."""
        self.status = response.status_code
        """HTTP status."""
        self.headers = {name.lower(): value for name, value in response.headers.items()}
        """HTTP headers."""
        self.header_lines = len(response.headers)
        """How many lines they had; a name can come more than once."""

    async def peek(self) -> bytes:
        """Return the first bytes without taking them away."""
        start = await self.next_chunk() or b""
        if len(start) < SNIFF_LENGTH:  # what is long enough is not copied
            start += await self.read(SNIFF_LENGTH - len(start))
        self._start = start
        return start

    async def chunks(self) -> AsyncIterator[bytes]:
        """Hand out the body as it arrives.

        Raises:
            NoAnswerError: the connection was lost or the server took too long.
        """
        while (chunk := await self.next_chunk()) is not None:
            yield chunk

    async def blocks(self) -> AsyncIterator[bytes]:
        """Hand out the body as it arrives, small pieces put together: each is worth a call of the system.

        Raises:
            NoAnswerError: the connection was lost or the server took too long.
        """
        small = bytearray()
        while (chunk := await self.next_chunk()) is not None:
            if not small and len(chunk) >= _BLOCK:
                yield chunk
                continue
            small += chunk
            if len(small) >= _BLOCK:
                yield bytes(small)
                small.clear()
        if small:
            yield bytes(small)

    async def read(self, enough: int | None = None) -> bytes:
        """Return the whole body, or stop when there are `enough` bytes.

        Raises:
            NoAnswerError: the connection was lost or the server took too long.
            DecodeError: the body is larger than any answer that a program can want in its memory.
        """
        body = bytearray()
        while enough is None or len(body) < enough:
            chunk = await self.next_chunk()
            if chunk is None:
                break
            body += chunk
            if len(body) > self.most_in_memory:
                raise DecodeError(
                    f"The answer has more than {self.most_in_memory:,} bytes, the limit for what is read into memory.",
                    url=self.url,
                    hint="narrow the query; write images and archives to a file with to=, or iterate over their bytes",
                    tries=self.tries,
                )
        return bytes(body)

    async def read_and_close(self) -> bytes:
        """Return the whole body and let go of the connection."""
        try:
            return await self.read()
        finally:
            await self.aclose()

    async def next_chunk(self) -> bytes | None:
        """Return the next bytes of the body, or None at its end."""
        if self.is_closed:
            return None
        if self._start:
            start, self._start = self._start, b""
            self._note(start)
            return start
        with self._session.no_answer(self.url, self.tries):
            chunk = await anext(self._chunks, None)
        if chunk is not None:
            self._note(chunk)
        if self._tail is not None:
            self._follow_archive(chunk)
        return chunk

    def _note(self, chunk: bytes) -> None:
        if self.pace is not None:
            with self._session.no_answer(self.url, self.tries):
                self.pace.note(len(chunk))

    @property
    def ends_with_connection(self) -> bool:
        """Whether nothing but the end of the connection tells where the body ends."""
        return ends_with_connection(self._response)

    def expect_archive(self) -> None:
        """Insist on the end of an archive where the body ends. To be called before anything was read but `peek`."""
        self._tail = self._start

    def _follow_archive(self, chunk: bytes | None) -> None:
        tail = self._tail or b""
        if chunk is not None:
            self._tail = chunk if len(chunk) >= TAIL_LENGTH else (tail + chunk)[-TAIL_LENGTH:]
        elif not ends_properly(tail):
            failure = ConnectionFailedError(
                "The answer is not complete: the connection ended within the archive.",
                url=self.url,
                hint="try again",
                tries=self.tries,
            )
            failure.may_retry_now = True
            raise failure

    def explain(self, error: AnswerError) -> None:
        """Add to an error about the body what was asked and what came back."""
        error.url, error.status, error.tries = self.url, self.status, self.tries

    def discard_connection(self) -> None:
        """Never use the connection again that brought this answer, which belongs to another request.

        It makes no difference whether the answer was closed before.
        """
        discard_connection(self._response)

    async def aclose(self) -> None:
        """Let go of the connection."""
        self.is_closed = True
        await close_response(self._response)


class AsyncAuthenticator(Protocol):
    """Sends calls with a login."""

    tokens: Tokens
    """The token of the login."""

    async def open(self, session: AsyncSession, call: Call[T], tries: int) -> AsyncAnswer:
        """Send a call, as often as it takes to know that the login is good, and return its good answer."""
        ...


class AsyncSession:
    """The connections to one server."""

    def __init__(
        self,
        *,
        base_url: str,
        timeouts: Timeouts | None,
        retries: RetryPolicy,
        http: HttpClient | None,
        sites: tuple[str, ...] = (),
        authenticator: AsyncAuthenticator | None = None,
        advise: Callable[[Call[object], NbiaError], Awaitable[None]] | None = None,
    ) -> None:
        self.base_url = base_url
        """Where the service is."""
        self.timeouts = timeouts
        """Seconds to wait; None leaves it to the HTTP client that was given."""
        self.retries = retries
        """What is tried again."""
        self.sites = sites
        """Where redirects may lead besides the host itself."""
        self.authenticator = authenticator
        """Who sends calls that need a login, or show more with one."""
        self.given_http = http
        """The HTTP client that was given from outside, if one was."""
        self._advise = advise
        self._own_http: HttpClient | None = None
        self._loop: object = None
        self._http = http
        self._lock = threading.Lock()
        self._is_closed = False
        self._headers = request_headers()

    def __reduce__(self) -> NoReturn:
        raise InvalidParameterError(
            "A client cannot be pickled: it holds connections.",
            hint="make a client in each process; what is to be asked, the calls of `nbia.calls`, can be pickled",
        )

    async def perform(
        self,
        call: Call[T],
        use: Callable[[AsyncAnswer], Awaitable[R]],
        *,
        retries: RetryPolicy | None = None,
        least_per_minute: int | None = None,
    ) -> R:
        """Send a call and hand its good answer to `use`, again from the start where the policy allows that.

        `use` closes the answer, or gives it to somebody who does. When it reads the body and the connection is lost,
        the whole call is tried again. When it raises an error that `is_for_another_request`, the connection is closed and
        the call is tried again as well. `retries` takes the place of the session's policy. An answer of whose body fewer
        than `least_per_minute` bytes arrive in a minute is given up.

        Raises:
            NoAnswerError: no answer came.
            AnswerError: an answer came that is not what was asked for.
        """
        policy = retries or self.retries
        is_image = call.reader.content in ("zip", "dicom", "jpeg")
        tries = 0
        while True:
            tries += 1
            try:
                answer = await self._open(call, tries)
                answer.pace = None if least_per_minute is None else Pace(least_per_minute)
                try:
                    return await use(answer)
                except NbiaError as error:
                    if isinstance(error, AnswerError):
                        answer.explain(error)
                    if error.is_for_another_request:
                        answer.discard_connection()
                    raise
            except NbiaError as error:
                error.tries = tries
                if self.authenticator is not None:
                    self.authenticator.tokens.hide_in(error)
                    drop_frames(error)  # a server that sends back what it got has put the token among them
                if call.operation.writes:
                    error.is_retry_safe = False
                if call.operation.writes or not _may_send_again(error, policy, tries, is_image=is_image):
                    if self._advise is not None:
                        await self._advise(call, error)
                    raise
                failure, delay = error.message, policy.delay(tries, error.retry_after)
            _LOG.info("%s: trying again in %.1f s after: %s", call, delay, failure)
            await sleep(delay)

    async def send(
        self,
        url: str,
        tries: int = 1,
        *,
        form: Secret | bytes | None = None,
        token: Secret | None = None,
        timeouts: Timeouts | None = None,
        headers: Iterable[tuple[str, str]] = (),
    ) -> AsyncAnswer:
        """Send one request and return what answers, whatever it is: not judged, not redirected, not tried again.

        A form is posted; one that is secret is not shown in tracebacks. A token goes to the service alone: its scheme, host
        and port.

        Raises:
            NoAnswerError: no answer came.
        """
        try:
            return await self._send(url, tries, form, token, timeouts or self.timeouts, headers)
        except BaseException as error:
            if isinstance(form, Secret) or token is not None:
                drop_frames(error)
            raise

    async def _open(self, call: Call[T], tries: int) -> AsyncAnswer:
        login = call.operation.login
        if self.authenticator is not None and login != "never":
            return await self.authenticator.open(self, call, tries)
        if login == "always":
            raise InvalidParameterError(f"{call.operation.name} needs a login.", hint=f"give the client {WAYS}")
        return await self.ask(call, tries)

    async def ask(self, call: Call[T], tries: int, token: Secret | None = None) -> AsyncAnswer:
        """Send a call once, follow redirects that may be followed, and return its good answer.

        Raises:
            NoAnswerError: no answer came.
            AnswerError: an answer came that is not what was asked for.
        """
        url = call.url(self.base_url)
        for _ in range(_MOST_REDIRECTS):
            answer = await self.send(url, tries, form=call.form, token=token, headers=call.operation.headers)
            try:
                check_headers(answer.url, answer.status, answer.header_lines)
                # What is posted goes to another place only where that is asked for in so many words.
                is_redirect = answer.status in (307, 308) if call.is_posted else 300 <= answer.status < 400
                sites = (*self.sites, *call.operation.sites)
                target = redirect_target(url, answer.headers.get("location"), sites) if is_redirect else None
                if target is None:
                    await self._judge(call, answer)
                    return answer
            except BaseException as error:
                if isinstance(error, NbiaError) and error.is_for_another_request:
                    answer.discard_connection()
                await answer.aclose()
                raise
            await answer.aclose()
            url = target
        raise AnswerError(f"{call.operation.name}: the server redirects in circles.", url=url)

    async def _send(
        self,
        url: str,
        tries: int,
        form: Secret | bytes | None,
        token: Secret | None,
        timeouts: Timeouts | None,
        more: Iterable[tuple[str, str]],
    ) -> AsyncAnswer:
        method = "GET" if form is None else "POST"
        headers = {**self._headers, **dict(more)} if form is None else {**self._headers, "Content-Type": _FORM}
        http = self._client()
        is_service = url.startswith(f"{self.base_url}/") or is_same_place(url, self.base_url)
        if form is None and token is None:
            with self.no_answer(url, tries):
                plain = await get_plainly(http, url, headers, timeouts or Timeouts(), is_service=is_service)
            if plain is not None:
                _LOG.debug("%s %s", plain.status_code, url)
                return AsyncAnswer(self, plain, url, tries)
        library = library_of(http)
        options: dict[str, object] = {}
        if timeouts is not None:
            options["timeout"] = native_timeout(library, timeouts)
        if getattr(getattr(http, "bridged", http), "params", None):
            # Parameters of the client's own, such as a key, must not take the place of the call's.
            options["params"] = parse_qsl(urlsplit(url).query)
        credentials: dict[str, None] = {}
        with self.no_answer(url, tries):
            content = form.reveal().encode() if isinstance(form, Secret) else form
            request = http.build_request(method, url, content=content, headers=headers, **options)
            if not is_service:
                # Credentials, cookies and parameters of the HTTP client are meant for the service alone.
                request = library.Request(method, url, content=content, headers=headers, extensions=request.extensions)
                credentials = {"auth": None}
            elif isinstance(form, Secret) or token is not None:
                credentials = {"auth": None}
                if token is not None and is_same_origin(url, self.base_url):
                    request.headers["Authorization"] = f"Bearer {token.reveal()}"
            response = await http.send(request, stream=True, follow_redirects=False, **credentials)
        _LOG.debug("%s %s", response.status_code, url if form is None else f"POST {url}")
        return AsyncAnswer(self, response, url, tries)

    async def _judge(self, call: Call[T], answer: AsyncAnswer) -> None:
        """Raise the error that the answer means, if it means one."""
        if call.reader.content in ("zip", "dicom"):
            answer.most_in_memory = LARGEST_IN_MEMORY
        if answer.status in (200, 204):
            start = await answer.peek()
            check_start(call.operation, call.reader.content, answer.url, answer.status, answer.headers, start)
            if answer.ends_with_connection:
                check_end(call.operation, call.reader.content, answer.url, start)
                if call.reader.content == "zip":
                    answer.expect_archive()
            return
        try:
            body = await answer.read(_LONGEST_ERROR_BODY)
        except DecodeError:  # the status says enough
            body = b""
        failure = error_for_status(call.operation, answer.url, answer.status, answer.headers, body)
        if failure is not None:
            raise failure

    @contextlib.contextmanager
    def no_answer(self, url: str, tries: int) -> Iterator[None]:
        """Turn the HTTP library's errors into ours."""
        try:
            yield
        except NbiaError as error:
            if error.url is None:
                error.url, error.tries = url, tries
            raise
        except Exception as error:
            library = library_of(self._http)
            if not is_transport_failure(library, error):
                raise
            failure = no_answer(library, error, url)
            failure.tries = tries
            raise failure from error

    def _client(self) -> HttpClient:
        with self._lock:
            if self._is_closed:
                raise InvalidParameterError("This client is closed; make a new one.")
            if self._http is None:
                self._own_http = self._http = new_http_client(self.timeouts or Timeouts())
                self._loop = current_loop()
            elif self._own_http is not None and self._loop != current_loop():
                raise InvalidParameterError(
                    "This client was used in another event loop, to which its connections belong.",
                    hint="make a client in each event loop, best with `async with`",
                )
            return self._http

    def abort(self) -> None:
        """Wake everybody who waits for the network, from any thread and for good; a client from outside is left alone."""
        with self._lock:
            self._is_closed = True
            http = self._own_http
        if http is not None:
            abort_connections(http)

    async def aclose(self) -> None:
        """Let go of all connections, unless the HTTP client was given from outside."""
        self._is_closed = True
        if self._own_http is not None:
            await close_http_client(self._own_http)


def _may_send_again(error: NbiaError, policy: RetryPolicy, tries: int, *, is_image: bool) -> bool:
    """Whether a request is to be sent again that failed with this error, and was sent `tries` times."""
    if error.is_for_another_request or (isinstance(error, NoAnswerError) and error.may_retry_now):
        return policy.after_lost_connection(tries)
    may_pass = isinstance(error, AnswerError) and error.is_retry_safe and error.status is not None
    return may_pass and policy.after_status(error.status or 0, tries, is_image=is_image)


async def as_it_is(answer: AsyncAnswer) -> AsyncAnswer:
    """Return an answer whose body is still to be read; the caller must close it."""
    return answer
