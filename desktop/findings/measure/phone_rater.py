"""A second rater of the project in a browser or on a phone: answers go out without a name, grades come in and are kept at once.

The server asks from threads of its own, and the project's connection belongs to the window. So this has a connection of its own, and one
thread that it belongs to; a grade is in the project's file before the phone forgets it. What a phone is told of an answer is a name
made for it that leads nowhere else.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from desktop.findings.fake.web_stage import exhibits_of
from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.grading_view import known_rater, why_not_grade
from desktop.findings.measure.grading_words import (
    HARM,
    answer_words,
    case_title,
    is_missing,
    progress,
    rubric_title,
    shown_words,
)
from desktop.findings.measure.pair_room import PairRoom
from desktop.findings.measure.pair_words import pair_progress
from desktop.findings.measure.preference_view import why_not_compare
from desktop.project.file import Command
from desktop.project.measure_records import SETTLED, CasePoints, GradeVerdict, Liked
from desktop.project.project import Project
from desktop.project.project_thread import ProjectThread
from desktop.project.records import Example
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.grading_queue import AnswerTask
from estimators.measure.pair_queue import PairTask
from mock_ai.rater_desk import RaterGrade

_KINDS = {"photo": "photo", "sound": "sound", "video": "clip"}


class PhoneRater:
    """A desk (:class:`mock_ai.rater_desk.RaterDesk`) of a project. Make it and close it in any thread.

    - `kept`: called, in another thread, when grades were written. `pairs`: two answers side by side go out.
    """

    def __init__(self, path: Path, kept: Callable[[], None], *, pairs: bool = False) -> None:
        self._path, self._told, self._pairs = path, kept, pairs
        self._project: Project | None = None
        self._room: GradingRoom | PairRoom | None = None
        self._places: dict[str, int] = {}
        self._examples: dict[str, Example] | None = None
        self._thread = ProjectThread("smart-enough-rater")

    def begin(self, name: str) -> dict[str, Any]:
        return self._thread.run(self._begin, name)

    def answers(self, n: int) -> dict[str, Any]:
        return self._thread.run(self._answers, n)

    def keep(self, grades: Sequence[RaterGrade]) -> int:
        kept = self._thread.run(self._keep_all, grades)
        if kept:
            self._told()
        return kept

    def content(self, answer: str) -> tuple[bytes, str]:
        return self._thread.run(self._content, answer)

    def close(self) -> None:
        """Let go of the project; nothing is kept from then on. May be called twice."""
        self._thread.close(self._close)

    # -- in its thread ------------------------------------------------------------------------

    def _begin(self, name: str) -> dict[str, Any]:
        if name.casefold() == SETTLED:
            raise UserError(tr("That name is taken."), "", tr("Choose another."))
        if self._project is None:
            self._project = Project.open_beside(self._path)
        why = (why_not_compare if self._pairs else why_not_grade)(self._project)
        if why:
            raise UserError(why, "", tr("Ask at the computer."))
        name = known_rater(self._project, name)
        if self._room is None or self._room.rater != name:
            self._room = (PairRoom if self._pairs else GradingRoom)(
                self._project, name, self._write
            )
            tasks: Sequence[AnswerTask | PairTask] = self._room.queue
            self._places = {_name_of(self._project.uid, task): at for at, task in enumerate(tasks)}
        room = self._room
        return {
            "project": sha256(f"{self._project.uid}/{self._pairs}".encode()).hexdigest()[:12],
            "reasons": list(room.reasons) if isinstance(room, GradingRoom) else [],
            "harm": HARM,
            "rubric": rubric_title(room) if isinstance(room, GradingRoom) else "",
        }

    def _answers(self, n: int) -> dict[str, Any]:
        room = self._begun()
        tasks: Sequence[AnswerTask | PairTask] = room.queue
        names = [(name, at) for name, at in self._places.items() if self._is_new(tasks[at])]
        found = []
        for name, at in names[:n]:
            room.at = at
            found.append(self._document(room, name))
        return {"answers": found, "done": room.done, "left": room.left}

    def _is_new(self, task: AnswerTask | PairTask) -> bool:
        room = self._begun()
        if isinstance(room, PairRoom):
            return isinstance(task, PairTask) and room.own(task) is None
        return isinstance(task, AnswerTask) and room.own(task) is None

    def _document(self, room: GradingRoom | PairRoom, name: str) -> dict[str, Any]:
        task, case = room.task, room.case
        assert task is not None
        assert case is not None
        number, place = pair_progress(room) if isinstance(room, PairRoom) else progress(room)
        example = self._example(case.id)
        kind = "text" if example is None else _KINDS.get(example.modality, "text")
        asked = case.input
        if example is not None:
            asked = (self._text(example) or "") if kind == "text" else ""
        points = room.points if isinstance(room, GradingRoom) else CasePoints()
        shown = (task,) if isinstance(task, AnswerTask) else (task.left, task.right)
        words = [
            {"words": answer_words(one, room.kind), "missing": is_missing(one)} for one in shown
        ]
        return {
            "answer": name,
            "case": case_title(room),
            "place": tr("{number} · {answer}", number=number, answer=place) if place else number,
            "kind": kind,
            "asked": shown_words(asked),
            **words[0],
            "other": words[1] if len(words) > 1 else None,
            "points": [
                *({"text": one, "must": True} for one in points.must),
                *({"text": one, "must": False} for one in points.must_not),
            ],
        }

    def _keep_all(self, grades: Sequence[RaterGrade]) -> int:
        room, kept = self._begun(), 0
        for one in grades:
            at = self._places.get(one.answer)
            if at is None:
                continue
            room.at = at
            kept += _say(room, one)
        return kept

    def _content(self, answer: str) -> tuple[bytes, str]:
        room = self._begun()
        at = self._places.get(answer)
        example = None if at is None else self._example(room.queue[at].case)
        if example is None:
            raise UserError(tr("There is nothing to show."), "", tr("Go on with the next."))
        assert self._project is not None
        return exhibits_of(self._project, [example])[0].shown()

    def _example(self, path: str) -> Example | None:
        assert self._project is not None
        if self._examples is None:
            self._examples = {one.path: one for one in self._project.examples()}
        return self._examples.get(path)

    def _text(self, example: Example) -> str:
        assert self._project is not None
        return str(exhibits_of(self._project, [example])[0].content())

    def _begun(self) -> GradingRoom | PairRoom:
        if self._room is None:
            raise UserError(tr("Nobody has begun."), "", tr("Load the page anew."))
        return self._room

    def _write(self, command: Command) -> None:
        assert self._project is not None
        with self._project.file.transaction() as connection:
            command.apply(connection)

    def _close(self) -> None:
        if self._project is not None:
            self._project.close()
            self._project = None
        self._room = None


def _say(room: GradingRoom | PairRoom, one: RaterGrade) -> bool:
    """Keep what was said; whether that can be said in this room."""
    if not one.said:
        room.withdraw()
    elif isinstance(room, PairRoom):
        if one.said not in set(Liked):
            return False
        room.prefer(Liked(one.said))
    elif one.said in set(GradeVerdict):
        reason = room.add_reason(one.reason) if one.reason else ""
        room.grade(GradeVerdict(one.said), reason=reason, harm=one.harm, note=one.note)
    else:
        return False
    return True


def _name_of(project: str, task: AnswerTask | PairTask) -> str:
    """A name for an answer, or for two, that tells nothing of who gave them, and stays the same if the page is opened anew."""
    of = task.runs[0] if isinstance(task, AnswerTask) else sorted(task.of)
    return sha256(f"{project}/{task.case}/{'/'.join(map(str, of))}".encode()).hexdigest()[:20]
