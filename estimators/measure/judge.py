"""What a judge is worth: how far it agrees with people, the rate it corrects, and which answers to grade next.

A judge (a model, a rule, the assertions of a tool) gives a verdict on every answer; people grade a part. Its own rate is never
a measurement: without people's grades there is no interval at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist

import numpy as np

from estimators.base.number import fixed
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.arrays import Indices
from estimators.measure.agreement import RaterAgreement, agreement
from estimators.measure.case import CandidateAnswer
from estimators.measure.estimate import (
    CONFIDENCE,
    Estimate,
    IntervalMethod,
    group_places,
    share_estimate,
    worth,
)
from estimators.measure.judge_correction import rate_of_strata, wilson_interval

_FIRST_PART = 0.4
_FEWEST_TO_ESTIMATE = 12
_ADDS_NOTHING = 1.05


@dataclass(frozen=True)
class JudgeReport:
    """A judge beside people.

    - `agreement`: of judge and people on what both graded; None where fewer than two answers are.
    - `false_passes`, `false_fails`: answers that it let pass and people did not, and the other way round.
    - `naive`: the rate of its verdicts alone, without an interval: it is no measurement.
    - `people`: the rate of what people graded by chance, alone. `corrected`: of all that they graded, and the judge's verdicts.
    - `worth`: as how many times their number the judge makes people's grades count; 1 or less: it adds nothing.
    - `ungraded`: answers that only the judge saw.
    """

    agreement: RaterAgreement | None
    false_passes: int
    false_fails: int
    naive: float
    people: Estimate
    corrected: Estimate
    worth: float
    ungraded: int

    @property
    def sentence(self) -> str:
        """What the judge is worth, in a sentence."""
        if not self.ungraded:
            return tr("People graded all that the judge did: it is not needed.")
        if self.worth < _ADDS_NOTHING:
            return tr("This judge adds nothing to people’s grades: leave it out.")
        return tr(
            "This judge makes {n} grades worth {worth} times as many.",
            n=self.corrected.n,
            worth=fixed(self.worth, 1),
        )


def judge_report(
    answers: Iterable[CandidateAnswer],
    *,
    groups: Mapping[str, str] | None = None,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> JudgeReport | None:
    """Set a judge beside people's grades; None where it gave no verdict, or nobody graded what it judged.

    - `groups`: what each case belongs together with. All counts then say as much as the groups of the graded ones are worth.
    """
    judged = [answer for answer in answers if answer.judge is not None]
    graded = [answer for answer in judged if answer.grade is not None]
    if not graded:
        return None
    human = [int(bool(answer.grade)) for answer in graded]
    verdicts = [int(bool(answer.judge)) for answer in graded]
    rest = [int(bool(answer.judge)) for answer in judged if answer.grade is None]
    member, n_groups = group_places([(groups or {}).get(one.case) or one.case for one in graded])
    n = len(human)
    said = np.array(human, dtype=np.float64)
    fair = np.array([not answer.chosen for answer in graded], dtype=bool)
    by_chance = fair if fair.any() else ~fair
    people = share_estimate(said[by_chance], *_renumbered(member[by_chance]), confidence)
    part = 1.0 if n_groups == n else worth(said, member, n_groups, confidence) / n
    corrected = people
    if rest:
        kept, slipped = _strata(human, verdicts)
        found = rate_of_strata(
            (kept[0] * part, kept[1] * part),
            (slipped[0] * part, slipped[1] * part),
            ((sum(verdicts) + sum(rest)) * part, (n + len(rest)) * part),
            confidence,
        )
        corrected = replace(
            people,
            value=found.value,
            low=found.low,
            high=found.high,
            n=n,
            groups=n_groups,
            method=IntervalMethod.RECTIFIED,
        )
    return JudgeReport(
        agreement=agreement(list(zip(human, verdicts, strict=True)), seed=seed) if n > 1 else None,
        false_passes=sum(v > h for h, v in zip(human, verdicts, strict=True)),
        false_fails=sum(h > v for h, v in zip(human, verdicts, strict=True)),
        naive=sum(bool(answer.judge) for answer in judged) / len(judged),
        people=people,
        corrected=corrected,
        worth=_worth(sum(human) * part, n * part, corrected),
        ungraded=len(rest),
    )


def _renumbered(member: Indices) -> tuple[Indices, int]:
    """The groups of a part of the answers, counted from 0, and how many they are."""
    names, places = np.unique(member, return_inverse=True)
    return places, len(names)


def _strata(
    human: Sequence[int], verdicts: Sequence[int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Of the answers that the judge let pass, and of those it failed: how many people let pass, of how many."""
    passed = sum(h for h, v in zip(human, verdicts, strict=True) if v)
    n = sum(verdicts)
    return (passed, n), (sum(human) - passed, len(human) - n)


