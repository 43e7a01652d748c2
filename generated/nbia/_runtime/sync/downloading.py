# Translated from generator/runtime/aio/downloading.py, its asynchronous twin. Do not edit here.
"""Starts a download of many series, whose work is done by threads."""

from __future__ import annotations

import concurrent.futures
import threading
from collections.abc import Callable

from ..downloading.engine import Download, Job, check_workers
from ..downloading.events import Event
from ..downloading.headers import FileNaming, check_naming
from ..downloading.inputs import Inputs
from ..downloading.layouts import FolderLayout
from ..downloading.reports import DownloadReport
from ..downloading.series import Options
from ..downloading.source import SeriesSource
from ..downloading.stopping import Stop
from ..downloading.tasks import Service
from ..errors import InvalidParameterError
from ..files import as_path
from ..values import check_flag
from .backend import BlockingSession, run_engine
from .session import Session


def download(
    session: Session,
    source: SeriesSource,
    what: object,
    to: object,
    *,
    workers: int | None,
    layout: str,
    file_names: FileNaming,
    as_zip: bool,
    verify: bool,
    accept_disputed: bool,
    check_headers: bool,
    durable: bool,
    progress: Callable[[Event], None] | None,
    cancel: threading.Event | None,
    executor: concurrent.futures.Executor | None,
) -> DownloadReport:
    """Check all arguments, then download; `BaseClient.download` describes them."""
    _check_kinds(progress, cancel, executor)
    for name, value in (("as_zip", as_zip), ("verify", verify), ("durable", durable)):
        check_flag(name, value)
    check_flag("accept_disputed", accept_disputed)
    check_flag("check_headers", check_headers)
    check_naming(file_names)
    if not check_headers and file_names != "server":
        raise InvalidParameterError(f"file_names={file_names!r} needs the headers; leave check_headers out.")
    if as_zip and file_names != "server":
        raise InvalidParameterError("as_zip=True keeps archives as they are: no other file names.")
    if executor is not None and session.given_http is not None:
        raise InvalidParameterError(
            "An executor makes connections of its own, so it cannot be used with http=.",
            hint="leave http= or executor= out",
        )
    folders = FolderLayout(layout, source.record_type)
    inputs = Inputs(what, source.record_type)
    options = Options(
        layout=folders,
        naming=file_names,
        as_zip=as_zip,
        verify=verify,
        accept_disputed=accept_disputed,
        with_headers=check_headers,
        durable=durable,
        lists=inputs.sources,
    )
    job = Job(
        inputs=inputs,
        root=as_path(to).absolute(),
        options=options,
        service=Service(
            source=source,
            base_url=session.base_url,
            timeouts=session.timeouts,
            retries=session.retries,
            sites=session.sites,
        ),
        workers=check_workers(workers),
        executor=executor,
        cancel=cancel,
    )

    def work(blocking: BlockingSession, tell: Callable[[Event], None] | None, stop: Stop) -> DownloadReport:
        return Download(job, blocking, tell, stop).run()

    return run_engine(session, progress, work)


def _check_kinds(progress: object, cancel: object, executor: object) -> None:
    if progress is not None and not callable(progress):
        raise InvalidParameterError(f"progress={progress!r} must be a function that takes an event.")
    if cancel is not None and not isinstance(cancel, threading.Event):
        raise InvalidParameterError(f"cancel={cancel!r} must be a threading.Event.")
    if executor is not None and not isinstance(executor, concurrent.futures.Executor):
        raise InvalidParameterError(f"executor={executor!r} must be a concurrent.futures.Executor.")
