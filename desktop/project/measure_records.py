"""What a project holds of Measure, as it is read: cases, candidates, grades."""

from dataclasses import dataclass
from enum import StrEnum

from estimators.base.codec import Schema
from estimators.measure.case import CandidateAnswer, EvalCase


@dataclass(frozen=True)
class CasePoints:
    """What a good answer to a case says, and what it must not say."""

    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()

    @property
    def written(self) -> bool:
        """Whether anybody wrote any."""
        return bool(self.must or self.must_not)


@dataclass(frozen=True)
class NewCase:
    """A case about to be added; `aside`: the name of the case that it repeats, "" where it repeats none."""

    case: EvalCase
    points: CasePoints = CasePoints()
    held_out: bool = False
    aside: str = ""


@dataclass(frozen=True)
class KeptCase(NewCase):
    """A case of a project. Its name, `case.id`, tells it from every other.

    - `seen`: a mistake on it was opened, so that whoever is improved afterwards is not tested on it.
    """

    id: int = 0
    seen: bool = False
    added: str = ""


class CandidateSource(StrEnum):
    """Where a candidate's answers come from."""

    FILE = "file"
    ADDRESS = "address"
    RULE = "rule"
    PEOPLE = "people"
    TRAINED = "trained"
    FAKE = "fake"
    COMMONEST = "commonest"


@dataclass(frozen=True)
class CandidateSettings:
    """What a candidate was set to; it is frozen with its first answer. What a source has no use for stays as it is.

    - `detail`: a few words beside its name ("your help pages, an API").
    - `file`: the name of the file that its answers came from. `rules`: the text of its rules.
    - `wire`, `url`, `model`, `system`, `prompt`, `answer_schema`, `max_tokens`, `temperature`: of an address. `masked`: names and
      numbers were taken out before anything was sent.
    - `examples`: inputs with their right answers that are shown in the prompt. `body`, `answer_path`: of plain JSON, what is sent
      and where in the reply the answer is; "" for the usual ones.
    - `currency`, `price_in`, `price_out`: a million tokens each.
    - `option`: which way a file of answers stands for (prompt, service, trained, rule, today); "" where nobody said: a service.
    - `chosen_on`: the cases on which it was chosen or improved: "work", "held_out", or "" where nobody said.
    """

    detail: str = ""
    file: str = ""
    rules: str = ""
    wire: str = ""
    url: str = ""
    model: str = ""
    system: str = ""
    prompt: str = ""
    answer_schema: str = ""
    max_tokens: int | None = None
    temperature: float | None = None
    masked: bool = False
    currency: str = ""
    price_in: float | None = None
    price_out: float | None = None
    chosen_on: str = ""
    option: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    body: str = ""
    answer_path: str = ""


@dataclass(frozen=True)
class KeptCandidate:
    """A candidate of a project; `uid` stays the same whatever it is called."""

    id: int
    uid: str
    name: str
    source: CandidateSource
    settings: CandidateSettings
    created: str


class GradeVerdict(StrEnum):
    """What a person says of an answer."""

    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"


SETTLED = "settled"
"""The rater of a verdict that settles two others: it is the one that counts."""


@dataclass(frozen=True)
class NewGrade:
    """A grade about to be given: to the answer of a candidate (by its uid) to a case (by its name) in a trial.

    - `reason`: the failure type; `harm`: it does harm; `note`: in the rater's own words.
    """

    candidate: str
    case: str
    rater: str
    verdict: GradeVerdict
    trial: int = 0
    reason: str = ""
    harm: bool = False
    note: str = ""


@dataclass(frozen=True)
class KeptGrade:
    """A grade of a project."""

    id: int
    grade: NewGrade
    at: str


class Liked(StrEnum):
    """Which of two answers side by side a person likes better; both and neither are ties."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NEITHER = "neither"

    @property
    def turned(self) -> "Liked":
        """The same with the sides changed."""
        return {Liked.LEFT: Liked.RIGHT, Liked.RIGHT: Liked.LEFT}.get(self, self)


@dataclass(frozen=True)
class NewPreference:
    """What a person says of two candidates' first answers to a case. `left`, `right`: their uids, as they stood."""

    case: str
    left: str
    right: str
    rater: str
    liked: Liked


@dataclass(frozen=True)
class KeptPreference:
    """A preference of a project."""

    id: int
    said: NewPreference
    at: str


CASE_POINTS = Schema(CasePoints)
CANDIDATE_SETTINGS = Schema(CandidateSettings)
CANDIDATE_ANSWER = Schema(CandidateAnswer)
