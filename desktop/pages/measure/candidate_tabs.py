"""The tabs of a candidate beside how good it is: how sure, where it is wrong, how it was graded, and the judge."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.measure.candidate_certainty import certainty_view, cutoff_table
from desktop.findings.measure.candidates import GRADING, JUDGE
from desktop.findings.measure.failure_types import failures_view, mistakes_table
from desktop.findings.measure.grading_view import grading_view, why_not_grade
from desktop.findings.measure.judge_view import has_judge, judge_view
from desktop.findings.measure.preference_view import why_not_compare
from desktop.findings.measure.view import GOOD, SURE, WRONG
from desktop.pages.measure.calibration import CertaintyView
from desktop.pages.measure.choice import CandidateChoice
from desktop.pages.measure.grade_tabs import GradingTab, JudgeTab
from desktop.pages.measure.mistakes.failures import AnswerChecks, FailuresView
from desktop.pages.measure.room.entry import open_grading_room, open_pair_room
from desktop.pages.measure.room.pair_window import PairWindow
from desktop.pages.measure.room.window import GradingWindow
from desktop.pages.page import Page, show_explanation
from desktop.project.commands.measure import SeeCases
from desktop.project.example_list import with_paths
from desktop.project.product import kind_name
from desktop.project.stages import Stage
from desktop.widgets.explain import TablePopover
from desktop.widgets.thumbnail_model import decode
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.measurement import GRADED_KINDS
from reports.stage_view import StageView


class CandidateTabs:
    """`parts`: the widget of each tab. `room`: the grading room that was opened last."""

    def __init__(self, page: Page, choice: CandidateChoice) -> None:
        self.room: GradingWindow | PairWindow | None = None
        self._page, self._session, self._choice = page, page.session, choice

    def build(self) -> Iterator[None]:
        """Make the widgets, part by part."""
        self.failures = FailuresView(self._picture, AnswerChecks(self._page))
        self.certainty = CertaintyView()
        self.failures.opened.connect(self._case_opened)
        yield
        self.grading = GradingTab(
            partial(self.grade, settle=True), self._explain_agreement, self.compare
        )
        yield
        self.judge = JudgeTab()
        self.parts: dict[str, QWidget] = {
            SURE: self.certainty,
            WRONG: self.failures,
            GRADING: self.grading,
            JUDGE: self.judge,
        }
        yield

    def findings(self) -> dict[str, StageView]:
        """What is said of a candidate that was not trained here, by tab; empty where nothing is measured."""
        project, choice = self._session.project, self._choice
        said, found, candidate = choice.view(), choice.found, choice.candidate
        if said is None or found is None or candidate is None:
            return {}
        every = {
            GOOD: said,
            SURE: certainty_view(project, found, candidate),
            WRONG: failures_view(project, found, candidate),
        }
        if kind_name(project) in GRADED_KINDS:
            every[GRADING] = grading_view(project).said
            if has_judge(project):
                every[JUDGE] = judge_view(project).said
        return {key: one for key, one in every.items() if one.status}

    def show(self, key: str) -> None:
        """Fill a tab."""
        project, found, candidate = (
            self._session.project,
            self._choice.found,
            self._choice.candidate,
        )
        if found is None or candidate is None:
            return
        if key == SURE:
            said = certainty_view(project, found, candidate)
            self.certainty.show_view(said, cutoff_table(found, candidate))
        elif key == WRONG:
            self.failures.show_candidate(found, candidate)
        elif key == GRADING:
            self.grading.show(grading_view(project))
        elif key == JUDGE:
            self.judge.show(judge_view(project))

    def show_table(self, key: str) -> bool:
        """Show a tab's numbers as a table; False where it has none of its own."""
        found, candidate = self._choice.found, self._choice.candidate
        if key != WRONG or found is None or candidate is None:
            return False
        title = tr("Where {name} is wrong", name=candidate.name)
        popover = TablePopover(self._page.window(), title, mistakes_table(found, candidate))
        popover.open_centred(focus=popover.view)
        return True

    def grade(self, *, settle: bool = False) -> None:
        """Open the grading room."""
        try:
            room = open_grading_room(self._session, self._page, settle=settle)
        except UserError as error:
            self._page.refuse(error)
            return
        room.pairs_asked.connect(self._turn_to_pairs)
        self.room = room

    def compare(self, *, name: str = "") -> None:
        """Open the room of pairs; `name`: who compares, where that is known."""
        try:
            self.room = open_pair_room(self._session, self._page, name=name)
        except UserError as error:
            self._page.refuse(error)

    def _turn_to_pairs(self) -> None:
        grading = self.room
        if grading is not None:
            self.compare(name=grading.cover.name.text())
            grading.close()

    def _why_not_compare(self) -> str:
        return self.why_not_grade() or why_not_compare(self._session.project)

    def why_not_grade(self) -> str:
        """Why nobody can grade now; an empty text: somebody can."""
        project = self._session.project
        if kind_name(project) not in GRADED_KINDS:
            return tr("What is right is known here, so nobody has to grade.")
        return self._page.why_not_edit() or why_not_grade(project)

    def actions(self) -> tuple[Action, ...]:
        """The same for palette and keys."""
        grade = Action(
            "measure.grade",
            tr("Grade answers"),
            self.grade,
            "G",
            stage=Stage.MEASURE,
            off=self.why_not_grade,
        )
        words = tr("Compare two answers side by side")
        return grade, Action(
            "measure.compare", words, self.compare, stage=Stage.MEASURE, off=self._why_not_compare
        )

    def _picture(self, name: str) -> QImage:
        """Of a case that is an example kept on Data; a null image else."""
        found = with_paths(self._session.project, [name])
        small = self._session.project.caches.thumbnail(found[0].sha256) if found else None
        return decode(small, 512) if small else QImage()

    def _case_opened(self, name: str) -> None:
        """Who reads a mistake has seen the case."""
        kept = self._session.project.measured.case(name)
        if kept is not None and not kept.seen and not self._page.why_not_edit():
            self._page.do(SeeCases((kept.id,)))

    def _explain_agreement(self) -> None:
        explained = grading_view(self._session.project).said.explanations
        for one in explained.values():
            show_explanation(self._page, one)
            return
