"""The launch decision: the bar, the checks, the risk, the conditions and the signatures."""

from dataclasses import dataclass
from enum import StrEnum

from reports.acceptance_evidence import AcceptanceTest, ProgressToBar
from reports.chart_data import BoundChart
from reports.figure import Figure, Statement
from reports.readiness_evidence import Readiness


class CheckState(StrEnum):
    PASS = "pass"  # noqa: S105  a check's state, not a password
    NOT_SHOWN = "not_shown"
    FAIL = "fail"
    NEEDS_YOU = "needs_you"

    @property
    def words(self) -> str:
        return {"pass": "pass", "not_shown": "not shown yet", "fail": "fails"}.get(
            self.value, "needs you"
        )


@dataclass(frozen=True)
class LaunchCheck:
    text: str  # "Better than no AI"
    value: str  # "+41 points"
    state: CheckState
    detail: str = ""  # one sentence for the evidence page
    evidence_id: str = ""


class LaunchChoice(StrEnum):
    LAUNCH = "launch"
    CONDITIONS = "conditions"
    NOT_YET = "not_yet"
    STOP = "stop"

    @property
    def words(self) -> str:
        return {
            "launch": "Launch.",
            "conditions": "Launch, with conditions.",
            "not_yet": "Not yet.",
            "stop": "Stop.",
        }[self.value]


@dataclass(frozen=True)
class LaunchBar:
    """The launch bar: what share must be shown, with which confidence, and who says so."""

    threshold: Figure
    source: str  # "acceptance of the fake, 3 sessions"
    metric: str = "right answers"
    confidence: float = 0.95  # one-sided


@dataclass(frozen=True)
class BarMove:
    date: str
    from_text: str
    to_text: str
    reason: str
    who: str = ""


@dataclass(frozen=True)
class RiskAnswer:
    question: str
    answer: str
    source: str = ""


@dataclass(frozen=True)
class Risk:
    tier: str  # "Limited"
    sentence: str  # "Limited, while a person confirms."
    answers: tuple[RiskAnswer, ...] = ()
    source: str = ""  # the rule book, with its date


@dataclass(frozen=True)
class SignOff:
    name: str
    role: str
    date: str = ""  # when signed; empty: not signed
    note: str = ""  # "asked 23 Nov"

    @property
    def signed(self) -> bool:
        return bool(self.date)


@dataclass(frozen=True)
class Launch:
    bar: LaunchBar | None = None
    decision: LaunchChoice | None = None  # None: nobody has decided
    headline: str = ""  # "Launch at Site North, with an inspector confirming every “clean”."
    summary: str = ""
    chart: BoundChart | None = None
    why: tuple[Statement, ...] = ()
    would_change: tuple[Statement, ...] = ()
    checks: tuple[LaunchCheck, ...] = ()
    conditions: tuple[str, ...] = ()
    risk: Risk | None = None
    sign_offs: tuple[SignOff, ...] = ()
    test_looks: int | None = None  # how often the held-out examples were looked at before this test
    bar_moves: tuple[BarMove, ...] = ()
    tripwires: tuple[str, ...] = ()  # "If precision falls below 0.9 for a week, we ..."
    way_back: str = ""  # how to switch it off, and who does
    readiness: Readiness | None = None
    acceptance: AcceptanceTest | None = None
    progress: ProgressToBar | None = None
