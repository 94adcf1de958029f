"""One person's way through what waits in a room: where they are, what is left, how long one takes, and back again."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from desktop.findings.candidate_measurement import cases_of
from desktop.findings.measure.grading_counts import GradingPace
from desktop.findings.measure.grading_plan import GradingPlan, plan_of, suggested_plan
from desktop.project.file import Command
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from estimators.measure.case import EvalCase


class RoomTask(Protocol):
    """What waits: something about a case."""

    @property
    def case(self) -> str: ...


Task = TypeVar("Task", bound=RoomTask)
Said = TypeVar("Said")


class RoomQueue(Generic[Task, Said]):
    """The tasks of one person in their order, and what they said of them; each thing said is one edit of the project.

    - `keep`: carries out an edit. `clock`: seconds, for the pace.
    """

    def __init__(
        self,
        project: Project,
        rater: str,
        keep: Callable[[Command], object] | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.project, self.rater = project, rater
        self.keep = keep if keep is not None else project.do
        self.plan: GradingPlan = plan_of(project) or suggested_plan(project)
        self.kind = kind_name(project)
        self.noun = case_noun_of(project)
        self.cases: Mapping[str, EvalCase] = cases_of(project)
        self.history: list[tuple[Task, Said | None]] = []  # a task, and what was said before
        self.pace, self.clock = GradingPace(), clock
        self.queue: tuple[Task, ...] = ()
        self.at = self.left = 0
        self._places: tuple[Sequence[Task], dict[str, int], dict[str, list[int]]] | None = None

    def own(self, task: Task | None = None) -> Said | None:
        """What this person said of a task, or of the one shown."""
        raise NotImplementedError

    def put(self, task: Task, said: Said | None) -> None:
        """Keep what is said of a task; None takes it away. Raises `UserError` where it cannot be kept; nothing changed then."""
        raise NotImplementedError

    def line_up(self, queue: Sequence[Task], at: int = 0) -> None:
        """Take these in this order, and come to the first from there that nothing was said of."""
        self.queue, self.at = tuple(queue), at
        self.left = sum(self.own(task) is None for task in self.queue)
        self._to_next()

    @property
    def task(self) -> Task | None:
        """What is shown; None after the last."""
        return self.queue[self.at] if self.at < len(self.queue) else None

    @property
    def case(self) -> EvalCase | None:
        """The case that it is about."""
        return None if self.task is None else self.cases[self.task.case]

    @property
    def place(self) -> tuple[int, int, int, int]:
        """The case's number, of how many, the task's number, of how many about this case."""
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
        """Of how many this person has said something."""
        return len(self.queue) - self.left

    def seconds_each(self) -> float | None:
        """What one takes this person; None before five. Pauses do not count."""
        return self.pace.seconds_each()

    def say(self, said: Said) -> None:
        """Say it of the task shown, which stays shown. Raises `UserError` where it cannot be kept; nothing changed then."""
        task, before = self.task, self.own()
        if task is None:
            return
        self.put(task, said)
        if before is None or not self.history or self.history[-1][0] is not task:
            self.history.append((task, before))
            self.pace.took(self.clock())

    def go_on(self) -> None:
        """Come to the next task that nothing was said of."""
        self.at += 1
        self._to_next()

    def step(self, by: int) -> None:
        """Look at the task before or after, done or not."""
        self.at = max(0, min(len(self.queue), self.at + by))

    def take_back(self) -> bool:
        """Take back what was said last, and come to its task; whether there was any."""
        if not self.history:
            return False
        task, before = self.history[-1]
        self.put(task, before)
        self.history.pop()
        self.at = next(at for at, one in enumerate(self.queue) if one is task)
        self.pace.pause()
        return True

    def withdraw(self) -> None:
        """Take away what this person said of the task shown; nothing where there is none."""
        task = self.task
        if task is None or self.own() is None:
            return
        self.put(task, None)
        self.history = [each for each in self.history if each[0] is not task]

    def _to_next(self) -> None:
        start = self.at
        places = (*range(start, len(self.queue)), *range(min(start, len(self.queue))))
        self.at = next((at for at in places if self.own(self.queue[at]) is None), len(self.queue))
