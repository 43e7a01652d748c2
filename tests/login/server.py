"""A server with a login that does what a test says, and marks all that must show nowhere."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, urlsplit

USER = "reader"
PASSWORD = "MARKED-pass word&1"  # a blank and a sign that forms write otherwise
MARK = "MARKED"
"""What every secret of this server has in it."""

API = "/nbia-api/services/v7"
TOKEN = "/nbia-api/oauth/token"
LOGOUT = "/nbia-api/logout"
CHECK = "getCollectionValues"
PAGE = b"<html><body>Sign in</body></html>"


@dataclasses.dataclass(frozen=True)
class Sent:
    """What the server answers."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False
    """Whether the connection ends within the body."""


@dataclasses.dataclass(frozen=True)
class Request:
    """What the server was asked."""

    method: str
    path: str
    authorization: str | None
    form: dict[str, str]

    @property
    def name(self) -> str:
        """The last part of the path."""
        return urlsplit(self.path).path.rpartition("/")[2]


NOTHING = Sent()
REFUSED = Sent(401, b"<html><body>HTTP Status 401</body></html>", "text/html;charset=utf-8")


def refusal(description: str, status: int = 401, error: str = "invalid_grant") -> Sent:
    """Return what the login service says to a request that it refuses."""
    return Sent(status, json.dumps({"error": error, "error_description": description}).encode())


class LoginServer:
    """Gives tokens to one user and to the guest, and answers with them."""

    def __init__(self) -> None:
        self.answers: dict[str, Sent] = {
            CHECK: Sent(body=b'[{"Collection": "Fruit"}]'),
            "getPatient": Sent(body=b'[{"PatientId": "P-1", "Collection": "Fruit"}]'),
        }
        """What is answered to a good token, by the name of the endpoint; nothing for others."""
        self.without: dict[str, Sent] = {CHECK: REFUSED, "getImage": REFUSED}
        """What is answered without a good token; nothing for others."""
        self.token_answers: list[Sent] = []
        """What is answered next where tokens are asked for, in the place of tokens."""
        self.expires_in: object = 300
        self.refresh_expires_in: object = 1800
        self.accepts = True
        """Whether tokens are accepted at all."""
        self.accepts_renewed = True
        """Whether tokens are accepted that were asked for with a refresh token."""
        self.has_logout = True
        self.requests: list[Request] = []
        self._access: set[str] = set()
        self._refresh: set[str] = set()
        self._given = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            do_POST = do_GET

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def base_url(self) -> str:
        """Where the service is."""
        return self.origin + API

    @property
    def asked(self) -> Counter[str]:
        """How often each endpoint was asked, and by which kind of form a token."""
        with self._lock:
            return Counter(request.form.get("grant_type", request.name) for request in self.requests)

    def expire(self) -> None:
        """Accept none of the tokens that were given so far; they can be renewed."""
        with self._lock:
            self._access.clear()

    def end_sessions(self) -> None:
        """Accept none of the tokens that were given so far, and renew none."""
        with self._lock:
            self._access.clear()
            self._refresh.clear()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("content-length") or 0)
        form = dict(parse_qsl(handler.rfile.read(length).decode()))
        request = Request(handler.command, handler.path, handler.headers.get("authorization"), form)
        with self._lock:
            self.requests.append(request)
            sent = self._sent(request)
        handler.send_response(sent.status)
        handler.send_header("Content-Type", sent.content_type)
        for name, value in sent.headers:
            handler.send_header(name, value)
        if sent.status != 204:
            handler.send_header("Content-Length", str(len(sent.body) + sent.is_cut))
        handler.end_headers()
        handler.wfile.write(sent.body)
        handler.close_connection = handler.close_connection or sent.is_cut

    def _sent(self, request: Request) -> Sent:
        if request.path == TOKEN:
            return self.token_answers.pop(0) if self.token_answers else self._token(request.form)
        token = (request.authorization or "").removeprefix("Bearer ")
        is_good = self.accepts and token in self._access
        if request.path == LOGOUT:
            self._access.discard(token)
            return Sent(204) if self.has_logout else Sent(500, b"null", "text/plain")
        return (self.answers if is_good else self.without).get(request.name, NOTHING)

    def _token(self, form: dict[str, str]) -> Sent:
        if form.get("grant_type") == "refresh_token":
            if form.get("client_id") != "keycloak-client" or form["refresh_token"] not in self._refresh:
                return refusal("Invalid refresh token", 400)
            self._refresh.discard(form["refresh_token"])
        elif form.get("username") != "nbia_guest" and (form.get("username"), form.get("password")) != (USER, PASSWORD):
            return refusal("Invalid user credentials")
        self._given += 1
        access, refresh = f"{MARK}-access-{self._given}", f"{MARK}-refresh-{self._given}"
        if self.accepts_renewed or form.get("grant_type") == "password":
            self._access.add(access)
        self._refresh.add(refresh)
        content = {
            "access_token": access,
            "expires_in": self.expires_in,
            "refresh_token": refresh,
            "refresh_expires_in": self.refresh_expires_in,
            "token_type": "Bearer",
        }
        return Sent(body=json.dumps(content).encode())
