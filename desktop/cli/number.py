"""Numbers as people type them behind an option: "0,05", "12k", "85%", "1,000"."""

import argparse

from estimators.base.number_reader import PROGRAM, read_count, read_number, read_share


def number(text: str) -> float:
    """An amount. What can be two numbers ("1,234") is refused with both."""
    reading = read_number(text, PROGRAM)
    if reading.percent:
        raise argparse.ArgumentTypeError(f"“{text}” is a share; an amount is wanted")
    if reading.choices:
        grouped, cut = (f"{one:.15g}" for one in reading.choices)
        raise argparse.ArgumentTypeError(f"“{text}” can be {grouped} or {cut}; write it so")
    return _given(text, reading.value)


def share(text: str) -> float:
    """A share: 0.8 and 80% are the same."""
    return _given(text, read_share(text))


def whole(text: str) -> int:
    """A count: nobody writes one with decimals, so "1,000" and "1.000" are a thousand."""
    value = read_count(text)
    if value is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number")
    return value


def _given(text: str, value: float | None) -> float:
    if value is not None:
        return value
    try:
        return float(text)  # nan and inf: whoever takes the number says what is wrong with it
    except ValueError:
        what = f"“{text}” is not a number; write one such as 0.05 or 1200"
        raise argparse.ArgumentTypeError(what) from None
