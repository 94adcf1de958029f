"""Page one: what it is, what was decided and by whom, the three questions with one number each, why, and who signs."""

from dataclasses import dataclass

from estimators.base.sentence import tr, tr_plural
from reports.evidence import ACCURACY_ID, FAKE_ID, VALUE_ID, Evidence
from reports.figure import Unit, interval_words
from reports.launch_evidence import AcceptanceTest, Launch
from reports.pages.arguments import Argued, argued
from reports.pages.template import PageRoom, PageTemplate, entries, more, said
from reports.pdf.blocks import Block, Columns, ListBlock, ListItem, Paragraph
from reports.pdf.charts.block import ChartBlock
from reports.pdf.signatures import Signatures
from reports.pdf.style import BODY, EYEBROW, HEADLINE, LEAD, NOTE, SECTION, VERDICT
from reports.provenance import Provenance
from reports.sections.parts import Cited, heading, plain
from reports.sentences import cited, joined, mark, noted, say
from reports.text_runs import Runs

_REASONS = 3


@dataclass(frozen=True)
class Answer:
    """One of the three questions: its number, a sentence, and where the number comes from."""

    topic: str
    question: str
    number: str
    sentence: Runs
    provenance: Provenance
    basis: str  # beside the mark


def decision_blocks(evidence: Evidence, links: Cited, room: PageRoom) -> tuple[Block, ...]:
    """Page one, with as much text as there is room for."""
    launch, answers = evidence.launch, three_answers(evidence, links)
    reasons = argued(
        evidence, links, min(_REASONS, room.entries), [each.sentence for each in answers]
    )
    lines = 3 if room.lines > 3 else 2
    blocks: list[Block] = [
        Paragraph(plain(_eyebrow(launch)), EYEBROW, keep_with_next=True, max_lines=2),
        Paragraph(_headline(launch), VERDICT, "H1", 5.0, keep_with_next=True, max_lines=lines),
        Paragraph(_what_it_is(evidence), LEAD, space_before=5.0, max_lines=room.lines),
        Columns(
            tuple(_answer(each, room) for each in answers), (1, 1, 1), space_before=14.0, ruled=True
        ),
    ]
    blocks += bar_blocks(evidence, links)
    blocks += _why(launch, reasons, room)
    blocks += _risk_and_way_back(evidence, reasons, room)
    blocks += _conditions(launch, room)
    return tuple(blocks)


def _eyebrow(launch: Launch) -> str:
    """Whether it is decided, when, by whom, and how many signatures that lacks."""
    if not launch.decision:
        return tr("Decision · not made yet")
    signed = [each.name for each in launch.sign_offs if each.signed]
    unsigned = len(launch.sign_offs) - len(signed)
    parts = [tr("Decision: {decided}", decided=launch.decided.lower())]
    if launch.decided_on:
        parts.append(launch.decided_on)
    if signed:
        parts.append(tr("signed by {names}", names=", ".join(signed)))
    if unsigned:
        parts.append(tr_plural("one signature missing", "{n} signatures missing", unsigned))
    if not launch.sign_offs:
        parts.append(tr("signed by nobody yet"))
    return " · ".join(parts)


def _headline(launch: Launch) -> Runs:
    if launch.headline or launch.decision:
        return plain(launch.headline or f"{launch.decided}.")
    word = launch.readiness.verdict.word.words.lower()
    return say("Not decided; the evidence says “{word}”.", word=word)


def _what_it_is(evidence: Evidence) -> Runs:
    idea = evidence.problem.idea or evidence.problem.headline
    return plain(idea) if idea else say("Nobody has said in one sentence what it should do.")


# --- the three questions -----------------------------------------------------------------------------------------------


def three_answers(evidence: Evidence, links: Cited) -> tuple[Answer, ...]:
    """Do people want it, is it worth it, can it be done: a number each, or that there is none."""
    return (_wanted(evidence, links), _worth(evidence, links), _possible(evidence, links))


def _wanted(evidence: Evidence, links: Cited) -> Answer:
    topic, question = "Desirability", tr("Do people want it?")
    fake = evidence.fake
    if fake is None or fake.accepted is None:
        nobody = say("Nobody was shown a fake, so nobody knows whether people take its answers.")
        return Answer(
            topic, question, tr("not known"), nobody, Provenance.UNKNOWN, tr("nobody asked")
        )
    found = fake.accepted
    sentence = say(
        "{counts} answers of a fake were taken as they came.{cite}",
        counts=found.counts,
        cite=cited(links.link(FAKE_ID)),
    )
    basis = _basis(found.interval, found.provenance.words)
    return Answer(topic, question, found.text, sentence, found.provenance, basis)


