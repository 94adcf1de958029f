"""What an answer at an address costs: prices per million tokens, the most that a call can cost, and an estimate before the first.

No tokenizer is asked: every one in use reads bytes and makes at most one token of each, so the bytes of a request bound what it
can cost; for the estimate a token is three to five letters of English, and half a letter to a whole one of other scripts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.case.price_book import PriceBook

_MILLION = Decimal(1_000_000)
_HIDDEN_IN, _HIDDEN_WITH_SCHEMA = 512, 2_000  # tokens that a vendor adds to what it is sent
_LETTERS_PER_TOKEN = (5.0, 3.0)
_TOKENS_PER_FOREIGN_LETTER = (0.5, 1.5)
_FEWEST_OUT = 0.05  # of the longest answer that was asked for
_LARGEST = Decimal(1_000_000)


@dataclass(frozen=True)
class TokenPrices:
    """Prices in one currency; what a call is booked at are the upper ends.

    - `reading`, `writing`: lower and upper end of a million tokens. `cached`: of those in that the service had kept; None: as reading.
    - `call`: of each call besides. `source`, `date`: where the prices are from; without a source nobody said them, and only this
      computer is asked.

    Raises `UserError` where one is no price.
    """

    reading: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    writing: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    cached: Decimal | None = None
    call: Decimal = Decimal(0)
    currency: str = "USD"
    source: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        amounts = (*self.reading, *self.writing, self.cached or Decimal(0), self.call)
        if not all(one.is_finite() and 0 <= one <= _LARGEST for one in amounts):
            raise UserError(
                tr("This is no price."),
                tr("Prices are per million tokens, and none is below nothing."),
                tr("Write, for example, --price 0.15,0.60."),
            )

    @property
    def is_free(self) -> bool:
        return not (self.counts_tokens or self.call)

    @property
    def counts_tokens(self) -> bool:
        """Whether a token costs anything."""
        return bool(self.reading[1] or self.writing[1])

    @property
    def is_exact(self) -> bool:
        """Whether they are prices, and not ranges of a kind of model."""
        return self.reading[0] == self.reading[1] and self.writing[0] == self.writing[1]

    def cost(self, tokens_in: int, tokens_out: int, cached: int = 0) -> Decimal:
        """What a call costs, by the upper ends."""
        price = self.reading[1] if self.cached is None else min(self.cached, self.reading[1])
        cached = min(cached, tokens_in)
        tokens = (tokens_in - cached) * self.reading[1] + cached * price
        return (tokens + tokens_out * self.writing[1]) / _MILLION + self.call

    def range_of(self, low: tuple[float, float], high: tuple[float, float], calls: int) -> tuple[Decimal, Decimal]:  # fmt: skip
        """What so many calls of tokens in and out cost, from the least of both to the most."""
        ends = []
        for at, (into, out) in enumerate((low, high)):
            total = Decimal(into) * self.reading[at] + Decimal(out) * self.writing[at]
            ends.append(total / _MILLION + self.call * calls)
        return ends[0], ends[1]


FREE = TokenPrices()


def own_prices(text: str, currency: str = "USD") -> TokenPrices:
    """The prices that a person wrote: "0.15,0.60" per million tokens in and out, "0.15,0.60,0.002" with one of each call, or
    "0.002" of each call alone.

    Raises `UserError` where they are none.
    """
    try:
        amounts = [Decimal(part.strip()) for part in text.split(",")]
    except ArithmeticError:
        amounts = []
    if not 1 <= len(amounts) <= 3:
        raise UserError(
            tr("“{text}” is no price.", text=text[:60]),
            tr("A price is of a million tokens in, and of a million out."),
            tr("Write, for example, --price 0.15,0.60."),
        )
    if len(amounts) == 1:
        return TokenPrices(call=amounts[0], currency=currency, source="yours")
    return TokenPrices(
        reading=(amounts[0], amounts[0]),
        writing=(amounts[1], amounts[1]),
        call=amounts[2] if len(amounts) == 3 else Decimal(0),
        currency=currency,
        source="yours",
    )


def prices_of_size(size: str, book: PriceBook) -> TokenPrices:
    """The published range of a size of model, in US dollars; raises KeyError for another."""
    line, writing = book.lines[f"tokens_in_{size}"], book.lines[f"tokens_out_{size}"]
    return TokenPrices(
        reading=_ends(line.range),
        writing=_ends(writing.range),
        source=line.source,
        date=line.date,
    )


def most_tokens_in(body: bytes, *, with_schema: bool) -> int:
    """The most tokens that a request can be read as."""
    return len(body) + _HIDDEN_IN + (_HIDDEN_WITH_SCHEMA if with_schema else 0)


def estimated_tokens_in(texts: Iterable[str]) -> tuple[float, float]:
    """How many tokens texts are likely to be, from few to many."""
    low = high = 0.0
    for text in texts:
        plain = sum(letter.isascii() for letter in text)
        foreign = len(text) - plain
        low += plain / _LETTERS_PER_TOKEN[0] + foreign * _TOKENS_PER_FOREIGN_LETTER[0]
        high += plain / _LETTERS_PER_TOKEN[1] + foreign * _TOKENS_PER_FOREIGN_LETTER[1]
    return low, high


def estimated_tokens_out(most: int) -> tuple[float, float]:
    """How many tokens an answer may have, where none is known yet: up to the most that is asked for."""
    return max(1.0, most * _FEWEST_OUT), float(most)


def _ends(ends: tuple[float, float]) -> tuple[Decimal, Decimal]:
    return Decimal(str(ends[0])), Decimal(str(ends[1]))
