"""People's grades out of a project as a table, and into it; what of a table has no place is said, and nothing else is touched.

The columns are id, candidate, rater, grade and reason, as ``smart-enough measure --grades`` reads them, and trial, harm and note.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.findings.candidate_measurement import candidates_of
from desktop.project.measure_records import SETTLED, GradeVerdict, NewGrade
from desktop.project.project import Project
from estimators.base.cell_lines import safe_cell, unguarded_cell
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from estimators.measure.grade_file import SETTLED as SETTLED_NAMES
from estimators.measure.grade_file import UNSURE, PersonsGrade, read_grades

COLUMNS = ("id", "candidate", "rater", "grade", "reason", "trial", "harm", "note")
_WORDS: Mapping[GradeVerdict, str] = {
    GradeVerdict.GOOD: "pass",
    GradeVerdict.BAD: "fail",
    GradeVerdict.UNSURE: UNSURE,
}
_MOST = 80  # letters of a rater's name


class GradeLoss(StrEnum):
    """Why a grade of a table does not count as it stands."""

    UNKNOWN_CANDIDATE = "unknown_candidate"
    UNKNOWN_CASE = "unknown_case"
    NO_RATER = "no_rater"
    DOUBLED = "doubled"
    REPLACED = "replaced"

    def sentence(self, n: int) -> str:
        """How many, and what was done about them."""
        return {
            GradeLoss.UNKNOWN_CANDIDATE: tr_plural(
                "{n} grade is of a candidate that the project does not have; it is left out.",
                "{n} grades are of candidates that the project does not have; they are left out.",
                n,
            ),
            GradeLoss.UNKNOWN_CASE: tr_plural(
                "{n} grade is of an answer that the project does not have; it is left out.",
                "{n} grades are of answers that the project does not have; they are left out.",
                n,
            ),
            GradeLoss.NO_RATER: tr_plural(
                "{n} grade names nobody who gave it; it is left out.",
                "{n} grades name nobody who gave them; they are left out.",
                n,
            ),
            GradeLoss.DOUBLED: tr_plural(
                "{n} grade comes again for the same answer and rater; the last counts.",
                "{n} grades come again for the same answer and rater; the last counts.",
                n,
            ),
            GradeLoss.REPLACED: tr_plural(
                "{n} grade takes the place of an earlier one of the same rater.",
                "{n} grades take the place of earlier ones of the same rater.",
                n,
            ),
        }[self]


@dataclass(frozen=True)
class GradesRead:
    """Grades of a table that fit the project, and sentences about those that do not."""

    grades: tuple[NewGrade, ...]
    said: tuple[str, ...]


def grades_csv(project: Project) -> tuple[bytes, int]:
    """Every grade, in the order they were given, in UTF-8 with a mark that spreadsheets read it by; and how many.

    Raises `UserError` where nothing is graded.
    """
    names = {one.uid: one.name for one in candidates_of(project)}
    kept = [one.grade for one in project.measured.grades() if one.grade.candidate in names]
    if not kept:
        raise UserError(tr("Nothing is graded yet."), "", tr("Grade in the window first."))
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for one in kept:
        cells = (one.case, names[one.candidate], one.rater, _WORDS[one.verdict], one.reason, str(one.trial), "1" if one.harm else "", one.note)  # fmt: skip
        rows.writerow([safe_cell(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig"), len(kept)


def read_project_grades(project: Project, path: Path) -> GradesRead:
    """The grades of a table that are of answers of this project; of what is said twice the last counts.

    Raises `UserError` where the table cannot be read, or none of its grades fits.
    """
    said, left_out = read_grades(path, unsure=True)
    losses: Counter[GradeLoss] = Counter()
    found: dict[tuple[str, str, int, str], NewGrade] = {}
    for grade in _fitting(project, said, losses):
        key = (grade.candidate, grade.case, grade.trial, grade.rater)
        losses[GradeLoss.DOUBLED] += key in found
        found.pop(key, None)  # the last comes last
        found[key] = grade
    known = {
        (one.grade.candidate, one.grade.case, one.grade.trial, one.grade.rater): one.grade
        for one in project.measured.grades()
    }
    losses[GradeLoss.REPLACED] = sum(key in known and known[key] != one for key, one in found.items())  # fmt: skip
    sentences = (
        *(one.sentence for one in left_out),
        *(loss.sentence(losses[loss]) for loss in GradeLoss if losses[loss]),
    )
    if not found:
        raise UserError(
            tr("None of the grades in “{name}” fits this project.", name=path.name),
            " ".join(sentences),
            tr("Export the grades of the project to see how it calls its cases and candidates."),
        )
    return GradesRead(tuple(found.values()), sentences)


def _fitting(
    project: Project, said: tuple[PersonsGrade, ...], losses: Counter[GradeLoss]
) -> Iterator[NewGrade]:
    candidates = candidates_of(project)
    by_name = {one.uid: one for one in candidates} | {one.name: one for one in candidates}
    for one in said:
        candidate = by_name.get(unguarded_cell(one.candidate))
        case, rater = unguarded_cell(one.case), " ".join(unguarded_cell(one.rater).split())[:_MOST]
        if candidate is None:
            losses[GradeLoss.UNKNOWN_CANDIDATE] += 1
            continue
        trials = [
            answer.trial
            for answer in candidate.answers.answers.get(case, ())
            if one.trial in (None, answer.trial)
        ]
        if not trials:
            losses[GradeLoss.UNKNOWN_CASE] += 1
            continue
        if not rater:
            losses[GradeLoss.NO_RATER] += 1
            continue
        settled = rater.casefold() in SETTLED_NAMES
        verdict = GradeVerdict.UNSURE if one.good is None else GradeVerdict.GOOD if one.good else GradeVerdict.BAD  # fmt: skip
        for trial in trials:
            yield NewGrade(
                candidate.uid,
                case,
                SETTLED if settled else rater,
                verdict,
                trial,
                unguarded_cell(one.reason),
                one.harm,
                unguarded_cell(one.note),
            )
