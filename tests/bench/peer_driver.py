"""Runs one client, ours or another, in the environment that it is installed in: a script, with nothing of ours imported.

    python peer_driver.py NAME BASE_URL FOLDER WORKERS UID...

It prints how long the download took and what the client returned, as JSON. The other clients have the address of the
real archive built in. Two things are changed in their surroundings, nothing in their code: what requests is asked to
fetch from there is fetched from BASE_URL, and no name but 127.0.0.1 leads anywhere.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import re
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, Final

_REAL_ARCHIVE: Final = re.compile(r"https://\w+\.cancerimagingarchive\.net/nbia-api/services/v\d(?=/)")


def _stay_here(base_url: str) -> None:
    """Lead every request to the server of the benchmark, and none to anywhere else."""
    find = socket.getaddrinfo

    def find_here(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != "127.0.0.1":
            raise OSError(f"The benchmark must not ask {host!r}.")
        return find(host, *arguments, **options)

    socket.getaddrinfo = find_here
    with contextlib.suppress(ModuleNotFoundError):
        session = importlib.import_module("requests").Session
        request = session.request

        def request_here(self: Any, method: str, url: str, **options: Any) -> Any:
            return request(self, method, _REAL_ARCHIVE.sub(base_url, url), **options)

        session.request = request_here


def _nbia_client(base_url: str, folder: str, workers: int, uids: list[str]) -> object:
    nbia = importlib.import_module("nbia")
    with nbia.Client(base_url=base_url) as client:
        report = client.download(uids, folder, workers=workers)
    return f"is_complete={report.is_complete}"


def _tcia_utils(base_url: str, folder: str, workers: int, uids: list[str]) -> object:
    nbia = importlib.import_module("tcia_utils.nbia")
    return nbia.downloadSeries(uids, path=folder, hash="y", input_type="list", max_workers=workers)


def _nbiatoolkit(base_url: str, folder: str, workers: int, uids: list[str]) -> object:
    nbiatoolkit = importlib.import_module("nbiatoolkit")
    # The server of the benchmark needs no token.
    importlib.import_module("nbiatoolkit.auth").OAuth2.access_token = property(lambda self: "none")
    client = nbiatoolkit.NBIAClient(log_level="ERROR")
    return client.downloadSeries(uids, downloadDir=folder, nParallel=workers)


_CLIENTS: Final[dict[str, Callable[[str, str, int, list[str]], object]]] = {
    "nbia-client": _nbia_client,
    "tcia_utils": _tcia_utils,
    "nbiatoolkit": _nbiatoolkit,
}


def main() -> None:
    """Run the client that the command line names."""
    name, base_url, folder, workers, *uids = sys.argv[1:]
    _stay_here(base_url)
    with contextlib.redirect_stdout(sys.stderr):
        importlib.import_module(name.replace("-client", ""))
        logging.disable(logging.CRITICAL)
        begun = time.perf_counter()
        returned = _CLIENTS[name](base_url, folder, int(workers), uids)
        seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "returned": str(returned)}))


if __name__ == "__main__":
    main()
