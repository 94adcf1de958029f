"""The Fake it page: what the fake pretends, a live session, what people did with it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.pages.fake.page import FakePage

__all__ = ["FakePage"]


def __getattr__(name: str) -> Any:
    if name != "FakePage":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from desktop.pages.fake.page import FakePage

    return FakePage
