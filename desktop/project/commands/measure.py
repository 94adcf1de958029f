"""Edits of Measure: cases, candidates, grades, comparisons."""

import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from desktop.project.commands.rows import clean_name
from desktop.project.file import MANY, now
from desktop.project.measure_records import (
    CANDIDATE_SETTINGS,
    CASE_POINTS,
    CandidateSettings,
    CandidateSource,
    CasePoints,
    NewCase,
    NewGrade,
    NewPreference,
)
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.noun import noun_of
from estimators.base.sentence import tr, tr_plural

CASES = "cases"  # where nobody says what they are called


@dataclass(frozen=True)
class AddCases:
    """Add cases; one whose name is there already gets another ("12" becomes "12 (2)")."""

    cases: tuple[NewCase, ...]
    noun: str = CASES

    @property
    def text(self) -> str:
        return tr("add {count}", count=count(len(self.cases), noun_of(self.noun)))

    def apply(self, connection: sqlite3.Connection) -> None:
        taken = {name for (name,) in connection.execute("SELECT name FROM eval_case")}
        at = now()
        for one in self.cases:
            name = _free(one.case.id.strip() or str(len(taken) + 1), taken)
            taken.add(name)
            connection.execute(
                "INSERT INTO eval_case (name, input, expected, points, belongs, slice, held_out, "
                "aside, seen, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
                (
                    name,
                    one.case.input,
                    one.case.expected,
                    CASE_POINTS.dump(one.points),
                    one.case.group,
                    one.case.slice,
                    int(one.held_out),
                    one.aside,
                    at,
                ),
            )


@dataclass(frozen=True)
class PutCase:
    """Change what is expected of a case: its right answer, its points, its kind, what it belongs to."""

    id: int
    expected: str | None
    points: CasePoints
    slice: str
    belongs: str
    noun: str = CASES

    @property
    def text(self) -> str:
        return tr("change {many}", many=count(1, noun_of(self.noun)))

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE eval_case SET expected = ?, points = ?, slice = ?, belongs = ? WHERE id = ?",
            (
                self.expected,
                CASE_POINTS.dump(self.points),
                self.slice.strip(),
                self.belongs.strip(),
                self.id,
            ),
        )


@dataclass(frozen=True)
class SetAsideCases:
    """Set cases aside as repeats of another (`like`: its name), or take them back ("")."""

    ids: Sequence[int]
    like: str
    noun: str = CASES

    @property
    def text(self) -> str:
        many = count(len(self.ids), noun_of(self.noun))
        return tr("set {many} aside", many=many) if self.like else tr("take {many} back", many=many)

    def apply(self, connection: sqlite3.Connection) -> None:
        _update(connection, "aside", self.like, self.ids)


@dataclass(frozen=True)
class HoldOutCases:
    """Hold cases out of sight of whoever works on a prompt or a rule, or give them to work with."""

    ids: Sequence[int]
    held_out: bool
    noun: str = CASES

    @property
    def text(self) -> str:
        many = count(len(self.ids), noun_of(self.noun))
        if self.held_out:
            return tr("hold out {count}", count=many)
        return tr("give {many} to work with", many=many)

    def apply(self, connection: sqlite3.Connection) -> None:
        _update(connection, "held_out", int(self.held_out), self.ids)


@dataclass(frozen=True)
class SeeCases:
    """Note that a mistake on these cases was opened."""

    ids: Sequence[int]

    @property
    def text(self) -> str:
        return tr_plural("look at {n} mistake", "look at {n} mistakes", len(self.ids))

    def apply(self, connection: sqlite3.Connection) -> None:
        _update(connection, "seen", 1, self.ids)


@dataclass(frozen=True)
class DeleteCases:
    """Remove cases; answers and grades of them stay, and count again if undo brings them back."""

    ids: Sequence[int]
    noun: str = CASES

    @property
    def is_large(self) -> bool:
        return len(self.ids) >= MANY

    @property
    def text(self) -> str:
        return tr("remove {many}", many=count(len(self.ids), noun_of(self.noun)))

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.executemany("DELETE FROM eval_case WHERE id = ?", [(one,) for one in self.ids])


