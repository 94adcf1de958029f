"""The Problem page: a calm form where nothing is mandatory."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.pages.problem.page import ProblemPage

__all__ = ["ProblemPage"]


def __getattr__(name: str) -> Any:
    if name != "ProblemPage":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from desktop.pages.problem.page import ProblemPage

    return ProblemPage
