# Translated from ../_async/authenticator.py by `make generate`. Do not edit here.
"""Sends calls with the token of a login: asked for once, renewed in time, and known to be good when an answer is empty."""

from __future__ import annotations

import logging
from typing import Final, TypeVar

from nbia_core.api.calls import Call, Operation, address
from nbia_core.errors import AnswerError, NbiaError, NeedsLoginError
from nbia_core.http.answers import check_start, error_for_status
from nbia_core.http.login import Login, check_returned
from nbia_core.http.secrets import Secret, drop_frames, hide_in
from nbia_core.http.servers import is_same_origin
from nbia_core.http.tokens import LONGEST_ANSWER, Token, Tokens, not_accepted
from nbia_core.http.transport import Timeouts

from .backend import Turn, run_blocking
from .session import Answer, Session

T = TypeVar("T")

_LOG: Final = logging.getLogger("nbia")
_NOTHING: Final = (b"", b"[]")
"""The bodies of answers that hold nothing."""
_FAREWELL: Final = Timeouts.of(5.0)
"""How long a client waits that ends its token."""


class TokenLogin:
    """The login of a client: it sends calls with a token."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        """The token, shared with other sessions."""
        self._turn = Turn(tokens.lock)

    def open(self, session: Session, call: Call[T], tries: int) -> Answer:
        """Send a call and return its good answer, with another token if the server does not accept the first.

        Raises:
            NoAnswerError: no answer came.
            AnswerError: an answer came that is not what was asked for, or there is no token.
        """
        rejected: Token | None = None
        while True:
            token = self.token(session, rejected)
            outcome: Answer | AnswerError
            try:
                outcome = session.ask(call, tries, token.access)
            except AnswerError as error:
                hide_in(error, [token.access])  # there may be a newer one when the error is told
                outcome = error
            if not self._is_rejected(session, call, token, outcome):
                break
            if rejected is not None and token is self.tokens.token:
                raise not_accepted(call.url(session.base_url))
            rejected = token
        if isinstance(outcome, AnswerError):
            raise outcome
        return outcome

    def end(self, session: Session) -> None:
        """End the token on the server where it allows that. Never fails."""
        token, url = self.tokens.take(), self.tokens.logout_url
        if token is None or url is None:
            return
        try:
            answer = session.send(url, form=Secret(""), token=token.access, timeouts=_FAREWELL)
            answer.close()
        except Exception as error:
            _LOG.debug("The token could not be ended: %s", type(error).__name__)

    def token(self, session: Session, rejected: Token | None = None) -> Token:
        """Return a token that is good for some time, and not the one that the server has rejected.

        Raises:
            NbiaError: there is none.
        """
        tokens = self.tokens
        token = tokens.usable(rejected)
        asked = tokens.asked
        if token is not None:
            return token
        with self._turn:
            token = tokens.usable(rejected)
            if token is not None:
                return token
            tokens.check_failure(asked, rejected)
            try:
                token = self._ask_for_token(session, rejected)
            except NbiaError as error:
                tokens.fail(error)
                raise
            tokens.keep(token, rejected)
            return token

    def _ask_for_token(self, session: Session, rejected: Token | None) -> Token:
        refresh = self.tokens.refresh_form(rejected)
        if refresh is not None:
            try:
                return self._post(session, refresh)
            except AnswerError as error:
                _LOG.info("The token is not renewed but asked for with the password: %s", error.message)
        if self.tokens.login is None:
            source = self.tokens.source
            self.tokens.login = source if isinstance(source, Login) else check_returned(run_blocking(source))
        return self._post(session, self.tokens.password_form(self.tokens.login))

    def _post(self, session: Session, form: Secret) -> Token:
        tokens = self.tokens
        sent_at = tokens.clock()
        answer = session.send(tokens.token_url, form=form)
        try:
            result = tokens.read(answer.url, answer.status, answer.headers, answer.read(LONGEST_ANSWER), sent_at)
        except BaseException as error:
            drop_frames(error)
            raise
        finally:
            answer.close()
        if isinstance(result, AnswerError):
            raise result
        return result

    def _is_rejected(self, session: Session, call: Call[T], token: Token, outcome: Answer | AnswerError) -> bool:
        """Whether an answer means that the token is not good: it says so, or has nothing and another request says so.

        Raises:
            NbiaError: an answer has nothing, and whether the token is good could not be found out.
        """
        is_sent_here = outcome.url is not None and is_same_origin(outcome.url, session.base_url)
        if isinstance(outcome, Answer):
            if not _has_nothing(call, outcome):
                self.tokens.accepted()
                return False
        elif outcome.status == 401:
            return is_sent_here and isinstance(outcome, NeedsLoginError)
        elif outcome.status != 500:
            return False
        if call.operation.writes or (call.operation.name == self.tokens.method.check and is_sent_here):
            return False
        try:
            return not self._is_good(session, call, token, self.tokens.clock())
        except NbiaError:
            if isinstance(outcome, AnswerError):
                return False
            raise

    def _is_good(self, session: Session, call: Call[T], token: Token, since: float) -> bool:
        """Ask whether the token is good; whoever waits meanwhile takes over the answer."""
        tokens = self.tokens
        with self._turn:
            if tokens.is_good(token, since):
                return True
            if tokens.token is not token:
                return False
            sent_at = tokens.clock()
            operation = Operation(name=tokens.method.check, errors=call.operation.errors)
            answer = session.send(address(session.base_url, operation.name, ()), token=token.access)
            body = answer.read_and_close()
            if answer.status == 401:
                return False
            try:
                failure = error_for_status(operation, answer.url, answer.status, answer.headers, body)
                if failure is not None:
                    raise failure
                check_start(operation, "json", answer.url, answer.status, answer.headers, body)
            except AnswerError as error:
                error.hint = (
                    "an answer had nothing, and whether the login holds could not be found out: try again later"
                )
                raise
            tokens.prove(sent_at)
            return bool(body.strip())


def _has_nothing(call: Call[object], answer: Answer) -> bool:
    """Whether an answer has no rows; an archive or an image that is empty is an error already."""
    return call.reader.content in ("json", "text") and (answer.peek()).strip() in _NOTHING
