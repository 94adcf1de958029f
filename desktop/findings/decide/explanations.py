"""How verdict and value were worked out, for whoever asks (F1): a sentence or two, the numbers, the method."""

from typing import TYPE_CHECKING

from desktop.findings.decide.flip_points import VERDICT_WORDS
from desktop.findings.decide.value_charts import by_average, horizon_words
from estimators.base.chance import futures
from estimators.base.money import money
from estimators.base.number import digits, number, rounded
from estimators.base.percent import percent
from estimators.base.phrase import capital

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import OptionValue, Valuation
    from estimators.need_for_ai.assessment import Assessment

Rows = tuple[tuple[str, str], ...]
METHOD = "Applied information economics: Hubbard, How to Measure Anything."
GATES = (
    "Gates come first and nothing makes up for them: forbidden by law; grave harm without a test on the people it is "
    "for; a written rule does it; nobody has shown that they want it. Then the ladder: buy, tune, build."
)


def verdict_rows(assessment: "Assessment") -> Rows:
    """The numbers behind the verdict."""
    return (
        ("Verdict", capital(VERDICT_WORDS[assessment.verdict])),
        ("How sure", percent(assessment.confidence)),
        ("Unknown answers that could change it", number(len(assessment.unknowns))),
        ("Answers a step from changing it", number(len(assessment.fragile))),
    )


def value_text(valuation: "Valuation") -> str:
    """How the value of the options is worked out."""
    return (
        f"{digits(valuation.draws)} futures are drawn from the ranges. In each, every option’s costs and the worth of its "
        f"right answers, less its mistakes and today’s, are added up over "
        f"{horizon_words(valuation.horizon_months)} and discounted."
    )


def value_rows(valuation: "Valuation") -> Rows:
    """The numbers behind the comparison."""
    rows = [
        (o.label, money(o.mean, valuation.currency, signed=True))
        for o in by_average(valuation)
        if o.possible
    ]
    known = money(rounded(valuation.evpi), valuation.currency)
    return (
        *rows,
        ("Knowing everything would be worth", known),
        ("Prices of", valuation.prices_updated),
    )


def option_text(option: "OptionValue") -> str:
    """What an option amounts to, in a sentence."""
    if not option.possible:
        return option.why_not
    if option.name == "nothing":
        return "What happens today goes on. Every other option is measured against it."
    return f"It is the best in {futures(option.p_best)}."


def option_rows(option: "OptionValue", valuation: "Valuation") -> Rows:
    """Costs and chances of one option."""
    if not option.possible or option.name == "nothing":
        return ()
    currency = valuation.currency
    low, high = (money(value, currency, signed=True) for value in (option.p5, option.p95))
    rows = [
        ("On average", money(option.mean, currency, signed=True)),
        ("Half of the futures are above", money(option.p50, currency, signed=True)),
        ("9 futures in 10", f"{low} to {high}"),
        ("Loses money in", futures(option.p_loss)),
        ("Cost before it works", money(rounded(option.upfront), currency)),
    ]
    if option.p_over_budget is not None:
        rows.append(("Chance that this exceeds the budget", percent(option.p_over_budget)))
    even = option.break_even_volume
    rows.append(
        ("Pays from, cases a month", "never" if even is None else number(rounded(max(1.0, even))))
    )
    return tuple(rows)
