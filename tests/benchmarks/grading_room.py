"""Two people grade 3,531 answers of twelve systems in the real window, key by key; how long a key takes, and what they agree on.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/grading_room.py ../shared/data/measure/qa-two-raters [QUESTIONS]
    QT_QPA_PLATFORM=offscreen python tests/benchmarks/grading_room.py 5000

Prints kappa (published: .731 over all 301 questions), each one's pass rate, and the processor time from a key to the next answer
painted. With a number behind only so many questions are graded. A number alone makes up so many cases with three candidates: prints the
same of the grading room and the room of pairs, and what it costs to measure anew after a grade.
"""

import csv
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.findings.candidate_measurement import measurement_of
from desktop.findings.measure.grading_plan import GradingPlan, set_plan
from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.grading_view import grading_view
from desktop.pages.measure.room.pair_window import PairWindow
from desktop.pages.measure.room.window import GradingWindow
from desktop.project.commands import AddCases, PutCandidate, SetFact
from desktop.project.measure_records import SETTLED, CandidateSource, GradeVerdict, NewCase
from desktop.project.product import KIND_KEY
from desktop.project.project import Project
from desktop.session import Session
from desktop.theme.apply import apply_theme
from estimators.measure.case import CandidateAnswer, EvalCase

Rows = list[dict[str, str]]
_KEYS = {"pass": Qt.Key.Key_1, "fail": Qt.Key.Key_2, "": Qt.Key.Key_Right}


def read(folder: Path, most: int | None) -> Rows:
    """The rows of the first questions."""
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    asked = list(dict.fromkeys(row["id"] for row in rows))[:most]
    return [row for row in rows if row["id"] in set(asked)]


def project_of(rows: Rows, path: Path) -> Project:
    """The questions and the systems as a project."""
    project = Project.create(path, name="NQ301")
    project.do(SetFact(KIND_KEY, "generate", "the kind"))
    cases = {row["id"]: EvalCase(row["id"], row["input"], row["expected"]) for row in rows}
    project.do(AddCases(tuple(NewCase(case, held_out=True) for case in cases.values())))
    by_candidate = defaultdict(list)
    for row in rows:
        by_candidate[row["candidate"]].append(CandidateAnswer(row["id"], row["answer"]))
    for name, answers in by_candidate.items():
        made = PutCandidate(None, name, CandidateSource.FILE)
        project.do(made)
        project.measured.append_answers(made.uid, answers)
    project.do(set_plan(project, GradingPlan(0.8, seed=301)))
    return project


def replay(session: Session, rater: str, column: str, rows: Rows) -> list[float]:
    """Grade as this person did, in a window of their own; the seconds of the processor for each verdict."""
    said = {(row["id"], row["answer"].strip()): row[column] for row in rows}
    window = GradingWindow(session)
    window.resize(1440, 900)
    window.show()
    if rater == SETTLED:
        window.open_room(SETTLED)
    else:
        window.cover.name.setText(rater)
        window.cover.run()
    took: list[float] = []
    for _ in range(2 * len(window.room.queue) if window.room is not None else 0):
        room = window.room
        if room is None or (task := room.task) is None:
            break
        graded = room.own() is not None  # come back to, on the way past what this person left out
        key = Qt.Key.Key_Right if graded else _KEYS[said[task.case, task.text or ""]]
        begun = time.process_time()
        QTest.keyClick(window, key)
        if key == Qt.Key.Key_2:  # no reason is known: on to the next
            QTest.keyClick(window, Qt.Key.Key_Return)
        window.repaint()
        QApplication.processEvents()
        took += [] if key == Qt.Key.Key_Right else [time.process_time() - begun]
    window.close()
    QApplication.processEvents()
    return took


def main(folder: Path, most: int | None) -> dict[str, object]:
    """Replay both, settle what they differ on, and return what the tab says."""
    rows = read(folder, most)
    with tempfile.TemporaryDirectory() as place:
        session = Session()
        session.use(project_of(rows, Path(place) / "nq301.smart"))
        took = replay(session, "first", "human_1", rows)
        took += replay(session, "second", "human_2", rows)
        view = grading_view(session.project)
        settled = replay(session, SETTLED, "human", rows)
        found = {
            "answers": len(rows),
            "keyed": len(took),
            "kappa": view.agreement.value if view.agreement else None,
            "raw": view.agreement.raw if view.agreement else None,
            "rates": {one.rater: one.share for one in view.raters},
            "to settle": view.settle,
            "left after settling": grading_view(session.project).settle,
            "settled by key": len(settled),
            "median ms": round(1000 * statistics.median(took), 1),
            "p95 ms": round(1000 * statistics.quantiles(took, n=20)[-1], 1),
        }
        session.close()
    return found


def made_up(n: int, keys: int = 200) -> dict[str, object]:
    """Both rooms on so many cases of three candidates, `keys` keys each, and a measurement after each of ten grades."""
    rows = [
        {"id": f"{at:05}", "input": f"Where is order {at}?", "expected": "", "candidate": name, "answer": f"{name} {at}. " * 12}
        for at in range(n)
        for name in ("one", "two", "three")
    ]  # fmt: skip
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as place:
        session = Session()
        session.use(project_of(rows, Path(place) / "made-up.smart"))
        for name, room, key in (
            ("grading", GradingWindow, Qt.Key.Key_1),
            ("pairs", PairWindow, Qt.Key.Key_Left),
        ):
            window = room(session)
            window.resize(1440, 900)
            window.show()
            window.cover.run()
            took = []
            for _ in range(keys):
                begun = time.process_time()
                QTest.keyClick(window, key)
                window.repaint()
                QApplication.processEvents()
                took.append(time.process_time() - begun)
            window.close()
            QApplication.processEvents()
            found[f"{name}: p95 ms"] = round(1000 * statistics.quantiles(took, n=20)[-1], 1)
        project = session.project
        task = GradingRoom(project, "again")
        took = []
        for _ in range(10):
            task.grade(GradeVerdict.BAD)
            task.go_on()
            begun = time.process_time()
            measurement_of(project)
            took.append(time.process_time() - begun)
        found["measured anew after a grade: median ms"] = round(1000 * statistics.median(took), 1)
        session.close()
    return found


if __name__ == "__main__":
    app = QApplication.instance() or QApplication(sys.argv[:1])
    apply_theme(app, "light", reduced_motion=True)  # type: ignore[arg-type]
    asked = int(sys.argv[2]) if len(sys.argv) > 2 else None
    given = sys.argv[1]
    shown = made_up(int(given)) if given.isdigit() else main(Path(given), asked)
    for name, value in shown.items():
        print(f"{name}: {value}")
