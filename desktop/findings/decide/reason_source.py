"""On what a reason of the verdict rests: an answer of the person, a count or a test of the project, or what is still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.findings.case import measured_inputs
from desktop.project.project import Project
from estimators.base.sentence import tr
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.need_for_ai.considered import Reason

# The inputs of a case that the reasons of a finding are made from.
_MADE_FROM = {
    "law": ("purpose_flags", "regulatory_tier"),
    "condition": ("human_in_loop", "review_share"),
    "safety": (
        "error_cost_level",
        "error_reversible",
        "human_in_loop",
        "review_share",
        "validated_on_target_population",
    ),
    "measured": ("measured", "accuracy_gate", "bar_missed"),
    "rules": ("explicit_rules_possible", "n_classes"),
    "demand": ("demand_validated", "active_users", "user_pain", "pain_evidence"),
    "money": (
        "volume_per_month",
        "value_of_right_answer",
        "cost_of_today_per_case",
        "missed_cost",
    ),
    "data": ("labelled_examples", "rarest_class_examples", "data_rights", "data_owned"),
    "market": (
        "commodity_api_available",
        "commodity_fit",
        "needs_own_knowledge",
        "data_may_leave_premises",
    ),
    "edge": ("differentiation", "data_uniqueness"),
    "team": ("ml_engineers", "engineers", "budget_usd"),
}
# Which of the five questions that decide first asks for them.
_QUESTIONS = {
    "rules": 1,
    "demand": 2,
    "condition": 3,
    "safety": 3,
    "law": 4,
    "data": 5,
    "market": 5,
}
_COUNTED = dict.fromkeys(
    ("labelled_examples", "rarest_class_examples", "n_classes"), tr("counted on Data")
)


_AT_ONCE, _ALIKE = 5, 3


@dataclass(frozen=True)
class ReasonSource:
    """The mark that a reason wears, and its source in words."""

    provenance: Provenance
    words: str


Said = tuple["Reason", ReasonSource]


def reason_source(
    reason: "Reason", case: Mapping[str, Any], measured: Mapping[str, Any]
) -> ReasonSource:
    """Where a reason comes from. ``measured`` are the inputs of the case that the project counted or tested itself."""
    published = reason.source.title
    names = _MADE_FROM.get(reason.finding, ())
    number = _QUESTIONS.get(reason.finding)
    if reason.effect == "unknown":
        asked = tr("question {n}", n=number) if number else tr("not answered yet")
        return ReasonSource(Provenance.UNKNOWN, f"{asked} · {published}")
    found = next((name for name in names if case.get(name) is not None), None)
    if found is not None and found in measured:
        words = _COUNTED.get(found, tr("measured in a test"))
        return ReasonSource(Provenance.MEASURED, f"{words} · {published}")
    if reason.finding == "cues" or found is not None:
        asked = tr("your answer to question {n}", n=number) if number else tr("your answer")
        return ReasonSource(Provenance.GUESS, f"{asked} · {published}")
    kind = Provenance.PUBLISHED if reason.source.url else Provenance.GUESS
    return ReasonSource(kind, published)


def first_reasons(reasons: Sequence[Said]) -> list[Said]:
    """Those shown at once, in their order: at most three that speak the same way, where others speak another."""
    kept: list[int] = []
    spare: list[int] = []
    for at, (reason, _) in enumerate(reasons):
        alike = sum(reasons[other][0].effect == reason.effect for other in kept)
        (kept if alike < _ALIKE else spare).append(at)
    chosen = sorted([*kept, *spare][:_AT_ONCE])
    return [reasons[at] for at in chosen]


def reason_sources(
    project: Project, case: Mapping[str, Any], reasons: tuple["Reason", ...]
) -> tuple[ReasonSource, ...]:
    """The source of each reason, in their order."""
    measured = measured_inputs(project)
    return tuple(reason_source(reason, case, measured) for reason in reasons)
