"""Bringing cases in: dropped, chosen, pasted, or taken from what people asked the fake; and what came of it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.jobs.bring_cases import FUNCTION, BringCases, BroughtCases, UnknownTable
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.pages.error_message import message_of_failure
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.product import case_noun_of, inputs_of, kind_name
from desktop.project.project import Project
from desktop.widgets.column_picks import ColumnPicks, ColumnsQuestion
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.sentence import tr, tr_plural
from estimators.measure.answer_row import OwnColumns, row_fields

_MEDIA = frozenset(("photo", "sound", "video"))
_LISTS = frozenset((".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".xlsx", ".xls", ".ods", ".txt"))


def of_facts(project: Project) -> bool:
    """Whether what it predicts usually stands in a table beside the facts that it follows from."""
    return kind_name(project) == "number" and "table" in inputs_of(project)


def _tables(paths: Sequence[Path]) -> bool:
    """Whether one of them is a list of cases, and no photo or sound itself."""
    return any(path.suffix.lower() in _LISTS for path in paths)


class CaseImport(QObject):
    """What the page does to get cases; one job, one edit."""

    def __init__(self, page: Page, jobs: JobQueue, media: Callable[[Sequence[Path]], None]) -> None:
        """``media`` keeps photos, sounds and clips, which the Stage shows and plays, and from which cases can be made; and
        tables of facts, which are learned from."""
        super().__init__(page)
        self._page, self._session, self._jobs, self._media = page, page.session, jobs, media
        self.question: ColumnsQuestion | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being brought in."""
        return self._jobs.is_active(FUNCTION)

    def refuse(self, _paths: Sequence[Path]) -> str:
        """Why nothing can be dropped here; an empty text: it can."""
        return self._session.notice

    def add(self, paths: Sequence[Path]) -> None:
        """Bring in these files and folders."""
        inputs = inputs_of(self._session.project)
        if paths and inputs and _MEDIA.issuperset(inputs) and not _tables(paths):
            self._media(paths)
        elif paths:
            self._start(paths=tuple(paths))

    def paste(self) -> None:
        """Bring in what was copied: lines of text, or files."""
        copied = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in copied.urls() if url.isLocalFile()]
        if paths:
            self.add(paths)
        elif copied.text().strip():
            self._start(text=copied.text())
        else:
            what = tr("Nothing was copied that could be pasted.")
            self._page.set_message(Message("warn", what, tr("Copy them one a line, then paste.")))

    def take_from_fake(self) -> None:
        self._start(journal=True)

    def take_kept(self) -> None:
        """Bring in what was kept as examples."""
        self._start(examples=True)

    def browse(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self._page.window(), tr("Choose tables, JSON lines or texts"), str(Path.home())
        )
        self.add([Path(name) for name in names])

    def browse_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self._page.window(), tr("Choose a folder"), str(Path.home())
        )
        self.add([Path(name)] if name else [])

    def open_menu(self, anchor: QWidget) -> None:
        """Offer the ways in, below what was pressed."""
        asked = bool(self._session.project.requests.rows(1))
        nobody = "" if asked else tr("Nobody has asked the fake anything yet.")
        open_menu(
            anchor,
            [
                MenuEntry(tr("Paste what was copied"), self.paste),
                MenuEntry(tr("Files or a table…"), self.browse),
                MenuEntry(tr("A folder…"), self.browse_folder),
                MenuEntry(tr("What people asked the fake"), self.take_from_fake, off=nobody),
            ],
        )

    def _start(
        self,
        paths: tuple[Path, ...] = (),
        text: str = "",
        *,
        journal: bool = False,
        examples: bool = False,
        columns: tuple[tuple[Path, OwnColumns], ...] = (),
    ) -> None:
        if self._session.read_only:
            self._page.set_message(
                Message("error", tr("This project is read-only."), self._session.notice)
            )
            return
        noun = case_noun_of(self._session.project)
        self._jobs.start(
            tr("Bring in {things}", things=noun.many),
            FUNCTION,
            BringCases(self._session.project.path, paths, text, journal, examples, columns),
            on_done=partial(self._brought, paths, columns),
            on_failed=self._failed,
            quick=True,
        )

    def _brought(
        self, paths: tuple[Path, ...], known: tuple[tuple[Path, OwnColumns], ...], found: BroughtCases
    ) -> str:  # fmt: skip
        if found.unknown is not None and of_facts(self._session.project):
            self._media((found.unknown.path,))  # a column for each fact: it learns from that
            return tr("is read as a table of facts")
        if found.unknown is not None:
            self._ask_columns(paths, known, found.unknown)
            return tr("asks what its columns hold")
        noun = case_noun_of(self._session.project)
        came = count(len(found.cases), noun)
        if not found.cases:
            self._say("warn", tr("Nothing new in there."), found)
            return came
        if self._page.do(edit.AddCases(found.cases, noun.many)):
            what = tr_plural("{came} came in.", "{came} came in.", len(found.cases), came=came)
            self._say("ok" if not found.left_out else "warn", what, found)
        return came

    def _ask_columns(
        self, paths: tuple[Path, ...], known: tuple[tuple[Path, OwnColumns], ...], table: UnknownTable
    ) -> None:  # fmt: skip
        """Ask what the columns of a table hold, and begin anew."""
        noun = case_noun_of(self._session.project)
        questions = (
            ("input", tr("What is asked")),
            ("expected", tr("The right answer")),
            ("id", tr("What names each {thing}", thing=noun.one)),
            ("group", tr("What belongs together, such as a customer")),
            ("slice", tr("What kind of {thing} it is", thing=noun.one)),
        )
        none = {key: tr("nothing said") for key, _ in questions[1:]} | {"id": tr("they are numbered")}  # fmt: skip
        picks = ColumnPicks(questions, none, ("input", "expected"))
        places = row_fields(table.names, OwnColumns(likely=True))
        guess: dict[str, str | None] = {field: table.names[at] for at, fields in places.items() for field in fields}  # fmt: skip
        picks.ask(table.names, table.rows, guess)

        def said(chosen: dict[str, str | None]) -> None:
            own = OwnColumns(likely=True, **{key: name for key, name in chosen.items() if name})
            self._start(paths, columns=(*known, (table.path, own)))

        self.question = ColumnsQuestion(self._page.window(), table.path.name, picks, said)
        self.question.open_centred(focus=picks.buttons["input"])

    def _say(self, tone: str, what: str, found: BroughtCases) -> None:
        more = []
        if found.aside:
            more.append(
                tr_plural(
                    "{n} nearly repeats another and is set aside.",
                    "{n} nearly repeat others and are set aside.",
                    found.aside,
                )
            )
        if found.known:
            more.append(tr_plural("{n} was there already.", "{n} were there already.", found.known))
        words = " ".join((*more, *found.left_out))
        self._page.set_message(
            Message(
                "ok" if tone == "ok" else "warn",
                what,
                words,
                button=tr("Close"),
                run=self._page.close_message,
            )
        )

    def _failed(self, failed: Failed) -> None:
        self._page.set_message(message_of_failure(failed, self._page.close_message))
