"""A run: cases are asked at an address, within the cap, and every answer is kept before the next call starts.

How to use, line by line:

    with AnswerLog.open(path) as log:
        first = ask(candidate, cases, log=log, ledger=ledger, permission=permission, key=key, most=5)     try five, look at them
        run = ask(candidate, cases, log=log, ledger=ledger, permission=permission, key=key)               then the others
    run.answers, run.sentences, run.end
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.unreadable import UnreadableItem
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.endpoint.address import THIS_COMPUTER, NetworkPermission
from estimators.measure.endpoint.answer_log import AnswerLog, LoggedAnswer, as_candidate_answer
from estimators.measure.endpoint.api_key import ApiKey
from estimators.measure.endpoint.call_failure import CallFailure, FailureKind
from estimators.measure.endpoint.call_plan import CallPlan, PlannedCall, RunEnd
from estimators.measure.endpoint.call_threads import CallResult, CallsInFlight, CallThreads
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.input_file import InputFile
from estimators.measure.endpoint.run_outcome import AnswerRun, RunProgress
from estimators.measure.endpoint.spend import SpendLedger, booked
from estimators.measure.endpoint.wire import ModelReply

USUAL_SECONDS = 60.0
USUAL_CONCURRENCY = 4
_GRACE_SECONDS = 1.5  # for answers that are paid for; a job that was cancelled has two


def ask(
    candidate: EndpointCandidate,
    cases: Mapping[str, EvalCase],
    *,
    log: AnswerLog,
    ledger: SpendLedger,
    permission: NetworkPermission = THIS_COMPUTER,
    key: ApiKey | None = None,
    files: Mapping[str, InputFile] | None = None,
    trials: int = 1,
    answered: Collection[tuple[str, int]] = (),
    most: int | None = None,
    concurrency: int = USUAL_CONCURRENCY,
    seconds: float = USUAL_SECONDS,
    progress: Callable[[RunProgress], object] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    calls: CallsInFlight | None = None,
) -> AnswerRun:
    """Ask the cases that the log has no answer to yet.

    - `files`: of cases that are photos or sounds, by their ids.
    - `trials`: how often each case is asked, those `answered` apart (a case and its trial); `most`: at most so many calls, to try a
      few first.
    - `seconds`: that a call may take. `cancelled`: asked ten times a second; calls in flight then have a moment, and are ended and booked at their worst.
    - `calls`: who makes the calls; the network.

    Raises `UserError` where the host is not allowed, a key would go unencrypted, nobody said what another computer costs, or there is
    no case.
    """
    permission.check(candidate.address)
    _check_key_and_price(candidate, key)
    if not cases:
        raise UserError(tr("There is no case to answer."), "", tr("Add cases."))
    planned = candidate.calls(cases.values(), max(1, trials), files, answered)
    fresh = {one.content: one for one in planned.values() if one.content not in log.contents.answers}  # fmt: skip
    plan = CallPlan(list(fresh.values())[:most], ledger, concurrency=concurrency)
    run = _Run(candidate, plan, ledger, log, calls or CallThreads(candidate.address, permission, key))  # fmt: skip
    try:
        run.go(seconds, progress, cancelled)
    finally:
        run.calls.close()
    return run.outcome(planned, set(fresh))


def _check_key_and_price(candidate: EndpointCandidate, key: ApiKey | None) -> None:
    address = candidate.address
    if key is not None and not (address.is_encrypted or address.is_loopback):
        raise UserError(
            tr("The key was not sent: “{host}” is asked without encryption.", host=address.host),
            tr("Anybody on the way could read it."),
            tr("Give an address that begins with https://, or no key."),
        )
    if not (candidate.prices.source or address.is_loopback):
        raise UserError(
            tr("There is no price."),
            tr("Without one no cap can hold."),
            tr("Give the price of a million tokens; 0 where the service is free."),
        )


class _Run:
    def __init__(
        self, candidate: EndpointCandidate, plan: CallPlan, ledger: SpendLedger, log: AnswerLog, calls: CallsInFlight,
    ) -> None:  # fmt: skip
        self.candidate, self.plan, self.ledger, self.log, self.calls = candidate, plan, ledger, log, calls  # fmt: skip
        self._flying: dict[int, PlannedCall] = {}
        self._spent = Decimal(0)
        self._asked = 0
        self._total = plan.left
        self._lost_before = log.contents.lost
        self._unkept: dict[str, LoggedAnswer] = {}

    def go(
        self, seconds: float, progress: Callable[[RunProgress], object], cancelled: Callable[[], bool]
    ) -> None:  # fmt: skip
        if self._total:
            self._keep(lambda: self.log.describe({"name": self.candidate.name, "setup": self.candidate.setup_hash, **self.candidate.description()}))  # fmt: skip
        until = None
        while self.plan.end is None or self._flying:
            if until is None and cancelled():
                self.plan.stop(RunEnd.CANCELLED)
                until = self.calls.now() + _GRACE_SECONDS
            if until is not None and self.calls.now() >= until:
                self.calls.stop()
            call = self.plan.start(self.calls.now())
            if call is not None:
                self._send(call, seconds)
                continue
            if self.plan.end is not None and not self._flying:
                break
            found = self.calls.wait(self._until())
            for result in found:
                self._ended(result)
            if found:
                done = self._asked + len(self.plan.failed)
                progress(RunProgress(done, self._total, self._spent, self.ledger.in_flight))

    def _until(self) -> float | None:
        """How long to wait for calls in flight: until another may start, where there is room for one."""
        wake = self.plan.wake()
        return None if wake is None or wake <= self.calls.now() else wake

    def _send(self, call: PlannedCall, seconds: float) -> None:
        number = 0
        try:
            request = self.candidate.whole(call)
        except UnreadableItem as error:
            failure = CallFailure(FailureKind.UNREADABLE, str(error))
            self.plan.ended(call, failure, Decimal(0), self.calls.now())
            return

        def begin() -> None:
            nonlocal number
            number = self.log.begin(call.content, call.case, call.trial, call.worst)

        if not self._keep(begin):
            self.plan.ended(call, None, Decimal(0), self.calls.now())
            return
        self._flying[number] = call
        self.calls.start(number, request, seconds)

    def _ended(self, result: CallResult) -> None:
        call = self._flying.pop(result.number)
        outcome = result.outcome
        if isinstance(outcome, CallFailure):
            cost = call.worst if outcome.kind.may_be_charged else Decimal(0)
            self._keep(lambda: self.log.failed(result.number, call.content, outcome.kind.value, cost))  # fmt: skip
            self._book(call, outcome, cost)
            return
        answer = self._answer(call, result, outcome)
        self._asked += 1
        if not self._keep(lambda: self.log.answered(result.number, answer)):
            self._unkept[answer.content] = answer
        self._book(call, None, answer.cost)

    def _book(self, call: PlannedCall, failure: CallFailure | None, cost: Decimal) -> None:
        self._spent += cost
        self.plan.ended(call, failure, cost, self.calls.now())

    def _keep(self, write: Callable[[], object]) -> bool:
        """Write a line; where the disk takes none, start nothing more."""
        try:
            write()
        except OSError:
            self.plan.stop(RunEnd.NO_DISK)
            return False
        return True

    def _answer(self, call: PlannedCall, result: CallResult, reply: ModelReply) -> LoggedAnswer:
        candidate = self.candidate
        usage = booked(
            reply,
            candidate.prices,
            most_in=call.most_in,
            most_out=candidate.settings.max_tokens,
        )
        return LoggedAnswer(
            content=call.content,
            id=call.case,
            candidate=candidate.name,
            setup=candidate.setup_hash,
            kind=candidate.kind or "",
            answer=reply.text,
            trial=call.trial,
            end=reply.end.value,
            seconds=result.seconds,
            first_byte=result.first_byte,
            tries=self.plan.tries(call),
            tokens_in=usage.tokens_in,
            tokens_out=usage.tokens_out,
            cost=usage.cost,
            doubted=usage.doubted,
            model=reply.model,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def outcome(self, planned: Mapping[tuple[str, int], PlannedCall], fresh: set[str]) -> AnswerRun:
        kept = {**self.log.contents.answers, **self._unkept}
        answers: dict[str, list[CandidateAnswer]] = {}
        mine: list[LoggedAnswer] = []
        for (case, trial), call in planned.items():
            found = kept.get(call.content)
            failure = self.plan.failed.get(call.content)
            if found is not None:
                given = as_candidate_answer(replace(found, kind=self.candidate.kind or ""))
                answers.setdefault(case, []).append(replace(given, case=case, trial=trial))
                if call.content in fresh and (case, trial) == (call.case, call.trial):
                    mine.append(found)
            elif failure is not None and self.plan.end is RunEnd.DONE:  # else it is asked again
                wrong = CandidateAnswer(case, None, trial, error=failure.sentence)
                answers.setdefault(case, []).append(wrong)
        return AnswerRun(
            candidate=self.candidate,
            answers=CandidateAnswers(
                self.candidate.name, {case: tuple(given) for case, given in answers.items()}
            ),
            end=self.plan.end or RunEnd.DONE,
            cap=self.ledger.cap,
            asked=self._asked,
            known=len({call.content for call in planned.values()} - fresh),
            failed=Counter(failure.kind.value for failure in self.plan.failed.values()),
            last_failure=self.plan.last_failure,
            left=len(planned) - sum(map(len, answers.values())),
            retries=self.plan.retries,
            spent=self._spent,
            lost=self._lost_before,
            ends=Counter(answer.end for answer in mine),
            doubted=sum(answer.doubted for answer in mine),
        )
