"""The series that the service has, and what their images refer to, as far as that is asked for."""

from __future__ import annotations

import contextlib
import dataclasses
import io
from collections.abc import Collection, Iterator
from typing import Final

from nbia_core.api.calls import Call
from nbia_core.download.inputs.headings import SERIES, STUDY
from nbia_core.download.model import Attributes
from nbia_core.download.requests import RetryingSession
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.errors import AnswerError
from nbia_core.http._sync.session import Answer
from nbia_core.records.calls import images_of_role, rows_of_role
from nbia_core.records.readers import check_uids
from nbia_core.records.record import Record, fields_of

from .dicom_object import REFERRING, CutOffError, DicomObject, UnreadableError, read_object

_MOST_OBJECTS: Final = 25
"""How many images of a series are read; what refers to others has one, as a rule."""
_MOST_CANDIDATES: Final = 50
"""How many series of a study are asked for their images."""
_FIRST: Final = 256 * 1024
_LONGEST: Final = 64 * 1024 * 1024
"""Bytes of an image that are read at most: all that it says of others stands at its beginning."""


class SeriesAtService:
    """Asks for series, for each once; threads may share it."""

    def __init__(self, source: NbiaArchive, session: RetryingSession) -> None:
        self._source = source
        self._session = session
        self._known: dict[str, Attributes | None] = {}
        self._studies: dict[str, tuple[str, ...]] = {}
        self._images: dict[str, tuple[str, ...]] = {}
        self.problems: list[str] = []
        """What could not be had, or not in full."""

    def learn(self, series_instance_uid: str, attributes: Attributes) -> None:
        """Take what somebody knows of a series already, if it is enough."""
        if attributes.get("modality") and attributes.get(STUDY):
            self._known.setdefault(series_instance_uid, attributes)

    def attributes(self, series_instance_uid: str) -> Attributes | None:
        """Return what the service says of a series; None if it does not show it."""
        if series_instance_uid not in self._known:
            self._take(self._session.rows(self._source.record(series_instance_uid)))
            self._known.setdefault(series_instance_uid, None)
        return self._known[series_instance_uid]

    def study(self, study_instance_uid: str) -> tuple[str, ...]:
        """Return the series of a study that the service shows."""
        if study_instance_uid not in self._studies:
            takes = self._source.api.plays("series").parameters
            rows: Collection[Record] = ()
            if any(parameter.python == STUDY for parameter in takes):
                rows = self._session.rows(rows_of_role(self._source.package, "series", **{STUDY: study_instance_uid}))
            self._studies[study_instance_uid] = tuple(self._take(rows))
        return self._studies[study_instance_uid]

    def holders(self, study_instance_uid: str, images: Collection[str], modality: str | None) -> dict[str, str]:
        """Return which series of a study hold images: the series by the SOP Instance UIDs that were found.

        Args:
            study_instance_uid: the study.
            images: the images.
            modality: what they are, if that is known; otherwise they are taken for ordinary images.
        """

        def is_unlikely(uid: str) -> bool:
            own = (self._known[uid] or {}).get("modality")
            return own in REFERRING if modality is None else own != modality

        found: dict[str, str] = {}
        candidates = sorted(self.study(study_instance_uid), key=is_unlikely)  # stable, so in the order of the service
        for uid in candidates[:_MOST_CANDIDATES]:
            if len(found) == len(images):
                break
            found |= {image: uid for image in self._images_of(uid) if image in images}
        return found

    def objects(self, series_instance_uid: str) -> Iterator[DicomObject]:
        """Hand out what the images of a series say; what cannot be had or read is a problem."""
        try:
            images = self._images_of(series_instance_uid)
        except AnswerError as error:
            self.problems.append(f"{series_instance_uid}: {error.message}")
            return
        if len(images) > _MOST_OBJECTS:
            self.problems.append(f"{series_instance_uid}: {_MOST_OBJECTS} of its {len(images):,} images were read")
        for image in images[:_MOST_OBJECTS]:
            try:
                yield self._object(series_instance_uid, image)
            except AnswerError as error:
                self.problems.append(f"{series_instance_uid}, image {image}: {error.message}")
            except UnreadableError as error:
                self.problems.append(f"{series_instance_uid}, image {image}: {error}")

    def _images_of(self, uid: str) -> tuple[str, ...]:
        if uid not in self._images:
            rows = self._session.rows(rows_of_role(self._source.package, "images", series_instance_uid=uid))
            uids = (getattr(row, "sop_instance_uid", None) for row in rows)
            self._images[uid] = tuple(image for image in uids if isinstance(image, str))
        return self._images[uid]

    def _take(self, rows: Collection[Record]) -> list[str]:
        taken = []
        for row in rows:
            uid = getattr(row, SERIES, None)
            if isinstance(uid, str):
                self._known[uid] = {field.python: getattr(row, field.python) for field in fields_of(type(row))}
                taken.append(uid)
        return taken

    def _object(self, uid: str, image: str) -> DicomObject:
        call = images_of_role(self._source.package, "single image", series_instance_uid=uid, sop_instance_uid=image)
        return self._session.persist(lambda tries: self._session.once(call, _Beginning(call).read))


@dataclasses.dataclass(frozen=True)
class _Beginning:
    """Reads an image as far as it says what it refers to, which may be long before its end."""

    call: Call[bytes]

    def read(self, answer: Answer) -> DicomObject:
        """Read the answer, and let go of it as soon as it has said enough.

        Raises:
            AnswerError: it is another image than the one that was asked for.
            UnreadableError: it says nothing within the limit, or is no image.
        """
        data, enough = bytearray(), _FIRST
        try:
            while (chunk := answer.next_chunk()) is not None:
                data += chunk
                if len(data) >= enough:
                    with contextlib.suppress(CutOffError):
                        return self._read(data, is_whole=False)
                    if enough >= _LONGEST:
                        raise UnreadableError(f"it says nothing in its first {_LONGEST:,} bytes")
                    enough *= 4
            return self._read(data, is_whole=True)
        finally:
            answer.close()

    def _read(self, data: bytearray, *, is_whole: bool) -> DicomObject:
        found = read_object(io.BytesIO(data), is_whole=is_whole)
        check_uids(self.call, [found])
        return found
