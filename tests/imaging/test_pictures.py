"""Pictures in files, notebooks and terminals."""

from __future__ import annotations

import base64
import io
import pickle
import re
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image
from rich.console import Console
from rich.segment import Segment

from nbia import DestinationError, ImagePreview, InvalidParameterError, Record
from nbia_core.imaging.png import resized, within
from nbia_core.imaging.preview import Place, middle
from nbia_core.imaging.terminal import cells_for, graphics_of, half_blocks, iterm, kitty
from tests.imaging.images import an_image, grey, preview_of

GREY = numpy.arange(12, dtype=numpy.uint8).reshape(3, 4) * 20
COLOURS = numpy.arange(36, dtype=numpy.uint8).reshape(3, 4, 3)


class Listed(Record, frozen=True, kw_only=True):
    """What a server could list of an image."""

    sop_instance_uid: str | None = None
    instance_number: int | None = None


@pytest.fixture
def preview() -> ImagePreview:
    return preview_of(grey([0, 50], [100, 100], WindowCenter=50.5, WindowWidth=101, InstanceNumber=7))


def pixels_of(png: bytes) -> Any:
    return numpy.asarray(Image.open(io.BytesIO(png))).tolist()


def drawn(preview: ImagePreview, **settings: Any) -> str:
    console = Console(file=io.StringIO(), width=20, height=20, force_terminal=True, _environ={}, **settings)
    with console.capture() as capture:
        console.print(preview)
    return capture.get()


def test_a_png_has_the_shades(preview: ImagePreview) -> None:
    assert pixels_of(preview.to_png()) == [[0, 128], [255, 255]]


def test_a_png_has_the_colours() -> None:
    assert pixels_of(preview_of(an_image(COLOURS)).to_png()) == COLOURS.tolist()


def test_a_notebook_shows_small_images_larger(preview: ImagePreview) -> None:
    picture = numpy.asarray(Image.open(io.BytesIO(preview._repr_png_())))

    assert picture.shape == (256, 256)
    assert picture[::128, ::128].tolist() == [[0, 128], [255, 255]]


def test_a_notebook_shows_large_images_smaller() -> None:
    preview = preview_of(an_image(numpy.zeros((2000, 3000), "u1")))

    assert Image.open(io.BytesIO(preview._repr_png_())).size == (1024, 682)
    assert Image.open(io.BytesIO(preview.to_png())).size == (3000, 2000)


def test_what_becomes_smaller_is_averaged() -> None:
    pixels = numpy.array([[0, 100, 7], [200, 100, 9], [1, 3, 255]], numpy.uint8)

    assert resized(pixels, 2, 2).tolist() == [[0, 54], [101, 92]]
    assert resized(pixels, 1, 1).tolist() == [[75]]


def test_what_becomes_larger_has_the_same_pixels() -> None:
    assert resized(GREY[:1, :2], 2, 4).tolist() == [[0, 0, 20, 20], [0, 0, 20, 20]]


def test_a_long_picture_keeps_a_pixel_of_its_short_side() -> None:
    assert within(numpy.zeros((1, 5000), numpy.uint8), 1024).shape == (1, 1024)


