"""Before anything is measured: who could answer, what a number of graded answers can show, and what grading takes.

How to use, line by line:

    start_view(project)            headline, lead and the next step, by what there is: no cases, no candidates, no grades
    ways_to_answer(project)        the ways to get a candidate, with what each takes
    graded_ladder(0.9)             what 6, 20, 60 and 150 graded answers can show, by exact bounds
    grading_time(60)               how long people grade for 2, 3 and 5 candidates
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from desktop.findings.candidate_measurement import NAMED_PAIR_KEY, candidates_of, cases_of
from desktop.project.measure_records import CandidateSource
from desktop.project.product import (
    case_noun_of,
    inputs_of,
    is_classifier,
    is_trained_here,
    kind_name,
)
from desktop.project.project import Project
from estimators.acceptance.bounds import lower_bound
from estimators.base.count import count, spelled_count
from estimators.base.number import digits
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS
from estimators.measure.measurement import GRADED_KINDS
from reports.chart_parts import TableTwin
from reports.stage_view import Explanation, Offer, StageView

STEPS = (6, 20, 60, 150)
CANDIDATES = (2, 3, 5)
SECONDS_A_GRADE = 40
_FEWEST_THAT_SHOW = 20
_ROUNDED_TO = 0.05
_TAKEN_AT_ADDRESSES = frozenset(("photo", "text", "sound"))


@dataclass(frozen=True)
class WayToAnswer:
    """One way to get a candidate: what it is called, what it means here, and how long it takes to set up."""

    source: CandidateSource
    title: str
    text: str
    takes: str


@dataclass(frozen=True)
class LadderStep:
    """What so many graded answers can show. `shows`: None where that is nothing."""

    graded: int
    good: int
    shows: float | None
    words: str

    @property
    def shows_words(self) -> str:
        """The share that it can show, or nothing."""
        return tr("nothing") if self.shows is None else set_percent(self.shows)


def begins_with_training(project: Project) -> bool:
    """Whether a training is what comes first: it tells things apart, and no case nor candidate was added by itself."""
    return (
        is_trained_here(project)
        and not project.measured.count_cases()
        and not project.measured.candidates()
    )


def start_view(project: Project) -> StageView:
    """What Measure says while nothing can be measured yet."""
    kind, things = TASK_KINDS[kind_name(project)], case_noun_of(project)
    cases, candidates = cases_of(project), candidates_of(project)
    answered = [one for one in candidates if one.answers.answers and one.uid != "commonest"]
    explained, written = {"ladder": _ladder_explained()}, kind.name == "generate"
    if not cases:
        asked = (
            tr("Who should answer your {things}?")
            if written
            else tr("Who should handle your {things}?")
        )
        return StageView(
            asked.format(things=things.many),
            tr(
                "No {things} are held out to measure on yet. Right will be: {right}.",
                things=things.many,
                right=kind.right,
            ),
            tr("not started"),
            explanations=explained,
            offers={"data": Offer(tr("Go to the data")), "add": Offer(tr("Add a candidate…"))},
        )
    held = count(len(cases), things)
    if not answered:
        asked = (
            tr("Who should answer the {held}?") if written else tr("Who should handle the {held}?")
        )
        return StageView(
            asked.format(held=held),
            tr(
                "Nothing is measured yet. Begin with what costs nothing, {baseline}: that is what has to be beaten.",
                baseline=kind.baseline,
            ),
            tr("not started"),
            explanations=explained,
            offers={"add": Offer(tr("Add a candidate…"))},
        )
    who = capital(spelled_count(len(answered), "candidate"))
    if kind.name in GRADED_KINDS:
        return StageView(
            tr("Nobody has graded an answer yet."),
            tr(
                "{who} answered {held}. Right is: {right}. Names are hidden while people grade.",
                who=who,
                held=held,
                right=kind.right,
            ),
            tr("not graded"),
            explanations=explained,
            offers={
                "grade": Offer(tr("Grade")),
                **_to_name(project, len(answered)),
                "add": Offer(tr("Add a candidate…")),
            },
        )
    return StageView(
        tr("None of the {held} says what is right.", held=held),
        tr(
            "{who} answered, and nothing can be counted without right answers. Right is: {right}.",
            who=who,
            right=kind.right,
        ),
        tr("nothing to count"),
        explanations=explained,
        offers={"data": Offer(tr("Go to the data")), "add": Offer(tr("Add a candidate…"))},
    )


def answered_so_far(project: Project) -> tuple[tuple[str, str], ...]:
    """Who is there, and how many of the cases each has answered."""
    n = len(cases_of(project))
    return tuple(
        (one.name, tr("{some} of {n} answered", some=len(one.answers.answers), n=n))
        for one in candidates_of(project)
        if one.uid != "commonest"
    )


def _to_name(project: Project, n: int) -> dict[str, Offer]:
    """The pair that decides is named before anything is known of it."""
    if n < 2 or project.answer(NAMED_PAIR_KEY):
        return {}
    return {"pair": Offer(tr("Name the pair to decide…"))}


def ways_to_answer(project: Project) -> tuple[WayToAnswer, ...]:
    """The ways to get a candidate, what costs nothing first."""
    things, kind = case_noun_of(project), TASK_KINDS[kind_name(project)]
    ways = [
        WayToAnswer(
            CandidateSource.PEOPLE,
            tr("People today"),
            tr("What people answered to the same {things}, from a file. It is scored as the others are.", things=things.many),
            tr("one minute"),
        ),
        WayToAnswer(
            CandidateSource.RULE,
            tr("A rule or templates"),
            tr("Words that it looks for, and what it says then. It is tried at once, on {things} you work with.", things=things.many),
            tr("ten minutes"),
        ),
        WayToAnswer(
            CandidateSource.ADDRESS,
            tr("An address"),
            tr("Your prompt, or a service on trial, answers each {thing} now. The {things} leave this computer.", thing=things.one, things=things.many),
            tr("three minutes"),
        ),
        WayToAnswer(
            CandidateSource.FILE,
            tr("A file of answers"),
            tr("You ran it elsewhere: a table with one answer for each {thing}.", thing=things.one),
            tr("one minute"),
        ),
    ]  # fmt: skip
    if is_classifier(project) and not project.measured.count_cases():
        # Its cases are the files of examples, which a rule cannot read.
        inputs = inputs_of(project)
        taken = bool(inputs) and _TAKEN_AT_ADDRESSES.issuperset(inputs)
        readers = {CandidateSource.RULE} | (set() if taken else {CandidateSource.ADDRESS})
        ways = [way for way in ways if way.source not in readers]
    if is_classifier(project):
        train = WayToAnswer(
            CandidateSource.TRAINED,
            tr("Train it here"),
            tr("It learns from the {examples} that are not held out.", examples=kind.example.many),
            tr("a few minutes"),
        )
        ways.insert(len(ways) - 1, train)
    return tuple(ways)


def graded_ladder(share: float = 0.9, steps: Sequence[int] = STEPS) -> tuple[LadderStep, ...]:
    """What so many graded answers can show where `share` of them are good; of few all, as nothing less shows anything."""
    return tuple(_step(n, share) for n in steps)


def _step(graded: int, share: float) -> LadderStep:
    if graded < _FEWEST_THAT_SHOW:
        could_be = percent(lower_bound(graded, graded))
        words = tr("{n} of {n} could still be {share}", n=graded, share=could_be)
        return LadderStep(graded, graded, None, words)
    good = round(share * graded)
    bound = lower_bound(good, graded)
    shows = floor(bound / _ROUNDED_TO + 1e-9) * _ROUNDED_TO
    return LadderStep(graded, good, shows, tr("if {good} are good", good=digits(good)))


def grading_time(
    cases: int, candidates: Sequence[int] = CANDIDATES, seconds: float = SECONDS_A_GRADE
) -> TableTwin:
    """How many answers so many candidates give, and how long people grade them."""
    return TableTwin(
        (tr("candidates"), tr("answers"), tr("grading")),
        tuple((digits(n), digits(n * cases), hours_words(n * cases * seconds)) for n in candidates),
    )


def hours_words(seconds: float) -> str:
    """A stretch of work: "1 h 20 min", "2 h", "40 min"."""
    hours, minutes = divmod(max(1, round(seconds / 60)), 60)
    if not hours:
        return tr("{minutes} min", minutes=minutes)
    if not minutes:
        return tr("{hours} h", hours=digits(hours))
    return tr("{hours} h {minutes} min", hours=digits(hours), minutes=minutes)


def _ladder_explained() -> Explanation:
    return Explanation(
        tr("How many are enough"),
        tr(
            "So many graded answers show a share of good ones that is 95% sure: the exact lower bound, rounded down to a "
            "step of five points. Nothing else makes it narrower but more answers."
        ),
        tuple((digits(step.graded), step.shows_words) for step in graded_ladder()),
        tr("Clopper and Pearson, Biometrika 26, 1934"),
    )
