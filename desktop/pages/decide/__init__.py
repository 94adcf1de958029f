"""The Decide page: the verdict, its reasons, what each option is worth and what would change it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.pages.decide.page import DecidePage

__all__ = ["DecidePage"]


def __getattr__(name: str) -> Any:
    if name != "DecidePage":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from desktop.pages.decide.page import DecidePage

    return DecidePage