def test_a_picture_is_saved(preview: ImagePreview, tmp_path: Path) -> None:
    path = preview.save(tmp_path / "a.png")

    assert path == tmp_path / "a.png"
    assert path.read_bytes() == preview.to_png()
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_there_is_kept(preview: ImagePreview, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("mine")

    with pytest.raises(DestinationError, match="is there already"):
        preview.save(tmp_path / "a.png")

    assert (tmp_path / "a.png").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_that_leads_nowhere_is_kept(preview: ImagePreview, tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to(tmp_path / "b.png")

    with pytest.raises(DestinationError, match="is there already"):
        preview.save(tmp_path / "a.png")

    assert not (tmp_path / "b.png").exists()


def test_a_file_that_comes_meanwhile_is_kept(
    preview: ImagePreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def come(pixels: object) -> bytes:
        (tmp_path / "a.png").write_text("mine")
        return b""

    monkeypatch.setattr("nbia_core.imaging.png.to_png", come)

    with pytest.raises(DestinationError, match="is there already"):
        preview.save(tmp_path / "a.png")

    assert (tmp_path / "a.png").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_without_hard_links_it_is_saved_too(
    preview: ImagePreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(old: object, new: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", refuse)

    preview.save(tmp_path / "a.png")

    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_a_file_that_is_there_is_replaced_if_that_is_wanted(preview: ImagePreview, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("mine")

    preview.save(tmp_path / "a.png", overwrite=True)

    assert (tmp_path / "a.png").read_bytes() == preview.to_png()


def test_another_ending_is_refused(preview: ImagePreview, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterError, match=r"must end in \.png"):
        preview.save(tmp_path / "a.jpg")


def test_a_preview_says_what_it_is(preview: ImagePreview) -> None:
    assert repr(preview).splitlines() == [
        "<ImagePreview: CT, 2 x 2; window centre 50.5, width 101>",
        "  InstanceNumber 7",
        "  SOPInstanceUID 1.2.3.4",
        "  SeriesInstanceUID 1.2.3",
    ]


def test_a_preview_can_be_pickled(preview: ImagePreview) -> None:
    assert pickle.loads(pickle.dumps(preview)).to_png() == preview.to_png()


def test_the_middle_is_by_the_list_where_it_has_no_numbers() -> None:
    images = [Listed(sop_instance_uid=uid) for uid in ("1.1", "1.2", "1.3", "1.4")]

    assert middle(images) == (Place(number=3, images=4, order="server"), "1.3")


def test_the_middle_is_by_the_numbers_where_all_have_one() -> None:
    numbers = {"1.1": 30, "1.2": 10, "1.3": 20}
    images = [Listed(sop_instance_uid=uid, instance_number=number) for uid, number in numbers.items()]

    assert middle(images) == (Place(number=2, images=3, order="InstanceNumber"), "1.3")


def test_there_is_no_middle_of_nothing() -> None:
    assert middle([]) is None
    assert middle([Listed()]) is None


def test_a_cell_has_the_shades_of_two_pixels() -> None:
    cells = list(half_blocks(GREY[:2, :2], 1, 2))

    assert [(cell.text, str(cell.style)) for cell in cells[:2]] == [
        ("▀", "#000000 on #505050"),
        ("▀", "#141414 on #646464"),
    ]
    assert cells[2:] == [Segment.line()]


def test_a_cell_has_the_colours_of_two_pixels() -> None:
    (cell, _) = half_blocks(COLOURS[:2, :1], 1, 1)

    assert str(cell.style) == "#000102 on #0c0d0e"


@pytest.mark.parametrize(
    ("system", "expected"),
    [("truecolor", "\x1b[38;2;0;0;0;48;2;255;255;255m▀"), ("256", "\x1b[38;5;16;48;5;231m▀")],
)
def test_a_terminal_with_colours_shows_half_blocks(system: str, expected: str) -> None:
    picture = preview_of(grey([0, 0], [1, 1]))

    seen = drawn(picture, color_system=system)

    assert seen.count("▀") == 20 * 10
    assert seen.startswith("\x1b[38;")
    assert expected in drawn(preview_of(grey([0] * 20, [1] * 20)), color_system=system)


@pytest.mark.parametrize("settings", [{"color_system": None}, {"color_system": "standard"}, {"no_color": True}])
def test_a_terminal_with_few_colours_or_none_shows_characters(settings: dict[str, Any]) -> None:
    picture = preview_of(grey([0, 1], [1, 0], WindowCenter=0.5, WindowWidth=1, VOILUTFunction="LINEAR_EXACT"))

    lines = drawn(picture, **settings).splitlines()

    assert lines == [*[" " * 10 + "@" * 10] * 5, *["@" * 10 + " " * 10] * 5]


def test_a_picture_stays_within_lines_and_columns() -> None:
    assert cells_for(numpy.zeros((100, 100), numpy.uint8), 80, 20) == (20, 40)
    assert cells_for(numpy.zeros((100, 100), numpy.uint8), 30, 20) == (15, 30)
    assert cells_for(numpy.zeros((100, 100), numpy.uint8), 300, 200) == (50, 100)
    assert cells_for(numpy.zeros((5000, 1), numpy.uint8), 80, 20)[1] == 1


def test_kitty_gets_a_png_in_pieces_and_is_to_answer_nothing() -> None:
    noise = numpy.random.default_rng(1).integers(0, 255, (90, 90), numpy.uint8)

    text = kitty(noise, 10, 20)

    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", text)
    controls = [control for control, _ in pieces]
    assert "".join(f"\x1b_G{control};{data}\x1b\\" for control, data in pieces) + "\n" == text
    assert controls == ["a=T,f=100,q=2,r=10,c=20,m=1", "m=1", "m=0"]
    assert max(len(data) for _, data in pieces) == 4096
    assert pixels_of(base64.b64decode("".join(data for _, data in pieces))) == noise.tolist()


def test_iterm_gets_a_png() -> None:
    head, _, data = iterm(GREY, 3, 8).partition(":")

    assert head.startswith("\x1b]1337;File=inline=1;size=")
    assert head.endswith(";width=8;height=3")
    assert data.endswith("\a\n")
    assert pixels_of(base64.b64decode(data[:-2])) == GREY.tolist()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, None),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "screen-256color", "TERM_PROGRAM": "iTerm.app"}, None),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux"}, None),
        ({"TERM": "xterm-kitty", "TMUX": "/socket,1,0"}, None),
    ],
)
def test_graphics_are_used_where_the_terminal_says_that_it_has_them(
    environment: dict[str, str], expected: str | None
) -> None:
    assert graphics_of(environment) == expected
