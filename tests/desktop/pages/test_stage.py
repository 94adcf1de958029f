"""The Stage: photos, answers, and what is kept of what people do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.findings.fake.demo_sessions import (
    examples_to_show,
    plan_for,
    plan_to_present,
    running_demo,
)
from desktop.pages.stage.class_view import ANOTHER, AnswerSide, ClassView, offered
from desktop.pages.stage.presenter import Presenter
from desktop.pages.stage.start_session import StartSession
from desktop.pages.stage.window import StageWindow
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.run_list import SERVES
from desktop.session import Session
from desktop.settings import Settings
from desktop.widgets.label import Label
from mock_ai.delays import Delay
from reports.provenance import Provenance
from tests.desktop.pages.fake_hands import at_once

Hold = Callable[[StageWindow], StageWindow]
Present = Callable[[Session], Presenter]


@pytest.fixture
def hold(look: QApplication, qtbot: QtBot) -> Iterator[Hold]:
    """Return a function that shows a Stage and holds it until the test is over."""
    held: list[StageWindow] = []

    def show(window: StageWindow) -> StageWindow:
        held.append(window)
        window.resize(1280, 760)
        window.show()
        return window

    yield show
    for window in held:
        if shiboken6.isValid(window):
            window.close()
    held.clear()


def open_stage(
    session: Session, *, recorded: bool = True, letters: bool = True, **asked: Any
) -> StageWindow:
    """A Stage on the active scenario as it stands, unless another way is asked for."""
    project = session.project
    way = asked.pop("way", "fixed")
    plan = plan_for(project, way, **asked) if recorded else plan_to_present(project)
    demo = running_demo(project, plan, recorded=recorded)
    return StageWindow(session, demo, recorded=recorded, letters=letters)


class Show:
    """Shows a Stage with its first answer, played calmly but for the dials given; and the hands before it."""

    window: StageWindow

    def __init__(self, session: Session, hold: Hold, qtbot: QtBot) -> None:
        self.session, self._hold, self.qtbot = session, hold, qtbot

    def __call__(
        self, dials: dict[str, object] | None = None, *, wait: bool = True, **asked: Any
    ) -> StageWindow:
        at_once(self.session, **(dials or {}))
        self.window = self._hold(open_stage(self.session, **asked))
        if wait:
            self.answered()
        return self.window

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.window, key)

    def answered(self) -> None:
        answered(self.window, self.qtbot)


@pytest.fixture
def stage(labelled_session: Session, hold: Hold, qtbot: QtBot) -> Show:
    return Show(labelled_session, hold, qtbot)


def side_of(window: StageWindow) -> AnswerSide:
    """The sentence and the buttons of a Stage that tells apart."""
    assert isinstance(window.view, ClassView)
    return window.view.side


def answered(window: StageWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: side_of(window).accept.isEnabled() or side_of(window).again.isVisible())


def test_held_out_photos_come_first_in_a_seeded_order(labelled_session: Session) -> None:
    shown = examples_to_show(labelled_session.project, seed=1)
    assert [photo.held_out for photo in shown] == sorted(
        (photo.held_out for photo in shown), reverse=True
    )
    assert shown == examples_to_show(labelled_session.project, seed=1)
    assert shown != examples_to_show(labelled_session.project, seed=2)


def test_accepting_keeps_the_reaction_at_once(stage: Show) -> None:
    window = stage()
    assert "sure." in side_of(window).sentence.text()
    turn, answer = window.turn, window.answer
    assert turn is not None
    assert answer is not None
    stage.press(Qt.Key.Key_A)
    (session,) = stage.session.project.sessions()
    (reaction,) = session.reactions
    assert reaction.outcome == "accepted"
    assert reaction.item == turn.item.id
    assert reaction.answer == answer.label
    assert reaction.shown_accuracy == 0.85
    assert reaction.simulated is True
    stage.qtbot.waitUntil(lambda: window.foot.progress.text() == "answer 2 of 30")


def test_correcting_keeps_the_class_that_was_chosen(stage: Show) -> None:
    stage()
    stage.press(Qt.Key.Key_C, Qt.Key.Key_2)
    (reaction,) = stage.session.project.sessions()[0].reactions
    assert (reaction.outcome, reaction.correction) == ("corrected", "1")


def test_rejecting_and_the_journal_keep_what_was_shown(stage: Show) -> None:
    window = stage()
    answer = window.answer
    assert answer is not None
    stage.press(Qt.Key.Key_R)
    assert stage.session.project.sessions()[0].count("rejected") == 1
    assert stage.session.project.requests.rows()[0]["answer"] == answer.label


def test_nothing_can_be_said_before_the_answer_is_there(stage: Show) -> None:
    window = stage({"delay": Delay(60, 60)}, wait=False)
    stage.qtbot.waitUntil(lambda: window.answer is not None)
    assert not side_of(window).accept.isEnabled()
    stage.press(Qt.Key.Key_A)
    assert not stage.session.project.sessions()
    window.close()  # with the delay still running


def test_a_fault_says_so_and_another_try_is_possible(stage: Show) -> None:
    window = stage({"error_rate": 1.0})
    assert side_of(window).sentence.text() == "No answer came. Try again."
    window.try_again()
    assert window.answer is None
    stage.qtbot.waitUntil(side_of(window).again.isVisible)
    assert not side_of(window).reject.isVisible()
    assert window.foot.progress.text() == "answer 1 of 30"
    assert not stage.session.project.sessions()


def test_presenting_leaves_nothing_in_the_project(stage: Show) -> None:
    window = stage(recorded=False)
    side_of(window).accept.click()
    stage.qtbot.waitUntil(lambda: window.foot.progress.text() == "photo 2 of 18")
    assert not stage.session.project.sessions()
    assert not stage.session.project.requests.rows()


def test_s_hides_the_mark_for_the_room_and_the_record_keeps_it(stage: Show) -> None:
    window = stage()
    assert window.foot.mark.isVisible()
    stage.press(Qt.Key.Key_S)
    assert not window.foot.mark.isVisible()
    side_of(window).accept.click()
    assert stage.session.project.sessions()[0].reactions[0].simulated is True


def test_single_letters_can_be_turned_off(stage: Show) -> None:
    stage(letters=False)
    stage.press(Qt.Key.Key_A)
    assert not stage.session.project.sessions()


def test_a_missing_original_shows_its_thumbnail(stage: Show) -> None:
    for example in stage.session.project.examples():
        stage.session.project.original(example).unlink()
    window = stage()
    stage.qtbot.waitUntil(lambda: not window.view.example_view.picture._pixmap.isNull())


def test_arrows_turn_photos_and_the_mouse_leaves(stage: Show) -> None:
    window = stage()
    first = window.turn
    stage.press(Qt.Key.Key_Right)
    stage.answered()
    assert window.turn is not None
    assert window.turn != first
    stage.press(Qt.Key.Key_Left)
    stage.answered()
    assert window.turn == first
    assert not stage.session.project.sessions()
    with stage.qtbot.waitSignal(window.left):
        stage.qtbot.mouseClick(window.foot.leave, Qt.MouseButton.LeftButton)


def foot_keys(window: StageWindow) -> list[str]:
    """What the last line of the Stage says now."""
    return [label.text() for label in window.foot.findChildren(Label) if label.isVisible()]


def test_after_the_last_photo_it_says_so_and_the_last_reaction_can_be_taken_back(
    stage: Show,
) -> None:
    window = stage(answers=1)
    side_of(window).accept.click()
    stage.qtbot.waitUntil(
        lambda: side_of(window).sentence.text() == "That was the last one. Thank you."
    )
    assert not side_of(window).accept.isVisible()
    assert not side_of(window).sure.isVisible()
    side, middle = side_of(window), window.width() // 2
    stage.qtbot.waitUntil(lambda: abs(side.mapTo(window, side.rect().center()).x() - middle) <= 2)
    said = side_of(window).next_guess.text()
    assert said == "1 answered. What people did is on Fake it. Esc leaves."
    assert [words for words in foot_keys(window) if "pauses" in words or "←→" in words] == []
    stage.qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    stage.answered()
    assert side_of(window).problem.text() == "“Accept” taken back."
    assert side_of(window).sure.isVisible()
    assert "P pauses" in foot_keys(window)
    assert not stage.session.project.sessions()[0].reactions
    stage.press(Qt.Key.Key_R)
    assert stage.session.project.sessions()[0].count("rejected") == 1


def test_a_pause_covers_the_stage_and_keys_do_nothing_below_it(stage: Show) -> None:
    window = stage()
    stage.press(Qt.Key.Key_P)
    assert window.cover.isVisible()
    assert window.cover.size() == window.size()
    stage.qtbot.keyClick(window.cover, Qt.Key.Key_A)
    assert not stage.session.project.sessions()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_P):
        stage.qtbot.keyClick(window.cover, key)
        assert not window.cover.isVisible()
        stage.press(Qt.Key.Key_P)
        assert window.cover.isVisible()
    stage.qtbot.keyClick(window.cover, Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_P)
    stage.qtbot.keyClick(window.cover, Qt.Key.Key_Escape)
    assert not window.cover.isVisible()
    assert window.isVisible()


def test_each_person_says_who_they_are_and_answers_under_that_name(stage: Show) -> None:
    window = stage(wait=False, answers=2, people=2)
    assert window.cover.title.text() == "Person 1 of 2"
    window.cover.name.setText("Ana")
    stage.qtbot.keyClick(window.cover.name, Qt.Key.Key_Return)
    for _ in range(2):
        stage.answered()
        assert window.foot.who.text() == "Ana, person 1 of 2"
        stage.press(Qt.Key.Key_A)
    stage.qtbot.waitUntil(window.cover.isVisible)
    assert window.cover.title.text() == "Person 2 of 2"
    assert window.cover.name.text() == "2"
    window.cover.name.setText("Ana")
    window.cover.go_on.click()
    assert window.cover.problem.text() == "“Ana” has seen everything. Type another name."
    window.cover.name.setText("2")
    window.cover.go_on.click()
    for _ in range(2):
        stage.answered()
        stage.press(Qt.Key.Key_R)
    stage.qtbot.waitUntil(lambda: "last one" in side_of(window).sentence.text())
    rows = stage.session.project.sessions()[0].reactions
    assert [(row.person, row.outcome) for row in rows] == [
        ("Ana", "accepted"),
        ("Ana", "accepted"),
        ("2", "rejected"),
        ("2", "rejected"),
    ]


def test_the_real_classifier_answers_when_it_is_swapped_in(
    trained_session: Session, hold: Hold, qtbot: QtBot
) -> None:
    trained_session.do(edit.SetFact(SERVES, "real", "who answers", Provenance.MEASURED))
    window = hold(open_stage(trained_session))
    answered(window, qtbot)
    answer = window.answer
    assert answer is not None
    run = trained_session.project.runs()[0]
    assert window.turn is not None
    name = window.turn.item.name
    (row,) = [r for r in run.result.predictions if Path(r.path).name == name]
    assert answer.simulated is False
    assert answer.label == row.label
    side_of(window).accept.click()
    reaction = trained_session.project.sessions()[0].reactions[0]
    assert (reaction.simulated, reaction.shown_accuracy) == (
        False,
        run.result.accuracy.value,
    )


@pytest.fixture
def presenter_of(look: QApplication, qtbot: QtBot) -> Iterator[Present]:
    """Return a function that makes a presenter above a window; its Stage is closed with the test."""
    home = QWidget()
    home.resize(1024, 680)
    qtbot.addWidget(home)
    home.show()
    made: list[Presenter] = []

    def make(session: Session) -> Presenter:
        made.append(Presenter(session, Settings(), home))
        return made[0]

    yield make
    made[0].close()


@pytest.fixture
def presenter(labelled_session: Session, presenter_of: Present) -> Presenter:
    at_once(labelled_session)
    return presenter_of(labelled_session)


def asking(presenter: Presenter) -> StartSession:
    presenter.start_session()
    (popover,) = [p for p in presenter.parent().findChildren(StartSession) if p.isVisible()]
    return popover


def test_the_presenter_opens_one_stage_and_closes_it_with_the_project(
    presenter: Presenter, labelled_session: Session
) -> None:
    presenter.present()
    first = presenter.stage
    presenter.start_session()
    assert presenter.stage is first
    labelled_session.close()
    assert presenter.stage is None
    assert presenter.off() == "No project is open."


def test_enter_starts_an_adaptive_session_for_one_person(
    presenter: Presenter, qtbot: QtBot
) -> None:
    popover = asking(presenter)
    qtbot.keyClick(QApplication.focusWidget() or popover, Qt.Key.Key_Return)
    assert presenter.stage is not None
    plan = presenter.stage.sitting.demo.plan
    assert (plan.way, plan.answers, plan.people, plan.goal) == ("adaptive", 30, 1, 0.7)


def test_of_many_examples_it_says_how_many_are_shown(
    presenter: Presenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def words(n: int) -> str:
        monkeypatch.setattr("desktop.findings.fake.demo_sessions.SHOWN", n)
        popover = asking(presenter)
        popover.close_popover()
        return popover.shown._options[0][1]

    assert words(100) == "all 18"
    assert words(9) == "9 of 18"
    assert words(4) == "4 held out"


def test_what_was_chosen_is_what_starts(presenter: Presenter) -> None:
    popover = asking(presenter)
    popover.way.button("compare").click()
    popover.sees._choose(1)
    popover.people.setText("4")
    popover.shown._choose(1)
    popover.submit()
    assert presenter.stage is not None
    plan = presenter.stage.sitting.demo.plan
    assert (plan.way, plan.people, len(plan.items)) == ("compare between", 4, 6)


def test_a_number_that_will_not_do_is_said_and_nothing_starts(presenter: Presenter) -> None:
    popover = asking(presenter)
    popover.answers.setText("9000")
    popover.submit()
    assert presenter.stage is None
    assert popover.note.text() == "Answers: at most 200."
    popover.answers.setText("8")
    popover.answers.editingFinished.emit()
    assert popover.note.text().startswith("Fewer than 10 answers each")
    popover.submit()
    assert presenter.stage is not None


def test_kinds_of_error_that_cannot_strike_are_refused_before_the_start(
    presenter: Presenter, labelled_session: Session
) -> None:
    at_once(labelled_session, accuracy=0.55)
    popover = asking(presenter)
    popover.way.button("compare").click()
    assert "too few examples to be wrong about" in popover.note.text()
    assert not popover.send.isEnabled()


def test_a_session_that_was_left_is_offered_again(
    presenter: Presenter, labelled_session: Session, qtbot: QtBot
) -> None:
    asking(presenter).submit()
    assert presenter.stage is not None
    answered(presenter.stage, qtbot)
    side_of(presenter.stage).accept.click()
    presenter.stage.close()
    popover = asking(presenter)
    assert popover.go_on is not None
    assert popover.go_on.text() == "Go on with session 1: 1 of 30 answered"
    popover.go_on.click()
    assert presenter.stage is not None
    answered(presenter.stage, qtbot)
    assert presenter.stage.foot.progress.text() == "answer 2 of 30"
    side_of(presenter.stage).accept.click()
    assert len(labelled_session.project.sessions()) == 1


def test_with_the_real_classifier_there_is_only_showing_it(
    trained_session: Session, presenter_of: Present
) -> None:
    trained_session.do(edit.SetFact(SERVES, "real", "who answers", Provenance.MEASURED))
    popover = asking(presenter_of(trained_session))
    assert popover.way.value() == "fixed"
    assert not popover.way.button("adaptive").isEnabled()
    popover.close_popover()


def test_the_presenter_says_what_is_missing(session: Session, presenter_of: Present) -> None:
    presenter = presenter_of(session)
    assert presenter.off() == "Say on Problem what the answer would be first."
    session.do(edit.AddClass("a"))
    session.do(edit.AddClass("b"))
    assert presenter.off() == "Add a few photos on Data first."
    presenter.present()
    assert presenter.stage is None
    session.close()


def test_a_text_stands_in_large_letters_and_is_answered(
    tmp_path: Path, hold: Hold, qtbot: QtBot
) -> None:
    from desktop.jobs.add_data import AddData, find_data

    table = tmp_path / "said.csv"
    table.write_text(
        "text,label\nWhere is my card?,card\nI lost it,lost\nIt came,card\nGone,lost\n"
    )
    session = Session()
    session.use(Project.create(tmp_path / "texts.smart", name="Texts"))
    found = find_data(AddData(session.project.path, (table,)), lambda *_: None, lambda: False)
    session.do(edit.AddExamples(found.examples))
    at_once(session)
    window = hold(open_stage(session, recorded=False))
    texts = {"Where is my card?", "I lost it", "It came", "Gone"}
    qtbot.waitUntil(lambda: window.view.example_view.words in texts)
    answered(window, qtbot)
    assert window.foot.progress.text() == "text 1 of 4"
    assert "sure." in side_of(window).sentence.text()
    window.close()
    session.close()


def test_of_many_classes_the_likeliest_are_offered_and_the_others_behind_one_more() -> None:
    names = [f"class {letter}" for letter in "abcdefghijkl"]
    chips, others = offered(names, {"class k": 0.6, "class c": 0.3})
    assert chips[:2] == ["class k", "class c"]
    assert chips[-1] == ANOTHER
    assert {*chips[:-1], *others} == set(names)
    assert offered(names[:3], {}) == (names[:3], [])
