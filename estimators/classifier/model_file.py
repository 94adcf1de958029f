"""Is this file one of our models, and harmless? Asked before onnxruntime sees it.

A model file comes from a stranger as often as from oneself. Networks are let in that are built as ours are
(`known_graphs`); beside them only the operators of heads and photo networks, without loops, sub-graphs, functions, custom
domains or numbers kept in other files. What all of it asks for is added up first (`file_outline`, `graph_size`), and what is
not built as ours runs in a process of its own that may take no more (`limited_session`). So the worst that a foreign file
can do is to be wrong.
"""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estimators.base.errors import UserError, cannot_open
from estimators.base.number import digits, fixed
from estimators.base.sentence import tr
from estimators.classifier.backbone import BESIDE
from estimators.classifier.export import BATCH_FORMAT, FORMAT, FORMAT_VERSION
from estimators.classifier.file_outline import problem_in_outline
from estimators.classifier.graph_size import (
    BYTES_EACH,
    OPERATORS,
    GraphSize,
    UnknownSize,
    graph_size,
)
from estimators.classifier.head.graph import OUT_OF_DISTRIBUTION_SCORE, PROBABILITIES
from estimators.classifier.item import reader_of
from estimators.classifier.known_graphs import known_pixels, known_width, nodes_of
from estimators.classifier.modality import MODALITIES
from estimators.classifier.training_fingerprints import TrainingFingerprints

if TYPE_CHECKING:
    import onnx

_MAX_BYTES = 200_000_000
"""Three text networks side by side, the most that is made here, are 130 MB."""
_MAX_CLASSES = 10_000
_MAX_PAD = 16
_MAX_NODES = 5_000
_MAX_NUMBERS = 64_000_000
"""Of one answer, beside networks that are known: 0.5 GB. The 8-bit variant of a network for clips asks for 22 million."""
_MAX_OPERATIONS = 5_000_000_000
"""Likewise; the 8-bit variant of a network for clips asks for 3.2 thousand million."""
_LITTLE = GraphSize(numbers=4_000_000, operations=400_000_000)
"""What a head of 10,000 classes asks for at most. More than that beside known networks is not ours."""
_DOMAINS = frozenset(["", "ai.onnx.ml", "com.microsoft"])
_OPSETS = range(18, 22)
"""In all of them the operators say the same things in the same places."""
_NUMBERS = frozenset([1, 2, 3, 6, 7, 9, 10])
"""Of onnx.TensorProto: float32, uint8, int8, int32, int64, bool, float16; none is longer than `BYTES_EACH`."""
_ANY_LENGTH = 10**8
_GIVEN = {
    "photo": (_ANY_LENGTH, _ANY_LENGTH, 3),
    "video": (8, _ANY_LENGTH, _ANY_LENGTH, 3),
    "sound": (_ANY_LENGTH,),
}
"""Shapes of examples, at most; a text is for known networks alone."""


@dataclass(frozen=True)
class ModelFacts:
    """What a model file says about itself.

    `prediction_sets` has, for each promised coverage, the probability that puts a class into the set; empty if unknown.
    `learned_from` knows the examples that it learned from; None of older files, which do not say.
    `foreign` says that it is not built as our files are, operator for operator, and has to run within limits.
    """

    classes: tuple[str, ...]
    modality: str
    backbone: str
    threshold: float
    temperature: float
    card: dict[str, Any]
    usage: str
    prediction_sets: dict[float, float] = field(default_factory=dict)
    foreign: bool = True
    learned_from: TrainingFingerprints | None = None


