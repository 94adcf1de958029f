"""What a project keeps of Measure: cases, candidates with their answers, grades, comparisons."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from desktop.project import decode
from desktop.project.file import ProjectFile
from desktop.project.measure_records import (
    CANDIDATE_ANSWER,
    CANDIDATE_SETTINGS,
    CASE_POINTS,
    SETTLED,
    CandidateSource,
    GradeVerdict,
    KeptCandidate,
    KeptCase,
    KeptGrade,
    KeptPreference,
    Liked,
    NewGrade,
    NewPreference,
)
from desktop.project.records import Json
from desktop.project.trouble import DamageError, explaining
from estimators.base.sentence import tr
from estimators.measure.case import CandidateAnswer, EvalCase

T = TypeVar("T")
Word = TypeVar("Word", CandidateSource, GradeVerdict, Liked)
_Row = tuple[Json, ...]
_FEW_NEW = 500
BATCH = 256  # answers a transaction, so that a window beside it never waits long
_CASE = (
    "SELECT id, name, input, expected, points, belongs, slice, held_out, aside, seen, added "
    "FROM eval_case"
)


class CandidateStore:
    """The tables of Measure of one project file."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file
        self._kept: dict[str, tuple[tuple[int, ...], Any]] = {}

    def _until_change(self, name: str, table: str, read: Callable[[], T]) -> T:
        """What was read of a table, until that table changes: a grade leaves thousands of cases and answers as they are."""
        moment = self._file.moment_of(table)
        known = self._kept.get(name)
        if known is None or known[0] != moment:
            known = self._kept[name] = (moment, read())
        found: T = known[1]
        return found

    def cases(self) -> tuple[KeptCase, ...]:
        """Every case, in the order they were added."""
        return self._until_change(
            "cases", "eval_case", lambda: self._made(_case, _case_place, f"{_CASE} ORDER BY id")
        )

    def case(self, name: str) -> KeptCase | None:
        """The case of that name."""
        found = self._made(_case, _case_place, f"{_CASE} WHERE name = ?", name)
        return next(iter(found), None)

    def count_cases(self) -> int:
        return int(self._file.read("SELECT count(*) FROM eval_case", ())[0][0])

    def candidates(self) -> tuple[KeptCandidate, ...]:
        """Every candidate that was added, in the order they were."""
        query = "SELECT id, uid, name, source, settings, created FROM candidate ORDER BY id"
        return self._made(_candidate, lambda row: tr("candidate {number}", number=row[0]), query)

    def answers(self, candidate: str) -> Mapping[str, tuple[CandidateAnswer, ...]]:
        """What the candidate of that uid answered, by the names of the cases; the trials of each in their order."""
        return self._until_change(candidate, "answer", lambda: self._answers(candidate))

    def _answers(self, candidate: str) -> Mapping[str, tuple[CandidateAnswer, ...]]:
        query = """SELECT eval_case, trial, payload FROM answer WHERE candidate = ?
                   ORDER BY eval_case, trial"""
        found: dict[str, list[CandidateAnswer]] = {}
        for answer in self._made(_answer, _answer_place, query, candidate):
            found.setdefault(answer.case, []).append(answer)
        return {name: tuple(trials) for name, trials in found.items()}

    def append_answers(self, candidate: str, answers: Iterable[CandidateAnswer]) -> None:
        """Keep answers of the candidate of that uid, for good: one that is there already stays as it is."""
        rows = [(candidate, one.case, one.trial, CANDIDATE_ANSWER.dump(one)) for one in answers]
        for start in range(0, len(rows), BATCH):
            with self._file.transaction("answer") as connection:
                connection.executemany(
                    "INSERT OR IGNORE INTO main.answer (candidate, eval_case, trial, payload) "
                    "VALUES (?, ?, ?, ?)",
                    rows[start : start + BATCH],
                )

    def grades(self, candidate: str | None = None) -> tuple[KeptGrade, ...]:
        """Every grade, or those of one candidate's answers, in the order they were given."""
        every = self._until_change("grades", "grade", self._every_grade)
        if candidate is None:
            return every
        return tuple(one for one in every if one.grade.candidate == candidate)

    def graders(self) -> frozenset[str]:
        """Who gave the grades, by name."""
        return frozenset(one.grade.rater for one in self.grades() if one.grade.rater != SETTLED)

    def _every_grade(self) -> tuple[KeptGrade, ...]:
        """Those that are new are read; a grade is never changed in its place."""
        known = {(one.id, one.at): one for one in self._kept.get("grades", ((), ()))[1]}
        keys = self._file.read("SELECT id, at FROM grade ORDER BY id", ())
        new = [key[0] for key in keys if key not in known]
        query = """SELECT id, candidate, eval_case, rater, verdict, trial, reason, harm, note, at
                   FROM grade"""
        if len(new) > _FEW_NEW:
            return self._made(_grade, _grade_place, f"{query} ORDER BY id")
        marks = ", ".join("?" for _ in new)
        for one in self._made(_grade, _grade_place, f"{query} WHERE id IN ({marks})", *new):
            known[one.id, one.at] = one
        return tuple(known[key] for key in keys)

    def preferences(self) -> tuple[KeptPreference, ...]:
        """Every comparison of two answers, in the order they were made."""
        query = "SELECT id, eval_case, left_uid, right_uid, rater, liked, at FROM preference ORDER BY id"
        return self._until_change(
            "preferences", "preference", lambda: self._made(_preference, _preference_place, query)
        )

    def _made(
        self, make: Callable[..., T], place: Callable[[_Row], str], statement: str, *values: Json
    ) -> tuple[T, ...]:
        """Each row as what it is; `place` words where one stands that is damaged, and is not asked for of the others."""
        found = []
        with explaining(self._file.path, DamageError):
            for row in self._file.read(statement, values):
                try:
                    found.append(make(*row))
                except DamageError as error:
                    raise DamageError(place(row)) from error
        return tuple(found)


