"""What a project holds, as it is read: small frozen records."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from estimators.base.codec import Schema
from estimators.classifier.evaluation_result import Prediction
from estimators.classifier.training_result import TrainingResult
from estimators.table.table_run import TableRun
from mock_ai.reaction import Reaction
from reports.provenance import Provenance

Json = Any  # whatever json.loads gives
T = TypeVar("T")


@dataclass(frozen=True)
class Fact:
    """One answer of the person, or one number with its source.

    ``value`` is text, a number, a choice, or a range ``{"low": .., "high": ..}``. An answer set to unknown keeps what
    was typed in ``value`` and has the source ``Provenance.UNKNOWN``.
    """

    key: str
    value: Json
    source: Provenance
    note: str
    at: str

    @property
    def known(self) -> bool:
        return self.source is not Provenance.UNKNOWN


@dataclass(frozen=True)
class ClassInfo:
    """One answer that the classifier can give, with its number of examples."""

    id: int
    name: str
    description: str
    learn: int
    held_out: int

    @property
    def examples(self) -> int:
        return self.learn + self.held_out


@dataclass(frozen=True)
class Example:
    """One photo, text, sound or clip. ``path`` is as stored: relative to the project where possible."""

    id: int
    path: str
    name: str
    sha256: str
    size: int
    modality: str
    class_id: int | None
    class_name: str | None
    held_out: bool
    trouble: str  # why it cannot be read; empty where it can
    belongs: str = ""  # what the owner says it belongs to: a speaker, a patient

    @property
    def readable(self) -> bool:
        return not self.trouble


@dataclass(frozen=True)
class NewExample:
    """A file, or a line of a table, about to be added; ``label`` is None where nobody has said what it is.

    ``belongs`` is what the owner says it belongs to ("" for nothing said), ``milliseconds`` how long a sound or clip is.
    """

    path: str
    name: str
    sha256: str
    size: int
    modality: str
    label: str | None
    held_out: bool = False
    trouble: str = ""
    belongs: str = ""
    milliseconds: int | None = None


@dataclass(frozen=True)
class RunData:
    """What a training sees, short: the number of its class for each example, by the first digits of its content hash."""

    classes: tuple[str, ...]
    learn: dict[str, int]
    test: dict[str, int]


@dataclass(frozen=True)
class RunSettings:
    """What a training was asked for, on which data; older runs do not say all of it.

    ``data`` is the project's fingerprint then, ``examples`` the same data in short; of a table ``table`` says what was learned from,
    and what was measured beside the result.
    """

    seed: int = 0
    backbone: str = ""
    data: str = ""
    examples: RunData | None = None
    table: TableRun | None = None


@dataclass(frozen=True)
class Run:
    """One training: what it learned from, what it measured, and the model file's hash."""

    id: int
    number: int
    created: str
    settings: RunSettings
    result: TrainingResult
    model_sha256: str


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario of the fake, as stored: ``document`` is what `mock_ai.scenario.Scenario.from_json` reads."""

    id: int
    name: str
    document: dict[str, Json]


@dataclass(frozen=True)
class ShownScenario:
    """What a session remembers of the scenario that it showed; not ``simulated``: a trained model in its place."""

    name: str = ""
    accuracy: float = 0.0
    simulated: bool = True


@dataclass(frozen=True)
class SessionQuote:
    """Something that a person said in a session."""

    text: str = ""
    who: str = ""


@dataclass(frozen=True)
class SessionNotes:
    """What was noted of a session: who was there, what they said, and the plan that `mock_ai.demo.plan.DemoPlan` reads.

    ``browser``: its people come and go by themselves, so the window cannot take it up.
    """

    people: str = ""
    note: str = ""
    quotes: tuple[SessionQuote, ...] = ()
    plan: dict[str, Json] | None = None
    browser: bool = False


@dataclass(frozen=True)
class KeptReaction:
    """What one person did with one answer, in its row."""

    id: int
    reaction: Reaction


@dataclass(frozen=True)
class DemoSession:
    """A session in which people met the fake: the scenario as it was, and every reaction."""

    id: int
    number: int
    started: str
    scenario: ShownScenario
    notes: SessionNotes
    rows: tuple[KeptReaction, ...] = ()

    @property
    def reactions(self) -> tuple[Reaction, ...]:
        """Every reaction, oldest first."""
        return tuple(row.reaction for row in self.rows)

    def count(self, outcome: str) -> int:
        return sum(reaction.outcome == outcome for reaction in self.reactions)


class BarOrigin(StrEnum):
    """Where a bar comes from, whatever language is spoken; another program may have kept other words."""

    SESSIONS = "demo sessions"
    PEOPLE = "people today"
    NO_AI = "no AI at all"
    CONTRACT = "contract"
    OWN = "your choice"
    START = "a starting point"


class CutoffOrigin(StrEnum):
    """Who chose the cut-off of a bar: left-out examples, or a person before or after the test was looked at."""

    LEFT_OUT = "left-out examples"
    OWN = "your choice"
    AFTER_THE_TEST = "your choice, after the test"


@dataclass(frozen=True)
class Bar:
    """What it must reach to launch, where that came from and, if it moved, why.

    ``metric`` as `estimators.acceptance.Metric` has it, ``of`` the class of a precision or a recall. ``value`` is a share,
    of a cost the most that a case may cost. ``cutoff`` is the operating point that it is tested at, None for every answer;
    ``cutoff_from`` says who chose it.
    """

    id: int
    value: float
    confidence: float
    source: str  # a `BarOrigin`
    provenance: Provenance
    reason: str
    at: str
    metric: str = "accuracy"
    of: str = ""
    cutoff: float | None = None
    cutoff_from: str = ""  # a `CutoffOrigin`

    @property
    def is_plain(self) -> bool:
        """Whether it is on the share of right answers among all: the bar of charts and forecasts."""
        return self.metric == "accuracy" and self.cutoff is None


@dataclass(frozen=True)
class Condition:
    """A condition of the launch: what must hold, who sees to it and until when (an ISO day); both empty in older files."""

    id: int
    text: str
    owner: str = ""
    by: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether somebody can be held to it."""
        return bool(self.owner and self.by)


