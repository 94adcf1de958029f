"""A large edit is written by a thread: the window is painted meanwhile, and shows the old data until the new is whole."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from desktop.project import commands as edit
from desktop.project import large_edit
from desktop.project.project import Project
from desktop.project.records import NewExample
from desktop.session import Session
from estimators.base.errors import UserError

pytestmark = pytest.mark.usefixtures("qapp")
MANY = 6_000
EVERY = tuple(range(1, MANY + 1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = (NewExample(f"{n}.jpg", f"{n}.jpg", f"{n:064x}", 1, "photo", None) for n in EVERY)
    with Project.create(tmp_path / "p.smart", name="p") as project:
        project.do(edit.AddExamples(tuple(rows)))
    return tmp_path / "p.smart"


@pytest.fixture
def session(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(large_edit, "MOMENT", 0)
    session = Session()
    session.use(Project.open(path))
    yield session
    session.close()


@pytest.fixture
def every_turn() -> Iterator[QTimer]:
    """Calls in each turn of the event loop."""
    timer = QTimer()
    timer.start(0)
    yield timer
    timer.stop()


def _labelled(project: Project) -> int:
    return sum(one.examples for one in project.classes())


def test_meanwhile_the_event_loop_turns_and_the_old_data_is_read(
    session: Session, every_turn: QTimer
) -> None:
    seen: list[int] = []
    every_turn.timeout.connect(lambda: seen.append(_labelled(session.project)))
    session.do(edit.LabelExamples(EVERY, "ice"))
    assert len(seen) > 1
    assert seen[0] == 0
    assert set(seen) <= {0, MANY}
    assert _labelled(session.project) == MANY


def test_it_is_one_step_to_undo_and_to_redo(session: Session) -> None:
    session.do(edit.LabelExamples(EVERY, "ice"))
    session.undo()
    assert _labelled(session.project) == 0
    assert session.undo_text == f"add {MANY:,} photos"
    session.redo()
    assert _labelled(session.project) == MANY
    assert session.redo_text is None


def test_a_window_does_not_try_to_add_many_examples_itself(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.do(edit.AddClass("dirt"))  # the first edit of a sitting keeps a version
    monkeypatch.setattr(large_edit, "MOMENT", 60)
    beside: list[str] = []
    run = session.run_beside
    monkeypatch.setattr(session, "run_beside", lambda work: beside.append("") or run(work))
    for many in (2, 600):
        rows = (NewExample(f"{many}/{n}", f"{n}", "", 1, "photo", None) for n in range(many))
        session.do(edit.AddExamples(tuple(rows)))
    assert len(beside) == 1
    assert session.project.count_examples() == MANY + 602


def test_another_edit_comes_after_it(session: Session, every_turn: QTimer) -> None:
    session.do(edit.AddClass("dirt"))  # the first edit of a sitting keeps a version

    def hold_none_out() -> None:
        every_turn.stop()
        session.do(edit.HoldOut(frozenset()))

    every_turn.timeout.connect(hold_none_out)
    session.do(edit.HoldOut(frozenset(EVERY)))
    assert session.project.blocks.count(held_out=True) == 0
    session.undo()
    assert session.project.blocks.count(held_out=True) == MANY


@pytest.mark.parametrize("wrote", [False, True])
def test_what_somebody_else_wrote_meanwhile_is_told_from_it(
    session: Session, every_turn: QTimer, wrote: bool
) -> None:
    session.do(edit.AddClass("dirt"))
    file = session.project.file
    before = file.moment_of("fact")

    def write() -> None:
        every_turn.stop()
        with Project.open_beside(file.path) as other, other.file.transaction() as connection:
            connection.execute("INSERT INTO fact VALUES (9, 'x', '1', 'guess', '', '')")

    if wrote:
        every_turn.timeout.connect(write)
    session.do(edit.HoldOut(frozenset(EVERY)))
    assert file.edited_since("fact", before) == (None if wrote else frozenset())


@dataclass(frozen=True)
class _Refused:
    text: str = "label them, or not"

    def apply(self, connection: sqlite3.Connection) -> None:
        edit.LabelExamples(EVERY, "ice").apply(connection)
        raise UserError("No.", "It is a test.", "")


def test_what_is_refused_leaves_everything_as_it_was(session: Session) -> None:
    with pytest.raises(UserError, match="No"):
        session.do(_Refused())
    assert _labelled(session.project) == 0
    assert session.undo_text == f"add {MANY:,} photos"


KILLED = """
import os, sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from desktop.project import file, large_edit
from desktop.project.commands import LabelExamples
from desktop.project.project import Project
from desktop.session import Session

app = QGuiApplication(["test"])
session = Session()
session.use(Project.open(Path(sys.argv[1])))
large_edit.MOMENT, write, left = 0, file.write_with, iter(range(int(sys.argv[2])))

def killed(connection, path, edit):
    kill = lambda: next(left, None) is None and os._exit(9)  # nothing is flushed, closed or rolled back
    connection.set_progress_handler(kill, 1_000)
    return write(connection, path, edit)

file.write_with = killed
session.do(LabelExamples(tuple(range(1, 6_001)), "ice"))
print("written", flush=True)
session.undo()
os._exit(9)
"""


@pytest.mark.parametrize("steps", [1, 100, 400, 900, 1_400])
def test_a_kill_in_the_middle_leaves_all_of_it_or_nothing(path: Path, steps: int) -> None:
    child = [sys.executable, "-c", KILLED, str(path), str(steps)]
    done = subprocess.run(child, capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    with Project.open(path) as project:
        assert _labelled(project) == (MANY if "written" in done.stdout else 0)
        assert project.file.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert not path.with_name("p.smart-journal").exists()
