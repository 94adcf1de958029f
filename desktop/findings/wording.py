"""Numbers in words, the same on every page and in every report: "€9,100", "85%", "3 photos", "two numbers"."""

from math import isfinite

from estimators.build_vs_buy.prices import symbol

BRIEF_FROM = 10_000  # from here on an amount is rounded: €33k
_STEPS = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
_SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def money(value: float, currency: str = "USD", *, exact: bool = False, signed: bool = False) -> str:
    """An amount: "€1.60", "€9,100", from 10,000 on "€33k". ``exact``: "€14,000". ``signed``: "+€74k"."""
    size = abs(value)
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{symbol(currency)}{_digits(size, exact)}"


def _digits(size: float, exact: bool) -> str:
    if not exact and size >= BRIEF_FROM - 0.5:
        for step, letter in _STEPS:
            if size >= step * 0.9995:
                shown = size / step
                return (f"{shown:.0f}" if shown >= 9.95 else f"{shown:.1f}").removesuffix(
                    ".0"
                ) + letter
    if size >= 100 or size == round(size):
        return f"{size:,.0f}"
    return f"{size:,.2f}" if size >= 0.095 else f"{size:.2g}"


def money_range(low: float, high: float, currency: str = "USD") -> str:
    """Two ends of a range: "€2,000–14,000", "€1.60–3.80"."""
    if low == high:
        return money(low, currency, exact=True)
    return f"{money(low, currency, exact=True)}–{money(high, currency, exact=True).removeprefix(symbol(currency))}"


def percent(share: float, digits: int | None = None) -> str:
    """A share: "85%". Without ``digits`` one decimal is shown only where it says something: "99.5%"."""
    value = share * 100
    if digits is not None:
        return f"{value:.{digits}f}%"
    if 0 < share < 1 and not 0.05 <= value < 99.95:  # never rounded to certainty
        return "under 0.1%" if value < 50 else "over 99.9%"
    whole = abs(value - round(value)) < 0.05
    near_an_end = value > 95 or value < 5
    return f"{value:.1f}%" if near_an_end and not whole else f"{value:.0f}%"


def percent_range(low: float, high: float) -> str:
    """Two shares: "88–96%"."""
    return percent(low) if low == high else f"{percent(low).removesuffix('%')}–{percent(high)}"


def number(value: float) -> str:
    """A plain number: "36,000", "4.5"."""
    if not isfinite(value):
        return "unknown"
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 100 else f"{value:,.3g}"


def number_range(low: float, high: float) -> str:
    """Two plain numbers: "2,400–3,600"."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def rounded(value: float, digits: int = 2) -> float:
    """``value`` with so many digits that count: 263,000 becomes 260,000."""
    return float(f"{value:.{digits - 1}e}") if value else 0.0


def count(n: int, noun: str) -> str:
    """So many things: "1 photo", "1,012 photos"; ``noun`` is the singular."""
    return f"{n:,} {noun if n == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """More than one of it: photos, answers, classes, people."""
    if noun == "person":
        return "people"
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def spelled(n: int) -> str:
    """A small number as a word: "three"; from ten on in digits."""
    return _SMALL_NUMBERS[n] if 0 <= n < len(_SMALL_NUMBERS) else f"{n:,}"


def capital(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def chances(share: float) -> str:
    """A share as chances: "1 future out of 5" is 0.2, without the noun: "1 out of 5"."""
    if share < 0.005:
        return "hardly ever"
    if share <= 0.4:
        return f"1 out of {round(1 / share)}"
    return f"{round(10 * share)} out of 10"


def shorten(text: str, most: int = 62) -> str:
    """At most ``most`` characters, cut at a word with an ellipsis."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1].rsplit(" ", 1)[0].rstrip(",;:.–- ")
    return f"{cut or plain[: most - 1]}…"


def listed(words: tuple[str, ...] | list[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
