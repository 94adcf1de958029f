"""How many examples tasks like this one needed: said before there are any, instead of folklore."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.project.project import Project
from desktop.project.record_kinds import TASK, TaskCounts, TaskQuestion
from estimators.base.chance import forecast_chance_range
from estimators.base.count import count
from estimators.base.noun import example_noun
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr

TARGET = 0.9  # what is asked for where nobody has said how right it must be
_KINDS = ("photo", "text", "sound")


@dataclass(frozen=True)
class TaskRange:
    """The finding, the rows that differ by kind of example, and how it is meant; all empty where it is unknown."""

    finding: str = ""
    rows: tuple[tuple[str, str], ...] = ()  # "Photos", "60 to 900"
    note: str = ""


def asked_of_task(project: Project) -> TaskQuestion:
    """What is known of the task: its kinds of examples, the number of classes, the target."""
    first = project.first_example()
    classes = project.classes()
    wanted = project.answer("accuracy_gate")
    bar = project.accuracy_bar
    if bar is not None:
        wanted = bar.value
    known = isinstance(wanted, int | float) and 0 < wanted < 1
    return TaskQuestion(
        modalities=(first.modality,) if first is not None else _KINDS,
        n_classes=len(classes) if len(classes) >= 2 else None,
        target=float(wanted) if known else TARGET,
    )


def asked_otherwise(project: Project) -> bool:
    """Whether the range is not worked out yet for what is known now."""
    record = project.record(TASK)
    return record is None or record.value.asked != asked_of_task(project)


def task_range(project: Project) -> TaskRange:
    """What tasks like this took; empty where that was not worked out for what is known now."""
    record = project.record(TASK)
    if record is None or asked_otherwise(project):
        return TaskRange()
    asked, kinds = record.value.asked, record.value.kinds
    goal, classes = percent(asked.target), asked.n_classes
    such = (
        tr("Tasks with {count}", count=count(classes, "class"))
        if classes
        else tr("Tasks like this")
    )
    spans = [_span(kind) for kind in kinds]
    note = _note(kinds, goal)
    if len(set(spans)) == 1:
        things = example_noun(kinds[0].modality).many if len(kinds) == 1 else tr("examples")
        if not spans[0]:
            return TaskRange(
                tr("{such} hardly ever reached {goal}.", such=such, goal=goal), (), note
            )
        return TaskRange(
            tr(
                "{such} reached {goal} with about {middle} {things} ({low} to {high}).",
                such=such,
                goal=goal,
                middle=kinds[0].p50 or 0,
                things=things,
                low=kinds[0].p10 or 0,
                high=kinds[0].p90 or 0,
            ),
            (),
            note,
        )
    rows = tuple(
        (capital(example_noun(kind.modality).many), span or tr("out of reach"))
        for kind, span in zip(kinds, spans, strict=True)
    )
    return TaskRange(
        tr("{such} reached {goal} with so many examples", such=such, goal=goal), rows, note
    )


def _span(kind: TaskCounts) -> str:
    low, middle, high = kind.p10, kind.p50, kind.p90
    return (
        tr("about {middle} ({low} to {high})", middle=middle, low=low, high=high)
        if low and middle and high
        else ""
    )


def _note(kinds: Sequence[TaskCounts], goal: str) -> str:
    """How sure that is; the least and the most likely where the kinds differ."""
    chances = sorted(kind.reachable for kind in kinds)
    return tr(
        "That {goal} is reached at all: {span}; the range holds 8 in 10 of those. From published learning curves; "
        "bring a few examples and yours is measured instead.",
        goal=goal,
        span=forecast_chance_range(chances[0], chances[-1]),
    )
