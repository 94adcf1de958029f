"""Page one: what it is, what was decided and by whom, the three questions with one number each, why, and who signs."""

from dataclasses import dataclass, replace

from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from reports.candidates import CandidateTable
from reports.evidence import ACCURACY_ID, FAKE_ID, VALUE_ID, Evidence, Options
from reports.figure import interval_words, likely
from reports.launch_evidence import AcceptanceTest, CheckState, Launch
from reports.pages.arguments import HARM, Argued, argued
from reports.pages.basis import COUNT_WORDS
from reports.pages.desirability import accepted_words
from reports.pages.next_step import before_it_starts, what_to_do, what_would_change
from reports.pages.template import PageRoom, PageTemplate, entries, more, said
from reports.pdf.blocks import Block, Columns, ListBlock, ListItem, Paragraph
from reports.pdf.charts.block import ChartBlock
from reports.pdf.signatures import Signatures
from reports.pdf.style import BODY, EYEBROW, HEADLINE, LEAD, NOTE, SECTION, VERDICT
from reports.provenance import Provenance
from reports.sections.launch import whose_bar
from reports.sections.parts import Cited, heading, plain
from reports.sentences import cited, joined, mark, noted, say
from reports.text_runs import Runs

_REASONS = 3
_TESTED = 48  # letters of what was tested with what it is
_LAUNCHES = ("launch", "conditions")


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
    above = [each.sentence for each in answers]
    above += [harm] if (harm := _harm(launch, links)) else []
    reasons = argued(evidence, links, min(_REASONS, room.entries), above)
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
    if launch.decision in _LAUNCHES:
        blocks += _why(launch, reasons, room)
        risk = tr("The biggest risk")
        blocks += _risk_and(risk, reasons, tr("Do this next"), before_it_starts(launch), room)
        blocks += _terms(launch, room)
    else:
        change = what_would_change(launch) if launch.decision == "stop" else ""
        blocks += what_to_do(evidence)
        blocks += _why(launch, reasons, room)
        risk = tr("The biggest risk if it were launched")
        blocks += _risk_and(risk, reasons, tr("What would change it"), change, room)
    return tuple(blocks)


def _eyebrow(launch: Launch) -> str:
    """Whether it is decided, when, by whom, and how many signatures that lacks."""
    if not launch.decision:
        return tr("Decision · not made yet")
    signed = [each.name for each in launch.sign_offs if each.signed]
    renewed = sum(each.outdated for each in launch.sign_offs)
    missing = len(launch.sign_offs) - len(signed) - renewed
    decided = tr("Decision: {decided}", decided=launch.decided.lower())
    parts = [decided if launch.headline else tr("Decision")]
    if launch.decided_on:
        parts.append(launch.decided_on)
    if launch.decided_by:
        parts.append(tr("decided by {name}", name=launch.decided_by))
    elif not signed:  # a signature names who stands for it
        parts.append(tr("nobody is named who decided"))
    if signed:
        parts.append(tr("signed by {names}", names=", ".join(signed)))
    if missing:
        parts.append(tr_plural("one signature missing", "{n} signatures missing", missing))
    if renewed:
        parts.append(
            tr_plural(
                "one signature is for something else",
                "{n} signatures are for something else",
                renewed,
            )
        )
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
    topic, question = tr("Desirability"), tr("Do people want it?")
    fake = evidence.fake
    if fake is None or fake.accepted is None:
        nobody = say("Nobody has tried it, so nobody knows whether people take its answers.")
        return Answer(topic, question, tr("not known"), nobody, Provenance.UNKNOWN, tr("not tried"))
    found = fake.accepted
    sentence = joined(accepted_words(evidence), cited(links.link(FAKE_ID)))
    basis = _basis(found.interval, found.provenance.words)
    return Answer(topic, question, found.text, sentence, found.provenance, basis)


