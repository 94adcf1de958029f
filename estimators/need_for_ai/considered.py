"""A case with all that its reasons and its words are made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from estimators.case.gates import high_stakes, waits_for_who_checks
from estimators.case.options import MADE, kind_of
from estimators.case.questions import Value
from estimators.need_for_ai.cues import Citation, Cues
from estimators.need_for_ai.findings import Findings
from estimators.need_for_ai.verdict_rules import GroundedVerdict

Effect = Literal["for", "against", "unknown"]


@dataclass(frozen=True)
class Reason:
    """One reason. `effect`: it speaks for AI in the way of the verdict, or against; or is not known. `topic`: what it is about."""

    text: str
    source: Citation
    effect: Effect
    topic: str
    finding: str


@dataclass(frozen=True)
class Considered:
    """What the sentences are made from: known values, the view with assumptions, the findings and what follows."""

    values: Mapping[str, Value]
    view: Mapping[str, Any]
    found: Findings
    decision: GroundedVerdict
    open_answers: tuple[str, ...]
    cues: Cues

    @property
    def verdict(self) -> str:
        return self.decision.verdict

    @property
    def kind(self) -> str | None:
        return kind_of(self.values)

    @property
    def waits_for_who_checks(self) -> bool:
        """Whether what is to be made is of high risk, and holds only if a person checks each result, which nobody has said."""
        law = None if self.found.suspected else self.found.law
        return self.verdict in MADE and waits_for_who_checks(self.view, law)

    @property
    def grave(self) -> bool:
        return high_stakes(self.view, None if self.found.suspected else self.found.law.tier)


# The effect, the topic, the sentence and its source.
Sentences = Iterator[tuple[Effect, str, str, str | Citation]]
