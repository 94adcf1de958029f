"""What a stub answers with: text, a recommendation, tags, an extraction, an action, a photo…"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from estimators.base.spoken_answer import answer_sentence
from mock_ai.conversation import OperatorRouting, Reply, ToolCall
from mock_ai.stubs.conditions import MatchedRequest
from mock_ai.stubs.invented_people import InventedPeople
from mock_ai.stubs.photos import as_png, pictures_in
from mock_ai.stubs.requested_format import (
    arguments_as_asked,
    fields_as_asked,
    list_as_asked,
    text_as_asked,
    wants_json,
)
from mock_ai.stubs.template_functions import TemplateValues
from mock_ai.stubs.templates import render


class Content(Protocol):
    """Makes the reply to a prompt; chance comes from ``blanks.luck`` alone."""

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply: ...


@dataclass(frozen=True)
class TextContent:
    """A text or template. It is also what a transcript or a translation is written with."""

    text: str

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """The text, its blanks filled."""
        return Reply(text_as_asked(asked.prompt, render(self.text, values), seed))


@dataclass(frozen=True)
class GeneratedText:
    """Text generation: so many plain sentences, after a first one about the matter."""

    sentences: int
    about: str

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """The first sentence from the template, the others from a small stock."""
        first = render(self.about, values).strip()
        rest = InventedPeople(values.luck).sentences(max(self.sentences - bool(first), 0))
        return Reply(text_as_asked(asked.prompt, f"{first} {rest}".strip(), seed))


@dataclass(frozen=True)
class Recommendation:
    """The best ``count`` of the items, in an order that belongs to what was asked."""

    items: tuple[str, ...]
    count: int

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """A numbered list, or the JSON asked for."""
        chosen = _chosen(self.items, self.count, values)
        written = list_as_asked(asked.prompt, chosen, "recommendations", seed)
        numbered = "\n".join(f"{place}. {item}" for place, item in enumerate(chosen, 1))
        return Reply(numbered if written is None else written)


@dataclass(frozen=True)
class TagList:
    """Tags: first those that the message names, then others of the list, ``count`` in all."""

    items: tuple[str, ...]
    count: int

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """The tags in a line, or the JSON asked for."""
        text = asked.words("text").casefold()
        shuffled = _chosen(self.items, len(self.items), values)
        chosen = sorted(shuffled, key=lambda tag: tag.casefold() not in text)[: self.count]
        written = list_as_asked(asked.prompt, chosen, "tags", seed)
        return Reply(", ".join(chosen) if written is None else written)


@dataclass(frozen=True)
class Extraction:
    """Fields as JSON; what the client's schema asks for beyond them is made up to fit it."""

    fields: tuple[tuple[str, str], ...]

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """One JSON object."""
        filled = {name: render(text, values) for name, text in self.fields}
        return Reply(fields_as_asked(asked.prompt, filled, seed))


@dataclass(frozen=True)
class ActionCall:
    """An automation that “does” a thing: it calls the client's tool, then says so.

    Where the client offers no such tool, or has brought its result, only ``say`` is answered.
    """

    tool: str
    arguments: tuple[tuple[str, str], ...]
    say: str

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """A call, or the sentence after it."""
        prompt = asked.prompt
        offered = next((tool for tool in prompt.tools if tool.name == self.tool), None)
        said = render(self.say, values)
        if offered is None or prompt.tool_result is not None or prompt.tool_choice == "none":
            return Reply(text_as_asked(prompt, said, seed))
        filled = {name: render(text, values) for name, text in self.arguments}
        arguments = arguments_as_asked(prompt, offered, filled, seed)
        return Reply(calls=(ToolCall(self.tool, arguments),), stop="tool")


@dataclass(frozen=True)
class ActionCalls:
    """Several things at once, in one answer."""

    actions: tuple[ActionCall, ...]

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """All the calls that the client can take; without any, what the first one says."""
        replies = [action.make(asked, values, seed) for action in self.actions]
        calls = tuple(call for reply in replies for call in reply.calls)
        return Reply(calls=calls, stop="tool") if calls else replies[0]


@dataclass(frozen=True)
class PhotoContent:
    """A photo of a folder: the one whose name the message says, or one drawn."""

    folder: Path
    say: str

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """The photo as PNG, with a sentence for clients that cannot show it."""
        text = asked.words("text").casefold()
        pictures = pictures_in(self.folder)
        named = [path for path in pictures if _spoken(path) in text]
        chosen = values.luck.choice(named or pictures) if pictures else None
        photo = as_png(chosen) if chosen else None
        said = render(self.say, values) or (_spoken(chosen) if chosen else "")
        return Reply(
            text_as_asked(asked.prompt, said, seed), images=() if photo is None else (photo,)
        )


@dataclass(frozen=True)
class PhraseBook:
    """Translation by a phrase book; what is not in it comes back marked with the language."""

    language: str
    phrases: tuple[tuple[str, str], ...]

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """The longest phrase that the message contains."""
        text = " ".join(asked.words("text").casefold().split())
        known = [pair for pair in self.phrases if " ".join(pair[0].casefold().split()) in text]
        best = max(known, key=lambda pair: len(pair[0]), default=None)
        said = (
            f"[{self.language}] {asked.words('text')}" if best is None else render(best[1], values)
        )
        return Reply(text_as_asked(asked.prompt, said, seed))


@dataclass(frozen=True)
class ClassContent:
    """A class and how sure it sounds, in the sentence that classifications have everywhere."""

    label: str
    confidence: float | None

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """“Crack? I’m 72% sure.”, or the JSON asked for."""
        label = render(self.label, values)
        if not wants_json(asked.prompt):
            sentence = answer_sentence(label, self.confidence)
            return Reply(sentence, label=label, confidence=self.confidence)
        fields = {"label": label, "class": label}
        if self.confidence is not None:
            fields["confidence"] = str(self.confidence)
        if asked.prompt.schema is None:
            del fields["class"]
        text = fields_as_asked(asked.prompt, fields, seed)
        return Reply(text, label=label, confidence=self.confidence)


@dataclass(frozen=True)
class OperatorContent:
    """Have a person answer; ``otherwise`` is said if nobody does, or (None) the built-in answer."""

    seconds: float | None
    suggest: tuple[str, ...]
    otherwise: str | None

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """What is said if nobody answers, routed to a person."""
        routing = OperatorRouting(
            self.seconds, tuple(render(text, values) for text in self.suggest)
        )
        if self.otherwise is None:
            return Reply(operator=routing)
        said = text_as_asked(asked.prompt, render(self.otherwise, values), seed)
        return Reply(said, operator=routing)


def _chosen(items: tuple[str, ...], count: int, values: TemplateValues) -> list[str]:
    return values.luck.sample(items, min(count, len(items)))


def _spoken(path: Path) -> str:
    return path.stem.replace("_", " ").replace("-", " ").casefold()
