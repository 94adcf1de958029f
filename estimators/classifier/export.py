"""One ONNX file that is the whole model: preparation, backbone, head, temperature, out-of-distribution score, names, card."""

import errno
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from estimators.atomic_file import write_bytes_atomically
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.backbone import BESIDE, Backbone
from estimators.classifier.graph_builder import OPSET, Values, infos
from estimators.classifier.head.graph import (
    FEATURES,
    OUT_OF_DISTRIBUTION_SCORE,
    PROBABILITIES,
    head_graph,
)
from estimators.classifier.item import reader_of

if TYPE_CHECKING:
    import onnx

    from estimators.classifier.head.head import CalibratedHead
    from estimators.classifier.text.ngrams import NgramView
    from estimators.classifier.training_fingerprints import TrainingFingerprints

FORMAT = "smart-enough classifier"
FORMAT_VERSION = "1"
BATCH_FORMAT = "smart-enough batch"
"""Of the files that `batched` makes of such a one."""


def model_bytes(
    head: "CalibratedHead",
    backbone: Backbone,
    card: Mapping[str, Any],
    ngrams: "NgramView | None" = None,
    *,
    learned_from: "TrainingFingerprints | None" = None,
) -> bytes:
    """The model file for a fitted head.

    Parameters
    ----------
    head : CalibratedHead
        Fitted on the features of `backbone`, then those of `ngrams`; its `classes_` are strings.
    backbone : Backbone
    card : mapping
        Model-card basics (what it was trained on, how well it did), kept in the file as JSON.
    ngrams : NgramView, optional
        Of texts: the columns that were learned from the training texts.
    learned_from : TrainingFingerprints, optional
        What the head was fitted on, for those who test the file.

    Returns
    -------
    bytes
        A model that takes one decoded example (such as `image`, uint8 [height, width, 3], RGB) and gives `probabilities`
        (float32 [classes]) and `strangeness` (float32 scalar; above the threshold in the metadata it has not seen the
        like). The same head gives the same bytes.
    """
    from onnx import helper

    kind = reader_of(backbone.modality)
    chains = [backbone_chain(part) for part in backbone.parts]
    if ngrams is not None:
        chains.append([_prefixed(ngrams.graph(), "ngrams")])
    graphs = [model.graph for chain in chains for model in chain]
    outputs = [chain[-1].graph.output[0].name for chain in chains]
    answering = head_graph(head)
    graph = helper.make_graph(
        [
            *(node for part in graphs for node in part.node),
            helper.make_node("Concat", outputs, [FEATURES], axis=1)
            if len(outputs) > 1
            else helper.make_node("Identity", outputs, [FEATURES]),
            *answering.nodes,
        ],
        "smart-enough",
        list(graphs[0].input),
        infos(_outputs(head)),
    )
    every = [model for chain in chains for model in chain]
    model = helper.make_model(
        graph,
        ir_version=max(part.ir_version for part in every),
        opset_imports=_opsets(every),
        producer_name="smart-enough",
        doc_string="A classifier made with Smart Enough. Metadata: classes, usage, card.",
    )
    # Weights are copied here and nowhere else: a text network has 70 MB of them.
    for part in graphs:
        model.graph.initializer.extend(part.initializer)
        del part.initializer[:]
    model.graph.initializer.extend(answering.initializers)
    threshold = head.threshold_
    facts = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "modality": backbone.modality,
        "backbone": backbone.name if ngrams is None else f"{backbone.name}{BESIDE}ngrams",
        "backbone_licence": backbone.licence,
        "classes": json.dumps([str(name) for name in head.classes_], ensure_ascii=False),
        # JSON has no infinity, but float() reads it: an unknown threshold abstains from nothing.
        "strangeness_threshold": "inf" if threshold is None else repr(threshold),
        "temperature": repr(head.temperature_),
        "prediction_sets": json.dumps(
            {str(level): least for level, least in head.set_thresholds_.items()}
        ),
        "input": backbone.signature,
        "outputs": (
            "probabilities: float32 [classes], calibrated; strangeness: float32, 1 is usual"
        ),
        "usage": kind.usage,
        "card": _card_text(card),
    }
    if learned_from is not None:
        facts["learned_from"] = learned_from.to_text()
    helper.set_model_props(model, facts)
    return bytes(model.SerializeToString(deterministic=True))


