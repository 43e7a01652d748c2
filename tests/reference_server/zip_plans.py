"""Plans of ZIP archives of images: which entries, under which names, with which licence and digests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from .answers import Answer
from .archive import Archive, StoredImage
from .zip_stream import Member, hash_map_order, zip_pieces

_AGREEMENT = """
You may use these images under the licence above when you name where they come from.
Nobody may try to find out whom they show. This is an invented archive: they show nobody.
"""


@dataclass(frozen=True, kw_only=True)
class PlannedImage:
    """An image on its way into a ZIP archive."""

    name: str
    path: Path
    digest: str | None
    """The MD5 taken at ingestion; every image has one until a fault takes it away."""
    damaged: bool = False
    """Whether bytes in its middle are flipped before it is compressed."""

    def content(self) -> bytes:
        """Read the image."""
        content = self.path.read_bytes()
        return flipped(content) if self.damaged else content


class DigestsNeeded(Enum):
    """What becomes of an archive when an image has no stored digest."""

    NO = auto()
    """Nothing."""
    FOR_EACH_IMAGE = auto()
    """It ends before that image."""
    FOR_ALL = auto()
    """Nothing is in it."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a ZIP archive is going to hold."""

    licence: str | None
    """The text of the entry ``LICENSE``, which only getImage writes."""
    images: tuple[PlannedImage, ...]
    digests: dict[str, str] | None
    """The rows of ``md5hashes.csv`` by name; ``None`` when there is no such entry."""
    digests_in_order: bool = False
    """Whether those rows are in the order of the images, not in that of a Java HashMap."""
    digests_needed: DigestsNeeded = DigestsNeeded.NO
    annotations: tuple[Member, ...] = ()
    """Files that stand behind everything else."""
    moment: datetime = field(default_factory=datetime.now)
    """The time that the entries carry."""
    edits: tuple[Callable[[Member], Member], ...] = ()
    """What is done to each entry before it is written."""

    def edited(self, member: Member) -> Member:
        """Return an entry as it is written."""
        for edit in self.edits:
            member = edit(member)
        return member


Change = Callable[[Plan], Plan]
"""A deliberate fault in the making of a ZIP archive."""


def unchanged(plan: Plan) -> Plan:
    """Return the plan as it is."""
    return plan


def flipped(content: bytes) -> bytes:
    """Return ``content`` with the bits of sixteen bytes in its middle inverted."""
    start = max(0, len(content) // 2 - 8)
    middle = bytes(byte ^ 0xFF for byte in content[start : start + 16])
    return content[:start] + middle + content[start + 16 :]


def _members(plan: Plan) -> Iterator[Member]:
    if plan.digests_needed is DigestsNeeded.FOR_ALL and any(image.digest is None for image in plan.images):
        return
    if plan.licence is not None:
        yield Member(name="LICENSE", content=plan.licence.encode())
    for image in plan.images:
        if plan.digests_needed is DigestsNeeded.FOR_EACH_IMAGE and image.digest is None:
            return
        try:
            yield Member(name=image.name, content=image.content())
        except OSError:
            # The real server prints the error and closes the archive as if nothing had happened.
            return
    if plan.digests is not None:
        names = list(plan.digests) if plan.digests_in_order else hash_map_order(plan.digests)
        rows = [f"{name},{plan.digests[name]}\n" for name in names]
        yield Member(name="md5hashes.csv", content="".join(["Filename,MD5Hash\n", *rows]).encode())
    yield from plan.annotations


def numbered(images: list[StoredImage]) -> tuple[PlannedImage, ...]:
    """Name images ``00000001.dcm`` and so on, in the order in which they are stored."""
    return tuple(
        PlannedImage(name=f"{position:08d}{image.path.suffix}", path=image.path, digest=image.digest)
        for position, image in enumerate(images, start=1)
    )


def by_acquisition(images: list[StoredImage]) -> tuple[PlannedImage, ...]:
    """Name images ``<acquisition>-<instance>.dcm``; both are ordinals, not the numbers in the files."""
    ordered = sorted(images, key=lambda image: -1 if image.instance_number is None else image.instance_number)
    ordinals: list[tuple[int, int]] = []
    acquisition, instance = 1, 0
    for position, image in enumerate(ordered):
        if position > 0 and image.acquisition_number != ordered[position - 1].acquisition_number:
            acquisition, instance = acquisition + 1, 0
        instance += 1
        ordinals.append((acquisition, instance))
    wide = len(str(max(acquisition for acquisition, _ in ordinals)))
    narrow = len(str(max(instance for _, instance in ordinals)))
    return tuple(
        PlannedImage(name=f"{first:0{wide}d}-{second:0{narrow}d}.dcm", path=image.path, digest=image.digest)
        for (first, second), image in zip(ordinals, ordered, strict=True)
    )


def digests_of(images: tuple[PlannedImage, ...]) -> dict[str, str]:
    """Return the digests of ``images`` by the names that they have in the archive."""
    return {image.name: image.digest or "" for image in images}


def licence_text(archive: Archive, series_uid: str) -> str:
    """Return what the entry ``LICENSE`` says about a series."""
    rows = archive.query(
        """
        SELECT collection.name, series.licence_name, series.licence_url
        FROM series JOIN study ON study.id = series.study JOIN patient ON patient.id = study.patient
            JOIN collection ON collection.id = patient.collection WHERE series.uid = ?
        """,
        [series_uid],
    )
    collection, name, url = ("" if value is None else value for value in rows[0])
    terms = f"The images of the collection {collection} are published under: {name}\n{url}\n" if name else ""
    return terms + _AGREEMENT


def zip_answer(series_uid: str, plan: Plan) -> Answer:
    """Answer with the archive that ``plan`` describes."""
    return Answer(
        content_type="application/octet-stream",
        headers=(("Content-Disposition", f'attachment; filename="{series_uid}.zip"'),),
        body=zip_pieces(map(plan.edited, _members(plan)), plan.moment),
    )
