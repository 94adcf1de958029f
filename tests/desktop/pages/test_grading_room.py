"""The grading room in its window: keys, what is kept, and that no name is anywhere in it."""

import hashlib
import signal
import subprocess
import sys
from itertools import chain

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop.findings.measure.grading_plan import PLAN_KEY, GradingPlan, plan_of
from desktop.findings.measure.grading_room import GradingRoom
from desktop.pages.measure.room.entry import open_grading_room
from desktop.pages.measure.room.window import GradingWindow
from desktop.project.commands import AddCases, AddExamples, ClearFact, PutCandidate, SetBar
from desktop.project.measure_records import SETTLED, CandidateSource, GradeVerdict, NewCase
from desktop.project.project import Project
from desktop.project.records import NewExample
from desktop.session import Session
from estimators.base.errors import UserError
from estimators.measure.case import CandidateAnswer, EvalCase
from estimators.measure.stop_rule import StopPlan
from reports.provenance import Provenance
from tests.desktop.graded_project import CANARIES, graded_project

Key = Qt.Key
GOOD, BAD, UNSURE = GradeVerdict.GOOD, GradeVerdict.BAD, GradeVerdict.UNSURE


@pytest.fixture
def session(tmp_path, look):
    made = Session()
    made.use(graded_project(tmp_path))
    yield made
    made.close()


@pytest.fixture
def shown(look, qtbot):
    """Opens a room; it is gone before the project is."""
    opened = []

    def show(window: GradingWindow, width: int, height: int) -> GradingWindow:
        gone = []
        window.destroyed.connect(lambda: gone.append(True))
        opened.append((window, gone))
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        return window

    yield show
    for window, gone in opened:
        if not gone:
            window.close()
        qtbot.waitUntil(lambda gone=gone: bool(gone))


@pytest.fixture
def window(session, shown):
    made = shown(GradingWindow(session), 1440, 900)
    made.cover.name.setText("Ada")
    press(made.cover.name, Key.Key_Return)
    assert not made.cover.isVisible()
    return made


