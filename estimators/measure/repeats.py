"""The same cases asked again: whether all tries succeed, and how stable the answer is.

A cache makes repeats alike: what it gave is no second try.
"""

from dataclasses import dataclass

import numpy as np

from estimators.base.errors import UserError
from estimators.base.percent import percent
from estimators.base.sentence import tr, tr_plural
from estimators.measure.estimate import CaseScores, Estimate, ScoreUnit, Trial, estimate


def pass_all(scores: CaseScores, k: int) -> CaseScores:
    """Whether k trials of a case, drawn by chance from those that were made, all pass: pass^k.

    By case the chance without putting back (Yao et al. 2024, https://arxiv.org/abs/2406.12045). Cases with fewer trials are
    left out.
    Raises `UserError` where no case has so many.
    """
    trials: dict[str, list[int]] = {}
    for at, run in enumerate(scores.runs):
        trials.setdefault(run.case, []).append(at)
    kept = [(case, places) for case, places in trials.items() if len(places) >= k]
    if not kept:
        most = max(map(len, trials.values()), default=0)
        raise UserError(
            tr("No case was tried {k} times.", k=k),
            tr("The most trials of a case are {most}.", most=most),
            tr("Ask for fewer."),
        )
    chances, groups, slices = [], [], []
    for _, places in kept:
        n, right = len(places), round(scores.got[places].sum())
        chance = 1.0
        for step in range(k):
            chance *= max(right - step, 0) / (n - step)
        chances.append(chance)
        groups.append(scores.groups[places[0]])
        slices.append(scores.slices[places[0]])
    ones = np.ones(len(kept))
    return CaseScores(
        "pass_all",
        ScoreUnit.MEAN,
        tuple(Trial(case, 0) for case, _ in kept),
        tuple(groups),
        tuple(slices),
        np.array(chances),
        ones,
        ones.astype(bool),
    )


@dataclass(frozen=True)
class Stability:
    """How alike the tries of a case turn out.

    - `alike`: of the cases that were tried more than once, the share whose tries all came to the same.
    - `by_trial`: the figure of each try by itself; their range is what asking once would have said.
    """

    alike: Estimate
    by_trial: tuple[Estimate, ...]

    @property
    def sentence(self) -> str:
        """How stable it is, and between what single tries lay."""
        found = [one.value for one in self.by_trial if one.value is not None]
        return tr_plural(
            "Asked again, {share} of {n} case came to the same each time; single tries gave {low} to {high}.",
            "Asked again, {share} of {n} cases came to the same each time; single tries gave {low} to {high}.",
            self.alike.n,
            share=percent(self.alike.value),
            low=percent(min(found), 1),
            high=percent(max(found), 1),
        )


def stability(scores: CaseScores) -> Stability | None:
    """How stable the answers are; None where no case was tried twice."""
    by_case: dict[str, list[int]] = {}
    for at, run in enumerate(scores.runs):
        by_case.setdefault(run.case, []).append(at)
    repeated = {case: places for case, places in by_case.items() if len(places) > 1}
    if not repeated:
        return None
    first = [places[0] for places in repeated.values()]
    alike = [bool(np.ptp(scores.got[places]) == 0) for places in repeated.values()]
    ones = np.ones(len(first))
    kept = CaseScores(
        "alike",
        ScoreUnit.COUNT,
        tuple(Trial(case, 0) for case in repeated),
        tuple(scores.groups[at] for at in first),
        tuple(scores.slices[at] for at in first),
        np.array(alike, dtype=np.float64),
        ones,
        ones.astype(bool),
    )
    trials = sorted({run.trial for run in scores.runs})
    single = [scores.part(np.array([run.trial == at for run in scores.runs])) for at in trials]
    return Stability(estimate(kept), tuple(estimate(one) for one in single))
