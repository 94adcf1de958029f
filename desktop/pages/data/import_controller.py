"""Importing examples: folders, files, tables and other projects, what to ask about them, what to say of them, and finding them again."""

import csv
from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.findings.data.training_data import can_check
from desktop.findings.data.view import DiskState
from desktop.jobs import training_pipeline as work
from desktop.jobs.add_data import KEPT_FOLDER, FoundData
from desktop.jobs.sources import UNLABELLED
from desktop.jobs.table_columns import ColumnsAsked, TableColumns
from desktop.jobs.table_data import TABLES_OF_FACTS
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.pages.data.columns_question import columns_question
from desktop.pages.error_message import message_of_failure
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.example_list import folders_of, unlabelled_after
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from desktop.session import Session
from desktop.widgets.ask import label_menu
from desktop.widgets.clipboard import copied, nothing_copied, write_picture, write_table
from desktop.widgets.column_picks import ColumnsQuestion
from desktop.widgets.menu import MenuEntry, open_below, open_menu
from desktop.widgets.message import Message
from desktop.widgets.record_popover import record_here
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import tr, tr_plural

Run = Callable[[], None]


def moved_message(project: Project, disk: DiskState, find: Run, without: Run) -> Message:
    """The originals are gone; everything learnt is kept."""
    things, gone = noun(project), len(disk.missing)
    where = tr(" in {folder}", folder=disk.folder) if disk.folder else ""
    return Message(
        "error",
        tr("The {things} have moved.", things=things),
        tr_plural(
            "{count} was{where}, and can’t be found there now. Labels and everything learnt "
            "are in the project, so nothing is lost.",
            "{count} were{where}, and can’t be found there now. Labels and everything learnt "
            "are in the project, so nothing is lost.",
            gone,
            count=count(gone, example_noun_of(project)),
            where=where,
        ),
        tr(
            "You can keep deciding and reporting. To train on new {things} or look closer, show where the folder is now.",
            things=things,
        ),
        tr("Find the folder…"),
        find,
        tr("Work without them"),
        without,
        takes_primary=True,
        lost_files=True,
    )


def left_out_message(found: FoundData, close: Run) -> Message | None:
    """What was left out of what was brought, by name; None where all of it came in."""
    left_out = [*found.skipped]
    if found.unreadable:
        names = [quoted(example.name) for example in found.unreadable[:3]]
        if len(found.unreadable) > 3:
            names.append(tr("{n} more", n=digits(len(found.unreadable) - 3)))
        said = tr_plural(
            "{names} can’t be opened; it takes no part.",
            "{names} can’t be opened; they take no part.",
            len(found.unreadable),
            names=listed(names),
        )
        left_out.insert(0, said)
    if left_out:
        more = (
            tr("And {left_out} more.", left_out=digits(len(left_out) - 2))
            if len(left_out) > 2
            else ""
        )
        what = tr("{count} to know about what you brought.", count=count(len(left_out), "thing"))
        return Message("warn", what, " ".join(left_out[:2]), more, tr("Close"), close)
    if not found.examples and not found.asked and found.table is None:
        what, why = tr("Nothing new in there."), tr("All of it is in the project already.")
        return Message("warn", what, why, "", tr("Close"), close)
    return None


def work_words(learning: TrainingPipeline, *kinds: str) -> str:
    """What stands where the result of some work will be: how far it is, or why it failed; empty where neither is so."""
    active = learning.work(*kinds)
    if active is not None:
        left = f" · {active.time_left}" if active.time_left else ""
        return f"{active.text or active.title}{left}."
    trouble = next(filter(None, map(learning.trouble, kinds)), None)
    if trouble is None:
        return ""
    if trouble.details:
        return tr("That stopped. It is our mistake; the details are in Jobs.")
    return " ".join(filter(None, (trouble.what, trouble.why, trouble.next_step)))


