"""Which candidate the Measure page speaks of: chosen in the chart, by a key or from a menu; a training is shown with its run."""

from collections.abc import Callable
from functools import partial
from itertools import combinations

from desktop.actions import Action
from desktop.findings.candidate_measurement import (
    CHOSEN_KEY,
    ProjectCandidate,
    ProjectMeasurement,
    candidates_of,
    measurement_of,
    run_uid,
)
from desktop.findings.chosen_candidate import take_to_launch
from desktop.findings.measure.ask_again import AskedCases, asked_cases, why_not_ask_again
from desktop.findings.measure.candidates import (
    candidates_view,
    chosen_candidate,
    name_pair,
    why_not_name_pair,
)
from desktop.findings.measure.unanswered import UnansweredCases, first_unanswered
from desktop.jobs.answer_fresh import FUNCTION, AnswerFresh, FreshAnswers
from desktop.jobs.queue import JobQueue
from desktop.pages.measure.again import AskAgain
from desktop.pages.measure.history import RunHistory, run_entries
from desktop.pages.measure.sources.address_job import JOB, resume_asking
from desktop.pages.page import Page
from desktop.project.commands.measure import DeleteCandidate, PutCandidate
from desktop.project.gate import gate_of
from desktop.project.measure_records import CandidateSource, KeptCandidate
from desktop.project.records import Run
from desktop.project.run_list import run_with
from desktop.project.stages import Stage
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.menu import MenuEntry, open_menu
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.chart_data import IntervalChart
from reports.stage_view import StageView


