"""Is everything else ready: the proposed verdict, the published lists with their answers, the tripwires."""

from dataclasses import dataclass

from estimators.acceptance.readiness.law import LegalDate
from reports.provenance import Provenance


@dataclass(frozen=True)
class ListAnswer:
    """One question of a published list and the answer in force.

    ``provenance`` MEASURED: the app filled it in from evidence, and ``why`` says from which. GUESS: a person
    said it. An override keeps what was measured beside it.
    """

    item: str  # its place in the list: "Data 1", "G11", "GOVERN 2"
    text: str
    answer: str  # "Yes", "By hand", "Does not apply", "Unknown"
    provenance: Provenance
    why: str = ""  # the evidence, or the reason that a person gave
    measured_answer: str = ""  # what the app had found, where a person overrode it

    @property
    def overridden(self) -> bool:
        return bool(self.measured_answer)


@dataclass(frozen=True)
class ListSection:
    """One section of a list: "Data", 2.5 of 7."""

    title: str
    answers: tuple[ListAnswer, ...]
    score: str = ""  # "2.5 of 7"; empty where the list has no scores


@dataclass(frozen=True)
class AnsweredList:
    """One published list as answered: its finding as a sentence, its groups, where it comes from."""

    id: str  # "ml_test_score", "data_readiness", "eu_ai_act", "nist_ai_rmf", "hax"
    title: str
    finding: str  # "Lowest section 2.5 of 7: basic production use."
    answered: int
    total: int
    source: str  # title and the date on which it was read
    groups: tuple[ListSection, ...] = ()
    url: str = ""
    caution: str = ""  # "A screening, not legal advice."


@dataclass(frozen=True)
class DecidingReason:
    """One of the three reasons that decide the proposed verdict."""

    text: str
    allows: str  # the most that it allows: "Launch", "Launch with conditions", "Not yet", "Stop"
    evidence_id: str = ""
    id: str = ""  # what it is about: "bar", "law", the name of a check


@dataclass(frozen=True)
class TripwireLine:
    """What is watched after the launch, and what happens when it trips."""

    sentence: str  # "If precision falls below 0.9 for a week, we switch it off."
    owner: str = ""


@dataclass(frozen=True)
class LaunchReadiness:
    """Everything beside the acceptance test that a launch rests on."""

    proposed: (
        str  # "Launch", "Launch with conditions", "Not yet" or "Stop": what the evidence supports
    )
    sentence: str
    reasons: tuple[DecidingReason, ...] = ()
    lists: tuple[AnsweredList, ...] = ()
    tripwires: tuple[TripwireLine, ...] = ()
    owner: str = ""  # who answers for it once it runs
    dates: tuple[LegalDate, ...] = ()
