"""Reading the run history for a list: a few numbers of each run, not its thousands of predictions."""

import json
from typing import NamedTuple

from desktop.project.project import Project
from desktop.project.records import Run


class ListedRun(NamedTuple):
    """One line of the run list. The shares are None where nothing was held out."""

    id: int
    number: int
    created: str
    n_train: int
    n_test: int
    accuracy: float | None
    low: float | None
    high: float | None


def listed_runs(project: Project) -> list[ListedRun]:
    """The run history, newest first."""
    rows = project.file.read(
        """SELECT id, number, created, json_extract(result, '$.n_train'), json_extract(result, '$.n_test'),
                  json_extract(result, '$.accuracy.value'), json_extract(result, '$.accuracy.low'),
                  json_extract(result, '$.accuracy.high')
           FROM run ORDER BY number DESC""",
        (),
    )
    return list(map(ListedRun._make, rows))


def has_runs(project: Project) -> bool:
    """Whether anything was trained yet."""
    return bool(project.file.read("SELECT 1 FROM run LIMIT 1", ()))


def run_with(project: Project, run_id: int) -> Run | None:
    """One run with all that it measured; None where it is gone."""
    rows = project.file.read(
        "SELECT id, number, created, settings, result, model_sha256 FROM run WHERE id = ?",
        (run_id,),
    )
    if not rows:
        return None
    found, number, created, settings, result, sha256 = rows[0]
    return Run(found, number, created, json.loads(settings), json.loads(result), sha256)
