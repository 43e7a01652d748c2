"""A server on this machine that answers every request with the same JSON, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, urlsplit


class SmallServer:
    """Answers with one body, whatever is asked."""

    def __init__(self, body: object) -> None:
        self.asked: list[tuple[str, str, list[tuple[str, str]]]] = []
        """Each request: method, path, and the parameters of the address or of the form."""
        asked, content = self.asked, json.dumps(body).encode()

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                parts = urlsplit(self.path)
                form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                asked.append((self.command, parts.path, parse_qsl(form or parts.query)))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = answer  # the names that http.server looks for

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v5"
        """Its address."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
