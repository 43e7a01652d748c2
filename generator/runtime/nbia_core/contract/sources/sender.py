"""Sends plain requests one after the other and takes down what comes back, whatever it is."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from typing import Final

from nbia_core.api.calls import address
from nbia_core.errors import NoAnswerError
from nbia_core.http._sync.authenticator import TokenLogin
from nbia_core.http._sync.session import Session
from nbia_core.http.retries import RetryPolicy, read_retry_after
from nbia_core.http.secrets import MARK, Secret, hide
from nbia_core.http.tokens import Tokens
from nbia_core.http.transport import HttpClient, Timeouts

LONGEST_BODY: Final = 64 * 1024 * 1024
"""How many bytes of a body are read at most."""
_NOTHING: Final = (b"", b"[]")
_UNAUTHORIZED: Final = 401


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
        base_url: str,
        http: HttpClient | None,
        timeouts: Timeouts,
        retries: RetryPolicy,
        pause: float,
        sleep: Callable[[float], None] = time.sleep,
        tokens: Tokens | None = None,
    ) -> None:
        self._login = None if tokens is None else TokenLogin(tokens)
        self._session = Session(base_url=base_url, timeouts=timeouts, retries=retries, http=http)
        self._pause = pause
        self._sleep = sleep
        self.sent = 0
        """How many requests were sent."""

    def ask(
        self, name: str, parameters: Mapping[str, str], *, form: bytes | None = None, with_login: bool = True
    ) -> Reply:
        """Ask one endpoint, again where the policy allows that. Never raises for what the server or network does.

        With a login, an answer without anything counts only while the token is good: otherwise it is asked for once more,
        with another token.

        Args:
            name: The endpoint, by its name in the URL.
            parameters: What the address has.
            form: What is posted; None for a GET.
            with_login: Whether a login is sent, if there is one.

        Raises:
            NbiaError: there is a login, and no token for it.
        """
        url = address(self._session.base_url, name, parameters.items())
        if self._login is None or not with_login:
            return self._repeated(url, form, None)
        token = self._login.token(self._session)
        reply = self._repeated(url, form, token.access)
        is_doubtful = reply.status in (200, 204) and reply.body.strip() in _NOTHING
        check = address(self._session.base_url, self._login.tokens.method.check, ())
        if is_doubtful and not url.startswith(check):
            reply_to_check = self._repeated(check, None, token.access)
            is_doubtful = reply_to_check.status == _UNAUTHORIZED
        else:
            is_doubtful = reply.status == _UNAUTHORIZED
        if not is_doubtful:
            return reply
        return self._repeated(url, form, self._login.token(self._session, token).access)

    def _repeated(self, url: str, form: bytes | None, token: Secret | None) -> Reply:
        """Send a request as often as the policy allows."""
        policy = self._session.retries
        tries = 0
        while True:
            tries += 1
            if self.sent and self._pause > 0:
                self._sleep(self._pause)
            self.sent += 1
            reply, failure = self._once(url, tries, form, token)
            if failure is None:
                may_retry = policy.after_status(reply.status or 0, tries, is_image=False)
                delay = policy.delay(tries, read_retry_after((reply.headers or {}).get("retry-after")))
            else:
                may_retry = failure.may_retry_now and policy.after_lost_connection(tries)
                delay = policy.delay(tries)
            if not may_retry:
                return reply
            self._sleep(delay)

    def _once(
        self, url: str, tries: int, form: bytes | None, token: Secret | None
    ) -> tuple[Reply, NoAnswerError | None]:
        """Send a request once; return also why the answer did not come whole."""
        status: int | None = None
        headers: Mapping[str, str] | None = None
        body = bytearray()
        failure: NoAnswerError | None = None
        try:
            answer = self._session.send(url, tries, form=form, token=token)
            secrets = [] if token is None else [token]
            status = answer.status
            headers = {name: hide(value, secrets) for name, value in answer.headers.items()}
            try:
                while len(body) <= LONGEST_BODY and (chunk := answer.next_chunk()) is not None:
                    body += chunk
            finally:
                answer.close()
        except NoAnswerError as error:
            failure = error
        reply = Reply(
            url=url,
            status=status,
            headers=headers,
            body=bytes(body) if token is None else bytes(body).replace(token.reveal().encode(), MARK.encode()),
            failure=failure.message if failure is not None else None,
            is_cut=failure is None and len(body) > LONGEST_BODY,
        )
        return reply, failure

    def close(self) -> None:
        """Let go of all connections, unless the HTTP client was given from outside, and end the token of the login."""
        if self._login is not None:
            self._login.end(self._session)
        self._session.close()
