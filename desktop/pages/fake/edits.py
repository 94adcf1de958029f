"""What a person changes about scenarios and sessions, one command each, and what is written into files or read from them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.actions import Action
from desktop.findings.fake.acceptance_curve import reactions_csv
from desktop.findings.fake.scenarios import (
    SCENARIO,
    active_scenario,
    copy_of,
    put_scenario,
    scenarios_of,
)
from desktop.findings.fake.view import set_own_bar
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.fake.reactions_tab import SessionsTable
from desktop.pages.fake.server.local_server import LocalServer
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.product import kind_name
from desktop.project.records import SessionQuote
from desktop.project.stages import Stage
from desktop.save_dialog import ask_where, with_ending
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from mock_ai.level_words import LEVEL_WORDS
from mock_ai.scenario import Scenario
from reports.provenance import Provenance
from reports.report import write_whole


class ScenarioEdits:
    """Turn, choose, add, copy, rename and delete, each one edit of the page. Without an id the active one is meant."""

    def __init__(self, page: Page, anchor: QWidget) -> None:
        self._page, self._anchor = page, anchor

    def _find(self, scenario_id: str) -> tuple[int | None, Scenario]:
        project = self._page.session.project
        if not scenario_id:
            return active_scenario(project)
        return next(pair for pair in scenarios_of(project) if pair[1].id == scenario_id)

    def turn(self, scenario: Scenario, what: str) -> None:
        """Keep the dials of a scenario as they are now."""
        self._page.do(put_scenario(self._page.session.project, scenario, what))

    def choose(self, scenario_id: str) -> None:
        """Let another scenario answer."""
        words = tr("scenario to “{name}”", name=self._find(scenario_id)[1].name)
        self._page.do(edit.SetFact(SCENARIO, scenario_id, words, Provenance.SIMULATED))

    def new(self) -> None:
        """Ask for a name, and add a scenario with the dials of the active one."""

        def named(answers: Answers) -> None:
            self.add(copy_of(self._page.session.project, self._find("")[1], _name(answers)))

        self._ask_name(tr("New scenario"), tr("My scenario"), named)

    def duplicate(self, scenario_id: str = "") -> None:
        """Copy a scenario under a new name, and let the copy answer."""
        scenario = self._find(scenario_id)[1]
        self.add(
            copy_of(self._page.session.project, scenario, tr("{name}, a copy", name=scenario.name))
        )

    def add(self, scenario: Scenario) -> None:
        """Add a scenario and let it answer."""
        words = tr("add scenario “{name}”", name=scenario.name)
        put = put_scenario(self._page.session.project, scenario, words)
        chosen = edit.SetFact(SCENARIO, scenario.id, "scenario", Provenance.SIMULATED)
        self._page.do(edit.Several((put, chosen), words))

    def rename(self, scenario_id: str = "") -> None:
        """Ask for another name; clients go on calling it as before."""
        scenario = self._find(scenario_id)[1]

        def named(answers: Answers) -> None:
            again = replace(scenario, name=_name(answers))
            words = tr("rename scenario “{name}”", name=scenario.name)
            self._page.do(put_scenario(self._page.session.project, again, words))

        self._ask_name(tr("Rename scenario"), scenario.name, named)

    def delete(self, scenario_id: str = "") -> None:
        """Delete a scenario; the last one stays."""
        row_id, scenario = self._find(scenario_id)
        words = tr("delete scenario “{name}”", name=scenario.name)
        known = scenarios_of(self._page.session.project)
        others = [one for _, one in known if one.id != scenario.id]
        if not others:
            self._page.refuse(
                UserError(tr("One scenario has to stay."), "", tr("Add another one first."))
            )
        elif row_id is not None:
            self._page.do(edit.DeleteScenario(row_id, scenario.name))
        else:  # a preset: the others become the project's own
            puts = [edit.PutScenario(None, one.name, one.to_json()) for one in others]
            self._page.do(edit.Several(puts, words))

    def _ask_name(self, title: str, name: str, done: Callable[[Answers], None]) -> None:
        fields = (AskFor("name", tr("Its name"), name),)
        AskPopover(self._anchor.window(), title, fields, done).ask(self._anchor)


def _name(answers: Answers) -> str:
    name = " ".join(answers["name"].split())
    if not name:
        raise UserError(tr("A scenario needs a name."), "", tr("Type at least one letter."))
    if len(name) > 200:
        raise UserError(
            tr("That name is too long for a scenario."),
            tr("{name} letters.", name=len(name)),
            tr("Shorten it."),
        )
    return name


class SessionEdits:
    """Notes on a demo session, its removal, and the export of all reactions.

    ``ask_save(first)`` says where to write; a test replaces it, as it has no dialog.
    """

    def __init__(self, page: Page, listed: SessionsTable) -> None:
        self._page, self._listed = page, listed
        listed.note_button.clicked.connect(self.note)
        listed.delete_button.clicked.connect(self.delete)
        listed.export_button.clicked.connect(self.export)
        self.ask_save: Callable[[str], str] = lambda first: ask_where(
            page, tr("Export the reactions"), first, "Tables (*.csv)", with_ending(".csv")
        )

    def off(self) -> str:
        """Why there is nothing to export; an empty text: there is."""
        return "" if self._page.session.project.sessions() else tr("Nobody has seen it yet.")

    def note_off(self, *, shown: bool) -> str:
        """Why no note can be added, where the sessions are ``shown`` or not."""
        if not shown or self._listed.chosen() is None:
            return tr("Choose a session under “What people did” first.")
        return self._page.why_not_edit()

    def note(self) -> None:
        """Ask who was there in the chosen session and what they said."""
        demo = self._listed.chosen()
        if demo is None:
            return

        def noted(answers: Answers) -> None:
            notes = replace(demo.notes, people=answers["people"])
            if answers["quote"]:
                quote = SessionQuote(answers["quote"].strip('“”"'), answers["who"])
                notes = replace(notes, quotes=(*notes.quotes, quote))
            self._page.do(edit.AnnotateSession(demo.id, demo.number, notes))

        said = tr("Three wrong in a row and I stopped reading it.")
        fields = (
            AskFor("people", tr("Who was there"), demo.notes.people, tr("3 inspectors")),
            AskFor("quote", tr("Something they said"), placeholder=said),
            AskFor("who", tr("Who said it"), placeholder=tr("inspector 2")),
        )
        anchor, title = self._listed.note_button, tr("Session {number}", number=demo.number)
        AskPopover(anchor.window(), title, fields, noted).ask(anchor)

    def ask_own_bar(self) -> None:
        """Ask for a bar of one's own, and why, while sessions propose none."""
        project = self._page.session.project

        def given(answers: Answers) -> None:
            self._page.do(set_own_bar(float(answers["bar"]), answers["reason"]))

        now = project.bar
        wanted = capital(LEVEL_WORDS[kind_name(project)].metric)
        fields = (
            AskFor("bar", wanted, "" if now is None else f"{now.value:g}", percent=True),
            AskFor("reason", tr("Why"), placeholder=tr("What a customer was promised, what people do today…")),
        )  # fmt: skip
        AskPopover(
            self._page.window(),
            tr("Set a bar meanwhile"),
            fields,
            given,
            button=tr("Set the bar"),
            text=tr(
                "It counts as your choice until sessions propose one. Launch and the report print why."
            ),
        ).ask()

    def delete(self) -> None:
        """Remove the chosen session with its reactions."""
        demo = self._listed.chosen()
        if demo is not None:
            self._page.do(edit.DeleteSession(demo.id, demo.number))

    def export(self) -> None:
        """Write every reaction into a file that spreadsheets open, whole or not at all."""
        project = self._page.session.project
        name = self.ask_save(
            str(project.path.with_name(tr("{stem} reactions.csv", stem=project.path.stem)))
        )
        if not name:
            return
        path = Path(name)
        try:
            write_whole(path, reactions_csv(project))
        except UserError as error:
            self._page.refuse(error)
            return
        kept = sum(len(session.reactions) for session in project.sessions())
        self._page.set_message(
            Message(
                "ok", tr("“{name}” holds {count}.", name=path.name, count=count(kept, "reaction"))
            )
        )


