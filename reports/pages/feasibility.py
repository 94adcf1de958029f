"""Page four: the candidates side by side on the same cases, where it is wrong, and whether the data is enough."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from estimators.base.interval import percent_range
from estimators.base.number import digits
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from reports.candidates import Candidate, CandidateTable
from reports.chart_data import IntervalRow
from reports.chart_parts import Axis, Marker
from reports.evidence import ACCURACY_ID, BY_CLASS_ID, DATA_ID, Accuracy, Data, Evidence, Product
from reports.figure import Figure, Unit
from reports.pages.template import (
    EVIDENCE_ATTACHED,
    PageRoom,
    PageTemplate,
    anchored,
    entries,
    more,
    page_opening,
    quiet,
    said,
)
from reports.pdf.blocks import Block, Columns
from reports.pdf.charts.block import titled
from reports.pdf.charts.canvas import ink
from reports.pdf.charts.small import interval_painter
from reports.pdf.table import Cell, Column
from reports.sections.accuracy import NOT_TESTED, found_table, mistakes_of
from reports.sections.parts import Cited, heading, plain, statement, table
from reports.sentences import joined, noted, say, strong
from reports.text_runs import Runs

_CARDS_FROM = 3  # entries of a page that has room for cards
_NAMED = 3  # cases of one way of being wrong


def feasibility_blocks(evidence: Evidence, links: Cited, room: PageRoom) -> tuple[Block, ...]:
    """Candidates, mistakes, data."""
    accuracy, found = evidence.accuracy, evidence.candidates
    topic = tr("3 · Feasibility: can it be done?")
    anchors = anchored(links, ACCURACY_ID, BY_CLASS_ID, DATA_ID)
    if accuracy is not None:
        headline, lead = accuracy.headline, accuracy.lead
    elif found is not None and found.is_measured:
        headline, lead = found.headline, found.lead
    else:
        usual = (tr("Nothing has been tested yet."), NOT_TESTED)
        headline, lead = evidence.says_absent("accuracy", usual)
    blocks: list[Block] = [*page_opening(topic, plain(headline), plain(lead), room, anchors)]
    if found is not None:
        unchecked = evidence.options.checks if evidence.options is not None else ""
        blocks += candidate_blocks(found, evidence.product, room, unchecked)
        blocks += _cards(found, room)
    if accuracy is not None:
        blocks += _classes_and_mistakes(accuracy, room)
    else:
        blocks += _slices_and_failures(found, evidence.product, room)
    blocks += _data(evidence, room)
    return tuple(blocks)


# --- the candidates ----------------------------------------------------------------------------------------------------


def candidate_blocks(
    found: CandidateTable, product: Product, room: PageRoom, unchecked: str = ""
) -> tuple[Block, ...]:
    """Each candidate with its interval on one axis, its figure, and where they are known its price and its speed.

    - `unchecked`: what the people who check cost beside the prices; empty where nobody checks.
    """
    shown = found.candidates[: room.rows]
    costs = any(each.cost for each in shown)
    speeds = any(each.seconds for each in shown)
    low, high = found.axis.ticks[0][1], found.axis.ticks[-1][1]
    ends = tr("{low} to {high}", low=low, high=high)
    bar = tr("{ends}, {bar}", ends=ends, bar=found.bar.label) if found.bar is not None else ends
    columns = (
        Column(tr("candidate"), 0.3),
        Column(bar, 0.28),
        Column(found.measure, 0.2, right=True),
        *((Column(tr("likely (9 in 10)"), 0.22, right=True),) if found.is_measured else ()),
        *(
            (Column(tr("per 1,000 {cases}", cases=product.cases), 0.14, right=True),)
            if costs
            else ()
        ),
        *((Column(tr("usually"), 0.13, right=True),) if speeds else ()),
        *((Column(tr("slowest 1 in 20"), 0.14, right=True),) if speeds else ()),
    )
    rows = [
        (
            noted(plain(each.name, strong=each.is_chosen), each.note),
            Cell(paint=_painter(each.figure, found.axis, found.bar, each)),
            joined(_mark(each), plain(each.figure.text, strong=each.is_chosen)),
            *((_ends(each.figure),) if found.is_measured else ()),
            *((each.cost or "–",) if costs else ()),
            *((each.seconds or "–", each.slowest or "–") if speeds else ()),
        )
        for each in shown
    ]
    lines = 2 if room.lines > 1 else 1
    pairs = [
        said(plain(f"{each.sentence} {each.cost}".rstrip()), room, space_before=4.0)
        for each in found.pairs[: max(room.entries - 2, 1)]
    ]
    return (
        heading(plain(found.title), space_before=14.0),
        *quiet(f"{found.note} {unchecked if costs else ''}".rstrip(), room, space_before=1.0),
        table(columns, rows, max_lines=lines, header_lines=2),
        *more(len(found.candidates) - len(shown)),
        *pairs,
    )


def _cards(found: CandidateTable, room: PageRoom) -> tuple[Block, ...]:
    """Who was asked what, and when: of those that were bought, prompted or written."""
    known = [(one.name, one.card) for one in found.candidates if one.card is not None]
    shown = [(name, card) for name, card in known if card.of_model or card.address or card.asked]
    if not shown or room.entries < _CARDS_FROM:
        return ()
    columns = (
        Column(tr("what was asked of whom"), 0.2),
        Column(tr("model or file"), 0.3),
        Column(tr("last answer"), 0.14),
        Column(tr("prompt or rules"), 0.36),
    )
    rows = [
        (
            name,
            noted(card.of_model or card.address, card.address if card.of_model else ""),
            card.date,
            noted(tr("sha256 {digest}…", digest=card.sha256[:16]), card.asked)
            if card.asked
            else "–",
        )
        for name, card in shown[: room.rows // 2]
    ]
    cards = table(columns, rows, max_lines=3, space_before=10.0)
    return (cards, *more(len(shown) - len(rows)))


def _ends(figure: Figure) -> str:
    """Its likely ends, whole percents where it is a share; nothing where the figure is a range itself."""
    if figure.unit is not Unit.SHARE or figure.low is None or figure.high is None:
        return figure.interval
    return "" if figure.provenance.is_assumed else percent_range(figure.low, figure.high)


def _mark(each: Candidate) -> Runs:
    from reports.sentences import mark

    return mark(each.figure.provenance.value)


def _painter(figure: Figure, axis: Axis, bar: Marker | None, each: Candidate) -> Any:
    look = ink(figure.provenance, baseline=each.is_no_ai)
    return interval_painter(figure, axis, bar, look)


# --- where it is wrong -------------------------------------------------------------------------------------------------


def _classes_and_mistakes(accuracy: Accuracy, room: PageRoom) -> tuple[Block, ...]:
    """The weakest classes beside the commonest mistakes, or, of numbers, how far off they are; then who is surely answered unlike."""
    if accuracy.per_class:
        sides = (_classes(accuracy, room), _mistakes(accuracy, room))
        blocks: tuple[Block, ...] = (Columns(sides, (0.55, 0.45), space_before=14.0),)
    else:
        charts = tuple(titled(chart) for chart in accuracy.more[:2])
        blocks = (Columns(charts, (0.5, 0.5), space_before=14.0),) if len(charts) == 2 else charts[0] if charts else ()  # fmt: skip
    gaps = [plain(each) for each in accuracy.sure_gaps[: max(room.entries - 2, 1)]]
    return (*blocks, *entries(tr("Who is answered unlike"), gaps, room))


def _slices_and_failures(
    found: CandidateTable | None, product: Product, room: PageRoom
) -> tuple[Block, ...]:
    """The chosen one on each kind of case beside the ways in which it is wrong; what right means."""
    slices, wrong, kind = _slices(found, room), _wrong(found, room), _in_its_words(product, room)
    if slices and wrong:
        sides = Columns((slices, wrong), (0.55, 0.45), space_before=14.0)
        return (sides, *kind) if room.entries > _CARDS_FROM else (sides,)
    if wrong and kind:
        return (Columns((wrong, kind), (1, 1), space_before=14.0),)
    return (*slices, *(wrong or kind))


def _slices(found: CandidateTable | None, room: PageRoom) -> tuple[Block, ...]:
    """The kinds of cases, the weakest first."""
    chart = found.slices if found is not None else None
    if chart is None:
        return ()
    shown = tuple(reversed(chart.rows))[: max(room.rows - 3, 1)]
    low, high = chart.axis.ticks[0][1], chart.axis.ticks[-1][1]
    columns = (
        Column(tr("kind"), 0.3),
        Column(tr("{low} to {high}", low=low, high=high), 0.2),
        Column(chart.value_header, 0.2, right=True),
        Column(tr("likely (9 in 10)"), 0.3, right=True),
    )
    rows = [
        (
            plain(row.label, strong=row.emphasis),
            Cell(paint=interval_painter(_interval(row), chart.axis, None)),
            row.note,
            "" if row.low is None or row.high is None else percent_range(row.low, row.high),
        )
        for row in shown
    ]
    blocks = (heading(plain(chart.title)), *quiet(chart.note, room, space_before=1.0))
    wide = table(columns, rows, max_lines=min(room.lines, 2))
    return (*blocks, wide, *more(len(chart.rows) - len(shown)))


def _interval(row: IntervalRow) -> Figure:
    return Figure("", row.mid, row.provenance, low=row.low, high=row.high)


def _wrong(found: CandidateTable | None, room: PageRoom) -> tuple[Block, ...]:
    """In which ways the answers of the chosen candidate were wrong, in which cases, and how far the grades can be trusted."""
    if found is None or not (found.failures or found.grading):
        return ()
    columns = (
        Column(tr("wrong how"), 0.42),
        Column(tr("times"), 0.14, right=True),
        Column(tr("for example"), 0.44),
    )
    shown = found.failures[: room.rows // 2]
    rows = [(each.words, digits(each.n), examples(each.cases)) for each in shown]
    blocks: tuple[Block, ...] = (heading(plain(tr("Where it is wrong"))),)
    if rows:
        wide = table(columns, rows, max_lines=min(room.lines, 2))
        blocks += (wide, *more(len(found.failures) - len(shown)))
    for each in found.grading:
        blocks += quiet(each, room)
    return blocks


def examples(cases: Sequence[str]) -> str:
    """The names of some cases, by which they are found in the project; of a file without its folders."""
    named = [PurePath(case).name or case for case in cases[:_NAMED]]
    return ", ".join(named) + (" …" if len(cases) > len(named) else "")


def _classes(accuracy: Accuracy, room: PageRoom) -> tuple[Block, ...]:
    ranked = sorted(accuracy.per_class, key=lambda one: (one.recall.measured.value, one.name))
    shown = ranked[: max(room.rows - 3, 1)]
    title = say("Found, by class")
    if len(shown) < len(ranked):
        least = tr_plural(
            "The class that it finds least", "The {n} classes that it finds least", len(shown)
        )
        title = plain(least)
    blocks = (heading(title), found_table(shown, min(room.lines, 2)))
    return (*blocks, *more(len(ranked) - len(shown)))


def _mistakes(accuracy: Accuracy, room: PageRoom) -> tuple[Block, ...]:
    mistakes = mistakes_of(accuracy.confusion)
    title = heading(plain(tr("What it takes for what")))
    trust = say(
        "How sure it says it is, is off by {points}; chance alone would show {chance}.",
        points=accuracy.ece.text,
        chance=accuracy.ece_by_chance.text,
    )
    if not mistakes:
        return (title, said(say("It made no mistake in the test."), room), said(trust, room))
    columns = (
        Column(tr("in truth"), 0.27),
        Column(tr("it said"), 0.27),
        Column(tr("times"), 0.12, right=True),
        Column(tr("for example"), 0.34),
    )
    shown = mistakes[: max(room.rows - 4, 1)]
    which = {(one.truth, one.answer): one.names for one in accuracy.mistaken}
    rows = [
        (truth, answer, digits(times), examples(which.get((truth, answer), ())))
        for truth, answer, times in shown
    ]
    wrong = table(columns, rows, max_lines=min(room.lines, 2))
    return (title, wrong, *more(len(mistakes) - len(shown)), said(trust, room, space_before=5.0))


def _in_its_words(product: Product, room: PageRoom) -> tuple[Block, ...]:
    """What right means, what has to be beaten and what goes wrong, in the words of the kind."""
    if not product.kind:
        return ()
    texts = (
        say("Right means: {right}.", right=strong(product.right)),
        say("To be beaten: {baseline}.", baseline=product.baseline),
        say("What goes wrong: {mistakes}.", mistakes=product.mistakes),
    )
    return entries(product.label, texts, room)


# --- is the data enough ------------------------------------------------------------------------------------------------


def _data(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    data, table_of = evidence.data, evidence.candidates
    title = heading(plain(tr("Is the data enough?")), space_before=14.0)
    enough = table_of.enough if table_of is not None else ()
    more_cases = tuple(said(plain(each), room, space_before=4.0) for each in enough)
    if data is None:
        headline, lead = evidence.says_absent("data", (tr("There are no examples yet."), ""))
        return (title, said(joined(headline, " ", lead), room, space_before=3.0), *more_cases)
    words: tuple[Block, ...] = (title, said(_counted(data), room, space_before=3.0), *more_cases)
    if data.labels_sentence:
        words += (said(plain(data.labels_sentence), room, space_before=4.0),)
    elif data.sufficiency.takes:
        words += (said(plain(data.sufficiency.takes), room, space_before=4.0),)
    for each in data.beside_the_test:
        words += (said(plain(each), room, space_before=4.0),)
    hygiene = [statement(each, Cited()) for each in data.hygiene[: max(room.entries - 2, 1)]]
    found = entries(tr("What was found in it"), hygiene, room)
    if data.curve is not None and room.charts > 1:
        return (Columns((titled(data.curve), (*words, *found)), (0.5, 0.5), space_before=14.0),)
    return (*words, *found)


def _counted(data: Data) -> Runs:
    learn = sum(row.learn for row in data.classes)
    held = sum(row.held_out for row in data.classes)
    kept = tr_plural(
        "{total} {things} of {n} class",
        "{total} {things} of {n} classes",
        len(data.classes),
        total=digits(learn + held),
        things=data.modality,
    )
    if data.of_numbers:
        kept = tr("{total} {things} with a number to predict", total=digits(learn + held), things=data.modality)  # fmt: skip
    if not held:
        return say("{kept}; none are held out yet, so nothing can be tested.", kept=capital(kept))
    return say(
        "{kept}, of which {held} are held out and never learned from.",
        kept=capital(kept),
        held=held,
    )


def _tested(evidence: Evidence) -> bool:
    """Whether a classifier was tested, or candidates were measured."""
    found = evidence.candidates
    return evidence.accuracy is not None or (found is not None and found.is_measured)


def _split_up(evidence: Evidence) -> bool:
    """Whether the page says how good it is on each class, or on each kind of case."""
    found = evidence.candidates
    return evidence.accuracy is not None or (found is not None and found.slices is not None)


FEASIBILITY = PageTemplate(
    "feasibility",
    tr("Can it be done?"),
    feasibility_blocks,
    (
        (ACCURACY_ID, _tested),
        (BY_CLASS_ID, _split_up),
        (DATA_ID, lambda evidence: evidence.data),
    ),
    said_below=tr(
        "E1 the test · E4 part by part · E7 the data · {attached}", attached=EVIDENCE_ATTACHED
    ),
)
