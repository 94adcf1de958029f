"""More ways for an answer to go wrong: details, lists and actions."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

from mock_ai.conversation import Reply, ToolCall
from mock_ai.schema_instance import ValueSource, schema_instance
from mock_ai.stubs.failure_effects import ELSEWHERE, Case, instead, on_words
from mock_ai.stubs.requested_format import as_json
from mock_ai.stubs.template_functions import InventedPeople

_NUMBERED = re.compile(r"^\d{1,3}\. (.*)$", re.MULTILINE)
_TURNED = (
    (r"\b(is|are|was|were|can|will|has|have|does|do)\b(?! not)", r"\1 not"),
    (r"\bYes\b", "No"),
)


def misspelt(reply: Reply, case: Case) -> Reply:
    """Letters that swapped places."""

    def word(found: "re.Match[str]") -> str:
        text = found[0]
        if len(text) < 4 or case.luck.random() > 0.4:
            return text
        place = case.luck.randrange(1, len(text) - 2)
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]

    return on_words(lambda text: re.sub(r"[^\W\d_]+", word, text))(reply)


def too_early(reply: Reply, case: Case) -> Reply:
    """At once, to the first words of the message."""
    words = case.asked.prompt.last_text.split()
    heard = " ".join(words[: max(1, len(words) // 3)])[:80]
    return instead(reply, f"“{heard}…”: {case.luck.choice(ELSEWHERE)}", delay_seconds=0.0)


def three_times(reply: Reply, _: Case) -> Reply:
    """The answer three times over."""
    return on_words(lambda text: "\n\n".join([text] * 3))(replace(reply, calls=reply.calls * 3))


def gives_up(reply: Reply, _: Case) -> Reply:
    """Ten seconds more, and then nothing."""
    return instead(reply, "", delay_seconds=reply.delay_seconds + 10.0)


def without_details(reply: Reply, _: Case) -> Reply:
    """Numbers, names and the last argument are left out."""

    def change(text: str) -> str:
        bare = re.sub(r"\s?\b\d[\w.,:-]*|(?<=[a-z,] )[A-Z][\w’-]+", "", text)
        return "In general: " + " ".join(bare.split())

    calls = tuple(
        ToolCall(call.name, dict(list(call.arguments.items())[:-1])) for call in reply.calls
    )
    return on_words(change)(replace(reply, calls=calls))


def with_a_detail(reply: Reply, case: Case) -> Reply:
    """Somebody and some time that nobody mentioned."""
    added = f"with {InventedPeople(case.luck).given_name()}, next Thursday"
    calls = tuple(
        ToolCall(
            call.name,
            {k: f"{v}, {added}" if isinstance(v, str) else v for k, v in call.arguments.items()},
        )
        for call in reply.calls
    )
    return on_words(lambda text: f"{text.rstrip('.?! ')}, {added}.")(replace(reply, calls=calls))


def contradicted(reply: Reply, _: Case) -> Reply:
    """The opposite of what is true."""

    def change(text: str) -> str:
        for pattern, turned in _TURNED:
            changed = re.sub(pattern, turned, text, count=1)
            if changed != text:
                return changed
        return f"It is not the case that: {text}"

    return on_words(change)(reply)


def drifting(reply: Reply, case: Case) -> Reply:
    """Half of the answer, and then something else."""

    def change(text: str) -> str:
        words, other = text.split(), case.luck.choice(ELSEWHERE).split()
        return " ".join([*words[: (len(words) + 1) // 2], *other[len(other) // 2 :]])

    return on_words(change)(reply)


def without_the_word(reply: Reply, _: Case) -> Reply:
    """The word that matters most, the longest, is missing."""

    def change(text: str) -> str:
        longest = max(re.findall(r"[^\W\d_]+", text), key=len, default="")
        return " ".join(text.replace(longest, "", 1).split())

    return on_words(change)(reply)


def only_small_words(reply: Reply, _: Case) -> Reply:
    """Words, and no sense."""
    return on_words(lambda text: " ".join(re.findall(r"\b[^\W\d_]{1,3}\b", text)) or "the of a")(
        reply
    )


def wrong_action(reply: Reply, case: Case) -> Reply:
    """Another tool than the one that was meant; without another, other arguments."""
    if not reply.calls:
        return on_words(lambda text: f"I’ve deleted it, as you wished. {text}")(reply)
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


# Lists: numbered lines, a line of tags, or the lists of a JSON answer ------------------------


def on_items(change: Callable[[list[str]], list[str]]) -> Callable[[Reply], Reply]:
    """Change the items of every list of texts in the answer; without a list nothing changes."""

    def changed(value: object) -> object:
        if isinstance(value, dict):
            return {key: changed(item) for key, item in value.items()}
        if isinstance(value, list):
            if value and all(isinstance(item, str) for item in value):
                return change(value)
            return [changed(item) for item in value]
        return value

    def apply(reply: Reply) -> Reply:
        document = as_json(reply.text)
        if document is not None:
            return replace(reply, text=json.dumps(changed(document), ensure_ascii=False))
        numbered = _NUMBERED.findall(reply.text)
        if numbered:
            lines = [f"{place}. {item}" for place, item in enumerate(change(numbered), 1)]
            return replace(reply, text="\n".join(lines))
        tags = reply.text.split(", ")
        if len(tags) > 1 and not re.search(r"[.?!]", reply.text):
            return replace(reply, text=", ".join(change(tags)))
        return reply

    return apply


def ranked_badly(reply: Reply, _: Case) -> Reply:
    """The best comes last."""
    return on_items(lambda items: items[::-1])(reply)


def with_holes(reply: Reply, case: Case) -> Reply:
    """One item is missing."""

    def change(items: list[str]) -> list[str]:
        gone = case.luck.randrange(len(items))
        return [item for place, item in enumerate(items) if place != gone] or items

    return on_items(change)(reply)


def all_alike(reply: Reply, _: Case) -> Reply:
    """The same item again under other words."""

    def change(items: list[str]) -> list[str]:
        again = [items[0], f"the {items[0]}", f"{items[0]}s"]
        return [again[place % 3] for place in range(max(len(items), 2))]

    return on_items(change)(reply)


def with_an_empty_item(reply: Reply, case: Case) -> Reply:
    """An item that says nothing: “null”."""

    def change(items: list[str]) -> list[str]:
        place = case.luck.randrange(len(items))
        return [*items[:place], "null", *items[place + 1 :]]

    return on_items(change)(reply)
