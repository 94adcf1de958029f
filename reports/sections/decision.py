"""The problem, what each option is worth, and what that rests on: Problem and Decide on paper."""

from estimators.base.sentence import tr
from estimators.need_for_ai.cues import Cues
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
from reports.sentences import say, text
from reports.text_runs import Runs

_SPEAKS = Column(tr("speaks"), 0.14)


# --- the problem -------------------------------------------------------------------------------------------------------


def _problem(problem: Problem, _evidence: Evidence, _links: Cited) -> Opened:
    """Who hurts, what is known and from where."""
    headline = plain(problem.headline) if problem.headline else say("problem", "headline")
    blocks: list[Block] = []
    if problem.baseline:
        blocks.append(heading(say("problem", "baseline_title")))
        blocks.append(prose(plain(problem.baseline), space_before=3.0))
    return Opened(headline, blocks=(*blocks, *_facts(problem)))


def _facts(problem: Problem) -> tuple[Block, ...]:
    unknown = sum(fact.provenance is Provenance.UNKNOWN for fact in problem.facts)
    known = len(problem.facts) - unknown
    title = heading(say("problem", "facts_title", known=known, unknown=unknown))
    if not problem.facts:
        return (title,)
    columns = (Column(tr("what"), 0.38), Column(tr("value"), 0.3), Column(tr("source"), 0.32))
    return (title, table(columns, (_fact(fact) for fact in problem.facts)))


def _fact(fact: ReportedFact) -> tuple[str, Runs, Runs]:
    value = plain(fact.value, strong=fact.provenance is not Provenance.UNKNOWN)
    return fact.label, value, sourced(fact.provenance, fact.source)


def _assessment(evidence: Evidence) -> tuple[Block, ...]:
    """Whether it needs AI."""
    decision = evidence.decision
    if decision is None:
        if evidence.problem is None:
            return ()
        return (heading(plain(tr("Does it need AI?"))), prose(say("problem", "verdict_missing")))
    title = say("problem", "verdict_title", headline=decision.headline or decision.verdict)
    blocks: list[Block] = [heading(title)]
    if decision.confidence is not None:
        blocks.append(note(say("problem", "confidence", text=decision.confidence.text)))
    if decision.reasons:
        columns = (_SPEAKS, Column(tr("reason and its source"), 0.86))
        blocks.append(table(columns, zip(_effects(decision), reason_words(decision), strict=True)))
    if decision.advice:
        advice = say("problem", "advice", text=decision.advice, source=decision.advice_source)
        blocks.append(prose(advice, space_before=10.0))
    if decision.own_choice:
        choice = say("problem", "own_choice", choice=decision.own_choice, why=decision.own_reason)
        blocks.append(prose(choice, space_before=10.0))
    if decision.success:
        blocks.append(heading(say("problem", "success_title")))
        blocks.append(prose(plain(decision.success), space_before=3.0))
    return (*blocks, *(_cues(decision.cues, decision) if decision.cues is not None else ()))


def reason_words(decision: Decision) -> list[Runs]:
    """Each reason with the list that it is from, and when that was read."""
    return [
        say(
            "parts",
            "noted",
            text=r.text,
            note=tr("{title}, read {date}", title=r.source.title, date=r.source.date),
        )
        for r in decision.reasons
    ]


def _effects(decision: Decision) -> list[str]:
    """What each reason speaks for; the first may forbid it."""
    effects = [reason.effect.capitalize() for reason in decision.reasons]
    return [tr("Blocks"), *effects[1:]] if decision.blocks else effects


def _cues(cues: Cues, decision: Decision) -> tuple[Block, ...]:
    said = say("problem", "cues", cues=cues, data=decision.data_level)
    blocks: tuple[Block, ...] = (
        heading(say("problem", "cues_title", cues=cues)),
        prose(said, space_before=3.0),
    )
    rows = tuple(
        (cue.effect.capitalize(), say("parts", "noted", text=cue.text, note=cue.source))
        for cue in (*cues.for_ai, *cues.against_ai, *cues.missing)
    )
    columns = (_SPEAKS, Column(tr("cue and the list it is from"), 0.86))
    return (*blocks, table(columns, rows)) if rows else blocks


# --- the options -------------------------------------------------------------------------------------------------------


def _options(options: Options, _evidence: Evidence, _links: Cited) -> Opened:
    """What each option is worth, what moves that, and what to find out first."""
    headline = say("options", "headline", best=options.best, said=options.headline)
    blocks = (*_charts(options), *_labels(options), *_intangibles(options))
    return Opened(headline, value_words(options), blocks)


