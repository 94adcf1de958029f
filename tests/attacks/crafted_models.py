"""Hostile model files: what is done to a sound model, by name; all have to be refused or answer within bounds.

``tests/attacks/models.py`` puts them to the commands, and `tests/estimators/classifier/test_hostile_models.py` refuses them
one by one.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

Model = onnx.ModelProto
Craft = Callable[[Model], "Model | bytes"]
Nodes = Sequence[onnx.NodeProto]
CRAFTED: dict[str, Craft] = {}


def crafted(craft: Craft) -> Craft:
    CRAFTED[craft.__name__] = craft
    return craft


# Tools ------------------------------------------------------------------------------------------


def node(operator: str, inputs: Sequence[str], output: str, **attributes: object) -> onnx.NodeProto:
    return helper.make_node(operator, list(inputs), [output], **attributes)


def table(model: Model, name: str, value: object, dtype: object = np.float32) -> str:
    model.graph.initializer.append(numpy_helper.from_array(np.asarray(value, dtype), name))
    return name


def into_strangeness(model: Model, nodes: Nodes, result: str) -> Model:
    """The model with operators whose result, of any shape, counts in its second answer."""
    last = model.graph.node[-1]
    assert last.output[0] == "strangeness"
    last.output[0] = "plain_strangeness"
    least = node("ReduceMin", [result], "least", keepdims=0)
    whole = node("Max", ["plain_strangeness", "least"], "strangeness")
    model.graph.node.extend([*nodes, least, whole])
    return model


def added(make: Callable[[], Nodes], **tables: object) -> Craft:
    """The model with these tables and operators, the last of which counts in its answer."""

    def craft(model: Model) -> Model:
        for name, value in tables.items():
            array = np.asarray(value)
            table(model, name, array, np.float32 if array.dtype.kind == "f" else array.dtype)
        nodes = make()
        return into_strangeness(model, nodes, nodes[-1].output[0])

    return craft


def chained(
    operator: str,
    first: str,
    letter: str,
    count: int,
    more: Sequence[str] = (),
    times: int = 1,
    **attributes: object,
) -> Callable[[], Nodes]:
    """Operators each of which takes what the one before gives, so many times over."""
    names = [first, *(f"{letter}{i}" for i in range(count))]
    return lambda: [
        node(operator, [before] * times + [*more], name, **attributes)
        for before, name in pairwise(names)
    ]


def one(operator: str, *inputs: str, **attributes: object) -> Callable[[], Nodes]:
    return lambda: [node(operator, inputs, "boom", **attributes)]


def initializer(model: Model, ending: str) -> TensorProto:
    return next(t for t in model.graph.initializer if t.name.endswith(ending))


def with_table(ending: str, change: Callable[[np.ndarray], np.ndarray]) -> Craft:
    """The model with the numbers of one of its tables changed."""

    def craft(model: Model) -> Model:
        found = initializer(model, ending)
        changed = change(numpy_helper.to_array(found))
        found.CopyFrom(numpy_helper.from_array(changed, found.name))
        return model

    return craft


def with_attribute(name: str, value: int | list[int]) -> Craft:
    """The model with another value wherever an operator says ``name``."""

    def craft(model: Model) -> Model:
        for each in model.graph.node:
            for entry in each.attribute:
                if entry.name == name and isinstance(value, list):
                    entry.ints[:] = value
                elif entry.name == name:
                    entry.i = value
        return model

    return craft


def changed(*changes: Callable[[Model], object]) -> Craft:
    def craft(model: Model) -> Model:
        for change in changes:
            change(model)
        return model

    return craft


def setting(model: Model, key: str, value: str) -> Model:
    for entry in model.metadata_props:
        if entry.key == key:
            entry.value = value
    return model


def varint(number: int) -> bytes:
    found = b""
    while number > 127:
        found += bytes([number & 127 | 128])
        number >>= 7
    return found + bytes([number])


def message(field: int, data: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(data)) + data


# Memory and work --------------------------------------------------------------------------------

_ONES = np.ones((1_000, 1))


def _flat_squares() -> Nodes:
    nodes = []
    for i in range(300):
        nodes += [
            node("Transpose", [f"s{i}"], f"t{i}"),
            node("MatMul", [f"s{i}", f"t{i}"], f"m{i}"),
            node("Flatten", [f"m{i}"], f"f{i}", axis=0),
            node("Transpose", [f"f{i}"], f"s{i + 1}"),
        ]
    return nodes


def _alive_at_once() -> Nodes:
    """Results that each are small, all needed at the end."""
    nodes = [node("Mul", ["tall", "wide"], f"a{i}") for i in range(1_000)]
    return [*nodes, node("Max", [f"a{i}" for i in range(1_000)], "boom")]


def _size(*sides: int) -> Craft:
    return with_table("input_size", lambda _: np.array([1, *sides, 3], np.int64))


_WORDS = [
    node("Cast", ["x"], "words", to=TensorProto.STRING),
    node("Cast", ["words"], "boom", to=TensorProto.FLOAT),
]
_POLICY = {"keep_aspect_ratio_policy": "not_smaller", "axes": [2, 3]}
_AXES = {f"axis{axis}": np.ones([30 if at == axis else 1 for at in range(8)]) for axis in range(8)}
CRAFTED |= {
    "concat_bomb": added(chained("Concat", "seed", "c", 7, times=8, axis=0), seed=_ONES.T),
    "concat_bomb_of_the_photo": added(chained("Concat", "features", "c", 7, times=9, axis=0)),
    "concat_without_end": added(
        chained("Concat", "seed", "c", 2_000, times=8, axis=0), seed=np.ones((1, 8))
    ),
    "flatten_and_square_without_end": added(_flat_squares, s0=np.ones((9, 1))),
    **{
        f"broadcast_bomb_{operator.lower()}": added(
            one(operator, "tall", "wide"), tall=np.ones((60_000, 1)), wide=np.ones((1, 60_000))
        )
        for operator in ("Mul", "Add", "Sub", "Div", "Max", "MatMul")
    },
    "broadcast_in_eight_axes": added(one("Max", *_AXES), **_AXES),
    "broadcast_in_the_head": with_table(
        "intercept", lambda value: np.ones((500_000, len(value)), np.float32)
    ),
    "gather_bomb": added(
        one("Gather", "data", "where", axis=0),
        data=np.ones((1, 100_000)),
        where=np.zeros(25_000, np.int64),
    ),
    "resize_bomb": added(
        one("Resize", "dot", "", "", "huge"), dot=np.ones((1, 1, 1, 1)), huge=[1_024] * 4
    ),
    "resize_of_the_photo": _size(10**6, 10**6),
    "resize_to_a_little_too_much": _size(6_000, 6_000),
    "resize_below_zero": _size(-5, -5),
    "resize_by_a_factor": added(
        one("Resize", "dot", "", "factor"),
        dot=np.ones((1, 1, 100, 100)),
        factor=[1.0, 1.0, 3_000.0, 3_000.0],
    ),
    "resize_by_a_policy": added(
        one("Resize", "dot", "", "", "sizes", **_POLICY),
        dot=np.ones((1, 1, 1, 100_000)),
        sizes=[1_000, 1],
    ),
    "many_products": added(
        chained("MatMul", "m0", "p", 4_000, more=["m0"]), m0=np.full((1_024, 1_024), 1e-3)
    ),
    "many_convolutions": added(
        chained("Conv", "x", "v", 2_000, more=["w"], pads=[1] * 4),
        x=np.ones((1, 64, 128, 128)),
        w=np.full((64, 64, 3, 3), 1e-3),
    ),
    "convolution_with_a_huge_window": added(
        one("Conv", "x", "w"), x=np.ones((1, 1, 1_500, 1_500)), w=np.ones((1, 1, 700, 700))
    ),
    "convolution_that_pads": with_attribute("pads", [10**6] * 4),
    "convolution_of_no_step": with_attribute("strides", [0, 0]),
    "convolution_of_a_negative_group": with_attribute("group", -(2**62)),
    "axis_out_of_range": with_attribute("axis", 2**62),
    "pool_without_bounds": added(
        one("AveragePool", "x", kernel_shape=[1_000, 1_000], strides=[1, 1]),
        x=np.ones((1, 1, 2_000, 2_000)),
    ),
    "alive_at_once": added(_alive_at_once, tall=_ONES, wide=_ONES.T),
    "doubles": added(one("Cast", "features", to=TensorProto.DOUBLE)),
    "numbers_as_words": added(lambda: _WORDS, x=np.ones((1_000, 1_000))),
    "nine_axes": added(one("Unsqueeze", "features", "many"), many=list(range(2, 30))),
}


@crafted
def broadcast_in_the_network(model: Model) -> Model:
    first = next(each for each in model.graph.node if each.op_type == "Sub")
    ones = with_table(first.input[1], lambda _: np.ones((4_000, 1, 1, 1), np.float32))
    return ones(model)


@crafted
def alive_at_once_in_another_order(model: Model) -> Model:
    """Freed at once as they stand in the file; onnxruntime may order them otherwise."""
    table(model, "tall", _ONES)
    nodes = [node("Abs", ["tall"], "sum0")]
    for i in range(1_200):
        nodes += [
            node("Mul", ["tall", f"wide{i}"], f"a{i}"),
            node("ReduceMax", [f"a{i}"], f"r{i}", keepdims=0),
            node("Add", [f"sum{i}", f"r{i}"], f"sum{i + 1}"),
        ]
        table(model, f"wide{i}", np.full((1, 1_000), i))
    return into_strangeness(model, nodes, "sum1200")


# Operators of others ----------------------------------------------------------------------------


def _operator(operator: str, domain: str = "", /, **inputs: object) -> Craft:
    """An operator alone; what is an array goes in as a table, the rest are its attributes."""
    tables = {name: value for name, value in inputs.items() if isinstance(value, np.ndarray)}
    more = {name: value for name, value in inputs.items() if name not in tables}
    return added(lambda: [node(operator, tables, "boom", domain=domain, **more)], **tables)


def _number(value: float, dtype: object) -> np.ndarray:
    return np.array(value, dtype)


_HUGE = np.array([10**5, 10**5], np.int64)
_DOT = np.ones((1, 1), np.float32)
_TWO_BY_TWO = np.ones((2, 2), np.float32)
for _name, _craft in {
    "tile": _operator("Tile", x=_DOT, times=_HUGE),
    "expand": _operator("Expand", x=_DOT, shape=_HUGE),
    "constant_of_shape": _operator("ConstantOfShape", shape=_HUGE),
    "range": _operator("Range", a=_number(0, "f4"), b=_number(1e12, "f4"), c=_number(1, "f4")),
    "einsum": _operator("Einsum", x=np.ones((30_000, 1), np.float32), equation="ab,cb->ac"),
    "one_hot": _operator(
        "OneHot", x=np.zeros(10, np.int64), depth=_number(10**10, "i8"), v=np.zeros(2, np.float32)
    ),
    "pad": _operator("Pad", x=_DOT, pads=np.array([0, 0, 10**5, 10**5], np.int64)),
    "top_k": _operator("TopK", x=_DOT, k=np.array([10**9], np.int64)),
    "reshape": _operator("Reshape", x=_DOT, shape=np.array([1, -1], np.int64)),
    "eye_like": _operator("EyeLike", x=_TWO_BY_TWO),
    "random": _operator("RandomNormal", shape=[100_000, 100_000]),
    "upsample": _operator("Upsample", x=np.ones((1, 1, 9, 9), np.float32), scales=[1e4] * 4),
    "string_split": _operator("StringSplit", x=np.array(["a,b"] * 9), delimiter=","),
    "regex": _operator("RegexFullMatch", x=np.array(["a" * 40 + "b"]), pattern="(a+)+$"),
    "tokenizer": _operator(
        "Tokenizer",
        "com.microsoft",
        x=np.array(["a" * 10_000]),
        tokenexp="(a+)+$",
        mark=0,
        mincharnum=1,
        pad_value="",
    ),
    "tfidf": _operator(
        "TfIdfVectorizer",
        x=np.zeros(10, np.int64),
        max_gram_length=1,
        max_skip_count=10**9,
        min_gram_length=1,
        mode="TF",
        ngram_counts=[0],
        ngram_indexes=[10**9],
        pool_int64s=[1],
    ),
    "label_encoder": _operator(
        "LabelEncoder",
        "ai.onnx.ml",
        x=np.zeros(1, np.int64),
        keys_int64s=[1],
        values_int64s=[2, 3],
    ),
    "grid_sample": _operator(
        "GridSample", x=np.ones((1, 1, 2, 2), "f4"), g=np.zeros((1, 900, 900, 2), "f4")
    ),
    "lstm": _operator("LSTM", x=np.ones((1, 1, 1), np.float32), hidden_size=10**9),
    "fused_conv": _operator("FusedConv", "com.microsoft", x=_DOT),
    "custom_domain": _operator("Evil", "com.evil", x=_DOT),
    "optional": _operator("Optional", x=_DOT),
    "sequence": _operator("SequenceConstruct", x=_DOT),
    "not_there": _operator("NoSuchOperator", x=_DOT),
}.items():
    CRAFTED[f"operator_{_name}"] = _craft


def _inner(name: str) -> onnx.GraphProto:
    out = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])
    nodes = [helper.make_node("Constant", [], ["y"], value_floats=[1.0])]
    return helper.make_graph(nodes, name, [], [out])


@crafted
def loop(model: Model) -> Model:
    table(model, "count", 10**12, np.int64)
    table(model, "yes", True, np.bool_)
    values = [("i", TensorProto.INT64), ("c", TensorProto.BOOL), ("d", TensorProto.BOOL)]
    i, c, d = (helper.make_tensor_value_info(name, kind, []) for name, kind in values)
    body = helper.make_graph([helper.make_node("Identity", ["c"], ["d"])], "body", [i, c], [d])
    model.graph.node.append(helper.make_node("Loop", ["count", "yes"], [], body=body))
    return model


_FUNCTION = helper.make_function("com.evil", "F", ["x"], ["y"], [], [helper.make_opsetid("", 21)])


def _version(model: Model, version: int) -> None:
    for entry in model.opset_import:
        entry.version = version


def _hidden(name: str, value: object) -> Craft:
    attribute = helper.make_attribute(name, value)
    return changed(lambda model: model.graph.node[0].attribute.append(attribute))


CRAFTED |= {
    "scan": added(one("Scan", "features", body=_inner("b"), num_scan_inputs=1)),
    "condition": added(
        one("If", "yes", then_branch=_inner("a"), else_branch=_inner("b")), yes=np.array(True)
    ),
    "graph_in_a_harmless_operator": _hidden("body", _inner("b")),
    "table_in_a_harmless_operator": _hidden(
        "value", numpy_helper.from_array(np.ones(9, "f4"), "t")
    ),
    "function": changed(lambda model: model.functions.append(_FUNCTION)),
    "foreign_domain": changed(
        lambda model: model.opset_import.append(helper.make_opsetid("com.evil", 1))
    ),
    "old_operators": changed(lambda model: _version(model, 9)),
    "future_operators": changed(lambda model: _version(model, 2**31)),
    "future_layout": changed(lambda model: setattr(model, "ir_version", 2**40)),
    "training_part": changed(
        lambda model: model.training_info.add().algorithm.CopyFrom(_inner("t"))
    ),
}
