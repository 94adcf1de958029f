"""Page four: the candidates side by side on the same cases, where it is wrong, and whether the data is enough."""

from typing import Any

from estimators.base.interval import percent_range
from estimators.base.number import digits
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from reports.candidates import Candidate, CandidateTable
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
        blocks += candidate_blocks(found, evidence.product, room)
    wrong = _wrong(found, room)
    kind = _in_its_words(evidence.product, room)
    if accuracy is not None:
        blocks += _classes_and_mistakes(accuracy, room)
    elif wrong and kind:
        blocks.append(Columns((wrong, kind), (1, 1), space_before=14.0))
    else:
        blocks += wrong or kind
    blocks += _data(evidence, room)
    return tuple(blocks)


# --- the candidates ----------------------------------------------------------------------------------------------------


def candidate_blocks(found: CandidateTable, product: Product, room: PageRoom) -> tuple[Block, ...]:
    """Each candidate with its interval on one axis, its figure, and where they are known its price and its speed."""
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
        *quiet(found.note, room, space_before=1.0),
        table(columns, rows, max_lines=lines, header_lines=2),
        *more(len(found.candidates) - len(shown)),
        *pairs,
    )


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
    """The weakest classes beside the commonest mistakes."""
    sides = (_classes(accuracy, room), _mistakes(accuracy, room))
    return (Columns(sides, (0.55, 0.45), space_before=14.0),)


def _wrong(found: CandidateTable | None, room: PageRoom) -> tuple[Block, ...]:
    """In which ways the answers of the chosen candidate were wrong, and how far the grades can be trusted."""
    if found is None or not (found.failures or found.grading):
        return ()
    columns = (Column(tr("wrong how"), 0.8), Column(tr("times"), 0.2, right=True))
    rows = [(each.words, digits(each.n)) for each in found.failures[: room.rows]]
    blocks: tuple[Block, ...] = (heading(plain(tr("Where it is wrong"))),)
    if rows:
        blocks += (table(columns, rows, show_header=False, max_lines=room.lines),)
    for each in found.grading:
        blocks += quiet(each, room)
    return blocks


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
        Column(tr("in truth"), 0.4),
        Column(tr("it said"), 0.4),
        Column(tr("times"), 0.2, right=True),
    )
    shown = mistakes[: max(room.rows - 4, 1)]
    rows = [(truth, answer, digits(times)) for truth, answer, times in shown]
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
    data = evidence.data
    title = heading(plain(tr("Is the data enough?")), space_before=14.0)
    if data is None:
        usual = (tr("There are no examples yet."), "")
        headline, lead = evidence.says_absent("data", usual)
        return (title, said(joined(headline, " ", lead), room, space_before=3.0))
    words: tuple[Block, ...] = (title, said(_counted(data), room, space_before=3.0))
    if data.labels_sentence:
        words += (said(plain(data.labels_sentence), room, space_before=4.0),)
    elif data.sufficiency.takes:
        words += (said(plain(data.sufficiency.takes), room, space_before=4.0),)
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


FEASIBILITY = PageTemplate(
    "feasibility",
    tr("Can it be done?"),
    feasibility_blocks,
    (
        (ACCURACY_ID, _tested),
        (BY_CLASS_ID, lambda evidence: evidence.accuracy),
        (DATA_ID, lambda evidence: evidence.data),
    ),
    said_below=tr(
        "E1 the test · E4 by class · E7 the data · {attached}", attached=EVIDENCE_ATTACHED
    ),
)
