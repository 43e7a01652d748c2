"""What every client can do, whatever the endpoints are."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Literal, Self, TypeVar, Unpack, overload

from nbia_core.api.calls import Call, Response
from nbia_core.api.description_file import load
from nbia_core.client.servers import Servers, check_version
from nbia_core.errors import InvalidParameterError
from nbia_core.files import Destination, Saved
from nbia_core.http._async.backend import CLOSING, HttpClient
from nbia_core.http._async.session import AsyncAnswer, AsyncSession
from nbia_core.http._async.streams import AsyncByteStream, AsyncRecordStream
from nbia_core.http.login import WAYS
from nbia_core.http.retries import RetryPolicy, policy_of
from nbia_core.http.servers import choose_base_url, trusted_sites
from nbia_core.http.transport import Timeouts, check_client
from nbia_core.records.joining import join_responses
from nbia_core.records.readers import read_answer
from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .advice import AsyncAdvice

if TYPE_CHECKING:
    import concurrent.futures

    from nbia_core.client.download_arguments import DownloadArguments
    from nbia_core.download.citations.citation import Citations
    from nbia_core.download.dry_run import DownloadPlan
    from nbia_core.download.events import Event
    from nbia_core.download.inputs.inputs import Downloadable
    from nbia_core.download.options import FileNaming
    from nbia_core.download.references.reference_report import References
    from nbia_core.download.report import DownloadReport
    from nbia_core.http._async.authenticator import AsyncTokenLogin
    from nbia_core.http.login import LoginSource
    from nbia_core.imaging.preview import ImagePreview

T = TypeVar("T")
RecordT = TypeVar("RecordT", bound=Record)


class AsyncBaseClient:
    """Sends calls to one server."""

    package: ClassVar[str]
    """The package of the version of the API."""
    servers: ClassVar[Servers] = Servers()
    """Base URLs of the known servers by name; the first is the default."""

    def __init__(
        self,
        *,
        server: str | None = None,
        base_url: str | None = None,
        timeout: float | Timeouts | None = None,
        retries: int | RetryPolicy | None = None,
        strict: bool = False,
        trusted_hosts: Iterable[str] = (),
        http: HttpClient | None = None,
        login: LoginSource | None = None,
    ) -> None:
        url = choose_base_url(self.servers, server, base_url)
        check_version(self.package, url)
        timeouts = Timeouts.of(timeout) if http is None or timeout is not None else None
        policy = policy_of(retries)
        if http is not None:
            check_client(http, CLOSING)
        self._strict = strict
        self._may_choose_server = server is None and base_url is None
        sites = trusted_sites(self.servers, url, trusted_hosts)
        self._login: AsyncTokenLogin | None = None
        api = load(self.package)
        if login is None and api.is_login_needed:
            raise InvalidParameterError(f"The {api.title} shows nothing without a login.", hint=f"give {WAYS}")
        if login is not None:
            from nbia_core.http._async.authenticator import AsyncTokenLogin
            from nbia_core.http.tokens import tokens_for

            self._login = AsyncTokenLogin(tokens_for(login, api, url))
        self._advice = AsyncAdvice(self.package)
        self._session = AsyncSession(
            base_url=url,
            timeouts=timeouts,
            retries=policy,
            http=http,
            sites=sites,
            authenticator=self._login,
            advise=self._advice.of_call,
        )

    @property
    def base_url(self) -> str:
        """Where the service is."""
        return self._session.base_url

    async def send(self, call: Call[T]) -> Response[T]:
        """Send a call and return its answer: the value together with status, headers and the body as it came.

        The body is held in memory: for images prefer `save` or `stream_bytes`. The requests of a call with several
        values for a parameter are sent one after the other, and their rows joined, each once.

        Raises:
            NoAnswerError: no answer came.
            AnswerError: an answer came that is not what was asked for.
        """
        if not call.further:
            return await self._send_one(call)
        return join_responses([await self._send_one(each) for each in call.requests()])

    async def _send_one(self, call: Call[T]) -> Response[T]:
        async def read(answer: AsyncAnswer) -> Response[T]:
            body = await answer.read_and_close()
            return Response(
                value=read_answer(call, body, strict=self._strict),
                status=answer.status,
                headers=answer.headers,
                content=body,
                url=answer.url,
                tries=answer.tries,
            )

        return await self._session.perform(call, read)

    def stream_records(self, call: Call[Records[RecordT]], record_type: type[RecordT]) -> AsyncRecordStream[RecordT]:
        """Return the records of an answer as they arrive. The call is sent when the first is asked for."""
        return AsyncRecordStream(self._session, call, record_type, self._strict)

    def stream_bytes(self, call: Call[bytes]) -> AsyncByteStream:
        """Return the body of an answer as it arrives. The call is sent when the first bytes are asked for."""
        return AsyncByteStream(self._session, call)

    async def save(self, call: Call[bytes], to: Destination) -> Saved:
        """Write the body of an answer to a path or a binary file; memory does not grow with it.

        A path is written under a temporary name and renamed when it is complete and on disk.

        Raises:
            DestinationError: the place is not usable or full.
            NoAnswerError: no answer came, or not all of it.
            AnswerError: an answer came that is not what was asked for.
            IncompleteArchiveError: an archive does not end properly.
        """
        from nbia_core.http._async.saving import save

        return await save(self._session, call, to)

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
        workers: int | None = None,
        layout: str = "series",
        file_names: FileNaming = "server",
        as_zip: bool = False,
        verify: bool = False,
        accept_disputed: bool = False,
        check_headers: bool = True,
        durable: bool = True,
        with_references: bool = False,
        min_bytes_per_minute: int | None = None,
        source: str | Sequence[str] = "nbia",
        index: str | os.PathLike[str] | None = None,
        earlier_versions: bool = False,
        source_url: str | None = None,
        shard: str | None = None,
        limit: int | None = None,
        dry_run: bool = False,
        progress: Callable[[Event], None] | bool | None = None,
        cancel: threading.Event | None = None,
        executor: concurrent.futures.Executor | None = None,
    ) -> DownloadReport | DownloadPlan:
        """Put the images of many series on disk, complete and checked, and report on every series.

        The server can send a valid archive in which images are missing. So a series gets its name on disk only when
        its archive ended properly, the number of images is the announced one, each image that has an MD5 hash matches
        it, each is a DICOM file, and the sizes add up. What fails is tried again. Whatever interrupts a download, the
        same call goes on from there: what is complete is not downloaded again, and what is damaged is repaired. What
        another program, such as the NBIA Data Retriever, left anywhere below the same folder is checked, and kept or
        completed where it lies.

        Args:
            what: The series: records of getSeries, getUpdatedSeries or getContentsByName, Series Instance UIDs, any
                iterable of these (a generator is read as the download goes on), a DataFrame with a column
                SeriesInstanceUID, or the path or web address of a `.tcia` manifest, or of a CSV, TSV, Excel, JSON or Parquet file
                with such a column. The series of a manifest that names another known server are had from there,
                unless the client was given a server or an address, a login or an HTTP client; the report says so.
                Records of studies and patients, and tables with a column StudyInstanceUID or PatientID instead, stand
                for all their series: the service is asked which these are, and the report says how many.
            to: The folder to download to; made if it is not there. It also gets `metadata.csv`, `CITATION.txt`,
                `download-report.json`, and a hidden folder `.nbia` with the state. Files of these names that another
                program has written stay; ours are then `nbia-metadata.csv` and so on.
            workers: How many series are downloaded at a time, from 1 to 16; 4 if not given.
            layout: Where in `to` a series goes: "series" for `{SeriesInstanceUID}`, "patient" for
                `{Collection}/{PatientID}/{StudyInstanceUID}/{SeriesInstanceUID}`, "retriever" for the tree, the file
                names and the table of the NBIA Data Retriever, or a template over the attributes that this version
                gives of a series, its study or its patient, such as
                `{PatientName}/{StudyDate:%Y-%m-%d}/{StudyInstanceUID:short}/{SeriesNumber:03}`. Two series never share
                a folder: where the UID is not at the end, a short mark made of it is added.
            file_names: "server" for the names in the archive; "SOPInstanceUID" or "InstanceNumber" for those
                attributes of the images; "retriever" for `1-01.dcm`, `1-02.dcm` and so on, in their order.
            as_zip: Keep the archives, checked, instead of the images.
            verify: Read and hash what is complete already, instead of comparing sizes and times.
            accept_disputed: Put a series in its place even if the server itself does not have what it announces;
                otherwise its images are kept apart in `.nbia/incomplete`.
            check_headers: Whether the UIDs in each image are compared with the series. Without that, the archive of
                another series can be taken for the right one.
            durable: Whether a series counts only when the disk has it, so that a power failure does no harm.
            with_references: Also download the series that these refer to, and those that they refer to: the images of a
                segmentation, the plan, the structures and the images of a dose. The files say it; `references` says the
                rest. Where one is not to be had, the report has a note.
            min_bytes_per_minute: Bytes that an answer must bring in each minute, to be given up and tried again
                otherwise; None waits as long as anything comes within the timeout.
            source: Where the images come from: "nbia", the service of this client; "idc", the Imaging Data Commons of the
                National Cancer Institute, which has most of them under the same UIDs; or several in their order, as in
                `("nbia", "idc")`: what the first says that it does not have, or not any more, comes from the next. That it
                fails, or sends what is damaged, is no such word. With "idc" a generator is read to its end at the start.
            index: The index that says where IDC has a series, a Parquet file such as `idc_index.parquet`; the one of the
                installed package idc-index-data if not given. What IDC has got since an index was made is not in it.
            earlier_versions: Whether a series that IDC has replaced or withdrawn since comes in the last version that it
                had. Its result has a note; neither its number of images nor its licence is known.
            source_url: The address of the buckets of IDC: "aws", the default, "google", or that of a mirror.
            shard: Take one part of the series only, such as `"3/16"` for the third of 16, counted from 1. The UIDs alone choose
                it, the same on every machine, so that sixteen machines, or the tasks of a job array, share a list without
                speaking to each other. The report is then `download-report-3-of-16.json`; `merge` makes one of all.
            limit: Take the first so many series only, whatever they are named by.
            dry_run: Only say what would be downloaded, how much that is, what is complete already and whether it fits.
                Nothing is written, and the service is asked for nothing but what that needs: which series studies and
                patients have, and the sizes of series that were given without them.
            progress: True shows bars on a terminal (on standard error) and in a notebook, and elsewhere a line now and then.
                A function is called with each event of `nbia.events`, in the thread of the caller.
            cancel: Set it, from any thread, to end the download early; it then returns its report.
            executor: Runs the series in its own threads, processes or machines, which must all see `to`; `workers` then
                says how many tasks it is given at a time. Many short series are one task.

        Returns:
            How each series ended. A series that failed is no exception: call `raise_for_failures()` for one. With
            `dry_run=True` what would be done.

        Raises:
            InvalidParameterError: An argument is wrong; nothing was sent.
            ImportError: `with_references` needs pydicom, which is not installed (`pip install 'nbia-client[dicom]'`).
            DestinationError: The folder cannot be written to, or has too little room; nothing was downloaded.
        """
        from nbia_core.download.options import DownloadOptions
        from nbia_core.download.references.further_series import FurtherSeries

        from .download import download

        return await download(
            self._session,
            self.package,
            what,
            to,
            DownloadOptions(
                workers=workers,
                layout=layout,
                file_names=file_names,
                as_zip=as_zip,
                verify=verify,
                accept_disputed=accept_disputed,
                check_headers=check_headers,
                durable=durable,
                with_references=with_references,
                min_bytes_per_minute=min_bytes_per_minute,
                source=source,
                index=index,
                earlier_versions=earlier_versions,
                source_url=source_url,
                shard=shard,
                limit=limit,
                dry_run=dry_run,
            ),
            progress=progress,
            cancel=cancel,
            executor=executor,
            servers=self.servers if self._may_choose_server else {},
            further=FurtherSeries(self.package) if with_references else None,
            advice=self._advice,
        )

    async def merge(
        self,
        parts: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        to: str | os.PathLike[str] | None = None,
        *,
        what: Downloadable | None = None,
        move: bool = False,
    ) -> DownloadReport:
        """Make one destination of the parts that several machines have downloaded, and say what is missing.

        Nothing is asked of the service. The destination gets a state that knows all series, so that a later download goes on
        from there, `metadata.csv`, `CITATION.txt` and `download-report.json`. Series of parts that lie below it stay where
        they are, and the state says where. Those of other parts are moved, if that is asked for. A series counts if its files
        have the sizes and times that its part remembers. Merging again does no harm, also after an interruption, and takes in
        what the parts have got since.

        Args:
            parts: The folders that the machines have downloaded to, or the one that they share.
            to: The destination: a folder above the parts, one of the parts, or any other; the part itself if there is one.
            what: The series that must be there, as `download` takes them; not studies and patients. Without it, missing is
                what the reports of the parts say is not complete, and each part of a list that has left no report.
            move: Move the series of parts that do not lie below `to` into it, each by renaming its folder, as deep as it lies
                in its part. Nothing is copied, and nothing that lies there is replaced.

        Returns:
            How each series stands, as after a download: `is_complete`, `raise_for_failures()`. A series of which two parts
            hold different images has failed; its `reason` names both folders.

        Raises:
            InvalidParameterError: A part is no destination of a download, a part does not lie below `to` and is not to be
                moved, or is on another file system. Nothing was written.
            DestinationError: A state cannot be read, or the destination cannot be written to.
        """
        from .lookups import merge_parts

        return await merge_parts(self.package, parts, to, what=what, move=move)

    async def citations(self, what: Downloadable) -> Citations:
        """Say how to cite series: DOI, licence and the text to cite of each data set that they belong to.

        The service is asked for those of which nothing is known yet. It says collection, DOI and licence of a series; authors,
        title and year of a data set stand on the page of its DOI. `report.citations` has the same of a download.

        Args:
            what: The series, as `download` takes them, or the path of a folder with series: that of a download, or of
                another program.

        Raises:
            InvalidParameterError: `what` is nothing of that, or holds no series.
            NoAnswerError: no answer came.
            AnswerError: an answer came that is not what was asked for.
        """
        from .lookups import cite

        return await cite(self._session, self.package, self._advice, what)

    async def references(self, what: Downloadable, *, offline: bool = False) -> References:
        """Say which series others refer to: the images of a segmentation, the structures and the plan of a dose, and so on.

        The files say it: those of SEG, RTSTRUCT, RTPLAN, RTDOSE, SR, PR and the like, as the modules of DICOM have it.
        Where a file names a plan or images without their series, these are looked for among the series of its study. What
        is referred to is looked at as well, up to five references away: a dose, its plan, the structures, the images.
        `references(...).missing` is what a download would bring besides; `download(..., with_references=True)` brings it.

        Args:
            what: The path of a folder with series or of a DICOM file; or series, as `download` takes them. Of a series that
                is not on disk, images are read from the service, into memory and as far as they say what they refer to.
            offline: Ask the service for nothing, not even whether it has what is not on disk.

        Raises:
            InvalidParameterError: `what` is nothing of that, or the version of the API has no endpoint for this.
            ImportError: pydicom is not installed (`pip install 'nbia-client[dicom]'`).
            NoAnswerError: no answer came.
            AnswerError: an answer came that is not what was asked for.
        """
        from .lookups import find_references

        return await find_references(self._session, self.package, self._advice, what, offline=offline)

    async def preview(
        self,
        series: str | Record,
        *,
        sop_instance_uid: str | None = None,
        frame: int | None = None,
        window: tuple[float, float] | None = None,
    ) -> ImagePreview:
        """Fetch one image of a series to look at, before downloading all of them.

        A notebook shows what comes back as a picture. Two requests are sent: for the list of the images, and for the
        middle one. The server lists images in an order of its own, without their InstanceNumber: the middle of the list
        need not be the middle of the body. `place` says which image of which order it is.

        Args:
            series: The series: its Series Instance UID, or a record that has one.
            sop_instance_uid: The image to show in place of the middle one; the list is then not asked for.
            frame: Which frame of an image with several, counted from 1; the middle one if not given.
            window: Centre and width of the values to show, in the units of the image, such as `(-600, 1500)` for lungs
                in CT; the first window of the header if not given, or else from the darkest to the brightest values.

        Returns:
            The picture, with `save()` and `to_png()`.

        Raises:
            InvalidParameterError: An argument is wrong, or this version of the API has no single images.
            NotPublicError: The server lists no images of this series.
            UnknownImageError: The server does not have the image.
            PixelDataError: The image has no pixels, as RTSTRUCT and SR have none, or they cannot be decoded.
            ImportError: pydicom and numpy are not installed (`pip install 'nbia-client[dicom]'`).
        """
        from .preview import fetch_preview

        return await fetch_preview(
            self._session, self.package, series, sop_instance_uid=sop_instance_uid, frame=frame, window=window
        )

    async def aclose(self) -> None:
        """Let go of all connections, and end the token of a login. A client that was given as `http` stays open."""
        try:
            if self._login is not None:
                await self._login.end(self._session)
        finally:
            await self._session.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.base_url}>"
