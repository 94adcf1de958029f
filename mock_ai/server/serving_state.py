"""What answers requests, swapped as one value: a scenario's fake with its stubs, a model or a candidate, and how each is asked."""

import itertools
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.base.spoken_answer import answer_sentence
from mock_ai.candidate import ServedCandidate
from mock_ai.conversation import ClassAnswer, Fault, Reply, Responder
from mock_ai.dials import Item
from mock_ai.number_model import MeasuredNumber, NumberModel
from mock_ai.scenario import Scenario, ScenarioFake
from mock_ai.server.http_replies import Refusal
from mock_ai.stub_responder import StubResponder

if TYPE_CHECKING:
    from mock_ai.kinds.dialled_kind import DialledKind

_LOG = logging.getLogger(__name__)


class Model(Protocol):
    """The seam: any scikit-learn style classifier, fake or real. ``abstains(X)`` and, of rows, ``strange_columns(X)`` are optional."""

    @property
    def classes_(self) -> Any: ...

    def predict_proba(self, X: Any) -> Any: ...


Source = Scenario | ScenarioFake | ServedCandidate | Model | NumberModel
"""What can be served."""


@dataclass(frozen=True)
class Served:
    """A scenario's fake, a model of a kind or a candidate, with its name and classes. A request reads it once, so a swap never splits it."""

    fake: ScenarioFake | None
    model: Model | None
    name: str
    simulated: bool
    classes: tuple[str, ...]
    responder: Responder | None = None  # a model has none of its own
    kind: str = "classify"
    positions: "itertools.count[int]" = field(default_factory=itertools.count)
    candidate: ServedCandidate | None = None
    row: Mapping[str, Any] | None = None  # the JSON Schema of a row, where a model takes rows


def serving(source: Source, name: str | None) -> Served:
    """The state that serves this scenario, fake, model or candidate.

    Raises
    ------
    UserError : the source cannot be served.
    """
    if isinstance(source, Scenario):
        source = source.fake()
    row = getattr(source, "row_schema", None)
    if isinstance(source, ServedCandidate):
        name = name or source.name
        return Served(None, None, name, False, source.classes, kind=source.kind, candidate=source)
    if isinstance(source, ScenarioFake):
        scenario = source.scenario
        kind, name = scenario.product.kind, name or scenario.id
        says = (
            None
            if kind == "classify"
            else _of_kind(scenario.product.fitted(scenario.seed), scenario.seed)
        )
        responder = StubResponder(scenario, says, look=source.answer)
        classes = scenario.classes if says is None else ()
        return Served(source, None, name, True, classes, responder, kind)
    if hasattr(source, "answers_") and not hasattr(source, "predict_proba"):
        fake = source.answers_
        return Served(
            None,
            None,
            name or type(source).__name__,
            True,
            (),
            _of_kind(fake, fake.seed),
            fake.kind,
        )
    if isinstance(source, NumberModel):
        says = _of_kind(MeasuredNumber(source), 0)
        return Served(None, None, name or type(source).__name__, False, (), says, "number", row=row)
    if not hasattr(source, "classes_") or not hasattr(source, "predict_proba"):
        raise UserError(
            tr("A {name} cannot be served.", name=type(source).__name__),
            tr("The server needs classes_ and predict_proba(X), as a fitted classifier has them."),
            tr("Fit the classifier, or give a scenario."),
        )
    return Served(
        None,
        source,
        name or type(source).__name__,
        bool(getattr(source, "simulated", False)),
        tuple(str(label) for label in source.classes_),
        row=row,
    )


def _of_kind(fake: "DialledKind | MeasuredNumber", seed: int) -> Responder:
    from mock_ai.kind_responder import KindResponder  # most that is served tells things apart

    return KindResponder(fake, seed)


def ask_timed(served: Served, item: Item) -> tuple[ClassAnswer, float]:
    """The answer of a model, and when it began to look."""
    begun = time.perf_counter()
    return _ask(served, item), begun


def _ask(served: Served, item: Item) -> ClassAnswer:
    """Put one item to a model, in a worker thread."""
    model = served.model
    assert model is not None
    modality = getattr(model, "modality_", None)
    if isinstance(item, str) and modality not in (None, "text"):
        # To some photo models a str is a path, and a request must never name a file to open.
        raise Refusal(
            422,
            "unreadable",
            tr("This model takes a {modality}, not text. Send one.", modality=modality),
        )
    items: Sequence[Item] = [item]
    try:
        row = np.asarray(model.predict_proba(items), dtype=np.float64)[0]
        abstain = (
            bool(np.asarray(model.abstains(items))[0]) if hasattr(model, "abstains") else False
        )
        strange = model.strange_columns(items)[0] if hasattr(model, "strange_columns") else ()
    except Exception as error:
        raise model_failure(error) from error
    if row.shape != (len(served.classes),) or not np.all(np.isfinite(row)):
        raise Refusal(500, "model_failed", tr("The model’s answer was not a set of probabilities."))
    return ClassAnswer.of_row(
        served.classes, row.tolist(), abstain, simulated=served.simulated, strange=strange
    )


def model_failure(error: Exception) -> Refusal:
    """What a client is told of what a model raised: that it cannot read this (422), or that it failed (500)."""
    if isinstance(error, ValueError) and getattr(error, "what", None) is not None:
        return Refusal(422, "unreadable", str(error))
    _LOG.error("the model failed", exc_info=error)
    words = tr("The model failed on this one. The server goes on.")
    return Refusal(500, "model_failed", words)


def as_answer(reply: Reply, classes: Sequence[str]) -> ClassAnswer:
    """A reply as a classifier's answer. One that names no class is “I don’t know”."""
    fault: Fault | None = None
    if reply.fault is not None:
        fault = "no answer" if reply.fault.kind == "timeout" else "error"
    label, sure = (reply.label, reply.confidence) if fault is None else (None, None)
    return ClassAnswer(
        label=label,
        probability=sure,
        probabilities=_shared_out(classes, label, sure),
        abstain=fault is None and label is None,
        fault=fault,
        delay_seconds=reply.delay_seconds,
        text=reply.text if fault is None else answer_sentence(None, None),
    )


def _shared_out(classes: Sequence[str], label: str | None, sure: float | None) -> dict[str, float]:
    """The class with how sure it is, the others with the rest in equal parts."""
    if label is None or sure is None:
        return {}
    others = [name for name in classes if name != label]
    return {label: sure, **{name: (1 - sure) / len(others) for name in others}}
