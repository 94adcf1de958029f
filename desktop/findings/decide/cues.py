"""What speaks for AI and against it, by the published lists: grouped, counted and said."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.need_for_ai.assessment import Assessment
    from estimators.need_for_ai.considered import Reason
    from estimators.need_for_ai.cues import Cue, Cues


@dataclass(frozen=True)
class CueGroup:
    """Cues whose answers say the same."""

    title: str  # "Speaks for AI"
    effect: str  # "for", "against", "met", "missing", "neither", "open"
    cues: tuple["Cue", ...]


def cue_groups(cues: "Cues") -> tuple[CueGroup, ...]:
    """What the answers say, what matters most first; groups without any are left out."""
    groups = (
        CueGroup(tr("Speaks for AI"), "for", cues.for_ai),
        CueGroup(tr("Speaks against AI"), "against", cues.against_ai),
        CueGroup(tr("Missing"), "missing", cues.missing),
        CueGroup(tr("In place"), "met", cues.met),
        CueGroup(tr("Speaks for neither"), "neither", cues.neither),
        CueGroup(tr("Not answered"), "open", cues.open),
    )
    return tuple(group for group in groups if group.cues)


def cues_summary(cues: "Cues") -> str:
    """Which way the answered cues lean, and how many are open."""
    return tr(
        "{sentence} Of all {all} cues, with those of canvas, framing and data, {open} are open.",
        sentence=cues.sentence,
        open=len(cues.open),
        all=len(cues.all),
    )


def ready_sentence(cues: "Cues") -> str:
    """How much of the lists is in place: the canvas, the framing, the data."""
    ready = cues.ready
    level = ready["data_level"]
    data = (
        tr("Data {level}: {lower}", level=level, lower=within_a_sentence(data_level(cues)))
        if level
        else tr("How ready the data are: unknown.")
    )
    return tr(
        "AI Canvas: {ready} of 7 boxes filled. Problem framing: {ready_2} of 7 steps. {data}",
        ready=str(ready["canvas"]),
        ready_2=str(ready["framing"]),
        data=data,
    )


def data_level(cues: "Cues") -> str:
    """How ready the data are, as a sentence; empty where unknown."""
    if cues.ready["data_level"] is None:
        return ""
    return next(cue.text for cue in cues.all if cue.group == "data")


def own_reasons(assessment: "Assessment") -> tuple["Reason", ...]:
    """The reasons that are not cues, which are listed by themselves; where cues decided, the first two stay."""
    reasons = assessment.reasons
    decided = bool(reasons) and reasons[0].finding == "cues"
    kept = [reason for reason in reasons if reason.finding == "cues"][: 2 if decided else 0]
    return tuple(reason for reason in reasons if reason.finding != "cues" or reason in kept)
