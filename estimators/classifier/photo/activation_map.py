"""Where on the photo an exported model found what speaks for a class.

The networks used here end in a global average over places, a transform of each channel, and a linear head. So the score of
a class is a sum over channels, weight times transformed mean; each channel's share of it is shared out over the places in
proportion to how active the channel is there (the class activation mapping of Zhou et al., https://arxiv.org/abs/1512.04150,
with the transform between the average and the head taken into account):

    score(class) = intercept + sum over channels c, places i of  w[c] * z[c] * a[c, i] / (sum of a[c, .])

What is exact: all contributions of a class add up to its score, so those of two classes differ by the logarithm of the ratio
of their probabilities, less the intercepts. What is not: a place of the map saw a stretch of photo that is larger than its
cell, the square root couples the places of a channel (proportion is the even-handed choice, not the only one), and a cell
is a seventh or a ninth of the photo wide. Where a network looks at several pictures of a photo, what it found in each is put
back where that lies on the photo.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles, Octets, Singles
from estimators.classifier.item import Item
from estimators.classifier.model_file import check_model, unusable
from estimators.classifier.onnx_classifier import open_session
from estimators.classifier.photo.backbones import MIX
from estimators.classifier.photo.reader import as_jpeg, decode_photo

if TYPE_CHECKING:
    import onnx

_DIMMED = 0.4  # how much of its light a place keeps that says nothing for the class


@dataclass(frozen=True)
class Map:
    """What speaks for a class, place by place.

    - `values`, float32 array of shape (h, w): 0 where nothing speaks for the class, 1 where most does.
    - `contributions`, float32 array of shape (h, w): how much each place adds to the score of the class; below 0 it
      speaks against. They add up to `score`.
    - `score`, `intercept`: of the class; the probabilities are the softmax of their sums.
    """

    values: Singles
    contributions: Singles
    class_name: str
    score: float
    intercept: float
    probability: float


def where_it_looked(model: bytes, item: Item, class_name: str | None = None) -> Map:
    """The map of a photo for a class, or for the most probable one, from the bytes of an exported model alone.

    The first call for a model takes as long as opening it; later ones as long as a prediction.

    Raises `UserError` if the model is not for photos, has no such class or is built so that its answer cannot be traced
    to places.
    Raises `UnreadableItem` if the photo cannot be read.
    """
    return _traced(model).look(decode_photo(item), class_name)


def overlay_jpeg(item: Item, found: Map, size: int) -> bytes:
    """The photo as a JPEG, at most `size` pixels a side: in full light where it looked, dimmed and grey elsewhere.

    Raises `UnreadableItem` if the photo cannot be read.
    """
    from PIL import Image

    picture = Image.fromarray(decode_photo(item))
    picture.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=2.0)
    # Resized as floats and clipped: cubic, so that cells do not show as squares.
    light = Image.fromarray(found.values.astype(np.float32)).resize(
        picture.size, Image.Resampling.BICUBIC
    )
    share = np.clip(np.asarray(light), 0.0, 1.0)[..., None]
    colour = np.asarray(picture, np.float32)
    grey = np.asarray(picture.convert("L"), np.float32)[..., None]
    seen = share * colour + (1.0 - share) * _DIMMED * grey
    return as_jpeg(Image.fromarray(seen.round().astype(np.uint8)))


@lru_cache(maxsize=2)
def _traced(model: bytes) -> "_TracedModel":
    return _TracedModel(model)


class _TracedModel:
    """A model opened with its inner layers as further outputs."""

    def __init__(self, data: bytes) -> None:
        import onnx

        facts = check_model(data, tr("The model"))
        self.classes = list(facts.classes)
        graph_of = onnx.load_model_from_string(data)
        graph = graph_of.graph
        pools = [node for node in graph.node if node.op_type == "GlobalAveragePool"]
        scores = _scoring(graph)
        if facts.modality != "photo" or not pools or scores is None:
            raise _untraceable()
        self._layers = [node.input[0] for node in pools]
        self._means = [node.output[0] for node in pools]
        self._scores = scores
        names = [output for node in graph.node for output in node.output]
        self._wanted = [
            "probabilities",
            scores.seen,
            # The features of all backbones; in a file with one it may be that backbone's own.
            "features"
            if "features" in names
            else next(n for n in names if n.endswith(".features")),
            *self._layers,
            *self._means,
        ]
        known = {value.name for value in graph.output}
        for name in dict.fromkeys(self._wanted):
            if name not in known:
                graph.output.append(onnx.helper.make_empty_tensor_value_info(name))
        self._input = graph.input[0].name
        traced = graph_of.SerializeToString()
        self._session = open_session(traced, tr("The model"), foreign=facts.foreign)

    def look(self, image: Octets, class_name: str | None) -> Map:
        try:
            answers = self._session.run(self._wanted, {self._input: np.ascontiguousarray(image)})
        except Exception as error:  # onnxruntime raises its own kinds, which share no base class
            raise unusable(tr("The model"), tr("It breaks off.")) from error
        probabilities, seen, features = answers[0], answers[1][0], answers[2][0]
        layers = answers[3 : 3 + len(self._layers)]
        means = answers[3 + len(self._layers) :]
        chosen = int(np.argmax(probabilities)) if class_name is None else self._code(class_name)
        if len(seen) != len(features):
            raise _untraceable()
        by_channel = self._scores.weights[chosen] * seen
        total: Doubles | None = None
        for layer, mean in zip(layers, means, strict=True):
            active = layer.astype(np.float64)  # pictures, channels, cells down, cells across
            mix = _mix_of(len(active))
            mixed = mix.astype(np.float32) @ mean.reshape(active.shape[:2])
            start = _where(mixed.ravel(), features)
            share = by_channel[start : start + mixed.size].reshape(mixed.shape)
            sums = mix @ active.sum(axis=(2, 3))
            # A channel that is nowhere active has no place to give its share to; its transform is then 0 too.
            each = np.divide(share, sums, out=np.zeros_like(share), where=sums > 0)
            found = _on_the_photo(np.einsum("pc,pcij->pij", mix.T @ each, active), image)
            total = found if total is None else total + _regrid(found, total.shape)
        assert total is not None
        positive = np.clip(total, 0.0, None)
        return Map(
            values=(positive / max(float(positive.max()), 1e-12)).astype(np.float32),
            contributions=total.astype(np.float32),
            class_name=self.classes[chosen],
            score=float(by_channel.sum()),
            intercept=float(self._scores.intercept[chosen]),
            probability=float(probabilities[chosen]),
        )

    def _code(self, class_name: str) -> int:
        if class_name not in self.classes:
            raise UserError(
                tr("The model has no class “{class_name}”.", class_name=class_name),
                "",
                tr("Choose one of: {classes}.", classes=", ".join(self.classes[:10])),
            )
        return self.classes.index(class_name)


def _untraceable() -> UserError:
    return UserError(
        tr("This model can’t show where it looked."),
        tr("Only models for photos that add up their evidence place by place can."),
        tr("Train it on photos with the usual backbone."),
    )


@dataclass(frozen=True)
class _Scores:
    """The linear layer whose scores become the probabilities: what it sees, weights (classes, channels), intercepts."""

    seen: str
    weights: Doubles
    intercept: Doubles


def _scoring(graph: "onnx.GraphProto") -> _Scores | None:
    """Found from the end of the graph; None if the head is not a single linear layer."""
    from onnx import numpy_helper

    made_by = {output: node for node in graph.node for output in node.output}
    constants = {tensor.name: tensor for tensor in graph.initializer}
    node, factor = made_by.get("probabilities"), 1.0
    while node is not None and node.op_type in ("Squeeze", "Softmax", "Identity", "Mul"):
        if node.op_type == "Mul":
            scale = constants.get(node.input[1])
            if scale is None or numpy_helper.to_array(scale).size != 1:
                return None
            factor *= float(numpy_helper.to_array(scale).ravel()[0])
        node = made_by.get(node.input[0])
    if node is None or node.op_type != "Gemm" or any(n not in constants for n in node.input[1:]):
        return None
    if _attribute(node, "alpha", 1.0) != 1.0 or _attribute(node, "transA"):
        return None
    weights, intercept = (
        factor * numpy_helper.to_array(constants[name]).astype(np.float64)
        for name in node.input[1:]
    )
    return _Scores(
        node.input[0], weights if _attribute(node, "transB") else weights.T, intercept.ravel()
    )


def _attribute(node: "onnx.NodeProto", name: str, default: float = 0) -> float:
    found = next((entry for entry in node.attribute if entry.name == name), None)
    if found is None:
        return default
    return float(found.f if found.type == found.FLOAT else found.i)


def _where(mean: Singles, features: Singles) -> int:
    """Where in the feature vector the means of a layer stand."""
    for start in range(len(features) - len(mean) + 1):
        if np.allclose(features[start : start + len(mean)], mean, rtol=1e-5, atol=1e-7):
            return start
    raise _untraceable()


def _mix_of(pictures: int) -> Doubles:
    """What each of so many pictures of a photo counts in its views, shape (views, pictures)."""
    if pictures == 1:
        return np.ones((1, 1))
    if pictures != len(MIX[0]):
        raise _untraceable()
    return np.array(MIX)


def _on_the_photo(found: Doubles, image: Octets) -> Doubles:
    """What was found in the pictures of a photo, (pictures, down, across), where it lies on the first, the whole photo squashed."""
    whole, *others = found
    if not others:
        return np.asarray(whole)
    mirrored, middle = others
    height, width = image.shape[:2]
    down, across = (
        _overlaps(len(whole), len(whole), min(height, width) / side) for side in (height, width)
    )
    return np.asarray(whole + mirrored[:, ::-1] + down @ middle @ across.T)


def _regrid(values: Doubles, shape: tuple[int, ...]) -> Doubles:
    """The same contributions on another grid of cells; each cell's share is given to the cells that it overlaps."""
    down = _overlaps(values.shape[0], shape[0])
    across = _overlaps(values.shape[1], shape[1])
    return np.asarray(down @ values @ across.T)


def _overlaps(cells: int, wanted: int, covered: float = 1.0) -> Doubles:
    """Shape (wanted, cells): the share of each old cell that lies in each new one; columns add up to 1.

    The old cells cover that share of the length of the new ones, in the middle.
    """
    old = 0.5 + covered * (np.linspace(0.0, 1.0, cells + 1) - 0.5)
    new = np.linspace(0.0, 1.0, wanted + 1)
    starts = np.maximum(old[None, :-1], new[:-1, None])
    ends = np.minimum(old[None, 1:], new[1:, None])
    return np.asarray(np.clip(ends - starts, 0.0, None) * cells / covered)
