"""What a stub answers with: text, a recommendation, tags, an extraction, an action, a photo…; and how a file says it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import yaml

from estimators.base.phrase import listed
from estimators.base.sentence import tr
from estimators.base.spoken_answer import answer_sentence
from mock_ai.conversation import LONGEST_WAIT, SHORTEST_WAIT, OperatorRouting, Reply, ToolCall
from mock_ai.scenario_reader import Reader, share, up_to, within
from mock_ai.stubs.conditions import MatchedRequest
from mock_ai.stubs.photos import as_png, pictures_in
from mock_ai.stubs.requested_format import (
    arguments_as_asked,
    fields_as_asked,
    list_as_asked,
    text_as_asked,
    wants_json,
)
from mock_ai.stubs.template_check import TemplateRefusedError
from mock_ai.stubs.template_functions import InventedPeople, TemplateValues
from mock_ai.stubs.templates import check_template, has_blanks, render


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

    sentences: int = 3
    about: str = ""

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
    arguments: tuple[tuple[str, str], ...] = ()
    say: str = "Done."

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
    say: str = ""

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
    confidence: float | None = None

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

    wait: float | None = None
    suggest: tuple[str, ...] = ()
    otherwise: str | None = None

    def make(self, asked: MatchedRequest, values: TemplateValues, seed: int) -> Reply:
        """What is said if nobody answers, routed to a person."""
        routing = OperatorRouting(self.wait, tuple(render(text, values) for text in self.suggest))
        if self.otherwise is None:
            return Reply(operator=routing)
        said = text_as_asked(asked.prompt, render(self.otherwise, values), seed)
        return Reply(said, operator=routing)


def _chosen(items: tuple[str, ...], count: int, values: TemplateValues) -> list[str]:
    return values.luck.sample(items, min(count, len(items)))


def _spoken(path: Path) -> str:
    return path.stem.replace("_", " ").replace("-", " ").casefold()


_MOST_SUGGESTED = 9


def content(reader: Reader, node: yaml.Node, parts: Mapping[str, yaml.Node]) -> Content | None:
    """What the parts say, or None where they say nothing."""
    if len(parts) > 1:
        raise reader.complaint(
            node, tr("answers {parts}", parts=listed(list(parts))), tr("One of them is enough")
        )
    for key, part in parts.items():
        return CONTENTS[key](reader, part)
    return None


def template(reader: Reader, node: yaml.Node, key: str) -> str:
    """A text or template, checked."""
    text = reader.words(node, key)
    if has_blanks(text):
        try:
            check_template(text)
        except TemplateRefusedError as error:
            message = str(error)
            raise reader.complaint(
                node,
                tr("has a template for “{key}” that cannot be used", key=key),
                message[:1].upper() + message[1:],
            ) from error
    return text


def _write(reader: Reader, node: yaml.Node) -> Content:
    return GeneratedText(**reader.parts(node, "write", {"sentences": up_to(50), "about": template}))


def _do(reader: Reader, node: yaml.Node) -> Content:
    readers = {"tool": Reader.text, "arguments": _filled, "say": template}
    needs = tr("does nothing"), tr("Name the tool that is called")
    actions = tuple(
        ActionCall(**reader.parts(item, "do", readers, needs))
        for item in reader.one_or_more(node, "do")
    )
    if not actions:
        raise reader.complaint(node, *needs)
    return actions[0] if len(actions) == 1 else ActionCalls(actions)


def _picture(reader: Reader, node: yaml.Node) -> Content:
    needs = tr("has a picture without “folder”"), tr("Name a folder of photos")
    readers = {"folder": _folder, "say": template}
    return PhotoContent(**reader.parts(node, "picture", readers, needs, alone=yaml.Node))


def _folder(reader: Reader, node: yaml.Node, key: str) -> Path:
    folder = reader.file(node, key, is_folder=True)
    if not pictures_in(folder):
        what = tr("names the folder “{name}”", name=folder.name[:60])
        raise reader.complaint(node, what, tr("There is no photo in it"))
    return folder


def _translate(reader: Reader, node: yaml.Node) -> Content:
    needs = tr("translates into no language"), tr("Say to: French")
    said = reader.parts(node, "translate", {"to": Reader.text, "phrases": _filled}, needs)
    return PhraseBook(said["to"], said.get("phrases", ()))


def _label(reader: Reader, node: yaml.Node) -> Content:
    if isinstance(node, yaml.ScalarNode):
        return ClassContent(template(reader, node, "label"))
    needs = tr("has a label without “is”"), tr("Name the class")
    readers = {"is": template, "confidence": share}
    said = reader.parts(node, "label", readers, needs, alone=yaml.Node)
    return ClassContent(said["is"], said.get("confidence"))


def _operator(reader: Reader, node: yaml.Node) -> Content:
    if isinstance(node, yaml.ScalarNode):
        return OperatorContent(_patience(reader, node, "operator"))
    readers = {"wait": _patience, "suggest": _suggestions, "otherwise": template}
    return OperatorContent(**reader.parts(node, "operator", readers))


_patience = within(SHORTEST_WAIT, LONGEST_WAIT)


def _suggestions(reader: Reader, node: yaml.Node, key: str) -> tuple[str, ...]:
    items = reader.one_or_more(node, key)
    if len(items) > _MOST_SUGGESTED:
        what = tr("is one suggestion too many")
        raise reader.complaint(items[_MOST_SUGGESTED], what, tr("Keys 1 to 9 choose among them"))
    for item in items:
        reader.text(item, key)
    return tuple(template(reader, item, key) for item in items)


def _some_of(reader: Reader, node: yaml.Node, key: str) -> tuple[tuple[str, ...], int]:
    needs = tr("has nothing to {key} from", key=key), tr("Write from: [one, another]")
    readers = {"from": _names, "count": up_to(100)}
    said = reader.parts(node, key, readers, needs, alone=yaml.Node)
    return said["from"], said.get("count", 3)


def _names(reader: Reader, node: yaml.Node, key: str) -> tuple[str, ...]:
    items = tuple(reader.text(item, key) for item in reader.items(node, key))
    if not items:
        raise reader.complaint(node, tr("has an empty list"), tr("Write from: [one, another]"))
    return items


def _filled(reader: Reader, node: yaml.Node, key: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, template(reader, value, name)) for _, name, value in reader.pairs(node, key)
    )


CONTENTS: dict[str, Callable[[Reader, yaml.Node], Content]] = {
    "answer": lambda reader, node: TextContent(template(reader, node, "answer")),
    "write": _write,
    "recommend": lambda reader, node: Recommendation(*_some_of(reader, node, "recommend")),
    "tags": lambda reader, node: TagList(*_some_of(reader, node, "tags")),
    "extract": lambda reader, node: Extraction(_filled(reader, node, "extract")),
    "do": _do,
    "picture": _picture,
    "translate": _translate,
    "label": _label,
    "operator": _operator,
}
