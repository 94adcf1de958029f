"""`assess`: a case in; a verdict, the way to do it, its reasons and what would change it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from estimators.base.codec import printed
from estimators.case.input_words import InputWords, words_for
from estimators.case.questions import read_case
from estimators.need_for_ai.considered import Considered, Reason
from estimators.need_for_ai.cues import Cues, cues_of
from estimators.need_for_ai.findings import find
from estimators.need_for_ai.reasons import reasons_for
from estimators.need_for_ai.sensitivity import FlipPoint, flip_points, open_together, straddling
from estimators.need_for_ai.verdict_rules import decide
from estimators.need_for_ai.verdict_text import (
    Advice,
    Oddity,
    Success,
    advice_of,
    headline_and_why,
    oddities_of,
    open_sentence,
    success_of,
)


@dataclass(frozen=True)
class Assessment:
    """The answer to “does this problem need AI, and which kind?”.

    Attributes
    ----------
    verdict : str
        no_ai_rules, leave_as_it_is, fake_it_first, collect_first, buy_api, automl_finetune, build_custom,
        do_not_launch or launch.
    how : str or None
        Which way: rule, buy_product, prompt_api, prompt_with_retrieval, fine_tune_hosted, self_host_open_weights,
        train_own or build_from_scratch; None where nothing is made.
    blocked_by : str or None
        law or rights, where that comes before everything else.
    headline, why : str
        The verdict as a sentence of at most 62 characters, and one sentence that supports it.
    reasons, flip_points : tuple
        The deciding reason first; the nearest flip first.
    open_answers : tuple of str
        Inputs that could change the verdict, found by trying: unknown ones, the nearest first, and ranges with an end
        beyond a border.
    settled : bool
        Whether not even two open answers together could change it.
    open_sentence : str
        Both in words.
    cues : Cues
        What speaks for and against AI, what is missing and how ready the data are.
    success, success_sentence : Success, str
        When to stop: the number, where it ends being good enough, and what is done then.
    ignored : tuple of str
        Names in the case that no question uses.
    oddities : tuple of Oddity
        Answers that sit oddly together.
    words : InputWords
        What the inputs are called.
    """

    verdict: str
    how: str | None
    blocked_by: str | None
    headline: str
    why: str
    reasons: tuple[Reason, ...]
    flip_points: tuple[FlipPoint, ...]
    open_answers: tuple[str, ...]
    settled: bool
    open_sentence: str
    advice: Advice
    success: Success
    success_sentence: str
    cues: Cues
    ignored: tuple[str, ...]
    oddities: tuple[Oddity, ...]
    words: InputWords = field(repr=False)  # says nothing beside the rest

    def to_json(self) -> dict[str, Any]:
        """The assessment as the command line prints it and a project keeps it.

        `confidence` is null: nobody has calibrated how often such verdicts are right.
        """
        document = {**printed(self), "confidence": None, "unknowns": [*self.open_answers]}
        del document["oddities"], document["words"]
        return {**document, "notes": [*self.notes]}

    @property
    def waits_for_who_checks(self) -> bool:
        """Whether it holds only if a person checks each result, which nobody has said."""
        return any(reason.finding == "condition" for reason in self.reasons)

    @property
    def notes(self) -> tuple[str, ...]:
        """The oddities, each with the names of the inputs that it is about."""
        return tuple(oddity.note for oddity in self.oddities)


def verdict_of(case: Mapping[str, Any]) -> str:
    """The verdict of `assess` alone, in a hundredth of its time: without what would change it and without its words.

    Raises
    ------
    UserError
        If an input cannot be right; the sentence names it.
    """
    answers = read_case(case)
    return decide(answers.values, find(answers.values)).verdict


def assess(case: Mapping[str, Any]) -> Assessment:
    """Answer “does this problem need AI, and which kind?” for a case whose answers may be missing or unknown.

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
    Gates come first and nothing makes up for them; then what there is to learn from or to buy, and money among what is
    left. The criteria are those of sources.json; docs/method-decide.md explains them.
    """
    answers = read_case(case)
    found = find(answers.values)
    decision = decide(answers.values, found)
    words = words_for(case)
    flips = flip_points(answers, words)
    still_open = (*(flip.input for flip in flips if flip.start is None), *straddling(answers))
    settled = not still_open and not open_together(answers)
    cues = cues_of(answers.values, answers.elsewhere)
    considered = Considered(answers.values, found.view, found, decision, still_open, cues)
    success = success_of(considered)
    if considered.waits_for_who_checks:  # the first that a lawyer asks
        still_open = tuple(sorted(still_open, key=lambda name: name != "human_in_loop"))
    headline, why = headline_and_why(considered)
    return Assessment(
        verdict=decision.verdict,
        how=decision.how,
        blocked_by=decision.blocked_by,
        headline=headline,
        why=why,
        reasons=reasons_for(considered),
        flip_points=flips,
        open_answers=still_open,
        settled=settled,
        open_sentence=open_sentence(len(still_open), settled=settled),
        advice=advice_of(considered),
        success=success,
        success_sentence=success.sentence,
        cues=cues,
        ignored=answers.ignored,
        oddities=tuple(oddities_of(answers)),
        words=words,
    )
