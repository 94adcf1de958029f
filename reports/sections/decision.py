"""The problem, what each option is worth, and what that rests on: Problem and Decide on paper."""

from dataclasses import replace
from typing import TYPE_CHECKING

from estimators.base.count import count
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from estimators.need_for_ai.cues import EFFECT_WORDS, Cues
from reports.evidence import (
    PROBLEM_ID,
    VALUE_ID,
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
    note,
    plain,
    prose,
    sourced,
    table,
)
from reports.sentences import joined, noted, say, strong, text_of
from reports.text_runs import Runs

if TYPE_CHECKING:
    from estimators.build_vs_buy.intangibles import Criterion

_SPEAKS = Column(tr("speaks"), 0.14)


# --- the problem -------------------------------------------------------------------------------------------------------


def _problem(problem: Problem, _evidence: Evidence, _links: Cited) -> Opened:
    """Who hurts, what is known and from where."""
    headline = (
        plain(problem.headline) if problem.headline else say("The problem and what is done today.")
    )
    blocks: list[Block] = []
    if problem.baseline:
        blocks.append(heading(say("What happens today, without AI")))
        blocks.append(prose(plain(problem.baseline), space_before=3.0))
    return Opened(headline, blocks=(*blocks, *_facts(problem)))


def _facts(problem: Problem) -> tuple[Block, ...]:
    unknown = sum(fact.provenance is Provenance.UNKNOWN for fact in problem.facts)
    known = len(problem.facts) - unknown
    if not known:
        title = say("Nothing is known yet")
    elif unknown:
        title = say("{known} known, {unknown} unknown", known=known, unknown=unknown)
    else:
        title = say("What we know, and from where")
    if not problem.facts:
        return (heading(title),)
    columns = (Column(tr("what"), 0.38), Column(tr("value"), 0.3), Column(tr("source"), 0.32))
    return (heading(title), table(columns, map(_fact, problem.facts)))


def _fact(fact: ReportedFact) -> tuple[str, Runs, Runs]:
    value = plain(fact.value, strong=fact.provenance is not Provenance.UNKNOWN)
    return fact.label, value, sourced(fact.provenance, fact.source)


def _assessment(evidence: Evidence) -> tuple[Block, ...]:
    """Whether it needs AI."""
    decision = evidence.decision
    if decision is None:
        absent = say(
            "Not assessed yet. The Decide page gives a verdict with its reasons as soon as the problem is described."
        )
        return (heading(plain(tr("Does it need AI?"))), prose(absent))
    blocks: list[Block] = [
        heading(say("Does it need AI? {headline}", headline=decision.headline)),
        note(plain(decision.open_sentence)),
    ]
    if decision.reasons:
        columns = (_SPEAKS, Column(tr("reason and its source"), 0.86))
        blocks.append(table(columns, zip(_effects(decision), reason_words(decision), strict=True)))
    blocks.append(prose(noted(decision.advice, decision.advice_source), space_before=10.0))
    if decision.own_choice:
        blocks.append(prose(_own_choice(decision), space_before=10.0))
    if decision.success:
        blocks.append(heading(say("When to stop")))
        blocks.append(prose(plain(decision.success), space_before=3.0))
    return (*blocks, *_cues(decision.cues, decision))


def _own_choice(decision: Decision) -> Runs:
    said = say(
        "The person who owns this project decided otherwise: {choice}",
        choice=strong(decision.own_choice),
    )
    if not decision.own_reason:
        return said
    return say("{said}, because: {why}", said=said, why=decision.own_reason)


