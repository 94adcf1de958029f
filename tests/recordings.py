"""Recordings and clips written here, so that what is in them is known: one folder a class, learned in seconds."""

import io
import wave
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.uint8]
HERTZ = {"low": 200.0, "high": 2_000.0}


def beep(path: Path, hertz: float, seed: int) -> None:
    """Half a second of one tone with some noise, as WAV."""
    rng = np.random.default_rng(seed)
    time = np.arange(8_000) / 16_000
    wave_ = 0.3 * np.sin(2 * np.pi * hertz * time) + 0.05 * rng.standard_normal(len(time))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(np.int16(wave_ * 32_000).tobytes())


def write_beeps(folder: Path, per_class: int) -> Path:
    """Low and high tones, no two of one height; returns the folder."""
    for name, hertz in HERTZ.items():
        (folder / name).mkdir(parents=True)
        for n in range(per_class):
            beep(folder / name / f"{name}-{n:02}.wav", hertz * (1 + n / per_class), n)
    return folder


def as_clip(
    frames: Sequence[Frames],
    *,
    times: Sequence[int] | None = None,
    container: str = "mp4",
    codec: str = "mpeg4",
    keyframe_every: int = 12,
) -> bytes:
    """The frames at 10 a second, or at those tenths of a second."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        height, width = frames[0].shape[:2]
        stream = file.add_stream(codec, rate=10, width=width, height=height, pix_fmt="yuv420p")
        stream.bit_rate, stream.gop_size = 4_000_000, keyframe_every
        for number, picture in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = (times[number] if times else number), Fraction(1, 10)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def passing(direction: str, rng: np.random.Generator) -> Frames:
    """A square that passes over a patchwork, both new each time; only where it goes tells the classes apart."""
    patches = rng.integers(0, 256, (4, 4, 3)).repeat(24, 0).repeat(24, 1)
    colour, top, side = rng.integers(0, 256, 3), rng.integers(5, 70), rng.integers(12, 24)
    frames = np.stack([patches] * 8).astype(np.uint8)
    for number, frame in enumerate(frames):
        x = int(rng.integers(3)) + 9 * (number if direction == "right" else 7 - number)
        frame[top : top + side, x : x + side] = colour
    return frames


def write_clips(folder: Path, per_class: int) -> Path:
    """Squares that pass to the left and to the right; returns the folder."""
    rng = np.random.default_rng(0)
    for direction in ("left", "right"):
        (folder / direction).mkdir(parents=True)
        for n in range(per_class):
            clip = as_clip([*passing(direction, rng)])
            (folder / direction / f"{direction}-{n:02}.mp4").write_bytes(clip)
    return folder
