"""How good a candidate is, in the unit that the bar of its kind is set in, and whether it clears that bar.

A bar counts what demo sessions dialled: right answers, fields right, words right. Where the figure of a kind is another one (whole
documents, words wrong), this is the one beside it. A judge never passes a bar: only what people graded counts here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.findings.chosen_candidate import level_scores
from desktop.project.records import Bar
from estimators.base.count import count
from estimators.base.noun import Noun, held_out_noun
from estimators.base.percent import percent, percent_beside, set_percent, times_in_hundred
from estimators.base.sentence import tr
from mock_ai.level_words import LEVEL_WORDS
from reports.figure import Figure
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.measure.measurement import MeasuredCandidate


def bound_text(bound: float, bar: Bar | None) -> str:
    """What is sure at least, with as many decimals as tell it from the bar; never rounded to whole per cent, which may lie above it."""
    return percent(bound, 1) if bar is None else percent_beside(bound, bar.value)


def sure_sentence(rests_on: str, bound: float, bar: Bar | None, looks: int = 1) -> str:
    """What a figure rests on, and what is sure of others: "23 of 24 held-out photos: sure of at least 78.9% over 2 looks."

    - `bar`: that the bound is set beside; None where none is on the share of right answers. `looks`: that the bound pays for.
    """
    sure = tr("{rests_on}: sure of at least {bound}", rests_on=rests_on, bound=bound_text(bound, bar))  # fmt: skip
    if looks > 1:
        sure = tr("{sure} over {looks} looks", sure=sure, looks=looks)
    if bar is None:
        return f"{sure}."
    return tr("{sure}, and the bar is {bar}.", sure=sure, bar=set_percent(bar.value))


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


@dataclass(frozen=True)
class AskedSureness:
    """How sure a figure has to be.

    - `bar`: on the share of good answers; None where none is set. `each`: how sure the bound is by itself, so that it pays for
      `looks` at the test and for having been picked among others.
    """

    bar: Bar | None
    each: float
    looks: int = 1


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
    found, n = estimate(scores), len({run.case for run in scores.runs})
    once = (
        scores.unit is ScoreUnit.COUNT and n == found.n
    )  # of cases asked again shares count, not answers
    return Figure(
        percent(found.value),
        found.value,
        Provenance.MEASURED,
        n,
        count(n, held_out_noun(things)),
        found.low,
        found.high,
        counted=round(float(scores.got.sum())) if once else None,
    )


def sure_of_at_least(kind: str, one: "MeasuredCandidate", confidence: float) -> float | None:
    """The share that it reaches at least, so sure; None where nothing was measured, or one group says nothing of others."""
    from estimators.measure.estimate import estimate

    scores = level_scores(kind, one)
    return None if scores is None else estimate(scores, 2 * confidence - 1).low


def bar_verdict(kind: str, one: "MeasuredCandidate", asked: AskedSureness) -> BarVerdict | None:
    """Whether it clears the bar, each end so sure; None without a bar on the share of good answers, or where nothing was measured."""
    from estimators.measure.estimate import estimate

    scores, bar = level_scores(kind, one), asked.bar
    if scores is None or bar is None:
        return None
    found = estimate(scores, 2 * asked.each - 1)
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


def level_lead(kind: str, one: "MeasuredCandidate", figure: Figure, asked: AskedSureness) -> str:
    """What the headline rests on: the counts, what is sure, the bar, and how close it is."""
    bar = asked.bar
    bound = sure_of_at_least(kind, one, asked.each)
    rests_on = (
        tr("{some} of {split}", some=figure.counted or 0, split=figure.split)
        if figure.counts
        else tr("{level} on {split}", level=level_words(kind, figure), split=figure.split)
    )
    if bound is None:
        return tr(
            "{rests_on}; they belong together, so nothing is sure of others.", rests_on=rests_on
        )
    said = sure_sentence(rests_on, bound, bar, asked.looks)
    flip = None if bar is None else _would_have_missed(kind, one, bar.value, asked.each)
    return said if flip is None else f"{said} {tr('With {n} it would have missed it.', n=flip)}"


def _would_have_missed(kind: str, one: "MeasuredCandidate", bar: float, each: float) -> int | None:
    """The most good answers with which it would not have cleared the bar, where that is close; None else."""
    from estimators.acceptance.bounds import lower_bound
    from estimators.measure.estimate import ScoreUnit

    scores = level_scores(kind, one)
    if scores is None or scores.unit is not ScoreUnit.COUNT:
        return None
    n, good = len(scores.runs), round(float(scores.got.sum()))
    if len(set(scores.groups)) < n or lower_bound(good, n, each) < bar:
        return None
    close = range(good - 1, max(good - 1 - _FLIP_SHOWN, -1), -1)
    return next((k for k in close if lower_bound(k, n, each) < bar), None)