def reason_words(decision: Decision, *, dated: bool = True) -> list[Runs]:
    """Each reason with the list that it is from, and when that was read."""
    return [
        noted(
            r.text,
            tr("{title}, read {date}", title=r.source.title, date=r.source.date)
            if dated
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
    """What each option is worth, what moves that, and what to find out first."""
    blocks = (*_charts(options), *_labels(options), *_intangibles(options))
    return Opened(plain(options.headline or options.chart.title), value_words(options), blocks)


def _charts(options: Options) -> tuple[Block, ...]:
    blocks = titled(options.chart)
    blocks += tuple(note(plain(each), space_before=4.0) for each in options.impossible)
    if options.pays_from:
        blocks += (note(plain(options.pays_from), space_before=6.0),)
    blocks += (note(plain(options.sources), space_before=2.0), *titled(options.tornado))
    blocks += (note(plain(options.knowing), space_before=6.0),)
    if options.find_out_worth is not None:
        found = say(
            "{what}: worth up to {worth} to know.",
            what=strong(f"“{options.find_out_first}”"),
            worth=options.find_out_worth.text,
        )
        blocks += (heading(plain(tr("Find out first"))), prose(found, space_before=3.0))
    return (*blocks, *_prices(options))


def _prices(options: Options) -> tuple[Block, ...]:
    """What the answers cost, each price with its address, and what has to be said of the numbers."""
    said = [
        each for each in (f"{options.price} {options.price_basis}".strip(), options.sanity) if each
    ]
    blocks: list[Block] = [heading(plain(tr("What it costs, and from where")))] if said else []
    blocks += [prose(plain(each), space_before=3.0) for each in said]
    if options.price_lines:
        columns = (Column(tr("price"), 0.25), Column(tr("amount"), 0.25), Column(tr("source"), 0.5))
        rows = [
            (line.label, plain(line.amount), noted(line.source, line.address))
            for line in options.price_lines
        ]
        blocks.append(table(columns, rows))
    blocks += [note(plain(remark), space_before=4.0) for remark in options.remarks]
    return tuple(blocks)


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


def value_words(options: Options, *, named: bool = False) -> Runs:
    """What the option is worth; ``named``: where nothing above says which."""
    often = "" if named else options.often
    said = _worth(options, named=named)
    drawn = tr("From {n} simulated futures.", n=options.value.n or 0)
    return joined(said, " ", often, " ", drawn)


def value_sentence(options: Options) -> str:
    """What the option named is worth, as page one quotes it: the same sentence as on the page of the options."""
    return text_of(_worth(options, named=True))


def _worth(options: Options, *, named: bool) -> Runs:
    said = say(
        "worth {worth} on average {horizon} (9 in 10: {interval}); it loses money in {share} of futures.",
        worth=strong(options.value.text),
        horizon=options.horizon,
        interval=options.span,
        share=options.p_loss.text,
    )
    if options.of:
        return say("{option} comes nearest: {worth}", option=options.of, worth=said)
    if named:
        return say("{option}: {worth}", option=options.best, worth=said)
    return (replace(said[0], text=capital(said[0].text)), *said[1:])


# --- what is assumed ---------------------------------------------------------------------------------------------------


def _assumptions(problem: Problem, evidence: Evidence, _links: Cited) -> Opened:
    """What is guessed or unknown, and what would change the verdict."""
    decision, options = evidence.decision, evidence.options
    assumed = [fact for fact in problem.facts if fact.provenance is not Provenance.MEASURED]
    blocks = _assumed(options, assumed) + _flips(decision)
    if options is not None:
        blocks += (note(plain(options.knowing), space_before=6.0),)
    if decision is not None and decision.unknowns:
        unknowns = listed(plain(unknown) for unknown in decision.unknowns)
        blocks += (heading(say("Still unknown")), unknowns)
    lead = say(
        "What somebody guessed, published or did not know, and what the value or the verdict does when it turns out "
        "otherwise."
    )
    return Opened(plain(_counted(assumed)), lead, blocks)


def _counted(assumed: list[ReportedFact]) -> str:
    sources = [fact.provenance for fact in assumed]
    guesses, unknown = sources.count(Provenance.GUESS), sources.count(Provenance.UNKNOWN)
    if not guesses and not unknown:
        return tr("No guess and no unknown is written down.")
    rests = count(guesses, "guess")
    if not unknown:
        return tr("It rests on {guesses}.", guesses=rests)
    return tr_plural(
        "It rests on {guesses}; {n} input is unknown.",
        "It rests on {guesses}; {n} inputs are unknown.",
        unknown,
        guesses=rests,
    )


def _assumed(options: Options | None, facts: list[ReportedFact]) -> tuple[Block, ...]:
    """Each assumption, and the value of the best option when it sits at either end of its range."""
    if not facts:
        return ()
    moves = options.tornado.rows if options is not None else ()
    then = {
        row.label: tr(
            "{low_value} to {high_value}", low_value=row.low_value, high_value=row.high_value
        )
        for row in moves
        if row.low_value and row.high_value
    }
    columns = [Column(tr("assumed"), 0.32), Column(tr("value"), 0.24), Column(tr("source"), 0.26)]
    rows = [_fact(fact) for fact in facts]
    title = heading(plain(tr("What is assumed")))
    if not any(fact.label in then for fact in facts):
        return (title, appended(columns, rows))
    columns.append(Column(tr("best option then worth"), 0.2))
    return (title, appended(columns, ((*row, then.get(row[0], "")) for row in rows)))


def _flips(decision: Decision | None) -> tuple[Block, ...]:
    title = heading(plain(tr("What would change the verdict")))
    if decision is None:
        absent = say("What would change the verdict is worked out on the Decide page.")
        return (title, prose(absent, space_before=3.0))
    if not decision.flip_points:
        none = say("No single input that is known would change the verdict alone.")
        return (title, prose(none, space_before=3.0))
    return (title, listed(map(flip_words, decision.flip_points)))


def flip_words(flip: VerdictChange) -> Runs:
    """What one input would have to be for another verdict."""
    return say(
        "{input}: {now} now; at {then}, {verdict}.",
        input=flip.input,
        now=flip.from_text,
        then=strong(flip.to_text),
        verdict=flip.verdict,
    )


PROBLEM = SectionTemplate(
    "problem",
    tr("Problem and baseline"),
    tr("problem and baseline"),
    lambda evidence: evidence.problem,
    _problem,
    addresses=(PROBLEM_ID,),
    also=_assessment,
)
NOT_VALUED = tr(
    "Missing: what each option is worth. It takes a range for what an error costs and for how many cases there are, on the "
    "Decide page."
)
OPTIONS = SectionTemplate(
    "options",
    tr("Options and value"),
    tr("options and value"),
    lambda evidence: evidence.options,
    _options,
    (tr("The options are not valued yet."), NOT_VALUED),
    (VALUE_ID,),
)
ASSUMPTIONS = SectionTemplate(
    "assumptions",
    tr("Assumptions and flip points"),
    "",
    lambda evidence: evidence.problem,
    _assumptions,
)
