"""The run history as steps: what each run measured, what it changed, and whether that mattered beyond noise.

How to use, line by line:

    tested_runs(project)        the newest twelve runs whose numbers may be shown, the oldest first (lines, not whole runs)
    run_steps(project)          what each came to (`RunStep` of the report)
    plateau(project)            "Three runs without a change beyond noise." with what that means; empty where there is none
    changes(newer, older)       "40 added, 3 relabelled; another network": what one run changed

Two runs are compared once and remembered: a run never changes, and a page asks again with every edit.
"""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

from desktop.findings.train.run_comparison import Paired, data_change, paired
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import ListedRun, listed_runs, run_with
from estimators.base.count import spelled
from estimators.base.date import day
from estimators.base.number import digits
from estimators.base.percent import points
from estimators.base.phrase import capital
from reports.launch_evidence import RunStep

MOST_STEPS = 12
LEAST_FOR_A_PLATEAU = 3
_ANOTHER_SEED = "another seed"
_NO_CHANGE = frozenset({"nothing", _ANOTHER_SEED})


class Compared(NamedTuple):
    """What a run changed against another, and the difference on the examples that both answered (None: none)."""

    changed: str
    pair: Paired | None

    @property
    def is_noise(self) -> bool:
        """Whether luck explains the difference."""
        return self.pair is not None and self.pair.low <= 0 <= self.pair.high


def tested_runs(project: Project) -> list[ListedRun]:
    """The newest runs whose numbers may be shown, the oldest first."""
    lines = [line for line in listed_runs(project) if line.n_test and not line.hidden]
    return lines[:MOST_STEPS][::-1]


def run_steps(project: Project) -> tuple[RunStep, ...]:
    """What each run came to."""
    lines = tested_runs(project)
    steps = []
    for place, line in enumerate(lines):
        older = lines[place - 1] if place else None
        against = compared(project, line, older) if older is not None else None
        steps.append(
            RunStep(
                run=f"run {line.number}",
                date=day(line.created),
                n_train=line.n_train,
                n=line.n_test,
                correct=line.correct,
                low=line.low or 0.0,
                high=line.high or 0.0,
                changed=against.changed if against is not None else "",
                against_previous=_words(against, older),
            )
        )
    return tuple(steps)


def compared(project: Project, newer: ListedRun, older: ListedRun) -> Compared:
    """One run against another."""
    key = (str(project.path), newer.created, newer.number, older.created, older.number)
    known = _known()
    if key not in known:
        runs = [run_with(project, line.id) for line in (newer, older)]
        if runs[0] is None or runs[1] is None:
            return Compared("", None)
        known[key] = Compared(changes(runs[0], runs[1]), paired(runs[0], runs[1]))
    return known[key]


@cache
def _known() -> dict[tuple[str, str, int, str, int], Compared]:
    return {}


def changes(newer: Run, older: Run) -> str:
    """What one run changed against another: data first, then settings; "nothing" where both are the same."""
    parts = []
    change = data_change(newer, older)
    more = newer.result.n_train - older.result.n_train
    if change is not None and change.words != "the same":
        parts.append(change.words)
    elif more:
        parts.append(f"{digits(abs(more))} {'more' if more > 0 else 'fewer'} to learn from")
    if older.settings.backbone and newer.settings.backbone != older.settings.backbone:
        parts.append("another network")
    if newer.settings.seed != older.settings.seed:
        parts.append(_ANOTHER_SEED)
    if bool(newer.result.augmentation) != bool(older.result.augmentation):
        parts.append("with variants" if newer.result.augmentation else "without variants")
    return "; ".join(parts) or "nothing"


def _words(against: Compared | None, older: ListedRun | None) -> str:
    if against is None or older is None:
        return ""
    if against.pair is None:
        return f"not tested on the same as run {older.number}"
    if against.is_noise:
        return "no change beyond luck"
    word = "better" if against.pair.difference > 0 else "worse"
    return f"{word} by {points(against.pair.difference, 1)}, beyond luck"


def plateau_length(project: Project) -> int:
    """How many of the newest runs differ from the newest by no more than luck, that one included; 0 without a run."""
    lines = tested_runs(project)
    length = min(len(lines), 1)
    for older in reversed(lines[:-1]):
        if not compared(project, lines[-1], older).is_noise:
            break
        length += 1
    return length


def plateau(project: Project) -> str:
    """ "Three runs without a change beyond noise."; empty where the newest runs do differ."""
    length = plateau_length(project)
    if length < LEAST_FOR_A_PLATEAU:
        return ""
    lines = tested_runs(project)[-length:]
    same = all(
        compared(project, newer, older).changed in _NO_CHANGE for older, newer in pairwise(lines)
    )
    why = (
        "Nothing that matters was changed between them."
        if same
        else f"What was changed since run {lines[0].number} moved it by no more than luck would."
    )
    return f"{capital(spelled(length))} runs without a change beyond noise. {why}"
