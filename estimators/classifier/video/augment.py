"""Other recordings of the same scene: in another light, closer, noisier, shakier; never mirrored or reversed, as a direction may
be the class."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.augmentation import by_turns
from estimators.classifier.video.reader import Frames

_Variant = Callable[[Frames, np.random.Generator], NDArray[np.number]]


def variants(frames: Frames, rng: np.random.Generator, n: int) -> list[tuple[str, Frames]]:
    """`n` synthetic variants of a clip, each with a name that says what was done; all its frames are treated alike.

    - `frames`, array of shape (t, height, width, 3), uint8: as `decode_clip` gives it; left as it is.
    - `rng`: the same generator gives the same variants.
    - `n`: one of each kind comes before a second of any.
    """
    return [
        (name, np.ascontiguousarray(np.clip(changed, 0, 255).astype(np.uint8)))
        for name, changed in by_turns(_VARIANTS, frames, rng, n)
    ]


def _light(frames: Frames, rng: np.random.Generator) -> NDArray[np.number]:
    """Brighter or darker by up to a third, with a little more or less contrast and a tint."""
    gain = 1.0 + rng.uniform(0.1, 0.35) * rng.choice([-1.0, 1.0])
    tint = 1.0 + rng.uniform(-0.08, 0.08, 3)
    contrast = rng.uniform(0.85, 1.15)
    levels = frames.astype(np.float32)
    middle = levels.mean()
    return np.asarray(((levels - middle) * contrast + middle) * gain * tint)


def _closer(frames: Frames, rng: np.random.Generator) -> NDArray[np.number]:
    """A window of 75 to 92% of the picture, the same in every frame."""
    share = rng.uniform(0.75, 0.92)
    height, width = (max(1, round(side * share)) for side in frames.shape[1:3])
    top = int(rng.integers(frames.shape[1] - height + 1))
    left = int(rng.integers(frames.shape[2] - width + 1))
    return frames[:, top : top + height, left : left + width]


def _noisier(frames: Frames, rng: np.random.Generator) -> NDArray[np.number]:
    """Grain, as of a small camera in the evening."""
    return np.asarray(frames + rng.normal(0.0, rng.uniform(4.0, 12.0), frames.shape))


def _shakier(frames: Frames, rng: np.random.Generator) -> NDArray[np.number]:
    """Each frame moved by up to 2% of the shorter side, as by hand; edges are repeated."""
    most = max(1, round(0.02 * min(frames.shape[1:3])))
    framed = np.pad(frames, ((0, 0), (most, most), (most, most), (0, 0)), mode="edge")
    height, width = frames.shape[1:3]
    moves = zip(framed, rng.integers(0, 2 * most + 1, (len(frames), 2)), strict=True)
    return np.stack([frame[y : y + height, x : x + width] for frame, (y, x) in moves])


def _blurred(frames: Frames, rng: np.random.Generator) -> NDArray[np.number]:
    """A little out of focus."""
    from scipy.ndimage import uniform_filter

    size = int(rng.integers(2, 4))
    return np.asarray(uniform_filter(frames, size=(1, size, size, 1), mode="nearest"))


_VARIANTS: dict[str, _Variant] = {
    "other light": _light,
    "closer": _closer,
    "noisier": _noisier,
    "shakier": _shakier,
    "out of focus": _blurred,
}
