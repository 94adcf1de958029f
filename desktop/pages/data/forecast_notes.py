"""Below the learning curve: what it says of more examples, of each class and of slices, and what-if."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.data.learning_curve import measured_curve
from desktop.findings.data.sufficiency import (
    BestClass,
    LackingSlice,
    best_class,
    has_what_if,
    lacking_slices,
    missing_answers,
    plan_title,
    reliability_words,
    remarks,
    what_if,
    what_if_words,
)
from desktop.pages.data.data_collection import PlanList
from desktop.project.project import Project
from desktop.theme.current import scaled
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList
from desktop.widgets.slider import Slider
from estimators.base.percent import percent
from estimators.data_sufficiency.plan import Required

_LOW, _HIGH = 0.5, 0.99


class ForecastWhatIf(QWidget):
    """A slider over targets; ``asked`` carries what that target takes, or None for the project's own."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._own: float | None = None
        self.possible = False
        self.answer: Required | None = None
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
        kept = measured_curve(project)
        self._project, self.possible = project, has_what_if(project)
        required, expected = (kept.forecast.required, kept.forecast.now) if kept else (None, None)
        own = required.target if required else None
        now = expected.p50 if expected else _LOW
        ticks = [(now, f"{percent(now)} now")] if _LOW <= now <= _HIGH else []
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


class ForecastNotes(QWidget):
    """The sentences, how reliable such sentences are, what is lacking, "what if", the plan, and what would sharpen it."""

    question_asked = Signal(str)
    slice_asked = Signal(object)
    class_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.words = Label()
        self.reliability = Label(role=Role.NOTE, colour="ink3")
        self.slices = RowList("What to add", first_line=True, last_line=True)
        self.what_if = ForecastWhatIf()
        self.plan_button = Button("", "link")
        self.plan_button.clicked.connect(self._turn_plan)
        self.plan = PlanList()
        self.plan.hide()
        self.links = QVBoxLayout()
        self.links.setSpacing(4)
        self._links: dict[str, Button] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(0)
        left = Qt.AlignmentFlag.AlignLeft
        box.addWidget(self.words)
        box.addWidget(_spaced(self.reliability, 8))
        box.addWidget(_spaced(self.slices, 10))
        box.addWidget(_spaced(self.what_if, 14))
        box.addSpacing(10)
        box.addWidget(self.plan_button, 0, left)
        box.addWidget(self.plan)
        box.addSpacing(6)
        box.addLayout(self.links)
        self._rows: tuple[BestClass | LackingSlice, ...] | None = None

    def refresh(self, project: Project) -> None:
        """Show what is kept."""
        best = best_class(project)
        said = " ".join(s for s in remarks(project) if best is None or s != best.sentence)
        self.words.setText(said)
        self.words.setVisible(bool(said))
        self.reliability.setText(reliability_words(project))
        _show(self.reliability, bool(self.reliability.text()))
        found: tuple[BestClass | LackingSlice, ...] = lacking_slices(project)
        if best is not None:
            found = (*found, best)
        if found != self._rows:
            self._rows = found
            self.slices.set_rows(
                [
                    self._class(each) if isinstance(each, BestClass) else self._slice(each)
                    for each in found
                ]
            )
        _show(self.slices, bool(found))
        self.what_if.refresh(project)
        _show(self.what_if, self.what_if.possible)
        title = plan_title(project)
        self._plan_title = title
        self.plan_button.setVisible(bool(title))
        self.plan.refresh(project)
        self._show_plan(self._open and bool(title))
        self._show_links(missing_answers(project))

    # --- the plan ------------------------------------------------------------------------------------------------

    _open = False
    _plan_title = ""

    def _turn_plan(self) -> None:
        self._open = not self._open
        self._show_plan(self._open)

    def _show_plan(self, shown: bool) -> None:
        self.plan.setVisible(shown)
        self.plan_button.setText("Hide the plan" if shown else self._plan_title)

    # --- rows ----------------------------------------------------------------------------------------------------

    def _slice(self, found: LackingSlice) -> CheckRow:
        def run() -> None:
            self.slice_asked.emit(found)

        what, _, advice = found.sentence.rpartition(". ")
        return CheckRow(
            Check(
                advice.removesuffix(".") or found.sentence,
                what + "." if what else "",
                state=CheckMark.LOOK,
                link="Show" if found.paths else "",
                run=run if found.paths else None,
                states_shown=False,
            )
        )

    def _class(self, found: BestClass) -> CheckRow:
        def run() -> None:
            self.class_asked.emit(found.name)

        what, _, much = found.sentence.partition(": ")
        state = CheckMark.LOOK
        return CheckRow(Check(what, much, state=state, link="Show", run=run, states_shown=False))

    def _show_links(self, missing: tuple[tuple[str, str], ...]) -> None:
        """Questions whose answer would say more; each leads to where it is asked."""
        for key, button in list(self._links.items()):
            if key not in dict(missing):
                self.links.removeWidget(button)
                button.hide()
                button.deleteLater()
                del self._links[key]
        for key, words in missing:
            if key not in self._links:
                button = Button(words, "link")
                button.clicked.connect(self._asks(key))
                self.links.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
                self._links[key] = button

    def _asks(self, key: str) -> Callable[[], None]:
        def ask() -> None:
            self.question_asked.emit(key)

        return ask


def _spaced(widget: QWidget, above: int) -> QWidget:
    """The widget with space above it, that goes away with it."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, above, 0, 0)
    box.setSpacing(0)
    box.addWidget(widget)
    return holder


def _show(widget: QWidget, shown: bool) -> None:
    """Show or hide a spaced widget with its space."""
    holder = widget.parentWidget()
    widget.setVisible(shown)
    if holder is not None:
        holder.setVisible(shown)
