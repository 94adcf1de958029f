"""Train before the first run: what a training shows, and how far one under way has come."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.columns import Column, Columns
from desktop.widgets.jobrow import ProgressLine
from desktop.widgets.label import Label

_SHOWS = (
    ("How good", "Of {things} it never saw, how many it gets right, with the range that luck leaves open, beside the "
     "fake, people today and no AI at all."),
    ("How sure", "Whether “I’m 70% sure” is right 7 times in 10, and from which confidence on it may answer alone."),
    ("Where it’s wrong", "The {things} it mixed up, the most confident mistakes first. Wrong labels show up here."),
)  # fmt: skip


class NothingYet(QWidget):
    """Three things that a training shows; above them, while one runs, its sentence with a count."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Label(role=Role.FIGURE)
        self.line = ProgressLine()
        self.line.setMaximumWidth(420)
        shows = Columns(tuple(Column(title) for title, _ in _SHOWS), gap=40)
        self._texts = []
        for title, text in _SHOWS:
            one = QWidget()
            box = QVBoxLayout(one)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(4)
            label = Label(text, colour="ink2", measure=320)
            self._texts.append((label, text))
            box.addWidget(Label(title, weight=600))
            box.addWidget(label)
            shows.add(title, one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(0)
        self._under_way = QWidget()
        box = QVBoxLayout(self._under_way)
        box.setContentsMargins(0, 0, 0, 28)
        box.setSpacing(12)
        box.addWidget(self.words)
        box.addWidget(self.line)
        whole.addWidget(self._under_way)
        whole.addWidget(shows)
        self.set_noun("examples")
        self.show_progress("", None)

    def set_noun(self, things: str) -> None:
        """What the examples of the project are called."""
        for label, text in self._texts:
            label.setText(text.format(things=things))

    def show_progress(self, words: str, share: float | None) -> None:
        """Say how far it is; without words nothing is under way."""
        self.words.setText(words)
        self.line.set_share(share or 0.0)
        self._under_way.setVisible(bool(words))
