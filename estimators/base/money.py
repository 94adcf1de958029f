"""Amounts of money: "€1.60", "€9,100", "€33k", "−€1.2m"; in a sentence "€320,000"."""

from estimators.base.interval import between
from estimators.base.language import language
from estimators.base.number import MINUS, fixed, rounded, write_number

BRIEF_FROM = 10_000  # from here on an amount is rounded: €33k
_LONG_FROM = 1e6  # from here on a sentence rounds it too: €1.2m
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}


def symbol(currency: str) -> str:
    """What is written before an amount: "$", "€" or "CHF "; a sign stays as it is."""
    return _SIGNS.get(currency) or (f"{currency} " if currency[-1:].isalpha() else currency)


def money(value: float, currency: str = "USD", *, exact: bool = False, signed: bool = False) -> str:
    """An amount: "€1.60", "€9,100", from 10,000 on "€33k". ``exact``: "€14,000". ``signed``: "+€74k".

    ``currency`` is a code ("EUR") or a sign ("€"). What is not nothing never reads as nothing: "$0.0004".
    """
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return in_currency(_digits(abs(value), exact), currency, sign)


def in_currency(number: str, currency: str, sign: str = "") -> str:
    """A number that is written already as an amount: "€9,100"."""
    style = language().money
    mark = symbol(currency).rstrip()
    if mark[-1:].isalpha():
        mark += style.after_code
    return style.amount.format(sign=sign, currency=mark, number=number)


def about_money(value: float, currency: str = "USD") -> str:
    """A sum that was worked out, as a sentence has it: two digits that count, "$320,000", from a million on "$1.2m"."""
    size = rounded(value)
    return money(size, currency, exact=abs(size) < _LONG_FROM)


def signed_worth(value: float, currency: str = "USD") -> str:
    """The same sum in a table or on a chart, of the same two digits: "+$320k"."""
    return money(rounded(value), currency, signed=True)


def money_range(low: float, high: float, currency: str = "USD", *, exact: bool = True) -> str:
    """Two ends of a range: "€2,000 to €14,000"."""
    return between(low, high, lambda value: money(value, currency, exact=exact))


def _digits(size: float, exact: bool) -> str:
    if not exact and size >= BRIEF_FROM - 0.5:
        style = language().money
        for step, word in ((1e9, style.billion), (1e6, style.million), (1e3, style.thousand)):
            if size >= step * 0.9995:
                return write_number(_three_digits(size / step)) + word
    if size >= 100 or size == round(size):
        return fixed(size)
    return fixed(size, 2) if size >= 0.095 else write_number(rounded(size))


def _three_digits(value: float) -> float:
    return float(round(value)) if value >= 9.95 else round(value, 1)
