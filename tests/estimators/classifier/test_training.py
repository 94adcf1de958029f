import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from estimators.base.codec import convert, plain
from estimators.base.errors import UserError
from estimators.classifier import OnnxClassifier
from estimators.classifier.evaluation import evaluate
from estimators.classifier.evaluation_result import Evaluation
from estimators.classifier.examples import Examples, load_examples, load_unlabelled
from estimators.classifier.onnx_classifier import predict
from estimators.classifier.progress import WorkCancelled
from estimators.classifier.remark import sentences, unknown_classes
from estimators.classifier.training import CERTIFIED, train
from estimators.classifier.training_result import TRAINING_RESULT, Augmentation, TrainingResult
from tests.estimators.classifier.few import few

Digits = Callable[..., Path]
Trained = tuple[TrainingResult, Path]


def test_a_model_of_twenty_a_class_is_right_and_says_how_sure_that_is(trained: Trained) -> None:
    result, out = trained
    numbers = result.printed()
    assert (result.n_train, result.n_test) == (40, 120)
    assert numbers["accuracy"]["value"] >= 0.95
    assert 0.88 < numbers["accuracy"]["low"] < numbers["accuracy"]["value"]
    assert numbers["baseline_accuracy"] == 0.5
    assert numbers["ece"] <= numbers["ece_by_chance"] + 0.05
    assert numbers["log_loss"] <= numbers["log_loss_uncalibrated"] + 0.005
    assert sum(map(sum, numbers["confusion"]["matrix"])) == 120
    assert {row["name"]: row["n"] for row in numbers["per_class"]} == {"cat": 60, "dog": 60}
    assert out.stat().st_size == result.model_bytes < 20_000_000


def test_what_was_said_of_training_examples_left_out_is_kept(trained: Trained) -> None:
    """For the choice of a cut-off, which the test must not make."""
    left_out = trained[0].left_out
    assert left_out is not None
    assert left_out.classes == ("cat", "dog")
    assert len(left_out.truth) == trained[0].n_train
    right = [said[0] == truth for said, truth in zip(left_out.said, left_out.truth, strict=True)]
    assert 0.9 <= sum(right) / len(right) <= 1
    assert all(abs(sum(chances) - 1) < 1e-3 for chances in left_out.chance)
    assert sum(left_out.truth) == 20  # of the second class


def test_the_exported_file_does_what_the_training_pipeline_does(trained: Trained) -> None:
    certificate = trained[0].certificate
    assert certificate.n == CERTIFIED
    assert certificate.label_flips == 0
    assert certificate.max_difference is not None
    assert certificate.max_difference <= 1e-4


