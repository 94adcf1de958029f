"""One journey a kind, with keys only: a new project without data, a session on the Stage, three answers, and what is kept."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.findings.fake.acceptance_curve import corrections_in
from desktop.findings.fake.ready_made import borrow
from desktop.pages.fake.reactions_tab import ReactionsTab
from desktop.pages.stage.draft import DraftView, SourcePagePopover
from desktop.pages.stage.form_fields import FormFieldsView
from desktop.pages.stage.kind_view import KindView
from desktop.pages.stage.presenter import Presenter
from desktop.pages.stage.start_session import StartSession
from desktop.pages.stage.task_steps import TaskStepsView
from desktop.pages.stage.window import StageWindow
from desktop.project import commands as edit
from desktop.project.product import set_product
from desktop.project.project import Project
from desktop.session import Session
from desktop.settings import Settings
from desktop.widgets.label import Label
from desktop.widgets.popover import open_popover
from estimators.base.task_kind import TASK_KINDS
from mock_ai.reaction import Reaction
from reports.evidence import Quote
from tests.desktop.pages.fake_hands import at_once

Begin = Callable[..., "KeyboardHands"]
CONTROL = Qt.KeyboardModifier.ControlModifier


class KeyboardHands:
    """Plays the Stage of one project with the keyboard alone."""

    def __init__(self, session: Session, stage: StageWindow, qtbot: QtBot) -> None:
        self.session, self.stage, self.qtbot = session, stage, qtbot

    @property
    def view(self) -> KindView:
        """That of a kind which names no class."""
        assert isinstance(self.stage.view, KindView)
        return self.stage.view

    def answered(self) -> None:
        """Wait for the next answer, and have all of it shown."""
        view = self.stage.view
        if isinstance(view, KindView):
            self.qtbot.waitUntil(lambda: view.answer is not None)
            if view.appearance.runs:
                self.press(Qt.Key.Key_Space)
        self.qtbot.waitUntil(lambda: view.ready)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.qtbot.keyClick(self._focus(), key, modifier)

    def write(self, words: str) -> None:
        self.qtbot.keyClicks(self._focus(), words)

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        return focus if focus is not None and focus.window() is self.stage else self.stage

    def reactions(self) -> list[Reaction]:
        sessions = self.session.project.sessions()
        return list(sessions[0].reactions) if sessions else []

    def kept(self, n: int) -> Reaction:
        """The n-th reaction, as the project has it."""
        kept = self.reactions()
        assert len(kept) == n
        return kept[-1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder: Path = tmp_path_factory.mktemp("kinds")
    with Project.create(folder / "idea.smart", name="Idea") as made:
        yield made


@pytest.fixture
def begin(project: Project, look: QApplication, qtbot: QtBot) -> Iterator[Begin]:
    """Return a function that makes the project one of a kind and begins a session on the Stage."""
    home = QWidget()
    qtbot.addWidget(home)
    home.resize(1440, 900)
    home.show()
    session = Session()
    session.use(project)
    presenter = Presenter(session, Settings(), home)

    def start(kind: str, **dials: object) -> KeyboardHands:
        for kept in project.sessions():
            session.do(edit.DeleteSession(kept.id, kept.number))
        chosen = set_product(project, kind, TASK_KINDS[kind].inputs)
        session.do(edit.Several(chosen, "kind"))
        if kind == "classify":
            session.do(borrow(project, "classify"))
        at_once(session, **dials)
        presenter.start_session()
        (asked,) = [one for one in home.findChildren(StartSession) if one.isVisible()]
        qtbot.keyClick(QApplication.focusWidget() or asked, Qt.Key.Key_Return)
        assert presenter.stage is not None
        hands = KeyboardHands(session, presenter.stage, qtbot)
        if not dials:
            hands.answered()
        # What asked for the session goes away meanwhile, and may leave no window active.
        hands.stage.activateWindow()
        qtbot.waitUntil(hands.stage.isActiveWindow)
        return hands

    yield start
    presenter.close()


def test_a_page_is_read_with_keys_and_who_reads_accepts_nothing(begin: Begin) -> None:
    hands = begin("generate")
    view = hands.view
    assert isinstance(view, DraftView)
    while not view.source_links:  # some messages are about no page
        hands.press(Qt.Key.Key_Right)
        hands.answered()
    link = view.source_links[0]
    link.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        hands.press(key)
        page = open_popover(hands.stage)
        assert isinstance(page, SourcePagePopover)
        assert QApplication.focusWidget() is page.area
        hands.press(Qt.Key.Key_A)
        hands.press(Qt.Key.Key_Right)
        assert open_popover(hands.stage) is page
        hands.press(Qt.Key.Key_Escape)
        assert open_popover(hands.stage) is None
        assert QApplication.focusWidget() is link
    assert hands.reactions() == []
    hands.press(Qt.Key.Key_A)
    assert hands.kept(1).outcome == "accepted"


def test_a_draft_is_sent_changed_and_written_anew(begin: Begin) -> None:
    hands = begin("generate")
    draft = hands.view.answer
    assert draft is not None
    hands.press(Qt.Key.Key_N)
    hands.write("friendly, as we write")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_A)
    first = hands.kept(1)
    assert (first.outcome, first.note) == ("accepted", "friendly, as we write")
    assert first.kind == "generate"
    hands.answered()
    hands.press(Qt.Key.Key_C)
    hands.write(" Yours, A.")  # letters of commands are letters here
    hands.press(Qt.Key.Key_Return, CONTROL)
    second = hands.kept(2)
    assert second.outcome == "corrected"
    assert second.correction.endswith("Yours, A.")
    assert second.note == ""
    hands.answered()
    hands.press(Qt.Key.Key_R)
    hands.write("Call us.")
    hands.press(Qt.Key.Key_Return, CONTROL)
    third = hands.kept(3)
    assert (third.outcome, third.correction) == ("rejected", "Call us.")
    hands.press(Qt.Key.Key_Escape)
    assert len(hands.reactions()) == 3
    said = [(one.text[-9:], one.who.split(":")[0]) for one in put_right(hands)]
    assert said == [("Yours, A.", "person 1, corrected"), ("Call us.", "person 1, rejected")]


def put_right(hands: KeyboardHands) -> tuple[Quote, ...]:
    """What the first session's list on Fake it says that people put right."""
    found = corrections_in(hands.session.project.sessions()[0])
    tab = ReactionsTab()
    hands.qtbot.addWidget(tab)
    tab.show_project(hands.session.project)
    tab.sessions.choose(0)
    shown = [label.text() for label in tab.sessions.corrections.findChildren(Label)]
    assert [one.text in " ".join(shown) for one in found] == [True] * len(found)
    tab.stop()
    return found


