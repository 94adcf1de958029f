"""The same examples give the same graph on every system: what is not learned is hashed here, and no package decides it.

Learned numbers stay out of the hash: a processor may round a sum in another order. How many there are, and in which shape, is in it.
"""

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from estimators.classifier import LocalClassifier

if TYPE_CHECKING:
    import onnx

TEXTS = [f"a {('good', 'bad', 'kind', 'awful')[n % 4]} thing, number {n}" for n in range(40)]
KEPT = {
    "minilm": "267b678804415e722676cd074be3d87549deda3a307fd8cc5bb197eaa800a3d8",
    "wordllama": "b3df2a80644afe5dfdb0ef3d4e6b3cb930401193b0207aa6899a50401a9bfffb",
    "efficientnet-lite0": "28220bc5eac33926f57a3ebdd0562b946237f466e7818c1ef0543d82f6cdfbac",
}


def graph_hash(model: "onnx.ModelProto", network: str) -> str:
    """Of the nodes in their order with all that they are told, the network's own numbers, and the shapes of the learned ones."""
    from onnx import numpy_helper

    digest = hashlib.sha256()
    for node in model.graph.node:
        digest.update(node.SerializeToString(deterministic=True))
    for tensor in model.graph.initializer:
        digest.update(f"{tensor.name} {tensor.data_type} {list(tensor.dims)}".encode())
        if tensor.name.startswith(f"{network}."):
            numbers = numpy_helper.to_array(tensor)
            text = numbers.dtype == object
            digest.update(b"\0".join(numbers.ravel()) if text else np.ascontiguousarray(numbers))
    return digest.hexdigest()


@pytest.mark.parametrize("network", KEPT)
def test_the_same_examples_give_the_same_graph(network: str, digits_folder) -> None:
    import onnx

    from estimators.classifier.examples import load_examples

    if network in ("minilm", "wordllama"):
        items, labels = TEXTS, [("right", "wrong")[n % 2] for n in range(40)]
    else:
        examples = load_examples(digits_folder(n=12, classes=2))
        items, labels = [*examples.items], [*examples.labels]
    fitted = LocalClassifier(backbone=network, random_state=0).fit(items, labels)
    model = onnx.load_model_from_string(fitted.to_bytes())
    assert any(tensor.name.startswith(f"{network}.") for tensor in model.graph.initializer)
    assert graph_hash(model, network) == KEPT[network]
