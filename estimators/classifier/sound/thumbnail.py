"""What a sound looks like in a list: its spectrogram, low notes at the bottom, with the outline of its loudness below."""

import io
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.sound.decoding import Samples
from estimators.classifier.sound.log_mel import mel_filters

_WINDOW = 512
_BANDS = 64
_RANGE_DB = 70.0
_MOST_FRAMES = 512
# From quiet to loud: paper, the palette's blue of measured things, ink.
_COLOURS = np.array([[241, 239, 235], [170, 200, 240], [31, 95, 191], [26, 27, 30]], np.float64)


def thumbnail_jpeg(samples: Samples, size: int) -> bytes:
    """A JPEG, `size` by three quarters of it, of samples (n,)."""
    from PIL import Image

    width, height = max(size, 8), max(size * 3 // 4, 8)
    outline = height // 4
    picture = np.vstack(
        [
            _resized(_spectrogram(samples), width, height - outline),
            _outline(samples, width, outline),
        ]
    )
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=85)
    return out.getvalue()


def _spectrogram(samples: Samples) -> NDArray[np.uint8]:
    """RGB, one row a band (high ones first), one column a frame; at most 512 frames, each the mean of its stretch."""
    padded = np.pad(samples / max(float(np.abs(samples).max()), 1e-6), _WINDOW // 2)
    hop = max(1, min(160, len(samples) // 64))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::hop]
    groups = np.array_split(frames, min(len(frames), _MOST_FRAMES))
    window = np.hanning(_WINDOW)
    power = np.stack([(np.abs(np.fft.rfft(g * window)) ** 2).mean(axis=0) for g in groups])
    level = 10.0 * np.log10(power @ mel_filters(_BANDS) + 1e-9)
    shade = np.clip(1.0 + (level - level.max()) / _RANGE_DB, 0.0, 1.0)
    if level.max() - level.min() < 1e-6:  # silence
        shade[:] = 0.0
    steps = np.linspace(0.0, 1.0, len(_COLOURS))
    colours = [np.interp(shade.T[::-1], steps, channel) for channel in _COLOURS.T]
    return np.stack(colours, axis=-1).astype(np.uint8)


def _resized(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    from PIL import Image

    made = Image.fromarray(picture).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(made)


def _outline(samples: Samples, width: int, height: int) -> NDArray[np.uint8]:
    """Loudest sample of each column, mirrored, on the paper of the spectrogram."""
    peak = max(float(np.abs(samples).max()), 1e-6)
    edges = np.linspace(0, len(samples), width + 1).astype(int)
    loud = [
        np.abs(samples[start : max(stop, start + 1)]).max(initial=0.0)
        for start, stop in pairwise(edges)
    ]
    reach = np.maximum(np.array(loud) / peak * 0.9, 1.5 / height)
    away = np.abs(np.linspace(-1.0, 1.0, height))[:, None]
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = np.where((away <= reach)[..., None], _COLOURS[2], _COLOURS[0])
    return picture
