"""What speaks for AI and against it, by the published lists: grouped, counted and said."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from estimators.need_for_ai.assessment import Assessment
    from estimators.need_for_ai.cues import Cue, Cues
    from estimators.need_for_ai.reasons import Reason


@dataclass(frozen=True)
class CueGroup:
    """Cues whose answers say the same."""

    title: str  # "Speaks for AI"
    effect: str  # "for", "against", "met", "missing", "neither", "open"
    cues: tuple["Cue", ...]


def cue_groups(cues: "Cues") -> tuple[CueGroup, ...]:
    """What the answers say, what matters most first; groups without any are left out."""
    groups = (
        CueGroup("Speaks for AI", "for", cues.for_ai),
        CueGroup("Speaks against AI", "against", cues.against_ai),
        CueGroup("Missing", "missing", cues.missing),
        CueGroup("In place", "met", cues.met),
        CueGroup("Speaks for neither", "neither", cues.neither),
        CueGroup("Not answered", "open", cues.open),
    )
    return tuple(group for group in groups if group.cues)


def cues_summary(cues: "Cues") -> str:
    """Which way the answered cues lean, and how many are open."""
    return f"{cues.sentence} {len(cues.open)} of {len(cues.all)} cues are open."


def ready_sentence(cues: "Cues") -> str:
    """How much of the lists is in place: the canvas, the framing, the data."""
    ready = cues.ready
    level = ready["data_level"]
    data = (
        f"Data {level}: {_lower(data_level(cues))}" if level else "How ready the data are: unknown."
    )
    return (
        f"AI Canvas: {ready['canvas']} of 7 boxes filled. "
        f"Problem framing: {ready['framing']} of 7 steps. {data}"
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


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
