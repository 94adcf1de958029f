"""The launch report: the decision on page one, then why in three parts, risk, conditions, assumptions, appendices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reports.card_section import card_section
from reports.evidence import Evidence
from reports.page_one import TITLE as DECISION_TITLE
from reports.page_one import decision_section
from reports.pdf.blocks import Band
from reports.pdf.flow import ReportSection
from reports.pdf.text_renderer import TextRenderer
from reports.sections import (
    acceptance,
    accuracy,
    assumptions,
    conditions,
    data,
    datasheet,
    fake,
    method,
    numbers,
    options,
    problem,
    progress,
    readiness,
    risk,
)
from reports.sections.parts import Cited, cited, plain

Builder = Callable[[Evidence, Cited], ReportSection]


@dataclass(frozen=True)
class ReportPart:
    """A part of the report: its name, the question it answers, and its sections by name."""

    name: str
    question: str
    sections: dict[str, tuple[str, Builder]]


PARTS = (
    ReportPart(
        "Desirability",
        "Do people want it?",
        {
            "problem": (problem.TITLE, problem.problem_section),
            "fake": (fake.TITLE, fake.fake_section),
        },
    ),
    ReportPart(
        "Viability", "Is it worth it?", {"options": (options.TITLE, options.options_section)}
    ),
    ReportPart(
        "Feasibility",
        "Can it be done?",
        {
            "data": (data.TITLE, data.data_section),
            "accuracy": (accuracy.TITLE, accuracy.accuracy_section),
            "test": (acceptance.TITLE, acceptance.acceptance_section),
            "progress": (progress.TITLE, progress.progress_section),
        },
    ),
    ReportPart(
        "Risk and oversight", "What could go wrong?", {"risk": (risk.TITLE, risk.risk_section)}
    ),
    ReportPart(
        "Conditions",
        "On which terms, and how back?",
        {"conditions": (conditions.TITLE, conditions.conditions_section)},
    ),
    ReportPart(
        "Assumptions and flip points",
        "What if we are wrong?",
        {"assumptions": (assumptions.TITLE, assumptions.assumptions_section)},
    ),
    ReportPart(
        "Appendices",
        "To look things up",
        {
            "card": ("Model card", card_section),
            "datasheet": (datasheet.TITLE, datasheet.datasheet_section),
            "score": (readiness.TITLE, readiness.score_section),
            "method": (method.TITLE, method.method_section),
            "provenance": (numbers.TITLE, numbers.numbers_section),
        },
    ),
)
SECTIONS: dict[str, str] = {"decision": DECISION_TITLE} | {
    name: title for part in PARTS for name, (title, _) in part.sections.items()
}  # the sections by name, with their titles, in order


def launch_sections(
    evidence: Evidence, renderer: TextRenderer, wanted: Sequence[str]
) -> tuple[ReportSection, ...]:
    links = cited(evidence, wanted)
    sections = []
    if "decision" in wanted:
        sections.append(decision_section(evidence, renderer, links))
    for part in PARTS:
        opened = False
        for name, (_, builder) in part.sections.items():
            if name not in wanted:
                continue
            section = replace(builder(evidence, links), part=part.name)
            if not opened:
                band = Band(plain(part.name), plain(part.question))
                section = replace(section, blocks=(band, *section.blocks))
                opened = True
            sections.append(section)
    return tuple(sections)
