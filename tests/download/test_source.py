"""What a service announces of a series decides what a download has to be complete."""

from __future__ import annotations

import pickle

import pytest

from nbia.v1.records import SeriesSize
from nbia_core.download.model import Announced, SeriesInfo
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.records.record import Record
from nbia_core.records.records import Records

SOURCE = NbiaArchive("nbia.v1")
FOUND = [
    pytest.param(2, 1200, Announced(images=2, size=1200), id="both"),
    pytest.param(None, None, Announced(), id="no values"),
    pytest.param(0, 0, Announced(), id="what an unknown series looks like"),
    pytest.param(-1, -1, Announced(), id="less than nothing"),
    pytest.param("2", "odd", Announced(images=2), id="texts"),
    pytest.param(2.0, "149149266.000000", Announced(images=2, size=149149266), id="decimals"),
    pytest.param(2.5, float("nan"), Announced(), id="no whole numbers"),
    pytest.param(True, True, Announced(), id="booleans"),
]


@pytest.mark.parametrize(("images", "size", "expected"), FOUND)
def test_a_record_announces_images_and_bytes(images: object, size: object, expected: Announced) -> None:
    assert SOURCE.announced({"image_count": images, "file_size": size}) == expected


def test_what_a_record_does_not_have_is_not_announced() -> None:
    assert SOURCE.announced({"collection": "4D-Lung"}) == Announced()


@pytest.mark.parametrize(("images", "size", "expected"), FOUND)
def test_a_size_answer_announces_images_and_bytes(images: object, size: object, expected: Announced) -> None:
    # A value of another type than the spec says is kept as it was sent.
    row = SeriesSize(object_count=images, total_size_in_bytes=size)  # type: ignore[arg-type]
    rows: Records[Record] = Records([row], SeriesSize)

    assert SOURCE.announced_by_size(rows) == expected


def test_a_size_answer_without_rows_announces_nothing() -> None:
    rows: Records[Record] = Records([], SeriesSize)

    assert SOURCE.announced_by_size(rows) == Announced()


def test_the_archive_of_version_4_is_asked_for_in_three_ways() -> None:
    source = NbiaArchive("nbia.v4")
    calls = [source.archive("1.2"), source.archive("1.2", was_short=True), source.archive("1.2", is_older=True)]

    assert [call.url("https://x").removeprefix("https://x/") for call in calls] == [
        "getImage?SeriesInstanceUID=1.2&IncludeMD5=Yes",
        "getImage?SeriesInstanceUID=1.2&NewFileNames=Yes&IncludeMD5=Yes",
        "getImageWithMD5Hash?SeriesInstanceUID=1.2",
    ]


def test_the_calls_of_a_series_name_it() -> None:
    calls = [SOURCE.archive("1.2.3"), SOURCE.license("1.2.3"), SOURCE.record("1.2.3"), SOURCE.size("1.2.3")]

    assert [call.url("https://x").removeprefix("https://x/") for call in calls] == [
        "getImageWithMD5Hash?SeriesInstanceUID=1.2.3",
        "getImage?SeriesInstanceUID=1.2.3",
        "getSeries?SeriesInstanceUID=1.2.3",
        "getSeriesSize?SeriesInstanceUID=1.2.3",
    ]


def test_what_goes_to_other_processes_names_the_version_and_does_not_describe_it() -> None:
    source = NbiaArchive("nbia.v1")
    assert source.layout.license == "LICENSE"

    sent = pickle.dumps(source)

    assert len(sent) < 200
    assert pickle.loads(sent).layout == source.layout


@pytest.mark.parametrize(
    ("images", "attributes", "is_fresh", "lacks"),
    [
        pytest.param(3, {"modality": "CT", "collection": "4D-Lung"}, False, False, id="all is known, and more"),
        pytest.param(3, {"modality": None}, False, False, id="all is known, and one has no value"),
        pytest.param(None, {"modality": "CT"}, False, True, id="the number of images is not known"),
        pytest.param(3, {"collection": "4D-Lung"}, False, True, id="an attribute is not known"),
        pytest.param(None, {}, True, False, id="the source was asked and does not say it"),
    ],
)
def test_a_series_lacks_what_is_not_known_and_was_not_asked_for(
    images: int | None, attributes: dict[str, object], is_fresh: bool, lacks: bool
) -> None:
    announced = Announced(images=images)
    info = SeriesInfo(series_instance_uid="1.2", attributes=attributes, announced=announced, is_fresh=is_fresh)

    assert info.lacks(["modality"]) is lacks
