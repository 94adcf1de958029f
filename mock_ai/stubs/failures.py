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

from estimators.base.pattern import Pattern
from estimators.base.sentence import tr
from mock_ai.conversation import Reply, ToolCall
from mock_ai.schema_instance import ValueSource, schema_instance
from mock_ai.stubs import failure_effects as effects
from mock_ai.stubs.conditions import StubCondition, ValueTest
from mock_ai.stubs.failure_effects import Case, Effect, deep, on_words
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
        return on_words(reply, lambda text: tr("I’ve deleted it, as you wished. {text}", text=text))
    prompt = case.asked.prompt
    others = [tool for tool in prompt.tools if tool.name != reply.calls[0].name]
    offered = others or list(prompt.tools)
    if not offered:  # a recorded call of tools that the client does not offer any more
        return replace(reply, calls=(ToolCall(reply.calls[0].name, {}),))
    tool = case.luck.choice(offered)
    made = schema_instance(
        tool.schema, ValueSource("", case.luck.randrange(10**6), tr("something else"))
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
    again = [items[0], tr("the {n}", n=items[0]), f"{items[0]}s"]
    return [again[place % 3] for place in range(max(len(items), 2))]


@changes_items
def with_an_empty_item(items: list[str], case: Case) -> list[str]:
    """An item that says nothing: “null”."""
    place = case.luck.randrange(len(items))
    return [*items[:place], "null", *items[place + 1 :]]


_BEYOND_ASCII = StubCondition(texts=(("text", ValueTest(regex=Pattern(r"[^\s!-~‘’“”–—…€]"))),))

# fmt: off
_TABLE = (
    AiFailure("missed-trigger", tr("Missed trigger"), "attention", tr("It should have answered and stays silent."), tr("Do people notice, and how do they try again?"), effects.silent),
    AiFailure("over-trigger", "Over-trigger", "attention", tr("It does something that nobody asked for."), tr("Can they stop or undo it, and do they trust it after?"), effects.unasked),
    AiFailure("too-early", tr("Too early"), "attention", tr("It answers at once, to the first words only."), tr("Do they start over, or talk on?"), effects.too_early),
    AiFailure("too-often", tr("Too often"), "attention", tr("The answer, or the action, comes three times."), tr("Do they notice the copies, and can they undo them?"), effects.three_times),
    AiFailure("delayed", "Delayed", "attention", tr("The answer comes six seconds late."), tr("Do they wait, ask twice, or do it themselves?"), effects.late),
    AiFailure("gives-up", tr("Gives up late"), "attention", tr("It takes ten seconds more, and then nothing comes."), tr("When do they stop waiting?"), effects.gives_up),
    AiFailure("partial-transcript", tr("Partial transcript"), "hearing", tr("It stops listening early; the end is missing."), tr("Do they see that something is missing before they send it?"), effects.first_part),
    AiFailure("overcapture", "Overcapture", "hearing", tr("Words of somebody else get in."), tr("Do they find and remove what is not theirs?"), effects.too_much),
    AiFailure("noisy-channel", tr("Noisy channel"), "hearing", tr("Noise leaves holes."), tr("Do they repeat, or fill the holes themselves?"), effects.gaps),
    AiFailure("transcription-error", tr("Transcription error"), "hearing", tr("Words that sound alike are mixed up."), tr("Which mistakes do they correct, and which slip by?"), effects.misheard),
    AiFailure("spelling-error", tr("Spelling error"), "hearing", tr("Letters swap places."), tr("Can they still read it, and do they correct it?"), effects.misspelt),
    AiFailure("no-understanding", tr("No understanding"), "understanding", tr("It says that it did not get it."), tr("How often do they rephrase before they give up?"), effects.blank),
    AiFailure("misunderstanding", "Misunderstanding", "understanding", tr("It answers another question."), tr("Do they see that it is beside the point?"), effects.beside_the_point),
    AiFailure("partial-understanding", tr("Partial understanding"), "understanding", tr("It deals with the first part and drops the rest."), tr("Do they miss the part that was dropped?"), effects.half_of_it),
    AiFailure("ignores-details", tr("Ignores details"), "understanding", tr("It gets the point and leaves out dates, numbers and names."), tr("Do they check the details, or only the point?"), effects.without_details),
    AiFailure("adds-a-detail", tr("Adds a detail"), "understanding", tr("It gets the point and adds something that nobody said."), tr("Do they find what they did not say?"), effects.with_a_detail),
    AiFailure("ambiguity", "Ambiguity", "understanding", tr("It asks back which of two was meant."), tr("Is asking back a help or a nuisance?"), effects.asks_back),
    AiFailure("forgets", "Forgets", "understanding", tr("From the second turn on it no longer knows what was said."), tr("Do they say everything again, or leave?"), effects.forgets),
    AiFailure("hallucination", "Hallucination", "answer", tr("It adds a claim with a source that does not exist."), tr("Does anybody check the source?"), effects.invented_source),
    AiFailure("wrong-numbers", tr("Wrong numbers"), "answer", tr("Every number is another one."), tr("Do they compare with what they know?"), effects.other_numbers),
    AiFailure("wrong-fact", tr("Wrong fact"), "answer", tr("It says the opposite of what is true."), tr("Do they know better, and say so?"), effects.contradicted),
    AiFailure("incoherent", "Incoherent", "answer", tr("Half of the answer, and then something else."), tr("Do they ask again, or take the half?"), effects.drifting),
    AiFailure("missing-word", tr("Missing word"), "answer", tr("The word that matters most is missing."), tr("Do they guess it, and rightly?"), effects.without_the_word),
    AiFailure("nonsense", "Nonsense", "answer", tr("Words without sense."), tr("What do they make of the product after one of these?"), effects.only_small_words),
    AiFailure("overconfidence", "Overconfidence", "answer", tr("It sounds certain, right or wrong."), tr("Do they follow it against better knowledge?"), effects.certain),
    AiFailure("underconfidence", "Underconfidence", "answer", tr("It doubts itself so much that it is no help."), tr("Do they ignore answers that were right?"), effects.unsure),
    AiFailure("refusal", "Refusal", "answer", tr("It declines something harmless."), tr("Is there another way to get it done?"), effects.refused),
    AiFailure("wrong-language", tr("Wrong language"), "answer", tr("It answers fluently in another language."), tr("Can they get back, and do they know how?"), effects.foreign),
    AiFailure("stale-knowledge", tr("Stale knowledge"), "answer", tr("It tells the past as today."), tr("Do they notice the date?"), effects.stale),
    AiFailure("biased-on-a-slice", tr("Biased on a slice"), "answer", tr("It fails messages with letters beyond plain English, and no others."), tr("Would your test people have met it?"), effects.beside_the_point, _BEYOND_ASCII),
    AiFailure("inconsistent", tr("Inconsistent answers"), "answer", tr("Asked again, it says the opposite."), tr("Which of the two do they believe?"), effects.another_answer),
    AiFailure("agrees-with-all", tr("Agrees with everything"), "answer", tr("Whatever is said is right."), tr("Do they notice that it no longer helps?"), effects.agrees),
    AiFailure("long-winded", "Long-winded", "answer", tr("The answer is buried in ten sentences."), tr("Do they find it?"), effects.long_winded),
    AiFailure("tells-instructions", tr("Tells its instructions"), "answer", tr("Its instructions come out with the answer."), tr("What would that give away in your product?"), effects.tells_secrets),
    AiFailure("broken-form", tr("Broken form"), "answer", tr("JSON comes wrapped in chatter."), tr("Does the prototype recover, or show an error to people?"), effects.broken_form),
    AiFailure("poor-ranking", tr("Poor ranking"), "list", tr("The best comes last."), tr("How far down do they look?"), ranked_badly),
    AiFailure("missing-item", tr("Missing item"), "list", tr("One item of the list is missing."), tr("Do they miss it?"), with_holes),
    AiFailure("repeated-items", tr("Repeated items"), "list", tr("The same item again under other words."), tr("Do they feel that there is a choice?"), all_alike),
    AiFailure("empty-item", tr("Empty item"), "list", tr("One item says “null”."), tr("Does the prototype show it, or leave it out?"), with_an_empty_item),
    AiFailure("false-done", tr("Says done, did nothing"), "action", tr("It reports success without calling the tool."), tr("How long until somebody finds out?"), effects.claimed),
    AiFailure("wrong-action", tr("Wrong action"), "action", tr("It does something else than was asked."), tr("Can they undo it, and do they see it in time?"), wrong_action),
)
# fmt: on
FAILURES = MappingProxyType({failure.id: failure for failure in _TABLE})
"""Every preset by its id."""
