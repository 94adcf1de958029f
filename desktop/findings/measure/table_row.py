"""One row played with, in words and pictures: what it is, what the model says of it as it is and changed, how the answer moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from estimators.base.number import number
from estimators.base.percent import percent, set_percent, share_tick
from estimators.base.phrase import capital, listed, quoted, shorten
from estimators.base.sentence import tr, tr_plural
from estimators.base.spoken_answer import EMPTY_ROW, strange_sentence
from estimators.classifier.evaluation_result import torn_between
from estimators.table.column import ENCODED, ColumnType
from estimators.table.table_run import HeldRow, RunColumn, TableRun
from estimators.table.what_if import RowAnswer, Unseen
from reports.chart_data import Axis, IntervalChart, IntervalRow, Marker
from reports.chart_parts import amount_axis
from reports.provenance import Provenance

PLAY = "play"  # the tab
OWN = -1
"""The place of the row that a person types."""
_MOST_VALUES = 14


@dataclass(frozen=True)
class PlayedRow:
    """A row: what it is called, what is noted of it, and its cells by column."""

    name: str
    note: str
    cells: dict[str, str]


def played_row(project: Project, run: Run, at: int) -> PlayedRow | None:
    """The held-out row at a place, or (`OWN`) one with the usual value in each column; None where none were kept."""
    kept = run.settings.table
    if kept is None:
        return None
    if at == OWN or not kept.rows:
        cells = {one.name: _usual(one) for one in kept.used}
        return PlayedRow(tr("Your own row"), tr("the usual value in each field"), cells)
    held = kept.held[at % len(kept.held)]
    cells = dict(zip([one.name for one in kept.columns], held.cells, strict=True))
    note = tr("held out · {truth} in truth", truth=_answer(kept, held.truth)) if held.truth else tr("it has no answer yet")  # fmt: skip
    return PlayedRow(
        row_name(project, kept, held), note, {one.name: cells[one.name] for one in kept.used}
    )


def row_name(project: Project, kept: TableRun, held: HeldRow) -> str:
    """What a row is called: by its code, or by its line."""
    one, code = capital(noun(project, 1)), row_code(kept, held)
    return tr("{row} {code}", row=one, code=shorten(code, 24)) if code else tr("{row} in line {line}", row=one, line=held.line)  # fmt: skip


def row_code(kept: TableRun, held: HeldRow) -> str:
    """The code of a row; empty where it has none."""
    cells = zip(kept.columns, held.cells, strict=True)
    return next((cell for one, cell in cells if one.type == ColumnType.ID and cell.strip()), "")


def _answer(kept: TableRun, said: str) -> str:
    return number(float(said)) if kept.task == "number" else quoted(shorten(said, 24))


WORST_TITLES = {"classify": tr("The surest mistakes first"), "number": tr("The furthest off first")}


@dataclass(frozen=True)
class RowToLabel:
    """A row without an answer that would teach much with one: its place among those that can be opened, its name, what is said of it."""

    place: int
    name: str
    said: str


LABEL_MEANS = tr("Where it is least sure and knows nothing alike. Put their answers into the table and bring it in again.")  # fmt: skip


def rows_to_label(project: Project, run: Run) -> tuple[RowToLabel, ...]:
    """The rows to label next, those that would teach most first."""
    kept = run.settings.table
    if kept is None:
        return ()
    first = len(kept.rows) + len(kept.worst)
    return tuple(
        RowToLabel(first + at, row_name(project, kept, held), _said(kept, held))
        for at, held in enumerate(kept.to_label)
    )


def _said(kept: TableRun, held: HeldRow) -> str:
    said = _answer(kept, held.said)
    return said if kept.task == "number" else tr("{said}, {sure} sure", said=said, sure=percent(held.sure))  # fmt: skip


@dataclass(frozen=True)
class WorstRow:
    """A row of the test that it got most wrong: its place among those that can be opened, its name, the truth, and what was said."""

    place: int
    name: str
    truth: str
    said: str


def worst_rows(project: Project, run: Run) -> tuple[WorstRow, ...]:
    """The surest mistakes first, or the numbers that are furthest off."""
    kept = run.settings.table
    if kept is None:
        return ()
    return tuple(
        WorstRow(
            len(kept.rows) + at,
            row_name(project, kept, held),
            _answer(kept, held.truth),
            _said(kept, held),
        )
        for at, held in enumerate(kept.worst)
    )  # fmt: skip


def like_title(kept: TableRun, held: HeldRow) -> str:
    """What the rows that it takes for much the same say together."""
    if kept.task == "number":
        return tr("Rows it takes for much the same")
    same = sum(kept.learned[one.place].truth == held.said for one in held.like)
    return tr("Of {n} rows it takes for much the same, {same} are {answer}", n=len(held.like), same=same, answer=_answer(kept, held.said))  # fmt: skip


LIKE_MEANS = tr("Rows that it learned from. It looks none of them up: they show what it takes this row for, as it is.")  # fmt: skip


def like_rows(project: Project, run: Run, at: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A title, and the rows that were learned from and are most like a row as it is: name, and answer with how like it is."""
    kept = run.settings.table
    if kept is None or at == OWN or not kept.held:
        return "", ()
    held = kept.held[at % len(kept.held)]
    rows = []
    for one in held.like:
        other = kept.learned[one.place]
        alike = tr("{answer} · same way in {share} of the trees", answer=_answer(kept, other.truth), share=percent(one.share))  # fmt: skip
        rows.append((row_name(project, kept, other), alike))
    return (like_title(kept, held) if rows else ""), tuple(rows)


