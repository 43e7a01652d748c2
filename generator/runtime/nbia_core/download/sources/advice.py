"""What to tell of the sources that were not asked, where the one that was has ended, or does not have what it should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from nbia_core.api.bucket_services import load_sources
from nbia_core.download.model import Announced
from nbia_core.download.options import DEFAULT_SOURCE
from nbia_core.errors import InvalidParameterError, MovedError, NbiaError, NoAnswerError, RetiredError

from .buckets import BucketSource

MOST_DISPUTED: Final = 10
"""How many disputed series are told of."""


def may_have_ended(error: NbiaError) -> bool:
    """Whether an error means that the service has ended, or would look like this if it had."""
    if isinstance(error, NoAnswerError):
        return error.is_unreachable
    return isinstance(error, MovedError | RetiredError) and not error.is_for_another_request


def advise(package: str, error: NbiaError, series_instance_uids: Sequence[str], endpoint: str | None = None) -> str:
    """Return what other sources would do about an error after which a service may have ended.

    Args:
        package: the package of the version of the API.
        error: the error.
        series_instance_uids: the series that it is about, which are looked up; empty if nothing is to be looked up.
        endpoint: the endpoint that was asked, which an index may answer as well.
    """
    number = len(series_instance_uids)
    is_silent = isinstance(error, NoAnswerError)
    face = package.rpartition(".")[0]
    texts: list[str] = []
    for name, buckets in load_sources(face).items():
        other = BucketSource(name=name, package=package)
        condition = "if the service has ended, " if is_silent else ""
        if buckets.questions is not None and endpoint in buckets.questions.answers:
            texts.append(f"{condition}{face}.{name}.Client() answers {endpoint} from its index")
            condition = ""
        how = f"{condition}download(..., {_source(name, is_silent=is_silent)})"
        try:
            found = other.announce(series_instance_uids) if number else None
        except InvalidParameterError as lack:
            texts.append(f"{how} asks the {buckets.title} for images ({lack.hint})")
            continue
        there = 0 if found is None else sum(found.announced(uid) is not None for uid in series_instance_uids)
        series = "this series" if number == 1 else f"{there:,} of these {number:,} series"
        if found is None:
            texts.append(f"{how} asks the {buckets.title} for images")
        elif there:
            texts.append(f"{how} brings {series} from the {buckets.title}")
        else:
            texts.append(f"the index of {name}, which is {other.edition()}, does not have {series}")
    return "; ".join(texts)


def tell_of_others(
    package: str, gone: Sequence[str], disputed: Sequence[str], *, has_ended: bool, is_silent: bool
) -> tuple[str, ...]:
    """Return what to tell of series that the service does not have, or not as it announces them, and others have.

    Args:
        package: the package of the version of the API.
        gone: the series that it does not have, or not any more.
        disputed: those that it has wrong.
        has_ended: whether the service itself has gone, so that it is worth telling of sources that cannot be looked at.
        is_silent: whether it did not answer at all, so that this is not certain.
    """
    notes: list[str] = []
    condition = f"{DEFAULT_SOURCE} did not answer; if it has ended, " if is_silent else ""
    lacks = "it did not bring" if is_silent else f"{DEFAULT_SOURCE} does not have"
    for name, buckets in load_sources(package.rpartition(".")[0]).items():
        how = f"{condition}{_source(name, is_silent=is_silent)}"
        try:
            found = BucketSource(name=name, package=package).announce([*gone, *disputed])
        except InvalidParameterError as error:
            text = f"{how} asks the {buckets.title} for what is gone ({error.hint})"
            notes += [text] if has_ended else []
            continue
        number = sum(found.announced(uid) is not None for uid in gone)
        notes += [f"{how} brings {number:,} of the {len(gone):,} series that {lacks}"] if number else []
        notes += tell_of_disputed(name, {uid: found.announced(uid) for uid in disputed[:MOST_DISPUTED]})
    return tuple(notes)


def tell_of_disputed(name: str, announced: Mapping[str, Announced | None]) -> list[str]:
    """Return what a source has of series that another one has wrong, by their UIDs."""
    return [
        f'{has_images(name, each)} of {uid}, which is disputed: source="{name}" brings them'
        for uid, each in announced.items()
        if each is not None
    ]


def has_images(name: str, announced: Announced) -> str:
    """Say how many images of a series a source has."""
    return f"{name} has {announced.images or 'some'} images"


def _source(name: str, *, is_silent: bool) -> str:
    """Return the argument that asks a source: alone, if the service does not even say that it has nothing."""
    return f'source="{name}"' if is_silent else f'source="{DEFAULT_SOURCE},{name}"'
