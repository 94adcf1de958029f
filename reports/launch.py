"""The launch report: the decision on page one, then why in three parts, risk, conditions, assumptions, appendices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from estimators.base.sentence import tr
from reports.evidence import Evidence
from reports.model_card import CARD
from reports.page_one import TITLE as DECISION_TITLE
from reports.page_one import decision_section
from reports.pdf.blocks import Band
from reports.pdf.flow import ReportSection
from reports.pdf.text_renderer import TextRenderer
from reports.sections.acceptance import PROGRESS, TEST
from reports.sections.accuracy import ACCURACY
from reports.sections.data import DATA
from reports.sections.datasheet import DATASHEET
from reports.sections.decision import ASSUMPTIONS, OPTIONS, PROBLEM
from reports.sections.fake import FAKE
from reports.sections.launch import CONDITIONS, RISK, SCORE
from reports.sections.method import METHOD, NUMBERS
from reports.sections.parts import Cited, SectionTemplate, plain


@dataclass(frozen=True)
class ReportPart:
    """A part of the report: its name, the question it answers, and its sections."""

    name: str
    question: str
    sections: tuple[SectionTemplate[Any], ...]


PARTS = (
    ReportPart("Desirability", tr("Do people want it?"), (PROBLEM, FAKE)),
    ReportPart("Viability", tr("Is it worth it?"), (OPTIONS,)),
    ReportPart("Feasibility", tr("Can it be done?"), (DATA, ACCURACY, TEST, PROGRESS)),
    ReportPart(tr("Risk and oversight"), tr("What could go wrong?"), (RISK,)),
    ReportPart("Conditions", tr("On which terms, and how back?"), (CONDITIONS,)),
    ReportPart(tr("Assumptions and flip points"), tr("What if we are wrong?"), (ASSUMPTIONS,)),
    ReportPart("Appendices", tr("To look things up"), (CARD, DATASHEET, SCORE, METHOD, NUMBERS)),
)
SECTIONS: dict[str, str] = {"decision": DECISION_TITLE} | {
    section.name: section.title for part in PARTS for section in part.sections
}  # the sections by name, with their titles, in order


def launch_sections(
    evidence: Evidence, renderer: TextRenderer, wanted: Sequence[str]
) -> tuple[ReportSection, ...]:
    included = [(part, [s for s in part.sections if s.name in wanted]) for part in PARTS]
    answered = (section.answers(evidence) for _, sections in included for section in sections)
    links = Cited(frozenset().union(*answered))
    found = [decision_section(evidence, renderer, links)] if "decision" in wanted else []
    for part, sections in included:
        built = [replace(each.build(evidence, links), part=part.name) for each in sections]
        if built:
            band = Band(plain(part.name), plain(part.question))
            built[0] = replace(built[0], blocks=(band, *built[0].blocks))
        found += built
    return tuple(found)
