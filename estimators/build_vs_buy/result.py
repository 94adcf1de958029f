"""What a valuation found: per option, per input, and what to find out first."""

from dataclasses import dataclass
from typing import ClassVar

from estimators.build_vs_buy.inputs import Input
from estimators.build_vs_buy.intangibles import Intangibles
from estimators.build_vs_buy.labels import LabelsWorth


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
    best : str
        The possible option with the highest mean.
    evpi : float
        What knowing everything would be worth. evppi: what knowing one input would be worth.
    worth_most : str
        Which option that is, as a sentence with the statistic that it goes by.
    tornado : tuple
        For the best option (the best but "nothing", if that is "nothing"), the widest bar first.
    find_out_first : str or None
        The input most worth knowing; None if no single one would change the choice.
    labels : LabelsWorth or None
        What the next labels are worth; None where neither training nor building is compared.
    intangibles : Intangibles
        What money does not show; beside the values, never in them.
    """

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
    currency: str
    symbol: str
    horizon_months: int
    draws: int
    random_state: int
    prices_updated: str
    headline: str
    sentence: str
    worth_most: str
    find_out_sentence: str
    ignored: tuple[str, ...]
    labels: LabelsWorth | None
    intangibles: Intangibles

    def option(self, name: str) -> OptionValue:
        """Return one option by name."""
        return next(option for option in self.options if option.name == name)
