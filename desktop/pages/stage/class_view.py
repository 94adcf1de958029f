"""Tell apart: one photo, text, sound or clip, and the sentence that says what it is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from desktop.pages.stage.demo import StageReply
from desktop.pages.stage.example import StageExample
from desktop.pages.stage.kind_view import AnswerView
from desktop.pages.stage.side import AnswerSide
from desktop.project.originals import Original
from desktop.widgets.layout import row
from estimators.base.sentence import tr
from mock_ai.stage_answer import StageQuestion

_WAITING = {"sound": tr("Listening…"), "text": tr("Reading…")}


class ClassView(AnswerView):
    """A takes its word, C lets one choose the right class, R does not trust it."""

    keys = ()

    def __init__(self, modality: str, classes: Sequence[str]) -> None:
        super().__init__()
        self.waiting = _WAITING.get(modality, tr("Looking…"))
        self.example_view: StageExample = StageExample(modality)
        side = self.side = AnswerSide(classes)
        self.remark, self.problem = side.remark, side.problem
        row((self.example_view, 1), side, of=self, spacing=72, margins=(72, 64, 72, 0))
        side.reacted.connect(self.reacted)
        side.again.clicked.connect(self.asked_again)
        self.remark.done.connect(self.waits_for_key)

    @property
    def ready(self) -> bool:
        return self.side.accept.isEnabled() and self.side.accept.isVisibleTo(self)

    def show_question(self, question: StageQuestion, item: str | Original = "") -> None:
        self.side.name.setText(question.caption)
        self.remark.empty()
        self.example_view.clear(item)

    def await_answer(self) -> None:
        self.side.clear()

    def say_waiting(self, words: str) -> None:
        self.side.say_waiting(words)

    def show_reply(self, reply: StageReply) -> None:
        self.side.show_answer(reply.answer)

    def show_end(self, words: str) -> None:
        self.example_view.clear("")
        self.side.show_end(words)
        self.remark.hide()

    def press(self, key: Qt.Key) -> bool:
        side = self.side
        if key == Qt.Key.Key_Space and self.example_view.can_play:
            self.example_view.play.click()
        elif key == Qt.Key.Key_A:
            (side.again if side.again.isVisible() else side.accept).click()
        elif key == Qt.Key.Key_C:
            side.correct.click()
        elif key == Qt.Key.Key_R:
            side.reject.click()
        elif side.classes.isVisible() and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            number = int(key) - int(Qt.Key.Key_1)
            chips = side.classes.chips()
            if number < len(chips):
                chips[number].click()
        else:
            return False
        return True

    def step_out(self) -> bool:
        return super().step_out() or self.side.stop_choosing()

    def stop(self) -> None:
        self.example_view.stop()