def condition_key(condition_id: int) -> str:
    """The key of the fact that says who sees to a condition, and until when."""
    return f"launch.condition:{condition_id}"


def signed_key(signoff_id: int) -> str:
    """The key of the fact that keeps what a person signed."""
    return f"launch.signed:{signoff_id}"


@dataclass(frozen=True)
class SignOff:
    """A person who signs, and how far that is. ``outdated``: what was signed and is another now ("decision", "bar", "conditions")."""

    id: int
    name: str
    role: str
    state: str  # "to sign" | "asked" | "signed"
    at: str
    outdated: tuple[str, ...] = ()

    @property
    def has_signed(self) -> bool:
        """Whether the person has signed what stands now; a signature under something else counts for nothing."""
        return self.state == "signed" and not self.outdated


@dataclass(frozen=True)
class RecordKind(Generic[T]):
    """A kind of derived result: the name that it is kept under, and how its value is kept."""

    name: str
    schema: Schema[T]


@dataclass(frozen=True)
class Derived(Generic[T]):
    """What was worked out (an inspection, a learning curve), with the fingerprint of what it was made from."""

    value: T
    fingerprint: str


@dataclass(frozen=True)
class Record(Derived[T]):
    """The newest derived result of a kind, as a project keeps it."""

    created: str


RUN_SETTINGS = Schema(RunSettings)
SHOWN_SCENARIO = Schema(ShownScenario)
SESSION_NOTES = Schema(SessionNotes)


KEPT_PROBABILITIES = 5


def shortened(result: TrainingResult) -> TrainingResult:
    """The result with the likeliest classes of each prediction and the true one.

    With 77 classes all probabilities of 4,000 test examples would add 8 MB to every run.
    """
    return replace(result, predictions=tuple(map(_shortened, result.predictions)))


def _shortened(row: Prediction) -> Prediction:
    given = row.probabilities
    if len(given) <= KEPT_PROBABILITIES:
        return row
    kept = sorted(given, key=lambda name: -given[name])[:KEPT_PROBABILITIES]
    names = dict.fromkeys([*kept, *([row.truth] if row.truth in given else [])])
    return replace(row, probabilities={name: given[name] for name in names})
