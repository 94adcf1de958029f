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

from desktop.findings.candidate_measurement import (
    ToldMost,
    candidates_of,
    cases_of,
    note_told_most,
    told_most_of,
)
from desktop.findings.measure.grading_counts import (
    BestSoFar,
    GradingCounts,
    GradingPace,
    Key,
    SharedGrades,
    counted,
)
from desktop.findings.measure.grading_plan import GradingPlan, plan_of, suggested_plan
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
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from estimators.measure.case import EvalCase
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

_Places = tuple[tuple[AnswerTask, ...], dict[str, int], dict[str, list[int]]]
_NEXT = 20
FEWEST_IN_TURN = 20
"""Answers that a person grades as chance put them, before any are chosen."""
_USUAL_REASONS = 4


def task_runs(task: AnswerTask) -> tuple[Key, ...]:
    """The answers that a task stands for."""
    return tuple((task.case, run) for run in task.runs)


class GradingRoom:
    """One person's room. `rater` `SETTLED` settles what others differ on, and sees what they said, unnamed.

    - `keep`: carries out an edit. `clock`: seconds, for the pace.
    """

    def __init__(
        self,
        project: Project,
        rater: str,
        keep: Callable[[Command], object] | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.project, self.rater = project, rater
        self._keep = keep if keep is not None else project.do
        self._clock = clock
        self._pace = GradingPace()
        self._places: _Places | None = None
        self.plan: GradingPlan = plan_of(project) or suggested_plan(project)
        self.by_judge = bool(told_most_of(project).answers)
        self.kind = kind_name(project)
        self.noun = case_noun_of(project)
        self.read()

    # -- reading ------------------------------------------------------------------------------

    def read(self) -> None:
        """Read cases, answers and grades, and come to the first answer that this person has not graded."""
        project = self.project
        self.cases: Mapping[str, EvalCase] = cases_of(project)
        self._kept = {one.case.id: one for one in project.measured.cases()}
        given = {
            one.uid: one.answers.answers
            for one in candidates_of(project)
            if one.source is not CandidateSource.COMMONEST
        }
        self._tasks = tasks_of(given)
        self._candidates = tuple(given)
        self._judged = any(one.judge is not None for each in self._tasks.values() for one in each)
        self._history: list[tuple[AnswerTask, NewGrade | None]] = []
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
            self.queue = to_settle(self._tasks, self._verdicts_to_settle(), self.plan.seed)
        else:
            if self._first:
                mine = {case for case, _ in own}
                order = shared_cases(
                    self._tasks, order, self._others(), self.plan.seed, already=mine
                )
            self.queue = rater_queue(self._tasks, order, self.rater, self.plan.seed)
        of_key = {key: task for task in self.queue for key in task_runs(task)}
        seen: dict[int, AnswerTask] = {}
        for key in own:
            if (task := of_key.get(key)) is not None:
                seen.setdefault(id(task), task)
        self._history = [(task, None) for task in seen.values()]
        self.counts = GradingCounts(self.plan, self._candidates, self.cases)
        self.shared = SharedGrades()
        for key in (*own, *(key for key in self._said if key not in own)):
            self._count(key)
        self.at = 0
        self._left = sum(self.own(task) is None for task in self.queue)
        self._to_next()

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
    def task(self) -> AnswerTask | None:
        """The answer that is shown; None after the last."""
        return self.queue[self.at] if self.at < len(self.queue) else None

    @property
    def case(self) -> EvalCase | None:
        """The case that it answers."""
        return None if self.task is None else self.cases[self.task.case]

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

    @property
    def place(self) -> tuple[int, int, int, int]:
        """The case's number, of how many, the answer's number, of how many to this case."""
        if self._places is None or self._places[0] is not self.queue:
            beside: dict[str, list[int]] = {}
            for at, task in enumerate(self.queue):
                beside.setdefault(task.case, []).append(at)
            self._places = self.queue, {case: n for n, case in enumerate(beside, start=1)}, beside
        _, numbers, beside = self._places
        if self.task is None:
            return len(numbers), len(numbers), 0, 0
        mine = beside[self.task.case]
        return numbers[self.task.case], len(numbers), mine.index(self.at) + 1, len(mine)

    @property
    def done(self) -> int:
        """How many answers this person has graded."""
        return len(self.queue) - self._left

    @property
    def left(self) -> int:
        """How many are left."""
        return self._left

    def seconds_each(self) -> float | None:
        """What a grade takes this person; None before five. Pauses do not count."""
        return self._pace.seconds_each()

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
        self._put(task, new)
        if before is None or not self._history or self._history[-1][0] is not task:
            self._history.append((task, before))
            self._pace.took(self._clock())

    def go_on(self) -> None:
        """Come to the next answer that this person has not graded."""
        self.at += 1
        self._to_next()

    def step(self, by: int) -> None:
        """Look at the answer before or after, graded or not."""
        self.at = max(0, min(len(self.queue), self.at + by))

    def take_back(self) -> bool:
        """Take the last grade back, and come to its answer; whether there was one."""
        if not self._history:
            return False
        task, before = self._history[-1]
        if before is None:
            self._forget(task)
        else:
            self._put(task, before)
        self._history.pop()
        self.at = next(at for at, one in enumerate(self.queue) if one is task)
        self._pace.pause()
        return True

    def withdraw(self) -> None:
        """Take this person's grade of the answer shown away; nothing where there is none."""
        task = self.task
        if task is None or self.own() is None:
            return
        self._forget(task)
        self._history = [each for each in self._history if each[0] is not task]

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
        case = kept.case
        self._keep(PutCase(kept.id, case.expected, points, case.slice, case.group))
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
            self._keep(note_told_most(ToldMost(self.plan.seed, runs)))
            self.by_judge = True
        rest = [task for task in self.queue if task not in chosen]
        graded = [task for task in rest if self.own(task) is not None]
        self.queue = (*graded, *chosen, *(task for task in rest if self.own(task) is None))
        self.at = len(graded)
        self._left = sum(self.own(task) is None for task in self.queue)
        return len(chosen)

    @property
    def has_judge(self) -> bool:
        """Whether a machine gave its verdicts on answers."""
        return self._judged

    # -- inside -------------------------------------------------------------------------------

    def _to_next(self) -> None:
        start = self.at
        places = (*range(start, len(self.queue)), *range(min(start, len(self.queue))))
        self.at = next((at for at in places if self.own(self.queue[at]) is None), len(self.queue))

    def _put(self, task: AnswerTask, new: NewGrade) -> None:
        grades = tuple(
            NewGrade(uid, task.case, self.rater, new.verdict, trial, new.reason, new.harm, new.note)
            for uid, trial in task.runs
        )
        self._keep(PutGrades(grades))
        self._left -= self.own(task) is None
        for key, one in zip(task_runs(task), grades, strict=True):
            self._said.setdefault(key, {})[self.rater] = one
            self._count(key)

    def _forget(self, task: AnswerTask) -> None:
        runs = set(task.runs)
        ids = [
            kept.id
            for uid in {uid for uid, _ in runs}
            for kept in self.project.measured.grades(uid)
            if kept.grade.rater == self.rater
            and kept.grade.case == task.case
            and (uid, kept.grade.trial) in runs
        ]
        self._keep(DeleteGrades(ids))
        self._left += self.own(task) is not None
        for key in task_runs(task):
            self._said.get(key, {}).pop(self.rater, None)
            self._count(key)

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
