"""Which networks suit the texts at hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike

from estimators.classifier.backbone_choice import (
    AUTO,
    USUAL_OF_TEXTS,
    BackboneChoice,
    _opens,
    choose_backbone,
)
from estimators.classifier.embedding import embed
from estimators.classifier.examples import Examples
from estimators.classifier.progress import WorkCancelled
from estimators.classifier.training import train

QUESTIONS = ["Where is my card?", "When does my card arrive?", "My card never came", "No card yet"]
PRAISE = ["What a lovely song", "I adore this music", "This tune is great", "Best album ever"]
TEXTS = [f"{text}{end}" for text in QUESTIONS + PRAISE for end in ("", " Please answer me.")]
LABELS = ["card"] * 8 + ["music"] * 8


def chosen_for(
    texts: Sequence[str], labels: ArrayLike, groups: ArrayLike, **how: Any
) -> BackboneChoice:
    seen = embed(texts, backbone="wordllama")
    return choose_backbone(AUTO, seen, np.asarray(labels), np.asarray(groups), **how)


def test_the_choice_is_the_best_of_its_scores_but_for_noise_and_says_so() -> None:
    choice = chosen_for(TEXTS, LABELS, [i // 2 for i in range(16)], seed=1)
    assert choice.n == 16
    assert choice.name in choice.scores
    right, error = choice.scores[choice.name]
    assert right > 0.8
    assert error < min(each for _, each in choice.scores.values()) + 0.1
    assert f"{choice.name} got {right:.0%} right" in choice.compared.why(choice.name)


def test_a_training_that_compares_networks_only_moves_forward(tmp_path: Path) -> None:
    texts = Examples("text", tuple(TEXTS), tuple(LABELS), tmp_path)
    seen: list[tuple[int, int]] = []
    train(
        texts,
        out=tmp_path / "m.onnx",
        progress=lambda done, total, _text: seen.append((done, total)),
    )
    assert seen == sorted(seen)
    assert len({done for done, _ in seen if done < 800}) > 3


def test_others_take_the_place_of_the_usual_network_only_beyond_chance() -> None:
    # Nonsense words that only n-grams can know; the labels of the first are drawn by lot.
    rng = np.random.default_rng(0)
    texts = [f"zq{rng.integers(1_000)}{'x' if i % 2 else 'y'}kv {i // 2}" for i in range(80)]
    lots = rng.permutation(["a", "b"] * 40)
    known = ["a", "b"] * 40
    usual = chosen_for(texts, lots, range(80)).name
    assert usual == next(name for name in USUAL_OF_TEXTS if _opens(name))
    chosen = chosen_for(
        [f"{text} {label * 6}" for text, label in zip(texts, known, strict=True)], known, range(80)
    )
    errors = {name: error for name, (_, error) in chosen.scores.items()}
    assert chosen.name in (usual, min(errors, key=lambda name: errors[name]))


def test_with_one_group_a_class_there_is_nothing_to_compare() -> None:
    choice = chosen_for(TEXTS, LABELS, [0] * 8 + [1] * 8)
    assert choice.scores == {}
    assert "too few" in choice.compared.why(choice.name)
    assert choice.name == next(name for name in USUAL_OF_TEXTS if _opens(name))


def test_cancelling_ends_the_contest() -> None:
    with pytest.raises(WorkCancelled):
        chosen_for(TEXTS, LABELS, list(range(16)), cancelled=lambda: True)
