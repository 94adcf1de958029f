"""Opens the Stage from anywhere: F5 presents, F6 holds a session that is recorded."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QWidget

from desktop.actions import Action, Menu
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme.current import tokens
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.pages.stage.window import StageWindow
    from desktop.project.records import DemoSession
    from mock_ai.demo.plan import DemoPlan


class Presenter(QObject):
    """Holds at most one Stage; it closes with the project and with the window it was opened from.

    ``missing`` carries why nothing can be shown, where somebody asked for it. ``held``: a session in which people reacted
    has ended.
    """

    missing = Signal(str)
    held = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._settings, self._home = session, settings, parent
        self.stage: StageWindow | None = None
        self._theme_before = ""  # of the app, where the Stage has turned it
        self._without_mark = False  # the last Stage was shown so
        session.closed.connect(self.close)

    def off(self) -> str:
        """Why nothing can be presented now; an empty text: it can."""
        if not self._session.is_open:
            return tr("No project is open.")
        from desktop.findings.fake.demo_sessions import cannot_present  # the window paints first

        return cannot_present(self._session.project)

    def session_off(self) -> str:
        """Why no session can be recorded now."""
        return self.off() or self._session.notice

    def _closed(self) -> str:
        """The keys act wherever a project is open: what is missing is said, and offered, where it is given."""
        return "" if self._session.is_open else tr("No project is open.")

    def present(self) -> None:
        """Show the Stage; nothing is recorded."""
        self.open(recording=False)

    def start_session(self) -> None:
        """Ask how, then show the Stage and keep what people do."""
        self.open(recording=True)

    def open(self, recording: bool) -> None:
        """Show the Stage, or ask first how a session should go; unless it is shown already or nothing can be."""
        if self.stage is not None:
            return
        if why := self.session_off() if recording else self.off():
            self.missing.emit(why)
            return
        from desktop.findings.fake.demo_sessions import plan_to_present
        from desktop.pages.stage.start_session import StartSession

        if not recording:
            self._show(plan_to_present(self._session.project), None, recorded=False)
            return

        asking = StartSession(self._home, self._session.project, self._start)
        asking.ask()

    def _start(self, plan: "DemoPlan", going_on: "DemoSession | None") -> None:
        self._show(plan, going_on, recorded=True)

    def _show(self, plan: "DemoPlan", going_on: "DemoSession | None", *, recorded: bool) -> None:
        from desktop.findings.fake.demo_sessions import running_demo
        from desktop.pages.stage.window import StageWindow

        demo = running_demo(self._session.project, plan, going_on, recorded=recorded)
        letters = self._settings.preferences.single_letter_keys
        self.stage = StageWindow(self._session, demo, recorded=recorded, letters=letters)
        self.stage.left.connect(self._left)
        self.stage.theme_asked.connect(self._turn_theme)
        if self._without_mark:
            self.stage.foot.turn_mark()
        self.stage.setMinimumSize(QSize(900, 560))
        self.stage.showFullScreen()
        self.stage.activateWindow()

    def close(self) -> None:
        if self.stage is not None:
            self.stage.close()

    def actions(self) -> tuple[Action, ...]:
        """The two keys that act everywhere."""
        return (
            Action("present", tr("Present on Stage"), self.present, "F5", off=self._closed, menu=Menu.VIEW, section=2, icon="play"),
            Action("session", tr("Start a session…"), self.start_session, "F6", off=self._closed, menu=Menu.VIEW, section=2, detail=Stage.FAKE.title),
        )  # fmt: skip

    def _left(self) -> None:
        sitting = self.stage.sitting if self.stage is not None else None
        if self.stage is not None:
            self._without_mark = self.stage.foot.without_mark
        if self._theme_before:
            self._settings.change(theme=self._theme_before)
            self._theme_before = ""
        self.stage = None
        self._home.activateWindow()
        if (
            sitting is not None
            and sitting.recorded
            and sitting.demo.reactions
            and self._session.is_open
        ):
            self.held.emit()

    def _turn_theme(self) -> None:
        """Dark, or light again, until the Stage is left: the app goes back to what was chosen for it."""
        self._theme_before = self._theme_before or self._settings.preferences.theme
        self._settings.change(theme="light" if tokens().dark else "dark")
