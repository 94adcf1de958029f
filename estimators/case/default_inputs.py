"""What is taken where a case says nothing: dated, editable data beside this file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from estimators.base.codec import convert
from estimators.base.sentence import data_file
from estimators.case.options import kind_of
from estimators.case.price_book import PRICES, Range

CASE_WORD = "case_word"  # what one of its cases is called: "message"
# Names that neither a question nor an input has: what the valuation reads besides.
_OTHER_NAMES = (
    PRICES,
    CASE_WORD,
    "currency",
    "acceptance",
    "error_cost",
    "intangible_ranking",
    "intangible_weights",
    "intangible_scores",
)


@dataclass(frozen=True)
class DefaultInput:
    """One input of the valuation.

    Attributes
    ----------
    by : str or None
        The answer that picks among `ranges`.
    how, book : str
        Where its range comes from the price book: the way to answer whose running cost it is, or the line. What has no
        range at all comes from several lines.
    key : str
        What projects and older cases call it; empty: as its name.
    noun : str
        The label inside of a sentence ("what a review costs"), where that is not the label itself.
    shape : str
        "beta", where it is not drawn by stretching normal numbers.
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
    shape: str = ""
    how: str = ""
    book: str = ""
    key: str = ""


@cache
def default_inputs() -> dict[str, DefaultInput]:
    document = data_file(Path(__file__).with_name("default_inputs.json"))
    return {each.name: each for each in convert(document["inputs"], list[DefaultInput])}


def case_names() -> frozenset[str]:
    """Return every name in a case that only the valuation reads."""
    older = (each.key for each in default_inputs().values() if each.key)
    return frozenset((*default_inputs(), *older, *_OTHER_NAMES))


def level_of(default: DefaultInput, answers: Mapping[str, Any]) -> str:
    """Return which of its ranges the answers of a case pick."""
    match default.by:
        case "labels":
            level = _labels_level(answers)
        case "team":
            people = answers.get("ml_engineers")
            level = "unknown" if people is None else "able" if people >= 3 else "small"
        case "commodity_fit":
            fit = answers.get("commodity_fit")
            level = "unknown" if fit is None else str(round(fit))
        case "mistakes":
            level = "two" if kind_of(answers) == "classify" else "unknown"
        case "knowledge":
            own = answers.get("needs_own_knowledge") is True
            level = "own_knowledge" if own else str(answers.get("task_kind"))
        case _:
            level = str(answers.get(str(default.by))).lower()
    return level if level in default.ranges else "unknown"


def _labels_level(answers: Mapping[str, Any]) -> str:
    labels, classes = answers.get("labelled_examples"), answers.get("n_classes")
    rarest = answers.get("rarest_class_examples")
    if rarest is not None:  # many rows with few of one answer teach no more than few rows
        balanced = rarest * (classes or 2)
        labels = balanced if labels is None else min(labels, balanced)
    if labels is None:
        return "unknown"
    if labels >= 100_000:
        return "vast"
    return "enough" if labels >= (300 if classes is None else max(200, 20 * classes)) else "few"
