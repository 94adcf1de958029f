"""The views of the kinds with answers made by hand: long ones, other scripts, doubts, what waits, and what is missing."""

import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QTextLine
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.stage.draft import DraftView
from desktop.pages.stage.form_fields import FormFieldsView, marked
from desktop.pages.stage.kind_view import KindView
from desktop.pages.stage.marked_text import Mark, MarkedText
from desktop.pages.stage.number import NumberView
from desktop.pages.stage.recommendations import RecommendationsView
from desktop.pages.stage.sound_wave import loudness_of
from desktop.pages.stage.task_steps import TaskStepsView
from desktop.pages.stage.transcript import TranscriptView
from desktop.project.originals import Original
from desktop.theme.apply import apply_theme
from desktop.theme.type import Role, line_height
from mock_ai.stage_answer import StageAnswer, StageChoice, StagePart, StageQuestion
from tests.desktop.contrast import pale_words

Show = Callable[..., None]
CHOICES = (StageChoice("Accept"), StageChoice("Correct…"), StageChoice("Reject"))
ARABIC = "يغادر ظل جديد مستودعنا اليوم بالبريد السريع"


def across(line: QTextLine, place: int) -> float:
    """Where a place of Qt's stands in its line, in pixels."""
    found: Any = line.cursorToX(place)  # the stubs of PySide6 know nothing of it
    return float(found[0])


def answer_of(kind: str, *parts: StagePart, headline: str = "Is it?") -> StageAnswer:
    return StageAnswer(kind, "caption", headline, "lead", parts, *CHOICES)


