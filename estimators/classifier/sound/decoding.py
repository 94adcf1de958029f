"""Sounds from strangers, as plain samples: one channel, 16 kHz, never too long, or a reason why not."""

import numpy as np
from numpy.typing import NDArray

from estimators.base.number import digits
from estimators.classifier.item import UnreadableItem
from estimators.classifier.media_container import check_codec, frames_of, open_container

Samples = NDArray[np.float32]

SAMPLE_RATE = 16_000
"""Per second; speech and most of what tells everyday sounds apart lie below half of it."""
MAX_SECONDS = 60
"""What comes after the first minute is not read: a class is heard within it, and time and memory stay bounded."""
MIN_SECONDS = 0.01
_RATES = (500, 768_000)
_MAX_CHANNELS = 32


def decode_sound(data: bytes) -> Samples:
    """The first minute of a sound as mono samples at 16 kHz, float32, shape (n,), full scale -1 to 1.

    Channels are mixed to one. A broken end keeps what came before it.

    Raises
    ------
    UnreadableItem
        With one sentence that says why. What the file claims about itself is checked before anything is decoded.
    """
    import av

    with open_container(data, "sound") as container:
        stream = next(iter(container.streams.audio), None)
        if stream is None:
            raise UnreadableItem("It has no sound in it.")
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
            raise UnreadableItem("The file is damaged.") from error
    _refuse_nothing(seconds, len(pieces))
    samples = np.concatenate(pieces)[:wanted]
    if not np.isfinite(samples).all():
        raise UnreadableItem("Some of its samples are not numbers (NaN or infinite).")
    return np.ascontiguousarray(samples, np.float32)


def _samples(frames: "list[av.AudioFrame]") -> list[Samples]:  # type: ignore[name-defined]  # noqa: F821
    return [frame.to_ndarray()[0] for frame in frames]


def _refuse_giants(rate: int, channels: int) -> None:
    if not _RATES[0] <= rate <= _RATES[1]:
        raise UnreadableItem(
            f"It claims {digits(rate)} samples a second; 500 to 768,000 can be read."
        )
    if not 1 <= channels <= _MAX_CHANNELS:
        raise UnreadableItem(f"It claims {digits(channels)} channels; 1 to 32 can be read.")


def _refuse_nothing(seconds: float, pieces: int) -> None:
    if seconds == 0.0:
        raise UnreadableItem("There is no sound in it (0 seconds).")
    if seconds < MIN_SECONDS or pieces == 0:
        raise UnreadableItem(f"It is only {1_000 * seconds:.3g} ms long, too short to be heard.")
