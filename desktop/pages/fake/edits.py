"""What a person changes about scenarios and sessions, one command each, and what is written into files or read from them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.actions import Action
from desktop.findings.fake.reactions_file import reactions_csv
from desktop.findings.fake.scenarios import (
    SCENARIO,
    active_scenario,
    copy_of,
    put_scenario,
    scenarios_of,
)
from desktop.jobs.soon import Soon
from desktop.pages.fake.local_server import LocalServer
from desktop.pages.page import message_from
from desktop.project import commands as edit
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.errors import UserError
from mock_ai.scenario import Scenario
from reports.provenance import Provenance
from reports.report import write_whole


class ScenarioEdits(QObject):
    """Turn, choose, add, copy, rename and delete. ``asked`` carries the command, ``refused`` why there is none."""

    asked = Signal(object)
    refused = Signal(object)
    save_asked = Signal(object)

    def __init__(self, session: Session, anchor: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._anchor = session, anchor

    def _find(self, scenario_id: str) -> tuple[int | None, Scenario]:
        return next(p for p in scenarios_of(self._session.project) if p[1].id == scenario_id)

    def _active(self) -> Scenario:
        return active_scenario(self._session.project)[1]

    def turn(self, scenario: Scenario, what: str) -> None:
        """Keep the dials of a scenario as they are now."""
        self.asked.emit(put_scenario(self._session.project, scenario, what))

    def choose(self, scenario_id: str) -> None:
        """Let another scenario answer."""
        words = f"scenario to “{self._find(scenario_id)[1].name}”"
        self.asked.emit(edit.SetFact(SCENARIO, scenario_id, words, Provenance.SIMULATED))

    def new(self) -> None:
        """Ask for a name, and add a scenario with the dials of the active one."""

        def named(answers: Answers) -> None:
            self.add(copy_of(self._session.project, self._active(), _name(answers)))

        self._ask_name("New scenario", "My scenario", named)

    def duplicate(self, scenario_id: str) -> None:
        """Copy a scenario under a new name, and let the copy answer."""
        scenario = self._find(scenario_id)[1]
        self.add(copy_of(self._session.project, scenario, f"{scenario.name}, a copy"))

    def duplicate_active(self) -> None:
        self.duplicate(self._active().id)

    def add(self, scenario: Scenario) -> None:
        """Add a scenario and let it answer."""
        words = f"add scenario “{scenario.name}”"
        put = put_scenario(self._session.project, scenario, words)
        chosen = edit.SetFact(SCENARIO, scenario.id, "scenario", Provenance.SIMULATED)
        self.asked.emit(edit.Several((put, chosen), words))

    def save(self, scenario_id: str) -> None:
        """Ask for a file to save a scenario in."""
        self.save_asked.emit(self._find(scenario_id)[1])

    def save_active(self) -> None:
        self.save(self._active().id)

    def rename(self, scenario_id: str) -> None:
        """Ask for another name; clients go on calling it as before."""
        scenario = self._find(scenario_id)[1]

        def named(answers: Answers) -> None:
            again = replace(scenario, name=_name(answers))
            words = f"rename scenario “{scenario.name}”"
            self.asked.emit(put_scenario(self._session.project, again, words))

        self._ask_name("Rename scenario", scenario.name, named)

    def rename_active(self) -> None:
        self.rename(self._active().id)

    def delete(self, scenario_id: str) -> None:
        """Delete a scenario; the last one stays."""
        row_id, scenario = self._find(scenario_id)
        words = f"delete scenario “{scenario.name}”"
        others = [one for _, one in scenarios_of(self._session.project) if one.id != scenario_id]
        if not others:
            self.refused.emit(UserError("One scenario has to stay.", "", "Add another one first."))
        elif row_id is not None:
            self.asked.emit(edit.DeleteScenario(row_id, scenario.name))
        else:  # a preset: the others become the project's own
            puts = [edit.PutScenario(None, one.name, one.to_json()) for one in others]
            self.asked.emit(edit.Several(puts, words))

    def delete_active(self) -> None:
        self.delete(self._active().id)

    def _ask_name(self, title: str, name: str, done: Callable[[Answers], None]) -> None:
        popover = AskPopover(
            self._anchor.window(), title, (AskFor("name", "Its name", name),), done
        )
        popover.ask(self._anchor)


class SessionEdits(QObject):
    """Notes on a demo session, and its removal."""

    asked = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, anchor: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._anchor = session, anchor

    def note(self, session_id: int) -> None:
        """Ask who was there and what they said."""
        found = next((s for s in self._session.project.sessions() if s.id == session_id), None)
        if found is None:
            return
        demo = found

        def noted(answers: Answers) -> None:
            payload = {**demo.payload, "people": answers["people"]}
            if answers["quote"]:
                quote = {"text": answers["quote"].strip('“”"'), "who": answers["who"]}
                payload["quotes"] = [*demo.payload.get("quotes", []), quote]
            self.asked.emit(edit.AnnotateSession(demo.id, demo.number, payload))

        people = str(demo.payload.get("people", ""))
        said = "Three wrong in a row and I stopped reading it."
        fields = (
            AskFor("people", "Who was there", people, "3 inspectors"),
            AskFor("quote", "Something they said", placeholder=said),
            AskFor("who", "Who said it", placeholder="inspector 2"),
        )
        AskPopover(self._anchor.window(), f"Session {demo.number}", fields, noted).ask(self._anchor)

    def delete(self, session_id: int) -> None:
        """Remove a session with its reactions."""
        demo = next((s for s in self._session.project.sessions() if s.id == session_id), None)
        if demo is not None:
            self.asked.emit(edit.DeleteSession(demo.id, demo.number))


def _name(answers: Answers) -> str:
    name = " ".join(answers["name"].split())
    if not name:
        raise UserError("A scenario needs a name.", "", "Type at least one letter.")
    if len(name) > 200:
        raise UserError(
            "That name is too long for a scenario.", f"{len(name)} letters.", "Shorten it."
        )
    return name


_SCENARIOS = "Scenarios (*.yaml *.yml)"
_SPEC = "OpenAPI documents (*.json)"
USUAL = "http://127.0.0.1:8765"  # where it will be served, if it is not


class ScenarioFiles(QObject):
    """Reads and writes off the GUI thread. ``opened`` carries the scenario of a file; ``said`` a message;
    ``refused`` why it could not be."""

    opened = Signal(object)
    said = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, window: Callable[[], QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._window = session, window
        self._reading, self._writing = Soon(self), Soon(self)
        self._reading.answered.connect(self._read)
        self._writing.answered.connect(self.said)
        for work in (self._reading, self._writing):
            work.failed.connect(self._failed)

    def ask_open(self) -> str:
        """Which file to open."""
        title = "Open a scenario file"
        return QFileDialog.getOpenFileName(self._window(), title, str(Path.home()), _SCENARIOS)[0]

    def ask_save(self, title: str, first: str, kinds: str) -> str:
        """Where to save."""
        return QFileDialog.getSaveFileName(self._window(), title, first, kinds)[0]

    def open(self) -> None:
        """Ask for a scenario file and hand its scenario on; what is wrong with it is told with its line."""
        name = self.ask_open()
        if name:
            self._reading.ask(lambda: _loaded(Path(name)))

    def _read(self, scenario: Scenario) -> None:
        self.opened.emit(copy_of(self._session.project, scenario, scenario.name))

    def save(self, scenario: Scenario) -> None:
        """Ask where, and write the scenario as a file that reads back the same."""
        folder = Path(scenario.stubs.folder or self._session.project.path.parent)
        first = str(folder / f"{scenario.id}.yaml")
        name = self.ask_save("Save the scenario as a file", first, _SCENARIOS)
        if name:
            self._writing.ask(lambda: _saved(scenario, Path(name)))

    def save_spec(self, base_url: str) -> None:
        """Ask where, and write what the address takes and answers as an OpenAPI document."""
        project = self._session.project
        classes = active_scenario(project)[1].classes
        first = str(project.path.with_suffix(".openapi.json"))
        name = self.ask_save("Save the description of the address", first, _SPEC)
        if name:
            self._writing.ask(lambda: _spec_saved(classes, base_url, Path(name)))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.refused.emit(error)

    def stop(self) -> None:
        """Let nothing run on."""
        self._reading.stop()
        self._writing.stop()


def _loaded(path: Path) -> Scenario:
    from mock_ai.scenario_file import load_scenario

    return load_scenario(path)


def _saved(scenario: Scenario, path: Path) -> Message:
    from desktop.jobs.journal_out import put_in_place
    from mock_ai.scenario_writer import text_at

    text = text_at(scenario, path)
    put_in_place(path, lambda part: part.write_text(text, encoding="utf-8"))
    serve = f"smart-enough serve {path.name} plays it without a window."
    return Message("ok", f"“{scenario.name}” is in “{path.name}”.", serve)


def _spec_saved(classes: tuple[str, ...], base_url: str, path: Path) -> Message:
    from desktop.jobs.journal_out import put_in_place
    from mock_ai.server import openapi_document
    from mock_ai.server.openapi import document_text

    text = document_text(openapi_document(classes, base_url or USUAL))
    put_in_place(path, lambda part: part.write_text(text, encoding="utf-8"))
    why = "It says what every address takes and answers, so that engineers can build against it."
    return Message("ok", f"The description is in “{path.name}”.", why)


class ReactionsExport:
    """Asks where, and says what came of it. ``ask_save`` may be replaced, so that a test needs no dialog."""

    def __init__(self, window: QWidget, session: Session, say: Callable[[Message], None]) -> None:
        self._window, self._session, self._say = window, session, say
        self.ask_save: Callable[[str], str] = self._ask_save

    def _ask_save(self, first: str) -> str:
        title = "Export the reactions"
        return QFileDialog.getSaveFileName(self._window, title, first, "Tables (*.csv)")[0]

    def export(self) -> None:
        """Write the file, whole or not at all."""
        project = self._session.project
        name = self.ask_save(str(project.path.with_name(f"{project.path.stem} reactions.csv")))
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(f"{name}.csv")
        try:
            write_whole(path, reactions_csv(project))
        except UserError as error:
            self._say(message_from(error))
            return
        kept = sum(len(session.reactions) for session in project.sessions())
        self._say(Message("ok", f"“{path.name}” holds {count(kept, 'reaction')}."))


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
        Action("fake.new", "New scenario…", edits.new, stage=stage, off=read_only, icon="add"),
        Action("fake.open", "Open a scenario file…", files.open, stage=stage, off=read_only, icon="folder"),
        Action("fake.save", "Save the scenario as a file…", edits.save_active, stage=stage),
        Action("fake.troubles", "Choose what goes wrong…", ask_troubles, stage=stage, off=read_only, icon="fault"),
        Action("fake.duplicate", "Duplicate scenario", edits.duplicate_active, stage=stage, off=read_only),
        Action("fake.rename", "Rename scenario…", edits.rename_active, "F2", stage=stage, off=read_only),
        Action("fake.delete", "Delete scenario", edits.delete_active, stage=stage, off=read_only),
        Action("fake.spec", "Save the OpenAPI description…", save_spec, stage=stage),
    )  # fmt: skip
