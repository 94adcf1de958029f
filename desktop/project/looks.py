"""Who has seen the test: every run that was tested is a look, and stays one when the run is deleted."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from desktop.project.file import now
from desktop.project.gate import WAIVER
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.project.run_list import KEY_LENGTH, ListedRun, listed_runs
from reports.provenance import Provenance

SPENT = "launch.spent_looks"  # the fact: looks of runs that were deleted since

_LOOK = """SELECT number, created, model_sha256, json_extract(result, '$.n_test'), json_extract(result, '$.correct'),
                  json_extract(settings, '$.examples.test')
           FROM run WHERE id = ?"""
_PATHS = """SELECT json_extract(value, '$.path') FROM run, json_each(run.result, '$.predictions') WHERE run.id = ?"""
_KEPT = 1_000  # looks remembered: a run never changes


@dataclass(frozen=True)
class Look:
    """One look at a test: which run, when, what it came to, and the examples (by content) that were looked at."""

    run: int
    created: str
    model_sha256: str
    n: int
    correct: int
    examples: frozenset[str]
    deleted: bool = False


def looks(project: Project) -> tuple[Look, ...]:
    """Every look whose numbers were shown, the oldest first. Runs behind a closed leakage gate showed none."""
    return project.until_change("looks", lambda: _looks(project))


def _looks(project: Project) -> tuple[Look, ...]:
    found = [
        _look_of(project, run) for run in listed_runs(project) if run.n_test and not run.hidden
    ]
    spent = project.answer(SPENT)
    found += [_from_record(row) for row in spent] if isinstance(spent, list) else []
    return tuple(sorted(found, key=lambda look: (look.created, look.run)))


def _look_of(project: Project, run: ListedRun) -> Look:
    # By its file: a copy of a project has the same uid, and may train another run of the same number.
    key = (str(project.path), run.id, run.created, run.number)
    known = _known()
    if key not in known:
        (row,) = project.file.read(_LOOK, (run.id,))
        while len(known) >= _KEPT:
            known.pop(next(iter(known)))
        known[key] = _look(row, lambda: project.file.read(_PATHS, (run.id,)))
    return known[key]


@cache
def _known() -> dict[tuple[str, int, str, int], Look]:
    return {}


def example_key(sha256: str) -> str:
    """What an example is known by in a look."""
    return sha256[:KEY_LENGTH]


def keep_look(connection: sqlite3.Connection, run_id: int) -> None:
    """Put the look of a run that is about to be deleted on record; to be called inside its transaction."""
    row = connection.execute(_LOOK, (run_id,)).fetchone()
    if row is None or not row[3] or _was_hidden(connection, run_id):
        return
    look = _look(row, lambda: connection.execute(_PATHS, (run_id,)).fetchall())
    kept = connection.execute("SELECT value FROM fact WHERE key = ?", (SPENT,)).fetchone()
    spent: list[Json] = json.loads(kept[0]) if kept else []
    spent.append(
        {
            "run": look.run,
            "created": look.created,
            "model": look.model_sha256,
            "n": look.n,
            "correct": look.correct,
            "examples": sorted(look.examples),
        }
    )
    value = json.dumps(spent)
    if kept:
        connection.execute("UPDATE fact SET value = ?, at = ? WHERE key = ?", (value, now(), SPENT))
    else:
        connection.execute(
            "INSERT INTO fact (key, value, source, note, at) VALUES (?, ?, ?, '', ?)",
            (SPENT, value, str(Provenance.MEASURED), now()),
        )


def _was_hidden(connection: sqlite3.Connection, run_id: int) -> bool:
    """Whether the leakage gate is known to have kept its numbers back."""
    passed, name = connection.execute(
        "SELECT json_extract(result, '$.gate.passed'), json_extract(result, '$.gate.waived_by') FROM run WHERE id = ?",
        (run_id,),
    ).fetchone()
    waived = connection.execute("SELECT 1 FROM fact WHERE key = ?", (WAIVER,)).fetchone()
    return passed == 0 and not name and waived is None


def _from_record(row: dict[str, Json]) -> Look:
    examples = frozenset(row["examples"])
    return Look(
        row["run"], row["created"], row["model"], row["n"], row["correct"], examples, deleted=True
    )


def _look(row: tuple[Json, ...], paths: Callable[[], Iterable[tuple[Json, ...]]]) -> Look:
    number, created, sha256, n, correct, kept = row
    # Runs of before contents were kept are known by the paths they were tested on.
    examples = json.loads(kept) if kept else [path for (path,) in paths() if path is not None]
    return Look(number, created, sha256, n, correct, frozenset(map(str, examples)))
