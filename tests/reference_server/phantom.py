"""Pictures for the archive: simple bodies with structure and noise, drawn with numpy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Where a picture stands in its series."""

    position: int
    count: int
    size: int

    @property
    def height(self) -> float:
        """Return the relative position along the body: -1 at one end, 1 at the other."""
        return 0.0 if self.count == 1 else 2.0 * self.position / (self.count - 1) - 1.0


def _grid(size: int) -> tuple[Picture, Picture]:
    axis = np.linspace(-1.0, 1.0, size)
    rows, columns = np.meshgrid(axis, axis, indexing="ij")
    return rows, columns


def _ellipse(size: int, centre: tuple[float, float], radii: tuple[float, float]) -> Mask:
    rows, columns = _grid(size)
    inside: Mask = ((rows - centre[0]) / radii[0]) ** 2 + ((columns - centre[1]) / radii[1]) ** 2 <= 1.0
    return inside


def _smooth(picture: Picture, passes: int) -> Picture:
    for _ in range(passes):
        padded = np.pad(picture, 1, mode="edge")
        neighbours = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
        picture = (neighbours + 4.0 * picture) / 8.0
    return picture


def lesion(place: Slice) -> Mask:
    """Return where the lesion is: what the SEG and RTSTRUCT objects outline."""
    radius = 0.16 * float(np.sqrt(max(0.05, 1.0 - place.height**2)))
    return _ellipse(place.size, (-0.12, 0.36), (radius, radius))


def thorax(place: Slice, random: np.random.Generator) -> Picture:
    """Draw a CT slice of a chest in Hounsfield units."""
    wide = 0.86 - 0.08 * place.height**2
    picture = np.full((place.size, place.size), -1000.0)
    picture[_ellipse(place.size, (0.0, 0.0), (0.66, wide))] = -90.0
    picture[_ellipse(place.size, (0.0, 0.0), (0.60, wide - 0.06))] = 45.0
    for side in (-1.0, 1.0):
        deep = 0.44 - 0.16 * abs(place.height)
        picture[_ellipse(place.size, (-0.04, side * 0.42), (deep, 0.28))] = -820.0
    picture[_ellipse(place.size, (-0.08, 0.05), (0.20, 0.18))] = 60.0
    picture[_ellipse(place.size, (0.44, 0.0), (0.11, 0.10))] = 620.0
    picture[_ellipse(place.size, (0.44, 0.0), (0.04, 0.04))] = 30.0
    picture[lesion(place)] = 55.0
    return _smooth(picture, 1) + random.normal(0.0, 14.0, picture.shape)


def head(place: Slice, random: np.random.Generator) -> Picture:
    """Draw an MR slice of a head with the uneven brightness of a receive coil."""
    scale = float(np.sqrt(max(0.2, 1.0 - 0.7 * place.height**2)))
    picture = np.zeros((place.size, place.size))
    picture[_ellipse(place.size, (0.0, 0.0), (0.84 * scale, 0.68 * scale))] = 520.0
    picture[_ellipse(place.size, (0.0, 0.0), (0.78 * scale, 0.62 * scale))] = 60.0
    picture[_ellipse(place.size, (0.0, 0.0), (0.73 * scale, 0.57 * scale))] = 330.0
    picture[_ellipse(place.size, (0.0, 0.0), (0.60 * scale, 0.45 * scale))] = 410.0
    for side in (-1.0, 1.0):
        picture[_ellipse(place.size, (-0.05, side * 0.12), (0.24 * scale, 0.07 * scale))] = 120.0
    picture[lesion(place)] = 700.0
    rows, columns = _grid(place.size)
    shading = 1.0 + 0.25 * rows - 0.10 * columns
    noise = np.hypot(random.normal(0.0, 12.0, picture.shape), random.normal(0.0, 12.0, picture.shape))
    return _smooth(picture, 1) * shading + noise


def uptake(place: Slice, random: np.random.Generator) -> Picture:
    """Draw a blurred PET slice with one hot lesion."""
    picture = np.zeros((place.size, place.size))
    picture[_ellipse(place.size, (0.0, 0.0), (0.62, 0.82))] = 400.0
    picture[_ellipse(place.size, (-0.10, 0.05), (0.18, 0.16))] = 1500.0
    picture[_ellipse(place.size, (0.30, -0.45), (0.14, 0.10))] = 900.0
    picture[lesion(place)] = 6000.0
    blurred = _smooth(picture, 6)
    return blurred + random.normal(0.0, 1.0, blurred.shape) * np.sqrt(blurred + 25.0)


def breast(place: Slice, random: np.random.Generator) -> Picture:
    """Draw a mammogram: a half disc of textured tissue with calcifications."""
    outline = _ellipse(place.size, (0.0, -1.0), (0.88, 1.45))
    texture = _smooth(random.normal(0.0, 1.0, outline.shape), 8) * 2600.0
    rows, columns = _grid(place.size)
    depth = np.clip(1.0 - np.hypot(rows / 0.88, (columns + 1.0) / 1.45), 0.0, 1.0)
    picture = np.where(outline, 900.0 + 1500.0 * np.sqrt(depth) + texture * np.sqrt(depth), 30.0)
    for row, column in random.integers(int(place.size * 0.40), int(place.size * 0.55), (9, 2)):
        picture[row, column - place.size // 5] += 1100.0
    return picture + random.normal(0.0, 18.0, picture.shape)


def chest_film(place: Slice, random: np.random.Generator) -> Picture:
    """Draw a chest radiograph: lungs dark, heart, ribs and spine bright."""
    rows, _ = _grid(place.size)
    picture = np.full((place.size, place.size), 700.0)
    picture[_ellipse(place.size, (0.0, 0.0), (1.1, 0.88))] = 2400.0
    for side in (-1.0, 1.0):
        picture[_ellipse(place.size, (-0.10, side * 0.42), (0.62, 0.30))] = 1200.0
    picture[_ellipse(place.size, (0.18, 0.14), (0.34, 0.34))] = 2500.0
    picture[:, place.size // 2 - 4 : place.size // 2 + 4] += 500.0
    ribs = 180.0 * np.maximum(0.0, np.sin(rows * 26.0))
    return _smooth(picture, 2) + ribs + random.normal(0.0, 25.0, picture.shape)


def draw(modality: str, place: Slice, seed: int) -> Picture:
    """Draw the picture of one image of ``modality``; the same seed draws the same picture."""
    random = np.random.Generator(np.random.PCG64(seed))
    artists = {"CT": thorax, "MR": head, "PT": uptake, "MG": breast, "DX": chest_film}
    return artists[modality](place, random)