def test_predicting_does_without_scikit_learn(trained: Trained, cats_and_dogs: Examples) -> None:
    code = (
        "import sys; from pathlib import Path; from estimators.classifier.onnx_classifier import OnnxClassifier;"
        f"OnnxClassifier({str(trained[1])!r}).predict([Path({str(cats_and_dogs.items[0])!r})]);"
        "print('sklearn' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_the_same_seed_gives_the_same_file(digits_folder: Digits, tmp_path: Path) -> None:
    examples = load_examples(digits_folder(n=12, classes=3))
    first = train(examples, out=tmp_path / "a.onnx", seed=3)
    second = train(examples, out=tmp_path / "b.onnx", seed=3)
    assert first.model_sha256 == second.model_sha256
    assert (tmp_path / "a.onnx").read_bytes() == (tmp_path / "b.onnx").read_bytes()
    assert first.held_out == second.held_out


def test_a_cached_photo_is_not_decoded_again(
    digits_folder: Digits, tmp_path: Path, fresh_cache: Any
) -> None:
    examples = load_examples(digits_folder(n=10, classes=2))
    one = train(examples, out=tmp_path / "a.onnx", cache=fresh_cache)
    looks = 2 * len({path.read_bytes() for path in examples.items})
    assert fresh_cache.puts == looks
    two = train(examples, out=tmp_path / "b.onnx", cache=fresh_cache)
    assert fresh_cache.puts == looks
    assert one.model_sha256 == two.model_sha256


def test_the_app_can_fix_what_is_held_out(digits_folder: Digits, tmp_path: Path) -> None:
    examples = load_examples(digits_folder(n=10, classes=2))
    examples = replace(examples, held_out=frozenset({0, 15}))
    result = train(examples, out=tmp_path / "m.onnx")
    assert set(result.held_out) == {examples.names[0], examples.names[15]}
    assert result.n_train == 18


def test_copies_of_test_photos_are_not_learned_from(digits_folder: Digits, tmp_path: Path) -> None:
    root = digits_folder(n=8, classes=2)
    test_root = digits_folder(n=4, classes=2, first=40)
    shutil.copy(test_root / "1" / "1-041.png", root / "1" / "copy.png")
    result = train(load_examples(root), test=load_examples(test_root), out=tmp_path / "m.onnx")
    assert result.trained_on == {"0": 8, "1": 8}
    assert any("not learned from" in note for note in sentences(result.notes))


def test_without_a_test_nothing_is_claimed(digits_folder: Digits, tmp_path: Path) -> None:
    examples = load_examples(digits_folder(n=6, classes=2))
    numbers = train(examples, out=tmp_path / "m.onnx", holdout=0.0).printed()
    assert numbers["accuracy"] == {"value": None, "low": None, "high": None, "n": 0}
    assert numbers["certificate"] == {"max_difference": None, "label_flips": None, "n": 0}
    assert any("a guide, and no test" in note for note in numbers["notes"])


def test_cancelling_stops_soon_and_leaves_nothing(digits_folder: Digits, tmp_path: Path) -> None:
    examples = load_examples(digits_folder(n=40, classes=5))
    (tmp_path / "out").mkdir()
    calls: list[int] = []
    with pytest.raises(WorkCancelled):
        train(
            examples,
            out=tmp_path / "out" / "m.onnx",
            progress=lambda done, total, text: calls.append(done),
            cancelled=lambda: len(calls) > 3,
        )
    assert len(calls) < 10
    assert not list((tmp_path / "out").iterdir())


def test_progress_only_moves_forward_and_ends_at_the_end(
    digits_folder: Digits, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    train(
        load_examples(digits_folder(n=6, classes=2)),
        out=tmp_path / "m.onnx",
        progress=lambda done, total, text: seen.append((done, total)),
    )
    assert seen == sorted(seen)
    assert seen[-1] == (1000, 1000)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda root: _keep(root / "1", 1), "“1” has only 1 photo"),
        (
            lambda root: [path.write_bytes(b"") for path in (root / "1").iterdir()],
            "“1” has no photos",
        ),
    ],
)
def test_too_little_to_learn_from_is_explained(
    digits_folder: Digits, tmp_path: Path, spoil: Callable[[Path], None], message: str
) -> None:
    root = digits_folder(n=4, classes=2)
    spoil(root)
    with pytest.raises(UserError, match=message):
        train(load_examples(root), out=tmp_path / "m.onnx")
    assert not (tmp_path / "m.onnx").exists()


def _keep(folder: Path, n: int) -> None:
    for path in sorted(folder.iterdir())[n:]:
        path.unlink()


def test_a_place_that_cannot_be_written_is_named_before_the_work(
    digits_folder: Digits, tmp_path: Path
) -> None:
    examples = load_examples(digits_folder(n=4, classes=2))
    with pytest.raises(UserError, match="There is no folder"):
        train(examples, out=tmp_path / "nowhere" / "m.onnx")
    with pytest.raises(UserError, match="is a folder"):
        train(examples, out=tmp_path)


def test_a_full_disk_leaves_nothing_behind(
    digits_folder: Digits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "disk").mkdir()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="disk is full"):
        train(load_examples(digits_folder(n=4, classes=2)), out=tmp_path / "disk" / "m.onnx")
    assert not list((tmp_path / "disk").iterdir())


