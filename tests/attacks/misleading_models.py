"""More hostile models: files that lie about their tables, wires, answers and themselves, and bytes that are no model at all."""

import random
from collections.abc import Callable

import numpy as np
import onnx
from onnx import TensorProto, helper

from tests.attacks.crafted_models import (
    CRAFTED,
    Craft,
    Model,
    added,
    chained,
    changed,
    crafted,
    into_strangeness,
    message,
    node,
    one,
    setting,
    table,
    varint,
    with_table,
)

# Tables -----------------------------------------------------------------------------------------


def _in_a_file(tensor: TensorProto, place: str) -> None:
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", place


def _external(place: str) -> Craft:
    return changed(lambda model: _in_a_file(model.graph.initializer[3], place))


def _dims(*dims: int) -> Craft:
    return changed(lambda model: model.graph.initializer[3].dims.__setitem__(slice(None), dims))


CRAFTED |= {
    "external_passwd": _external("/etc/passwd"),
    "external_above": _external("../../../../../../etc/passwd"),
    "external_device": _external("/dev/zero"),
    "external_beside": _external("secret.bin"),
    "external_pipe": _external("pipe"),
    "external_url": _external("http://127.0.0.1:9/x"),
    "promises_a_million_million_numbers": _dims(10**6, 10**6),
    "dims_beyond_64_bits": _dims(2**62, 2**62, 2**62),
    "dims_that_wrap_to_nothing": _dims(2**32, 2**32),
    "negative_dims": _dims(-1, -4),
    "no_dims": _dims(),
    "empty_dims": _dims(0, 10**18),
    "a_hundred_dims": _dims(*[1] * 100),
    "table_of_an_unknown_type": changed(
        lambda model: setattr(model.graph.initializer[3], "data_type", 99)
    ),
    "two_tables_of_one_name": changed(
        lambda model: model.graph.initializer.append(model.graph.initializer[3])
    ),
    "table_instead_of_the_photo": changed(
        lambda model: table(model, "image", np.zeros((8, 8, 3)), np.uint8)
    ),
}


@crafted
def external_steering_table(model: Model) -> Model:
    """A small table of whole numbers, which is read to tell how the network is built."""
    tensor = next(t for t in model.graph.initializer if t.data_type == TensorProto.INT64)
    tensor.ClearField("raw_data")
    _in_a_file(tensor, "secret.bin")
    return model


@crafted
def external_without_saying_so(model: Model) -> Model:
    _in_a_file(model.graph.initializer[3], "/etc/passwd")
    model.graph.initializer[3].ClearField("data_location")
    return model


@crafted
def promises_without_any_data(model: Model) -> Model:
    for tensor in model.graph.initializer:
        if len(tensor.dims) == 4:
            tensor.ClearField("raw_data")
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


# Wiring -----------------------------------------------------------------------------------------


def _alone(operator: str, *inputs: str, **attributes: object) -> Craft:
    """An operator whose result nobody takes, or that has none."""
    made = helper.make_node(operator, list(inputs), [], **attributes)
    return changed(lambda model: model.graph.node.append(made))


def _network(model: Model) -> None:
    name = model.graph.node[0].output[0].split(".")[0]
    model.graph.node.append(node("Abs", [f"{name}.features"], f"{name}.more"))


_MORE = helper.make_tensor_value_info("more", TensorProto.FLOAT, [1])
CRAFTED |= {
    "cycle": changed(
        lambda model: into_strangeness(
            model, [node("Abs", ["b"], "a"), node("Abs", ["a"], "b")], "a"
        )
    ),
    "takes_itself": added(one("Abs", "boom")),
    "two_results_of_one_name": added(lambda: [node("Abs", ["features"], "features")]),
    "result_named_as_the_network": changed(_network),
    "operator_without_results": _alone("Abs", "features"),
    "operator_without_inputs": added(one("Concat", axis=0)),
    "operator_with_empty_names": added(one("Concat", "", "", axis=0)),
    "takes_what_is_not_there": added(one("Abs", "nowhere")),
    "deep_chain": added(chained("Abs", "features", "d", 4_500)),
    "too_many_operators": added(
        lambda: [node("Abs", ["features"], f"d{i}") for i in range(60_000)]
    ),
    "another_input": changed(lambda model: model.graph.input.append(_MORE)),
    "another_output": changed(lambda model: setattr(model.graph.output[0], "name", "logits")),
    "answers_of_another_length": with_table("coef", lambda value: np.concatenate([value] * 3)),
    "steps_backwards": with_table("columns", lambda _: np.array([-(2**63)])),
}


