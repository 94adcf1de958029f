"""The model card: what the model is for, what it was tested on, and where it must not be trusted.

The headings follow Mitchell et al., "Model Cards for Model Reporting" (FAT* 2019,
https://doi.org/10.1145/3287560.3287596), shortened to what the evidence knows.
"""

from collections.abc import Sequence
from dataclasses import replace

from estimators.base.sentence import tr
from reports.evidence import Accuracy, Evidence
from reports.launch_evidence import CheckState
from reports.pdf.blocks import Block, Paragraph
from reports.pdf.flow import ReportSection
from reports.pdf.style import CODE
from reports.pdf.table import Column
from reports.sections.accuracy import ACCURACY, NOT_TESTED, method_items, thin_words
from reports.sections.data import DATA
from reports.sections.launch import NO_ADVICE, bar_words, legal_risk
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
    table,
)
from reports.sentences import say, text_of
from reports.text_runs import Runs


def card_sections(evidence: Evidence, wanted: Sequence[str]) -> tuple[ReportSection, ...]:
    """The model card as a report of its own; there are no evidence pages to go to."""
    return tuple(each.build(evidence, Cited()) for each in _SECTIONS if each.name in wanted)


def _model(accuracy: Accuracy, evidence: Evidence, _links: Cited) -> Opened:
    """What it is, and how it was made and tested."""
    columns = (Column(tr("what"), 0.24), Column(tr("value"), 0.76))
    blocks: list[Block] = [
        heading(plain(tr("What it is"))),
        table(columns, _identity(accuracy, evidence)),
    ]
    digest = tr("sha256 of {model_file}", model_file=accuracy.model_file)
    blocks.append(note(plain(digest), space_before=10.0))
    blocks.append(Paragraph(plain(accuracy.model_sha256), CODE, space_before=1.0, max_lines=3))
    blocks += [
        heading(plain(tr("How it was made and tested"))),
        *method_items(accuracy, of_numbers=_of_numbers(evidence)),
    ]
    named, things = evidence.project.title, accuracy.noun
    if _of_numbers(evidence):
        headline = say("{name}: a number predicted from {things}.", name=named, things=things)
    else:
        headline = say("{name}: a classifier of {things}.", name=named, things=things)
    lead = plain(f"{accuracy.headline} {accuracy.lead}")
    return Opened(headline, lead, (*blocks, *_measures(evidence)))


def _of_numbers(evidence: Evidence) -> bool:
    return evidence.data is not None and evidence.data.of_numbers


def _measures(evidence: Evidence) -> tuple[Block, ...]:
    """By which measure it was judged, and what it must reach."""
    bar = evidence.launch.bar
    measure = say(
        "By its {metric} on examples that it never saw, with the exact one-sided 95% bound.",
        metric=bar.metric if bar is not None else tr("right answers"),
    )
    held_to = (
        bar_words(bar)
        if bar is not None
        else say("No bar was set, so nothing says what is good enough.")
    )
    said = [measure, held_to, *_in_words_of_kind(evidence)]
    return (heading(plain(tr("How it is judged"))), listed(said))


def _in_words_of_kind(evidence: Evidence) -> list[Runs]:
    """What right means for its kind, what has to be beaten, and what goes wrong."""
    product = evidence.product
    if not product.kind:
        return []
    return [
        say("{kind}. Right means: {right}.", kind=product.label, right=product.right),
        say("To be beaten: {baseline}.", baseline=product.baseline),
        say("What goes wrong: {mistakes}.", mistakes=product.mistakes),
    ]


def _cards(evidence: Evidence) -> tuple[Block, ...]:
    """Of each candidate that was bought or prompted: what was asked, of which model, when, and what it has cost."""
    found = evidence.candidates.candidates if evidence.candidates is not None else ()
    columns = (Column(tr("what"), 0.24), Column(tr("value"), 0.76))
    blocks: list[Block] = []
    for each in found:
        if each.card is None:
            continue
        given = (
            (tr("asked"), each.card.asked),
            (tr("sha256 of the prompt"), each.card.sha256),
            (tr("model, as it was reported"), each.card.of_model),
            (tr("address"), each.card.address),
            (tr("date"), each.card.date),
            (tr("cost"), each.card.cost),
        )
        rows = [(label, plain(value)) for label, value in given if value]
        title = say("{name}: bought or prompted, not trained", name=each.name)
        blocks += [heading(title), appended(columns, rows, show_header=False)]
    return tuple(blocks)


def _identity(accuracy: Accuracy, evidence: Evidence) -> list[tuple[str, Runs]]:
    classes = [row.label for row in evidence.data.classes] if evidence.data is not None else []
    given = [
        ("file", accuracy.model_file),
        ("run", accuracy.run),
        (tr("number") if _of_numbers(evidence) else "classes", ", ".join(classes)),
        ("organisation", evidence.project.organisation),
        ("date", evidence.project.date),
        (tr("made with"), f"Smart Enough {evidence.project.app_version}".strip()),
    ]
    return [(label, plain(value)) for label, value in given if value]


def _use(evidence: Evidence) -> tuple[Block, ...]:
    """What it is for."""
    known = (evidence.problem.headline, evidence.problem.baseline)
    said = [plain(words) for words in known if words] or [
        say(
            "Not written down yet. The Problem page asks for it; use outside of what was tested is at your own risk."
        )
    ]
    title = heading(plain(tr("What it is for")))
    return (title, *(prose(words, space_before=3.0) for words in said))


def _use_and_limits(evidence: Evidence) -> tuple[Block, ...]:
    blocks = (*_cards(evidence), *_use(evidence))
    if evidence.accuracy is not None:
        blocks += (heading(plain(tr("Where not to lean on it"))), *_limits(evidence))
    return blocks


def _limit_words(evidence: Evidence) -> list[str]:
    """What it must not be trusted with, one sentence each."""
    launch = evidence.launch
    lines = [tr("Condition: {condition}", condition=each.words) for each in launch.conditions]
    lines += [each.sentence for each in launch.checks if each.state is not CheckState.PASS]
    if evidence.accuracy is not None:
        thin = [each for each in evidence.accuracy.per_class if each.recall.width > 0.2]
        lines += [text_of(thin_words(each)) for each in thin]
    return [*lines, f"{legal_risk(launch.risk)} {NO_ADVICE}"]


def _limits(evidence: Evidence) -> tuple[Block, ...]:
    """Where not to lean on it, and what it may do to people."""
    answers = evidence.launch.risk.answers
    said = listed((plain(line) for line in _limit_words(evidence)), space_before=8.0)
    if not answers:
        return (said,)
    people = (plain(f"{each.question.rstrip('?')}: {each.answer}") for each in answers)
    return (said, heading(plain(tr("What it may do to people"))), listed(people))


_MODEL = SectionTemplate(
    "model",
    tr("The model"),
    tr("Model card"),
    lambda evidence: evidence.accuracy,
    _model,
    (tr("There is no model yet."), NOT_TESTED),
    also=_use,
)
_LIMITS = SectionTemplate(
    "limits",
    "Limits",
    "Limits",
    lambda evidence: evidence,
    lambda evidence, *_: Opened(say("Where not to lean on it."), blocks=_limits(evidence)),
)
_SECTIONS = (_MODEL, _LIMITS, ACCURACY, DATA)
SECTIONS = {section.name: section.title for section in _SECTIONS}
# As one appendix of the launch report: accuracy and data have sections of their own there.
CARD = replace(_MODEL, name="card", title=tr("Model card"), also=_use_and_limits)
