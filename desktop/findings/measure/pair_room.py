"""What one person sees who compares: two answers to a case side by side, and which of them they like better.

It knows neither window nor browser. Who gave an answer is known here by uid alone, and told to nobody; sides come by lot.

    room = PairRoom(project, "Ada", keep=session.project.do)
    room.task.left, room.task.right        what is shown
    room.prefer(Liked.LEFT); room.go_on()
"""

import time
from collections.abc import Callable, Mapping

from desktop.findings.candidate_measurement import NAMED_PAIR_KEY, candidates_of
from desktop.findings.measure.room_queue import RoomQueue
from desktop.project.commands.measure import DeletePreferences, PutPreferences
from desktop.project.file import Command
from desktop.project.measure_records import CandidateSource, Liked, NewPreference
from desktop.project.project import Project
from estimators.measure.case import CandidateAnswer
from estimators.measure.grading_queue import case_order, tasks_of
from estimators.measure.pair_queue import PairTask, pair_queue, pairs_of

Compared = Mapping[str, Mapping[str, tuple[CandidateAnswer, ...]]]
_Key = tuple[str, frozenset[str]]


def compared_candidates(project: Project) -> Compared:
    """The answers of everything that can be compared, by uid and case."""
    return {
        one.uid: one.answers.answers
        for one in candidates_of(project)
        if one.source is not CandidateSource.COMMONEST and one.answers.answers
    }


class PairRoom(RoomQueue[PairTask, NewPreference]):
    """One person's room of pairs: the two that were named to be decided, else every two."""

    def __init__(
        self,
        project: Project,
        rater: str,
        keep: Callable[[Command], object] | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(project, rater, keep, clock)
        given = compared_candidates(project)
        self._said: dict[_Key, NewPreference] = {
            (kept.said.case, frozenset((kept.said.left, kept.said.right))): kept.said
            for kept in project.measured.preferences()
            if kept.said.rater == rater
        }
        uids = project.answer(NAMED_PAIR_KEY)
        named = frozenset(map(str, uids)) if isinstance(uids, list) else frozenset[str]()
        order = case_order(self.cases.values(), self.plan.seed)[: self.plan.most]
        queue = pair_queue(tasks_of(given), pairs_of(given, named), order, rater, self.plan.seed)
        self.history = [(task, None) for task in queue if self.own(task) is not None]
        self.line_up(queue)

    def own(self, task: PairTask | None = None) -> NewPreference | None:
        """What this person said of the two, as they stand now."""
        task = task or self.task
        said = None if task is None else self._said.get((task.case, frozenset(task.of)))
        if task is None or said is None or said.left == task.of[0]:
            return said
        return NewPreference(said.case, *task.of, said.rater, said.liked.turned)

    def put(self, task: PairTask, said: NewPreference | None) -> None:
        """Keep which is liked better, or take it away."""
        before = self.own(task)
        if said is not None:
            self.keep(PutPreferences((said,)))
            self._said[task.case, frozenset(task.of)] = said
        else:
            self.keep(DeletePreferences(self._ids(task)))
            self._said.pop((task.case, frozenset(task.of)), None)
        self.left += (said is None) - (before is None)

    def prefer(self, liked: Liked) -> None:
        """Say which of the two is better; they stay shown. Raises `UserError` where it cannot be kept; nothing changed then."""
        task = self.task
        if task is not None:
            self.say(NewPreference(task.case, *task.of, self.rater, liked))

    def _ids(self, task: PairTask) -> list[int]:
        return [
            kept.id
            for kept in self.project.measured.preferences()
            if kept.said.rater == self.rater
            and kept.said.case == task.case
            and {kept.said.left, kept.said.right} == set(task.of)
        ]
