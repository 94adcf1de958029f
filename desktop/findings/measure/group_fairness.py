"""How unlike the groups of a column are answered: two pictures, a finding, and what it cannot say; for page, command and report."""

from collections.abc import Callable
from math import isfinite

from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.table_data import looked_at_groups
from estimators.base.errors import UserError
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits, fixed, number
from estimators.base.percent import percent, points
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.table.column import ColumnType
from estimators.table.group_fairness import (
    FEWEST,
    FOUR_FIFTHS,
    Gap,
    GroupCounts,
    Rate,
    SliceCounts,
    error_gap,
    estimate,
    gap_of,
    ratio_of,
)
from reports.chart_data import Axis, IntervalChart, IntervalRow
from reports.chart_parts import TableTwin, amount_axis
from reports.provenance import Provenance
from reports.stage_view import Explanation

_HARMS: frozenset[Rate] = frozenset((Rate.MISSED, Rate.IN_VAIN))


def shown_slices(project: Project, run: Run) -> tuple[SliceCounts, ...]:
    """The columns by whose groups somebody looks at this run, the latest first."""
    kept = run.settings.table
    by_name = {one.name: one for one in kept.slices} if kept else {}
    return tuple(by_name[name] for name in reversed(looked_at_groups(project)) if name in by_name)


def not_counted_yet(project: Project, run: Run) -> str:
    """What is said where the groups chosen last were not counted by this run; empty where they were."""
    latest, kept = looked_at_groups(project)[-1:], run.settings.table
    if not latest or (kept and latest[0] in {one.name for one in kept.slices}):
        return ""
    return tr("“{slice}” is counted from the next training on", slice=shorten(latest[0], 28))


def cut_name(column: str, text: str) -> str:
    """A column with where somebody cuts it: "age:30,50". Raises `UserError` where that is no list of numbers."""
    try:
        cuts = sorted({float(one) for one in text.replace(",", " ").replace(";", " ").split()})
    except ValueError:
        cuts = []
    if not cuts or not all(map(isfinite, cuts)):
        raise UserError(tr("“{text}” is no list of numbers.", text=shorten(text, 40)), "", tr("Write, for example, 30, 50."))  # fmt: skip
    return f"{column}:{','.join(f'{one:g}' for one in cuts)}"


def group_name(group: GroupCounts, type_: ColumnType) -> str:
    """What the rows of a group have in common."""
    from estimators.table.cell_values import shown_day

    if group.word:
        return shorten(group.word, 32)
    if group.rest:
        return tr("all others")
    word: Callable[[float], str] = shown_day if type_ == ColumnType.DATE else number
    if group.low is not None and group.high is not None:
        return tr("{low} to below {high}", low=word(group.low), high=word(group.high))
    if group.high is not None:
        return tr("below {high}", high=word(group.high))
    return tr("{low} and above", low=word(group.low)) if group.low is not None else tr("empty")


def groups_headline(found: SliceCounts, looks: int = 1) -> str:
    """The gap that is surest, or that none is shown."""
    sure = _surest(found, looks)
    if sure is None:
        return tr("No gap between groups of “{column}” is shown", column=shorten(found.column, 28))
    rate, gap = sure
    most, least = (group_name(found.groups[at], found.type) for at in (gap.most, gap.least))
    return {
        None: tr("It is further off for “{most}” than for “{least}”", most=most, least=least),
        Rate.RIGHT: tr("It is right more often of “{most}” than of “{least}”", most=most, least=least),
        Rate.WARNED: tr("It warns of “{most}” more often than of “{least}”", most=most, least=least),
        Rate.MISSED: tr("It misses “{most}” more often than “{least}”", most=most, least=least),
        Rate.IN_VAIN: tr("It warns of “{most}” for nothing more often than of “{least}”", most=most, least=least),
    }[rate]  # fmt: skip


def _surest(found: SliceCounts, looks: int) -> tuple[Rate | None, Gap] | None:
    """The gap that is surest, of errors that harm before others, and of what (None: how far off); None where none is sure."""
    if any(group.error for group in found.groups):
        error = error_gap(found, looks)
        return (None, error) if error is not None and error.low > 0 else None
    gaps = {rate: gap for rate in found.rates if (gap := gap_of(found, rate, looks)) and gap.low > 0}  # fmt: skip
    if not gaps:
        return None
    harms = [one for one in gaps if one in _HARMS]
    rate = max(harms or gaps, key=lambda one: gaps[one].low)
    return rate, gaps[rate]