def _case(*row: Json) -> KeptCase:
    number, name, asked, expected, points, belongs, part, held_out, aside, seen, added = row
    decode.texts("", name, asked, belongs, part, aside, added)
    if expected is not None:
        decode.texts("", expected)
    return KeptCase(
        case=EvalCase(name, asked, expected, belongs, part),
        points=decode.typed(CASE_POINTS, points, ""),
        held_out=bool(held_out),
        aside=aside,
        id=number,
        seen=bool(seen),
        added=added,
    )


def _candidate(*row: Json) -> KeptCandidate:
    number, uid, name, source, settings, created = row
    decode.texts("", uid, name, created)
    kept = decode.typed(CANDIDATE_SETTINGS, settings, "")
    return KeptCandidate(number, uid, name, _one_of(CandidateSource, source), kept, created)


def _answer(case: Json, trial: Json, payload: Json) -> CandidateAnswer:
    found = decode.typed(CANDIDATE_ANSWER, payload, "")
    if (found.case, found.trial) != (case, trial):
        raise DamageError("")
    return found


def _grade(*row: Json) -> KeptGrade:
    number, candidate, case, rater, verdict, trial, reason, harm, note, at = row
    decode.texts("", candidate, case, rater, reason, note, at)
    grade = NewGrade(
        candidate,
        case,
        rater,
        _one_of(GradeVerdict, verdict),
        decode.expect(trial, int, ""),
        reason,
        bool(harm),
        note,
    )
    return KeptGrade(number, grade, at)


def _preference(*row: Json) -> KeptPreference:
    number, case, left, right, rater, liked, at = row
    decode.texts("", case, left, right, rater, at)
    return KeptPreference(
        number, NewPreference(case, left, right, rater, _one_of(Liked, liked)), at
    )


def _preference_place(row: _Row) -> str:
    return tr("comparison {number}", number=row[0])


def _one_of(kind: type[Word], found: Json) -> Word:
    try:
        return kind(found)
    except ValueError as error:
        raise DamageError("") from error


def _case_place(row: _Row) -> str:
    return tr("case {number}", number=row[0])


def _answer_place(row: _Row) -> str:
    return tr("an answer to “{case}”", case=str(row[0])[:60])


def _grade_place(row: _Row) -> str:
    return tr("grade {number}", number=row[0])
