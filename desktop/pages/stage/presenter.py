"""Opens the Stage from anywhere: F5 presents, F6 holds a session that is recorded."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QWidget

from desktop.actions import Action, Menu
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme.current import tokens

if TYPE_CHECKING:
    from desktop.pages.stage.window import StageWindow


class Presenter(QObject):
    """Holds at most one Stage; it closes with the project and with the window it was opened from."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._settings, self._home = session, settings, parent
        self.stage: StageWindow | None = None
        session.closed.connect(self.close)

    def off(self) -> str:
        """Why nothing can be presented now; an empty text: it can."""
        if not self._session.is_open:
            return "No project is open."
        if len(self._session.project.classes()) < 2:
            return "Say on Problem what the answer would be first."
        if not self._session.project.count_examples():
            return "Add a few examples on Data first."
        return ""

    def session_off(self) -> str:
        """Why no session can be recorded now."""
        return self.off() or (self._session.notice if self._session.read_only else "")

    def present(self) -> None:
        """Show the Stage; nothing is recorded."""
        self.open(recording=False)

    def start_session(self) -> None:
        """Show the Stage and keep what people do."""
        self.open(recording=True)

    def open(self, recording: bool) -> None:
        """Show the Stage, full screen, unless it is shown already or there is nothing to show."""
        if self.stage is not None or (self.session_off() if recording else self.off()):
            return
        from desktop.pages.stage.answers import examples_to_show
        from desktop.pages.stage.window import StageWindow

        project = self._session.project
        sessions = len(project.sessions())
        # Each session shows its examples in its own order.
        examples = examples_to_show(project, seed=sessions)
        if not examples:
            return
        letters = self._settings.preferences.single_letter_keys
        self.stage = StageWindow(self._session, examples, recording=recording, letters=letters)
        self.stage.left.connect(self._left)
        self.stage.theme_asked.connect(self._turn_theme)
        self.stage.setMinimumSize(QSize(900, 560))
        self.stage.showFullScreen()
        self.stage.activateWindow()

    def close(self) -> None:
        """Take the Stage away."""
        if self.stage is not None:
            self.stage.close()

    def actions(self) -> tuple[Action, ...]:
        """The two keys that act everywhere."""
        return (
            Action("present", "Present on Stage", self.present, "F5", off=self.off, menu=Menu.VIEW, section=2, icon="play"),
            Action("session", "Start a session", self.start_session, "F6", off=self.session_off, menu=Menu.VIEW, section=2, detail=Stage.FAKE.title),
        )  # fmt: skip

    def _left(self) -> None:
        self.stage = None
        self._home.activateWindow()

    def _turn_theme(self) -> None:
        self._settings.change(theme="light" if tokens().dark else "dark")
