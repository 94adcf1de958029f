"""How good a candidate is, in the unit that the bar of its kind is set in, and whether it clears that bar.

A bar counts what demo sessions dialled: right answers, fields right, words right. Where the figure of a kind is another one (whole
documents, words wrong), this is the one beside it. A judge never passes a bar: only what people graded counts here.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.findings.chosen_candidate import level_scores
from desktop.project.records import Bar
from estimators.acceptance.bounds import confidence_of_each
from estimators.base.count import count
from estimators.base.noun import Noun, held_out_noun
from estimators.base.percent import percent, percent_beside, set_percent, times_in_hundred
from estimators.base.sentence import tr
from mock_ai.level_words import LEVEL_WORDS
from reports.figure import Figure
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.measure.measurement import MeasuredCandidate

UNSET_CONFIDENCE = 0.95
"""Of a bound, while no bar says how sure it must be."""
_HEADLINES: Mapping[str, str] = {
    "classify": tr("{name} is right {times} times in 100."),
    "number": tr("{name} is within the tolerance {times} times in 100."),
    "rank": tr("{name} has it among the first ones {times} times in 100."),
    "extract": tr("{name} gets {times} fields in 100 right."),
    "transcribe": tr("{name} gets {times} words in 100 right."),
    "generate": tr("{name} answers well {times} times in 100."),
    "act": tr("{name} does {times} tasks in 100."),
}
_FLIP_SHOWN = 3  # answers between what it has and what would not have done


class BarVerdict(StrEnum):
    """What a candidate's answers say about the bar."""

    CLEARS = "clears"
    OPEN = "open"
    MISSES = "misses"


def level(kind: str, one: "MeasuredCandidate", things: Noun) -> Figure | None:
    """How good it is, with the ends of its line; None where nothing was measured."""
    from estimators.measure.estimate import ScoreUnit, estimate

    scores = level_scores(kind, one)
    if scores is None:
        return None
    found = estimate(scores)
    counted = round(float(scores.got.sum())) if scores.unit is ScoreUnit.COUNT else None
    return Figure(
        percent(found.value),
        found.value,
        Provenance.MEASURED,
        found.n,
        count(found.n, held_out_noun(things)),
        found.low,
        found.high,
        counted=counted,
    )


def sure_of_at_least(kind: str, one: "MeasuredCandidate", confidence: float) -> float | None:
    """The share that it reaches at least, so sure; None where nothing was measured, or one group says nothing of others."""
    from estimators.measure.estimate import estimate

    scores = level_scores(kind, one)
    return None if scores is None else estimate(scores, 2 * confidence - 1).low


def bar_verdict(kind: str, one: "MeasuredCandidate", bar: Bar | None) -> BarVerdict | None:
    """Whether it clears the bar; None without a bar on the share of good answers, or where nothing was measured."""
    from estimators.measure.estimate import estimate

    scores = level_scores(kind, one)
    if scores is None or bar is None or not bar.is_plain:
        return None
    found = estimate(scores, 2 * bar.confidence - 1)
    if found.low is None or found.high is None:
        return BarVerdict.OPEN
    if found.low >= bar.value:
        return BarVerdict.CLEARS
    return BarVerdict.MISSES if found.high < bar.value else BarVerdict.OPEN


def level_words(kind: str, figure: Figure) -> str:
    """In two words: "90% good", "81% of fields right"."""
    return LEVEL_WORDS[kind].short.format(value=figure.text)


def counted_words(figure: Figure) -> str:
    """What stands in the column of the figures: "54 of 60", or a share where it is none of a count."""
    return figure.counts or figure.text


def level_headline(kind: str, name: str, figure: Figure, verdict: BarVerdict | None) -> str:
    """The finding: how good it is, and what that means for the bar."""
    said = _HEADLINES[kind].format(name=name, times=times_in_hundred(figure.value or 0.0))
    clears = {
        BarVerdict.CLEARS: tr("It clears the bar."),
        BarVerdict.OPEN: tr("It does not clear the bar yet."),
        BarVerdict.MISSES: tr("It misses the bar."),
    }
    return said if verdict is None else tr("{good} {bar}", good=said, bar=clears[verdict])


def level_lead(
    kind: str, one: "MeasuredCandidate", figure: Figure, bar: Bar | None, among: int
) -> str:
    """What the headline rests on: the counts, what is sure, the bar, and how close it is.

    - `among`: of how many it was picked, which the bound pays for; the confidence of `bar` does so already.
    """
    confidence = bar.confidence if bar else confidence_of_each(UNSET_CONFIDENCE, among)
    bound = sure_of_at_least(kind, one, confidence)
    rests_on = (
        tr("{some} of {split}", some=figure.counted or 0, split=figure.split)
        if figure.counts
        else tr("{level} on {split}", level=level_words(kind, figure), split=figure.split)
    )
    if bound is None:
        return tr(
            "{rests_on}; they belong together, so nothing is sure of others.", rests_on=rests_on
        )
    if bar is None or not bar.is_plain:
        return tr("{rests_on}: sure of at least {bound}.", rests_on=rests_on, bound=percent(bound))
    said = tr(
        "{rests_on}: sure of at least {bound}, and the bar is {bar}.",
        rests_on=rests_on,
        bound=percent_beside(bound, bar.value),
        bar=set_percent(bar.value),
    )
    flip = _would_have_missed(kind, one, bar)
    return said if flip is None else f"{said} {tr('With {n} it would have missed it.', n=flip)}"


def _would_have_missed(kind: str, one: "MeasuredCandidate", bar: Bar) -> int | None:
    """The most good answers with which it would not have cleared the bar, where that is close; None else."""
    from estimators.acceptance.bounds import lower_bound
    from estimators.measure.estimate import ScoreUnit

    scores = level_scores(kind, one)
    if scores is None or scores.unit is not ScoreUnit.COUNT:
        return None
    n, good = len(scores.runs), round(float(scores.got.sum()))
    if len(set(scores.groups)) < n or lower_bound(good, n, bar.confidence) < bar.value:
        return None
    close = range(good - 1, max(good - 1 - _FLIP_SHOWN, -1), -1)
    return next((k for k in close if lower_bound(k, n, bar.confidence) < bar.value), None)
