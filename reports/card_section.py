"""The model card as one appendix of the launch report."""

from reports.evidence import Evidence
from reports.model_card import limits_blocks, model_blocks
from reports.pdf.flow import ReportSection
from reports.sections.parts import Cited, heading, plain


def card_section(evidence: Evidence, links: Cited) -> ReportSection:  # noqa: ARG001  as every section
    """What the model is and where not to lean on it; its accuracy and data have sections of their own."""
    blocks = model_blocks(evidence)
    if evidence.accuracy is not None:
        limits = heading(plain("Where not to lean on it"))
        blocks = (*blocks, limits, *limits_blocks(evidence))
    return ReportSection("card", "Model card", blocks)
