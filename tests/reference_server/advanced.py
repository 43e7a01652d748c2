"""The Advanced API, whose paths have no version: the login, and what the portal and older clients ask."""

from .answers import Answer
from .calls import Call, Endpoint, Handler


def _token(call: Call) -> Answer:
    return call.tokens.issue(call.form)


def _logout(call: Call) -> Answer:
    return call.tokens.log_out(call.authorization)


ENDPOINTS: tuple[Endpoint, ...] = (
    Handler(
        name="oauth/token",
        method="POST",
        parameters=("grant_type", "username", "password", "client_id", "client_secret", "refresh_token"),
        produced=("application/json",),
        handle=_token,
    ),
    Handler(
        name="logout", method="POST", parameters=(), produced=("application/json",), handle=_logout, not_a_form=None
    ),
)
"""All paths."""
