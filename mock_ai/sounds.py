"""Sounds for a fake voice, and how long a recording is.

The voice hums: a tone for each syllable, as many as the text has. It is plainly no person.
"""

import io
import re
import wave
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

RATE = 24_000  # samples a second, as OpenAI's speech has
LONGEST_SECONDS = 30.0
_SYLLABLE_SECONDS = 0.16
_SYLLABLE = re.compile(r"[aeiouyäöüàâéèêíìîóòôúùûæøå]+|\d|[^\W\d_a-z]", re.IGNORECASE)
# Container and encoder for each format; what a format cannot hold is left to the encoder.
_ENCODERS = {
    "mp3": ("mp3", "libmp3lame"),
    "opus": ("ogg", "libopus"),
    "aac": ("adts", "aac"),
    "flac": ("flac", "flac"),
}
FORMATS = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}


def hummed(text: str, voice: str = "", speed: float = 1.0) -> npt.NDArray[np.int16]:
    """The text as hummed syllables: mono, 24 kHz, at most 30 seconds."""
    pitch = 110 + 110 * (blake2b(voice.encode("utf-8", "replace"), digest_size=1).digest()[0] / 255)
    size = int(RATE * _SYLLABLE_SECONDS / min(max(speed, 0.25), 4.0))
    most = int(RATE * LONGEST_SECONDS) // size
    time = np.arange(size) / RATE
    envelope = np.sin(np.pi * np.arange(size) / size) ** 0.7
    pieces: list[npt.NDArray[np.float64]] = []
    for word in text[:10_000].split():
        for syllable in _SYLLABLE.findall(word) or [word[:1]]:
            step = blake2b(syllable.lower().encode("utf-8", "replace"), digest_size=1).digest()[0]
            tone = 2 * np.pi * pitch * 2 ** ((step % 8 - 3) / 12) * time
            pieces.append(envelope * (np.sin(tone) + 0.4 * np.sin(2 * tone)) / 1.4)
        pieces.append(np.zeros(size // 2))
        if len(pieces) > most:
            break
    samples = np.concatenate(pieces or [np.zeros(size)])[: int(RATE * LONGEST_SECONDS)]
    return (samples * 9000).astype(np.int16)


def encoded(samples: npt.NDArray[np.int16], form: str) -> bytes:
    """The samples as a file: mp3, opus (in Ogg), aac, flac, wav, or bare pcm."""
    if form == "pcm":
        return samples.astype("<i2").tobytes()
    file = io.BytesIO()
    if form == "wav":
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(samples.astype("<i2").tobytes())
        return file.getvalue()
    import av

    container, encoder = _ENCODERS[form]
    # Without it FFmpeg numbers Ogg streams at random.
    with av.open(file, "w", format=container, options={"fflags": "+bitexact"}) as output:
        stream: Any = output.add_stream(encoder, rate=RATE)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            output.mux(packet)
    return file.getvalue()


def speech(text: str, voice: str, speed: float, form: str) -> bytes:
    """A file in which the voice hums the text."""
    return encoded(hummed(text, voice, speed), form)


def seconds_of(content: bytes) -> float:
    """How long a recording is; judged by its size where it cannot be read."""
    import av

    try:
        with av.open(io.BytesIO(content), "r") as recording:
            if recording.duration:
                return round(recording.duration / 1_000_000, 2)
            stream = recording.streams.audio[0]
            last = 0.0
            for packet in recording.demux(stream):
                if packet.pts is not None and packet.time_base is not None:
                    last = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            return round(last, 2)
    except (av.FFmpegError, OSError, ValueError, IndexError):
        return round(max(len(content) / 32_000, 0.1), 2)
