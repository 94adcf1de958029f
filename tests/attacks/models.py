"""Hostile model files, put to `predict`, `evaluate` and `serve`: nothing may hang, fill the memory or break.

    .venv/bin/python tests/attacks/models.py [--only NAME] [--keep FOLDER]

Each command runs in a process of its own, forked after the imports, so that time and memory are those of the command. The
crafted files are also what `tests/estimators/classifier/test_hostile_models.py` refuses one by one.
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ROOT = Path(__file__).resolve().parents[2]
MOST_MEMORY = 1_000_000_000
MOST_CPU = 5.0
MOST_SECONDS = 60.0

Model = onnx.ModelProto
Craft = Callable[[Model], "Model | bytes"]
CRAFTED: dict[str, Craft] = {}
"""What is done to a sound model, by name; all have to be refused or answer within bounds."""


def crafted(craft: Craft) -> Craft:
    CRAFTED[craft.__name__] = craft
    return craft


# Tools ------------------------------------------------------------------------------------------


def node(operator: str, inputs: Sequence[str], output: str, **attributes: object) -> onnx.NodeProto:
    return helper.make_node(operator, list(inputs), [output], **attributes)


def table(model: Model, name: str, value: object, dtype: object = np.float32) -> str:
    model.graph.initializer.append(numpy_helper.from_array(np.asarray(value, dtype), name))
    return name


def before_the_head(model: Model, nodes: Sequence[onnx.NodeProto]) -> Model:
    """The model with further operators first."""
    kept = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*nodes, *kept])
    return model


def into_strangeness(model: Model, nodes: Sequence[onnx.NodeProto], result: str) -> Model:
    """The model with operators whose result, of any shape, counts in its second answer."""
    last = model.graph.node[-1]
    assert last.output[0] == "strangeness"
    last.output[0] = "plain_strangeness"
    model.graph.node.extend(
        [
            *nodes,
            node("ReduceMin", [result], "least", keepdims=0),
            node("Max", ["plain_strangeness", "least"], "strangeness"),
        ]
    )
    return model


def initializer(model: Model, ending: str) -> TensorProto:
    return next(t for t in model.graph.initializer if t.name.endswith(ending))


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


@crafted
def concat_bomb(model: Model) -> Model:
    table(model, "seed", np.ones((1, 1_000)))
    nodes = [node("Concat", [f"c{i - 1}" if i else "seed"] * 8, f"c{i}", axis=0) for i in range(7)]
    return into_strangeness(model, nodes, "c6")


@crafted
def concat_bomb_of_the_photo(model: Model) -> Model:
    nodes = [
        node("Concat", [f"c{i - 1}" if i else "features"] * 9, f"c{i}", axis=0) for i in range(7)
    ]
    return into_strangeness(model, nodes, "c6")


@crafted
def concat_without_end(model: Model) -> Model:
    table(model, "seed", np.ones((1, 8)))
    nodes = [
        node("Concat", [f"c{i - 1}" if i else "seed"] * 8, f"c{i}", axis=0) for i in range(2_000)
    ]
    return into_strangeness(model, nodes, "c1999")


@crafted
def flatten_and_square_without_end(model: Model) -> Model:
    table(model, "s0", np.ones((9, 1)))
    nodes = []
    for i in range(300):
        nodes += [
            node("Transpose", [f"s{i}"], f"t{i}"),
            node("MatMul", [f"s{i}", f"t{i}"], f"m{i}"),
            node("Flatten", [f"m{i}"], f"f{i}", axis=0),
            node("Transpose", [f"f{i}"], f"s{i + 1}"),
        ]
    return into_strangeness(model, nodes, "s300")


def _broadcast_bomb(operator: str, side: int) -> Craft:
    def craft(model: Model) -> Model:
        table(model, "tall", np.ones((side, 1)))
        table(model, "wide", np.ones((1, side)))
        return into_strangeness(model, [node(operator, ["tall", "wide"], "boom")], "boom")

    return craft


for _operator in ("Mul", "Add", "Sub", "Div", "Max", "MatMul"):
    CRAFTED[f"broadcast_bomb_{_operator.lower()}"] = _broadcast_bomb(_operator, 60_000)


@crafted
def broadcast_in_eight_axes(model: Model) -> Model:
    names = []
    for axis in range(8):
        shape = [1] * 8
        shape[axis] = 30
        names.append(table(model, f"axis{axis}", np.ones(shape)))
    return into_strangeness(model, [node("Max", names, "boom")], "boom")


@crafted
def broadcast_in_the_head(model: Model) -> Model:
    old = initializer(model, "intercept")
    value = numpy_helper.to_array(old)
    old.CopyFrom(numpy_helper.from_array(np.ones((500_000, len(value)), np.float32), old.name))
    return model


@crafted
def broadcast_in_the_network(model: Model) -> Model:
    first = next(each for each in model.graph.node if each.op_type == "Sub")
    bias = next(t for t in model.graph.initializer if t.name == first.input[1])
    bias.CopyFrom(numpy_helper.from_array(np.ones((4_000, 1, 1, 1), np.float32), bias.name))
    return model


@crafted
def gather_bomb(model: Model) -> Model:
    table(model, "data", np.ones((1, 100_000)))
    table(model, "where", np.zeros(25_000), np.int64)
    return into_strangeness(model, [node("Gather", ["data", "where"], "boom", axis=0)], "boom")


@crafted
def resize_bomb(model: Model) -> Model:
    table(model, "dot", np.ones((1, 1, 1, 1)))
    table(model, "huge", [1_024] * 4, np.int64)
    return into_strangeness(model, [node("Resize", ["dot", "", "", "huge"], "boom")], "boom")


@crafted
def resize_of_the_photo(model: Model) -> Model:
    size = initializer(model, "input_size")
    size.CopyFrom(numpy_helper.from_array(np.array([1, 10**6, 10**6, 3], np.int64), size.name))
    return model


@crafted
def resize_to_a_little_too_much(model: Model) -> Model:
    size = initializer(model, "input_size")
    size.CopyFrom(numpy_helper.from_array(np.array([1, 6_000, 6_000, 3], np.int64), size.name))
    return model


@crafted
def resize_by_a_factor(model: Model) -> Model:
    table(model, "dot", np.ones((1, 1, 100, 100)))
    table(model, "factor", [1, 1, 3_000, 3_000])
    return into_strangeness(model, [node("Resize", ["dot", "", "factor"], "boom")], "boom")


@crafted
def resize_by_a_policy(model: Model) -> Model:
    table(model, "dot", np.ones((1, 1, 1, 100_000)))
    table(model, "sizes", [1_000, 1], np.int64)
    more = {"keep_aspect_ratio_policy": "not_smaller", "axes": [2, 3]}
    return into_strangeness(
        model, [node("Resize", ["dot", "", "", "sizes"], "boom", **more)], "boom"
    )


@crafted
def resize_below_zero(model: Model) -> Model:
    size = initializer(model, "input_size")
    size.CopyFrom(numpy_helper.from_array(np.array([1, -5, -5, 3], np.int64), size.name))
    return model


@crafted
def many_products(model: Model) -> Model:
    table(model, "m0", np.full((1_024, 1_024), 1e-3))
    nodes = [node("MatMul", [f"p{i - 1}" if i else "m0", "m0"], f"p{i}") for i in range(4_000)]
    return into_strangeness(model, nodes, "p3999")


@crafted
def many_convolutions(model: Model) -> Model:
    table(model, "x", np.ones((1, 64, 128, 128)))
    table(model, "w", np.full((64, 64, 3, 3), 1e-3))
    nodes = [
        node("Conv", [f"v{i - 1}" if i else "x", "w"], f"v{i}", pads=[1] * 4) for i in range(2_000)
    ]
    return into_strangeness(model, nodes, "v1999")


@crafted
def convolution_with_a_huge_window(model: Model) -> Model:
    table(model, "x", np.ones((1, 1, 1_500, 1_500)))
    table(model, "w", np.ones((1, 1, 700, 700)))
    return into_strangeness(model, [node("Conv", ["x", "w"], "boom")], "boom")


@crafted
def convolution_that_pads(model: Model) -> Model:
    for each in model.graph.node:
        for entry in each.attribute:
            if entry.name == "pads":
                entry.ints[:] = [10**6] * 4
    return model


@crafted
def convolution_of_no_step(model: Model) -> Model:
    for each in model.graph.node:
        for entry in each.attribute:
            if entry.name == "strides":
                entry.ints[:] = [0, 0]
    return model


@crafted
def convolution_of_a_negative_group(model: Model) -> Model:
    for each in model.graph.node:
        for entry in each.attribute:
            if entry.name == "group":
                entry.i = -(2**62)
    return model


@crafted
def pool_without_bounds(model: Model) -> Model:
    table(model, "x", np.ones((1, 1, 2_000, 2_000)))
    pool = node("AveragePool", ["x"], "boom", kernel_shape=[1_000, 1_000], strides=[1, 1])
    return into_strangeness(model, [pool], "boom")


@crafted
def alive_at_once(model: Model) -> Model:
    """Results that each are small, all needed at the end."""
    table(model, "tall", np.ones((1_000, 1)))
    table(model, "wide", np.ones((1, 1_000)))
    nodes = [node("Mul", ["tall", "wide"], f"a{i}") for i in range(1_000)]
    return into_strangeness(
        model, [*nodes, node("Max", [f"a{i}" for i in range(1_000)], "boom")], "boom"
    )


@crafted
def alive_at_once_in_another_order(model: Model) -> Model:
    """Freed at once as they stand in the file; onnxruntime may order them otherwise."""
    table(model, "tall", np.ones((1_000, 1)))
    nodes = [node("Abs", ["tall"], "sum0")]
    for i in range(1_200):
        nodes += [
            node("Mul", ["tall", f"wide{i}"], f"a{i}"),
            node("ReduceMax", [f"a{i}"], f"r{i}", keepdims=0),
            node("Add", [f"sum{i}", f"r{i}"], f"sum{i + 1}"),
        ]
        table(model, f"wide{i}", np.full((1, 1_000), i))
    return into_strangeness(model, nodes, "sum1200")


@crafted
def doubles(model: Model) -> Model:
    return into_strangeness(
        model, [node("Cast", ["features"], "boom", to=TensorProto.DOUBLE)], "boom"
    )


@crafted
def numbers_as_words(model: Model) -> Model:
    table(model, "x", np.ones((1_000, 1_000)))
    nodes = [
        node("Cast", ["x"], "words", to=TensorProto.STRING),
        node("Cast", ["words"], "boom", to=TensorProto.FLOAT),
    ]
    return into_strangeness(model, nodes, "boom")


@crafted
def nine_axes(model: Model) -> Model:
    table(model, "many", list(range(2, 30)), np.int64)
    return into_strangeness(model, [node("Unsqueeze", ["features", "many"], "boom")], "boom")


# Operators of others ------------------------------------------------------------------------------


def _operator_bomb(
    operator: str, inputs: dict[str, object], domain: str = "", **more: object
) -> Craft:
    def craft(model: Model) -> Model:
        names = []
        for name, value in inputs.items():
            array = np.asarray(value)
            model.graph.initializer.append(numpy_helper.from_array(array, name))
            names.append(name)
        made = helper.make_node(operator, names, ["boom"], domain=domain, **more)
        return into_strangeness(model, [made], "boom")

    return craft


_huge = np.array([10**5, 10**5], np.int64)
_one = np.ones((1, 1), np.float32)
for _name, _craft in {
    "tile": _operator_bomb("Tile", {"x": _one, "times": _huge}),
    "expand": _operator_bomb("Expand", {"x": _one, "shape": _huge}),
    "constant_of_shape": _operator_bomb("ConstantOfShape", {"shape": _huge}),
    "range": _operator_bomb(
        "Range", {"a": np.float32(0), "b": np.float32(1e12), "c": np.float32(1)}
    ),
    "einsum": _operator_bomb(
        "Einsum", {"x": np.ones((30_000, 1), np.float32)}, equation="ab,cb->ac"
    ),
    "one_hot": _operator_bomb(
        "OneHot",
        {"x": np.zeros(10, np.int64), "depth": np.int64(10**10), "v": np.zeros(2, np.float32)},
    ),
    "pad": _operator_bomb("Pad", {"x": _one, "pads": np.array([0, 0, 10**5, 10**5], np.int64)}),
    "top_k": _operator_bomb("TopK", {"x": _one, "k": np.array([10**9], np.int64)}),
    "reshape": _operator_bomb("Reshape", {"x": _one, "shape": np.array([1, -1], np.int64)}),
    "eye_like": _operator_bomb("EyeLike", {"x": np.ones((2, 2), np.float32)}),
    "random": _operator_bomb("RandomNormal", {}, shape=[100_000, 100_000]),
    "upsample": _operator_bomb(
        "Upsample", {"x": np.ones((1, 1, 9, 9), np.float32)}, scales=[1e4] * 4
    ),
    "string_split": _operator_bomb("StringSplit", {"x": np.array(["a,b"] * 9)}, delimiter=","),
    "regex": _operator_bomb("RegexFullMatch", {"x": np.array(["a" * 40 + "b"])}, pattern="(a+)+$"),
    "tokenizer": _operator_bomb(
        "Tokenizer",
        {"x": np.array(["a" * 10_000])},
        domain="com.microsoft",
        tokenexp="(a+)+$",
        mark=0,
        mincharnum=1,
        pad_value="",
    ),
    "tfidf": _operator_bomb(
        "TfIdfVectorizer",
        {"x": np.zeros(10, np.int64)},
        max_gram_length=1,
        max_skip_count=10**9,
        min_gram_length=1,
        mode="TF",
        ngram_counts=[0],
        ngram_indexes=[10**9],
        pool_int64s=[1],
    ),
    "label_encoder": _operator_bomb(
        "LabelEncoder",
        {"x": np.zeros(1, np.int64)},
        domain="ai.onnx.ml",
        keys_int64s=[1],
        values_int64s=[2, 3],
    ),
    "grid_sample": _operator_bomb(
        "GridSample",
        {"x": np.ones((1, 1, 2, 2), np.float32), "g": np.zeros((1, 900, 900, 2), np.float32)},
    ),
    "lstm": _operator_bomb("LSTM", {"x": np.ones((1, 1, 1), np.float32)}, hidden_size=10**9),
    "fused_conv": _operator_bomb("FusedConv", {"x": _one}, domain="com.microsoft"),
    "custom_domain": _operator_bomb("Evil", {"x": _one}, domain="com.evil"),
    "optional": _operator_bomb("Optional", {"x": _one}),
    "sequence": _operator_bomb("SequenceConstruct", {"x": _one}),
    "not_there": _operator_bomb("NoSuchOperator", {"x": _one}),
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
    x = helper.make_tensor_value_info("i", TensorProto.INT64, [])
    c = helper.make_tensor_value_info("c", TensorProto.BOOL, [])
    d = helper.make_tensor_value_info("d", TensorProto.BOOL, [])
    body = helper.make_graph([helper.make_node("Identity", ["c"], ["d"])], "body", [x, c], [d])
    model.graph.node.append(helper.make_node("Loop", ["count", "yes"], [], body=body))
    return model


@crafted
def scan(model: Model) -> Model:
    made = helper.make_node("Scan", ["features"], ["boom"], body=_inner("b"), num_scan_inputs=1)
    return into_strangeness(model, [made], "boom")


@crafted
def condition(model: Model) -> Model:
    table(model, "yes", True, np.bool_)
    made = helper.make_node(
        "If", ["yes"], ["boom"], then_branch=_inner("a"), else_branch=_inner("b")
    )
    return into_strangeness(model, [made], "boom")


@crafted
def graph_in_a_harmless_operator(model: Model) -> Model:
    model.graph.node[0].attribute.append(helper.make_attribute("body", _inner("b")))
    return model


@crafted
def table_in_a_harmless_operator(model: Model) -> Model:
    hidden = numpy_helper.from_array(np.ones(9, np.float32), "t")
    model.graph.node[0].attribute.append(helper.make_attribute("value", hidden))
    return model


@crafted
def function(model: Model) -> Model:
    made = helper.make_function("com.evil", "F", ["x"], ["y"], [], [helper.make_opsetid("", 21)])
    model.functions.append(made)
    return model


@crafted
def foreign_domain(model: Model) -> Model:
    model.opset_import.append(helper.make_opsetid("com.evil", 1))
    return model


@crafted
def old_operators(model: Model) -> Model:
    for entry in model.opset_import:
        entry.version = 9
    return model


@crafted
def future_operators(model: Model) -> Model:
    for entry in model.opset_import:
        entry.version = 2**31
    return model


@crafted
def future_layout(model: Model) -> Model:
    model.ir_version = 2**40
    return model


@crafted
def training_part(model: Model) -> Model:
    model.training_info.add().algorithm.CopyFrom(_inner("t"))
    return model


# Tables -----------------------------------------------------------------------------------------


def _external(location: str) -> Craft:
    def craft(model: Model) -> Model:
        tensor = model.graph.initializer[3]
        tensor.data_location = TensorProto.EXTERNAL
        entry = tensor.external_data.add()
        entry.key, entry.value = "location", location
        return model

    return craft


for _name, _place in {
    "passwd": "/etc/passwd",
    "above": "../../../../../../etc/passwd",
    "device": "/dev/zero",
    "beside": "secret.bin",
    "pipe": "pipe",
    "url": "http://127.0.0.1:9/x",
}.items():
    CRAFTED[f"external_{_name}"] = _external(_place)


@crafted
def external_steering_table(model: Model) -> Model:
    """A small table of whole numbers, which is read to tell how the network is built."""
    tensor = next(t for t in model.graph.initializer if t.data_type == TensorProto.INT64)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "secret.bin"
    return model


@crafted
def external_without_saying_so(model: Model) -> Model:
    entry = model.graph.initializer[3].external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"
    return model


def _dims(*dims: int) -> Craft:
    def craft(model: Model) -> Model:
        model.graph.initializer[3].dims[:] = dims
        return model

    return craft


CRAFTED["promises_a_million_million_numbers"] = _dims(10**6, 10**6)
CRAFTED["dims_beyond_64_bits"] = _dims(2**62, 2**62, 2**62)
CRAFTED["dims_that_wrap_to_nothing"] = _dims(2**32, 2**32)
CRAFTED["negative_dims"] = _dims(-1, -4)
CRAFTED["no_dims"] = _dims()
CRAFTED["empty_dims"] = _dims(0, 10**18)
CRAFTED["a_hundred_dims"] = _dims(*[1] * 100)


@crafted
def promises_without_any_data(model: Model) -> Model:
    for tensor in model.graph.initializer:
        if len(tensor.dims) == 4:
            tensor.ClearField("raw_data")
    return model


@crafted
def table_of_an_unknown_type(model: Model) -> Model:
    model.graph.initializer[3].data_type = 99
    return model


@crafted
def tables_of_another_type(model: Model) -> Model:
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT:
            tensor.data_type = TensorProto.INT32
    return model


@crafted
def sparse_table(model: Model) -> Model:
    values = helper.make_tensor("sparse", TensorProto.FLOAT, [1], [1.0])
    indices = helper.make_tensor("places", TensorProto.INT64, [1], [10**17])
    model.graph.sparse_initializer.append(helper.make_sparse_tensor(values, indices, [10**18]))
    return model


@crafted
def words_for_numbers(model: Model) -> Model:
    tensor = model.graph.initializer[3]
    name = tensor.name
    tensor.Clear()
    tensor.name, tensor.data_type = name, TensorProto.STRING
    tensor.dims[:] = [2]
    tensor.string_data.extend([b"a" * 100, b"b" * 100])
    return model


@crafted
def two_tables_of_one_name(model: Model) -> Model:
    model.graph.initializer.append(model.graph.initializer[3])
    return model


@crafted
def table_instead_of_the_photo(model: Model) -> Model:
    table(model, "image", np.zeros((8, 8, 3)), np.uint8)
    return model


# Wiring -----------------------------------------------------------------------------------------


@crafted
def cycle(model: Model) -> Model:
    nodes = [node("Abs", ["b"], "a"), node("Abs", ["a"], "b")]
    return into_strangeness(model, nodes, "a")


@crafted
def takes_itself(model: Model) -> Model:
    return into_strangeness(model, [node("Abs", ["a"], "a")], "a")


@crafted
def two_results_of_one_name(model: Model) -> Model:
    return into_strangeness(model, [node("Abs", ["features"], "features")], "features")


@crafted
def result_named_as_the_network(model: Model) -> Model:
    name = model.graph.node[0].output[0].split(".")[0]
    extra = node("Abs", [f"{name}.features"], f"{name}.more")
    model.graph.node.append(extra)
    return model


@crafted
def operator_without_results(model: Model) -> Model:
    model.graph.node.append(helper.make_node("Abs", ["features"], []))
    return model


@crafted
def operator_without_inputs(model: Model) -> Model:
    return into_strangeness(model, [helper.make_node("Concat", [], ["a"], axis=0)], "a")


@crafted
def operator_with_empty_names(model: Model) -> Model:
    return into_strangeness(model, [helper.make_node("Concat", ["", ""], ["a"], axis=0)], "a")


@crafted
def takes_what_is_not_there(model: Model) -> Model:
    return into_strangeness(model, [node("Abs", ["nowhere"], "a")], "a")


@crafted
def deep_chain(model: Model) -> Model:
    nodes = [node("Abs", [f"d{i - 1}" if i else "features"], f"d{i}") for i in range(4_500)]
    return into_strangeness(model, nodes, "d4499")


@crafted
def too_many_operators(model: Model) -> Model:
    nodes = [node("Abs", ["features"], f"d{i}") for i in range(60_000)]
    return into_strangeness(model, nodes, "d0")


@crafted
def another_input(model: Model) -> Model:
    model.graph.input.append(helper.make_tensor_value_info("more", TensorProto.FLOAT, [1]))
    return model


@crafted
def another_output(model: Model) -> Model:
    model.graph.output[0].name = "logits"
    return model


@crafted
def answers_of_another_length(model: Model) -> Model:
    head = initializer(model, "coef")
    value = numpy_helper.to_array(head)
    head.CopyFrom(numpy_helper.from_array(np.concatenate([value] * 3), head.name))
    return model


@crafted
def axis_out_of_range(model: Model) -> Model:
    for each in model.graph.node:
        for entry in each.attribute:
            if entry.name == "axis":
                entry.i = 2**62
    return model


@crafted
def steps_backwards(model: Model) -> Model:
    initializer(model, "columns").CopyFrom(numpy_helper.from_array(np.array([-(2**63)]), "columns"))
    return model


# Wrong answers ----------------------------------------------------------------------------------


def _answers(value: float) -> Craft:
    def craft(model: Model) -> Model:
        last = next(n for n in model.graph.node if n.output[0] == "probabilities")
        last.output[0] = "sound_probabilities"
        table(model, "factor", value)
        model.graph.node.append(node("Mul", ["sound_probabilities", "factor"], "probabilities"))
        return model

    return craft


for _name, _value in {
    "nan": np.nan,
    "infinite": np.inf,
    "minus_1e30": -1e30,
    "double": 2.0,
    "zero": 0.0,
}.items():
    CRAFTED[f"probabilities_{_name}"] = _answers(float(_value))


@crafted
def probabilities_below_zero(model: Model) -> Model:
    """They still add up to 1."""
    last = next(n for n in model.graph.node if n.output[0] == "probabilities")
    last.output[0] = "sound_probabilities"
    table(model, "shift", [-2, 2])
    model.graph.node.append(node("Add", ["sound_probabilities", "shift"], "probabilities"))
    return model


@crafted
def weights_without_numbers(model: Model) -> Model:
    head = initializer(model, "coef")
    value = np.full_like(numpy_helper.to_array(head), np.nan)
    head.CopyFrom(numpy_helper.from_array(value, head.name))
    return model


@crafted
def strangeness_without_a_number(model: Model) -> Model:
    table(model, "nan", np.nan)
    last = model.graph.node[-1]
    last.output[0] = "sound_strangeness"
    model.graph.node.append(node("Add", ["sound_strangeness", "nan"], "strangeness"))
    return model


# What it says about itself ------------------------------------------------------------------------


for _name, _key, _text in [
    ("deep_json", "card", "[" * 100_000),
    ("deep_classes", "classes", "[" * 100_000),
    ("classes_twice", "classes", '["0", "0"]'),
    ("classes_no_list", "classes", '{"a": 1}'),
    ("classes_no_json", "classes", "\x1b[31m"),
    ("no_classes", "classes", "[]"),
    ("threshold_nan", "strangeness_threshold", "nan"),
    ("threshold_words", "strangeness_threshold", "very"),
    ("temperature_infinite", "temperature", "inf"),
    ("card_a_list", "card", "[]"),
    ("sets_beyond_1", "prediction_sets", '{"0.9": 7}'),
    ("sets_a_list", "prediction_sets", "[1]"),
    ("another_kind", "modality", "smell"),
    ("kind_of_a_path", "modality", "../../etc"),
    ("kind_of_a_text", "modality", "text"),
    ("unknown_network", "backbone", "evil"),
    ("no_network", "backbone", ""),
    ("many_networks", "backbone", "+".join(["ngrams"] * 50_000)),
    ("another_program", "format", "evil"),
    ("a_newer_version", "format_version", "99"),
    ("many_numbers", "card", "[" + "1," * 5_000_000 + "1]"),
]:
    CRAFTED[f"says_{_name}"] = lambda model, key=_key, text=_text: setting(model, key, text)


@crafted
def says_nothing(model: Model) -> Model:
    del model.metadata_props[:]
    return model


@crafted
def says_everything_twice(model: Model) -> Model:
    model.metadata_props.extend(list(model.metadata_props))
    return model


@crafted
def says_fifty_megabytes(model: Model) -> Model:
    return setting(model, "usage", "x" * 50_000_000)


# Bytes ------------------------------------------------------------------------------------------


@crafted
def nested_without_end(_: Model) -> bytes:
    data = b""
    for _i in range(50_000):
        data = message(1, message(5, message(6, data)))  # node, attribute, graph
        if len(data) > 400_000:
            break
    return message(7, data)


@crafted
def groups_without_end(_: Model) -> bytes:
    return bytes([7 << 3 | 3]) * 1_000_000


@crafted
def millions_of_operators(_: Model) -> bytes:
    return message(7, b"\x0a\x00" * 7_000_000)


@crafted
def millions_of_tables(_: Model) -> bytes:
    return message(7, b"\x2a\x00" * 7_000_000)


@crafted
def millions_of_graphs_in_an_operator(_: Model) -> bytes:
    return message(7, message(1, message(5, b"\x5a\x00" * 7_000_000)))


@crafted
def millions_of_versions(_: Model) -> bytes:
    return b"\x42\x00" * 7_000_000


@crafted
def millions_of_facts(_: Model) -> bytes:
    return b"\x72\x00" * 7_000_000


@crafted
def millions_of_numbers(model: Model) -> bytes:
    return model.SerializeToString() + message(7, message(5, message(7, b"\x01" * 14_000_000)))


@crafted
def two_graphs(model: Model) -> bytes:
    return model.SerializeToString() + message(7, b"")


@crafted
def length_beyond_the_end(_: Model) -> bytes:
    return b"\x3a" + varint(2**62) + b"x"


@crafted
def number_without_an_end(_: Model) -> bytes:
    return b"\x3a" + b"\xff" * 100


@crafted
def nothing_at_all(_: Model) -> bytes:
    return b""


@crafted
def a_picture(_: Model) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(1_000)


@crafted
def a_pickle(_: Model) -> bytes:
    return b"cos\nsystem\n(S'touch /tmp/owned'\ntR."


@crafted
def trailing_rubbish(model: Model) -> bytes:
    return model.SerializeToString() + b"\xff" * 64


@crafted
def only_noughts(_: Model) -> bytes:
    return bytes(1_000_000)


CUTS = (0.0, 1e-6, 0.1, 0.5, 0.9, 0.999, 0.999999)
FLIPS = 40


def flipped(model: bytes, number: int) -> bytes:
    """The model with a few bits turned; most of it is numbers, so half the flips are among the names."""
    rng = random.Random(number)
    names = [at for at in range(len(model) - 8) if model[at : at + 5] == b"effic"] or [0]
    changed = bytearray(model)
    for _ in range(1 + number % 5):
        at = rng.randrange(len(model))
        if number % 2:
            at = min(len(model) - 1, rng.choice(names) + rng.randrange(-8, 60))
        changed[at] ^= 1 << rng.randrange(8)
    return bytes(changed)


def hostile(name: str, model: bytes) -> bytes:
    """One of the crafted files, or of those with bits turned or an early end."""
    kind, _, number = name.partition(" ")
    if kind == "flip":
        return flipped(model, int(number))
    if kind == "cut":
        return model[: int(len(model) * CUTS[int(number)])]
    if kind == "sound":
        return model
    made = CRAFTED[name](onnx.load_model_from_string(model))
    return made if isinstance(made, bytes) else made.SerializeToString()


# The runs ---------------------------------------------------------------------------------------


@dataclass
class Run:
    command: str
    name: str
    status: int
    seconds: float
    cpu: float
    memory: int
    out: str
    err: str

    def faults(self) -> list[str]:
        said = self.out + self.err
        checks = {
            "memory": self.memory > MOST_MEMORY,
            "cpu": self.cpu > MOST_CPU,
            "hang": self.seconds > MOST_SECONDS,
            "traceback": "Traceback" in said,
            "our mistake": "mistake" in said,
            "coloured lines": "\x1b[" in said or "onnxruntime" in self.err,
            "died": self.status not in (0, 1, 2, 130),
            "file read": "root:" in said or "top secret" in said,
            "no sentence": self.status == 1 and not self.err.strip(),
        }
        return [name for name, found in checks.items() if found]


def run_forked(command: str, name: str, argv: list[str], folder: Path) -> Run:
    """One command in a process of its own."""
    out, err = folder / "out", folder / "err"
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        _be_the_command(argv, out, err)
    if command == "serve":
        _ask_it(child, out)
    status, usage = _waited(child, began)
    return Run(
        command,
        name,
        status,
        time.monotonic() - began,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * 1_024,
        out.read_text("utf-8", "replace"),
        err.read_text("utf-8", "replace"),
    )


def _be_the_command(argv: list[str], out: Path, err: Path) -> None:
    status = 70
    try:
        for target, number in ((out, 1), (err, 2)):
            os.dup2(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))  # the machine is shared
        from desktop.cli.main import main as command

        status = command(argv)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        import gc

        gc.collect()  # ends the process that ran a foreign model, so that its use counts
        os._exit(status)


def _waited(child: int, began: float) -> tuple[int, resource.struct_rusage]:
    while True:
        pid, status, usage = os.wait4(child, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            return code, usage
        if time.monotonic() - began > MOST_SECONDS + 30:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.01)


def _ask_it(child: int, out: Path) -> None:
    """Send the served model a photo, then stop it; nothing to do where it never came up."""
    deadline = time.monotonic() + 30
    line = ""
    while time.monotonic() < deadline:
        with suppress(OSError):
            line = out.read_text("utf-8", "replace").partition("\n")[0]
        if line.startswith("{") or os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            break
        time.sleep(0.02)
    if not line.startswith("{"):
        return
    ready = json.loads(line)
    photo = (Path(out).parent / "photo.png").read_bytes()
    request = urllib.request.Request(
        ready["base_url"] + "/v1/predict",
        data=photo,
        headers={"Authorization": f"Bearer {ready['token']}", "Content-Type": "image/png"},
    )
    try:
        with urllib.request.urlopen(request, timeout=MOST_SECONDS) as reply:
            said = reply.read()
    except urllib.error.HTTPError as error:
        said = error.read()
    except OSError as error:
        said = repr(error).encode()
    with (Path(out).parent / "out").open("ab") as file:
        file.write(said)
    os.kill(child, signal.SIGINT)


def sound_model(folder: Path) -> tuple[bytes, Path]:
    """A model of our own data, and a folder of it: coloured squares and stripes, drawn here."""
    from PIL import Image

    from estimators.classifier import LocalClassifier

    rng = np.random.default_rng(0)
    items, labels = [], []
    for label in ("0", "1"):
        place = folder / "data" / label
        place.mkdir(parents=True)
        for number in range(8):
            pixels = rng.integers(0, 60, (48, 48, 3))
            pixels[:, ::4] += 150 if label == "1" else 0
            pixels[8 + number : 30, 8:30] += 0 if label == "1" else 150
            path = place / f"{label}-{number}.png"
            Image.fromarray(pixels.astype(np.uint8)).save(path)
            items.append(path)
            labels.append(label)
    return LocalClassifier().fit(items, labels).to_bytes(), folder / "data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names that hold this")
    parser.add_argument("--keep", type=Path, help="where the files are left")
    parser.add_argument("--commands", default="predict,evaluate,serve")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    folder = options.keep or Path(tempfile.mkdtemp(prefix="attacks-"))
    folder.mkdir(exist_ok=True)
    # What a command does first counts as its start: it is imported before.
    for module in (
        "desktop.cli.answer",
        "desktop.cli.serve",
        "estimators.classifier.evaluation",
        "mock_ai.server",
        "sklearn",
    ):
        import_module(module)
    model, _ = sound_model_of_a_child(folder)
    (folder / "secret.bin").write_text("top secret " * 9)
    os.mkfifo(folder / "pipe") if not (folder / "pipe").exists() else None
    unseen = folder / "unseen"
    shutil.copy(next((folder / "data" / "0").iterdir()), folder / "photo.png")
    if not unseen.exists():
        _unseen(folder / "data", unseen)
    files = ["sound", *CRAFTED]
    files += [f"flip {number}" for number in range(FLIPS)]
    files += [f"cut {number}" for number in range(len(CUTS))]
    table_of: Counter[tuple[str, str]] = Counter()
    worst: dict[str, list[tuple[float, str]]] = {}
    bad = []
    for name in files:
        if options.only not in name:
            continue
        path = folder / f"{name}.onnx"
        path.write_bytes(hostile_of_a_child(name, model, folder))
        for command in options.commands.split(","):
            argv = {
                "predict": ["predict", str(path), str(folder / "photo.png")],
                "evaluate": ["evaluate", str(path), str(unseen)],
                "serve": ["serve", "--model", str(path), "--port", "0"],
            }[command]
            one = run_forked(command, name, argv, folder)
            faults = one.faults()
            said = "answered" if one.status in (0, 130) else "refused"
            table_of[command, said] += 1
            for fault in faults:
                table_of[command, fault] += 1
            measured = [(v, name) for v in (one.memory / 1e6, one.cpu, one.seconds)]
            worst[command] = [*map(max, worst.get(command, measured), measured)]
            if faults or options.only:
                bad.append((one, faults))
                last = (one.err.strip() or one.out.strip()).splitlines()[-1:]
                print(
                    name,
                    command,
                    one.status,
                    faults,
                    f"{one.memory / 1e6:.0f} MB {one.cpu:.1f} s",
                    *last,
                    flush=True,
                )
        if not options.keep:
            path.unlink()
    print(f"{len(files)} files")
    for command in options.commands.split(","):
        counts = {what: n for (mine, what), n in sorted(table_of.items()) if mine == command}
        print(f"{command:9} {counts}")
        for unit, (high, name) in zip(
            ("MB", "s of CPU", "s"), worst.get(command, ()), strict=False
        ):
            print(f"{'':9} at most {high:,.1f} {unit} ({name})")
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if any(faults for _, faults in bad) else 0)


def _unseen(data: Path, unseen: Path) -> None:
    """The same photos with a mark, so that a model does not know them."""
    from PIL import Image

    for path in data.glob("*/*.png"):
        target = unseen / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        image = Image.open(path).rotate(90)
        image.save(target)


def sound_model_of_a_child(folder: Path) -> tuple[bytes, Path]:
    """As `sound_model`, without leaving threads of onnxruntime in the process that forks."""
    target = folder / "sound.bin"
    if not target.exists():
        _in_a_child(lambda: target.write_bytes(sound_model(folder)[0]))
    return target.read_bytes(), folder / "data"


def hostile_of_a_child(name: str, model: bytes, folder: Path) -> bytes:
    """As `hostile`, without keeping its memory."""
    target = folder / "hostile.bin"
    _in_a_child(lambda: target.write_bytes(hostile(name, model)))
    return target.read_bytes()


def _in_a_child(work: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise RuntimeError("A file could not be made.")


if __name__ == "__main__":
    main()
