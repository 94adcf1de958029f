"""What to ask before a demo session: who sits there, how many answers, and which way it goes."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.findings.fake.acceptance_curve import reactions_of
from desktop.findings.fake.demo_sessions import examples_to_show, plan_for, unfinished
from desktop.findings.fake.scenarios import active_scenario
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.records import DemoSession
from desktop.project.run_list import serves_the_real_one
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar, RadioGroup
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import fill, holder, row
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from mock_ai.demo.plan import MOST_ANSWERS, MOST_PEOPLE, USUAL_ANSWERS, DemoPlan, Way
from mock_ai.kinds.product import CLASSES

Started = Callable[[DemoPlan, DemoSession | None], None]
WIDTH = 440
FEW_ANSWERS = 10
_WORDS = {
    "adaptive": tr(
        "Every five answers it is right more often or less often, as what people did so far asks for."
    ),
    "fixed": tr("It stays as it is dialled. Good for showing, and for one point of the curve."),
    "compare": tr(
        "As often wrong both times: once it only misses things, once it only cries wolf. Which do people put up with?"
    ),
}
_OF_KIND = tr("Every five answers it is better or worse, as what people did so far asks for.")
_AT_FIRST = tr("Often 20 to 40 answers place the bar; several people place it better than one.")
_LATER = tr("Several people place the bar better than one.")
_REAL = tr(
    "The trained classifier answers now, so how often it is right is given. Swap the fake in to dial it."
)


class StartSession(AnsweredPopover):
    """Offers the ways to hold a session. ``started`` gets the plan, and the session that goes on (or None)."""

    def __init__(self, window: QWidget, project: Project, started: Started) -> None:
        super().__init__(window, tr("Start a session"), width=WIDTH)
        self._project, self._started = project, started
        self._real = serves_the_real_one(project)
        self._scenario = active_scenario(project)[1]
        self._of_classes = self._real or self._scenario.product == CLASSES
        self._going_on = unfinished(project)
        self._fill()
        self._chosen()

    # -- widgets ------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.add_head(tr("Start a session"), wraps=False)
        self._offer_to_go_on()
        self.way = RadioGroup(tr("How"), self._ways())
        self.way.set_value("fixed" if self._real else "adaptive")
        self.way.chosen.connect(self._chosen)
        for key in ("adaptive", "compare") if self._of_classes else ():
            self.way.button(key).setEnabled(not self._real)
        self.words = Label(role=Role.NOTE, colour="ink2")
        fill(self.body, 12, self.way, 8, self.words)
        self.sees = ChoiceBar(
            tr("Each person sees"),
            (("within", tr("both, in turns")), ("between", tr("one of the two"))),
        )
        self.sees.set_value("within")
        self.sees.chosen.connect(self._chosen)
        self._sees_row = self._row(tr("Each person sees"), self.sees)
        self.answers = self._number(tr("Answers for each person"), USUAL_ANSWERS, MOST_ANSWERS)
        self.people = self._number(tr("People, one after another"), 1, MOST_PEOPLE)
        self._row(tr("Answers for each person"), self.answers)
        self._row(tr("People, one after another"), self.people)
        self._choose_examples()
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.send = Button(tr("Start"), "primary", shortcut="Return", run=self.submit)
        fill(self.body, 10, self.note, 12, row(self.send, None))

    def _ways(self) -> tuple[tuple[str, str], ...]:
        """Misses against false alarms are only offered of classes (decision 0321)."""
        scenario = self._scenario
        find = ("adaptive", tr("Find how good it must be (recommended)"))
        if not self._of_classes:
            level = scenario.product.summary
            return find, ("fixed", tr("Show “{name}”: {level}", name=scenario.name, level=level))
        right = percent(scenario.accuracy_at(0))
        fixed = (
            tr("Show the trained classifier")
            if self._real
            else tr("Show “{name}”, {right} right", name=scenario.name, right=right)
        )
        compare = tr("Misses against false alarms, {right} right both times", right=right)
        return find, ("fixed", fixed), ("compare", compare)

    def _offer_to_go_on(self) -> None:
        self.go_on: Button | None = None
        if self._going_on is None:
            return
        session, plan = self._going_on
        planned = plan.answers * plan.people
        words = tr(
            "Go on with session {number}: {reactions} of {planned} answered",
            number=session.number,
            reactions=len(session.reactions),
            planned=planned,
        )
        self.go_on = Button(words, run=self._resume)
        fill(self.body, 12, self.go_on)

    def _choose_examples(self) -> None:
        project = self._project
        seed = len(project.sessions())
        self._examples = {
            key: examples_to_show(project, seed, only_held_out=key == "held")
            for key in ("all", "held")
        }
        everything, held = (len(examples) for examples in self._examples.values())
        choices = [("all", self._all_words())]
        if 1 < held < everything:
            choices.append(("held", tr("the {held} held out", held=digits(held))))
        self.shown = ChoiceBar(capital(noun(project)), choices)
        self.shown.set_value("all")
        self.shown.chosen.connect(self._chosen)
        made = self._row(capital(noun(project)), self.shown)
        made.setVisible(bool(everything))  # of a borrowed set there is nothing to choose

    def _all_words(self) -> str:
        """How many there are to choose from: a session takes a sample of a large project, held-out ones first."""
        shown, there = self._examples["all"], self._project.count_examples()
        if len(shown) == there:
            return tr("all {there}", there=digits(there))
        if all(example.held_out for example in shown):
            return tr("{shown} held out", shown=digits(len(shown)))
        return tr("{shown} of {there}", shown=digits(len(shown)), there=digits(there))

    def _number(self, name: str, value: int, most: int) -> NumberField:
        field = NumberField(name, low=1, high=most, width=72)
        field.set_number(value)
        field.changed.connect(self._chosen)
        field.edited.connect(self._chosen)
        return field

    def _row(self, words: str, field: QWidget) -> QWidget:
        label = Label(words, weight=500, wrap=False)
        label.setBuddy(field)
        made = holder(row(label, None, field, spacing=None, margins=(0, 8, 0, 0)))
        self.body.addWidget(made)
        return made

    # -- what was chosen ----------------------------------------------------------------------

    def _way(self) -> Way:
        way = self.way.value()
        if way == "compare":
            return "compare between" if self.sees.value() == "between" else "compare within"
        return "adaptive" if way == "adaptive" else "fixed"

    def plan(self) -> DemoPlan:
        """The plan as the fields stand (``UserError`` where there is none)."""
        return plan_for(
            self._project,
            self._way(),
            answers=int(self.answers.value() or 0),
            people=int(self.people.value() or 0),
            examples=self._examples[str(self.shown.value())],
        )

    def _chosen(self, *_: object) -> None:
        key = str(self.way.value())
        words = _WORDS[key] if self._of_classes or key != "adaptive" else _OF_KIND
        if key == "adaptive":  # once people have answered, the page says how many more it takes
            words = f"{words} {_LATER if reactions_of(self._project) else _AT_FIRST}"
        self.words.setText(_REAL if self._real else words)
        self._sees_row.setVisible(key == "compare")
        problem, note = self._problem(), ""
        if not problem:
            answers, shown = int(self.answers.value() or 0), len(self.plan().items)
            if key == "adaptive" and answers < FEW_ANSWERS:
                note = tr(
                    "Fewer than {few_answers} answers each: people hardly get to know it, and the range comes out too narrow.",
                    few_answers=FEW_ANSWERS,
                )
            elif answers > shown:
                note = tr(
                    "With {count} for {answers} answers, some come more than once.",
                    count=count(shown, example_noun_of(self._project)),
                    answers=answers,
                )
        self.note.set_colour("bad" if problem else "ink2")
        self.note.say(problem or note)
        self.send.off_because(problem)
        self.resettle()

    def _problem(self) -> str:
        for field, what in ((self.answers, tr("Answers")), (self.people, tr("People"))):
            if field.problem() or field.value() is None:
                return f"{what}: {field.problem() or tr('type a number')}."
        try:
            self.plan()
        except UserError as error:
            return " ".join(filter(None, (error.what, error.why, error.next_step)))
        return ""

    # -- done ---------------------------------------------------------------------------------

    def ask(self) -> None:
        """Open in the middle of the window."""
        first = self.go_on or self.send
        self.open_at((self.window().width() - scaled(WIDTH)) // 2, 96, focus=first)

    def submit(self) -> None:
        for field in (self.answers, self.people):
            field.editingFinished.emit()  # what is being typed counts
        self._chosen()
        if self.send.isEnabled():
            plan = self.plan()
            self.close_popover()
            self._started(plan, None)

    def _resume(self) -> None:
        if self._going_on is not None:
            session, plan = self._going_on
            self.close_popover()
            self._started(plan, session)