_SCENARIOS = "Scenarios (*.yaml *.yml)"
_SPEC = tr("OpenAPI documents (*.json)")
USUAL = "http://127.0.0.1:8765"  # where it will be served, if it is not


class ScenarioFiles(QObject):
    """Opens scenario files into ``edits`` and writes them, off the GUI thread; the page says what came of it."""

    def __init__(self, page: Page, edits: ScenarioEdits) -> None:
        super().__init__(page)
        self._page, self._edits = page, edits
        self._reading = LatestWinsThread(self, self._read, self._failed)
        self._writing = LatestWinsThread(self, page.set_message, self._failed)

    def ask_open(self) -> str:
        title = tr("Open a scenario file")
        return QFileDialog.getOpenFileName(self._page, title, str(Path.home()), _SCENARIOS)[0]

    def ask_save(self, title: str, first: str, kinds: str) -> str:
        return QFileDialog.getSaveFileName(self._page, title, first, kinds)[0]

    def open(self) -> None:
        """Ask for a scenario file and add its scenario; what is wrong with it is told with its line."""
        name = self.ask_open()
        if name:
            self._reading.ask(lambda: _loaded(Path(name)))

    def _read(self, scenario: Scenario) -> None:
        self._edits.add(copy_of(self._page.session.project, scenario, scenario.name))

    def save(self, scenario_id: str = "") -> None:
        """Ask where, and write a scenario (else the active one) as a file that reads back the same."""
        project = self._page.session.project
        known = {one.id: one for _, one in scenarios_of(project)}
        scenario = known[scenario_id] if scenario_id else active_scenario(project)[1]
        folder = Path(scenario.stubs.folder or project.path.parent)
        first = str(folder / f"{scenario.id}.yaml")
        name = self.ask_save(tr("Save the scenario as a file"), first, _SCENARIOS)
        if name:
            self._writing.ask(lambda: _saved(scenario, Path(name)))

    def save_spec(self, base_url: str) -> None:
        """Ask where, and write what the address takes and answers as an OpenAPI document."""
        project = self._page.session.project
        classes = active_scenario(project)[1].classes
        first = str(project.path.with_suffix(".openapi.json"))
        name = self.ask_save(tr("Save the description of the address"), first, _SPEC)
        if name:
            self._writing.ask(lambda: _spec_saved(classes, base_url, Path(name)))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._page.refuse(error)

    def stop(self) -> None:
        self._reading.stop()
        self._writing.stop()


