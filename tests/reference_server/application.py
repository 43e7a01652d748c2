"""The web application: from a request to the bytes of its answer, faults included."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from . import downloads, error_pages, metadata
from .answers import COMMIT_SIZE, Answer, failure
from .archive import Archive
from .evolution import Changed, Changes
from .faults import AlteredZip, Cut, CutChunks, Delay, Fault, Reply, Rewrite, Stall, Trickle
from .journal import Journal, RequestRecord
from .transport import SCOPE_KEY, Wire

SERVICE_PATH = "/nbia-api/services/v1"
"""The path of the API; the server also answers without ``/services``."""

_METADATA = {endpoint.name: endpoint for endpoint in metadata.ENDPOINTS}
_DOWNLOADS = {endpoint.name: endpoint for endpoint in downloads.ENDPOINTS}


def application(archive: Archive, journal: Journal, changes: Changes, clock: Callable[[], datetime]) -> Starlette:
    """Return the application that answers for ``archive``, as ``changes`` have it, and writes into ``journal``."""
    gateway = _Gateway(archive, journal, changes, clock)
    services = [
        Route(f"{prefix}/{{name}}{ending}", gateway)
        for prefix in (SERVICE_PATH, SERVICE_PATH.replace("/services", ""))
        for ending in ("", "/")
    ]
    return Starlette(routes=[*services, Route("/{path:path}", gateway)])


def negotiated(accept: str, produced: tuple[str, ...]) -> str | None:
    """Return the type of ``produced`` that an Accept header asks for, or ``None``."""
    for _weight, wish in sorted(_wishes(accept), key=lambda item: -item[0]):
        main, _slash, sub = wish.partition("/")
        for candidate in produced:
            if wish in ("*/*", "*", candidate) or (sub == "*" and candidate.startswith(f"{main}/")):
                return candidate
    return None


def _wishes(accept: str) -> Iterator[tuple[float, str]]:
    for item in accept.split(","):
        media_type, *settings = (part.strip().lower() for part in item.split(";"))
        quality = next((setting[2:] for setting in settings if setting.startswith("q=")), "1")
        weight = float(quality) if quality.replace(".", "", 1).isdecimal() else 0.0
        if weight > 0:
            yield weight, media_type


class _Gateway:
    """Takes every request."""

    def __init__(self, archive: Archive, journal: Journal, changes: Changes, clock: Callable[[], datetime]) -> None:
        self._archive = archive
        self._journal = journal
        self._changes = changes
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wire: Wire = scope[SCOPE_KEY]
        record = _record(Request(scope), wire)
        fault = self._journal.received(record)
        name = scope["path_params"].get("name")
        if isinstance(fault, Reply):
            answer = fault.answer
        else:
            answer = await asyncio.to_thread(self._answer, name, record, fault, self._changes.now())
        await _Sender(wire, send).deliver(answer, fault)

    def _answer(self, name: str | None, record: RequestRecord, fault: Fault | None, changed: Changed) -> Answer:
        reply = changed.reply(name, record)
        if reply is not None:
            return reply
        if not record.path.startswith("/nbia-api"):
            return Answer(status=404, content_type="text/html", body=error_pages.nginx_page(404))
        if name not in _METADATA and name not in _DOWNLOADS:
            return failure("HTTP 404 Not Found")
        if record.method == "OPTIONS":
            return Answer(headers=(("Allow", "HEAD,GET,OPTIONS"),))
        if record.method not in ("GET", "HEAD"):
            return failure("HTTP 405 Method Not Allowed")
        produced = metadata.PRODUCED if name in _METADATA else _DOWNLOADS[name].produced
        content_type = negotiated(record.headers.get("accept", "*/*"), produced)
        if content_type is None:
            return failure("HTTP 406 Not Acceptable")
        refusal = changed.refusal(name, record.parameters, content_type)
        if refusal is not None:
            return refusal
        parameters = changed.parameters(name, record.parameters)
        if name in _METADATA:
            endpoint = _METADATA[name]
            answer = endpoint.answer(self._archive, parameters, content_type, partial(changed.table, name))
        else:
            spoil = fault.change if isinstance(fault, AlteredZip) else downloads.unchanged
            plan = partial(changed.plan, name, spoil)
            answer = _DOWNLOADS[name].fetch(
                self._archive, parameters, lambda made: plan(replace(made, moment=self._clock()))
            )
        return changed.answer(name, answer)


def _record(request: Request, wire: Wire) -> RequestRecord:
    query = request.scope["query_string"].decode("latin-1")
    parameters: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        parameters.setdefault(name, value)
    path: str = request.scope["path"]
    return RequestRecord(
        endpoint=path.rstrip("/").rpartition("/")[2],
        path=path,
        query=query,
        parameters=parameters,
        method=request.method,
        headers=dict(request.headers),
        connection=wire.number,
    )


def _pieces(answer: Answer) -> Iterator[bytes]:
    """Yield the body in pieces of the commit size; only the last may be shorter."""
    waiting = bytearray()
    for part in [answer.body] if isinstance(answer.body, bytes) else answer.body:
        waiting += part
        ready = len(waiting) - len(waiting) % COMMIT_SIZE
        for start in range(0, ready, COMMIT_SIZE):
            yield bytes(waiting[start : start + COMMIT_SIZE])
        del waiting[:ready]
    if waiting:
        yield bytes(waiting)


class _Sender:
    """Sends one answer over one connection."""

    def __init__(self, wire: Wire, send: Send) -> None:
        self._wire = wire
        self._send = send

    async def deliver(self, answer: Answer, fault: Fault | None) -> None:
        """Send ``answer``, spoilt by ``fault``."""
        match fault:
            case Delay(seconds):
                await self._wire.pause(seconds)
                await self._stream(answer)
            case Trickle(size, seconds):
                await self._stream(answer, size=size, seconds=seconds)
            case Stall(after):
                body = await asyncio.to_thread(_whole, answer)
                await self._start(answer, None)
                await self._send(_part(body[:after]))
                await self._wire.lost.wait()
            case Cut(after, reset):
                body = await asyncio.to_thread(_whole, answer)
                self._wire.cut_after(after, reset=reset)
                await self._stream(replace(answer, body=body), length=len(body))
            case CutChunks(after):
                body = await asyncio.to_thread(_whole, answer)
                await self._start(answer, None)
                await self._send(_part(body[:after]))
                self._wire.close()
                await self._wire.lost.wait()
            case Rewrite(function):
                body = await asyncio.to_thread(_whole, answer)
                await self._stream(replace(answer, body=function(body)))
            case _:
                await self._stream(answer)

    async def _start(self, answer: Answer, length: int | None) -> None:
        headers = list(answer.headers)
        if answer.content_type is not None:
            headers.append(("Content-Type", answer.content_type))
        if length is not None and answer.status not in (204, 304):
            headers.append(("Content-Length", str(length)))
        encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        await self._send({"type": "http.response.start", "status": answer.status, "headers": encoded})

    async def _stream(
        self, answer: Answer, *, size: int = COMMIT_SIZE, seconds: float = 0.0, length: int | None = None
    ) -> None:
        source = _pieces(answer)
        piece = await asyncio.to_thread(next, source, b"")
        following = await asyncio.to_thread(next, source, b"")
        if length is None and not following:
            length = len(piece)
        await self._start(answer, length)
        while piece and not self._wire.is_closing():
            for start in range(0, len(piece), size):
                await self._send(_part(piece[start : start + size]))
                if seconds:
                    await self._wire.pause(seconds)
            piece, following = following, await asyncio.to_thread(next, source, b"")
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})


def _part(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}


def _whole(answer: Answer) -> bytes:
    return answer.body if isinstance(answer.body, bytes) else b"".join(answer.body)
