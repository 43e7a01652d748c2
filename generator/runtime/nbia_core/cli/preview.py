"""The command `nbia preview`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from nbia_core.errors import InvalidParameterError

from .failures import CommandError, ExitCode
from .options import Command, Option
from .output import STDOUT, check_target, is_terminal, result, say, to_stdout, write
from .settings import common_parameters, current_api, current_settings
from .waiting import Waiting

if TYPE_CHECKING:
    from nbia_core.imaging.preview import ImagePreview

_HELP: Final = """Look at one image of a series before downloading all of them.

UID is a Series Instance UID. The image is the middle one of the list that the server gives, which is in an order of its
own. It is drawn in the terminal, with the window that its header says, or written to a PNG file. Where there is neither a
terminal nor a file, only what it is is written, in words.
"""
_NOTES: Final = {
    "Needs": "pydicom and numpy: pip install 'nbia-client[dicom]'",
    "Exit codes": "\b\n"
    "  0  the image was shown, written or described\n"
    "  1  there is none, or it cannot be shown\n"
    "  2  wrong options",
    "Examples": "\b\n"
    "nbia preview 1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508\n"
    "nbia preview 1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508 -o rider.png\n"
    "nbia preview 1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508 --window -600,1500",
}
_SECTION: Final = "Preview"
_DISPLAYS: Final = ("auto", "blocks", "characters", "kitty", "iterm")


def _read_window(text: str) -> tuple[float, float]:
    """Return a centre and a width that are one text."""
    try:
        centre, width = (float(part) for part in text.split(","))
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is not a centre and a width with a comma between them, such as 40,400."
        ) from None
    return centre, width


def _option(names: list[str], **attributes: Any) -> Option:
    return Option(names, section=_SECTION, **attributes)


def _run(
    series: str,
    *,
    output: str | None,
    overwrite: bool,
    display: str,
    sop_instance_uid: str | None,
    frame: int | None,
    window: tuple[float, float] | None,
) -> int:
    try:
        from nbia_core.imaging.dataset import check_libraries

        check_libraries()
    except ImportError as error:
        raise CommandError(ExitCode.FAILED, f"{error}.") from error
    for role in ("images", "single image"):
        current_api().plays(role)
    settings = current_settings()
    _check_output(output, overwrite=overwrite)
    with Waiting("Asking for the image", is_quiet=settings.quiet), settings.client() as client:
        preview = client.preview(series, sop_instance_uid=sop_instance_uid, frame=frame, window=window)
    if output == STDOUT:
        with result(STDOUT, is_plain=True) as stream:
            stream.write(preview.to_png())
        return ExitCode.OK
    if output is not None:
        path = preview.save(output, overwrite=overwrite)
        if not settings.quiet:
            say(f"{path}: {preview.describe()[0]}.")
        return ExitCode.OK
    if is_terminal(sys.stdout):
        _draw(preview, display)
    write("".join(f"{line}\n" for line in preview.describe()))
    return ExitCode.OK


def _check_output(output: str | None, *, overwrite: bool) -> None:
    """Refuse before the work what could not be written after it."""
    if output is None:
        return
    if output != STDOUT:
        from nbia_core.imaging.preview import check_place

        check_place(output, overwrite=overwrite)
        check_target(output)
    elif is_terminal(sys.stdout):
        raise InvalidParameterError("A PNG file is nothing for a terminal: leave out -o to see the image.")


def _draw(preview: ImagePreview, display: str) -> None:
    """Draw a picture in the terminal; lines for what is said of it stay free."""
    from rich.console import Console
    from rich.segment import Segments

    from nbia_core.imaging import terminal

    console = Console(file=sys.stdout, markup=False, highlight=False, emoji=False)
    height = console.height - len(preview.describe()) - 2
    lines, columns = terminal.cells_for(preview.pixels, console.width - 1, height)
    chosen = terminal.graphics_of(os.environ) if display == "auto" else display
    if chosen in ("kitty", "iterm"):
        draw = terminal.kitty if chosen == "kitty" else terminal.iterm
        to_stdout(lambda stream: stream.write(draw(preview.pixels, lines, columns)))
        return
    if chosen is None:
        chosen = "blocks" if terminal.shows_blocks(console) else "characters"
    segments = terminal.half_blocks if chosen == "blocks" else terminal.characters
    with console.capture() as capture:
        console.print(Segments(segments(preview.pixels, lines, columns)), end="")
    to_stdout(lambda stream: stream.write(capture.get()))


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "preview",
        params=[
            click.Argument(["series"], metavar="UID"),
            _option(
                ["-o", "--output", "output"],
                type=click.Path(dir_okay=False, allow_dash=True),
                metavar="FILE",
                help="Write the image to this PNG file, in its full size. - is standard output.",
            ),
            _option(["--overwrite"], is_flag=True, help="Replace FILE if it is there; otherwise it is kept."),
            _option(
                ["--display"],
                type=click.Choice(_DISPLAYS),
                default=_DISPLAYS[0],
                help="How a terminal draws it: two pixels in a cell, characters, or the graphics of kitty or iTerm. The "
                "default is what the terminal says that it can.",
            ),
            _option(["--sop-instance-uid"], metavar="UID", help="The image to show, in place of the middle one."),
            _option(
                ["--frame"],
                type=int,
                metavar="NUMBER",
                help="Which frame of an image with several, from 1 on; else the middle.",
            ),
            _option(
                ["--window"],
                type=_read_window,
                metavar="CENTRE,WIDTH",
                help="The values to show, in the units of the image, such as -600,1500 for lungs in CT. The default is "
                "what the header says.",
            ),
            *common_parameters(),
        ],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
    )
