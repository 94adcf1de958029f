"""The Report page: what the PDF says, before it is sent."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.pages.report.page import ReportPage

__all__ = ["ReportPage"]


def __getattr__(name: str) -> Any:
    if name != "ReportPage":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from desktop.pages.report.page import ReportPage

    return ReportPage
