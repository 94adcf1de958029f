"""What a person changes on the Problem page, as edits of the project: each can be undone by itself."""

from desktop.findings.problem.brief import CURRENCY_KEY, currency_of
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.questions import question
from desktop.project.records import ClassInfo, Json
from estimators.base.errors import UserError
from reports.provenance import Provenance


class BriefEdits:
    """Turns answers into commands that the page carries out."""

    def __init__(self, page: Page) -> None:
        self._page, self._session = page, page.session
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
        """A number comes from elsewhere."""
        fact, asked = self._session.project.fact(key), question(key)
        if fact is not None:
            self._page.do(
                edit.SetFact(key, fact.value, f"the source of {asked.words}", source, note)
            )

    def add_class(self, name: str) -> None:
        """One more answer that can be given."""
        if any(c.name == name for c in self._session.project.classes()):
            error = UserError(f"There is an answer “{name}” already.", "", "Choose another name.")
            self._page.refuse(error)
            return
        self._page.do(edit.AddClass(name))

    def change_class(self, klass: ClassInfo, name: str, description: str) -> None:
        """Another name or look of an answer."""
        commands: list[Command] = []
        if name != klass.name:
            commands.append(edit.RenameClass(klass.id, klass.name, name))
        if description != klass.description:
            commands.append(edit.DescribeClass(klass.id, name, description))
        self._page.do(
            commands[0] if len(commands) == 1 else edit.Several(commands, commands[0].text)
        )

    def delete_class(self, klass: ClassInfo) -> None:
        """One answer less."""
        self._page.do(edit.DeleteClass(klass.id, klass.name))

    def currency_chosen(self, code: str) -> None:
        """Amounts are in another currency."""
        if code != currency_of(self._session.project):
            self._page.do(edit.SetFact(CURRENCY_KEY, code, "the currency"))
