# Translated from ../_async/download.py by `make generate`. Do not edit here.
"""Starts a download of many series, whose work is done by threads."""

from __future__ import annotations

import concurrent.futures
import contextlib
import functools
import itertools
import threading
import typing
from collections.abc import Callable, Iterable, Mapping

from nbia_core.client.servers import server_of
from nbia_core.download.disk.layout import FolderLayout
from nbia_core.download.dry_run import DownloadPlan
from nbia_core.download.engine import Job, run
from nbia_core.download.events import Event
from nbia_core.download.inputs.inputs import Inputs
from nbia_core.download.inputs.manifest import is_address, read_manifest
from nbia_core.download.options import DownloadOptions
from nbia_core.download.plan import Plan
from nbia_core.download.progress import shown_progress
from nbia_core.download.references.dicom_object import need_pydicom
from nbia_core.download.references.further_series import FurtherSeries
from nbia_core.download.report import DownloadReport
from nbia_core.download.sources.advice import tell_of_others
from nbia_core.download.sources.choice import choose_sources
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.download.workers import Service, ServiceLogin
from nbia_core.errors import InvalidParameterError, NbiaError
from nbia_core.files import as_path
from nbia_core.http._sync.session import Session
from nbia_core.http.login import Login

from .advice import Advice
from .threads import run_blocking, run_engine


def download(
    session: Session,
    package: str,
    what: object,
    to: object,
    options: DownloadOptions,
    *,
    progress: Callable[[Event], None] | bool | None,
    cancel: threading.Event | None,
    executor: concurrent.futures.Executor | None,
    servers: Mapping[str, str],
    further: FurtherSeries | None,
    advice: Advice,
) -> DownloadReport | DownloadPlan:
    """Check the other arguments, then download, or say what would be done; `BaseClient.download` describes them.

    `package` is that of the version of the API. A manifest may choose among `servers`. `further` finds the series that
    others refer to, if these are wanted. `advice` is added to the hint of an error, if no other source is asked.
    """
    _check_kinds(progress, cancel, executor)
    if further is not None:
        need_pydicom("with_references=True")
    if executor is not None:
        _check_executable(session)
    record_type = NbiaArchive(package).record_type
    folders = FolderLayout(options.layout, record_type)
    if isinstance(what, str) and is_address(what):
        what = run_blocking(functools.partial(read_manifest, what, index=options.index))
    inputs = Inputs(what, record_type, takes_groups=True, limit=options.limit, shard=options.part, index=options.index)
    sources = choose_sources(package, options, inputs.total)
    if inputs.is_lazy and any(source.has_index for source in sources):
        # All are looked up at once.
        most = options.limit if options.shard is None else None
        series = list(itertools.islice(typing.cast("Iterable[object]", what), most))
        inputs = Inputs(series, record_type, takes_groups=True, limit=options.limit, shard=options.part)
    own, note = session, None
    if servers:
        may_leave = session.authenticator is None and session.given_http is None
        name, note = server_of(inputs.server_url, servers, session.base_url, may_leave=may_leave)
        if name is not None:
            session = Session(
                base_url=servers[name], timeouts=own.timeouts, retries=own.retries, http=None, sites=own.sites
            )
    tokens = None if own.authenticator is None else own.authenticator.tokens
    job = Job(
        inputs=inputs,
        plan=Plan(
            root=as_path(to).absolute(),
            sources=sources,
            options=options,
            folders=folders,
            lists=inputs.sources,
            may_name_studies=inputs.may_name_studies,
        ),
        service=Service(
            base_url=session.base_url,
            timeouts=session.timeouts,
            retries=session.retries,
            sites=session.sites,
            login=None
            if tokens is None or executor is None
            else ServiceLogin(source=tokens.source, method=tokens.method),
        ),
        executor=executor,
        cancel=cancel,
        notes=() if note is None else (note,),
        tell_of_others=None
        if any(source.has_index for source in sources)
        else functools.partial(tell_of_others, package),
        further=further,
    )

    try:
        with contextlib.ExitStack() as stack:
            shown = (
                stack.enter_context(shown_progress(cancel, stays=not options.dry_run)) if progress is True else progress
            )
            return run_engine(session, shown or None, functools.partial(run, job))
    except NbiaError as error:
        if job.tell_of_others is not None:
            advice.add(error)
        raise
    finally:
        if session is not own:
            session.close()


def _check_executable(session: Session) -> None:
    """Refuse what other processes cannot be given."""
    if session.given_http is not None:
        raise InvalidParameterError(
            "An executor makes connections of its own, so it cannot be used with http=.",
            hint="leave http= or executor= out",
        )
    if session.authenticator is not None and isinstance(session.authenticator.tokens.source, Login):
        raise InvalidParameterError(
            "An executor cannot be given a login, since its password would go to other processes.",
            hint="give the client a function that gets the login there, such as login=nbia.Login.from_environment",
        )


def _check_kinds(progress: object, cancel: object, executor: object) -> None:
    if progress is not None and not isinstance(progress, bool) and not callable(progress):
        raise InvalidParameterError(f"progress={progress!r} must be True, False, or a function that takes an event.")
    if cancel is not None and not isinstance(cancel, threading.Event):
        raise InvalidParameterError(f"cancel={cancel!r} must be a threading.Event.")
    if executor is not None and not isinstance(executor, concurrent.futures.Executor):
        raise InvalidParameterError(f"executor={executor!r} must be a concurrent.futures.Executor.")
