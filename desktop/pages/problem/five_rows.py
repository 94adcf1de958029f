"""The five questions that decide, as numbered rows: bars of a few answers, the ticks of the law, and what is there already."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLayout, QWidget

from desktop.findings.problem import five_questions as five
from desktop.findings.problem.brief import question_in_words
from desktop.findings.problem.kind_words import examples_noun
from desktop.pages.problem.answers import SourceButton, SourcePopover
from desktop.pages.problem.edits import BriefEdits
from desktop.pages.problem.ticks import LawTicks, TickGroup
from desktop.project.project import Project
from desktop.project.question_kinds import Question
from desktop.project.questions import question
from desktop.project.records import Fact, Json
from desktop.theme.current import scaled
from desktop.widgets.choices import ChoiceBar, Tick
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, TOP, FlowLayout, column, fill, holder, keep_width, row
from desktop.widgets.message import TroubleNote
from estimators.base.number import number
from estimators.base.sentence import tr
from reports.provenance import Provenance

Facts = Mapping[str, Fact]
_TITLE, _ONE_LINE_TITLE = 214, 340
_STACKED_BELOW, _ONE_LINE_FROM = 720, 860
_MOST_EXAMPLES = 1e15
_INDENT = 22  # the number and the room behind it
_ANY_WIDTH = 16_777_215  # Qt's own


class FiveRow(QWidget):
    """A number, the question, its field; below it where the answer comes from, or "I don't know"."""

    _fills = False  # the field takes a whole line where the question does

    def __init__(self, at: int, edits: BriefEdits) -> None:
        super().__init__()
        self.keys, self._edits = five.FIVE[at], edits
        self.title = Label(weight=500)
        self.source = SourceButton("", 420)
        self.source.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.source.clicked.connect(self.ask_source)
        self.unknown = Tick(tr("I don’t know"), quiet=True)
        self.unknown.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.unknown.clicked.connect(partial(self._say_unknown))
        self.trouble = TroubleNote()
        self._field = holder(column(*self._fields(), self.trouble, None, spacing=8))
        self._facts: Facts = {}
        self._words = column(self.title, margins=(0, 5, 0, 0), spacing=6)
        if self.unknown.parent() is None:  # nothing to stand beside
            fill(self._words, (self.unknown, LEFT), (self.source, LEFT))
        self._line = row((holder(self._words), TOP), (self._field, 1), spacing=18)
        place = Label(number(at + 1), colour="ink2", wrap=False)
        keep_width(place, _INDENT - 8)
        numbered = (column(5, place, None), (holder(self._line), 1))
        row(*numbered, of=self, spacing=8, margins=(0, 10, 0, 10))

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet, not even with "I don't know"."""
        return not any(key in self._facts for key in self.keys)

    def _fields(self) -> tuple[QWidget | QLayout, ...]:
        """What is answered with, and the marks beside it."""
        raise NotImplementedError

    @property
    def asked(self) -> Question:
        """The question that has the keyboard, else the first of the row."""
        return question(self.keys[0])

    @property
    def first(self) -> QWidget:
        """What takes the keyboard."""
        raise NotImplementedError

    def focus_field(self, key: str = "") -> None:
        """Put the keyboard on the field; of several, on the one that asks for ``key``."""
        del key
        self.first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_project(self, project: Project, facts: Facts, title: str) -> None:
        """Show the answers as they are, under this question."""
        self._facts = facts
        self.title.setText(title)
        asked = question_in_words(project, self.asked)
        self.title.setToolTip(asked.help or asked.hint)
        found = [self._facts[key] for key in self.keys if key in self._facts]
        known = [fact for fact in found if fact.known and fact.value is not None]
        unknown = bool(found) and not known
        self.unknown.setAccessibleName(tr("{name}: I don’t know", name=title))
        self.unknown.setChecked(unknown)
        self.unknown.setVisible(not known)
        self.source.setVisible(bool(known))
        self.source.name = title
        if known:
            self.source.set_source(known[0].source, known[0].note)
            self._place_source(known[0].note)
        self._show(project, unknown)

    def _show(self, project: Project, unknown: bool) -> None:
        raise NotImplementedError

    def _place_source(self, note: str) -> None:
        """The source has another note."""

    def toggle_unknown(self) -> None:
        """Tick or untick "I don't know"."""
        self._say_unknown(not self.unknown.isChecked())

    def say(self, words: str, *, wrong: bool = False) -> None:
        """What is wrong or odd about the answer; an empty text: nothing."""
        self.trouble.tell(words, wrong=wrong)

    def _say_unknown(self, ticked: bool) -> None:
        self._edits.all_unknown(self.keys, ticked)

    def ask_source(self) -> None:
        """Ask where the answer comes from, for a note, and whether it is known after all."""
        known = [self._facts[key] for key in self.keys if key in self._facts]
        known = [fact for fact in known if fact.known]
        if not known:
            return
        first = known[0]
        popover = SourcePopover(
            self.window(),
            self.title.text(),
            first.source,
            first.note,
            partial(self._source_chosen, first.key),
            may_be_unknown=True,
        )
        popover.open_below(self.source, focus=popover.note)

    def _source_chosen(self, key: str, source: Provenance, note: str) -> None:
        if source is Provenance.UNKNOWN:
            self._say_unknown(True)
        else:
            self._edits.source_chosen(key, source, note)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the field below the question, or it would never come to stand there."""
        narrow = self._field.minimumSizeHint().width() + scaled(_INDENT)
        return QSize(narrow, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= scaled(_ONE_LINE_FROM)
        stacked = self.width() < scaled(_STACKED_BELOW) or (wide and self._fills)
        width = scaled(_ONE_LINE_TITLE if wide else _TITLE)
        self.title.setMinimumWidth(0 if stacked else width)
        self.title.setMaximumWidth(_ANY_WIDTH if stacked else width)
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)
        self._line.setSpacing(8 if stacked else 18)


class _Asked(NamedTuple):
    """One bar of a row: the key that it asks for, its answers, which one holds, and what another one says."""

    key: str
    choices: Callable[[Project], five.Choices]
    said: Callable[[Facts], str | None]
    answers: Callable[[Facts, str], five.Answers]
    is_asked: Callable[[Facts], bool] = lambda _facts: True


def _plain(key: str, choices: five.Choices) -> _Asked:
    def said(facts: Facts) -> str | None:
        fact = facts.get(key)
        return (
            str(fact.value) if fact is not None and fact.known and fact.value is not None else None
        )

    return _Asked(key, lambda _project: choices, said, lambda _facts, answer: {key: answer})


_BARS: dict[int, tuple[_Asked, ...]] = {
    0: (_plain(five.RULE, five.RULES),),
    1: (_Asked(five.DEMAND, lambda _project: five.DEMANDS, five.demand_said, five.demand_answers),),
    2: (
        _plain(five.LEVEL, five.LEVELS)._replace(said=five.level_said),
        _Asked(
            five.REVERSIBLE,
            five.undos_of,
            five.undo_said,
            lambda _facts, answer: five.undo_answers(answer),
        ),
        _plain(five.CHECKED, question(five.CHECKED).choices)._replace(is_asked=five.asks_who_acts),
    ),
}


class BarsRow(FiveRow):
    """Bars of a few answers below each other."""

    def __init__(self, at: int, edits: BriefEdits) -> None:
        self._asked = _BARS[at]
        super().__init__(at, edits)

    def _fields(self) -> tuple[QWidget | QLayout, ...]:
        self.bars = {each.key: ChoiceBar(question(each.key).text, ()) for each in self._asked}
        for each, bar in zip(self._asked, self.bars.values(), strict=True):
            bar.chosen.connect(partial(self._chosen, each))
        bars = list(self.bars.values())
        self._flow = FlowLayout(spacing=12, line_spacing=8, middle=True)
        for widget in (*bars[len(bars) > 1 :], self.unknown, self.source):
            self._flow.addWidget(widget)
        self._below = row(None)
        return (*bars[: len(bars) > 1], holder(self._flow), self._below)

    def _place_source(self, note: str) -> None:
        if note:  # words have a line of their own
            self._below.insertWidget(0, self.source)
        else:
            self._flow.addWidget(self.source)

    @property
    def asked(self) -> Question:
        focus = QApplication.focusWidget()
        return question(next((key for key, bar in self.bars.items() if bar is focus), self.keys[0]))

    @property
    def first(self) -> QWidget:
        return next(iter(self.bars.values()))

    def focus_field(self, key: str = "") -> None:
        bar = self.bars.get(key)
        shown = bar if bar is not None and not bar.isHidden() else self.first
        shown.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, project: Project, unknown: bool) -> None:
        for each, bar in zip(self._asked, self.bars.values(), strict=True):
            if len(self.bars) == 1:
                bar.name = self.title.text()
            bar.set_options(each.choices(project))
            bar.set_value(None if unknown else each.said(self._facts))
            bar.setVisible(each.is_asked(self._facts))

    def _chosen(self, asked: _Asked, answer: str) -> None:
        words = tr("change {words}", words=question(asked.key).words)
        self._edits.answers(asked.answers(self._facts, answer), words)


class LawRow(FiveRow):
    _fills = True
    _shown: tuple[Json, bool] | None = None
    _suspected = ""

    def _fields(self) -> tuple[QWidget, ...]:
        self.ticks = LawTicks(question(five.LAW), self._changed)
        return (self.ticks,)

    @property
    def first(self) -> QWidget:
        return self.ticks.group

    def _show(self, project: Project, unknown: bool) -> None:
        fact = self._facts.get(five.LAW)
        self._settled = five.law_known_otherwise(project)
        if self._settled:
            self.unknown.hide()
        self.say_suspected("" if fact is not None and fact.known else self._suspected)
        state = (None if fact is None else fact.value, unknown)
        if state != self._shown:  # a tick that was only opened stays so
            self._shown = state
            self.ticks.group.setAccessibleName(self.title.text())
            self.ticks.show_flags(None if unknown else state[0])

    _settled = ""

    def say_suspected(self, words: str) -> None:
        """What the words of the project suggest that the law looks at; an empty text: nothing."""
        self._suspected = words
        self.ticks.say(self._settled, words)

    def _changed(self, flags: list[str] | None, done: str) -> None:
        self._edits.answers({five.LAW: flags}, done)


class ThereRow(FiveRow):
    """Examples with their number, documents, a service; and that there is nothing else."""

    _counted_on_data = False

    def _fields(self) -> tuple[QWidget, ...]:
        self.ticks = {
            five.EXAMPLES: Tick(),
            five.DOCUMENTS: Tick(tr("your documents")),
            five.SERVICE: Tick(tr("a service that may fit")),
        }
        self.nothing = Tick(tr("nothing"))
        self.count = NumberField(tr("How many?"), low=0, high=_MOST_EXAMPLES, width=72)
        self.count.setPlaceholderText(tr("How many?"))
        self.count.changed.connect(self._counted)
        self.group = TickGroup(tr("What is there already?"), (*self.ticks.values(), self.nothing))
        flow = FlowLayout(self.group, spacing=14, line_spacing=6, middle=True)
        for widget in (
            self.ticks[five.EXAMPLES],
            self.count,
            *[*self.ticks.values()][1:],
            self.nothing,
        ):
            flow.addWidget(widget)
        for key, tick in self.ticks.items():
            tick.clicked.connect(partial(self._ticked, key))
        self.nothing.clicked.connect(self._nothing_ticked)
        return (self.group,)

    @property
    def first(self) -> QWidget:
        return self.group

    def _show(self, project: Project, unknown: bool) -> None:
        counted = project.count_examples()
        fact = self._facts.get(five.EXAMPLES)
        many = fact.value if fact is not None and fact.known else None
        for key, tick in self.ticks.items():
            there = bool(five.is_there(self._facts, key)) and not unknown
            tick.setChecked(there or (key == five.EXAMPLES and bool(counted)))
        examples = self.ticks[five.EXAMPLES]
        things = examples_noun(project)
        if counted:
            examples.setText(tr("{n} {things}, counted on Data", n=counted, things=things(counted)))
        else:
            examples.setText(tr("your {things}", things=things.many))
        examples.setToolTip(tr("Data says how many there are.") if counted else "")
        self._counted_on_data = bool(counted)
        self.count.setVisible(examples.isChecked() and not counted)
        self.count.set_number(many or None)
        self._keep_in_line()
        some = any(tick.isChecked() for tick in self.ticks.values())
        self.nothing.setText(tr("nothing else") if some else tr("nothing"))
        self.nothing.setChecked(five.nothing_else(self._facts) and not unknown)
        self.nothing.setVisible(not all(tick.isChecked() for tick in self.ticks.values()))

    def _keep_in_line(self) -> None:
        """Ticks alone stand as high as the question; beside the field they stand in its middle."""
        layout = self._field.layout()
        assert layout is not None
        layout.setContentsMargins(0, 5 if self.count.isHidden() else 0, 0, 0)

    def _done(self, tick: Tick, words: str) -> str:
        return (
            tr("tick “{words}”", words=words)
            if tick.isChecked()
            else tr("untick “{words}”", words=words)
        )

    def _ticked(self, key: str) -> None:
        tick = self.ticks[key]
        if key == five.EXAMPLES and self._counted_on_data:  # not to be said otherwise here
            tick.setChecked(True)
            return
        ticked = tick.isChecked()
        if key == five.EXAMPLES and ticked:  # how many says it
            self.count.show()
            self._keep_in_line()
            self.count.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.count.setVisible(self.ticks[five.EXAMPLES].isChecked())
        self._edits.answers({key: "yes" if ticked else None}, self._done(tick, tick.text()))

    def _counted(self, many: float | None) -> None:
        value = None if many is None else int(many) if many == int(many) else many
        self._edits.answers({five.EXAMPLES: value}, tr("change how many examples there are"))

    def _nothing_ticked(self, ticked: bool) -> None:
        done = self._done(self.nothing, self.nothing.text())
        self._edits.answers(five.nothing_answers(self._facts, ticked), done)
