"""What if another share of right answers were enough? Moves the chart's target, never the project's."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.data.learning_curve import measured_curve
from desktop.findings.data.sufficiency import has_what_if, what_if, what_if_words
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.theme.current import scaled
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.slider import Slider
from estimators.base.percent import percent

_LOW, _HIGH = 0.5, 0.99


class WhatIf(QWidget):
    """A slider over targets; ``asked`` carries what that target takes, or None for the project's own."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._own: float | None = None
        self.possible = False
        self.answer: dict[str, Json] | None = None
        self.slider = Slider("What if this were enough?", low=_LOW, high=_HIGH, step=0.01)
        self.slider.moved.connect(self._moved)
        self.words = Label()
        self.words.setMinimumHeight(
            2 * line_height(Role.BODY)
        )  # so that nothing moves while it is dragged
        self.back = Button("", "link")
        self.back.clicked.connect(self._back)
        self.setMaximumWidth(scaled(480))  # a slider is no easier to aim at for being longer
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.slider)
        box.addSpacing(4)
        box.addWidget(self.words)
        box.addSpacing(4)
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.back.hide()
        self.words.hide()

    def refresh(self, project: Project) -> None:
        """Take over another forecast; what was asked of the one before is forgotten."""
        payload = measured_curve(project)
        self._project, self.possible = project, has_what_if(project)
        own = (payload.get("required") or {}).get("target") if payload else None
        now = payload["now"]["p50"] if payload and payload.get("now") else _LOW
        ticks = [(now, f"{percent(now, 0)} now")] if _LOW <= now <= _HIGH else []
        if own is not None and _LOW <= own <= _HIGH:
            ticks.append((own, percent(own)))
        self.slider.track.set_ticks(ticks)
        if self.answer is not None and self.possible and own == self._own:
            self.answer = what_if(project, self.slider.value())
        else:
            self._own, self.answer = own, None
            start = own if own is not None else min(round(now + 0.03, 2), _HIGH)
            self.slider.set_value(start)
        self._say()

    def _moved(self, target: float) -> None:
        if self._project is None:
            return
        self.answer = what_if(self._project, target)
        if self.answer is not None and self._own is not None and abs(target - self._own) < 5e-3:
            self.answer = None
        self._say()
        self.asked.emit(self.answer)

    def _back(self) -> None:
        self.answer = None
        if self._own is not None:
            self.slider.set_value(self._own)
        self._say()
        self.asked.emit(None)

    def _say(self) -> None:
        project, answer = self._project, self.answer
        said = what_if_words(project, answer) if project is not None and answer else ""
        self.words.setText(said)
        self.words.setVisible(bool(said))
        self.back.setText(f"Back to {percent(self._own)}" if self._own is not None else "Forget it")
        self.back.setVisible(bool(said))
