"""An archive that ended properly is complete when everything that the server says of it is true."""

from __future__ import annotations

import hashlib
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import IncompleteArchiveError, WrongHashError
from nbia_core.download.check.completeness import Verdict, decide
from nbia_core.download.fetch import evidence_of
from nbia_core.download.model import Announced, Layout
from nbia_core.download.zip.entries import Entries
from tests.download.archives import Entry, dicom, feed, hash_list, packed, series, streamed, with_hashes
from tests.download.stored_series import LAYOUT, UID, real_images

IMAGES = series(3)
SIZE = sum(len(data) for data in IMAGES.values())
PLAIN = Layout(license="LICENSE")
"""The layout of an archive that brings no hashes."""


def judged(
    archive: bytes,
    *,
    images: int | None = 3,
    size: int | None = None,
    layout: Layout = LAYOUT,
    with_headers: bool = False,
) -> Verdict:
    """Take an archive in and judge it."""
    arrival = Entries(None, layout, with_headers=with_headers)
    feed(arrival, [archive])
    announced = Announced(images=images, size=size)
    return decide(evidence_of(arrival, announced, layout, uid=UID, with_headers=with_headers))


def reason(verdict: Verdict) -> str:
    assert verdict.fault is not None
    return verdict.fault.message


def test_a_series_with_its_hashes_is_complete_and_verified() -> None:
    assert judged(with_hashes(IMAGES), size=SIZE) == Verdict(
        images=3,
        size=SIZE,
        verified=3,
        not_verifiable=(),
        checks=("archive end", "image count", "MD5", "DICOM", "sizes"),
    )


def test_what_is_not_announced_is_not_checked() -> None:
    verdict = judged(with_hashes(IMAGES), images=None)

    assert (verdict.fault, verdict.checks) == (None, ("archive end", "MD5", "DICOM"))


def test_an_archive_that_brings_no_hashes_is_complete_without_being_verified() -> None:
    verdict = judged(streamed({"LICENSE": b"CC BY", **IMAGES}), size=SIZE, layout=PLAIN)

    assert (verdict.fault, verdict.verified, verdict.not_verifiable) == (None, 0, tuple(IMAGES))
    assert verdict.checks == ("archive end", "image count", "DICOM", "sizes")


def test_licence_and_hashes_are_no_images() -> None:
    verdict = judged(streamed({"LICENSE": b"CC BY", **IMAGES, "md5hashes.csv": hash_list(IMAGES)}))

    assert (verdict.fault, verdict.images, verdict.size) == (None, 3, SIZE)


def test_names_by_acquisition_and_instance_are_images() -> None:
    images = {"1-01.dcm": dicom(1), "1-02.dcm": dicom(2), "2-01.dcm": dicom(3)}

    assert judged(with_hashes(images)).verified == 3


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_images_may_be_compressed_or_not(method: int) -> None:
    files = {**IMAGES, "md5hashes.csv": hash_list(IMAGES)}
    entries = [
        Entry(name=name.encode(), data=data, method=method, has_sizes_before=True) for name, data in files.items()
    ]

    assert judged(packed(entries)).verified == 3


def test_rows_of_the_hash_list_may_come_in_any_order_and_notation() -> None:
    lines = [f" {hashlib.md5(data).hexdigest().upper()} \r\n" for data in IMAGES.values()]
    listed = "".join(f"{name},{line}" for name, line in reversed([*zip(IMAGES, lines, strict=True)]))

    verdict = judged(streamed({**IMAGES, "md5hashes.csv": f"Filename,MD5Hash\r\n{listed}\r\n".encode()}))

    assert verdict.verified == 3


@pytest.mark.parametrize("blank", [" ", ""])
def test_an_image_without_a_hash_is_not_verifiable(blank: str) -> None:
    verdict = judged(with_hashes(IMAGES, {"00000002.dcm": blank}))

    assert (verdict.fault, verdict.images, verdict.verified) == (None, 3, 2)
    assert verdict.not_verifiable == ("00000002.dcm",)


def test_an_image_that_the_hash_list_leaves_out_is_not_verifiable() -> None:
    verdict = judged(streamed({**IMAGES, "md5hashes.csv": hash_list(series(2))}))

    assert (verdict.fault, verdict.not_verifiable) == (None, ("00000003.dcm",))


def test_where_a_hash_is_missing_the_sizes_must_add_up() -> None:
    archive = with_hashes(IMAGES, {"00000002.dcm": ""})

    assert judged(archive, size=SIZE).fault is None
    assert reason(judged(archive, size=SIZE + 2)).startswith(f"The images have {SIZE:,} bytes where the server")


def test_where_every_image_has_its_hash_another_size_is_the_servers_mistake() -> None:
    verdict = judged(with_hashes(IMAGES), size=SIZE + 2)

    assert verdict.fault is None
    assert "sizes" not in verdict.checks


@pytest.mark.parametrize("digest", ["0" * 32, "d41d8cd98f00b204e9800998ecf8427e", "no hash", "null"])
def test_an_image_with_another_hash_is_damaged(digest: str) -> None:
    verdict = judged(with_hashes(IMAGES, {"00000002.dcm": digest}))

    assert isinstance(verdict.fault, WrongHashError)
    assert "00000002.dcm is damaged: its MD5 hash is" in reason(verdict)
    assert reason(verdict).endswith(f"the archive's is {digest}.")
    assert (verdict.verified, verdict.checks) == (2, ("archive end",))


