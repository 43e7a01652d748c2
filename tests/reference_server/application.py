"""The web application: from a request to the bytes of its answer, faults included."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from . import error_pages, zip_plans
from .answers import COMMIT_SIZE, Answer, failure
from .apis import address_of, login_for
from .archive import Archive
from .calls import Call, Endpoint, Fields, UnknownSender
from .evolution import Changed, Changes
from .faults import AlteredZip, Cut, CutChunks, Delay, Fault, Reply, Rewrite, Stall, Trickle
from .journal import Journal, RequestRecord
from .shared_lists import SharedLists
from .tokens import Tokens
from .transport import SCOPE_KEY, Wire

_FORM = "application/x-www-form-urlencoded"
_LARGEST_BODY = 10 * 1024 * 1024
"""What nginx in front of the real server lets through."""


def application(
    archive: Archive,
    journal: Journal,
    changes: Changes,
    tokens: Tokens,
    shared_lists: SharedLists,
    clock: Callable[[], datetime],
) -> Starlette:
    """Return the application that answers for ``archive``, as ``changes`` have it, and writes into ``journal``."""
    gateway = _Gateway(archive, journal, changes, tokens, shared_lists, clock)
    return Starlette(routes=[Route("/{path:path}", gateway)])


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

    def __init__(
        self,
        archive: Archive,
        journal: Journal,
        changes: Changes,
        tokens: Tokens,
        shared_lists: SharedLists,
        clock: Callable[[], datetime],
    ) -> None:
        self._archive = archive
        self._journal = journal
        self._changes = changes
        self._tokens = tokens
        self._shared_lists = shared_lists
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wire: Wire = scope[SCOPE_KEY]
        request = Request(scope, receive)
        query, form = await _sent(request)
        record = _record(request, query, form, wire)
        fault = self._journal.received(record)
        if isinstance(fault, Reply):
            answer = fault.answer
        else:
            answer = await asyncio.to_thread(self._answer, record, query, form, fault, self._changes.now())
        await _Sender(wire, send).deliver(answer, fault)

    def _answer(
        self, record: RequestRecord, query: Fields, form: Fields, fault: Fault | None, changed: Changed
    ) -> Answer:
        reply = changed.reply(record)
        if reply is not None:
            return reply
        if int(record.headers.get("content-length", "0")) > _LARGEST_BODY:
            return Answer(status=413, content_type="text/html", body=error_pages.nginx_page(413))
        if not record.path.startswith("/nbia-api"):
            return Answer(status=404, content_type="text/html", body=error_pages.nginx_page(404))
        address = record.address
        endpoint = changed.endpoints.get(address)
        if endpoint is None:
            return failure("HTTP 404 Not Found")
        methods = ("HEAD", "GET") if endpoint.method == "GET" else (endpoint.method,)
        if record.method == "OPTIONS":
            return Answer(headers=(("Allow", ",".join((*methods, "OPTIONS"))),))
        if record.method not in methods:
            return failure("HTTP 405 Method Not Allowed")
        content_type = negotiated(record.headers.get("accept", "*/*"), endpoint.produced)
        if content_type is None:
            return failure("HTTP 406 Not Acceptable")
        if endpoint.method == "POST" and endpoint.not_a_form and _media_type(record.headers) != _FORM:
            return failure(endpoint.not_a_form)
        refusal = changed.refusal(address, query, form, content_type)
        if refusal is not None:
            return refusal
        spoil = fault.change if isinstance(fault, AlteredZip) else zip_plans.unchanged
        plan = partial(changed.plan, address, spoil)
        call = Call(
            public_archive=self._archive,
            tokens=self._tokens,
            authorization=login_for(address).header(record.headers.get("authorization")),
            shared_lists=self._shared_lists,
            query=changed.fields(address, query),
            form=changed.fields(address, form),
            moment=self._clock(),
            content_type=content_type,
            changed_table=partial(changed.table, address),
            changed_plan=lambda made: plan(replace(made, moment=self._clock())),
        )
        return changed.answer(address, _answered(endpoint, call))


def _answered(endpoint: Endpoint, call: Call) -> Answer:
    try:
        return endpoint.answer(call)
    except UnknownSender as unknown:
        return unknown.answer()


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


async def _sent(request: Request) -> tuple[Fields, Fields]:
    """Return the fields of the query and those of the form."""
    query = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True, errors="replace")
    body = await request.body()
    if _media_type(request.headers) != _FORM:
        return Fields(query), Fields()
    return Fields(query), Fields(parse_qsl(body.decode("latin-1"), keep_blank_values=True, errors="replace"))


def _record(request: Request, query: Fields, form: Fields, wire: Wire) -> RequestRecord:
    path: str = request.scope["path"]
    return RequestRecord(
        endpoint=path.rstrip("/").rpartition("/")[2],
        address=address_of(path),
        path=path,
        query=request.scope["query_string"].decode("latin-1"),
        parameters=dict(query),
        form={name: form.all(name) for name in form},
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
