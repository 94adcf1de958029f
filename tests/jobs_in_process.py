"""Jobs run in this process, as they are in their own: nobody listens to their progress, and nobody cancels them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from desktop.jobs.add_data import AddData, FoundData, find_data
from desktop.project import commands as edit
from desktop.project.project import Project

Request = TypeVar("Request")
Result = TypeVar("Result")


def run_job(job: Callable[[Request, Any, Any], Result], request: Request) -> Result:
    """Do the job to its end."""
    return job(request, lambda *_: None, lambda: False)


def add_found(project: Project, *sources: Path) -> FoundData:
    """Add the examples that lie there, as the window does."""
    found = run_job(find_data, AddData(project.path, sources))
    project.do(edit.AddExamples(found.examples))
    return found
