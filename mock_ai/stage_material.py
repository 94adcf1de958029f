"""What a demo of a kind can show: its good examples by content, and what words and pictures of the Stage need besides.

Read once for a demo; a scenario's own examples, or a ready-made set.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Self

from mock_ai.kinds.dialled_kind import item_digest
from mock_ai.kinds.product import KindSetting
from mock_ai.kinds.registry import kind_fake_entry
from mock_ai.ready_made import ReadyMadeItem, ReadyMadePage, ready_made_sets

PAST_DAYS = 20
_DAY = re.compile(r"(\d{1,2})\.? ([^\W\d_]{3})")
_LONG_INPUT = 30  # words from which a shorter answer counts as a summary


@dataclass(frozen=True)
class StageMaterial:
    """The items of a demo, and what is known of the product that they belong to.

    - `items`: by the SHA-256 of their content, hexadecimal.
    - `case`: what one of them is called ("message"); empty where nobody said.
    - `pages`: what answers are taken from: things with their photos, or help pages.
    - `past`: number: for each item what was counted before it, oldest first, each with its day.
    - `sums_up`: generate: whether answers are summaries rather than replies.
    - `coverage`: number: how often the range is said to hold.
    """

    items: Mapping[str, ReadyMadeItem] = field(default_factory=dict)
    case: str = ""
    pages: tuple[ReadyMadePage, ...] = ()
    past: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    sums_up: bool = False
    coverage: float = 0.8

    @classmethod
    def of(cls, product: KindSetting, case: str = "") -> Self:
        """That of a scenario's product, which is of another kind than classify."""
        pages: tuple[ReadyMadePage, ...] = ()
        if product.borrowed:
            sets = ready_made_sets(product.kind)
            borrowed = next((each for each in sets if each.name == product.ready_made), sets[0])
            items, pages = borrowed.items, borrowed.pages
        else:
            items = tuple(ReadyMadeItem(one.input, one.good) for one in product.good_examples)
        by_content = {item_digest(item.input).hex(): item for item in items}
        coverage = next(
            (
                float(kind_fake_entry(product.kind).value_of(product.values, dial))
                for dial in kind_fake_entry(product.kind).dials
                if dial.name == "coverage"
            ),
            0.8,
        )
        past = _past(by_content) if product.kind == "number" and product.borrowed else {}
        return cls(by_content, case, pages, past, _sums_up(items), coverage)

    def photo(self, name: str) -> Path | None:
        """The picture of a thing that is recommended; None where there is none."""
        return next((page.photo for page in self.pages if page.name == name), None)


def _past(items: Mapping[str, ReadyMadeItem]) -> dict[str, tuple[tuple[str, float], ...]]:
    """What was counted before each day of a set that is in the order of its days."""
    counted: list[tuple[str, float]] = []
    past = {}
    for digest, item in items.items():
        past[digest] = tuple(counted[-PAST_DAYS:])
        day = _DAY.search(str(item.input))
        if day is not None and isinstance(item.good, int | float):
            counted.append((f"{day[1]} {day[2]}", float(item.good)))
    return past


def _sums_up(items: tuple[ReadyMadeItem, ...]) -> bool:
    """Whether long texts go in and much shorter ones come out."""
    asked = [len(str(item.input).split()) for item in items if isinstance(item.input, str)]
    told = [len(item.good.split()) for item in items if isinstance(item.good, str)]
    if not asked or not told:
        return False
    return median(asked) >= _LONG_INPUT and median(told) < 0.7 * median(asked)
