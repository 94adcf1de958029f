"""What a person does with whole classes and with what is alike: rename, merge, split, keep together, find alike."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from desktop.actions import Action
from desktop.jobs.find_alike import FUNCTION, FindAlike
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.pages.data.class_bars import ClassBars
from desktop.pages.data.pane import ExamplesPane, ShownExamples
from desktop.pages.error_message import message_of_failure
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.noun import noun
from desktop.project.records import ClassInfo
from desktop.project.stages import Stage
from desktop.widgets.ask import Answers, AskFor, AskPopover, ask_class
from desktop.widgets.menu import MenuEntry, menu_of, open_below
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.noun import noun_of
from estimators.base.phrase import as_written
from estimators.base.sentence import tr


class ClassController(QObject):
    """Acts on the class that is shown and on the examples that are chosen; every deed is one edit."""

    def __init__(self, page: Page, jobs: JobQueue, pane: ExamplesPane, bars: ClassBars) -> None:
        super().__init__(pane)
        self._page, self._session, self._jobs = page, page.session, jobs
        self._pane, self._bars = pane, bars
        bars.counts.entries_for = self.entries
        bars.counts.dropped.connect(self._dropped)

    # --- classes -------------------------------------------------------------------------------------------------

    def rename(self, name: str = "") -> None:
        """Ask for another name of this class, or the one shown."""
        klass = self._class(name)
        if klass is None:
            return

        def done(answers: Answers) -> None:
            new = " ".join(answers["name"].split())
            if new != klass.name:
                self._session.do(edit.RenameClass(klass.id, klass.name, new))
                self._pane.show_examples(ShownExamples(label=new))

        title = tr("Rename “{name}”", name=as_written(klass.name))
        asked = [AskFor("name", tr("Name of the class"), klass.name)]
        AskPopover(self._pane.window(), title, asked, done, button=tr("Rename")).ask()

    def merge(self, name: str = "") -> None:
        """Ask which class this one, or the one shown, becomes part of."""
        klass = self._class(name)
        if klass is not None:
            menu = menu_of(self._pane, self._merges(klass))
            menu.setAccessibleName(tr("Merge into"))
            open_below(self._bars, menu)

    def merge_into(self, klass: ClassInfo, into: ClassInfo) -> None:
        """Make the first class part of the second."""
        command = edit.MergeClasses(((klass.id, klass.name),), (into.id, into.name))
        if self._page.do(command):
            self._pane.show_examples(ShownExamples(label=into.name))

    def split(self) -> None:
        """Ask for the name of a class of their own for the chosen examples."""
        ids = tuple(self._pane.selected())

        def done(name: str) -> None:
            command = edit.LabelExamples(ids, name, noun(self._session.project))
            self._pane.keeping_place(partial(self._page.do, command))

        if ids:
            ask_class(self._pane.window(), done, tr("What are the chosen ones?"))

    def entries(self, name: str) -> list[MenuEntry]:
        """What the menu of a class offers."""
        klass = self._class(name)
        if klass is None:
            return []
        off = self._page.why_not_edit()
        merges = [MenuEntry(e.text, e.run, off=off) for e in self._merges(klass, whole=True)[:8]]
        return [MenuEntry(tr("Rename…"), partial(self.rename, name), off=off), *merges]

    def _merges(self, klass: ClassInfo, *, whole: bool = False) -> list[MenuEntry]:
        others = [one for one in self._session.project.classes() if one.id != klass.id]

        def words(name: str) -> str:
            return tr("Merge into “{name}”", name=name) if whole else name

        return [
            MenuEntry(words(as_written(one.name)), partial(self.merge_into, klass, one))
            for one in others
        ]

    def _class(self, name: str) -> ClassInfo | None:
        wanted = name or self._pane.shown.label
        return next((one for one in self._session.project.classes() if one.name == wanted), None)

    def _dropped(self, name: str) -> None:
        ids = tuple(self._pane.selected())
        if ids:
            command = edit.LabelExamples(ids, name, noun(self._session.project))
            self._pane.keeping_place(partial(self._page.do, command))

    # --- what belongs together, what is alike --------------------------------------------------------------------

    def keep_together(self) -> None:
        """Say that the chosen ones belong together; the check then keeps them on one side of the test."""
        ids, things = tuple(self._pane.selected()), noun(self._session.project)
        if self._page.do(edit.BelongTogether(ids, things)):
            many = count(len(ids), noun_of(things))
            said = tr("{many} belong together.", many=many)
            why = tr("The next check keeps them on one side of the test.")
            self._page.set_message(Message("ok", said, why))

    def keep_apart(self) -> None:
        """Take back what was said of what the chosen ones belong to."""
        self._page.do(edit.BelongAlone(tuple(self._pane.selected()), noun(self._session.project)))

    def find_alike(self) -> None:
        """Show what is most like the chosen example, nearest first."""
        example = self._pane.selected()[0]
        shown = self._pane.example(example)
        assert shown is not None
        name = shown.name
        self._jobs.start(
            tr("Looking for what is like {name}", name=name),
            FUNCTION,
            FindAlike(self._session.project.path, example=example),
            on_done=partial(self._found, name),
            on_failed=self._failed,
        )

    def _found(self, name: str, paths: tuple[str, ...]) -> str:
        title = tr("Most like “{name}”, nearest first", name=name)
        self._pane.show_examples(ShownExamples(paths=paths, title=title))
        self._pane.choose(0)
        return count(len(paths) - 1, noun_of(noun(self._session.project)))

    def _failed(self, failed: Failed) -> None:
        self._page.set_message(message_of_failure(failed, self._page.close_message))

    # --- actions -------------------------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:
        here = Stage.DATA
        return (
            Action("data.rename-class", tr("Rename the class shown…"), self.rename, "F2", stage=here, off=self._no_class),
            Action("data.merge-class", tr("Merge the class shown into another…"), self.merge, stage=here, off=self._no_other, also=tr("join combine")),
            Action("data.split-class", tr("Make the chosen ones a class of their own…"), self.split, stage=here, off=self._needs(1), also=tr("split divide")),
            Action("data.together", tr("These belong together"), self.keep_together, "J", stage=here, off=self._needs(2), also=tr("group scene speaker recording join")),
            Action("data.apart", tr("These do not belong together"), self.keep_apart, stage=here, off=self._needs(1), also=tr("group scene speaker recording")),
            Action("data.alike", tr("Find what is like the chosen one"), self.find_alike, "A", stage=here, off=self._no_one, also=tr("similar nearest neighbours look-alike")),
        )  # fmt: skip

    def _no_class(self) -> str:
        shown = "" if self._class("") is not None else tr("Show a class first.")
        return self._page.why_not_edit() or shown

    def _no_other(self) -> str:
        others = len(self._session.project.classes()) > 1
        return self._no_class() or ("" if others else tr("There is no other class."))

    def _needs(self, least: int) -> Callable[[], str]:
        def off() -> str:
            if self._page.why_not_edit():
                return self._page.why_not_edit()
            some = len(self._pane.selected()) >= least
            return "" if some else tr("Choose {least} at least.", least=count(least, noun_of(noun(self._session.project))))  # fmt: skip

        return off

    def _no_one(self) -> str:
        one = len(self._pane.selected()) == 1
        return "" if one else tr("Choose one first.")
