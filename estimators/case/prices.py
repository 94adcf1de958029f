"""What is taken where a case says nothing: dated, editable data beside this file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Range = tuple[float, float]

_PATH = Path(__file__).parent / "prices.json"

# Answers that pick a default range, an allowance or a name, and are no ranges themselves.
_OTHER_NAMES = (
    "title",
    "description",
    "task_type",
    "currency",
    "measured",
    "acceptance",
    "error_cost",
    "error_cost_usd",
    "commodity_fit",
    "commodity_api_available",
    "data_may_leave_premises",
    "explicit_rules_possible",
    "human_in_loop",
    "labelled_examples",
    "n_classes",
    "ml_engineers",
    "budget_usd",
    "data_uniqueness",
    "intangible_ranking",
    "intangible_weights",
    "intangible_scores",
)


@dataclass(frozen=True)
class DefaultInput:
    """One input of the valuation. `by` names the answer that picks among `ranges`."""

    name: str
    label: str
    unit: str
    kind: str
    status: str
    source: str
    range: Range | None
    by: str | None
    ranges: dict[str, Range]
    shape: str = ""  # "beta", where it is not drawn by stretching normal numbers


@cache
def default_inputs() -> dict[str, DefaultInput]:
    """Return every input by name."""
    found = {}
    for entry in _document()["inputs"]:
        ranges = {level: (low, high) for level, (low, high) in entry.get("ranges", {}).items()}
        fixed = entry.get("range")
        found[entry["name"]] = DefaultInput(
            name=entry["name"],
            label=entry["label"],
            unit=entry["unit"],
            kind=entry["kind"],
            status=entry["status"],
            source=entry["source"],
            range=(fixed[0], fixed[1]) if fixed else None,
            by=entry.get("by"),
            ranges=ranges,
            shape=entry.get("shape", ""),
        )
    return found


def case_names() -> frozenset[str]:
    """Return every name in a case that the valuation reads."""
    return frozenset((*default_inputs(), *_OTHER_NAMES))


def updated() -> str:
    """Return the date of the prices."""
    return str(_document()["updated"])


def currencies() -> dict[str, float]:
    """Return the known currencies, in units for one US dollar."""
    return dict(_document()["currencies"]["per_usd"])


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_PATH.read_text(encoding="utf-8"))
    return document