class CandidateChoice:
    """Holds what was measured and the candidate that is shown; ``chosen`` is called where another one is to be shown."""

    def __init__(
        self, page: Page, history: RunHistory, jobs: JobQueue, chosen: Callable[[], None]
    ) -> None:
        self._jobs = jobs
        self._page, self._session, self._history, self._chosen = page, page.session, history, chosen
        self.found: ProjectMeasurement | None = None
        self.candidate: ProjectCandidate | None = None
        self._uid = ""

    def follow(self, run: Run | None) -> None:
        """Speak of this run from now on; None: of whatever is best."""
        self._uid = run_uid(run) if run is not None else ""

    def read(self) -> None:
        """Read anew what was measured."""
        project = self._session.project
        self.found = measurement_of(project)
        self.candidate = None
        run = self._history.run
        unfair = run is not None and not gate_of(project, run).open
        if self.found is None or (unfair and self.found.candidate(self._uid) is None):
            return
        self.candidate = chosen_candidate(project, self.found, self._uid)
        shown = self.candidate.run
        if shown is not None and (run is None or run.id != shown):
            self._history.run = run_with(project, shown)

    @property
    def of_a_run(self) -> bool:
        """Whether what is shown is a training (or nothing else is there to show)."""
        return self.candidate is None or self.candidate.run is not None

    def name(self) -> str:
        """What is shown is called; empty where nothing is."""
        run = self._history.run
        if self.candidate is not None:
            return self.candidate.name
        return tr("Run {number}", number=run.number) if run is not None else ""

    def view(self) -> StageView | None:
        """What is said of the candidates; None where nothing is measured."""
        if self.found is None or self.candidate is None:
            return None
        return candidates_view(self._session.project, self.found, self.candidate)

    # --- choosing ------------------------------------------------------------------------------------------------

    def choose(self, uid: str) -> None:
        if self.found is not None and self.found.candidate(uid) is not None:
            self._uid = uid
            self._chosen()

    def choose_name(self, name: str) -> None:
        """Speak of the candidate of that name, where it is one (people's guess and the fake are not)."""
        for one in self.found.candidates if self.found is not None else ():
            if one.name == name:
                self.choose(one.uid)

    def step(self, by: int) -> None:
        """To the row above (-1) or below (1) in the chart; where there is none, to an older or newer run."""
        ordered = self.ordered()
        if self.candidate is None or len(ordered) < 2:
            self._history.step(by)
            return
        place = [one.uid for one in ordered].index(self.candidate.uid) + by
        if 0 <= place < len(ordered):
            self.choose(ordered[place].uid)

    def ordered(self) -> tuple[ProjectCandidate, ...]:
        """The candidates as the chart has them."""
        said = self.view()
        if said is None or self.found is None:
            return ()
        names = {one.name: one for one in self.found.candidates}
        rows = said.chart("candidates", IntervalChart).rows
        return tuple(names[row.label] for row in rows if row.label in names)

    def entries(self) -> list[MenuEntry]:
        """The candidates as entries of a menu; where none is fair, the runs."""
        if self.candidate is None and self._history.run is not None:
            past = self._history
            return run_entries(past.rows, self._history.run.id, past.choose)
        now = self.candidate.uid if self.candidate is not None else ""
        return [
            MenuEntry(one.name, partial(self.choose, one.uid), one.uid == now)
            for one in self.ordered()
        ]

    def actions(self) -> tuple[Action, ...]:
        stage = Stage.MEASURE
        return (
            Action("measure.previous", tr("The candidate above"), partial(self.step, -1), "[", stage=stage, off=self.no_other),
            Action("measure.next", tr("The candidate below"), partial(self.step, 1), "]", stage=stage, off=self.no_other),
            Action("measure.resume", tr("Ask what is missing…"), self.resume, stage=stage, off=self.no_resume),
            Action("measure.again", tr("Ask the same cases again…"), self.ask_again, stage=stage, off=self.no_again),
            Action("measure.pair", tr("Name the pair to decide…"), self.name_pair, stage=stage, off=self.no_pair),
            Action("measure.rename", tr("Rename this candidate…"), self.rename, stage=stage, off=self.no_edit),
            Action("measure.remove", tr("Remove this candidate"), self.delete, stage=stage, off=self.no_edit),
        )  # fmt: skip

    # --- edits ---------------------------------------------------------------------------------------------------

    def kept(self) -> KeptCandidate | None:
        """The candidate as the project keeps it; None of a training, or of what was added unasked."""
        if self.candidate is None:
            return None
        kept = self._session.project.measured.candidates()
        return next((one for one in kept if one.uid == self.candidate.uid), None)

    def take_to_launch(self) -> None:
        """Note that this candidate is the one to launch."""
        project, one = self._session.project, self.candidate
        if one is None or (one.run is not None and project.answer(CHOSEN_KEY) is None):
            return  # the run in use is the one that is launched
        if project.answer(CHOSEN_KEY) != one.uid:
            self._page.do(take_to_launch(one))

    def rename(self) -> None:
        kept = self.kept()
        if kept is None:
            return

        def done(answers: Answers) -> None:
            self._session.do(
                PutCandidate(kept.id, answers["name"], kept.source, kept.settings, kept.uid)
            )

        fields = [AskFor("name", tr("What do you call it?"), kept.name)]
        AskPopover(self._page.window(), tr("Rename the candidate"), fields, done).ask()

    def delete(self) -> None:
        """Take it out; undo brings it back with its answers and grades."""
        kept = self.kept()
        if kept is not None:
            self._page.do(DeleteCandidate(kept.id, kept.name))

    def name_pair(self) -> None:
        """Ask which two are to be decided between, while nothing is known."""
        project = self._session.project
        there = [one for one in candidates_of(project) if one.uid != "commonest"]
        entries = [
            MenuEntry(
                tr("{first} or {second}", first=first.name, second=second.name),
                partial(self._page.do, name_pair(first, second)),
            )
            for first, second in combinations(there, 2)
        ]
        open_menu(self._page.header.primary, entries)

    def resume(self) -> None:
        """Have it answer what it has not: at an address for a sum that is asked for; rules and models at once, all of them."""
        waiting = self._waiting()
        if waiting is None:
            return
        if waiting.source is CandidateSource.ADDRESS and waiting.kept is not None:
            resume_asking(self._page, self._jobs, waiting.kept, waiting.cases)
            return
        self._jobs.start(
            tr("{name} answers", name=waiting.name),
            FUNCTION,
            AnswerFresh(self._session.project.path),
            on_done=self._answered,
            on_failed=lambda failed: self._page.refuse(
                UserError(failed.what, failed.why, failed.next_step)
            ),
        )

    def ask_again(self) -> None:
        """Ask how often the same cases are to be asked, to see whether the answers stay the same."""
        asked = self._asked_cases()
        if asked is not None:
            AskAgain(self._page, self._jobs, asked, self._answered).ask()

    def again_entry(self) -> MenuEntry:
        """The same in a menu."""
        return MenuEntry(tr("Ask again…"), self.ask_again, off=self.no_again())

    def no_again(self) -> str:
        """Why the same cannot be asked again; an empty text: it can."""
        if self.candidate is None:
            return tr("Nothing is measured yet.")
        why_not = why_not_ask_again(self._session.project, self.candidate)
        return why_not or self._busy() or self._page.why_not_edit()

    def _asked_cases(self) -> AskedCases | None:
        return (
            None
            if self.candidate is None
            else asked_cases(self._session.project, self.candidate.uid)
        )

    def _busy(self) -> str:
        busy = self._jobs.is_active(JOB) or self._jobs.is_active(FUNCTION)
        return tr("It is being asked.") if busy else ""

    def _answered(self, found: tuple[FreshAnswers, ...]) -> str:
        for one in found:
            self._session.project.measured.append_answers(one.uid, one.answers)
        self._session.appended("candidate")
        return count(sum(len(one.answers) for one in found), "answer")

    def no_resume(self) -> str:
        """Why nothing is to be asked; an empty text: something is."""
        if self._waiting() is None:
            return tr("Everything that can answer by itself has answered all.")
        return self._busy() or self._page.why_not_edit()

    def _waiting(self) -> UnansweredCases | None:
        shown = self.candidate.uid if self.candidate else ""
        return first_unanswered(self._session.project, shown)

    def no_pair(self) -> str:
        """Why no pair can be named; an empty text: one can."""
        return self._page.why_not_edit() or why_not_name_pair(self._session.project)

    # --- why not -------------------------------------------------------------------------------------------------

    def no_edit(self) -> str:
        """Why it cannot be renamed or removed; an empty text: it can."""
        if self.kept() is None:
            return tr("Only a candidate that you added can be changed.")
        return self._page.why_not_edit()

    def no_other(self) -> str:
        """Why there is no other to go to; an empty text: there is."""
        if len(self.ordered()) > 1 or len(self._history.rows) > 1:
            return ""
        return tr("There is no other candidate.")
