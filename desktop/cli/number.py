"""Numbers as people type them behind an option: "0,05", "12k", "85%", "1,000"."""

import argparse

from estimators.number_text import PROGRAM, NumberStyle, Reading, read_number

_COUNTS = NumberStyle(decimal="", group="")


def number(text: str) -> float:
    """An amount. What can be two numbers ("1,234") is refused with both."""
    reading = read_number(text, PROGRAM)
    if reading.percent:
        raise argparse.ArgumentTypeError(f"“{text}” is a share; an amount is wanted")
    return _clear(text, reading)


def share(text: str) -> float:
    """A share: 0.8 and 80% are the same."""
    reading = read_number(text, PROGRAM)
    value = _clear(text, reading)
    return value / 100 if reading.percent else value


def whole(text: str) -> int:
    """A count: nobody writes one with decimals, so "1,000" and "1.000" are a thousand."""
    reading = read_number(text, _COUNTS)
    value = reading.choices[0] if reading.choices else reading.value
    if value is None or reading.percent or value != int(value):
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number")
    return int(value)


def _clear(text: str, reading: Reading) -> float:
    if reading.choices:
        grouped, cut = (f"{one:.15g}" for one in reading.choices)
        raise argparse.ArgumentTypeError(f"“{text}” can be {grouped} or {cut}; write it so")
    if reading.value is not None:
        return reading.value
    try:
        return float(text)  # nan and inf: whoever takes the number says what is wrong with it
    except ValueError:
        what = f"“{text}” is not a number; write one such as 0.05 or 1200"
        raise argparse.ArgumentTypeError(what) from None
