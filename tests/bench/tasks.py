"""What is measured, each in a process of its own: prints seconds, CPU seconds and memory as JSON."""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final


def _memory() -> float:
    """Return the highest memory so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # ru_maxrss begins with the memory of the process that started this one.
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _measure(work: Callable[[], object]) -> dict[str, float]:
    gc.collect()
    memory, begun = _memory(), time.process_time()
    kept = work()
    seconds = time.process_time() - begun
    del kept
    return {"cpu": seconds, "memory": _memory() - memory}


def decode_with_json(rows: int) -> dict[str, float]:
    """Decode with the standard library, into dictionaries."""
    from .body import body

    data = body(rows)
    return _measure(lambda: json.loads(data))


def decode_into_records(rows: int) -> dict[str, float]:
    """Decode into Series, with everything that `Client.get_series` does to a body."""
    from nbia import calls

    from .body import body

    reader = calls.get_series().reader
    data = body(rows)
    return _measure(lambda: reader.read(data, strict=False))


def stream(root: str, rows: int) -> dict[str, float]:
    """Hand out records while the body arrives, from a server in another process; imports count as memory alone."""
    bare = _memory()

    from nbia import Client

    with Client(base_url=f"{root}/1") as client:
        list(client.iter_series())
    begun = time.process_time()
    with Client(base_url=f"{root}/{rows}") as client:
        count = sum(1 for _ in client.iter_series())
    return {"cpu": time.process_time() - begun, "memory": _memory() - bare, "rows": count}


def summarize(rows: int) -> dict[str, float]:
    """Count what records describe, which were read before."""
    from nbia import calls

    from .body import body

    records = calls.get_series().reader.read(body(rows), strict=False)
    return _measure(records.summary)


def list_from_index(collection: str) -> dict[str, float]:
    """List the original series of a collection from the installed index; memory is that of the whole process."""
    import nbia.idc

    with nbia.idc.Client() as client:
        rows = len(client.get_series(collection=collection, analysis_results=False))
    return {"memory": _memory(), "rows": rows}


def write_file(root: str, rows: int, file: str) -> dict[str, float]:
    """Write a table with the command line, in the format that the name tells; both figures are those of the whole process."""
    from nbia.__main__ import main

    if main(["--base-url", f"{root}/{rows}", "get-series", "-o", file]):
        raise SystemExit("The command failed.")
    return {"cpu": time.process_time(), "memory": _memory()}


def save(base_url: str, path: str) -> dict[str, float]:
    """Write a body to disk while it arrives."""
    bare = _memory()
    begun = time.process_time()

    from nbia import Client

    with Client(base_url=base_url) as client:
        saved = client.get_image("1.2.3", path)
    return {"cpu": time.process_time() - begun, "memory": _memory() - bare, "bytes": saved.size}


def transfer(base_url: str, to: str, folder: str, connections: int, uids: Sequence[str]) -> dict[str, float]:
    """Save archives as they are, with one client and a thread per connection; the start of Python and its imports are not
    counted.

    With `to` as "path", get_image makes the files, and syncs them to disk; with "file" it gets them open, and does not.
    """
    from concurrent.futures import ThreadPoolExecutor

    from nbia import Client

    def save_to_file(uid: str) -> int:
        with (Path(folder) / f"{uid}.zip").open("wb") as file:
            return client.get_image(uid, file).size

    def save_to_path(uid: str) -> int:
        return client.get_image(uid, Path(folder) / f"{uid}.zip").size

    with Client(base_url=base_url) as client, ThreadPoolExecutor(connections) as threads:
        client.get_series_size(uids[0])  # the first request imports the HTTP library
        begun, begun_cpu = time.perf_counter(), time.process_time()
        size = sum(threads.map(save_to_path if to == "path" else save_to_file, uids))
        return {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - begun_cpu, "bytes": size}


def download(base_url: str, collection: str, folder: str, workers: int, options: dict[str, Any]) -> dict[str, float]:
    """Download a collection; `seconds` are those of `Client.download` alone.

    `first` and `last` are how long the first and the last tenth of the series took to appear. The option `processes` is
    the number of processes that do the work, `dask` that of the workers of a cluster of Dask; the others are passed on.
    """
    bare = _memory()

    from concurrent.futures import ProcessPoolExecutor
    from contextlib import ExitStack
    from multiprocessing import get_context

    from nbia import Client

    processes, dask = options.pop("processes", None), options.pop("dask", None)
    with ExitStack() as stack:
        client = stack.enter_context(Client(base_url=base_url))
        if processes:
            options["executor"] = stack.enter_context(ProcessPoolExecutor(processes, get_context("spawn")))
        if dask:
            options["executor"] = stack.enter_context(_dask(dask))
        series = client.get_series(collection=collection)
        begun = time.perf_counter()
        report = client.download(series, folder, workers=workers, **options)
        seconds = time.perf_counter() - begun
    if not report.is_complete:
        raise SystemExit(f"The download is not complete: {report}")
    memory = _memory() - bare
    # A folder is changed for the last time when it gets its name.
    moments = sorted((Path(folder) / str(each.series_instance_uid)).stat().st_ctime for each in series)
    tenth = len(moments) // 10
    first, last = (moments[tenth] - moments[0], moments[-1] - moments[-1 - tenth])
    return {"seconds": seconds, "memory": memory, "first": first, "last": last}


@contextmanager
def _dask(workers: int) -> Iterator[Any]:
    """Give an executor on a cluster of this machine, whose workers are processes with a thread each and have begun."""
    import distributed

    with (
        distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,  # type: ignore[no-untyped-call]
        distributed.Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        client.run(__import__, "nbia_core.download.series")
        yield client.get_executor()


def buckets(url: str, index: str, folder: str, *, durable: bool) -> dict[str, float]:
    """Download all series of an index from a bucket, checked; `seconds` are those of `Client.download` alone."""
    bare = _memory()

    from nbia import Client

    uids = Path(index).with_name("uids").read_text().split()
    with Client() as client:
        begun = time.perf_counter()
        report = client.download(uids, folder, source="idc", index=index, source_url=url, durable=durable)
        seconds = time.perf_counter() - begun
    if not report.is_complete or report.totals.verified != report.totals.images:
        raise SystemExit(f"The download is not complete: {report}")
    return {"seconds": seconds, "memory": _memory() - bare}


def requests(base_url: str, uids: Sequence[str]) -> dict[str, float]:
    """Ask for archives one after the other on a connection that is kept alive."""
    import httpx

    with httpx.Client(base_url=base_url) as client:
        client.get("/getImageWithMD5Hash", params={"SeriesInstanceUID": uids[0]})
        begun = time.perf_counter()
        for uid in uids:
            client.get("/getImageWithMD5Hash", params={"SeriesInstanceUID": uid}).raise_for_status()
        return {"seconds": time.perf_counter() - begun}


def answers(base_url: str, uid: str, count: int, looks: str) -> dict[str, float]:
    """Ask for small answers one after the other, and return the seconds for one: the median of 30 batches.

    With `looks` as "no", the client does not look at the connection before each request.
    """
    from nbia import Client
    from nbia_core.http.fast.network import DirectStream

    def batch() -> float:
        begun = time.perf_counter()
        for _ in range(count):
            client.get_series_size(uid)
        return (time.perf_counter() - begun) / count

    if looks == "no":
        DirectStream._has_unread = lambda stream, *, is_new=False: False  # type: ignore[method-assign, assignment]
    with Client(base_url=base_url) as client:
        batch()
        return {"seconds": statistics.median(batch() for _ in range(30))}


def plan(kind: str, count: int) -> dict[str, float]:
    """Begin to download many series, and end at the first request; the input is there before."""
    from .many_series import as_input, download

    with tempfile.TemporaryDirectory() as folder:
        what = as_input(kind, count, Path(folder))
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")  # begins a new count of the highest memory
        before = _memory()
        return {"cpu": download(what, Path(folder) / "to"), "memory": _memory() - before}


def again(folder: str, count: int) -> dict[str, float]:
    """Download series that are complete, all of them by their UIDs."""
    from .many_series import download, uid

    uids = [uid(number) for number in range(count)]
    before = _memory()
    return {"cpu": download(uids, Path(folder)), "memory": _memory() - before}


def looks(folder: str, count: int) -> dict[str, float]:
    """Look at each file of these series once, and do nothing else."""
    from .many_series import uid

    places = [str(Path(folder) / uid(number)) for number in range(count)]
    begun = time.process_time()
    for place in places:
        with os.scandir(place) as entries:
            for entry in entries:
                entry.stat(follow_symlinks=False)
    return {"cpu": time.process_time() - begun}


def store(folder: str, count: int) -> dict[str, float]:
    """Make a destination in which these series are complete."""
    from .many_series import store as store_series

    store_series(Path(folder), range(count))
    return {}


_TASKS: Final[dict[str, Callable[[list[str]], dict[str, float]]]] = {
    "decode_with_json": lambda arguments: decode_with_json(int(arguments[0])),
    "decode_into_records": lambda arguments: decode_into_records(int(arguments[0])),
    "stream": lambda arguments: stream(arguments[0], int(arguments[1])),
    "summarize": lambda arguments: summarize(int(arguments[0])),
    "list_from_index": lambda arguments: list_from_index(arguments[0]),
    "write_file": lambda arguments: write_file(arguments[0], int(arguments[1]), arguments[2]),
    "save": lambda arguments: save(arguments[0], arguments[1]),
    "transfer": lambda arguments: transfer(arguments[0], arguments[1], arguments[2], int(arguments[3]), arguments[4:]),
    "download": lambda arguments: download(
        arguments[0], arguments[1], arguments[2], int(arguments[3]), json.loads(arguments[4])
    ),
    "buckets": lambda arguments: buckets(*arguments[:3], durable=json.loads(arguments[3])),
    "answers": lambda arguments: answers(arguments[0], arguments[1], int(arguments[2]), arguments[3]),
    "plan": lambda arguments: plan(arguments[0], int(arguments[1])),
    "again": lambda arguments: again(arguments[0], int(arguments[1])),
    "looks": lambda arguments: looks(arguments[0], int(arguments[1])),
    "store": lambda arguments: store(arguments[0], int(arguments[1])),
    "requests": lambda arguments: requests(arguments[0], arguments[1:]),
}

if __name__ == "__main__":
    print(json.dumps(_TASKS[sys.argv[1]](sys.argv[2:])))
