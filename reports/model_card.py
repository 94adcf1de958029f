"""The model card: what the model is for, what it was tested on, and where it must not be trusted.

The headings follow Mitchell et al., "Model Cards for Model Reporting" (FAT* 2019,
https://doi.org/10.1145/3287560.3287596), shortened to what the evidence knows.
"""

import re
from collections.abc import Iterable, Sequence

from reports.chart_data import Table as TwinTable
from reports.evidence import CheckState, Evidence
from reports.pdf.blocks import Block, Paragraph
from reports.pdf.flow import Section
from reports.pdf.style import CODE
from reports.pdf.table import Cell, Column, Table
from reports.pdf.text import Runs, clean
from reports.sections.accuracy import accuracy_section, method_items
from reports.sections.data import data_section
from reports.sections.parts import (
    Cited,
    heading,
    listed,
    missing,
    note,
    opening,
    percent,
    plain,
    prose,
)
from reports.sentences import say, text

SECTIONS = {
    "model": "The model",
    "limits": "Limits",
    "accuracy": "Accuracy and mistakes",
    "data": "Data",
}
_NO_LINKS = Cited()


def card_sections(evidence: Evidence, wanted: Sequence[str]) -> tuple[Section, ...]:
    builders = {
        "model": _model,
        "accuracy": lambda e: accuracy_section(e, _NO_LINKS),
        "data": lambda e: data_section(e, _NO_LINKS),
        "limits": _limits,
    }
    return tuple(builders[name](evidence) for name in SECTIONS if name in wanted)


def _model(evidence: Evidence) -> Section:
    accuracy = evidence.accuracy
    name = clean(evidence.project.name).strip() or "Untitled project"
    if accuracy is None:
        blocks = missing(
            "Model card", say("card", "no_model", name=name), say("accuracy", "missing")
        )
        return Section("model", SECTIONS["model"], blocks + _use(evidence))
    headline = say("card", "headline", name=name, modality=accuracy.noun)
    lead = say(
        "card",
        "summary",
        correct=accuracy.correct,
        n=accuracy.n,
        noun=accuracy.noun,
        bound=accuracy.bound.text,
    )
    blocks = opening("Model card", headline, lead=lead)
    rows = tuple((Cell(plain(label)), Cell(value)) for label, value in _identity(evidence))
    columns = (Column(plain("what"), 0.24), Column(plain("value"), 0.76))
    blocks += (heading(plain("What it is")), Table(columns, rows))
    if accuracy.model_sha256:
        blocks += (
            note(plain(f"sha256 of {accuracy.model_file}"), space_before=10.0),
            Paragraph(plain(accuracy.model_sha256), CODE, space_before=1.0, max_lines=3),
        )
    blocks += (heading(plain("How it was made and tested")), *method_items(accuracy))
    return Section("model", SECTIONS["model"], blocks + _use(evidence))


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
        lines += [
            text("card", "open_check", text=c.text, value=c.value, state=c.state.words)
            for c in launch.checks
            if c.state is not CheckState.PASS
        ]
    if evidence.accuracy is not None:
        lines += [
            text(
                "card", "thin_class", label=c.label, n=c.n, low=percent(c.low), high=percent(c.high)
            )
            for c in evidence.accuracy.per_class
            if c.high - c.low > 0.2
        ]
    if launch is not None and launch.risk is not None:
        lines.append(text("launch", "risk_short", sentence=launch.risk.sentence, cite=""))
    else:
        lines.append(text("launch", "risk_missing"))
    return lines


def _limits(evidence: Evidence) -> Section:
    blocks = (
        *opening("Limits", say("card", "limits_headline")),
        listed((plain(line) for line in limit_words(evidence)), space_before=12.0),
    )
    return Section("limits", SECTIONS["limits"], blocks)


def model_card_markdown(evidence: Evidence) -> str:
    """The model card as Markdown: the same sentences, with the charts' table twins as tables."""
    name = clean(evidence.project.name).strip() or "Untitled project"
    accuracy, data = evidence.accuracy, evidence.data
    lines = [f"# {_escaped(text('card', 'title', name=name))}", ""]
    if accuracy is None:
        lines += [_escaped(text("accuracy", "missing")), ""]
    else:
        summary = text(
            "card",
            "summary",
            correct=accuracy.correct,
            n=accuracy.n,
            noun=accuracy.noun,
            bound=accuracy.bound.text,
        )
        lines += [_escaped(summary), "", "## What it is", ""]
        lines += [
            f"- {label}: {_escaped(''.join(run.text for run in value))}"
            for label, value in _identity(evidence)
        ]
        if accuracy.model_sha256:
            lines.append(f"- sha256: {_escaped(accuracy.model_sha256)}")
        lines += ["", "## Accuracy", ""]
        for chart in (accuracy.runs, accuracy.confusion, accuracy.reliability):
            if chart is not None:
                lines += [f"### {_escaped(chart.title)}", "", *_markdown(chart.table()), ""]
        lines += [*_class_lines(evidence)]
    if evidence.problem is not None:
        words = [evidence.problem.headline, evidence.problem.baseline]
        lines += ["## What it is for", "", *(_escaped(w) + "\n" for w in words if w)]
    if data is not None:
        rows = tuple((c.label, str(c.learn), str(c.held_out)) for c in data.classes)
        twin = TwinTable(("class", "to learn from", "held out"), rows)
        lines += ["## Data", "", *_markdown(twin), ""]
    limits = limit_words(evidence)
    if data is not None:
        limits += [finding.text for finding in data.hygiene]
    lines += ["## Limits", "", *(f"- {_escaped(line)}" for line in limits), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _class_lines(evidence: Evidence) -> Iterable[str]:
    accuracy = evidence.accuracy
    if accuracy is None or not accuracy.per_class:
        return ()
    rows = tuple(
        (c.label, f"{c.found} of {c.n}", f"{percent(c.low)} to {percent(c.high)}")
        for c in accuracy.per_class
    )
    return (
        "### Found, by class",
        "",
        *_markdown(TwinTable(("class", "found", "likely"), rows)),
        "",
    )


def _markdown(table: TwinTable) -> list[str]:
    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"

    return [row(table.headers), "|" + " --- |" * len(table.headers), *map(row, table.rows)]


def _escaped(words: str) -> str:
    """Text that Markdown prints as it is: no markup, no link, no HTML, one line."""
    line = " ".join(clean(words).split())
    line = re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", line)
    # A bare address would become a link; a zero-width break is invisible, an escaped colon is not.
    line = re.sub(r"(?i)\b(https?|ftp|mailto|www)([:.])", r"\1&#8203;\2", line)
    return re.sub(r"^([-+]|\d+[.)])(?=\s)", r"\\\1", line)
