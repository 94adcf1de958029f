"""The room of pairs in its window: keys, what is kept, and that no name is anywhere in it."""

import signal
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_view import grading_view
from desktop.findings.measure.pair_room import PairRoom
from desktop.pages.measure.page import MeasurePage
from desktop.pages.measure.room.entry import open_pair_room
from desktop.pages.measure.room.pair_window import PairWindow
from desktop.project.measure_records import Liked
from desktop.project.project import Project
from desktop.session import Session
from desktop.widgets.explain import ExplainPopover
from desktop.widgets.popover import open_popover
from estimators.base.errors import UserError
from tests.desktop.graded_project import CANARIES, graded_project
from tests.desktop.pages.test_grading_room import KILLED, everything_in, press, shown  # noqa: F401

Key = Qt.Key
LEFT, RIGHT, BOTH, NEITHER = Liked


@pytest.fixture
def session(tmp_path, look):
    made = Session()
    made.use(graded_project(tmp_path))
    yield made
    made.close()


@pytest.fixture
def window(session, shown):  # noqa: F811
    made = shown(PairWindow(session), 1440, 900)
    made.cover.name.setText("Ada")
    press(made.cover.name, Key.Key_Return)
    assert not made.cover.isVisible()
    return made


def said(session) -> list[Liked]:
    return [kept.said.liked for kept in session.project.measured.preferences()]


def test_one_key_says_which_is_better_and_goes_on(window, session):
    press(window, Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)
    assert said(session) == [LEFT, RIGHT, BOTH, NEITHER]
    press(window, Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4)
    assert said(session)[4:] == [LEFT, BOTH, NEITHER, RIGHT]
    assert window.room.place == (3, 12, 3, 3)
    press(window, Key.Key_Z, control=True)
    assert len(said(session)) == 7
    assert window.room.place == (3, 12, 2, 3)
    window.pane.buttons[BOTH].click()
    assert said(session)[-1] is BOTH


def test_pages_hear_of_it_when_the_room_is_left(window, session):
    heard = []
    session.changed.connect(heard.append)
    press(window, Key.Key_Left, Key.Key_P)
    press(window.cover, Key.Key_Right)
    assert said(session) == [LEFT], "no key acts in a pause"
    press(window, Key.Key_Escape, Key.Key_Escape)
    assert [change.touches("preference") for change in heard] == [True]


def test_no_candidates_name_is_anywhere(window, session):
    def assert_hidden() -> None:
        known = everything_in(window)
        uids = [one.uid for one in session.project.measured.candidates()]
        assert not [one for one in (*CANARIES, *uids) if one in known]
        return known

    assert "Where is order" in assert_hidden()
    for side in window.pane.sides:
        side.text.selectAll()
        side.text.copy()
    press(window, Key.Key_Left)
    assert_hidden()
    while window.room.task is not None:
        press(window, Key.Key_Up)
    assert "36 pairs compared." in assert_hidden()


def test_a_kill_loses_no_choice(tmp_path):
    with graded_project(tmp_path, 200) as project:
        path = project.path
    script = KILLED.replace("grading_room", "pair_room").replace("GradingRoom", "PairRoom").replace("GradeVerdict.GOOD", "Liked.LEFT").replace("GradeVerdict", "Liked").replace("room.grade(", "room.prefer(")  # fmt: skip
    running = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
    lines = [running.stdout.readline() for _ in range(25)]
    running.send_signal(signal.SIGKILL)
    rest, _ = running.communicate()
    told = len([line for line in lines if line]) + len(rest.splitlines())
    assert told
    with Project.open(path) as project:
        assert told <= len(project.measured.preferences()) <= told + 1
        assert PairRoom(project, "Ada").done == len(project.measured.preferences())


def test_the_grading_room_leads_to_it_and_measure_says_who_is_liked_better(session, jobs, qtbot):
    page = MeasurePage(session, jobs)
    page.ensure_built()
    qtbot.addWidget(page)
    page.resize(1400, 860)
    page.beside.grade()
    grading = page.beside.room
    gone = []
    grading.destroyed.connect(lambda: gone.append(True))
    grading.cover.name.setText("Ada")
    assert grading.cover.pairs.isVisible()
    grading.cover.pairs.click()
    qtbot.waitUntil(lambda: bool(gone))
    pairs = page.beside.room
    assert isinstance(pairs, PairWindow)
    assert pairs.cover.name.text() == "Ada"
    pairs.cover.run()
    press(pairs, Key.Key_Left, Key.Key_Up)
    pairs.destroyed.connect(lambda: gone.append(True))
    pairs.close()
    qtbot.waitUntil(lambda: len(gone) == 2)
    tab = page.beside.grading
    tab.show(grading_view(session.project))
    assert len(tab.likings.as_table().rows) == 2
    assert tab.liked_note.text() == "Of those that are even: both good 1, neither 0."
    assert "Call it even" in tab.liked_words.text()


def test_one_candidate_is_nothing_to_compare(tmp_path, look):
    home = QWidget()
    alone = Session()
    alone.use(graded_project(tmp_path, 2, ("alone",)))
    with pytest.raises(UserError, match="Two candidates"):
        open_pair_room(alone, home)
    alone.close()
    home.deleteLater()


def test_both_stand_in_one_size_and_f1_says_how_it_counts(tmp_path, shown):  # noqa: F811
    session = Session()
    says = {"a": ["short"], "b": ["long " * 200]}
    session.use(graded_project(tmp_path, 1, ("a", "b"), says=says))
    window = shown(PairWindow(session), 1440, 900)
    window.cover.run()
    first, second = (side.text.role for side in window.pane.sides)
    assert first is second
    press(window, Key.Key_F1)
    popover = open_popover(window)
    assert isinstance(popover, ExplainPopover)
    press(window, Key.Key_Escape)
    assert window.isVisible()
    session.close()
