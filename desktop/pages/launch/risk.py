"""The risk: a few questions, the tier that they lead to, and where that comes from. A screening, not legal advice."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from desktop.widgets.rows import IconMark, Section, ValueRow
from reports.evidence import Risk

YES_NO = (("yes", "Yes"), ("no", "No"))
TIERS = (
    ("minimal", "Minimal"),
    ("limited", "Limited"),
    ("high", "High"),
    ("prohibited", "Prohibited"),
)

RiskQuestion = tuple[str, str, tuple[tuple[str, str], ...], str | None]


class RiskPopover(Popover):
    """The questions with their answers; ``answered`` carries (key, answer) at once."""

    answered = Signal(str, str)

    def __init__(
        self,
        window: QWidget,
        questions: Sequence[RiskQuestion],
        source: str,
    ) -> None:
        """``questions`` are (key, question, (answers), the answer now)."""
        super().__init__(window, "Risk questions", width=440)
        head = QHBoxLayout()
        head.addWidget(Label("How risky is it, as the law sees it?", role=Role.SECTION))
        head.addStretch(1)
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(Label("Esc", role=Role.NOTE, colour="ink3", wrap=False), 0, top)
        self.body.addLayout(head)
        self.bars: dict[str, ChoiceBar] = {}
        for key, question, answers, now in questions:
            bar = ChoiceBar(question, answers)
            bar.set_value(now)
            bar.setProperty("key", key)
            bar.chosen.connect(self._chosen)
            self.bars[key] = bar
            self.body.addSpacing(12)
            self.body.addWidget(Label(question, weight=500))
            self.body.addSpacing(4)
            self.body.addWidget(bar, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addSpacing(12)
        self.body.addWidget(Label(source, role=Role.NOTE, colour="ink3"))
        self.closed.connect(self.deleteLater)

    def _chosen(self, answer: str) -> None:
        bar = self.sender()
        assert isinstance(bar, ChoiceBar)
        self.answered.emit(str(bar.property("key")), answer)


class RiskSection(Section):
    """The tier as title, the answers below it."""

    answers_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Risk")
        self._holder = QWidget()
        self._rows = QVBoxLayout(self._holder)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.source = Label(role=Role.NOTE, colour="ink2")
        self.answers = Button("Answers", "link")
        self.answers.clicked.connect(self.answers_asked)
        self.add(self._holder, 4)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(IconMark("balance", "The law"), 0, top)
        row.addWidget(self.source, 1)
        row.addWidget(self.answers, 0, top)
        self.add(foot, 4)
        self._shown: Risk | None = None

    def show_risk(self, risk: Risk) -> None:
        """Show the tier and the answers."""
        if risk == self._shown:
            return
        self._shown = risk
        sentence = risk.sentence.removesuffix(".")
        known = risk.tier != "Unknown"
        self.title.setText(
            f"Risk: {sentence[:1].lower()}{sentence[1:]}" if known else "Risk: not answered yet"
        )
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for answer in risk.answers:
            self._rows.addWidget(ValueRow(answer.question, answer.answer))
        self.source.setText(risk.source)
