"""What is measured, each in a process of its own: prints CPU seconds and memory as JSON."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Final


def _memory() -> float:
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


def stream(base_url: str) -> dict[str, float]:
    """Hand out records while the body arrives, from a server in another process."""
    bare = _memory()
    begun = time.process_time()

    from nbia import Client

    with Client(base_url=base_url) as client:
        count = sum(1 for _ in client.iter_series())
    return {"cpu": time.process_time() - begun, "memory": _memory() - bare, "rows": count}


def save(base_url: str, path: str) -> dict[str, float]:
    """Write a body to disk while it arrives."""
    bare = _memory()
    begun = time.process_time()

    from nbia import Client

    with Client(base_url=base_url) as client:
        saved = client.get_image("1.2.3", path)
    return {"cpu": time.process_time() - begun, "memory": _memory() - bare, "bytes": saved.size}


_TASKS: Final = {
    "decode_with_json": lambda arguments: decode_with_json(int(arguments[0])),
    "decode_into_records": lambda arguments: decode_into_records(int(arguments[0])),
    "stream": lambda arguments: stream(arguments[0]),
    "save": lambda arguments: save(arguments[0], arguments[1]),
}

if __name__ == "__main__":
    print(json.dumps(_TASKS[sys.argv[1]](sys.argv[2:])))
