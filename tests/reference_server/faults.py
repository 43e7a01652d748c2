"""Faults that a test can ask the server for, each by a function named after what goes wrong.

They are given to `ReferenceServer.inject`::

    server.inject(faults.status(503), endpoint="getSeries", times=2)
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime

from . import error_pages
from .answers import Answer, failure
from .zip_plans import Change, Plan, flipped


@dataclass(frozen=True)
class Reply:
    """Another answer takes the place of the right one."""

    answer: Answer


@dataclass(frozen=True)
class Delay:
    """The first byte comes late."""

    seconds: float


@dataclass(frozen=True)
class Trickle:
    """The body comes in small pieces."""

    size: int
    seconds: float


@dataclass(frozen=True)
class Stall:
    """The body stops coming, although the connection stays."""

    after: int


@dataclass(frozen=True)
class Cut:
    """The connection closes after some bytes of head and body, although more were promised."""

    after: int
    reset: bool


@dataclass(frozen=True)
class CutChunks:
    """The connection closes after some bytes of a chunked body, without the terminating chunk."""

    after: int


@dataclass(frozen=True)
class Rewrite:
    """A function changes the whole body."""

    function: Callable[[bytes], bytes]


@dataclass(frozen=True)
class AlteredZip:
    """A ZIP archive, or the image of getSingleImage, is put together wrongly."""

    change: Change


Fault = Reply | Delay | Trickle | Stall | Cut | CutChunks | Rewrite | AlteredZip


def slow_first_byte(seconds: float) -> Fault:
    """Wait before anything is sent."""
    return Delay(seconds)


def trickle(size: int, seconds: float) -> Fault:
    """Send the body ``size`` bytes at a time, ``seconds`` apart."""
    return Trickle(size, seconds)


def stall(after: int) -> Fault:
    """Send ``after`` bytes of the body, all but the last ``-after`` if it is negative, and then nothing any more."""
    return Stall(after)


def cut(after: int = 0, *, reset: bool = False) -> Fault:
    """Close the connection after ``after`` bytes of status line, headers and body.

    The answer has a Content-Length, so more was promised. With ``reset`` the client sees a
    connection reset instead of an orderly end.
    """
    return Cut(after, reset)


def cut_chunks(after: int) -> Fault:
    """Send ``after`` bytes of the body in chunks, then close the connection without the last chunk."""
    return CutChunks(after)


def missing_images(keep: int, *, complete_digests: bool = False) -> Fault:
    """Send a proper ZIP archive with the first ``keep`` images only.

    Like the real server, leave ``md5hashes.csv`` out, unless ``complete_digests`` asks for all its rows.
    """

    def change(plan: Plan) -> Plan:
        return replace(plan, images=plan.images[:keep], digests=plan.digests if complete_digests else None)

    return AlteredZip(change)


def _digest_fault(image: int, digest: str | None) -> Fault:
    def change(plan: Plan) -> Plan:
        if plan.digests is None:
            return plan
        name = plan.images[image].name
        others = {other: value for other, value in plan.digests.items() if other != name}
        return replace(plan, digests=others if digest is None else {**others, name: digest})

    return AlteredZip(change)


def wrong_md5(image: int = 0) -> Fault:
    """Give one image a digest in ``md5hashes.csv`` that is not its own."""
    return _digest_fault(image, "00000000000000000000000000000bad")


def blank_md5(image: int = 0) -> Fault:
    """Give one image a blank for a digest."""
    return _digest_fault(image, " ")


def missing_md5(image: int = 0) -> Fault:
    """Leave one image out of ``md5hashes.csv``."""
    return _digest_fault(image, None)


def no_digest(image: int = 0) -> Fault:
    """Let one image have no stored digest at all, which ends or empties some archives."""

    def change(plan: Plan) -> Plan:
        bare = replace(plan.images[image], digest=None)
        digests = plan.digests and {**plan.digests, bare.name: ""}
        return replace(plan, images=(*plan.images[:image], bare, *plan.images[image + 1 :]), digests=digests)

    return AlteredZip(change)


def damaged_image(image: int = 0) -> Fault:
    """Flip bytes in the middle of one image before it is compressed: its CRC is right, its MD5 wrong."""

    def change(plan: Plan) -> Plan:
        damaged = replace(plan.images[image], damaged=True)
        return replace(plan, images=(*plan.images[:image], damaged, *plan.images[image + 1 :]))

    return AlteredZip(change)


def flipped_bytes() -> Fault:
    """Flip bytes in the middle of the body."""
    return Rewrite(flipped)


def rewritten(function: Callable[[bytes], bytes]) -> Fault:
    """Send what ``function`` makes of the body."""
    return Rewrite(function)


def replaced(
    body: bytes,
    *,
    content_type: str | None = "application/json",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Fault:
    """Send ``body`` instead of the answer."""
    return Reply(
        Answer(status=status, content_type=content_type, headers=tuple((headers or {}).items()), body=body),
    )


def empty() -> Fault:
    """Send 200 and nothing else, which is also how the server says "no rows"."""
    return Reply(Answer())


def html_page() -> Fault:
    """Send 200 and a page of the portal."""
    return Reply(Answer(content_type="text/html", body=error_pages.portal_page()))


def redirect(location: str, status: int = 302) -> Fault:
    """Send the client elsewhere."""
    return Reply(
        Answer(
            status=status,
            content_type="text/html",
            headers=(("Location", location),),
            body=error_pages.nginx_page(status),
        )
    )


def status(code: int, *, retry_after: int | datetime | None = None) -> Fault:
    """Send an error of the kind that the API or a machine in front of it sends with this status.

    ``retry_after`` adds the header ``Retry-After``, in seconds or as an HTTP date.
    """
    if code == 400:
        sentence = b"A parameter, SeriesInstanceUID, is required for this API call."
        answer = Answer(status=code, content_type="application/json", body=sentence)
    elif code == 401:
        answer = Answer(
            status=code,
            content_type="text/html;charset=utf-8",
            body=error_pages.tomcat_page(code),
        )
    elif code == 500:
        answer = failure("null")
    else:
        answer = Answer(status=code, content_type="text/html", body=error_pages.nginx_page(code))
    if retry_after is not None:
        answer = replace(answer, headers=(*answer.headers, ("Retry-After", _retry_after(retry_after))))
    return Reply(answer)


def _retry_after(value: int | datetime) -> str:
    return format_datetime(value, usegmt=True) if isinstance(value, datetime) else str(value)