# Wrong answers ----------------------------------------------------------------------------------


def _answers(output: str, operator: str, value: object) -> Craft:
    """The model with one of its answers multiplied by something, or something added."""

    def craft(model: Model) -> Model:
        last = next(n for n in model.graph.node if n.output[0] == output)
        last.output[0] = f"sound_{output}"
        table(model, "factor", value)
        model.graph.node.append(node(operator, [f"sound_{output}", "factor"], output))
        return model

    return craft


CRAFTED |= {
    "probabilities_nan": _answers("probabilities", "Mul", np.nan),
    "probabilities_infinite": _answers("probabilities", "Mul", np.inf),
    "probabilities_minus_1e30": _answers("probabilities", "Mul", -1e30),
    "probabilities_double": _answers("probabilities", "Mul", 2.0),
    "probabilities_zero": _answers("probabilities", "Mul", 0.0),
    "probabilities_below_zero": _answers("probabilities", "Add", [-2, 2]),  # still 1 together
    "strangeness_without_a_number": _answers("strangeness", "Add", np.nan),
    "weights_without_numbers": with_table("coef", lambda value: np.full_like(value, np.nan)),
}

# What it says about itself ----------------------------------------------------------------------

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
    ("fifty_megabytes", "usage", "x" * 50_000_000),
]:
    CRAFTED[f"says_{_name}"] = lambda model, key=_key, text=_text: setting(model, key, text)
CRAFTED["says_nothing"] = changed(lambda model: model.ClearField("metadata_props"))
CRAFTED["says_everything_twice"] = changed(
    lambda model: model.metadata_props.extend(list(model.metadata_props))
)

# Bytes ------------------------------------------------------------------------------------------


@crafted
def nested_without_end(_: Model) -> bytes:
    data = b""
    for _i in range(50_000):
        data = message(1, message(5, message(6, data)))  # node, attribute, graph
        if len(data) > 400_000:
            break
    return message(7, data)


_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "groups_without_end": lambda _: bytes([7 << 3 | 3]) * 1_000_000,
    "millions_of_operators": lambda _: message(7, b"\x0a\x00" * 7_000_000),
    "millions_of_tables": lambda _: message(7, b"\x2a\x00" * 7_000_000),
    "millions_of_graphs_in_an_operator": lambda _: message(
        7, message(1, message(5, b"\x5a\x00" * 7_000_000))
    ),
    "millions_of_versions": lambda _: b"\x42\x00" * 7_000_000,
    "millions_of_facts": lambda _: b"\x72\x00" * 7_000_000,
    "millions_of_numbers": lambda sound: (
        sound + message(7, message(5, message(7, b"\x01" * 14_000_000)))
    ),
    "two_graphs": lambda sound: sound + message(7, b""),
    "length_beyond_the_end": lambda _: b"\x3a" + varint(2**62) + b"x",
    "number_without_an_end": lambda _: b"\x3a" + b"\xff" * 100,
    "nothing_at_all": lambda _: b"",
    "a_picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(1_000),
    "a_pickle": lambda _: b"cos\nsystem\n(S'touch /tmp/owned'\ntR.",
    "trailing_rubbish": lambda sound: sound + b"\xff" * 64,
    "only_noughts": lambda _: bytes(1_000_000),
}
for _name, _make in _BYTES.items():
    CRAFTED[_name] = lambda model, make=_make: make(model.SerializeToString())
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
