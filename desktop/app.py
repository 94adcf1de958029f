"""The application: one window, what is open in it, and the wishes that go beyond a page.

Nothing heavy is imported here: pages import what they need when they are first shown, so the window paints first.
"""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.actions import Action, ActionRegistry, Menu
from desktop.garbage_collection import GarbageCollection
from desktop.jobs.background import BackgroundProjects
from desktop.jobs.queue import JobQueue
from desktop.pages.stage.presenter import Presenter
from desktop.project import SUFFIX
from desktop.project.stages import Stage
from desktop.project_places import FileDialogs, free_name, place_for, projects_folder
from desktop.recent import RecentProjects
from desktop.session import Change, Session
from desktop.settings import Settings
from desktop.theme.apply import SystemTheme
from desktop.unattended_work import UnattendedWork
from desktop.widgets.message import Message
from desktop.widgets.popover import open_popover
from desktop.widgets.spoken_role import speak_roles
from desktop.window.copies import CopyActions
from desktop.window.history_actions import HistoryActions
from desktop.window.main import MainWindow
from desktop.window.pack import PackAction
from desktop.window.palette_contents import palette_contents, palette_examples
from desktop.window.shell_actions import shell_actions
from desktop.window.tour import tour_action
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.jobs.training_pipeline import TrainingPipeline
    from desktop.pages.page import Page
    from desktop.project.file import Command
    from desktop.project.project import Project


def page_module(stage: Stage) -> str:
    """Where the page of a stage lives; the module, and its class, are named after the stage."""
    return f"desktop.pages.{stage.name.lower()}.page"


