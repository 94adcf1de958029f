"""The Stage: photos, answers, and what is kept of what people do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.findings.fake import SERVES, active_scenario, put_scenario
from desktop.pages.stage import Presenter
from desktop.pages.stage.answers import examples_to_show
from desktop.pages.stage.side import ANOTHER, offered
from desktop.pages.stage.window import StageWindow
from desktop.project import commands as edit
from desktop.session import Session
from desktop.settings import Settings
from mock_ai.delays import Delay
from reports.provenance import Provenance


def play(session: Session, **dials: object) -> None:
    """Play the active scenario without delays and faults, but for what is given."""
    calm = {"delay": Delay(), "no_answer_rate": 0.0, "error_rate": 0.0, "unknown_rate": 0.0}
    scenario = replace(active_scenario(session.project)[1], **{**calm, **dials})  # type: ignore[arg-type]
    session.do(put_scenario(session.project, scenario, "play calmly"))


@pytest.fixture
def hold(look: QApplication, qtbot: QtBot) -> Iterator[Callable[[StageWindow], StageWindow]]:
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


@pytest.fixture
def stage(
    labelled_session: Session, hold: Callable[[StageWindow], StageWindow]
) -> Callable[..., StageWindow]:
    def show(*, recording: bool = True, letters: bool = True) -> StageWindow:
        photos = examples_to_show(labelled_session.project)
        return hold(StageWindow(labelled_session, photos, recording=recording, letters=letters))

    return show


def answered(window: StageWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.accept.isEnabled() or window.again.isVisible(), timeout=10_000)


def test_held_out_photos_come_first_in_a_seeded_order(labelled_session: Session) -> None:
    shown = examples_to_show(labelled_session.project, seed=1)
    assert [photo.held_out for photo in shown] == sorted(
        (photo.held_out for photo in shown), reverse=True
    )
    assert shown == examples_to_show(labelled_session.project, seed=1)
    assert shown != examples_to_show(labelled_session.project, seed=2)


def test_accepting_keeps_the_reaction_at_once(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    play(labelled_session)
    window = stage()
    answered(window, qtbot)
    assert "sure." in window.sentence.text()
    photo, answer = window.example, window.answer
    assert answer is not None
    qtbot.keyClick(window, Qt.Key.Key_A)
    (session,) = labelled_session.project.sessions()
    (reaction,) = session.reactions
    assert reaction.outcome == "accepted"
    assert reaction.payload["photo"] == photo.sha256
    assert reaction.payload["answer"] == answer.label
    assert reaction.payload["shown_accuracy"] == 0.85
    assert reaction.payload["simulated"] is True
    assert window.progress.text() == "photo 2 of 18"


def test_correcting_keeps_the_class_that_was_chosen(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    play(labelled_session)
    window = stage()
    answered(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_C)
    qtbot.keyClick(window, Qt.Key.Key_2)
    (reaction,) = labelled_session.project.sessions()[0].reactions
    assert (reaction.outcome, reaction.payload["correction"]) == ("corrected", "1")


def test_rejecting_and_the_journal_keep_what_was_shown(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    play(labelled_session)
    window = stage()
    answered(window, qtbot)
    answer = window.answer
    assert answer is not None
    qtbot.keyClick(window, Qt.Key.Key_R)
    assert labelled_session.project.sessions()[0].count("rejected") == 1
    assert labelled_session.project.journal()[0]["answer"] == answer.label


def test_nothing_can_be_said_before_the_answer_is_there(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    play(labelled_session, delay=Delay(60, 60))
    window = stage()
    qtbot.waitUntil(lambda: window.answer is not None, timeout=10_000)
    assert not window.accept.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_A)
    assert not labelled_session.project.sessions()
    window.close()  # with the delay still running


def test_a_fault_says_so_and_another_try_is_possible(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    play(labelled_session, error_rate=1.0)
    window = stage()
    qtbot.waitUntil(window.again.isVisible, timeout=10_000)
    assert window.sentence.text() == "No answer came. Try again."
    window.try_again()
    assert window.answer is None
    qtbot.waitUntil(window.again.isVisible, timeout=10_000)
    assert window.progress.text() == "photo 1 of 18"
    assert not labelled_session.project.sessions()


def test_presenting_leaves_nothing_in_the_project(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    play(labelled_session)
    window = stage(recording=False)
    answered(window, qtbot)
    window.accept.click()
    assert window.progress.text() == "photo 2 of 18"
    assert not labelled_session.project.sessions()
    assert not labelled_session.project.journal()


def test_s_hides_the_mark_for_the_room_and_the_record_keeps_it(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    play(labelled_session)
    window = stage()
    answered(window, qtbot)
    assert window.mark.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_S)
    assert not window.mark.isVisible()
    window.accept.click()
    assert labelled_session.project.sessions()[0].reactions[0].payload["simulated"] is True


def test_single_letters_can_be_turned_off(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    play(labelled_session)
    window = stage(letters=False)
    answered(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_A)
    assert not labelled_session.project.sessions()


def test_a_missing_original_shows_its_thumbnail(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    for example in labelled_session.project.examples():
        labelled_session.project.original(example).unlink()
    play(labelled_session)
    window = stage()
    answered(window, qtbot)
    qtbot.waitUntil(lambda: not window.example_view.picture._pixmap.isNull())


def test_arrows_turn_photos_and_escape_leaves(
    stage: Callable[..., StageWindow], labelled_session: Session, qtbot: QtBot
) -> None:
    play(labelled_session)
    window = stage()
    first = window.example
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert window.example != first
    qtbot.keyClick(window, Qt.Key.Key_Left)
    assert window.example == first
    with qtbot.waitSignal(window.left):
        qtbot.keyClick(window, Qt.Key.Key_Escape)


def test_after_the_last_photo_it_says_so(
    labelled_session: Session, hold: Callable[[StageWindow], StageWindow], qtbot: QtBot
) -> None:
    play(labelled_session)
    photos = examples_to_show(labelled_session.project)[:1]
    window = hold(StageWindow(labelled_session, photos, recording=True))
    answered(window, qtbot)
    window.accept.click()
    assert window.sentence.text() == "That was the last one. Thank you."
    assert not window.accept.isVisible()


def test_the_real_classifier_answers_when_it_is_swapped_in(
    trained_session: Session, hold: Callable[[StageWindow], StageWindow], qtbot: QtBot
) -> None:
    trained_session.do(edit.SetFact(SERVES, "real", "who answers", Provenance.MEASURED))
    photos = examples_to_show(trained_session.project)
    window = hold(StageWindow(trained_session, photos, recording=True))
    answered(window, qtbot)
    answer = window.answer
    assert answer is not None
    run = trained_session.project.runs()[0]
    (row,) = [r for r in run.result["predictions"] if Path(r["path"]).name == window.example.name]
    assert answer.simulated is False
    assert answer.label == row["label"]
    window.accept.click()
    payload = trained_session.project.sessions()[0].reactions[0].payload
    assert (payload["simulated"], payload["shown_accuracy"]) == (
        False,
        run.result["accuracy"]["value"],
    )


def test_the_presenter_opens_one_stage_and_closes_it_with_the_project(
    labelled_session: Session, look: QApplication, qtbot: QtBot
) -> None:
    play(labelled_session)
    home = QWidget()
    qtbot.addWidget(home)
    presenter = Presenter(labelled_session, Settings(), home)
    presenter.present()
    first = presenter.stage
    presenter.start_session()
    assert presenter.stage is first
    labelled_session.close()
    assert presenter.stage is None
    assert presenter.off() == "No project is open."


def test_the_presenter_says_what_is_missing(
    tmp_path: Path, look: QApplication, qtbot: QtBot
) -> None:
    session = Session()
    session.create(tmp_path / "new.smart", name="New")
    home = QWidget()
    qtbot.addWidget(home)
    presenter = Presenter(session, Settings(), home)
    assert presenter.off() == "Say on Problem what the answer would be first."
    session.do(edit.AddClass("a"))
    session.do(edit.AddClass("b"))
    assert presenter.off() == "Add a few examples on Data first."
    presenter.present()
    assert presenter.stage is None
    session.close()


def test_a_text_stands_in_large_letters_and_is_answered(
    tmp_path: Path, hold: Callable[[StageWindow], StageWindow], qtbot: QtBot
) -> None:
    from desktop.jobs.add_data import AddData, find_data

    table = tmp_path / "said.csv"
    table.write_text(
        "text,label\nWhere is my card?,card\nI lost it,lost\nIt came,card\nGone,lost\n"
    )
    session = Session()
    session.create(tmp_path / "texts.smart", name="Texts")
    found = find_data(AddData(session.project.path, (table,)), lambda *_: None, lambda: False)
    session.do(edit.AddExamples(found.examples))
    play(session)
    window = hold(StageWindow(session, examples_to_show(session.project), recording=True))
    texts = {"Where is my card?", "I lost it", "It came", "Gone"}
    qtbot.waitUntil(lambda: window.example_view.words in texts, timeout=10_000)
    answered(window, qtbot)
    assert window.progress.text() == "text 1 of 4"
    assert "sure." in window.sentence.text()
    window.close()
    session.close()


def test_of_many_classes_the_likeliest_are_offered_and_the_others_behind_one_more() -> None:
    names = [f"class {letter}" for letter in "abcdefghijkl"]
    chips, others = offered(names, {"class k": 0.6, "class c": 0.3})
    assert chips[:2] == ["class k", "class c"]
    assert chips[-1] == ANOTHER
    assert {*chips[:-1], *others} == set(names)
    assert offered(names[:3], {}) == (names[:3], [])
