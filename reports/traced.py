"""What is known of one number, and how its parts are printed."""

from dataclasses import dataclass

from reports.provenance import Provenance

FUTURES = "simulated futures"
_NEARLY = 0.95  # from here on a chance is only said to be over it


@dataclass(frozen=True)
class Traced:
    """One number: what it is, how it is printed, and what it rests on."""

    what: str
    number: str
    provenance: Provenance
    n: int | None = None
    split: str = ""
    interval: str = ""  # the two-sided 90% interval, where there is one
    source: str = ""  # named source; empty: the provenance's own words
    address: str = ""  # "E1.3"
    derived: bool = False  # worked out from numbers that are counted themselves

    @property
    def basis(self) -> str:
        """How many examples, answers or draws, and which."""
        count = "" if self.n is None else f"n = {self.n:,}"
        return "; ".join(part for part in (count, self.split) if part)


@dataclass(frozen=True)
class About:
    """What the numbers below are about, and what those rest on that do not say so themselves."""

    words: str = ""
    n: int | None = None
    split: str = ""


def interval_text(low: float | None, high: float | None, like: str) -> str:
    """Both ends as the number itself is printed: shares as percentages, amounts with their currency sign."""
    if low is None or high is None:
        return ""
    if "%" in like and max(abs(low), abs(high)) <= 1:
        return f"{share_text(low)} to {share_text(high)}"
    sign = next((c for c in like[:2] if c not in "−-+" and not c.isalnum()), "")
    return f"{amount_text(low, sign)} to {amount_text(high, sign)}"


def amount_text(value: float, sign: str) -> str:
    minus = "−" if value < 0 else ""
    whole = abs(value) >= 10 or float(value).is_integer()
    shown = f"{abs(value):,.0f}" if whole else f"{abs(value):.3g}"
    return f"{minus}{sign if sign != '%' else ''}{shown}"


def share_text(value: float | None) -> str:
    if value is None:
        return "unknown"
    return f"{100 * value:.1f}%".replace(".0%", "%") if abs(value) <= 1 else f"{value:,.3g}"


def chance_text(chance: float) -> str:
    """A forecast chance, never rounded to certainty."""
    if chance > _NEARLY:
        return f"over {_NEARLY:.0%}"
    return f"under {1 - _NEARLY:.0%}" if chance < 1 - _NEARLY else f"{chance:.0%}"


def place_text(value: float) -> str:
    return f"{value:,.0f}" if abs(value) > 1 else share_text(value)
