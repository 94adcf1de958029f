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
from reports.sections.acceptance import TITLE as TEST_TITLE
from reports.sections.acceptance import acceptance_section
from reports.sections.accuracy import TITLE as ACCURACY_TITLE
from reports.sections.accuracy import accuracy_section
from reports.sections.assumptions import TITLE as ASSUMPTIONS_TITLE
from reports.sections.assumptions import assumptions_section
from reports.sections.conditions import TITLE as CONDITIONS_TITLE
from reports.sections.conditions import conditions_section
from reports.sections.data import TITLE as DATA_TITLE
from reports.sections.data import data_section
from reports.sections.datasheet import TITLE as DATASHEET_TITLE
from reports.sections.datasheet import datasheet_section
from reports.sections.fake import TITLE as FAKE_TITLE
from reports.sections.fake import fake_section
from reports.sections.method import TITLE as METHOD_TITLE
from reports.sections.method import method_section
from reports.sections.numbers import TITLE as NUMBERS_TITLE
from reports.sections.numbers import numbers_section
from reports.sections.options import TITLE as OPTIONS_TITLE
from reports.sections.options import options_section
from reports.sections.parts import Cited, cited, plain
from reports.sections.problem import TITLE as PROBLEM_TITLE
from reports.sections.problem import problem_section
from reports.sections.progress import TITLE as PROGRESS_TITLE
from reports.sections.progress import progress_section
from reports.sections.readiness import TITLE as SCORE_TITLE
from reports.sections.readiness import score_section
from reports.sections.risk import TITLE as RISK_TITLE
from reports.sections.risk import risk_section

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
        {"problem": (PROBLEM_TITLE, problem_section), "fake": (FAKE_TITLE, fake_section)},
    ),
    ReportPart("Viability", "Is it worth it?", {"options": (OPTIONS_TITLE, options_section)}),
    ReportPart(
        "Feasibility",
        "Can it be done?",
        {
            "data": (DATA_TITLE, data_section),
            "accuracy": (ACCURACY_TITLE, accuracy_section),
            "test": (TEST_TITLE, acceptance_section),
            "progress": (PROGRESS_TITLE, progress_section),
        },
    ),
    ReportPart("Risk and oversight", "What could go wrong?", {"risk": (RISK_TITLE, risk_section)}),
    ReportPart(
        "Conditions",
        "On which terms, and how back?",
        {"conditions": (CONDITIONS_TITLE, conditions_section)},
    ),
    ReportPart(
        "Assumptions and flip points",
        "What if we are wrong?",
        {"assumptions": (ASSUMPTIONS_TITLE, assumptions_section)},
    ),
    ReportPart(
        "Appendices",
        "To look things up",
        {
            "card": ("Model card", card_section),
            "datasheet": (DATASHEET_TITLE, datasheet_section),
            "score": (SCORE_TITLE, score_section),
            "method": (METHOD_TITLE, method_section),
            "provenance": (NUMBERS_TITLE, numbers_section),
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
