"""What a person changes on the Problem page, as edits of the project, and its answers as a case file."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.findings.case_file import Taken, answers_in, read_case, write_case
from desktop.findings.problem.brief import CURRENCY_KEY, currency_of
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.questions import question
from desktop.project.records import ClassInfo, Json
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from reports.provenance import Provenance

_FILTER = "Cases (*.json)"
_MOST_NAMED = 4
_BETWEEN = re.compile(r"[,;\n\r\u2028\u2029]")


class BriefEdits:
    """Turns answers into commands that the page carries out.

    ``moved(key, value)`` hears of a handle that is being dragged (None: put back); only what is ``answered`` is an edit.
    """

    def __init__(self, page: Page, moved: Callable[[str, Json], None]) -> None:
        self._page, self._session, self.moved = page, page.session, moved
        self.focus: Callable[[str], None] = lambda _key: (
            None
        )  # goes to a question; the page sets it
        self._sources: dict[str, Provenance] = {}  # where a number came from before it was unknown

    def answered(self, key: str, value: Json) -> None:
        """An answer was given, or (None) taken away."""
        asked = question(key)
        fact = self._session.project.fact(key)
        if value is None:
            if fact is not None:
                self._page.do(edit.ClearFact(key, asked.words))
            return
        source, note = Provenance.GUESS, ""
        if fact is not None:
            source = fact.source if fact.known else self._sources.get(key, Provenance.GUESS)
            note = fact.note
        self._page.do(edit.SetFact(key, value, asked.words, source, note))

    def answers(self, values: Mapping[str, Json], words: str = "") -> None:
        """Several answers given, or (None) taken away, as one edit; ``words`` say what was done."""
        facts = self._session.project.facts()
        commands: list[Command] = []
        for key, value in values.items():
            fact, asked = facts.get(key), question(key)
            if value is None:
                commands += [edit.ClearFact(key, asked.words)] if fact is not None else []
            elif fact is None or not fact.known or fact.value != value:
                source = fact.source if fact is not None and fact.known else Provenance.GUESS
                note = fact.note if fact is not None else ""
                commands.append(edit.SetFact(key, value, asked.words, source, note))
        if commands:
            self._page.do(edit.Several(tuple(commands), words or commands[0].text))

    def all_unknown(self, keys: Sequence[str], ticked: bool) -> None:
        """ "I don't know" of a question that feeds several inputs; what was answered stays behind it."""
        facts = self._session.project.facts()
        commands: list[Command] = []
        for key in keys:
            fact, words = facts.get(key), question(key).words
            value, note = (None, "") if fact is None else (fact.value, fact.note)
            if ticked:
                commands.append(edit.SetFact(key, value, words, Provenance.UNKNOWN, note))
            elif value is None:
                commands.append(edit.ClearFact(key, words))
            else:
                commands.append(edit.SetFact(key, value, words, Provenance.GUESS, note))
        self._page.do(edit.Several(tuple(commands), commands[0].text))

    def unknown(self, key: str, ticked: bool, typed: Json) -> None:
        """ "I don't know" was ticked or taken back; what was typed stays."""
        asked = question(key)
        fact = self._session.project.fact(key)
        note = fact.note if fact is not None else ""
        if ticked:
            if fact is not None and fact.known:
                self._sources[key] = fact.source
            self._page.do(edit.SetFact(key, typed, asked.words, Provenance.UNKNOWN, note))
        elif typed is None:
            self._page.do(edit.ClearFact(key, asked.words))
        else:
            source = self._sources.get(key, Provenance.GUESS)
            self._page.do(edit.SetFact(key, typed, asked.words, source, note))

    def source_chosen(self, key: str, source: Provenance, note: str) -> None:
        fact, asked = self._session.project.fact(key), question(key)
        if fact is not None:
            self._page.do(
                edit.SetFact(
                    key, fact.value, tr("the source of {words}", words=asked.words), source, note
                )
            )

    def add_classes(self, typed: str) -> list[str]:
        """Add the answers of a list (at commas, semicolons and line breaks) as one edit; those that are new."""
        names = dict.fromkeys(name for one in _BETWEEN.split(typed) if (name := _spaced(one)))
        there = {c.name for c in self._session.project.classes()}
        new = [name for name in names if name not in there]
        if not new:
            error = UserError(
                tr("There is an answer “{name}” already.", name=next(iter(names))),
                "",
                tr("Choose another name."),
            )
            self._page.refuse(error)
            return []
        words = tr("add {count}", count=count(len(new), "class"))
        added = [edit.AddClass(name) for name in new]
        done = self._page.do(edit.Several(added, words) if len(added) > 1 else added[0])
        return new if done else []

    def change_class(self, klass: ClassInfo, name: str, description: str) -> None:
        commands: list[Command] = []
        if name != klass.name:
            commands.append(edit.RenameClass(klass.id, klass.name, name))
        if description != klass.description:
            commands.append(edit.DescribeClass(klass.id, name, description))
        self._page.do(
            commands[0] if len(commands) == 1 else edit.Several(commands, commands[0].text)
        )

    def delete_class(self, klass: ClassInfo) -> None:
        self._page.do(edit.DeleteClass(klass.id, klass.name))

    def currency_chosen(self, code: str) -> None:
        if code != currency_of(self._session.project):
            self._page.do(edit.SetFact(CURRENCY_KEY, code, tr("the currency")))


class CaseFiles:
    """``ask_open`` and ``ask_save`` give a path or ""; a test answers in place of the dialogs."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.ask_open: Callable[[], str] = self._ask_open
        self.ask_save: Callable[[str], str] = self._ask_save

    def _ask_open(self) -> str:
        title = tr("Take the answers of a case file")
        return QFileDialog.getOpenFileName(self._page, title, str(Path.home()), _FILTER)[0]

    def _ask_save(self, first: str) -> str:
        title = tr("Save the answers as a case file")
        return QFileDialog.getSaveFileName(self._page, title, first, _FILTER)[0]

    def take(self) -> None:
        """Ask for a case file and make its answers those of the project: one edit, or none at all."""
        name = self.ask_open()
        if not name:
            return
        path = Path(name)
        try:
            taken = answers_in(read_case(path), path.name)
        except UserError as error:
            self._page.refuse(error)
            return
        if self._page.do(taken.edit):
            self._page.set_message(
                Message("ok", taken_sentence(taken, path.name), left_out_sentence(taken))
            )

    def save(self) -> None:
        """Ask where, and write every known answer there."""
        project = self._page.session.project
        name = self.ask_save(str(project.path.with_suffix(".json")))
        if not name:
            return
        path = Path(name)
        try:
            inputs = write_case(project, path)
        except UserError as error:
            self._page.refuse(error)
            return
        self._page.set_message(
            Message(
                "ok", tr("“{name}” holds {count}.", name=path.name, count=count(inputs, "input"))
            )
        )


def taken_sentence(taken: Taken, name: str) -> str:
    """How many answers came from the file."""
    found = tr("{count} taken from “{name}”", count=count(taken.answers, "answer"), name=name)
    return (
        tr("{found}, {unknown} unknown.", found=found, unknown=taken.unknown)
        if taken.unknown
        else f"{found}."
    )


def left_out_sentence(taken: Taken) -> str:
    """What the file names that nobody asks here, or that the project does not believe a file about."""
    said = []
    if taken.left_out:
        said.append(tr("Not asked here, so left out: {names}.", names=_names(taken.left_out)))
    if taken.own:
        said.append(
            tr("Counted or measured by the project itself: {names}.", names=_names(taken.own))
        )
    return " ".join(said) or tr("Undo takes them back together.")


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _names(names: tuple[str, ...]) -> str:
    shown = list(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        shown.append(tr("{names} more", names=len(names) - _MOST_NAMED))
    return listed(shown)
