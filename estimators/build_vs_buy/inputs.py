"""Reading a case as ranges, and drawing from them.

A calibrated 90 % range [L, U] of a positive amount becomes a log-normal with mu = (ln L + ln U) / 2 and
sigma = (ln U - ln L) / 3.29 (Hubbard, How to Measure Anything); of a share, the same on the logit
scale, or the Beta distribution with these ends where prices.json says so. Counts of a measurement
become the Beta posterior under a uniform prior.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from estimators.base.interval import of_all
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from estimators.build_vs_buy.draws import (
    Beta,
    Draws,
    Order,
    beta_draws,
    beta_median,
    beta_of_range,
    standard,
    stream,
)
from estimators.case.default_inputs import DefaultInput, default_inputs, level_of
from estimators.case.given_number import AskedNumber, read_counts, read_range, says_nothing
from estimators.case.price_book import currencies

_Z_TO_Z = 3.29  # width of a 90 % range in standard deviations
_LARGEST = 1e15
_NEAREST_TO_THE_ENDS = 1e-6


@dataclass(frozen=True)
class Input:
    """One number behind the valuation, with where it comes from.

    Attributes
    ----------
    low, median, high : float
        5 %, 50 % and 95 % points; all alike where the number is taken as known.
    provenance : str
        measured, guess (yours), published, or unknown (a default of ours).
    counts : (int, int) or None
        Successes and failures of the measurement behind it.
    beta : (float, float) or None
        a and b, where it is a Beta distribution: the posterior of the measurement, or the one with
        these 5 % and 95 % points.
    """

    name: str
    label: str
    unit: str
    kind: str
    low: float
    median: float
    high: float
    provenance: str
    source: str
    counts: tuple[int, int] | None = None
    beta: Beta | None = None

    def draw(self, draws: int, seed: int) -> Draws:
        """Draw from the range; each input has its own stream, so that others never move it."""
        if self.low == self.high:
            return np.full(draws, self.median)
        if self.counts is not None:
            right, wrong = self.counts
            return stream(self.name, seed).beta(right + 1, wrong + 1, draws)
        z, order = standard(self.name, draws, seed)
        if self.beta is not None:
            return beta_draws(self.beta, order)
        low, high = self._scaled(self.low), self._scaled(self.high)
        x = (low + high) / 2 + (high - low) / _Z_TO_Z * z
        return np.asarray(1 / (1 + np.exp(-x)) if self.kind == "share" else np.exp(x))

    def order(self, x: Draws, seed: int) -> Order | None:
        """Return the order of the draws by size; None where they are all alike.

        A range is drawn by stretching standard numbers, which keeps their order: moving its ends
        sorts nothing anew.
        """
        if self.low == self.high:
            return None
        if self.counts is not None:
            return np.argsort(x)
        return standard(self.name, len(x), seed)[1]

    def _scaled(self, value: float) -> float:
        return _logit(value) if self.kind == "share" else math.log(value)


def read_inputs(
    case: Mapping[str, Any], answers: Mapping[str, Any], currency: str
) -> dict[str, Input]:
    """Return every input of the valuation: from the case where it says something, else by default.

    `answers` are the case's answers to the questions of the assessment, which pick among defaults.
    """
    per_usd = currencies()[currency]
    found = {}
    for name, default in default_inputs().items():
        given, given_name = case.get(name), name
        if says_nothing(given) and name in ("missed_cost", "false_alarm_cost"):
            given_name = (
                "error_cost" if not says_nothing(case.get("error_cost")) else "error_cost_usd"
            )
            given = case.get(given_name)
        found[name] = (
            _default(default, answers, per_usd)
            if says_nothing(given)
            else _given(default, given_name, given)
        )
    _cap_what_nobody_would_pay(found)
    _put_measurements_in(found, case)
    return found


def _given(default: DefaultInput, name: str, given: object) -> Input:
    source, provenance = "your range", "guess"
    highest = 1 if default.kind == "share" else _LARGEST
    asked = AskedNumber(name, default.label, default.kind, high=highest)
    low, _, high = read_range(asked, given)
    if isinstance(given, Mapping):
        if given.get("source"):
            source = str(given["source"])
            provenance = "published" if source.startswith("http") else "measured"
        provenance = str(given.get("provenance", provenance))
    elif isinstance(given, int | float):
        source = tr("your number")
    if provenance not in ("measured", "guess", "published", "unknown"):
        raise asked.refused(
            provenance,
            tr("has a provenance that nobody knows"),
            tr("Use measured, guess, published or unknown."),
        )
    if low < high:
        low, high = _within_the_scale(default.kind, low, high)
    return _input(default, float(low), float(high), provenance, source)


def _within_the_scale(kind: str, low: float, high: float) -> tuple[float, float]:
    """A range that touches 0 (or a share that touches 1) has no logarithm there: move it in a little."""
    if kind == "share":
        return max(low, _NEAREST_TO_THE_ENDS), min(high, 1 - _NEAREST_TO_THE_ENDS)
    return max(low, high / 100), high


def _default(default: DefaultInput, answers: Mapping[str, Any], per_usd: float) -> Input:
    chosen = default.range or default.ranges[level_of(default, answers)]
    factor = per_usd if default.unit == "money" else 1.0
    provenance = "published" if default.status == "published" else "unknown"
    return _input(default, chosen[0] * factor, chosen[1] * factor, provenance, default.source)


def _cap_what_nobody_would_pay(found: dict[str, Input]) -> None:
    """Where a mistake is known to cost little, neither a right answer nor a review is worth more."""
    mistake = found["missed_cost"]
    if mistake.provenance == "unknown" or mistake.high == 0:
        return
    for name in ("value_per_correct", "review_cost"):
        usual = found[name]
        if usual.provenance == "unknown" and usual.high > mistake.high:
            factor = mistake.high / usual.high
            low, high = usual.low * factor, usual.high * factor
            found[name] = _input(default_inputs()[name], low, high, "unknown", usual.source)


def _put_measurements_in(found: dict[str, Input], case: Mapping[str, Any]) -> None:
    """A measured accuracy and a measured acceptance replace what was guessed."""
    for name, of, part in (
        ("measured", "accuracy_automl", "correct"),
        ("acceptance", "adoption", "accepted"),
    ):
        given = case.get(name)
        if given is None:
            continue
        default = default_inputs()[of]
        hits, n = read_counts(AskedNumber(name, default.label), given, part)
        low, middle, high = _beta_points(hits, n - hits)
        source = tr("measured: {of_all}", of_all=of_all(hits, n))
        shown = given.get("shown_accuracy")
        if isinstance(shown, int | float) and not isinstance(shown, bool) and 0 <= shown <= 1:
            source += tr(
                " answers that were right {set_percent} of the time", set_percent=set_percent(shown)
            )
        found[of] = Input(
            of,
            default.label,
            default.unit,
            "share",
            low,
            middle,
            high,
            "measured",
            source,
            (hits, n - hits),
            (hits + 1.0, n - hits + 1.0),
        )


def _beta_points(right: int, wrong: int) -> tuple[float, float, float]:
    """5, 50 and 95 % points of Beta(right + 1, wrong + 1), from fixed draws: no scipy needed."""
    draws = np.random.default_rng(0).beta(right + 1, wrong + 1, 20_000)
    low, middle, high = np.quantile(draws, (0.05, 0.5, 0.95))
    return float(low), float(middle), float(high)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _input(default: DefaultInput, low: float, high: float, provenance: str, source: str) -> Input:
    beta = beta_of_range(low, high) if default.shape == "beta" and low < high else None
    if low == high:
        median = low
    elif beta is not None:
        median = beta_median(beta)
    elif default.kind == "share":
        median = 1 / (1 + math.exp(-(_logit(low) + _logit(high)) / 2))
    else:
        median = math.sqrt(low * high)
    return Input(
        default.name,
        default.label,
        default.unit,
        default.kind,
        low,
        median,
        high,
        provenance,
        source,
        beta=beta,
    )
