"""Archives of images and single images: entries, their order and names, hashes, and whether they are DICOM."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from nbia_core.api.description import Endpoint
from nbia_core.contract.findings import Part, Verdict
from nbia_core.contract.observations import Observation
from nbia_core.text import some

from .evidence import Report, Tally, View
from .formats import check_media_type
from .renames import similarity

_START: Final = 132
_MOST_BYTES: Final = 512 * 1024 * 1024
_BLOCK: Final = 1024 * 1024
_LONGEST_TEXT: Final = 16 * 1024 * 1024
_ALIKE: Final = 0.6
_HEAD: Final = "Filename,MD5Hash"
_MD5: Final = re.compile(r"[0-9a-f]{32}")
_NEW_NAMES: Final = "new_file_names"
_HASHES: Final = "include_md5"
_ANNOTATIONS: Final = "include_annotation"
_IMAGE: Final = re.compile(r"[^/\\]+\.dcm|[0-9]+(-[0-9]+)?(\.\w+)?", re.IGNORECASE)
_NAMES: Final = (
    (re.compile(r"[0-9]{8}(\.\w+)?"), "numbers of eight digits"),
    (re.compile(r"[0-9]+-[0-9]+\.dcm"), "numbers of acquisition and image"),
    (re.compile(r"[0-9]+(\.[0-9]+){3,}(\.dcm)?"), "DICOM UIDs"),
    (re.compile(r".*[/\\].*"), "names with folders"),
)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """What was read of an archive."""

    names: tuple[str, ...]
    """The entries in their order."""
    images: tuple[str, ...]
    """Those that are images, or look so where only the names are known."""
    digests: Mapping[str, str] | None = None
    """The MD5 hashes of the images; None where their content is not known."""
    not_dicom: tuple[str, ...] = ()
    """Entries that look like images and are no DICOM files."""
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the entries say that are no images."""


def check_images(view: View, good: Iterable[Observation], announced: Mapping[str, int]) -> Report:
    """Check archives and single images.

    Args:
        view: The endpoint.
        good: The answers that have a body and a good status.
        announced: How many images each series has, as far as other answers say so.
    """
    report = Report()
    observations = [observation for observation in good if observation.purpose in ("image", "text")]
    check_media_type(report, view, [(observation, view.endpoint.content_type) for observation in observations])
    tallies: defaultdict[tuple[Verdict, str | None, str | None, str], Tally] = defaultdict(Tally)
    for observation in observations:
        if view.endpoint.kind == "zip":
            found = _archive(view, observation, announced, report)
        else:
            found = _single(view.endpoint, observation)
        for change, shown in found:
            tallies[change].add(observation, shown)
    for (verdict, attribute, new, summary), tally in tallies.items():
        part: Part = "attribute" if attribute is None else "entry"
        report.add(tally.finding(verdict, view.endpoint.name, summary, attribute=attribute, new=new, part=part))
    return report


_Found = tuple[tuple[Verdict, str | None, str | None, str], Sequence[str]]


def _single(endpoint: Endpoint, observation: Observation) -> Iterable[_Found]:
    body = observation.body
    is_right = {"dicom": body[128:_START] == b"DICM", "jpeg": body.startswith(b"\xff\xd8\xff")}
    if not is_right.get(endpoint.kind, True):
        new = "a ZIP archive" if body.startswith(b"PK\x03\x04") else f"no {endpoint.kind.upper()} file"
        yield (Verdict.BROKEN, None, new, f"The answer is {new}"), [repr(body[:20])]


