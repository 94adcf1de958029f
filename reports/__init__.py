"""Reports: typed evidence to sentences to a tagged PDF, a model card, a one-page brief."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reports.evidence import Evidence
    from reports.model_card import model_card_markdown
    from reports.report import BuiltReport, build, section_titles

__all__ = ["BuiltReport", "Evidence", "build", "model_card_markdown", "section_titles"]

_HOMES = {
    "BuiltReport": "reports.report",
    "Evidence": "reports.evidence",
    "build": "reports.report",
    "model_card_markdown": "reports.model_card",
    "section_titles": "reports.report",
}


def __getattr__(name: str) -> Any:
    """Public names come from their modules when first asked for, so that the package imports at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