def test_an_unreadable_photo_is_skipped_and_named(digits_folder: Digits, tmp_path: Path) -> None:
    root = digits_folder(n=8, classes=2)
    (root / "0" / "0-003.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    result = train(load_examples(root), out=tmp_path / "m.onnx")
    assert [Path(finding.paths[0]).name for finding in result.skipped] == ["0-003.png"]
    assert result.n_train + result.n_test == 15


def test_results_survive_storage(trained: Trained) -> None:
    result = trained[0]
    assert TRAINING_RESULT.load(TRAINING_RESULT.dump(result)) == result
    as_before = json.dumps(result.printed(), allow_nan=False)  # how they were kept
    assert json.dumps(TRAINING_RESULT.load(as_before).printed(), allow_nan=False) == as_before
    for thin in (True, False):  # was a sentence alone
        made = replace(result, augmentation=Augmentation("auto", thin=thin))
        assert TRAINING_RESULT.load(json.dumps(made.printed())).augmentation == made.augmentation


def test_evaluating_the_file_measures_what_training_measured(
    trained: Trained, cats_and_dogs: Examples, digits_folder: Digits
) -> None:
    result, out = trained
    again = evaluate(out, few(cats_and_dogs, 60, 20), outliers=load_unlabelled(digits_folder(n=2)))
    assert again.correct == result.correct
    assert again.log_loss == pytest.approx(result.log_loss)
    assert again.ood_auroc is not None
    assert again.ood_auroc > 0.99
    assert again.n_outliers == 20
    assert convert(json.loads(json.dumps(plain(again))), Evaluation) == again


def test_coverage_falls_as_the_threshold_rises(trained: Trained) -> None:
    points = trained[0].coverage_risk
    coverage = [point.coverage for point in points]
    assert coverage == sorted(coverage, reverse=True)
    assert points[0].coverage > 0.9
    assert points[-2].accuracy is None or points[-2].accuracy >= (points[0].accuracy or 0)


def test_labels_that_the_model_does_not_know_count_as_wrong(
    trained: Trained, digits_folder: Digits
) -> None:
    measured = evaluate(trained[1], load_examples(digits_folder(n=2, classes=2)))
    assert (measured.n_test, measured.correct, measured.log_loss) == (4, 0, None)
    assert any("does not know “0”, “1”" in note for note in sentences(measured.notes))
    more = unknown_classes(["a", "b"], "text", 67)
    assert more.sentence == "The model does not know “a”, “b” and 67 other classes; texts of these count as wrong."  # fmt: skip


def test_a_thousand_labels_that_the_model_does_not_know_are_not_labels(
    trained: Trained, cats_and_dogs: Examples
) -> None:
    ids = tuple(f"order {n}" for n in range(1_001))
    many = Examples("photo", cats_and_dogs.items[:1] * 1_001, ids, Path(), names=ids)
    with pytest.raises(UserError) as refused:
        evaluate(trained[1], many)
    assert refused.value.what == "The model does not know 1,001 of the labels, such as “order 0”."
    assert refused.value.why == "It tells “cat” and “dog” apart."


def test_predictions_go_on_past_what_cannot_be_read(
    trained: Trained, cats_and_dogs: Examples, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"")
    rows = predict(OnnxClassifier(trained[1]), [cats_and_dogs.items[60], broken])
    assert rows[0].label == "cat"
    assert rows[0].why.startswith("Cat")
    assert rows[1].printed() | {"path": ""} == {
        "path": "",
        "label": None,
        "probability": None,
        "probabilities": {},
        "abstain": True,
        "why": "The file is empty (0 bytes).",
        "strangeness": None,
    }


def test_a_class_that_is_not_in_the_test_is_named(digits_folder: Any, tmp_path: Path) -> None:
    examples = load_examples(digits_folder(n=6, classes=2))
    held = frozenset(k for k, label in enumerate(examples.labels) if label == "1")
    result = train(replace(examples, held_out=frozenset(sorted(held)[:2])), out=tmp_path / "m.onnx")
    assert "“0” is not in the test, so its accuracy is unknown." in sentences(result.notes)
    assert result.gate.passed