def _worth(good: float, n: float, corrected: Estimate) -> float:
    """Against Wilson's interval of people alone: the parts of the corrected one are Wilson's, and what that saves is not the judge's."""
    low, high = wilson_interval(good, n, NormalDist().inv_cdf((1 + corrected.confidence) / 2))
    assert corrected.low is not None
    assert corrected.high is not None
    return ((high - low) / max(corrected.high - corrected.low, 1e-9)) ** 2


@dataclass(frozen=True)
class NextGrades:
    """Which answers to grade next, in their order.

    - `places`: of the answers, as they were given.
    - `of_passed`, `of_failed`: how many of them the judge let pass or fail. Both are 0 without a judge.
    - `early`: whether so little is known of each verdict that both are graded alike.
    """

    places: tuple[int, ...]
    of_passed: int = 0
    of_failed: int = 0
    early: bool = False

    @property
    def sentence(self) -> str:
        """Why these."""
        n = len(self.places)
        if not n:
            return tr("Every answer is graded.")
        if not self.of_passed + self.of_failed:
            return tr_plural(
                "Grade this {n} answer, drawn by chance.",
                "Grade these {n} answers, drawn by chance.",
                n,
            )
        if self.early:
            return tr_plural(
                "Grade this {n} answer: {passed} that the judge let pass and {failed} that it did not, to see where it errs.",
                "Grade these {n} answers: {passed} that the judge let pass and {failed} that it did not, to see where it errs.",
                n,
                passed=self.of_passed,
                failed=self.of_failed,
            )
        return tr_plural(
            "Grade this {n} answer: it tells most; {passed} that the judge let pass and {failed} that it did not.",
            "Grade these {n} answers: they tell most; {passed} that the judge let pass and {failed} that it did not.",
            n,
            passed=self.of_passed,
            failed=self.of_failed,
        )


def grade_next(
    answers: Sequence[CandidateAnswer], n: int = 20, *, planned: int = 50, seed: int = 0
) -> NextGrades:
    """Choose the answers whose grades tell most.

    The first 40 % of the `planned` grades go half to answers that the judge let pass, half to those it did not; after that by how
    much each verdict still leaves open (Neyman 1934, https://doi.org/10.2307/2342192). Within a verdict chance decides, so that
    `corrected_rate` holds. Without a judge all is chance.
    """
    rng = np.random.default_rng(seed)
    waiting = [at for at, answer in enumerate(answers) if answer.grade is None]
    by_verdict = {
        verdict: [at for at in waiting if answers[at].judge is verdict] for verdict in (True, False)
    }
    if not all(by_verdict.values()):
        return NextGrades(tuple(int(at) for at in rng.permutation(waiting)[:n]))
    graded = {verdict: _graded(answers, verdict) for verdict in (True, False)}
    counts = {verdict: len(found) for verdict, found in graded.items()}
    early = sum(counts.values()) < max(_FIRST_PART * planned, _FEWEST_TO_ESTIMATE)
    shares = {True: 0.5, False: 0.5}
    if not early:
        weights = {
            verdict: (counts[verdict] + len(by_verdict[verdict])) * _spread(graded[verdict])
            for verdict in (True, False)
        }
        shares = {verdict: weight / sum(weights.values()) for verdict, weight in weights.items()}
    total = sum(counts.values()) + n
    wanted = max(0.0, min(float(n), shares[True] * total - counts[True]))
    passed = min(len(by_verdict[True]), max(round(wanted), n - len(by_verdict[False])))
    chosen = [int(at) for at in rng.permutation(by_verdict[True])[:passed]]
    others = [int(at) for at in rng.permutation(by_verdict[False])[: n - passed]]
    mixed = rng.permutation(chosen + others)
    return NextGrades(tuple(int(at) for at in mixed), len(chosen), len(others), early)


def _graded(answers: Sequence[CandidateAnswer], verdict: bool) -> list[bool]:
    return [bool(one.grade) for one in answers if one.grade is not None and one.judge is verdict]


def _spread(grades: Sequence[bool]) -> float:
    """How far grades under one verdict scatter, with one good and one bad of nobody's to begin with."""
    rate = (sum(grades) + 1) / (len(grades) + 2)
    return sqrt(rate * (1 - rate))