class Application(QObject):
    """Owns session, jobs and window, and does what the window wishes for."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._collection = GarbageCollection(self)
        self.settings = Settings(parent=self)
        speak_roles()
        self.theme = SystemTheme(app)
        self._use_theme()
        self.settings.changed.connect(self._use_theme)
        self.session = Session(self)
        self.jobs = JobQueue(self)
        self.background = BackgroundProjects(self.jobs, self)
        self.recent = RecentProjects(parent=self)
        self.registry = ActionRegistry(self)
        self._preparing = False
        # Of the open project, by nobody asked.
        self._said: set[tuple[Stage | None, str, str]] = set()
        self.window = MainWindow(
            self.session,
            {stage: self._factory(stage) for stage in Stage},
            registry=self.registry,
            settings=self.settings,
            recent=self.recent,
            jobs=self.background,
            under_way=self.background.words,
            version=__version__,
        )
        self.registry.add(*shell_actions(self.window), *self._product_actions())
        self.window.palette_popover.contents = partial(palette_contents, self.window)
        self.window.palette_popover.examples = partial(palette_examples, self.window)
        self.presenter = Presenter(self.session, self.settings, self.window)
        self.presenter.missing.connect(self._show_what_is_missing)
        self.presenter.held.connect(self._show_what_people_did)
        self.registry.add(*self.presenter.actions())
        self.packing = PackAction(self.session, self.jobs, self.window, self.window.show_message)
        self.registry.add(self.packing.action())
        self.history = HistoryActions(self.window)
        self.registry.add(*self.history.actions())
        self.registry.add(tour_action(self.window, self.open_sample, self.ask_new_project))
        self.dialogs = FileDialogs(self.window)
        self.copies = CopyActions(
            self.window, self.jobs, self.dialogs, self.open_project, self.close_project
        )
        self.registry.add(*self.copies.actions())
        self.window.new_asked.connect(self.ask_new_project)
        self.window.open_dialog_asked.connect(self._open_asked_file)
        self.window.open_asked.connect(self.open_project)
        self.window.close_asked.connect(self.close_project)
        self.window.dropped.connect(self.open_dropped)
        self.session.changed.connect(self._changed)
        self.session.opened.connect(self._said.clear)
        # In a turn of its own once it is shown: what its line on Welcome says takes as long as a page.
        self.window.opened.connect(lambda: QTimer.singleShot(0, self, self._note_open))
        self.background.closing.connect(self._note_recent)
        self.unattended = UnattendedWork(self.background, self.window)
        self.unattended.open_asked.connect(self.open_project)
        self.window.may_close = self.unattended.may_close
        self.window.shown_stage.connect(self._prepare_for_jobs)

    def _factory(self, stage: Stage) -> "Callable[[], Page]":
        def make() -> "Page":
            named = getattr(import_module(page_module(stage)), f"{stage.name.title()}Page")
            page: Page = named(self.session, self.jobs)
            for wish, grant in (
                ("stage_asked", self.presenter.open),
                ("question_wanted", self._show_question),
                ("pack_asked", self.packing.offer),
                ("product_asked", self.change_product),
            ):
                if hasattr(page, wish):
                    getattr(page, wish).connect(grant)
            return page

        return make

    def _show_what_people_did(self) -> None:
        """After a session: what it says, and how many more answers would place a bar."""
        self.window.show_stage(Stage.FAKE)
        page: Any = self.window.page(Stage.FAKE)
        page.show_people()

    def _show_what_is_missing(self, why: str) -> None:
        """Lead to Fake it, which offers what the Stage lacks; what else is in the way is said there."""
        from desktop.findings.fake.ready_made import needs_something_to_show

        self.window.show_stage(Stage.FAKE)
        if not needs_something_to_show(self.session.project):
            self.window.show_message(Message("warn", why))

    def _show_question(self, key: str) -> None:
        """Lead to a question of the Problem page."""
        from desktop.pages.problem.page import ProblemPage

        self.window.show_stage(Stage.PROBLEM)
        page = self.window.page(Stage.PROBLEM)
        assert isinstance(page, ProblemPage)
        page.focus_question(key)

    def _product_actions(self) -> tuple[Action, ...]:
        def off() -> str:
            if not self.session.is_open:
                return tr("No project is open.")
            return self.session.notice

        return (
            Action("project.new_at", tr("New project in another place…"), self.ask_place, menu=Menu.FILE),
            Action("project.product", tr("Change the kind and what goes in…"), self.change_product, off=off, also=tr("recommend rank predict extract transcribe write agent input"), menu=Menu.EDIT, section=1),
        )  # fmt: skip

    # --- projects ------------------------------------------------------------------------------------------------

    def ask_new_project(self) -> None:
        """Ask what it should do and which kind it is, then start it; or open a sample."""
        from desktop.sample import SAMPLES
        from desktop.window.new_project import KEYS, NewProject

        over = open_popover(self.window)
        if isinstance(over, NewProject):
            over.sentence.setFocus()
            return
        room = self.window.room_between_bars
        asked = NewProject(self.window, room, SAMPLES, self.new_project, self.open_sample)
        self.window.cover(asked, KEYS)
        asked.open_here(asked.sentence)

    def ask_place(self) -> None:
        """Ask for another folder and file name, and start a project there."""
        path = self.dialogs.project_to_make()
        if path is not None:
            self._start(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))

    def new_project(self, sentence: str = "", kind: str = "", inputs: Sequence[str] = ()) -> None:
        """Start a project with what is known of it, in a file named after it in the folder of projects."""
        try:
            path = place_for(sentence)
        except OSError as error:
            from desktop.project.trouble import explain

            self.window.show_error(explain(error, projects_folder()))
            return
        self._start(path, _first_answers(sentence, kind, inputs))

    def _start(self, path: Path, answers: "Command | None" = None) -> None:
        self._change_project(lambda: _new_project(path, answers))

    def change_product(self) -> None:
        """Ask for another kind, other input or another word for one case; one edit."""
        from desktop.window.change_product import ChangeProduct

        ChangeProduct(self.window, self.session).ask()

    def open_project(self, path: Path) -> bool:
        """Open a project; says on the page shown what went wrong, if anything."""
        from desktop.project.connection import real_path
        from desktop.project.project import Project

        path = real_path(path)
        if self.session.path == path:
            return True
        left = path if self.background.has(path) else None
        return self._change_project(lambda: Project.open(path), left)

    def open_sample(self, sample_id: str) -> bool:
        """Open a sample project, made on first use; what two of them learn from is read and trained on in the background."""
        from desktop.project.table_data import table_of
        from desktop.sample import SampleData, data_folder, make_sample, sample_named

        try:
            path = make_sample(sample_id)
        except UserError as error:
            self.window.show_error(error)
            return False
        opened = self.open_project(path)
        sample, project = sample_named(sample_id), self.session.project if opened else None
        if project and sample.learns and not project.count_examples() and not table_of(project):
            self._preparing = True

            def written(data: Path) -> str:
                self._learning().add([data])
                return sample.count

            self.jobs.start(
                tr("Writing what the sample learns from"),
                "desktop.sample:write_sample",
                SampleData(sample_id, data_folder(project.path)),
                on_done=written,
            )
        return opened

    def open_dropped(self, paths: Sequence[Path]) -> None:
        """A project dropped on Welcome opens; anything else starts a project beside it."""
        first = paths[0]
        if first.suffix == SUFFIX:
            self.open_project(first)
            return
        place = free_name(first.parent / f"{first.stem or first.name}{SUFFIX}")
        if self._change_project(lambda: _new_project(place)):
            self._learning().add(list(paths))
            self.window.show_stage(Stage.DATA)

    def close_project(self) -> None:
        """Close the project and go back to Welcome; work under way goes on out of sight."""
        left = self._leave()
        if left:
            self.window.show_message(left)

    def _leave(self) -> Message | None:
        """Take the open project out of the window; what to say of work that goes on in it."""
        if not self.session.is_open:
            return None
        self._note_open()
        name, path = self.session.name, self.session.path
        # It stays open with what runs in it, rather than asking or stopping (decision 0220).
        going_on = self.background.leave(self.session)
        if not going_on or path is None:
            return None
        return self.unattended.goes_on(path, name, going_on)

    def _open_asked_file(self) -> None:
        path = self.dialogs.project_to_open()
        if path is not None:
            self.open_project(path)

    def _change_project(self, make: "Callable[[], Project]", left_at: Path | None = None) -> bool:
        """Show what ``make`` opens in place of the project there is; ``left_at``: one that was left and is still open."""
        opened: Project | None = None
        try:
            if left_at is None:
                opened = make()
        except UserError as error:  # the one that is open stays, and what runs in it
            self.window.show_error(error)
            return False
        left = self._leave()
        if opened is not None:
            self.session.use(opened)
        elif left_at is not None:
            self.background.come_back(left_at, self.session)
        self._preparing = False
        troubles = self.background.troubles_of(self.session.project.path)
        if troubles:
            self._learning().remember(troubles)
        if left:
            self.window.show_message(left)
        return True

    def _learning(self) -> "TrainingPipeline":
        from desktop.jobs.training_pipeline import pipeline_of

        return pipeline_of(self.session, self.jobs)

    # --- following the project -----------------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        if change.touches("project", "run", "bar", "fact"):
            self._note_open()
        if change.touches("example") and (stage := self.window.stage) is not None:
            self._prepare_for_jobs(stage)
        if self._preparing and change.touches("record") and not self.session.project.runs():
            self._preparing = False
            self._learning().train()

    def _prepare_for_jobs(self, stage: Stage) -> None:
        """Where the next press may be a training, its process makes itself ready."""
        writable = self.session.is_open and not self.session.read_only
        if writable and stage in (Stage.DATA, Stage.MEASURE):
            self.jobs.keep_warm()

    def _note_open(self) -> None:
        self._note_recent(self.session)

    def _note_recent(self, session: Session) -> None:
        path = session.path
        if path is None:
            return
        from desktop.findings.stage_status import project_sentence
        from desktop.project.decode import DATA_ERRORS

        try:
            name, sentence = session.name, project_sentence(session.project)
            states = [status.state for status in session.stage_statuses()]
        except DATA_ERRORS as error:
            if session.project.damage_behind(error) is None:
                raise
            return  # a damaged project must not keep anybody from closing it
        self.recent.note(path, name=name, sentence=sentence, states=states, when=datetime.now())

    def _use_theme(self) -> None:
        chosen = self.settings.preferences
        self.theme.use(chosen.theme, chosen.text_scale, chosen.reduced_motion)

    def show_bug(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        """What no page caught: a damaged project, said once a page; or a bug, kept in a file, with details to copy."""
        from desktop.cli.output import report_bug, sentence

        found = self.session.project.damage_behind(error) if self.session.is_open else None
        shown = found or error
        if not isinstance(shown, UserError):
            sys.stderr.write(report_bug(error) + "\n")
            self.window.show_error(error)
            return
        said = (self.window.stage, shown.what, shown.why)
        if said not in self._said:
            self._said.add(said)
            sys.stderr.write(sentence(shown.what, shown.why, shown.next_step) + "\n")
            self.window.show_error(shown)

    def shut_down(self) -> None:
        """Stop what runs and close the file; every edit is saved already."""
        if self.session.is_open:
            self._note_open()
        self.jobs.forget()
        self.session.close()
        self.background.stop()
        self._collection.stop()


def _new_project(path: Path, answers: "Command | None" = None) -> "Project":
    """Make one; what is answered already is there when it is shown, and can be undone."""
    from desktop.project.project import Project

    made = Project.create(path, name=path.stem)
    if answers is not None:
        made.do(answers)
    return made


def _first_answers(sentence: str, kind: str, inputs: Sequence[str]) -> "Command | None":
    from desktop.project import commands as edit
    from desktop.project.product import set_product
    from desktop.project.questions import question

    idea = [edit.SetFact("idea", sentence, question("idea").words)] if sentence else []
    facts = (*idea, *set_product(None, kind, inputs))
    return edit.Several(facts, tr("say what it should do")) if facts else None
