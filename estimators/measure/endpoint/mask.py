"""Names of people's things taken out of a text before it is sent: e-mail addresses, phone numbers, cards, bank accounts.

By their shape and their check digits alone. Names of people have no shape; they stay.
"""

import re
from collections.abc import Callable

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.]*\d)")
_PHONE = re.compile(
    r"(?<![\w.+/-])(?:\+|00)\d{1,3}[ ./-]?(?:\(0?\d{1,5}\)|\d)(?:[ ./-]?\d){6,13}(?!\w)"
    r"|(?<![\w.+/-])\(?0\d{1,5}\)?[ ./-]{1,3}\d(?:[ ./-]?\d){4,10}(?!\w)"
    r"|(?<![\w.+/-])\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)"
)


def masked(text: str) -> str:
    """The text with a mark in place of each, "[email 1]"; the same address has the same mark."""
    for name, pattern, is_one in _SHAPES:
        known: dict[str, str] = {}
        text = pattern.sub(_mark(name, known, is_one), text)
    return text


def _mark(
    name: str, known: dict[str, str], is_one: Callable[[str], bool]
) -> Callable[[re.Match[str]], str]:
    def mark(found: re.Match[str]) -> str:
        if not is_one(found[0]):
            return found[0]
        plain = re.sub(r"[ ./()-]", "", found[0]).casefold()
        return known.setdefault(plain, f"[{name} {len(known) + 1}]")

    return mark


def _is_iban(text: str) -> bool:
    """By ISO 7064, mod 97-10."""
    plain = text.replace(" ", "")
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _is_card(text: str) -> bool:
    """By Luhn's check digit (ISO/IEC 7812)."""
    digits = [int(letter) for letter in reversed(text) if letter.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0 and len(set(digits)) > 1


def _always(_text: str) -> bool:
    return True


_SHAPES: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("email", _EMAIL, _always),
    ("IBAN", _IBAN, _is_iban),
    ("card", _CARD, _is_card),
    ("phone", _PHONE, _always),
)
