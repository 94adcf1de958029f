"""The recordings of the ready-made voice orders: each spoken by eSpeak NG in a voice of its own, with the noise that its note says.

``espeak-ng`` has to be installed, by whoever makes them anew. Noise and echo are drawn with a seed; the breath of some voices is eSpeak's
own chance, so that their files differ a little from run to run.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from estimators.classifier.sound.reader import SAMPLE_RATE, decode_sound

Samples = npt.NDArray[np.float64]
BIT_RATE = 24_000
LOUDEST, PAUSE = 0.7, 0.35  # of full scale; seconds before and after the voice
VOICES = {  # voice, words a minute, pitch (0 to 99)
    "mariam-haddad": ("en-gb-x-rp+f2", 165, 55),
    "dan-kowalski": ("en-us+m3", 160, 38),
    "chef-bao": ("en-us+m7", 150, 48),
    "priya-raman": ("en-gb+f3", 160, 62),
    "olek": ("en-gb+m4", 155, 30),
    "yolanda-ruiz": ("en-us+f1", 160, 50),
    "mr-achterberg": ("en-gb+m1", 215, 42),
    "samira": ("en-gb+f4", 165, 58),
    "jonas-lind": ("en-gb-scotland+m5", 160, 45),
    "mrs-okonjo": ("en-029+f5", 145, 40),
    "trattoria-gina": ("en-us+f2", 165, 66),
    "aisling-byrne": ("en-gb-scotland+f3", 160, 48),
    "deniz": ("en-gb-x-gbclan+m2", 160, 52),
    "unknown-number": ("en-us+f4", 150, 44),
    "rosa-martinez": ("en-us+f5", 165, 60),
    "peter": ("en-gb-x-gbcwmd+m6", 160, 35),
}
SPOKEN = {"0172 44 19": "zero one seven two, four four, one nine"}


def recorded(items: Sequence[dict[str, Any]], folder: Path) -> Iterator[dict[str, Any]]:
    """The items in their order with their files, which are written; the seconds of a caption become what they last."""
    said = [
        _spoken(str(item["good"]), *voice)
        for item, voice in zip(items, VOICES.values(), strict=True)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for place, (item, name) in enumerate(zip(items, VOICES, strict=True)):
        others = [said[(place + step) % len(said)] for step in (3, 5, 7)]
        heard = _in_its_place(said[place], item["note"], others, np.random.default_rng(place))
        (folder / f"{name}.mp3").write_bytes(_mp3(heard))
        lasts = f"{round(len(heard) / SAMPLE_RATE)} seconds"
        yield {
            "file": f"{folder.name}/{name}.mp3",
            **item,
            "text": re.sub(r"\d+ seconds$", lasts, item["text"]),
        }


def _spoken(words: str, voice: str, pace: int, pitch: int) -> Samples:
    """The voice alone, as loud as the others, with a pause before and after it."""
    for written, spoken in SPOKEN.items():
        words = words.replace(written, spoken)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "said.wav"
        asked = ["espeak-ng", "-v", voice, "-s", str(pace), "-p", str(pitch), "-w", str(file)]
        subprocess.run([*asked, words], check=True)
        samples = decode_sound(file.read_bytes()).astype(np.float64)
    heard = np.flatnonzero(np.abs(samples) > 0.01)
    samples = samples[heard[0] : heard[-1]]
    pause = np.zeros(round(PAUSE * SAMPLE_RATE))
    return np.concatenate([pause, samples * 0.12 / np.sqrt(np.mean(samples**2)), pause])


def _in_its_place(
    voice: Samples, note: str, others: Sequence[Samples], chance: np.random.Generator
) -> Samples:
    """The voice as it sounds where the caller is; a note that says nothing of that adds a little hiss."""
    n, seconds = len(voice), np.arange(len(voice)) / SAMPLE_RATE
    hiss = chance.normal(size=n)
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * seconds / 3.1 + chance.uniform(0, 6))
    chatter: Samples = np.mean([np.resize(one[::-1], n) for one in others], axis=0)
    noises: Mapping[str, Samples] = {
        "street noise": _band(hiss, 40, 500) * swell * 0.03,
        "kitchen fan": _band(hiss, 80, 900) * 0.02 + np.sin(2 * np.pi * 118 * seconds) * 0.008,
        "children nearby": _faster(chatter, 1.7) * swell * 0.22,
        "phone in a van": _band(hiss, 30, 180) * 0.05,
        "coffee machine": _band(hiss, 1500, 6000) * swell * 0.025,
        "radio in the room": _band_of(chatter, 300, 2500) * 0.3 + _chords(seconds) * 0.006,
        "kitchen": _band(hiss, 80, 900) * 0.015 + _clatter(n, chance) * 0.12,
        "mixer running": _hum(seconds, 97) * 0.012 + _band(hiss, 200, 2000) * 0.012,
        "hard to hear": _band(hiss, 200, 3500) * 0.06,
        "music": _chords(seconds) * 0.02,
        "quiet room": hiss * 0.0004,
        "clear": hiss * 0.0004,
    }  # fmt: skip
    if note in ("phone in a van", "hard to hear"):
        voice = _band_of(voice, 300, 3400)
    if note == "hard to hear":
        voice = voice * 0.45
    if note == "echo":
        voice = _echo(voice, chance)
    heard = voice + noises.get(note, hiss * 0.001)
    loudest: float = np.abs(heard).max()
    return heard * LOUDEST / loudest


def _band_of(samples: Samples, low: float, high: float) -> Samples:
    """What of it lies between two frequencies, in hertz."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    spectrum[(hertz < low) | (hertz > high)] = 0
    kept: Samples = np.fft.irfft(spectrum, len(samples))
    return kept


