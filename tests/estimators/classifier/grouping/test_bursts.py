from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from estimators.classifier.attributes import file_attributes
from estimators.classifier.embedding import Embeddings, embed
from estimators.classifier.grouping.groups import find_groups
from estimators.classifier.issue_remark import kept_together


def saved(path: Path, pixels: Any, taken: str, model: str = "P1", quality: int = 90) -> Path:
    exif = Image.Exif()
    exif[0x0110] = model
    exif.get_ifd(0x8769)[0x9003] = taken
    Image.fromarray(pixels).save(path, exif=exif, quality=quality)
    return path


def grain(seed: int) -> Any:
    return np.random.default_rng(seed).integers(0, 256, (60, 80, 3)).astype(np.uint8)


def test_the_file_says_when_with_what_and_how_hard_compressed(tmp_path: Path) -> None:
    one = saved(tmp_path / "1.jpg", grain(0), "2024:02:29 10:00:05", quality=70)
    two = saved(tmp_path / "2.jpg", grain(1), "2024:03:01 00:00:00", model="P2")
    first, second = file_attributes(one.read_bytes()), file_attributes(two.read_bytes())
    assert second["taken_day"] - first["taken_day"] == 1
    assert first["taken_second"] == 36_005
    assert first["camera"] != second["camera"]
    assert abs(first["jpeg_quality"] - 70) <= 2
    known = embed([one]).attributes_of(0)
    assert (known["hour"], known["month"], known["width"]) == (10, 2, 80)


def test_broken_metadata_says_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path / "1.jpg", grain(0), "yesterday, about noon")
    assert "taken_day" not in file_attributes(path.read_bytes())
    assert file_attributes(b"\xff\xd8\xff" + bytes(20)) == {}


def at(seconds: list[float], features: Any) -> Embeddings:
    n = len(seconds)
    facts = np.full((n, 14), np.nan)
    facts[:, 11], facts[:, 12], facts[:, 13] = 19_000, seconds, 7
    prints = np.random.default_rng(0).integers(0, 256, (n, 16)).astype(np.uint8)
    keys = tuple(f"{k:064x}" for k in range(n))
    return Embeddings(
        features.astype(np.float32), prints, np.full((n, 2), 200.0), keys, {}, "photo", (), facts
    )


def test_photos_taken_within_seconds_stay_together_if_they_are_alike() -> None:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(40, 60))
    features[1] = features[0] + 0.6 * rng.normal(size=60)  # alike, four seconds later
    features[3] = features[2] + 0.6 * rng.normal(size=60)  # alike, an hour later
    seconds = [0.0, 4.0, 100.0, 3_700.0, *range(10_000, 10_036)]  # and a belt: one a second
    found = find_groups(at(seconds, features), ["x"] * 40)
    (burst,) = [reason for reason in found.reasons if reason.tie == "burst"]
    assert burst.members == (0, 1)
    assert (
        kept_together(burst.tie, burst.value, 2, "photo").sentence
        == "Taken within seconds by one camera, and alike: 2 photos are kept on one side."
    )
    assert len(set(found.ids[2:].tolist())) == 38
