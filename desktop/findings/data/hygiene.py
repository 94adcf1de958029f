"""What to look at before training: one line a kind of finding, gravest first, with the examples it names."""

from dataclasses import dataclass

from desktop.findings.data.issues import Issue, Now, issues_of
from desktop.project.example_list import ExamplesOf, unreadable
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from estimators.base.count import count
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import tr
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
    return project.until_change("what to look at", lambda: _findings(project))


def _findings(project: Project) -> tuple[Finding, ...]:
    record = project.record(INSPECTION)
    if record is None:
        return ()
    report = record.value.report
    named = project.while_same("examples named", (report,), lambda: _named(project, report))
    now = Now(project, named.rows())
    leaks = _line(
        now, report, "leakage", tr("{are} in both the learning set and the test"), least=2
    )
    found = [
        *leaks,
        *_line(now, report, "label_suspects", tr("{look} wrong")),
        *_unreadable(project, now),
        *_line(now, report, "exact_duplicates", tr("{are} copies of each other"), least=2),
        *_line(now, report, "outliers", tr("{are} unlike the others")),
    ]
    for kind in _ONE_BY_ONE:
        for issue in _issues(project, report, kind):
            if (not issue.paths and issue.key not in now.kept) or now.is_open(issue):
                what, there = issue.why.removesuffix("."), now.there(issue.paths)
                found.append(Finding(kind, "look", what, issue.advised, there, (issue,)))
    fair = _fair(project, report, has_leaks=bool(leaks))
    return (*found, fair) if fair is not None else tuple(found)


def _named(project: Project, report: HygieneReport) -> ExamplesOf:
    """The examples that a report names."""
    every = (path for kind in _NAMED for row in getattr(report, kind) for path in row.paths)
    return ExamplesOf(project, every)


def _issues(project: Project, report: HygieneReport, kind: str) -> list[Issue]:
    """The findings of one kind, worded once for each check."""
    return project.while_same(f"issues of {kind}", (report,), lambda: issues_of(report, kind))


def _line(
    now: Now, report: HygieneReport, kind: str, words: str, *, least: int = 1
) -> list[Finding]:
    """The open findings of a kind as one line; none where nothing is open."""
    issues = tuple(
        issue for issue in _issues(now.project, report, kind) if now.is_open(issue, least)
    )
    if not issues:
        return []
    paths = now.there(path for issue in issues for path in issue.paths)
    one, things = noun(now.project, 1), noun(now.project)
    are = (
        tr("1 {one} is", one=one)
        if len(paths) == 1
        else tr("{paths} {things} are", paths=len(paths), things=things)
    )
    look = (
        tr("1 label looks") if len(issues) == 1 else tr("{issues} labels look", issues=len(issues))
    )
    why = {
        "leakage": tr("They would make the result look better than it is."),
        "label_suspects": tr("The other {things} of that class disagree.", things=things),
        "exact_duplicates": tr("They stay on one side of the test."),
        "outliers": tr("Do they belong here?") if len(paths) > 1 else issues[0].why,
    }[kind]
    state = "fail" if kind == "leakage" else "look"
    return [Finding(kind, state, words.format(are=are, look=look), why, paths, issues)]


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
    names = [quoted(row.name) for row in shown[:2]]
    if len(shown) > 2:
        names.append(tr("{shown} more", shown=len(shown) - 2))
    words = tr("{count} can’t be opened", count=count(len(shown), "file"))
    paths = tuple(row.path for row in shown)
    why = f"{listed(names)}. {shown[0].trouble}"
    return [Finding("unreadable", "look", words, why, paths, tuple(issues))]


def _fair(project: Project, report: HygieneReport, *, has_leaks: bool) -> Finding | None:
    """That nothing is on both sides, with why examples are kept together; None where that is not so."""
    if has_leaks or not report.gate.passed or not any(c.held_out for c in project.classes()):
        return None
    together = _issues(project, report, "belongings") or _issues(project, report, "near_duplicates")
    paths = project.while_same(
        "examples kept together",
        (report,),
        lambda: tuple(dict.fromkeys(path for issue in together for path in issue.paths)),
    )
    why = (
        tr(
            "{count} belong with others; each group is kept on one side.",
            count=count(len(paths), example_noun_of(project)),
        )
        if report.belongings
        else tr("{count} kept on one side.", count=count(len(paths), "look-alike"))
        if paths
        else tr("No look-alikes were found either.")
    )
    words = tr("No {noun} is on both sides", noun=noun(project, 1))
    return Finding("fair", "pass", words, why, paths, tuple(together))


def badges(project: Project) -> tuple[frozenset[str], frozenset[str]]:
    """Paths of duplicates, and of examples whose label looks doubtful."""
    record = project.record(INSPECTION)
    if record is None:
        return frozenset(), frozenset()
    report, kept = record.value.report, Now(project, {}).kept
    return project.while_same("badges", (report, kept), lambda: _badges(project, report, kept))


def _badges(
    project: Project, report: HygieneReport, kept: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    copies = [*report.exact_duplicates, *report.leakage]
    doubts = [i for i in _issues(project, report, "label_suspects") if i.key not in kept]
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
            return tr("Kept on one side with {others}: {why}", others=others, why=issue.why)
    return ""