class _Windows(QObject):
    """Which windows were shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def show(look: QApplication, qtbot: QtBot) -> Iterator[Show]:
    """Return a function that shows a view with a question and an answer, all at once unless it is to ``appear``.

    Nothing but the view may be a window: a part that is shown before it lies in its place is one for a moment.
    """
    windows = _Windows()
    look.installEventFilter(windows)

    def shown(
        view: KindView, question: StageQuestion, answer: StageAnswer, *, appear: bool = False
    ) -> None:
        apply_theme(look, "light", reduced_motion=not appear)
        qtbot.addWidget(view)
        view.resize(1440, 840)
        view.show()
        view.show_question(question)
        view.show_answer(answer)

    yield shown
    look.removeEventFilter(windows)
    apply_theme(look, "light")
    assert [name for name in windows.shown if not name.endswith("View")] == []


def reactions(view: KindView) -> list[tuple[str, str]]:
    kept: list[tuple[str, str]] = []
    view.reacted.connect(lambda outcome, correction: kept.append((outcome, correction)))
    return kept


def test_a_draft_is_written_word_by_word_and_nobody_can_react_before_it_is_there(
    show: Show,
) -> None:
    view = DraftView()
    kept = reactions(view)
    parts = [StagePart("One two three four five. " * 40)]
    show(view, StageQuestion("Message", "Hello?"), answer_of("generate", *parts), appear=True)
    assert view.appearance.runs
    assert not view.ready
    assert view.buttons.accept.text() == "Accept"
    assert view.buttons.accept.off_reason == "It is still being written."
    view.press(Qt.Key.Key_A)
    assert kept == []
    view.press(Qt.Key.Key_Space)
    assert not view.appearance.runs
    view.press(Qt.Key.Key_A)
    assert kept == [("accepted", "")]


def test_a_draft_of_fifty_thousand_words_scrolls_to_its_end(show: Show, qtbot: QtBot) -> None:
    view = DraftView()
    text = " ".join(f"word{n}" for n in range(50_000))
    show(view, StageQuestion("Message", "All?"), answer_of("generate", StagePart(text)))
    assert view.ready
    draft = view.draft
    qtbot.waitUntil(lambda: not draft._rest.isActive())
    qtbot.waitUntil(lambda: draft.height() == draft.heightForWidth(draft.width()))
    bar = view.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    below = draft.mapTo(view.area.viewport(), QPoint(0, draft.height())).y()
    assert 0 < below <= view.area.viewport().height()
    # The whole text is laid out: what the last line shows is its end.
    assert sum(len(words) for _, words in draft._stretches) == len(text)


def test_what_runs_to_the_left_stands_at_the_right(show: Show) -> None:
    view = DraftView()
    show(view, StageQuestion("Message", ARABIC), answer_of("generate", StagePart(ARABIC)))
    layout = view.draft._at_width(view.draft.width()).layouts[0]
    assert across(layout.lineAt(0), 0) == pytest.approx(view.draft.width(), abs=2)
    view.press(Qt.Key.Key_C)
    assert view.editor.toPlainText() == ARABIC


def test_a_correction_without_a_change_is_none(show: Show) -> None:
    view = DraftView()
    kept = reactions(view)
    show(view, StageQuestion("Message", "Hello?"), answer_of("generate", StagePart("Good day.")))
    view.press(Qt.Key.Key_C)
    view.keep_typed()
    assert kept == []
    assert view.problem.text().startswith("Nothing is changed yet.")
    view.editor.setPlainText("")
    view.keep_typed()
    assert kept == []


def transcript(*words: str | StagePart) -> StageAnswer:
    parts = [one if isinstance(one, StagePart) else StagePart(one, name=one) for one in words]
    return answer_of("transcribe", *parts)


def test_a_doubtful_word_is_changed_by_its_number_or_typed(show: Show, qtbot: QtBot) -> None:
    view = TranscriptView()
    kept = reactions(view)
    fifteen = StagePart("fifteen,", "fifteen", certainty=0.58, doubtful=True, others=("fifty",))
    thin = StagePart("thin", "thin", certainty=0.4, doubtful=True, others=("thick", "tin"))
    show(view, StageQuestion("Order", ""), transcript("Send", fifteen, "and", "the", thin, "ham."))
    assert [chip.text() for chip in view.readings.chips] == ["fifteen", "fifty", "Type it…"]
    view.press(Qt.Key.Key_2)
    assert view.text.text == "Send fifty, and the thin ham."
    view.text.setFocus()
    qtbot.keyClick(view.text, Qt.Key.Key_Tab)
    assert view.text.at == 1
    assert [chip.text() for chip in view.readings.chips] == ["thin", "thick", "tin", "Type it…"]
    view.press(Qt.Key.Key_4)
    qtbot.keyClicks(view.word, "smoked")
    qtbot.keyClick(view.word, Qt.Key.Key_Return)
    view.press(Qt.Key.Key_A)
    assert kept == [("corrected", "Send fifty, and the smoked ham.")]


def test_a_doubtful_word_taken_back_to_what_was_heard_is_no_correction(show: Show) -> None:
    view = TranscriptView()
    kept = reactions(view)
    heard = StagePart("fifteen", "fifteen", certainty=0.5, doubtful=True, others=("fifty",))
    show(view, StageQuestion("Order", ""), transcript(heard, "kilos"))
    view.press(Qt.Key.Key_2)
    view.press(Qt.Key.Key_1)
    view.press(Qt.Key.Key_A)
    assert kept == [("accepted", "")]


def test_a_recording_is_shown_as_loud_as_it_is_and_one_that_is_gone_is_said(
    tmp_path: Path, show: Show, qtbot: QtBot
) -> None:
    rising = np.linspace(0, 1, 32_000) * np.sin(np.arange(32_000) / 3)
    with wave.open(str(tmp_path / "said.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((rising * 30_000).astype("<i2").tobytes())
    loudness = loudness_of(Original(tmp_path / "said.wav", None, "sound"))
    assert loudness.seconds == pytest.approx(2)
    assert loudness.levels[-1] == pytest.approx(1, abs=0.05)
    assert loudness.levels[0] < loudness.levels[100] < loudness.levels[-1]
    view = TranscriptView("sound")
    show(view, StageQuestion("Order", "", "sound"), transcript("Two", "crates."))
    view.show_question(StageQuestion("Order", "", "sound"), Original(tmp_path / "gone.wav", None, "sound"))  # fmt: skip
    assert view.wave.isVisible()
    assert not view.wave.play.isEnabled()
    assert view.wave.problem.text() == "The recording’s file is not here."
    view.show_question(StageQuestion("Order", "", "sound"), Original(tmp_path / "said.wav", None, "sound"))  # fmt: skip
    qtbot.waitUntil(lambda: view.wave.wave.accessibleName() == "A recording of 2.0 s")


def test_without_a_recording_what_was_said_is_read(show: Show) -> None:
    view = TranscriptView()
    show(view, StageQuestion("Order", "Two crates, please."), transcript("Two", "crates."))
    assert view.silent.isVisible()
    assert view.said.text == "Two crates, please."
    assert not view.wave.isVisible()
    assert [key for key, _ in view.keys] == ["Tab"]


def test_places_on_a_page_are_numbered_and_keep_their_words() -> None:
    text = "🙂 So design sends the page by Thursday."
    parts = [
        StagePart("design", "who", place=(5, 11)),
        StagePart("page", "what", place=(22, 26)),
        StagePart("sends the page", "all", place=(12, 26)),  # the same place once more
        StagePart("Thursday", "when", doubtful=True, place=(30, 38)),
        StagePart("elsewhere", "where", place=(90, 95)),
        StagePart("nowhere", "whose"),
    ]
    shown, marks = marked(text, parts)
    assert [shown[one.start : one.end] for one in marks] == ["design", "sends the page", "Thursday"]
    assert [one.look for one in marks] == ["place", "place", "doubt"]
    assert "design\u2009¹ sends the page\u2009³ by Thursday\u2009⁴." in shown


def test_twelve_fields_leave_the_buttons_in_sight(show: Show) -> None:
    view = FormFieldsView()
    parts = [StagePart(f"a long value {n} " * 12, f"field {n}") for n in range(12)]
    show(view, StageQuestion("Page", "A page."), answer_of("extract", *parts))
    QApplication.processEvents()
    last = view.buttons.reject
    assert last.mapTo(view, QPoint(0, last.height())).y() <= view.height()
    assert view.form_area.verticalScrollBar().maximum() > 0


def test_a_field_that_was_emptied_counts_as_a_correction(show: Show, qtbot: QtBot) -> None:
    view = FormFieldsView()
    kept = reactions(view)
    parts = [StagePart("Ada", "who"), StagePart("June", "when", doubtful=True, others=("July",))]
    show(view, StageQuestion("Page", "A page."), answer_of("extract", *parts))
    view.press(Qt.Key.Key_C)  # the doubtful one
    assert view.field.accessibleName() == "when"
    view.field.clear()
    qtbot.keyClick(view.field, Qt.Key.Key_Return)
    assert view.rows[1].accessibleName() == "when: nothing"
    view.press(Qt.Key.Key_A)
    assert kept == [("corrected", "when: ")]


def test_fields_fill_one_after_another(show: Show, qtbot: QtBot) -> None:
    view = FormFieldsView()
    parts = [StagePart(f"value {n}", f"field {n}") for n in range(4)]
    show(view, StageQuestion("Page", ""), answer_of("extract", *parts), appear=True)
    assert not view.ready
    qtbot.waitUntil(lambda: view.ready)


def test_what_cannot_be_undone_waits_and_what_comes_after_it_is_not_done(show: Show) -> None:
    view = TaskStepsView()
    steps = [
        StagePart("Read the receipt"),
        StagePart("Pay $38.40", final=True),
        StagePart("Tell Leila"),
    ]
    show(view, StageQuestion("Task", "A taxi."), answer_of("act", *steps))
    assert [step.mark.state for step in view.steps] == ["done", "waits", "later"]
    assert view.waiting_box.framed
    assert [step.undo.isVisible() for step in view.steps] == [True, False, False]
    assert view.steps[1].accessibleName() == "Pay $38.40: waits for you"


def test_a_step_undone_and_done_again_is_no_correction(show: Show) -> None:
    view = TaskStepsView()
    kept = reactions(view)
    steps = [StagePart("Read the receipt"), StagePart("Book it"), StagePart("Pay", final=True)]
    show(view, StageQuestion("Task", "A taxi."), answer_of("act", *steps))
    view.press(Qt.Key.Key_U)
    assert view.buttons.accept.text() == "Correct"
    view.steps[1].undo.click()
    view.press(Qt.Key.Key_U)
    view.press(Qt.Key.Key_U)
    view.press(Qt.Key.Key_U)  # nothing is left
    view.press(Qt.Key.Key_A)
    assert kept == [("corrected", "Without: Read the receipt; Book it")]


def test_of_thirty_steps_the_one_that_waits_is_in_sight(show: Show, qtbot: QtBot) -> None:
    view = TaskStepsView()
    steps = [StagePart(f"Step {n}", note="As always.") for n in range(29)]
    show(view, StageQuestion("Task", ""), answer_of("act", *steps, StagePart("Pay", final=True)))
    port = view.area.viewport()

    def in_sight() -> bool:
        box = view.waiting_box
        return box.mapTo(port, QPoint(0, box.height())).y() <= port.height()

    qtbot.waitUntil(in_sight)


def test_a_number_without_a_past_or_a_place_is_only_said(show: Show) -> None:
    view = NumberView()
    parts = [StagePart("395"), StagePart("428"), StagePart("460")]
    show(view, StageQuestion("Day", "How many?", "table"), answer_of("number", *parts))
    assert not view.chart.isVisible()
    assert view.ready
    past = tuple((f"{n} Nov", 300.0) for n in range(1, 4))  # all alike
    view.show_question(StageQuestion("Day", "How many?", "table", past, ("as always", 300.0)))
    view.show_answer(answer_of("number", *parts))
    view.grab()
    assert view.chart.accessibleName() == (
        "3 counted so far, last 300 on 3 Nov. The rule, as always: 300. It says 428, between 395 and 460."
    )
    across, _ = view.chart.axes()
    assert across.ticks == ((0.0, "1 Nov"), (1.0, "2 Nov"), (4.0, "next"), (2.0, "3 Nov"))


def test_cards_without_pictures_and_an_empty_offer_can_be_reacted_to(show: Show) -> None:
    view = RecommendationsView()
    kept = reactions(view)
    show(view, StageQuestion("In the basket", "rice"), answer_of("rank", StagePart(ARABIC)))
    view.grab()
    view.press(Qt.Key.Key_3)  # there is no third
    assert kept == []
    view.press(Qt.Key.Key_Return)
    assert kept == [("accepted", ARABIC)]
    view.show_answer(answer_of("rank"))
    assert view.buttons.accept.off_reason == "It offers nothing."
    view.press(Qt.Key.Key_0)
    assert kept[1] == ("rejected", "")


def test_marks_are_where_their_words_are_also_behind_letters_that_take_two_places(
    look: QApplication, qtbot: QtBot
) -> None:
    view = MarkedText(Role.BODY, steps=True)
    qtbot.addWidget(view)
    text = "🙂🙂 fifteen"
    view.resize(400, 40)
    view.set_text(text, [Mark(3, 10)])
    view.show()
    layout = view._at_width(400).layouts[0]
    inside = across(layout.lineAt(0), 5 + 2)  # in Qt's places
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(inside), 10))
    assert view.at == 0
    assert view.accessibleDescription() == "Doubtful: fifteen"


@pytest.mark.parametrize(
    "view",
    [DraftView, FormFieldsView, NumberView, RecommendationsView, TaskStepsView, TranscriptView],
)
def test_what_takes_the_focus_says_what_it_is_and_no_word_is_pale(
    view: Callable[[], KindView], show: Show
) -> None:
    shown = view()
    parts = [StagePart("a b", "name", certainty=0.5, doubtful=True, others=("c",))] * 3
    show(shown, StageQuestion("Caption", "a b, c"), answer_of("any", *parts))
    shown.press(Qt.Key.Key_N)
    named = [
        one.accessibleName()
        for one in shown.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()
    ]
    assert named
    assert all(named)
    assert list(pale_words(shown)) == []


def test_the_sentence_below_a_headline_is_read_from_the_back_of_the_room(show: Show) -> None:
    heights = {}
    for view in (NumberView(), TaskStepsView(), RecommendationsView(), DraftView()):
        show(view, StageQuestion("Caption", "rice"), answer_of("any", StagePart("paprika")))
        heights[type(view)] = view.lead.height()
    under, over = line_height(Role.SECTION), line_height(Role.ROW)
    assert list(heights.values()) == [under, under, under, over]
