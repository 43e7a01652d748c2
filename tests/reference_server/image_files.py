"""What is read in the images themselves, because the index does not have it.

pydicom and matplotlib take time that a server without questions of this kind does not need: each function fetches them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement

_PIXEL_DATA = 0x7FE00010


@cache
def voxel_size(path: Path) -> tuple[float | None, float | None]:
    """Return the distance of rows and the thickness of a slice in millimetres, where an image tells them."""
    from pydicom import dcmread

    if not path.exists():
        return None, None
    header = dcmread(path, stop_before_pixels=True, specific_tags=["PixelSpacing", "SliceThickness"])
    spacing, thickness = header.get("PixelSpacing"), header.get("SliceThickness")
    return spacing and float(spacing[0]), thickness and float(thickness)


def tags(path: Path) -> list[tuple[str, str, str]]:
    """Return label, name and value of the tags of an image: those of the file, then its own up to the pixels."""
    from pydicom import dcmread

    image = dcmread(path, stop_before_pixels=True)
    return [*_tags(image.file_meta), *_tags(element for element in image if element.tag < _PIXEL_DATA)]


def _tags(elements: Iterable[DataElement], level: int = 0) -> Iterator[tuple[str, str, str]]:
    for element in elements:
        label = f"{'>' * level}({element.tag.group:04X},{element.tag.element:04X})"
        if element.VR == "SQ":
            yield label, element.name, ""
            for item in element.value:
                yield from _tags(item, level + 1)
            yield label, f"End {element.name}", ""
        else:
            yield label, element.name, _text(element)


def _text(element: DataElement) -> str:
    if element.value is None or isinstance(element.value, bytes):
        return ""
    return "\\".join(map(str, element.value)) if element.VM > 1 else str(element.value)


def preview(path: Path) -> bytes | None:
    """Return a JPEG of an image, or of its first frame, from its darkest to its brightest pixel, if it has pixels."""
    from matplotlib.image import imsave
    from pydicom import dcmread

    image = dcmread(path)
    if "PixelData" not in image:
        return None
    pixels = image.pixel_array
    buffer = io.BytesIO()
    imsave(buffer, pixels[0] if pixels.ndim == 3 else pixels, cmap="gray", format="jpeg")
    return buffer.getvalue()
