"""What Data says of a table of facts: what each column is for, which of them know the answer, and who would be tested."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.findings.data.learning_curve import HOW_IT_IS_MEASURED, curve_chart
from desktop.findings.data.table_issues import TableIssue, table_issues
from desktop.project.noun import noun
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from desktop.project.table_data import (
    SaidColumn,
    look_of,
    role_of,
    said_columns,
    table_of,
)
from estimators.base.count import count, spelled_count
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.phrase import capital, shorten
from estimators.base.sentence import tr, tr_plural
from estimators.table.column import ColumnRole, ColumnType, Direction
from estimators.table.column_summary import ColumnSummary
from estimators.table.leak import Leak, LeakFix, LeakKind
from estimators.table.table_look import TableLook
from reports.stage_view import Explanation, StageView

NOTICEABLE = 0.05
"""A column that is empty in a larger share of the rows is worth a look."""


@dataclass(frozen=True)
class ColumnLine:
    """One column as the page shows it.

    ``empty``: the share of rows that say nothing, in words. ``alarm``: it knows the answer. ``why``: its type and role in sentences.
    """

    name: str
    type: ColumnType
    type_words: str
    role: ColumnRole
    empty: str
    gapped: bool
    bars: tuple[int, ...]
    holds: str
    why: str
    alarm: bool = False
    direction: Direction = Direction.ANY

    @property
    def spoken(self) -> str:
        """The line for those who hear it."""
        return tr(
            "{name}, {type}, {role}, {empty} empty, {holds}",
            name=self.name,
            type=self.type_words,
            role=self.role.words,
            empty=self.empty,
            holds=self.holds,
        )


@dataclass(frozen=True)
class TableData:
    """What the page shows of a table.

    ``first``: the first rows, in the order of ``lines``. ``to_beat``: what always giving the same answer comes to. ``warned_of``: of
    two answers the rarer; ``has_direction``: whether the answer has more and less at all.
    """

    name: str
    rows: int
    lines: tuple[ColumnLine, ...]
    issues: tuple[TableIssue, ...]
    first: tuple[tuple[str, ...], ...]
    to_beat: str
    sheet: str
    sheets: tuple[str, ...]
    warned_of: str = ""
    has_direction: bool = True

    @property
    def used(self) -> int:
        """How many columns are learned from."""
        return sum(line.role == ColumnRole.USE for line in self.lines)


def table_data(project: Project) -> TableData | None:
    """What is known of the table; None where it was not looked through yet."""
    return project.until_change("the columns of its table", lambda: _table_data(project))


def _table_data(project: Project) -> TableData | None:
    file, look = table_of(project), look_of(project)
    if file is None or look is None:
        return None
    leaks = {leak.column: leak for leak in look.leaks if leak.fix == LeakFix.LEAVE_OUT}
    lines = tuple(_line(project, look, one, leaks.get(one.name)) for one in look.columns)
    return TableData(
        file.name,
        look.rows,
        lines,
        table_issues(project, look),
        look.first,
        _to_beat(project, look),
        look.sheet,
        look.sheets,
        list(look.classes)[-1] if look.classes and len(look.classes) == 2 else "",
        not look.classes or len(look.classes) == 2,
    )  # fmt: skip


def _line(project: Project, look: TableLook, one: ColumnSummary, leak: Leak | None) -> ColumnLine:
    role = role_of(project, one.name) or one.role
    share = one.missing / one.rows
    holds = one.holds
    if leak is not None:
        holds = _evidence(leak)
    elif role == ColumnRole.PREDICT and look.classes:
        holds = _answers(look.classes)
    elif role == ColumnRole.USE and share >= NOTICEABLE:
        holds = tr("{holds}; {n} rows empty", holds=holds, n=digits(one.missing))
    direction = said_columns(project).directions.get(one.name, Direction.ANY)
    if direction and role == ColumnRole.USE and leak is None:
        more = tr("more never lowers it") if direction.sign > 0 else tr("more never raises it")
        holds = tr("{holds} · {more}", more=more, holds=holds)
    return ColumnLine(
        one.name,
        one.type,
        one.type_words,
        role,
        percent(share),
        share >= NOTICEABLE and role == ColumnRole.USE,
        one.bars,
        holds,
        one.why,
        leak is not None,
        direction,
    )


def _evidence(leak: Leak) -> str:
    """Why it knows the answer, in a few words."""
    k, others = digits(leak.k), digits(leak.others)
    answer, word = shorten(leak.answer, 20), shorten(leak.word, 20)
    told = tr("“{word}” stands for “{answer}”", word=word, answer=answer)
    said = {
        LeakKind.FILLED_AFTER: tr("{k} of “{answer}”, {others} others", k=k, answer=answer, others=others),
        LeakKind.EMPTY_AFTER: tr("empty for {k} of “{answer}”, {others} others", k=k, answer=answer, others=others),
        LeakKind.VALUE_KNOWS: told,
        LeakKind.WORD_KNOWS: told,
        LeakKind.KNOWS_ONE: tr("picks “{answer}”, {share} right", answer=answer, share=percent(leak.value)),
        LeakKind.STEPS: tr("from the answer"),
        LeakKind.FORMULA: tr("makes it with “{column}”", column=word),
        LeakKind.HOLDS_ANSWER: tr("the answer itself in {share}", share=percent(leak.value)),
        LeakKind.AVERAGE: tr("its average by “{column}”", column=word),
    }.get(leak.kind)  # fmt: skip
    if said:
        return said
    return tr("alone right in {share}", share=percent(leak.value)) if leak.k else tr("alone explains {share}", share=percent(leak.value))  # fmt: skip


def _answers(classes: dict[str, int]) -> str:
    n = sum(classes.values())
    rarest = min(classes, key=lambda name: classes[name])
    if len(classes) == 2:
        return tr("{k} “{answer}”, {share}", k=digits(classes[rarest]), answer=shorten(rarest, 20), share=percent(classes[rarest] / n))  # fmt: skip
    return tr("{n} answers, fewest “{answer}”: {k}", n=digits(len(classes)), answer=shorten(rarest, 16), k=digits(classes[rarest]))  # fmt: skip


def _to_beat(project: Project, look: TableLook) -> str:
    if look.test is None or not look.test.classes:
        return ""
    counts, n = look.test.classes, look.test.split.testing
    often = max(look.classes or counts, key=lambda name: (look.classes or counts)[name])
    return tr(
        "Always saying “{answer}” is right for {k} of the {n} held-out {rows}. Nothing has to be trained for that.",
        answer=shorten(often, 32),
        k=digits(counts.get(often, 0)),
        n=digits(n),
        rows=noun(project, n),
    )


# The stage ------------------------------------------------------------------------------------


def table_view(project: Project) -> StageView:
    """The finding, and how many rows and columns there are."""
    file, found = table_of(project), table_data(project)
    if file is None or found is None:
        name = shorten(file.name, 40) if file else ""
        lead = tr("Every column is asked what it is, and whether it knows the answer already.")
        return StageView(tr("“{name}” is being looked through.", name=name), lead, name)
    look = look_of(project)
    rows = count(found.rows, case_noun_of(project))
    size = tr("{rows}, {columns}.", rows=rows, columns=count(len(found.lines), "column"))
    headline, lead = _finding(project, found, look, size)
    used = count(found.used, "column")
    curve = curve_chart(project)
    return StageView(
        headline,
        lead,
        tr("{rows}, {used}", rows=rows, used=used),
        charts={} if curve is None else {"curve": curve},
        explanations={"how many": _HOW_IT_KNOWS, "curve": HOW_IT_IS_MEASURED},
    )


def _finding(project: Project, found: TableData, look: TableLook | None, size: str) -> tuple[str, str]:  # fmt: skip
    if look is not None and look.trouble:
        what, *rest = look.trouble
        return what, " ".join([size, *rest])
    said = said_columns(project).columns
    knowing = [line for line in found.lines if line.alarm]
    used = [line for line in knowing if line.role == ColumnRole.USE]
    if used:
        names = [said.get(line.name, SaidColumn()) for line in used]
        who = next((one.who for one in names if one.who), "")
        lead = tr("{size} Anything learned from it looks better than it is.", size=size)
        if who:
            lead = tr("{size} {who} takes it upon themselves; the report says so.", size=size, who=who)  # fmt: skip
        return tr_plural("“{name}” knows the answer, and is used.", "{columns} know the answer, and are used.", len(used), columns=_so_many(used), name=shorten(used[0].name, 30)), lead  # fmt: skip
    if knowing:
        headline = tr_plural("“{name}” already knows the answer.", "{columns} already know the answer.", len(knowing), columns=_so_many(knowing), name=shorten(knowing[0].name, 30))  # fmt: skip
        lead = tr_plural(
            "{size} With it anything looks right, and fails on the first real day, so it stays out.",
            "{size} With them anything looks right, and fails on the first real day, so they stay out.",
            len(knowing),
            size=size,
        )
        return headline, lead
    answer = next((line.name for line in found.lines if line.role == ColumnRole.PREDICT), "")
    headline = tr("{used} to tell “{answer}” from.", used=count(found.used, "column"), answer=shorten(answer, 30))  # fmt: skip
    return headline, tr("{size} No column knows the answer already.", size=size)


def _so_many(lines: list[ColumnLine]) -> str:
    return capital(spelled_count(len(lines), "column"))


_HOW_IT_KNOWS = Explanation(
    tr("When a column knows the answer"),
    tr(
        "Each column is asked alone: what would it say of rows that it was not shown? One that goes nearly all the way from always "
        "saying the commonest answer to being always right was most likely filled in afterwards, and will be empty on the day "
        "when you ask. It is left out by itself. Whether a column is filled at all, one of its values, a word in it, and the "
        "number in a code are asked as well, and whether a column was computed from the answer: its steps, what adds up to it, "
        "an average with each row’s own answer in it."
    ),
    (
        (
            tr("Knows the answer"),
            tr("97% of the way, and 85% at the lower end of the 90% interval"),
        ),
        (tr("Held out for the test"), tr("a fifth, or the latest rows where there is a day")),
    ),
    tr("Kapoor and Narayanan, Leakage and the reproducibility crisis, 2023"),
)


def column_why(project: Project, name: str) -> Iterator[str]:
    """What one column is taken for and why; the evidence, where it knows the answer; and what somebody said."""
    look = look_of(project)
    found = look.column(name) if look else None
    if look is None or found is None:
        return
    yield found.why
    yield from (leak.why for leak in look.leaks if leak.column == name)
    said = said_columns(project).columns.get(name)
    if said is not None and said.why:
        yield tr("{who}: “{why}”", who=said.who or tr("Somebody"), why=said.why)
