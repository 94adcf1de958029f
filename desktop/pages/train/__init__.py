"""The Train page: how good the classifier is, how sure, where it is wrong, and a photo to try."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.pages.train.page import TrainPage

__all__ = ["TrainPage"]


def __getattr__(name: str) -> Any:
    if name != "TrainPage":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from desktop.pages.train.page import TrainPage

    return TrainPage
