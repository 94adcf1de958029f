"""Failures of the AI itself, as presets of one click: what each does, and what to watch for.

The table covers the scenarios of Microsoft's HAX Playbook (https://github.com/microsoft/HAXPlaybook;
Hong et al., “Planning for Natural Language Failures with the AI Playbook”, CHI 2021,
https://doi.org/10.1145/3411764.3445735): errors of input, trigger, delimiter, interpretation and
response. Its errors of classification are the dials of a scenario (accuracy, skew, confusion).
Failures that people report of today's models are added. The words are ours.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

from estimators.base.errors import UserError
from mock_ai.conversation import Reply, ToolCall
from mock_ai.schema_instance import ValueSource, schema_instance
from mock_ai.stubs import failure_effects as effects
from mock_ai.stubs.conditions import StubCondition, ValueTest
from mock_ai.stubs.failure_effects import Case, Effect, deep, on_words
from mock_ai.stubs.patterns import Pattern
from mock_ai.stubs.requested_format import as_json

Stage = Literal["attention", "hearing", "understanding", "answer", "list", "action"]


@dataclass(frozen=True)
class AiFailure:
    """A way in which an AI fails. ``does`` says what happens, ``watch`` what to look for in people."""

    id: str
    name: str
    stage: Stage
    does: str
    watch: str
    effect: Effect
    condition: StubCondition | None = None  # the requests it strikes, where that is the point


@dataclass(frozen=True)
class PlannedFailure:
    """A failure at work: it strikes a share ``rate`` of the requests that the condition means."""

    failure: AiFailure
    rate: float = 1.0
    condition: StubCondition | None = None


# Lists and actions ----------------------------------------------------------------------------

_NUMBERED = re.compile(r"^\d{1,3}\. (.*)$", re.MULTILINE)


def _on_items(reply: Reply, change: Callable[[list[str]], list[str]]) -> Reply:
    """Change the items of every list of texts in the answer (numbered lines, a line of tags, lists of a JSON answer);
    without a list nothing changes."""

    def changed(part: Any) -> Any:
        texts = isinstance(part, list) and part and all(isinstance(item, str) for item in part)
        return change(part) if texts else part

    document = as_json(reply.text)
    if document is not None:
        return replace(reply, text=json.dumps(deep(document, changed), ensure_ascii=False))
    numbered = _NUMBERED.findall(reply.text)
    if numbered:
        lines = [f"{place}. {item}" for place, item in enumerate(change(numbered), 1)]
        return replace(reply, text="\n".join(lines))
    tags = reply.text.split(", ")
    if len(tags) > 1 and not re.search(r"[.?!]", reply.text):
        return replace(reply, text=", ".join(change(tags)))
    return reply


def changes_items(change: Callable[[list[str], Case], list[str]]) -> Effect:
    """An effect on each list of the answer."""
    return lambda reply, case: _on_items(reply, lambda items: change(items, case))


def wrong_action(reply: Reply, case: Case) -> Reply:
    """Another tool than the one that was meant; without another, other arguments."""
    if not reply.calls:
        return on_words(reply, lambda text: f"I’ve deleted it, as you wished. {text}")
    prompt = case.asked.prompt
    others = [tool for tool in prompt.tools if tool.name != reply.calls[0].name]
    offered = others or list(prompt.tools)
    if not offered:  # a recorded call of tools that the client does not offer any more
        return replace(reply, calls=(ToolCall(reply.calls[0].name, {}),))
    tool = case.luck.choice(offered)
    made = schema_instance(
        tool.schema, ValueSource("", case.luck.randrange(10**6), "something else")
    )
    return replace(reply, calls=(ToolCall(tool.name, made if isinstance(made, dict) else {}),))


@changes_items
def ranked_badly(items: list[str], _: Case) -> list[str]:
    """The best comes last."""
    return items[::-1]


@changes_items
def with_holes(items: list[str], case: Case) -> list[str]:
    """One item is missing."""
    gone = case.luck.randrange(len(items))
    return [item for place, item in enumerate(items) if place != gone] or items


@changes_items
def all_alike(items: list[str], _: Case) -> list[str]:
    """The same item again under other words."""
    again = [items[0], f"the {items[0]}", f"{items[0]}s"]
    return [again[place % 3] for place in range(max(len(items), 2))]


@changes_items
def with_an_empty_item(items: list[str], case: Case) -> list[str]:
    """An item that says nothing: “null”."""
    place = case.luck.randrange(len(items))
    return [*items[:place], "null", *items[place + 1 :]]


_BEYOND_ASCII = StubCondition(texts=(("text", ValueTest(pattern=Pattern(r"[^\s!-~‘’“”–—…€]"))),))

# fmt: off
_TABLE = (
    AiFailure("missed-trigger", "Missed trigger", "attention", "It should have answered and stays silent.", "Do people notice, and how do they try again?", effects.silent),
    AiFailure("over-trigger", "Over-trigger", "attention", "It does something that nobody asked for.", "Can they stop or undo it, and do they trust it after?", effects.unasked),
    AiFailure("too-early", "Too early", "attention", "It answers at once, to the first words only.", "Do they start over, or talk on?", effects.too_early),
    AiFailure("too-often", "Too often", "attention", "The answer, or the action, comes three times.", "Do they notice the copies, and can they undo them?", effects.three_times),
    AiFailure("delayed", "Delayed", "attention", "The answer comes six seconds late.", "Do they wait, ask twice, or do it themselves?", effects.late),
    AiFailure("gives-up", "Gives up late", "attention", "It takes ten seconds more, and then nothing comes.", "When do they stop waiting?", effects.gives_up),
    AiFailure("partial-transcript", "Partial transcript", "hearing", "It stops listening early; the end is missing.", "Do they see that something is missing before they send it?", effects.first_part),
    AiFailure("overcapture", "Overcapture", "hearing", "Words of somebody else get in.", "Do they find and remove what is not theirs?", effects.too_much),
    AiFailure("noisy-channel", "Noisy channel", "hearing", "Noise leaves holes.", "Do they repeat, or fill the holes themselves?", effects.gaps),
    AiFailure("transcription-error", "Transcription error", "hearing", "Words that sound alike are mixed up.", "Which mistakes do they correct, and which slip by?", effects.misheard),
    AiFailure("spelling-error", "Spelling error", "hearing", "Letters swap places.", "Can they still read it, and do they correct it?", effects.misspelt),
    AiFailure("no-understanding", "No understanding", "understanding", "It says that it did not get it.", "How often do they rephrase before they give up?", effects.blank),
    AiFailure("misunderstanding", "Misunderstanding", "understanding", "It answers another question.", "Do they see that it is beside the point?", effects.beside_the_point),
    AiFailure("partial-understanding", "Partial understanding", "understanding", "It deals with the first part and drops the rest.", "Do they miss the part that was dropped?", effects.half_of_it),
    AiFailure("ignores-details", "Ignores details", "understanding", "It gets the point and leaves out dates, numbers and names.", "Do they check the details, or only the point?", effects.without_details),
    AiFailure("adds-a-detail", "Adds a detail", "understanding", "It gets the point and adds something that nobody said.", "Do they find what they did not say?", effects.with_a_detail),
    AiFailure("ambiguity", "Ambiguity", "understanding", "It asks back which of two was meant.", "Is asking back a help or a nuisance?", effects.asks_back),
    AiFailure("forgets", "Forgets", "understanding", "From the second turn on it no longer knows what was said.", "Do they say everything again, or leave?", effects.forgets),
    AiFailure("hallucination", "Hallucination", "answer", "It adds a claim with a source that does not exist.", "Does anybody check the source?", effects.invented_source),
    AiFailure("wrong-numbers", "Wrong numbers", "answer", "Every number is another one.", "Do they compare with what they know?", effects.other_numbers),
    AiFailure("wrong-fact", "Wrong fact", "answer", "It says the opposite of what is true.", "Do they know better, and say so?", effects.contradicted),
    AiFailure("incoherent", "Incoherent", "answer", "Half of the answer, and then something else.", "Do they ask again, or take the half?", effects.drifting),
    AiFailure("missing-word", "Missing word", "answer", "The word that matters most is missing.", "Do they guess it, and rightly?", effects.without_the_word),
    AiFailure("nonsense", "Nonsense", "answer", "Words without sense.", "What do they make of the product after one of these?", effects.only_small_words),
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
    AiFailure("poor-ranking", "Poor ranking", "list", "The best comes last.", "How far down do they look?", ranked_badly),
    AiFailure("missing-item", "Missing item", "list", "One item of the list is missing.", "Do they miss it?", with_holes),
    AiFailure("repeated-items", "Repeated items", "list", "The same item again under other words.", "Do they feel that there is a choice?", all_alike),
    AiFailure("empty-item", "Empty item", "list", "One item says “null”.", "Does the prototype show it, or leave it out?", with_an_empty_item),
    AiFailure("false-done", "Says done, did nothing", "action", "It reports success without calling the tool.", "How long until somebody finds out?", effects.claimed),
    AiFailure("wrong-action", "Wrong action", "action", "It does something else than was asked.", "Can they undo it, and do they see it in time?", wrong_action),
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
