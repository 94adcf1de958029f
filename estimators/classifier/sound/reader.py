"""Sounds from strangers, as plain samples: one channel, 16 kHz, never too long, or a reason why not."""

from functools import lru_cache
from itertools import pairwise

import numpy as np

from estimators.classifier.arrays import Doubles, Octets, Singles
from estimators.classifier.item import ExampleReader, usage_of
from estimators.classifier.media_container import check_codec, frames_of, open_container
from estimators.classifier.photo.reader import as_jpeg
from estimators.classifier.sound.backbones import BINS, PADDED_FRAMES, mel_filters
from estimators.classifier.unreadable import (
    UnreadableItem,
    sample_rate,
    too_many_channels,
    too_short,
    unreadable,
)

Samples = Singles

SAMPLE_RATE = 16_000
"""Per second; speech and most of what tells everyday sounds apart lie below half of it."""
MAX_SECONDS = 60
"""What comes after the first minute is not read: a class is heard within it, and time and memory stay bounded."""
MIN_SECONDS = 0.01
_RATES = (500, 768_000)
_MAX_CHANNELS = 32
_STRETCHES, _HASHED_BANDS = 16, 9
_LOWEST, _HIGHEST = 150.0, 3_500.0
"""Hertz: what telephones, 8 kHz recordings and every codec keep."""
_FLOOR = 1e-3
"""Of the loudest: weaker than that, codecs and rooms differ."""
_TAIL = 0.05
"""Share of the sounding that may be missing at either end."""
_WINDOW = 512
_SHOWN_BANDS = 64
_RANGE_DB = 70.0
_MOST_FRAMES = 512
# From quiet to loud: paper, the palette's blue of measured things, ink.
_COLOURS = np.array([[241, 239, 235], [170, 200, 240], [31, 95, 191], [26, 27, 30]], np.float64)


def decode_sound(data: bytes) -> Samples:
    """The first minute of a sound as mono samples at 16 kHz, float32, shape (n,), full scale -1 to 1.

    Channels are mixed to one. A broken end keeps what came before it.

    Raises `UnreadableItem`: with one sentence that says why. What the file claims about itself is checked before
    anything is decoded.
    """
    import av

    with open_container(data, "sound") as container:
        stream = next(iter(container.streams.audio), None)
        if stream is None:
            raise UnreadableItem(unreadable("no_sound"))
        check_codec(stream)
        _refuse_giants(stream.codec_context.sample_rate, stream.codec_context.layout.nb_channels)
        pieces: list[Samples] = []
        wanted = SAMPLE_RATE * MAX_SECONDS
        seconds = 0.0
        layout: tuple[object, ...] = ()
        resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
        try:
            for frame in frames_of(container, stream):
                if not isinstance(frame, av.AudioFrame):
                    continue
                _refuse_giants(frame.sample_rate, frame.layout.nb_channels)
                was, layout = layout, (frame.format.name, frame.layout.name, frame.sample_rate)
                if was not in ((), layout):  # a second recording joined to the first
                    pieces += _samples(resampler.resample(None))
                    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
                frame.pts = None  # gaps in time stamps are not silence
                pieces += _samples(resampler.resample(frame))
                seconds += frame.samples / frame.sample_rate
                if seconds > MAX_SECONDS + 1:  # the resampler holds a few milliseconds back
                    break
            pieces += _samples(resampler.resample(None))
        except (av.FFmpegError, ValueError, MemoryError) as error:
            raise UnreadableItem(unreadable("damaged")) from error
    if seconds == 0.0:
        raise UnreadableItem(unreadable("no_seconds"))
    if seconds < MIN_SECONDS or not pieces:
        raise UnreadableItem(too_short(seconds))
    samples = np.concatenate(pieces)[:wanted]
    if not np.isfinite(samples).all():
        raise UnreadableItem(unreadable("not_numbers"))
    return np.ascontiguousarray(samples, np.float32)


def _samples(frames: "list[av.AudioFrame]") -> list[Samples]:  # type: ignore[name-defined]  # noqa: F821
    return [frame.to_ndarray()[0] for frame in frames]


def _refuse_giants(rate: int, channels: int) -> None:
    if not _RATES[0] <= rate <= _RATES[1]:
        raise UnreadableItem(sample_rate(rate))
    if not 1 <= channels <= _MAX_CHANNELS:
        raise UnreadableItem(too_many_channels(channels))


