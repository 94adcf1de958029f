"""scikit-learn's handwritten digits as photos: small, real, and learned in seconds (UCI, CC BY 4.0).

E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
https://doi.org/10.24432/C50P49.
"""

from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SIDE = 64  # the digits are 8 pixels a side


_digits = cache(load_digits)


def write_digits(folder: Path, per_class: int = 60) -> Path:
    """Write the digits as PNG files, one folder a digit; returns the folder."""
    digits = _digits()
    for digit, word in enumerate(WORDS):
        target = folder / word
        target.mkdir(parents=True, exist_ok=True)
        for number in np.flatnonzero(digits.target == digit)[:per_class]:
            ink = np.clip(digits.images[number] * (255 / 16), 0, 255).astype("uint8")
            image = Image.fromarray(255 - ink)
            image.resize((SIDE, SIDE), Image.Resampling.BICUBIC).save(
                target / f"{word}-{number:04d}.png"
            )
    return folder


def write_some(
    folder: Path, *, n: int = 20, classes: int = 10, first: int = 0, size: int = 32
) -> Path:
    """Write ``n`` white digits of each class from the one numbered ``first`` on, ``size`` pixels a side."""
    digits = _digits()
    for label in range(classes):
        target = folder / str(label)
        target.mkdir()
        images = digits.images[digits.target == label][first : first + n]
        assert len(images) == n, f"only {first + len(images)} images show a {label}"
        for number, image in enumerate(images, start=first):
            ink = Image.fromarray(np.uint8(image / 16 * 255)).resize((size, size))
            ink.convert("RGB").save(target / f"{label}-{number:03}.png")
    return folder