def _charts(options: Options) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = ()
    if options.chart is not None:
        blocks += titled(options.chart)
    if options.pays_from:
        blocks += (note(plain(options.pays_from), space_before=6.0),)
    if options.sources:
        blocks += (note(plain(options.sources), space_before=2.0),)
    if options.tornado is not None:
        blocks += titled(options.tornado)
    if options.knowing:
        blocks += (note(plain(options.knowing), space_before=6.0),)
    if options.find_out_first:
        worth = options.find_out_worth.text if options.find_out_worth is not None else ""
        found = say("options", "find_out", what=options.find_out_first, worth=worth)
        blocks += (heading(plain(tr("Find out first"))), prose(found, space_before=3.0))
    return blocks


def _labels(options: Options) -> tuple[Block, ...]:
    if options.labels is None:
        return ()
    if options.labels.points:
        return titled(options.labels)
    said = prose(plain(options.labels.note), space_before=3.0)
    return (heading(say("options", "labels_title")), said)


def _intangibles(options: Options) -> tuple[Block, ...]:
    found, chart = options.intangibles, options.intangibles_chart
    if found is None or chart is None:
        return ()
    said = prose(say("options", "intangibles", found=found))
    criteria = listed(say("options", "criterion", criterion=each) for each in found.criteria)
    changes = [plain(change.sentence) for change in found.changes[:2]]
    return (*titled(chart), said, criteria, *([listed(changes)] if changes else ()))


def value_words(options: Options, *, named: bool = False) -> Runs:
    """What the option is worth; ``named``: where nothing above says which."""
    return say("options", "value", **_value(options), n=options.value.n, named=named)


def value_sentence(options: Options) -> str:
    """What the option named is worth, as page one quotes it: the same sentence as on the page of the options."""
    return text("options", "value", **_value(options), n=None, named=True)


def _value(options: Options) -> dict[str, object]:
    shown = options.of or options.best
    rows = options.chart.rows if options.chart is not None else ()
    row = next((row for row in rows if row.label == shown), None)
    interval = options.value.interval
    if row is not None and row.low_text and row.high_text:  # as the chart prints them
        interval = tr("{low_text} to {high_text}", low_text=row.low_text, high_text=row.high_text)
    return {
        "best": options.best,
        "nearest": options.of,
        "text": options.value.text,
        "horizon": options.horizon,
        "interval": interval,
        "p_loss": options.p_loss.text if options.p_loss is not None else "",
        "often": options.often,
    }


# --- what is assumed ---------------------------------------------------------------------------------------------------


def _rests_on(evidence: Evidence) -> object:
    return evidence.problem or evidence.decision or evidence.options


def _assumptions(_part: object, evidence: Evidence, _links: Cited) -> Opened:
    """What is guessed or unknown, and what would change the verdict."""
    decision, options = evidence.decision, evidence.options
    facts = evidence.problem.facts if evidence.problem is not None else ()
    assumed = [fact for fact in facts if fact.provenance is not Provenance.MEASURED]
    sources = [fact.provenance for fact in assumed]
    headline = say(
        "appendix",
        "assumptions_headline",
        guesses=sources.count(Provenance.GUESS),
        unknown=sources.count(Provenance.UNKNOWN),
    )
    blocks = _assumed(options, assumed) + _flips(decision)
    if options is not None and options.knowing:
        blocks += (note(plain(options.knowing), space_before=6.0),)
    if decision is not None and decision.unknowns:
        unknowns = listed(plain(unknown) for unknown in decision.unknowns)
        blocks += (heading(say("problem", "unknowns_title")), unknowns)
    return Opened(headline, say("appendix", "assumptions_lead"), blocks)


def _assumed(options: Options | None, facts: list[ReportedFact]) -> tuple[Block, ...]:
    """Each assumption, and the value of the best option when it sits at either end of its range."""
    if not facts:
        return ()
    moves = options.tornado.rows if options is not None and options.tornado is not None else ()
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
    if decision is None or not decision.flip_points:
        known = "no_flips_yet" if decision is None else "no_flips"
        return (title, prose(say("appendix", known), space_before=3.0))
    return (title, listed(flip_words(flip) for flip in decision.flip_points))


def flip_words(flip: VerdictChange) -> Runs:
    """What one input would have to be for another verdict."""
    return say("options", "flip", flip=flip)


PROBLEM = SectionTemplate(
    "problem",
    tr("Problem and baseline"),
    tr("problem and baseline"),
    lambda evidence: evidence.problem,
    _problem,
    ("problem", "missing_headline", "missing"),
    (PROBLEM_ID,),
    _assessment,
)
OPTIONS = SectionTemplate(
    "options",
    tr("Options and value"),
    tr("options and value"),
    lambda evidence: evidence.options,
    _options,
    ("options", "missing_headline", "missing"),
    (VALUE_ID,),
)
ASSUMPTIONS = SectionTemplate(
    "assumptions",
    tr("Assumptions and flip points"),
    "",
    _rests_on,
    _assumptions,
    ("appendix", "no_assumptions_headline", "no_assumptions"),
)
