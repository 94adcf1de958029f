"""The Launch page: the bar, the checks, the decision and who signs it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.pages.launch.page import LaunchPage

__all__ = ["LaunchPage"]


def __getattr__(name: str) -> Any:
    if name != "LaunchPage":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from desktop.pages.launch.page import LaunchPage

    return LaunchPage
