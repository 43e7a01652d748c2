"""An image that somebody looks at before downloading its series."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from nbia_core.errors import InvalidParameterError, PixelDataError
from nbia_core.files import PartFile, as_path, check_is_free
from nbia_core.records.record import Record
from nbia_core.text import plain, representation

from .dataset import failures_told, no_warnings, read_dataset, text_of, whole_number_of
from .frame import frame_count, stored_frame

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

    from .display import Pixels, Window

Order: TypeAlias = Literal["InstanceNumber", "server"]
"""By what the middle image of a series was found: the InstanceNumber that the server lists, or the order of its list."""

_MOST_IN_NOTEBOOK: Final = 1024
_LEAST_IN_NOTEBOOK: Final = 256
"""Pixels of the longer side of what a notebook shows; images are from 64 to 8000 wide."""
_PNG: Final = ".png"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where an image stands in its series."""

    number: int
    """Which image it is, counted from 1."""
    images: int
    """How many there are."""
    order: Order
    """In which order."""

    def __str__(self) -> str:
        order = "the order of InstanceNumber" if self.order == "InstanceNumber" else "the order of the server's list"
        return f"image {self.number:,} of {self.images:,} in {order}"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class ImagePreview:
    """One image of a series, as it is seen. A notebook shows the picture; so does `rich.print` in a terminal.

    The shades are those that the header of the image asks for. Where it asks for none, they reach from the darkest to the
    brightest values. It is for looking, not for measuring: the values of the image are in its file.
    """

    series_instance_uid: str
    """The series, as it was asked for."""
    sop_instance_uid: str
    """The image."""
    place: Place | None
    """Which image of the series it is; None if the image was chosen by its UID."""
    modality: str | None
    """Its modality, as its header says."""
    instance_number: int | None
    """Its InstanceNumber (0020,0013)."""
    frame: int
    """Which frame of the image it is, counted from 1."""
    frames: int
    """How many frames the image has."""
    rows: int
    """How high the image is, in pixels."""
    columns: int
    """How wide the image is, in pixels."""
    window: Window | None
    """Centre and width of the values that are seen, in the units of the image; None where there is no window: in colour
    images, and where the values reach from black to white."""
    windows: tuple[Window, ...]
    """All windows that the header proposes; the first is used if none is asked for."""
    pixels: Pixels
    """What is seen, from 0 to 255: a numpy array of rows by columns, or of rows by columns by 3 (red, green, blue)."""

    def to_png(self) -> bytes:
        """Return the picture as a PNG file, in the size of the image."""
        from .png import to_png

        return to_png(self.pixels)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the picture as a PNG file, in the size of the image.

        Args:
            path: The file; its name ends in `.png`.
            overwrite: Whether a file that is there may be replaced.

        Returns:
            The path of the file.

        Raises:
            InvalidParameterError: It is no path, or it ends otherwise.
            DestinationError: A file is there, or it cannot be written.
        """
        target = check_place(path, overwrite=overwrite)
        with PartFile(target) as part:
            part.write(self.to_png())
            part.keep(replace=overwrite)
        return target

    def describe(self) -> list[str]:
        """Return in a few lines what is seen, with nothing in them that steers a terminal."""
        parts = [f"{self.modality or 'image'}, {self.columns} x {self.rows}"]
        if self.frames > 1:
            parts.append(f"frame {self.frame:,} of {self.frames:,}")
        place = [] if self.place is None else [str(self.place)]
        number = [] if self.instance_number is None else [f"InstanceNumber {self.instance_number}"]
        seen = "from the darkest to the brightest values" if self.pixels.ndim == 2 else "colours"
        if self.window is not None:
            seen = f"window centre {self.window[0]:g}, width {self.window[1]:g}"
            if len(self.windows) > 1:
                seen += f"; {len(self.windows)} windows in the header"
        lines = [
            f"{', '.join(parts)}; {seen}",
            "; ".join([*place, *number]),
            f"SOPInstanceUID {self.sop_instance_uid}",
            f"SeriesInstanceUID {self.series_instance_uid}",
        ]
        return [plain(line) for line in lines if line]

    def __repr__(self) -> str:
        first, *rest = self.describe()
        return representation([f"ImagePreview: {first}", *(f"  {line}" for line in rest)])

    def _repr_png_(self) -> bytes:
        from .png import to_png, within

        return to_png(within(self.pixels, _MOST_IN_NOTEBOOK, _LEAST_IN_NOTEBOOK))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        from .terminal import cells_for, characters, half_blocks, shows_blocks

        lines, columns = cells_for(self.pixels, options.max_width, options.size.height - 1)
        draw = half_blocks if shows_blocks(console) else characters
        yield from draw(self.pixels, lines, columns)


def middle(images: Sequence[Record]) -> tuple[Place, str] | None:
    """Return the middle one of the images that a server lists; None if it lists none.

    That is by InstanceNumber if each has one, else in the order of the list, which says nothing of where an image lies.
    """
    known = [
        (uid, getattr(image, "instance_number", None))
        for image in images
        if isinstance(uid := getattr(image, "sop_instance_uid", None), str)
    ]
    if not known:
        return None
    order: Order = "server"
    if all(isinstance(number, int) for _, number in known):
        order = "InstanceNumber"
        known.sort(key=itemgetter(1))
    index = len(known) // 2
    return Place(number=index + 1, images=len(known), order=order), known[index][0]


def check_place(path: object, *, overwrite: bool) -> Path:
    """Return where a picture is to be written.

    Raises:
        InvalidParameterError: it is no path, or its name does not end in `.png`.
        DestinationError: a file is there that may not be replaced.
    """
    target = as_path(path)
    if target.suffix.lower() != _PNG:
        raise InvalidParameterError(f"{target} is to be a PNG file: its name must end in {_PNG}.")
    if not overwrite:
        check_is_free(target)
    return target


def make_preview(
    body: bytes,
    *,
    series_instance_uid: str,
    sop_instance_uid: str,
    place: Place | None,
    frame: int | None,
    window: Window | None,
) -> ImagePreview:
    """Return what is seen of a DICOM file.

    Args:
        body: the file.
        series_instance_uid: the series that was asked for.
        sop_instance_uid: the image that was asked for.
        place: which image of the series it is.
        frame: the frame, counted from 1; None for the middle one.
        window: centre and width of the values that are seen; None for what the header says.

    Raises:
        InvalidParameterError: there is no such frame.
        PixelDataError: there are no pixels, or they cannot be decoded.
    """
    try:
        with no_warnings(), failures_told("The image cannot be shown"):
            return _read(body, series_instance_uid, sop_instance_uid, place, frame, window)
    except PixelDataError as error:
        error.message = f"Image {sop_instance_uid} of series {series_instance_uid}: {error.message}"
        raise


def _read(
    body: bytes,
    series_instance_uid: str,
    sop_instance_uid: str,
    place: Place | None,
    frame: int | None,
    window: Window | None,
) -> ImagePreview:
    from .display import seen, windows_of

    dataset = read_dataset(body)
    frames = frame_count(dataset)
    if frame is None:
        frame = frames // 2 + 1
    if frame > frames:
        raise InvalidParameterError(f"frame={frame}: this image has {frames:,}.")
    pixels = seen(stored_frame(dataset, frame - 1), dataset, frame - 1, window)
    is_grey = pixels.ndim == 2
    windows = windows_of(dataset, frame - 1) if is_grey else ()
    return ImagePreview(
        series_instance_uid=series_instance_uid,
        sop_instance_uid=sop_instance_uid,
        place=place,
        modality=text_of(dataset, "Modality"),
        instance_number=whole_number_of(dataset, "InstanceNumber"),
        frame=frame,
        frames=frames,
        rows=pixels.shape[0],
        columns=pixels.shape[1],
        window=(window or next(iter(windows), None)) if is_grey else None,
        windows=windows,
        pixels=pixels,
    )


ImagePreview.__module__ = Place.__module__ = "nbia"  # `publish` would read the annotations, which needs numpy
