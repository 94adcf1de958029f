"""What an inspection found, as a command prints it: each finding with its files."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.phrase import cut
from estimators.classifier.modality import modality_named

if TYPE_CHECKING:
    from estimators.classifier.data_issue import DataIssue
    from estimators.classifier.gate import Gate
    from estimators.classifier.hygiene.report import HygieneReport

_MOST_GROUPS = 8
_MOST_FINDINGS = 10
_MOST_PATHS = 10
_MOST_CLASSES = 20
_WIDEST_NAME = 60
LONGEST_PATH = 1_000
_KINDS = {
    "leakage": "In both sets",
    "unreadable": "Can’t be opened",
    "label_suspects": "Label looks wrong",
    "exact_duplicates": "The same file",
    "near_duplicates": "Nearly the same",
    "shortcuts": "A shortcut, maybe",
    "warnings": "Look at this",
    "quality": "Hard to see or hear",
    "outliers": "An odd one out",
}


def inspection_text(report: "HygieneReport", notes: Sequence[str]) -> list[str]:
    """The classes, the findings, what is kept together and whether the test would be fair."""
    lines = [*_classes(report), *notes]
    for kind, words in _KINDS.items():
        lines += _findings(words, getattr(report, kind))
    lines += [*_kept_together(report), *gate_text(report.gate)]
    if report.gate.passed and not any(getattr(report, kind) for kind in _KINDS):
        lines.append("Nothing found that would make a result look better than it is.")
    return lines


def _classes(report: "HygieneReport") -> list[str]:
    classes = report.classes
    total = modality_named(report.modality).count(sum(classes.values()))
    largest = sorted(classes, key=lambda name: -classes[name])
    shown = classes if len(classes) <= _MOST_CLASSES else largest[: _MOST_CLASSES // 2]
    lines = [f"{total} in {count(len(classes), 'class')}"]
    lines += [f"  {cut(name, _WIDEST_NAME)}: {digits(classes[name])}" for name in shown]
    if more := len(classes) - len(shown):
        least = min(classes.values())
        lines.append(f"  and {digits(more)} more, the smallest with {digits(least)}")
    return lines


def _findings(words: str, found: "Sequence[DataIssue]") -> list[str]:
    lines = []
    for why, paths in _one_for_each_reason(found)[:_MOST_FINDINGS]:
        lines.append(f"{words}: {why}")
        lines += [f"    {cut(path, LONGEST_PATH)}" for path in paths[:_MOST_PATHS]]
        if len(paths) > _MOST_PATHS:
            lines.append(f"    and {digits(len(paths) - _MOST_PATHS)} more")
    if len(found) > _MOST_FINDINGS:
        lines.append(f"{words}: {digits(len(found) - _MOST_FINDINGS)} more; --json lists them.")
    return lines


def _one_for_each_reason(found: "Sequence[DataIssue]") -> list[tuple[str, list[str]]]:
    """Findings about one example each that say the same are told together, before the others."""
    alone: dict[str, list[str]] = {}
    for finding in found:
        if len(finding.paths) == 1:
            alone.setdefault(finding.why, []).extend(finding.paths)
    others = [(finding.why, [*finding.paths]) for finding in found if len(finding.paths) != 1]
    return [*alone.items(), *others]


def _kept_together(report: "HygieneReport") -> list[str]:
    """Why examples stay on one side, the largest groups first; good to know, and nothing to mend."""
    groups = sorted(report.belongings, key=lambda group: -len(group.paths))
    lines = [f"Kept together: {group.why}" for group in groups[:_MOST_GROUPS]]
    if len(groups) > _MOST_GROUPS:
        lines.append(f"Kept together: {digits(len(groups) - _MOST_GROUPS)} more groups.")
    return lines


def gate_text(gate: "Gate") -> list[str]:
    """What stands between a result and its numbers."""
    return [f"The test is not fair: {check.why}" for check in gate.checks if not check.passed]