class ImportController(QObject):
    """What the page does to get examples."""

    labelled = Signal(str)  # all that came without a label have this one now

    def __init__(self, owner: Page, session: Session, learning: TrainingPipeline) -> None:
        super().__init__(owner)
        self._owner, self._session, self._learning = owner, session, learning
        self._left_out: Message | None = None
        self._after: int | None = None  # the ids of what came without a label just now are greater
        self._without_originals = False
        self.asked: list[ColumnsAsked] = []  # tables whose columns nobody has explained yet
        self.question: ColumnsQuestion | None = None
        learning.added.connect(self._added)
        session.closed.connect(self.forget)

    # --- asking --------------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Bring these folders, files or tables in."""
        if self._session.read_only:
            notice = self._session.notice
            self._left_out = Message(
                "error", tr("This project is read-only."), notice, "", tr("Close"), self._close
            )
            self._owner.show_message()
        elif paths:
            self._left_out = self._after = None
            self._learning.add(list(paths))

    def refuse(self, _paths: Sequence[Path]) -> str:
        """Why nothing can be dropped here; an empty text: it can."""
        return self._session.notice

    def browse(self) -> None:
        folder = self.ask_folder(tr("Choose a folder"))
        if folder is not None:
            self.add([folder])

    def browse_files(self) -> None:
        """Ask for files (photos, texts, sounds, clips, a table, a project) and bring them in."""
        names, _ = QFileDialog.getOpenFileNames(
            self._owner.window(), tr("Choose files, a table or a project"), str(Path.home())
        )
        self.add([Path(name) for name in names])

    def browse_table(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in sorted(TABLES_OF_FACTS))
        name, _ = QFileDialog.getOpenFileName(
            self._owner.window(), tr("Choose a table"), str(Path.home()), tr("Tables ({kinds})", kinds=kinds)
        )  # fmt: skip
        self.add([Path(name)] if name else [])

    def paste(self) -> None:
        """Bring in what was copied elsewhere: files, cells of a spreadsheet, a picture, or texts, one a line.

        Raises `UserError` where the clipboard holds none of these.
        """
        found = copied()
        if found.paths:
            self.add(found.paths)
        elif not found.picture.isNull():
            self.keep([write_picture(found.picture)])
        elif found.is_table:
            self.add([write_table(found.text, tr("pasted cells"))])  # the project keeps its bytes
        elif found.lines:
            self._bring_texts(found.lines)
        else:
            raise nothing_copied()

    def _bring_texts(self, texts: Sequence[str]) -> None:
        """Each is an example that nobody has labelled yet."""
        rows = StringIO(newline="")
        csv.writer(rows).writerows([("text",), *((text,) for text in texts)])
        place = write_table(rows.getvalue(), tr("pasted texts"))
        self._learning.add([place], [(place, TableColumns("text", None))])

    def keep(self, files: Sequence[Path], label: str | None = None) -> None:
        """Bring in what was pasted or recorded here; the project keeps it, for the files are of the moment."""
        if not self._session.read_only and files:
            self._left_out = self._after = None
            self._learning.add(list(files), kept=True, label=label)

    def record(self, *, sound: bool, label: str | None = None) -> None:
        """Take photos, or record sounds, here and now; ``label``: what they are.

        Raises `UserError` where there is no camera or microphone.
        """
        taken = partial(self.keep, label=label)
        record_here(self._owner.window(), taken, sound=sound)

    def try_to_record(self, *, sound: bool) -> None:
        """The same from a button: what is in the way is said under the header."""
        try:
            self.record(sound=sound)
        except UserError as error:
            self._owner.refuse(error)

    def browse_menu(self, anchor: QWidget) -> None:
        """Offer both, below what was pressed."""
        folder = MenuEntry("A folder…", self.browse)
        now = [
            MenuEntry(tr("Take photos…"), partial(self.try_to_record, sound=False)),
            MenuEntry(tr("Record sounds…"), partial(self.try_to_record, sound=True)),
        ]
        open_menu(anchor, [folder, MenuEntry(tr("Files or a table…"), self.browse_files)], now)

    def ask_folder(self, title: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(self._owner.window(), title, str(Path.home()))
        return Path(name) if name else None

    def find_moved(self) -> None:
        """Ask where the originals are now, and look for them there."""
        folder = self.ask_folder(tr("Where are they now?"))
        if folder is not None:
            self._learning.find_moved(folder)

    # --- columns of a table --------------------------------------------------------------------------------------

    def _added(self, found: FoundData, before: int | None) -> None:
        self._left_out = left_out_message(found, self._close)
        bare = any(one.label is None and not one.trouble for one in found.examples)
        self._after = before if bare else None
        self.asked += found.asked
        self._owner.show_message()
        self.ask_columns()

    def ask_columns(self) -> None:
        """Ask about the first table that needs it, unless a question is open."""
        if not self.asked or self.question is not None or not self._owner.isVisible():
            return
        self.question = columns_question(self._owner.window(), self.asked[0], self._columns_said)
        self.question.closed.connect(self._question_closed)
        self.question.open_centred(focus=self.question.send)

    def _columns_said(self, columns: TableColumns) -> None:
        asked = self.asked.pop(0)
        self._learning.add([asked.table], [(asked.table, columns)])
        self.ask_columns()

    def _question_closed(self) -> None:
        self.question = None
        self._owner.show_message()

    # --- messages ------------------------------------------------------------------------------------------------

    def message(self, disk: DiskState) -> Message | None:
        """What stands under the header: a failure, originals that are gone, or what was left out."""
        for kind in (work.ADD, work.MOVED):
            trouble = self._learning.trouble(kind)
            if trouble is not None:
                dismiss = partial(self._learning.dismiss, kind)
                find = (tr("Find the folder…"), self.find_moved) if kind == work.MOVED else ()
                return message_of_failure(trouble, dismiss, *find)
        if not disk.missing:
            self._without_originals = False
        elif not self._without_originals:
            return moved_message(self._session.project, disk, self.find_moved, self.work_without)
        if self.asked and self.question is None:
            names = listed([quoted(asked.table.name) for asked in self.asked[:3]])
            n = len(self.asked)
            return Message(
                "warn",
                tr_plural(
                    "{names} waits for an answer.", "{names} wait for an answer.", n, names=names
                ),
                tr_plural(
                    "Which of its columns holds what?", "Which of their columns holds what?", n
                ),
                "",
                tr("Say which"),
                self.ask_columns,
                tr("Leave it"),
                self._leave_tables,
            )
        return self._left_out or self._offer()

    # --- what came without a label ------------------------------------------------------------------------------

    def _unlabelled(self) -> list[int]:
        """The ids of what was brought last and still has no label."""
        project, after = self._session.project, self._after
        if after is None:
            return []
        find = partial(unlabelled_after, project, after)
        return project.until_change("came without a label", find)

    def _offer(self) -> Message | None:
        """What came without a label can be labelled one by one, or all at once."""
        bare = [] if self._session.read_only else self._unlabelled()
        if not bare:
            return None
        project = self._session.project
        many = count(len(bare), example_noun_of(project))
        return Message(
            "ok",
            tr("{many} came without a label.", many=many),
            tr("L goes through them one by one with the number keys."),
            tr("Are they all the same?") if len(bare) > 1 else "",
            tr("Label all {bare} as…", bare=digits(len(bare)))
            if len(bare) > 1
            else tr("Label it as…"),
            self.label_all,
            tr("Close"),
            self._close,
        )

    def label_all(self) -> None:
        """Offer the classes, the name of the folder that they came in, and a new name, for all that came just now."""
        names = [info.name for info in self._session.project.classes()]
        folders = folders_of(self._session.project, self._unlabelled())
        folder = folders.pop() if len(folders) == 1 else ""
        taken = {name.lower() for name in names} | UNLABELLED | {KEPT_FOLDER}
        if folder and folder.lower() not in taken:
            names.append(folder)  # offered, not taken: a pile of files has no label (decision 0221)
        title = tr("What are they all?")
        menu = label_menu(self._owner, names, self._label_all_as, title=title)
        open_below(self._owner.message.button, menu)

    def _label_all_as(self, name: str) -> None:
        project = self._session.project
        ids = tuple(self._unlabelled())
        if ids:
            self._owner.do(edit.LabelExamples(ids, name, noun(project)))
            self.labelled.emit(name)
            if can_check(project) and project.record(INSPECTION) is None:
                self._learning.check()  # later ones follow the edit by themselves

    def work_without(self) -> None:
        self._without_originals = True
        self._owner.show_message()

    def _leave_tables(self) -> None:
        self.asked.clear()
        self._owner.show_message()

    def _close(self) -> None:
        if self._left_out is None:
            self._after = None
        self._left_out = None
        self._owner.show_message()

    def forget(self) -> None:
        """The project is closing."""
        self.asked.clear()
        self._left_out = self._after = None
        self._without_originals = False
