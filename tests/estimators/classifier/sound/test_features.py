"""Features, fingerprints, pictures and variants of sounds, on real recordings and synthesised ones."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from sklearn.linear_model import LogisticRegression

from estimators.classifier.backbone import (
    View,
    backbone_named,
    file_path,
    own_file,
    session,
    sessions,
)
from estimators.classifier.duplicates import bits_apart
from estimators.classifier.sound.augment import variants
from estimators.classifier.sound.backbones import PADDING
from estimators.classifier.sound.reader import READER, decode_sound

Samples = NDArray[np.float32]


def features(samples: Samples) -> NDArray[np.float32]:
    prepare, run = sessions("speech")
    (power,) = prepare.run(None, {"samples": samples})
    return np.asarray(run.run(None, {"power": power})[0][0])


def fingerprint(samples: Samples) -> NDArray[np.uint8]:
    (power,) = sessions("speech")[0].run(None, {"samples": samples})
    return READER.fingerprint(samples, power)


def unit(rows: NDArray[np.float32], view: View) -> NDArray[np.float64]:
    part = rows[:, view.start : view.stop].astype(np.float64)
    return np.asarray(part / np.linalg.norm(part, axis=1, keepdims=True))


@pytest.fixture(scope="module")
def digits(dataset: Callable[[str], Path]) -> tuple[list[Samples], NDArray[np.str_]]:
    """Two speakers' 300 recordings of the ten digits."""
    paths = [
        path
        for speaker in ("george", "nicolas")
        for path in sorted(dataset("spoken_digits").glob(f"*/*_{speaker}_*.wav"))
    ]
    return [decode_sound(path.read_bytes()) for path in paths], np.array(
        [p.parent.name for p in paths]
    )


@pytest.fixture(scope="module")
def heard(digits: tuple[list[Samples], NDArray[np.str_]]) -> NDArray[np.float32]:
    return np.stack([features(samples) for samples in digits[0]])


def test_one_run_over_a_recording_gives_what_the_package_computes_window_by_window(
    digits: tuple[list[Samples], NDArray[np.str_]],
) -> None:
    to_mel = session(file_path(own_file("melspectrogram.onnx")).read_bytes())
    to_embedding = session(file_path(own_file("speech-embedding.onnx")).read_bytes())
    samples = np.concatenate(digits[0][:5])
    level = np.pad(0.5 * samples / np.abs(samples).max(), PADDING)
    mel = to_mel.run(None, {"input": level[None]})[0][0, 0] / 10.0 + 2.0
    windows = np.stack([mel[at : at + 76] for at in range(0, len(mel) - 75, 8)])[..., None]
    embedded = to_embedding.run(None, {"input_1": windows})[0].reshape(-1, 96)
    expected = np.concatenate([embedded.mean(0), embedded.std(0), embedded.max(0)])
    assert len(windows) > 20
    np.testing.assert_allclose(features(samples)[:288], expected, atol=1e-3)


def test_words_of_a_speaker_never_heard_are_told_apart_by_the_speech_view(
    digits: tuple[list[Samples], NDArray[np.str_]], heard: NDArray[np.float32]
) -> None:
    speech, log_mel = backbone_named("speech").views
    assert (speech.start, speech.stop, log_mel.start, log_mel.stop) == (0, 288, 288, 647)
    labels = digits[1]
    right = LogisticRegression(C=30.0, max_iter=2_000).fit(unit(heard, speech)[:150], labels[:150])
    assert right.score(unit(heard, speech)[150:], labels[150:]) > 0.8  # one speaker to learn from


def noises(kind: str, rng: np.random.Generator) -> Samples:
    """Sounds that nobody says, each with its own pitch, pace and noise."""
    t = np.arange(16_000) / 16_000
    hertz = rng.uniform(500, 2_000)
    wave = {
        "whistle up": np.sin(2 * np.pi * (hertz * t + 400 * t**2)),
        "whistle down": np.sin(2 * np.pi * ((hertz + 800) * t - 400 * t**2)),
        "knocks": rng.standard_normal(16_000) * np.exp(-((t * rng.integers(2, 5)) % 1) * 30),
        "hiss": rng.standard_normal(16_000),
        "hum": np.sign(np.sin(2 * np.pi * rng.uniform(45, 65) * t)),
    }[kind]
    return (rng.uniform(0.02, 0.5) * (wave + 0.02 * rng.standard_normal(16_000))).astype(np.float32)


