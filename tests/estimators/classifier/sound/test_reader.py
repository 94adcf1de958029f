import io
import shutil
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from estimators.classifier.examples import load_examples
from estimators.classifier.item import read_bytes
from estimators.classifier.sound.reader import SAMPLE_RATE, decode_sound
from estimators.classifier.unreadable import UnreadableItem


def tone(hertz: float, seconds: float, rate: int = SAMPLE_RATE) -> NDArray[np.float64]:
    return np.asarray(0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate))


def as_wav(samples: NDArray[np.float64], *, rate: int = SAMPLE_RATE, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return out.getvalue()


def encoded(samples: NDArray[np.float64], container: str, codec: str, rate: int = 48_000) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            samples[None].astype(np.float32), format="flt", layout="mono"
        )
        frame.rate = SAMPLE_RATE
        stream.codec_context.open()
        size = stream.codec_context.frame_size or None
        suited = av.AudioResampler(
            format=stream.codec_context.format, layout="mono", rate=rate, frame_size=size
        )
        for part in [*suited.resample(frame), *suited.resample(None), None]:
            for packet in stream.encode(part):
                file.mux(packet)
    return out.getvalue()


def loudest_hertz(samples: NDArray[np.float32]) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(spectrum.argmax()) * SAMPLE_RATE / len(samples)


@pytest.mark.parametrize(
    ("container", "codec", "rate"),
    [
        ("wav", "pcm_s24le", 44_100),
        ("wav", "pcm_f64le", 96_000),
        ("wav", "pcm_u8", 11_025),
        ("wav", "pcm_mulaw", 8_000),
        ("aiff", "pcm_s16be", 22_050),
        ("flac", "flac", 48_000),
        ("mp3", "libmp3lame", 44_100),
        ("ogg", "libopus", 48_000),
        ("ipod", "aac", 44_100),
        ("adts", "aac", 44_100),
        ("webm", "libopus", 48_000),
    ],
)
def test_a_tone_keeps_pitch_and_length_whatever_it_was_saved_as(
    container: str, codec: str, rate: int
) -> None:
    samples = decode_sound(encoded(tone(440, 1.0), container, codec, rate))
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert len(samples) / SAMPLE_RATE == pytest.approx(1.0, abs=0.08)
    assert loudest_hertz(samples) == pytest.approx(440, abs=3)
    assert np.abs(samples[4_000:12_000]).max() == pytest.approx(0.5, abs=0.05)


def test_channels_are_mixed_to_one() -> None:
    both = np.stack([tone(440, 0.5), np.zeros(SAMPLE_RATE // 2)], axis=1)
    samples = decode_sound(as_wav(both.ravel(), channels=2))
    assert np.abs(samples).max() == pytest.approx(0.25, abs=0.12)
    assert loudest_hertz(samples) == pytest.approx(440, abs=3)


def test_only_the_first_minute_is_read() -> None:
    samples = decode_sound(encoded(np.zeros(90 * SAMPLE_RATE), "flac", "flac", SAMPLE_RATE))
    assert len(samples) == 60 * SAMPLE_RATE


def test_a_broken_end_keeps_what_came_before_it() -> None:
    whole = as_wav(tone(440, 1.0))
    assert len(decode_sound(whole[: len(whole) // 2])) == pytest.approx(SAMPLE_RATE // 2, abs=50)


@pytest.mark.parametrize("claim", [(100, 1), (1_000_000, 1), (8_000, 200)])
def test_absurd_claims_are_refused_with_the_claim(claim: tuple[int, int]) -> None:
    rate, channels = claim
    header = bytearray(as_wav(np.zeros(4_000)))
    header[22:24] = channels.to_bytes(2, "little")
    header[24:28] = rate.to_bytes(4, "little")
    header[32:34] = (2 * channels).to_bytes(2, "little")
    with pytest.raises(UnreadableItem, match="It claims"):
        decode_sound(bytes(header))


def test_a_playlist_cannot_open_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "private.wav").write_bytes(as_wav(tone(440, 1.0)))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableItem, match="It is not a sound"):
        decode_sound(b"ffconcat version 1.0\nfile private.wav\n")


def test_a_clip_without_sound_says_so() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=10, width=32, height=32, pix_fmt="yuv420p")
        for part in [av.VideoFrame(32, 32, "yuv420p"), None]:
            for packet in stream.encode(part):
                file.mux(packet)
    with pytest.raises(UnreadableItem, match="It has no sound in it"):
        decode_sound(out.getvalue())


def test_every_hostile_file_is_read_or_named_in_one_sentence(
    dataset: Callable[[str], Path],
) -> None:
    problems: dict[str, str] = {}
    read: dict[str, NDArray[np.float32]] = {}
    root = dataset("hostile_audio")
    for path in sorted(path for path in root.rglob("*/*") if path.is_file()):
        name = f"{path.parent.name}/{path.name}"
        try:
            read[name] = decode_sound(read_bytes(path))
        except UnreadableItem as error:
            problems[name] = str(error)
    assert len(read) + len(problems) == 50
    assert all(np.isfinite(samples).all() and len(samples) for samples in read.values())
    assert all(text[0].isupper() and text.endswith(".") for text in problems.values())
    assert {name: text for name, text in problems.items() if not name.startswith("odd_wav")} == {
        "content/10_samples.wav": "It is only 1.25 ms long, too short to be heard.",
        "content/inf_sample.wav": "Some of its samples are not numbers (NaN or infinite).",
        "content/nan_samples.wav": "Some of its samples are not numbers (NaN or infinite).",
        "truncated/20_bytes.wav": "The file is damaged, or cut short before the recording starts.",
        "truncated/header_only.wav": "There is no sound in it (0 seconds).",
        "wrong_extension/page.mp3": "It is a web page saved as a sound; the download was blocked.",
        "wrong_extension/text.wav": "It is not a sound, or of a kind that can’t be read here.",
        "zero_byte/empty.mp3": "The file is empty (0 bytes).",
        "zero_byte/empty.wav": "The file is empty (0 bytes).",
    }
    assert len(read["content/30_min_silence.opus"]) == 60 * SAMPLE_RATE


def test_voice_memos_of_a_phone_are_taken_for_sounds(
    dataset: Callable[[str], Path], tmp_path: Path
) -> None:
    memos = sorted(dataset("hostile_audio").glob("phone_originals/*.caf"))
    for name, memo in zip(("one", "two", "one"), memos, strict=True):
        (tmp_path / name).mkdir(exist_ok=True)
        shutil.copy(memo, tmp_path / name)
    found = load_examples(tmp_path)
    assert (found.modality, len(found)) == ("sound", 3)
    assert all(len(decode_sound(read_bytes(item))) > SAMPLE_RATE for item in found.items)
