"""Demo sessions: what people did with answers, and how good the AI must be for them.

People saw a fake that was right a known share of the time (the shown accuracy). The
acceptance curve says how often people like them accept an answer without a change
(:mod:`mock_ai.acceptance_model`). Where the curve reaches the goal is how good the AI has to be;
the proposed bar is the cautious end of that, rounded up to a whole percent. Kocielnik, Amershi and
Bennett, "Will You Accept an Imperfect AI?", CHI 2019 (https://doi.org/10.1145/3290605.3300641), show
why this must be measured rather than guessed.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from estimators.base.binomial import exact_interval
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.percent import percent, set_percent
from estimators.base.sentence import tr
from mock_ai.acceptance_model import AcceptancePosterior, ReactionTally
from mock_ai.level_words import LEVEL_WORDS, LevelWords
from mock_ai.reaction import DIALLED_BY_PARTS, OUTCOMES, Reaction, person_of

LEVEL = 0.90  # two-sided, so that each end is a one-sided 95% bound
CAUTIOUS = 0.5 + LEVEL / 2
QUANTILES = (1 - CAUTIOUS, 0.5, CAUTIOUS)
"""The likely range of the accuracy needed, with its middle."""
_ONE_SIDED = 1.645


@dataclass(frozen=True)
class AcceptancePoint:
    """The reactions at one shown accuracy; ``low`` and ``high`` are the exact 90% interval."""

    shown_accuracy: float
    n: int
    accepted: int
    corrected: int
    rejected: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class AcceptanceCurve:
    """What the sessions say. Simulated evidence: no model was involved.

    ``line_x``, ``line``, ``line_low`` and ``line_high`` draw the fitted curve with its 90%
    band over the accuracies shown; they are empty without a fit. ``needed`` is the accuracy
    at which the goal is reached, ``needed_low`` to ``needed_high`` its 90% interval (an end is None
    where the sessions leave it open). ``proposed_bar`` is a whole percent as a share, or
    None, and ``reason`` then says why; it can also be set to qualify a bar that is there. ``falls``: people accepted less
    of what was better, by more than chance; ``rises``: they accepted more of it.
    ``slope_per_point`` is the change in log-odds for one point of accuracy; ``people`` counts who reacted,
    ``audience`` says it in words, and ``alone`` whether it was one person by name.
    """

    goal: float
    n: int
    points: tuple[AcceptancePoint, ...]
    line_x: tuple[float, ...] = ()
    line: tuple[float, ...] = ()
    line_low: tuple[float, ...] = ()
    line_high: tuple[float, ...] = ()
    slope_per_point: float | None = None
    needed: float | None = None
    needed_low: float | None = None
    needed_high: float | None = None
    proposed_bar: float | None = None
    reason: str = ""
    people: int = 0
    audience: str = ""
    alone: bool = False
    simulated: bool = True
    kind: str = "classify"
    falls: bool = False
    rises: bool = False

    @property
    def words(self) -> LevelWords:
        """What an accuracy of it means: right answers, or what the main dial of its kind counts."""
        return LEVEL_WORDS[self.kind]

    @property
    def accepted(self) -> int:
        """How many answers were accepted as they came."""
        return sum(point.accepted for point in self.points)

    @property
    def headline(self) -> str:
        if self.n == 0:
            return tr("How good must it be for people to take its word?")
        if self.needed is None:
            return tr("The sessions do not say yet how good it must be.")
        goal = _in_ten(self.goal)
        lowest = self.points[0].shown_accuracy
        if self.needed <= lowest:
            at = percent(lowest)
            if self.needed_high is not None and self.needed_high > lowest:
                return tr(
                    "Most likely people accept {goal} even at {shown_accuracy}.",
                    goal=goal,
                    shown_accuracy=at,
                )
            return tr(
                "People accept {goal} even at {shown_accuracy}.", goal=goal, shown_accuracy=at
            )
        return self.words.once.format(goal=goal, needed=percent(self.needed))

    @property
    def _more_people(self) -> str:
        return (
            tr(" A second person tells more than more answers of the first.") if self.alone else ""
        )

    @property
    def subline(self) -> str:
        """The uncertainty and the n behind the headline."""
        answers = f"{count(self.n, 'answer')} {self.audience}"
        if self.n == 0:
            return tr("Start a session to find out.")
        if self.proposed_bar is None or self.needed_high is None or self.reason:
            return tr(
                "From {answers}. {reason}{more_people}",
                answers=answers,
                reason=self.reason,
                more_people=self._more_people,
            )
        low = (
            percent(self.needed_low) if self.needed_low is not None else tr("below what was shown")
        )
        return tr(
            "Somewhere between {low} and {needed_high}, from {answers}. "
            "The bar goes at the cautious end.{more_people}",
            low=low,
            needed_high=percent(self.needed_high),
            answers=answers,
            more_people=self._more_people,
        )


def acceptance_curve(reactions: Iterable[Reaction], goal: float = 0.7) -> AcceptanceCurve:
    """Fit acceptance against shown accuracy and find where it reaches the goal; the reactions are to one kind of product.

    Raises `UserError` if the goal is not strictly between 0 and 1.
    """
    if not 0 < goal < 1:
        raise UserError(
            tr("A goal of {goal} is not possible.", goal=f"{goal:g}"),
            tr("It is the share of answers that people should accept, between 0 and 1."),
            tr("Give for example 0.7."),
        )
    # Where misses and false alarms were compared, the kind of error changed, not its share (decision 0186).
    kept = [reaction for reaction in reactions if not reaction.variant]
    points = _points(kept)
    n, people = sum(point.n for point in points), len({person_of(reaction) for reaction in kept})
    kind = kept[0].kind if kept else "classify"
    audience = audience_words(kept)
    alone = people == 1 and any(reaction.person for reaction in kept)
    if len(points) < 2:
        reason = (
            tr(
                "Only one level was shown ({level}); show a second one.",
                level=LEVEL_WORDS[kind].short.format(value=percent(points[0].shown_accuracy)),
            )
            if points
            else tr("Nobody has seen it yet.")
        )
        return AcceptanceCurve(
            goal, n, points, reason=reason, people=people, audience=audience, alone=alone, kind=kind
        )
    posterior = AcceptancePosterior(tallies(kept))
    lowest, highest = points[0].shown_accuracy, points[-1].shown_accuracy
    line_x = np.linspace(max(lowest - 0.03, 0.0), min(highest + 0.03, 1.0), 61)
    low, line, high = posterior.acceptance(line_x, QUANTILES).T
    needed_low, needed, needed_high = map(_within, posterior.needed(goal, QUANTILES))
    trend = _trend(points)
    falls, rises = trend < -_ONE_SIDED, trend > _ONE_SIDED
    if falls:
        bar, reason = None, LEVEL_WORDS[kind].falls
    else:
        bar, reason = _bar(needed, needed_high, lowest, highest, goal)
    return AcceptanceCurve(
        goal=goal,
        n=n,
        points=points,
        line_x=tuple(line_x.tolist()),
        line=tuple(line.tolist()),
        line_low=tuple(low.tolist()),
        line_high=tuple(high.tolist()),
        slope_per_point=posterior.mean("slope") / 100,
        needed=needed,
        needed_low=needed_low if needed_low is not None and needed_low > 0.3 else None,
        needed_high=needed_high,
        proposed_bar=bar,
        reason=reason,
        people=people,
        audience=audience,
        alone=alone,
        kind=kind,
        falls=falls,
        rises=rises,
    )


def tallies(reactions: Iterable[Reaction]) -> tuple[ReactionTally, ...]:
    """The reactions counted for each person and accuracy. Those of compared variants are left out: there the kind of
    error changed, not its share."""
    shown: Counter[tuple[str, float, bool | None]] = Counter()
    accepted: Counter[tuple[str, float, bool | None]] = Counter()
    for reaction in reactions:
        if not reaction.variant:
            # Where the dial counts fields or words, it does not say how many whole answers are right.
            right = None if reaction.kind in DIALLED_BY_PARTS else reaction.right
            key = person_of(reaction), round(reaction.shown_accuracy, 3), right
            shown[key] += 1
            accepted[key] += reaction.outcome == "accepted"
    return tuple(
        ReactionTally(person, accuracy, accepted[person, accuracy, right], n, right)
        for (person, accuracy, right), n in shown.items()
    )


def _points(reactions: Sequence[Reaction]) -> tuple[AcceptancePoint, ...]:
    by_accuracy: dict[float, list[Reaction]] = {}
    for reaction in reactions:
        # 0.1 percentage points apart is the same dial position.
        by_accuracy.setdefault(round(reaction.shown_accuracy, 3), []).append(reaction)
    points = []
    for accuracy, group in sorted(by_accuracy.items()):
        n = len(group)
        accepted, corrected, rejected = (
            sum(reaction.outcome == kind for reaction in group) for kind in OUTCOMES
        )
        low, high = exact_interval(accepted, n, LEVEL)
        points.append(
            AcceptancePoint(
                shown_accuracy=accuracy,
                n=n,
                accepted=accepted,
                corrected=corrected,
                rejected=rejected,
                rate=accepted / n,
                low=low,
                high=high,
            )
        )
    return tuple(points)


def _within(share: float) -> float | None:
    """An accuracy, or None where it lies beyond what any AI can reach."""
    return max(float(share), 0.0) if share <= 1 else None


def _trend(points: Sequence[AcceptancePoint]) -> float:
    """How acceptance goes with accuracy, in standard deviations of chance (Cochran and Armitage's test for trend)."""
    n, accepted = np.array([p.n for p in points]), np.array([p.accepted for p in points])
    accuracy = np.array([p.shown_accuracy for p in points])
    rate = accepted.sum() / n.sum()
    away = accuracy - (n @ accuracy) / n.sum()
    trend = away @ (accepted - n * rate)
    sd = np.sqrt(rate * (1 - rate) * (n @ away**2))
    return float(trend / sd) if sd else 0.0


def _bar(
    needed: float | None, needed_high: float | None, lowest: float, highest: float, goal: float
) -> tuple[float | None, str]:
    goal_words = set_percent(goal)
    if needed is None:
        return None, tr(
            "Acceptance does not reach {goal_words} at any level.", goal_words=goal_words
        )
    if needed > highest:
        return None, tr(
            "{goal_words} was not reached up to {highest}, the best that was shown; "
            "show a better one.",
            goal_words=goal_words,
            highest=percent(highest),
        )
    if needed_high is None or needed_high > highest:
        return None, tr("Too few answers to be sure of a bar; hold another session.")
    # Below the lowest accuracy shown nothing was measured, so the bar does not go there.
    cautious = max(needed_high, lowest)
    # A tenth of a point is within the grid's own grain, and does not lift the bar by a whole one.
    bar = int(np.ceil(round(cautious * 100, 1))) / 100
    if needed_high < lowest:
        return bar, tr(
            "{lowest} is the lowest that was shown, and there {goal_words} is already passed.",
            lowest=percent(lowest),
            goal_words=goal_words,
        )
    return bar, ""


def audience_words(reactions: Iterable[Reaction]) -> str:
    """Whose answers these are: “of 4 people”, or “in 6 sessions” where nobody's name was kept."""
    kept = list(reactions)
    named = {person_of(reaction) for reaction in kept}
    if any(reaction.person for reaction in kept):
        return tr("of {count}", count=count(len(named), "person"))
    return tr("in {count}", count=count(len(named), "session"))


def _in_ten(goal: float) -> str:
    tenths = goal * 10
    if abs(tenths - round(tenths)) < 1e-9:
        return tr("{tenths} answers in 10", tenths=round(tenths))
    return tr("{set_percent} of its answers", set_percent=set_percent(goal))
