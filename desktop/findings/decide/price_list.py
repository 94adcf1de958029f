"""The price book as a list: each line with its amount, whose it is, how old, and whether this case is valued at it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.findings.decide.option_prices import priced_option, prices_of, provenance_of
from desktop.findings.decide.verdict import Worked
from desktop.project.prices_file import own_prices
from desktop.project.project import Project
from estimators.base.date import day
from estimators.base.sentence import tr
from estimators.case.price_book import YOURS, PriceLine, price_book
from estimators.case.ways import WAYS, Way
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation


@dataclass(frozen=True)
class ListedPrice:
    """One line. ``own``: the person set it. ``note``: its unit, whose it is, its source and date, and that it is old."""

    line: PriceLine
    own: bool
    used: bool
    provenance: Provenance
    note: str

    def matches(self, words: str) -> bool:
        """Whether every one of the words occurs in it."""
        text = f"{self.line.label} {self.note} {self.line.name}".lower()
        return all(word in text for word in words.lower().split())


def listed_prices(project: Project, worked: Worked | None, today: date) -> tuple[ListedPrice, ...]:
    """Every line of the book, with the project's own: first those of the option whose price is told, then all that count."""
    own = {str(each["name"]) for each in own_prices(project)}
    first = _told(worked) if worked is not None else set()
    used = first | _used(worked.valuation) if worked is not None else set()
    book = price_book(own_prices(project) or None)
    found = [
        ListedPrice(
            line, line.name in own, line.name in used, provenance_of(line), _note(line, today)
        )
        for line in book.lines.values()
    ]
    return tuple(sorted(found, key=lambda each: (each.line.name not in first, not each.used)))


def _told(worked: Worked) -> set[str]:
    """The lines behind the price that Decide tells."""
    option = priced_option(worked)
    return set() if option is None else {line.name for line in prices_of(option, worked.valuation)}


def _used(valuation: "Valuation") -> set[str]:
    """The lines behind the inputs of the options that are possible, and behind those that all share."""
    possible = {each.name for each in valuation.options if each.possible}
    needed = {name for way in WAYS if way.name in possible for name in _inputs_of(way)}
    idle = {name for way in WAYS for name in _inputs_of(way)} - needed
    inputs = (each for name, each in valuation.inputs.items() if name not in idle)
    return {line for each in inputs for line in each.lines}


def _inputs_of(way: Way) -> tuple[str, ...]:
    return way.price, way.fee, way.run


def _note(line: PriceLine, today: date) -> str:
    whose = provenance_of(line)
    own = line.source if line.source != YOURS else ""
    words = YOURS if line.status == "yours" else whose.words
    parts = [line.unit, words, own, day(line.date) if line.date else ""]
    if line.is_old(today):
        parts.append(tr("more than half a year old"))
    return " · ".join(part for part in parts if part)


def count_sentence(prices: tuple[ListedPrice, ...], today: date) -> str:
    """How many lines there are, how many are the person's own, and how many are old."""
    own = sum(each.own for each in prices)
    old = sum(each.line.is_old(today) for each in prices)
    return tr(
        "{n} prices in US dollars, each a range that holds 9 times in 10; {own} are yours, {old} are more than half a year old.",
        n=len(prices),
        own=own,
        old=old,
    )
