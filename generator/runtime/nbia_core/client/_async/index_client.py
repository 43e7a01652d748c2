"""What every client can do that is answered by an index, and not by a server."""

from __future__ import annotations

import functools
import os
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NoReturn, TypeVar, Unpack, overload

from nbia_core.api.calls import Call, Response
from nbia_core.errors import InvalidParameterError
from nbia_core.files import Destination, Saved, as_path
from nbia_core.http._async.backend import HttpClient
from nbia_core.http._async.streams import AsyncByteStream, AsyncRecordStream
from nbia_core.http.retries import RetryPolicy
from nbia_core.http.transport import Timeouts
from nbia_core.offline.answers import IndexAnswers
from nbia_core.records.record import Record, Row
from nbia_core.records.records import Records

from .client import AsyncBaseClient
from .threads import run_blocking

if TYPE_CHECKING:
    from nbia_core.client.download_arguments import DownloadArguments
    from nbia_core.download.citations.citation import Citations
    from nbia_core.download.dry_run import DownloadPlan
    from nbia_core.download.inputs.inputs import Downloadable
    from nbia_core.download.report import DownloadReport
    from nbia_core.imaging.preview import ImagePreview

T = TypeVar("T")
RecordT = TypeVar("RecordT", bound=Record)


class AsyncIndexStream(AsyncRecordStream[RecordT]):
    """The records of an index, some thousand at a time: an iterator that is also a context manager."""

    _blocks: Callable[[], Records[RecordT] | None]

    async def _read_batches(self, block: int = 0) -> AsyncIterator[Records[RecordT]]:
        """Hand out the records, as many at a time as were read together."""
        while not self._is_closed and (records := await run_blocking(self._blocks)) is not None:
            self.mismatches += records.mismatches
            yield records

    async def to_dicts(self) -> AsyncIterator[Row]:
        """Hand out the rows as a server would send them, instead of records."""
        async for records in self.batches():
            for row in records.to_dicts():
                yield row


class AsyncIndexClient(AsyncBaseClient):
    """Answers calls from an index; downloads bring what it says."""

    index_package: ClassVar[str]
    """The package that describes what the index answers."""

    def __init__(
        self,
        *,
        index: str | os.PathLike[str] | None = None,
        timeout: float | Timeouts | None = None,
        retries: int | RetryPolicy | None = None,
        strict: bool = False,
        http: HttpClient | None = None,
    ) -> None:
        super().__init__(timeout=timeout, retries=retries, strict=strict, http=http)
        self._index = index
        self._answers = IndexAnswers(self.index_package, None if index is None else as_path(index), strict=strict)

    async def send(self, call: Call[T]) -> Response[T]:
        """Answer a call from the index.

        Nothing is sent: the response has the status 200, no headers and no body, and the place of the index as its URL.

        Raises:
            InvalidParameterError: the index does not answer this, or has no column that it takes.
            DecodeError: with `strict=True`, a value does not fit its type.
        """
        value = await run_blocking(functools.partial(self._answers.answer, call))
        return Response(value=value, status=200, headers={}, content=b"", url=str(self._answers.index.path), tries=1)

    def stream_records(self, call: Call[Records[RecordT]], record_type: type[RecordT]) -> AsyncRecordStream[RecordT]:
        """Return the records of an answer one after the other. The index is read when the first is asked for."""
        stream = AsyncIndexStream(self._session, call, record_type, self._strict)
        stream._blocks = functools.partial(next, self._answers.blocks(call), None)
        return stream

    def stream_bytes(self, call: Call[bytes]) -> AsyncByteStream:
        """Refuse a call for images: the index has none."""
        self._answers.check(call)
        return super().stream_bytes(call)

    async def save(self, call: Call[bytes], to: Destination) -> Saved:
        """Refuse a call for images: the index has none."""
        self._answers.check(call)
        return await super().save(call, to)

    @overload
    async def download(
        self,
        what: Downloadable,
        to: str | os.PathLike[str],
        *,
        dry_run: Literal[False] = False,
        **options: Unpack[DownloadArguments],
    ) -> DownloadReport: ...
    @overload
    async def download(
        self,
        what: Downloadable,
        to: str | os.PathLike[str],
        *,
        dry_run: Literal[True],
        **options: Unpack[DownloadArguments],
    ) -> DownloadPlan: ...
    @overload
    async def download(
        self,
        what: Downloadable,
        to: str | os.PathLike[str],
        *,
        dry_run: bool,
        **options: Unpack[DownloadArguments],
    ) -> DownloadReport | DownloadPlan: ...

    async def download(
        self,
        what: Downloadable,
        to: str | os.PathLike[str],
        *,
        dry_run: bool = False,
        **options: Unpack[DownloadArguments],
    ) -> DownloadReport | DownloadPlan:
        """Put the images of many series on disk from the source of the index: as `nbia.Client.download` with that `source`.

        Args:
            what: The series, as `nbia.Client.download` takes them.
            to: The folder to download to; made if it is not there.
            dry_run: Only say what would be downloaded.
            options: The other arguments of `nbia.Client.download`. `source` and `index` are those of this client if they are
                not given.

        Raises:
            InvalidParameterError: An argument is wrong; nothing was sent.
            DestinationError: The folder cannot be written to, or has too little room; nothing was downloaded.
        """
        options.setdefault("source", self._answers.index.name)
        options.setdefault("index", self._index)
        return await super().download(what, to, dry_run=dry_run, **options)

    async def citations(self, what: Downloadable) -> Citations:
        """Say how to cite series: as `nbia.Client.citations`, but by what the index has of them. Nothing is sent.

        Args:
            what: The series, as `download` takes them, or the path of a folder with series.

        Raises:
            InvalidParameterError: `what` is nothing of that, or holds no series, or the index cannot be read.
        """
        from nbia_core.download.citations.cited_series import CitedSeries
        from nbia_core.download.sources.nbia import NbiaArchive

        cited = CitedSeries(NbiaArchive(self.package), self._answers.answer, asks_at_once=True, index=self._index)
        return await run_blocking(functools.partial(cited.cite, what))

    async def preview(
        self,
        series: str | Record,
        *,
        sop_instance_uid: str | None = None,
        frame: int | None = None,
        window: tuple[float, float] | None = None,
    ) -> ImagePreview:
        """Refuse: the index has no images, and does not say which images a series has."""
        raise InvalidParameterError(
            f"{self._answers} has no images to look at, and does not say which a series has.",
            hint="nbia.Client().preview() asks NBIA for one; download() brings the series",
        )

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a method that says why it is none, for what the version of the API has and the index does not answer."""
            answers = self.__dict__.get("_answers")
            error = None if answers is None or name.startswith("_") else answers.refusal(name)
            if error is None:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

            def refuse(*arguments: object, **named: object) -> NoReturn:
                raise answers.refusal(name)

            return refuse

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._answers}>"
