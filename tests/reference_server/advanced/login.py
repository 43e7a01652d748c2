"""The login: where tokens are given, and where sessions end."""

from ..answers import Answer
from ..calls import Call, Endpoint, Handler
from ..version_4.paths import JSON
from .paths import post


def _token(call: Call) -> Answer:
    return call.tokens.issue(call.form)


def _logout(call: Call) -> Answer:
    return call.tokens.log_out(call.authorization)


ENDPOINTS: tuple[Endpoint, ...] = (
    post(
        "oauth/token",
        _token,
        "grant_type",
        "username",
        "password",
        "client_id",
        "client_secret",
        "refresh_token",
    ),
    Handler(name="logout", method="POST", parameters=(), produced=JSON, handle=_logout, not_a_form=None),
)
