"""Personal data in the text of a case: card and account numbers, phone numbers and mail addresses; found, and masked.

How to use, line by line:

    personal_data("Call 030 1234 5678")       (PersonalSpan(PersonalKind.PHONE, 5, 18),)
    masked("Call 030 1234 5678")              "Call ‹phone›"

What has a check digit is only taken for what it is where that holds (cards: Luhn, ISO/IEC 7812-1; accounts: ISO 13616, mod 97-10),
so that an order number stays. A name or an address in plain words is not found: this is a help, not a promise.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from estimators.base.sentence import tr


class PersonalKind(StrEnum):
    """What was found."""

    CARD = "card"
    ACCOUNT = "account"
    PHONE = "phone"
    MAIL = "mail"

    @property
    def mask(self) -> str:
        """What stands in its place."""
        words = {
            PersonalKind.CARD: tr("card"),
            PersonalKind.ACCOUNT: tr("account"),
            PersonalKind.PHONE: tr("phone"),
            PersonalKind.MAIL: tr("mail"),
        }
        return f"‹{words[self]}›"


@dataclass(frozen=True)
class PersonalSpan:
    """Where in a text something personal stands, in letters from its start."""

    kind: PersonalKind
    start: int
    end: int


def _is_card(found: str) -> bool:
    digits = [int(c) for c in found if c.isdigit()]
    doubled = [d if at % 2 == 0 else sum(divmod(2 * d, 10)) for at, d in enumerate(digits[::-1])]
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and sum(doubled) % 10 == 0


def _is_account(found: str) -> bool:
    plain = "".join(found.split()).upper()
    turned = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _is_phone(found: str) -> bool:
    digits = sum(c.isdigit() for c in found)
    return 8 <= digits <= 15 and not _DAY.match(found)


_DAY = re.compile(r"\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}\b|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}\b", re.ASCII)
_SHAPES: tuple[tuple[PersonalKind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (PersonalKind.MAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"), bool),
    (
        PersonalKind.ACCOUNT,
        re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b", re.ASCII),
        _is_account,
    ),
    (PersonalKind.CARD, re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])", re.ASCII), _is_card),
    # Begins with + or 0, or has a bracket: a bare number of an order, a parcel or an invoice is none.
    (
        PersonalKind.PHONE,
        re.compile(r"(?<![\w#/.-])(?:\+\d|\(0?\d|00?\d)(?:[ ()/.-]{0,2}\d){6,14}(?![\w-])", re.ASCII),
        _is_phone,
    ),
)  # fmt: skip


def personal_data(text: str) -> tuple[PersonalSpan, ...]:
    """What is found, in the order of the text; no two overlap: an address before an account, before a card, before a phone."""
    found: list[PersonalSpan] = []
    for kind, shape, holds in _SHAPES:
        for match in shape.finditer(text):
            start, end = match.span()
            if holds(match[0]) and not any(s.start < end and start < s.end for s in found):
                found.append(PersonalSpan(kind, start, end))
    return tuple(sorted(found, key=lambda span: span.start))


def masked(text: str) -> str:
    """The text with what is personal said by its kind alone."""
    for span in reversed(personal_data(text)):
        text = text[: span.start] + span.kind.mask + text[span.end :]
    return text