def backbone_chain(part: Backbone) -> "list[onnx.ModelProto]":
    """The two graphs of a backbone, the second fed by the first, with marked names so that several can stand side by side."""
    first = _prefixed(part.prepare(), f"{part.name}.prepare")
    second = _prefixed(part.features(), part.name)
    taken, given = second.graph.input[0].name, first.graph.output[0].name
    for node in second.graph.node:
        node.input[:] = [given if name == taken else name for name in node.input]
    return [first, second]


def _prefixed(model: "onnx.ModelProto", name: str) -> "onnx.ModelProto":
    """Marks its names; the input of a `prepare` graph, which the outside feeds, keeps its own."""
    from onnx.compose import add_prefix

    outside = name.endswith(".prepare") or name == "ngrams"
    return add_prefix(model, f"{name}.", rename_inputs=not outside, inplace=True)


def _opsets(models: "Sequence[onnx.ModelProto]") -> "list[onnx.OperatorSetIdProto]":
    from onnx import helper

    versions: dict[str, int] = {"": OPSET}
    for model in models:
        for entry in model.opset_import:
            if versions.setdefault(entry.domain, entry.version) != entry.version:
                raise ValueError(
                    f"Graphs of one file have to agree on operators: {entry.domain} {entry.version}."
                )
    return [helper.make_opsetid(domain, version) for domain, version in sorted(versions.items())]


def with_card(model: bytes, card: Mapping[str, Any]) -> bytes:
    import onnx

    loaded = onnx.load_model_from_string(model)
    for entry in loaded.metadata_props:
        if entry.key == "card":
            entry.value = _card_text(card)
    return bytes(loaded.SerializeToString(deterministic=True))


def head_bytes(head: "CalibratedHead") -> bytes:
    """The end of the exported file alone, as a model of its own from `features` (float32 [1, dimensions])."""
    model = head_graph(head).model("head", {FEATURES: (np.float32, [1, None])}, _outputs(head))
    return bytes(model.SerializeToString())


def _outputs(head: "CalibratedHead") -> Values:
    shapes = {PROBABILITIES: [len(head.classes_)], OUT_OF_DISTRIBUTION_SCORE: []}
    return {name: (np.float32, shape) for name, shape in shapes.items()}


def _card_text(card: Mapping[str, Any]) -> str:
    return json.dumps(card, ensure_ascii=False, sort_keys=True)


def require_place(out: Path) -> None:
    """Refuse to begin where the model cannot be written in the end.

    Raises `UserError` if the folder is missing or may not be written.
    """
    if out.is_dir():
        raise UserError(
            tr("“{name}” is a folder.", name=out.name),
            tr("The model is one file."),
            tr("Choose another name."),
        )
    if not out.parent.is_dir():
        raise UserError(
            tr("There is no folder “{parent}”.", parent=str(out.parent)),
            "",
            tr("Make it first, or choose another folder."),
        )
    try:
        # Permissions alone do not tell of read-only disks.
        with tempfile.TemporaryFile(dir=out.parent):
            pass
    except OSError as error:
        raise UserError(
            tr("“{name}” can’t be written into “{parent}”.", name=out.name, parent=str(out.parent)),
            tr("The folder is read-only, or the disk is full."),
            tr("Choose a folder of your own."),
        ) from error


def write_model(path: Path, data: bytes) -> None:
    """Write the whole file or nothing.

    Raises `UserError` if the disk is full, the folder is missing or may not be written.
    """
    path = Path(path)
    try:
        write_bytes_atomically(path, data)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserError(
                tr("The disk is full; “{name}” was not written.", name=path.name),
                tr("The model needs {data} MB.", data=f"{len(data) / 1e6:.0f}"),
                tr("Free some space, or choose another folder."),
            ) from error
        require_place(path)
        why = str(error.strerror or error)
        raise UserError(
            tr("“{name}” can’t be written.", name=path.name),
            why,
            tr("Choose a folder of your own."),
        ) from error
