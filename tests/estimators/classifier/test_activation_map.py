import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from estimators.base.errors import UserError
from estimators.classifier import LocalClassifier, OnnxClassifier
from estimators.classifier.examples import Examples
from estimators.classifier.photo.activation_map import overlay_jpeg, where_it_looked
from estimators.classifier.photo.reader import decode_photo
from estimators.classifier.training_result import TrainingResult
from estimators.classifier.unreadable import UnreadableItem
from tests.estimators.classifier.few import few

Trained = tuple[TrainingResult, Path]


def test_what_each_place_contributes_adds_up_to_the_answer_of_the_file(
    trained: Trained, cats_and_dogs: Examples
) -> None:
    model = trained[1].read_bytes()
    photo = cats_and_dogs.items[100]
    cat, dog = (where_it_looked(model, photo, name) for name in ("cat", "dog"))
    answer = OnnxClassifier(trained[1]).predict_proba([photo])[0]
    assert cat.probability == pytest.approx(answer[0], abs=1e-5)
    assert cat.contributions.sum() == pytest.approx(cat.score, abs=1e-4)
    apart = cat.score + cat.intercept - dog.score - dog.intercept
    assert apart == pytest.approx(np.log(answer[0] / answer[1]), abs=1e-3)


def test_beside_a_dog_the_evidence_for_a_cat_lies_on_the_cat(
    trained: Trained, cats_and_dogs: Examples
) -> None:
    others = few(cats_and_dogs, 20, 20)
    found = []
    for number in range(20):
        pair = [
            Image.fromarray(decode_photo(others.items[number + first])).resize((200, 200))
            for first in (0, 20)
        ]
        both = Image.new("RGB", (400, 200))
        both.paste(pair[number % 2], (0, 0))
        both.paste(pair[1 - number % 2], (200, 0))
        out = io.BytesIO()
        both.save(out, "PNG")
        evidence = where_it_looked(trained[1].read_bytes(), out.getvalue(), "cat").contributions
        left, right = evidence[:, :3].sum(), evidence[:, 4:].sum()
        found.append((left > right) == (number % 2 == 0))
    assert sum(found) >= 17  # of 300 such maps 97 % were right


def test_the_maps_of_two_backbones_add_up_to_one(cats_and_dogs: Examples) -> None:
    some = few(cats_and_dogs, 3, 0)
    model = LocalClassifier(backbone="efficientnet-lite0+efficientnet-lite2")
    data = model.fit(some.items, some.labels).to_bytes()
    found = [where_it_looked(data, cats_and_dogs.items[9], name) for name in ("cat", "dog")]
    scores = [each.score + each.intercept for each in found]
    odds = np.log(found[0].probability / found[1].probability)
    assert scores[0] - scores[1] == pytest.approx(odds, abs=1e-3)
    for each in found:
        assert each.contributions.sum() == pytest.approx(each.score, abs=1e-4)


def test_an_overlay_has_the_photo_s_shape_and_is_brightest_where_it_looked(
    trained: Trained, cats_and_dogs: Examples
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (600, 300), (200, 150, 100)).save(out, "PNG")
    found = where_it_looked(trained[1].read_bytes(), cats_and_dogs.items[0])
    with Image.open(io.BytesIO(overlay_jpeg(out.getvalue(), found, 140))) as overlay:
        assert overlay.size == (140, 70)
        light = np.asarray(overlay.convert("L").resize(found.values.shape[::-1]), float)
    assert found.values.max() == 1
    assert found.values.min() >= 0
    assert np.corrcoef(light.ravel(), found.values.ravel())[0, 1] > 0.9


def test_a_class_that_the_model_does_not_know_and_a_broken_photo_are_refused(
    trained: Trained, cats_and_dogs: Examples
) -> None:
    model = trained[1].read_bytes()
    with pytest.raises(UserError, match="no class “bird”"):
        where_it_looked(model, cats_and_dogs.items[0], "bird")
    with pytest.raises(UnreadableItem):
        where_it_looked(model, b"not a photo")
