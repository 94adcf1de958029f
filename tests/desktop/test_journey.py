"""The whole journey in one window, by mouse and keyboard: from nothing to a launch-readiness PDF on disk.

How long somebody who reads nothing takes to the first verdict, demo, model and PDF is counted (``hands``) and bounded.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.findings.decide.view import weighed_verdict
from desktop.pages.launch.risk import RiskPopover
from desktop.pages.stage.class_view import ClassView
from desktop.pages.stage.window import StageWindow
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, REPORT
from desktop.project.stages import Stage
from desktop.widgets.drop import DropZone
from tests.desktop.hands import CONTROL, SHIFT, Hands


def field(page: QWidget, name: str) -> QLineEdit:
    """The field with that accessible name, or one that ends in it."""
    return next(f for f in page.findChildren(QLineEdit) if f.accessibleName().endswith(name))


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
    assert weighed_verdict(session.project) == "fake_it_first"
    verdict = hands.lap("first verdict")
    assert verdict < 90

    # Data: a folder dropped from the file manager is read, checked, and partly held out
    hands.go(Stage.DATA)
    assert hands.headline() == "What should it learn from?"
    zone = next(z for z in window.page().findChildren(DropZone) if z.isVisible())
    hands.drop(zone, photos)
    hands.wait(lambda: session.project.record(CURVE))
    assert session.project.count_examples() == 48
    assert sum(c.held_out for c in session.project.classes()) >= 6
    data = hands.lap("data")

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
    demo = hands.lap("first demo")
    assert data + demo < 60
    hands.look_at_the_window()

    # Train: the real one
    hands.go(Stage.MEASURE)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.wait(session.project.runs)
    model = hands.lap("first model")
    assert data + model < 80
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
    assert verdict + data + demo + model + hands.lap("first PDF") < 600
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
