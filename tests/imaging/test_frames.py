"""What is taken out of a file, and which files are refused: their headers claim anything."""

from __future__ import annotations

import contextlib
import io
import types
import warnings
import zlib
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydicom.encaps import encapsulate
from pydicom.uid import (
    MPEG2MPML,
    UID,
    DeflatedExplicitVRLittleEndian,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    RLELossless,
    RTStructureSetStorage,
)

from nbia import InvalidParameterError, PixelDataError
from nbia_core.imaging.preview import make_preview
from tests.imaging.images import IMAGE, SERIES, a_header, an_image, file_of, grey, preview_of, seen

FRAMES = numpy.array([[[0, 1]], [[0, 2]], [[0, 3]], [[0, 4]]], "u2")


WHOLE = file_of(
    grey(
        [0, 100], WindowCenter=[40, 50], WindowWidth=[400, 50], RescaleSlope=1, RescaleIntercept=0, PixelPaddingValue=0
    )
)


def a_jpeg(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (8, 8), shade).save(buffer, "JPEG")
    return buffer.getvalue()


def compressed(data: list[bytes], syntax: str) -> Any:
    image = an_image(numpy.zeros((8, 8), "u1"), NumberOfFrames=len(data))
    image.file_meta.TransferSyntaxUID = UID(syntax)
    del image.PixelData
    image.add_new("PixelData", "OB", encapsulate(data))
    image["PixelData"].is_undefined_length = True
    return image


def show(body: bytes) -> None:
    make_preview(body, series_instance_uid=SERIES, sop_instance_uid=IMAGE, place=None, frame=None, window=None)


def test_of_several_frames_the_middle_one_is_shown() -> None:
    preview = preview_of(an_image(FRAMES), window=(2.5, 5))

    assert (preview.frame, preview.frames) == (3, 4)
    assert preview.pixels.tolist() == [[0, 191]]


def test_a_frame_can_be_chosen() -> None:
    assert seen(an_image(FRAMES), frame=2, window=(2.5, 5)) == [[0, 128]]


def test_a_frame_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidParameterError, match="frame=5: this image has 4"):
        preview_of(an_image(FRAMES), frame=5)


def test_one_bit_for_each_pixel_is_shown() -> None:
    image = grey([0] * 8, kind="u1", BitsAllocated=1, BitsStored=1, HighBit=0)
    image.PixelData = b"\x81\0"

    assert seen(image) == [[255, 0, 0, 0, 0, 0, 0, 255]]


@pytest.mark.parametrize("is_implicit", [False, True])
def test_a_file_that_does_not_say_how_it_is_written_is_shown(is_implicit: bool) -> None:
    image = grey([0, 100], WindowCenter=50.5, WindowWidth=101)
    del image.file_meta.TransferSyntaxUID
    buffer = io.BytesIO()
    image.save_as(buffer, implicit_vr=is_implicit, little_endian=True)

    preview = make_preview(
        buffer.getvalue(), series_instance_uid=SERIES, sop_instance_uid=IMAGE, place=None, frame=None, window=None
    )

    assert preview.pixels.tolist() == [[0, 255]]


def test_what_is_compressed_is_decoded() -> None:
    image = an_image(numpy.array([[0, 100], [50, 100]], "u2"), WindowCenter=50.5, WindowWidth=101)
    image.compress(RLELossless)

    assert seen(image) == [[0, 255], [128, 255]]


def test_of_a_compressed_image_only_the_wanted_frame_is_decoded() -> None:
    image = compressed([b"no JPEG", a_jpeg(200), b"no JPEG"], JPEGBaseline8Bit)

    assert preview_of(image, window=(128, 256)).pixels[0, 0] == 200


def test_a_damaged_compressed_frame_is_told() -> None:
    with pytest.raises(PixelDataError, match=r"Image 1\.2\.3\.4 of series 1\.2\.3: The pixels cannot be decoded: "):
        preview_of(compressed([b"no JPEG"], JPEGBaseline8Bit))