def test_two_images_that_are_swapped_are_damaged() -> None:
    swapped = {**IMAGES, "00000001.dcm": IMAGES["00000002.dcm"], "00000002.dcm": IMAGES["00000001.dcm"]}

    verdict = judged(streamed({**swapped, "md5hashes.csv": hash_list(IMAGES)}))

    assert "00000001.dcm" in reason(verdict)
    assert verdict.verified == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>Not found</html>", id="a page"),
        pytest.param(bytes(128) + b"DIC", id="almost"),
        pytest.param(bytes(200), id="zeros"),
        pytest.param(b"DICM" + bytes(200), id="without its preamble"),
    ],
)
def test_an_image_that_is_no_dicom_file_is_damaged_even_if_its_hash_is_right(content: bytes) -> None:
    verdict = judged(with_hashes({**IMAGES, "00000002.dcm": content}))

    assert isinstance(verdict.fault, WrongHashError)
    assert reason(verdict) == "The image 00000002.dcm is damaged: it is no DICOM file."


def test_without_the_hash_list_the_server_has_failed_while_it_wrote() -> None:
    verdict = judged(streamed(IMAGES))

    assert isinstance(verdict.fault, IncompleteArchiveError)
    assert "has no md5hashes.csv" in reason(verdict)


def test_a_hash_list_that_names_strangers_shows_that_images_are_missing() -> None:
    verdict = judged(streamed({**series(2), "md5hashes.csv": hash_list(IMAGES)}), images=2)

    assert reason(verdict) == "Images that the list of hashes names are missing: 00000003.dcm."


def test_only_some_of_many_missing_images_are_named() -> None:
    verdict = judged(streamed({**series(1), "md5hashes.csv": hash_list(series(500))}), images=None)

    assert len(reason(verdict)) < 200


@pytest.mark.parametrize(
    "listed", [b"", b"\xff\xfe\x00", b"Filename,MD5Hash", b"\n\n\n", b"Filename,MD5Hash\nnonsense\n", b"\x00" * 100]
)
def test_a_hash_list_that_is_none_never_verifies_anything(listed: bytes) -> None:
    verdict = judged(streamed({**IMAGES, "md5hashes.csv": listed}))

    assert verdict.verified == 0
    assert verdict.not_verifiable == tuple(IMAGES)


@pytest.mark.parametrize("announced", [1, 2, 4, 400])
def test_another_number_of_images_than_announced_is_incomplete(announced: int) -> None:
    verdict = judged(with_hashes(IMAGES), images=announced)

    assert isinstance(verdict.fault, IncompleteArchiveError)
    assert reason(verdict) == f"The archive holds 3 images where the server announces {announced}."


@pytest.mark.parametrize(
    "archive",
    [
        pytest.param(streamed({}), id="nothing"),
        pytest.param(streamed({"LICENSE": b""}), id="an empty licence"),
        pytest.param(streamed({"LICENSE": b"CC BY", "md5hashes.csv": hash_list({})}), id="everything but images"),
    ],
)
@pytest.mark.parametrize("announced", [None, 3])
def test_an_archive_without_images_is_incomplete(archive: bytes, announced: int | None) -> None:
    verdict = judged(archive, images=announced)

    assert isinstance(verdict.fault, IncompleteArchiveError)
    assert reason(verdict) == "The archive holds no images."


def test_images_say_themselves_to_which_series_they_belong() -> None:
    verdict = judged(with_hashes(real_images(UID, 2)), images=2, with_headers=True)

    assert verdict.fault is None
    assert verdict.checks == ("archive end", "image count", "MD5", "DICOM", "headers")


def test_images_of_another_series_are_refused_even_if_all_else_is_right() -> None:
    verdict = judged(with_hashes(real_images("1.2.3", 2)), images=2, with_headers=True)

    assert isinstance(verdict.fault, WrongHashError)
    assert "1.2.3" in reason(verdict)
    assert verdict.fault.is_for_another_request
    assert "headers" not in verdict.checks


def test_that_it_is_another_series_is_said_before_that_the_number_of_images_differs() -> None:
    verdict = judged(with_hashes(real_images("1.2.3", 2)), images=5, with_headers=True)

    assert isinstance(verdict.fault, WrongHashError)


def test_that_an_image_has_another_hash_is_said_before_that_it_cannot_be_read() -> None:
    images = {**real_images(UID, 1), "00000002.dcm": bytes(400)}

    verdict = judged(with_hashes(images, {"00000002.dcm": "0" * 32}), images=2, with_headers=True)

    assert "MD5" in reason(verdict)


@given(kept=st.sets(st.sampled_from(list(IMAGES))), listed=st.sets(st.sampled_from(list(IMAGES))))
def test_a_series_is_complete_only_with_all_its_images(kept: set[str], listed: set[str]) -> None:
    images = {name: data for name, data in IMAGES.items() if name in kept}
    hashes = {name: data for name, data in IMAGES.items() if name in listed}

    verdict = judged(streamed({**images, "md5hashes.csv": hash_list(hashes)}))

    assert (verdict.fault is None) == (kept == set(IMAGES))
