"""The model card: what the model is for, what it was tested on, and where it must not be trusted.

The headings follow Mitchell et al., "Model Cards for Model Reporting" (FAT* 2019,
https://doi.org/10.1145/3287560.3287596), shortened to what the evidence knows.
"""

from collections.abc import Sequence

from reports.evidence import CheckState, Evidence
from reports.pdf.blocks import Block, Paragraph
from reports.pdf.flow import ReportSection
from reports.pdf.style import CODE
from reports.pdf.table import Column
from reports.sections.accuracy import accuracy_section, method_items
from reports.sections.data import data_section
from reports.sections.parts import (
    Cited,
    heading,
    listed,
    missing,
    note,
    opening,
    plain,
    prose,
    table,
)
from reports.sentences import say, text
from reports.text_runs import Runs, clean

SECTIONS = {
    "model": "The model",
    "limits": "Limits",
    "accuracy": "Accuracy and mistakes",
    "data": "Data",
}
_NO_LINKS = Cited()


def card_sections(evidence: Evidence, wanted: Sequence[str]) -> tuple[ReportSection, ...]:
    builders = {
        "model": _model,
        "accuracy": lambda e: accuracy_section(e, _NO_LINKS),
        "data": lambda e: data_section(e, _NO_LINKS),
        "limits": _limits,
    }
    return tuple(builders[name](evidence) for name in SECTIONS if name in wanted)


def _model(evidence: Evidence) -> ReportSection:
    return ReportSection("model", SECTIONS["model"], model_blocks(evidence))


def model_blocks(evidence: Evidence) -> tuple[Block, ...]:
    """What it is, how it was made and tested, what it is for."""
    accuracy = evidence.accuracy
    name = clean(evidence.project.name).strip() or "Untitled project"
    if accuracy is None:
        blocks = missing(
            "Model card", say("card", "no_model", name=name), say("accuracy", "missing")
        )
        return blocks + _use(evidence)
    headline = say("card", "headline", name=name, modality=accuracy.noun)
    lead = plain(f"{accuracy.headline} {accuracy.lead}")
    blocks = opening("Model card", headline, lead=lead)
    rows = tuple((label, value) for label, value in _identity(evidence))
    columns = (Column("what", 0.24), Column("value", 0.76))
    blocks += (heading(plain("What it is")), table(columns, rows))
    if accuracy.model_sha256:
        blocks += (
            note(plain(f"sha256 of {accuracy.model_file}"), space_before=10.0),
            Paragraph(plain(accuracy.model_sha256), CODE, space_before=1.0, max_lines=3),
        )
    blocks += (heading(plain("How it was made and tested")), *method_items(accuracy))
    return (*blocks, *_measures(evidence), *_use(evidence))


def _measures(evidence: Evidence) -> tuple[Block, ...]:
    """By which measure it was judged, and what it must reach."""
    bar = evidence.launch.bar if evidence.launch is not None else None
    lines = [say("card", "measure", metric=bar.metric if bar is not None else "right answers")]
    if bar is not None:
        lines.append(say("launch", "bar", bar=bar))
    else:
        lines.append(say("card", "no_bar"))
    return (heading(plain("How it is judged")), listed(lines))


def _identity(evidence: Evidence) -> list[tuple[str, Runs]]:
    accuracy = evidence.accuracy
    assert accuracy is not None
    classes = [row.label for row in evidence.data.classes] if evidence.data is not None else []
    given = [
        ("file", accuracy.model_file),
        ("run", accuracy.run),
        ("classes", ", ".join(classes)),
        ("organisation", evidence.project.organisation),
        ("date", evidence.project.date),
        ("made with", f"Smart Enough {evidence.project.app_version}".strip()),
    ]
    return [(label, plain(value)) for label, value in given if value]


def _use(evidence: Evidence) -> tuple[Block, ...]:
    problem = evidence.problem
    blocks: list[Block] = [heading(plain("What it is for"))]
    if problem is None or not (problem.headline or problem.baseline):
        blocks.append(prose(say("card", "no_use"), space_before=3.0))
        return tuple(blocks)
    if problem.headline:
        blocks.append(prose(plain(problem.headline), space_before=3.0))
    if problem.baseline:
        blocks.append(prose(plain(problem.baseline), space_before=3.0))
    return tuple(blocks)


def limit_words(evidence: Evidence) -> list[str]:
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


def _limits(evidence: Evidence) -> ReportSection:
    headline = opening("Limits", say("card", "limits_headline"))
    return ReportSection("limits", SECTIONS["limits"], (*headline, *limits_blocks(evidence)))


def limits_blocks(evidence: Evidence) -> tuple[Block, ...]:
    """Where not to lean on it, and what it may do to people."""
    risk = evidence.launch.risk if evidence.launch is not None else None
    blocks: tuple[Block, ...] = (
        listed((plain(line) for line in limit_words(evidence)), space_before=8.0),
    )
    if risk is not None and risk.answers:
        people = (
            say("parts", "noted", text=f"{a.question.rstrip('?')}: {a.answer}", note=a.source)
            for a in risk.answers
        )
        blocks += (heading(plain("What it may do to people")), listed(people))
    return blocks


def model_card_markdown(evidence: Evidence) -> str:
    """The model card as Markdown: the same sentences, with the charts' table twins as tables."""
    from reports.markdown import markdown

    return markdown(card_sections(evidence, list(SECTIONS)), card_title(evidence))


def card_title(evidence: Evidence) -> str:
    return text("card", "title", name=clean(evidence.project.name).strip() or "Untitled project")
