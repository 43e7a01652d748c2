# Translated from ../_async/download.py by `make generate`. Do not edit here.
"""Starts a download of many series, whose work is done by threads."""

from __future__ import annotations

import concurrent.futures
import threading
from collections.abc import Callable

from nbia_core.checks import check_flag
from nbia_core.download.cancellation import Stop
from nbia_core.download.check.headers import FileNaming, check_naming
from nbia_core.download.disk.layout import FolderLayout
from nbia_core.download.engine import Download, Job, check_workers
from nbia_core.download.events import Event
from nbia_core.download.inputs.inputs import Inputs
from nbia_core.download.report import DownloadReport
from nbia_core.download.series import Options
from nbia_core.download.source import SeriesSource
from nbia_core.download.tasks import Service
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path
from nbia_core.http._sync.session import Session

from .threads import BlockingSession, run_engine


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
