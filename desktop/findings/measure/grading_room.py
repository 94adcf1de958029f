"""What one person sees in the grading room, one answer after another, and what becomes of what they say.

It knows neither window nor browser: the room on the screen, the page of a phone and the tests use it alike. Each grade is one edit
of the project, committed before the next answer comes. Who gave an answer is known here by uid alone, and told to nobody.

    room = GradingRoom(project, "Ada", keep=session.project.do)
    room.task, room.case                   what is shown
    room.grade(GradeVerdict.BAD, reason="makes it up"); room.go_on()
    room.take_back()
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from desktop.findings.candidate_measurement import (
    ToldMost,
    candidates_of,
    note_told_most,
    told_most_of,
)
from desktop.findings.measure.grading_counts import (
    BestSoFar,
    GradingCounts,
    Key,
    SharedGrades,
    counted,
)
from desktop.findings.measure.room_queue import RoomQueue
from desktop.project.commands.measure import DeleteGrades, PutCase, PutGrades
from desktop.project.file import Command
from desktop.project.measure_records import (
    SETTLED,
    CandidateSource,
    CasePoints,
    GradeVerdict,
    KeptCase,
    NewGrade,
)
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from estimators.measure.grading_queue import (
    AnswerTask,
    Run,
    by_chance,
    case_order,
    rater_queue,
    shared_cases,
    tasks_of,
    to_settle,
    told_most,
)
from mock_ai.kinds.registry import kind_fake_entry

_NEXT = 20
FEWEST_IN_TURN = 20
"""Answers that a person grades as chance put them, before any are chosen."""
_USUAL_REASONS = 4


def task_runs(task: AnswerTask) -> tuple[Key, ...]:
    """The answers that a task stands for."""
    return tuple((task.case, run) for run in task.runs)


class GradingRoom(RoomQueue[AnswerTask, NewGrade]):
    """One person's room. `rater` `SETTLED` settles what others differ on, and sees what they said, unnamed."""

    def __init__(
        self,
        project: Project,
        rater: str,
        keep: Callable[[Command], object] | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(project, rater, keep, clock)
        self.by_judge = bool(told_most_of(project).answers)
        self.read()

    # -- reading ------------------------------------------------------------------------------

    def read(self) -> None:
        """Read cases, answers and grades, and come to the first answer that this person has not graded."""
        project = self.project
        self._kept = {one.case.id: one for one in project.measured.cases()}
        given = {
            one.uid: one.answers.answers
            for one in candidates_of(project)
            if one.source is not CandidateSource.COMMONEST
        }
        self._tasks = tasks_of(given)
        self._candidates = tuple(given)
        self._judged = any(one.judge is not None for each in self._tasks.values() for one in each)
        self._said: dict[Key, dict[str, NewGrade]] = {}
        self.reasons = [one.label for one in kind_fake_entry(self.kind).failures[:_USUAL_REASONS]]
        self._first = ""
        own: dict[Key, None] = {}
        for kept in project.measured.grades():
            one = kept.grade
            key = (one.case, (one.candidate, one.trial))
            self._said.setdefault(key, {})[one.rater] = one
            if one.reason and one.reason not in self.reasons:
                self.reasons.append(one.reason)
            if one.rater == self.rater:
                own[key] = None
            elif one.rater != SETTLED:
                self._first = self._first or one.rater
        self._fill(own)

    def _fill(self, own: Mapping[Key, None]) -> None:
        """The queue, what counts, and where this person is."""
        order = case_order(self.cases.values(), self.plan.seed)[: self.plan.most]
        if self.rater == SETTLED:
            queue = to_settle(self._tasks, self._verdicts_to_settle(), self.plan.seed)
        else:
            if self._first:
                mine = {case for case, _ in own}
                order = shared_cases(
                    self._tasks, order, self._others(), self.plan.seed, already=mine
                )
            queue = rater_queue(self._tasks, order, self.rater, self.plan.seed)
        of_key = {key: task for task in queue for key in task_runs(task)}
        seen: dict[int, AnswerTask] = {}
        for key in own:
            if (task := of_key.get(key)) is not None:
                seen.setdefault(id(task), task)
        self.history = [(task, None) for task in seen.values()]
        self.counts = GradingCounts(self.plan, self._candidates, self.cases)
        self.shared = SharedGrades()
        for key in (*own, *(key for key in self._said if key not in own)):
            self._count(key)
        self.line_up(queue)

    def _others(self) -> dict[Run, dict[str, bool | None]]:
        found: dict[Run, dict[str, bool | None]] = {}
        for (case, run), said in self._said.items():
            for name, one in said.items():
                if name not in (self.rater, SETTLED):
                    found.setdefault(run, {})[case] = _as_bool(one)
        return found

    def _verdicts_to_settle(self) -> dict[Key, tuple[bool | None, ...]]:
        return {
            key: tuple(_as_bool(one) for one in said.values())
            for key, said in self._said.items()
            if SETTLED not in said
        }

    # -- what is shown ------------------------------------------------------------------------

    @property
    def points(self) -> CasePoints:
        """What a good answer to it says, and must not say."""
        kept = self.kept_case
        return CasePoints() if kept is None else kept.points

    @property
    def kept_case(self) -> KeptCase | None:
        """The case as the project keeps it; None of an example."""
        return None if self.task is None else self._kept.get(self.task.case)

    def own(self, task: AnswerTask | None = None) -> NewGrade | None:
        """What this person said of it."""
        task = task or self.task
        if task is None:
            return None
        return self._said.get((task.case, task.runs[0]), {}).get(self.rater)

    def said_by_others(self) -> tuple[NewGrade, ...]:
        """What people said of an answer to be settled, by chance, unnamed; nobody else is told what others said."""
        if self.task is None or self.rater != SETTLED:
            return ()
        said = self._said.get((self.task.case, self.task.runs[0]), {})
        found = [said[name] for name in sorted(said) if name != SETTLED]
        return tuple(by_chance(found, f"said/{self.task.case}"))

    def same_as_others(self) -> tuple[int, int, int]:
        """How many answers were graded alike by this person and another, of how many, on how many cases."""
        return self.shared.same, self.shared.n, self.shared.cases

    @property
    def graded_cases(self) -> int:
        """On how many cases this person has graded something."""
        return self.shared.own_cases

    def best(self) -> BestSoFar | None:
        """The best candidate so far; None where answers were chosen by a judge, for then counts alone say nothing."""
        return None if self.by_judge or self.rater == SETTLED else self.counts.best()

    # -- what a person does -------------------------------------------------------------------

    def grade(
        self,
        verdict: GradeVerdict,
        *,
        reason: str = "",
        harm: bool | None = None,
        note: str | None = None,
    ) -> None:
        """Say it of the answer shown, and of all that read the same; it stays shown. What is not said stays as it was.

        Raises `UserError` where it cannot be kept; nothing changed then.
        """
        task, before = self.task, self.own()
        if task is None:
            return
        new = NewGrade(
            task.runs[0][0],
            task.case,
            self.rater,
            verdict,
            task.runs[0][1],
            reason if verdict is GradeVerdict.BAD else "",
            (before.harm if before else False) if harm is None else harm,
            (before.note if before else "") if note is None else note,
        )
        self.say(new)

    def add_reason(self, reason: str) -> str:
        """Add a way of being wrong to the list; returns it as it stands there."""
        reason = " ".join(reason.split())[:80]
        same = next((one for one in self.reasons if one.casefold() == reason.casefold()), None)
        if same is None and reason:
            self.reasons.append(reason)
        return same or reason

    def change_points(self, points: CasePoints) -> None:
        """Change what a good answer says, for everybody."""
        kept = self.kept_case
        if kept is None:
            return
        case, things = kept.case, case_noun_of(self.project).many
        self.keep(PutCase(kept.id, case.expected, points, case.slice, case.group, things))
        self._kept = {one.case.id: one for one in self.project.measured.cases()}

    def ask_what_tells_most(self, n: int = _NEXT) -> int:
        """Put the answers in front whose grades tell most, by the judge's verdicts; returns how many.

        They are noted in the project: until their turn would have come they count through the judge's correction alone. The room
        tells no counts from then on.
        Raises `UserError` before 20 answers were graded in their turn: a bar is tested on those.
        """
        if self.done < FEWEST_IN_TURN:
            raise UserError(
                tr_plural(
                    "Grade {n} more answer in its turn first.",
                    "Grade {n} more answers in their turn first.",
                    FEWEST_IN_TURN - self.done,
                ),
                tr("A bar is tested on answers that chance put in front, never on those that a judge chose."),
                tr("Then ask again for what tells most."),
            )  # fmt: skip
        good = {
            key: bool(found)
            for key, said in self._said.items()
            if (found := counted(said, self.rater)) is not None
        }
        chosen = [
            one for one in told_most(self._tasks, good, n, len(self._said)) if self.own(one) is None
        ]
        if self.has_judge:
            told = told_most_of(self.project)
            runs = (*told.answers, *(key for task in chosen for key in task_runs(task)))
            self.keep(note_told_most(ToldMost(self.plan.seed, runs)))
            self.by_judge = True
        rest = [task for task in self.queue if task not in chosen]
        graded = [task for task in rest if self.own(task) is not None]
        queue = (*graded, *chosen, *(task for task in rest if self.own(task) is None))
        self.line_up(queue, len(graded))
        return len(chosen)

    @property
    def has_judge(self) -> bool:
        """Whether a machine gave its verdicts on answers."""
        return self._judged

    # -- inside -------------------------------------------------------------------------------

    def put(self, task: AnswerTask, said: NewGrade | None) -> None:
        """Keep a grade of an answer and of all that read the same, or take it away."""
        before = self.own(task)
        if said is None:
            self._forget(task)
        else:
            grades = tuple(
                replace(said, candidate=uid, case=task.case, trial=trial)
                for uid, trial in task.runs
            )
            self.keep(PutGrades(grades))
            for key, one in zip(task_runs(task), grades, strict=True):
                self._said.setdefault(key, {})[self.rater] = one
        self.left += (said is None) - (before is None)
        for key in task_runs(task):
            self._count(key)

    def _forget(self, task: AnswerTask) -> None:
        runs = set(task_runs(task))
        ids = [
            kept.id
            for kept in self.project.measured.grades()
            if kept.grade.rater == self.rater
            and (kept.grade.case, (kept.grade.candidate, kept.grade.trial)) in runs
        ]
        self.keep(DeleteGrades(ids))
        for key in runs:
            self._said.get(key, {}).pop(self.rater, None)

    def _count(self, key: Key) -> None:
        """Count an answer anew."""
        case, (uid, trial) = key
        if uid not in self._candidates or case not in self.cases:
            return
        said = self._said.get(key, {})
        if trial == 0:
            self.counts.say(uid, case, counted(said, self.rater))
        others = [one for name, one in said.items() if name not in (self.rater, SETTLED)]
        self.shared.say(key, said.get(self.rater), others if self.rater != SETTLED else ())


def _as_bool(grade: NewGrade) -> bool | None:
    return None if grade.verdict is GradeVerdict.UNSURE else grade.verdict is GradeVerdict.GOOD
