"""Sends plain requests one after the other and takes down what comes back, whatever it is."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from typing import Final

from nbia_core.api.calls import address
from nbia_core.errors import DecodeError, NoAnswerError
from nbia_core.http.codings import body_chunks
from nbia_core.http.retries import RetryPolicy, read_retry_after
from nbia_core.http.servers import request_headers
from nbia_core.http.transport import (
    HttpClient,
    Timeouts,
    is_transport_failure,
    library_of,
    native_timeout,
    new_client,
    no_answer,
)

LONGEST_BODY: Final = 64 * 1024 * 1024
"""How many bytes of a body are read at most."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What came back."""

    url: str
    """The URL that was asked."""
    status: int | None = None
    """The HTTP status; None if no answer came."""
    headers: Mapping[str, str] | None = None
    """HTTP headers, names in lower case."""
    body: bytes = b""
    """The body, or as much of it as was read."""
    failure: str | None = None
    """Why no answer came, or why it broke off."""
    is_cut: bool = False
    """Whether the body is longer than anybody wants to read."""


class Sender:
    """Asks a server politely: one request at a time, with a pause between them, and no redirect followed."""

    def __init__(
        self,
        *,
        http: HttpClient | None,
        timeouts: Timeouts,
        retries: RetryPolicy,
        pause: float,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._own_http = new_client(timeouts) if http is None else None
        self._http = http or self._own_http
        self._timeouts = timeouts
        self._retries = retries
        self._pause = pause
        self._sleep = sleep
        self._headers = request_headers()
        self.sent = 0
        """How many requests were sent."""

    def get(self, base_url: str, name: str, parameters: Mapping[str, str]) -> Reply:
        """Ask one endpoint, again where the policy allows that. Never raises for what the server or network does."""
        url = address(base_url, name, parameters.items())
        tries = 0
        while True:
            tries += 1
            if self.sent and self._pause > 0:
                self._sleep(self._pause)
            self.sent += 1
            reply, may_retry, delay = self._once(url, tries)
            if not may_retry:
                return reply
            self._sleep(delay)

    def _once(self, url: str, tries: int) -> tuple[Reply, bool, float]:
        """Send a request once; say also whether to send it again, and after how long."""
        http = self._http
        assert http is not None
        library = library_of(http)
        status: int | None = None
        headers: Mapping[str, str] | None = None
        body = bytearray()
        try:
            timeout = native_timeout(library, self._timeouts)
            request = http.build_request("GET", url, headers=self._headers, timeout=timeout)
            response = http.send(request, stream=True, follow_redirects=False)
            try:
                status = response.status_code
                headers = {name.lower(): value for name, value in response.headers.items()}
                for chunk in body_chunks(response):
                    body += chunk
                    if len(body) > LONGEST_BODY:
                        break
            finally:
                response.close()
        except DecodeError as error:
            return Reply(url=url, status=status, headers=headers, failure=error.message), False, 0.0
        except Exception as error:
            if isinstance(error, NoAnswerError):
                failure = error
            elif is_transport_failure(library, error):
                failure = no_answer(library, error, url)
            else:
                raise
            reply = Reply(url=url, status=status, headers=headers, body=bytes(body), failure=failure.message)
            return reply, self._may_retry(failure, tries), self._retries.delay(tries)
        reply = Reply(url=url, status=status, headers=headers, body=bytes(body), is_cut=len(body) > LONGEST_BODY)
        may_retry = self._retries.after_status(status or 0, tries, is_image=False)
        return reply, may_retry, self._retries.delay(tries, read_retry_after((headers or {}).get("retry-after")))

    def _may_retry(self, failure: NoAnswerError, tries: int) -> bool:
        return failure.may_retry_now and self._retries.after_lost_connection(tries)

    def close(self) -> None:
        """Let go of all connections, unless the HTTP client was given from outside."""
        if self._own_http is not None:
            self._own_http.close()
