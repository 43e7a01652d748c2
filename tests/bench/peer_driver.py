"""Runs one client, ours or another, in the environment that it is installed in: a script, with nothing of ours imported.

    python peer_driver.py NAME BASE_URL FOLDER WORKERS [--index PARQUET] UID...

It prints how long the download took and what the client returned, as JSON. The other clients have the address of the
real archive built in. Only their surroundings are changed, nothing in their code: what requests is asked to fetch from
there is fetched from BASE_URL, no name but 127.0.0.1 leads anywhere, and the series of a bucket are those of the index.
"""

from __future__ import annotations

import argparse
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


def _nbia_client(wanted: argparse.Namespace) -> object:
    nbia = importlib.import_module("nbia")
    if wanted.index is not None:
        with nbia.Client() as client:
            bucket = {"source": "idc", "index": wanted.index, "source_url": wanted.base_url}
            report = client.download(wanted.uids, wanted.folder, workers=wanted.workers, **bucket)
    else:
        with nbia.Client(base_url=wanted.base_url) as client:
            report = client.download(wanted.uids, wanted.folder, workers=wanted.workers)
    return f"is_complete={report.is_complete}"


def _tcia_utils(wanted: argparse.Namespace) -> object:
    nbia = importlib.import_module("tcia_utils.nbia")
    return nbia.downloadSeries(wanted.uids, path=wanted.folder, hash="y", input_type="list", max_workers=wanted.workers)


def _idc_index(wanted: argparse.Namespace) -> object:
    data: Any = importlib.import_module("idc_index_data")
    data.IDC_INDEX_PARQUET_FILEPATH = data.PRIOR_VERSIONS_INDEX_PARQUET_FILEPATH = wanted.index
    module: Any = importlib.import_module("idc_index.index")
    module.aws_endpoint_url = wanted.base_url
    return module.IDCClient().download_dicom_series(wanted.uids, wanted.folder, show_progress_bar=False)


def _nbiatoolkit(wanted: argparse.Namespace) -> object:
    nbiatoolkit = importlib.import_module("nbiatoolkit")
    # The server of the benchmark needs no token.
    importlib.import_module("nbiatoolkit.auth").OAuth2.access_token = property(lambda self: "none")
    client = nbiatoolkit.NBIAClient(log_level="ERROR")
    return client.downloadSeries(wanted.uids, downloadDir=wanted.folder, nParallel=wanted.workers)


_CLIENTS: Final[dict[str, Callable[[argparse.Namespace], object]]] = {
    "nbia-client": _nbia_client,
    "tcia_utils": _tcia_utils,
    "nbiatoolkit": _nbiatoolkit,
    "idc-index": _idc_index,
}


def main() -> None:
    """Run the client that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=_CLIENTS)
    parser.add_argument("base_url")
    parser.add_argument("folder")
    parser.add_argument("workers", type=int)
    parser.add_argument("--index")
    parser.add_argument("uids", nargs="+")
    wanted = parser.parse_args()
    _stay_here(wanted.base_url)
    with contextlib.redirect_stdout(sys.stderr):
        importlib.import_module(wanted.name.replace("-client", "").replace("-", "_"))
        logging.disable(logging.CRITICAL)
        begun = time.perf_counter()
        returned = _CLIENTS[wanted.name](wanted)
        seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "returned": str(returned)}))


if __name__ == "__main__":
    main()
