"""What the answers of an option cost, in a sentence and line by line: from the price book, with the date of each price."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.findings.decide.reconciled import chosen_option
from desktop.findings.decide.verdict import Worked
from estimators.base.date import day, month_and_year
from estimators.base.interval import between, number_range
from estimators.base.money import about_money
from estimators.base.noun import Noun, tr_noun
from estimators.base.number import about
from estimators.base.sentence import tr, tr_plural
from estimators.case.input_words import CASE
from estimators.case.price_book import YOURS
from estimators.case.ways import DOING, PRODUCT
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import OptionValue, Valuation
    from estimators.case.price_book import PriceLine

_ANSWER = tr_noun("answer", "answers")
_MANY = 1000  # answers that a price is told of
_LEAST = 1.0  # a month, in the currency: less is not worth a word


@dataclass(frozen=True)
class PriceSentences:
    """What 1,000 answers cost (``strong``), what a month comes to, what that is made of, whose the prices are, and which are old."""

    option: str
    strong: str
    month: str
    note: str
    provenance: Provenance
    old: str  # empty: none is


def price_sentences(worked: Worked, today: date | None = None) -> PriceSentences | None:
    """Of the option that the verdict names, or else of the one worth most that has a price; None where none has."""
    valuation = worked.valuation
    option = priced_option(worked)
    if option is None:
        return None
    currency, month = valuation.currency, option.month
    parts = [_made_of(option, valuation)]
    if month.upkeep >= _LEAST:
        parts.append(
            tr(
                "{sum} a month more, however many there are.",
                sum=about_money(month.upkeep, currency),
            )
        )
    product = valuation.option(PRODUCT)
    if product.possible and product.name != option.name:
        parts.append(
            tr(
                "From a product they cost {sum}.",
                sum=about_money(_MANY * product.month.per_answer, currency),
            )
        )
    return PriceSentences(
        option.name,
        tr(
            "1,000 {answers} cost about {sum}.",
            answers=priced_things(valuation).many,
            sum=about_money(_MANY * month.per_answer, currency),
        ),
        _a_month(month.answers, currency),
        " ".join(parts),
        provenance_of_prices(option, valuation),
        _old(prices_of(option, valuation), today or date.today()),
    )


def _old(lines: tuple["PriceLine", ...], today: date) -> str:
    old = sum(line.is_old(today) for line in lines)
    if not old:
        return ""
    return tr_plural(
        "One of these prices is more than half a year old: look it up again.",
        "{n} of these prices are more than half a year old: look them up again.",
        old,
    )


def _a_month(value: float, currency: str) -> str:
    if value < _LEAST:
        return tr("That is less than {sum} a month.", sum=about_money(_LEAST, currency))
    return tr("That is about {sum} a month.", sum=about_money(value, currency))


def priced_option(worked: Worked) -> "OptionValue | None":
    """The option whose price is told: that of the verdict, else the one worth most, else any that has a price."""
    options = [each for each in worked.valuation.options if each.possible and each.price_input]
    named = (chosen_option(worked.assessment), worked.valuation.best)
    wanted = (each for name in named for each in options if each.name == name)
    return next(wanted, options[0] if options else None)


def _made_of(option: "OptionValue", valuation: "Valuation") -> str:
    """The tokens of an answer and how old the prices are: "Prompting a model: 1,100 to 2,900 tokens in, …"."""
    doing, known = DOING[option.name], prices_of(option, valuation)
    dates = sorted(line.date for line in known if line.date)
    if option.tokens is None:
        if not dates:
            return tr("{doing}, as you priced it.", doing=doing)
        return tr("{doing}, at prices of {months}.", doing=doing, months=_months(dates))
    read, written = (between(*ends, about) for ends in option.tokens)
    one = priced_things(valuation).one
    if not dates:
        return tr(
            "{doing}: for one {answer}, {read} tokens are read and {written} written.",
            doing=doing,
            answer=one,
            read=read,
            written=written,
        )
    return tr(
        "{doing}: for one {answer}, {read} tokens are read and {written} written. Prices of {months}.",
        doing=doing,
        answer=one,
        read=read,
        written=written,
        months=_months(dates),
    )


def priced_things(valuation: "Valuation") -> Noun:
    """What is paid for one by one: a case by its own name, a message or a basket, else an answer."""
    case = valuation.words.case
    return _ANSWER if case == CASE else case


def _months(dates: list[str]) -> str:
    first, last = month_and_year(dates[0]), month_and_year(dates[-1])
    return first if first == last else tr("{first} to {last}", first=first, last=last)


def prices_of(option: "OptionValue", valuation: "Valuation") -> tuple["PriceLine", ...]:
    """The lines of the price book behind what an answer costs; none where the person named that price itself."""
    if not option.price_input:
        return ()
    names = valuation.inputs[option.price_input].lines
    return tuple(line for line in valuation.prices if line.name in names)


def provenance_of_prices(option: "OptionValue", valuation: "Valuation") -> Provenance:
    """Whose prices an option is valued at: the person’s own where any is."""
    lines = prices_of(option, valuation)
    if not lines:
        given = valuation.inputs[option.price_input].provenance
        return Provenance.DEFAULT if given == "unknown" else Provenance(given)
    found = {provenance_of(line) for line in lines}
    order = (Provenance.GUESS, Provenance.DEFAULT, Provenance.PUBLISHED)
    return next(each for each in order if each in found)


def provenance_of(line: "PriceLine") -> Provenance:
    """Whose one line is: yours, published at its address, or a default of ours."""
    return {"yours": Provenance.GUESS, "published": Provenance.PUBLISHED}.get(
        line.status, Provenance.DEFAULT
    )


def line_words(line: "PriceLine") -> str:
    """The amount of a line with its unit: "0.1 to 1 USD per million tokens"."""
    return tr("{range} {unit}", range=number_range(*line.range), unit=line.unit)


def line_source(line: "PriceLine") -> str:
    """Where a line comes from, when it was read, and at which address."""
    parts = (
        provenance_of(line).words,
        day(line.date) if line.date else "",
        line.source if line.source != YOURS else "",
    )
    return " · ".join(part for part in parts if part)