def _worth(evidence: Evidence, links: Cited) -> Answer:
    topic, question = tr("Viability"), tr("Is it worth it?")
    options = evidence.options
    if options is None:
        absent = say("What each way is worth was not worked out.")
        return Answer(
            topic, question, tr("not known"), absent, Provenance.UNKNOWN, tr("no numbers yet")
        )
    tested = options.tested
    option = tested.name if tested else options.of or options.best
    shown = tested or options
    sentence = say(
        "Against today {horizon}, on average, by “{option}”{test}. Chance of a loss: {share}.",
        option=option,
        test=tr(" (tested: {name})", name=tested.test) if tested else "",
        horizon=options.horizon,
        share=shown.p_loss.text,
    )
    if tested is None and not options.of and not shown.value.value:
        sentence = say(
            "No way that can be had is worth more than today {horizon}.", horizon=options.horizon
        )
    beside = _beside(options, option)
    sentence = joined(sentence, f" {beside}" if beside else "", cited(links.link(VALUE_ID)))
    basis = f"{likely(shown.span)}; {options.in_brief or COUNT_WORDS[shown.value.provenance]}"
    return Answer(topic, question, shown.value.text, sentence, shown.value.provenance, basis)


def _beside(options: Options, option: str) -> str:
    """What the value has to be read beside: what was tested has none, the verdict is for another way, something else is worth more."""
    if options.untested:
        return tr("What was tested, “{name}”, is not valued.", name=options.untested)
    if options.of:
        return tr("Staying as today is worth more.")
    if options.apart and options.tested is None:
        return tr("The verdict is for another way.")
    if option == options.best:
        return ""
    if options.tested is not None and not options.best_measured:
        return tr(
            "Worth most, but not tested: “{best}”, {worth}.",
            best=options.best,
            worth=options.value.text,
        )
    return tr("Worth most: “{best}”, {worth}.", best=options.best, worth=options.value.text)


def _possible(evidence: Evidence, links: Cited) -> Answer:
    topic, question = tr("Feasibility"), tr("Can it be done?")
    accuracy, launch = evidence.accuracy, evidence.launch
    test, cite = launch.acceptance, cited(links.link(ACCURACY_ID))
    graded = evidence.candidates
    level = graded.level if accuracy is None and graded is not None else None
    if test is None and level is not None and graded is not None:
        number = f"{level.counts or level.text} {graded.measure}"
        basis = _basis(level.interval, level.provenance.words)
        return Answer(topic, question, number, plain(graded.lead), level.provenance, basis)
    if test is None and accuracy is not None:
        basis = _basis(accuracy.right.interval, tr("measured"))
        sentence = say(
            "right on {split}; there is no bar yet to hold it against.{cite}",
            split=accuracy.right.split,
            cite=cite,
        )
        return Answer(topic, question, accuracy.right.counts, sentence, Provenance.MEASURED, basis)
    if test is None:
        absent = say("Nothing was tested against a bar.")
        if launch.bar is not None:
            absent = say(
                "Nothing was tested against the bar of {bar}.", bar=launch.bar.threshold.text
            )
        return Answer(
            topic, question, tr("not known"), absent, Provenance.UNKNOWN, tr("not tested")
        )
    sentence = say(
        "{tested}, on {cases} that it had not seen: sure of {bound}. The bar is {bar}.{cite}",
        tested=capital(_tested(test, graded)),
        cases=evidence.product.cases,
        bound=test.bound or tr("nothing yet"),
        bar=test.bar_words,
        cite=cite,
    )
    number = launch.chart.mid_text if launch.chart is not None else test.observed_words
    if level is not None and not level.counts:
        number = test.observed_words  # of words or fields, as the sentence says
    basis = _basis(_interval_of(launch), tr("measured"))
    return Answer(topic, question, number, sentence, Provenance.MEASURED, basis)


def _tested(test: AcceptanceTest, graded: CandidateTable | None) -> str:
    """What was tested, with what it is where that is known: "Prompt v3 (your help pages, an API)"."""
    if graded is None:
        return test.run
    names = {each.name.casefold(): each.name for each in graded.candidates}
    return graded.called(names.get(test.run.casefold(), test.run), _TESTED)


def _interval_of(launch: Launch) -> str:
    """That of the line on the chart below."""
    chart, bar = launch.chart, launch.bar
    if chart is None or bar is None:
        return ""
    return interval_words(chart.low, chart.high, bar.threshold.unit, bar.threshold.currency)


def _basis(interval: str, word: str) -> str:
    return f"{word}; {likely(interval)}" if interval else word


def _answer(answer: Answer, room: PageRoom) -> tuple[Block, ...]:
    return (
        Paragraph(plain(answer.topic), EYEBROW, keep_with_next=True, max_lines=1),
        Paragraph(plain(answer.question), SECTION, "H2", 1.0, keep_with_next=True, max_lines=1),
        Paragraph(
            plain(answer.number), HEADLINE, space_before=3.0, max_lines=2 if room.lines > 2 else 1
        ),
        Paragraph(answer.sentence, BODY, space_before=2.0, max_lines=max(room.lines, 6)),
        Paragraph(
            joined(mark(answer.provenance.value), answer.basis),
            NOTE,
            space_before=4.0,
            max_lines=5 if room.lines > 2 else 3,
        ),
    )


