"""Rules and the model in use answer the cases that they have not answered yet, off the GUI thread."""

from dataclasses import dataclass
from pathlib import Path

from desktop.findings.measure.ask_again import asked_cases, tries_by_itself
from desktop.findings.measure.unanswered import answers_by_itself, unanswered
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.measure_records import CandidateSource
from desktop.project.project import Project
from estimators.base.sentence import tr
from estimators.measure.case import CandidateAnswer

FUNCTION = "desktop.jobs.answer_fresh:answer_fresh"


@dataclass(frozen=True)
class AnswerFresh:
    """Whom to ask in the project at `project`: by their uids; none: all that answer by themselves here.

    `times`: how often each case is asked, all told; 1: those that were never answered.
    """

    project: Path
    uids: tuple[str, ...] = ()
    times: int = 1


@dataclass(frozen=True)
class FreshAnswers:
    """What one of them answered."""

    uid: str
    answers: tuple[CandidateAnswer, ...]


def answer_fresh(
    request: AnswerFresh, progress: Progress, cancelled: Cancelled
) -> tuple[FreshAnswers, ...]:
    """Let them answer, one after another. Raises `UserError` where one cannot be used any more."""
    found: list[FreshAnswers] = []
    with Project.open_beside(request.project) as project:
        if request.times > 1:
            return _again(project, request, progress, cancelled)
        waiting = [
            one
            for one in unanswered(project)
            if one.source is not CandidateSource.ADDRESS
            and (not request.uids or one.uid in request.uids)
        ]
        for at, one in enumerate(waiting):
            if cancelled():
                break
            progress(at, len(waiting), one.name)
            found.append(FreshAnswers(one.uid, answers_by_itself(project, one)))
    return tuple(found)


def _again(
    project: Project, request: AnswerFresh, progress: Progress, cancelled: Cancelled
) -> tuple[FreshAnswers, ...]:
    """Each try of all its cases, one after another; what was answered before it was stopped is kept."""
    found: list[FreshAnswers] = []
    for uid in request.uids:
        asked = asked_cases(project, uid)
        if asked is None:
            continue
        for trial in range(1, request.times):
            if cancelled():
                break
            progress(trial, request.times, tr("{name}, try {n}", name=asked.name, n=trial + 1))
            found.append(FreshAnswers(uid, tries_by_itself(project, asked, trial)))
    return tuple(found)