def row_answer(run: Run, at: int) -> str:
    """The answer on the tab: the code of the row, or its line."""
    kept = run.settings.table
    if kept is None or not kept.rows:
        return tr("type a row")
    held = kept.held[at % len(kept.held)]
    code = row_code(kept, held)
    return shorten(code, 18) if code else tr("line {line}", line=held.line)


def _usual(column: RunColumn) -> str:
    from estimators.table.cell_values import shown_day

    if column.words:
        return column.words[0]
    if not column.points:
        return ""
    middle = column.points[len(column.points) // 2]
    return shown_day(middle) if column.type == ColumnType.DATE else f"{middle:.6g}"


def rarer(kept: TableRun) -> str:
    """The class whose chance is shown; empty of numbers and of more than two classes."""
    return kept.found.label if kept.found else ""


def shown_class(kept: TableRun, before: RowAnswer) -> str:
    """The class whose chance is shown: the rarer of two, of more the likeliest as the row is."""
    return rarer(kept) or before.label


def _unanswered_headline(strange: Sequence[str]) -> str:
    if strange == EMPTY_ROW:
        return tr("It does not answer: the row says nothing to go by.")
    names = listed([quoted(shorten(name, 20)) for name in strange[:2]])
    return tr("It does not answer: it has never seen such {names}.", names=names)


def play_headline(kept: TableRun, before: RowAnswer, after: RowAnswer, changed: Mapping[str, str]) -> str:  # fmt: skip
    """What it says of the row, as it is or changed; that it has no answer where a column is unlike all that it learned from."""
    if after.strange:
        return _unanswered_headline(after.strange)
    label = shown_class(kept, before)
    if not label:
        return _number_headline(before, after, changed)
    now = _chance(after.of(label))
    if changed:
        return _changed_headline(label, now, _chance(before.of(label)), changed)
    if kept.found is None:
        return tr("It says “{label}”, {now} sure.", label=shorten(label, 32), now=now)
    if before.of(label) >= kept.found.warned_from:
        return tr("It warns: “{label}” is {now} likely.", label=shorten(label, 32), now=now)
    return tr("It does not warn: “{label}” is {now} likely.", label=shorten(label, 28), now=now)


def _changed_headline(label: str, now: str, then: str, changed: Mapping[str, str]) -> str:
    if len(changed) > 1:
        return tr("With {n} changes, “{label}” is {now} likely, not {then}.", n=len(changed), label=shorten(label, 24), now=now, then=then)  # fmt: skip
    name, cell = next(iter(changed.items()))
    if now == then:
        return tr("With “{name}” at {cell}, “{label}” stays {now} likely.", name=shorten(name, 20), cell=_cell(cell), label=shorten(label, 20), now=now)  # fmt: skip
    return tr("With “{name}” at {cell}, “{label}” is {now} likely, not {then}.", name=shorten(name, 20), cell=_cell(cell), label=shorten(label, 20), now=now, then=then)  # fmt: skip


def _number_headline(before: RowAnswer, after: RowAnswer, changed: Mapping[str, str]) -> str:
    if not changed:
        return tr("About {value}: between {low} and {high}, 9 times in 10.", value=number(after.value), low=number(after.low), high=number(after.high))  # fmt: skip
    now, then = number(after.value), number(before.value)
    if len(changed) == 1:
        name, cell = next(iter(changed.items()))
        if now == then:
            return tr("With “{name}” at {cell}, still about {now}.", name=shorten(name, 24), cell=_cell(cell), now=now)  # fmt: skip
        return tr("With “{name}” at {cell}, about {now}, not {then}.", name=shorten(name, 24), cell=_cell(cell), now=now, then=then)  # fmt: skip
    return tr("With {n} changes, about {now}, not {then}.", n=len(changed), now=now, then=then)


def _cell(cell: str) -> str:
    return quoted(shorten(cell, 20)) if cell.strip() else tr("unknown")


def _chance(share: float) -> str:
    """A chance; where the file rounds to all or none, over 99.9 % or under 0.1 %: nobody is surer."""
    return percent(min(max(share, _SUREST), 1 - _SUREST))


def answer_chart(kept: TableRun, before: RowAnswer, after: RowAnswer, changed: Mapping[str, str]) -> IntervalChart:  # fmt: skip
    """The answer as the row is and, below, changed; with the chance from which it warns."""
    label = shown_class(kept, before)
    if not label:
        return _number_chart(before, after, changed)
    rows = [_chance_row(tr("As it is"), before.of(label), earlier=bool(changed))]
    if changed:
        rows.append(_chance_row(tr("Changed"), after.of(label), earlier=False))
    title = tr("How likely “{label}” is", label=shorten(label, 32))
    markers: tuple[Marker, ...] = ()
    if kept.found is not None:
        at = kept.found.warned_from
        markers = (Marker(at, tr("warns from {share} on", share=set_percent(round(at, 2)))),)
    return IntervalChart(title, tr("As the file answers."), tuple(rows), _SHARES, markers)


def _chance_row(name: str, share: float, *, earlier: bool) -> IntervalRow:
    return IntervalRow(name, share, None, None, _chance(share), Provenance.MEASURED, emphasis=not earlier, earlier=earlier)  # fmt: skip


_SUREST = 1e-6
_SHARES = Axis(0.0, 1.0, tuple((at / 4, share_tick(at / 4, last=at == 4)) for at in range(5)))


def _number_chart(before: RowAnswer, after: RowAnswer, changed: Mapping[str, str]) -> IntervalChart:
    both = [(tr("As it is"), before, bool(changed))]
    if changed:
        both.append((tr("Changed"), after, False))
    rows = tuple(
        IntervalRow(name, said.value, said.low, said.high, number(said.value), Provenance.MEASURED, emphasis=not earlier, earlier=earlier)
        for name, said, earlier in both
    )  # fmt: skip
    return IntervalChart(tr("What it says"), tr("Line: 9 times in 10 the truth lies in it."), rows, _axis([end for _, said, _ in both for end in (said.low, said.high)]))  # fmt: skip


def _axis(values: Sequence[float]) -> Axis:
    low, high = min(values), max(values)
    room = (high - low) * 0.05 or 1.0
    return amount_axis(low - room, high + room)


def effect_chart(kept: TableRun, column: str, along: Sequence[tuple[str, RowAnswer]], now: str, before: RowAnswer) -> IntervalChart:  # fmt: skip
    """How the answer to this row moves where one column says something else, all other fields as they are."""
    label = shown_class(kept, before)
    shown = list(along)[:_MOST_VALUES]
    rows = tuple(
        IntervalRow(
            shorten(cell, 24),
            said.of(label),
            said.low if not label else None,
            said.high if not label else None,
            _chance(said.of(label)) if label else number(said.value),
            Provenance.MEASURED,
            emphasis=cell == now,
        )
        for cell, said in shown
    )
    ends = [end for _, said in shown for end in (said.low, said.high)]
    title = tr("How the answer moves with “{column}”", column=shorten(column, 24))
    note = tr("All other fields as they are. What it would say, not what would happen: who chooses another value may differ otherwise too.")  # fmt: skip
    return IntervalChart(title, note, rows, _SHARES if label or not ends else _axis(ends))


def seen_words(kept: TableRun, unseen: Sequence[Unseen]) -> tuple[bool, str, str]:
    """Whether it has seen such values, a title, and what it has not."""
    if not unseen:
        few = tr("Each value lies within what it learned from ({n} rows).", n=kept.split.learning)
        if any(one.type in ENCODED for one in kept.used):
            few = tr("Each number and each word lies within what it learned from ({n} rows); sentences and files are new ones anyway.", n=kept.split.learning)  # fmt: skip
        return True, tr("It has seen such values"), few
    first = unseen[0]
    title = tr_plural("It has never seen such a value", "It has never seen {n} of these values", len(unseen))  # fmt: skip
    if first.most:
        return False, title, tr("“{column}”: {cell} lies beyond {most}, the furthest it learned from.", column=first.column, cell=first.cell, most=first.most)  # fmt: skip
    return False, title, tr("“{column}” never said “{cell}”.", column=first.column, cell=shorten(first.cell, 32))  # fmt: skip


def unknown_words(said: RowAnswer) -> tuple[str, str] | None:
    """A title and the sentence that it says instead of an answer; None where it has one."""
    title = tr("It would rather not answer")
    if said.strange:
        return title, strange_sentence(said.strange)
    return (title, torn_between(said.could_be)) if said.could_be else None


def no_effect(kept: TableRun, column: str) -> str:
    """Why it is not shown how the answer moves with a column; empty where it is."""
    found = next((one for one in kept.used if one.name == column), None)
    if found is None or found.type not in ENCODED:
        return ""
    if found.type == ColumnType.TEXT:
        return tr("“{column}” holds sentences, which have no order to move along. Type another text to see what it does.", column=shorten(column, 24))  # fmt: skip
    return tr("“{column}” names files, which have no order to move along. Type another name to see what it does.", column=shorten(column, 24))  # fmt: skip


def effect_first(kept: TableRun) -> str:
    """The column whose effect is shown before a field is touched: the most important one that the answer can be moved along."""
    used = [one.name for one in kept.used if one.type not in ENCODED]
    ranked = [one.column for one in kept.importance.columns if one.column in used]
    return next(iter((*ranked, *used)), "")
