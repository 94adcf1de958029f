"""How far grading is, and how far people agree: the tab “Grading”."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.findings.candidate_measurement import candidates_of, cases_of
from desktop.findings.measure.grading_plan import GradingPlan, plan_of
from desktop.findings.measure.preference_view import PreferenceView, preference_view
from desktop.project.measure_records import SETTLED, CandidateSource, GradeVerdict
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from estimators.acceptance.bounds import interval
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import digits, fixed
from estimators.base.percent import percent
from estimators.base.sentence import tr, tr_plural
from estimators.measure.agreement import RaterAgreement, agreement
from estimators.measure.case import CandidateAnswer
from estimators.measure.grading_queue import tasks_of, to_settle
from reports.stage_view import Explanation, Offer, StageView

_FEW_SHARED = 30


@dataclass(frozen=True)
class RaterRate:
    """How many answers one person finds good: of those that they graded, with the exact 90 % interval."""

    rater: str
    good: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Good ones of all."""
        return self.good / self.n


@dataclass(frozen=True)
class SharedTable:
    """What two people say of the answers that both graded; `who`: their names."""

    who: tuple[str, str]
    both_good: int
    both_bad: int
    first_good: int
    second_good: int

    @property
    def split(self) -> int:
        """On how many they differ."""
        return self.first_good + self.second_good

    @property
    def n(self) -> int:
        """How many both graded."""
        return self.both_good + self.both_bad + self.split


@dataclass(frozen=True)
class GradingView:
    """The tab. `said`: headline, lead, status, offers and explanations.

    - `graded`, `of`: cases on which somebody graded something, of how many. `rule`: the rule in words; "" before it is chosen.
    - `raters`: each person's rate. `shared`: the first two, side by side; None with one. `agreement`: of all; None where it
      cannot be told. `settle`: answers that wait to be settled. `settled`: those that are.
    - `reasons`: the ways of being wrong with how often each was said, the commonest first. `liked`: who is liked better side by side.
    """

    said: StageView
    graded: int
    of: int
    rule: str
    raters: tuple[RaterRate, ...] = ()
    shared: SharedTable | None = None
    agreement: RaterAgreement | None = None
    settle: int = 0
    settled: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    liked: PreferenceView = field(default_factory=PreferenceView)


def why_not_grade(project: Project) -> str:
    """Why there is nothing to grade; "" where there is."""
    if not cases_of(project):
        return tr("No case is held out to be graded.")
    if not _graded_candidates(project):
        return tr("No candidate has answered yet.")
    return ""


def known_rater(project: Project, name: str) -> str:
    """A rater's name as it was written the first time: "ada" is no second person beside "Ada"."""
    name = " ".join(name.split())
    raters = (kept.grade.rater for kept in project.measured.grades())
    return next((one for one in raters if one.casefold() == name.casefold()), name)


def grading_view(project: Project) -> GradingView:
    """What the tab shows; kept until the next change."""
    return project.until_change("grading view", lambda: _view(project))


def _graded_candidates(project: Project) -> dict[str, Mapping[str, tuple[CandidateAnswer, ...]]]:
    return {
        one.uid: one.answers.answers
        for one in candidates_of(project)
        if one.source is not CandidateSource.COMMONEST and one.answers.answers
    }


def _view(project: Project) -> GradingView:
    cases, noun = cases_of(project), case_noun_of(project)
    kept = [one.grade for one in project.measured.grades() if one.grade.case in cases]
    plan = plan_of(project)
    answers = [
        answer
        for by_case in _graded_candidates(project).values()
        for trials in by_case.values()
        for answer in trials
        if answer.raters and not answer.chosen
    ]
    raters = _rates(answers)
    shared = _shared(answers, [one.rater for one in raters])
    found = _agreement(answers, [one.rater for one in raters])
    waiting = _waiting(project)
    graded = len({one.case for one in kept})
    of = min(len(cases), plan.most) if plan is not None and plan.most else len(cases)
    reasons = Counter(
        one.reason for one in kept if one.reason and one.verdict is GradeVerdict.BAD
    ).most_common()
    words = tr_plural("Settle {n} answer", "Settle {n} answers", waiting)
    settled = {"settle": Offer(words)} if waiting else {}
    return GradingView(
        said=StageView(
            headline=_headline(found, graded, of, noun.one, noun.many),
            lead=_lead(raters, shared, waiting, plan),
            status=tr("{graded} of {of}", graded=digits(graded), of=digits(of)),
            explanations={"kappa": _kappa_explained()},
            offers={
                "grade": Offer(tr("Grade on") if graded else tr("Grade"), why_not_grade(project)),
                **settled,
            },
        ),
        graded=graded,
        of=of,
        rule="" if plan is None else plan.sentence,
        raters=raters,
        shared=shared,
        agreement=found,
        settle=waiting,
        settled=sum(one.rater == SETTLED for one in kept),
        reasons=tuple(reasons),
        liked=preference_view(project),
    )  # fmt: skip