def sure_gaps(project: Project, run: Run) -> tuple[str, ...]:
    """Of each column that somebody looked at and whose groups are surely answered unlike, the gap in a sentence."""
    found = shown_slices(project, run)
    sure = [(one, told) for one in found if (told := _surest(one, len(found)))]
    return tuple(
        f"{groups_headline(one, len(found))}. {_of_what(one, rate, gap)}"
        for one, (rate, gap) in sure
    )


def _of_what(found: SliceCounts, rate: Rate | None, gap: Gap) -> str:
    return _error_sentence(gap) if rate is None else _gap_sentence(_rate_names(found)[rate], gap)


def group_charts(found: SliceCounts) -> tuple[IntervalChart, ...]:
    """Of two classes, who is warned of, rightly and in vain; of more, how many are right; of numbers, how far off."""
    if any(group.error for group in found.groups):
        return (_error_chart(found),)
    if not found.answer:
        return (_share_chart(found, tr("Right"), lambda group: group.counts(Rate.RIGHT)),)
    answer = shorten(found.answer, 24)
    return (
        _share_chart(found, tr("“{answer}”, and it warned", answer=answer), lambda one: (one.found, one.positives)),
        _share_chart(found, tr("Not “{answer}”, and it warned anyway", answer=answer), lambda one: one.counts(Rate.IN_VAIN)),
    )  # fmt: skip


def report_gaps(project: Project, run: Run) -> tuple[str, ...]:
    """Every column that somebody looked at in sentences, and what they cannot say; empty where nobody looked at any."""
    found = shown_slices(project, run)
    said = [
        " ".join((f"{groups_headline(one, len(found))}.", *gap_sentences(one, len(found))[:-1]))
        for one in found
    ]
    return (*said, WHAT_GAPS_CANNOT_SAY) if said else ()


def _share_chart(
    found: SliceCounts, title: str, counts: Callable[[GroupCounts], tuple[int, int]]
) -> IntervalChart:
    rows = []
    for group in found.groups:
        k, n = counts(group)
        value, low, high = estimate(k, n)
        said = of_all(k, n) if n else tr("none there")
        rows.append(
            IntervalRow(group_name(group, found.type), value if n else None, low if n else None, high if n else None, said, Provenance.MEASURED, note=percent_range(low, high) if n else "")
        )  # fmt: skip
    most = 1.0 if any((row.high or 0) > 0.5 for row in rows) else 0.5
    ticks = ((0.0, "0"), (most / 2, percent(most / 2)), (most, percent(most)))
    note = tr("By “{column}”, held-out rows. Line: 9 chances in 10.", column=shorten(found.column, 28))  # fmt: skip
    return IntervalChart(title, note, tuple(rows), Axis(0.0, most, ticks))


def _error_chart(found: SliceCounts) -> IntervalChart:
    rows = tuple(
        IntervalRow(
            group_name(group, found.type), group.error.value, group.error.low if group.n > 1 else None,
            group.error.high if group.n > 1 else None, number(group.error.value),
            Provenance.MEASURED, note=tr("n = {n}", n=digits(group.n)),
        )
        for group in found.groups
        if group.error is not None
    )  # fmt: skip
    most = max((row.high or 0.0 for row in rows), default=1.0) * 1.05 or 1.0
    axis = amount_axis(0.0, most)
    note = tr("By “{column}”: the mean of how far off, on held-out rows. Line: 9 chances in 10.", column=shorten(found.column, 28))  # fmt: skip
    return IntervalChart(tr("How far off it is on average"), note, rows, axis)


def gap_sentences(found: SliceCounts, looks: int = 1) -> tuple[str, ...]:
    """The gaps between groups with their intervals, the four-fifths ratio, and what all that cannot say."""
    named = _rate_names(found)
    said = [_gap_sentence(named[rate], gap_of(found, rate, looks)) for rate in found.rates]
    if any(group.error for group in found.groups):
        error = error_gap(found, looks)
        said = [_error_sentence(error)] if error else []
    ratio = ratio_of(found, looks) if found.answer else None
    if ratio is not None:
        said.append(_four_fifths(ratio, [group_name(group, found.type) for group in found.groups]))
    return (*said, WHAT_GAPS_CANNOT_SAY)


