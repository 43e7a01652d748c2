"""The server itself, in a thread of a test or in the foreground."""

import asyncio
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import date, datetime
from types import TracebackType
from typing import Self

import uvicorn

from .accounts import Realm
from .apis import SERVICE_PATH, addressed, all_apis
from .application import application
from .archive import Archive
from .evolution import Change, Changes
from .faults import Fault
from .journal import Journal, RequestRecord
from .shared_lists import SharedLists
from .tokens import Tokens
from .transport import protocol_class
from .version_4 import NEWEST

SERVER_HEADER = "nbia-reference-server"
"""Says in every answer who answered."""


_LONGEST = 60
"""Seconds after which the server is taken for stuck."""
_ROUNDS = 20
"""Rounds of the event loop within which a request that has arrived is accepted, read and noted."""


class _Server(uvicorn.Server):
    """uvicorn, with a signal when it is ready and an end that waits for nobody."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop, self._thread = asyncio.get_running_loop(), threading.get_ident()
        self.ready.set()

    def catch_up(self) -> None:
        """Wait until what has been sent so far is noted, also by clients that do not wait for answers."""
        if self._loop is not None and self._loop.is_running() and self._thread != threading.get_ident():
            asyncio.run_coroutine_threadsafe(_turn(), self._loop).result(_LONGEST)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        # The connections learn of their end in the next round of the loop, and so do their tasks.
        await asyncio.sleep(0)
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)
        await self.lifespan.shutdown()


async def _turn() -> None:
    for _ in range(_ROUNDS):
        await asyncio.sleep(0)


class ReferenceServer:
    """A stand-in for the NBIA server on 127.0.0.1, with faults on demand.

    ::

        with ReferenceServer() as server:
            httpx.get(f"{server.base_url}/getCollectionValues")
    """

    def __init__(
        self,
        archive: Archive | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Callable[[], datetime] = datetime.now,
        salt: int | None = None,
        version_4_built: date = NEWEST,
        realm: Realm | None = None,
    ) -> None:
        """Prepare a server for ``archive``, or for the cached one; port 0 takes any free port.

        ``clock`` gives the time that the entries of ZIP archives carry, and decides which tokens have
        expired. One that stands still makes the same archive the same bytes each time, which the real
        server never does.
        ``salt`` decides in which order version 4 names the parameters that it allows; without it the
        order is another one after every start, as on the real server. ``version_4_built`` is the day
        from which its version 4 is, for what it had not yet learned then. ``realm`` says who may log
        in, and for how long.
        """
        self._owns_archive = archive is None
        self.archive = archive or Archive.cached()
        self.tokens = Tokens(realm or Realm(), clock)
        """The login: what was asked of it, and whether it is there at all."""
        self._shared_lists = SharedLists(self.archive, clock)
        self._journal = Journal()
        endpoints = addressed(all_apis(version_4_built))
        self._changes = Changes(endpoints, secrets.randbits(32) if salt is None else salt)
        self._socket = _listening(host, port)
        self._host, self._port = self._socket.getsockname()
        config = uvicorn.Config(
            application(self.archive, self._journal, self._changes, self.tokens, self._shared_lists, clock),
            http=protocol_class(self._journal.connected),
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            headers=[("Server", SERVER_HEADER)],
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self.run, name="reference-server", daemon=True)

    @property
    def base_url(self) -> str:
        """The address of version 1, without a slash at the end."""
        return self.url("v1")

    def url(self, folder: str) -> str:
        """Return the address of an API, such as ``v4``, without a slash at the end; ``""`` is the Advanced API."""
        return f"http://{self._host}:{self._port}{SERVICE_PATH}/{folder}".rstrip("/")

    @property
    def requests(self) -> list[RequestRecord]:
        """The requests received since the start or the last `reset`."""
        self._server.catch_up()
        return self._journal.requests

    @property
    def connection_count(self) -> int:
        """The TCP connections opened since the start or the last `reset`."""
        self._server.catch_up()
        return self._journal.connections

    def inject(self, fault: Fault, *, endpoint: str | None = None, times: int | None = 1) -> None:
        """Let requests meet ``fault``.

        ``endpoint`` is a name such as ``getSeries``, an address such as ``v4/getSeries`` where one API is
        meant, or ``None`` for any; ``times`` is how many requests meet the fault, or ``None`` for all.
        Faults are used in the order of their injection, one for each request. Faults of ZIP archives
        wait for a request for images.
        """
        self._journal.order(fault, endpoint, times)

    def change(self, *changes: Change) -> None:
        """Let the API be another one from now on, for requests that have not come yet.

        Changes are made one after the other, so that a later one sees what an earlier one made. They
        stay until `reset`. Raises ValueError when one of them names what the API does not have.
        """
        self._changes.add(*changes)

    def reset(self) -> None:
        """Forget faults, changes, requests, connections, logins and shared lists that were made."""
        self._server.catch_up()  # what clients sent that were given up would be taken for a request of later
        self._journal.reset()
        self._changes.clear()
        self.tokens.reset()
        self._shared_lists.reset()

    def run(self) -> None:
        """Serve until `stop` is called or, in the main thread, until Ctrl-C."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self._server.ready.set()

    def stop(self) -> None:
        """Let `run` return soon."""
        self._server.should_exit = True

    def __enter__(self) -> Self:
        """Start the server in a thread of its own, and return when it answers."""
        self._thread.start()
        self._server.ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server and wait for its end."""
        self.stop()
        self._thread.join()
        if self._owns_archive:
            self.archive.close()


def _listening(host: str, port: int) -> socket.socket:
    # asyncio sends small pieces at once only over sockets that name their protocol.
    handle = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        handle.bind((host, port))
        handle.listen(128)
    except OSError:
        handle.close()
        raise
    return handle
