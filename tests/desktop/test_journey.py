"""The whole journey in one window, by mouse and keyboard: from nothing to a launch-readiness PDF on disk.

What a person does for the first verdict, demo, model and PDF is counted and bounded; the seconds of the processor that the
window and its jobs take up to there are printed (``pytest -s``), and nothing is asserted of them.
"""

import contextlib
import multiprocessing
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.pages.launch.risk import RiskPopover
from desktop.pages.stage.class_view import ClassView
from desktop.pages.stage.window import StageWindow
from desktop.project.project import Project
from desktop.project.record_kinds import ASSESSMENT, CURVE, REPORT
from desktop.project.stages import Stage
from desktop.widgets.ask import AskPopover
from desktop.widgets.drop import DropZone

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hands:
    """Mouse and keyboard of one person at one window."""

    def __init__(self, application: Application, qtbot: QtBot) -> None:
        self.application, self.window, self.qtbot = application, application.window, qtbot
        self.deeds = 0  # keys pressed (a word typed is each of its letters), clicks and drops
        self._began = processor_seconds()

    def reached(self, what: str, most: int) -> None:
        """Print what it took up to here, and see that a person needs no more deeds than that."""
        print(
            f"\n{what}: {self.deeds} deeds, {processor_seconds() - self._began:.1f} s of the processor"
        )
        assert self.deeds <= most

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.deeds += 1
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        self.deeds += len(text)
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def click(self, widget: QWidget) -> None:
        self.deeds += 1
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def drop(self, zone: QWidget, *paths: Path) -> None:
        """Drag files from the system's file manager onto ``zone``."""
        self.deeds += 1
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        left, none, copy = (
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.DropAction.CopyAction,
        )
        middle = QPointF(zone.rect().center())
        QApplication.sendEvent(zone, QDragEnterEvent(middle, copy, data, left, none))
        QApplication.sendEvent(zone, QDropEvent(middle, copy, data, left, none))

    def look_at_the_window(self) -> None:
        """What a window manager does when the window in front goes away."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def wait(self, until: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(until()))

    def go(self, stage: Stage) -> None:
        self.press(getattr(Qt.Key, f"Key_{stage.number}"), CONTROL)
        assert self.window.stage is stage

    def headline(self) -> str:
        page = self.window.page()
        return page.header.headline.text()

    def answer(self, **answers: str) -> None:
        """Fill in the popover that asks, and send it with Enter."""
        popover = next(p for p in self.window.findChildren(AskPopover) if p.isVisible())
        for key, text in answers.items():
            popover.fields[key].setFocus()
            self.type(text)
        self.press(Qt.Key.Key_Return)


def processor_seconds() -> float:
    """Of this process and of the jobs that it has started; on Linux of those that run, too."""
    taken = sum(os.times()[:4])
    for child in multiprocessing.active_children():
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
            taken += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return taken


def field(page: QWidget, name: str) -> QLineEdit:
    """The field with that accessible name, or one that ends in it."""
    return next(f for f in page.findChildren(QLineEdit) if f.accessibleName().endswith(name))


@pytest.fixture
def hands(application: Application, qtbot: QtBot, tmp_path: Path, monkeypatch) -> Hands:
    monkeypatch.setattr("desktop.project_places.documents", lambda: tmp_path)
    hands = Hands(application, qtbot)
    hands.look_at_the_window()  # a key pressed before the window has the focus goes nowhere
    return hands


def test_from_a_folder_of_photos_to_a_launch_readiness_pdf(
    hands: Hands,
    digits_folder: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, session = hands.window, hands.application.session
    photos = digits_folder(n=16, classes=3)

    # Welcome -> a new project, and the brief
    hands.press(Qt.Key.Key_N, CONTROL)
    hands.type("Read the digits on each meter.")
    hands.press(Qt.Key.Key_1)  # a digit is part of the sentence while it is typed
    hands.press(Qt.Key.Key_Backspace)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_1)
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert session.is_open
    assert session.project.answer("task_kind") == "classify"
    assert hands.headline() == "Read the digits on each meter."
    assert window.stage is Stage.PROBLEM
    hands.press(Qt.Key.Key_3)  # no rule could do it: the first open question has the keyboard
    assert session.project.answer("explicit_rules_possible") == "no"
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert session.project.answer("explicit_rules_possible") is None
    hands.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert session.project.answer("explicit_rules_possible") == "no"
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_U, CONTROL)
    assert not session.project.fact("demand_validated").known
    hands.press(Qt.Key.Key_Z, CONTROL)

    volume = window.page().form.row("volume_per_month").field
    hands.click(volume)
    hands.type("18000 to 26000")
    hands.press(Qt.Key.Key_Tab)
    assert session.project.answer("volume_per_month") == {"low": 18_000, "high": 26_000}

    # Decide: a verdict with reasons
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert window.stage is Stage.DECIDE
    hands.wait(lambda: session.project.record(ASSESSMENT))
    assert session.project.record(ASSESSMENT).value.verdict == "fake_it_first"
    hands.reached("first verdict", most=70)

    # Data: a folder dropped from the file manager is read, checked, and partly held out
    hands.go(Stage.DATA)
    assert hands.headline() == "What should it learn from?"
    zone = next(z for z in window.page().findChildren(DropZone) if z.isVisible())
    hands.drop(zone, photos)
    hands.wait(lambda: session.project.record(CURVE))
    assert session.project.count_examples() == 48
    assert sum(c.held_out for c in session.project.classes()) >= 6

    # Fake it: a person meets the fake and takes its word twice
    hands.go(Stage.FAKE)
    hands.press(Qt.Key.Key_F6)
    hands.press(Qt.Key.Key_Return)  # find how good it must be, one person
    stage = next(w for w in QApplication.topLevelWidgets() if isinstance(w, StageWindow))
    assert isinstance(stage.view, ClassView)
    side = stage.view.side
    for _ in range(2):
        hands.wait(lambda: side.accept.isEnabled() or side.again.isVisible())
        if side.again.isVisible():  # the scenario plays a fault now and then
            hands.click(side.again)
            hands.wait(side.accept.isEnabled)
        hands.qtbot.keyClick(stage, Qt.Key.Key_A)
    hands.qtbot.keyClick(stage, Qt.Key.Key_Escape)
    assert [s.count("accepted") for s in session.project.sessions()] == [2]
    hands.reached("first demo", most=80)
    hands.look_at_the_window()

    # Train: the real one
    hands.go(Stage.MEASURE)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.wait(session.project.runs)
    hands.reached("first model", most=85)
    run = session.project.runs()[0]
    assert run.result.certificate.label_flips == 0
    hands.wait(lambda: hands.headline().startswith("Run 1 "))

    # Launch: bar, open questions, decision, signature
    hands.go(Stage.LAUNCH)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.answer(value="50%")
    assert session.project.bar.value == 0.5
    hands.press(Qt.Key.Key_Return, CONTROL)
    law = window.findChild(RiskPopover)
    for answer in ("no", "none", "no", "no", "no", "yes"):
        hands.click(law.group.button(answer))
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.answer(text="The shift lead, one switch")
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.answer(text="Mara Lindqvist")
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.answer(owner="Mara Lindqvist", by="14 Jan 2027")
    assert session.project.answer("launch.decision") == "conditions"
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.answer(day="1 Feb 2027")
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.answer(name="Mara Lindqvist", role="product")
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.press(Qt.Key.Key_Return)  # read what is signed, and sign
    assert [s.state for s in session.project.signoffs()] == ["signed"]

    # Report: the PDF on disk
    hands.go(Stage.REPORT)
    pdf = tmp_path / "launch.pdf"
    monkeypatch.setattr(window.page().exporting, "ask_file", lambda *_: str(pdf))
    hands.press(Qt.Key.Key_E, CONTROL)
    hands.wait(pdf.exists)
    hands.wait(lambda: session.project.record(REPORT))
    hands.reached("first PDF", most=220)
    assert pdf.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        assert "Mara Lindqvist" in text
        assert "The shift lead, one switch" in text

    # Everything was saved all along
    path = session.path
    window.page().session.close()
    with Project.open(path) as reopened:
        assert reopened.runs()[0].model_sha256 == run.model_sha256
        assert reopened.caches.model(run.model_sha256)[:4]
        assert reopened.file.undo_text is not None