WHAT_GAPS_CANNOT_SAY = tr(
    "A gap says that groups are answered unlike, not why, and not whether that is fair or lawful: they may differ in what is true of "
    "them, in how it was written down, and in who is in the table."
)


def _rate_names(found: SliceCounts) -> dict[Rate, str]:
    return {
        Rate.RIGHT: tr("right answers"),
        Rate.WARNED: tr("rows warned of"),
        Rate.MISSED: tr("“{answer}” missed", answer=shorten(found.answer, 24)),
        Rate.IN_VAIN: tr("warnings for nothing"),
    }


def _error_sentence(gap: Gap) -> str:
    return tr("Off on average: {gap} further in the group that it is furthest off in (9 chances in 10: {low} to {high}).", gap=number(gap.value), low=number(gap.low), high=number(gap.high))  # fmt: skip


def _gap_sentence(what: str, gap: Gap | None) -> str:
    if gap is None:
        return tr("Gap in {what}: too few rows to tell; a group needs {few}.", what=what, few=FEWEST)  # fmt: skip
    ends = tr("{low} to {high} points", low=fixed(100 * gap.low), high=fixed(100 * gap.high))
    if gap.low > 0:
        return tr("Gap in {what}: {gap} (9 chances in 10: {ends}).", what=what, gap=points(gap.value), ends=ends)  # fmt: skip
    return tr("Gap in {what}: {gap}, which may be luck (9 chances in 10: {ends}).", what=what, gap=points(gap.value), ends=ends)  # fmt: skip


def _four_fifths(ratio: Gap, names: list[str]) -> str:
    parts = {
        "least": names[ratio.least],
        "most": names[ratio.most],
        "share": percent(ratio.value),
        "ends": percent_range(ratio.low, ratio.high),
    }
    if ratio.high < FOUR_FIFTHS:
        template = tr("“{least}” is warned of {share} as often as “{most}” (9 chances in 10: {ends}): below four-fifths.")  # fmt: skip
    elif ratio.low >= FOUR_FIFTHS:
        template = tr("“{least}” is warned of {share} as often as “{most}” (9 chances in 10: {ends}): four-fifths or more.")  # fmt: skip
    else:
        template = tr("“{least}” is warned of {share} as often as “{most}” (9 chances in 10: {ends}): whether that is four-fifths can’t be told.")  # fmt: skip
    return template.format_map(parts)


def groups_table(found: SliceCounts) -> TableTwin:
    """Every group with its counts and intervals."""
    heads = {
        Rate.RIGHT: tr("right"),
        Rate.WARNED: tr("warned of"),
        Rate.MISSED: tr("missed"),
        Rate.IN_VAIN: tr("warned for nothing"),
    }
    numbers = any(group.error for group in found.groups)
    rows = []
    for group in found.groups:
        cells = [group_name(group, found.type), digits(group.n)]
        for rate in found.rates:
            k, n = group.counts(rate)
            cells += [of_all(k, n), percent_range(*estimate(k, n)[1:])] if n else ["–", ""]
        if group.error is not None:
            likely = tr(
                "{low} to {high}", low=number(group.error.low), high=number(group.error.high)
            )
            cells += [number(group.error.value), likely if group.n > 1 else ""]
        rows.append(tuple(cells))
    headers = [shorten(found.column, 28), tr("rows")]
    for rate in found.rates:
        headers += [heads[rate], tr("likely")]
    if numbers:
        headers += [tr("off by"), tr("likely")]
    return TableTwin(tuple(headers), tuple(rows))


HOW_GAPS = Explanation(
    tr("How the gap between groups is counted"),
    tr(
        "A row is warned of from the chance on that the page names. Each share has its exact interval. The gap is that between the groups "
        "with the most and the least; its interval allows for every pair of groups, and for every column that you have looked at, so that "
        "who looks at many does not find one by luck. Groups of fewer than 10 rows count for no gap. Four-fifths is a rule of thumb of US "
        "agencies for who is selected, no proof of fairness."
    ),
    (),
    tr("Zou and Donner, Construction of confidence limits about effect measures, 2008"),
)
