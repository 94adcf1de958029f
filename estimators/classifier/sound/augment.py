"""Other recordings that would have the same label: noisier, longer, higher, slower, muffled."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.augmentation import by_turns
from estimators.classifier.sound.reader import MAX_SECONDS, SAMPLE_RATE, Samples

_Variant = Callable[[Samples, np.random.Generator], Samples]


def variants(samples: Samples, rng: np.random.Generator, n: int) -> list[tuple[str, Samples]]:
    """`n` synthetic variants of a sound, each with a name that says what was done.

    - `samples`, array of shape (length,), float32: mono, 16 kHz, as `decode_sound` gives it; left as it is.
    - `rng`: the same generator gives the same variants.
    - `n`: one of each kind comes before a second of any.
    """
    most = MAX_SECONDS * SAMPLE_RATE
    made = by_turns(_VARIANTS, samples, rng, n)
    return [(name, variant[:most].astype(np.float32)) for name, variant in made]


def _noise(samples: Samples, rng: np.random.Generator) -> Samples:
    """White to brown noise, 10 to 30 dB below the sound."""
    tilt = rng.uniform(0.0, 1.0)
    spectrum = np.fft.rfft(rng.standard_normal(len(samples)))
    spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** tilt
    noise = np.fft.irfft(spectrum, len(samples))
    loudness = _loudness(samples) * 10.0 ** (-rng.uniform(10.0, 30.0) / 20.0)
    return np.asarray(samples + noise * (loudness / max(_loudness(noise), 1e-12)))


def _gain(samples: Samples, rng: np.random.Generator) -> Samples:
    """A slow change of distance: up to 12 dB louder or softer from beginning to end."""
    change = rng.uniform(4.0, 12.0) * rng.choice([-1.0, 1.0])
    ramp = 10.0 ** (np.linspace(-change / 2, change / 2, len(samples)) / 20.0)
    return _within(samples * ramp)


def _shift(samples: Samples, rng: np.random.Generator) -> Samples:
    """Begun earlier or ended later by up to a fifth of its length, on the quietest level it has; nothing is cut off."""
    more = max(1, int(len(samples) * rng.uniform(0.05, 0.2)))
    hush = (rng.standard_normal(more) * _quietest(samples)).astype(np.float32)
    before = rng.random() < 0.5
    return np.concatenate([hush, samples] if before else [samples, hush])


def _pitch(samples: Samples, rng: np.random.Generator) -> Samples:
    """Played up to 12% faster or slower, so that pitch and length change together, as from one speaker to another."""
    return _resampled(samples, rng.uniform(0.04, 0.12) * rng.choice([-1.0, 1.0]))


def _time(samples: Samples, rng: np.random.Generator) -> Samples:
    """Up to 15% longer or shorter at the same pitch, by overlapping windows that fit best (WSOLA)."""
    return _stretched(samples, 1.0 + rng.uniform(0.05, 0.15) * rng.choice([-1.0, 1.0]))


def _muffled(samples: Samples, rng: np.random.Generator) -> Samples:
    """Through a wall or a cheap microphone: high notes fade from 1.5 to 4 kHz on, low ones below 80 to 300 Hz."""
    from scipy.signal import butter, sosfilt

    high, low = rng.uniform(1_500.0, 4_000.0), rng.uniform(80.0, 300.0)
    return np.asarray(sosfilt(butter(1, [low, high], "bandpass", fs=16_000, output="sos"), samples))


_VARIANTS: dict[str, _Variant] = {
    "noise": _noise,
    "louder or softer": _gain,
    "begun earlier or ended later": _shift,
    "higher or lower": _pitch,
    "faster or slower": _time,
    "muffled": _muffled,
}


def _loudness(samples: NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def _quietest(samples: Samples) -> float:
    """Loudness of the quietest twentieth of the sound, in pieces of 10 ms."""
    pieces = np.array_split(samples, max(1, len(samples) // 160))
    return float(np.quantile([_loudness(piece) for piece in pieces], 0.05))


def _within(samples: NDArray[np.floating]) -> Samples:
    """As loud as can be without clipping where it would clip."""
    return np.asarray(samples / max(1.0, float(np.abs(samples).max(initial=0.0))))


def _resampled(samples: Samples, faster: float) -> Samples:
    from scipy.signal import resample_poly

    up, down = 100, round(100 * (1.0 + faster))
    return np.asarray(resample_poly(samples.astype(np.float64), up, down))


def _stretched(samples: Samples, longer: float) -> Samples:
    """Waveform-similarity overlap-add (Verhelst and Roelands, https://doi.org/10.1109/ICASSP.1993.319366)."""
    window, reach = 512, 160
    hop = window // 2
    if len(samples) < window + 2 * reach + hop:
        return samples
    fade = np.hanning(window + 1)[:-1]
    length = int(len(samples) * longer)
    out, weight = np.zeros(length + window), np.zeros(length + window)
    last = len(samples) - window - hop
    at = 0
    for start in range(0, length, hop):
        wanted = min(int(start / longer), last)
        if start:  # the window that continues the previous one best, near where it should be
            low = max(0, wanted - reach)
            nearby = samples[low : min(wanted + reach, last) + window]
            follows = samples[at + hop : at + hop + window]
            at = low + int(np.correlate(nearby, follows, "valid").argmax())
        out[start : start + window] += samples[at : at + window] * fade
        weight[start : start + window] += fade
    return np.asarray((out / np.maximum(weight, 0.1))[:length])
