"""Clips: real ones, and ones written here so that what is in them is known."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from sklearn.linear_model import LogisticRegression

from estimators.classifier.backbone import backbone_named, sessions
from estimators.classifier.duplicates import bits_apart
from estimators.classifier.unreadable import UnreadableItem
from estimators.classifier.video.augment import variants
from estimators.classifier.video.reader import FRAMES, READER, decode_clip
from tests.recordings import Frames, as_clip, passing


def greys(levels: Sequence[float], *, height: int = 48, width: int = 64) -> list[Frames]:
    return [np.full((height, width, 3), level, np.uint8) for level in levels]


def levels_of(frames: Frames) -> list[float]:
    return [float(level) for level in frames.mean(axis=(1, 2, 3))]


def features(frames: Frames) -> NDArray[np.float32]:
    prepare, run = sessions("frames")
    (pixels,) = prepare.run(None, {"frames": frames})
    return np.asarray(run.run(None, {"pixels": pixels})[0][0])


@pytest.fixture(scope="module")
def clips(dataset: Callable[[str], Path]) -> list[bytes]:
    return [path.read_bytes() for path in sorted(dataset("scene_clips_video").glob("*/*.mp4"))[::5]]


def test_frames_are_those_of_a_plain_decoder_at_the_middles_of_eight_stretches(
    clips: list[bytes],
) -> None:
    for data in clips[:3]:
        with av.open(io.BytesIO(data)) as file:
            every = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
        plain = [every[int((i + 0.5) * len(every) / 8)] for i in range(8)]
        np.testing.assert_array_equal(decode_clip(data), np.stack(plain))


def test_frames_are_spaced_in_time_where_the_rate_varies() -> None:
    # Thirty frames in the first three seconds, then one that stays for almost as long.
    times = [*range(30), 58, 59]
    seen = decode_clip(as_clip(greys([10] * 30 + [200, 200]), times=times))
    assert sum(level < 100 for level in levels_of(seen)) >= 7  # the last early frame is still shown


@pytest.mark.parametrize(("container", "codec"), [("mp4", "mpeg4"), ("matroska", "libx264")])
def test_a_long_clip_is_sampled_to_its_end(container: str, codec: str) -> None:
    ramp = np.linspace(20, 230, 400)
    seen = levels_of(decode_clip(as_clip(greys(ramp), container=container, codec=codec)))
    expected = [ramp[int((i + 0.5) * len(ramp) / FRAMES)] for i in range(FRAMES)]
    np.testing.assert_allclose(seen, expected, atol=4)


def test_a_clip_without_time_stamps_is_sampled_evenly() -> None:
    ramp = np.linspace(20, 230, 100)
    seen = levels_of(decode_clip(as_clip(greys(ramp), container="avi")))
    np.testing.assert_allclose(seen, np.linspace(33, 217, 8), atol=10)


def test_a_single_frame_counts_eight_times() -> None:
    seen = decode_clip(as_clip(greys([120])))
    assert seen.shape == (8, 48, 64, 3)
    assert np.isfinite(features(seen)).all()
    assert np.abs(features(seen)[1280:]).max() < 1e-3  # nothing changes


def test_a_phone_held_upright_gives_an_upright_clip() -> None:
    picture = np.zeros((48, 64, 3), np.uint8)
    picture[:, :16] = 255  # left in the sensor's picture, at the top after a quarter turn clockwise
    data = bytearray(as_clip([picture] * 8))
    matrix = data.index(b"tkhd") + 4 + 40
    turned = [0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30]
    data[matrix : matrix + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in turned)
    seen = decode_clip(bytes(data))
    assert seen.shape == (8, 64, 48, 3)
    assert seen[0, :12].mean() > 200
    assert seen[0, 20:].mean() < 50


def test_large_frames_are_reduced() -> None:
    assert decode_clip(as_clip(greys([50] * 3, height=720, width=1280))).shape == (8, 360, 640, 3)


def test_a_frame_beyond_4k_is_refused_with_its_claim() -> None:
    with pytest.raises(UnreadableItem, match=r"It claims 8,000 by 4,320 pixels"):
        decode_clip(as_clip(greys([0], height=4_320, width=8_000)))


def test_a_broken_tail_keeps_what_was_read() -> None:
    whole = as_clip(greys(np.linspace(20, 230, 60)), container="matroska")
    seen = levels_of(decode_clip(whole[: len(whole) * 2 // 3]))
    assert len(seen) == 8
    assert seen == sorted(seen)
    assert seen[-1] < 200


def test_what_is_no_clip_is_named(dataset: Callable[[str], Path]) -> None:
    picture = io.BytesIO()
    still = Image.new("RGB", (32, 32))
    still.save(picture, "GIF", save_all=True, append_images=[Image.new("RGB", (32, 32), "red")])
    sounds = dataset("hostile_audio") / "formats"
    for data, why in [
        (picture.getvalue(), "It is a picture, not a clip."),
        ((sounds / "8bit.wav").read_bytes(), "It is a sound, not a clip."),
        ((sounds / "phone_memo.m4a").read_bytes(), "It has sound but no moving picture."),
        (b"<!DOCTYPE html>", "It is a web page saved as a clip; the download was blocked."),
        (
            as_clip(greys([9] * 9))[:200],
            "The file is damaged, or cut short before the recording starts.",
        ),
        (b"hello", "It is not a clip, or of a kind that can’t be read here."),
    ]:
        with pytest.raises(UnreadableItem) as refused:
            decode_clip(data)
        assert str(refused.value) == why


def test_where_something_goes_is_told_by_the_motion_view() -> None:
    frames, _, motion = backbone_named("frames").views
    assert (frames.start, frames.stop, motion.stop) == (0, 1280, 2808)
    rng = np.random.default_rng(0)
    labels = np.array(["left", "right"] * 14)
    rows = np.stack([features(passing(label, rng)) for label in labels])[:, motion.start :]
    rows = np.sqrt(rows) / np.linalg.norm(np.sqrt(rows), axis=1, keepdims=True)
    model = LogisticRegression(C=30.0).fit(rows[:14], labels[:14])
    assert model.score(rows[14:], labels[14:]) > 0.8


def test_copies_keep_their_fingerprint_and_other_scenes_do_not(clips: list[bytes]) -> None:
    def fingerprint(frames: Frames) -> NDArray[np.uint8]:
        (pixels,) = sessions("frames")[0].run(None, {"frames": frames})
        return READER.fingerprint(frames, pixels)

    with av.open(io.BytesIO(clips[0])) as file:
        every = [
            frame.reformat(160, 90).to_ndarray(format="rgb24") for frame in file.decode(video=0)
        ]
    original = fingerprint(decode_clip(clips[0]))
    assert bits_apart(original, fingerprint(decode_clip(as_clip(every)))) <= 12
    assert all(bits_apart(original, fingerprint(decode_clip(data))) > 24 for data in clips[4:])


def test_the_thumbnail_is_the_middle_frame_and_the_size_its_shorter_side(
    clips: list[bytes],
) -> None:
    data = as_clip(greys([0] * 10 + [250] * 4 + [0] * 10))
    with Image.open(io.BytesIO(READER.thumbnail(data, 32))) as picture:
        assert picture.size == (32, 24)
        assert np.asarray(picture).mean() > 200
    with av.open(io.BytesIO(clips[0])) as file:
        assert file.duration is not None
        lasts = file.duration / 1_000_000
    assert READER.size(decode_clip(clips[0]), clips[0]) == (pytest.approx(lasts, abs=0.1), 180.0)


@pytest.mark.parametrize("container", ["mp4", "matroska", "avi"])
def test_a_clip_is_as_long_as_it_plays_however_many_frames_are_looked_at(container: str) -> None:
    for frames, seconds in ((5, 0.5), (100, 10.0)):
        data = as_clip(greys([50] * frames), container=container)
        assert READER.size(decode_clip(data), data)[0] == pytest.approx(seconds, abs=0.05)


def test_variants_repeat_with_the_seed_and_leave_the_clip_as_it_is(clips: list[bytes]) -> None:
    frames = decode_clip(clips[0])
    before = frames.copy()
    made = variants(frames, np.random.default_rng(1), 6)
    again = variants(frames, np.random.default_rng(1), 6)
    assert len({name for name, _ in made}) == 5
    for (name, one), (_, other) in zip(made, again, strict=True):
        assert one.dtype == np.uint8, name
        assert len(one) == len(frames)
        assert one.shape != frames.shape or (one != frames).any(), name
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(frames, before)


def test_old_clips_in_the_three_codecs_of_msmpeg4_that_are_around_are_read() -> None:
    for codec in ("msmpeg4", "msmpeg4v2", "wmv2"):
        data = as_clip(greys([40] * 10 + [200] * 10), container="avi", codec=codec)
        levels = levels_of(decode_clip(data))
        assert levels[0] < 60
        assert levels[-1] > 180
