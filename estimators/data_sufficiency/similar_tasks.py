"""How many examples tasks like this one needed (known learning curves, nearest first), and what is said of that."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from estimators.base.interval import number_range, percent_range
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from estimators.data_sufficiency.forecast_values import FOLKLORE
from estimators.data_sufficiency.prior import logit

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_values import ForecastPoint, Task
    from estimators.data_sufficiency.plan import Required

SIMILAR_FILE = Path(__file__).with_name("similar_tasks.json")
_FURTHEST = 1.5
"""In octaves of classes and logit of the largest share together; what is further is not called similar."""
ENOUGH_KNOWN = 3


@dataclass(frozen=True)
class SimilarTask:
    """A task whose learning curve is known.

    - `name`: the data set ("grocery_produce", "OpenML 31").
    - `modality`: "photo", "text", "sound", "video" or "table".
    - `majority`: share of the largest class.
    - `n_80`, `n_90`: examples with which 80 and 90 % were first reached; None: not with `largest`. 16 means 16 or
      fewer.
    - `largest`: the most examples that were learned from.
    - `best`: the accuracy with those.
    """

    name: str
    modality: str
    n_classes: int
    majority: float
    n_80: int | None
    n_90: int | None
    largest: int
    best: float


def similar_tasks(
    n_classes: float | None = None,
    majority: float | None = None,
    modality: str | None = None,
    *,
    most: int = 5,
) -> list[SimilarTask]:
    """Up to `most` known tasks with as many classes as evenly spread, one of each data set, the nearest first.

    Of the same modality where it is given; empty if none is known. They are examples for a sentence ("14 kinds of
    groceries reached 90 % with 237 photos"), not a forecast: that is `LearningCurveForecaster`.
    """
    nearest: dict[str, tuple[float, SimilarTask]] = {}
    for task in _known():
        if modality is not None and task.modality != modality:
            continue
        distance = 0.0
        if n_classes is not None:
            distance += abs(float(np.log2(n_classes / task.n_classes)))
        if majority is not None:
            distance += abs(float(logit(majority) - logit(task.majority))) / 2
        if distance <= _FURTHEST and distance < nearest.get(task.name, (np.inf,))[0]:
            nearest[task.name] = distance, task
    ranked = sorted(nearest.values(), key=lambda pair: (pair[0], pair[1].name))
    return [task for _, task in ranked[:most]]


@cache
def _known() -> tuple[SimilarTask, ...]:
    stored = json.loads(SIMILAR_FILE.read_text(encoding="utf-8"))
    return tuple(SimilarTask(**task) for task in stored)


def known_tasks(needed: "Required | None", task: "Task") -> Iterator[str]:
    """How many of the nearest known tasks reached the target, where enough are known."""

    if needed is None or needed.target not in {0.8, 0.9}:
        return
    near = similar_tasks(task.n_classes, task.majority, task.modality)
    if len(near) < ENOUGH_KNOWN:
        return
    counts = [known.n_80 if needed.target == 0.8 else known.n_90 for known in near]
    reached = sorted(count for count in counts if count is not None)
    goal = set_percent(needed.target)
    if not reached:
        yield tr(
            "None of the {near} nearest known tasks reached {goal}.", near=len(near), goal=goal
        )
        return
    span = number_range(reached[0], reached[-1])
    yield tr(
        "Of the {near} nearest known tasks {reached} reached {goal}, with {span} {unit}.",
        near=len(near),
        reached=len(reached),
        goal=goal,
        span=span,
        unit=task.unit,
    )


def folklore_remark(task: "Task", at: "ForecastPoint | None") -> Iterator[str]:
    """What the usual advice comes to; only said before anything is measured."""
    if at is None:
        return
    each = tr(" of each kind") if task.n_classes else tr(" in all")
    yield tr(
        "With {folklore}{each}, as folklore has it, it would be right "
        "{percent_range} of the time (8 chances in 10).",
        folklore=FOLKLORE,
        each=each,
        percent_range=percent_range(at.p10, at.p90),
    )
