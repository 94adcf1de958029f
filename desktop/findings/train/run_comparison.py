"""Two runs side by side: what changed in data and settings, and what that did to the answers."""

from dataclasses import dataclass

from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import note_on
from estimators.acceptance.baseline import compare_with_baseline
from estimators.base.count import count
from estimators.base.date import day
from estimators.base.interval import between, percent_range
from estimators.base.number import digits
from estimators.base.percent import percent, points, signed_points
from estimators.classifier.evaluation_result import ClassResult
from reports.chart_data import TableTwin

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
        parts = [
            f"{digits(number)} {word}"
            for number, word in (
                (self.added, "added"),
                (self.removed, "removed"),
                (self.relabelled, "relabelled"),
                (self.moved, "moved between learning and test"),
            )
            if number
        ]
        return ", ".join(parts) or "the same"


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
    rights = [
        {
            (row.path, row.truth): row.label == row.truth
            for row in run.result.predictions
            if row.label is not None
        }
        for run in (newer, older)
    ]
    common = sorted(rights[0].keys() & rights[1].keys())
    if not common:
        return None
    test = compare_with_baseline(
        [rights[0][key] for key in common], [rights[1][key] for key in common]
    )
    low, high = test.difference()
    return Paired(len(common), test.only_model, test.only_baseline, low, high, test.p_value)


def comparison_headline(newer: Run, older: Run) -> str:
    """``Run 4 is better than run 3 by 4.2 points.``"""
    pair = paired(newer, older)
    names = f"Run {newer.number} and run {older.number}"
    if pair is None:
        return f"{names} were not tested on the same examples."
    size = points(pair.difference, 1)
    if pair.low > 0 or pair.high < 0:
        word = "better" if pair.low > 0 else "worse"
        return f"Run {newer.number} is {word} than run {older.number} by {size}."
    if pair.only_newer == pair.only_older:
        return f"{names} are equally often right."
    return f"{names} differ by {size}; that may be luck."


def comparison(project: Project, one: Run, other: Run) -> TableTwin:
    """What went into two runs and what came out, the newer one first."""
    newer, older = sorted((one, other), key=lambda run: -run.number)
    runs, thing = (newer, older), noun(project, 1)
    change, pair = data_change(newer, older), paired(newer, older)
    rows: list[tuple[str, ...]] = [
        ("When", *(day(run.created) for run in runs)),
        ("Learned from", *(count(run.result.n_train, thing) for run in runs)),
        ("Data since then", change.words if change else "not kept", ""),
        ("Tested on", *(count(run.result.n_test, thing) for run in runs)),
        ("Right", *(_right(run) for run in runs)),
        (
            "Likely",
            *(percent_range(run.result.accuracy.low, run.result.accuracy.high) for run in runs),
        ),
        *_paired_rows(pair, thing),
        ("Confidence off by", *(points(run.result.ece, 1) for run in runs)),
        ("Luck alone would give", *(points(run.result.ece_by_chance, 1) for run in runs)),
        ("Says “I don’t know” to", *(_unknown(run) for run in runs)),
        ("Tells strange ones (AUROC)", *(_strange(run) for run in runs)),
        ("Method", *(run.settings.backbone or "unknown" for run in runs)),
        ("Seconds to train", *(f"{run.result.seconds.total:.1f}" for run in runs)),
        *_class_rows(newer, older),
    ]
    notes = [note_on(project, run) for run in runs]
    if any(notes):
        rows.append(("Note", *(note or "–" for note in notes)))
    return TableTwin(("", f"run {newer.number}", f"run {older.number}"), tuple(rows))


def _paired_rows(pair: Paired | None, thing: str) -> list[tuple[str, ...]]:
    if pair is None:
        return [("On the same test", "none in common", "")]
    return [
        ("On the same test", count(pair.n, thing), ""),
        ("Right where the other is wrong", digits(pair.only_newer), digits(pair.only_older)),
        ("Difference, likely", f"{between(pair.low, pair.high, signed_points)} points", ""),
        ("By luck if both were equal", f"p = {pair.p_value:.2g}", ""),
    ]


def _class_rows(newer: Run, older: Run) -> list[tuple[str, ...]]:
    """The classes whose share found changed most."""
    found = [{row.name: row for row in run.result.per_class} for run in (newer, older)]
    names = dict.fromkeys((*found[0], *found[1]))

    def change(name: str) -> float:
        shares = [
            rows[name].found / rows[name].n if name in rows and rows[name].n else 0.0
            for rows in found
        ]
        return -abs(float(shares[0] - shares[1]))

    shown = sorted(names, key=change)[:MOST_CLASSES] if len(names) > MOST_CLASSES else names
    return [
        (f"Of “{name}”, found", _found(found[0].get(name)), _found(found[1].get(name)))
        for name in shown
    ]


def _right(run: Run) -> str:
    value = run.result.accuracy.value
    return "not tested" if value is None else percent(value, 1)


def _unknown(run: Run) -> str:
    rows = run.result.answered
    return (
        f"{digits(sum(bool(row.abstain) for row in rows))} of {digits(len(rows))}"
        if rows
        else "unknown"
    )


def _strange(run: Run) -> str:
    auroc = run.result.ood_auroc
    return "not tried" if auroc is None else f"{auroc:.3f} (n = {digits(run.result.n_outliers)})"


def _found(row: ClassResult | None) -> str:
    return "–" if row is None or not row.n else f"{row.found} of {row.n}"