def _loaded(path: Path) -> Scenario:
    from mock_ai.scenario_file import load_scenario

    return load_scenario(path)


def _saved(scenario: Scenario, path: Path) -> Message:
    from desktop.jobs.journal_out import put_in_place
    from mock_ai.scenario_file import text_at

    text = text_at(scenario, path)
    put_in_place(path, lambda part: part.write_text(text, encoding="utf-8"))
    serve = tr("smart-enough serve {name} plays it without a window.", name=path.name)
    return Message(
        "ok", tr("“{name}” is in “{name_2}”.", name=scenario.name, name_2=path.name), serve
    )


def _spec_saved(classes: tuple[str, ...], base_url: str, path: Path) -> Message:
    from desktop.jobs.journal_out import put_in_place
    from mock_ai.server.openapi import document_text, openapi_document

    text = document_text(openapi_document(classes, base_url or USUAL))
    put_in_place(path, lambda part: part.write_text(text, encoding="utf-8"))
    why = tr(
        "It says what every address takes and answers, so that engineers can build against it."
    )
    return Message("ok", tr("The description is in “{name}”.", name=path.name), why)


def scenario_actions(
    edits: ScenarioEdits,
    files: ScenarioFiles,
    serving: LocalServer,
    ask_troubles: Callable[[], None],
    read_only: Callable[[], str],
) -> tuple[Action, ...]:
    """Each is off where ``read_only`` says why, but for those that write a file of their own."""
    stage = Stage.FAKE

    def save_spec() -> None:
        files.save_spec(serving.address.removesuffix("/v1"))

    return (
        Action("fake.new", tr("New scenario…"), edits.new, stage=stage, off=read_only, icon="add"),
        Action("fake.open", tr("Open a scenario file…"), files.open, stage=stage, off=read_only, icon="folder"),
        Action("fake.save", tr("Save the scenario as a file…"), files.save, stage=stage),
        Action("fake.troubles", tr("Choose what goes wrong…"), ask_troubles, stage=stage, off=read_only, icon="fault"),
        Action("fake.duplicate", tr("Duplicate scenario"), edits.duplicate, stage=stage, off=read_only),
        Action("fake.rename", tr("Rename scenario…"), edits.rename, "F2", stage=stage, off=read_only),
        Action("fake.delete", tr("Delete scenario"), edits.delete, stage=stage, off=read_only),
        Action("fake.spec", tr("Save the OpenAPI description…"), save_spec, stage=stage),
    )  # fmt: skip


def session_actions(edits: SessionEdits, shown: Callable[[], bool]) -> tuple[Action, ...]:
    """The actions; ``shown`` says whether the sessions are."""
    stage = Stage.FAKE
    return (
        Action("fake.reactions", tr("Export reactions…"), edits.export, stage=stage, off=edits.off, icon="drop"),
        Action("fake.note", tr("Add a note to the session…"), edits.note, "N", stage=stage, off=lambda: edits.note_off(shown=shown())),
    )  # fmt: skip
