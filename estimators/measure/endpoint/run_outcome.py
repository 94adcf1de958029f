"""What came of a run: the answers, the money, and what a person has to know of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from estimators.base.money import money
from estimators.base.sentence import tr, tr_plural
from estimators.measure.case import CandidateAnswers
from estimators.measure.endpoint.call_failure import CallFailure
from estimators.measure.endpoint.call_plan import RunEnd
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.wire import ReplyEnd


@dataclass(frozen=True)
class RunProgress:
    """How far a run is: calls that were answered or failed for good, of how many; money spent, and set aside for calls in flight."""

    done: int
    total: int
    spent: Decimal
    in_flight: Decimal


@dataclass(frozen=True)
class AnswerRun:
    """What came of a run.

    - `answers`: to all cases that were ever answered, as a file of answers gives them; where the run came to its end those that
      failed as well.
    - `end`: why it is over. `cap`: the most that it might spend, what earlier runs spent included.
    - `asked`, `known`: calls of this run that were answered; answers that an earlier run had received.
    - `failed`: cases that failed for good, by kind; `last_failure`: of any call.
    - `left`: cases and trials that have no answer, and are asked when it goes on. `retries`: tries beyond the first.
    - `spent`: booked in this run; `lost`: at most so much more for calls in which an earlier process was killed.
    - `ends`: of the answers of this run, by why they end; `doubted`: those whose count of tokens cannot be.
    """

    candidate: EndpointCandidate
    answers: CandidateAnswers
    end: RunEnd
    cap: Decimal
    asked: int
    known: int
    failed: Mapping[str, int]
    last_failure: CallFailure | None
    left: int
    retries: int
    spent: Decimal
    lost: Decimal
    ends: Mapping[str, int]
    doubted: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a person has to know of it, the most important first."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        why = self.last_failure.sentence if self.last_failure is not None else ""
        if self.end is not RunEnd.DONE:
            yield self._ended()
        if why and self.end in (RunEnd.PAUSED, RunEnd.REFUSED):
            yield why
        elif why and self.failed:
            yield tr_plural(
                "{n} case was asked and failed; it counts as wrong. {why}",
                "{n} cases were asked and failed; they count as wrong. The last: {why}",
                sum(self.failed.values()),
                why=why,
            )
        yield from self._what_it_cost()
        if self.known:
            yield tr_plural(
                "{n} answer was there already, and was not asked for again.",
                "{n} answers were there already, and were not asked for again.",
                self.known,
            )
        yield from self._odd_ends()
        if self.doubted:
            yield tr_plural(
                "Of {n} answer the service’s count of tokens is missing or cannot be; it is booked at the most that was asked for.",
                "Of {n} answers the service’s count of tokens is missing or cannot be; they are booked at the most that was asked for.",
                self.doubted,
            )

    def _odd_ends(self) -> Iterator[str]:
        if n := self.ends.get(ReplyEnd.CUT_OFF, 0):
            yield tr_plural(
                "{n} answer was cut off at the most tokens that were asked for.",
                "{n} answers were cut off at the most tokens that were asked for.",
                n,
            )
        if n := self.ends.get(ReplyEnd.REFUSED, 0):
            yield tr_plural(
                "{n} answer is a refusal of the model.",
                "{n} answers are refusals of the model.",
                n,
            )
        if n := self.ends.get(ReplyEnd.BLOCKED, 0):
            yield tr_plural(
                "{n} answer was blocked by the service; it counts as wrong.",
                "{n} answers were blocked by the service; they count as wrong.",
                n,
            )

    def _what_it_cost(self) -> Iterator[str]:
        prices = self.candidate.prices
        if not prices.is_free and (self.asked or self.spent):
            yield tr("It cost {spent} by these prices.", spent=money(float(self.spent), prices.currency))  # fmt: skip
        if self.lost:
            yield tr(
                "Calls that were in flight when an earlier run was killed may have cost up to {lost} more.",
                lost=money(float(self.lost), prices.currency),
            )

    def _ended(self) -> str:
        match self.end:
            case RunEnd.CAP:
                return tr_plural(
                    "It stopped before the cap of {cap} could be passed; {n} answer is missing.",
                    "It stopped before the cap of {cap} could be passed; {n} answers are missing.",
                    self.left,
                    cap=money(float(self.cap), self.candidate.prices.currency),
                )
            case RunEnd.PAUSED:
                return tr_plural(
                    "It paused, since calls kept failing; {n} answer is missing.",
                    "It paused, since calls kept failing; {n} answers are missing.",
                    self.left,
                )
            case RunEnd.REFUSED:
                return tr_plural(
                    "It stopped, since every further call would fail as well; {n} answer is missing.",
                    "It stopped, since every further call would fail as well; {n} answers are missing.",
                    self.left,
                )
            case RunEnd.CANCELLED:
                return tr_plural(
                    "It was stopped; {n} answer is missing.",
                    "It was stopped; {n} answers are missing.",
                    self.left,
                )
        return tr("It stopped, since an answer could not be written to the disk.")
