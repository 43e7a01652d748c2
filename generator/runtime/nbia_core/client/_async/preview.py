"""Fetches one image of a series to look at."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

from nbia_core.checks import check_integer, check_number
from nbia_core.errors import InvalidParameterError, NotPublicError
from nbia_core.http._async.session import AsyncAnswer, AsyncSession
from nbia_core.http.answers import where_else
from nbia_core.imaging.dataset import check_libraries
from nbia_core.imaging.preview import ImagePreview, Place, make_preview, middle
from nbia_core.records.calls import images_of_role, rows_of_role
from nbia_core.records.readers import read_answer
from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .threads import run_blocking

_LARGEST: Final = 1024**3
"""Bytes that an image may have to be looked at: a breast tomosynthesis has half of that."""


async def fetch_preview(
    session: AsyncSession,
    package: str,
    what: object,
    *,
    sop_instance_uid: str | None,
    frame: int | None,
    window: tuple[float, float] | None,
) -> ImagePreview:
    """Check the arguments, then fetch the image; `AsyncBaseClient.preview` describes them."""
    check_libraries()
    _check_frame(frame)
    window = _read_window(window)
    uid = getattr(what, "series_instance_uid", None) if isinstance(what, Record) else what
    place = None
    if sop_instance_uid is None:
        place, sop_instance_uid = await _find_middle(session, package, uid)
    call = images_of_role(package, "single image", series_instance_uid=uid, sop_instance_uid=sop_instance_uid)

    async def read(answer: AsyncAnswer) -> bytes:
        answer.most_in_memory = _LARGEST
        return await answer.read_and_close()

    body = await session.perform(call, read)
    return await run_blocking(
        functools.partial(
            make_preview,
            body,
            series_instance_uid=str(uid),
            sop_instance_uid=sop_instance_uid,
            place=place,
            frame=frame,
            window=window,
        )
    )


async def _find_middle(session: AsyncSession, package: str, uid: object) -> tuple[Place, str]:
    """Return the middle one of the images that the server lists, and where it stands among them."""
    call = rows_of_role(package, "images", series_instance_uid=uid)

    async def read(answer: AsyncAnswer) -> Records[Record]:
        return read_answer(call, await answer.read_and_close(), strict=False)

    found = middle(await session.perform(call, read))
    if found is None:
        url = call.url(session.base_url)
        raise NotPublicError(
            f"{call.operation.name}: The server lists no image of this series: it is unknown, not public, or kept on "
            "another server.",
            url=url,
            hint=where_else(call.operation, url) or "check the UID",
        )
    return found


def _check_frame(frame: object) -> None:
    if frame is not None and check_integer("frame", frame) < 1:
        raise InvalidParameterError(f"frame={frame} must be 1 or more: frames are counted from 1.")


def _read_window(window: object) -> tuple[float, float] | None:
    """Return a centre and a width, however they were put together."""
    if window is None:
        return None
    if not isinstance(window, Sequence) or isinstance(window, str | bytes) or len(window) != 2:
        raise InvalidParameterError(f"window={window!r} must be a centre and a width, such as window=(40, 400).")
    centre, width = (check_number("window", each) for each in window)
    if width <= 0:
        raise InvalidParameterError(f"window={window!r} has no width: it must be above 0.")
    return centre, width