def press(widget: QWidget, *keys: Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(widget, key, modifier)


def said(session) -> list[tuple[GradeVerdict, str]]:
    return [(one.grade.verdict, one.grade.reason) for one in session.project.measured.grades()]


def test_pages_are_looked_up_only_where_there_are_some(window, look, qtbot, tmp_path):
    def foot(room: GradingWindow) -> str:
        return " ".join(label.text() for label in room.foot.findChildren(QLabel) if not label.isHidden())  # fmt: skip

    assert "look up the help page" in foot(window)
    (tmp_path / "tasks").mkdir()
    session = Session()
    session.use(graded_project(tmp_path / "tasks", kind="act"))
    room = GradingWindow(session)
    qtbot.addWidget(room)
    room.resize(1440, 900)
    room.open_room("Ada")
    assert "what was expected" in foot(room)
    assert "look up the help page" not in foot(room)
    room.close()
    session.close()


def test_the_bar_is_said_to_be_the_usual_one_until_there_is_one(session, shown):
    session.project.do(ClearFact(PLAN_KEY, "the rule"))
    cover = shown(GradingWindow(session), 1440, 900).cover
    cover.ask_who(session.project, "")
    assert cover.bar_words.text() == "The bar: 80% good. It is the usual one; none is set yet."
    session.do(SetBar(0.6, "your choice", Provenance.GUESS))
    cover.ask_who(session.project, "")
    assert cover.bar_words.text() == "The bar: 60% good. It is the bar of the launch."


def test_one_key_a_verdict_and_why_in_one_more(window, session):
    press(window, Key.Key_1)
    press(window, Key.Key_2)
    assert said(session) == [(GOOD, ""), (BAD, "")], "it is kept before anybody says why"
    press(window, Key.Key_W, Key.Key_Q, Key.Key_3)
    assert said(session) == [(GOOD, ""), (BAD, "leaves out"), (BAD, "makes it up"), (UNSURE, "")]
    assert window.room.place[:1] == (2,)


def test_not_good_goes_on_when_it_is_said_again(window, session):
    press(window, Key.Key_2)
    first = window.room.task
    press(window, Key.Key_2)
    assert window.room.task is not first
    assert said(session) == [(BAD, "")]


def test_whoever_comes_back_to_a_bad_answer_does_not_grade_the_next_by_mistake(window, session):
    press(window, Key.Key_1, Key.Key_2)
    press(window, Key.Key_2, Key.Key_Left)
    press(window, Key.Key_2)
    assert window.room.own().verdict is BAD
    press(window, Key.Key_2)
    assert said(session) == [(GOOD, ""), (BAD, "")]


def test_harm_is_not_good_and_waits_for_why(window, session):
    press(window, Key.Key_H)
    assert window.pane.reasons.harm.isChecked()
    press(window, Key.Key_E)
    kept = session.project.measured.grades()[0].grade
    assert (kept.verdict, kept.harm, kept.reason) == (BAD, True, "wrong tone")


def test_control_z_takes_back_and_arrows_look_back(window, session):
    press(window, Key.Key_1, Key.Key_1)
    second = window.room.queue[1]
    press(window, Key.Key_Z, control=True)
    assert window.room.task is second
    assert len(said(session)) == 1
    press(window, Key.Key_Left)
    assert window.pane.buttons[GOOD].kind == "primary"
    press(window, Key.Key_3)
    assert said(session) == [(UNSURE, "")]
    assert window.room.task is second


def test_a_note_is_kept_with_its_verdict_and_keys_in_it_are_letters(window, session, qtbot):
    press(window, Key.Key_2, Key.Key_N)
    qtbot.keyClicks(window.pane.note, "12 q")
    press(window.pane.note, Key.Key_Return)
    kept = session.project.measured.grades()[0].grade
    assert (kept.verdict, kept.note) == (BAD, "12 q")
    assert len(said(session)) == 1


def test_a_marked_passage_is_quoted_in_the_note(window, session):
    press(window, Key.Key_2)
    window.pane.answer.passage.emit("to order")
    assert session.project.measured.grades()[0].grade.note == "“to order”"
    assert len(window.pane.answer.extraSelections()) == 1


def test_a_new_way_of_being_wrong_gets_a_key(window, session, qtbot):
    press(window, Key.Key_A)
    asking = window.focusWidget()
    assert isinstance(asking, QLineEdit)
    qtbot.keyClicks(asking, "promises a day")
    press(asking, Key.Key_Return)
    assert said(session) == [(BAD, "promises a day")]
    press(window, Key.Key_T)
    assert said(session)[-1] == (BAD, "promises a day")


def test_a_pause_covers_the_answer_and_no_key_grades(window, session):
    press(window, Key.Key_P)
    press(window.cover, Key.Key_1)
    press(window, Key.Key_1)
    assert said(session) == []
    press(window.cover, Key.Key_P)
    press(window, Key.Key_1)
    assert said(session) == [(GOOD, "")]


def test_pages_hear_of_the_grades_when_the_room_is_left(window, session):
    heard = []
    session.changed.connect(heard.append)
    press(window, Key.Key_1, Key.Key_1)
    assert not heard
    press(window, Key.Key_Escape)
    assert [change.touches("grade") for change in heard] == [True]


def test_the_rule_is_asked_for_once_before_the_first_grade(session, shown):
    session.project.do(ClearFact(PLAN_KEY, "the rule"))
    window = shown(GradingWindow(session), 1440, 900)
    window.cover.rule.button(StopPlan.FIXED.value).click()
    window.cover.most.set_number(6)
    window.cover.run()
    assert plan_of(session.project).stop is StopPlan.FIXED
    assert window.room.place[1] == 6
    window.close()
    again = shown(GradingWindow(session), 1440, 900)
    assert not again.cover.rule.isVisible()


def test_settling_shows_both_unnamed(session, shown):
    for name, verdict in (("Ada", GOOD), ("Bo", BAD)):
        room = GradingRoom(session.project, name)
        while room.task is not None:
            room.grade(verdict if room.task.case == "0004" else GOOD)
            room.go_on()
    window = shown(GradingWindow(session), 1440, 900)
    assert window.cover.settle.isVisible()
    window.cover.settle.click()
    assert set(window.pane.others.text().splitlines()) == {"Good", "Not good"}
    assert "Ada" not in everything_in(window)
    press(window, Key.Key_1, Key.Key_1, Key.Key_1)
    assert window.room.task is None
    assert {one.grade.rater for one in session.project.measured.grades()} == {"Ada", "Bo", SETTLED}


def everything_in(window: QWidget) -> str:
    """All that window, tooltips and accessibility tree say, properties and the clipboard included."""
    found = [window.windowTitle(), QGuiApplication.clipboard().text()]
    for widget in (window, *window.findChildren(QObject)):
        meta = widget.metaObject()
        for at in range(meta.propertyCount()):
            value = widget.property(meta.property(at).name())
            found.append(value if isinstance(value, str) else "")
        if isinstance(widget, QLabel):
            found.append(widget.text())
    found += _tree(QAccessible.queryAccessibleInterface(window))
    return "\n".join(found)


def _tree(node: QAccessibleInterface | None) -> list[str]:
    if node is None:
        return []
    kind = QAccessible.Text
    told = (kind.Name, kind.Description, kind.Value, kind.Help)
    texts = [node.text(one) for one in told]
    return texts + list(
        chain.from_iterable(_tree(node.child(at)) for at in range(node.childCount()))
    )


def test_no_candidates_name_is_anywhere(window, session):
    def assert_hidden() -> None:
        known = everything_in(window)
        assert "Where is order" in known
        uids = [one.uid for one in session.project.measured.candidates()]
        assert not [one for one in (*CANARIES, *uids) if one in known]

    assert_hidden()
    press(window, Key.Key_2)
    press(window, Key.Key_Q, Key.Key_1, Key.Key_X)
    window.pane.answer.selectAll()
    window.pane.answer.copy()
    assert_hidden()
    press(window, Key.Key_P)
    assert_hidden()
    press(window.cover, Key.Key_P)
    while window.room.task is not None:
        press(window, Key.Key_1)
    assert_hidden()


KILLED = """
import sys
from pathlib import Path
from desktop.project.project import Project
from desktop.project.records import NewExample
from desktop.findings.measure.grading_room import GradingRoom
from desktop.project.measure_records import GradeVerdict
room = GradingRoom(Project.open(Path(sys.argv[1])), "Ada")
while room.task is not None:
    room.grade(GradeVerdict.GOOD)
    print(room.task.case, flush=True)
    room.go_on()
"""


def test_a_kill_loses_no_grade(tmp_path):
    with graded_project(tmp_path, 200) as project:
        path = project.path
    running = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE)
    lines = [running.stdout.readline() for _ in range(25)]
    running.send_signal(signal.SIGKILL)
    rest, _ = running.communicate()
    told = len([line for line in lines if line]) + len(rest.splitlines())
    with Project.open(path) as project:
        kept = len(project.measured.grades())
        assert told <= kept <= told + 1, "what was told is kept; at most one was kept and not told"
        room = GradingRoom(project, "Ada")
        assert room.done == kept


