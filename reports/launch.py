"""The launch report: six pages, the decision first; the rest is an appendix on request. A no before anything was measured is one page."""

from collections.abc import Sequence
from dataclasses import replace

from estimators.base.sentence import tr
from reports.evidence import Evidence
from reports.model_card import CARD
from reports.pages.basis import BASIS
from reports.pages.decision import DECISION
from reports.pages.desirability import DESIRABILITY
from reports.pages.feasibility import FEASIBILITY
from reports.pages.risk import RISK
from reports.pages.template import PageTemplate
from reports.pages.verdict import VERDICT_PAGE, is_no_alone, is_verdict_alone
from reports.pages.viability import VIABILITY
from reports.pdf.flow import ReportSection
from reports.pdf.text_renderer import TextRenderer
from reports.sections.acceptance import PROGRESS, TEST
from reports.sections.accuracy import ACCURACY
from reports.sections.data import DATA
from reports.sections.datasheet import DATASHEET
from reports.sections.decision import OPTIONS, PROBLEM
from reports.sections.launch import SCORE
from reports.sections.method import METHOD, NUMBERS
from reports.sections.parts import Cited

PAGES = (DECISION, DESIRABILITY, VIABILITY, FEASIBILITY, RISK, BASIS)
APPENDIX = (
    PROBLEM,
    OPTIONS,
    ACCURACY,
    TEST,
    PROGRESS,
    DATA,
    CARD,
    DATASHEET,
    SCORE,
    METHOD,
    NUMBERS,
)
PAGE_NAMES = tuple(page.name for page in PAGES)
SECTIONS: dict[str, str] = {each.name: each.title for each in (*PAGES, *APPENDIX)}
"""The pages and the sections of the appendix by name, with their titles, in order."""


def launch_sections(
    evidence: Evidence, renderer: TextRenderer, wanted: Sequence[str]
) -> tuple[ReportSection, ...]:
    """What is wanted of the report, in order."""
    pages = wanted_pages(evidence, wanted)
    appendix = [section for section in APPENDIX if section.name in wanted]
    answered = (each.answers(evidence) for each in (*pages, *appendix))
    links = Cited(frozenset().union(*answered))
    part = tr("Appendix")
    return (
        *(page.build(evidence, renderer, links) for page in pages),
        *(replace(each.build(evidence, links), part=part) for each in appendix),
    )


def wanted_pages(evidence: Evidence, wanted: Sequence[str]) -> list[PageTemplate]:
    """The pages that are wanted; one stands for all six where a no is all there is to say."""
    pages = [page for page in PAGES if page.name in wanted]
    return [VERDICT_PAGE] if is_no_alone(evidence) and DECISION in pages else pages


def brief_page(evidence: Evidence) -> PageTemplate:
    """The report for everyone on one page: the verdict while it is all there is, else the decision."""
    page = VERDICT_PAGE if is_verdict_alone(evidence) else DECISION
    return replace(page, name="brief", said_below="")
