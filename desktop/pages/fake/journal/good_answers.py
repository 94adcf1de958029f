"""Keeps what real exchanges answered as the good answers of the fake, one edit at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop.findings.fake.own_examples import keep_as_good, own_examples
from desktop.findings.fake.recorded_stubs import examples_of
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.fake.journal.view import JournalView
from desktop.pages.page import Page
from desktop.project.product import is_classifier, kind_of
from desktop.widgets.message import Message
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural
from mock_ai.traffic.recorded_example import RecordedExamples


class KeepAsGood(QObject):
    """Reads the exchanges off the GUI thread; the page carries out the edit and says what came of it."""

    def __init__(self, page: Page, view: JournalView) -> None:
        super().__init__(page)
        self._page, self._session, self._view = page, page.session, view
        self._soon = LatestWinsThread(self, self._read, page.refuse)
        self.stop = self._soon.stop

    def why_not(self) -> str:
        """Why no answer can be kept as a good one; an empty text: it can."""
        if is_classifier(self._session.project):
            return tr("Classes are given to photos and texts on Data.")
        return self._page.why_not_edit()

    def off(self) -> str:
        """As ``why_not``, and where there is no exchange."""
        return self.why_not() or self._view.off()

    def keep_meant(self) -> None:
        """Show what was asked in the exchanges that are meant, with what was answered as the good answer."""
        self.keep(self._view.meant())

    def keep_one(self, number: int) -> None:
        self.keep([number])

    def keep(self, numbers: Sequence[int]) -> None:
        kind = kind_of(self._session.project)
        if kind is not None and not self.why_not():
            path, name, meant = self._session.project.path, kind.name, tuple(numbers)
            self._soon.ask(lambda: examples_of(path, name, meant))

    def _read(self, found: RecordedExamples) -> None:
        kind = kind_of(self._session.project) if self._session.is_open else None
        if kind is None:
            return
        project = self._session.project
        try:
            command = keep_as_good(project, kind.name, found.examples)
        except UserError as error:
            self._page.refuse(error)
            return
        if self._page.do(command):
            what = tr_plural(
                "{n} good answer of your own is shown now.",
                "{n} good answers of your own are shown now.",
                len(own_examples(project)),
            )
            self._page.set_message(Message("ok", what, left_out_words(found.left_out)))


def left_out_words(left_out: Sequence[tuple[int, str]]) -> str:
    """Of which exchanges nothing came, the first by number and with why; empty where there is none."""
    if not left_out:
        return ""
    number, why = left_out[0]
    others = (
        tr(" and {left_out} more", left_out=digits(len(left_out) - 1)) if len(left_out) > 1 else ""
    )
    return tr(
        "Left out: number {number}{others}. {why}", number=digits(number), others=others, why=why
    )
