"""`assess`: a case in; a verdict, its reasons, how sure it is and what would change it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from estimators.base.codec import printed
from estimators.case.questions import read_case
from estimators.need_for_ai.certainty import certainty
from estimators.need_for_ai.cues import Cues, cues_of
from estimators.need_for_ai.reasons import Considered, Reason, reasons_for
from estimators.need_for_ai.sensitivity import FlipPoint, flip_points
from estimators.need_for_ai.verdict_rules import find, verdict_of, view_of
from estimators.need_for_ai.verdict_text import (
    Advice,
    Oddity,
    Success,
    advice_of,
    headline_and_why,
    oddities_of,
    success_of,
)


@dataclass(frozen=True)
class Assessment:
    """The answer to “does this problem need AI?”.

    Attributes
    ----------
    verdict : str
        no_ai_rules, fake_it_first, buy_api, automl_finetune, build_custom or do_not_launch.
    headline, why : str
        The verdict as a sentence of at most 62 characters, and one sentence that supports it.
    confidence : float
        0 to 1; never rises when an answer becomes unknown.
    reasons, flip_points : tuple
        The deciding reason first; the nearest flip first.
    unknowns : tuple of str
        Inputs not known that could change the verdict: first those that could do so alone, the
        weightiest first.
    fragile : tuple of str
        Known inputs that would change the verdict if they were a step off.
    cues : Cues
        What speaks for and against AI, what is missing and how ready the data are.
    success, success_sentence : Success, str
        When to stop: the number, where it ends being good enough, and what is done then.
    ignored : tuple of str
        Names in the case that no question uses.
    oddities : tuple of Oddity
        Answers that sit oddly together.
    """

    verdict: str
    headline: str
    why: str
    confidence: float
    reasons: tuple[Reason, ...]
    flip_points: tuple[FlipPoint, ...]
    unknowns: tuple[str, ...]
    fragile: tuple[str, ...]
    advice: Advice
    success: Success
    success_sentence: str
    cues: Cues
    ignored: tuple[str, ...]
    oddities: tuple[Oddity, ...]

    def to_json(self) -> dict[str, Any]:
        """The assessment as the command line prints it and a project keeps it: the confidence to four digits."""
        document = {**printed(self), "confidence": round(self.confidence, 4)}
        del document["oddities"]
        return {**document, "notes": [*self.notes]}

    @property
    def notes(self) -> tuple[str, ...]:
        """The oddities, each with the names of the inputs that it is about."""
        return tuple(oddity.note for oddity in self.oddities)


def assess(case: Mapping[str, Any]) -> Assessment:
    """Answer “does this problem need AI?” for a case whose answers may be missing or unknown.

    Parameters
    ----------
    case : mapping
        Inputs by the names in questions.json, any of them missing or None. Numbers may also be
        ranges: [low, high] or {"low", "high"} with an optional "value" and "source".

    Raises
    ------
    UserError
        If an input cannot be right; the sentence names it.

    Notes
    -----
    Gates come first and nothing makes up for them: forbidden by law; grave harm without validation
    or below the bar; a written rule does it; nobody has shown that they want it. Then the ladder:
    buy, tune, build. The criteria are those of sources.json; docs/method-decide.md explains them.
    """
    answers = read_case(case)
    found = find(answers.values)
    verdict = verdict_of(found)
    sure = certainty(answers)
    flips = flip_points(answers)
    flips_now = {flip.input for flip in flips}
    open_cues = [f.input for f in flips if f.start is None and f.input not in sure.unknowns]
    unknowns = (*sorted(sure.unknowns, key=lambda name: name not in flips_now), *open_cues)
    cues = cues_of(answers.values, answers.elsewhere)
    view = view_of(answers.values)
    considered = Considered(answers.values, view, found, verdict, unknowns, cues)
    success = success_of(considered)
    headline, why = headline_and_why(considered)
    return Assessment(
        verdict=verdict,
        headline=headline,
        why=why,
        confidence=sure.confidence,
        reasons=reasons_for(considered),
        flip_points=flips,
        unknowns=unknowns,
        fragile=sure.fragile,
        advice=advice_of(considered),
        success=success,
        success_sentence=success.sentence,
        cues=cues,
        ignored=answers.ignored,
        oddities=tuple(oddities_of(answers)),
    )
