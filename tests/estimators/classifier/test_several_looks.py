"""Photos that are looked at squashed, mirrored, and in the middle."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from PIL import Image

from estimators.classifier import LocalClassifier, OnnxClassifier
from estimators.classifier.backbone_choice import settled_choice
from estimators.classifier.embedding import embed
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.photo.reader import decode_photo
from estimators.classifier.training import train
from estimators.classifier.training_result import TrainingResult
from tests.estimators.classifier.few import few

ONE, OTHERS, ALL = (
    "efficientnet-lite0",
    "efficientnet-lite0-mirror-crop",
    "efficientnet-lite0-multiview",
)


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("turned", [False, True], ids=["wide", "tall"])
def test_the_first_view_is_of_the_whole_photo_both_ways_round_and_the_second_of_its_middle(
    cats_and_dogs: Examples, turned: bool
) -> None:
    photo = Image.fromarray(decode_photo(cats_and_dogs.items[0])).resize((300, 200))
    middle = photo.crop((50, 0, 250, 200))
    if turned:
        photo, middle = (each.transpose(Image.Transpose.ROTATE_90) for each in (photo, middle))
    mirrored = photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    whole, back, inner = embed([*map(png, (photo, mirrored, middle))], backbone=ONE).features
    seen = embed([png(photo)], backbone=ALL).features[0]
    np.testing.assert_allclose(seen[1280:], inner, atol=1e-4)
    both = (whole + back) / 2  # the photo mirrored and then squashed differs by rounding
    assert np.corrcoef(seen[:1280], both)[0, 1] > 0.999
    assert np.abs(seen[:1280] - both).max() < np.abs(seen[:1280] - whole).max() / 2


def test_what_one_look_has_found_out_is_not_found_out_again(
    cats_and_dogs: Examples, fresh_cache: Any
) -> None:
    some = few(cats_and_dogs, 2, 0).items
    once = embed(some, backbone=ONE, cache=fresh_cache)
    assert fresh_cache.puts == 4
    several = embed([*some, some[0]], backbone=ALL, cache=fresh_cache)
    assert fresh_cache.puts == 8
    keys = list(several.keys[:4])
    assert len(fresh_cache.get(OTHERS, keys)) == 4
    np.testing.assert_array_equal(several.features[4], several.features[0])
    np.testing.assert_array_equal(several.fingerprints[:4], once.fingerprints)
    np.testing.assert_array_equal(several.attributes[:4], once.attributes)
    together = embed(some, backbone=ALL)  # at once, without a cache
    np.testing.assert_allclose(together.features, several.features[:4], atol=1e-5)


def test_the_file_has_the_network_once_and_its_card_says_what_is_looked_at(
    trained: tuple[TrainingResult, Path], cats_and_dogs: Examples
) -> None:
    result, path = trained
    assert result.settings.backbone == ALL
    assert result.certificate.label_flips == 0
    assert result.certificate.max_difference is not None
    assert result.certificate.max_difference < 1e-5
    assert path.stat().st_size < 15e6
    facts = {entry.key: entry.value for entry in onnx.load(path).metadata_props}
    assert json.loads(facts["card"])["pictures"].startswith("It looks at each photo three times")
    assert not OnnxClassifier(path).facts.foreign


def test_quick_looks_once_and_answers_beside_files_that_look_several_times(
    cats_and_dogs: Examples, digits_folder: Callable[..., Path], tmp_path: Path
) -> None:
    assert settled_choice("quick", "text") is not None
    examples = load_examples(digits_folder(n=6, classes=2))
    result = train(examples, out=tmp_path / "quick.onnx", backbone="quick")
    assert result.settings.backbone == ONE
    facts = {e.key: e.value for e in onnx.load(tmp_path / "quick.onnx").metadata_props}
    assert "pictures" not in json.loads(facts["card"])
    # As a file that an older version wrote with the usual network of its time.
    some = few(cats_and_dogs, 3, 0)
    older = LocalClassifier(backbone=ONE).fit(some.items, some.labels)
    other = cats_and_dogs.items[9]
    answer = OnnxClassifier.from_bytes(older.to_bytes(), "older").predict_proba([other])
    np.testing.assert_allclose(answer, older.predict_proba([other]), atol=1e-5)