def test_a_thing_is_taken_by_its_number_none_of_them_and_another(begin: Begin) -> None:
    hands = begin("rank")
    offered = hands.view.answer
    assert offered is not None
    hands.press(Qt.Key.Key_2)
    taken = hands.kept(1)
    assert (taken.outcome, taken.correction) == ("accepted", offered.parts[1].text)
    hands.answered()
    hands.press(Qt.Key.Key_0)
    assert hands.kept(2).outcome == "rejected"
    hands.answered()
    hands.press(Qt.Key.Key_C)
    hands.write("basil, 2")
    hands.press(Qt.Key.Key_Return)
    other = hands.kept(3)
    assert (other.outcome, other.correction) == ("corrected", "basil, 2")


def test_enter_takes_the_card_that_the_keyboard_has_reached(begin: Begin) -> None:
    hands = begin("rank")
    offered = hands.view.answer
    assert offered is not None
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Return)
    assert hands.kept(1).correction == offered.parts[1].text


def test_a_transcript_is_right_is_changed_and_is_not_trusted(begin: Begin) -> None:
    hands = begin("transcribe")
    hands.press(Qt.Key.Key_A)
    assert hands.kept(1).outcome == "accepted"
    hands.answered()
    hands.press(Qt.Key.Key_C)
    hands.write("fifty")
    hands.press(Qt.Key.Key_Return, CONTROL)
    changed = hands.kept(2)
    assert changed.outcome == "corrected"
    assert "fifty" in changed.correction
    hands.answered()
    hands.press(Qt.Key.Key_R)
    assert hands.kept(3).outcome == "rejected"


