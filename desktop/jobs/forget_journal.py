"""Forgetting what people asked, off the GUI thread: the file is written anew, so that the bytes are really gone."""

from dataclasses import dataclass
from pathlib import Path

from desktop.jobs.worker import Cancelled, JobCancelled, Progress
from desktop.project import unwritten
from desktop.project.project import Project


@dataclass(frozen=True)
class ForgetJournal:
    """Of which project to forget every exchange."""

    project: Path


@dataclass(frozen=True)
class ForgottenJournal:
    """How many exchanges were forgotten, and the bytes of them."""

    exchanges: int
    bytes: int


def forget_journal(
    request: ForgetJournal, progress: Progress, cancelled: Cancelled
) -> ForgottenJournal:
    """The job: delete every exchange and what went over the wire. Once it has begun it goes to its end."""
    if cancelled():
        raise JobCancelled
    with Project.open_beside(request.project) as project:
        exchanges, size = project.requests.size()
        progress(0, 1, "Forgetting what was asked")
        project.requests.forget()
    unwritten.remove(request.project)  # what waits beside it
    return ForgottenJournal(exchanges, size)
