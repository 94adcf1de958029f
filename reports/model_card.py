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
from reports.sections.accuracy import ACCURACY, method_items
from reports.sections.data import DATA
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    heading,
    listed,
    note,
    plain,
    prose,
    table,
)
from reports.sentences import say, text
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
    if accuracy.model_sha256:
        blocks += [
            note(
                plain(tr("sha256 of {model_file}", model_file=accuracy.model_file)),
                space_before=10.0,
            ),
            Paragraph(plain(accuracy.model_sha256), CODE, space_before=1.0, max_lines=3),
        ]
    blocks += [heading(plain(tr("How it was made and tested"))), *method_items(accuracy)]
    headline = say("card", "headline", name=evidence.project.title, modality=accuracy.noun)
    lead = plain(f"{accuracy.headline} {accuracy.lead}")
    return Opened(headline, lead, (*blocks, *_measures(evidence)))


def _measures(evidence: Evidence) -> tuple[Block, ...]:
    """By which measure it was judged, and what it must reach."""
    bar = evidence.launch.bar if evidence.launch is not None else None
    measure = say("card", "measure", metric=bar.metric if bar is not None else tr("right answers"))
    held_to = say("launch", "bar", bar=bar) if bar is not None else say("card", "no_bar")
    return (heading(plain(tr("How it is judged"))), listed((measure, held_to)))


def _identity(accuracy: Accuracy, evidence: Evidence) -> list[tuple[str, Runs]]:
    classes = [row.label for row in evidence.data.classes] if evidence.data is not None else []
    given = [
        ("file", accuracy.model_file),
        ("run", accuracy.run),
        ("classes", ", ".join(classes)),
        ("organisation", evidence.project.organisation),
        ("date", evidence.project.date),
        (tr("made with"), f"Smart Enough {evidence.project.app_version}".strip()),
    ]
    return [(label, plain(value)) for label, value in given if value]


def _use(evidence: Evidence) -> tuple[Block, ...]:
    """What it is for."""
    problem = evidence.problem
    known = (problem.headline, problem.baseline) if problem is not None else ()
    said = [plain(words) for words in known if words] or [say("card", "no_use")]
    title = heading(plain(tr("What it is for")))
    return (title, *(prose(words, space_before=3.0) for words in said))


def _use_and_limits(evidence: Evidence) -> tuple[Block, ...]:
    blocks = _use(evidence)
    if evidence.accuracy is not None:
        blocks += (heading(plain(tr("Where not to lean on it"))), *_limits(evidence))
    return blocks


def _limit_words(evidence: Evidence) -> list[str]:
    """What it must not be trusted with, one sentence each."""
    launch = evidence.launch
    lines = [] if launch is None else [text("card", "condition", text=c) for c in launch.conditions]
    if launch is not None:
        lines += [c.sentence for c in launch.checks if c.state is not CheckState.PASS]
    if evidence.accuracy is not None:
        lines += [
            text("launch", "risk_of_thin", found=c, cite="")
            for c in evidence.accuracy.per_class
            if c.recall.width > 0.2
        ]
    if launch is not None and launch.risk is not None:
        lines.append(text("launch", "risk_short", sentence=launch.risk.sentence, cite=""))
    else:
        lines.append(text("launch", "risk_missing"))
    return lines


def _limits(evidence: Evidence) -> tuple[Block, ...]:
    """Where not to lean on it, and what it may do to people."""
    risk = evidence.launch.risk if evidence.launch is not None else None
    said = listed((plain(line) for line in _limit_words(evidence)), space_before=8.0)
    if risk is None or not risk.answers:
        return (said,)
    people = (plain(f"{each.question.rstrip('?')}: {each.answer}") for each in risk.answers)
    return (said, heading(plain(tr("What it may do to people"))), listed(people))


_MODEL = SectionTemplate(
    "model",
    tr("The model"),
    tr("Model card"),
    lambda evidence: evidence.accuracy,
    _model,
    ("card", "no_model", "no_test"),
    also=_use,
)
_LIMITS = SectionTemplate(
    "limits",
    "Limits",
    "Limits",
    lambda evidence: evidence,
    lambda evidence, *_: Opened(say("card", "limits_headline"), blocks=_limits(evidence)),
    ("card", "no_model", "no_test"),
)
_SECTIONS = (_MODEL, _LIMITS, ACCURACY, DATA)
SECTIONS = {section.name: section.title for section in _SECTIONS}
# As one appendix of the launch report: accuracy and data have sections of their own there.
CARD = replace(_MODEL, name="card", title=tr("Model card"), also=_use_and_limits)
