"""A model's file knows what it learned from, so a test on that is never taken for a test."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from PIL import Image

from estimators.base.errors import UserError
from estimators.classifier import LocalClassifier, OnnxClassifier
from estimators.classifier.evaluation import evaluate
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.remark import sentences
from estimators.classifier.training_fingerprints import LEARNED, NEARLY, NEW, TrainingFingerprints
from tests.attacks.models import sound_model


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Examples]:
    """A model of the first six photos of each class, and all sixteen."""
    _, folder = sound_model(tmp_path_factory.mktemp("own"))
    examples = load_examples(folder)
    learned = [place for place, name in enumerate(examples.names) if int(name[-5]) < 6]
    model = LocalClassifier().fit(
        [examples.items[place] for place in learned], [examples.labels[place] for place in learned]
    )
    return model.to_bytes(), examples


def saved(item: object, **options: object) -> bytes:
    file = io.BytesIO()
    image = Image.open(str(item))
    size = options.pop("size", image.size)
    image.resize(size).save(file, **options)  # type: ignore[arg-type]
    return file.getvalue()


def test_a_test_leaves_out_what_the_model_learned_from_and_says_so(
    taught: tuple[bytes, Examples],
) -> None:
    model, examples = taught
    measured = evaluate(OnnxClassifier.from_bytes(model), examples)
    assert measured.n_test == 4
    assert {Path(row.path).stem for row in measured.predictions} == {"0-6", "0-7", "1-6", "1-7"}
    found = measured.printed()
    assert (found["learned_from"], found["nearly_learned_from"]) == (12, 0)
    assert "Left out: 12 photos that the model learned from." in sentences(measured.notes)


def test_a_test_on_nothing_else_is_refused(taught: tuple[bytes, Examples]) -> None:
    model, examples = taught
    known = replace(
        examples, items=examples.items[:3], labels=examples.labels[:3], names=examples.names[:3]
    )
    with pytest.raises(UserError, match="learned from all of these photos"):
        evaluate(OnnxClassifier.from_bytes(model), known)


def test_an_older_file_does_not_claim_that_anything_was_held_out(
    taught: tuple[bytes, Examples],
) -> None:
    older = onnx.load_model_from_string(taught[0])
    kept = [entry for entry in older.metadata_props if entry.key != "learned_from"]
    del older.metadata_props[:]
    older.metadata_props.extend(kept)
    measured = evaluate(OnnxClassifier.from_bytes(older.SerializeToString()), taught[1])
    assert measured.n_test == 16
    assert measured.printed()["learned_from"] is None
    assert "does not say what it learned from" in measured.notes[0].sentence


def test_a_photo_is_known_again_without_its_metadata_and_in_another_format(
    taught: tuple[bytes, Examples],
) -> None:
    model, examples = taught
    known = OnnxClassifier.from_bytes(model).facts.learned_from
    assert known is not None
    photo = examples.items[0]
    assert photo != saved(photo, format="BMP")
    other = Image.new("RGB", (64, 64), "navy")
    other.paste("white", (10, 20, 30, 60))
    file = io.BytesIO()
    other.save(file, format="PNG")
    items = [photo, saved(photo, format="BMP"), examples.items[7], file.getvalue()]
    assert known.judged(items, "photo") == [LEARNED, LEARNED, NEW, NEW]


def test_a_photo_saved_smaller_is_nearly_one_that_was_learned_from(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    blobs = [rng.integers(0, 255, (6, 6, 3), np.uint8) for _ in range(4)]
    photos = [tmp_path / f"{number}.png" for number in range(4)]
    for path, blob in zip(photos, blobs, strict=True):
        Image.fromarray(blob).resize((300, 300), Image.Resampling.BICUBIC).save(path)
    known = LocalClassifier().fit(photos, ["a", "b", "a", "b"]).learned_from_
    smaller = [saved(path, format="JPEG", quality=80, size=(260, 260)) for path in photos]
    judged = known.judged(smaller, "photo")
    assert set(judged) <= {LEARNED, NEARLY}


def test_a_photo_that_cannot_be_read_is_not_known(taught: tuple[bytes, Examples]) -> None:
    known = OnnxClassifier.from_bytes(taught[0]).facts.learned_from
    assert known is not None
    assert known.judged([b"", b"no photo", Path("gone.png")], "photo") == [NEW, NEW, NEW]


def test_a_text_is_known_again_in_other_capitals_and_marks() -> None:
    texts = [
        "My card has not arrived",
        "When will the card come",
        "What is the rate",
        "Rates today",
    ]
    known = LocalClassifier(backbone="minilm").fit(texts, ["card", "card", "rate", "rate"])
    said = known.learned_from_.judged(
        ["my card has NOT arrived!", "Is there a branch near the station"], "text"
    )
    assert said == [LEARNED, NEW]


def test_prints_come_back_from_the_file_as_they_were() -> None:
    keys = ["ab" * 32, "01" * 32, "ab" * 32]
    made = TrainingFingerprints.of(keys, np.arange(48, dtype=np.uint8).reshape(3, 16))
    again = TrainingFingerprints.from_text(made.to_text())
    assert np.array_equal(again.prints, made.prints)
    assert again.has_key("ab" * 32)
    assert not again.has_key("cd" * 32)
    nothing = TrainingFingerprints.of([], np.zeros((0, 16), np.uint8))
    assert len(TrainingFingerprints.from_text(nothing.to_text())) == 0
    for broken in ("no base64!", made.to_text()[:8]):
        with pytest.raises(ValueError, match="print"):
            TrainingFingerprints.from_text(broken)
