from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from estimators.classifier.embedding import Embeddings
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.hygiene.inspection import inspect, label_suspects, outliers
from estimators.classifier.hygiene.out_of_fold import answer_out_of_fold
from estimators.classifier.hygiene.quality import quality
from estimators.classifier.hygiene.shortcuts import shortcuts
from estimators.classifier.modality import PHOTO
from tests.estimators.classifier.few import few

Digits = Callable[..., Path]


def blobs(n: int = 60, classes: int = 2, seed: int = 0) -> tuple[Embeddings, list[str]]:
    """Examples around one centre a class, with facts that say nothing about it."""
    rng = np.random.default_rng(seed)
    codes = np.arange(n * classes) % classes
    features = rng.normal(size=(classes, 40))[codes] + 0.5 * rng.normal(size=(len(codes), 40))
    facts = rng.uniform(0.3, 0.7, (len(codes), 14))
    facts[:, 4] = 500  # sharpness
    keys = tuple(f"{k:064x}" for k in range(len(codes)))
    seen = Embeddings(
        features.astype(np.float32),
        rng.integers(0, 256, (len(codes), 16)).astype(np.uint8),
        rng.uniform(200, 300, (len(codes), 2)),
        keys,
        {},
        "photo",
        (),
        facts,
    )
    return seen, [f"class {code}" for code in codes]


def asked(embeddings: Embeddings, labels: list[str]) -> Any:
    answers = answer_out_of_fold(embeddings, np.array(labels), np.arange(len(labels)), 0)
    assert answers is not None
    return answers


def test_flipped_labels_are_found_with_the_label_that_fits() -> None:
    seen, labels = blobs()
    flipped = {3: "class 0", 20: "class 1", 77: "class 0"}
    for position, label in flipped.items():
        labels[position] = label
    names = [str(k) for k in range(len(labels))]
    found = label_suspects(asked(seen, labels), names, ())
    assert {int(f.paths[0]) for f in found} == set(flipped)
    fixes = {int(f.paths[0]): f.fix.to for f in found if f.fix}
    assert fixes == {3: "class 1", 20: "class 0", 77: "class 1"}


def test_labels_that_nothing_can_tell_are_not_doubted() -> None:
    seen, labels = blobs()
    noise = np.random.default_rng(1).normal(size=seen.features.shape).astype(np.float32)
    found = label_suspects(asked(replace(seen, features=noise), labels), labels, ())
    assert found == ()


def test_what_is_like_no_class_is_an_outlier() -> None:
    seen, labels = blobs()
    features = seen.features.copy()
    features[10] = 3.0 * np.random.default_rng(5).normal(size=40)
    names = [str(k) for k in range(len(labels))]
    found = outliers(asked(replace(seen, features=features), labels), names, PHOTO, ())
    assert found[0].paths == ("10",)
    assert len(found) <= 3
    assert (
        outliers(asked(replace(seen, features=features), labels), names, PHOTO, {"10"})[:1]
        != found[:1]
    )


def test_a_size_that_gives_the_class_away_is_a_shortcut() -> None:
    seen, labels = blobs()
    assert shortcuts(seen, asked(seen, labels)) == ()
    sizes = seen.sizes.copy()
    sizes[np.array(labels) == "class 1"] *= 2
    (found,) = shortcuts(replace(seen, sizes=sizes), asked(seen, labels))
    assert found.why.startswith(
        "The size of the photo alone tells the classes apart 100% of the time"
    )
    assert "n = 120" in found.why


def test_a_background_that_gives_the_class_away_is_worth_a_look() -> None:
    seen, labels = blobs()
    attributes = seen.attributes.copy()
    attributes[np.array(labels) == "class 1", 6] += 0.4
    (found,) = shortcuts(replace(seen, attributes=attributes), asked(seen, labels))
    assert found.why.startswith("The colour of the border alone")
    assert found.advised == "Look whether it should."


def test_dark_blurred_and_plain_photos_are_named(digits_folder: Digits, dataset: Any) -> None:
    pets = load_examples(dataset("cats_vs_dogs"))
    root = digits_folder(n=3, classes=2)
    with Image.open(pets.items[0]) as opened:
        photo = np.asarray(opened.convert("RGB"))
    from PIL import ImageFilter

    for number, path in enumerate(pets.items[:8]):
        Image.open(path).save(root / "0" / f"fine{number}.png")
    Image.fromarray(photo // 12).save(root / "0" / "night.png")
    Image.fromarray(photo).filter(ImageFilter.GaussianBlur(6)).save(root / "0" / "blurred.png")
    Image.new("RGB", (200, 200), "grey").save(root / "0" / "plain.png")
    said = {
        f.why.split(" ", 2)[2]: {Path(path).name for path in f.paths}
        for f in inspect(load_examples(root)).quality
    }
    assert said["is very dark."] == {"night.png"}
    assert said["is blurred."] == {"blurred.png"}
    assert said["is one plain colour."] == {"plain.png"}


def poor(sizes: Any, modality: str, **facts: Any) -> dict[str, tuple[str, ...]]:
    """What is said of examples of which nothing else is known, and of which."""
    n = len(sizes)
    keys = tuple(f"{k:064x}" for k in range(n))
    features, prints = np.ones((n, 4), np.float32), np.zeros((n, 16), np.uint8)
    seen = Embeddings(features, prints, sizes, keys, {}, modality, **facts)
    return {found.why: found.paths for found in quality(seen, [str(k) for k in range(n)])}


def test_silent_and_distorted_sounds_are_named() -> None:
    sizes = np.array([[1.0, 0.5]] * 20)
    facts = np.tile([-20.0, 0.0, 0.1, 1.0], (20, 1))
    sizes[3], facts[3] = (1.0, 0.001), (-70.0, 0.0, 1.0, 1.0)
    facts[4, 1] = 0.2
    sizes[5, 0] = 0.02
    assert poor(sizes, "sound", attributes=facts) == {
        "1 sound is silent, or nearly.": ("3",),
        "1 sound is distorted (too loud for its recording).": ("4",),
        "1 sound is much shorter than the others.": ("5",),
    }


def test_texts_without_words_too_long_or_in_another_script_are_named() -> None:
    texts = ["the parcel has not come yet"] * 40
    texts[1], texts[2], texts[3] = "?!", "word " * 600, "посылка ещё не пришла"
    sizes = np.array([[len(text), len(text.replace("?!", "").split())] for text in texts], float)
    assert poor(sizes, "text", texts=tuple(texts)) == {
        "1 text has no word in it.": ("1",),
        "1 text is over ten times as long as usual.": ("2",),
        "1 text is not in Latin script.": ("3",),
    }


def test_clean_pets_raise_few_alarms(cats_and_dogs: Examples, cache: Any) -> None:
    report = inspect(few(cats_and_dogs, 50, 0), cache=cache)
    alarms = Counter({kind: len(getattr(report, kind)) for kind in ("label_suspects", "outliers")})
    assert alarms["label_suspects"] <= 3
    assert alarms["outliers"] <= 3
    assert report.shortcuts == report.belongings == report.leakage == ()
    assert report.gate.passed
