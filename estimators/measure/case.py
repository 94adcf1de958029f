"""Cases and what candidates answered: the records that all of Measure reads, and what of a file was left out.

A case is one input, perhaps with the right answer. A candidate is anything that answers. A grade is what a person says of an
answer, a verdict what a machine (the judge) says of it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from estimators.base.sentence import tr_plural

_LINES_NAMED = 5


@dataclass(frozen=True, slots=True)
class EvalCase:
    """One input.

    - `expected`: the right answer as text (fields and lists as JSON); None where there is none.
    - `group`: what it belongs together with (a recording, a customer, a task); "" where it stands alone.
    - `slice`: the kind of case that it is; "" for none.
    """

    id: str
    input: str = ""
    expected: str | None = None
    group: str = ""
    slice: str = ""

    @property
    def together(self) -> str:
        """What is drawn again as one when chance is imitated: the group, or the case alone."""
        return self.group or self.id


@dataclass(frozen=True, slots=True)
class CandidateAnswer:
    """What a candidate answered to a case, in one trial.

    - `case`: the id of the case. `trial`: counts from 0.
    - `answer`: as text; None where none came.
    - `low`, `high`: where it says that the number lies.
    - `certainty`: how sure it says it is, 0 to 1.
    - `seconds`, `tokens_in`, `tokens_out`, `cost`: as the file says, `cost` in the currency of the file.
    - `error`: what the call failed with; "" where it did not.
    - `passed`, `harm`, `steps`: of a task: whether its end state is right, whether harm was done, steps taken.
    - `human`: the grade that counts; `raters`: each person's own, by name; `judge`: a machine's verdict.
    - `reason`: the failure type that a person named; "" where none did.
    - `chosen`: a judge's verdict brought its grade forward, out of its turn: it counts through `corrected_rate` alone.
    - `model`, `at`: as the service named its model, and when it answered (UTC); "" where it did not say.
    """

    case: str
    answer: str | None
    trial: int = 0
    low: float | None = None
    high: float | None = None
    certainty: float | None = None
    seconds: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None
    error: str = ""
    passed: bool | None = None
    harm: bool | None = None
    steps: int | None = None
    human: bool | None = None
    raters: tuple[tuple[str, bool], ...] = ()
    judge: bool | None = None
    reason: str = ""
    chosen: bool = False
    model: str = ""
    at: str = ""

    @property
    def fair_grade(self) -> bool | None:
        """The same where chance decided that it was graded: only of these a count says anything."""
        return None if self.chosen else self.grade

    @property
    def grade(self) -> bool | None:
        """What people say: the grade that counts, else what all raters agree on; None where nobody graded, or they differ."""
        if self.human is not None or not self.raters:
            return self.human
        said = {grade for _, grade in self.raters}
        return said.pop() if len(said) == 1 else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of it but that it was asked for."""
        return self.answer is None and self.passed is None and self.grade is None


