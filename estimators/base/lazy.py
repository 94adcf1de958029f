"""Public names of a package that are imported when they are first asked for, so that the window paints before scikit-learn."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def lazy_names(**homes: str) -> Callable[[str], Any]:
    """A package's `__getattr__` (PEP 562): each name from the module that defines it.

    Raises AttributeError, as Python does, for any other name.
    """

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"no public name {name!r}")
        return getattr(import_module(homes[name]), name)

    return find
