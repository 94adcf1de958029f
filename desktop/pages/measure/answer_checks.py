"""What is looked for in a candidate's answers, beside its grades: a sentence each, one more, one less."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.findings.candidate_measurement import ProjectCandidate, ProjectMeasurement
from desktop.findings.measure.answer_checks import KINDS, check_lines, drop_check, put_check
from desktop.pages.page import Page
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, column, holder
from desktop.widgets.rows import RowList, Section
from estimators.base.sentence import tr
from estimators.measure.checks import AnswerCheck


class AnswerChecks(QWidget):
    """``show_candidate`` says how often each check holds."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.lines = RowList(tr("Checks of the answers"), last_line=False)
        self.add = Button(tr("Look for something…"), "link", run=self.ask)
        note = Label(
            tr("A program looks for this in every answer: evidence beside the grades, never the grade."),
            role=Role.NOTE,
            colour="ink2",
            measure=280,
        )  # fmt: skip
        inside = holder(column(note, 4, self.lines, 6, (self.add, LEFT)))
        column(Section(tr("Checks of the answers"), inside, gap=6), of=self)

    def show_candidate(self, found: ProjectMeasurement, chosen: ProjectCandidate) -> None:
        frozen = self._page.why_not_edit()
        lines = check_lines(self._page.session.project, found, chosen)
        self.lines.set_rows([self._line(check, words, frozen) for check, words in lines])
        self.lines.setVisible(bool(lines))
        self.add.off_because(frozen)

    def _line(self, check: AnswerCheck, words: str, frozen: str) -> QWidget:
        drop = Button(tr("Leave out"), "link", size="small", run=partial(self._drop, check))
        drop.setAccessibleName(tr("Leave out: {check}", check=words))
        drop.off_because(frozen)
        return holder(column(Label(words, measure=280), 2, (drop, LEFT), margins=(0, 6, 0, 6)))

    def ask(self) -> None:
        """Ask what to look for."""

        def done(answers: Answers) -> None:
            session = self._page.session
            session.do(put_check(session.project, answers["kind"], answers["value"]))

        kinds = tuple((kind.value, words) for kind, words in KINDS)
        what = tr("What: words, a pattern, a number of words, a language (de) or a schema")
        fields = [AskFor("value", what), AskFor("kind", tr("The answer"), choices=kinds)]
        title = tr("Look for something in every answer")
        AskPopover(self._page.window(), title, fields, done, width=scaled(780)).ask(self.add)

    def _drop(self, check: AnswerCheck) -> None:
        self._page.do(drop_check(self._page.session.project, check))
