"""The risk: the questions of the EU AI Act, the tier they come to, and asking them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.findings.launch.readiness import Readiness, remarks, risk
from desktop.findings.problem.law import PROBLEM_PAGE, RiskView, sentence
from desktop.pages.launch.edits import LaunchEdits
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import LEFT, TOP, clear, column, fill, holder, row
from desktop.widgets.popover import Popover
from desktop.widgets.rows import IconMark, RowList, Section, ValueRow
from estimators.acceptance.readiness.lists import ChecklistAnswer, ListEntry, lists
from estimators.base.phrase import capital, within_a_sentence
from estimators.base.sentence import tr
from reports.launch_evidence import Risk

UNKNOWN = ("unknown", tr("I don’t know"))


class AnsweredRow(QWidget):
    """A question that was answered, in one line, and the way to answer it anew."""

    def __init__(
        self, item: ListEntry, given: ChecklistAnswer, ask: Callable[[str], object], *, locked: bool
    ) -> None:
        super().__init__()
        self.item = item
        self.again = Button(tr("Change"), "link", run=partial(ask, item.key))
        self.again.setAccessibleName(tr("Change: {text}", text=item.text))
        elsewhere = given.why if given.why == PROBLEM_PAGE else ""
        self.source = Label(capital(elsewhere), role=Role.NOTE, colour="ink3")
        asked = column(Label(item.text, colour="ink2"), self.source)
        answer = Label(item.words(given.value), weight=500, wrap=False)
        margins = (0, 5, 0, 5)
        row((asked, 1), (answer, TOP), (self.again, TOP), of=self, margins=margins, spacing=12)
        self.source.setVisible(bool(elsewhere))
        self.again.setVisible(not locked)


class RiskPopover(Popover):
    """The questions, the open one large; the page shows it the answers after every edit, undo and redo."""

    def __init__(self, window: QWidget, edits: LaunchEdits) -> None:
        super().__init__(window, tr("Risk questions"), width=480)
        self._edits = edits
        self.add_head(tr("How risky is it, as the law sees it?"))
        self.result = Label(weight=500)
        self._inside = column(margins=(0, 8, 0, 8))
        self._holder = holder(self._inside)
        self.notes = Label(role=Role.NOTE, colour="ink2")
        self.take = Button("", "link", run=self._take)
        self.source = Label(role=Role.NOTE, colour="ink3")
        below = (self.notes, (self.take, LEFT), 8, self.source)
        fill(self.body, 4, self.result, self._holder, *below)
        self.group: RadioGroup | None = None
        self.asked: ListEntry | None = None  # the open question
        self._again = ""
        self._tier = ""

    def rows(self) -> tuple[AnsweredRow, ...]:
        return tuple(self._rows)

    def show_answers(self, ready: Readiness) -> None:
        """Show what was answered in one line each, and the next question in full."""
        self._ready = ready
        view, answers, locked = ready.risk, ready.answers, self._edits.project.file.read_only
        said = sentence(view)
        self.result.setText(tr("So far: {sentence}", sentence=within_a_sentence(said)))
        clear(self._inside)
        self._rows: list[AnsweredRow] = []
        self.group, self.asked = None, None
        asking = not locked
        for question in _relevant(view, answers):
            given = answers.get(question.key)
            if given is not None and question.key != self._again:
                row = AnsweredRow(question, given, self._ask_again, locked=locked)
                self._inside.addWidget(row)
                self._rows.append(row)
            elif asking:
                asking = False  # one at a time
                self._ask(question)
        self._say(view, locked)
        self._fit()
        if self.isVisible():
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Be as tall as what is asked now: Qt itself would show new rows only after the next events."""
        if not self.isVisible():
            return
        for place in range(self._inside.count()):
            item = self._inside.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.show()
        self._inside.activate()
        self._holder.updateGeometry()
        self.resettle()

    def first(self) -> QWidget:
        """What has the focus first: the open question’s first answer."""
        return self.group.button(self._choices[0][0]) if self.group is not None else self

    def _ask(self, question: ListEntry) -> None:
        self.asked = question
        self._choices = (*question.choices, UNKNOWN)
        self.group = RadioGroup(question.text, self._choices, across=True)
        given = self._ready.answers.get(question.key)
        if given is not None:
            self.group.set_value(given.value or UNKNOWN[0])
        self.group.chosen.connect(self._chosen)
        place = [Label(question.place, role=Role.NOTE, colour="ink3")] if question.place else []
        helped = Label(question.help, role=Role.NOTE, colour="ink2")
        fill(self._inside, Hairline(), 10, *place, Label(question.text, weight=500), helped)
        fill(self._inside, self.group, 6, Hairline())

    def _say(self, view: RiskView, locked: bool) -> None:
        said = remarks(view)
        self.notes.say("\n".join(said))
        self._tier = view.screening.tier or ""
        settled = view.screening.tier is not None and not view.screening.open
        differs = settled and view.named not in (None, self._tier)
        self.take.setText(tr("Call it {tier} on the Problem page too", tier=self._tier))
        self.take.setVisible(differs and not locked)
        self.source.setText(risk(self._edits.project, view).source)

    def _ask_again(self, key: str) -> None:
        self._again = key
        self.show_answers(self._ready)

    def _chosen(self, value: str) -> None:
        assert self.asked is not None
        self._again = ""
        self._edits.answer_risk(self.asked, "" if value == UNKNOWN[0] else value)

    def _take(self) -> None:
        self._edits.take_tier(self._tier)


def _relevant(view: RiskView, answers: dict[str, ChecklistAnswer]) -> list[ListEntry]:
    """The questions that still matter: they stop where one settles the tier; those around it come last."""
    found = []
    for item in lists()["eu_ai_act"].items():
        name = item.key.removeprefix("eu_ai_act.")
        area = answers.get("eu_ai_act.area")
        if item.after and (area is None or area.value in (None, "none")):
            continue
        settled = view.screening.tier == "prohibited" and name != "prohibited_practice"
        high = view.screening.tier == "high" and not view.screening.open and name == "transparency"
        if (settled or high) and item.key not in answers:
            continue
        found.append(item)
    return found


class RiskSection(Section):
    """The tier as title, the answers below it."""

    def __init__(self) -> None:
        super().__init__(tr("Risk"))
        self._rows = RowList(lines=False)
        self.notes = Label(role=Role.NOTE, colour="ink2")
        self.source = Label(role=Role.NOTE, colour="ink2")
        self.answers = Button(tr("Answers"), "link")
        law = IconMark("balance", tr("The law"))
        foot = ((law, TOP), (self.source, 1), (self.answers, TOP))
        fill(self.box, 4, self._rows, 4, self.notes, 4)
        fill(self.box, row(*foot, margins=(0, 4, 0, 0), spacing=10))

    def show_risk(self, risk: Risk, view: RiskView) -> None:
        said = remarks(view)
        words = risk.sentence.removesuffix(".")
        is_open = view.open_questions or view.unconfirmed
        self.answers.setText(tr("Answer what is open") if is_open else tr("Answers"))
        self.title.setText(
            tr("Risk: not answered yet")
            if view.unanswered
            else tr("Risk: {words}", words=within_a_sentence(words))
        )
        self._rows.show_each(risk.answers, lambda each: ValueRow(each.question, each.answer))
        self.notes.say(said[0] if said else "")
        self.source.setText(risk.source)
