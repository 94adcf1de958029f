"""The whole measurement: candidates on the same cases, their figures, pairs, slices, judges and what to grade next.

How to use:

    found = measure(cases, {"gpt": answers, "rule": others}, kind="classify")
    found.candidates[0].figure            share right, with its interval; corrected by people where a judge graded the rest
    found.pairs                           each pair with its sentence, Holm over them
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import NamedTuple, Protocol, TypeVar

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase, LeftOut
from estimators.measure.certainty import CertaintyReport, certainty_report
from estimators.measure.comparison import CandidatePair, by_slice, compare
from estimators.measure.estimate import UNMEASURED, CaseScores, Estimate, ScoreUnit, estimate
from estimators.measure.judge import JudgeReport, judge_report
from estimators.measure.judged_difference import judged_difference, pairs_of_grades
from estimators.measure.kind_scorers import Rules, label_key, main_metric
from estimators.measure.repeats import PassAll, Stability, pass_all, stability
from estimators.measure.scores import DEFAULT_RULES, KindScores, kind_of, score
from estimators.measure.usage import Usage, usage

GRADED_KINDS = frozenset(kind.name for kind in TASK_KINDS.values() if kind.graded)
"""Kinds whose answers people grade."""


@dataclass(frozen=True)
class MeasuredCandidate:
    """One candidate on the cases.

    - `figure`: of the kind's metric; where a judge saw answers that no person graded, corrected by people.
    - `graded`: answers that people graded. `judged`: the judge beside them; None without one.
    - `scores`: of what people graded by chance; None where that is none of its answers: then nothing is measured.
    - `beside`: further metrics by name. `pass_all`: pass^k where each case was tried k times.
    - `stability`: whether asking again gives the same; None where nothing was asked twice.
    - `certainty`: how sure it said it was, beside how often it was right; None where it does not say.
    """

    name: str
    figure: Estimate
    graded: int
    scores: KindScores | None
    beside: Mapping[str, Estimate]
    usage: Usage
    left_out: tuple[LeftOut, ...]
    judged: JudgeReport | None = None
    pass_all: PassAll | None = None
    stability: Stability | None = None
    certainty: CertaintyReport | None = None

    @property
    def repeats_words(self) -> str:
        """What asking again came to; "" where nothing was asked twice."""
        said = [one.sentence for one in (self.stability, self.pass_all) if one is not None]
        return " ".join(said)


Made = TypeVar("Made")


class Keep(Protocol):
    """What `work` makes of `of`, or what it made of the same before."""

    def __call__(self, name: str, of: tuple[object, ...], work: Callable[[], Made]) -> Made: ...


def _anew(name: str, of: tuple[object, ...], work: Callable[[], Made]) -> Made:  # noqa: ARG001  it keeps nothing
    return work()


class SlicePair(NamedTuple):
    """Two candidates in one slice."""

    slice: str
    pair: CandidatePair


class CommonestAnswer(NamedTuple):
    """What always giving the commonest right answer would reach: the least that a classifier has to beat."""

    answer: str
    share: float


@dataclass(frozen=True)
class CandidateMeasurement:
    """All candidates on the same cases.

    - `n`: cases. `metric`, `unit`: what the figures are of, and counted in; `lower_is_better`: of errors.
    - `pairs`: every two that have a case in common; `apart`: those that have none.
    - `slices`: who wins where. `judged`: the judge over all candidates.
    """

    kind: str
    metric: str
    unit: ScoreUnit
    lower_is_better: bool
    n: int
    candidates: tuple[MeasuredCandidate, ...]
    pairs: tuple[CandidatePair, ...]
    apart: tuple[tuple[str, str], ...]
    slices: tuple[SlicePair, ...]
    judged: JudgeReport | None
    commonest: CommonestAnswer | None


def measure(
    cases: Mapping[str, EvalCase],
    candidates: Mapping[str, CandidateAnswers],
    *,
    kind: str | None = None,
    rules: Rules = DEFAULT_RULES,
    named: frozenset[str] = frozenset(),
    seed: int = 0,
    keep: Keep = _anew,
) -> CandidateMeasurement:
    """Measure candidates on the same cases.

    - `named`: two candidates whose pair was named before grading; it is tested on its own, the others by Holm.
    - `kind`: of `estimators.base.task_kind`; None: what cases and answers look like.
    - `keep`: takes a name, what something is worked out of, and the work: whoever measures again and again gives what is the same
      as before without the work.

    Raises `UserError` where there is no candidate, the kind cannot be told, or nothing can be counted.
    """
    if not candidates:
        raise UserError(tr("There is no candidate."), "", tr("Give at least one."))
    if kind is None:
        kind = kind_of(cases, next(iter(candidates.values())), rules)
    metric = main_metric(kind, rules)
    measured = {
        name: keep(
            f"measured {name}",
            (kind, cases, answers, rules, seed),
            partial(_candidate, kind, cases, answers, rules, seed),
        )
        for name, answers in candidates.items()
    }
    mains = {name: one.scores.main for name, one in measured.items() if one.scores}
    if not mains:
        score(kind, cases, next(iter(candidates.values())), rules)  # says what is missing
    pairs = list(combinations(mains, 2))
    together = [names for names in pairs if _share_cases(mains[names[0]], mains[names[1]])]
    slices = [
        SlicePair(name, pair)
        for names in together
        for name, pair in by_slice(names, (mains[names[0]], mains[names[1]]), seed=seed).items()
    ]
    given = [one for answers in candidates.values() for one in _all(answers)]
    judged = judge_report(given, groups=_groups(cases), seed=seed) if kind in GRADED_KINDS else None
    return CandidateMeasurement(
        kind=kind,
        metric=metric.name,
        unit=metric.unit,
        lower_is_better=metric.lower_is_better,
        n=len(cases),
        candidates=tuple(measured.values()),
        pairs=tuple(
            _with_judge(pair, candidates, seed) if kind == "generate" else pair
            for pair in compare(mains, pairs=together, named=named, seed=seed)
        ),
        apart=tuple(names for names in pairs if names not in together),
        slices=tuple(slices),
        judged=judged,
        commonest=_commonest(cases) if kind == "classify" else None,
    )


def _with_judge(
    pair: CandidatePair, candidates: Mapping[str, CandidateAnswers], seed: int
) -> CandidatePair:
    """The pair with the size of its difference from all verdicts, where a judge saw more than people did."""
    seen = pairs_of_grades(candidates[pair.first], candidates[pair.second])
    if all(one.graded is not None for one in seen) or pair.difference.groups < pair.n:
        return pair
    found = judged_difference(seen, seed=seed)
    return pair if found is None else replace(pair, difference=found)


def _candidate(
    kind: str,
    cases: Mapping[str, EvalCase],
    answers: CandidateAnswers,
    rules: Rules,
    seed: int,
) -> MeasuredCandidate:
    given = _all(answers)
    graded = sum(one.grade is not None for one in given)
    judged = None
    if kind in GRADED_KINDS:
        judged = judge_report(given, groups=_groups(cases), seed=seed)
    if kind == "generate" and all(one.fair_grade is None for one in given):
        return MeasuredCandidate(
            answers.name,
            UNMEASURED,
            0,
            None,
            {},
            usage(cases, answers),
            answers.left_out,
            stability=stability(kind, cases, answers.answers),
        )
    scores = score(kind, cases, answers, rules)
    corrected = judged is not None and judged.ungraded > 0
    figure = judged.corrected if judged and corrected else estimate(scores.main, seed=seed)
    trials = min(map(len, answers.answers.values()), default=1)
    passes = (kind in GRADED_KINDS or kind == "classify") and trials > 1
    return MeasuredCandidate(
        name=answers.name,
        figure=figure,
        graded=graded,
        scores=scores,
        beside={name: estimate(one, seed=seed) for name, one in scores.beside.items()},
        usage=usage(cases, answers),
        left_out=answers.left_out,
        judged=judged,
        pass_all=PassAll(trials, estimate(pass_all(scores.main, trials), seed=seed))
        if passes and _tried(scores.main, trials)
        else None,
        stability=stability(kind, cases, answers.answers, scores.main),
        certainty=certainty_report(scores.main, answers, seed),
    )


def _tried(scores: CaseScores, trials: int) -> bool:
    """Whether some case was scored in so many trials."""
    counts: dict[str, int] = {}
    for run in scores.runs:
        counts[run.case] = counts.get(run.case, 0) + 1
    return max(counts.values(), default=0) >= trials


def _groups(cases: Mapping[str, EvalCase]) -> dict[str, str]:
    return {name: case.together for name, case in cases.items()}


def _all(answers: CandidateAnswers) -> Sequence[CandidateAnswer]:
    return [one for trials in answers.answers.values() for one in trials]


def _share_cases(a: CaseScores, b: CaseScores) -> bool:
    mine = {run for run, its in zip(a.runs, a.answered, strict=True) if its}
    return any(its and run in mine for run, its in zip(b.runs, b.answered, strict=True))


def _commonest(cases: Mapping[str, EvalCase]) -> CommonestAnswer | None:
    counts: dict[str, int] = {}
    written: dict[str, str] = {}
    for case in cases.values():
        if case.expected is not None:
            name = label_key(case.expected)
            counts[name] = counts.get(name, 0) + 1
            written.setdefault(name, case.expected)
    if not counts:
        return None
    best = max(counts, key=lambda name: counts[name])
    return CommonestAnswer(written[best], counts[best] / sum(counts.values()))