def _archive(view: View, observation: Observation, announced: Mapping[str, int], report: Report) -> Iterable[_Found]:
    try:
        archive = _read(view, observation)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OSError, RuntimeError) as error:
        yield (Verdict.BROKEN, None, "an unreadable archive", "The archive cannot be read"), [str(error)]
        return
    expected = announced.get(observation.parameters.get(view.endpoint.parameter("series_instance_uid").wire, ""))
    is_short = expected is not None and len(archive.images) < expected and archive.digests is not None
    if is_short:
        report.notes.append(
            f"{view.endpoint.name}: an archive holds {len(archive.images)} of {expected} images: {observation.url}"
        )
    if view.endpoint.license_entry is None and view.endpoint.hashes_entry is None:
        return  # whatever files the archive has of the series, under their own names
    yield from _entries(view, observation, archive, is_short=is_short)
    yield from _names(view.endpoint, observation, archive)
    if archive.not_dicom:
        summary = "Entries of the archive are no DICOM files"
        yield (Verdict.BROKEN, None, "images that are no DICOM files", summary), archive.not_dicom[:3]
    yield from _hashes(view, archive, observation, report)


def _read(view: View, observation: Observation) -> Archive:
    special = (view.endpoint.license_entry, view.endpoint.hashes_entry)
    if observation.entries is not None:
        images = tuple(name for name in observation.entries if name not in special and _IMAGE.fullmatch(name))
        return Archive(names=observation.entries, images=images)
    digests: dict[str, str] = {}
    texts: dict[str, str] = {}
    not_dicom: list[str] = []
    with zipfile.ZipFile(io.BytesIO(observation.body)) as opened:
        entries = opened.infolist()
        if sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise ValueError("it would extract to more than anybody expects")
        for entry in entries:
            start, digest, text = _content(opened, entry)
            if start[128:_START] == b"DICM":
                digests[entry.filename] = digest
            elif entry.filename in special or not _IMAGE.fullmatch(entry.filename):
                texts[entry.filename] = text
            else:
                digests[entry.filename] = digest
                not_dicom.append(entry.filename)
    return Archive(
        names=tuple(entry.filename for entry in entries),
        images=tuple(digests),
        digests=digests,
        not_dicom=tuple(not_dicom),
        texts=texts,
    )


