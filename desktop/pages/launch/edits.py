"""What a person changes about the launch, one command each: the bar, the answers, the decision, who signs."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.findings.launch.bar import value_words
from desktop.findings.launch.conditions import (
    CONDITIONS,
    DECISION,
    OWNER,
    WAY_BACK,
    condition_words,
    drop_tripwire,
    end_words,
    owner_of,
    put_condition,
    put_tripwire,
    say,
    tripwires_of,
    way_back_of,
    whole_conditions,
)
from desktop.findings.launch.decision import decide, put_terms, terms_of, terms_words
from desktop.findings.launch.harm import (
    classes_at_stake,
    harm_cap,
    harmful_mistakes,
    read_mistakes,
    set_harm,
    set_harm_cap,
    written,
)
from desktop.findings.launch.list_answers import answer, reason_needed
from desktop.findings.launch.sequential import answer_sequential, end_sequential, start_sequential
from desktop.findings.launch.since_launch import put_outcomes
from desktop.findings.problem.law import fact_key
from desktop.pages.launch.bar import BarPopover
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import SignOff
from desktop.widgets.ask import Answers, AskFor, AskPopover, ConfirmPopover
from estimators.acceptance.outcome_file import read_outcomes
from estimators.acceptance.readiness.lists import ChecklistAnswer, ListEntry
from estimators.acceptance.readiness.tripwires import DIRECTIONS, Tripwire
from estimators.acceptance.readiness.verdict import Word
from estimators.base.date import written_day
from estimators.base.errors import UserError
from estimators.base.percent import set_percent
from estimators.base.phrase import quoted, within_a_sentence
from estimators.base.sentence import tr
from reports.provenance import Provenance

_NEEDS_ONE = tr(
    "A launch with conditions needs at least one that somebody can be held to. With it, that is decided."
)

DECISIONS = tuple((word.key, word.words) for word in reversed(Word))
TO_SIGN, ASKED, SIGNED = "to sign", "asked", "signed"


class LaunchEdits(QObject):
    left = Signal()  # a form was closed: what was chosen for it may not have been done

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._session, self._do, self._page = page.session, page.do, page
        self._drafts: dict[str, Answers] = {}  # what was typed in a form and not sent
        self.ask_file: Callable[[], str] = lambda: QFileDialog.getOpenFileName(
            page,
            tr("Outcomes since launch: 1 for right, 0 for wrong, one a line"),
            str(Path.home()),
        )[0]
        self._session.closed.connect(self._drafts.clear)  # it does not belong to the next project

    @property
    def project(self) -> Project:
        return self._session.project

    # -- the bar ------------------------------------------------------------------------------

    def move_bar(self, anchor: QWidget) -> None:
        """Ask for the bar and, where there was one, why it moves."""
        popover = BarPopover(self._page.window(), self._session.project, self._session.do)
        popover.ask(anchor, align_right=True)

    def start_labelling(self, anchor: QWidget) -> None:
        """Begin a test that is labelled as one goes; asks how good the model is thought to be."""
        project = self._session.project
        bar = project.bar
        hoped = f"{bar.value + (1 - bar.value) / 2:.3g}" if bar and bar.value < 1 else ""

        def started(answers: Answers) -> None:
            self._session.do(start_sequential(project, float(answers["truth"])))

        field = AskFor("truth", tr("How often you think it is right"), hoped, percent=True)
        text = tr("It sets how long the test takes, not how sure a pass is.")
        popover = self._popover(
            tr("Label as you go"), (field,), started, button=tr("Start"), text=text
        )
        popover.ask(anchor)

    def count_label(self, right: bool) -> None:
        """Count one more label of that test."""
        try:
            command = answer_sequential(self._session.project, right)
        except UserError as error:
            self._page.refuse(error)
        else:
            self._do(command)

    def end_labelling(self) -> None:
        self._do(end_sequential())

    # -- once it runs -------------------------------------------------------------------------

    def ask_way_back(self, anchor: QWidget | None) -> None:
        question = tr("Who switches it off, and how fast?")
        now = way_back_of(self._session.project)
        field = AskFor("text", question, now, tr("The shift lead, one switch, 5 minutes"))
        self._ask_for(WAY_BACK, tr("The way back"), field, anchor)

    def ask_owner(self, anchor: QWidget | None) -> None:
        """Ask who answers for it once it runs."""
        now = owner_of(self._session.project)
        field = AskFor(
            "text", tr("Who answers for it once it runs?"), now, tr("A name, not a team")
        )
        self._ask_for(OWNER, tr("The owner"), field, anchor)

    def ask_harm_cap(self, anchor: QWidget | None) -> None:
        """Ask how many answers of all may do harm, and of a classifier which mistakes are meant."""
        project = self._session.project
        now, labels = harm_cap(project), classes_at_stake(project)

        def answered(answers: Answers) -> None:
            cap = float(answers["cap"])
            mistakes = read_mistakes(answers.get("mistakes", ""), labels)
            self._session.do(set_harm(cap, mistakes) if labels else set_harm_cap(cap))

        fields = [AskFor("cap", tr("At most this share of all answers"), f"{now:g}", percent=True)]
        if labels:
            question = tr("Which mistakes: what is true > what it says")
            named = written(harmful_mistakes(project, labels))
            fields.append(AskFor("mistakes", question, named, f"{labels[0]} > {labels[-1]}"))
        text = tr("A limit that is set after the count is known shows little.")
        self._popover(tr("How many may do harm"), fields, answered, text=text).ask(anchor)

    def _ask_for(self, key: str, title: str, field: AskFor, anchor: QWidget | None) -> None:
        def answered(answers: Answers) -> None:
            if answers["text"] or field.text:
                self._session.do(say(key, answers["text"], within_a_sentence(title)))

        self._popover(title, (field,), answered, button=tr("Answer")).ask(anchor)

    def ask_tripwire(self, anchor: QWidget | None, at: int | None = None) -> None:
        """Ask for a tripwire, or for other words for the one at a place."""
        project = self._session.project
        wires = tripwires_of(project)
        now = wires[at] if at is not None and at < len(wires) else None
        bar = value_words(project, project.bar.metric, project.bar.value) if project.bar else ""

        def answered(answers: Answers) -> None:
            self._session.do(put_tripwire(project, Tripwire.of(**answers), at))

        fields = (
            AskFor("metric", tr("What is watched"), now.metric if now else tr("the share of right answers")),
            AskFor("direction", tr("It trips when that"), now.direction if now else "", choices=DIRECTIONS),
            AskFor("threshold", tr("This number"), now.threshold if now else bar, set_percent(0.9)),
            AskFor("window", tr("For how long"), now.window if now else "", tr("a week")),
            AskFor("action", tr("Then we"), now.action if now else "", tr("switch it off and go back to reading by hand")),
            AskFor("owner", tr("Who sees to it"), now.owner if now else owner_of(project)),
        )  # fmt: skip
        self._popover(
            tr("A tripwire"), fields, answered, button=tr("Reword") if now else tr("Add")
        ).ask(anchor)

    def ask_outcomes(self, at: int) -> None:
        """Count the outcomes since launch from a file, for one tripwire."""
        name = self.ask_file()
        if not name:
            return
        project, path = self._session.project, Path(name)
        try:
            outcomes = read_outcomes(path)
        except UserError as error:
            self._page.refuse(error)
        else:
            self._do(put_outcomes(project, tripwires_of(project)[at], outcomes, path.name))

    def drop_tripwire(self, at: int) -> None:
        self._do(drop_tripwire(self._session.project, at))

    # -- the decision -------------------------------------------------------------------------

    def decide(self, decision: str, wording: str = "", anchor: QWidget | None = None) -> None:
        """Record the decision; to launch with conditions asks for one first where nobody can be held to any.

        ``wording``: a first wording of it.
        """
        # A condition without an owner and a day binds nobody (decision 0223).
        if decision == CONDITIONS and not whole_conditions(self._session.project):
            loose = next(iter(self._session.project.conditions()), None)
            self.ask_condition(anchor, loose.id if loose else None, wording, decides=True)
            return
        self._do(decide(self._session.project, decision))

    def ask_terms(self, anchor: QWidget | None = None) -> None:
        """Ask why it was decided, by whom, and from which day or who looks again and when."""
        project = self._session.project
        now, decision = terms_of(project), project.answer(DECISION)

        def answered(answers: Answers) -> None:
            self._session.do(put_terms(project, **answers))

        name = tr("A name, not a team")
        fields = [
            AskFor("reason", tr("Why, in one sentence"), now.reason, tr("Page one prints it")),
            AskFor("decided_by", tr("Who decided"), now.decided_by, name),
        ]
        if decision == Word.NOT_YET.key:
            fields.append(AskFor("looks_again", tr("Who looks again"), now.looks_again, name))
        if decision != Word.STOP.key:
            asked = (
                tr("On which day") if decision == Word.NOT_YET.key else tr("From which day it runs")
            )
            fields.append(AskFor("day", asked, written_day(now.day), tr("14 Jan 2027")))
        title = tr("Why, by whom, and when")
        if decision == Word.STOP.key:
            title = tr("Why, and by whom")
        self._popover(title, fields, answered).ask(anchor)

    def word_decision(self, sentence: str) -> None:
        """Keep the sentence that the report opens with."""
        self._do(say("launch.headline", sentence, tr("the decision’s sentence")))

    def ask_condition(
        self,
        anchor: QWidget | None,
        condition_id: int | None = None,
        wording: str = "",
        *,
        decides: bool = False,
    ) -> None:
        """Ask for a condition of the launch, with a first wording, or for other words for one.

        ``decides``: with it, launching with conditions is decided. What was typed and not sent stands there again.
        """
        conditions = self._session.project.conditions()
        found = next((c for c in conditions if c.id == condition_id), None)
        if condition_id is not None and found is None:
            return

        def worded(answers: Answers) -> None:
            decided = decide(self._session.project, CONDITIONS) if decides else None
            command = put_condition(
                condition_id, answers["text"], answers["owner"], answers["by"], decides=decided
            )
            self._session.do(command)

        now = {
            "text": found.text if found else wording,
            "owner": found.owner if found else "",
            "by": end_words(found.by) if found else "",
        }
        draft = f"{condition_id} {wording}"
        now |= self._drafts.get(draft, {})
        fields = (
            AskFor("text", tr("What must hold"), now["text"], tr("A person confirms every answer below 80%.")),
            AskFor("owner", tr("Who sees to it"), now["owner"], tr("A name, not a team")),
            AskFor("by", tr("Until when"), now["by"], tr("14 Jan 2027, or: as long as it runs")),
        )  # fmt: skip
        title = (
            tr("Complete the condition")
            if found and not found.is_whole
            else (tr("Reword the condition") if found else tr("Add a condition"))
        )
        text = _NEEDS_ONE if decides else ""
        button = tr("Decide") if decides else tr("Save")
        popover = self._popover(title, fields, worded, button=button, text=text)
        popover.closed.connect(partial(self._condition_closed, popover, draft))
        popover.ask(anchor)

    def _condition_closed(self, popover: AskPopover, draft: str) -> None:
        if popover.sent:
            self._drafts.pop(draft, None)
        else:
            self._drafts[draft] = popover.typed()
        self.left.emit()

    def delete_condition(self, condition_id: int) -> None:
        self._do(edit.DeleteCondition(condition_id))

    # -- the risk -----------------------------------------------------------------------------

    def answer_risk(self, item: ListEntry, value: str) -> None:
        """Answer a question of the law; an empty answer is "I don't know"."""
        known = Provenance.GUESS if value else Provenance.UNKNOWN
        self._do(edit.SetFact(fact_key(item), value or None, quoted(item.text), known))

    def take_tier(self, tier: str) -> None:
        """Call it so on the Problem page too."""
        self._do(edit.SetFact("regulatory_tier", tier, tr("the risk tier")))

    # -- the lists ----------------------------------------------------------------------------

    def answer(
        self, item: ListEntry, value: str | None, now: ChecklistAnswer | None, anchor: QWidget
    ) -> bool:
        """Answer a question of a published list; asks why first where that is needed and then returns False."""
        question = reason_needed(item, value, now)
        if not question:
            self._do(answer(item, value, "", now))
            return True

        def reasoned(answers: Answers) -> None:
            self._session.do(answer(item, value, answers["why"], now))

        field = AskFor("why", question, "", tr("A few words; the report prints them"))
        popover = self._popover(quoted(item.words(value)), (field,), reasoned, button=tr("Answer"))
        popover.ask(anchor, align_right=True)
        return False

    # -- who signs ----------------------------------------------------------------------------

    def add_person(self) -> None:
        def named(answers: Answers) -> None:
            self._session.do(edit.PutSignOff(None, answers["name"], answers["role"], TO_SIGN))

        fields = (
            AskFor("name", tr("Name")),
            AskFor("role", tr("Role"), placeholder=tr("head of inspection")),
        )
        text = " ".join(self._what_is_signed())
        self._popover(tr("Who signs"), fields, named, button=tr("Add"), text=text).ask(None)

    def change_person(self, person_id: int, state: str) -> None:
        """Note how far a signature is."""
        person = self._person(person_id)
        if person is None:
            return
        put = edit.PutSignOff(person.id, person.name, person.role, state)
        if state != SIGNED:
            self._do(put)
            return

        def signed() -> None:
            self._do(put)

        window = self._page.window()
        title, said = tr("Sign as {name}", name=person.name), self._what_is_signed()
        ConfirmPopover(window, title, said, tr("Sign"), signed).ask()

    def _what_is_signed(self) -> tuple[str, ...]:
        """The decision, its sentence and every condition."""
        project = self._session.project
        decided = dict(DECISIONS).get(str(project.answer(DECISION)), tr("Nothing is decided yet"))
        sentence = str(project.answer("launch.headline") or "")
        conditions = [condition_words(condition) for condition in project.conditions()]
        under = [f"{number}. {words}" for number, words in enumerate(conditions, start=1)]
        said = (
            tr("Decision: {decided}.", decided=within_a_sentence(decided)),
            sentence,
        )
        terms = terms_words(project)
        return (*filter(None, said), *terms, *(under or [tr("Conditions: none.")]))

    def sign_next(self) -> None:
        """Sign for the first who has not."""
        people = self._session.project.signoffs()
        unsigned = next((person for person in people if not person.has_signed), None)
        if unsigned is not None:
            self.change_person(unsigned.id, SIGNED)

    def remove_person(self, person_id: int) -> None:
        if person := self._person(person_id):
            self._do(edit.DeleteSignOff(person.id, person.name))

    def _person(self, person_id: int) -> SignOff | None:
        people = self._session.project.signoffs()
        return next((person for person in people if person.id == person_id), None)

    def _popover(
        self,
        title: str,
        fields: Sequence[AskFor],
        done: Callable[[Answers], None],
        *,
        button: str = tr("Save"),
        text: str = "",
    ) -> AskPopover:
        window = self._page.window()
        return AskPopover(window, title, fields, done, button=button, text=text)
