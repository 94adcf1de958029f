"""What a person changes about scenarios and sessions, one command each."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.fake.scenarios import (
    SCENARIO,
    active_scenario,
    copy_of,
    put_scenario,
    scenarios_of,
)
from desktop.project import commands as edit
from desktop.session import Session
from desktop.widgets.ask import Answers, AskFor, AskPopover
from estimators.base.errors import UserError
from mock_ai.scenario import Scenario
from reports.provenance import Provenance


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
