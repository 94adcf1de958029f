"""Reading a case as ranges: what it says itself, what it has measured, and what is taken where it is silent."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from estimators.base.sentence import tr
from estimators.build_vs_buy.draws import beta_median, beta_of_range
from estimators.build_vs_buy.input import Input, logit
from estimators.build_vs_buy.measurements import measurements
from estimators.case.default_inputs import DefaultInput, default_inputs
from estimators.case.given_number import AskedNumber, read_range, says_nothing
from estimators.case.input_words import words_for
from estimators.case.price_book import currencies
from estimators.case.prices import usual_range
from estimators.case.questions import WORTH
from estimators.case.ways import WAYS

_LARGEST = 1e15
_NEAREST_TO_THE_ENDS = 1e-6
_EVEN = 0.5  # how common the commonest of two answers is where both are as common


def read_inputs(
    case: Mapping[str, Any], answers: Mapping[str, Any], currency: str
) -> dict[str, Input]:
    """Return every input of the valuation: from the case where it says something, else by default.

    `answers` are the case's answers to the questions of the assessment, which pick among defaults. Where a wrong answer
    costs the same whichever way it is wrong, one number says it (`missed_cost`), and two others are no inputs.
    """
    per_usd, words = currencies()[currency], words_for(case)
    found = {}
    for name, default in default_inputs().items():
        if words.one_mistake and name in _OF_TWO_MISTAKES:
            continue
        given_name = _name_in(case, default)
        found[name] = (
            _given(default, given_name, case[given_name], _factor(given_name, per_usd))
            if given_name
            else _default(default, answers, per_usd)
        )
    _cap_what_nobody_would_pay(found)
    found |= measurements(case, answers)
    shared = found["accuracy_correlation"].median
    for name, each in found.items():
        ours = words.own(name, "source") if each.provenance == "unknown" else ""
        found[name] = replace(
            each,
            label=words.label(name),
            source=ours or each.source,
            shared=shared if name in _CORRELATED and each.counts is None else 0.0,
        )
    return found


# Names under which a case may say the same, after the input's own name and what older cases call it; before it: `_FIRST`.
_ALSO = {
    "missed_cost": ("error_cost", "error_cost_usd"),
    "false_alarm_cost": ("error_cost", "error_cost_usd"),
    "value_per_correct": ("cost_of_today_per_case",),
}
_OF_TWO_MISTAKES = ("false_alarm_cost", "missed_share")
_FIRST = {WORTH: ("value_of_right_answer",)}  # as the verdict reads it
_CORRELATED = frozenset((*(way.accuracy for way in WAYS if way.accuracy), "baseline_accuracy"))


def _name_in(case: Mapping[str, Any], default: DefaultInput) -> str:
    """Under which name a case says something about an input; empty: it does not."""
    names = (*_FIRST.get(default.name, ()), default.name, default.key, *_ALSO.get(default.name, ()))
    return next((name for name in names if name and not says_nothing(case.get(name))), "")


def _factor(name: str, per_usd: float) -> float:
    """What is asked in US dollars is turned into the case's currency."""
    return per_usd if name.endswith("_usd") else 1.0


def _given(default: DefaultInput, name: str, given: object, factor: float) -> Input:
    source, provenance = tr("your range"), "guess"
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
    if provenance not in ("measured", "simulated", "guess", "published", "unknown"):
        raise asked.refused(
            provenance,
            tr("has a provenance that nobody knows"),
            tr("Use measured, simulated, guess, published or unknown."),
        )
    if low < high:
        low, high = _within_the_scale(default.kind, low, high)
    return _input(default, float(low) * factor, float(high) * factor, provenance, source)


def _within_the_scale(kind: str, low: float, high: float) -> tuple[float, float]:
    """A range that touches 0 (or a share that touches 1) has no logarithm there: move it in a little."""
    if kind == "share":
        return max(low, _NEAREST_TO_THE_ENDS), min(high, 1 - _NEAREST_TO_THE_ENDS)
    return max(low, high / 100), high


def _default(default: DefaultInput, answers: Mapping[str, Any], per_usd: float) -> Input:
    low, high, lines = usual_range(default, answers)
    low, high = _at_the_base_rate(default, answers, low, high)
    factor = per_usd if default.unit == "money" else 1.0
    if low < high:
        low, high = _within_the_scale(default.kind, low, high)
    statuses = {line.status for line in lines} or {default.status}
    provenance, source = "unknown", default.source
    if statuses == {"published"}:
        provenance, source = "published", lines[0].source if lines else default.source
    elif "yours" in statuses:
        provenance, source = "guess", tr("your prices")
    found = _input(default, low * factor, high * factor, provenance, source)
    return replace(found, lines=tuple(line.name for line in lines))


def _at_the_base_rate(
    default: DefaultInput, answers: Mapping[str, Any], low: float, high: float
) -> tuple[float, float]:
    """Move a usual range to how common the commonest answer is, where the case says so.

    Our ranges are of tasks whose answers are about as common. Where one is the right one in a share m of the cases, always
    giving it is right that often: of the mistakes that leaves, the same part is avoided. And what is rare is what is missed.
    """
    common = answers.get("majority_share")
    if not isinstance(common, int | float) or common <= _EVEN:
        return low, high
    common = min(float(common), 1 - _NEAREST_TO_THE_ENDS)
    if default.name in _CORRELATED:
        skill = (max(0.0, (end - _EVEN) / (1 - _EVEN)) for end in (low, high))
        low, high = (common + (1 - common) * each for each in skill)
    elif default.name == "missed_share":
        low, high = common - (_EVEN - low), common + (1 - common) * _EVEN
    return low, high


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


def _input(default: DefaultInput, low: float, high: float, provenance: str, source: str) -> Input:
    beta = beta_of_range(low, high) if default.shape == "beta" and low < high else None
    if low == high:
        median = low
    elif beta is not None:
        median = beta_median(beta)
    elif default.kind == "share":
        median = 1 / (1 + math.exp(-(logit(low) + logit(high)) / 2))
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
