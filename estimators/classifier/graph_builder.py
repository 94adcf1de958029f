"""ONNX graphs, one node after another: what all networks, heads and tokenizers here are built with."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import onnx

OPSET = 21
"""18 brought antialiasing, 19 a Resize that leaves axes alone, 21 weights of four bits (decision 0083)."""
IR_VERSION = 10
"""The first with 4-bit numbers."""

Values = Mapping[str, tuple[Any, Sequence[Any]]]
"""What goes in or comes out: name, type as numpy has it (`object` for texts) and shape."""


class GraphBuilder:
    """Collects nodes and constants; every method gives the name of what it adds, which begins with `prefix`."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, name: str, value: Any, dtype: Any = np.float32) -> str:
        from onnx import numpy_helper

        name = f"{self.prefix}{name}"
        self.initializers.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def integers(self, name: str, *values: int) -> str:
        """A constant of one axis that steers an operator."""
        return self.constant(name, values, np.int64)

    def node(
        self, operator: str, inputs: Sequence[str], output: str = "", **attributes: Any
    ) -> str:
        """An operator; what it gives is called by its place where no name is given."""
        from onnx import helper

        output = output or f"{self.prefix}{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def resize(self, x: str, size: str, output: str = "", **attributes: Any) -> str:
        """Squash to a size, averaging what is left out (antialiased, half-pixel centres)."""
        return self.node(
            "Resize",
            [x, "", "", size],
            output,
            mode="linear",
            antialias=1,
            coordinate_transformation_mode="half_pixel",
            **attributes,
        )

    def spread(self, x: str, mean: str, axes: str) -> str:
        """The standard deviation around a mean that is known."""
        off = self.node("Sub", [x, mean])
        square = self.node("ReduceMean", [self.node("Mul", [off, off]), axes], keepdims=1)
        return self.node("Sqrt", [square])

    def model(
        self, name: str, given: Values, answer: Values, domains: Mapping[str, int] | None = None
    ) -> "onnx.ModelProto":
        """The graph as a model; `domains` are those of operators that are not ONNX's own, with their versions."""
        from onnx import helper

        versions = {"": OPSET, **(domains or {})}
        return helper.make_model(
            helper.make_graph(self.nodes, name, infos(given), infos(answer), self.initializers),
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid(name, number) for name, number in versions.items()],
            producer_name="smart-enough",
        )


def infos(values: Values) -> "list[onnx.ValueInfoProto]":
    """How a graph declares what goes in or comes out."""
    from onnx import helper

    kinds = {
        name: helper.np_dtype_to_tensor_dtype(np.dtype(kind)) for name, (kind, _) in values.items()
    }
    return [
        helper.make_tensor_value_info(name, kinds[name], list(shape))
        for name, (_, shape) in values.items()
    ]
