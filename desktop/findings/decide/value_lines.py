"""How the average value comes about: what a month brings and costs over the whole time, what is paid once, and what time takes away."""

from typing import TYPE_CHECKING

from estimators.base.money import about_money, money
from estimators.base.number import rounded
from estimators.base.sentence import tr
from estimators.case.ways import BUILD, NOTHING
from reports.value_data import SumLine

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import OptionValue, Valuation

_WHOLE_FROM = 10


def value_lines(valuation: "Valuation", option: "OptionValue") -> tuple[SumLine, ...]:
    """The lines that add up to the average, as they are printed: a month times the months, to the whole; the last but one is the rest.

    The rest is what an average month cannot say: nothing comes in before it works, later money counts less, and of what is built
    that it may fail. Nothing of staying as today.
    """
    if option.name == NOTHING:
        return ()
    months, currency, month = valuation.horizon_months, valuation.currency, option.month
    monthly = (
        (tr("right answers, less mistakes"), month.brings),
        (tr("its answers"), -month.answers),
        (tr("people who check"), -month.checks),
        (tr("fees and upkeep"), -month.upkeep),
    )
    found = []
    once = round(rounded(option.upfront))
    total = -once
    for label, value in monthly:
        a_month = _kept(value)
        whole = round(months * a_month)
        if whole:
            total += whole
            found.append(SumLine(label, _said(a_month, currency), _said(whole, currency)))
    found.append(SumLine(tr("once, before it works"), "", _said(-once, currency)))
    rest = (
        tr("it works later, may fail, and later money counts less")
        if option.name == BUILD
        else tr("it works only later, and later money counts less")
    )
    mean = rounded(option.mean)
    found.append(SumLine(rest, "", _said(mean - total, currency)))
    found.append(
        SumLine(tr("average of all futures"), "", about_money(mean, currency), is_sum=True)
    )
    return tuple(found)


def _kept(value: float) -> float:
    """A month to three digits that count, whole from ten on."""
    kept = rounded(value, 3)
    return round(kept) if abs(kept) >= _WHOLE_FROM else round(kept, 2)


def _said(value: float, currency: str) -> str:
    return money(value, currency, exact=True, signed=True)