def _content(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[bytes, str, str]:
    """Return the first bytes of an entry, its MD5 hash, and its text if it is no image."""
    md5 = hashlib.md5(usedforsecurity=False)
    start, kept = b"", bytearray()
    with opened.open(entry) as source:
        while block := source.read(_BLOCK):
            start = start or block[:_START]
            md5.update(block)
            if start[128:_START] != b"DICM" and len(kept) < _LONGEST_TEXT:
                kept += block
    return start, md5.hexdigest(), kept.decode("utf-8", errors="replace")


def _entries(view: View, observation: Observation, archive: Archive, *, is_short: bool) -> Iterable[_Found]:
    """Compare the entries that are no images with the promised ones, which stand first or last."""
    has_annotations = _is_asked_for(view.endpoint, _ANNOTATIONS, observation) is True
    unknown = [name for name in archive.names if name not in archive.images]
    names = archive.names if len(archive.names) <= 4 else [*archive.names[:2], "...", *archive.names[-2:]]
    shown = [", ".join(names)]
    for entry, place, words in (
        (view.endpoint.license_entry, 0, "the first"),
        (view.endpoint.hashes_entry, -1, "the last"),
    ):
        if entry is None:
            continue
        if entry in archive.names:
            unknown.remove(entry)
            if archive.names[place] != entry and not has_annotations:
                summary = f"{entry} is not {words} entry of the archive"
                yield (Verdict.REFORMATTED, entry, f"not {words} entry", summary), shown
            continue
        if place and _is_asked_for(view.endpoint, _HASHES, observation) is False:
            continue
        new = _successor(entry, unknown)
        if new is not None:
            unknown.remove(new)
            yield (Verdict.RENAMED, entry, new, f"The entry {entry} of the archive is called {new} now"), shown
        elif not is_short:
            # A server that fails in the middle leaves the hashes out; that is no change of the layout.
            yield (Verdict.MISSING, entry, None, f"The archive has no entry {entry}"), shown
    for name in () if has_annotations else unknown:
        yield (Verdict.ADDED, name, None, f"The archive has an entry {name} that the spec does not know"), shown


def _is_asked_for(endpoint: Endpoint, name: str, observation: Observation) -> bool | None:
    """Whether a request asked for what a parameter of this name in Python brings; None if the endpoint has none.

    Of a saved archive nobody knows: it may have everything, and needs nothing.
    """
    parameter = next((known for known in endpoint.parameters if known.python == name), None)
    if parameter is None:
        return None
    return observation.parameters.get(parameter.wire, "").lower() == parameter.values[0].lower()


def _successor(entry: str, unknown: Sequence[str]) -> str | None:
    alike = [name for name in unknown if similarity(entry, name) >= _ALIKE]
    return max(alike, key=lambda name: similarity(entry, name), default=None)


def _names(endpoint: Endpoint, observation: Observation, archive: Archive) -> Iterable[_Found]:
    is_renamed = _is_asked_for(endpoint, _NEW_NAMES, observation)
    if _is_asked_for(endpoint, _ANNOTATIONS, observation) is not None:
        is_renamed = True  # what sends annotations as well has no other names
    expected, words = _NAMES[1] if is_renamed else _NAMES[0]
    odd = [name for name in archive.images if not expected.fullmatch(name)]
    if not odd:
        return
    new = next((other for pattern, other in _NAMES if all(map(pattern.fullmatch, odd))), "other names")
    if new == _NAMES[1][1] and not observation.parameters and observation.headers is None:
        return  # of a saved archive nobody knows whether new names were asked for
    summary = f"The images are named by {new}, where {words} are expected"
    yield (Verdict.REFORMATTED, None, f"file names: {new}", summary), odd[:3]


def _hashes(view: View, archive: Archive, observation: Observation, report: Report) -> Iterable[_Found]:
    entry = view.endpoint.hashes_entry
    if entry is None or archive.digests is None:
        return
    entry_now = entry if entry in archive.texts else _successor(entry, list(archive.texts))
    if entry_now is None:
        return
    lines = [line.strip("\r") for line in archive.texts[entry_now].split("\n") if line.strip()]
    if lines and lines[0] == _HEAD:
        lines = lines[1:]
    elif lines and lines[0].rpartition(",")[0] in archive.digests:
        yield (Verdict.REFORMATTED, entry, "no head", f"{entry} has no line with headings"), lines[:2]
    elif lines:
        yield (Verdict.REFORMATTED, entry, "another head", f"{entry} has other headings"), lines[:1]
        lines = lines[1:]
    given = {name: digest for name, _, digest in (line.rpartition(",") for line in lines)}
    unknown = [name for name in given if name not in archive.digests]
    if unknown:
        summary = f"{entry} names images that the archive does not have"
        yield (Verdict.BROKEN, entry, "images that are missing", summary), unknown[:3]
    without = [name for name in archive.digests if not given.get(name, "").strip()]
    if without:
        report.notes.append(f"{view.endpoint.name}: images without a hash: {some(without, 3)}: {observation.url}")
    yield from _digests(
        entry, {name: digest.strip() for name, digest in given.items() if digest.strip()}, archive.digests
    )


def _digests(entry: str, given: Mapping[str, str], actual: Mapping[str, str]) -> Iterable[_Found]:
    wrong = [name for name, digest in given.items() if name in actual and digest != actual[name]]
    if not wrong:
        return
    shown = [f"{name},{given[name]}" for name in wrong[:3]]
    if all(given[name] == actual[name].lstrip("0") for name in wrong):
        new, summary = "hashes without leading zeros", f"The hashes of {entry} have lost their leading zeros"
        yield (Verdict.REFORMATTED, entry, new, summary), shown
    elif all(given[name].lower() == actual[name] for name in wrong):
        new, summary = "hashes in capital letters", f"The hashes of {entry} are written in capital letters"
        yield (Verdict.REFORMATTED, entry, new, summary), shown
    elif not any(_MD5.fullmatch(given[name].lower()) for name in wrong):
        new, summary = "hashes of another kind", f"The hashes of {entry} are no MD5 hashes"
        yield (Verdict.REFORMATTED, entry, new, summary), shown
    else:
        yield (Verdict.BROKEN, entry, "wrong hashes", f"Hashes of {entry} are not those of the images"), shown