def _headline(found: RaterAgreement | None, graded: int, of: int, one: str, many: str) -> str:
    if not graded:
        return tr("Nothing is graded yet.")
    if found is None:
        return tr_plural(
            "{graded} of {n} {one} is graded, by one person.",
            "{graded} of {n} {many} are graded, by one person.",
            of,
            graded=digits(graded),
            one=one,
            many=many,
        )
    return tr("People agree on {raw} of the answers that two of them graded.", raw=percent(found.raw))  # fmt: skip


def _lead(
    raters: Sequence[RaterRate], shared: SharedTable | None, waiting: int, plan: GradingPlan | None
) -> str:
    if not raters:
        return tr("One person grades, blind; a second grades at least 30 of the same answers.")
    if shared is None:
        return tr("Let a second person grade at least 30 of the same answers: nobody can agree alone.")  # fmt: skip
    if waiting:
        return tr_plural(
            "They differ on {n} answer; it counts for nothing until it is settled.",
            "They differ on {n} answers; those count for nothing until they are settled.",
            waiting,
        )
    if shared.n < _FEW_SHARED:
        return tr_plural(
            "Both graded {n} answer; with 30 the agreement can be told.",
            "Both graded {n} answers; with 30 the agreement can be told.",
            shared.n,
        )
    return plan.sentence if plan is not None else ""


def _rates(answers: Sequence[CandidateAnswer]) -> tuple[RaterRate, ...]:
    """Each person's rate, whoever graded most first."""
    good: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for answer in answers:
        for rater, grade in answer.raters:
            n[rater] += 1
            good[rater] += grade
    return tuple(
        RaterRate(rater, good[rater], times, *interval(good[rater], times))
        for rater, times in n.most_common()
    )


def _shared(answers: Sequence[CandidateAnswer], raters: Sequence[str]) -> SharedTable | None:
    if len(raters) < 2:
        return None
    first, second = raters[:2]
    counts: Counter[tuple[bool, bool]] = Counter()
    for answer in answers:
        said = dict(answer.raters)
        if first in said and second in said:
            counts[said[first], said[second]] += 1
    if not counts:
        return None
    return SharedTable(
        (first, second),
        counts[True, True],
        counts[False, False],
        counts[True, False],
        counts[False, True],
    )


def _agreement(answers: Sequence[CandidateAnswer], raters: Sequence[str]) -> RaterAgreement | None:
    rows = [
        [said.get(rater) for rater in raters]
        for answer in answers
        if len(said := dict(answer.raters)) > 1
    ]
    try:
        return agreement(rows)
    except UserError:  # fewer than two answers that two people graded
        return None


def _waiting(project: Project) -> int:
    """How many answers wait to be settled: only those to cases of which somebody said two things are looked at."""
    verdicts = _verdicts(project)
    twice = {case for (case, _), said in verdicts.items() if len(said) > 1}
    if not twice:
        return 0
    answers = {
        uid: {case: trials for case, trials in by_case.items() if case in twice}
        for uid, by_case in _graded_candidates(project).items()
    }
    return len(to_settle(tasks_of(answers), verdicts))


def _verdicts(project: Project) -> dict[tuple[str, tuple[str, int]], list[bool | None]]:
    found: dict[tuple[str, tuple[str, int]], list[bool | None]] = {}
    settled = set()
    for kept in project.measured.grades():
        one = kept.grade
        key = (one.case, (one.candidate, one.trial))
        if one.rater == SETTLED:
            settled.add(key)
        unsure = one.verdict is GradeVerdict.UNSURE
        found.setdefault(key, []).append(None if unsure else one.verdict is GradeVerdict.GOOD)
    return {key: said for key, said in found.items() if key not in settled}


def agreement_words(found: RaterAgreement) -> tuple[str, str]:
    """The coefficient in words, with its interval and what it was counted on."""
    name = tr("Cohen’s kappa") if found.coefficient == "kappa" else tr("Krippendorff’s alpha")
    if found.value is None:
        return tr("{name} cannot be told", name=name), tr("All grades are alike.")
    value = tr("{name} {value}", name=name, value=fixed(found.value, 3))
    on = tr("on {answers}; 0 is chance, 1 is always alike", answers=count(found.n, "answer"))
    if found.low is None or found.high is None:
        return value, on
    return value, tr(
        "{low} to {high}, 9 chances in 10; {on}",
        low=fixed(found.low, 2),
        high=fixed(found.high, 2),
        on=on,
    )


def _kappa_explained() -> Explanation:
    return Explanation(
        tr("How far people agree"),
        tr(
            "Two people agree often by chance alone where most answers are good. Kappa takes that out: 0 is what chance gives, "
            "1 is always alike. With more than two people, or gaps, it is Krippendorff’s alpha. Answers are drawn again for the interval."
        ),
        source="Cohen 1960, https://doi.org/10.1177/001316446002000104",
    )
