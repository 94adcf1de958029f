import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from estimators.base.codec import convert, plain
from estimators.classifier import duplicates as duplicates_module
from estimators.classifier.data_issue import HygieneReport
from estimators.classifier.duplicates import near_pairs
from estimators.classifier.embedding import Embeddings
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.grouping.groups import find_groups
from estimators.classifier.hygiene.inspection import inspect
from estimators.classifier.splits import choose_holdout
from tests.estimators.classifier.few import few

Dataset = Callable[[str], Path]
Digits = Callable[..., Path]


def names(paths: tuple[str, ...]) -> set[str]:
    return {Path(path).name for path in paths}


def test_copies_recompressions_turns_and_crops_are_found(dataset: Dataset) -> None:
    examples = load_examples(dataset("hostile_images") / "duplicates")
    report = inspect(examples)
    assert [names(f.paths) for f in report.exact_duplicates] == [
        {f"dup_{k}.jpg", f"dup_{k}_copy.jpg"} for k in range(4)
    ]
    found = [{name[:5] for name in names(f.paths)} for f in report.near_duplicates]
    assert found == [{f"dup_{k}"} for k in range(4)]  # each with its own, none with another
    assert sum(len(f.paths) for f in report.near_duplicates) >= 23  # of 24
    conflicts = [f for f in report.label_suspects if "“apple” and “pear”" in f.why]
    assert len(conflicts) == 4


def test_different_photos_are_not_called_duplicates(seen: Embeddings) -> None:
    assert near_pairs(seen) == []


def test_duplicates_stay_on_one_side_of_the_split(
    shared: Path, cats_and_dogs: Examples, cache: Any, tmp_path: Path
) -> None:
    from estimators.classifier.embedding import embed

    copies = []
    for number, path in enumerate(cats_and_dogs.items[:10]):
        with Image.open(path) as photo:
            photo.resize((photo.width * 3 // 4, photo.height * 3 // 4)).save(
                tmp_path / f"{number}.jpg", quality=60
            )
        copies.append(tmp_path / f"{number}.jpg")
    items = (*cats_and_dogs.items[:60], *copies)
    groups = find_groups(embed(items, cache=cache), ["cat"] * len(items)).ids
    assert (groups[:10] == groups[60:]).all()
    held = choose_holdout(np.repeat("cat", 70), groups, 0.3)
    assert (held[:10] == held[60:]).all()
    assert 0 < held.sum() < 70


def test_large_sets_find_the_same_pairs_without_comparing_all(
    dataset: Dataset, cache: Any, monkeypatch: Any
) -> None:
    from estimators.classifier.embedding import embed
    from estimators.classifier.examples import load_unlabelled

    embeddings = embed(load_unlabelled(dataset("hostile_images") / "duplicates"), cache=cache)
    everything = near_pairs(embeddings)
    monkeypatch.setattr(duplicates_module, "_COMPARE_ALL_BELOW", 1)
    # Neighbourhoods of three pivots can miss a pair at the border, not many.
    assert set(near_pairs(embeddings)) <= set(everything)
    assert len(near_pairs(embeddings)) >= 0.9 * len(everything)


def test_flipped_labels_are_suspected_first(cats_and_dogs: Examples, cache: Any) -> None:
    examples = few(cats_and_dogs, 60, 0)
    labels = list(examples.labels)
    flipped = {3, 17, 44, 70, 95}
    for position in flipped:
        labels[position] = "dog" if labels[position] == "cat" else "cat"
    report = inspect(replace(examples, labels=tuple(labels)), cache=cache)
    suspects = [examples.items.index(Path(f.paths[0])) for f in report.label_suspects]
    assert len(flipped & set(suspects)) >= 4
    assert len(suspects) <= 9
    assert "Labelled “" in report.label_suspects[0].why


def test_a_photo_in_the_test_and_in_the_learning_set_is_leakage(digits_folder: Digits) -> None:
    root, test_root = digits_folder(n=5, classes=2), digits_folder(n=3, classes=2, first=50)
    shutil.copy(test_root / "0" / "0-051.png", root / "0" / "again.png")
    examples, test = load_examples(root), load_examples(test_root)
    (leak,) = inspect(examples, test=test).leakage
    assert names(leak.paths) == {"again.png", "0-051.png"}
    assert inspect(examples).leakage == ()


def test_leakage_within_a_fixed_holdout_is_found(digits_folder: Digits) -> None:
    root = digits_folder(n=5, classes=2)
    shutil.copy(root / "1" / "1-000.png", root / "1" / "copy.png")
    examples = load_examples(root)
    copy = examples.items.index(root / "1" / "copy.png")
    report = inspect(replace(examples, held_out=frozenset({copy})))
    assert [names(f.paths) for f in report.leakage] == [{"1-000.png", "copy.png"}]


def test_unreadable_tiny_long_few_and_lopsided_are_said(digits_folder: Digits) -> None:
    root = digits_folder(n=30, classes=2, size=40)
    for path in sorted((root / "1").iterdir())[4:]:
        path.unlink()
    (root / "0" / "0-000.png").write_bytes(b"")
    Image.new("RGB", (20, 20)).save(root / "0" / "0-001.png")
    Image.new("RGB", (400, 50), "red").save(root / "0" / "0-002.png")
    report = inspect(load_examples(root))
    assert [f.why for f in report.unreadable] == ["The file is empty (0 bytes)."]
    said = " ".join(f.why for f in (*report.warnings, *report.quality))
    for words in ("“1” has only 4 photos", "7 times as many", "less than 32 pixels", "four times"):
        assert words in said


def test_a_report_survives_storage(dataset: Dataset) -> None:
    report = inspect(load_examples(dataset("hostile_images") / "duplicates"))
    assert convert(json.loads(json.dumps(plain(report))), HygieneReport) == report


def test_hostile_photos_are_named_and_do_not_stop_the_inspection(dataset: Dataset) -> None:
    report = inspect(load_examples(dataset("hostile_images")))
    unreadable = {name for f in report.unreadable for name in names(f.paths)}
    assert {
        "half_photo.jpg",
        "empty.jpg",
        "bomb_30000x30000_1bit.png",
        "web_page.jpg",
    } <= unreadable
    assert report.classes["odd_names"] == 12
