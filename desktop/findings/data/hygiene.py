"""What to look at before training: one line a kind of finding, gravest first, with the examples it names."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.findings.data.issues import Issue, Now, issues_of, mend
from desktop.project.example_list import unreadable
from desktop.project.file import Command
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.phrase import listed
from estimators.classifier.data_issue import LEAVE_OUT, DataFix, HygieneReport

_ONE_BY_ONE = ("quality", "shortcuts", "warnings")  # each is a line of its own
_NAMED = ("leakage", "label_suspects", "unreadable", "exact_duplicates", "outliers", *_ONE_BY_ONE)


@dataclass(frozen=True)
class Finding:
    """One line of "Before you train": how grave, what, why, which examples it names, and what it is made of."""

    kind: str  # leakage | label_suspects | unreadable | exact_duplicates | quality | ... | fair
    state: str  # "fail" | "look" | "pass"
    text: str
    detail: str
    paths: tuple[str, ...]
    issues: tuple[Issue, ...] = ()

    @property
    def id(self) -> str:
        """What it is recognised by after an edit: its kind, or its examples where each is a line of its own."""
        alone = self.kind in _ONE_BY_ONE and self.issues
        return self.issues[0].key if alone else self.kind


def findings(project: Project) -> tuple[Finding, ...]:
    """What to look at before training, gravest first; empty where nothing was checked yet."""
    record = project.record(INSPECTION)
    if record is None:
        return ()
    report, things = record.value.report, noun(project)
    now = Now(project, (path for kind in _NAMED for row in getattr(report, kind) for path in row.paths))  # fmt: skip
    found: list[Finding] = []
    leaks = _open(now, report, "leakage", least=2)
    if leaks:
        paths = _paths(now, leaks)
        words = f"{_several(paths, things)} in both the learning set and the test"
        why = "They would make the result look better than it is."
        found.append(Finding("leakage", "fail", words, why, paths, leaks))
    suspects = _open(now, report, "label_suspects")
    if suspects:
        paths = _paths(now, suspects)
        n = len(suspects)
        words = "1 label looks wrong" if n == 1 else f"{digits(n)} labels look wrong"
        why = f"The other {things} of that class disagree."
        found.append(Finding("label_suspects", "look", words, why, paths, suspects))
    found += _unreadable(project, now)
    same = _open(now, report, "exact_duplicates", least=2)
    if same:
        paths = _paths(now, same)
        words = f"{_several(paths, things)} copies of each other"
        why = "They stay on one side of the test."
        found.append(Finding("exact_duplicates", "look", words, why, paths, same))
    strange = _open(now, report, "outliers")
    if strange:
        paths = _paths(now, strange)
        words = f"{_several(paths, things)} unlike the others"
        why = "Do they belong here?" if len(paths) > 1 else strange[0].why
        found.append(Finding("outliers", "look", words, why, paths, strange))
    for kind in _ONE_BY_ONE:
        for issue in issues_of(report, kind):
            if (not issue.paths and issue.key not in now.kept) or now.is_open(issue):
                what, _, more = issue.why.partition(". ")
                there = now.there(issue.paths)
                found.append(Finding(kind, "look", what.removesuffix("."), more, there, (issue,)))
    fair = _fair(project, report, has_leaks=bool(leaks))
    return (*found, fair) if fair is not None else tuple(found)


def _open(now: Now, report: HygieneReport, kind: str, least: int = 1) -> tuple[Issue, ...]:
    return tuple(issue for issue in issues_of(report, kind) if now.is_open(issue, least))


def _paths(now: Now, issues: Sequence[Issue]) -> tuple[str, ...]:
    return now.there(path for issue in issues for path in issue.paths)


def _unreadable(project: Project, now: Now) -> list[Finding]:
    broken = unreadable(project)
    issues = []
    for row in broken:
        issue = Issue("unreadable", row.trouble, (row.path,), DataFix(LEAVE_OUT, (row.path,)))
        if issue.key not in now.kept:
            issues.append(issue)
    if not issues:
        return []
    left = {path for issue in issues for path in issue.paths}
    shown = [row for row in broken if row.path in left]
    names = [f"“{row.name}”" for row in shown[:2]]
    if len(shown) > 2:
        names.append(f"{digits(len(shown) - 2)} more")
    words = f"{count(len(shown), 'file')} can’t be opened"
    paths = tuple(row.path for row in shown)
    why = f"{listed(names)}. {shown[0].trouble}"
    return [Finding("unreadable", "look", words, why, paths, tuple(issues))]


def _fair(project: Project, report: HygieneReport, *, has_leaks: bool) -> Finding | None:
    """That nothing is on both sides, with why examples are kept together; None where that is not so."""
    if has_leaks or not report.gate.passed or not any(c.held_out for c in project.classes()):
        return None
    together = [*issues_of(report, "belongings")] or [*issues_of(report, "near_duplicates")]
    paths = tuple(dict.fromkeys(path for issue in together for path in issue.paths))
    why = (
        f"{count(len(paths), noun(project, 1))} belong with others; each group is kept on one side."
        if report.belongings
        else f"{count(len(paths), 'look-alike')} kept on one side."
        if paths
        else "No look-alikes were found either."
    )
    words = f"No {noun(project, 1)} is on both sides"
    return Finding("fair", "pass", words, why, paths, tuple(together))


def keep_one_copy(project: Project, finding: Finding) -> Command | None:
    """The edit that keeps the first of each group of copies and removes the others; None where none is left."""
    return mend(project, finding.issues)


def badges(project: Project) -> tuple[frozenset[str], frozenset[str]]:
    """Paths of duplicates, and of examples whose label looks doubtful."""
    record = project.record(INSPECTION)
    if record is None:
        return frozenset(), frozenset()
    kept = Now(project, ()).kept
    report = record.value.report
    copies = [*report.exact_duplicates, *report.leakage]
    doubts = [i for i in issues_of(report, "label_suspects") if i.key not in kept]
    return (
        frozenset(path for issue in copies for path in issue.paths),
        frozenset(path for issue in doubts for path in issue.paths),
    )


def why_doubtful(project: Project) -> dict[str, str]:
    """For each example whose label looks doubtful, the sentence that says why."""
    record = project.record(INSPECTION)
    rows = record.value.report.label_suspects if record else ()
    return {path: row.why for row in rows for path in row.paths}


def why_together(project: Project, path: str) -> str:
    """Why an example is kept on one side with others, and with how many; an empty text where it stands alone."""
    record = project.record(INSPECTION)
    if record is None:
        return ""
    for issue in record.value.report.belongings:
        if path in issue.paths:
            others = count(len(issue.paths) - 1, "other")
            return f"Kept on one side with {others}: {issue.why}"
    return ""


def _several(paths: tuple[str, ...], things: str) -> str:
    one = things.removesuffix("s")
    return f"1 {one} is" if len(paths) == 1 else f"{digits(len(paths))} {things} are"
