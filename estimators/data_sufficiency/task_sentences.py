"""What is said before anything is measured: what tasks like this one took."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from estimators.base.count import count
from estimators.base.interval import number_range, percent_range
from estimators.base.noun import example_noun
from estimators.base.percent import set_percent
from estimators.data_sufficiency.shape import Shape

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_result import ForecastPoint, Required

FOLKLORE = 20
"""“15 to 20 of each kind will do”: what is said where nothing was measured."""
ENOUGH_KNOWN = 3


@dataclass(frozen=True)
class Task:
    """What is known of the task beside the numbers. `unit` is what is labelled, in the plural."""

    unit: str
    n_classes: int | None
    majority: float | None
    modality: str | None
    labels_per_day: float | None
    today: datetime.date
    budget: float | None
    shape: Shape

    @property
    def folklore(self) -> int:
        """The examples with which folklore is content."""
        return FOLKLORE * (self.n_classes or 1)

    @property
    def words(self) -> str:
        """ " (2 classes, photos)", or nothing where nothing is known."""
        known = [count(self.n_classes, "class")] if self.n_classes else []
        if self.modality:
            known.append(example_noun(self.modality).many)
        return f" ({', '.join(known)})" if known else ""


def known_tasks(needed: "Required | None", task: Task) -> Iterator[str]:
    """How many of the nearest known tasks reached the target, where enough are known."""
    from estimators.data_sufficiency.similar_tasks import similar_tasks

    if needed is None or needed.target not in {0.8, 0.9}:
        return
    near = similar_tasks(task.n_classes, task.majority, task.modality)
    if len(near) < ENOUGH_KNOWN:
        return
    counts = [known.n_80 if needed.target == 0.8 else known.n_90 for known in near]
    reached = sorted(count for count in counts if count is not None)
    goal = set_percent(needed.target)
    if not reached:
        yield f"None of the {len(near)} nearest known tasks reached {goal}."
        return
    span = number_range(reached[0], reached[-1])
    yield (
        f"Of the {len(near)} nearest known tasks {len(reached)} reached {goal}, with {span} "
        f"{task.unit}."
    )


def folklore_remark(task: Task, at: "ForecastPoint | None") -> Iterator[str]:
    """What the usual advice comes to; only said before anything is measured."""
    if at is None:
        return
    each = " of each kind" if task.n_classes else " in all"
    yield (
        f"With {FOLKLORE}{each}, as folklore has it, it would be right "
        f"{percent_range(at.p10, at.p90)} of the time (8 chances in 10)."
    )
