"""Data of what is not labelled: bring cases in, hold some out, say what a good answer to each says, and see what that can show."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.findings.data.case_findings import CaseFinding, case_findings, plan_test
from desktop.findings.data.case_set import CaseSet, case_set, usual_held_out
from desktop.findings.data.case_view import case_eyebrow, case_view
from desktop.findings.data.grading_certainty import grading_time, more_words, time_words
from desktop.jobs.queue import JobQueue
from desktop.pages.data.cases.case_import import CaseImport, of_facts
from desktop.pages.data.cases.list import CaseList, ShownCases
from desktop.pages.data.class_bars import ClassBars
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import main_and_side
from desktop.widgets.drop import DropZone
from desktop.widgets.label import Label, strong
from desktop.widgets.layout import LEFT, column, holder
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList, Section
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from estimators.measure.measurement import GRADED_KINDS
from reports.chart_data import ClassCountChart

_STATES = {"fail": CheckMark.FAIL, "look": CheckMark.LOOK, "pass": CheckMark.PASS}


class CasesView(QWidget):
    """Shows the cases of the project; the page that it is on carries the header, the keys and the actions."""

    def __init__(
        self,
        page: Page,
        jobs: JobQueue,
        media: Callable[[Sequence[Path]], None],
        fake: Callable[[], None],
    ) -> None:
        super().__init__()
        self._page = page
        self.bringing = CaseImport(page, jobs, media)
        self.empty = _Empty(self.bringing, fake)
        self.columns = main_and_side(420)
        self.zone = DropZone("", noun="files", browse=tr("Browse…"), refuse=self.bringing.refuse)
        self.zone.dropped.connect(self.bringing.add)
        self.zone.browse_asked.connect(self._browse)
        self.bars = ClassBars(ClassCountChart("", "", (), worked_with=True))
        self.bars.counts.picked.connect(self._show_topic)
        self.list = CaseList(page.do, page.why_not_edit)
        self.list.shown_changed.connect(self._mark_topic)
        self.curve = ChartPlace()
        self.more = Label(colour="ink2")
        self.time = Label(colour="ink2")
        self.findings = RowList(tr("Before you measure"), last_line=True)
        self.before = Section(tr("Before you measure"), self.findings, ruled=True, gap=0)
        self._found: dict[str, CaseFinding] = {}
        certainty = holder(column(self.curve, 8, self.more, 2, self.time))
        self.columns.add("main", self.zone)
        self.columns.add("main", self.bars, gap=18)
        self.columns.add("main", self.list, gap=18)
        self.columns.add("side", certainty, chart_first=True)
        self.columns.add("side", self.before, gap=24)
        column((self.empty, 1), self.columns, of=self)

    def refresh(self, project: Project) -> None:
        found, noun = case_set(project), case_noun_of(project)
        said = case_view(project)
        self._page.set_headline(said.headline, said.lead, eyebrow=case_eyebrow(project))
        self.empty.setVisible(not found.cases)
        self.columns.setVisible(bool(found.cases))
        frozen = self._page.why_not_edit()
        busy = self.bringing.busy
        chats, files = (
            tr("Drop {things}, chats or a table here."),
            tr("Drop {things} or a table here."),
        )
        words = (
            (tr("Bringing {things} in…", things=noun.many), tr("You can go on meanwhile."))
            if busy
            else (
                (chats if kind_name(project) in GRADED_KINDS else files).format(things=noun.many),
                tr("Or paste them: Ctrl V."),
            )
        )
        for zone in (self.zone, self.empty.zone):
            zone.off_because(frozen)
            zone.set_words(*words)
        self.empty.say(noun.many, project.count_examples(), frozen, facts=of_facts(project))
        if found.cases:
            self.bars.set_chart(said.chart("classes", ClassCountChart))
            self.list.refresh(project)
            self._mark_topic()
            self.curve.show_chart(said.charts["curve"], said.explanations["curve"])
            self.more.say(more_words(project))
            time = grading_time(project)
            self.time.setVisible(time is not None)
            if time is not None:
                head, total = time_words(time)
                self.time.set_spans(f"{head} ", strong(total))
            self._show_findings(project)
        self._show_primary(found)

    def _show_findings(self, project: Project) -> None:
        lines = case_findings(project)
        self._found = {line.kind: line for line in lines}
        off = self._page.why_not_edit()
        self.findings.show_each([(line, off) for line in lines], self._finding_row)

    def _finding_row(self, about: tuple[CaseFinding, str]) -> CheckRow:
        line, off = about
        link = "" if off and line.mend is not None else line.link
        run = partial(self.act, line.kind)
        row = CheckRow(
            Check(line.text, line.detail, "", _STATES[line.state], link, run, states_shown=False)
        )
        row.clicked.connect(partial(self.show_finding, line.kind))
        return row

    def _show_primary(self, found: CaseSet) -> None:
        page, frozen = self._page, self._page.why_not_edit()
        noun = case_noun_of(page.session.project)
        add = HeaderAction(
            tr("Add {things}…", things=noun.many), self._add, frozen, drops_down=True
        )
        if not found.cases:
            page.set_secondary(HeaderAction(tr("Choose files…"), self.bringing.browse, frozen))
            page.set_primary(
                tr("Paste {things}", things=noun.many),
                self.bringing.paste,
                off=frozen,
                shortcut="Ctrl+V",
            )
            return
        page.set_secondary(add)
        missing, n = len(found.without_answer), usual_held_out(found)
        if not found.held and n:
            words = tr("Hold out {n}…", n=digits(n))
            page.set_primary(words, self.ask_hold_out, off=frozen)
        elif missing:
            words = tr_plural("Write the next one", "Write the next {n}", missing)
            page.set_primary(words, self.list.write_next, off=frozen, shortcut="L")
        else:
            page.set_primary(tr("Go to Measure"), partial(page.go_to.emit, Stage.MEASURE))

    # --- doing ---------------------------------------------------------------------------------------------------

    def _add(self) -> None:
        self.bringing.open_menu(self._page.header)

    def _browse(self) -> None:
        self.bringing.open_menu(self.zone.button or self.zone)

    def ask_hold_out(self) -> None:
        """Ask how many to hold out; of each topic its share goes."""
        found = case_set(self._page.session.project)
        things = case_noun_of(self._page.session.project).many
        n = max(usual_held_out(found), len(found.held))
        asked = AskFor(
            "n", tr("How many are held out, of {n}?", n=digits(len(found.there))), str(n)
        )
        fields = [asked]
        if found.graded_by_people:
            graded = str(min(found.planned, n))
            fields.append(AskFor("graded", tr("How many of them will people grade?"), graded))
        text = tr(
            "Of each topic its share, drawn by lot. Nobody writes a prompt or a rule with those {things} in sight.",
            things=things,
        )
        popover = AskPopover(
            self._page.window(),
            tr("Hold out {things}", things=things),
            fields,
            self._held_out,
            button=tr("Hold out"),
            text=text,
        )
        popover.ask(self._page.header.primary, align_right=True)

    def _held_out(self, answers: Answers) -> None:
        found = case_set(self._page.session.project)
        n = _whole(answers["n"], len(found.there))
        graded = _whole(answers["graded"], n) if "graded" in answers else None
        command = plan_test(found, case_noun_of(self._page.session.project), n, graded)
        if command is not None:
            self._page.do(command)

    def act(self, kind: str) -> None:
        """What the link of a finding does."""
        line = self._found[kind]
        if kind == "unheld":
            self.ask_hold_out()
        elif kind == "unwritten":
            self.list.write_next()
        elif line.mend is not None:
            self._page.do(line.mend)
        else:
            self.show_finding(kind)

    def show_finding(self, kind: str) -> None:
        line = self._found[kind]
        if line.names:
            self.list.show_cases(ShownCases(names=line.names, title=line.text))
            self._page.scroller.ensureWidgetVisible(self.list.heading)

    def hold_opened(self) -> None:
        """Hold the opened case out, or give it to work with."""
        found = case_set(self._page.session.project).named(self.list.opened)
        things = case_noun_of(self._page.session.project).many
        if found is not None and not found.aside:
            self._page.do(edit.HoldOutCases((found.id,), not found.held_out, things))

    def write(self, way: str) -> None:
        """Write one more point of the opened case; without one, of the next that has none."""
        if self.list.opened:
            self.list.write(way)
        else:
            self.list.write_next()

    def _show_topic(self, label: str) -> None:
        names = {one.name: one.name for one in case_set(self._page.session.project).slices}
        self.list.show_cases(ShownCases(topic=names.get(label, "")))

    def _mark_topic(self) -> None:
        found = case_set(self._page.session.project)
        topic = self.list.topic(found)
        rows = self.bars.chart.rows
        at = next((at for at, one in enumerate(found.slices) if one.name == topic), None)
        shown = self.list.shown.names == () and at is not None and at < len(rows)
        self.bars.set_chosen(rows[at].label if shown and at is not None else None)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys for the status bar."""
        found = case_set(self._page.session.project)
        if not found.cases:
            return () if self._page.why_not_edit() else ((tr("Ctrl V"), tr("paste")),)
        if self._page.why_not_edit():
            return (("↑↓", tr("go through them")), ("F1", tr("how sure one can be")))
        points = (("+", tr("must say")), ("−", tr("must not"))) if found.graded_by_people else ()
        lacking = tr("next without points") if points else tr("next without an answer")
        return (
            ("L", lacking),
            *points,
            ("O", tr("hold out")),
            ("F1", tr("how sure one can be")),
        )

    def press(self, key: int) -> bool:
        """Whether an arrow was taken: it opens the next case, or the one before."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
        if step is None or not self.list.isVisible():
            return False
        self.list.step(step)
        return True


class _Empty(QWidget):
    """What an empty Data page shows: one large zone, and what can stand in a table."""

    def __init__(self, bringing: CaseImport, fake: Callable[[], None]) -> None:
        super().__init__()
        self.zone = DropZone("", noun="files", large=True, refuse=bringing.refuse)
        self.zone.setMinimumHeight(220)
        self.zone.dropped.connect(bringing.add)
        self.zone.browse_asked.connect(bringing.browse)
        self.about = Label(colour="ink2")
        self.folder = Button(tr("Choose a folder…"), "link", run=bringing.browse_folder)
        self.asked = Button(
            tr("Take what people asked the fake"), "link", run=bringing.take_from_fake
        )
        self.kept = Button("", "link", run=bringing.take_kept)
        self.other = Button(tr("Borrow a ready-made set on Fake it"), "link", run=fake)
        column(
            self.zone, 16, self.about, 10, (self.folder, LEFT), 4, (self.asked, LEFT), 4,
            (self.kept, LEFT), 4, (self.other, LEFT), None, of=self, margins=(0, 12, 0, 0),
        )  # fmt: skip

    def say(self, things: str, kept: int, frozen: str, *, facts: bool) -> None:
        """Speak of these, and switch the links off where nothing can be changed."""
        of_facts = tr(
            "A table with a row for each case and a column for each fact: you say which one it predicts, and it learns "
            "from the others. Or a table with the columns input and expected."
        )
        self.about.setText(
            of_facts
            if facts
            else tr(
                "One a line, or a table with the columns input, and where there are such: expected, topic, customer. "
                "{things} of one customer stay on one side of the test.",
                things=capital(things),
            )
        )
        self.kept.setText(tr("Take the {n} that are kept", n=digits(kept)))
        self.kept.setVisible(kept > 0)
        self.kept.off_because(frozen)
        self.folder.off_because(frozen)
        self.asked.off_because(frozen)


def _whole(text: str, most: int) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= most:
        raise UserError(
            tr("That is no number of them."), "", tr("Type a number from 1 to {most}.", most=most)
        )
    return int(text)
