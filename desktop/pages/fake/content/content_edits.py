"""What a person does so that the fake has something to show: borrow a set, paste, bring a table, write good answers."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.actions import Action
from desktop.findings.fake.own_examples import drop_waiting, longest_words, show_brought, unanswered
from desktop.findings.fake.ready_made import borrow
from desktop.jobs.queue import JobQueue
from desktop.jobs.training_pipeline import pipeline_of
from desktop.pages.fake.content.ready_made import GoodAnswerPopover
from desktop.pages.page import Page
from desktop.project.product import is_classifier, kind_of
from desktop.project.stages import Stage
from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.fields import TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import fill
from desktop.widgets.message import Message
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.kinds.good_answers import BroughtExamples, pasted_examples, read_examples

_LINES = 10


class OwnExamplesPopover(AnsweredPopover):
    """``done`` takes the examples and raises ``UserError`` where they cannot be shown; what is wrong stands in the popover, and
    what was pasted stays. ``open_table`` asks for a table instead; ``then`` comes once they are taken."""

    def __init__(
        self,
        window: QWidget,
        kind: str,
        done: Callable[[BroughtExamples], None],
        open_table: Callable[[], None],
        then: Callable[[], None],
    ) -> None:
        super().__init__(window, tr("Your own examples"), width=560)
        self._kind, self._done = kind, done
        self._open_table, self._then = open_table, then
        self.text = TextField(
            tr("Inputs and good answers"),
            tr("Q: Can I swap the size?\nA: Yes, within 30 days."),
            lines=_LINES,
            most_lines=_LINES,
        )
        self.wrong = Label(role=Role.NOTE, colour="bad")
        self.wrong.hide()
        how = tr(
            "One input a line; or two columns of a table, “Q:” and “A:” in turn, or the input on one line and the good answer "
            "on those below. They stay in this project and are never measured."
        )
        title = Label(tr("Paste your own examples"), role=Role.SECTION)
        fill(self.body, title, 6, Label(how, role=Role.NOTE, colour="ink2"), 10, self.text, 6)
        fill(self.body, self.wrong, 10)
        table = Button(tr("Open a table…"), run=self.open_table)
        self._add_buttons(tr("Show these"), table, shortcut="Ctrl+Return")

    def open_table(self) -> None:
        self.close_popover()
        self._open_table()

    def submit(self) -> None:
        """Show what was pasted; what has no good answer is asked for next."""
        try:
            self._done(pasted_examples(self._kind, self.text.toPlainText()))
        except UserError as error:
            self._say(error)
        else:
            self.close_popover()
            self._then()

    def _say(self, error: UserError) -> None:
        self.wrong.setText(" ".join(filter(None, (error.what, error.why, error.next_step))))
        self.wrong.show()
        self.resettle()


TABLES = "(*.csv *.tsv *.jsonl *.ndjson *.json *.txt)"


class ContentEdits:
    """Each an edit of the page that can be undone; what is wrong with what was brought is said under the header.

    ``ask_open(title)`` says which table to open, ``ask_folder(title)`` which folder; a test replaces them.
    """

    def __init__(self, page: Page, jobs: JobQueue) -> None:
        self._page, self._jobs = page, jobs
        self.ask_open: Callable[[str], str] = lambda title: QFileDialog.getOpenFileName(
            page, title, str(Path.home()), TABLES
        )[0]
        self.ask_folder: Callable[[str], str] = lambda title: QFileDialog.getExistingDirectory(
            page, title, str(Path.home())
        )

    def why_not(self) -> str:
        """Why nothing of one's own can be brought now; an empty text: it can."""
        if self._page.why_not_edit():
            return self._page.why_not_edit()
        if kind_of(self._page.session.project) is None:
            return tr("Choose first which kind it is.")
        return ""

    def why_not_answer(self) -> str:
        """Why no good answer can be written now; an empty text: it can."""
        some = bool(unanswered(self._page.session.project))
        return self._page.why_not_edit() if some else tr("Each has its good answer.")

    def borrow(self, name: str) -> bool:
        """Show a ready-made set."""
        return self._page.do(borrow(self._page.session.project, name))

    def paste(self) -> None:
        """Show what the clipboard holds: copied files, or text."""
        if self._refused():
            return
        held = QApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        if paths:
            self.bring(paths)
        elif self._of_classes():
            self._page.refuse(
                UserError(
                    tr("A text alone has no class."),
                    tr("What is told apart here comes as files, or as a table with one column for the class."),
                    tr("Save it as a table, and drop that here."),
                )
            )  # fmt: skip
        else:
            text = held.text()
            self._show(lambda kind: pasted_examples(kind, text))

    def bring(self, paths: Sequence[Path]) -> None:
        """Show what is in a table; what is told apart goes to Data, where it is read."""
        if self._refused():
            return
        if self._of_classes():
            pipeline_of(self._page.session, self._jobs).add(list(paths))
            self._page.set_message(
                Message("ok", tr("They are being read."), tr("Data says what came in."))
            )
        elif paths:
            self._show(lambda kind: read_examples(kind, paths[0]))

    def open_table(self) -> None:
        """Ask for a table, or for a folder of what is told apart, and show what is in it."""
        if self._of_classes():
            name = self.ask_folder(tr("Choose a folder"))
        else:
            name = self.ask_open(tr("Open a table of good answers"))
        if name:
            self.bring([Path(name)])

    def ask_own(self) -> None:
        """Ask for examples of one's own, in the place of a ready-made set; what is told apart is brought to Data."""
        kind = kind_of(self._page.session.project)
        if self._of_classes():
            self._page.go_to.emit(Stage.DATA)
        elif kind is not None and not self.why_not():
            popover = OwnExamplesPopover(
                self._page.window(), kind.name, self._take, self.open_table, self.ask_good_answers
            )
            popover.open_centred(focus=popover.text)

    def ask_good_answers(self) -> None:
        """Ask for the good answers that are missing, one card at a time."""
        kind = kind_of(self._page.session.project)
        if kind is not None and not self.why_not():
            GoodAnswerPopover(self._page.window(), self._page.session, kind.name).ask()

    def drop_waiting(self) -> None:
        """Leave out what has no good answer."""
        self._page.do(drop_waiting(self._page.session.project))

    def _of_classes(self) -> bool:
        return is_classifier(self._page.session.project)

    def _refused(self) -> bool:
        """Whether nothing can be brought now, which is then said."""
        why = self.why_not()
        if why:
            self._page.refuse(UserError(tr("Nothing can be brought now."), why, ""))
        return bool(why)

    def _show(self, read: Callable[[str], BroughtExamples]) -> None:
        kind = kind_of(self._page.session.project)
        assert kind is not None
        try:
            self._take(read(kind.name))
        except UserError as error:
            self._page.refuse(error)
        else:
            self.ask_good_answers()

    def _take(self, brought: BroughtExamples) -> None:
        """Show these. Raises ``UserError`` where they cannot be shown."""
        project = self._page.session.project
        kind = kind_of(project)
        assert kind is not None
        self._page.set_message(None)
        self._page.session.do(show_brought(project, kind.name, brought))
        if words := longest_words(brought):
            self._page.set_message(
                Message(
                    "warn",
                    tr("The longest good answer has {n} words.", n=digits(words)),
                    tr("Your prototype gets it whole, but nobody reads that on the Stage."),
                    tr("Shorten it where people are to judge it."),
                )
            )


def content_actions(content: ContentEdits) -> tuple[Action, ...]:
    stage = Stage.FAKE
    return (
        Action("fake.paste", tr("Paste your own examples"), content.paste, "Ctrl+V", stage=stage, off=content.why_not, icon="copy"),
        Action("fake.table", tr("Open a table of good answers…"), content.open_table, stage=stage, off=content.why_not, icon="table"),
        Action("fake.good_answers", tr("Write the good answers that are missing…"), content.ask_good_answers, stage=stage, off=content.why_not_answer),
    )  # fmt: skip
