"""One finding about some examples: what it says, the edit that mends it, and whether a person let it be.

An inspection names examples and, where there is one, a fix. Here a fix becomes an undoable edit, a finding that is
mended is noticed without checking again, and "keep it as it is" is remembered as a fact of the project.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.project import commands as edit
from desktop.project.example_list import ListedExample, held_out_ids, with_paths
from desktop.project.file import Command, now
from desktop.project.noun import noun
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.phrase import shorten
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.data_issue import (
    LEAVE_OUT,
    RELABEL,
    TO_LEARNING,
    TO_TEST,
    DataFix,
    HygieneReport,
)
from reports.provenance import Provenance

KEPT = "data.kept."  # facts with this prefix: findings that a person let be


@dataclass(frozen=True)
class Issue:
    """One finding: its kind, its sentence, the examples it names, the edit that mends it and an advice, where there are such."""

    kind: str
    why: str
    paths: tuple[str, ...]
    fix: DataFix | None = None
    advised: str = ""

    @property
    def key(self) -> str:
        """The fact that says that a person let it be; another set of examples has another key."""
        said = "\n".join((self.kind, *sorted(self.paths)))
        return KEPT + hashlib.sha256(said.encode()).hexdigest()[:16]


class Now:
    """The examples that some findings name, as they are now."""

    def __init__(self, project: Project, rows: Mapping[str, ListedExample]) -> None:
        self.project, self.rows = project, rows
        self.names = {info.id: info.name for info in project.classes()}
        self.kept = frozenset(key for key in project.facts() if key.startswith(KEPT))

    def there(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those that are still in the project."""
        return tuple(dict.fromkeys(path for path in paths if path in self.rows))

    def label(self, path: str) -> str:
        """The class of an example; an empty text where it has none."""
        row = self.rows.get(path)
        return self.names.get(row.class_id or 0, "") if row else ""

    def is_open(self, issue: Issue, least: int = 1) -> bool:
        """Whether it still holds for at least so many examples, and nobody let it be."""
        return (
            len(self.there(issue.paths)) >= least
            and issue.key not in self.kept
            and not self._mended(issue.fix)
        )

    def _mended(self, fix: DataFix | None) -> bool:
        if fix is None:
            return False
        left = self.there(fix.paths)
        if fix.action == LEAVE_OUT:
            return not left
        if fix.action == RELABEL:
            return all(self.label(path) == fix.to for path in left)
        side = fix.action == TO_TEST
        return all(bool(self.rows[path].held_out) is side for path in left)


def issues_of(report: HygieneReport, kind: str) -> list[Issue]:
    """The findings of one kind as an inspection names them."""
    return [Issue(kind, row.why, row.paths, row.fix, row.advised) for row in getattr(report, kind)]


def fix_words(issues: Sequence[Issue]) -> str:
    """The words of the button that mends these; an empty text where nothing does it in one go."""
    fixes = [issue.fix for issue in issues if issue.fix is not None]
    if not fixes or len(fixes) < len(issues):
        return ""
    if len({fix.action for fix in fixes}) > 1:
        return tr("Mend all {issues}", issues=len(issues))
    action = fixes[0].action
    many = len(dict.fromkeys(path for fix in fixes for path in fix.paths))
    if action == RELABEL:
        one = len(issues) == 1
        return (
            tr("Relabel as “{to}”", to=shorten(fixes[0].to, 24))
            if one
            else tr("Relabel all {many}", many=many)
        )
    if action == LEAVE_OUT:
        if keeps_one(issues):
            return tr("Keep one")
        return {1: tr("Leave it out"), 2: tr("Leave both out")}.get(
            many, tr("Leave out all {many}", many=many)
        )
    return (
        tr_plural("Move it to the learning side", "Move {n} to the learning side", many)
        if action == TO_LEARNING
        else tr_plural("Move it to the test", "Move {n} to the test", many)
    )


def keeps_one(issues: Sequence[Issue]) -> bool:
    """Whether what mends all of these leaves out copies, and one of each stays."""
    spare = [
        set(issue.paths) - set(issue.fix.paths)
        for issue in issues
        if issue.fix is not None and issue.fix.action == LEAVE_OUT
    ]
    return len(spare) == len(issues) and any(spare)


def mend(project: Project, issues: Sequence[Issue]) -> Command | None:
    """The one edit that mends these; None where nothing is left to mend."""
    thing = noun(project)
    fixes = [issue.fix for issue in issues if issue.fix is not None]
    rows = {row.path: row for row in with_paths(project, (p for fix in fixes for p in fix.paths))}
    out: dict[int, None] = {}
    labels: dict[str, dict[int, None]] = {}
    sides: dict[int, bool] = {}
    for issue, fix in ((issue, issue.fix) for issue in issues):
        if fix is None:
            continue
        ids = [rows[path].id for path in fix.paths if path in rows]
        if fix.action == LEAVE_OUT:
            out.update(dict.fromkeys(_spare(project, issue, ids, out)))
        elif fix.action == RELABEL:
            labels.setdefault(fix.to, {}).update(dict.fromkeys(ids))
        else:
            sides.update(dict.fromkeys(ids, fix.action == TO_TEST))
    commands: list[Command] = []
    if out:
        commands.append(edit.RemoveExamples(tuple(out), thing))
    commands += [edit.LabelExamples(tuple(ids), to, thing) for to, ids in labels.items() if ids]
    if sides:
        before = held_out_ids(project)
        after = (before | {i for i, test in sides.items() if test}) - {
            i for i, test in sides.items() if not test
        }
        if after != before:
            commands.append(edit.HoldOut(frozenset(after), thing))
    if len(commands) < 2:
        return commands[0] if commands else None
    return edit.Several(tuple(commands), tr("mend {count}", count=count(len(issues), "finding")))


def _spare(project: Project, issue: Issue, ids: list[int], out: dict[int, None]) -> list[int]:
    """Of examples to leave out, those that may go: of copies one stays, whatever other findings take away."""
    if issue.fix is None or set(issue.paths) == set(issue.fix.paths):
        return ids
    members = [row.id for row in with_paths(project, issue.paths)]
    staying = [member for member in members if member not in out and member not in ids]
    left = [member for member in members if member not in out]
    return ids if staying else [i for i in ids if i not in left[:1]]


def keep(issues: Sequence[Issue], words: str) -> Command:
    """The edit that remembers that these may stay as they are; ``words`` completes "Undo keep ..."."""
    return edit.Several(
        tuple(
            edit.SetFact(
                issue.key,
                {"kind": issue.kind, "at": now()},
                words,
                Provenance.GUESS,
                "a person’s decision",
            )
            for issue in issues
        ),
        tr("keep {words}", words=words),
    )


def kept(project: Project) -> tuple[str, ...]:
    """The keys of the findings that a person let be."""
    return tuple(key for key in project.facts() if key.startswith(KEPT))


def look_again(project: Project) -> Command:
    """The edit that forgets which findings a person let be."""
    clear = tuple(edit.ClearFact(key, tr("a finding that was let be")) for key in kept(project))
    return edit.Several(clear, tr("look again at what was let be"))