# --- the bar and the test ----------------------------------------------------------------------------------------------


def bar_blocks(evidence: Evidence, links: Cited) -> list[Block]:
    """The measured share with its bound against the bar, and whose bar it is where nobody measured what it rests on."""
    launch = evidence.launch
    if launch.chart is None:
        return []
    chart = launch.chart
    if launch.acceptance is not None and launch.acceptance.measured.test is not None:
        chart = replace(
            chart, mid_text=tr("{share} in this test", share=percent(chart.mid))
        )  # the counts stand above
    if launch.decision not in _LAUNCHES and what_would_change(launch):
        chart = replace(chart, bar=replace(chart.bar, note=""))  # said below
    blocks: list[Block] = [ChartBlock(chart, space_before=12.0)]
    notes: list[Runs] = []
    if launch.chart.note:
        notes.append(joined(launch.chart.note, cited(links.link(ACCURACY_ID))))
    if harm := _harm(launch, links):
        notes.append(harm)
    bar = launch.bar
    if bar is not None and bar.threshold.provenance is not Provenance.MEASURED:
        notes.append(whose_bar(bar))
    if notes:
        runs = joined(*(part for each in notes for part in (" ", each)))
        blocks.append(Paragraph(runs, NOTE, space_before=4.0, max_lines=3))
    return blocks


def _harm(launch: Launch, links: Cited) -> Runs:
    """The cap on harm where it holds; where it does not, it is among the risks."""
    check = next((each for each in launch.checks if each.name == HARM), None)
    if launch.chart is None or check is None or check.state is not CheckState.PASS:
        return ()
    return joined(check.sentence, cited(links.link(ACCURACY_ID)))


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
    return (Columns((left, right), (1, 1), space_before=11.0),)


def _risk_and(
    risks: str, reasons: Argued, title: str, text: str, room: PageRoom
) -> tuple[Block, ...]:
    """The biggest risk under its title, and something beside it where there is something."""
    risk: tuple[Block, ...] = (
        heading(plain(risks)),
        # what a reader must not miss is cut last
        said(reasons.risk, replace(room, lines=room.lines + 1), space_before=4.0),
    )
    if not text:
        return (Columns((risk,), (1,), space_before=11.0),)
    beside = (heading(plain(title)), said(plain(text), room, space_before=4.0))
    return (Columns((risk, beside), (1, 1), space_before=11.0),)


def _terms(launch: Launch, room: PageRoom) -> tuple[Block, ...]:
    """The conditions of a launch beside the way back; each alone has the whole width."""
    back: tuple[Block, ...] = ()
    if launch.way_back:
        back = (
            heading(plain(tr("Way back"))),
            said(plain(launch.way_back), room, space_before=4.0),
        )
    sides = [side for side in (_conditions(launch, room), back) if side]
    return (Columns(tuple(sides), (1,) * len(sides), space_before=11.0),) if sides else ()


def _conditions(launch: Launch, room: PageRoom) -> tuple[Block, ...]:
    title = heading(plain(tr("Conditions")))
    if not launch.conditions:
        if launch.decision != "conditions":
            return ()
        none = say("None is named, although it was decided to launch with conditions.")
        return (title, said(none, room, space_before=3.0))
    shown = launch.conditions[: max(room.entries, 2)]
    items = tuple(
        ListItem(noted(plain(each.text, strong=True), each.whose), str(number))
        for number, each in enumerate(shown, start=1)
    )
    listing = ListBlock(items, max_lines=room.lines, space_before=4.0)
    return (title, listing, *more(len(launch.conditions) - len(shown)))


def signature_foot(evidence: Evidence) -> tuple[Block, ...]:
    """Who signs, three at most; lines to sign on where nobody was named."""
    sign_offs = evidence.launch.sign_offs
    left = len(sign_offs) - 3
    rest = (
        tr_plural("and one more person signs", "and {n} more people sign", left) if left > 0 else ""
    )
    return (Signatures(sign_offs[:3], rest),)


DECISION = PageTemplate("decision", tr("Decision"), decision_blocks, foot=signature_foot)
