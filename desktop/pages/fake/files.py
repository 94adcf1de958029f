"""Scenarios as files: open one, save one, and the description of the address for the engineers."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.findings.fake.scenarios import active_scenario, copy_of
from desktop.latest_wins_thread import LatestWinsThread
from desktop.session import Session
from desktop.widgets.message import Message
from estimators.base.errors import UserError
from mock_ai.scenario import Scenario

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
        self._reading, self._writing = LatestWinsThread(self), LatestWinsThread(self)
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
    from mock_ai.server.openapi import document_text, openapi_document

    text = document_text(openapi_document(classes, base_url or USUAL))
    put_in_place(path, lambda part: part.write_text(text, encoding="utf-8"))
    why = "It says what every address takes and answers, so that engineers can build against it."
    return Message("ok", f"The description is in “{path.name}”.", why)
