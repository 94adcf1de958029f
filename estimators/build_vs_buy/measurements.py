"""What was measured, in place of what is guessed: how often one of the options is right, and how many answers people take."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from estimators.base.interval import of_all
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from estimators.build_vs_buy.input import Input
from estimators.case.default_inputs import default_inputs
from estimators.case.given_number import AskedNumber, read_counts, says_nothing

# Which input a measurement of each thing tells about.
_OF = {
    "trained": "accuracy_trained",
    "service": "accuracy_product",
    "prompt": "accuracy_prompt",
    "rule": "accuracy_rule",
    "today": "baseline_accuracy",
}
# Measures that are no share of right answers.
_OTHER_MEASURES = {
    "recall": tr("recall"),
    "precision": tr("precision"),
    "wer": tr("word error rate"),
    "mae": tr("mean error"),
    "ndcg": "NDCG",
}


def measured_input(case: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Return the input that the measurement of a case tells about; empty: it has none that is a share of right answers."""
    given = case.get("measured")
    if says_nothing(given) or other_measure(case):
        return ""
    of = given.get("of") if isinstance(given, Mapping) else None
    if of == "prompt" and answers.get("needs_own_knowledge") is True:
        return "accuracy_retrieval"  # what was prompted then had the documents
    return _OF.get(str(of), _OF["trained"])


def other_measure(case: Mapping[str, Any]) -> str:
    """Return the measure of a case in words where it is no share of right answers; else empty."""
    given = case.get("measured")
    metric = given.get("metric") if isinstance(given, Mapping) else None
    return _OTHER_MEASURES.get(str(metric), "")


def measurements(case: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Input]:
    """Return the inputs that a case has measured."""
    found = {}
    of = measured_input(case, answers)
    for name, part, into in (("measured", "correct", of), ("acceptance", "accepted", "adoption")):
        given = case.get(name)
        if given is None or not into:
            continue
        default = default_inputs()[into]
        hits, n = read_counts(AskedNumber(name, default.label), _counted(given, part), part)
        low, middle, high = _beta_points(hits, n - hits)
        source = tr("measured: {of_all}", of_all=of_all(hits, n))
        shown = given.get("shown_accuracy")
        if isinstance(shown, int | float) and not isinstance(shown, bool) and 0 <= shown <= 1:
            source += tr(
                " answers that were right {set_percent} of the time", set_percent=set_percent(shown)
            )
        found[into] = Input(
            into,
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
    return found


def _counted(given: object, part: str) -> object:
    """A share of n as the count that it comes to."""
    if not isinstance(given, Mapping) or part in given:
        return given
    value, n = given.get("value"), given.get("n")
    if isinstance(value, int | float) and isinstance(n, int) and 0 <= value <= 1:
        return {**given, part: round(value * n)}
    return given


def _beta_points(right: int, wrong: int) -> tuple[float, float, float]:
    """5, 50 and 95 % points of Beta(right + 1, wrong + 1), from fixed draws: no scipy needed."""
    draws = np.random.default_rng(0).beta(right + 1, wrong + 1, 20_000)
    low, middle, high = np.quantile(draws, (0.05, 0.5, 0.95))
    return float(low), float(middle), float(high)
