from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from estimators.base.errors import UserError
from estimators.classifier.backbone import backbone_named, cached_file, session
from estimators.classifier.photo.backbones import (
    LITE0,
    LITE2,
    Tensor,
    Variant,
    efficientnet,
    read_weights,
)
from estimators.classifier.photo.reader import decode_photo


@pytest.fixture(scope="module", params=[LITE0, LITE2], ids=["lite0", "lite2"])
def network(request: pytest.FixtureRequest) -> tuple[Variant, dict[str, Tensor]]:
    """A variant of the network and its published weights."""
    return request.param, read_weights(request.param)


def test_the_converted_network_recognises_cats_and_dogs_as_imagenet_has_them(
    network: tuple[Variant, dict[str, Tensor]], shared: Path, dataset: Callable[[str], Path]
) -> None:
    variant, weights = network
    judge = session(efficientnet(weights, variant).SerializeToString())
    prepare = session(backbone_named(variant.name).prepare().SerializeToString())
    breeds = {"cat": range(281, 286), "dog": range(151, 269)}
    for name, own in breeds.items():
        photos = sorted((dataset("cats_vs_dogs") / name).iterdir())[:24]
        pixels = [prepare.run(None, {"image": decode_photo(photo)})[0] for photo in photos]
        features = judge.run(None, {"pixels": np.concatenate(pixels)})[0]
        best = (features @ weights["_fc.weight"].T + weights["_fc.bias"]).argmax(axis=1)
        # Of the first 100: lite0 78 and 95, lite2 88 and 97; a wrong padding or normalisation falls far below.
        assert np.isin(best, own).mean() >= 0.7


def test_the_network_has_the_published_size(network: tuple[Variant, dict[str, Tensor]]) -> None:
    variant, weights = network
    trained = [value.size for name, value in weights.items() if name.endswith((".weight", ".bias"))]
    published = {"efficientnet-lite0": 4_652_008, "efficientnet-lite2": 6_092_072}
    assert sum(trained) == published[variant.name]
    assert not [name for name in weights if "_se_" in name]


def test_strided_convolutions_pad_below_and_right_as_tensorflow_does(
    network: tuple[Variant, dict[str, Tensor]],
) -> None:
    variant, weights = network
    pads = set()
    for node in efficientnet(weights, variant).graph.node:
        facts = {attribute.name: list(attribute.ints) for attribute in node.attribute}
        if node.op_type == "Conv" and facts["strides"] == [2, 2]:
            pads.add((facts["kernel_shape"][0], *facts["pads"]))
    # One row more at the end than at the start: the published "SAME" of an even side at stride 2; of 65, 33 and 17, both.
    even, odd = {(3, 0, 0, 1, 1), (5, 1, 1, 2, 2)}, {(3, 1, 1, 1, 1), (5, 2, 2, 2, 2)}
    assert pads <= even | odd
    assert pads & odd == (odd if variant.side == 260 else set())


def test_a_truncated_cache_file_is_built_again(tmp_path: Path) -> None:
    builds = []

    def build() -> bytes:
        builds.append(1)
        return b"the whole network"

    assert cached_file("net", build, folder=tmp_path) == b"the whole network"
    assert cached_file("net", build, folder=tmp_path) == b"the whole network"
    assert len(builds) == 1
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"the who")
    assert cached_file("net", build, folder=tmp_path) == b"the whole network"
    assert len(builds) == 2
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"the whole network"]


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert cached_file("net", lambda: b"bytes", folder=tmp_path / "file" / "cache") == b"bytes"


def test_an_unknown_backbone_is_refused() -> None:
    with pytest.raises(UserError, match="no backbone called “resnet”"):
        backbone_named("resnet")
