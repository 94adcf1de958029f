"""One option on a sheet: what it is worth, what it costs once and a month, and the prices that its answers cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.findings.decide.option_prices import (
    line_source,
    line_words,
    priced_things,
    prices_of,
    provenance_of,
)
from desktop.findings.decide.value_charts import accuracy_words
from estimators.base.chance import futures
from estimators.base.money import money, money_range, signed_worth
from estimators.base.number import number, rounded
from estimators.base.percent import percent, times_in_hundred
from estimators.base.sentence import tr
from estimators.case.ways import NOTHING
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import OptionValue, Valuation

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class OptionSheet:
    """The option by name, a sentence, rows of worth and of cost, and the lines of the price book: whose, label, amount, source."""

    title: str
    text: str
    worth: Rows = ()
    costs: Rows = ()
    prices: tuple[tuple[Provenance, tuple[str, str, str]], ...] = ()


def option_sheet(valuation: "Valuation", label: str) -> OptionSheet:
    option = next(o for o in valuation.options if o.label == label)
    if not option.possible:
        return OptionSheet(option.label, option.why_not)
    said = accuracy_words(option, valuation)
    accuracy = [(tr("How often it is right"), said)] if said else []
    if option.name == NOTHING:
        text = tr("What happens today goes on. Every other option is measured against it.")
        return OptionSheet(option.label, text, accuracy)
    text = tr(
        "It is best in {often} futures of 100. A month is an average one, once it works.",
        often=times_in_hundred(option.p_best),
    )
    costs = [*_cost_rows(option, valuation.currency)]
    if option.price_input:
        price = money_range(*option.price, valuation.currency, exact=False)
        costs.append((tr("One {answer} costs", answer=priced_things(valuation).one), price))
    prices = tuple(
        (provenance_of(line), (line.label, line_words(line), line_source(line)))
        for line in prices_of(option, valuation)
    )
    return OptionSheet(
        option.label,
        text,
        _worth_rows(option, valuation.currency, valuation.words.case.many, accuracy),
        costs,
        prices,
    )


def _worth_rows(option: "OptionValue", currency: str, cases: str, accuracy: Rows) -> Rows:
    low, high = (signed_worth(value, currency) for value in (option.p5, option.p95))
    even = option.break_even_volume
    return (
        *accuracy,
        (tr("On average"), signed_worth(option.mean, currency)),
        (tr("9 futures in 10"), tr("{low} to {high}", low=low, high=high)),
        (tr("Loses money in"), futures(option.p_loss)),
        (
            tr("Pays from, {cases} a month", cases=cases),
            tr("never") if even is None else number(rounded(max(1.0, even))),
        ),
    )


def _cost_rows(option: "OptionValue", currency: str) -> Rows:
    """Once, and in an average month once it works; what it costs has a minus."""

    def a_month(value: float) -> str:
        return signed_worth(value, currency)

    month = option.month
    rows = [(tr("Once, before it works"), money(-rounded(option.upfront), currency))]
    if option.p_over_budget is not None:
        rows.append((tr("Chance that this exceeds the budget"), percent(option.p_over_budget)))
    return (
        *rows,
        (tr("A month: right answers less mistakes"), a_month(month.brings)),
        (tr("A month: its answers"), a_month(-month.answers)),
        (tr("A month: people who check"), a_month(-month.checks)),
        (tr("A month: fees and upkeep"), a_month(-month.upkeep)),
    )