def read_model_file(path: Path) -> bytes:
    """The bytes of a model file.

    Raises `UserError` if it is missing, not a file, too large or may not be read.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise UserError(
                tr("There is no model “{name}”.", name=str(path.name or path)),
                tr("It is a folder.")
                if path.is_dir()
                else tr("It was moved, renamed or mistyped."),
                tr("Choose the .onnx file that training wrote."),
            )
        if path.stat().st_size > _MAX_BYTES:
            raise UserError(
                tr("“{name}” is too large for a model made here.", name=path.name),
                tr("It has {st_size} MB.", st_size=digits(path.stat().st_size / 1e6)),
                tr("Choose the .onnx file that training wrote."),
            )
        return path.read_bytes()
    except OSError as error:
        raise cannot_open(path) from error


def parse_model(
    data: bytes, name: str, made_as: str, version: str, not_ours: str
) -> "tuple[onnx.ModelProto, dict[str, str]]":
    """The graph of a file and what its metadata say, once its outline is known to be harmless; nothing of it is run.

    Raises `UserError` if it is damaged, of another kind than ``made_as`` (``not_ours`` says so), or of another version.
    """
    import onnx
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # it has none

    try:
        problem = problem_in_outline(data)
        if problem and BATCH_FORMAT.encode() in data:
            raise unusable(name, tr("It takes several examples a call, for other servers."))
        if problem:
            raise unusable(name, problem)
        model = onnx.load_model_from_string(data)
    except UserError:
        raise
    except (DecodeError, ValueError, RecursionError) as error:
        raise unusable(name, tr("It is damaged, or not an ONNX file.")) from error
    facts = {entry.key: entry.value for entry in model.metadata_props}
    if facts.get("format") != made_as:
        raise unusable(name, not_ours)
    if facts.get("format_version") != version:
        raise UserError(
            tr("“{name}” was made with a newer version.", name=name),
            tr("Its layout is not known here."),
            tr("Update Smart Enough, or train the model again."),
        )
    return model, facts


def check_model(data: bytes, name: str) -> ModelFacts:
    """What the model says about itself, if it is one of ours and harmless.

    Raises `UserError` if it is not.
    """
    model, facts = parse_model(
        data, name, FORMAT, FORMAT_VERSION, tr("It was not made with Smart Enough.")
    )
    problem = _harm_in(model, facts)
    if problem:
        raise unusable(name, problem)
    try:
        size = _size(model.graph, facts)
        little = size.numbers <= _LITTLE.numbers and size.operations <= _LITTLE.operations
        harmless = _facts(model, facts, foreign=not little)
    except UnknownSize as error:
        raise unusable(name, str(error)) from error
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise unusable(name, tr("What it says about itself does not add up.")) from error
    too_much = _too_much(size)
    if too_much:
        raise unusable(name, too_much)
    return harmless


def unusable(name: str, why: str) -> UserError:
    """What is said of a file that is no model of ours, or does not do what a model does."""
    return UserError(
        tr("“{name}” is not a model that can be used here.", name=name),
        why,
        tr("Choose the .onnx file that training wrote."),
    )


def _harm_in(model: "onnx.ModelProto", facts: dict[str, str]) -> str | None:
    """Why the model may do harm, or None. Every table is looked at before a number of it is read; nothing is run."""
    graph, modality = model.graph, facts.get("modality", "")
    problems = map(_harm_in_table, graph.initializer)
    found = next((problem for problem in problems if problem), None) or _harm_in_kind(model)
    if found:
        return found
    if modality not in {known.name for known in MODALITIES}:
        return tr("It is for something other than photos, texts, sounds or clips.")
    inputs, outputs = [value.name for value in graph.input], [value.name for value in graph.output]
    if inputs != [reader_of(modality).input_name] or outputs != [
        PROBABILITIES,
        OUT_OF_DISTRIBUTION_SCORE,
    ]:
        return tr("It takes or gives something else.")
    names = [*inputs, *(tensor.name for tensor in graph.initializer)]
    return tr("Two of its tables have one name.") if len(set(names)) < len(names) else None


def _harm_in_table(tensor: "onnx.TensorProto") -> str | None:
    if tensor.external_data or tensor.data_location != tensor.DEFAULT:
        return tr("It keeps numbers in another file.")
    if any(length < 0 for length in tensor.dims):
        return tr("It has a table of negative length.")
    if math.prod(tensor.dims) > 2 * tensor.ByteSize():  # two numbers of four bits to a byte
        return tr("It promises more numbers than it brings.")
    return None


def _harm_in_kind(model: "onnx.ModelProto") -> str | None:
    opsets = [(entry.domain, entry.version) for entry in model.opset_import]
    if any(domain not in _DOMAINS for domain, _ in opsets) or model.functions:
        return tr("It brings operators of its own.")
    if any(not domain and version not in _OPSETS for domain, version in opsets):
        return tr("It is written for other operators.")
    many = len(model.graph.node) > _MAX_NODES
    if many or model.graph.sparse_initializer or model.training_info:
        return tr("It is built differently.")
    return None


def _size(graph: "onnx.GraphProto", facts: dict[str, str]) -> GraphSize:
    """What the model asks for beside the networks that are known.

    Raises `UnknownSize` if that cannot be told, or it does more than a classifier does.
    """
    parts = dict.fromkeys(facts.get("backbone", "").split(BESIDE))
    known: dict[str, tuple[str, tuple[int, ...]]] = {}  # by its mark, what a part gives
    for part in parts:
        if (width := known_width(graph, part)) is not None:
            known[f"{part}."] = f"{part}.features", (1, width)
        elif (pixels := known_pixels(graph, part)) is not None:
            known[f"{part}.prepare."] = f"{part}.prepare.pixels", pixels
    marks = tuple(known)
    within = {name for mark in marks for node in nodes_of(graph, mark) for name in node.output}
    others = [node for node in graph.node if not node.output or node.output[0] not in within]
    for node in others:
        problem = _harm_in_node(node)
        if problem:
            raise UnknownSize(problem)
    modality = facts["modality"]
    given = dict(known.values())
    if modality in _GIVEN:
        given[reader_of(modality).input_name] = _GIVEN[modality]
    tables = [tensor for tensor in graph.initializer if not tensor.name.startswith(marks or "\0")]
    size, shapes = graph_size(others, tables, given, most=GraphSize(_MAX_NUMBERS, _MAX_OPERATIONS))
    if _too_much(size) is None:
        answers = shapes.get(PROBABILITIES), shapes.get(OUT_OF_DISTRIBUTION_SCORE)
        if answers != ((len(json.loads(facts["classes"])),), ()):
            raise UnknownSize(tr("Its answers do not fit its classes."))
    return size


def _harm_in_node(node: "onnx.NodeProto") -> str | None:
    if node.domain or node.op_type not in OPERATORS:
        return tr(
            "It does more than a classifier does ({op_type}).", op_type=f"{node.op_type[:40]!r}"
        )
    for entry in node.attribute:
        if entry.HasField("g") or entry.graphs or entry.HasField("t") or entry.tensors:
            return tr("It hides a graph or numbers inside an operator.")
        if entry.name == "pads" and any(not 0 <= pad <= _MAX_PAD for pad in entry.ints):
            return tr("It pads without bounds.")
        if entry.name == "to" and entry.i not in _NUMBERS:
            return tr("It turns numbers into something else.")
    return None


def _too_much(size: GraphSize) -> str | None:
    if size.numbers > _MAX_NUMBERS:
        asked, most = (n * BYTES_EACH / 1e9 for n in (size.numbers, _MAX_NUMBERS))
        return tr(
            "One answer of it may take {shown} GB of memory; {most} GB are the most.",
            shown=_shown(asked),
            most=f"{most:.1f}",
        )
    if size.operations > _MAX_OPERATIONS:
        asked, most = (n / 1e9 for n in (size.operations, _MAX_OPERATIONS))
        return tr(
            "One answer of it may take {shown} thousand million multiplications; "
            "{most} thousand million are the most.",
            shown=_shown(asked),
            most=f"{most:.0f}",
        )
    return None


def _shown(number: float) -> str:
    return fixed(number, 1) if number < 1e9 else tr("more than 1,000,000,000")


def _facts(model: "onnx.ModelProto", facts: dict[str, str], *, foreign: bool) -> ModelFacts:
    classes = json.loads(facts["classes"])
    width = model.graph.output[0].type.tensor_type.shape.dim[0].dim_value
    if (
        not isinstance(classes, list)
        or not 2 <= len(classes) <= _MAX_CLASSES
        or not all(isinstance(name, str) for name in classes)
        or len(set(classes)) != len(classes)
        or len(classes) != width
    ):
        raise ValueError("The class names do not fit the outputs.")
    threshold, temperature = float(facts["strangeness_threshold"]), float(facts["temperature"])
    if math.isnan(threshold) or not math.isfinite(temperature):
        raise ValueError("The threshold is not a number.")
    card = json.loads(facts.get("card", "{}"))
    if not isinstance(card, dict):
        raise TypeError("The card is not an object.")
    return ModelFacts(
        tuple(classes),
        facts["modality"],
        facts["backbone"],
        threshold,
        temperature,
        card,
        facts.get("usage", ""),
        _prediction_sets(facts.get("prediction_sets", "{}")),
        foreign,
        TrainingFingerprints.from_text(facts["learned_from"]) if "learned_from" in facts else None,
    )


def _prediction_sets(text: str) -> dict[float, float]:
    stored = json.loads(text)
    if not isinstance(stored, dict):
        raise TypeError("The prediction sets are not an object.")
    levels = {float(level): float(least) for level, least in stored.items()}
    if not all(0 < level < 1 and 0 <= least <= 1 for level, least in levels.items()):
        raise ValueError("A prediction set is not between 0 and 1.")
    return levels
