"""The window: top bar, rail, one page at a time, status bar, and what floats over them.

Pages are made by factories when their stage is first shown, or before, while nobody asks for anything, and thrown away when the
project closes. The window knows no page by name; what is open, the jobs and the settings are given to it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QStackedWidget,
)

from desktop.actions import ActionRegistry
from desktop.jobs.background import BackgroundProjects
from desktop.pages.welcome import WelcomePage
from desktop.project.stages import Stage, StageStatus
from desktop.recent import RecentProject, RecentProjects
from desktop.session import Change, Session
from desktop.settings import Settings
from desktop.theme.tokens import MINIMUM_WINDOW
from desktop.turns import Step, Turns, of_open
from desktop.widgets.focus import FocusRing
from desktop.widgets.focus_place import FocusKeeper, FocusPlace
from desktop.widgets.layout import column, holder, row
from desktop.widgets.message import Message
from desktop.widgets.popover import Popover, open_popover
from desktop.widgets.tab_order import go_on
from desktop.window.idle_import import IdleImporter
from desktop.window.keys import KeyBinder
from desktop.window.pages_ahead import PageFactory, PagesAhead, let_go
from desktop.window.palette import Palette
from desktop.window.rail import Rail, project_menu
from desktop.window.statusbar import StatusBar
from desktop.window.topbar import TopBar
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.pages.page import Page
    from desktop.window.jobs import JobsPopover


class MainWindow(QMainWindow):
    """The one window. The signals are wishes that the application carries out (dialogs, files, samples)."""

    new_asked = Signal()
    open_dialog_asked = Signal()
    open_asked = Signal(object)  # Path of a project
    close_asked = Signal()
    dropped = Signal(list)  # paths dropped on Welcome
    shown_stage = Signal(object)  # Stage, after its page is shown
    opened = Signal()  # a project was, and its first page is shown

    def __init__(
        self,
        session: Session,
        factories: Mapping[Stage, PageFactory],
        *,
        registry: ActionRegistry,
        settings: Settings,
        recent: RecentProjects,
        jobs: BackgroundProjects | None = None,
        under_way: Callable[[Path], str] = lambda _path: "",
        version: str = "",
    ) -> None:
        super().__init__()
        self.session, self.registry, self.settings = session, registry, settings
        self._factories, self._recent, self._jobs = dict(factories), recent, jobs
        self._under_way = under_way
        self._version = version
        self.may_close: Callable[[], bool] = lambda: True
        self._pages: dict[Stage, Page] = {}
        self._page_actions: dict[Stage, list[str]] = {}
        self._stage: Stage | None = None
        self._statuses: tuple[StageStatus, ...] = ()
        self._jobs_popover: JobsPopover | None = None
        self._covered_by: Sequence[tuple[str, str]] | None = None  # keys of what covers the page
        self.setWindowTitle("Smart Enough")
        self.setMinimumSize(QSize(*MINIMUM_WINDOW))
        self.top_bar, self.rail, self.status = TopBar(), Rail(), StatusBar()
        self.welcome = WelcomePage(recent, under_way)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.welcome)
        self._lay_out()
        self.keys = KeyBinder(self, registry, self.top_bar.menus)
        registry.changed.connect(self.top_bar.fit)  # the keys have made the menus by then
        self.palette_popover = Palette(self, registry)
        self.focus_ring, self._focus = FocusRing(self), FocusKeeper(self)
        self._importer = IdleImporter(self, self._pages_to_build)
        self._ahead = PagesAhead(self._factories, self.stack)
        self._opening = Turns(self)
        self._connect()
        self._preferences_changed()
        self._project_closed() if not session.is_open else self._project_opened()

    def _lay_out(self) -> None:
        middle = row(self.rail, (self.stack, 1), spacing=0)
        self.setCentralWidget(holder(column(self.top_bar, (middle, 1), self.status, spacing=0)))

    def _connect(self) -> None:
        self.session.changed.connect(self._project_changed)
        self.session.opened.connect(self._project_opened)
        self.session.closed.connect(self._project_closed)
        self.settings.changed.connect(self._preferences_changed)
        self.top_bar.field.clicked.connect(self.show_palette)
        self.top_bar.jobs.clicked.connect(self.show_jobs)
        self.rail.stage_chosen.connect(self.show_stage)
        self.rail.settings.clicked.connect(self.show_preferences)
        self.rail.present.clicked.connect(partial(self.registry.run, "present"))
        self.rail.project.clicked.connect(self._show_project_menu)
        for way in (self.welcome.new_button.clicked, self.welcome.sample_button.clicked):
            way.connect(self.new_asked)
        for way in (self.welcome.open_button.clicked, self.welcome.drop.browse_asked):
            way.connect(self.open_dialog_asked)
        self.welcome.tour_button.clicked.connect(partial(self.registry.run, "help.tour"))
        self.welcome.open_asked.connect(self.open_asked)
        self.welcome.dropped.connect(self.dropped)
        self.registry.changed.connect(self._present_possible)
        self.registry.failed.connect(self.show_error)
        if self._jobs is not None:
            self._jobs.changed.connect(self._jobs_changed)
            self._jobs_changed()

    # -- pages --------------------------------------------------------------------------------

    def page(self, stage: Stage | None = None) -> "Page | None":
        """The page shown, or the page of ``stage`` where it has been made."""
        self._opening.take_all()
        return self._pages.get(stage) if stage is not None else self._page_shown()

    def _page_shown(self) -> "Page | None":
        return self._pages.get(self._stage) if self._stage is not None else None

    @property
    def stage(self) -> Stage | None:
        """The stage shown; None on Welcome."""
        self._opening.take_all()
        return self._stage

    def show_stage(self, stage: Stage) -> None:
        """Show a stage's page, making it if need be."""
        self._opening.take_all()
        self._show_page(stage)

    def _show_page(self, stage: Stage) -> None:
        if not self.session.is_open or stage not in self._factories:
            return
        page = self._pages.get(stage) or self._make(stage)
        self._stage = stage
        page.ensure_built()
        self.rail.set_current(stage)
        self.stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.keys.set_stage(stage)
        self._header_changed()
        self.shown_stage.emit(stage)

    def _make(self, stage: Stage) -> "Page":
        page = self._ahead.take(stage) or self._factories[stage]()
        self._pages[stage] = page
        self.stack.addWidget(page)
        page.go_to.connect(self.show_stage)
        page.header_changed.connect(self._header_changed)
        try:
            page.ensure_built()
        # What it reads is damaged: half a page is none, and must not hear of the session.
        except BaseException:
            self._drop(self._pages.pop(stage))
            raise
        actions = page.actions_of_page()
        self.registry.add(*actions)
        self._page_actions[stage] = [action.id for action in actions]
        return page

    def _pages_to_build(self) -> Iterator[Step]:
        """While nobody asks for anything, so that a page asked for first has only to read the project."""
        yield from of_open(self.session, lambda project: project.blocks.steps())
        for stage in self._factories:
            if self.session.is_open and stage not in self._pages and stage not in self._ahead:
                yield from self._ahead.steps_of(stage)
                yield partial(self._ahead.fill, stage)
        yield from of_open(self.session, lambda project: project.versions.steps())

    def _drop_pages(self) -> None:
        for stage, page in self._pages.items():
            self.registry.remove(self._page_actions.get(stage, ()))
            self._drop(page)
        self._pages.clear()
        self._ahead.drop()
        self._page_actions.clear()
        self._stage = None

    def _drop(self, page: "Page") -> None:
        self.stack.removeWidget(page)
        let_go(page)

    # -- the project --------------------------------------------------------------------------

    def _project_opened(self) -> None:
        self._drop_pages()
        self.session.edited_on = None
        self.welcome.set_message(None)
        self._opening.begin(self._steps_to_open())
        if not self.isVisible():  # nobody waits for an answer
            self._opening.take_all()

    def _steps_to_open(self) -> Iterator[Step]:
        """What was shown before is shown until all that is new can be."""
        yield from of_open(self.session, lambda project: project.blocks.steps_to_count())
        yield from self._ahead.steps_of(Stage.PROBLEM)
        yield self.session.stage_statuses  # kept until the project changes
        yield self._show_opened

    def _show_opened(self) -> None:
        self._opening.stop()
        self.rail.show()
        self.setWindowTitle(tr("{name} – Smart Enough", name=self.session.name))
        self._refresh_frame()
        self._arrange()
        self._show_page(Stage.PROBLEM)
        self._importer.start()
        self.opened.emit()

    def _project_closed(self) -> None:
        self._opening.stop()
        self._drop_pages()
        self.rail.hide()
        self.top_bar.set_project("")
        self.setWindowTitle("Smart Enough")
        self.stack.setCurrentWidget(self.welcome)
        self.welcome.refresh_recent()
        self.welcome.take_focus()
        self.keys.set_stage(None)
        self.status.set_words(f"Smart Enough {self._version}".strip())
        self._header_changed()
        self._arrange()

    def _project_changed(self, change: Change) -> None:
        if self._stage is not Stage.REPORT and change.tables - {"record", "journal"}:
            self.session.edited_on = self._stage
        self._refresh_frame()

    def _refresh_frame(self) -> None:
        session = self.session
        if not session.is_open:
            return
        self._statuses = session.stage_statuses()
        self.rail.set_statuses(self._statuses)
        self.rail.project.set_names(session.name, session.organisation)
        self.top_bar.set_project(session.name)
        self.status.set_state(session.saved_at, session.undo_text, read_only=session.read_only)

    def stage_words(self, stage: Stage) -> str:
        """What a stage has reached, in words."""
        return next((one.words for one in self._statuses if one.stage is stage), "")

    def _header_changed(self) -> None:
        page = self._page_shown()
        keys = self.welcome.keys() if page is None else page.keys()
        self.status.set_keys(keys if self._covered_by is None else self._covered_by)

    def room_between_bars(self) -> QRect:
        """What lies between the top bar and the status bar."""
        top, bottom = self.top_bar.geometry().bottom() + 1, self.status.geometry().top()
        return QRect(0, top, self.width(), bottom - top)

    def room_of_page(self) -> QRect:
        """What the page has: all but the bars and the rail."""
        return QRect(self.stack.mapTo(self, QPoint(0, 0)), self.stack.size())

    def cover(self, popover: Popover, keys: Sequence[tuple[str, str]]) -> None:
        """Name the keys of what covers the page; it goes away where another page or project is shown."""
        self._covered_by = keys
        self._header_changed()
        popover.closed.connect(self._uncovered)
        for elsewhere in (self.shown_stage, self.session.opened, self.session.closed):
            elsewhere.connect(popover.close_popover)

    def _uncovered(self) -> None:
        self._covered_by = None
        self._header_changed()

    # -- what floats --------------------------------------------------------------------------

    def show_palette(self) -> None:
        if not self.palette_popover.isVisible():
            self.palette_popover.open()

    def other_projects(self) -> tuple[RecentProject, ...]:
        """Those that were open lately, without this one."""
        return tuple(one for one in self._recent.entries() if one.path != self.session.path)

    def show_jobs(self) -> None:
        """Open the jobs popover below its button."""
        if self._jobs is None or self._jobs_popover is not None:
            return
        from desktop.window.jobs import JobsPopover

        popover = JobsPopover(self, self._jobs)
        self._jobs_popover = popover
        popover.closed.connect(self._jobs_closed)
        popover.open_at(12 if self.isRightToLeft() else self.width() - 412, 46)

    def _jobs_closed(self) -> None:
        self._jobs_popover = None

    def _jobs_changed(self) -> None:
        if self._jobs is not None:
            self.top_bar.show_jobs(self._jobs.jobs())
            self.status.work.show_work(self._jobs)
            self.welcome.show_work()
        if self._jobs_popover is not None:
            self._jobs_popover.refresh()

    def show_preferences(self) -> None:
        from desktop.window.preferences import PreferencesPopover, start_again

        popover = PreferencesPopover(
            self, self.settings, partial(start_again, self, self.session.path)
        )
        popover.open_centred(121, focus=popover.fields["theme"])

    def _show_project_menu(self) -> None:
        below = self.rail.project
        self.project_menu().popup(below.mapToGlobal(below.rect().bottomLeft()))

    def project_menu(self) -> QMenu:
        """The other projects, and what is done with files."""
        known = self.other_projects(), self._under_way
        return project_menu(self, self.registry, *known, self.open_asked.emit)

    # -- actions ------------------------------------------------------------------------------

    def show_error(self, error: BaseException) -> None:
        """Say on the page shown (or on Welcome) what went wrong."""
        from desktop.pages.error_message import message_from

        self.show_message(message_from(error))

    def show_message(self, message: Message | None) -> None:
        """Say it on the page shown, or on Welcome; None takes away what stands there."""
        (self.page() or self.welcome).set_message(message)

    def withdraw(self, message: Message) -> None:
        """Take this message away, wherever it still stands: it is not true any more."""
        places: list[WelcomePage | Page] = [self.welcome, *self._pages.values()]
        for place in places:
            if place.message.message is message:
                place.set_message(None)

    def run_primary(self) -> None:
        """Run the page's primary action, or that of the popover that is open over it."""
        over = open_popover(self)
        if over is not None and over.take_primary():
            return
        page = self.page()
        if page is not None:
            page.primary()

    def _present_possible(self) -> None:
        action = self.registry.find("present")
        reason = action.off() if action is not None else ""
        self.rail.present.setToolTip(reason)

    # -- size and look ------------------------------------------------------------------------

    def _preferences_changed(self) -> None:
        self.keys.set_single_letters(self.settings.preferences.single_letter_keys)

    def _arrange(self) -> None:
        self.rail.fit()
        self.top_bar.fit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return go_on(open_popover(self) or self, forward)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._importer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:
        if (focus := QApplication.focusWidget()) is not None:
            place = FocusPlace(focus)
            focus.clearFocus()  # what is being typed is committed
            place.come_back()  # should the window stay open
        if not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)