def test_a_form_is_right_a_field_is_changed_and_nothing_is_there(begin: Begin) -> None:
    hands = begin("extract")
    hands.press(Qt.Key.Key_A)
    assert hands.kept(1).outcome == "accepted"
    hands.answered()
    view = hands.view
    assert isinstance(view, FormFieldsView)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Tab)
    assert view.rows[1].hasFocus()
    name = view.rows[1].part.name
    hands.press(Qt.Key.Key_C)
    hands.write("Friday, at three")
    hands.press(Qt.Key.Key_Return)
    assert view.rows[1].value == "Friday, at three"
    hands.press(Qt.Key.Key_A)
    changed = hands.kept(2)
    assert (changed.outcome, changed.correction) == ("corrected", f"{name}: Friday, at three")
    hands.answered()
    hands.press(Qt.Key.Key_R)
    assert hands.kept(3).outcome == "rejected"


def test_a_task_is_approved_a_step_undone_and_it_is_stopped(begin: Begin) -> None:
    hands = begin("act")
    hands.press(Qt.Key.Key_A)
    assert hands.kept(1).outcome == "accepted"
    hands.answered()
    view = hands.view
    assert isinstance(view, TaskStepsView)
    done = [step.part.text for step in view.steps if step.undo.isVisible()]
    hands.press(Qt.Key.Key_U)
    hands.press(Qt.Key.Key_A)
    undone = hands.kept(2)
    assert (undone.outcome, undone.correction) == ("corrected", f"Without: {done[-1]}")
    hands.answered()
    hands.press(Qt.Key.Key_R)
    assert hands.kept(3).outcome == "rejected"


def test_a_number_is_planned_with_typed_anew_and_not_used(begin: Begin) -> None:
    hands = begin("number")
    hands.press(Qt.Key.Key_A)
    assert hands.kept(1).outcome == "accepted"
    hands.answered()
    hands.press(Qt.Key.Key_C)
    hands.write("many")
    hands.press(Qt.Key.Key_Return)
    assert len(hands.reactions()) == 1
    assert hands.view.problem.text() == "this is not a number"
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.write("412")
    hands.press(Qt.Key.Key_Return)
    mine = hands.kept(2)
    assert (mine.outcome, mine.correction) == ("corrected", "412")
    hands.answered()
    hands.press(Qt.Key.Key_R)
    assert hands.kept(3).outcome == "rejected"


def test_what_was_typed_is_given_up_with_escape_and_the_answer_stays(begin: Begin) -> None:
    hands = begin("generate")
    hands.press(Qt.Key.Key_C)
    hands.write("no")
    hands.press(Qt.Key.Key_Escape)
    assert hands.stage.isVisible()
    hands.press(Qt.Key.Key_A)
    assert hands.kept(1).outcome == "accepted"
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert hands.reactions() == []
    hands.press(Qt.Key.Key_Escape)
    assert not hands.stage.isVisible()


def test_no_answer_is_said_and_another_try_is_possible(begin: Begin) -> None:
    hands = begin("generate", error_rate=1.0)
    buttons = hands.view.buttons
    hands.qtbot.waitUntil(buttons.try_again.isVisible)
    assert hands.view.headline.text() == "No answer came. Try again."
    hands.press(Qt.Key.Key_A)
    assert not buttons.try_again.isVisible()
    hands.qtbot.waitUntil(buttons.try_again.isVisible)
    assert hands.reactions() == []


def test_a_remark_goes_with_what_tells_classes_apart_too(begin: Begin) -> None:
    hands = begin("classify")
    hands.press(Qt.Key.Key_N)
    hands.write("too dark")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_R)
    rejected = hands.kept(1)
    assert (rejected.outcome, rejected.note, rejected.kind) == ("rejected", "too dark", "classify")


def test_an_arrow_shows_another_in_its_place_and_nothing_is_kept(begin: Begin) -> None:
    hands = begin("extract")
    first = hands.view.question
    hands.press(Qt.Key.Key_Right)
    hands.qtbot.waitUntil(lambda: hands.view.question != first)
    hands.answered()
    hands.press(Qt.Key.Key_Left)
    hands.qtbot.waitUntil(lambda: hands.view.question == first)
    hands.answered()
    assert hands.reactions() == []


def test_a_pause_covers_what_is_shown_and_goes_on_with_it(begin: Begin) -> None:
    hands = begin("act")
    hands.press(Qt.Key.Key_P)
    assert hands.stage.cover.isVisible()
    hands.press(Qt.Key.Key_A)
    assert hands.reactions() == []
    hands.press(Qt.Key.Key_P)
    hands.press(Qt.Key.Key_A)
    assert hands.kept(1).outcome == "accepted"
