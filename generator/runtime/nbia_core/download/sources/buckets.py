"""Buckets with a folder for each series as a source: an index says where, a listing which files, and one request brings each."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Final

from nbia_core.api.bucket_services import Buckets, Computed, load_sources
from nbia_core.api.calls import Operation
from nbia_core.api.description import RoleName
from nbia_core.download.check.completeness import ENOUGH_PROOF
from nbia_core.download.inputs.groups import Group
from nbia_core.download.inputs.headings import COLLECTION, PATIENT, SERIES, STUDY
from nbia_core.download.model import Announced, Attributes, Layout, Offer, SeriesInfo
from nbia_core.download.requests import RetryingSession
from nbia_core.download.zip.entries import Entries
from nbia_core.download.zip.reader import EntrySink, Limits
from nbia_core.errors import (
    DecodeError,
    IncompleteArchiveError,
    NoAnswerError,
    NotPublicError,
    NotTheApiError,
    UnsafeArchiveError,
)
from nbia_core.records.readers import BytesReader
from nbia_core.records.record import Record
from nbia_core.text import counted

from .index import Edition, Found, Index, bare_name
from .listing import BucketCall, Listed, list_folder
from .nbia import NbiaArchive
from .transfer import Transfer

MOST_REQUESTS: Final = 16
"""Files that are downloaded at a time at most, of all series together."""
_HINT: Final = (
    "check the network, and whether a proxy or a login page answers in the place of the buckets; source_url= is another "
    "address of them, such as google"
)
_ASKS_FOR_HASH: Final = (("x-amz-checksum-mode", "ENABLED"),)


@dataclasses.dataclass(frozen=True, kw_only=True)
class BucketSource:
    """What a download needs of buckets. The names of attributes are those of a version of the API."""

    name: str
    """What users call it."""
    package: str
    """The package of the version of the API, such as nbia.v1."""
    address: str | None = None
    """The address of the buckets, or the name of one that is known; None for the usual one."""
    index_path: Path | None = None
    """The index to look series up in; None for the installed one."""
    with_earlier: bool = False
    """Whether a series that only earlier releases had comes in the last version that there was."""
    requests_at_a_time: int = MOST_REQUESTS
    """Files of a series that are downloaded at a time."""
    has_index: ClassVar[bool] = True
    """It says of every series whether it is there."""
    sends_archives: ClassVar[bool] = False
    """A series is a folder."""

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    @functools.cached_property
    def _buckets(self) -> Buckets:
        return load_sources(self.package.rpartition(".")[0])[self.name]

    @functools.cached_property
    def _archive(self) -> NbiaArchive:
        return NbiaArchive(self.package)

    @functools.cached_property
    def _python(self) -> dict[str, str]:
        """The names of attributes in Python, by those of the data dictionary."""
        record = self._archive.api.plays("series").record
        assert record is not None, "it sends rows"
        return {attribute.concept: attribute.python for attribute in record.attributes}

    @functools.cached_property
    def _computed(self) -> dict[Computed, str]:
        """The names of attributes in Python, by what they are made of."""
        known = self._python
        return {made_of: known[concept] for concept, made_of in self._buckets.computed.items() if concept in known}

    @functools.cached_property
    def _columns(self) -> dict[str, str]:
        """The columns of the index that have an attribute as it is, by its name in Python."""
        known = self._python
        return {known[concept]: column for concept, column in self._buckets.attributes.items() if concept in known}

    @functools.cached_property
    def _index(self) -> Index:
        return Index(self.name, self._buckets, self.index_path)

    @property
    def record_type(self) -> type[Record]:
        """The class of the records that describe series."""
        return self._archive.record_type

    @property
    def layout(self) -> Layout:
        """Which files of a series are no images: those that are written as NBIA has them."""
        return self._archive.layout

    @property
    def contact(self) -> str:
        """Whom to tell of what is wrong there."""
        return self._buckets.contact

    @property
    def license_attributes(self) -> tuple[str, ...]:
        """The attributes of a series that its licence text names."""
        return tuple(self._computed.values())

    def can_ask_otherwise(self, session: RetryingSession) -> bool:
        """There is one way to ask."""
        return False

    def url(self, info: SeriesInfo, session: RetryingSession) -> str:
        """Return the address of the folder."""
        return self.folder_url(info)

    @property
    def count_attributes(self) -> tuple[str, ...]:
        """None are read."""
        return ()

    def announced(self, attributes: Attributes) -> Announced:
        """Believe the index alone, and not what somebody else says of a series."""
        return Announced()

    def edition(self) -> Edition:
        """Return which index it is.

        Raises:
            InvalidParameterError: it is not installed, or cannot be read.
        """
        return self._index.edition

    def announce(self, series_instance_uids: Collection[str]) -> Found:
        """Look many series up.

        Raises:
            InvalidParameterError: the index is not installed, or cannot be read.
        """
        return self._index.look_up(series_instance_uids, self._columns, self._computed, with_earlier=self.with_earlier)

    def announce_groups(self, groups: Collection[Group]) -> Mapping[Group, Sequence[Record]]:
        """Look many studies and patients up. The names of patients and collections are compared without their case, as NBIA does.

        Raises:
            InvalidParameterError: the index is not installed, or cannot be read.
        """
        found: dict[Group, Sequence[Record]] = {}
        for name in (STUDY, PATIENT):
            wanted = [group for group in groups if name in group.arguments]
            keys = {group.arguments[name].casefold() for group in wanted}
            series = self._index.look_up(
                keys, self._columns, self._computed, by=self._columns[name], ignores_case=name == PATIENT
            )
            rows: dict[str, list[Record]] = {}
            for uid in series:
                row = self._record(uid, series.get(uid))
                rows.setdefault(str(getattr(row, name)).casefold(), []).append(row)
            for group in wanted:
                of_name = rows.get(group.arguments[name].casefold(), ())
                found[group] = [row for row in of_name if _is_of(row, group.collection)]
        return found

    def _record(self, uid: str, offer: Offer | None) -> Record:
        return self.record_type(**{SERIES: uid, **({} if offer is None else offer.attributes)})

    def about(self, day: datetime.date) -> str:
        """Return which index it is, and how old."""
        edition = self.edition()
        age = "" if edition.day is None else f", {counted((day - edition.day).days, 'day')} old"
        return f"the index of {self.name} is {edition}{age}"

    def known(self, series_instance_uid: str, attributes: Attributes, offer: Offer | None) -> SeriesInfo:
        """Return what the index says of a series; of other attributes, what the caller says.

        Raises:
            NotPublicError: the index does not have the series.
            DecodeError: it does not say where the series is.
        """
        if offer is None:
            index = self._buckets.index
            raise NotPublicError(
                f"{self.name} does not have series {series_instance_uid}, or its index is older than the series.",
                hint=f"check the UID; a newer index may have it: upgrade {index.package}, or give a newer file as index=",
            )
        if offer.location is None:
            raise DecodeError(f"The index of {self.name} does not say where series {series_instance_uid} is.")
        said = {name: value for name, value in attributes.items() if value is not None}
        own = set(self._computed.values()) - {self._computed["collection"]}
        found = {name: value for name, value in offer.attributes.items() if name in own or name not in said}
        return SeriesInfo(
            series_instance_uid=series_instance_uid,
            attributes={**attributes, **found},
            announced=offer.announced,
            is_fresh=True,
            version=offer.version,
            location=offer.location,
            note=offer.note or self._difference(self._archive.announced(attributes), offer.announced),
        )

    def _difference(self, said: Announced, offered: Announced) -> str | None:
        """Return what to tell where somebody else has announced another number of images, or of bytes."""
        is_same = said.images in (None, offered.images) and said.size in (None, offered.size)
        if is_same:
            return None
        return f"{self.name} has {_amount(offered)} of it, and {self._archive.name} had {_amount(said)}"

    def describe(self, info: SeriesInfo, session: RetryingSession, *, asks_size: bool = True) -> SeriesInfo:
        """Return what the index has said already."""
        return info

    def measure(self, series_instance_uid: str, session: RetryingSession) -> Announced:
        """Return what the index says."""
        return self.announce([series_instance_uid]).announced(series_instance_uid) or Announced()

    def series_of(self, group: Group, session: RetryingSession) -> Sequence[Record]:
        """Return which series a study or patient has in the index."""
        return self.announce_groups([group])[group]

    def subjects(self, role: RoleName) -> tuple[str, str]:
        """Return the attributes by which the archive has what other endpoints say."""
        return self._archive.subjects(role)

    def takes_many(self, role: RoleName) -> bool:
        """Nobody is asked."""
        return False

    @property
    def names_of_many(self) -> Mapping[str, str]:
        """Nobody is asked."""
        return {}

    def look_up(
        self, role: RoleName, subjects: Sequence[str], names: frozenset[str], session: RetryingSession
    ) -> dict[str, Attributes]:
        """Return nothing: what the index has is known already."""
        return {}

    def confirm(self, info: SeriesInfo, session: RetryingSession) -> SeriesInfo:
        """Return what the index has said already."""
        return info

    def send(
        self,
        info: SeriesInfo,
        sink: Entries,
        session: RetryingSession,
        *,
        limits: Callable[[], Limits],
        watch: Callable[[bytes], None],
        tries: int = 1,
        was_short: bool = False,
    ) -> Callable[[], None]:
        """Send the files of a folder to a sink, several at a time; `Source.send` says the rest.

        Before the first of them is asked for, their number and sizes must be those of the index. What stays otherwise at
        three tries is so at the source: then what there is comes, and is judged.
        """
        try:
            return self._send(info, sink, session, limits, watch, tries)
        except (NoAnswerError, NotTheApiError) as error:
            error.hint = _HINT
            raise

    def _send(
        self,
        info: SeriesInfo,
        sink: Entries,
        session: RetryingSession,
        limits: Callable[[], Limits],
        watch: Callable[[bytes], None],
        tries: int,
    ) -> Callable[[], None]:
        bucket, folder = self._place(info)
        listed = list_folder(self._operation(bucket), self._base_url, folder, session)
        self._check(info, listed, limits(), tries)
        hashes = {file.name: file.md5 for file in listed if file.md5 is not None}
        sink.keep(hashes, session.stop.check)
        there = {entry.name for entry in sink.images}
        transfer = Transfer(
            functools.partial(self._call, info), sink, session, watch, at_a_time=self.requests_at_a_time
        )
        transfer.run([file for file in listed if file.name not in there])
        sink.images.sort(key=lambda entry: entry.name)
        self._write(sink, self.layout.license, self._license_text(info))
        self._write(sink, self.layout.hashes, _hash_list(listed, hashes | transfer.proven))
        return lambda: None

    def _check(self, info: SeriesInfo, listed: Sequence[Listed], limits: Limits, tries: int) -> None:
        """Compare a listing with the index, before anything is asked for that it names.

        Raises:
            UnsafeArchiveError: it is far too much, or a file would take the place of one that is written here.
            IncompleteArchiveError: it is something else, and may not be at the next try.
        """
        ours = {name.lower() for name in self.layout.extras}
        taken = [file.name for file in listed if file.name.lower() in ours]
        if taken:
            raise UnsafeArchiveError(f"The folder of the series has a file {taken[0]}, which is none of its images.")
        size = sum(file.size for file in listed)
        if len(listed) > limits.entries or (limits.total is not None and size > limits.total):
            raise UnsafeArchiveError(
                f"The folder of the series has {counted(len(listed), 'file')} with {size:,} bytes, far more than the "
                "index announces."
            )
        announced = info.announced
        is_right = announced.images in (None, len(listed)) and announced.size in (None, size)
        if not listed or (not is_right and tries < ENOUGH_PROOF):
            raise IncompleteArchiveError(
                f"The folder of the series has {_amount(Announced(images=len(listed), size=size))} where the index announces "
                f"{_amount(announced)}.",
                url=self.folder_url(info),
                hint=f"try again later; if it stays so, tell {self.contact}",
            )

    def _call(self, info: SeriesInfo, file: Listed) -> BucketCall[bytes]:
        """Return the call that brings a file."""
        bucket, folder = self._place(info)
        operation = self._operation(
            f"{bucket}/{folder}/{file.name}", headers=_ASKS_FOR_HASH if file.md5 is None else ()
        )
        return BucketCall(operation=operation, parameters=(), reader=BytesReader("dicom"), base_url=self._base_url)

    def _operation(self, name: str, headers: tuple[tuple[str, str], ...] = ()) -> Operation:
        known = self._buckets.addresses.get(self._address)
        return Operation(
            name=name, errors=self._buckets.errors, headers=headers, sites=() if known is None else known.sites
        )

    @property
    def _address(self) -> str:
        return self.address or next(iter(self._buckets.addresses))

    @property
    def _base_url(self) -> str:
        known = self._buckets.addresses.get(self._address)
        return self._address if known is None else known.url

    def folder_url(self, info: SeriesInfo) -> str:
        """Return the address of the folder of a series."""
        return f"{self._base_url}/{'/'.join(self._place(info))}/"

    def _place(self, info: SeriesInfo) -> tuple[str, str]:
        """Return the bucket and the folder of a series."""
        assert info.location is not None, "only what the index knows has a place"
        bucket, _, folder = info.location.partition("/")
        known = self._buckets.addresses.get(self._address)
        return bucket if known is None else known.buckets.get(bucket, bucket), folder

    def _write(self, sink: EntrySink, name: str | None, data: bytes) -> None:
        if name is not None:
            sink.begin(name)
            sink.write(data)
            sink.end(len(data))

    def send_license(self, info: SeriesInfo, sink: EntrySink, session: RetryingSession) -> None:
        """Send the licence text, which is made of what the index says; none of a series that it does not have."""
        if info.location is not None:
            self._write(sink, self.layout.license, self._license_text(info))

    def _license_text(self, info: SeriesInfo) -> bytes:
        """Say under which licence a series is, and where that is known from."""
        said = {made_of: info.attributes.get(python) for made_of, python in self._computed.items()}
        facts = {
            "Series": info.series_instance_uid,
            "Collection": said.get("collection"),
            "Data": said.get("data address"),
            "Licence": said.get("license name") or "not in the index; see the page of the collection",
            "Text of the licence": said.get("license address"),
        }
        lines = [f"{name}: {value}" for name, value in facts.items() if value is not None]
        lines += [
            "",
            f"Written from the index of the {self._buckets.title},",
            f"which has the series in the folder {info.location}. How to cite the data is said at their address.",
        ]
        return "".join(f"{line}\n" for line in lines).encode(errors="replace")


def _is_of(series: Record, collection: str | None) -> bool:
    """Whether a series is in a collection, in whichever spelling: TCGA-BRCA, tcga_brca."""
    if collection is None:
        return True
    return bare_name(str(getattr(series, COLLECTION, None))) == bare_name(collection)


def _amount(announced: Announced) -> str:
    """Return a number of images and of bytes in words, as far as they are known."""
    images = "images" if announced.images is None else counted(announced.images, "image")
    return images if announced.size is None else f"{images} with {announced.size:,} bytes"


def _hash_list(listed: Sequence[Listed], hashes: dict[str, str]) -> bytes:
    """Return the list of hashes; an image for which there is none has an empty one."""
    rows = [("Filename", "MD5Hash"), *((file.name, hashes.get(file.name, "")) for file in listed)]
    return "".join(f"{name},{digest}\n" for name, digest in rows).encode()