@dataclass(frozen=True)
class PutCandidate:
    """Add a candidate (`id` None), or rename one; its settings are frozen with its first answer.

    `uid` is what its answers are kept under: whoever adds one and its answers keeps it.
    """

    id: int | None
    name: str
    source: CandidateSource
    settings: CandidateSettings = field(default_factory=CandidateSettings)
    uid: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def text(self) -> str:
        if self.id is None:
            return tr("add {name}", name=self.name)
        return tr("change {name}", name=self.name)

    def apply(self, connection: sqlite3.Connection) -> None:
        name = clean_name(self.name, tr("A candidate"))
        kept = CANDIDATE_SETTINGS.dump(self.settings)
        same = connection.execute("SELECT id, uid FROM candidate WHERE name = ?", (name,))
        if any(row[0] != self.id for row in same):
            raise UserError(
                tr("There is a candidate “{name}” already.", name=name),
                tr("They are told apart by their names."),
                tr("Call this one something else."),
            )
        if self.id is None:
            connection.execute(
                "INSERT INTO candidate (uid, name, source, settings, created) VALUES (?, ?, ?, ?, ?)",
                (self.uid, name, self.source, kept, now()),
            )
            return
        connection.execute(
            "UPDATE candidate SET name = ?, settings = CASE WHEN EXISTS "
            "(SELECT 1 FROM answer WHERE answer.candidate = candidate.uid) THEN settings ELSE ? END "
            "WHERE id = ?",
            (name, kept, self.id),
        )


@dataclass(frozen=True)
class DeleteCandidate:
    """Remove a candidate; its answers and grades stay, so that undo brings all of it back."""

    is_large: ClassVar = True
    id: int
    name: str

    @property
    def text(self) -> str:
        return tr("remove {name}", name=self.name)

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM candidate WHERE id = ?", (self.id,))


@dataclass(frozen=True)
class PutGrades:
    """Give grades; a rater's earlier grade of the same answer is replaced."""

    grades: tuple[NewGrade, ...]

    @property
    def text(self) -> str:
        return tr_plural("{n} grade", "{n} grades", len(self.grades))

    def apply(self, connection: sqlite3.Connection) -> None:
        at = now()
        for one in self.grades:
            rater = clean_name(one.rater, tr("A rater"))
            key = (one.candidate, one.case, one.trial, rater)
            connection.execute(
                "DELETE FROM grade WHERE candidate = ? AND eval_case = ? AND trial = ? AND rater = ?",
                key,
            )
            connection.execute(
                "INSERT INTO grade (candidate, eval_case, trial, rater, verdict, reason, harm, note, at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*key, one.verdict, one.reason.strip(), int(one.harm), one.note.strip(), at),
            )


@dataclass(frozen=True)
class DeleteGrades:
    ids: Sequence[int]

    @property
    def is_large(self) -> bool:
        return len(self.ids) >= MANY

    @property
    def text(self) -> str:
        return tr_plural("take {n} grade back", "take {n} grades back", len(self.ids))

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.executemany("DELETE FROM grade WHERE id = ?", [(one,) for one in self.ids])


@dataclass(frozen=True)
class PutPreferences:
    """Say which of two answers is better; what the same rater said of the two before is replaced."""

    said: tuple[NewPreference, ...]

    @property
    def text(self) -> str:
        return tr_plural("{n} comparison", "{n} comparisons", len(self.said))

    def apply(self, connection: sqlite3.Connection) -> None:
        at = now()
        for one in self.said:
            rater = clean_name(one.rater, tr("A rater"))
            connection.execute(
                "DELETE FROM preference WHERE eval_case = ? AND rater = ? "
                "AND ((left_uid = ? AND right_uid = ?) OR (right_uid = ? AND left_uid = ?))",
                (one.case, rater, one.left, one.right, one.left, one.right),
            )
            connection.execute(
                "INSERT INTO preference (eval_case, left_uid, right_uid, rater, liked, at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (one.case, one.left, one.right, rater, one.liked, at),
            )


@dataclass(frozen=True)
class DeletePreferences:
    """Take comparisons away."""

    ids: Sequence[int]

    @property
    def is_large(self) -> bool:
        return len(self.ids) >= MANY

    @property
    def text(self) -> str:
        return tr_plural("take {n} comparison back", "take {n} comparisons back", len(self.ids))

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.executemany("DELETE FROM preference WHERE id = ?", [(one,) for one in self.ids])


def _update(
    connection: sqlite3.Connection, column: str, value: str | int, ids: Sequence[int]
) -> None:
    connection.executemany(
        f"UPDATE eval_case SET {column} = ? WHERE id = ?", [(value, one) for one in ids]
    )


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
