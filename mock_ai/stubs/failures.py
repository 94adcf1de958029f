"""Failures of the AI itself, as presets of one click: what each does, and what to watch for.

The table covers the failures that Hong, Fourney, DeBellis and Amershi derive for language
products in “Planning for Natural Language Failures with the AI Playbook”, CHI 2021
(https://doi.org/10.1145/3411764.3445735), from noticing that it is meant, over hearing and
understanding, to answering, and adds those that people report of today's models. The words are ours.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from mock_ai.errors import UserError
from mock_ai.stubs import effects
from mock_ai.stubs.effects import Effect
from mock_ai.stubs.matching import Condition, ValueTest
from mock_ai.stubs.patterns import Pattern

Stage = Literal["attention", "hearing", "understanding", "answer", "action"]


@dataclass(frozen=True)
class AiFailure:
    """A way in which an AI fails. ``does`` says what happens, ``watch`` what to look for in people."""

    id: str
    name: str
    stage: Stage
    does: str
    watch: str
    effect: Effect
    condition: Condition | None = None  # the requests it strikes, where that is the point


@dataclass(frozen=True)
class PlannedFailure:
    """A failure at work: it strikes a share ``rate`` of the requests that the condition means."""

    failure: AiFailure
    rate: float = 1.0
    condition: Condition | None = None


_BEYOND_ASCII = Condition(texts=(("text", ValueTest(pattern=Pattern(r"[^\s!-~‘’“”–—…€]"))),))

# fmt: off
_TABLE = (
    AiFailure("missed-trigger", "Missed trigger", "attention", "It should have answered and stays silent.", "Do people notice, and how do they try again?", effects.silent),
    AiFailure("over-trigger", "Over-trigger", "attention", "It does something that nobody asked for.", "Can they stop or undo it, and do they trust it after?", effects.unasked),
    AiFailure("delayed", "Delayed", "attention", "The answer comes six seconds late.", "Do they wait, ask twice, or do it themselves?", effects.late),
    AiFailure("partial-transcript", "Partial transcript", "hearing", "It stops listening early; the end is missing.", "Do they see that something is missing before they send it?", effects.first_part),
    AiFailure("overcapture", "Overcapture", "hearing", "Words of somebody else get in.", "Do they find and remove what is not theirs?", effects.too_much),
    AiFailure("noisy-channel", "Noisy channel", "hearing", "Noise leaves holes.", "Do they repeat, or fill the holes themselves?", effects.gaps),
    AiFailure("transcription-error", "Transcription error", "hearing", "Words that sound alike are mixed up.", "Which mistakes do they correct, and which slip by?", effects.misheard),
    AiFailure("no-understanding", "No understanding", "understanding", "It says that it did not get it.", "How often do they rephrase before they give up?", effects.blank),
    AiFailure("misunderstanding", "Misunderstanding", "understanding", "It answers another question.", "Do they see that it is beside the point?", effects.beside_the_point),
    AiFailure("partial-understanding", "Partial understanding", "understanding", "It deals with the first part and drops the rest.", "Do they miss the part that was dropped?", effects.half_of_it),
    AiFailure("ambiguity", "Ambiguity", "understanding", "It asks back which of two was meant.", "Is asking back a help or a nuisance?", effects.asks_back),
    AiFailure("forgets", "Forgets", "understanding", "From the second turn on it no longer knows what was said.", "Do they say everything again, or leave?", effects.forgets),
    AiFailure("hallucination", "Hallucination", "answer", "It adds a fact with a source that does not exist.", "Does anybody check the source?", effects.invented_source),
    AiFailure("wrong-numbers", "Wrong numbers", "answer", "Every number is another one.", "Do they compare with what they know?", effects.other_numbers),
    AiFailure("overconfidence", "Overconfidence", "answer", "It sounds certain, right or wrong.", "Do they follow it against better knowledge?", effects.certain),
    AiFailure("underconfidence", "Underconfidence", "answer", "It doubts itself so much that it is no help.", "Do they ignore answers that were right?", effects.unsure),
    AiFailure("refusal", "Refusal", "answer", "It declines something harmless.", "Is there another way to get it done?", effects.refused),
    AiFailure("wrong-language", "Wrong language", "answer", "It answers fluently in another language.", "Can they get back, and do they know how?", effects.foreign),
    AiFailure("stale-knowledge", "Stale knowledge", "answer", "It tells the past as today.", "Do they notice the date?", effects.stale),
    AiFailure("biased-on-a-slice", "Biased on a slice", "answer", "It fails messages with letters beyond plain English, and no others.", "Would your test people have met it?", effects.beside_the_point, _BEYOND_ASCII),
    AiFailure("inconsistent", "Inconsistent answers", "answer", "Asked again, it says the opposite.", "Which of the two do they believe?", effects.another_answer),
    AiFailure("agrees-with-all", "Agrees with everything", "answer", "Whatever is said is right.", "Do they notice that it no longer helps?", effects.agrees),
    AiFailure("long-winded", "Long-winded", "answer", "The answer is buried in ten sentences.", "Do they find it?", effects.long_winded),
    AiFailure("tells-instructions", "Tells its instructions", "answer", "Its instructions come out with the answer.", "What would that give away in your product?", effects.tells_secrets),
    AiFailure("broken-form", "Broken form", "answer", "JSON comes wrapped in chatter.", "Does the prototype recover, or show an error to people?", effects.broken_form),
    AiFailure("false-done", "Says done, did nothing", "action", "It reports success without calling the tool.", "How long until somebody finds out?", effects.claimed),
)
# fmt: on
FAILURES = MappingProxyType({failure.id: failure for failure in _TABLE})
"""Every preset by its id."""


def failure(failure_id: str) -> AiFailure:
    """A preset by its id.

    Raises
    ------
    UserError : no preset has that id.
    """
    if failure_id not in FAILURES:
        raise UserError(
            f"There is no failure “{failure_id}”.",
            f"The presets are {', '.join(FAILURES)}.",
            "Choose one of them.",
        )
    return FAILURES[failure_id]