def test_sounds_that_are_not_speech_are_told_apart_by_the_log_mel_view() -> None:
    rng = np.random.default_rng(0)
    kinds = ["whistle up", "whistle down", "knocks", "hiss", "hum"]
    labels = np.array(kinds * 20)
    rows = unit(
        np.stack([features(noises(kind, rng)) for kind in labels]),
        backbone_named("speech").views[1],
    )
    model = LogisticRegression(C=30.0, max_iter=2_000).fit(rows[:50], labels[:50])
    assert model.score(rows[50:], labels[50:]) > 0.95


def test_loudness_changes_no_feature(digits: tuple[list[Samples], NDArray[np.str_]]) -> None:
    samples = digits[0][0]
    np.testing.assert_allclose(features(samples), features(samples * 0.1), atol=1e-3)


@pytest.mark.parametrize("length", [1, 160, 16_000])
def test_silence_and_the_shortest_sounds_have_finite_features(length: int) -> None:
    for samples in (np.zeros(length, np.float32), np.ones(length, np.float32)):
        assert features(samples).shape == (647,)
        assert np.isfinite(features(samples)).all()


def test_changed_copies_keep_their_fingerprint_and_other_recordings_do_not(
    digits: tuple[list[Samples], NDArray[np.str_]],
) -> None:
    rng = np.random.default_rng(0)
    originals = digits[0][::6]
    prints = np.stack([fingerprint(samples) for samples in originals])
    silence = np.zeros(2_000, np.float32)
    copies = {
        "softer": [samples * 0.2 for samples in originals],
        "padded": [np.concatenate([silence, samples, silence]) for samples in originals],
        "trimmed": [samples[len(samples) // 50 : -len(samples) // 50] for samples in originals],
        "noisier": [
            (s + rng.standard_normal(len(s)) * s.std() * 0.03).astype(np.float32) for s in originals
        ],
    }
    for name, changed in copies.items():
        apart = bits_apart(prints, np.stack([fingerprint(samples) for samples in changed]))
        assert np.quantile(apart, 0.9) <= 20, name
    others = bits_apart(prints[:, None], prints[None])[np.triu_indices(len(prints), 1)]
    assert np.median(others) > 55
    assert (others <= 22).mean() < 0.01


def test_a_picture_shows_a_low_tone_below_a_high_one(dataset: Callable[[str], Path]) -> None:
    seconds = np.arange(16_000) / 16_000

    def darkest_row(hertz: float) -> int:
        from estimators.classifier.sound.reader import thumbnail_jpeg

        data = thumbnail_jpeg(np.sin(2 * np.pi * hertz * seconds).astype(np.float32), 256)
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (256, 192)
            return int(np.asarray(picture.convert("L"))[:140].mean(axis=1).argmin())

    assert darkest_row(3_000) < darkest_row(300)
    real = READER.thumbnail(
        (dataset("hostile_audio") / "formats" / "phone_memo.m4a").read_bytes(), 64
    )
    assert real.startswith(b"\xff\xd8")


def test_size_is_seconds_and_loudest() -> None:
    assert READER.size(np.array([0.5, -2.0] * 4_000, np.float32), b"") == (0.5, 1.0)


def test_variants_repeat_with_the_seed_differ_from_the_sound_and_keep_its_word(
    digits: tuple[list[Samples], NDArray[np.str_]], heard: NDArray[np.float32]
) -> None:
    samples, labels = digits
    original = samples[0].copy()
    made = variants(samples[0], np.random.default_rng(3), 8)
    again = variants(samples[0], np.random.default_rng(3), 8)
    assert len(made) == 8
    assert len({name for name, _ in made}) == 6
    for (name, one), (_, other) in zip(made, again, strict=True):
        assert one.dtype == np.float32, name
        np.testing.assert_array_equal(one, other)
        assert len(one) != len(original) or not np.array_equal(one, original), name
    np.testing.assert_array_equal(samples[0], original)

    view = backbone_named("speech").views[0]
    model = LogisticRegression(C=30.0, max_iter=2_000).fit(unit(heard, view), labels)
    rng = np.random.default_rng(0)
    right = [
        model.predict(unit(features(variant)[None], view))[0] == labels[i]
        for i in range(0, len(samples), 25)
        for _, variant in variants(samples[i], rng, 6)
    ]
    assert np.mean(right) > 0.9
