"""What a project keeps of Measure: cases, candidates with their answers, grades."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from desktop.project import decode
from desktop.project.file import ProjectFile
from desktop.project.measure_records import (
    CANDIDATE_ANSWER,
    CANDIDATE_SETTINGS,
    CASE_POINTS,
    CandidateSource,
    GradeVerdict,
    KeptCandidate,
    KeptCase,
    KeptGrade,
    NewGrade,
)
from desktop.project.records import Json
from desktop.project.trouble import DamageError, explaining
from estimators.base.sentence import tr
from estimators.measure.case import CandidateAnswer, EvalCase

T = TypeVar("T")
Word = TypeVar("Word", CandidateSource, GradeVerdict)
BATCH = 256  # answers a transaction, so that a window beside it never waits long
_CASE = (
    "SELECT id, name, input, expected, points, belongs, slice, held_out, aside, seen, added "
    "FROM eval_case"
)


class CandidateStore:
    """The tables of Measure of one project file."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    def cases(self) -> tuple[KeptCase, ...]:
        """Every case, in the order they were added."""
        return self._made(_case, f"{_CASE} ORDER BY id")

    def case(self, name: str) -> KeptCase | None:
        return next(iter(self._made(_case, f"{_CASE} WHERE name = ?", name)), None)

    def count_cases(self) -> int:
        return int(self._file.read("SELECT count(*) FROM eval_case", ())[0][0])

    def candidates(self) -> tuple[KeptCandidate, ...]:
        """Every candidate that was added, in the order they were."""
        query = "SELECT id, uid, name, source, settings, created FROM candidate ORDER BY id"
        return self._made(_candidate, query)

    def answers(self, candidate: str) -> Mapping[str, tuple[CandidateAnswer, ...]]:
        """What the candidate of that uid answered, by the names of the cases; the trials of each in their order."""
        query = """SELECT eval_case, trial, payload FROM answer WHERE candidate = ?
                   ORDER BY eval_case, trial"""
        found: dict[str, list[CandidateAnswer]] = {}
        for answer in self._made(_answer, query, candidate):
            found.setdefault(answer.case, []).append(answer)
        return {name: tuple(trials) for name, trials in found.items()}

    def append_answers(self, candidate: str, answers: Iterable[CandidateAnswer]) -> None:
        """Keep answers of the candidate of that uid, for good: one that is there already stays as it is."""
        rows = [(candidate, one.case, one.trial, CANDIDATE_ANSWER.dump(one)) for one in answers]
        for start in range(0, len(rows), BATCH):
            with self._file.transaction() as connection:
                connection.executemany(
                    "INSERT OR IGNORE INTO main.answer (candidate, eval_case, trial, payload) "
                    "VALUES (?, ?, ?, ?)",
                    rows[start : start + BATCH],
                )

    def grades(self, candidate: str | None = None) -> tuple[KeptGrade, ...]:
        """Every grade, or those of one candidate's answers, in the order they were given."""
        query = """SELECT id, candidate, eval_case, rater, verdict, trial, reason, harm, note, at
                   FROM grade"""
        if candidate is None:
            return self._made(_grade, f"{query} ORDER BY id")
        return self._made(_grade, f"{query} WHERE candidate = ? ORDER BY id", candidate)

    def _made(self, make: Callable[..., T], statement: str, *values: Json) -> tuple[T, ...]:
        rows = self._file.read(statement, values)
        with explaining(self._file.path, DamageError):
            return tuple(make(*row) for row in rows)


def _case(*row: Json) -> KeptCase:
    number, name, asked, expected, points, belongs, part, held_out, aside, seen, added = row
    place = tr("case {number}", number=number)
    decode.texts(place, name, asked, belongs, part, aside, added)
    if expected is not None:
        decode.texts(place, expected)
    return KeptCase(
        case=EvalCase(name, asked, expected, belongs, part),
        points=decode.typed(CASE_POINTS, points, place),
        held_out=bool(held_out),
        aside=aside,
        id=number,
        seen=bool(seen),
        added=added,
    )


def _candidate(*row: Json) -> KeptCandidate:
    number, uid, name, source, settings, created = row
    place = tr("candidate {number}", number=number)
    decode.texts(place, uid, name, created)
    kept = decode.typed(CANDIDATE_SETTINGS, settings, place)
    return KeptCandidate(number, uid, name, _one_of(CandidateSource, source, place), kept, created)


def _answer(case: Json, trial: Json, payload: Json) -> CandidateAnswer:
    place = tr("an answer to “{case}”", case=str(case)[:60])
    found = decode.typed(CANDIDATE_ANSWER, payload, place)
    if (found.case, found.trial) != (case, trial):
        raise DamageError(place)
    return found


def _grade(*row: Json) -> KeptGrade:
    number, candidate, case, rater, verdict, trial, reason, harm, note, at = row
    place = tr("grade {number}", number=number)
    decode.texts(place, candidate, case, rater, reason, note, at)
    grade = NewGrade(
        candidate,
        case,
        rater,
        _one_of(GradeVerdict, verdict, place),
        decode.expect(trial, int, place),
        reason,
        bool(harm),
        note,
    )
    return KeptGrade(number, grade, at)


def _one_of(kind: type[Word], found: Json, place: str) -> Word:
    try:
        return kind(found)
    except ValueError as error:
        raise DamageError(place) from error
