"""Problem and Decide in full: every answer and reason with its source, every price, and what money does not show."""

from typing import TYPE_CHECKING

from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.need_for_ai.cues import EFFECT_WORDS, Cues
from reports.evidence import (
    Decision,
    Evidence,
    Options,
    Problem,
    ReportedFact,
    VerdictChange,
)
from reports.pdf.blocks import Block
from reports.pdf.charts.block import titled
from reports.pdf.table import Column
from reports.provenance import Provenance
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    appended,
    heading,
    listed,
    plain,
    prose,
    sourced,
    table,
)
from reports.sentences import noted, say, strong
from reports.text_runs import Runs

if TYPE_CHECKING:
    from estimators.build_vs_buy.intangibles import Criterion

_SPEAKS = Column(tr("speaks"), 0.14)


# --- the problem -------------------------------------------------------------------------------------------------------


def _problem(problem: Problem, evidence: Evidence, _links: Cited) -> Opened:
    """Every answer with its source, and what the published lists say to it."""
    known = sum(fact.provenance is not Provenance.UNKNOWN for fact in problem.facts)
    headline = say("{known} of {all} answers are known.", known=known, all=len(problem.facts))
    lead = plain(problem.headline) if problem.headline else ()
    return Opened(headline, lead, (*_facts(problem), *_assessment(evidence)))


def _facts(problem: Problem) -> tuple[Block, ...]:
    if not problem.facts:
        return ()
    columns = (Column(tr("what"), 0.38), Column(tr("value"), 0.3), Column(tr("source"), 0.32))
    return (appended(columns, map(_fact, problem.facts), space_before=12.0),)


def _fact(fact: ReportedFact) -> tuple[str, Runs, Runs]:
    value = plain(fact.value, strong=fact.provenance is not Provenance.UNKNOWN)
    return fact.label, value, sourced(fact.provenance, fact.source)


def _assessment(evidence: Evidence) -> tuple[Block, ...]:
    """Each reason of the verdict with the list that it is from."""
    decision = evidence.decision
    if decision is None:
        return ()
    blocks: list[Block] = [heading(say("Does it need AI? {headline}", headline=decision.headline))]
    if decision.reasons:
        columns = (_SPEAKS, Column(tr("reason and its source"), 0.86))
        rows = zip(_effects(decision), reason_words(decision), strict=True)
        blocks.append(appended(columns, rows))
    blocks.append(prose(noted(decision.advice, decision.advice_source), space_before=10.0))
    return (*blocks, *_cues(decision.cues, decision))


def reason_words(decision: Decision, *, dated: bool = True) -> list[Runs]:
    """Each reason with the list that it is from, and when that was read."""
    return [
        noted(
            r.text,
            tr("{title}, read {date}", title=r.source.title, date=r.source.date)
            if dated and r.source.date
            else r.source.title,
        )
        for r in decision.reasons
    ]


def _effects(decision: Decision) -> list[str]:
    """What each reason speaks for; the first may forbid it."""
    effects = [
        capital(EFFECT_WORDS.get(reason.effect, reason.effect)) for reason in decision.reasons
    ]
    return [tr("Blocks"), *effects[1:]] if decision.blocks else effects


def _cues(cues: Cues, decision: Decision) -> tuple[Block, ...]:
    said = say(
        "{sentence} AI Canvas: {boxes} of 7 boxes filled. Problem framing: {steps} of 7 steps. {data}",
        sentence=cues.sentence,
        boxes=str(cues.ready["canvas"]),
        steps=str(cues.ready["framing"]),
        data=decision.data_level or tr("How ready the data are is unknown."),
    )
    blocks: tuple[Block, ...] = (
        heading(say("{open} of {all} cues are open", open=len(cues.open), all=len(cues.all))),
        prose(said, space_before=3.0),
    )
    rows = tuple(
        (capital(EFFECT_WORDS[cue.effect]), noted(cue.text, cue.source))
        for cue in (*cues.for_ai, *cues.against_ai, *cues.missing)
    )
    columns = (_SPEAKS, Column(tr("cue and the list it is from"), 0.86))
    return (*blocks, table(columns, rows)) if rows else blocks


# --- the options -------------------------------------------------------------------------------------------------------


def _options(options: Options, _evidence: Evidence, _links: Cited) -> Opened:
    """Every price with its address, what the next labels are worth, and what money does not show."""
    blocks = (*_prices(options), *_labels(options), *_intangibles(options))
    return Opened(say("What the value is worked out from."), plain(options.sources), blocks)


def _prices(options: Options) -> tuple[Block, ...]:
    if not options.price_lines:
        return ()
    columns = (Column(tr("price"), 0.25), Column(tr("amount"), 0.25), Column(tr("source"), 0.5))
    rows = [
        (line.label, plain(line.amount), noted(line.source, line.address))
        for line in options.price_lines
    ]
    return (heading(plain(tr("What it costs, and from where"))), appended(columns, rows))


def _labels(options: Options) -> tuple[Block, ...]:
    if options.labels is None:
        return ()
    if options.labels.points:
        return titled(options.labels)
    said = prose(plain(options.labels.note), space_before=3.0)
    return (heading(plain(options.labels.title)), said)


def _intangibles(options: Options) -> tuple[Block, ...]:
    found = options.intangibles
    said = say(
        "{sentence} Weights: {weights}. They stand beside the money and are no part of it.",
        sentence=found.sentence,
        weights=found.weights_from,
    )
    criteria = listed(_criterion(each) for each in found.criteria)
    changes = [plain(change.sentence) for change in found.changes[:2]]
    rest = [listed(changes)] if changes else []
    return (*titled(options.intangibles_chart), prose(said), criteria, *rest)


def _criterion(criterion: "Criterion") -> Runs:
    """How much it counts, and what the ends of its scale are."""
    weight = say(
        "{label}, {weight}", label=strong(criterion.label), weight=percent(criterion.weight)
    )
    worst, best = criterion.anchors[0][1], criterion.anchors[-1][1]
    return noted(weight, tr("0: {worst}. 100: {best}.", worst=worst, best=best))


def flip_words(flip: VerdictChange) -> Runs:
    """What one input would have to be for another verdict."""
    return say(
        "{input}: {now} now. If {then}: {verdict}.",
        input=flip.input,
        now=flip.from_text,
        then=strong(flip.to_text),
        verdict=flip.verdict,
    )


PROBLEM = SectionTemplate(
    "problem",
    tr("Every answer and reason"),
    tr("every answer and reason"),
    lambda evidence: evidence.problem,
    _problem,
)
OPTIONS = SectionTemplate(
    "options",
    tr("Prices and what money does not show"),
    tr("prices and what money does not show"),
    lambda evidence: evidence.options,
    _options,
    (
        tr("The options are not valued yet."),
        tr("What each is worth, and from which numbers, stands here once they are."),
    ),
)
