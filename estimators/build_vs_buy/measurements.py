"""What was counted, in place of what is guessed: how often one of the options is right, and how many answers people took.

Right answers are measured; answers that people took of a fake are simulated, and keep that name wherever they are used.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from estimators.base.binomial import exact_interval
from estimators.base.interval import of_all
from estimators.base.number import seconds
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
_LEVEL = 0.9  # of the interval, as everywhere that a share is told with its two ends
# Measures that are no share of right answers.
_OTHER_MEASURES = {
    "recall": tr("recall"),
    "precision": tr("precision"),
    "wer": tr("word error rate"),
    "mae": tr("mean error"),
    "ndcg": "NDCG",
}


def measured_inputs(case: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tests of a case that are a share of right answers, by the input that each tells about; the first counts."""
    given = case.get("measured")
    if says_nothing(given):
        return {}
    if not isinstance(given, Mapping):
        return {_OF["trained"]: given}  # refused where it is read
    found: dict[str, Any] = {}
    for each in (given, *(given.get("beside") or ())):
        if not isinstance(each, Mapping) or str(each.get("metric")) in _OTHER_MEASURES:
            continue
        of = each.get("of")
        found.setdefault(input_of(str(of), answers), each)
    return found


def input_of(of: str, answers: Mapping[str, Any]) -> str:
    """Return the input that a measurement of something ("prompt", "trained") tells about."""
    if of == "prompt" and answers.get("needs_own_knowledge") is True:
        return "accuracy_retrieval"  # what was prompted then had the documents
    return _OF.get(of, _OF["trained"])


def without_measurement(case: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the case without the test that would overrule a number that is tried; those of the other ways stay."""
    if name == "adoption":
        return {key: value for key, value in case.items() if key != "acceptance"}
    given, own = case.get("measured"), measured_inputs(case, case).get(name)
    if own is None:
        return dict(case)
    kept = {key: value for key, value in case.items() if key != "measured"}
    others = given.get("beside") or () if isinstance(given, Mapping) else ()
    left = [each for each in (given, *others) if each is not own]
    if left:
        kept["measured"] = {**left[0], "beside": left[1:]}
    return kept


def other_measure(case: Mapping[str, Any]) -> str:
    """Return the measure of a case in words where it is no share of right answers; else empty."""
    given = case.get("measured")
    metric = given.get("metric") if isinstance(given, Mapping) else None
    return _OTHER_MEASURES.get(str(metric), "")


def measurements(case: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Input]:
    """Return the inputs that a case has measured."""
    found = {}
    tested = [
        ("measured", "correct", into, given)
        for into, given in measured_inputs(case, answers).items()
    ]
    for name, part, into, given in (
        *tested,
        ("acceptance", "accepted", "adoption", case.get("acceptance")),
    ):
        provenance = "simulated" if name == "acceptance" else "measured"
        if given is None:
            continue
        default = default_inputs()[into]
        hits, n = read_counts(AskedNumber(name, default.label), _counted(given, part), part)
        low, high = exact_interval(hits, n, _LEVEL)
        source = tr("measured: {of_all}", of_all=of_all(hits, n))
        if name == "acceptance":
            source = tr("simulated: {of_all}", of_all=of_all(hits, n))
        if isinstance(among := given.get("among"), int) and among > 1:
            source = tr(
                "measured: {of_all}, the best of {among} on the same cases",
                of_all=of_all(hits, n),
                among=among,
            )
        took = given.get("seconds")
        if isinstance(took, int | float) and not isinstance(took, bool) and took >= 0:
            source = tr("{measured}, usually in {seconds}", measured=source, seconds=seconds(took))
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
            _median(hits, n - hits),
            high,
            provenance,
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


def _median(right: int, wrong: int) -> float:
    """The middle of Beta(right + 1, wrong + 1), which the futures are drawn from; from fixed draws: no scipy needed."""
    return float(np.median(np.random.default_rng(0).beta(right + 1, wrong + 1, 20_000)))
