"""What a valuation found, in numbers and in words: per option, per input, and what to find out first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from estimators.base.chance import futures
from estimators.base.money import about_money
from estimators.base.percent import times_in_hundred
from estimators.base.sentence import tr
from estimators.build_vs_buy.input import Input
from estimators.build_vs_buy.intangibles import Intangibles
from estimators.build_vs_buy.month import Month
from estimators.build_vs_buy.sanity import Sanity
from estimators.build_vs_buy.value_of_information import LabelsWorth
from estimators.case.gates import UNSAFE
from estimators.case.input_words import InputWords
from estimators.case.price_book import PriceLine
from estimators.case.prices import Span
from estimators.case.ways import DOING, NOTHING

_CLOSE = 0.05  # of all futures: two options that differ by less in how often they are best


@dataclass(frozen=True)
class OptionValue:
    """What an option is worth over the horizon, against staying as today, in the case's currency.

    Attributes
    ----------
    mean, p5, p50, p95 : float
        Of the net present value; p5 to p95 holds 9 futures in 10.
    p_best, p_loss : float
        Share of futures in which it is worth most, and in which it loses money.
    upfront : float
        Mean cost before it works. p_over_budget: chance that this exceeds the budget, if known.
    break_even_volume : float or None
        Cases a month from which it beats staying as today on average; None if none would do.
    price : (float, float)
        What one answer costs, low and high; `price_input` is the input that says so, and its lines of the price book.
    month : Month
        What an average month brings and costs, once it works.
    tokens : two ranges or None
        What a language model reads and writes for one answer; None where no tokens are paid for.
    possible : bool
        False for what cannot be had; `why_not` says why. Never the best.
    """

    json_names: ClassVar = {name: f"npv.{name}" for name in ("mean", "p5", "p50", "p95")}

    name: str
    label: str
    mean: float
    p5: float
    p50: float
    p95: float
    p_best: float
    p_loss: float
    upfront: float
    p_over_budget: float | None
    break_even_volume: float | None
    price: tuple[float, float]
    price_input: str
    month: Month
    tokens: tuple[Span, Span] | None
    possible: bool
    why_not: str


@dataclass(frozen=True)
class TornadoBar:
    """Value of the best option if one input sits at either end of its range, all else at its mean."""

    input: str
    label: str
    unit: str
    low: float
    high: float
    input_low: float
    input_high: float


@dataclass(frozen=True)
class Valuation:
    """The answer to “which option is worth most, and what should we find out first?”.

    Attributes
    ----------
    options : tuple of OptionValue
        What can be had first, the highest mean first.
    best : str
        The possible option with the highest mean.
    evpi : float
        What knowing everything would be worth. evppi: what knowing one input would be worth.
    tornado : tuple
        For the best option (the best but "nothing", if that is "nothing"), the widest bar first.
    find_out_first : str or None
        The input most worth knowing; None if no single one would change the choice.
    labels : LabelsWorth or None
        What the next labels are worth; None where neither training nor building is compared.
    intangibles : Intangibles
        What money does not show; beside the values, never in them.
    inputs : dict
        Those that the possible options are valued with. words: what they are called.
    sanity : Sanity
        What today's own mistakes cost a month: is that so?
    prices : tuple of PriceLine
        The lines of the price book behind the inputs.
    remarks : tuple of str
        What has to be said of the numbers: an old price, a measurement that is no share of right answers.
    """

    json_names: ClassVar = {"words": ""}

    options: tuple[OptionValue, ...]
    best: str
    evpi: float
    evppi: dict[str, float]
    tornado: tuple[TornadoBar, ...]
    tornado_option: str
    tornado_base: float
    find_out_first: str | None
    find_out_first_worth: float
    inputs: dict[str, Input]
    words: InputWords = field(repr=False)  # says nothing beside the rest
    currency: str
    symbol: str
    horizon_months: int
    draws: int
    random_state: int
    prices_updated: str
    headline: str
    sentence: str
    find_out_sentence: str
    ignored: tuple[str, ...]
    labels: LabelsWorth | None
    intangibles: Intangibles
    sanity: Sanity
    prices: tuple[PriceLine, ...]
    remarks: tuple[str, ...]

    def option(self, name: str) -> OptionValue:
        return next(option for option in self.options if option.name == name)


def headline_of(best: OptionValue, *, ruled_out: str = "") -> str:
    """Return the finding in at most 62 characters."""
    if ruled_out:
        if ruled_out == UNSAFE:
            return tr("Nothing of it may launch as it is")
        return tr("The law leaves nothing to choose")
    if best.name == NOTHING:
        return tr("Nothing pays for itself on average")
    if best.mean < 0:  # staying as today was not compared
        return tr("None of them pays for itself on average")
    wins = tr("wins most futures") if best.p_best > 0.5 else tr("looks best on average")
    return f"{DOING[best.name]} {wins}, {tr('and safely') if best.p_loss < 0.1 else tr('but not safely')}"


def sentence_of(
    best: OptionValue,
    options: Sequence[OptionValue] = (),
    *,
    currency: str = "USD",
    ruled_out: str = "",
) -> str:
    """Return the finding with its risk, and where another option is best as often."""
    if ruled_out:
        return tr(
            "{forbidden} Nothing may be chosen, whatever it would be worth.", forbidden=ruled_out
        )
    if best.name == NOTHING:
        found = tr("Staying as today looks best: nothing else pays for itself on average.")
    elif best.mean < 0:
        found = tr(
            "{doing} loses least on average{risk}", doing=DOING[best.name], risk=_risk(best.p_loss)
        )
    else:
        found = tr(
            "{doing} looks best on average{risk}", doing=DOING[best.name], risk=_risk(best.p_loss)
        )
    return f"{found} {often_sentence(best, options, currency)}".rstrip()


def often_sentence(best: OptionValue, options: Sequence[OptionValue], currency: str) -> str:
    """Return that another option is best in about as many futures, or in more; empty where none is."""
    others = [option for option in options if option.possible and option.name != best.name]
    rival = max(others, key=lambda option: option.p_best, default=None)
    if rival is None or rival.p_best <= best.p_best - _CLOSE:
        return ""
    own, other = times_in_hundred(best.p_best), times_in_hundred(rival.p_best)
    if rival.p_best < best.p_best + _CLOSE:
        return tr(
            "Which is best more often is too close to call: {label} in {own} of 100 futures, {label_2} in {other}.",
            label=best.label,
            own=own,
            label_2=rival.label,
            other=other,
        )
    return tr(
        "“{label}” is best in {other} of 100 futures, “{best}” in {own}. But its average is lower, {its} against {mean}: "
        "it loses in {loses} of 100 futures, and 1 in 20 ends below {end}.",
        label=rival.label,
        other=other,
        best=best.label,
        own=own,
        its=about_money(rival.mean, currency),
        mean=about_money(best.mean, currency),
        loses=times_in_hundred(rival.p_loss),
        end=about_money(rival.p5, currency),
    )


def find_out_sentence(first: str, worth: float, currency: str) -> str:
    """Return what to find out first (as inside of a sentence; empty: nothing), and what that is worth."""
    if not first:
        return tr("No single number would change the choice.")
    return tr(
        "Find out first: {noun}. Knowing it is worth up to {worth}.",
        noun=first,
        worth=about_money(worth, currency),
    )


def _risk(p_loss: float) -> str:
    if p_loss < 0.01:
        return tr(", and it hardly ever loses money.")
    return tr(", but it loses money in {futures}.", futures=futures(p_loss))
