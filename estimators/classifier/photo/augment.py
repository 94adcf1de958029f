"""Photos as they could have been taken: a step closer, a little askew, in other light, a little out of focus.

Nothing is mirrored or turned by more than a few degrees: letters, arrows and the difference between left and right often are
what a class is about.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.base.sentence import tr

if TYPE_CHECKING:
    from PIL import Image

Pixels = NDArray[np.uint8]
_Change = Callable[["Image.Image", np.random.Generator], "Image.Image"]

_SIDE = 640
"""Larger photos are shrunk first: more than twice of what the network looks at is of no use."""
_LEAST_SIDE = 8


def variants(decoded: Pixels, rng: np.random.Generator, n: int) -> list[tuple[str, Pixels]]:
    """`n` variants of a photo, uint8 [height, width, 3], each with what was done to it ("closer, darker").

    Each changes where the camera stood and, differently each time, the light or the focus.
    """
    from PIL import Image

    picture = Image.fromarray(np.ascontiguousarray(decoded))
    if min(picture.size) < _LEAST_SIDE:
        return []
    picture.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    found = []
    looks = [_LOOKS[at] for at in rng.permutation(len(_LOOKS))]
    for number in range(n):
        name, look = looks[number % len(looks)]
        place, moved = _PLACES[int(rng.integers(len(_PLACES)))]
        changed = look(moved(picture, rng), rng)
        found.append((f"{place}, {name}", np.asarray(changed.convert("RGB"))))
    return found


def _closer(picture: "Image.Image", rng: np.random.Generator) -> "Image.Image":
    width, height = picture.size
    keep = rng.uniform(0.75, 0.95)
    x, y = rng.uniform(0.0, 1.0 - keep, 2)
    left, top = int(x * width), int(y * height)
    right = max(int((x + keep) * width), left + 4)
    return picture.crop((left, top, right, max(int((y + keep) * height), top + 4)))


def _askew(picture: "Image.Image", rng: np.random.Generator) -> "Image.Image":
    """Turned by 3 to 10 degrees, and cropped to what has no empty corners."""
    from PIL import Image

    degrees = float(rng.uniform(3.0, 10.0) * rng.choice([-1.0, 1.0]))
    turned = picture.rotate(degrees, Image.Resampling.BILINEAR)
    width, height = picture.size
    angle = np.deg2rad(abs(degrees))
    # The largest upright rectangle of the same shape inside the turned one.
    ratio = max(width, height) / min(width, height)
    keep = 1.0 / (np.cos(angle) + ratio * np.sin(angle))
    # One pixel more on each side, because the edge of the turned photo is blended with nothing.
    across, down = (int(side * (1.0 - keep) / 2) + 2 for side in (width, height))
    if min(width - 2 * across, height - 2 * down) < 4:
        return picture
    return turned.crop((across, down, width - across, height - down))


def _light(low: float, high: float) -> _Change:
    def change(picture: "Image.Image", rng: np.random.Generator) -> "Image.Image":
        table = np.arange(256) * rng.uniform(low, high)
        return picture.point(np.tile(np.clip(table, 0, 255).astype(int), 3).tolist())

    return change


def _tint(red: float, blue: float) -> _Change:
    def change(picture: "Image.Image", rng: np.random.Generator) -> "Image.Image":
        strength = rng.uniform(0.5, 1.0)
        gains = (1.0 + red * strength, 1.0, 1.0 + blue * strength)
        table = np.concatenate([np.clip(np.arange(256) * gain, 0, 255) for gain in gains])
        return picture.point(table.astype(int).tolist())

    return change


def _blurred(picture: "Image.Image", rng: np.random.Generator) -> "Image.Image":
    from PIL import ImageFilter

    radius = rng.uniform(0.004, 0.010) * max(picture.size)
    return picture.filter(ImageFilter.GaussianBlur(radius))


def _flat(picture: "Image.Image", rng: np.random.Generator) -> "Image.Image":
    from PIL import ImageEnhance

    return ImageEnhance.Contrast(picture).enhance(float(rng.uniform(0.5, 0.75)))


_PLACES: tuple[tuple[str, _Change], ...] = (
    ("closer", _closer),
    ("askew", _askew),
)
_LOOKS: tuple[tuple[str, _Change], ...] = (
    ("darker", _light(0.45, 0.75)),
    ("brighter", _light(1.2, 1.6)),
    (tr("warmer light"), _tint(0.2, -0.25)),
    (tr("cooler light"), _tint(-0.2, 0.2)),
    ("blurred", _blurred),
    (tr("flat light"), _flat),
)
