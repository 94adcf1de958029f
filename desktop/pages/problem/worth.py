"""What it is worth: a few numbers in a row that wraps, each with its source, and the sum that a person can say yes or no to."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.findings.problem import worth
from desktop.findings.problem.brief import currency_of
from desktop.findings.problem.kind_words import FALSE_ALARM, MISS, one_mistake
from desktop.findings.problem.worth import SanityQuestion
from desktop.pages.problem.amounts import MOST, kept_number, scale_of, shown_number
from desktop.pages.problem.answers import AnswerRow, SourceButton
from desktop.pages.problem.edits import BriefEdits
from desktop.project.project import Project
from desktop.project.question_kinds import Question
from desktop.project.records import Fact, Json
from desktop.settings_store import open_store
from desktop.theme.current import scaled
from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import Tick
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, MIDDLE, FlowLayout, column, holder, row, stack_if
from desktop.widgets.pressable import Pressable
from desktop.widgets.range_field import RangeField
from desktop.widgets.range_track import RangeTrack
from desktop.widgets.rows import IconMark
from estimators.base.sentence import tr
from reports.provenance import Provenance

_INDENT = 22
_BESIDE = 480  # pixels, below which what can be said of the sum stands below it
_REMEMBERED = "problem/worth"
_BET = tr("Two ends you would bet 9 to 1 on. Anything may stay unknown.")
_NO_DEFAULT = ("minutes_per_case", "hour_cost", *worth.DIRECT)


class WorthCell(AnswerRow):
    """A name, a range in one field and its source; ``strip`` shows two handles, what is taken until it is known, and "I don't know"."""

    field: RangeField

    def __init__(
        self, asked: Question, edits: BriefEdits, mark: str, shown: Callable[["WorthCell"], None]
    ) -> None:
        prefix = mark if asked.unit == "money" else ""
        suffix = "%" if asked.unit == "%" else ""
        field = RangeField(asked.text, prefix=prefix, suffix=suffix, high=100.0 if suffix else MOST)
        self.label = Label(role=Role.NOTE, colour="ink2", wrap=False)
        super().__init__(asked, edits, field)
        self.inverted = asked.key == worth.WRONG
        self.twin = ""  # the question that has the same answer
        self._default_words = ""
        self.track = RangeTrack(asked.text, scale_of(asked), prefix=prefix, suffix=suffix)
        self.tick = Tick(tr("I don’t know"), quiet=True)
        self.note = Label(role=Role.NOTE, colour="ink3")
        self.strip = holder(
            column(row((self.track, 1), self.tick, spacing=16), self.note, spacing=2)
        )
        self.strip.hide()
        self.tick.clicked.connect(self._say_unknown)
        self.track.moved.connect(self._dragged)
        self.track.changed.connect(self._let_go)
        self.track.cancelled.connect(self._cancelled)
        field.ranged.connect(self._ranged)
        field.edited.connect(self._hint)
        field.entered.connect(partial(shown, self))
        field.down.connect(lambda: self.track.handles[0].setFocus(Qt.FocusReason.TabFocusReason))

    def _build(self) -> QWidget:
        self.source = SourceButton(self.asked.text, 0)
        self.source.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.source.clicked.connect(self.ask_source)
        return holder(column(self.label, row(self.field, self.source, None, spacing=6), spacing=4))

    def set_question(self, text: str) -> None:
        self.label.setText(text)
        assert self.source is not None
        self.source.name = text
        self.field.setAccessibleName(text)

    def show_fact(self, fact: Fact | None, text: str) -> None:
        super().show_fact(fact, text)
        self.tick.setAccessibleName(tr("{name}: I don’t know", name=text))
        assert self.source is not None
        self.source.show()
        if fact is None or fact.value is None or not fact.known:
            none = fact is not None or self.asked.key in _NO_DEFAULT
            self.source.set_source(Provenance.UNKNOWN if none else Provenance.DEFAULT, "")
        self.source.setEnabled(fact is not None and fact.known)

    def show_value(self, value: Json, unknown: bool) -> None:
        ends = None
        if isinstance(value, dict):
            ends = self._ends((value["low"], value["high"]))
        elif isinstance(value, int | float):
            ends = self._ends((value, value))
        self.field.set_ends(ends)
        self.field.setEnabled(not unknown)
        self.tick.setChecked(unknown)
        if ends is not None:
            self.track.set_ends(ends, answered=True)
        self._hint()

    def _ends(self, ends: tuple[float, float]) -> tuple[float, float]:
        """As they are shown: a share in per cent, what is right as what is wrong."""
        low, high = ends
        if self.inverted:
            low, high = 1 - high, 1 - low
        return shown_number(self.asked, low), shown_number(self.asked, high)

    def show_default(self, ends: tuple[float, float] | None, words: str) -> None:
        self._default_words = words
        if ends is not None:
            shown = self._ends(ends)
            self.field.setPlaceholderText(self.field.written(shown))
            self.field.fit()
            self.track.set_ends(shown, answered=False)
        self._hint()

    def say(self, words: str, *, wrong: bool = False) -> None:
        self._trouble = (words, wrong)
        self._hint()

    _trouble = ("", False)

    def say_hint(self, words: str) -> None:
        """What to look at here, until another number has the keyboard."""
        self.note.set_colour("ink2")
        self.note.say(words)

    def _hint(self) -> None:
        problem = self.field.problem()
        words, wrong = (problem, True) if problem else self._trouble
        default = (
            "" if self._shown is not None and self._shown[0] is not None else self._default_words
        )
        self.note.set_colour("bad" if wrong else "sim" if words else "ink3")
        self.note.say(words or f"{self.asked.help or self.asked.hint} {default}".strip())
        self.field.setAccessibleDescription(words)
        self.strip.setEnabled(self.field.isEnabled() or self.tick.isChecked())
        self.track.setEnabled(not self.tick.isChecked())

    def toggle_unknown(self) -> None:
        self._say_unknown(not self.tick.isChecked())

    def _say_unknown(self, ticked: bool) -> None:
        if self.twin:
            self._edits.all_unknown((self.asked.key, self.twin), ticked)
        else:
            super()._say_unknown(ticked)

    def typed(self) -> Json:
        ends = self.field.ends()
        if ends is None:
            return None
        low, high = (kept_number(self.asked, end) for end in ends)
        if self.inverted:
            low, high = round(1 - high, 12), round(1 - low, 12)
        return {"low": low, "high": high}

    def _ranged(self, _ends: object) -> None:
        value = self.typed()
        keys = filter(None, (self.asked.key, self.twin))
        self._edits.answers(dict.fromkeys(keys, value))

    def _dragged(self, ends: tuple[float, float]) -> None:
        self.field.setModified(False)  # the handle has the last word
        self.field.set_ends(ends)
        self._edits.moved(self.asked.key, self.typed())

    def _let_go(self, ends: tuple[float, float]) -> None:
        self.field.set_ends(ends)
        self._ranged(ends)

    def _cancelled(self) -> None:
        value = None if self._shown is None else self._shown[0]
        self.show_value(value, self.tick.isChecked())
        self._edits.moved(self.asked.key, None)


class SanityLine(QWidget):
    """The sum, what it is made of, "is that so?", and three answers."""

    def __init__(
        self, about_right: Callable[[], object], look: Callable[[str, str], object]
    ) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.sentence = Label(weight=600)
        self.factors = Label(colour="ink2")
        self.right = Button(tr("About right"), size="small", run=about_right)
        self.less = Button(tr("Less"), size="small", run=self._other)
        self.more = Button(tr("More"), size="small", run=self._other)
        self.buttons = holder(row(self.right, self.less, self.more, spacing=8))
        words = column(self.sentence, self.factors, spacing=2)
        self._words = row((words, 1), (self.buttons, LEFT), spacing=12)
        parts = ((IconMark("scales", ""), MIDDLE), (self._words, 1))
        row(*parts, of=self, spacing=12, margins=(12, 10, 12, 10))
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stack_if(self._words, self.width() < scaled(_BESIDE))

    def show_question(self, asked: SanityQuestion, *, off: str) -> None:
        """Ask; or say that it was agreed to."""
        self._asked = asked
        self.setVisible(bool(asked.sentence))
        self.sentence.setText(asked.sentence)
        agreed = tr("You said that this is about right.")
        self.factors.setText(f"{asked.factors} {agreed}" if asked.agreed else asked.factors)
        self.right.setVisible(not asked.agreed)
        for button in (self.right, self.less, self.more):
            button.off_because(off)
        self.setAccessibleName(f"{asked.sentence} {self.factors.text()}")

    def _other(self) -> None:
        self._look(self._asked.key, self._asked.hint)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(smooth(self), self.rect(), fill="sunken", edge="control", radius=Radius.BOX)


class WorthSection(QWidget):
    """Folded or open, which is remembered. ``look(key, hint)`` leads to a number that is not asked for here."""

    def __init__(
        self,
        edits: BriefEdits,
        asked: Mapping[str, Question],
        mark: str,
        *,
        about_right: Callable[[], object],
        look: Callable[[str, str], object],
        choose_currency: Callable[[], object],
    ) -> None:
        super().__init__()
        self.chevron = IconMark("right", "", size=14)
        self.note = Label(_BET, role=Role.NOTE, colour="ink2")
        self.head = Pressable(lights_up=False)
        title = Label(tr("What is it worth?"), role=Role.SECTION, wrap=False)
        column(row(self.chevron, title, (self.note, 1), spacing=10), of=self.head)
        self.head.clicked.connect(lambda: self.set_open(not self.open, remember=True))
        self.cells = {
            key: WorthCell(each, edits, mark, self.show_strip) for key, each in asked.items()
        }
        flow = FlowLayout(spacing=18, line_spacing=12)
        for cell in self.cells.values():
            flow.addWidget(cell)
        self.sanity = SanityLine(about_right, look)
        self.currency = Button("", "link", run=choose_currency)
        strips = (cell.strip for cell in self.cells.values())
        inside = column(holder(flow), *strips, self.sanity, (self.currency, LEFT), spacing=12)
        self.body = holder(inside)
        inside.setContentsMargins(_INDENT, 10, 0, 0)
        column(self.head, self.body, of=self, margins=(0, 12, 0, 12))
        self.set_open(False)

    @property
    def open(self) -> bool:
        """Whether the numbers are shown."""
        return not self.body.isHidden()

    def set_open(self, shown: bool, *, remember: bool = False) -> None:
        self.body.setVisible(shown)
        self.chevron.set_icon("down" if shown else "right")
        state = tr("unfolded") if shown else tr("folded")
        self.head.setAccessibleName(tr("What is it worth? {state}", state=state))
        self._show_note()
        if remember:
            open_store().setValue(_REMEMBERED, shown)

    _asked: SanityQuestion | None = None

    def _show_note(self) -> None:
        asks = self._asked is not None and not self.open and self._asked.sentence
        self.note.setText(self._asked.sentence if asks and self._asked else _BET)

    def open_as_remembered(self, project: Project) -> None:
        """Open where it was left open; before that, where a number is known."""
        facts = project.facts()
        some = any(key in facts and facts[key].known for key in worth.WORTH)
        kept = open_store().value(_REMEMBERED)
        self.set_open(some if kept is None else str(kept).lower() == "true")

    def show_project(self, project: Project, facts: Mapping[str, Fact]) -> None:
        wanted, one = worth.asked_for(project), one_mistake(project)
        for key, cell in self.cells.items():
            cell.twin = FALSE_ALARM if one and key == MISS else ""
            cell.show_fact(facts.get(key), worth.label_of_number(project, key))
            cell.setVisible(key in wanted)
        self.currency.setText(tr("Amounts in {currency}", currency=currency_of(project)))

    def show_sanity(self, asked: SanityQuestion, *, off: str) -> None:
        """Ask whether the sum of today's mistakes is so."""
        self._asked = asked
        self.sanity.show_question(asked, off=off)
        self._show_note()

    def show_strip(self, of: WorthCell) -> None:
        """Show the handles of this number below the row, and of no other."""
        for cell in self.cells.values():
            cell.strip.setVisible(cell is of)

    def shown(self, key: str) -> WorthCell | None:
        """The number that is asked for here, or that has its answer; None: it is asked for elsewhere."""
        key = MISS if self.cells[MISS].twin == key else key
        cell = self.cells.get(key)
        return cell if cell is not None and not cell.isHidden() else None

    def rows(self) -> Mapping[str, WorthCell]:
        """Those that are asked for now, by key."""
        return {key: cell for key, cell in self.cells.items() if not cell.isHidden()}
