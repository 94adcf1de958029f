"""What is taken where a case says nothing: dated, editable data beside this file."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from estimators.base.codec import convert
from estimators.base.sentence import data_file

Range = tuple[int | float, int | float]  # as written: an amount in whole dollars stays whole

# Names that neither a question nor an input has: what the valuation reads besides.
_OTHER_NAMES = (
    "currency",
    "acceptance",
    "error_cost",
    "intangible_ranking",
    "intangible_weights",
    "intangible_scores",
)


@dataclass(frozen=True)
class DefaultInput:
    """One input of the valuation. `by` names the answer that picks among `ranges`.

    `noun` is the label inside of a sentence ("what a review costs"), where that is not the label itself.
    """

    name: str
    label: str
    unit: str
    kind: str
    status: str
    source: str
    range: Range | None = None
    by: str | None = None
    ranges: dict[str, Range] = field(default_factory=dict)
    noun: str = ""
    shape: str = ""  # "beta", where it is not drawn by stretching normal numbers


@cache
def default_inputs() -> dict[str, DefaultInput]:
    """Return every input by name."""
    return {each.name: each for each in convert(_document()["inputs"], list[DefaultInput])}


def case_names() -> frozenset[str]:
    """Return every name in a case that only the valuation reads."""
    return frozenset((*default_inputs(), *_OTHER_NAMES))


def updated() -> str:
    """Return the date of the prices."""
    return str(_document()["updated"])


def currencies() -> dict[str, float]:
    """Return the known currencies, in units for one US dollar."""
    return dict(_document()["currencies"]["per_usd"])


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = data_file(Path(__file__).with_name("prices.json"))
    return document