def test_thousands_of_cases_are_opened_and_graded(tmp_path, look, shown):
    session = Session()
    session.use(graded_project(tmp_path, 3_000, ("a",), plan=GradingPlan(seed=2)))
    window = shown(GradingWindow(session), 1440, 900)
    window.cover.run()
    press(window, Key.Key_1, Key.Key_1)
    assert window.room.place[:2] == (3, 3_000)
    session.close()


@pytest.mark.parametrize(
    "answer",
    ["مرحبا، نأسف لأن المصباح وصل مكسورا.", "a" * 300_000, "", None, "<b>bold</b> & <script>x</script>"],
)  # fmt: skip
def test_whatever_came_is_shown_as_text(tmp_path, shown, answer):
    session = Session()
    session.use(graded_project(tmp_path, 1, ("a",), says={"a": [answer]}))
    window = shown(GradingWindow(session), 1024, 680)
    window.cover.run()
    text = window.pane.answer.toPlainText()
    if not answer:
        assert text == "The answer is empty."
    else:
        assert text.startswith(answer[:1000])
    assert window.pane.buttons[GOOD].isVisible()
    assert window.pane.buttons[GOOD].geometry().bottom() < 680
    session.close()


def test_the_room_opens_over_the_window_and_says_why_not(tmp_path, look, qtbot, session):
    home = QWidget()
    qtbot.addWidget(home)
    opened = open_grading_room(session, home, name="Ada")
    gone = []
    opened.destroyed.connect(lambda: gone.append(True))
    assert opened.isFullScreen()
    assert opened.cover.name.text() == "Ada"
    opened.close()
    qtbot.waitUntil(lambda: bool(gone))
    other = tmp_path / "other"
    other.mkdir()
    empty = Session()
    empty.use(graded_project(other, 2, ()))
    with pytest.raises(UserError, match="nothing to grade"):
        open_grading_room(empty, home)
    empty.close()


def test_a_photo_that_came_in_is_shown_large(tmp_path, shown, qtbot):
    photo = tmp_path / "receipt.png"
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(0xFF8844)
    assert image.save(str(photo))
    session = Session()
    session.use(graded_project(tmp_path, 0, ()))
    project = session.project
    digest = hashlib.sha256(photo.read_bytes()).hexdigest()
    path = project.stored_path(photo)
    added = NewExample(path, photo.name, digest, photo.stat().st_size, "photo", None)
    project.do(AddExamples((added,)))
    project.do(AddCases((NewCase(EvalCase(path, path), held_out=True),)))
    made = PutCandidate(None, "a", CandidateSource.FILE)
    project.do(made)
    project.measured.append_answers(made.uid, [CandidateAnswer(path, '{"total": 4}')])
    window = shown(GradingWindow(session), 1440, 900)
    window.cover.run()
    assert not window.pane.bubble.isVisible()
    assert window.pane.example.isVisible()
    qtbot.waitUntil(lambda: not window.pane.example.picture.is_empty)
    session.close()


def test_letters_act_only_where_somebody_wants_that(session, shown):
    window = shown(GradingWindow(session, letters=False), 1440, 900)
    window.cover.run()
    press(window, Key.Key_Q, Key.Key_H, Key.Key_P)
    assert said(session) == []
    press(window, Key.Key_2)
    chip = window.pane.reasons.chips["leaves out"]
    assert chip.focusPolicy() & Qt.FocusPolicy.TabFocus
    press(chip, Key.Key_Return)
    assert said(session) == [(BAD, "leaves out")]


def test_nobody_else_is_let_in_before_there_is_a_rule(session, shown):
    session.project.do(ClearFact(PLAN_KEY, "the rule"))
    window = shown(GradingWindow(session), 1440, 900)
    assert not window.cover.door.isVisible()
    window.cover.run()
    press(window, Key.Key_P)
    assert window.cover.door.isVisible()
