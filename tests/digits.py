"""scikit-learn's handwritten digits as photos: small, real, and learned in seconds (UCI, CC BY 4.0).

E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
https://doi.org/10.24432/C50P49.
"""

from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SIDE = 64  # the digits are 8 pixels a side


def write_digits(folder: Path, per_class: int = 60) -> Path:
    """Write the digits as PNG files, one folder a digit; returns the folder."""
    digits = load_digits()
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
