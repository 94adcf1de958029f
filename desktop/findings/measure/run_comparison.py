"""Runs side by side: what changed in data and settings, what that did to the answers, and whether it mattered beyond noise.

How to use, line by line:

    comparison(project, one, other)   two runs as a table
    tested_runs(project)              the newest twelve runs whose numbers may be shown, the oldest first (lines, not whole runs)
    run_steps(project)                what each came to (`RunStep` of the report)
    plateau(project)                  "Three runs without a change beyond noise." with what that means; empty where there is none
    changes(newer, older)             "40 added, 3 relabelled; another network": what one run changed

Two runs are compared once and remembered: a run never changes, and a page asks again with every edit.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from desktop.findings.measure.table_change import table_change
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import ListedRun, listed_runs, note_on, run_with
from estimators.acceptance.baseline import compare_with_baseline
from estimators.base.count import count, spelled
from estimators.base.date import day
from estimators.base.interval import between, of_all, percent_range
from estimators.base.number import UNKNOWN, digits, fixed
from estimators.base.percent import percent, points, signed_points
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import ClassResult
from reports.chart_data import TableTwin
from reports.launch_evidence import RunStep

MOST_CLASSES = 8


@dataclass(frozen=True)
class DataChange:
    """How the data of a newer run differs from that of an older one, in examples by their content."""

    added: int
    removed: int
    relabelled: int
    moved: int  # from learning to the test or back

    @property
    def words(self) -> str:
        words = (
            tr("added"),
            tr("removed"),
            tr("relabelled"),
            tr("moved between learning and test"),
        )
        numbers = (self.added, self.removed, self.relabelled, self.moved)
        parts = [f"{digits(n)} {word}" for n, word in zip(numbers, words, strict=True) if n]
        return ", ".join(parts) or tr("the same")


def data_change(newer: Run, older: Run) -> DataChange | None:
    """What happened to the data in between; None where a run is from before this was kept."""
    after, before = _labels(newer), _labels(older)
    if after is None or before is None:
        return None
    both = after.keys() & before.keys()
    return DataChange(
        len(after.keys() - before.keys()),
        len(before.keys() - after.keys()),
        sum(after[key][0] != before[key][0] for key in both),
        sum(after[key][1] != before[key][1] for key in both),
    )


def _labels(run: Run) -> dict[str, tuple[str, str]] | None:
    """Class and side of each example by its content."""
    kept = run.settings.examples
    if kept is None:
        return None
    sides = (("learn", kept.learn), ("test", kept.test))
    return {
        key: (kept.classes[number], side) for side, each in sides for key, number in each.items()
    }


@dataclass(frozen=True)
class Paired:
    """Two runs on the test examples that both answered. ``low``, ``high``: 90% interval of newer minus older."""

    n: int
    only_newer: int
    only_older: int
    low: float
    high: float
    p_value: float

    @property
    def difference(self) -> float:
        return (self.only_newer - self.only_older) / self.n


def paired(newer: Run, older: Run) -> Paired | None:
    """The difference in accuracy example by example: exact McNemar test and a 90 % interval.

    None where no test example is common to both, by path and label.
    """
    after, before = _rights(newer), _rights(older)
    common = sorted(after.keys() & before.keys())
    if not common:
        return None
    test = compare_with_baseline([after[key] for key in common], [before[key] for key in common])
    low, high = test.difference()
    return Paired(len(common), test.only_model, test.only_baseline, low, high, test.p_value)


def _rights(run: Run) -> dict[tuple[str, str | None], bool]:
    answered = (row for row in run.result.predictions if row.label is not None)
    return {(row.path, row.truth): row.label == row.truth for row in answered}


def comparison_headline(newer: Run, older: Run) -> str:
    """``Run 4 is better than run 3 by 4.2 points.``"""
    pair = paired(newer, older)
    names = tr("Run {number} and run {number_2}", number=newer.number, number_2=older.number)
    if pair is None:
        return tr("{names} were not tested on the same examples.", names=names)
    size = points(pair.difference, 1)
    if pair.low > 0:
        return tr(
            "Run {a} is better than run {b} by {size}.", a=newer.number, b=older.number, size=size
        )
    if pair.high < 0:
        return tr(
            "Run {a} is worse than run {b} by {size}.", a=newer.number, b=older.number, size=size
        )
    if pair.only_newer == pair.only_older:
        return tr("{names} are equally often right.", names=names)
    return tr("{names} differ by {size}; that may be luck.", names=names, size=size)


def comparison(project: Project, one: Run, other: Run) -> TableTwin:
    """What went into two runs and what came out, the newer one first."""
    newer, older = sorted((one, other), key=lambda run: -run.number)
    runs, thing = (newer, older), noun(project, 1)
    change, pair = data_change(newer, older), paired(newer, older)
    of_table = newer.settings.table is not None and older.settings.table is not None
    data = table_change(newer, older) or tr("the same columns") if of_table else tr("not kept")
    rows: list[tuple[str, ...]] = [
        (tr("When"), *(day(run.created) for run in runs)),
        (tr("Learned from"), *(count(run.result.n_train, thing) for run in runs)),
        (tr("Data since then"), change.words if change else data, ""),
        (tr("Tested on"), *(count(run.result.n_test, thing) for run in runs)),
        (tr("Right"), *(_right(run) for run in runs)),
        (
            tr("Likely"),
            *(percent_range(run.result.accuracy.low, run.result.accuracy.high) for run in runs),
        ),
        *_paired_rows(pair, thing),
        (tr("Confidence off by"), *(points(run.result.ece, 1) for run in runs)),
        (tr("Luck alone would give"), *(points(run.result.ece_by_chance, 1) for run in runs)),
        (tr("Says “I don’t know” to"), *(_unknown(run) for run in runs)),
        (tr("Tells strange ones (AUROC)"), *(_strange(run) for run in runs)),
        (tr("Method"), *(run.settings.backbone or UNKNOWN for run in runs)),
        (tr("Seconds to train"), *(f"{run.result.seconds.total:.1f}" for run in runs)),
        *_class_rows(newer, older),
    ]
    notes = [note_on(project, run) for run in runs]
    if any(notes):
        rows.append((tr("Note"), *(note or "–" for note in notes)))
    return TableTwin(("", *(tr("run {number}", number=run.number) for run in runs)), tuple(rows))


def _paired_rows(pair: Paired | None, thing: str) -> list[tuple[str, ...]]:
    if pair is None:
        return [(tr("On the same test"), tr("none in common"), "")]
    likely = tr("{between} points", between=between(pair.low, pair.high, signed_points))
    return [
        (tr("On the same test"), count(pair.n, thing), ""),
        (tr("Right where the other is wrong"), digits(pair.only_newer), digits(pair.only_older)),
        (tr("Difference, likely"), likely, ""),
        (tr("By luck if both were equal"), f"p = {pair.p_value:.2g}", ""),
    ]


def _class_rows(newer: Run, older: Run) -> list[tuple[str, ...]]:
    """The classes whose share found changed most."""
    new, old = ({row.name: row for row in run.result.per_class} for run in (newer, older))
    names = dict.fromkeys((*new, *old))

    def change(name: str) -> float:
        return -abs(_share(new.get(name)) - _share(old.get(name)))

    shown = sorted(names, key=change)[:MOST_CLASSES] if len(names) > MOST_CLASSES else names
    return [
        (tr("Of “{name}”, found", name=name), _found(new.get(name)), _found(old.get(name)))
        for name in shown
    ]


def _share(row: ClassResult | None) -> float:
    return row.found / row.n if row is not None and row.n else 0.0


def _right(run: Run) -> str:
    value = run.result.accuracy.value
    return tr("not tested") if value is None else percent(value, 1)


def _unknown(run: Run) -> str:
    found = run.settings.table.number if run.settings.table else None
    if found is not None and found.unknown is not None:
        return of_all(found.unknown, found.n_test + found.unknown)
    rows = run.result.answered
    return of_all(sum(bool(row.abstain) for row in rows), len(rows)) if rows else UNKNOWN


def _strange(run: Run) -> str:
    auroc = run.result.ood_auroc
    return (
        tr("not tried")
        if auroc is None
        else f"{fixed(auroc, 3)} (n = {digits(run.result.n_outliers)})"
    )


def _found(row: ClassResult | None) -> str:
    return "–" if row is None or not row.n else of_all(row.found, row.n)


MOST_STEPS = 12
LEAST_FOR_A_PLATEAU = 3
_ANOTHER_SEED = tr("another seed")
_NO_CHANGE = frozenset({tr("nothing"), _ANOTHER_SEED})


class Compared(NamedTuple):
    """What a run changed against another, and the difference on the examples that both answered (None: none)."""

    changed: str
    pair: Paired | None

    @property
    def is_noise(self) -> bool:
        """Whether luck explains the difference."""
        return self.pair is not None and self.pair.low <= 0 <= self.pair.high

    @property
    def is_clear(self) -> bool:
        """Whether both answered the same examples, and luck does not explain the difference."""
        return self.pair is not None and not self.is_noise


def tested_runs(project: Project) -> list[ListedRun]:
    """The newest runs whose numbers may be shown, the oldest first."""
    lines = [line for line in listed_runs(project) if line.n_test and not line.hidden]
    return lines[:MOST_STEPS][::-1]


def run_steps(project: Project) -> tuple[RunStep, ...]:
    lines = tested_runs(project)
    steps = []
    for place, line in enumerate(lines):
        older = lines[place - 1] if place else None
        against = compared(project, line, older) if older is not None else None
        steps.append(
            RunStep(
                run=tr("run {number}", number=line.number),
                date=day(line.created),
                n_train=line.n_train,
                n=line.n_test,
                correct=line.correct,
                low=line.low or 0.0,
                high=line.high or 0.0,
                changed=against.changed if against is not None else "",
                against_previous=_words(against, older),
                beyond_luck=against is not None and against.is_clear,
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
    if change is not None and change != DataChange(0, 0, 0, 0):
        parts.append(change.words)
    elif more > 0:
        parts.append(tr("{n} more to learn from", n=more))
    elif more:
        parts.append(tr("{n} fewer to learn from", n=-more))
    if columns := table_change(newer, older):
        parts.append(columns)
    if older.settings.backbone and newer.settings.backbone != older.settings.backbone:
        parts.append(tr("another network"))
    if newer.settings.seed != older.settings.seed:
        parts.append(_ANOTHER_SEED)
    if bool(newer.result.augmentation) != bool(older.result.augmentation):
        parts.append(tr("with variants") if newer.result.augmentation else tr("without variants"))
    return "; ".join(parts) or tr("nothing")


def _words(against: Compared | None, older: ListedRun | None) -> str:
    if against is None or older is None:
        return ""
    if against.pair is None:
        return tr("not tested on the same as run {number}", number=older.number)
    if against.is_noise:
        return tr("no change beyond luck")
    size = points(against.pair.difference, 1)
    if against.pair.difference > 0:
        return tr("better by {points}, beyond luck", points=size)
    return tr("worse by {points}, beyond luck", points=size)


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
    if same:
        why = tr("Nothing that matters was changed between them.")
    else:
        why = tr(
            "What was changed since run {number} moved it by no more than luck would.",
            number=lines[0].number,
        )
    many = capital(spelled(length))
    return tr("{capital} runs without a change beyond noise. {why}", capital=many, why=why)