def _worth(evidence: Evidence, links: Cited) -> Answer:
    topic, question = "Viability", tr("Is it worth it?")
    options = evidence.options
    if options is None:
        absent = say("What each way is worth was not worked out.")
        return Answer(
            topic, question, tr("not known"), absent, Provenance.UNKNOWN, tr("no numbers yet")
        )
    option, horizon, share = options.of or options.best, options.horizon, options.p_loss.text
    cite = cited(links.link(VALUE_ID))
    launched = options.launched
    if launched is not None and evidence.launch.decision in ("launch", "conditions"):
        sentence = say(
            "on average {horizon} for what is launched: “{option}”. It loses money in {share} of futures. Worth most: “{best}”, {worth}.{cite}",
            horizon=horizon, option=launched.name, share=launched.p_loss.text,
            best=option, worth=options.value.text, cite=cite,
        )  # fmt: skip
        basis = tr("9 in 10: {span}; {rests_on}", span=launched.span, rests_on=options.rests_on)
        value = launched.value
        return Answer(topic, question, value.text, sentence, value.provenance, basis)
    if options.of:
        sentence = say(
            "on average {horizon} for what comes nearest to today: “{option}”. It loses money in {share} of futures.{cite}",
            horizon=horizon, option=option, share=share, cite=cite,
        )  # fmt: skip
    else:
        sentence = say(
            "on average {horizon}: “{option}”. It loses money in {share} of futures.{cite}",
            horizon=horizon, option=option, share=share, cite=cite,
        )  # fmt: skip
    basis = tr("9 in 10: {span}; {rests_on}", span=options.span, rests_on=options.rests_on)
    return Answer(topic, question, options.value.text, sentence, options.value.provenance, basis)


def _possible(evidence: Evidence, links: Cited) -> Answer:
    topic, question = "Feasibility", tr("Can it be done?")
    accuracy, launch = evidence.accuracy, evidence.launch
    test, cite = launch.acceptance, cited(links.link(ACCURACY_ID))
    graded = evidence.candidates
    if accuracy is None and graded is not None and graded.level is not None:
        level = graded.level
        number = f"{level.counts or level.text} {graded.measure}"
        basis = _basis(level.interval, level.provenance.words)
        return Answer(topic, question, number, plain(graded.lead), level.provenance, basis)
    if accuracy is None:
        absent = say("Nothing was tested against a bar.")
        if launch.bar is not None:
            absent = say(
                "Nothing was tested against the bar of {bar}.", bar=launch.bar.threshold.text
            )
        return Answer(
            topic, question, tr("not known"), absent, Provenance.UNKNOWN, tr("not tested")
        )
    if test is None:
        basis = _basis(accuracy.right.interval, tr("measured"))
        sentence = say(
            "right on {split}; there is no bar yet to hold it against.{cite}",
            split=accuracy.right.split,
            cite=cite,
        )
        return Answer(topic, question, accuracy.right.counts, sentence, Provenance.MEASURED, basis)
    bound = test.bound or tr("nothing yet")
    sentence = say(
        "Sure of {bound}; the bar asks for {bar}.{cite}", bound=bound, bar=test.bar_words, cite=cite
    )
    number = launch.chart.mid_text if launch.chart is not None else test.observed_words
    basis = _basis(_interval_of(launch, test), tr("measured"))
    return Answer(topic, question, number, sentence, Provenance.MEASURED, basis)


def _interval_of(launch: Launch, test: AcceptanceTest) -> str:
    """Of what the bar is on: a share, or a cost."""
    share, cost = test.measured.test, test.measured.cost
    if share is not None:
        return interval_words(share.low, share.high, Unit.SHARE)
    currency = launch.bar.threshold.currency if launch.bar is not None else ""
    return interval_words(cost.low, cost.high, Unit.MONEY, currency) if cost is not None else ""


def _basis(interval: str, word: str) -> str:
    return tr("{word}; 9 in 10: {interval}", word=word, interval=interval) if interval else word


def _answer(answer: Answer, room: PageRoom) -> tuple[Block, ...]:
    return (
        Paragraph(plain(answer.topic), EYEBROW, keep_with_next=True, max_lines=1),
        Paragraph(plain(answer.question), SECTION, "H2", 1.0, keep_with_next=True, max_lines=1),
        Paragraph(plain(answer.number), HEADLINE, space_before=3.0, max_lines=1),
        Paragraph(answer.sentence, BODY, space_before=2.0, max_lines=max(room.lines, 3)),
        Paragraph(
            joined(mark(answer.provenance.value), answer.basis),
            NOTE,
            space_before=4.0,
            max_lines=max(room.lines - 1, 2),
        ),
    )