class RowLoss(StrEnum):
    """Why a row, or a part of it, does not count as it stands."""

    UNREADABLE = "unreadable"
    NO_ID = "no_id"
    UNKNOWN_CASE = "unknown_case"
    UNKNOWN_CANDIDATE = "unknown_candidate"
    DOUBLED = "doubled"
    CONTRADICTED = "contradicted"
    BROKEN_OFF = "broken_off"
    BAD_NUMBER = "bad_number"
    BAD_GRADE = "bad_grade"
    FAILED = "failed"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"
    MATCHED_BY_INPUT = "matched_by_input"

    def sentence(self, n: int) -> str:
        """How many, and what was done about them."""
        return {
            RowLoss.UNREADABLE: tr_plural("{n} row cannot be read.", "{n} rows cannot be read.", n),
            RowLoss.NO_ID: tr_plural("{n} row names no case.", "{n} rows name no case.", n),
            RowLoss.UNKNOWN_CASE: tr_plural(
                "{n} answer is to none of these cases; it is left out.",
                "{n} answers are to none of these cases; they are left out.",
                n,
            ),
            RowLoss.UNKNOWN_CANDIDATE: tr_plural(
                "{n} grade is of another candidate; it is left out.",
                "{n} grades are of other candidates; they are left out.",
                n,
            ),
            RowLoss.DOUBLED: tr_plural(
                "{n} answer comes a second time for its case; the first counts.",
                "{n} answers come a second time for their case; the first counts.",
                n,
            ),
            RowLoss.CONTRADICTED: tr_plural(
                "{n} row says something else of a case than the first; the first counts.",
                "{n} rows say something else of a case than the first; the first counts.",
                n,
            ),
            RowLoss.BROKEN_OFF: tr_plural(
                "The file breaks off; {n} row at its end is lost.",
                "The file breaks off; {n} rows at its end are lost.",
                n,
            ),
            RowLoss.BAD_NUMBER: tr_plural(
                "{n} number cannot be read and counts as unknown.",
                "{n} numbers cannot be read and count as unknown.",
                n,
            ),
            RowLoss.BAD_GRADE: tr_plural(
                "{n} grade is neither pass nor fail and counts as not graded.",
                "{n} grades are neither pass nor fail and count as not graded.",
                n,
            ),
            RowLoss.FAILED: tr_plural(
                "{n} call failed; it counts as wrong.",
                "{n} calls failed; they count as wrong.",
                n,
            ),
            RowLoss.NO_ANSWER: tr_plural(
                "{n} answer is empty; it counts as wrong.",
                "{n} answers are empty; they count as wrong.",
                n,
            ),
            RowLoss.NOT_ASKED: tr_plural(
                "{n} case has no answer in the file.",
                "{n} cases have no answer in the file.",
                n,
            ),
            RowLoss.MATCHED_BY_INPUT: tr_plural(
                "{n} answer was matched by its input, as its id is unknown.",
                "{n} answers were matched by their input, as their ids are unknown.",
                n,
            ),
        }[self]


@dataclass(frozen=True)
class LeftOut:
    """How many rows of a file have a loss, and the lines (or places) of the first of them; 0 where a place has no number."""

    loss: RowLoss
    n: int
    lines: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """What it says to a person."""
        return self.loss.sentence(self.n)


@dataclass
class RowLosses:
    """Counts losses while a file is read: how many of each, and where the first were."""

    counts: Counter[RowLoss] = field(default_factory=Counter)
    lines: dict[RowLoss, list[int]] = field(default_factory=dict)

    def add(self, loss: RowLoss, line: int = 0, n: int = 1) -> None:
        """Count one more, at a line."""
        self.counts[loss] += n
        known = self.lines.setdefault(loss, [])
        if line and len(known) < _LINES_NAMED:
            known.append(line)

    def found(self) -> tuple[LeftOut, ...]:
        """All of them, in the order of the kinds."""
        return tuple(
            LeftOut(loss, self.counts[loss], tuple(self.lines.get(loss, ())))
            for loss in RowLoss
            if self.counts[loss]
        )


@dataclass(frozen=True)
class CaseFile:
    """The cases of a file, in their order; `rows`: how many rows were read."""

    cases: Mapping[str, EvalCase]
    rows: int
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class AnswerFile:
    """What a file of answers holds.

    - `name`: of the file. `rows`: how many were read.
    - `candidates`: by name, in the order of the file; "" where it names none.
    - `cases`: those that the file itself brings, by id.
    """

    name: str
    rows: int
    candidates: Mapping[str, tuple[CandidateAnswer, ...]]
    cases: Mapping[str, EvalCase]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class CandidateAnswers:
    """One candidate's answers to the cases: by id, those of one case in the order of their trials.

    A case without an answer is not in `answers`; `left_out` counts it. It is wrong, unless it is `not_asked`.
    """

    name: str
    answers: Mapping[str, tuple[CandidateAnswer, ...]]
    left_out: tuple[LeftOut, ...] = ()
    not_asked: frozenset[str] = frozenset()
