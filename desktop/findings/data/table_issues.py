"""What to look at before a table is learned from: each finding with its evidence, and what mends it in one go."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.table_data import role_of, said_columns
from estimators.base.number import digits
from estimators.base.phrase import capital, shorten
from estimators.base.sentence import tr, tr_plural
from estimators.table.column import ColumnRole
from estimators.table.leak import Leak, LeakFix, LeakKind
from estimators.table.table_look import TableLook

_GAPS = 0.05
_MOST_GAPS, _MOST_CLASSES = 3, 4
KNOWS, COUNTS, HOLDS = "knows", "counts", "holds"
USE_ANYWAY, LEAVE_OUT = "use", "leave_out"


@dataclass(frozen=True)
class TableIssue:
    """One finding. ``state``: "knows" (the answer), "counts" (worth a look) or "holds" (seen to).

    ``act`` is what mends it, or takes that back: "use", "leave_out", "" for nothing; ``column`` is what it is done to.
    """

    state: str
    title: str
    text: str
    column: str = ""
    act: str = ""

    @property
    def link(self) -> str:
        """The words of the button."""
        return {USE_ANYWAY: tr("Use it anyway…"), LEAVE_OUT: tr("Leave it out")}.get(self.act, "")


def table_issues(project: Project, look: TableLook) -> tuple[TableIssue, ...]:
    """What was found, what needs a person first."""
    return (
        *_knowing(project, look),
        *_gaps(project, look),
        *_rows(look),
        *_test(project, look),
        *(TableIssue(COUNTS, tr("To know about the file"), note) for note in look.notes[:3]),
    )


def _knowing(project: Project, look: TableLook) -> Iterator[TableIssue]:
    said = said_columns(project).columns
    for leak in look.leaks:
        if leak.fix != LeakFix.LEAVE_OUT or not leak.column:
            continue
        name = shorten(leak.column, 32)
        if role_of(project, leak.column) == ColumnRole.USE:
            own = said.get(leak.column)
            why = tr(" Used anyway: “{why}”", why=own.why) if own and own.why else ""
            title = tr("“{name}” knows the answer, and is used", name=name)
            yield TableIssue(KNOWS, title, f"{leak.why}{why}", leak.column, LEAVE_OUT)
        else:
            title = tr("“{name}” knows the answer", name=name)
            yield TableIssue(KNOWS, title, leak.why, leak.column, USE_ANYWAY)


def _gaps(project: Project, look: TableLook) -> Iterator[TableIssue]:
    gapped = [
        one
        for one in look.columns
        if one.missing >= _GAPS * one.rows and role_of(project, one.name) == ColumnRole.USE
    ]
    for one in sorted(gapped, key=lambda one: -one.missing)[:_MOST_GAPS]:
        title = tr("“{name}” is empty for {n}", name=shorten(one.name, 32), n=digits(one.missing))
        text = tr("Kept as “unknown”; a guess would hide it.")
        yield TableIssue(COUNTS, title, text, one.name)


_TITLES = {
    LeakKind.COPIES: tr("Copies are kept on one side"),
    LeakKind.SAME_GROUP: tr("Rows that belong together are on one side"),
    LeakKind.TIME: tr("The test is later than what is learned from"),
    LeakKind.ROW_ORDER: tr("The file lies in the order of its answers"),
}


def _rows(look: TableLook) -> Iterator[TableIssue]:
    for leak in look.leaks:
        if leak.fix != LeakFix.LEAVE_OUT:
            yield TableIssue(HOLDS, _title(leak), f"{leak.why} {leak.fix_sentence}", leak.column)


def _title(leak: Leak) -> str:
    return _TITLES.get(leak.kind, tr("The rows are dealt with care"))


def _test(project: Project, look: TableLook) -> Iterator[TableIssue]:
    if look.test is None:
        return
    split, classes = look.test.split, look.test.classes
    n = split.testing
    title = tr_plural("{n} {rows} is held out", "{n} {rows} are held out", n, rows=noun(project, n))
    counted = [
        tr("{k} “{answer}”", k=digits(k), answer=shorten(name, 20))
        for name, k in sorted(classes.items(), key=lambda one: one[1])[:_MOST_CLASSES]
    ]
    among = tr(" Among them {counts}.", counts=", ".join(counted)) if counted else ""
    yield TableIssue(HOLDS, capital(title), " ".join(split.sentences) + among)
