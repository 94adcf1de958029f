"""What is right, by kind of product: every answer of a candidate scored against its case.

How to use, line by line:

    scored = score("classify", cases, answers)          one candidate's answers, by the measure of the kind
    estimate(scored.main)                               the share right, with its interval
    scored.failures()                                   {"invalid": (3, ("b12", ...)), "wrong": ...}
    score("rank", cases, answers, Rules(relevance=...)) with what the kind needs beside the cases

A call that failed, an empty answer and one that is none of the kind count as wrong and are shown apart. A case that was never
asked counts as wrong as well, but not in comparisons.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from estimators.base.errors import UserError
from estimators.base.phrase import either
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.estimate import CaseScores, Trial
from estimators.measure.field_match import fields_of
from estimators.measure.kind_scorers import (
    INVALID,
    MEASURANDS,
    SCORERS,
    Rules,
    as_number,
    label_key,
    main_metric,
)
from estimators.measure.words_wrong import word_errors

_LOOKED_AT, _WORDS_OF_A_TRANSCRIPT = 200, 6
FAILED, EMPTY, NOT_ASKED = "failed", "empty", "not_asked"
"""Ways of being wrong that every kind has, beside `INVALID` and its own."""


DEFAULT_RULES = Rules()


@dataclass(frozen=True)
class KindScores:
    """One candidate's scores.

    - `main`: what the bar is set on. `beside`: further metrics by name.
    - `wrong`: of each run that is not right, how it is wrong.
    """

    kind: str
    candidate: str
    main: CaseScores
    beside: Mapping[str, CaseScores]
    wrong: Mapping[Trial, str]

    def failures(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """How often it is wrong in which way, the commonest first, with the cases."""
        counts = Counter(self.wrong.values())
        return {
            way: (
                n,
                tuple(dict.fromkeys(run.case for run, its in self.wrong.items() if its == way)),
            )
            for way, n in counts.most_common()
        }

    def invalid(self) -> int:
        """Answers that are none of the kind, that failed or are empty: counted as wrong."""
        return sum(way in (INVALID, FAILED, EMPTY) for way in self.wrong.values())


def score(
    kind: str,
    cases: Mapping[str, EvalCase],
    answers: CandidateAnswers,
    rules: Rules = DEFAULT_RULES,
) -> KindScores:
    """Score one candidate's answers to the cases.

    Cases without what the kind needs (an expected answer, a grade) are left out.
    Raises `UserError` where no case has it.
    """
    measured = MEASURANDS[kind]
    classes = (label_key(case.expected) for case in cases.values() if case.expected is not None)
    rules = replace(rules, classes=rules.classes or frozenset(classes))
    rows: dict[str, list[tuple[EvalCase, int, float, float]]] = {one.name: [] for one in measured}
    wrong: dict[Trial, str] = {}
    absent: set[Trial] = set()
    scorer, given = SCORERS[kind], answers.answers
    for case in cases.values():
        if case.id in answers.not_asked:
            continue
        trials = given.get(case.id) or (CandidateAnswer(case.id, None),)
        for answer in trials:
            found = scorer(case, answer, rules)
            if found is None:
                continue
            run = Trial(case.id, answer.trial)
            if case.id not in answers.answers:
                absent.add(run)
            for name, (got, of) in found.parts.items():
                rows[name].append((case, answer.trial, got, of))
            if found.failure:
                wrong[run] = _why(case, answer, answers, found.failure)
    if not rows[measured[0].name]:
        raise _nothing_to_score(kind, cases)
    unanswered = frozenset(absent)
    made = {
        one.name: CaseScores.of_rows(
            one.name,
            one.unit,
            rows[one.name],
            unanswered=unanswered,
            lower_is_better=one.lower_is_better,
        )
        for one in measured
        if rows[one.name]
    }
    main = made.pop(main_metric(kind, rules).name, None)
    if main is None:
        raise _nothing_to_score(kind, cases)
    return KindScores(kind, answers.name, main, made, wrong)


def _why(case: EvalCase, answer: CandidateAnswer, answers: CandidateAnswers, failure: str) -> str:
    if case.id not in answers.answers:
        return NOT_ASKED
    if answer.error:
        return FAILED
    return EMPTY if answer.is_empty else failure


def _nothing_to_score(kind: str, cases: Mapping[str, EvalCase]) -> UserError:
    if TASK_KINDS[kind].graded:
        return UserError(
            tr("No answer is graded yet."),
            tr("What is right is for people to say."),
            tr("Grade some answers, or add a column “human” with pass and fail."),
        )
    return UserError(
        tr("None of the {n} cases says what is expected.", n=len(cases)),
        tr("Without the right answers nothing can be counted."),
        tr("Add a column “expected”."),
    )


def kind_of(
    cases: Mapping[str, EvalCase], answers: CandidateAnswers, rules: Rules = DEFAULT_RULES
) -> str:
    """The kind that the cases and answers look like, where nobody said which.

    Raises `UserError` where it cannot be told.
    """
    given = [answer for trials in answers.answers.values() for answer in trials]
    expected = [case.expected for case in cases.values() if case.expected is not None]
    signs: dict[str, Callable[[], bool]] = {
        "rank": lambda: bool(rules.relevance),
        "act": lambda: any(answer.passed is not None for answer in given),
        "generate": lambda: any(answer.grade is not None for answer in given),
        "extract": lambda: bool(expected) and all(fields_of(text) for text in expected),
        "number": lambda: bool(expected) and all(as_number(text) is not None for text in expected),
        "classify": lambda: 0 < len({label_key(text) for text in expected}) <= len(expected) // 2,
        "transcribe": lambda: _are_transcripts(cases, given),
    }
    for kind, shows in signs.items():
        if shows():
            return kind
    raise UserError(
        tr("It is not plain what kind of answers these are."),
        tr("It decides what counts as right."),
        tr("Say it with --kind: {kinds}.", kinds=either(list(MEASURANDS))),
    )


def _are_transcripts(cases: Mapping[str, EvalCase], given: Sequence[CandidateAnswer]) -> bool:
    """Whether answers say at length, and mostly in the same words, what is expected."""
    pairs = [(cases[one.case].expected or "", one.answer or "") for one in given[:_LOOKED_AT]]
    errors = [word_errors(said, written) for said, written in pairs if said]
    words = sum(one.said for one in errors)
    at_length = words >= _WORDS_OF_A_TRANSCRIPT * len(errors) > 0
    return at_length and sum(one.wrong for one in errors) < words / 2
