"""A rule or templates, written here and tried at once on cases one works with, never on those held out."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.new_candidate import A_RULE, of_rules, offered_cases, tried_rules
from desktop.pages.measure.sources.source_page import SourcePage
from desktop.pages.page import Page
from desktop.project.measure_records import CandidateSettings, CandidateSource
from desktop.project.product import case_noun_of
from desktop.theme.type import Role, font
from desktop.widgets.fields import TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import fill
from desktop.widgets.rows import RowList, ValueRow
from estimators.base.errors import UserError
from estimators.base.phrase import shorten
from estimators.base.sentence import tr

PAUSE_MS = 300  # in typing, before the rules are tried


class RulePage(SourcePage):
    """Rules as a text: “if” with “contains”, “matches”, “above” or “below”, and “then” with the answer."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CandidateSource.RULE, tr("Keyword rule"))
        self.offered = offered_cases(page.session.project)
        self.rules = TextField(tr("Rules"), lines=8, most_lines=12)
        self.rules.setFont(font(Role.MONO))
        self.rules.set_value(A_RULE)
        self.tried = RowList(tr("Tried"), first_line=True, last_line=True)
        things = case_noun_of(page.session.project).many
        self.tried_title = Label(tr("Tried on {things} you work with", things=things), weight=600)
        self.no_work = Label(
            tr("All {things} are held out, so there are none to try it on.", things=things),
            role=Role.NOTE,
            colour="ink2",
        )
        note = Label(
            tr("The first rule that holds answers. “contains” takes words, “matches” a pattern, “above” and “below” a number."),
            role=Role.NOTE,
            colour="ink2",
        )  # fmt: skip
        asks = Label(tr("Rules"), weight=600)
        asks.setBuddy(self.rules)
        tried: tuple[QWidget | int, ...] = (self.tried_title, 4, self.tried, self.no_work)
        fill(self.body, asks, 4, note, 6, self.rules, 14, *tried, 10, self.said)
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self.try_now)
        self.rules.textChanged.connect(self.pause.start)
        self.say_seen(self.offered.seen_sentence)
        self.try_now()

    def try_now(self) -> None:
        text = self.rules.toPlainText()
        try:
            tried = tried_rules(self.page.session.project, text)
            found = of_rules(self.offered, text)
        except UserError as error:
            self.tried.set_rows([])
            self.refuse(error)
            return
        self.tried.set_rows(
            [ValueRow(shorten(asked, 48), shorten(said, 40)) for asked, said in tried]
        )
        self.tried.setVisible(bool(tried))
        self.tried_title.setVisible(bool(tried))
        self.no_work.setVisible(not tried)
        self.take(found)

    def settings(self) -> CandidateSettings:
        return CandidateSettings(detail=tr("a rule, no AI"), rules=self.rules.toPlainText())

    def why_not(self) -> str:
        if not self.offered.every:
            return tr("There are no held-out cases yet.")
        return super().why_not()

    def settle(self) -> None:
        self.try_now()

    def stop(self) -> None:
        self.pause.stop()