# --- the bar and the test ----------------------------------------------------------------------------------------------


def bar_blocks(evidence: Evidence, links: Cited) -> list[Block]:
    """The measured share with its bound against the bar, and whose bar it is where nobody measured what it rests on."""
    launch = evidence.launch
    if launch.chart is None:
        return []
    blocks: list[Block] = [ChartBlock(launch.chart, space_before=16.0)]
    if launch.chart.note:
        runs = joined(launch.chart.note, cited(links.link(ACCURACY_ID)))
        blocks.append(Paragraph(runs, NOTE, space_before=4.0, max_lines=2))
    held_to = launch.bar
    if held_to is not None and held_to.threshold.provenance is not Provenance.MEASURED:
        source = held_to.threshold.provenance
        whose = f"{source.words}: {held_to.source}" if held_to.source else source.words
        whose_bar = say("The bar is {mark}{source}.", mark=mark(source.value), source=whose)
        blocks.append(Paragraph(whose_bar, NOTE, space_before=1.0, max_lines=1))
    return blocks


# --- why, risk, terms --------------------------------------------------------------------------------------------------


def _why(launch: Launch, reasons: Argued, room: PageRoom) -> tuple[Block, ...]:
    why = tr("Why")
    if not launch.decision:
        word = launch.readiness.verdict.word.words.lower()
        why = tr("Why “{word}”", word=word)
    against = (
        tr("What speaks against it") if reasons.launches else tr("What speaks for it all the same")
    )
    left = entries(why, reasons.why or (say("Nothing is written down yet."),), room)
    right = entries(against, reasons.against, room)
    if not right:
        return left
    return (Columns((left, right), (1, 1), space_before=14.0),)


def _risk_and_way_back(evidence: Evidence, reasons: Argued, room: PageRoom) -> tuple[Block, ...]:
    """The biggest risk, beside how it is undone; where nothing is decided, beside what to do next."""
    launch, decision = evidence.launch, evidence.decision
    risk: tuple[Block, ...] = (
        heading(plain(tr("The biggest risk"))),
        said(reasons.risk, room, space_before=4.0),
    )
    launches, graded = launch.decision in ("launch", "conditions"), evidence.candidates
    tested = evidence.accuracy is not None or (graded is not None and graded.level is not None)
    if not launch.decision and tested and launch.would_change:
        beside, words = tr("What would change it"), launch.would_change[0].text
    elif not launch.decision and not tested and decision is not None:
        beside, words = tr("Do this next"), f"{decision.do} {decision.effort}".strip()
    elif launch.way_back and launches:
        beside, words = tr("Way back"), launch.way_back
    else:
        return (Columns((risk,), (1,), space_before=14.0),)
    back = (heading(plain(beside)), said(plain(words), room, space_before=4.0))
    return (Columns((risk, back), (1, 1), space_before=14.0),)


def _conditions(launch: Launch, room: PageRoom) -> tuple[Block, ...]:
    title = heading(plain(tr("Conditions")), space_before=14.0)
    if not launch.conditions:
        if launch.decision != "conditions":
            return ()
        none = say("None is named, although it was decided to launch with conditions.")
        return (title, said(none, room, space_before=3.0))
    shown = launch.conditions[: room.entries]
    items = [
        ListItem(noted(plain(each.text, strong=True), each.whose), str(number))
        for number, each in enumerate(shown, start=1)
    ]
    half = (len(items) + 1) // 2
    sides = [tuple(side) for side in (items[:half], items[half:]) if side]
    columns = tuple((ListBlock(side, max_lines=room.lines),) for side in sides)
    return (
        title,
        Columns(columns, (1,) * len(columns), space_before=4.0),
        *more(len(launch.conditions) - len(shown)),
    )


def signature_foot(evidence: Evidence) -> tuple[Block, ...]:
    """Who signs, three at most; lines to sign on where nobody was named."""
    sign_offs = evidence.launch.sign_offs
    left = len(sign_offs) - 3
    rest = (
        tr_plural("and one more person signs", "and {n} more people sign", left) if left > 0 else ""
    )
    return (Signatures(sign_offs[:3], rest),)


DECISION = PageTemplate("decision", tr("Decision"), decision_blocks, foot=signature_foot)
