"""NBIA's archive as a source: which of its calls bring a series, and what they say of it."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar, Final

from nbia_core.api.calls import Call
from nbia_core.api.description import Api, RoleName
from nbia_core.api.description_file import load, versions
from nbia_core.api.wire_forms import reader
from nbia_core.download.disk.layout_attributes import SERIES_METADATA, takes_many
from nbia_core.download.inputs.groups import Group
from nbia_core.download.model import LARGEST, Announced, Attributes, Layout, Offer, SeriesInfo
from nbia_core.download.options import DEFAULT_SOURCE
from nbia_core.download.requests import RetryingSession
from nbia_core.download.zip.entries import Entries
from nbia_core.download.zip.reader import EntrySink, Limits, Unzipper
from nbia_core.errors import AnswerError, ArchiveError, BadRequestError
from nbia_core.http._sync.session import Answer
from nbia_core.records.calls import bytes_call, images_of_role, record_type, rows_of_role
from nbia_core.records.record import Record, fields_of
from nbia_core.records.records import Records

_NOTHING: Final = Announced()
_HASHED: Final[RoleName] = "hashed archive"
_SUBJECTS: Final[Mapping[RoleName, tuple[str, str]]] = {
    "studies": ("study_instance_uid", "study_instance_uid"),
    "patients": ("collection", "patient_id"),
    SERIES_METADATA: ("series_instance_uid", "series_instance_uid"),
}
"""By which attribute of a series its study, its patient and itself are asked for, and by which one their rows are found."""
_MOST_TIMES: Final = 5
"""How often a number is asked for that nothing vouches for but that it comes again."""


class NoOffers:
    """What a source has of series if it says so only when it is asked for each."""

    def get(self, series_instance_uid: str) -> None:
        """Return nothing."""

    def announced(self, series_instance_uid: str) -> None:
        """Return nothing."""


@dataclasses.dataclass(frozen=True)
class NbiaArchive:
    """The calls and attributes that a download needs, by the roles of endpoints. Each call takes a Series Instance UID."""

    package: str
    """The package of the version of the API, such as nbia.v1."""
    name: ClassVar[str] = DEFAULT_SOURCE
    """What users call this source."""
    has_index: ClassVar[bool] = False
    """It is asked for each series."""
    sends_archives: ClassVar[bool] = True
    """A series is one archive."""
    contact: ClassVar[str] = "the TCIA help desk"
    """Whom to tell of what is wrong there."""

    def __getstate__(self) -> dict[str, object]:
        return {"package": self.package}  # the description is read again where it is needed

    @functools.cached_property
    def api(self) -> Api:
        """The description of the version."""
        return load(self.package)

    def archive(self, uid: str, *, was_short: bool = False, is_older: bool = False) -> Call[bytes]:
        """Return the call that brings the images with their MD5 hashes.

        Args:
            uid: the series.
            was_short: whether images were missing from what came before.
            is_older: whether the server refuses the arguments of newer ones.
        """
        role = self.api.roles[_HASHED]
        if is_older and role.fallback is not None:
            return bytes_call(self.package, self.api.known_endpoint(role.fallback), {"series_instance_uid": uid})
        more = role.when_short if was_short else {}
        return images_of_role(self.package, _HASHED, series_instance_uid=uid, **more)

    def license(self, uid: str) -> Call[bytes]:
        """Return the call that brings an archive which begins with the licence text."""
        return images_of_role(self.package, "archive", series_instance_uid=uid)

    def record(self, uid: str) -> Call[Records[Record]]:
        """Return the call that describes the series."""
        return rows_of_role(self.package, "series", series_instance_uid=uid)

    def size(self, uid: str) -> Call[Records[Record]]:
        """Return the call that says how many images and bytes the series has, also where `record` does not."""
        return rows_of_role(self.package, "series size", series_instance_uid=uid)

    def members(self, group: Group) -> Call[Records[Record]]:
        """Return the call for the series of a study or patient."""
        return rows_of_role(self.package, "series", **group.arguments)

    @functools.cached_property
    def record_type(self) -> type[Record]:
        """The class of the records of `record`."""
        return record_type(self.package, self.api.plays("series"))

    @functools.cached_property
    def layout(self) -> Layout:
        """Which entries of the archives are no images."""
        return Layout(license=self.api.plays("archive").license_entry, hashes=self.api.plays(_HASHED).hashes_entry)

    @functools.cached_property
    def license_attributes(self) -> tuple[str, ...]:
        """The attributes of `record` on which the licence text depends."""
        described = self.api.plays("series")
        assert described.record is not None, "it sends rows"
        return tuple(described.record.attribute(wire).python for wire in self.api.roles["series"].license)

    def _counts(self, role: RoleName) -> tuple[str, str]:
        """Return the attributes with the number of images and with the bytes of a series."""
        played = self.api.roles[role]
        record = self.api.plays(role).record
        assert record is not None, "it sends rows"
        assert played.image_count is not None, "the rules check this"
        assert played.size is not None, "the rules check this"
        return record.attribute(played.image_count).python, record.attribute(played.size).python

    @functools.cached_property
    def count_attributes(self) -> tuple[str, str]:
        """The attributes of `record` with the number of images and with the bytes of a series."""
        return self._counts("series")

    def announced(self, attributes: Attributes) -> Announced:
        """Read from the attributes of a record how many images and bytes the series has."""
        if not attributes:
            return _NOTHING
        images, size = self.count_attributes
        return Announced(images=_whole_number(attributes.get(images)), size=_whole_number(attributes.get(size)))

    def announced_by_size(self, rows: Records[Record]) -> Announced:
        """Read the same from the answer of `size`; 0 images is how "unknown" looks."""
        if not rows:
            return Announced()
        images, size = self._counts("series size")
        return Announced(images=_whole_number(getattr(rows[0], images)), size=_whole_number(getattr(rows[0], size)))

    def can_ask_otherwise(self, session: RetryingSession) -> bool:
        """Whether the archive can be asked for in another way once images were missing from it."""
        return bool(self.api.roles[_HASHED].when_short) and _HASHED not in session.refused

    def url(self, info: SeriesInfo, session: RetryingSession) -> str:
        """Return where the images with their hashes come from."""
        is_older = _HASHED in session.refused
        return self.archive(info.series_instance_uid, is_older=is_older).url(session.base_url)

    def announce(self, series_instance_uids: Collection[str]) -> NoOffers:
        """Say nothing of any series: the service is asked for each."""
        return NoOffers()

    def announce_groups(self, groups: Collection[Group]) -> Mapping[Group, Sequence[Record]]:
        """Say nothing of any study or patient: the service is asked for each."""
        return {}

    def about(self, day: datetime.date) -> None:
        """Say nothing of it: the report names the server."""

    def known(self, series_instance_uid: str, attributes: Attributes, offer: Offer | None) -> SeriesInfo:
        """Return what the caller says of a series."""
        return SeriesInfo(
            series_instance_uid=series_instance_uid, attributes=attributes, announced=self.announced(attributes)
        )

    def measure(self, series_instance_uid: str, session: RetryingSession) -> Announced:
        """Ask how many images and bytes a series has, and nothing else."""
        return self._ask_size(series_instance_uid, session)

    def series_of(self, group: Group, session: RetryingSession) -> Sequence[Record]:
        """Ask which series a study or patient has; a row counts if it says that it is one of them."""
        return self.own(group, session.rows(self.members(group)))

    def own(self, group: Group, rows: Sequence[Record]) -> Sequence[Record]:
        """Return the rows that say that they are of a study or patient.

        Raises:
            AnswerError: there are rows, and all of them are of others.
        """
        own = [row for row in rows if group.has(row)]
        if rows and not own:
            raise AnswerError(
                f"The server was asked for the series of {group}, and answered with others.",
                hint="try again later",
                is_retry_safe=True,
            )
        return own

    def describe(self, info: SeriesInfo, session: RetryingSession, *, asks_size: bool = True) -> SeriesInfo:
        """Ask the service, and believe it more than the caller: a row that names the series, and no other."""
        rows = session.rows(self.record(info.series_instance_uid))
        own = next((row for row in rows if getattr(row, "series_instance_uid", None) == info.series_instance_uid), None)
        attributes = dict(info.attributes)
        if own is not None:
            attributes |= {field.python: getattr(own, field.python) for field in fields_of(self.record_type)}
        announced = self.announced(attributes)
        is_named = announced.images is not None
        if not is_named and not asks_size:
            return dataclasses.replace(info, attributes=attributes)
        if not is_named:
            announced = self._ask_size(info.series_instance_uid, session)
        is_unknown = not rows
        return dataclasses.replace(
            info,
            attributes=attributes,
            announced=announced,
            is_fresh=True,
            is_named=is_named,
            is_unknown=is_unknown,
        )

    def subjects(self, role: RoleName) -> tuple[str, str]:
        """Return the attribute by which another endpoint is asked, and the one by which its rows are told apart.

        Patients are asked for by collection: not every service finds all of them by their IDs.
        """
        return _SUBJECTS[role]

    def takes_many(self, role: RoleName) -> bool:
        """Whether one request can ask another endpoint about many series."""
        return takes_many(self.api.plays(role))

    @functools.cached_property
    def names_of_many(self) -> Mapping[str, str]:
        """What the endpoint for many series calls the attributes of `record`; nothing unless it has all of them."""
        if SERIES_METADATA not in self.api.roles or not self.takes_many(SERIES_METADATA):
            return {}
        names = {use.concept: use.python for use in self.api.plays(SERIES_METADATA).attributes}
        uses = self.api.plays("series").attributes
        return {names[use.concept]: use.python for use in uses} if all(use.concept in names for use in uses) else {}

    def look_up(
        self, role: RoleName, subjects: Sequence[str], names: frozenset[str], session: RetryingSession
    ) -> dict[str, Attributes]:
        """Ask another endpoint for attributes that series have there; of two rows about the same, the first one counts."""
        asked_by, found_by = self.subjects(role)
        subject = list(subjects) if self.takes_many(role) else subjects[0]
        found: dict[str, Attributes] = {}
        for row in session.rows(rows_of_role(self.package, role, **{asked_by: subject})):
            found.setdefault(getattr(row, found_by), {name: getattr(row, name) for name in names})
        return found

    def confirm(self, info: SeriesInfo, session: RetryingSession) -> SeriesInfo:
        """Ask anew for a number of images that does not name the series, since the archive has another.

        It is believed when it comes twice in a row over different connections: an answer that belongs to another request
        would be followed by a third one's.
        """
        before = info.announced
        for _ in range(_MOST_TIMES):
            now = self._ask_size(info.series_instance_uid, session, keeps_connection=False)
            if now == before:
                return dataclasses.replace(info, announced=now)
            before = now
        raise AnswerError(
            f"The server announces another size of series {info.series_instance_uid} each time that it is asked.",
            hint="try again later",
            is_retry_safe=True,
        )

    def _ask_size(self, uid: str, session: RetryingSession, *, keeps_connection: bool = True) -> Announced:
        return self.announced_by_size(session.rows(self.size(uid), keeps_connection=keeps_connection))

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
        """Send the entries of the archive to a sink while it arrives; `Source.send` says the rest.

        An older server, which refuses what the archive is asked with, is asked in its own way from then on.
        """
        is_older = _HASHED in session.refused
        call = self.archive(info.series_instance_uid, was_short=was_short, is_older=is_older)

        def use(answer: Answer) -> Callable[[], None]:
            try:
                unzipper = Unzipper(sink, limits())
                for block in answer.blocks():
                    watch(block)
                    unzipper.feed(block)
                unzipper.finish()
            finally:
                answer.close()
            return answer.discard_connection

        try:
            try:
                return session.once(call, use)
            except BadRequestError as error:
                if is_older or not self._is_refused_by_older(error):
                    raise
            session.refused.add(_HASHED)
            call = self.archive(info.series_instance_uid, is_older=True)
            return session.once(call, use)
        except ArchiveError as error:
            error.url = call.url(session.base_url)
            raise

    def _is_refused_by_older(self, error: BadRequestError) -> bool:
        """Whether a server that is older than the description refuses what it is asked with for hashes."""
        endpoint, played = self.api.plays(_HASHED), self.api.roles[_HASHED]
        names = [endpoint.parameter(python).wire for python in played.arguments]
        return played.fallback is not None and any(f"'{name}'" in (error.sentence or "") for name in names)

    def send_license(self, info: SeriesInfo, sink: EntrySink, session: RetryingSession) -> None:
        """Send the entries of an archive that begins with the licence text to a sink, until that raises an error."""
        unzipper = Unzipper(sink)

        def use(answer: Answer) -> None:
            try:
                for chunk in answer.chunks():
                    unzipper.feed(chunk)
            finally:
                answer.close()

        session.once(self.license(info.series_instance_uid), use)


def usual_layout() -> Layout:
    """Return which entries of archives are no images where nobody says from which version of the API they are."""
    packages = (f"nbia.{version}" for version in versions("nbia"))
    return next(NbiaArchive(package).layout for package in packages if _HASHED in load(package).roles)


def _whole_number(value: object) -> int | None:
    """Read a number above 0, also one that arrives as a text or with decimals: the check must not fall away.

    What is larger than any series is not believed.
    """
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        number = value if type(value) is int else reader("decimal")(value)
    except ValueError:
        return None
    return number if isinstance(number, int) and 0 < number <= LARGEST else None
