"""Reads what a stub answers: exactly one of the kinds of content, by its key."""

from collections.abc import Callable, Mapping

import yaml

from mock_ai.conversation import LONGEST_WAIT, SHORTEST_WAIT
from mock_ai.scenario_reader import Reader
from mock_ai.stubs.answers import (
    ActionCall,
    ActionCalls,
    ClassContent,
    Content,
    Extraction,
    GeneratedText,
    OperatorContent,
    PhotoContent,
    PhraseBook,
    Recommendation,
    TagList,
    TextContent,
)
from mock_ai.stubs.photos import pictures_in
from mock_ai.stubs.template_check import TemplateRefusedError
from mock_ai.stubs.templates import check_template, has_blanks

_MOST_SUGGESTED = 9


def content(reader: Reader, node: yaml.Node, parts: Mapping[str, yaml.Node]) -> Content | None:
    """What the parts say, or None where they say nothing."""
    if len(parts) > 1:
        raise reader.complaint(node, f"answers {' and '.join(parts)}", "One of them is enough")
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
                f"has a template for “{key}” that cannot be used",
                message[:1].upper() + message[1:],
            ) from error
    return text


def _say(reader: Reader, node: yaml.Node) -> Content:
    return TextContent(template(reader, node, "answer"))


def _write(reader: Reader, node: yaml.Node) -> Content:
    parts = reader.mapping(node, "write", dict.fromkeys(("sentences", "about")))
    count = (
        int(reader.between(parts["sentences"], "sentences", 1, 50)) if "sentences" in parts else 3
    )
    return GeneratedText(
        count, template(reader, parts["about"], "about") if "about" in parts else ""
    )


def _recommend(reader: Reader, node: yaml.Node) -> Content:
    return Recommendation(*_some_of(reader, node, "recommend"))


def _tags(reader: Reader, node: yaml.Node) -> Content:
    return TagList(*_some_of(reader, node, "tags"))


def _extract(reader: Reader, node: yaml.Node) -> Content:
    return Extraction(_filled(reader, node, "extract"))


def _do(reader: Reader, node: yaml.Node) -> Content:
    actions = tuple(_action(reader, item) for item in reader.one_or_more(node, "do"))
    if not actions:
        raise reader.complaint(node, "does nothing", "Name the tool that is called")
    return actions[0] if len(actions) == 1 else ActionCalls(actions)


def _action(reader: Reader, node: yaml.Node) -> ActionCall:
    parts = reader.mapping(node, "do", dict.fromkeys(("tool", "arguments", "say")))
    if "tool" not in parts:
        raise reader.complaint(node, "does nothing", "Name the tool that is called")
    return ActionCall(
        reader.text(parts["tool"], "tool"),
        _filled(reader, parts["arguments"], "arguments") if "arguments" in parts else (),
        template(reader, parts["say"], "say") if "say" in parts else "Done.",
    )


def _picture(reader: Reader, node: yaml.Node) -> Content:
    if isinstance(node, yaml.ScalarNode):
        parts: dict[str, yaml.Node] = {"folder": node}
    else:
        parts = reader.mapping(node, "picture", dict.fromkeys(("folder", "say")))
    if "folder" not in parts:
        raise reader.complaint(node, "has a picture without “folder”", "Name a folder of photos")
    folder = reader.file(parts["folder"], "folder", is_folder=True)
    if not pictures_in(folder):
        raise reader.complaint(
            parts["folder"], f"names the folder “{folder.name[:60]}”", "There is no photo in it"
        )
    return PhotoContent(folder, template(reader, parts["say"], "say") if "say" in parts else "")


def _translate(reader: Reader, node: yaml.Node) -> Content:
    parts = reader.mapping(node, "translate", dict.fromkeys(("to", "phrases")))
    if "to" not in parts:
        raise reader.complaint(node, "translates into no language", "Say to: French")
    phrases = _filled(reader, parts["phrases"], "phrases") if "phrases" in parts else ()
    return PhraseBook(reader.text(parts["to"], "to"), phrases)


def _label(reader: Reader, node: yaml.Node) -> Content:
    if isinstance(node, yaml.ScalarNode):
        return ClassContent(template(reader, node, "label"), None)
    parts = reader.mapping(node, "label", dict.fromkeys(("is", "confidence")))
    if "is" not in parts:
        raise reader.complaint(node, "has a label without “is”", "Name the class")
    sure = (
        reader.between(parts["confidence"], "confidence", 0, 1) if "confidence" in parts else None
    )
    return ClassContent(template(reader, parts["is"], "is"), sure)


def _operator(reader: Reader, node: yaml.Node) -> Content:
    if isinstance(node, yaml.ScalarNode):
        return OperatorContent(_patience(reader, node, "operator"), (), None)
    parts = reader.mapping(node, "operator", dict.fromkeys(("wait", "suggest", "otherwise")))
    items = reader.one_or_more(parts["suggest"], "suggest") if "suggest" in parts else []
    if len(items) > _MOST_SUGGESTED:
        raise reader.complaint(
            items[_MOST_SUGGESTED], "is one suggestion too many", "Keys 1 to 9 choose among them"
        )
    for item in items:
        reader.text(item, "suggest")
    return OperatorContent(
        _patience(reader, parts["wait"], "wait") if "wait" in parts else None,
        tuple(template(reader, item, "suggest") for item in items),
        template(reader, parts["otherwise"], "otherwise") if "otherwise" in parts else None,
    )


def _patience(reader: Reader, node: yaml.Node, key: str) -> float:
    return reader.between(node, key, SHORTEST_WAIT, LONGEST_WAIT)


def _some_of(reader: Reader, node: yaml.Node, key: str) -> tuple[tuple[str, ...], int]:
    if isinstance(node, yaml.SequenceNode):
        parts: dict[str, yaml.Node] = {"from": node}
    else:
        parts = reader.mapping(node, key, dict.fromkeys(("from", "count")))
    if "from" not in parts:
        raise reader.complaint(node, f"has nothing to {key} from", "Write from: [one, another]")
    items = tuple(reader.text(item, "from") for item in reader.items(parts["from"], "from"))
    if not items:
        raise reader.complaint(parts["from"], "has an empty list", "Write from: [one, another]")
    count = int(reader.between(parts["count"], "count", 1, 100)) if "count" in parts else 3
    return items, count


def _filled(reader: Reader, node: yaml.Node, key: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, template(reader, value, name)) for _, name, value in reader.pairs(node, key)
    )


CONTENTS: dict[str, Callable[[Reader, yaml.Node], Content]] = {
    "answer": _say,
    "write": _write,
    "recommend": _recommend,
    "tags": _tags,
    "extract": _extract,
    "do": _do,
    "picture": _picture,
    "translate": _translate,
    "label": _label,
    "operator": _operator,
}