def fingerprint(power: Singles) -> Octets:
    """The hash of a power spectrum [1, frames, 257], as `spectrum` gives it, in 16 bytes.

    Nearly the same when the sound is made louder, re-encoded, trimmed or padded. As in Haitsma and Kalker's fingerprint
    (https://ismir2002.ismir.net/proceedings/02-FP04-2.pdf), a bit says whether the step from one band to the next grows or
    shrinks over time; here over 16 stretches of the whole sound and 8 steps between bands.
    """
    bands = power[0, PADDED_FRAMES:-PADDED_FRAMES].astype(np.float64) @ _bands()
    level = np.log10(bands / max(float(bands.max()), 1e-12) + _FLOOR) - np.log10(_FLOOR)
    cells = _between(level, *_sounding(level))
    over_time = cells[2:] - cells[:-2]
    return np.packbits((over_time[:, 1:] > over_time[:, :-1]).ravel())


def _sounding(level: Doubles) -> tuple[float, float]:
    """First and last frame that matter, without leading and trailing silence."""
    total = np.concatenate([[0.0], level.mean(axis=1).cumsum()])
    if total[-1] < 1e-9:  # silence
        return 0.0, float(len(level))
    first, last = np.interp([_TAIL, 1.0 - _TAIL], total / total[-1], np.arange(len(total)))
    return float(first), float(max(last, first + 1e-6))


def _between(level: Doubles, first: float, last: float) -> Doubles:
    """Mean level of stretches of equal length from `first` to `last`, frames cut where need be."""
    edges = np.linspace(first, last, _STRETCHES + 3)
    whole = np.minimum(edges.astype(int), len(level) - 1)
    sums = np.concatenate([np.zeros((1, level.shape[1])), level.cumsum(axis=0)])
    at_edges = sums[whole] + (edges - whole)[:, None] * level[whole]
    return np.asarray(np.diff(at_edges, axis=0) / np.diff(edges)[:, None])


@lru_cache(maxsize=1)
def _bands() -> Doubles:
    """Which bins belong to which of nine bands, evenly spaced in pitch, shape (257, 9)."""
    hertz = np.linspace(0.0, 8_000.0, BINS)
    edges = np.geomspace(_LOWEST, _HIGHEST, _HASHED_BANDS + 1)
    inside = (hertz[:, None] >= edges[:-1]) & (hertz[:, None] < edges[1:])
    return np.asarray(inside / np.maximum(inside.sum(axis=0), 1))


def thumbnail_jpeg(samples: Samples, size: int) -> bytes:
    """A JPEG, `size` by three quarters of it, of samples (n,): the spectrogram, low notes at the bottom, above its loudness."""
    from PIL import Image

    width, height = max(size, 8), max(size * 3 // 4, 8)
    outline = height // 4
    shown = Image.fromarray(_spectrogram(samples))
    above = shown.resize((width, height - outline), Image.Resampling.BICUBIC)
    picture = np.vstack([np.asarray(above), _outline(samples, width, outline)])
    return as_jpeg(Image.fromarray(picture))


def _spectrogram(samples: Samples) -> Octets:
    """RGB, one row a band (high ones first), one column a frame; at most 512 frames, each the mean of its stretch."""
    padded = np.pad(samples / max(float(np.abs(samples).max()), 1e-6), _WINDOW // 2)
    hop = max(1, min(160, len(samples) // 64))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::hop]
    groups = np.array_split(frames, min(len(frames), _MOST_FRAMES))
    window = np.hanning(_WINDOW)
    power = np.stack([(np.abs(np.fft.rfft(g * window)) ** 2).mean(axis=0) for g in groups])
    level = 10.0 * np.log10(power @ mel_filters(_SHOWN_BANDS) + 1e-9)
    shade = np.clip(1.0 + (level - level.max()) / _RANGE_DB, 0.0, 1.0)
    if level.max() - level.min() < 1e-6:  # silence
        shade[:] = 0.0
    steps = np.linspace(0.0, 1.0, len(_COLOURS))
    colours = [np.interp(shade.T[::-1], steps, channel) for channel in _COLOURS.T]
    return np.stack(colours, axis=-1).astype(np.uint8)


def _outline(samples: Samples, width: int, height: int) -> Octets:
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


def _size(samples: Samples) -> tuple[float, float]:
    loudest = float(np.abs(samples).max(initial=0.0))
    return len(samples) / SAMPLE_RATE, min(loudest, 1.0)


_USAGE = """\
mono, read = av.AudioResampler(format="flt", layout="mono", rate=16000), []
for frame in [*av.open("sound.wav").decode(audio=0), None]:
    read += [part.to_ndarray()[0] for part in mono.resample(frame)]
probabilities, strangeness = session.run(None, {"samples": numpy.concatenate(read)[:960000]})"""
READER = ExampleReader(
    input_name="samples",
    usage=usage_of("av, json, numpy, onnxruntime", _USAGE),
    decode=decode_sound,
    size=lambda samples, _data: _size(samples),
    fingerprint=lambda _samples, prepared: fingerprint(prepared),
    thumbnail=lambda data, size: thumbnail_jpeg(decode_sound(data), size),
)
