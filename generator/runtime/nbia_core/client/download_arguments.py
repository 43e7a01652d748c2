"""The arguments of `download` by keyword, as type checkers see them where the result depends on one of them."""

from __future__ import annotations

import concurrent.futures
import os
import threading
from collections.abc import Callable, Sequence
from typing import TypedDict

from nbia_core.download.events import Event
from nbia_core.download.options import FileNaming


class DownloadArguments(TypedDict, total=False):
    """What `download` takes besides the series, the destination and `dry_run`; `AsyncBaseClient.download` describes it."""

    workers: int | None
    layout: str
    file_names: FileNaming
    as_zip: bool
    verify: bool
    accept_disputed: bool
    check_headers: bool
    durable: bool
    with_references: bool
    min_bytes_per_minute: int | None
    source: str | Sequence[str]
    index: str | os.PathLike[str] | None
    earlier_versions: bool
    source_url: str | None
    shard: str | None
    limit: int | None
    progress: Callable[[Event], None] | bool | None
    cancel: threading.Event | None
    executor: concurrent.futures.Executor | None
