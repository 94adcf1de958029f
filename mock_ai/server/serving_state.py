"""What answers requests, swapped as one value: a scenario's fake, or a model, and how a model is asked."""

import itertools
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from estimators.base.errors import UserError
from estimators.base.spoken_answer import answer_sentence
from mock_ai.content import Item
from mock_ai.conversation import ClassAnswer, Responder
from mock_ai.scenario import Scenario, ScenarioFake
from mock_ai.server.http_replies import Refusal
from mock_ai.stub_responder import StubResponder

_LOG = logging.getLogger(__name__)


class Model(Protocol):
    """The seam: any scikit-learn style classifier, fake or real. ``abstains(X)`` is optional."""

    @property
    def classes_(self) -> Any: ...

    def predict_proba(self, X: Any) -> Any: ...


@dataclass(frozen=True)
class Served:
    """A scenario's fake or a model, with its name and classes. A request reads it once, so a swap never splits it."""

    fake: ScenarioFake | None
    model: Model | None
    name: str
    simulated: bool
    classes: tuple[str, ...]
    responder: Responder | None = None  # a model has none of its own
    positions: "itertools.count[int]" = field(default_factory=itertools.count)


def serving(source: Scenario | ScenarioFake | Model, name: str | None) -> Served:
    """The state that serves this scenario, fake or model.

    Raises
    ------
    UserError : the source cannot be served.
    """
    if isinstance(source, Scenario):
        source = source.fake()
    if isinstance(source, ScenarioFake):
        scenario = source.scenario
        responder = StubResponder(scenario, look=source.answer)
        return Served(source, None, name or scenario.id, True, scenario.classes, responder)
    if not hasattr(source, "classes_") or not hasattr(source, "predict_proba"):
        raise UserError(
            f"A {type(source).__name__} cannot be served.",
            "The server needs classes_ and predict_proba(X), as a fitted classifier has them.",
            "Fit the classifier, or give a scenario.",
        )
    return Served(
        None,
        source,
        name or type(source).__name__,
        bool(getattr(source, "simulated", False)),
        tuple(str(label) for label in source.classes_),
    )


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
        raise Refusal(422, "unreadable", f"This model takes a {modality}, not text. Send one.")
    items: Sequence[Item] = [item]
    try:
        row = np.asarray(model.predict_proba(items), dtype=np.float64)[0]
        abstain = (
            bool(np.asarray(model.abstains(items))[0]) if hasattr(model, "abstains") else False
        )
    except Exception as error:
        what = getattr(error, "what", None)
        if isinstance(error, ValueError) and what is not None:
            raise Refusal(422, "unreadable", str(error)) from error
        _LOG.exception("the model failed")
        raise Refusal(
            500, "model_failed", "The model failed on this one. The server goes on."
        ) from error
    if row.shape != (len(served.classes),) or not np.all(np.isfinite(row)):
        raise Refusal(500, "model_failed", "The model’s answer was not a set of probabilities.")
    best = int(row.argmax())
    label = None if abstain else served.classes[best]
    return ClassAnswer(
        label=label,
        probability=float(row[best]),
        probabilities=dict(zip(served.classes, row.tolist(), strict=True)),
        abstain=abstain,
        fault=None,
        delay_seconds=0.0,
        text=answer_sentence(label, float(row[best]), abstain),
        simulated=served.simulated,
    )
