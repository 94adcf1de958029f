"""What an inspection found, each finding with its files, and a forecast with its tables, as commands print them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from estimators.base.chance import forecast_chances
from estimators.base.count import count
from estimators.base.interval import between, percent_range
from estimators.base.money import money
from estimators.base.number import digits, rounded
from estimators.base.percent import percent, points, signed_points
from estimators.base.phrase import cut
from estimators.base.sentence import tr
from estimators.classifier.modality import modality_named
from estimators.data_sufficiency.plan_sentences import plan_remarks
from estimators.data_sufficiency.sentences import headline, purchase_title, remarks
from reports.chart_parts import TableTwin

if TYPE_CHECKING:
    from estimators.classifier.data_issue import DataIssue, Gate, HygieneReport
    from estimators.data_sufficiency.forecast_result import Forecast


_MOST_GROUPS = 8
_MOST_FINDINGS = 10
_MOST_PATHS = 10
_MOST_CLASSES = 20
_WIDEST_NAME = 40
LONGEST_PATH = 1_000
_KINDS = {
    "leakage": tr("In both sets"),
    "unreadable": tr("Can’t be opened"),
    "label_suspects": tr("Label looks wrong"),
    "exact_duplicates": tr("The same file"),
    "near_duplicates": tr("Nearly the same"),
    "shortcuts": tr("A shortcut, maybe"),
    "warnings": tr("Look at this"),
    "quality": tr("Hard to see or hear"),
    "outliers": tr("An odd one out"),
}


def inspection_text(report: "HygieneReport", notes: Sequence[str]) -> list[str]:
    """The classes, the findings, what is kept together and whether the test would be fair."""
    lines = [*_classes(report), *notes]
    for kind, words in _KINDS.items():
        lines += _findings(words, getattr(report, kind))
    lines += [*_kept_together(report), *gate_text(report.gate)]
    if report.gate.passed and not any(getattr(report, kind) for kind in _KINDS):
        lines.append(tr("Nothing found that would make a result look better than it is."))
    return lines


def _classes(report: "HygieneReport") -> list[str]:
    classes = report.classes
    total = modality_named(report.modality).count(sum(classes.values()))
    largest = sorted(classes, key=lambda name: -classes[name])
    shown = classes if len(classes) <= _MOST_CLASSES else largest[: _MOST_CLASSES // 2]
    lines = [tr("{total} in {count}", total=total, count=count(len(classes), "class"))]
    lines += [f"  {cut(name, _WIDEST_NAME)}: {digits(classes[name])}" for name in shown]
    if more := len(classes) - len(shown):
        least = min(classes.values())
        lines.append(tr("  and {more} more, the smallest with {least}", more=more, least=least))
    return lines


def _findings(words: str, found: "Sequence[DataIssue]") -> list[str]:
    lines = []
    for why, paths in _one_for_each_reason(found)[:_MOST_FINDINGS]:
        lines.append(f"{words}: {why}")
        lines += [f"    {cut(path, LONGEST_PATH)}" for path in paths[:_MOST_PATHS]]
        if len(paths) > _MOST_PATHS:
            lines.append(tr("    and {paths} more", paths=len(paths) - _MOST_PATHS))
    if len(found) > _MOST_FINDINGS:
        lines.append(
            tr(
                "{words}: {found} more; --json lists them.",
                words=words,
                found=len(found) - _MOST_FINDINGS,
            )
        )
    return lines


def _one_for_each_reason(found: "Sequence[DataIssue]") -> list[tuple[str, list[str]]]:
    """Findings about one example each that say the same are told together, before the others."""
    alone: dict[str, list[str]] = {}
    for finding in found:
        if len(finding.paths) == 1:
            alone.setdefault(finding.sentence, []).extend(finding.paths)
    others = [(finding.sentence, [*finding.paths]) for finding in found if len(finding.paths) != 1]
    return [*alone.items(), *others]


def _kept_together(report: "HygieneReport") -> list[str]:
    """Why examples stay on one side, the largest groups first; good to know, and nothing to mend."""
    groups = sorted(report.belongings, key=lambda group: -len(group.paths))
    lines = [tr("Kept together: {why}", why=group.why) for group in groups[:_MOST_GROUPS]]
    if len(groups) > _MOST_GROUPS:
        lines.append(tr("Kept together: {groups} more groups.", groups=len(groups) - _MOST_GROUPS))
    return lines


def gate_text(gate: "Gate") -> list[str]:
    """What stands between a result and its numbers."""
    return [
        tr("The test is not fair: {why}", why=check.why)
        for check in gate.checks
        if not check.passed
    ]


Rows = list[tuple[str, ...]]


def forecast_text(found: "Forecast", currency: str) -> Iterator[str | TableTwin]:
    """Lines and tables; ``currency`` is the sign before amounts."""
    yield from (headline(found), purchase_title(found), *remarks(found), *plan_remarks(found))
    for headers, rows in (
        _measured(found),
        _expected(found),
        _by_class(found),
        _plan(found, currency),
    ):
        if rows:
            yield ""
            yield TableTwin(headers, tuple(rows))
    yield ""
    yield found.reliability.sentence(found.task.modality)


def _measured(found: "Forecast") -> tuple[tuple[str, ...], Rows]:
    rows: Rows = [
        (
            digits(p.n),
            percent(p.mean, 1),
            tr("unknown") if p.std is None else f"±{points(p.std, 1)}",
            f"{p.repeats}",
            tr("unknown") if p.n_test is None else digits(p.n_test),
        )
        for p in found.measured
    ]
    return (tr("measured with"), tr("right"), tr("spread"), tr("repeats"), tr("tested on")), rows


def _expected(found: "Forecast") -> tuple[tuple[str, ...], Rows]:
    rows: Rows = [
        (
            digits(p.n) + (tr(" (now)") if p.n == found.have else ""),
            percent(p.p50, 1),
            percent_range(p.p25, p.p75, 1),
            percent_range(p.p10, p.p90, 1),
            percent_range(p.p5, p.p95, 1),
        )
        for p in found.curve
        if p.n >= found.have
    ]
    return (tr("forecast with"), tr("middle"), tr("1 in 2"), tr("8 in 10"), tr("9 in 10")), rows


def _by_class(found: "Forecast") -> tuple[tuple[str, ...], Rows]:
    """What a hundred more of each class would bring if each brought what the next one does."""
    rows: Rows = [
        (
            cut(gain.name, _WIDEST_NAME),
            digits(gain.examples),
            tr("{signed_points} points", signed_points=signed_points(100 * gain.gain_per_example)),
            between(100 * gain.low, 100 * gain.high, signed_points),
        )
        for gain in found.by_class
    ]
    return (tr("class"), tr("examples"), tr("100 more bring"), tr("9 in 10")), rows


def _plan(found: "Forecast", currency: str) -> tuple[tuple[str, ...], Rows]:
    """The rounds; a column that says nothing in any of them is left out."""
    rows: Rows = [
        (
            f"{r.number}",
            digits(r.buy),
            digits(r.total),
            r.starts or "",
            r.ends or "",
            "" if r.cost is None else money(rounded(r.cost), currency),
            percent(r.middle, 1),
            percent_range(r.low, r.high, 1),
            "" if r.reached is None else forecast_chances(r.reached),
        )
        for r in (found.plan.rounds if found.plan is not None else ())
    ]
    headers = (tr("round"), tr("label"), tr("in all"), tr("from"), tr("to"), tr("cost"), tr("right then"), tr("9 in 10"), tr("target reached"))  # fmt: skip
    keep = [at for at in range(len(headers)) if any(row[at] for row in rows)]
    kept = [tuple(row[at] for at in keep) for row in rows]
    return tuple(headers[at] for at in keep), kept
