"""On what a verdict stands: its words, and the findings that decided; as data beside this file."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from estimators.base.codec import convert
from estimators.base.sentence import data_file


@dataclass(frozen=True)
class VerdictGround:
    """One ground of a verdict.

    Attributes
    ----------
    why : str
        One sentence that supports it.
    decided_by : tuple of str
        The findings on which it rests, the weightiest first.
    headline : str
        Empty: that of the way to do it (`way_headlines`).
    """

    why: str
    decided_by: tuple[str, ...]
    headline: str = ""


@cache
def grounds() -> dict[str, VerdictGround]:
    return {name: convert(each, VerdictGround) for name, each in _document()["grounds"].items()}


def way_headlines() -> dict[str, str]:
    """Return the headline of each way to do it, and of an open model that is tuned at home."""
    found: dict[str, str] = _document()["ways"]
    return found


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = data_file(Path(__file__).with_name("grounds.json"))
    return document
