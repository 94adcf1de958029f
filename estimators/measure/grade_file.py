"""Grades from a file: who said what of which candidate's answer (`id, candidate, rater, grade, reason`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.answer_row import grade_of, number_of
from estimators.measure.case import CandidateAnswer, CandidateAnswers, LeftOut, RowLoss, RowLosses
from estimators.measure.table_rows import columns_of_table

SETTLED = frozenset(("", "final", "settled", "adjudicated"))
"""As a rater: the grade that counts."""
UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class PersonsGrade:
    """What a person said of an answer: pass or fail, and the failure type that they named.

    `good` None: they could not say. `trial` None: of all trials of the case.
    """

    case: str
    candidate: str
    rater: str
    good: bool | None
    reason: str = ""
    line: int = 0
    trial: int | None = None
    harm: bool = False
    note: str = ""


def read_grades(
    path: Path, *, unsure: bool = False
) -> tuple[tuple[PersonsGrade, ...], tuple[LeftOut, ...]]:
    """Read grades; rows without one are passed over, those that say neither pass nor fail are counted.

    - `unsure`: "unsure" is a grade, too.

    Raises `UserError` where a column is missing or nothing is graded.
    """
    losses = RowLosses()
    found = []
    names = ("id", "candidate", "rater", "grade", "reason")
    for line, cells in columns_of_table(path, names, losses, ("trial", "harm", "note")):
        case, candidate, rater, grade, reason, trial, harm, note = cells
        cannot_say = unsure and grade.casefold() == UNSURE
        good = None if cannot_say else grade_of(grade, losses, line)
        tried = number_of(trial, losses, line)
        if not case:
            losses.add(RowLoss.NO_ID, line)
        elif good is not None or cannot_say:
            found.append(
                PersonsGrade(
                    case,
                    candidate,
                    rater,
                    good,
                    reason,
                    line,
                    None if tried is None else round(tried),
                    bool(grade_of(harm, losses, line)),
                    note,
                )
            )
    if not found:
        raise UserError(
            tr("“{name}” holds no grades.", name=path.name),
            "",
            tr("Give a table with the columns id, candidate, rater, grade and reason."),
        )
    return tuple(found), losses.found()


def with_grades(
    candidates: Mapping[str, CandidateAnswers], grades: Sequence[PersonsGrade]
) -> dict[str, CandidateAnswers]:
    """The same answers with these grades; of what a rater says twice the last counts.

    A grade of a candidate that is not measured, or of an answer that is not there, is counted with the candidates.
    """
    given = {name: dict(answers.answers) for name, answers in candidates.items()}
    losses = {name: RowLosses() for name in candidates}
    for one in grades:
        answers = given.get(one.candidate)
        if answers is None:
            for each in losses.values():
                each.add(RowLoss.UNKNOWN_CANDIDATE, one.line)
        elif one.case not in answers:
            losses[one.candidate].add(RowLoss.UNKNOWN_CASE, one.line)
        else:
            answers[one.case] = tuple(_graded(answer, one) for answer in answers[one.case])
    return {
        name: replace(
            answers, answers=given[name], left_out=(*answers.left_out, *losses[name].found())
        )
        for name, answers in candidates.items()
    }


def _graded(answer: CandidateAnswer, one: PersonsGrade) -> CandidateAnswer:
    if one.good is None or (one.trial is not None and one.trial != answer.trial):
        return answer
    reason = answer.reason if one.good else one.reason or answer.reason
    if one.rater.casefold() in SETTLED:
        return replace(answer, human=one.good, reason=reason)
    raters = {**dict(answer.raters), one.rater: one.good}
    return replace(answer, raters=tuple(raters.items()), reason=reason)
