"""The launch decision: the bar, the checks, the risk, the conditions and the signatures."""

from dataclasses import dataclass
from enum import StrEnum

from reports.acceptance_evidence import AcceptanceTest, ProgressToBar
from reports.chart_data import BoundChart
from reports.figure import Figure, Statement
from reports.readiness_evidence import LaunchReadiness


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
    """One check. ``text`` names it as what should hold, so it is only printed beside its state; elsewhere stands `claim`."""

    text: str  # "Its confidence is honest"
    value: str  # "off by 2"
    state: CheckState
    detail: str = ""  # one sentence for the evidence page
    evidence_id: str = ""
    name: str = ""  # which check it is: "honest"
    denial: str = ""  # what it says where it fails: "Its confidence is not honest"

    @property
    def claim(self) -> str:
        """What was found, true without its state beside it: a check that fails is never quoted by what it hoped for."""
        if self.state is CheckState.FAIL:
            return self.denial or f"Does not hold: {_lower(self.text)}"
        if self.state is CheckState.NOT_SHOWN:
            return f"Not shown yet: {_lower(self.text)}"
        return self.text

    @property
    def sentence(self) -> str:
        """The claim with its number and what it rests on."""
        value = (
            ""
            if not self.value
            else f": {self.value}"
            if ":" not in self.claim
            else f" ({self.value})"
        )
        end = "" if self.claim.endswith("?") and not value else "."
        return f"{self.claim}{value}{end} {self.detail}".strip()


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


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
class Signature:
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
    sign_offs: tuple[Signature, ...] = ()
    test_looks: int | None = None  # how often the held-out examples were looked at before this test
    bar_moves: tuple[BarMove, ...] = ()
    tripwires: tuple[str, ...] = ()  # "If precision falls below 0.9 for a week, we ..."
    way_back: str = ""  # how to switch it off, and who does
    readiness: LaunchReadiness | None = None
    acceptance: AcceptanceTest | None = None
    progress: ProgressToBar | None = None
