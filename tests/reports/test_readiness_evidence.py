"""What a launch rests on beside the test: lists, tripwires and dates travel with the evidence."""

from dataclasses import replace

from estimators.acceptance.readiness.law import LegalDate
from reports.evidence import Evidence
from reports.evidence_json import dump, load
from reports.provenance import Provenance
from reports.readiness_evidence import (
    AnsweredList,
    DecidingReason,
    LaunchReadiness,
    ListAnswer,
    ListSection,
    TripwireLine,
)

READINESS = LaunchReadiness(
    proposed="Launch with conditions",
    sentence="What was measured supports a launch with conditions.",
    reasons=(DecidingReason("Nobody has tried strange photos.", "Launch with conditions", "E1"),),
    lists=(
        AnsweredList(
            "ml_test_score",
            "ML Test Score",
            "Lowest section 0.5 of 7.",
            answered=1,
            total=28,
            source="Breck et al. 2017",
            groups=(
                ListSection(
                    "Model",
                    (
                        ListAnswer("Model 5", "No simpler model does as well", "By hand", Provenance.GUESS, "Trials in May", "No"),
                        ListAnswer("Model 4", "How it ages is known", "Unknown", Provenance.UNKNOWN),
                    ),
                    "0.5 of 7",
                ),
            ),
        ),
    ),
    tripwires=(TripwireLine("If precision falls below 0.9 for a week, we switch it off.", "Mara"),),
    owner="Mara Lindqvist",
    dates=(LegalDate("c", "Transparency", "2026-08-02", ""),),
)  # fmt: skip


def test_readiness_survives_json(full: Evidence) -> None:
    assert full.launch is not None
    evidence = replace(full, launch=replace(full.launch, readiness=READINESS))
    assert load(dump(evidence)) == evidence


def test_an_override_is_told_from_an_answer() -> None:
    first, second = READINESS.lists[0].groups[0].answers
    assert first.overridden
    assert not second.overridden
