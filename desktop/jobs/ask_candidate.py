"""The job that asks a candidate at an address: each answer is on disk before the next call starts, and shown as it comes.

Cancelled, or killed, it goes on where it stopped: what was received is in the log of the candidate, and is not asked for again.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.findings.measure.address_candidate import cases_to_ask, endpoint_of, files_of, sending
from desktop.findings.measure.ask_again import ToSendAgain
from desktop.jobs.worker import Cancelled, Progress, show_part
from desktop.project.measure_records import CandidateSettings
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.money import money
from estimators.base.sentence import tr
from estimators.measure.case import CandidateAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from estimators.measure.case import EvalCase
    from estimators.measure.endpoint.input_file import InputFile
    from estimators.measure.endpoint.preview import SendingPreview
    from estimators.measure.endpoint.run_outcome import RunProgress


@dataclass(frozen=True)
class AskCandidate:
    """Who is asked what.

    `key`: in memory alone, never written, and in no text of this request; "": that in the system's key ring, where one is.
    `keeps_key`: whether it goes into that ring. `times`: how often each case is asked, all told; what the project has is not asked.
    """

    project: Path
    uid: str
    name: str
    kind: str
    settings: CandidateSettings
    cases: tuple[str, ...]
    hosts: tuple[str, ...]
    cap: float
    key: str = field(default="", repr=False)
    keeps_key: bool = False
    times: int = 1


@dataclass(frozen=True)
class CasesToAsk:
    """Cases with the files that some of them are, and the tries that the project has."""

    cases: "Mapping[str, EvalCase]"
    files: "Mapping[str, InputFile]"
    answered: frozenset[tuple[str, int]]


@dataclass(frozen=True)
class ReceivedAnswers:
    """Answers that came since the last time."""

    uid: str
    answers: tuple[CandidateAnswer, ...]


@dataclass(frozen=True)
class AskedCandidate:
    """What came of a run: its answers, how many cases have none yet, and what a person has to know of it."""

    uid: str
    answers: tuple[CandidateAnswer, ...]
    left: int
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class AgainPreview:
    """What would be sent again, and what was spent on the same candidate before."""

    sending: "SendingPreview"
    spent: float


def answer_log_path(uid: str) -> Path:
    """Where the answers of a candidate are kept while it is asked: the data of the user."""
    from platformdirs import user_data_path

    folder = user_data_path("smart-enough", appauthor=False) / "answers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{uid}.jsonl"


def ask_candidate(
    request: AskCandidate, progress: Progress, cancelled: Cancelled
) -> AskedCandidate:
    """Ask the cases that have no answer yet, within the cap."""
    with Project.open_beside(request.project) as project:
        cases = cases_to_ask(project, request.cases)
        kept = project.measured.answers(request.uid)
        answered = frozenset((name, one.trial) for name, tries in kept.items() for one in tries)
        to_ask = CasesToAsk(cases, files_of(project, cases), answered)
        return _asked(request, to_ask, progress, cancelled)


def first_request(request: AskCandidate) -> str:
    """The first request to the letter, with marks for the key and the bytes of a file. Raises `UserError` as `ask_candidate`."""
    with Project.open_beside(request.project) as project:
        cases = cases_to_ask(project, request.cases[:1])
        preview = sending(project, request.name, request.settings, cases, files_of(project, cases))
        return preview.first_request()


def preview_again(uid: str, to_send: ToSendAgain) -> "AgainPreview":
    """What a candidate would be sent for further tries, by what its answers took so far, and what those have cost."""
    from estimators.measure.endpoint.answer_log import LogContents, read_log

    path = answer_log_path(uid)
    log = read_log(path)[0] if path.exists() else LogContents()
    return AgainPreview(to_send.preview(log.answers), float(log.spent + log.lost))


def _asked(
    request: AskCandidate, to_ask: CasesToAsk, progress: Progress, cancelled: Cancelled
) -> AskedCandidate:
    from estimators.measure.endpoint.address import NetworkPermission
    from estimators.measure.endpoint.answer_log import AnswerLog, as_candidate_answer
    from estimators.measure.endpoint.answer_run import ask
    from estimators.measure.endpoint.api_key import ApiKey, keep_key, key_from_ring
    from estimators.measure.endpoint.spend import SpendLedger

    candidate = endpoint_of(request.name, request.settings, request.kind)
    host = candidate.address.host
    unkept: tuple[str, ...] = ()
    key = ApiKey(request.key) if request.key else key_from_ring(host)
    if request.key and request.keeps_key:
        try:
            keep_key(host, ApiKey(request.key))
        except UserError as error:
            unkept = (str(error),)
    shown: set[str] = set()
    with AnswerLog.open(answer_log_path(request.uid)) as log:

        def came(at: "RunProgress") -> None:
            if cancelled():  # what comes now is in the log, and is read when it goes on
                return
            fresh = [one for one in log.contents.answers if one not in shown]
            shown.update(fresh)
            answers = tuple(as_candidate_answer(log.contents.answers[one]) for one in fresh)
            mine = tuple(one for one in answers if one.case in to_ask.cases)
            if mine:
                show_part(progress, ReceivedAnswers(request.uid, mine))
            spent = money(float(at.spent), candidate.prices.currency)
            progress(at.done, at.total, tr("{done} of {total} asked, {spent} so far", done=at.done, total=at.total, spent=spent))  # fmt: skip

        run = ask(
            candidate,
            to_ask.cases,
            files=to_ask.files,
            trials=request.times,
            answered=to_ask.answered,
            log=log,
            ledger=SpendLedger(Decimal(str(request.cap)), log.contents.spent + log.contents.lost),
            permission=NetworkPermission.of(*request.hosts),
            key=key,
            progress=came,
            cancelled=cancelled,
        )
    answers = tuple(one for trials in run.answers.answers.values() for one in trials)
    return AskedCandidate(request.uid, answers, run.left, run.sentences + unkept)
