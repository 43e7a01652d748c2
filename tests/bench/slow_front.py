"""A front to a fast server that makes it as slow as the real archive: TLS, late answers, a limit for each connection.

It understands no HTTP. What a client sends is passed on later, and what comes back is passed on at a limited speed. A
piece that is late is made up for, so the speed is kept also while the machine is busy. Run as a program, it prints its
port and serves until it is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_RATE: Final = 5_000_000  # bytes per second and connection
_DELAY: Final = 0.2  # seconds to the first byte
_PIECE: Final = 64 * 1024
_PAUSE: Final = 0.1  # seconds without bytes after which a new answer begins


@contextlib.contextmanager
def slow_front(folder: Path, port: int) -> Iterator[int]:
    """Serve in a process of its own, with the certificate in a folder; yield the port."""
    command = [sys.executable, "-m", __name__, str(folder), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate()


async def _serve(folder: Path, port: int) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")

    async def connect(client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pass_on_late(client, to_server), _pass_on_slowly(server, to_client))

    front = await asyncio.start_server(connect, "127.0.0.1", 0, ssl=context)
    print(front.sockets[0].getsockname()[1], flush=True)
    await front.serve_forever()


async def _pass_on_late(client: asyncio.StreamReader, to_server: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while request := await client.read(_PIECE):
            await asyncio.sleep(_DELAY)
            to_server.write(request)
    to_server.close()


async def _pass_on_slowly(server: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
    now = asyncio.get_running_loop().time
    due = now()
    with contextlib.suppress(OSError):
        while piece := await server.read(_PIECE):
            due = now() if now() - due > _PAUSE else due
            to_client.write(piece)
            await to_client.drain()
            due += len(piece) / _RATE
            await asyncio.sleep(due - now())
    to_client.close()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
