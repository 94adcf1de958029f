"""The launch as a report prints it: the bar and its test, the checks, the lists, the risk, the conditions, the signatures.

What an engine measured stands here as the engine's own value. Every sentence is finished text; an empty one has nothing to
say and takes no room.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from estimators.acceptance.metric import MeasuredMetric
from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer, PublishedList, lists
from estimators.acceptance.readiness.tripwire_check import TripwireCheck
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.acceptance.readiness.verdict import Verdict, Word
from estimators.acceptance.sample_size import PlannedTest
from estimators.acceptance.sequential import SequentialState
from estimators.acceptance.subgroups import SubgroupTest
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr
from estimators.law.purpose import LegalDate, LegalDuty
from reports.chart_data import BoundChart, CurveChart, IntervalChart
from reports.figure import Figure, Statement
from reports.provenance import Provenance


class CheckState(StrEnum):
    PASS = "pass"  # noqa: S105  a check's state, not a password
    NOT_SHOWN = "not_shown"
    FAIL = "fail"
    NEEDS_YOU = "needs_you"

    @property
    def words(self) -> str:
        return {
            CheckState.PASS: tr("pass"),
            CheckState.NOT_SHOWN: tr("not shown yet"),
            CheckState.FAIL: tr("fails"),
            CheckState.NEEDS_YOU: tr("needs you"),
        }[self]


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
    doubt: str = ""  # what it says where it is open: "Nothing says yet when to stop"
    proof: str = ""  # what it says where it holds, other than its text: "Harm"

    @property
    def claim(self) -> str:
        """What was found, true without its state beside it: a check that fails is never quoted by what it hoped for."""
        if self.state is CheckState.FAIL:
            return self.denial or tr(
                "Does not hold: {within_a_sentence}", within_a_sentence=within_a_sentence(self.text)
            )
        if self.state is CheckState.NEEDS_YOU:
            return self.doubt or self.text
        if self.state is CheckState.NOT_SHOWN:
            return self.doubt or tr(
                "Not shown yet: {within_a_sentence}", within_a_sentence=within_a_sentence(self.text)
            )
        return self.proof or self.text

    @property
    def sentence(self) -> str:
        """The claim with its number and what it rests on."""
        return f"{self.short} {self.detail}".strip()

    @property
    def short(self) -> str:
        """The claim with its number."""
        value = (
            ""
            if not self.value
            else f": {self.value}"
            if ":" not in self.claim
            else f" ({self.value})"
        )
        end = "" if self.claim.endswith("?") and not value else "."
        return f"{self.claim}{value}{end}"


DECISIONS = {word.key: word.words for word in Word}  # in words, as the engine proposes them


@dataclass(frozen=True)
class LaunchBar:
    """The launch bar: what share must be shown, with which confidence, and who says so."""

    threshold: Figure
    source: str  # "acceptance of the fake, 3 sessions"
    metric: str = tr("right answers")
    confidence: float = 0.95  # one-sided
    beside_today: str = ""  # where today's way lies all above or all below it: a sentence


@dataclass(frozen=True)
class LaunchCondition:
    """What must hold for the launch, who sees to it, and until when."""

    text: str
    owner: str = ""
    by: str = ""  # "by 14 Jan 2027"

    @property
    def whose(self) -> str:
        """Who sees to it and until when; that somebody has to, where nobody does."""
        return ", ".join(filter(None, (self.owner or tr("needs an owner"), self.by)))

    @property
    def words(self) -> str:
        """The same in one line: "Site North only. (Mara Lind, by 14 Jan 2027)"."""
        return f"{self.text} ({self.whose})"


@dataclass(frozen=True)
class BarMove:
    date: str
    from_text: str
    to_text: str
    reason: str


@dataclass(frozen=True)
class RiskAnswer:
    question: str
    answer: str


@dataclass(frozen=True)
class Risk:
    tier: str  # "Limited"
    sentence: str  # "Limited, while a person confirms."
    answers: tuple[RiskAnswer, ...] = ()
    source: str = ""  # the rule book, with its date
    still_open: str = (
        ""  # which questions could still make it stricter; empty: the tier is confirmed
    )
    dates: tuple[LegalDate, ...] = ()  # from when what concerns it applies


@dataclass(frozen=True)
class Signature:
    name: str
    role: str
    date: str = ""  # when signed; empty: not signed
    note: str = ""  # "asked 23 Nov"
    outdated: bool = False  # signed, but for something else than what stands now

    @property
    def signed(self) -> bool:
        return bool(self.date)


@dataclass(frozen=True)
class LookRow:
    """One look at the test: which run, when, and what it came to."""

    run: str  # "run 3"
    date: str
    correct: int
    n: int
    shared: int  # of the examples of the test that is judged now, how many it was tested on
    note: str = ""  # "deleted since"


@dataclass(frozen=True)
class Looks:
    """How often the test was looked at, and what that costs; ``fresh_sentence``: what no earlier run was tested on."""

    count: int
    sentence: str
    rows: tuple[LookRow, ...] = ()
    fresh_sentence: str = ""


@dataclass(frozen=True)
class PairedComparison:
    """The model against something else on the same examples (McNemar, exact)."""

    other: str  # "always “clean”"
    only_model: int
    only_other: int
    n: int
    p_value: float
    sentence: str


@dataclass(frozen=True)
class KnownShare:
    """The model against a share that is known without its examples: people today, the fake as it was dialled."""

    other: str  # "people today"
    share: float
    provenance: Provenance
    verdict: str  # "better" | "worse" | "open"
    sentence: str


@dataclass(frozen=True)
class AcceptanceTest:
    """One run against the bar: what was measured of it, and what is said of that."""

    run: str  # "run 4"
    measured: MeasuredMetric  # the bar with what the test shows of it: of a share, or of a cost
    bar_words: str  # "at least 85% right"
    sentence: str  # "The bar is passed, by 1 photo."
    detail: str  # "163 of 180 right; 162 would pass, 161 would not."
    observed_words: str = ""  # "163 of 180", of a cost "€2.50 a case"
    bound: str = ""  # "at least 86.2%"
    cutoff_words: str = (
        ""  # "Answers alone from 74% on; chosen on 420 training photos that were left out."
    )
    looks: Looks | None = None
    # How large a fresh test must be, by how good the model truly is.
    sizes: tuple[PlannedTest, ...] = ()
    size_words: str = (
        ""  # "15 to 20 photos can train a toy; certifying 80% takes about 82 at a true 90%."
    )
    by_class: SubgroupTest | None = None
    by_group: SubgroupTest | None = None  # what belongs together: a turbine, a speaker
    comparisons: tuple[PairedComparison, ...] = ()
    beside: tuple[KnownShare, ...] = ()
    sequential: SequentialState | None = None  # the test that is labelled as one goes
    method: str = ""  # with its source
    shows_nothing: bool = (
        False  # it is passed, and the commonest answer alone would pass it as well
    )

    @property
    def state(self) -> CheckState:
        return bar_state(self.measured, shows_nothing=self.shows_nothing)


def bar_state(measured: MeasuredMetric, *, shows_nothing: bool) -> CheckState:
    """How the bar stands as one of the checks: it fails where it is clearly missed; more answers could show what is not shown yet."""
    if measured.passes and not shows_nothing:
        return CheckState.PASS
    return CheckState.FAIL if measured.is_out_of_reach else CheckState.NOT_SHOWN


@dataclass(frozen=True)
class RunStep:
    """One run on the way: what it measured, what it changed, and whether that mattered beyond noise."""

    run: str  # "run 3"
    date: str
    n_train: int
    n: int
    correct: int
    low: float
    high: float
    changed: str = ""  # "40 added, 3 relabelled; another network"
    against_previous: str = ""  # "better by 4 points, beyond luck" | "no change beyond luck"
    beyond_luck: bool = False


@dataclass(frozen=True)
class ForecastToBar:
    """The chance of reaching the bar with more labels, as far as such forecasts can be trusted."""

    bar: float
    have: int
    more: int  # labels
    chance: float  # that it is then truly as good as the bar
    chance_to_pass: float | None  # that a test of the present size then shows it
    low: float  # 90 % band of the accuracy then
    middle: float
    high: float
    by: str = ""  # "14 Jan 2027"; empty: the speed is unknown
    labels_per_day: float | None = None
    sentence: str = ""
    trust: str = ""  # how often such forecasts came true


@dataclass(frozen=True)
class ProgressToBar:
    """The run history against the bar, and what can honestly be expected."""

    headline: str
    steps: tuple[RunStep, ...] = ()
    plateau: str = ""  # "Three runs without a change beyond noise."
    forecasts: tuple[ForecastToBar, ...] = ()
    sentences: tuple[str, ...] = ()
    chart: IntervalChart | None = None  # runs over time with the bar
    forecast_chart: CurveChart | None = None


def source_of(given: ChecklistAnswer) -> Provenance:
    """The mark of an answer: filled in from evidence, or said by a person."""
    if given.basis is Basis.UNKNOWN:
        return Provenance.UNKNOWN
    return Provenance.MEASURED if given.basis is Basis.MEASURED else Provenance.GUESS


@dataclass(frozen=True)
class AnsweredList:
    """One published list as answered: its finding as a sentence, and the scores of its sections where it has any."""

    id: str  # "ml_test_score"
    read: str  # when the list was last read: its questions are of that day
    finding: str  # "Lowest section 2.5 of 7: basic production use."
    answered: int
    total: int
    scores: tuple[str, ...] = ()  # "2.5 of 7"

    @property
    def published(self) -> PublishedList:
        """The list itself, with its questions."""
        return lists()[self.id]


@dataclass(frozen=True)
class LaunchReadiness:
    """Everything beside the acceptance test that a launch rests on: the proposed verdict, the lists, the law.

    `duties` are what the law says of the named purposes; `law_questions` what a person has to answer about them.
    """

    verdict: Verdict
    sentence: str
    lists: tuple[AnsweredList, ...] = ()
    answers: dict[str, ChecklistAnswer] = field(default_factory=dict)  # by the key of the question
    dates: tuple[LegalDate, ...] = ()
    duties: tuple[LegalDuty, ...] = ()
    law_questions: tuple[LegalDuty, ...] = ()


@dataclass(frozen=True)
class Launch:
    bar: LaunchBar | None
    decision: str  # a key of `DECISIONS`; empty: nobody has decided
    headline: str  # "Launch at Site North, with an inspector confirming every “clean”."
    summary: str
    chart: BoundChart | None
    why: tuple[Statement, ...]
    would_change: tuple[Statement, ...]
    checks: tuple[LaunchCheck, ...]
    conditions: tuple[LaunchCondition, ...]
    risk: Risk
    sign_offs: tuple[Signature, ...]
    test_looks: int | None  # how often the held-out examples were looked at before this test
    bar_moves: tuple[BarMove, ...]
    # What is watched after the launch, and what happens when it trips.
    tripwires: tuple[Tripwire, ...]
    tripwire_checks: tuple[TripwireCheck | None, ...]  # of each, what the outcomes since launch say
    owner: str  # who answers for it once it runs
    way_back: str  # how to switch it off, and who does
    readiness: LaunchReadiness
    acceptance: AcceptanceTest | None
    progress: ProgressToBar | None
    decided_on: str = ""  # "2 Mar 2026"
    decided_by: str = ""  # who made the decision; empty: nobody is named
    reason: str = ""  # why, in the words of who decided
    when: str = ""  # "Ann Berg looks again on 15 Jan 2027."; that no day is given; empty of a stop

    @property
    def all_checks(self) -> tuple[LaunchCheck, ...]:
        """Every check with the bar as the first of them, what holds last; the one count of checks is of these."""
        test = self.acceptance
        checks = sorted(self.checks, key=lambda check: check.state is CheckState.PASS)
        if test is None:
            return tuple(checks)
        text = tr("The bar: {bar_words}", bar_words=test.bar_words)
        return (LaunchCheck(text, test.observed_words, test.state, name="bar"), *checks)

    @property
    def decided(self) -> str:
        """The decision in words: "Launch with conditions"; empty where nobody has decided."""
        return DECISIONS.get(self.decision, "")
