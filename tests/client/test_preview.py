"""One image of a series to look at, from the reference server."""

from __future__ import annotations

import io
import sys

import numpy
import pydicom
import pytest

import nbia
import nbia.advanced
import nbia.v2
import nbia.v4
from nbia import (
    AsyncClient,
    Client,
    DecodeError,
    InvalidParameterError,
    Login,
    NotPublicError,
    PixelDataError,
    UnknownImageError,
    calls,
)
from tests.cli.command_line import RIDER
from tests.download.helpers import MOUSE, SMALL
from tests.reference_server import ReferenceServer
from tests.reference_server.known_uids import CONTOURS, SEGMENTATION

NLST = "1.2.840.113654.2.55.97114726565566537928831413367474015470"


def shades(client: Client, series: str, image: str, low: float, high: float) -> object:
    """Return what is seen of an image whose window reaches from one value to another, in another way than the client."""
    body = client.send(calls.get_single_image(series, image)).value
    dataset = pydicom.dcmread(io.BytesIO(body))
    values = dataset.pixel_array * float(dataset.RescaleSlope) + float(dataset.RescaleIntercept)
    return numpy.floor(numpy.interp(values, [low, high], [0, 255]) + 0.5).tolist()


def test_the_middle_image_of_the_list_is_shown_with_the_window_of_its_header(client: Client) -> None:
    listed = [image.sop_instance_uid for image in client.get_sop_instance_uids(RIDER)]

    preview = client.preview(RIDER)

    assert preview.sop_instance_uid == listed[8]
    assert str(preview.place) == "image 9 of 16 in the order of the server's list"
    assert (preview.modality, preview.instance_number, preview.window) == ("CT", 11, (40, 400))
    assert preview.pixels.tolist() == shades(client, RIDER, preview.sop_instance_uid, -160, 239)


def test_a_record_names_the_series(client: Client) -> None:
    (series,) = client.get_series(series_instance_uid=MOUSE)

    preview = client.preview(series)

    assert (preview.series_instance_uid, preview.modality) == (MOUSE, "MR")


def test_an_image_can_be_chosen_and_the_list_is_not_asked_for(server: ReferenceServer, client: Client) -> None:
    image = str(client.get_sop_instance_uids(RIDER)[3].sop_instance_uid)
    server.reset()

    preview = client.preview(RIDER, sop_instance_uid=image)

    assert (preview.sop_instance_uid, preview.place) == (image, None)
    assert [request.endpoint for request in server.requests] == ["getSingleImage"]


def test_a_window_can_be_chosen(client: Client) -> None:
    preview = client.preview(RIDER, window=[-600, 1500])  # type: ignore[arg-type]  # a list will do

    assert preview.window == (-600, 1500)
    assert preview.pixels.tolist() == shades(client, RIDER, preview.sop_instance_uid, -1350, 149)


def test_of_a_segmentation_the_middle_frame_is_shown(client: Client) -> None:
    preview = client.preview(SEGMENTATION)

    assert (preview.frame, preview.frames) == (10, 18)
    assert sorted(set(preview.pixels.ravel().tolist())) == [0, 255]


def test_contours_have_no_pixels(client: Client) -> None:
    with pytest.raises(PixelDataError, match=r"this is RTSTRUCT \(RT Structure Set Storage\)"):
        client.preview(CONTOURS)


def test_an_image_that_is_too_large_for_the_memory_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.client._sync.preview._LARGEST", 1000)

    with pytest.raises(DecodeError, match="more than 1,000 bytes, the limit for what is read into memory"):
        client.preview(RIDER)


def test_a_series_without_images_is_not_public(client: Client) -> None:
    with pytest.raises(NotPublicError, match="lists no image of this series") as caught:
        client.preview("1.2.3")

    assert "SeriesInstanceUID=1.2.3" in str(caught.value.url)


def test_a_series_of_another_server_says_so(client: Client) -> None:
    with pytest.raises(NotPublicError) as caught:
        client.preview(NLST)

    assert caught.value.hint == 'what has such a UID is to be had from Client(server="nlst")'


def test_an_image_that_is_not_there_is_told(client: Client) -> None:
    with pytest.raises(UnknownImageError):
        client.preview(RIDER, sop_instance_uid="1.2.3")


@pytest.mark.parametrize(
    "arguments",
    [
        *({"frame": 0}, {"frame": True}, {"frame": 1.5}),
        *({"window": 40}, {"window": (40,)}, {"window": (40, 0)}, {"window": ("a", 1)}, {"window": "40,400"}),
        *({"series": "abc"}, {"series": 7}, {"series": nbia.Series()}, {"sop_instance_uid": ""}),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_sent(
    server: ReferenceServer, client: Client, arguments: dict[str, object]
) -> None:
    with pytest.raises(InvalidParameterError):
        client.preview(**{"series": RIDER, **arguments})  # type: ignore[arg-type]

    assert server.requests == []


@pytest.mark.anyio
async def test_the_asynchronous_client_shows_the_same(client: Client, async_client: AsyncClient) -> None:
    async with async_client:
        preview = await async_client.preview(SMALL)

    assert preview.to_png() == client.preview(SMALL).to_png()


def test_version_2_shows_it_too(server: ReferenceServer, client: Client) -> None:
    with nbia.v2.Client(base_url=server.url("v2"), login=Login.guest) as other:
        preview = other.preview(RIDER)

    assert preview.to_png() == client.preview(RIDER).to_png()


def test_version_4_shows_it_too(server: ReferenceServer, client: Client) -> None:
    with nbia.v4.Client(base_url=server.url("v4")) as other:
        preview = other.preview(RIDER)

    assert preview.to_png() == client.preview(RIDER).to_png()


def test_the_advanced_api_has_no_such_images(server: ReferenceServer) -> None:
    with (
        nbia.advanced.Client(base_url=server.url("").rstrip("/"), login=Login.guest) as other,
        pytest.raises(InvalidParameterError, match="has no endpoint for this: images"),
    ):
        other.preview(RIDER)

    assert server.requests == []


@pytest.mark.parametrize("library", ["pydicom", "numpy"])
def test_without_the_libraries_one_is_told_what_to_install(
    client: Client, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(ImportError, match=r"needs pydicom and numpy; .*: pip install 'nbia-client\[dicom\]'"):
        client.preview(RIDER)

    assert server.requests == []