def _band(hiss: Samples, low: float, high: float) -> Samples:
    """The same, as loud as one."""
    kept = _band_of(hiss, low, high)
    loudness: float = np.sqrt(np.mean(kept**2))
    return kept / loudness


def _faster(samples: Samples, times: float) -> Samples:
    places = np.arange(len(samples)) * times % (len(samples) - 1)
    faster: Samples = np.interp(places, np.arange(len(samples)), samples)
    return faster


def _hum(seconds: Samples, hertz: float) -> Samples:
    heard = np.zeros(len(seconds))
    for n in range(1, 9):
        heard += np.sin(2 * np.pi * hertz * n * seconds) / n
    return heard


def _chords(seconds: Samples) -> Samples:
    """Three chords in turn, a second and a half each, that fade."""
    chords = ((262, 330, 392), (220, 262, 330), (196, 247, 294))
    turn, within = np.divmod(seconds, 1.5)
    heard = np.zeros(len(seconds))
    for place, chord in enumerate(chords):
        tones = sum(np.sin(2 * np.pi * hertz * seconds) for hertz in chord)
        heard += np.where(turn % 3 == place, tones, 0)
    faded: Samples = heard * np.exp(-within) * np.minimum(1, within * 60)
    return faded


def _clatter(n: int, chance: np.random.Generator) -> Samples:
    """Two pots or so a second."""
    heard = np.zeros(n)
    for start in chance.integers(0, n, max(1, 2 * n // SAMPLE_RATE)):
        rest = np.arange(n - start) / SAMPLE_RATE
        ring = np.sin(2 * np.pi * chance.uniform(900, 3200) * rest)
        heard[start:] += ring * np.exp(-rest * 35) * chance.uniform(0.3, 1)
    return heard


def _echo(voice: Samples, chance: np.random.Generator) -> Samples:
    """A bare room of a quarter of a second."""
    rest = np.arange(SAMPLE_RATE // 3) / SAMPLE_RATE
    room = chance.normal(size=len(rest)) * np.exp(-rest * 14) * 0.025
    room[0] = 1
    return np.convolve(voice, room)[: len(voice)]


def _mp3(samples: Samples) -> bytes:
    from io import BytesIO

    import av

    written = BytesIO()
    with av.open(written, "w", format="mp3", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        whole = av.AudioFrame.from_ndarray(
            np.round(samples * 32767).astype(np.int16)[None], format="s16", layout="mono"
        )
        whole.sample_rate = SAMPLE_RATE
        for packet in [*stream.encode(whole), *stream.encode(None)]:
            container.mux(packet)
    return written.getvalue()
