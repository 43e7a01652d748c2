"""Lists the files of a folder in a bucket, page by page, and believes nothing of it that could do harm."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ElementTree
from typing import Final, TypeVar

from nbia_core.api.calls import Call, Operation, address
from nbia_core.download.requests import RetryingSession
from nbia_core.download.zip.format import PLAIN_NAME
from nbia_core.download.zip.reader import MOST_ENTRIES
from nbia_core.errors import BadRequestError, DecodeError, IncompleteArchiveError, UnsafeArchiveError
from nbia_core.http._sync.session import Answer
from nbia_core.records.readers import TextReader

T = TypeVar("T")

_LARGEST_PAGE: Final = 16 * 1024 * 1024
"""Bytes of a page: a thousand files have about half a megabyte."""
_MD5: Final = re.compile(r'"?([0-9a-f]{32})"?', re.ASCII)
_NOT_A_LISTING: Final = "The listing of {} cannot be read: {}."
_HINT: Final = "try again later; if it stays so, check whether a proxy answers in the place of the service"


@dataclasses.dataclass(frozen=True, kw_only=True)
class BucketCall(Call[T]):
    """A request to a bucket, whose address is its own and not that of the service that a client was made for."""

    base_url: str
    """The address of the service that has the bucket."""

    def url(self, base_url: str) -> str:
        """Return the URL of this call."""
        return address(self.base_url, self.operation.name, self.parameters)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A file as its bucket lists it."""

    name: str
    """Its name in the folder."""
    size: int
    """Bytes."""
    md5: str | None
    """Its MD5 hash; None if it was stored in parts, or in a way that has none."""


def list_folder(operation: Operation, base_url: str, folder: str, session: RetryingSession) -> list[Listed]:
    """Return the files of a folder, in the order of their names.

    Args:
        operation: asks the bucket.
        base_url: the address of the service that has it.
        folder: the folder, without a slash at its end.
        session: sends the requests, each again where that may help.

    Raises:
        NbiaError: the service does not answer, or not with a listing.
        IncompleteArchiveError: the listing breaks off.
        UnsafeArchiveError: it names files that must not be written.
        Stopped: the download is to end.
    """
    found: list[Listed] = []
    token: str | None = None
    seen: set[str | None] = set()
    while token not in seen:
        seen.add(token)
        parameters = [("list-type", "2"), ("prefix", f"{folder}/")]
        parameters += [] if token is None else [("continuation-token", token)]
        call = BucketCall(operation=operation, parameters=tuple(parameters), reader=TextReader(), base_url=base_url)
        try:
            files, following = session.persist(_Page(call, folder, session).ask)
        except BadRequestError as error:
            if token is None:
                raise
            raise IncompleteArchiveError(
                f"The listing of {folder} breaks off after {len(found):,} files: {error.sentence or error.message}",
                url=error.url,
                status=error.status,
                hint="try again",
            ) from error
        found += files
        if len(found) > MOST_ENTRIES:
            raise UnsafeArchiveError(f"The folder {folder} has more than {MOST_ENTRIES:,} files.")
        if following is None:
            return _checked(found, folder)
        token = following
    raise IncompleteArchiveError(f"The listing of {folder} leads in circles.", hint=_HINT)


class _Page:
    """A page of a listing: its files, and the token of the next page if one follows."""

    def __init__(self, call: Call[str], folder: str, session: RetryingSession) -> None:
        self._call = call
        self._folder = folder
        self._session = session

    def ask(self, tries: int) -> tuple[list[Listed], str | None]:
        """Ask for it, once."""
        return self._session.once(self._call, self._take)

    def _take(self, answer: Answer) -> tuple[list[Listed], str | None]:
        answer.most_in_memory = _LARGEST_PAGE
        body = answer.read_and_close()
        try:
            return self._read(body)
        except (ElementTree.ParseError, ValueError) as error:
            text = _NOT_A_LISTING.format(self._folder, error)
            raise DecodeError(text, hint=_HINT, is_retry_safe=True) from error

    def _read(self, body: bytes) -> tuple[list[Listed], str | None]:
        if b"<!" in body:
            raise ValueError("it declares types")  # entities could make it endlessly long
        root = ElementTree.fromstring(body)
        if _local(root.tag) != "ListBucketResult":
            raise ValueError(f"it is {_local(root.tag)[:100]}")
        files = [self._file(each) for each in root if _local(each.tag) == "Contents"]
        following = _text(root, "NextContinuationToken") if _text(root, "IsTruncated") == "true" else None
        if _text(root, "IsTruncated") == "true" and not following:
            raise ValueError("more follows, and it does not say how to get it")
        return [file for file in files if file is not None], following

    def _file(self, element: ElementTree.Element) -> Listed | None:
        """Read a file; None for the folder itself, which some programs list."""
        key, size = _text(element, "Key") or "", int(_text(element, "Size") or "")
        name = key.removeprefix(f"{self._folder}/")
        if not name and not size:
            return None
        if not key.startswith(f"{self._folder}/") or PLAIN_NAME.fullmatch(name) is None or size < 0:
            raise UnsafeArchiveError(f"The folder {self._folder} holds a file that must not be written: {key[:200]!r}.")
        md5 = _MD5.fullmatch((_text(element, "ETag") or "").lower())
        return Listed(name=name, size=size, md5=None if md5 is None else md5[1])


def _checked(files: list[Listed], folder: str) -> list[Listed]:
    """Return files in the order of their names, if no two have the same one, in whatever case."""
    if len({file.name.lower() for file in files}) < len(files):
        raise UnsafeArchiveError(f"The listing of {folder} names a file twice.")
    return sorted(files, key=lambda file: file.name)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _text(element: ElementTree.Element, name: str) -> str | None:
    return next((each.text for each in element if _local(each.tag) == name), None)
