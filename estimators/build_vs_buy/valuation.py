"""`BuildVsBuy`: value under uncertainty for each option, what to find out first, and what a point of accuracy is worth."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, TypeGuard

import numpy as np

from estimators.base.errors import UserError
from estimators.base.money import symbol
from estimators.base.noun import LABEL
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.build_vs_buy.draws import Draws
from estimators.build_vs_buy.input import Input
from estimators.build_vs_buy.inputs import read_inputs
from estimators.build_vs_buy.intangibles import intangibles_of
from estimators.build_vs_buy.measurements import other_measure
from estimators.build_vs_buy.model import Futures, inputs_of, net_present_values
from estimators.build_vs_buy.month import Month, months_of
from estimators.build_vs_buy.result import (
    OptionValue,
    TornadoBar,
    Valuation,
    find_out_sentence,
    headline_of,
    sentence_of,
)
from estimators.build_vs_buy.sanity import sanity_of
from estimators.build_vs_buy.value_of_information import (
    ValueLine,
    evpi,
    evppi,
    noise,
    value_of_labels,
)
from estimators.case.gates import closed_options
from estimators.case.input_words import words_for
from estimators.case.price_book import PriceLine, currencies, old_prices_sentence, updated
from estimators.case.prices import Span, book_of, tokens_of
from estimators.case.questions import read_case
from estimators.case.ways import LABELS, NOTHING, OPTIONS, PRODUCT, TRAINED, WAYS

Valued = Callable[..., Futures]  # `net_present_values` of one case

_PARTS = 10  # of the draws, for the noise in the value of labels
_POINT = 0.01
_AMOUNTS = ("missed_cost", "false_alarm_cost", "value_per_correct")


class BuildVsBuy:
    """Value each option under uncertainty.

    Parameters
    ----------
    draws : int
        Futures to draw.
    random_state : int
        Seed; the same seed gives the same bytes.
    horizon_months : int
        How far to look.
    options : sequence of str
        Which options to compare.
    today : date or None
        From when on prices are old; None for the day on which it is asked.

    Notes
    -----
    Hubbard's applied information economics: calibrated ranges, a model, simulation, the value of
    information, and only then a measurement. The formulas are in docs/method-decide.md.
    """

    def __init__(
        self,
        *,
        draws: int = 10_000,
        random_state: int = 0,
        horizon_months: int = 36,
        options: Sequence[str] = OPTIONS,
        today: date | None = None,
    ) -> None:
        self.draws = draws
        self.random_state = random_state
        self.horizon_months = horizon_months
        self.options = options
        self.today = today

    def evaluate(self, case: Mapping[str, Any]) -> Valuation:
        """Value a case; raises UserError naming the input that cannot be right."""
        self._check()
        answers = read_case(case)
        currency = _currency(case)
        words = words_for(case)
        inputs = read_inputs(case, answers.values, currency)
        x = {name: i.draw(self.draws, self.random_state) for name, i in inputs.items()}
        success_draws = np.random.default_rng([self.random_state, 0]).random(self.draws)
        impossible, ruled_out = closed_options(answers.values)
        value = partial(
            net_present_values,
            horizon_months=self.horizon_months,
            may_buy=PRODUCT not in impossible,
        )
        futures = value(x, success_draws=success_draws)

        possible = [name for name in self.options if name not in impossible]
        if not possible:
            raise UserError(
                tr("None of the “options” can be had."),
                " ".join(impossible.values()),
                tr("Compare with staying as today (nothing)."),
            )
        means = {name: float(futures.expected[name].mean()) for name in self.options}
        best = max(possible, key=lambda name: (means[name], -OPTIONS.index(name)))
        # A fixed order of columns, so that the order asked for settles no tie.
        columns = [name for name in OPTIONS if name in possible]
        npv = np.array([futures.expected[name] for name in columns]).T
        realised = np.column_stack([futures.realised[name] for name in columns])
        p_best = _shares_best(realised, columns)

        orders = {name: inputs[name].order(draws, self.random_state) for name, draws in x.items()}
        worth = {n: 0.0 if o is None else evppi(o, npv) for n, o in orders.items()}
        # Below the noise of random bins, or of rounding, there is nothing to find.
        floor = max(noise(npv, self.random_state), 1e-9 * float(np.abs(npv).max()))
        used = inputs_of(possible)
        shown_inputs = {name: each for name, each in inputs.items() if name in used}
        worth = {name: v if v > floor else 0.0 for name, v in worth.items() if name in used}
        first = max(worth, key=lambda name: worth[name])
        find_out_first = first if worth[first] > 0 else None

        months = months_of(x)
        budget = answers.values.get("budget_usd")
        options = sorted(
            (
                _option(
                    name,
                    futures=futures,
                    p_best=p_best.get(name, 0.0),
                    budget=budget * currencies()[currency] if _is_amount(budget) else None,
                    inputs=inputs,
                    impossible=impossible,
                    month=months[name],
                    tokens=tokens_of(answers.values, name),
                )
                for name in self.options
            ),
            key=lambda option: (not option.possible, -option.mean, OPTIONS.index(option.name)),
        )
        labels = None
        if futures.slope.keys() & set(columns):
            have = answers.values.get("labelled_examples")
            lines, *parts = _lines(futures, columns, inputs[TRAINED], x[TRAINED])
            labels = value_of_labels(
                lines,
                inputs[TRAINED].beta,
                float(x["cost_per_label"].mean()),
                at_most=worth[TRAINED],
                noise=parts,
                currency=currency,
                things=LABEL.many if words.tells_apart else words.example.many,
                have=have if not words.tells_apart and _is_amount(have) else 0,
            )
        shown = best
        if best == NOTHING and len(columns) > 1:
            shown = max((n for n in columns if n != NOTHING), key=lambda name: means[name])
        base, bars = _tornado(value, shown, inputs, x, used)
        lines_used = {name for each in shown_inputs.values() for name in each.lines}
        book = book_of(answers.values).lines
        prices = tuple(line for name, line in book.items() if name in lines_used)
        chosen = next(option for option in options if option.name == best)
        return Valuation(
            options=tuple(options),
            best=best,
            evpi=evpi(npv),
            evppi=worth,
            tornado=bars,
            tornado_option=shown,
            tornado_base=base,
            find_out_first=find_out_first,
            find_out_first_worth=worth[first],
            inputs=shown_inputs,
            words=words,
            currency=currency,
            symbol=symbol(currency),
            horizon_months=self.horizon_months,
            draws=self.draws,
            random_state=self.random_state,
            prices_updated=updated(),
            headline=headline_of(chosen, ruled_out=ruled_out),
            sentence=sentence_of(chosen, options, currency=currency, ruled_out=ruled_out),
            find_out_sentence=find_out_sentence(
                "" if find_out_first is None else words.inside(find_out_first),
                worth[first],
                currency,
            ),
            ignored=answers.ignored,
            labels=labels,
            intangibles=intangibles_of(case, answers.values, inputs, self.options, impossible),
            sanity=sanity_of(inputs, x, currency, currencies()[currency]),
            prices=prices,
            remarks=self._remarks(case, prices),
        )

    def _remarks(self, case: Mapping[str, Any], prices: Sequence[PriceLine]) -> tuple[str, ...]:
        today = self.today or date.today()
        found = [said] if (said := old_prices_sentence(prices, today)) else []
        if measure := other_measure(case):
            found.append(
                tr(
                    "The measured {measure} is no share of right answers: it is not in these values.",
                    measure=measure,
                )
            )
        return tuple(found)

    def _check(self) -> None:
        unknown = [name for name in self.options if name not in OPTIONS]
        if unknown or not self.options or len(set(self.options)) < len(self.options):
            raise UserError(
                tr("“options” must name some of {options}, each once.", options=", ".join(OPTIONS)),
                tr("It is {choices}.", choices=f"{list(self.options)!r:.80}"),
                tr("Leave it out to compare all."),
            )
        for name, value, least, most in (
            ("draws", self.draws, 100, 1_000_000),
            ("horizon_months", self.horizon_months, 1, 600),
        ):
            if type(value) is not int or not least <= value <= most:
                raise UserError(
                    tr(
                        "“{name}” must be a whole number from {least} to {most}.",
                        name=name,
                        least=least,
                        most=digits(most),
                    ),
                    tr("It is {value}.", value=f"{value!r:.40}"),
                    tr("Leave it out for the usual."),
                )


def _lines(
    futures: Futures, columns: Sequence[str], trained: Input, accuracy: Draws
) -> list[list[ValueLine]]:
    """Every option's mean as a straight line in the accuracy of what is trained.

    What it is part of has that slope in every future; the rest goes with it only as far as all options find the same
    cases hard, which is a regression. The first entry is from all draws, the others from one part of them each.
    """
    return [
        [_line(futures, name, accuracy, part, correlated=trained.shared > 0) for name in columns]
        for part in (slice(None), *_parts(len(accuracy)))
    ]


def _parts(draws: int) -> list[slice]:
    cuts = np.linspace(0, draws, _PARTS + 1).astype(np.intp)
    return [slice(start, end) for start, end in pairwise(cuts)]


def _line(
    futures: Futures, name: str, accuracy: Draws, part: slice, *, correlated: bool
) -> ValueLine:
    p, rest = accuracy[part], futures.expected[name][part]
    slope = 0.0
    if name in futures.slope:
        own = futures.slope[name][part]
        slope, rest = float(own.mean()), rest - own * p
    middle, off = float(p.mean()), p - p.mean()
    level = float(rest.mean())
    if correlated and name != NOTHING and (spread := float(off @ off)) > 0:
        along = float(off @ rest) / spread
        slope, level = slope + along, level - along * middle
    return ValueLine(name, level, level + slope)


def _tornado(
    value: Valued,
    option: str,
    inputs: dict[str, Input],
    x: dict[str, Draws],
    used: Collection[str],
) -> tuple[float, tuple[TornadoBar, ...]]:
    names = list(inputs)
    rows = 2 * len(names) + 1
    grid = {name: np.full(rows, x[name].mean()) for name in names}
    for at, name in enumerate(names):
        grid[name][2 * at] = inputs[name].low
        grid[name][2 * at + 1] = inputs[name].high
    futures = value(grid, success_draws=np.zeros(rows))
    values = [float(value) for value in futures.expected[option]]
    bars = [
        TornadoBar(i.name, i.label, i.unit, values[2 * at], values[2 * at + 1], i.low, i.high)
        for at, i in enumerate(inputs.values())
        if i.name in used
    ]
    bars.sort(key=lambda bar: -abs(bar.high - bar.low))
    return values[-1], tuple(bars)


def _currency(case: Mapping[str, Any]) -> str:
    given = case.get("currency")
    if given is None:
        return "USD"
    if not isinstance(given, str) or given.strip().upper() not in currencies():
        raise UserError(
            tr("“currency” must be one of ") + ", ".join(currencies()) + ".",
            tr("It is {given}.", given=f"{given!r:.40}"),
            tr("Leave it out for USD."),
        )
    return given.strip().upper()


def _shares_best(realised: Draws, columns: list[str]) -> dict[str, float]:
    winners = np.bincount(realised.argmax(axis=1), minlength=len(columns)) / len(realised)
    return {name: float(share) for name, share in zip(columns, winners, strict=True)}


def _is_amount(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _option(
    name: str,
    *,
    futures: Futures,
    p_best: float,
    budget: float | None,
    inputs: Mapping[str, Input],
    impossible: Mapping[str, str],
    month: Month,
    tokens: tuple[Span, Span] | None,
) -> OptionValue:
    realised, upfront = futures.realised[name], futures.upfront[name]
    p5, p50, p95 = np.quantile(realised, (0.05, 0.5, 0.95))
    start, slope = float(futures.fixed[name].mean()), float(futures.per_case[name].mean())
    price = next((way.price for way in WAYS if way.name == name), "")
    return OptionValue(
        name=name,
        label=LABELS[name],
        mean=float(futures.expected[name].mean()),
        p5=float(p5),
        p50=float(p50),
        p95=float(p95),
        p_best=p_best,
        p_loss=float((realised < 0).mean()),
        upfront=float(upfront.mean()),
        p_over_budget=None if budget is None else float((upfront > budget).mean()),
        # A straight line in the volume: from where on it is above nothing.
        break_even_volume=max(0.0, -start / slope) if slope > 1e-12 else None,
        price=(inputs[price].low, inputs[price].high) if price else (0.0, 0.0),
        price_input=price,
        month=month,
        tokens=tokens,
        possible=name not in impossible,
        why_not=impossible.get(name, ""),
    )


def value_per_point(
    case: Mapping[str, Any],
    *,
    horizon_months: int = 36,
    draws: int = 2000,
    random_state: int = 0,
) -> float | None:
    """The mean value of one more accuracy point of a trained classifier, over the horizon, in the case's currency.

    The valuation is a straight line in the accuracy, so this is its slope: cases a month that people act
    on, times what a right answer saves and a mistake costs that nobody catches, discounted. An amount that
    the case does not name adds nothing, so the value is rather too low. None where the case names neither
    the cases a month nor any amount: a value from our defaults alone would be a guess about someone else.

    Raises
    ------
    UserError
        If an input cannot be right.
    """
    answers = read_case(case)
    inputs = read_inputs(case, answers.values, case.get("currency") or "USD")
    # A default amount is ours ("unknown"); one from a person, a source or a measurement is theirs.
    named = [n for n in _AMOUNTS if n in inputs and inputs[n].provenance != "unknown"]
    if inputs["volume_per_month"].provenance == "unknown" or not named:
        return None
    x = {name: each.draw(draws, random_state) for name, each in inputs.items()}
    for name in _AMOUNTS:
        if name not in named:
            x[name] = np.zeros(draws)
    worth = [
        net_present_values(
            {**x, TRAINED: np.full(draws, accuracy)},
            horizon_months,
            may_buy=False,
            success_draws=np.zeros(draws),
        )
        .expected["train_own"]
        .mean()
        for accuracy in (0.5, 0.5 + _POINT)
    ]
    return float(worth[1] - worth[0])
