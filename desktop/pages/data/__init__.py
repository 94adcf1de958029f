"""The Data page: what it learns from, whether that is clean, and whether it is enough."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.pages.data.page import DataPage

__all__ = ["DataPage"]


def __getattr__(name: str) -> Any:
    if name != "DataPage":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from desktop.pages.data.page import DataPage

    return DataPage
