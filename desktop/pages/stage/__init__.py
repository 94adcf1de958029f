"""The Stage: one photo, one sentence, full screen, and what people do with it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.pages.stage.presenter import Presenter

__all__ = ["Presenter"]


def __getattr__(name: str) -> Any:
    if name != "Presenter":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from desktop.pages.stage.presenter import Presenter

    return Presenter
