"""Which shades and colours are seen: computed by hand from the formulas of DICOM PS3.3, section C.11."""

from __future__ import annotations

import numpy
import pytest
from pydicom.dataset import Dataset

from tests.imaging.images import an_image, grey, preview_of, seen


def an_item(**attributes: object) -> Dataset:
    item = Dataset()
    for keyword, value in attributes.items():
        setattr(item, keyword, value)
    return item


def a_table(first: int, bits: int, values: list[int]) -> Dataset:
    item = Dataset()
    item.add_new("LUTDescriptor", "US", [len(values), first, bits])
    item.add_new("LUTData", "US", values)
    return item


def a_windowed_frame(centre: float) -> Dataset:
    return an_item(FrameVOILUTSequence=[an_item(WindowCenter=centre, WindowWidth=201)])


def add_palette(image: Dataset, **colours: list[int]) -> None:
    for colour, values in colours.items():
        image.add_new(f"{colour}PaletteColorLookupTableDescriptor", "US", [len(values), 0, 16])
        image.add_new(f"{colour}PaletteColorLookupTableData", "OW", numpy.array(values, "u2").tobytes())


def test_a_window_is_black_below_white_above_and_linear_between() -> None:
    # (x - 39.5) / 399 + 0.5
    image = grey([-1000, -160, -60, 40], [139, 239, 240, 3000], WindowCenter=40, WindowWidth=400)

    assert seen(image) == [[0, 0, 64, 128], [191, 255, 255, 255]]


def test_a_window_is_about_rescaled_values() -> None:
    image = grey([0, 1064, 2048], kind="u2", WindowCenter=40, WindowWidth=400, RescaleSlope=1, RescaleIntercept=-1024)

    assert seen(image) == [[0, 128, 255]]


def test_a_slope_is_applied() -> None:
    image = grey([0, 100, 200], kind="u2", WindowCenter=100, WindowWidth=201, RescaleSlope="0.5", RescaleIntercept=50)

    # 50, 100 and 150, of which a window from 0 to 200 shows a quarter, a half and three quarters
    assert seen(image) == [[64, 128, 192]]


def test_an_exact_window_has_no_half_of_a_value_at_its_ends() -> None:
    image = grey([0, 50, 100], WindowCenter=50, WindowWidth=100, VOILUTFunction="LINEAR_EXACT")

    assert seen(image) == [[0, 128, 255]]


def test_a_sigmoid_window_is_one() -> None:
    image = grey([-32768, 25, 50, 75, 32767], WindowCenter=50, WindowWidth=100, VOILUTFunction="SIGMOID")

    assert seen(image) == [[0, 69, 128, 186, 255]]


def test_the_narrowest_window_is_a_threshold() -> None:
    image = grey([99, 100], WindowCenter=100, WindowWidth=1)

    assert seen(image) == [[0, 255]]


def test_of_several_windows_the_first_counts() -> None:
    image = grey([0, 100], WindowCenter=[50.5, 4000], WindowWidth=[101, 8000])

    preview = preview_of(image)

    assert preview.pixels.tolist() == [[0, 255]]
    assert preview.window == (50.5, 101)
    assert preview.windows == ((50.5, 101), (4000, 8000))


def test_a_window_can_be_chosen() -> None:
    image = grey([0, 100], WindowCenter=50, WindowWidth=101)

    preview = preview_of(image, window=(100.5, 201))

    assert preview.pixels.tolist() == [[0, 128]]
    assert preview.window == (100.5, 201)


@pytest.mark.parametrize(("centre", "width"), [(None, None), (50, 0), (50, -1), (None, 100)])
def test_without_a_window_values_reach_from_the_darkest_to_the_brightest(centre: int | None, width: int | None) -> None:
    image = grey([0, 10, 20] * 100, WindowCenter=centre, WindowWidth=width)

    preview = preview_of(image)

    assert preview.pixels[0, :3].tolist() == [0, 128, 255]
    assert preview.window is None


def test_a_few_outliers_do_not_make_the_rest_dark() -> None:
    image = grey([0, 10, 20] * 100 + [30000])

    assert preview_of(image).pixels[0, -4:].tolist() == [0, 128, 255, 255]


def test_values_that_are_nearly_all_the_same_are_told_apart() -> None:
    image = grey([0] * 299 + [1])

    assert preview_of(image).pixels[0, -2:].tolist() == [0, 255]


