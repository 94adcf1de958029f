"""The reasons of a verdict: each a sentence with its topic, where the criterion comes from and what it speaks for."""

from dataclasses import replace

from estimators.case.options import NO_AI
from estimators.need_for_ai.considered import Considered, Effect, Reason
from estimators.need_for_ai.cues import Citation, Cue, sources
from estimators.need_for_ai.grounds import grounds
from estimators.need_for_ai.risk_reasons import (
    condition_reasons,
    law_reasons,
    measured_reasons,
    safety_reasons,
)
from estimators.need_for_ai.value_reasons import (
    data_reasons,
    demand_reasons,
    edge_reasons,
    market_reasons,
    money_reasons,
    rules_reasons,
    team_reasons,
)
from estimators.need_for_ai.verdict_rules import decide


def reasons_for(case: Considered) -> tuple[Reason, ...]:
    """Return the reasons, the one that decided first, then for, against and unknown.

    What speaks for an AI is not listed under a verdict that says not to have one.
    """
    every = [
        Reason(
            text,
            source if isinstance(source, Citation) else sources()[source],
            effect,
            topic,
            finding,
        )
        for finding, sentences in _SENTENCES.items()
        for effect, topic, text, source in sentences(case)
    ]
    every += [_cue(cue) for cue in (*case.cues.for_ai, *case.cues.against_ai)]
    every += [_cue(cue) for cue in case.cues.missing if cue.group == "framing"]
    if case.verdict in NO_AI:
        every = [reason for reason in every if reason.effect != "for"]
    order = {"for": 0, "against": 1, "unknown": 2}
    decided = ("condition", *deciding_findings(case))
    ranked = sorted(
        every,
        key=lambda r: (
            decided.index(r.finding) if r.finding in decided else len(decided),
            order[r.effect],
        ),
    )
    return tuple(ranked)


_CUE_TOPICS = {"for_ai": "rule", "against_ai": "rule", "framing": "baseline", "canvas": "gate"}


def _cue(cue: Cue) -> Reason:
    effect: Effect = "for" if cue.effect == "for" else "against"
    topic = _CUE_TOPICS.get(cue.group, "rule")
    return Reason(cue.text, sources()[cue.source_id], effect, topic, "cues")


def settled_by_cues(case: Considered) -> bool:
    """Whether the verdict would be another one if the cues leaned neither way."""
    neutral = decide(case.values, replace(case.found, lean="open"))
    return neutral.verdict != case.verdict


def deciding_findings(case: Considered) -> tuple[str, ...]:
    """Return the findings on which the verdict rests, the weightiest first."""
    if settled_by_cues(case):
        return ("rules", "cues")
    return grounds()[case.decision.ground].decided_by


_SENTENCES = {
    "condition": condition_reasons,
    "law": law_reasons,
    "safety": safety_reasons,
    "measured": measured_reasons,
    "rules": rules_reasons,
    "demand": demand_reasons,
    "money": money_reasons,
    "data": data_reasons,
    "market": market_reasons,
    "edge": edge_reasons,
    "team": team_reasons,
}
