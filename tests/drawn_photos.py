"""Drawn animals that stand in for the real photos where those are absent: a network tells them apart as it does cats and dogs.

Each is drawn from its own number, so that the same photo is the same to the byte: a head with pointed ears and whiskers, or
with hanging ears and a snout, in another colour, place and light before another background.
"""

import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

PETS = ("cat", "dog")
SIDE = 224
_FURS = {"cat": ((230, 150, 60), (120, 120, 125), (60, 55, 50)), "dog": ((150, 95, 50), (235, 225, 205), (90, 60, 40))}  # fmt: skip
Colour = tuple[int, int, int]


def draw_pets(folder: Path, *, n: int) -> Path:
    """Write ``n`` photos of each animal into ``folder``, a folder a class; returns it."""
    for name in PETS:
        (folder / name).mkdir(parents=True)
        for number in range(n):
            draw_pet(name, number).save(folder / name / f"{name}-{number:03}.jpg", quality=90)
    return folder


def draw_pet(name: str, number: int) -> Image.Image:
    """One photo, 224 pixels a side."""
    chance = np.random.default_rng(zlib.crc32(f"{name} {number}".encode()))
    photo = _background(chance)
    draw = ImageDraw.Draw(photo)
    fur = _near(_FURS[name][chance.integers(3)], chance)
    dark = _scaled(fur, 0.55)
    size, x, y = chance.uniform(45, 75), chance.uniform(85, 139), chance.uniform(95, 135)

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * size, y + dy * size

    def blob(dx: float, dy: float, wide: float, high: float, colour: Colour) -> None:
        draw.ellipse([*at(dx - wide, dy - high), *at(dx + wide, dy + high)], fill=colour)

    blob(0, 1.4, 1.1, 0.9, _scaled(fur, 0.85))  # the body
    if name == "cat":
        for side in (-1, 1):
            ear = [at(side * 0.9, -0.3), at(side * 0.85, -1.45), at(side * 0.15, -0.8)]
            draw.polygon(ear, fill=fur)
        blob(0, 0, 1, 0.9, fur)
        for side in (-1, 1):
            blob(side * 0.4, -0.15, 0.2, 0.24, (150, 200, 60))
            blob(side * 0.4, -0.15, 0.06, 0.22, (10, 10, 10))
            for lift in (-0.1, 0.05, 0.2):
                ends = [at(side * 0.2, 0.35), at(side * 1.4, 0.3 + lift)]
                draw.line(ends, fill=(245, 245, 245), width=2)
        draw.polygon([at(-0.12, 0.22), at(0.12, 0.22), at(0, 0.36)], fill=(225, 130, 140))
    else:
        blob(0, 0, 0.85, 1, fur)
        for side in (-1, 1):
            blob(side * 0.95, 0.1, 0.3, 0.85, dark)
            blob(side * 0.35, -0.25, 0.13, 0.13, (25, 15, 10))
        blob(0, 0.5, 0.5, 0.42, _scaled(fur, 1.2))
        blob(0, 0.3, 0.22, 0.16, (15, 12, 12))
        blob(0, 0.85, 0.16, 0.26, (225, 90, 100))
    return _as_taken(photo, chance)


def _background(chance: np.random.Generator) -> Image.Image:
    """Patches of some colours, large and blurred."""
    cells = int(chance.integers(3, 8))
    patches = chance.integers(20, 235, (cells, cells, 3), dtype=np.uint8)
    return Image.fromarray(patches).resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def _as_taken(photo: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Turned a little, out of focus, in some light, with the noise of a sensor."""
    turned = photo.rotate(chance.uniform(-18, 18), Image.Resampling.BICUBIC, fillcolor=(90, 90, 90))
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 1.2))), float)
    noisy = soft * chance.uniform(0.7, 1.15) + chance.normal(0, chance.uniform(0.5, 2), soft.shape)
    return Image.fromarray(np.uint8(noisy.clip(0, 255)))


def _near(colour: Colour, chance: np.random.Generator) -> Colour:
    return _scaled(colour, chance.uniform(0.8, 1.15))


def _scaled(colour: Colour, by: float) -> Colour:
    red, green, blue = (min(int(part * by), 255) for part in colour)
    return red, green, blue