def test_an_image_of_one_value_is_black() -> None:
    assert seen(grey([7, 7])) == [[0, 0]]


def test_monochrome_1_is_turned_round() -> None:
    image = grey([0, 50, 100], WindowCenter=50.5, WindowWidth=101, PhotometricInterpretation="MONOCHROME1")

    assert seen(image) == [[255, 127, 0]]


@pytest.mark.parametrize("interpretation", ["MONOCHROME1", "MONOCHROME2"])
def test_padding_is_black_and_tells_nothing_of_the_darkest_value(interpretation: str) -> None:
    image = grey([-2000, 500, 600], PixelPaddingValue=-2000, PhotometricInterpretation=interpretation)

    assert sorted(seen(image)[0][1:]) == [0, 255]
    assert seen(image)[0][0] == 0


def test_padding_can_be_a_range() -> None:
    image = grey([0, 5, 10, 40], kind="u2", PixelPaddingValue=0, PixelPaddingRangeLimit=10)

    assert seen(image) == [[0, 0, 0, 0]]
    assert seen(image, window=(30.5, 41)) == [[0, 0, 0, 191]]


def test_padding_that_was_written_with_another_sign_is_padding() -> None:
    image = grey([-2000, 500, 600], PixelPaddingValue=None)
    image.add_new("PixelPaddingValue", "US", 63536)

    assert seen(image) == [[0, 0, 255]]


def test_a_table_of_the_modality_is_applied() -> None:
    image = grey([0, 1, 2], kind="u2", WindowCenter=50.5, WindowWidth=101)
    image.ModalityLUTSequence = [a_table(0, 16, [100, 50, 0])]

    assert seen(image) == [[255, 128, 0]]


def test_a_table_of_values_of_interest_is_applied_where_there_is_no_window() -> None:
    image = grey([0, 1, 2], kind="u2")
    image.VOILUTSequence = [a_table(0, 12, [0, 4095, 2048])]

    assert seen(image) == [[0, 255, 128]]


def test_an_enhanced_image_says_it_for_each_frame() -> None:
    image = an_image(numpy.array([[[0, 100]], [[0, 100]], [[0, 100]]], "i2"))
    image.SharedFunctionalGroupsSequence = [
        an_item(PixelValueTransformationSequence=[an_item(RescaleSlope=2, RescaleIntercept=0)])
    ]
    image.PerFrameFunctionalGroupsSequence = [a_windowed_frame(300.5), a_windowed_frame(100.5), a_windowed_frame(200.5)]

    assert seen(image, frame=1) == [[0, 0]]
    assert seen(image, frame=2) == [[0, 255]]
    assert seen(image, frame=3) == [[0, 128]]


def test_colours_stay() -> None:
    colours = [[[255, 0, 0], [0, 128, 0], [1, 2, 3]]]

    preview = preview_of(an_image(numpy.array(colours, "u1")))

    assert preview.pixels.tolist() == colours
    assert preview.window is None


def test_colours_of_sixteen_bits_are_shown_with_eight() -> None:
    image = an_image(numpy.array([[[65535, 0, 256], [511, 32768, 0]]], "u2"))

    assert seen(image) == [[[255, 0, 1], [1, 128, 0]]]


def test_brightness_and_colour_differences_become_colours() -> None:
    image = an_image(numpy.array([[[76, 85, 255], [128, 128, 128]]], "u1"), PhotometricInterpretation="YBR_FULL")

    assert seen(image) == [[[254, 0, 0], [128, 128, 128]]]


def test_a_palette_gives_the_colours() -> None:
    image = grey([0, 1, 2], kind="u2", PhotometricInterpretation="PALETTE COLOR")
    add_palette(image, Red=[65535, 0, 0], Green=[0, 65535, 0], Blue=[0, 0, 32768])

    assert seen(image) == [[[255, 0, 0], [0, 255, 0], [0, 0, 128]]]


def test_values_with_decimals_are_shown() -> None:
    values = numpy.array([[0, 0.5, 1, numpy.nan]], "f4")
    image = grey([0, 0, 0, 0], kind="u4", WindowCenter=0.5, WindowWidth=1, VOILUTFunction="LINEAR_EXACT")
    del image.PixelData
    image.FloatPixelData = values.tobytes()

    assert seen(image) == [[0, 128, 255, 0]]
