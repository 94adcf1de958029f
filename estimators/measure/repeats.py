"""The same cases asked again: whether all tries succeed, and how stable the answer is.

A cache makes repeats alike: what it gave is no second try.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estimators.base.errors import UserError
from estimators.base.interval import between, percent_range
from estimators.base.number import fixed, number
from estimators.base.percent import percent
from estimators.base.sentence import tr, tr_plural
from estimators.measure.case import CandidateAnswer, EvalCase
from estimators.measure.estimate import CaseScores, Estimate, ScoreUnit, Trial, estimate
from estimators.measure.field_match import fields_of
from estimators.measure.kind_scorers import as_number, label_key
from estimators.measure.ranking import ranked_items


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
class PassAll:
    """How often all of `k` tries of a case pass."""

    k: int
    figure: Estimate

    @property
    def sentence(self) -> str:
        figure = self.figure
        return tr(
            "All of {k} tries succeed in {share} ({range}).",
            k=self.k,
            share=percent(figure.value, 1),
            range=percent_range(figure.low, figure.high, 1),
        )


@dataclass(frozen=True)
class Stability:
    """How alike the tries of a case turn out.

    - `tries`: the most tries of a case.
    - `same`: of the cases that were asked more than once, the share that got the same answer each time.
    - `alike`: the share whose tries all came to the same figure (right each time, or wrong each time); None where no case has two
      tries that are scored.
    - `by_trial`: the figure of each try by itself, on cases that have every try; their range is what asking once would have said.
    """

    tries: int
    same: Estimate
    alike: Estimate | None = None
    by_trial: tuple[Estimate, ...] = ()
    unit: ScoreUnit = ScoreUnit.COUNT

    @property
    def sentence(self) -> str:
        """How stable the answers are, how sure that is, and between what single tries lay."""
        said = tr_plural(
            "Asked {tries} times, {share} of {n} case got the same answer each time ({range})",
            "Asked {tries} times, {share} of {n} cases got the same answer each time ({range})",
            self.same.n,
            tries=self.tries,
            share=percent(self.same.value),
            range=percent_range(self.same.low, self.same.high),
        )
        found = [one.value for one in self.by_trial if one.value is not None]
        if not found:
            return f"{said}."
        return tr(
            "{said}; single tries gave {range}.",
            said=said,
            range=between(min(found), max(found), self._worded),
        )

    def _worded(self, value: float) -> str:
        if self.unit is ScoreUnit.MEAN:
            return fixed(value, 3)
        return number(value) if self.unit is ScoreUnit.AMOUNT else percent(value, 1)


def stability(
    kind: str,
    cases: Mapping[str, EvalCase],
    answers: Mapping[str, Sequence[CandidateAnswer]],
    scores: CaseScores | None = None,
) -> Stability | None:
    """How stable the answers are; None where no case was asked twice.

    - `scores`: of those that are scored; without any only what was answered is compared.
    """
    asked = {
        name: [answer_key(kind, one) for one in tries]
        for name, tries in answers.items()
        if name in cases and len(tries) > 1
    }
    if not asked:
        return None
    same = [(cases[name], 0, float(len(set(keys)) == 1), 1.0) for name, keys in asked.items()]
    tries = max(map(len, asked.values()))
    found = Stability(tries, estimate(CaseScores.of_rows("same", ScoreUnit.COUNT, same)))
    return found if scores is None else _with_figures(found, scores)


def answer_key(kind: str, answer: CandidateAnswer) -> Hashable:
    """What of an answer says whether another is the same: of its kind the label, the number, the list, the fields; else the words."""
    if answer.error:
        return "failed", answer.error
    if answer.answer is None:
        return "passed", answer.passed
    return _READ_AS.get(kind, _words)(answer.answer)


def _words(text: str) -> Hashable:
    return " ".join(text.split())


def _number(text: str) -> Hashable:
    value = as_number(text)
    return _words(text) if value is None else value


def _fields(text: str) -> Hashable:
    fields = fields_of(text)
    return _words(text) if fields is None else repr(sorted(fields.items()))


_READ_AS: Mapping[str, Callable[[str], Hashable]] = {
    "classify": label_key,
    "number": _number,
    "rank": ranked_items,
    "extract": _fields,
}


def _with_figures(found: Stability, scores: CaseScores) -> Stability:
    by_case: dict[str, list[int]] = {}
    for at, run in enumerate(scores.runs):
        by_case.setdefault(run.case, []).append(at)
    repeated = {case: places for case, places in by_case.items() if len(places) > 1}
    if not repeated:
        return found
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
    most = max(map(len, repeated.values()))
    whole = scores.taken([at for places in repeated.values() if len(places) == most for at in places])  # fmt: skip
    trials = sorted({run.trial for run in whole.runs})
    single = [whole.part(np.array([run.trial == at for run in whole.runs])) for at in trials]
    return replace(
        found,
        alike=estimate(kept),
        by_trial=tuple(estimate(one) for one in single),
        unit=scores.unit,
    )
