"""Reading the run history: a few numbers of each run for a list, one run in full, and which of them is in use."""

from typing import NamedTuple

from desktop.project import decode
from desktop.project.gate import gate_of
from desktop.project.project import Project
from desktop.project.records import RUN_SETTINGS, Run, RunData

SERVES = (
    "fake.serves"  # the fact that says who answers: the fake, "real", or a candidate by its uid
)
RUN_IN_USE = "train.run"  # the fact that an earlier run answers again
RUNS_KEPT = 3  # of those read last, until the next change
KEY_LENGTH = (
    16  # hex digits of a content hash; 5,000 examples meet by chance once in 10^12 projects
)


def run_key(created: str, number: int) -> str:
    """What tells a run from every other, the later the greater; its number alone is given again after a deletion."""
    return f"{created} {number:06d}"


def note_key(key: str) -> str:
    """The key of the fact that holds the note on a run."""
    return f"run.note:{key}"


class ListedRun(NamedTuple):
    """One line of the run list. The shares are None where nothing was held out, or the test was not fair."""

    id: int
    number: int
    created: str
    n_train: int
    n_test: int
    correct: int
    accuracy: float | None
    low: float | None
    high: float | None
    hidden: str = ""  # why its shares are not shown: the leakage gate is closed
    in_use: bool = False


def listed_runs(project: Project) -> list[ListedRun]:
    """The run history, newest first."""
    return list(project.until_change("listed runs", lambda: _list_runs(project)))


def _list_runs(project: Project) -> list[ListedRun]:
    rows = project.file.read(
        """SELECT id, number, created, json_extract(result, '$.n_train'),
                  json_extract(result, '$.n_test'), json_extract(result, '$.correct'),
                  json_extract(result, '$.accuracy.value'), json_extract(result, '$.accuracy.low'),
                  json_extract(result, '$.accuracy.high'),
                  (SELECT min(json_extract(value, '$.passed')) FROM json_each(result, '$.gate.checks'))
           FROM run ORDER BY number DESC""",
        (),
    )
    used = id_in_use(project)
    found = []
    for *columns, passed in rows:
        line = ListedRun._make((*columns, "", columns[0] == used))
        if not passed and (run := run_with(project, line.id)):
            gate = gate_of(project, run)
            if not gate.open:
                line = line._replace(accuracy=None, low=None, high=None, hidden=gate.words)
        found.append(line)
    return found


def has_runs(project: Project) -> bool:
    """Whether anything was trained yet."""
    return bool(project.file.read("SELECT 1 FROM run LIMIT 1", ()))


def count_runs(project: Project) -> int:
    return int(project.file.read("SELECT count(*) FROM run", ())[0][0])


def run_with(project: Project, run_id: int) -> Run | None:
    """One run with all that it measured, not to be changed in place; None where it is gone."""
    known = project.runs_read.get(run_id)
    if known is not None and known[0] == project.moment():
        return known[1]
    run = project.run(run_id)
    if run is None:
        return None
    kept = (*project.runs_read.items(),)[-RUNS_KEPT + 1 :]
    project.runs_read = {**dict(kept), run_id: (project.moment(), run)}
    return run


def id_in_use(project: Project) -> int | None:
    """The id of the run whose model answers: the newest, or the earlier one that a person went back to since."""
    rows = project.file.read("SELECT id, created, number FROM run ORDER BY number DESC", ())
    if not rows:
        return None
    keys = {run_key(created, number): int(found) for found, created, number in rows}
    chosen = project.answer(RUN_IN_USE)
    if isinstance(chosen, dict) and max(keys) <= chosen.get("newest", ""):
        return keys.get(chosen.get("run", ""), int(rows[0][0]))
    return int(rows[0][0])


def run_in_use(project: Project) -> Run | None:
    """The run that the launch, the report, the Stage and the prototype go by; None where nothing is trained."""
    found = id_in_use(project)
    return None if found is None else run_with(project, found)


def fair_run_in_use(project: Project) -> Run | None:
    """The run in use if its numbers may be shown: the leakage gate has passed, or was waived by name."""
    run = run_in_use(project)
    return run if run is not None and gate_of(project, run).open else None


def note_on(project: Project, run: Run) -> str:
    """What is noted on a run; an empty text where nothing is."""
    return str(project.answer(note_key(run_key(run.created, run.number)), ""))


def data_of(project: Project) -> RunData:
    """What a training sees now, short enough to keep with every run: class and side of each example by its content."""
    classes: dict[str, int] = {}
    sides: dict[str, dict[str, int]] = {"learn": {}, "test": {}}
    for sha256, name, held_out in project.file.read(
        """SELECT e.sha256, c.name, e.held_out FROM example e JOIN class c ON c.id = e.class_id
           WHERE e.trouble = '' ORDER BY e.id""",
        (),
    ):
        number = classes.setdefault(name, len(classes))
        sides["test" if held_out else "learn"].setdefault(sha256[:KEY_LENGTH], number)
    return RunData(tuple(classes), sides["learn"], sides["test"])


def trained_alike(project: Project, run: Run) -> list[tuple[int, str]]:
    """Other runs with the same settings on the same data: their numbers and the hashes of their files, newest first."""
    if not run.settings.data:
        return []
    rows = project.file.read(
        """SELECT number, settings, model_sha256 FROM run
           WHERE number != ? AND json_extract(settings, '$.data') = ? ORDER BY number DESC LIMIT 20""",
        (run.number, run.settings.data),
    )
    return [
        (number, sha)
        for number, settings, sha in rows
        if decode.typed(RUN_SETTINGS, settings, f"training {number}") == run.settings
    ]


def serves_the_real_one(project: Project) -> bool:
    """Whether what was trained answers in the fake's place."""
    return project.answer(SERVES) == "real" and has_runs(project)


def served_run(project: Project) -> Run | None:
    """The run that answers in the fake's place; None where the fake, or a candidate, does."""
    return run_in_use(project) if serves_the_real_one(project) else None
