"""The same cases asked again: whom one can ask, how many tries are missing, and what that would send.

How to use, line by line:

    asked = asked_cases(project, uid)        who, and how often each of its cases was asked; None where it cannot be asked again
    why_not_ask_again(project, one)          why not, for a button
    asked.missing(5)                         cases and tries that are missing until each was asked five times
    to_send_again(project, asked, 5)         what an address would be sent for them, which may be worked out in another thread
    tries_by_itself(project, asked, 1)       what a rule or a trained model answers in its second try
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.findings.candidate_measurement import ProjectCandidate, candidates_of
from desktop.findings.measure.address_candidate import cases_to_ask, endpoint_of, files_of
from desktop.findings.measure.unanswered import UnansweredCases, answers_by_itself
from desktop.project.measure_records import CandidateSource, KeptCandidate
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import run_with
from estimators.base.count import count
from estimators.base.sentence import tr, tr_plural
from estimators.measure.case import CandidateAnswer, EvalCase
from estimators.measure.endpoint.answer_log import LoggedAnswer
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.input_file import InputFile
from estimators.measure.endpoint.preview import SendingPreview, preview_of
from reports.stage_view import Offer

MOST_TIMES = 20
FIRST_TIMES = 3
_ASKED = frozenset((CandidateSource.ADDRESS, CandidateSource.RULE, CandidateSource.TRAINED))


@dataclass(frozen=True)
class AskedCases:
    """Who was asked which cases, and the tries of each that are there."""

    uid: str
    name: str
    source: CandidateSource
    tries: Mapping[str, frozenset[int]]
    kept: KeptCandidate | None = None
    run: Run | None = None

    @property
    def times(self) -> int:
        """How often the case that was asked most was asked."""
        return max(map(len, self.tries.values()), default=0)

    def missing(self, times: int) -> tuple[tuple[str, int], ...]:
        """Cases and tries that are missing until each case was asked so often."""
        return tuple(
            (name, trial)
            for trial in range(times)
            for name, there in self.tries.items()
            if trial not in there
        )


@dataclass(frozen=True)
class ToSendAgain:
    """What an address would be asked again, read of the project: the rest needs no project."""

    candidate: EndpointCandidate
    cases: Mapping[str, EvalCase]
    files: Mapping[str, InputFile]
    answered: frozenset[tuple[str, int]]
    times: int

    def preview(self, received: Mapping[str, LoggedAnswer]) -> SendingPreview:
        """What that would send and cost; `received`: of its log."""
        return preview_of(
            self.candidate,
            self.cases,
            files=self.files,
            trials=self.times,
            answered=self.answered,
            received=received,
        )


def asked_cases(project: Project, uid: str) -> AskedCases | None:
    """Who of that uid was asked what; None where it cannot be asked again, or was never asked."""
    one = next((each for each in candidates_of(project) if each.uid == uid), None)
    if one is None or not one.answers.answers or why_not_ask_again(project, one):
        return None
    tries = {
        name: frozenset(answer.trial for answer in given)
        for name, given in one.answers.answers.items()
    }
    kept = next((each for each in project.measured.candidates() if each.uid == uid), None)
    run = None if one.run is None else run_with(project, one.run)
    return AskedCases(uid, one.name, one.source, tries, kept, run)


def why_not_ask_again(project: Project, one: ProjectCandidate) -> str:
    """Why a candidate cannot be asked again; an empty text: it can."""
    if one.source is CandidateSource.FILE:
        return tr("Its answers came from a file: ask it again where it runs, and bring them with the column trial.")  # fmt: skip
    if one.source not in _ASKED:
        return tr("Only addresses, rules and trained models answer by themselves.")
    run = None if one.run is None else run_with(project, one.run)
    if run is not None and run.settings.table is not None:
        return tr("A model of rows always answers the same row the same.")
    if run is not None and not project.caches.has_model(run.model_sha256):
        return tr("Its model file is gone.")
    return ""


def again_offer(project: Project, one: ProjectCandidate) -> dict[str, Offer]:
    """The button that has it answer the same again, of whoever can be asked."""
    return {} if why_not_ask_again(project, one) else {"again": Offer(tr("Ask again…"))}


def ask_again_words(project: Project, asked: AskedCases, times: int) -> str:
    """What asking so often means: how many cases, how many tries of them are new."""
    cases = count(len(asked.tries), case_noun_of(project))
    missing = len(asked.missing(times))
    if not missing:
        return tr("All {cases} were asked {times} times already.", cases=cases, times=times)
    return tr_plural(
        "{cases}, asked {times} times each: {n} answer is missing.",
        "{cases}, asked {times} times each: {n} answers are missing.",
        missing,
        cases=cases,
        times=times,
    )


def to_send_again(project: Project, asked: AskedCases, times: int) -> ToSendAgain:
    """What an address would be asked again. Raises `UserError` where its settings cannot be right."""
    assert asked.kept is not None
    cases = cases_to_ask(project, asked.tries)
    return ToSendAgain(
        endpoint_of(asked.name, asked.kept.settings, kind_name(project)),
        cases,
        files_of(project, cases),
        frozenset((name, trial) for name, there in asked.tries.items() for trial in there),
        times,
    )


def tries_by_itself(project: Project, asked: AskedCases, trial: int) -> tuple[CandidateAnswer, ...]:
    """What a rule or a trained model answers to the cases that lack this try. Raises `UserError` where it cannot be used any more."""
    cases = tuple(name for name, there in asked.tries.items() if trial not in there)
    if not cases:
        return ()
    one = UnansweredCases(asked.uid, asked.name, asked.source, cases, asked.kept, asked.run)
    return tuple(replace(answer, trial=trial) for answer in answers_by_itself(project, one))
