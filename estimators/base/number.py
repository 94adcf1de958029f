"""Plain numbers as they are printed: "1,012", "4.5", "−3", "1.2 s", "4.3 MB"."""

from decimal import Decimal
from math import isfinite

from estimators.base.language import NumberStyle, language

UNKNOWN = language().unknown
MINUS = "−"


def write_number(value: float, style: NumberStyle | None = None, *, decimals: int = 0) -> str:
    """A finite number with all of its digits, so that `read_number` gives it back, and never an exponent.

    ``decimals`` is how many are written at least where there is one: two for money.
    """
    plain = format(abs(Decimal(repr(float(value)))), "f")
    whole_part, _, rest = plain.partition(".")
    rest = rest.rstrip("0")
    return _in_style(value < 0, whole_part, rest.ljust(decimals, "0") if rest else "", style)


def fixed(value: float, decimals: int = 0) -> str:
    """A number with so many decimals: "1,234", "0.50"; what rounds to nothing has no minus."""
    plain = f"{abs(value):.{decimals}f}"
    whole_part, _, rest = plain.partition(".")
    return _in_style(value < 0 and float(plain) > 0, whole_part, rest, None)


def signed(value: float, decimals: int = 0) -> str:
    """The same with its sign: "+3", "−0.4", "0"."""
    text = fixed(value, decimals)
    return text if text.startswith(MINUS) or not float(f"{value:.{decimals}f}") else f"+{text}"


def digits(n: float) -> str:
    """A whole number: "1,012"."""
    return fixed(n)


def number(value: float | None) -> str:
    """A plain number with three digits that count, all of them from 100 on: "36,000", "4.5"; never rounded to nothing."""
    if value is None or not isfinite(value):
        return UNKNOWN
    if value == round(value) or abs(value) >= 99.95:
        return fixed(value)
    return write_number(rounded(value, 3))


def about(n: float) -> str:
    """A count to two digits that count, as one says it: 372 as "370"."""
    return fixed(rounded(n)) if n >= 10 else fixed(n)


def rounded(value: float, digits: int = 2) -> float:
    """``value`` with so many digits that count: 263,000 becomes 260,000."""
    return float(f"{value:.{digits - 1}e}") if value and isfinite(value) else value


def seconds(duration: float | None) -> str:
    """A wait: "2 s", "1.2 s", "95 ms"."""
    if duration is None:
        return UNKNOWN
    if 0 < duration < 0.0995:
        return f"{number(rounded(duration * 1000))} ms"
    return f"{fixed(duration, 1 if duration < 99.95 else 0).removesuffix(_zero())} s"


def megabytes(size: float) -> str:
    """A size in bytes: "4.3 MB", "640 kB"."""
    if size < 1e6:
        return f"{digits(max(1, round(size / 1e3)))} kB"
    return f"{fixed(size / 1e6, 1 if size < 1e8 else 0).removesuffix(_zero())} MB"


def _zero() -> str:
    style = language().numbers
    return f"{style.decimal}{style.zero}"


def _in_style(negative: bool, whole_part: str, rest: str, style: NumberStyle | None) -> str:
    style = style or language().numbers
    if style.group and len(whole_part) >= style.least:
        parts = [whole_part[-3:]]
        whole_part = whole_part[:-3]
        while whole_part:
            parts.append(whole_part[-style.second :])
            whole_part = whole_part[: -style.second]
        whole_part = style.group.join(reversed(parts))
    shown = f"{whole_part}{style.decimal}{rest}" if rest else whole_part
    if style.zero != "0":
        shown = shown.translate({ord("0") + i: chr(ord(style.zero) + i) for i in range(10)})
    return (MINUS if negative else "") + shown
