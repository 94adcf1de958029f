"""Would the commonest answer alone pass? Then passing the bar shows nothing."""

from dataclasses import dataclass

from estimators.acceptance.argument_checks import bar_to_show, correct_of_total, share
from estimators.acceptance.bounds import confidence_of_each, lower_bound
from estimators.acceptance.metric import Metric
from estimators.base.percent import percent_beside, set_percent
from estimators.base.sentence import tr


@dataclass(frozen=True)
class BaseRate:
    """A test beside always giving the commonest answer.

    - `majority_share`: how often the commonest answer is right by itself.
    - `passes_alone`: whether it would reach the bar; False of a bar on something else than right answers.
    - `better`: whether the test shows more right answers than that, by its exact lower bound over all looks; None of a
      bar on something else.
    - `sentence`: both in words.
    """

    majority_share: float
    passes_alone: bool
    better: bool | None
    sentence: str


def beside_commonest(
    correct: int,
    total: int,
    bar: float,
    majority_share: float,
    confidence: float = 0.95,
    *,
    looks: int = 1,
    metric: Metric = Metric.ACCURACY,
    paired: bool | None = None,
) -> BaseRate:
    """Compare a test with always giving the commonest answer, of which only its share is known.

    Only a bar on right answers is one that it could pass, not one on recall or precision.

    - `correct`, `total`, `bar`, `confidence`, `looks`: as in `result.accept`.
    - `majority_share`: how often the commonest answer is right by itself.
    - `paired`: whether comparing the answers themselves found the test better (`baseline.compare_with_baseline`): that
      tells more than the bound.

    Raises `UserError` if a number is impossible.
    """
    k, n = correct_of_total(correct, total)
    bar, common = bar_to_show(bar), share("majority_share", majority_share)
    if metric is not Metric.ACCURACY:
        return BaseRate(common, passes_alone=False, better=None, sentence=_OTHER_BARS[metric])
    bound = lower_bound(k, n, confidence_of_each(confidence, looks))
    better = bound > common if paired is None else paired
    passes_alone = common >= bar
    shown = {"share": percent_beside(common, bar), "bar": set_percent(bar)}
    return BaseRate(common, passes_alone, better, _SENTENCES[passes_alone, better].format(**shown))


_OTHER_BARS = {
    Metric.RECALL: tr(
        "Always giving the commonest answer finds none of the rare ones: it could not pass this bar."
    ),
    Metric.PRECISION: tr(
        "Always giving the commonest answer never calls anything the rare one: it could not pass this bar."
    ),
}
# By whether the commonest answer passes alone, and whether the test is better than that.
_SENTENCES = {
    (True, True): tr(
        "The bar of {bar} is too low: always giving the commonest answer is right {share} of the time and would pass it. "
        "This test shows more than that."
    ),
    (True, False): tr(
        "The bar of {bar} is too low: always giving the commonest answer is right {share} of the time and would pass it. "
        "This test does not show more than that, so passing it shows nothing."
    ),
    (False, True): tr(
        "It is shown to be better than always giving the commonest answer, which is right {share} of the time."
    ),
    (False, False): tr(
        "It is not shown to be better than always giving the commonest answer, which is right {share} of the time."
    ),
}