def test_what_nothing_here_decodes_names_what_does(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = types.SimpleNamespace(is_available=False)
    monkeypatch.setattr("pydicom.pixels.decoders.base.get_decoder", lambda uid: nothing)

    with pytest.raises(PixelDataError, match=r"compressed \(JPEG Lossless.*nothing that is installed") as caught:
        preview_of(compressed([b"\0\0"], JPEGLosslessSV1))

    assert caught.value.hint == "pip install pylibjpeg pylibjpeg-libjpeg"


def test_a_film_is_refused() -> None:
    with pytest.raises(PixelDataError, match=r"compressed \(MPEG2") as caught:
        preview_of(compressed([b"\0\0"], MPEG2MPML))

    assert caught.value.hint == "download the series and open it in another program"


def test_what_has_no_pixels_is_named() -> None:
    contours = a_header(Modality="RTSTRUCT", SOPClassUID=RTStructureSetStorage)

    with pytest.raises(PixelDataError, match=r"no pixels to show: this is RTSTRUCT \(RT Structure Set Storage\)"):
        preview_of(contours)


@pytest.mark.parametrize("body", [b"", b"junk", b"\0" * 128 + b"DICM", b"\xff" * 4000])
def test_what_is_no_image_is_refused(body: bytes) -> None:
    with pytest.raises(PixelDataError):
        show(body)


@pytest.mark.parametrize(
    ("claims", "match"),
    [
        (
            {"Rows": 65535, "Columns": 65535},
            "too large for a preview: its header claims 65,535 rows and 65,535 columns",
        ),
        ({"Rows": 8000, "Columns": 8000}, "claims 128,000,000 bytes of pixels .* and 8 are there"),
        ({"NumberOfFrames": 2**31 - 1}, "claims .* bytes of pixels .* and 8 are there"),
        ({"Rows": 0}, "does not say how many rows and columns"),
        ({"Columns": None}, "does not say how many rows and columns"),
        ({"SamplesPerPixel": 65535}, "and 8 are there"),
        ({"BitsAllocated": 65535}, "and 8 are there"),
        ({"BitsAllocated": None}, "cannot be decoded"),
        ({"BitsAllocated": 0}, "cannot be decoded"),
        ({"PhotometricInterpretation": None}, "cannot be decoded"),
        ({"PhotometricInterpretation": "PALETTE COLOR"}, "cannot be shown"),
    ],
)
def test_a_header_that_claims_too_much_or_too_little_is_refused(claims: dict[str, Any], match: str) -> None:
    with pytest.raises(PixelDataError, match=match):
        preview_of(grey([1, 2], [3, 4], **claims))


def test_no_frames_are_one() -> None:
    assert preview_of(grey([1, 2], NumberOfFrames=0)).frames == 1


def test_numbers_that_are_none_are_passed_over() -> None:
    image = grey([0, 10], WindowCenter="40", WindowWidth="400", RescaleSlope="1", RescaleIntercept="0")
    body = file_of(image)

    odd = body.replace(b"DS\2\00040", b"DS\2\0x ")

    preview = make_preview(odd, series_instance_uid=SERIES, sop_instance_uid=IMAGE, place=None, frame=None, window=None)
    assert odd != body
    assert preview.window is None
    assert preview.pixels.tolist() == [[0, 255]]


def test_a_small_file_that_inflates_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.imaging.dataset._MOST_INFLATED", 10**6)
    image = grey([1, 2])
    image.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    start = file_of(image)
    end_of_meta = 144 + int.from_bytes(start[140:144], "little")
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)

    with pytest.raises(PixelDataError, match="inflates to more than 1,000,000 bytes"):
        show(start[:end_of_meta] + deflate.compress(bytes(10**8)) + deflate.flush())


def test_a_deflated_image_is_shown() -> None:
    image = grey([0, 100], WindowCenter=50.5, WindowWidth=101)
    image.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian

    assert seen(image) == [[0, 255]]


@settings(max_examples=300)
@given(place=st.integers(132, len(WHOLE) - 1), damage=st.binary(max_size=6), length=st.integers(0, 6))
def test_a_damaged_file_is_shown_or_told_and_nothing_else(place: int, damage: bytes, length: int) -> None:
    with contextlib.suppress(PixelDataError):
        show(WHOLE[:place] + damage + WHOLE[place + length :])


def test_warnings_are_what_they_were() -> None:
    before = list(warnings.filters)

    preview_of(grey([1, 2], NumberOfFrames=0))

    assert list(warnings.filters) == before


def test_what_a_header_says_steers_no_terminal() -> None:
    body = file_of(grey([1, 2])).replace(b"CS\2\0CT", b"CS\2\0\x1b7")

    preview = make_preview(
        body, series_instance_uid=SERIES, sop_instance_uid=IMAGE, place=None, frame=None, window=None
    )

    assert preview.modality is not None
    assert "\x1b" not in "".join([repr(preview), *preview.describe()])
