import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from estimators.classifier.attributes import Attributes, attributes_of, file_attributes
from estimators.classifier.collection_plan import CollectionRequest, plan
from estimators.classifier.photo.reader import decode_photo


@pytest.fixture(scope="module")
def photos(dataset: Callable[[str], Path]) -> tuple[list[Attributes], np.ndarray]:
    """Facts and labels of 40 photos of each of three kinds of rubbish."""
    root = dataset("trashnet")
    paths = [
        p for name in ("glass", "metal", "paper") for p in sorted((root / name).iterdir())[:40]
    ]
    return [attributes_of("photo", decode_photo(path)) for path in paths], np.array(
        [path.parent.name for path in paths]
    )


def answers(truths: np.ndarray, wrong: np.ndarray) -> np.ndarray:
    return np.where(wrong, "something else", truths)


def about_errors(wishes: tuple[CollectionRequest, ...]) -> list[CollectionRequest]:
    return [wish for wish in wishes if wish.condition and "are wrong" in wish.text]


def test_errors_in_the_dark_bring_a_wish_for_dark_photos(
    photos: tuple[list[Attributes], np.ndarray],
) -> None:
    facts, truths = photos
    brightness = np.array([entry["brightness"] for entry in facts])
    dark = np.zeros(120, dtype=bool)
    for name in np.unique(truths):  # the darkest of each class, so that no class is at fault
        of_class = np.flatnonzero(truths == name)
        dark[of_class[np.argsort(brightness[of_class])[:6]]] = True
    wishes = plan(facts, truths, answers(truths, dark), n_more=60)
    (wish, *_) = about_errors(wishes)
    assert wish.condition == "dark"
    assert wish.evidence.inside.value > 3 * wish.evidence.outside.value
    assert wish.evidence.p_value <= 0.05
    count = round(wish.evidence.inside.value * wish.evidence.inside.n)
    assert wish.text.startswith(f"{count} of {wish.evidence.inside.n} dark photos are wrong (")
    assert f"photograph {wish.n} more dark ones of " in wish.text
    assert sum(each.n for each in wishes) <= 65


def test_errors_without_a_pattern_bring_no_wish(
    photos: tuple[list[Attributes], np.ndarray],
) -> None:
    facts, truths = photos
    alarms = [
        wish
        for seed in range(10)
        for wish in about_errors(
            plan(facts, truths, answers(truths, np.random.default_rng(seed).random(120) < 0.25))
        )
    ]
    assert len(alarms) <= 2


def test_a_hard_class_does_not_make_its_light_a_cause() -> None:
    rng = np.random.default_rng(0)
    truths = np.array(["night"] * 60 + ["day"] * 60)
    facts = [
        {"brightness": float(b)} for b in np.r_[rng.uniform(0, 0.3, 60), rng.uniform(0.5, 1, 60)]
    ]
    wrong = np.r_[rng.random(60) < 0.5, np.zeros(60, bool)]
    wishes = plan(facts, truths, answers(truths, wrong))
    assert not about_errors(wishes)
    (hard,) = [wish for wish in wishes if not wish.condition]
    assert hard.class_name == "night"
    assert "photos of “night” are wrong" in hard.text


def test_a_condition_that_one_class_lacks_is_wished_for() -> None:
    rng = np.random.default_rng(0)
    truths = np.array(["cat"] * 50 + ["dog"] * 50)
    loud = np.r_[rng.uniform(-50, -40, 50), rng.uniform(-50, -10, 50)]
    facts = [{"loudness": float(level)} for level in loud]
    wishes = plan(facts, truths, truths, modality="sound")
    texts = [wish.text for wish in wishes]
    assert any(
        "sounds of “cat” are loud" in text and "record" in text and "more loud ones" in text
        for text in texts
    )


def test_a_burst_is_one_piece_of_evidence() -> None:
    rng = np.random.default_rng(0)
    truths = np.array(["a"] * 40 + ["b"] * 40)
    brightness = rng.uniform(0.4, 0.9, 80)
    brightness[:10] = 0.1
    facts = [{"brightness": float(b)} for b in brightness]
    wrong = np.arange(80) < 10
    groups = np.r_[np.zeros(10, int), np.arange(1, 71)]
    assert about_errors(plan(facts, truths, answers(truths, wrong)))
    assert not about_errors(plan(facts, truths, answers(truths, wrong), groups=groups))


def test_an_unknown_fact_is_not_a_low_one_and_nothing_gives_no_wish() -> None:
    truths = np.array(["a", "b"] * 20)
    assert plan([{}] * 40, truths, answers(truths, np.arange(40) < 10)) == ()
    assert plan([], [], []) == ()


def test_braces_in_a_class_name_are_left_alone() -> None:
    truths = np.array(["{n}"] * 30 + ["b"] * 30)
    (wish,) = plan([{}] * 60, truths, answers(truths, np.arange(60) < 15), n_more=50)
    assert "“{n}”" in wish.text
    assert "photograph 50 more of it" in wish.text


def test_the_time_on_the_camera_s_clock_is_read_from_jpeg_and_heic(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2024:12:31 23:05:09"
    picture = Image.new("RGB", (32, 32))
    jpeg, heic, plain = io.BytesIO(), io.BytesIO(), io.BytesIO()
    picture.save(jpeg, "JPEG", exif=exif)
    pillow_heif.from_pillow(picture).save(heic, exif=exif.tobytes())
    picture.save(plain, "JPEG")
    for data in (jpeg.getvalue(), heic.getvalue()):
        found = file_attributes(data)
        since = timedelta(days=found["taken_day"], seconds=found["taken_second"])
        assert datetime(1970, 1, 1) + since == datetime(2024, 12, 31, 23, 5, 9)
    for nothing in (plain.getvalue(), b"", b"not a photo", jpeg.getvalue()[:60]):
        assert "taken_day" not in file_attributes(nothing)


def test_broken_metadata_has_no_time_and_does_no_harm(dataset: Callable[[str], Path]) -> None:
    for path in (dataset("hostile_images") / "broken_metadata").iterdir():
        file_attributes(path.read_bytes())
